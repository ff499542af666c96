"""What would allow a request that was denied: every change that is needed, found by deciding again after each."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from pytest_fakests.iam.callers import CallerKind
from pytest_fakests.iam.closed import why_closed
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import PolicyError
from pytest_fakests.iam.explaining.changes import with_statement, without_denials
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement
from pytest_fakests.iam.explaining.mismatches import ConditionMismatch
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Effect
from pytest_fakests.iam.parsing.documents import CURRENT_VERSION, Policy, parse_policy
from pytest_fakests.iam.requests import Request

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision

_PRINCIPAL_KEYS = {CallerKind.SERVICE: "Service", CallerKind.PROVIDER: "Federated"}
_NAMING_THE_CALLER = (PolicyKind.TRUST, PolicyKind.RESOURCE)
_PLACES = {
    PolicyKind.IDENTITY: "{what} in an identity-based policy of {owner}",
    PolicyKind.TRUST: "add to the role's trust policy: {statement}",
    PolicyKind.RESOURCE: "{what} in a policy of the resource, for {principal}",
    PolicyKind.BOUNDARY: "{what} in the permissions boundary",
    PolicyKind.SESSION: "{what} in the session policy, or pass none",
    PolicyKind.SERVICE_CONTROL: "{what} in a service control policy at {levels}",
    PolicyKind.ENDPOINT: "{what} in the VPC endpoint policy",
}
# What is special in patterns is written as a policy variable.
_AS_VARIABLES = str.maketrans({character: f"${{{character}}}" for character in "*?$"})
_OF_FEDERATED_USERS = "{what} in a session policy, passed to GetFederationToken"


@dataclasses.dataclass(frozen=True, slots=True)
class Remedy:
    """One change towards allowing a request; its text is a clause.

    Attributes:
        kind: The type of policy to change.
        advice: What to do, in words.
        remove: The statement that denies, to be changed or removed; None where something is to be added.
        add: A statement that allows, to be added to a policy of that type; None where one is to be removed.
        instead: A statement that would allow it if its conditions were met, which spares `add`; else None.
    """

    kind: PolicyKind
    advice: str
    remove: ExaminedStatement | None = None
    add: dict[str, Any] | None = dataclasses.field(default=None, hash=False)
    instead: ExaminedStatement | None = None

    def __str__(self) -> str:
        if self.instead is None:
            return self.advice
        missed = (one for one in self.instead.mismatches if isinstance(one, ConditionMismatch))
        keys = " and ".join(dict.fromkeys(condition.key for condition in missed))
        return f"meet the condition on {keys} of {self.instead}, or {self.advice}"


def remedies(decision: Decision) -> tuple[Remedy, ...]:
    """Every change that is needed, in the order in which AWS would ask for them.

    Empty where the request is allowed, or where no policy can allow it.
    """
    if decision.allowed or why_closed(decision.context):
        return ()
    denying = tuple(
        Remedy(one.kind, f"change or remove {one}, which denies it", remove=one)
        for contribution in decision.contributions
        for one in contribution.statements
        if one.effect is Effect.DENY and one.applies
    )
    missing = _additions(decision)
    return () if missing is None else denying + missing


def _additions(decision: Decision) -> tuple[Remedy, ...] | None:
    """What has to be added beside what denies; None where nothing that can be added allows the request."""
    from pytest_fakests.iam.evaluation import evaluate

    context = decision.context
    policies = without_denials(decision.policies, context)
    request = _at_its_moment(context)
    left: dict[PolicyKind | None, Contribution] = {one.kind: one for one in decision.contributions}
    found: list[Remedy] = []
    while not (again := evaluate(request, policies)):
        contribution = left.pop(again.policy_kind, None)
        if contribution is None:
            return None
        granted = _grant(contribution.kind, context)
        if granted is None:
            return None
        statement, more = granted
        found.append(_addition(contribution, statement, context))
        policies = with_statement(policies, contribution.kind, more)
    return tuple(found)


def _at_its_moment(context: RequestContext) -> Request:
    return dataclasses.replace(context.request, context={**context.request.context, "aws:CurrentTime": context.moment})


def _addition(contribution: Contribution, statement: dict[str, Any], context: RequestContext) -> Remedy:
    kind = contribution.kind
    federated = kind is PolicyKind.SESSION and context.caller.kind is CallerKind.FEDERATED_USER
    advice = (_OF_FEDERATED_USERS if federated else _PLACES[kind]).format(
        what=f"allow {context.request.action} on {context.request.resource}",
        owner=context.issuer or context.caller.role or context.request.principal,
        principal=json.dumps(statement.get("Principal")),
        statement=json.dumps(statement),
        levels=" and ".join(f"level {number}" for number in contribution.silent_levels) or "every level",
    )
    return Remedy(kind, advice, add=statement, instead=_near_miss(contribution))


def _near_miss(contribution: Contribution) -> ExaminedStatement | None:
    """The first statement that would allow it but for its conditions."""
    return next(
        (
            one
            for one in contribution.statements
            if one.effect is Effect.ALLOW
            and one.mismatches
            and all(isinstance(mismatch, ConditionMismatch) for mismatch in one.mismatches)
        ),
        None,
    )


def _grant(kind: PolicyKind, context: RequestContext) -> tuple[dict[str, Any], Policy] | None:
    """A statement that allows the request and as little else as can be said, and the policy that it makes.

    None where a policy of this kind cannot say it, as for an identity provider that asks for anything but a role.
    """
    statement = _statement(kind, context)
    for found in (statement, {**statement, "Resource": "*"}):
        try:
            return found, parse_policy({"Version": CURRENT_VERSION, "Statement": [found]}, kind)
        except PolicyError:
            continue
    return None


def _statement(kind: PolicyKind, context: RequestContext) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow"}
    if kind in _NAMING_THE_CALLER:
        who = context.caller.issuer or context.request.principal
        statement["Principal"] = {_PRINCIPAL_KEYS.get(context.caller.kind, "AWS"): who}
    elif kind is PolicyKind.ENDPOINT:
        statement["Principal"] = "*"
    statement["Action"] = context.request.action
    if kind is not PolicyKind.TRUST:
        statement["Resource"] = context.request.resource.translate(_AS_VARIABLES)
    return statement
