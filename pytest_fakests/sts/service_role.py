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
    *,
    tags: Mapping[str, str] | None = None,
    carried: Mapping[str, Any] | None = None,
) -> tuple[Principal, Credentials]:
    """A session of the role for the service at `host`, if the role's trust policy lets that service in.

    Only the trust policy is asked: a service principal has no policies of its own.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html

    Args:
        cloud: The world.
        host: The service principal, as "lambda.amazonaws.com".
        role: The role.
        session_name: The role session's name.
        duration: How long the credentials are valid.
        context: Condition keys of the service's request.
        tags: Session tags, all transitive; the trust policy must then allow sts:TagSession, too.
        carried: Condition keys of the calls that are made with the credentials.

    Raises:
        AwsError: The trust policy does not let the service in.
    """
    tags = tags or {}
    seen = {**context, "sts:RoleSessionName": session_name}
    if tags:
        seen["aws:TagKeys"] = seen["sts:TransitiveTagKeys"] = list(tags)
        seen.update({f"aws:RequestTag/{key}": value for key, value in tags.items()})
    for action in ("sts:AssumeRole", "sts:TagSession")[: 2 if tags else 1]:
        decision = authorize(cloud, host, action, role.arn, seen)
        if not decision:
            raise not_authorized(host, decision)
    transitive = frozenset(key.lower() for key in tags)
    session = role_principal(role, session_name, tags=tags, transitive=transitive, context=carried or {})
    return session, cloud.issue(session, duration)
