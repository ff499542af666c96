"""Checks of conditions that hold where the request does not have their key.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import ConditionView
from pytest_fakests.iam.matching.conditions import Quantifier

_MFA = ("aws:multifactorauthpresent", "aws:multifactorauthage")


def negated_condition_in_allow(view: ConditionView) -> Iterator[Fault]:
    """A negated operator in an Allow holds where the request does not have the key, and nothing asks for it.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-single-valued-context-keys.html
    """
    condition = view.condition
    negated = condition.negated and condition.quantifier is Quantifier.NONE
    if negated and view.within.grants and not _always(view) and not view.within.ensures(view.key):
        yield Fault(
            view.place,
            f"{condition.operator} also allows requests that do not have {condition.key}",
            f'add "Null": {{"{condition.key}": "false"}}',
        )


def if_exists_in_allow(view: ConditionView) -> Iterator[Fault]:
    """IfExists in an Allow also allows requests that do not have the key.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
    """
    condition = view.condition
    if (
        condition.if_exists
        and not condition.negated
        and view.within.grants
        and not _always(view)
        and view.key not in _MFA
    ):
        yield Fault(
            view.place,
            f"{condition.operator} also allows requests that do not have {condition.key}",
            "leave IfExists out, if that is not meant",
        )


def mfa_if_exists_in_allow(view: ConditionView) -> Iterator[Fault]:
    """IfExists on MFA in an Allow lets long-term keys in, whose requests do not have the key.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    if view.condition.if_exists and view.key in _MFA and view.within.grants:
        yield Fault(
            view.place,
            f"requests with long-term keys do not have {view.condition.key}, and are allowed",
            "leave IfExists out",
        )


def mfa_deny_without_if_exists(view: ConditionView) -> Iterator[Fault]:
    """A Deny of requests without MFA spares long-term keys, whose requests do not have the key.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    if view.within.allows or view.key != _MFA[0] or view.condition.operator != "Bool":
        return
    if {text.lower() for text in view.condition.wanted} == {"false"}:
        yield Fault(
            view.place, "requests with long-term keys do not have the key, and are not denied", "use BoolIfExists"
        )


def equivalent_to_null_false(view: ConditionView) -> Iterator[Fault]:
    """A pattern that matches every value only asks for the key."""
    if view.takes_any_value and view.requires_key and not view.condition.negated:
        yield Fault(view.place, "it only asks whether the request has the key", f"use {_null(view, 'false')}")


def equivalent_to_null_true(view: ConditionView) -> Iterator[Fault]:
    """A negated pattern that matches every value only asks for the key to be missing."""
    if view.takes_any_value and view.condition.negated and not _wants_another(view):
        yield Fault(view.place, "it only asks whether the request does not have the key", f"use {_null(view, 'true')}")


def redundant_key_due_to_wildcard_in_condition(view: ConditionView) -> Iterator[Fault]:
    """A pattern that matches every value, and a missing key too, always holds."""
    if view.takes_any_value and not view.requires_key and not view.condition.negated:
        yield Fault(view.place, "it always holds", "remove it")


def redundant_statement_due_to_wildcard_in_condition(view: ConditionView) -> Iterator[Fault]:
    """ForAnyValue with a negated pattern that matches every value never holds, so the statement never applies."""
    if view.takes_any_value and view.condition.negated and _wants_another(view):
        yield Fault(view.place, "it never holds", "remove the statement, or the condition")


def _wants_another(view: ConditionView) -> bool:
    """Whether a negated condition wants a value that is none of its own, and does not hold without any."""
    return view.condition.quantifier is Quantifier.ANY and not view.condition.if_exists


def _always(view: ConditionView) -> bool:
    return view.facts is not None and view.facts.always


def _null(view: ConditionView, value: str) -> str:
    return f'"Null": {{"{view.condition.key}": "{value}"}}'
