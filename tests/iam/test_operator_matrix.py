"""Every condition operator, with every set operator and IfExists, on every state of a condition key.

What a page states in so many words: that a missing key fails, but for negated operators, IfExists and ForAllValues;
what ForAllValues and ForAnyValue ask of the values of String, Arn and Bool operators, negated or not. Inferred: that
the other families take set operators alike; that a key without values is as one that is missing; that IfExists beside
a set operator still lets a missing key pass. Not documented: several values without a set operator, which AWS says
such a key needs; here one of the values has to match.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate
from pytest_fakests.iam.matching.operators import OPERATORS

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
OPS = f"{IAM}/reference_policies_elements_condition_operators.html"
IF_EXISTS = f"{OPS}#Conditions_IfExists"
NULL = f"{OPS}#Conditions_Null"
SETS = f"{IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"

USER = "arn:aws:iam::123456789012:user/julie"


def holds(operator: str, wanted: Any, context: dict[str, Any]) -> bool:
    """Whether a statement with this condition on "ex:key" allows a request with this context."""
    condition = {operator: {"ex:key": wanted}}
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
    request = Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", USER, context)
    return bool(evaluate(request, Policies(identity=[statement])))


ROLE = "arn:aws:iam::123456789012:role/app"
# What the policy asks for (or, with a negated operator, excludes), a value that is it, and one that is not.
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "StringEquals": ("red", "red", "blue"),
    "StringNotEquals": ("red", "red", "blue"),
    "StringEqualsIgnoreCase": ("Red", "rED", "blue"),
    "StringNotEqualsIgnoreCase": ("Red", "rED", "blue"),
    "StringLike": ("r?*", "red", "blue"),
    "StringNotLike": ("r?*", "red", "blue"),
    "ArnEquals": ("arn:aws:iam::*:role/*/a", f"{ROLE}/a", f"{ROLE}/b"),
    "ArnLike": ("arn:aws:iam::*:role/*/a", f"{ROLE}/a", f"{ROLE}/b"),
    "ArnNotEquals": ("arn:aws:iam::*:role/*/a", f"{ROLE}/a", f"{ROLE}/b"),
    "ArnNotLike": ("arn:aws:iam::*:role/*/a", f"{ROLE}/a", f"{ROLE}/b"),
    "Bool": ("true", "true", "false"),
    "NumericEquals": ("10", "10", "11"),
    "NumericNotEquals": ("10", "10", "11"),
    "NumericLessThan": ("10", "9", "10"),
    "NumericLessThanEquals": ("10", "10", "11"),
    "NumericGreaterThan": ("10", "11", "10"),
    "NumericGreaterThanEquals": ("10", "10", "9"),
    "DateEquals": ("2026-01-31", "2026-01-31T00:00:00Z", "2026-02-01"),
    "DateNotEquals": ("2026-01-31", "2026-01-31T00:00:00Z", "2026-02-01"),
    "DateLessThan": ("2026-01-31", "2026-01-30", "2026-01-31"),
    "DateLessThanEquals": ("2026-01-31", "2026-01-31", "2026-02-01"),
    "DateGreaterThan": ("2026-01-31", "2026-02-01", "2026-01-31"),
    "DateGreaterThanEquals": ("2026-01-31", "2026-01-31", "2026-01-30"),
    "BinaryEquals": ("cmVk", "cmVk", "Ymx1ZQ=="),
    "IpAddress": ("203.0.113.0/24", "203.0.113.7", "198.51.100.7"),
    "NotIpAddress": ("203.0.113.0/24", "203.0.113.7", "198.51.100.7"),
}

# What stands around the operator's name, and the page that tells what it does.
MODIFIERS = {
    "{}": OPS,
    "{}IfExists": IF_EXISTS,
    "ForAllValues:{}": SETS,
    "ForAnyValue:{}": SETS,
    "ForAllValues:{}IfExists": IF_EXISTS,
    "ForAnyValue:{}IfExists": IF_EXISTS,
}
STATES = ("no such key", "no value", "the value", "another value", "both values")

# "+": the condition holds. Five cells, one a state, for each modifier.
MATRIX = """
#                                                  ForAll      ForAny      ForAll      ForAny
#                                      IfExists    Values:     Value:      IfExists    IfExists
StringEquals               - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
StringNotEquals            + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
StringEqualsIgnoreCase     - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
StringNotEqualsIgnoreCase  + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
StringLike                 - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
StringNotLike              + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
ArnEquals                  - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
ArnLike                    - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
ArnNotEquals               + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
ArnNotLike                 + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
Bool                       - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NumericEquals              - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NumericNotEquals           + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
NumericLessThan            - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NumericLessThanEquals      - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NumericGreaterThan         - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NumericGreaterThanEquals   - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
DateEquals                 - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
DateNotEquals              + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
DateLessThan               - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
DateLessThanEquals         - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
DateGreaterThan            - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
DateGreaterThanEquals      - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
BinaryEquals               - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
IpAddress                  - - + - +   + + + - +   + + + - -   - - + - +   + + + - -   + + + - +
NotIpAddress               + + - + -   + + - + -   + + - + -   - - - + +   + + - + -   + + - + +
"""


def rows() -> Iterator[Any]:
    """A row of the matrix in six, one a modifier: the page, the operator, its values and the five cells."""
    for line in MATRIX.strip().splitlines()[2:]:
        name, *cells = line.split()
        for number, (modifier, source) in enumerate(MODIFIERS.items()):
            operator = modifier.format(name)
            yield pytest.param(source, operator, VALUES[name], cells[number * 5 : number * 5 + 5], id=operator)


@pytest.mark.parametrize(("source", "operator", "values", "cells"), [*rows()])
def test_operator_on_every_state_of_its_key(
    source: str, operator: str, values: tuple[Any, Any, Any], cells: list[str]
) -> None:
    """An operator holds for the states of its key that its cells say, and for no other."""
    wanted, same, other = values
    contexts: list[dict[str, Any]] = [{}, *({"ex:key": had} for had in ([], [same], [other], [same, other]))]
    found = ["+" if holds(operator, wanted, context) else "-" for context in contexts]
    assert dict(zip(STATES, found, strict=True)) == dict(zip(STATES, cells, strict=True)), source


def test_the_matrix_has_every_operator() -> None:
    """No condition operator but Null, which has a table of its own, is missing from the matrix."""
    assert {line.split()[0] for line in MATRIX.strip().splitlines()[2:]} == set(OPERATORS) - {"Null"}


MISSING: dict[str, Any] = {}
NULLS = [
    # the page, the operator, its value, the request's keys, whether it holds
    pytest.param(NULL, "Null", "true", MISSING, True, id="true, the key is missing"),
    pytest.param(NULL, "Null", "true", {"ex:key": "x"}, False, id="true, the key has a value"),
    pytest.param(NULL, "Null", "false", MISSING, False, id="false, the key is missing"),
    pytest.param(NULL, "Null", "false", {"ex:key": "x"}, True, id="false, the key has a value"),
    pytest.param(NULL, "Null", "false", {"ex:key": "false"}, True, id="false, and so is the key's value"),
    pytest.param(NULL, "Null", True, MISSING, True, id="true as JSON"),
    pytest.param(NULL, "Null", False, {"ex:key": "x"}, True, id="false as JSON"),
    pytest.param(OPS, "Null", "true", {"ex:key": ""}, True, id="true, an empty string is null"),
    pytest.param(OPS, "Null", "false", {"ex:key": ""}, False, id="false, an empty string is null"),
    pytest.param(OPS, "Null", "true", {"ex:key": [""]}, True, id="true, a set of an empty string is null"),
    # Inferred: a key without any value is null, one with a value among empty ones is not.
    pytest.param(NULL, "Null", "true", {"ex:key": []}, True, id="inferred: true, an empty set is null"),
    pytest.param(NULL, "Null", "false", {"ex:key": []}, False, id="inferred: false, an empty set is null"),
    pytest.param(NULL, "Null", "true", {"ex:key": ["", "x"]}, False, id="inferred: true, one value is empty"),
    pytest.param(NULL, "Null", "false", {"ex:key": ["", "x"]}, True, id="inferred: false, one value is empty"),
    pytest.param(CHECKS, "ForAllValues:Null", "true", MISSING, True, id="ForAllValues, true, missing"),
    pytest.param(CHECKS, "ForAllValues:Null", "true", {"ex:key": "x"}, True, id="ForAllValues, true, there"),
    pytest.param(CHECKS, "ForAllValues:Null", "false", MISSING, True, id="ForAllValues, false, missing"),
    pytest.param(CHECKS, "ForAllValues:Null", "false", {"ex:key": "x"}, True, id="ForAllValues, false, there"),
    pytest.param(CHECKS, "ForAnyValue:Null", "true", MISSING, False, id="ForAnyValue, true, missing"),
    pytest.param(CHECKS, "ForAnyValue:Null", "true", {"ex:key": "x"}, False, id="ForAnyValue, true, there"),
    pytest.param(CHECKS, "ForAnyValue:Null", "false", MISSING, False, id="ForAnyValue, false, missing"),
    pytest.param(CHECKS, "ForAnyValue:Null", "false", {"ex:key": "x"}, False, id="ForAnyValue, false, there"),
]


@pytest.mark.parametrize(("source", "operator", "wanted", "context", "expected"), NULLS)
def test_null_asks_whether_the_key_is_missing(
    source: str, operator: str, wanted: Any, context: dict[str, Any], expected: bool
) -> None:
    """Null holds by the presence of the key alone, and with a set operator always or never."""
    assert holds(operator, wanted, context) is expected, source


# A policy that lists no value for the key. Without a modifier AWS says that the condition "returns true" and that the
# statement "provides no permissions": the second is what counts. That negated operators do no other is inferred.
EMPTY = [
    # the page, the operator, whether it holds without the key, and with a value
    (CHECKS, "StringEquals", False, False),
    (CHECKS, "NumericLessThan", False, False),
    (CHECKS, "Null", False, False),
    (CHECKS, "StringNotEquals", False, False),
    (CHECKS, "ArnNotLike", False, False),
    (CHECKS, "NotIpAddress", False, False),
    (CHECKS, "StringEqualsIfExists", True, False),
    (CHECKS, "StringNotEqualsIfExists", True, False),
    (CHECKS, "ForAllValues:StringEquals", True, False),
    (CHECKS, "ForAllValues:StringNotEquals", True, False),
    (CHECKS, "ForAnyValue:StringEquals", False, False),
    (CHECKS, "ForAnyValue:StringNotEquals", False, False),
]


@pytest.mark.parametrize(("source", "operator", "missing", "present"), EMPTY, ids=[row[1] for row in EMPTY])
def test_a_condition_without_values(source: str, operator: str, missing: bool, present: bool) -> None:
    """No value of a request is among none: at best a missing key passes."""
    assert (holds(operator, [], {}), holds(operator, [], {"ex:key": "x"})) == (missing, present), source
