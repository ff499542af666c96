"""What the operations that open a session of a role have in common: who lets it open, how long, and the answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pytest_fakests.cloud.authorization import authorize
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.explaining import explained
from pytest_fakests.cloud.principals import Principal, role_principal
from pytest_fakests.iam import Decision, Policy
from pytest_fakests.sts.errors import access_denied, validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_policies import packed_size
from pytest_fakests.sts.session_tags import SessionTags, session_tags

Refuse = Callable[[Decision, str], AwsError]
"""From a decision that denies, and what to note in place of its explanation if that is not "", to STS's answer."""

# Seconds.
_DEFAULT_DURATION = 3600

_ROLE_ARN = re.compile(r"arn:([\w-]+):iam::(\d{12}):role/.+", re.ASCII)


def home_of_role(arn: str) -> tuple[str, str] | None:
    """Partition and account in the ARN of a role; None where it is no such ARN."""
    found = _ROLE_ARN.fullmatch(arn)
    return (found[1], found[2]) if found else None


def authorized_role(
    request: StsRequest,
    who: Principal | str,
    action: str,
    context: Mapping[str, Any],
    tags: SessionTags,
    source_identity: str | None,
    refuse: Refuse,
) -> RoleEntity:
    """The role of the request, once each action that it needs is allowed on it.

    Args:
        request: The call.
        who: Who asks: the caller, or an identity provider.
        action: The action that opens the session, as "sts:AssumeRole".
        context: Condition keys beside those that the request, its tags and the source identity give.
        tags: The tags of the new session.
        source_identity: The source identity of the new session.
        refuse: How STS words a denial.

    Raises:
        AwsError: The role does not exist, or may not be assumed so.
    """
    role_arn = request.params["RoleArn"]
    full = {**request.context, "sts:RoleSessionName": request.params["RoleSessionName"], **context, **tags.context()}
    if source_identity:
        full["sts:SourceIdentity"] = source_identity
    role = request.cloud.role_at(role_arn)
    for needed, unseen in _needed(action, tags, source_identity, "ProvidedContexts" in request.params):
        seen = {key: full[key] for key in full if not key.startswith(unseen)} if unseen else full
        decision = authorize(request.cloud, who, needed, role_arn, seen)
        request.decisions.append(decision)
        if not decision or role is None:
            raise refuse(decision, _missing(request, who, role_arn) or explained(request.cloud, decision))
    return role  # type: ignore[return-value]  # a role that is None was refused above


def federated_session(
    request: StsRequest,
    provider: str,
    action: str,
    trust_keys: Mapping[str, Any],
    session_keys: Mapping[str, Any],
    policies: tuple[Policy, ...] | None,
) -> tuple[RoleEntity, Principal, int | None]:
    """The role of the request, the session of it for whom an identity provider vouches, and the packed size.

    Args:
        request: The call; its parameters have what the token or assertion says, too.
        provider: The ARN, or the built-in provider's name, of who vouches.
        action: The action that opens the session, as "sts:AssumeRoleWithSAML".
        trust_keys: Condition keys that the role's trust policy sees.
        session_keys: Condition keys of every request of the session.
        policies: The session policies; None where none were passed.

    Raises:
        AwsError: The role does not exist, or does not let the subject in.
    """
    params = request.params
    tags, source_identity = session_tags(request.caller, params), params.get("SourceIdentity")
    packed = packed_size(params)
    role = authorized_role(request, provider, action, trust_keys, tags, source_identity, federation_refused)
    session = role_principal(
        role,
        params["RoleSessionName"],
        mfa=None,
        session_policies=policies,
        tags=tags.all,
        transitive=tags.transitive,
        source_identity=source_identity,
        context=session_keys,
    )
    return role, session, packed


def federation_refused(decision: Decision, note: str = "") -> AwsError:
    """The denial of a session to whom an identity provider vouches for: AWS names the action alone."""
    message = f"Not authorized to perform {decision.request.action}"
    return access_denied(message, note or decision.explain(), decision)


def role_duration(request: StsRequest, role: RoleEntity) -> datetime.timedelta:
    """The duration of the session.

    Raises:
        AwsError: The request asks for more than the role's maximum.
    """
    wanted: int = request.params.get("DurationSeconds", _DEFAULT_DURATION)
    if wanted > role.max_session:
        raise validation_error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    return datetime.timedelta(seconds=wanted)


def session_answer(
    request: StsRequest, session: Principal, duration: datetime.timedelta, packed: int | None
) -> dict[str, Any]:
    """The answer that every such operation gives, with new credentials; `packed` is None where nothing was packed."""
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


def _needed(
    action: str, tags: SessionTags, source_identity: str | None, contexts: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each action that is needed, with the condition keys that its evaluation does not see.

    As measured against AWS: a wrong source identity is denied as sts:SetSourceIdentity, so that comes first, and
    what the request says of session name and tags is seen by the action that opens the session only.
    """
    if source_identity:
        yield "sts:SetSourceIdentity", ("sts:RoleSessionName", "aws:RequestTag/")
    yield action, ()
    if tags.passed or tags.inherited:
        yield "sts:TagSession", ()
    if contexts:
        yield "sts:SetContext", ()


def _missing(request: StsRequest, who: Principal | str, role_arn: str) -> str:
    """Why STS knows no such role; "" where it knows it."""
    home = home_of_role(role_arn)
    if home is None:
        return f"{role_arn} is not the ARN of a role; {_declared(request)}"
    if isinstance(who, Principal) and home[0] != who.partition:
        return f"{role_arn} is of another partition than {who.arn}; neither knows the other"
    if request.cloud.role_at(role_arn) is None:
        return f"the role {role_arn} is not declared; {_declared(request)}"
    return ""


def _declared(request: StsRequest) -> str:
    return f"declared roles: {', '.join(role.arn for role in request.cloud.roles()) or 'none'}"
