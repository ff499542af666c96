"""The Condition element: each operator, key and values is one condition, and all of them must hold.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

import dataclasses
import enum

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.matching.comparisons import Test
from pytest_fakests.iam.matching.operators import NULL


class Quantifier(str, enum.Enum):
    """How an operator takes the several values of a multivalued key.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """

    NONE = ""
    ALL = "ForAllValues"
    ANY = "ForAnyValue"


# Before Python 3.12 it takes a call to look a member up in its class.
_NONE = Quantifier.NONE


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a statement.

    Attributes:
        operator: The operator as written, such as "ForAnyValue:StringLikeIfExists".
        key: The condition key as written.
        wanted: The values as written.
        name: The operator without what surrounds it: "StringLike".
        quantifier: What stands before the operator.
        if_exists: Whether "IfExists" stands after it.
        negated: Whether it holds where its comparison fails.
        tests: The compiled values.
        lookup: The condition key in lower case.
        variables: The condition keys, in lower case, of the policy variables in its values.
    """

    operator: str
    key: str
    wanted: tuple[str, ...]
    name: str
    quantifier: Quantifier = Quantifier.NONE
    if_exists: bool = False
    negated: bool = False
    tests: tuple[Test, ...] = dataclasses.field(default=(), repr=False, compare=False)
    lookup: str = dataclasses.field(default="", repr=False, compare=False)
    variables: tuple[str, ...] = dataclasses.field(default=(), repr=False, compare=False)

    def holds(self, context: RequestContext) -> bool:
        """Whether the request satisfies it."""
        had = context.values(self.lookup)
        if self.quantifier is not _NONE or self.name == NULL:
            return self._rarer_holds(had, context)
        if not had:
            return self.if_exists or self.negated
        for value in had:
            if self._matches(value, context):
                return not self.negated
        return self.negated

    def failing(self, had: tuple[str, ...], context: RequestContext) -> tuple[str, ...]:
        """Those of the request's values on which it fails, if it does not hold."""
        if self.name == NULL:
            return had
        return tuple(value for value in had if self._matches(value, context) is self.negated)

    def _matches(self, value: str, context: RequestContext) -> bool:
        # A generator takes longer than most tests do.
        for test in self.tests:  # noqa: SIM110
            if test(value, context):
                return True
        return False

    def _rarer_holds(self, had: tuple[str, ...] | None, context: RequestContext) -> bool:
        """The same with Null or for the values of a multivalued key."""
        empty = not had or not any(had)
        if self.name == NULL:
            return self._null_holds(empty, context)
        if not had or empty:
            return self.if_exists or self.quantifier is Quantifier.ALL
        matching = (self._matches(value, context) for value in had)
        if self.quantifier is Quantifier.ANY:
            return not all(matching) if self.negated else any(matching)
        return not any(matching) if self.negated else all(matching)

    def _null_holds(self, empty: bool, context: RequestContext) -> bool:
        # "Null with qualifier": https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
        if self.quantifier is not Quantifier.NONE:
            return self.quantifier is Quantifier.ALL
        return self._matches("true" if empty else "false", context)
