"""XML bodies.

https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.members import Member, location_name, member_table
from pytest_fakests.gateway.wire.scalars import read_scalar


def parse_xml(body: bytes) -> Any:
    """The root element of a body.

    Raises:
        Misfit: The body is not XML.
    """
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Misfit(f"the body is not XML: {error}") from None


def read_element(element: Any, shape: Any) -> Any:
    """The value of `shape` that an element holds.

    Raises:
        Misfit: The element does not fit the shape.
    """
    nested = _NESTED.get(shape.type_name)
    if nested is None:
        return read_scalar(shape.type_name, element.text or "")
    return nested(element, shape)


@by_model
def _members(shape: Any) -> dict[str, Member]:
    return member_table(shape, lambda name, member: _local(location_name(name, member)))


def _local(name: str) -> str:
    """A name without its namespace, written as {URI}name by the parser and as prefix:name in the models."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _structure(element: Any, shape: Any) -> dict[str, Any]:
    members = _members(shape)
    decoded: dict[str, Any] = {}
    for name, text in element.items():
        member = members.get(_local(name))
        if member is not None and member.shape.serialization.get("xmlAttribute"):
            decoded[member.name] = text
    for child in element:
        member = members.get(_local(child.tag))
        if member is None:
            continue
        try:
            _add(decoded, member, child)
        except Misfit as misfit:
            raise misfit.within(member.name) from None
    return decoded


def _add(decoded: dict[str, Any], member: Member, child: Any) -> None:
    """Add one child to a structure; of a flattened list or map each child is one element."""
    name, shape, type_name = member
    if not shape.serialization.get("flattened"):
        decoded[name] = read_element(child, shape)
    elif type_name == "list":
        decoded.setdefault(name, []).append(read_element(child, shape.member))
    else:
        decoded.setdefault(name, {}).update([_entry(child, shape)])


def _list(element: Any, shape: Any) -> list[Any]:
    decoded = []
    for index, child in enumerate(element):
        try:
            decoded.append(read_element(child, shape.member))
        except Misfit as misfit:
            raise misfit.within(f"[{index}]") from None
    return decoded


def _map(element: Any, shape: Any) -> dict[str, Any]:
    return dict(_entry(child, shape) for child in element)


def _entry(element: Any, shape: Any) -> tuple[str, Any]:
    parts = {_local(child.tag): child for child in element}
    names = location_name("key", shape.key), location_name("value", shape.value)
    if not parts.keys() >= set(names):
        raise Misfit(f"an entry holds {', '.join(parts) or 'nothing'}; it should hold {' and '.join(names)}")
    key = parts[names[0]].text or ""
    try:
        return key, read_element(parts[names[1]], shape.value)
    except Misfit as misfit:
        raise misfit.within(f"[{key!r}]") from None


_NESTED: dict[str, Callable[[Any, Any], Any]] = {"structure": _structure, "list": _list, "map": _map}
