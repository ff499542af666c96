"""Reading the Condition element.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pytest_fakests.iam.errors import Place, quoted, suggestion
from pytest_fakests.iam.matching.conditions import Condition, Quantifier
from pytest_fakests.iam.matching.operators import NULL, OPERATORS
from pytest_fakests.iam.matching.variables import template

_IF_EXISTS = "IfExists"


def parse_conditions(value: Any, variables: bool, place: Place) -> tuple[Condition, ...]:
    """Read a Condition element; `variables` says whether the document's version has policy variables.

    Raises:
        PolicyError: The element is malformed.
    """
    return tuple(
        condition
        for operator, keys in _object(value, place, "operators").items()
        for condition in _conditions(operator, keys, variables, place.element(operator))
    )


def _conditions(operator: str, keys: Any, variables: bool, place: Place) -> Iterator[Condition]:
    quantifier, name, if_exists = _operator(operator, place)
    known = OPERATORS[name]
    seen: set[str] = set()
    for key, value in _object(keys, place, "condition keys").items():
        here = place.element(key)
        lookup = key.lower()
        if ":" not in key:
            raise here.error(
                f"the condition key {quoted(key)} names no service", 'write "service:name", such as "aws:SourceIp"'
            )
        if lookup in seen:
            raise here.error(f"the condition key {quoted(key)} appears twice", "list all values under one key")
        seen.add(lookup)
        wanted = tuple(_values(value, here))
        tests = tuple(known.compile(text, variables, here) for text in wanted)
        # Without values it never holds where the key is there ("Empty array condition"):
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
        negated = known.negated and bool(wanted)
        varying = _variables(name, wanted, here) if variables else ()
        yield Condition(operator, key, wanted, name, quantifier, if_exists, negated, tests, lookup, varying)


def _variables(name: str, wanted: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """The keys of the policy variables in the values of an operator, if it is one that replaces them.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    if not name.startswith(("String", "Arn")):
        return ()
    varying = [text for text in wanted if "${" in text]
    return tuple(dict.fromkeys(key for text in varying for key in template(text, place).keys)) if varying else ()


def _object(value: Any, place: Place, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.error(f"{quoted(value)} is not an object of {what}", 'write {"StringEquals": {"key": "value"}}')
    return value


def _operator(written: str, place: Place) -> tuple[Quantifier, str, bool]:
    prefix, colon, rest = written.rpartition(":")
    if colon and prefix not in {Quantifier.ALL.value, Quantifier.ANY.value}:
        raise place.error(f"{quoted(prefix)} is no set operator", "use ForAllValues or ForAnyValue")
    if_exists = rest.endswith(_IF_EXISTS)
    name = rest.removesuffix(_IF_EXISTS)
    if name not in OPERATORS:
        raise place.error(f"the condition operator {quoted(written)} is unknown", suggestion(name, OPERATORS))
    if name == NULL and if_exists:
        raise place.error("Null cannot end in IfExists", "use Null, which asks whether the key is missing")
    return Quantifier(prefix), name, if_exists


def _values(value: Any, place: Place) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, bool):
            yield "true" if entry else "false"
        elif isinstance(entry, (str, int, float)):
            yield str(entry)
        else:
            raise place.error(
                f"{quoted(entry)} is not a value of a condition",
                "write a string, a number, a boolean or a list of them",
            )
