"""What the policies of each type say of a request, before they are weighed against each other.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pytest_fakests.iam.callers import AWS_CALLERS, ROOT, SESSION, USER
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.matching.principals import Match
from pytest_fakests.iam.matching.statements import Effect
from pytest_fakests.iam.organizations import resource_control_binds, service_control_binds
from pytest_fakests.iam.parsing.documents import Document, Found, Policy, shared_policy
from pytest_fakests.iam.policies import Policies

# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html: no policy decides on these.
NEED_NO_PERMISSION = frozenset({"sts:getcalleridentity", "sts:getsessiontoken"})

# What the root user may do to a resource of its account though its policy denies it:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html and, for queues,
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
_ROOT_UNLOCKS = frozenset(
    {
        "s3:deletebucketpolicy",
        "s3:getbucketpolicy",
        "s3:putbucketpolicy",
        "sqs:getqueueattributes",
        "sqs:setqueueattributes",
    }
)

# Before Python 3.12 it takes a call to look a member up in its class.
_CALLER, _DENY = Match.CALLER, Effect.DENY
_IDENTITY, _TRUST = PolicyKind.IDENTITY, PolicyKind.TRUST
_WITH_POLICIES_OF_THEIR_OWN = (USER, SESSION)
_ROLE = glob("arn:*:iam::*:role/*")
_NAMING_PRINCIPALS = (PolicyKind.TRUST, PolicyKind.RESOURCE, PolicyKind.RESOURCE_CONTROL, PolicyKind.ENDPOINT)


class Ruling(NamedTuple):
    """What the policies of one type say.

    Attributes:
        kind: The type.
        policies: The policies that were asked.
        allowed: Whether they let the request through, if no explicit deny speaks against it.
        deny: The first statement that denies.
        allow: The statement that allows, the one that names the caller most closely.
        levels: For an organization's policies, what those of each level say, the root first.
    """

    kind: PolicyKind
    policies: Sequence[Policy]
    allowed: bool
    deny: Found | None
    allow: Found | None
    levels: tuple[Ruling, ...] = ()


class Rulings(NamedTuple):
    """One ruling a type, in the order in which explicit denies are reported; None where there is no such policy."""

    identity: Ruling | None
    boundary: Ruling | None
    session: Ruling | None
    resource: Ruling | None
    service_control: Ruling | None
    resource_control: Ruling | None
    endpoint: Ruling | None


def is_trust(context: RequestContext) -> bool:
    """Whether the resource is a role that the request would assume: its policy is a trust policy."""
    return context.action.startswith("sts:") and _ROLE.matches(context.resource)


def identity_alone(policies: Policies, context: RequestContext) -> bool:
    """Whether no policy has a say but identity-based ones, as for most requests: then what they decide is decided.

    To weigh it against the policies that are not there would take twice as long.
    """
    return policies.identity_alone and not context.cross_account and context.caller.kind in _WITH_POLICIES_OF_THEIR_OWN


def identity_decides(policies: Policies, context: RequestContext) -> Found | None:
    """The statement of the identity-based policies that decides, if they alone have a say."""
    return _deciding(_parsed(policies.identity or (), _IDENTITY), context)


def rule(policies: Policies, context: RequestContext) -> Rulings:
    """Ask the policies of every type that has a say about this caller.

    Raises:
        PolicyError: A document that was not parsed before is malformed.
    """
    who = context.caller
    of_aws = who.kind in AWS_CALLERS
    # The root user, and whom it federates, has full access: it has neither identity-based policies nor a boundary.
    limited = of_aws and who.kind is not ROOT and who.issuer != who.root
    # What is not given costs no call.
    return Rulings(
        identity=_listed(policies.identity or (), _IDENTITY, context) if limited else None,
        boundary=_listed(policies.boundary, PolicyKind.BOUNDARY, context)
        if policies.boundary is not None and limited
        else None,
        session=_listed(policies.session, PolicyKind.SESSION, context)
        if policies.session is not None and of_aws
        else None,
        resource=_resource(policies.resource, context)
        if policies.resource is not None and not _root_unlocks(context)
        else None,
        service_control=_levels(policies.service_control, PolicyKind.SERVICE_CONTROL, context)
        if policies.service_control is not None and service_control_binds(policies, context)
        else None,
        resource_control=_levels(policies.resource_control, PolicyKind.RESOURCE_CONTROL, context)
        if policies.resource_control is not None and resource_control_binds(policies, context)
        else None,
        endpoint=_listed(policies.endpoint, PolicyKind.ENDPOINT, context) if policies.endpoint is not None else None,
    )


def _root_unlocks(context: RequestContext) -> bool:
    return context.action in _ROOT_UNLOCKS and context.caller.kind is ROOT and not context.cross_account


def _listed(documents: Document | Sequence[Document], kind: PolicyKind, context: RequestContext) -> Ruling:
    return _ruling(kind, _parsed(documents, kind), context)


def _parsed(documents: Document | Sequence[Document], kind: PolicyKind, level: int | None = None) -> Sequence[Policy]:
    """The documents, or the one document, as policies."""
    given: Any = documents
    if not isinstance(given, (list, tuple)):
        given = (given,) if isinstance(given, (Mapping, str, bytes, Policy)) else given
    found: list[Policy] = []
    for document in given:
        known = isinstance(document, Policy)
        found.append(document if known else shared_policy(document, kind, _name(kind, level, len(found))))
    return found


@functools.lru_cache
def _name(kind: PolicyKind, level: int | None, index: int) -> str:
    """How a policy is called that has no name."""
    return f"{kind.value}[{index}]" if level is None else f"{kind.value}[{level}][{index}]"


def _resource(document: Document, context: RequestContext) -> Ruling:
    if isinstance(document, Policy) and document.kind is _TRUST:
        return _ruling(_TRUST, (document,), context)
    kind = _TRUST if is_trust(context) else PolicyKind.RESOURCE
    return _ruling(kind, (shared_policy(document, kind, "resource"),), context)


def _levels(levels: Sequence[Sequence[Document]], kind: PolicyKind, context: RequestContext) -> Ruling:
    """The ruling of an organization's levels: each must allow, but for what RCPFullAWSAccess allows everywhere.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    """
    found = [_ruling(kind, _parsed(level, kind, index), context) for index, level in enumerate(levels)]
    return Ruling(
        kind,
        tuple(policy for level in found for policy in level.policies),
        kind is PolicyKind.RESOURCE_CONTROL or (bool(found) and all(level.allowed for level in found)),
        next((level.deny for level in found if level.deny), None),
        found[-1].allow if found else None,
        tuple(found),
    )


def _ruling(kind: PolicyKind, policies: Sequence[Policy], context: RequestContext) -> Ruling:
    found = _deciding(policies, context, naming=kind in _NAMING_PRINCIPALS)
    if found and found.statement.effect is _DENY:
        return Ruling(kind, policies, False, found, None)
    return Ruling(kind, policies, found is not None, None, found)


def _deciding(policies: Sequence[Policy], context: RequestContext, *, naming: bool = False) -> Found | None:
    """The first statement that denies, or else the one that allows and names the caller most closely."""
    allow: Found | None = None
    for policy in policies:
        for about, statement, denies in policy.about(context):
            if allow and not denies and allow.match is _CALLER:
                continue  # none could name the caller more closely
            found = about
            if naming or statement.principal:
                found = Found(policy, statement, statement.principal_match(context))
                if not found.match:
                    continue
            if not statement.covers(context):
                continue
            if denies:
                return found
            if allow is None or found.match > allow.match:
                allow = found
    return allow


def names_principals(kind: PolicyKind) -> bool:
    """Whether statements of such policies name principals."""
    return kind in _NAMING_PRINCIPALS
