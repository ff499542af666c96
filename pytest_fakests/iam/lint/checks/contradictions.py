"""Whether the conditions of a statement can hold together."""

from __future__ import annotations

import contextlib
import dataclasses
import decimal
import ipaddress
import itertools
from collections.abc import Iterable, Iterator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import ConditionView, StatementView
from pytest_fakests.iam.matching.comparisons import moment, number
from pytest_fakests.iam.matching.conditions import Quantifier
from pytest_fakests.iam.matching.operators import NULL
from pytest_fakests.iam.requests import Request

_ACTION, _KEY = "any:Action", "any:key"
_OPPOSITES = {"StringLike": "StringNotLike", "ArnLike": "ArnNotLike", "ArnEquals": "ArnNotEquals"}


def conditions_contradict(view: StatementView) -> Iterator[Fault]:
    """No request can meet all its conditions, so it never applies.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
    """
    by_key: dict[str, list[ConditionView]] = {}
    for one in view.conditions:
        by_key.setdefault(one.key, []).append(one)
    for found in by_key.values():
        if len(found) > 1 and (_wants_it_missing(found) or _opposites(found) or _no_value_left(found)):
            yield Fault(
                view.place.element("Condition"),
                f"no request meets all conditions on {found[0].condition.key}, so the statement never applies",
                "put into several statements what is not to be met at once",
            )


def _wants_it_missing(found: list[ConditionView]) -> bool:
    """Whether one condition wants the key to be missing, or empty, and another one wants a value."""
    missing = any(_wants_null(one) for one in found)
    return missing and any(one.requires_key and not _may_hold(one, "") for one in found)


def _opposites(found: list[ConditionView]) -> bool:
    """Whether one condition excludes each pattern of another."""
    return any(
        one.requires_key
        and _is_single(one)
        and _OPPOSITES.get(one.condition.name) == other.condition.name
        and other.condition.quantifier is Quantifier.NONE
        and set(one.condition.wanted) <= set(other.condition.wanted)
        for one in found
        for other in found
    )


def _no_value_left(found: list[ConditionView]) -> bool:
    """Whether the values that one condition leaves are none that the others take."""
    return any(
        one.requires_key
        and not one.condition.negated
        and _is_single(one)
        and _is_constant(one)
        and (candidates := _candidates(one, found)) is not None
        and not any(all(_may_hold(other, value) for other in _comparable(one, found)) for value in candidates)
        for one in found
    )


def _candidates(one: ConditionView, found: list[ConditionView]) -> list[str] | None:
    """Values of which each that the request may have behaves like one; None where they cannot be told."""
    comparable = [other for other in _comparable(one, found) if _is_constant(other)]
    texts = [text for other in comparable for text in other.condition.wanted]
    if one.condition.name in ("StringEquals", "Bool"):
        return list(one.condition.wanted)
    if one.family == "Numeric":
        return _around(map(number, texts))
    if one.family == "Date":
        return _around(map(moment, texts))
    return _addresses(texts) if one.family == "IpAddress" else None


def _comparable(one: ConditionView, found: list[ConditionView]) -> list[ConditionView]:
    """The conditions that can be asked about the candidates: others than of its family read values in other ways."""
    exact = one.condition.name == "StringEquals"
    return [other for other in found if other.condition.name != NULL and (exact or other.family == one.family)]


def _around(points: Iterable[decimal.Decimal | None]) -> list[str]:
    """The points, and what lies between them and outside of them."""
    ordered = sorted({point for point in points if point is not None})
    if not ordered:
        return []
    between = [(one + two) / 2 for one, two in itertools.pairwise(ordered)]
    # With a sign: four digits alone would be a year.
    return [f"{value:+f}" for value in (ordered[0] - 1, *ordered, *between, ordered[-1] + 1)]


def _addresses(texts: list[str]) -> list[str]:
    """The first address of each range, and the next one after it: with one of these begins what is left."""
    found: list[str] = []
    for text in texts:
        with contextlib.suppress(ValueError):  # it is no range, or none comes after it
            network = ipaddress.ip_interface(text).network
            found.append(str(network.network_address))
            found.append(str(network.broadcast_address + 1))
    return found


def _may_hold(one: ConditionView, value: str) -> bool:
    """Whether a condition may hold for a value of its key; with policy variables it may for any."""
    if not _is_constant(one):
        return True
    # Under another name: what some keys are, a request knows better than who asks.
    condition = dataclasses.replace(one.condition, lookup=_KEY)
    return condition.holds(RequestContext(Request(_ACTION, context={_KEY: value})))


def _is_constant(one: ConditionView) -> bool:
    return not any(one.is_variable(text) for text in one.condition.wanted)


def _is_single(one: ConditionView) -> bool:
    return one.facts is not None and not one.facts.multivalued


def _wants_null(one: ConditionView) -> bool:
    condition = one.condition
    is_null = condition.name == NULL and condition.quantifier is Quantifier.NONE
    return is_null and {text.lower() for text in condition.wanted} == {"true"}
