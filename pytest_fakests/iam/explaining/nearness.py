"""How near a statement came to deciding a request: what a person wants to see first."""

from __future__ import annotations

import itertools
import operator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.matching.statements import Effect

_SILENT = (Verdict.DOES_NOT_ALLOW, Verdict.NOT_NEEDED)


def nearest(contribution: Contribution, context: RequestContext) -> list[ExaminedStatement]:
    """The statements: the one that decides, those for the action by what else they miss, then the others.

    Where a type of policy is silent, statements that might have allowed come before those that might have denied;
    where it speaks, the other way round. Of those for other actions, the most alike come first. Where a level of an
    organization's policies is silent, its statements come before those of other levels.
    """
    effect = Effect.ALLOW if contribution.verdict in _SILENT else Effect.DENY

    def distance(statement: ExaminedStatement) -> tuple[object, ...]:
        other_action = statement.misses("Action")
        return (
            statement is not contribution.statement,
            bool(contribution.silent_levels) and statement.level not in contribution.silent_levels,
            other_action,
            statement.effect is not effect,
            statement.misses("Principal"),
            statement.misses("Resource"),
            len(statement.mismatches),
            other_action and -_alike(statement, context),
        )

    return sorted(contribution.statements, key=distance)


def worth_showing(statement: ExaminedStatement, contribution: Contribution) -> bool:
    """Whether the statement tells why: one for another action does so only where nothing allows."""
    return contribution.verdict in _SILENT or not statement.misses("Action")


def _alike(statement: ExaminedStatement, context: RequestContext) -> int:
    """How many characters the action and the statement's most similar one share at their start."""
    actions = statement.statement.action or ()
    return max((_shared(action.lower(), context.action) for action in actions), default=0)


def _shared(one: str, other: str) -> int:
    return sum(itertools.takewhile(bool, map(operator.eq, one, other)))
