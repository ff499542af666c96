"""A decision as a short tree: what was asked, what was on offer, nearest miss first, and what would allow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.explaining.nearness import nearest, worth_showing
from pytest_fakests.iam.explaining.remedies import remedy
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
    request = decision.request
    verdict = "ALLOWED" if decision.allowed else "DENIED"
    lines = [
        f"{verdict}: {request.action} on {request.resource} {decision.reason}",
        f"  asked by {_asked_by(decision.context)}",
    ]
    if decision.policy_kind:
        for contribution in decision.contributions:
            lines.extend(_contribution_lines(contribution, decision.context))
    if not decision.allowed and decision.policy_kind is None:
        lines.append("No policy can allow it.")
    elif not decision.allowed:
        lines.append(f"To allow it: {remedy(decision)}")
    return "\n".join(line.encode("ascii", "backslashreplace").decode("ascii") for line in lines)


def _asked_by(context: RequestContext) -> str:
    who = "an anonymous caller" if context.request.principal == "*" else context.request.principal
    if context.cross_account and context.request.account:
        return f"{who}; the resource is in account {context.request.account}"
    return who


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
