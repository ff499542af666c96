"""Which policies must allow a request, by who asks and how the resource-based policy names them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from __future__ import annotations

from pytest_fakests.iam.callers import AWS_CALLERS, FEDERATED_USER, SESSION
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.matching.principals import Match
from pytest_fakests.iam.rulings import Ruling, Rulings, is_trust

_KMS_KEY = glob("arn:*:kms:*:*:key/*")
_LATTICE = "vpc-lattice-svcs:"
# Before Python 3.12 it takes a call to look a member up in its class.
_IDENTITY, _BOUNDARY, _SESSION, _TRUST = (
    PolicyKind.IDENTITY,
    PolicyKind.BOUNDARY,
    PolicyKind.SESSION,
    PolicyKind.TRUST,
)
_ACCOUNT, _ISSUER = Match.ACCOUNT, Match.ISSUER
_IDENTITY_ALONE = (_IDENTITY,)
_LIMITS = (_IDENTITY, _BOUNDARY, _SESSION)


def missing_allow(rulings: Rulings, context: RequestContext, spared: tuple[PolicyKind, ...]) -> PolicyKind | None:
    """The first type of policy, in AWS's documented order, whose allow is missing; None if the request is allowed.

    `spared` is what `spared_by_resource` gives.
    """
    who = context.caller
    if _silent(rulings.service_control):
        return PolicyKind.SERVICE_CONTROL
    if needs_resource_allow(rulings, context) and not allows(rulings.resource):
        return _resource_kind(rulings, context)
    if who.kind in AWS_CALLERS:
        if _silent(rulings.identity) and _IDENTITY not in spared:
            return _IDENTITY
        if _silent(rulings.boundary) and _BOUNDARY not in spared:
            return _BOUNDARY
        if _session_silent(rulings, context) and _SESSION not in spared:
            return _SESSION
    return PolicyKind.ENDPOINT if _silent(rulings.endpoint) else None


def needs_resource_allow(rulings: Rulings, context: RequestContext) -> bool:
    """Whether the resource-based policy must allow: its allow is not just one of two ways.

    So it is for callers of other accounts and callers without identity-based policies, for a role trust policy, for
    a KMS key policy, and for the auth policy of a VPC Lattice service:
    https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
    """
    if context.caller.kind not in AWS_CALLERS or context.cross_account:
        return True
    if rulings.resource is None:
        return False
    return rulings.resource.kind is _TRUST or _is_key(context) or _is_lattice(context)


def spared_by_resource(rulings: Rulings, context: RequestContext) -> tuple[PolicyKind, ...]:
    """The types of policy whose allow is not needed, as the resource-based policy of the same account gives it.

    It depends on how that policy names the caller: by account it only lets the account's policies decide; by the
    role or user behind a session, boundaries and session policies still limit; as itself, or as everyone, nothing
    does. Where a role is assumed, they limit in any case:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
    """
    found = rulings.resource.allow if rulings.resource else None
    if rulings.resource is None or found is None or found.match <= _ACCOUNT or context.cross_account:
        return ()
    if _is_lattice(context) or _sets_source_identity_in_chain(context):
        return ()
    if found.match is _ISSUER or rulings.resource.kind is _TRUST:
        return _IDENTITY_ALONE
    return _LIMITS


def _is_key(context: RequestContext) -> bool:
    return _KMS_KEY.matches(context.resource)


def _is_lattice(context: RequestContext) -> bool:
    return context.action.startswith(_LATTICE)


def _sets_source_identity_in_chain(context: RequestContext) -> bool:
    """A role that assumes another needs this permission from its own policies too, whatever the trust policy says.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    """
    return context.action == "sts:setsourceidentity" and context.caller.kind is SESSION


def allows(ruling: Ruling | None) -> bool:
    """Whether there is such a policy and it allows."""
    return ruling is not None and ruling.allowed


def _silent(ruling: Ruling | None) -> bool:
    return ruling is not None and not ruling.allowed


def _session_silent(rulings: Rulings, context: RequestContext) -> bool:
    # Without session policies a federated user has no permissions of its own:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
    if rulings.session is None:
        return context.caller.kind is FEDERATED_USER
    return not rulings.session.allowed


def _resource_kind(rulings: Rulings, context: RequestContext) -> PolicyKind:
    if rulings.resource:
        return rulings.resource.kind
    return _TRUST if is_trust(context) else PolicyKind.RESOURCE
