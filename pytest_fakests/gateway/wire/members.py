"""The members of a structure by the names they have on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Member(NamedTuple):
    """A member of a structure.

    Attributes:
        name: Its name in Python.
        shape: Its shape, one of botocore's.
        type_name: The shape's type, as "string".
    """

    name: str
    shape: Any
    type_name: str


def member_table(shape: Any, wire_name: Callable[[str, Any], str]) -> dict[str, Member]:
    """The members of the structure `shape` by what `wire_name` makes of a member's name and shape.

    Of two members with one wire name the list counts: S3's deprecated notifications have Events and Event.
    """
    table: dict[str, Member] = {}
    for name, member in shape.members.items():
        wire = wire_name(name, member)
        if wire not in table or member.type_name == "list":
            table[wire] = Member(name, member, member.type_name)
    return table


def location_name(name: str, shape: Any) -> str:
    """The member's locationName, or else its name."""
    found: str = shape.serialization.get("name", name)
    return found
