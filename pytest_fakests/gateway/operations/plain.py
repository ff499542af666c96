"""Templates that give one text in most calls, as nearly all do: literal text, the place, then a text for each member.

They are filled without looking at each of their parts again; whatever else a call has in their members is left to
`Template`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from pytest_fakests.gateway.operations.call import Call, Place

Plain = Callable[[Call, Mapping[str, Any]], str | None]
"""Gives the one text of a template; None where the call has something else in its members."""


class PlainHole(NamedTuple):
    """A hole that one member fills.

    Attributes:
        member: The member.
        steps: What makes its text that of the template: functions of the filters that see texts alone, with arguments.
        after: The literal text after it.
        any_text: Whether a value that begins as an ARN does is none.
    """

    member: str
    steps: tuple[tuple[Callable[[str, Call, str], Any], str], ...]
    after: str
    any_text: bool


def plain(before: Callable[[Place], str] | str, holes: tuple[PlainHole, ...]) -> Plain:
    """A function that gives a template's text.

    Args:
        before: What stands before the first hole: `place_text`, or a text without the place.
        holes: The holes, in order.
    """
    of_place = before if callable(before) else None

    def fill(call: Call, params: Mapping[str, Any]) -> str | None:
        text: str = of_place(call.place) if of_place is not None else before  # type: ignore[assignment]  # a text then
        for member, steps, after, any_text in holes:
            value = params.get(member)
            for apply, argument in steps:
                if type(value) is not str:
                    return None
                value = apply(value, call, argument)
            # One that ends the template is a text of a type of its own.
            if type(value) is not str:
                return None
            if value.startswith("arn:") and not any_text:
                text = value + after
            else:
                text += value + after
        return text or None

    return fill


def place_text(form: str, attributes: list[str]) -> Callable[[Place], str]:
    """A function that gives `form` with attributes of the place where it has `%s`, and remembers the places of late."""
    values = attrgetter(*attributes)
    return lru_cache(maxsize=64)(lambda place: form % values(place))
