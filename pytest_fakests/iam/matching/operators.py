"""The condition operators.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable

from pytest_fakests.iam.errors import Place
from pytest_fakests.iam.matching import comparisons
from pytest_fakests.iam.matching.comparisons import Test
from pytest_fakests.iam.matching.variables import Template, template

Compile = Callable[[str, bool, Place], Test]
"""From a value of the policy, and whether its version has policy variables, to the test of a request's value."""


@dataclasses.dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator; a negated one holds where its comparison fails, and where the key is missing."""

    compile: Compile
    negated: bool = False


def _text(compiled: Callable[[Template], Test]) -> Compile:
    """An operator whose values may hold policy variables."""
    return lambda value, variables, place: compiled(
        template(value, place) if variables and "${" in value else Template((value,))
    )


def _plain(compiled: Callable[[str], Test]) -> Compile:
    return lambda value, variables, place: compiled(value)


_STRING_EQUALS = _text(comparisons.string_equals)
_STRING_EQUALS_IGNORE_CASE = _text(comparisons.string_equals_ignore_case)
_STRING_LIKE = _text(comparisons.string_like)
_ARN_LIKE = _text(comparisons.arn_like)
_NUMERIC_EQUALS = _plain(comparisons.numeric(operator.eq))
_DATE_EQUALS = _plain(comparisons.date(operator.eq))
_IP_ADDRESS = _plain(comparisons.ip_address)

NULL = "Null"

OPERATORS = {
    "StringEquals": Operator(_STRING_EQUALS),
    "StringNotEquals": Operator(_STRING_EQUALS, negated=True),
    "StringEqualsIgnoreCase": Operator(_STRING_EQUALS_IGNORE_CASE),
    "StringNotEqualsIgnoreCase": Operator(_STRING_EQUALS_IGNORE_CASE, negated=True),
    "StringLike": Operator(_STRING_LIKE),
    "StringNotLike": Operator(_STRING_LIKE, negated=True),
    "NumericEquals": Operator(_NUMERIC_EQUALS),
    "NumericNotEquals": Operator(_NUMERIC_EQUALS, negated=True),
    "NumericLessThan": Operator(_plain(comparisons.numeric(operator.lt))),
    "NumericLessThanEquals": Operator(_plain(comparisons.numeric(operator.le))),
    "NumericGreaterThan": Operator(_plain(comparisons.numeric(operator.gt))),
    "NumericGreaterThanEquals": Operator(_plain(comparisons.numeric(operator.ge))),
    "DateEquals": Operator(_DATE_EQUALS),
    "DateNotEquals": Operator(_DATE_EQUALS, negated=True),
    "DateLessThan": Operator(_plain(comparisons.date(operator.lt))),
    "DateLessThanEquals": Operator(_plain(comparisons.date(operator.le))),
    "DateGreaterThan": Operator(_plain(comparisons.date(operator.gt))),
    "DateGreaterThanEquals": Operator(_plain(comparisons.date(operator.ge))),
    "Bool": Operator(_plain(comparisons.boolean)),
    "BinaryEquals": Operator(_plain(comparisons.binary_equals)),
    "IpAddress": Operator(_IP_ADDRESS),
    "NotIpAddress": Operator(_IP_ADDRESS, negated=True),
    "ArnEquals": Operator(_ARN_LIKE),
    "ArnLike": Operator(_ARN_LIKE),
    "ArnNotEquals": Operator(_ARN_LIKE, negated=True),
    "ArnNotLike": Operator(_ARN_LIKE, negated=True),
    # Whether the key is missing: "true" or "false", compared as Bool compares them.
    NULL: Operator(_plain(comparisons.boolean)),
}
