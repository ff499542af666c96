"""A decision in full: a short tree of what each policy said, and what would allow the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.mismatches import mismatches
from pytest_fakests.iam.explaining.remedies import called, remedy
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind
from pytest_fakests.iam.matching.principals import Match
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy
from pytest_fakests.iam.rulings import Ruling, Rulings, names_principals, rule
from pytest_fakests.iam.weighing import spared_by_resource

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision


def explanation(decision: Decision) -> str:
    """The text of `Decision.explain`."""
    request, policies = decision.request, decision.policies
    context = RequestContext(request, policies.boundary is not None)
    rulings = rule(policies, context)
    verdict = "ALLOWED" if decision.allowed else "DENIED"
    lines = [
        f"{verdict}: {request.action} on {request.resource} {decision.reason}",
        f"  asked by {_asked_by(context)}",
    ]
    if decision.policy_kind:
        for ruling in rulings:
            if ruling:
                lines.extend(_ruling_lines(ruling, rulings, context))
        if not any(ruling and ruling.kind is decision.policy_kind for ruling in rulings):
            lines.append(f"  {WORDINGS[decision.policy_kind].label}: there is none, and one must allow")
    if not decision.allowed:
        lines.append(
            f"To allow it: {remedy(decision.policy_kind, decision.policy, decision.statement, rulings, context)}"
        )
    return "\n".join(line.encode("ascii", "backslashreplace").decode("ascii") for line in lines)


def _asked_by(context: RequestContext) -> str:
    who = "an anonymous caller" if context.request.principal == "*" else context.request.principal
    if context.cross_account and context.request.account:
        return f"{who}; the resource is in account {context.request.account}"
    return who


def _ruling_lines(ruling: Ruling, rulings: Rulings, context: RequestContext) -> Iterator[str]:
    yield f"  {WORDINGS[ruling.kind].label}: {_ruling_verdict(ruling, rulings, context)}"
    if not ruling.policies:
        yield "    there is none"
    for policy in ruling.policies:
        for statement in policy.statements:
            yield from _statement_lines(ruling.kind, policy, statement, context)


def _ruling_verdict(ruling: Ruling, rulings: Rulings, context: RequestContext) -> str:
    if ruling.deny:
        return "denies"
    if not ruling.allowed:
        spared = ruling.kind in spared_by_resource(rulings, context)
        return "does not allow, which the resource's own policy makes up for" if spared else "does not allow"
    if ruling.allow and ruling.allow.match is Match.ACCOUNT and ruling is rulings.resource:
        return "allows the account, whose identity-based policies must allow too"
    return "allows"


def _statement_lines(kind: PolicyKind, policy: Policy, statement: Statement, context: RequestContext) -> Iterator[str]:
    missed = mismatches(statement, context, names_principals(kind))
    applies = "does not apply" if missed else "applies"
    yield f"    {called(kind, policy, statement)} ({statement.effect.value}): {applies}"
    for line in missed:
        yield f"      {line}"
