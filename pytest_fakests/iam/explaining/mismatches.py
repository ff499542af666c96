"""Why a statement does not apply: each element that does not match, with what was wanted and what the request had."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.matching.conditions import Condition
from pytest_fakests.iam.matching.statements import Statement

_MOST = 4
_VARIABLE = re.compile(r"\$\{([^},]+)")


def mismatches(statement: Statement, context: RequestContext, naming: bool) -> list[str]:
    """A line for each element that does not match; `naming` says whether such policies name principals."""
    found: list[str] = []
    if (naming or statement.principal) and not statement.principal_match(context):
        found.append(_principal(statement, context))
    if not statement.action_matches(context):
        found.append(_patterns("Action", statement.action, statement.not_action, context.request.action, context))
    if not statement.resource_matches(context):
        found.append(_patterns("Resource", statement.resource, statement.not_resource, context.resource, context))
    found.extend(_condition(condition, context) for condition in unmet(statement, context))
    return found


def unmet(statement: Statement, context: RequestContext) -> Iterator[Condition]:
    """The conditions of the statement that do not hold."""
    return (condition for condition in statement.conditions if not condition.holds(context))


def listed(values: tuple[str, ...], word: str = "or") -> str:
    """Quoted values as words, the first few of a long list."""
    shown = [quoted(value) for value in values[:_MOST]]
    if len(values) > _MOST:
        return f"{', '.join(shown)} {word} {len(values) - _MOST} more"
    return f" {word} ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else "nothing"


def _principal(statement: Statement, context: RequestContext) -> str:
    who = context.request.principal
    if statement.principal:
        return f"Principal {listed(statement.principal.written)} does not match {who}"
    if statement.not_principal:
        return f"NotPrincipal {listed(statement.not_principal.written)} spares {who}"
    return "it names no principal"


def _patterns(
    element: str,
    wanted: tuple[str, ...] | None,
    unwanted: tuple[str, ...] | None,
    had: str,
    context: RequestContext,
) -> str:
    if wanted is not None:
        return f"{element} {listed(wanted)} does not match {had}{_variables(wanted, context)}"
    if not unwanted:
        return f"Not{element} is empty, which matches nothing"
    return f"Not{element} {listed(unwanted)} matches {had}{_variables(unwanted, context)}"


def _condition(condition: Condition, context: RequestContext) -> str:
    values = context.values(condition.lookup)
    had = f"had {listed(values, 'and')}" if values else "the key is missing"
    wanted = f"wanted {listed(condition.wanted)}{_variables(condition.wanted, context)}"
    return f"Condition {condition.operator} {condition.key}: {wanted}, {had}"


def _variables(texts: tuple[str, ...], context: RequestContext) -> str:
    """The values of the policy variables in the texts."""
    keys = dict.fromkeys(key for text in texts[:_MOST] for key in _VARIABLE.findall(text) if key not in "*?$")
    values = ((key, context.value(key.lower())) for key in keys)
    found = [f"${{{key}}} is {quoted(value)}" if value else f"${{{key}}} has no value" for key, value in values]
    return f" ({', '.join(found)})" if found else ""
