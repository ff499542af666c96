"""What would allow a request that was denied, in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pytest_fakests.iam.callers import CallerKind
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.explaining.mismatches import unmet
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.documents import Policy
from pytest_fakests.iam.rulings import Ruling, Rulings, names_principals

_PRINCIPAL_KEYS = {CallerKind.SERVICE: "Service", CallerKind.PROVIDER: "Federated"}


def called(kind: PolicyKind, policy: Policy, statement: Statement) -> str:
    """How an explanation names a statement: its policy, its place and its Sid."""
    sid = f" {quoted(statement.sid)}" if statement.sid else ""
    return f"{policy.name or WORDINGS[kind].label}, statement {statement.index}{sid}"


def remedy(
    kind: PolicyKind | None,
    policy: Policy | None,
    statement: Statement | None,
    rulings: Rulings,
    context: RequestContext,
) -> str:
    """What to change, given the type, the policy and the statement that decided."""
    if kind and policy and statement:
        return f"change or remove {called(kind, policy, statement)}, which denies it"
    ruling = next((ruling for ruling in rulings if ruling and ruling.kind is kind), None)
    near = next(_near_misses(ruling, context), None) if ruling else None
    addition = _addition(kind, context)
    return f"{near}, or {addition}" if near else addition


def _near_misses(ruling: Ruling, context: RequestContext) -> Iterator[str]:
    """The statements that would allow it but for their conditions."""
    naming = names_principals(ruling.kind)
    for policy in ruling.policies:
        for statement in policy.statements:
            missed = list(unmet(statement, context))
            named = not naming or statement.principal_match(context)
            fits = statement.action_matches(context) and statement.resource_matches(context)
            if statement.effect is Effect.ALLOW and missed and named and fits:
                keys = " and ".join(dict.fromkeys(condition.key for condition in missed))
                yield f"meet the condition on {keys} of {called(ruling.kind, policy, statement)}"


def _addition(kind: PolicyKind | None, context: RequestContext) -> str:
    request = context.request
    what = f"allow {request.action} on {request.resource}"
    if kind is PolicyKind.TRUST:
        return f"add to the role's trust policy: {_grant(context)}"
    if kind is PolicyKind.RESOURCE:
        return f"{what} in a policy of the resource, for {_principal(context)}"
    if kind is PolicyKind.SERVICE_CONTROL:
        return f"{what} in a service control policy of every level"
    if kind is PolicyKind.SESSION and context.caller.kind is CallerKind.FEDERATED_USER:
        return f"{what} in a session policy, passed to GetFederationToken"
    return _PLACES[kind].format(what=what, principal=request.principal)


_PLACES: dict[PolicyKind | None, str] = {
    PolicyKind.IDENTITY: "{what} in an identity-based policy of {principal}",
    PolicyKind.BOUNDARY: "{what} in the permissions boundary",
    PolicyKind.SESSION: "{what} in the session policy, or pass none",
    PolicyKind.ENDPOINT: "{what} in the VPC endpoint policy",
}


def _grant(context: RequestContext) -> str:
    return json.dumps({"Effect": "Allow", "Principal": _principal_element(context), "Action": context.request.action})


def _principal_element(context: RequestContext) -> dict[str, str]:
    return {_PRINCIPAL_KEYS.get(context.caller.kind, "AWS"): context.caller.issuer or context.request.principal}


def _principal(context: RequestContext) -> str:
    return json.dumps(_principal_element(context))
