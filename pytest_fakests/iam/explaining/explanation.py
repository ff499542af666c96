"""A decision as a short tree: what was asked, what was on offer, nearest miss first, and what would allow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.explaining.mismatches import listed
from pytest_fakests.iam.explaining.nearness import nearest, worth_showing
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision

_SHOWN = 3
_UNSHOWN = (Verdict.NONE_ATTACHED, Verdict.NOT_EVALUATED)
_SAID = {
    Verdict.ALLOWS_ACCOUNT: "allows the account, whose identity-based policies must allow too",
    Verdict.NOT_NEEDED: "does not allow, and need not",
}


def explanation(decision: Decision) -> str:
    """The text of `Decision.explain`."""
    lines = [
        heading(decision),
        f"  asked by {_asked_by(decision.context)}",
        *_overruled_lines(decision.context),
    ]
    if decision.policy_kind:
        for contribution in sorted(decision.contributions, key=lambda one: _urgency(one, decision)):
            lines.extend(_contribution_lines(contribution, decision.context))
    if not decision.allowed:
        lines.extend(_remedy_lines(decision))
    return "\n".join(line.encode("ascii", "backslashreplace").decode() for line in lines)


def heading(decision: Decision) -> str:
    """The first line of the text: what was asked, and what became of it."""
    verdict = "ALLOWED" if decision.allowed else "DENIED"
    return f"{verdict}: {decision.request.action} on {decision.request.resource} {decision.reason}"


def _urgency(contribution: Contribution, decision: Decision) -> tuple[bool, ...]:
    """What decided comes first, then what else stands in the way."""
    decided = contribution.kind is decision.policy_kind
    verdict = contribution.verdict
    return not decided, verdict is not Verdict.DENIES, verdict is not Verdict.DOES_NOT_ALLOW


def _remedy_lines(decision: Decision) -> list[str]:
    clauses = list(map(str, decision.remedies))
    if not clauses:
        return ["No policy can allow it."]
    if len(clauses) == 1:
        return [f"To allow it: {clauses[0]}"]
    return ["To allow it:", *(f"  {number}. {clause}" for number, clause in enumerate(clauses, 1))]


def _asked_by(context: RequestContext) -> str:
    who = "an anonymous caller" if context.request.principal == "*" else context.request.principal
    if context.cross_account and context.request.account:
        return f"{who}; the resource is in account {context.request.account}"
    return who


def _overruled_lines(context: RequestContext) -> Iterator[str]:
    for key, (given, had) in context.overruled().items():
        found = listed(had) if had else "missing"
        verb = "do" if len(given) > 1 else "does"
        yield f"  {key} is {found}; the context's {listed(given, 'and')} {verb} not count"


def _contribution_lines(contribution: Contribution, context: RequestContext) -> Iterator[str]:
    if contribution.verdict in _UNSHOWN:
        return
    yield f"  {WORDINGS[contribution.kind].label}: {_said(contribution)}"
    ordered = nearest(contribution, context)
    shown = [statement for statement in ordered[:_SHOWN] if worth_showing(statement, contribution)]
    for statement in shown:
        yield from _statement_lines(statement)
    yield from _rest(ordered[len(shown) :])


def _said(contribution: Contribution) -> str:
    if contribution.verdict is Verdict.DOES_NOT_ALLOW and contribution.silent_levels:
        numbers = " and ".join(map(str, contribution.silent_levels))
        return (
            f"does not allow at level{'s' if len(contribution.silent_levels) > 1 else ''} {numbers}, the root being 0"
        )
    if contribution.verdict is not Verdict.DOES_NOT_ALLOW or contribution.statements:
        return _SAID.get(contribution.verdict, contribution.verdict.value)
    if contribution.attached:
        return "does not allow, having no statement"
    # The resource's own policy might allow in place of an identity-based one.
    return "there is none" if contribution.kind is PolicyKind.IDENTITY else "there is none, and one must allow"


def _statement_lines(statement: ExaminedStatement) -> Iterator[str]:
    applies = "applies" if statement.applies else "does not apply"
    yield f"    {statement} ({statement.effect.value}): {applies}"
    for mismatch in statement.mismatches:
        yield f"      {mismatch}"


def _rest(unshown: list[ExaminedStatement]) -> Iterator[str]:
    if not unshown:
        return
    others = sum(statement.misses("Action") for statement in unshown)
    counted = f"    and {len(unshown)} more statement{'s' if len(unshown) > 1 else ''}"
    if others == len(unshown):
        yield f"{counted} for other actions"
    else:
        yield f"{counted}, {others} of them for other actions" if others else counted
