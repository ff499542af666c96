"""What of a statement hangs on condition keys that a request has, and whose values nobody told."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import Place
from pytest_fakests.iam.matching.comparisons import Test
from pytest_fakests.iam.matching.conditions import Condition
from pytest_fakests.iam.matching.globs import glob_of
from pytest_fakests.iam.matching.patterns import Patterns
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.matching.variables import Template, opened, template


@dataclasses.dataclass(frozen=True, slots=True)
class Untold:
    """Condition keys of a request whose values nobody told.

    Attributes:
        keys: The keys, in lower case.
        context: The request, told without them.
    """

    keys: Collection[str]
    context: RequestContext

    def key_of(self, statement: Statement) -> str | None:
        """The first of the keys on which it may hang whether conditions and resource match; None where on none."""
        found = (self.key_of_condition(condition) for condition in statement.conditions)
        return next(filter(None, found), None) or self.key_of_resource(statement)

    def key_of_condition(self, condition: Condition) -> str | None:
        """The same of one condition: its own key, or that of a policy variable with which it may hold or fail."""
        if condition.lookup in self.keys:
            return condition.lookup
        key = self._first(condition.variables)
        if key is None:
            return None
        told: list[Test] = []
        hoped: list[Test] = []
        for number, text in enumerate(condition.wanted):
            read = template(text, Place(None))
            if self._first(read.keys) is None:
                told.append(condition.tests[number])
            else:
                hoped.append(_fitting(opened(read, self.keys)))
        least = dataclasses.replace(condition, tests=tuple(told))
        most = dataclasses.replace(condition, tests=(*told, *hoped))
        return key if least.holds(self.context) is not most.holds(self.context) else None

    def key_of_resource(self, statement: Statement) -> str | None:
        """The same of the Resource or NotResource element: of a policy variable with which it may match or not."""
        patterns = statement.resource_patterns
        varying = () if patterns is None else patterns.templates
        key = self._first(key for entry in varying for key in entry.keys)
        if patterns is None or key is None:
            return None
        told = tuple(entry for entry in varying if self._first(entry.keys) is None)
        hoped = tuple(opened(entry, self.keys) for entry in varying)
        return key if self._matches(patterns, told) is not self._matches(patterns, hoped) else None

    def _matches(self, patterns: Patterns, templates: tuple[Template, ...]) -> bool:
        return dataclasses.replace(patterns, templates=templates).match(self.context.resource, self.context)

    def _first(self, keys: Iterable[str]) -> str | None:
        return next((key for key in keys if key in self.keys), None)


def _fitting(wanted: Template) -> Test:
    """The test of a value whose variables are wildcards: what no operator on texts or ARNs takes, it does not take."""

    def test(had: str, context: RequestContext) -> bool:
        pieces = wanted.pieces(context)
        return pieces is not None and glob_of((text.lower(), wild) for text, wild in pieces).matches(had.lower())

    return test
