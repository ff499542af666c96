"""A role that an AWS service takes on and hands to the code that it runs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.authorization import authorize
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.principals import Principal, role_principal
from pytest_fakests.sts.errors import not_authorized


def hand_out(
    cloud: Cloud,
    host: str,
    role: RoleEntity,
    session_name: str,
    duration: datetime.timedelta,
    context: Mapping[str, Any],
) -> tuple[Principal, Credentials]:
    """A session of the role for the service at `host`, if the role's trust policy lets that service in.

    Only the trust policy is asked: a service principal has no policies of its own.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html

    Raises:
        AwsError: The trust policy does not let the service in.
    """
    service = {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": host}
    seen = {**service, **context, "sts:RoleSessionName": session_name}
    decision = authorize(cloud, host, "sts:AssumeRole", role.arn, seen)
    if not decision:
        raise not_authorized(host, decision)
    session = role_principal(role, session_name)
    return session, cloud.issue(session, duration)
