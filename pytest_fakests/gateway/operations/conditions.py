"""When an entry of the tables applies: the conditions on a call's parameters, compiled once.

A condition joins tests with `and` and `or` (`and` binds tighter). A test is one of

    M given                M absent               M == value             M != value
    M starts with value    M ends with value      M holds text           M lacks text
    M verb == SELECT       M has a *Suffix key

where M is the path of an input member. A lone test on a member of list elements is made on each element, and
the entry then sees only those that pass. `state: ...` and `optional: ...` never hold: a call cannot show what
they hang on, or AWS does not insist on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_fakests.gateway.operations.paths import (
    EVERY,
    Path,
    elements_at,
    given,
    list_of,
    parse_path,
    text_of,
    values_at,
    with_list,
)

Test = Callable[[Any], bool]

_WORD = re.compile(r"\w+")
_TESTS: Mapping[str, Callable[[str], Test]] = {
    "given": lambda _: given,
    "absent": lambda _: lambda value: not given(value),
    "==": lambda wanted: lambda value: text_of(value) == wanted,
    "!=": lambda wanted: lambda value: text_of(value) != wanted,
    "starts with": lambda wanted: lambda value: (text_of(value) or "").startswith(wanted),
    "ends with": lambda wanted: lambda value: (text_of(value) or "").endswith(wanted),
    "holds": lambda wanted: lambda value: wanted in (text_of(value) or ""),
    "lacks": lambda wanted: lambda value: wanted not in (text_of(value) or ""),
    "verb ==": lambda wanted: lambda value: _WORD.findall((text_of(value) or "").upper())[:1] == [wanted],
    "has a": lambda wanted: lambda value: isinstance(value, Mapping) and any(key.endswith(wanted) for key in value),
}
_FORM = re.compile(rf"(?P<path>\S+) (?P<test>{'|'.join(_TESTS)})(?: (?P<value>.*))?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a condition: the member it looks at, and what is asked of its value."""

    path: Path
    test: Test

    def holds(self, params: Any) -> bool:
        """Whether the member, or one of the elements it stands for, passes."""
        return any(self.test(value) for value in values_at(params, self.path))


When = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


def compile_condition(text: str | None) -> When | None:
    """A function from parameters to those that the entry sees, or to None where the entry does not apply.

    Args:
        text: A condition of the tables; None applies always.

    Returns:
        The function; None where no call can ever show that the entry applies (`state:`, `optional:`).

    Raises:
        ValueError: `text` is not a condition.

    Example:
        >>> when = compile_condition("VersionId absent")
        >>> when({"Key": "q3.csv"})
        {'Key': 'q3.csv'}
    """
    if text is None:
        return lambda params: params
    if text.startswith(("state:", "optional:")):
        return None
    ways = [[_condition(test) for test in way.split(" and ")] for way in text.split(" or ")]
    first = ways[0][0]
    if len(ways) == len(ways[0]) == 1:
        return _alone(first)
    return _any_way([[_holding(condition) for condition in way] for way in ways])


def _any_way(ways: list[list[Test]]) -> When:
    def passing(params: Mapping[str, Any]) -> Mapping[str, Any] | None:
        # Loops in place of any() and all(): each of their generators takes as long as the tests.
        for way in ways:
            for holds in way:
                if not holds(params):
                    break
            else:
                return params
        return None

    return passing


def _holding(condition: Condition) -> Test:
    """Whether a condition holds for parameters; most look at one member, and need no path followed."""
    if len(condition.path) > 1 or list_of(condition.path) is not None:
        return condition.holds
    (member,), test = condition.path, condition.test
    return lambda params: test(params.get(member))


def _condition(text: str) -> Condition:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a condition: it should read like `Tags given` or `Tier == 'Advanced'`")
    value = (match["value"] or "").removeprefix("*").removesuffix(" key").strip("'")
    return Condition(parse_path(match["path"]), _TESTS[match["test"]](value))


def _alone(condition: Condition) -> When:
    outer = list_of(condition.path)
    if outer is None:
        holds = _holding(condition)
        return lambda params: params if holds(params) else None
    inner = Condition(condition.path[condition.path.index(EVERY) + 1 :], condition.test)

    def passing(params: Mapping[str, Any]) -> Mapping[str, Any] | None:
        kept = [element for element in elements_at(params, outer) if inner.holds(element)]
        return with_list(params, outer, kept) if kept else None

    return passing
