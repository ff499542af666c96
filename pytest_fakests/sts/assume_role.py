"""AssumeRole: temporary credentials for a session of a role.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from pytest_fakests.cloud.authorization import authorize
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.principals import Principal, PrincipalType, mfa_context, role_principal
from pytest_fakests.sts.errors import access_denied, not_authorized, validation_error
from pytest_fakests.sts.mfa import authenticated_at
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_policies import packed_size, session_policies
from pytest_fakests.sts.session_tags import SessionTags, session_tags, source_identity

# Seconds.
_DEFAULT_DURATION = 3600
_CHAINING_LIMIT = 3600

_ROLE_ARN = re.compile(r"arn:[\w-]+:iam::\d{12}:role/.+", re.ASCII)
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
    policies = session_policies(params)
    packed = packed_size(params)
    if caller.type is PrincipalType.ROOT:
        raise access_denied("Roles may not be assumed by root accounts.")
    identity = source_identity(caller, params)
    mfa = authenticated_at(request)
    role = _authorized_role(request, tags, identity, mfa)
    duration = _duration(caller, role, params.get("DurationSeconds", _DEFAULT_DURATION))
    session = role_principal(
        role,
        params["RoleSessionName"],
        session_policies=policies,
        tags=tags.all,
        transitive=tags.transitive,
        source_identity=identity,
    )
    return _answer(request, session, duration, packed)


def _answer(
    request: StsRequest, session: Principal, duration: datetime.timedelta, packed: int | None
) -> dict[str, Any]:
    credentials = request.issue(session, duration)
    answer: dict[str, Any] = {
        "Credentials": credentials.as_answer(),
        "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
    }
    if packed is not None:
        answer["PackedPolicySize"] = packed
    if session.source_identity:
        answer["SourceIdentity"] = session.source_identity
    return answer


def _authorized_role(
    request: StsRequest, tags: SessionTags, identity: str | None, mfa: datetime.datetime | None
) -> RoleEntity:
    """The role, once every action that the request needs is allowed on it."""
    role_arn = request.params["RoleArn"]
    context = {
        **request.context,
        **mfa_context(mfa),
        "sts:RoleSessionName": request.params["RoleSessionName"],
    }
    if "ExternalId" in request.params:
        context["sts:ExternalId"] = request.params["ExternalId"]
    if identity:
        context["sts:SourceIdentity"] = identity
    if "ProvidedContexts" in request.params:
        context["sts:RequestContextProviders"] = [one["ProviderArn"] for one in request.params["ProvidedContexts"]]
    context.update(tags.context())
    role = request.cloud.role_at(role_arn)
    for action, unseen in _actions(tags, identity, "ProvidedContexts" in request.params):
        seen = {key: context[key] for key in context if not key.startswith(unseen)} if unseen else context
        decision = authorize(request.cloud, request.caller, action, role_arn, seen)
        request.decisions.append(decision)
        if not decision or role is None:
            raise not_authorized(request.caller.arn, decision, _missing(request, role_arn))
    return role  # type: ignore[return-value]  # a role that is None was refused above


def _actions(tags: SessionTags, identity: str | None, contexts: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each action that is needed, with the condition keys that its evaluation does not see.

    As measured against AWS: a wrong source identity is denied as sts:SetSourceIdentity, so that comes first, and
    what the request says of session name and tags is seen by sts:AssumeRole only.
    """
    if identity:
        yield "sts:SetSourceIdentity", ("sts:RoleSessionName", "aws:RequestTag/")
    yield "sts:AssumeRole", ()
    if tags.passed or tags.inherited:
        yield "sts:TagSession", ()
    if contexts:
        yield "sts:SetContext", ()


def _duration(caller: Principal, role: RoleEntity, wanted: int) -> datetime.timedelta:
    """The session's duration, checked in AWS's measured order: the role's maximum, then role chaining."""
    if wanted > role.max_session:
        raise validation_error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    if caller.temporary and wanted > _CHAINING_LIMIT:
        raise validation_error(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        )
    return datetime.timedelta(seconds=wanted)


def _missing(request: StsRequest, role_arn: str) -> str:
    """Why STS knows no such role; "" where it knows it."""
    if not _ROLE_ARN.fullmatch(role_arn):
        return f"{role_arn} is not the ARN of a role; {_declared(request)}"
    if role_arn.split(":")[1] != request.caller.partition:
        return f"{role_arn} is of another partition than {request.caller.arn}; neither knows the other"
    if request.cloud.role_at(role_arn) is None:
        return f"the role {role_arn} is not declared; {_declared(request)}"
    return ""


def _declared(request: StsRequest) -> str:
    return f"declared roles: {', '.join(role.arn for role in request.cloud.roles()) or 'none'}"
