"""What would allow a request that was denied, in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_fakests.iam.callers import CallerKind
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution
from pytest_fakests.iam.explaining.mismatches import ConditionMismatch
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Effect

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision

_PRINCIPAL_KEYS = {CallerKind.SERVICE: "Service", CallerKind.PROVIDER: "Federated"}


def remedy(decision: Decision) -> str:
    """What to change, given the type, the policy and the statement that decided."""
    found = next((one for one in decision.contributions if one.kind is decision.policy_kind), None)
    if found and decision.statement:
        return f"change or remove {found.statement}, which denies it"
    near = next(_near_misses(found), None) if found else None
    addition = _addition(decision.policy_kind, decision.context)
    return f"{near}, or {addition}" if near else addition


def _near_misses(contribution: Contribution) -> Iterator[str]:
    """The statements that would allow it but for their conditions."""
    for statement in contribution.statements:
        missed = [one for one in statement.mismatches if isinstance(one, ConditionMismatch)]
        if statement.effect is Effect.ALLOW and missed and len(missed) == len(statement.mismatches):
            keys = " and ".join(dict.fromkeys(condition.key for condition in missed))
            yield f"meet the condition on {keys} of {statement}"


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
