"""Reading the values that policy elements share: one string, or a list of them."""

from __future__ import annotations

from typing import Any

from pytest_fakests.iam.errors import Place, quoted


def strings(value: Any, place: Place, what: str) -> tuple[str, ...]:
    """The string, or the strings of the list, as a tuple.

    Raises:
        PolicyError: The value is anything else; `what` says what a string is, as "an action".
    """
    entries = value if isinstance(value, list) else [value]
    for index, entry in enumerate(entries):
        if not isinstance(entry, str):
            here = place.item(index) if isinstance(value, list) else place
            raise here.error(f"{quoted(entry)} is not {what}", "write a string or a list of strings")
    return tuple(entries)
