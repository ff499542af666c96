"""Checks of ForAllValues and ForAnyValue, and of what has neither.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import ConditionView
from pytest_fakests.iam.matching.conditions import Quantifier
from pytest_fakests.iam.matching.operators import NULL

_AUDIENCE = ":aud"


def missing_qualifier(view: ConditionView) -> Iterator[Fault]:
    """A key that has several values in a request is compared as if it had one."""
    if view.facts and view.facts.multivalued and view.condition.quantifier is Quantifier.NONE and not _is_null(view):
        yield Fault(
            view.place,
            f"a request has several values of {view.facts.name}",
            "write ForAllValues: or ForAnyValue: before it",
        )


def forallvalues_with_single_valued_key(view: ConditionView) -> Iterator[Fault]:
    """ForAllValues with a key that has one value holds where the request does not have the key."""
    if _single(view, Quantifier.ALL):
        yield Fault(
            view.place,
            f"ForAllValues holds where the request does not have {view.condition.key}, which has one value",
            "leave ForAllValues out",
        )


def foranyvalue_with_single_valued_key(view: ConditionView) -> Iterator[Fault]:
    """ForAnyValue stands with a key that has one value.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    if _single(view, Quantifier.ANY):
        yield Fault(view.place, f"{view.condition.key} has one value", "leave ForAnyValue out")


def foranyvalue_with_audience_claim_type(view: ConditionView) -> Iterator[Fault]:
    """ForAnyValue stands with the audience of a token, of which there is one."""
    if _audience(view, Quantifier.ANY):
        yield Fault(view.place, "the audience of a token is one value", "leave ForAnyValue out")


def confirm_audience_claim_type(view: ConditionView) -> Iterator[Fault]:
    """ForAllValues with the audience of a token holds where the token has none."""
    if _audience(view, Quantifier.ALL):
        yield Fault(view.place, "ForAllValues holds where a token has no audience", "leave ForAllValues out")


def forallvalues_without_null_check(view: ConditionView) -> Iterator[Fault]:
    """ForAllValues in an Allow holds where the request has no value of the key, and nothing asks for one.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    if view.condition.quantifier is not Quantifier.ALL or _is_null(view) or not view.within.grants:
        return
    if _single(view, Quantifier.ALL) or _audience(view, Quantifier.ALL) or _is_there(view):
        return
    yield Fault(
        view.place,
        f"ForAllValues holds where the request has no {view.condition.key}",
        f'add "Null": {{"{view.condition.key}": "false"}}',
    )


def null_with_qualifier(view: ConditionView) -> Iterator[Fault]:
    """Null with ForAllValues always holds, with ForAnyValue never."""
    if _is_null(view) and view.condition.quantifier is not Quantifier.NONE:
        what = "always" if view.condition.quantifier is Quantifier.ALL else "never"
        yield Fault(view.place, f"{view.condition.operator} {what} holds", "write Null")


def empty_array_condition(view: ConditionView) -> Iterator[Fault]:
    """There is no value to compare with."""
    if not view.condition.if_exists:
        yield from _without_a_value(view, Quantifier.NONE)


def empty_array_condition_forallvalues(view: ConditionView) -> Iterator[Fault]:
    """ForAllValues has no value to compare with."""
    yield from _without_a_value(view, Quantifier.ALL)


def empty_array_condition_foranyvalue(view: ConditionView) -> Iterator[Fault]:
    """ForAnyValue has no value to compare with."""
    yield from _without_a_value(view, Quantifier.ANY)


def empty_array_condition_ifexists(view: ConditionView) -> Iterator[Fault]:
    """IfExists stands with no value to compare with."""
    if view.condition.if_exists:
        yield from _without_a_value(view, Quantifier.NONE)


def _without_a_value(view: ConditionView, quantifier: Quantifier) -> Iterator[Fault]:
    condition = view.condition
    if condition.wanted or condition.quantifier is not quantifier or (_is_null(view) and quantifier):
        return
    if view.requires_key or _is_null(view):
        yield Fault(view.place, "without a value it never holds", "name a value")
    else:
        yield Fault(view.place, "without a value it asks whether the key is missing", "use Null for that")


def _is_null(view: ConditionView) -> bool:
    return view.condition.name == NULL


def _is_there(view: ConditionView) -> bool:
    """Whether the statement asks for the key, or for a tag that makes it one."""
    tags = view.key == "aws:tagkeys" and any(one.requires_key for one in view.within.on("aws:requesttag/"))
    return tags or view.within.ensures(view.key)


def _single(view: ConditionView, quantifier: Quantifier) -> bool:
    known = view.facts is not None and not view.facts.multivalued
    return known and view.condition.quantifier is quantifier and not _is_null(view)


def _audience(view: ConditionView, quantifier: Quantifier) -> bool:
    in_trust = view.within.kind is PolicyKind.TRUST and view.key.endswith(_AUDIENCE)
    return in_trust and view.facts is None and view.condition.quantifier is quantifier
