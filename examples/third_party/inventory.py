"""An app that assumes its roles with published libraries; nothing in it knows of a fake."""

from __future__ import annotations

from typing import Any

import boto3
from aws_assume_role_lib import assume_role
from boto_session_manager.api import BotoSesManager

ROLE = "arn:aws:iam::123456789012:role/inventory"


def tables_with_aws_assume_role_lib() -> list[str]:
    """List tables with a session that aws-assume-role-lib refreshes."""
    session = assume_role(boto3.Session(), ROLE, RoleSessionName="inventory")
    return session.client("dynamodb").list_tables()["TableNames"]


def tables_with_boto_session_manager() -> list[str]:
    """List tables with a session of boto-session-manager."""
    manager = BotoSesManager().assume_role(ROLE, role_session_name="inventory")
    dynamodb: Any = manager.get_client("dynamodb")
    return dynamodb.list_tables()["TableNames"]


def refreshing_client() -> object:
    """A client of boto-session-manager that assumes the role again by itself."""
    manager = BotoSesManager().assume_role(ROLE, role_session_name="inventory", auto_refresh=True)
    return manager.get_client("dynamodb")
