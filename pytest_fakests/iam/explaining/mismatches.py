"""Why a statement does not apply: each element that does not match, with what it wants and what the request had."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.matching.conditions import Condition
from pytest_fakests.iam.matching.statements import Statement

_MOST = 4
_VARIABLE = re.compile(r"\$\{([^},*?$]+)")

Variables = tuple[tuple[str, str | None], ...]
"""The policy variables in the values of an element, each with its value in the request; None where it has none."""


@dataclasses.dataclass(frozen=True, slots=True)
class ElementMismatch:
    """An element that does not match the request; its text is one line.

    Attributes:
        element: "Principal", "NotPrincipal", "Action", "NotAction", "Resource" or "NotResource".
        wanted: What it lists, as written; None for a Principal that the statement lacks and would need.
        had: What the request has in its place.
        variables: The policy variables in `wanted`, with their values.
    """

    element: str
    wanted: tuple[str, ...] | None
    had: str
    variables: Variables = ()

    def __str__(self) -> str:
        if self.wanted is None:
            return "it names no principal"
        if not self.element.startswith("Not"):
            return f"{self.element} {listed(self.wanted)} does not match {self.had}{_values(self.variables)}"
        if self.element == "NotPrincipal":
            return f"{self.element} {listed(self.wanted)} spares {self.had}"
        if not self.wanted:
            return f"{self.element} is empty, which matches nothing"
        return f"{self.element} {listed(self.wanted)} matches {self.had}{_values(self.variables)}"


@dataclasses.dataclass(frozen=True, slots=True)
class ConditionMismatch:
    """A condition that does not hold; its text is one line.

    Attributes:
        operator: The operator as written, such as "ForAnyValue:StringLike".
        key: The condition key as written.
        wanted: The values as written.
        had: The values of the request; None where the key is missing.
        failing: Those of several values on which it failed, where the others passed; else empty.
        variables: The policy variables in `wanted`, with their values.
        element: Always "Condition".
    """

    operator: str
    key: str
    wanted: tuple[str, ...]
    had: tuple[str, ...] | None
    failing: tuple[str, ...] = ()
    variables: Variables = ()
    element: str = dataclasses.field(default="Condition", init=False)

    @property
    def missing(self) -> bool:
        """Whether the request lacks the key, or has it without a value; otherwise its values differ."""
        return not self.had

    def __str__(self) -> str:
        had = f"had {listed(self.had, 'and')}" if self.had else "the key is missing"
        failing = f", and {listed(self.failing, 'and')} failed" if self.failing else ""
        wanted = f"wanted {listed(self.wanted)}{_values(self.variables)}"
        return f"Condition {self.operator} {self.key}: {wanted}, {had}{failing}"


Mismatch = ElementMismatch | ConditionMismatch


def mismatches(statement: Statement, context: RequestContext, naming: bool) -> tuple[Mismatch, ...]:
    """Each element that does not match, in the order of the grammar; none where the statement applies.

    Args:
        statement: The statement.
        context: The request.
        naming: Whether policies of its kind name principals.
    """
    return tuple(_mismatches(statement, context, naming))


def _mismatches(statement: Statement, context: RequestContext, naming: bool) -> Iterator[Mismatch]:
    if (naming or statement.principal) and not statement.principal_match(context):
        yield _principal(statement, context)
    if not statement.action_matches(context):
        yield _patterns("Action", statement.action, statement.not_action, context.request.action, context)
    if not statement.resource_matches(context):
        yield _patterns("Resource", statement.resource, statement.not_resource, context.resource, context)
    for condition in statement.conditions:
        if not condition.holds(context):
            yield _condition(condition, context)


def listed(values: tuple[str, ...], word: str = "or") -> str:
    """Quoted values as words, the first few of a long list."""
    shown = [quoted(value) for value in values[:_MOST]]
    if len(values) > _MOST:
        return f"{', '.join(shown)} {word} {len(values) - _MOST} more"
    return f" {word} ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else "nothing"


def _principal(statement: Statement, context: RequestContext) -> ElementMismatch:
    who = context.request.principal
    if statement.principal:
        return ElementMismatch("Principal", statement.principal.written, who)
    if statement.not_principal:
        return ElementMismatch("NotPrincipal", statement.not_principal.written, who)
    return ElementMismatch("Principal", None, who)


def _patterns(
    element: str,
    wanted: tuple[str, ...] | None,
    unwanted: tuple[str, ...] | None,
    had: str,
    context: RequestContext,
) -> ElementMismatch:
    name, written = (element, wanted) if wanted is not None else (f"Not{element}", unwanted or ())
    return ElementMismatch(name, written, had, _variables(written, context))


def _condition(condition: Condition, context: RequestContext) -> ConditionMismatch:
    had = context.values(condition.lookup)
    failing = condition.failing(had, context) if had else ()
    return ConditionMismatch(
        condition.operator,
        condition.key,
        condition.wanted,
        had,
        failing if len(failing) < len(had or ()) else (),
        _variables(condition.wanted, context),
    )


def _variables(texts: tuple[str, ...], context: RequestContext) -> Variables:
    keys = dict.fromkeys(key for text in texts for key in _VARIABLE.findall(text))
    return tuple((key, context.value(key.lower())) for key in keys)


def _values(variables: Variables) -> str:
    found = [f"${{{key}}} is {quoted(value)}" if value else f"${{{key}}} has no value" for key, value in variables]
    return f" ({', '.join(found[:_MOST])})" if found else ""
