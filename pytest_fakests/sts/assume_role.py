"""AssumeRole: temporary credentials for a session of a role.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.principals import PrincipalType, mfa_context, role_principal
from pytest_fakests.sts.errors import access_denied, not_authorized, validation_error
from pytest_fakests.sts.mfa import authenticated_at
from pytest_fakests.sts.provided_contexts import provided_keys, request_keys
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.role_sessions import authorized_role, role_duration, session_answer
from pytest_fakests.sts.session_policies import packed_size, session_policies
from pytest_fakests.sts.session_tags import SessionTags, session_tags, source_identity

_CHAINING_LIMIT = datetime.timedelta(hours=1)

_ANY_ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+")


def assume_role(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials for a session of the role, if its trust policy and the caller's own policies let it.

    Raises:
        AwsError: A parameter is wrong, or the caller may not assume the role.
    """
    params, caller = request.params, request.caller
    role_arn: str = params["RoleArn"]
    if not _ANY_ARN.fullmatch(role_arn):
        raise validation_error(f"{role_arn} is invalid")
    tags = session_tags(caller, params)
    _, partition, _, _, account, _ = role_arn.split(":", 5)
    policies = session_policies(request, partition, account)
    packed = packed_size(params, tags.inherited)
    if caller.type is PrincipalType.ROOT:
        raise access_denied("Roles may not be assumed by root accounts.")
    identity = source_identity(caller, params)
    keys = provided_keys(request)
    mfa = authenticated_at(request)
    context = {**mfa_context(mfa), **request_keys(request, keys)}
    role = _authorized_role(request, tags, identity, context)
    duration = _duration(request, role)
    session = role_principal(
        role,
        params["RoleSessionName"],
        session_policies=policies,
        tags=tags.all,
        transitive=tags.transitive,
        source_identity=identity,
        context=keys,
        chained_with_duration=caller.temporary and "DurationSeconds" in params,
    )
    return session_answer(request, session, duration, packed)


def _authorized_role(
    request: StsRequest, tags: SessionTags, identity: str | None, context: dict[str, Any]
) -> RoleEntity:
    caller = request.caller
    if "ExternalId" in request.params:
        context["sts:ExternalId"] = request.params["ExternalId"]
    return authorized_role(
        request,
        caller,
        "sts:AssumeRole",
        context,
        tags,
        identity,
        lambda decision, note: not_authorized(caller.arn, decision, note),
    )


def _duration(request: StsRequest, role: RoleEntity) -> datetime.timedelta:
    """The session's duration, checked in AWS's measured order: the role's maximum, then role chaining."""
    duration = role_duration(request, role)
    if request.caller.temporary and duration > _CHAINING_LIMIT:
        raise validation_error(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        )
    return duration
