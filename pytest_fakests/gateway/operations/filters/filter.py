"""What a resource filter is: a rule that turns a parameter's value into its part of an ARN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.paths import text_of


class Whole(str):
    """A value after which a template's remaining text is left out."""

    __slots__ = ()


Filled = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the tables.

    Attributes:
        apply: Takes the value, the call, and the filter's argument ("" where it has none). Gives the text for
            the template; an ARN takes the place of all that stands before it; several texts make several
            resources; None drops the template. Raises UnknownResource where the parameters do not tell.
        structured: Whether `apply` takes maps and lists; other filters see text, and scalars as text.
        sees_absent: Whether `apply` is asked about an absent member, as None.
        timely: Whether it reads the clock, so that its time is that of the call.
    """

    apply: Callable[[Any, Call, str], Filled]
    structured: bool = False
    sees_absent: bool = False
    timely: bool = False

    def __call__(self, value: object, call: Call, argument: str) -> Filled:
        """The value's part of the ARN."""
        seen = value if self.structured else text_of(value)
        return None if seen is None and not self.sees_absent else self.apply(seen, call, argument)
