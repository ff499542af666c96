"""Whether a decision hangs on what nobody told, values of keys or which resource it is, or is the same in any case."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.explaining.untold import Untold
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.conditions import Condition
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.matching.statements import Effect, Statement

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision

_COLONS = 5
_WILD = re.compile(r"[*?$]")
_ALLOWING = (Verdict.ALLOWS, Verdict.ALLOWS_ACCOUNT)
# Where neither allows, either may be enough.
_GRANTING = (PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST)


def doubtful_key(decision: Decision, keys: Collection[str]) -> str | None:
    """A condition key that the decision hangs on; None where it is the same whatever the values are.

    Args:
        decision: A decision on a request that was told without these keys.
        keys: The keys, in lower case.

    Returns:
        The key, in lower case. In doubt a decision hangs on it.
    """
    found, untold = decision.contributions, Untold(keys, decision.context)
    if decision.allowed:
        undoing = (one for part in found for one in part.statements if _may_undo(one, part, untold))
        return next((untold.key_of(one.statement) for one in undoing), None)
    if decision.statement is not None:
        denying = (one for part in found for one in part.statements if one.effect is Effect.DENY and one.applies)
        doubts = [untold.key_of(one.statement) for one in denying]
        return doubts[0] if all(doubts) else None
    missing = [part for part in found if part.verdict is Verdict.DOES_NOT_ALLOW]
    granting = [part for part in missing if part.kind in _GRANTING]
    groups = [[part] for part in missing if part.kind not in _GRANTING] + ([granting] if granting else [])
    hopes = [next(_hopes(group, untold), None) for group in groups]
    return hopes[0] if hopes and all(hopes) else None


def same_on_each(decision: Decision) -> bool:
    """Whether a decision on `BEGINNING*`, which stands for some resource that begins so, is the same on each of them.

    In doubt it is not. A decision on any other text is on one resource: allowed it is sure, denied it is not.
    """
    return allowed_on_each(decision) if decision.allowed else denied_on_each(decision)


def allowed_on_each(decision: Decision) -> bool:
    """Whether what is allowed on `BEGINNING*` is allowed on each resource that begins so."""
    resource = decision.request.resource
    if not decision.allowed or not resource.endswith("*"):
        return decision.allowed
    if any(_may_deny(one, resource) for part in decision.contributions for one in part.statements):
        return False
    allowing = [part for part in decision.contributions if part.verdict in _ALLOWING]
    return all(_allows_each(part, resource) for part in allowing)


def _allows_each(part: Contribution, resource: str) -> bool:
    """Whether one statement of each level allows them all."""
    applying = [one for one in part.statements if one.effect is Effect.ALLOW and one.applies]
    levels = {one.level for one in applying}
    return levels == {one.level for one in applying if _covers_each(one.statement, resource)}


def _covers_each(statement: Statement, resource: str) -> bool:
    if any(map(_is_of_tags, statement.conditions)):
        return False
    if statement.not_resource is not None:
        return not any(_may_match(pattern, resource[:-1]) for pattern in statement.not_resource)
    return statement.resource is None or _matches_each(statement.resource, resource)


def _may_deny(one: ExaminedStatement, resource: str) -> bool:
    """Whether a statement may deny something that begins so."""
    if one.effect is Effect.ALLOW or one.misses("Action") or one.misses("Principal"):
        return False
    statement = one.statement
    if one.misses("Condition") and not any(map(_is_of_tags, statement.conditions)):
        return False
    if statement.not_resource is not None:
        return not _matches_each(statement.not_resource, resource)
    return statement.resource is None or any(_may_match(pattern, resource[:-1]) for pattern in statement.resource)


def _matches_each(patterns: Iterable[str], resource: str) -> bool:
    """Whether one of the patterns for ARNs matches all that begins so: what goes on as it likes does."""
    return any(text.endswith("*") and glob(text).matches(resource) for text in patterns)


def _is_of_tags(condition: Condition) -> bool:
    """Whether it is about tags of the resource, which nobody told."""
    return "resourcetag/" in condition.lookup


def denied_on_each(decision: Decision) -> bool:
    """Whether a denial on `BEGINNING*`, which stands for some resource that begins so, is one on each of them.

    In doubt it is not.
    """
    resource = decision.request.resource
    if decision.allowed or not resource.endswith("*"):
        return False
    if decision.statement is not None:
        return not decision.statement.conditions and _covers_each(decision.statement, resource)
    missing = [part for part in decision.contributions if part.verdict is Verdict.DOES_NOT_ALLOW]
    return not any(_may_cover(one, resource[:-1]) for part in missing for one in part.statements)


def _may_cover(one: ExaminedStatement, beginning: str) -> bool:
    """Whether a statement may allow something that begins so."""
    if one.effect is Effect.DENY or any(found.element.endswith(("Action", "Principal")) for found in one.mismatches):
        return False
    patterns = one.statement.resource
    return not patterns or any(_may_match(pattern, beginning) for pattern in patterns)


def _may_match(pattern: str, beginning: str) -> bool:
    """Whether a pattern for ARNs may match one that begins so: its whole parts, and the start of its last."""
    wanted, had = pattern.split(":"), beginning.split(":", _COLONS)
    start = had.pop()
    rest = _plain(":".join(wanted[len(had) :]))
    return all(map(_may_be, wanted, had)) and (rest.startswith(start) or start.startswith(rest))


def _may_be(pattern: str, text: str) -> bool:
    """Whether a pattern may match a part of an ARN."""
    plain = _plain(pattern)
    return pattern == text or (plain != pattern and text.startswith(plain))


def _plain(pattern: str) -> str:
    """What stands before the first wildcard or variable."""
    return _WILD.split(pattern)[0]


def _may_undo(one: ExaminedStatement, part: Contribution, untold: Untold) -> bool:
    """Whether what is allowed would be denied if the statement applied, or did not."""
    if untold.key_of(one.statement) is None:
        return False
    if one.effect is Effect.DENY:
        return _may_apply(one, untold)
    others = (other for other in part.statements if other.effect is Effect.ALLOW and other.level == one.level)
    return one.applies and all(not other.applies or untold.key_of(other.statement) for other in others)


def _hopes(parts: list[Contribution], untold: Untold) -> Iterator[str]:
    """Keys with whose right value one of these would allow."""
    for part in parts:
        for one in part.statements:
            key = untold.key_of(one.statement)
            if key and one.effect is Effect.ALLOW and _may_apply(one, untold):
                yield key


def _may_apply(one: ExaminedStatement, untold: Untold) -> bool:
    """Whether nothing but these keys keeps the statement from applying."""
    if one.misses("Principal") or one.misses("Action"):
        return False
    if one.misses("Resource") and not untold.key_of_resource(one.statement):
        return False
    conditions = one.statement.conditions
    return all(condition.holds(untold.context) or untold.key_of_condition(condition) for condition in conditions)
