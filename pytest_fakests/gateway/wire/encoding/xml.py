"""XML bodies.

https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pytest_fakests.gateway.wire.encoding.scalars import text
from pytest_fakests.gateway.wire.members import location_name

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# A parser makes a line feed of a carriage return that stands there by itself.
_ESCAPES = {"\r": "&#13;"}
_TIMESTAMPS = "iso8601"


def document(root: str) -> bytes:
    """A body that holds one element."""
    return (_DECLARATION + root).encode()


def element(name: str, content: str, attributes: str = "") -> str:
    """An element with its content as it is."""
    return f"<{name}{attributes}>{content}</{name}>"


def text_element(name: str, value: str) -> str:
    """An element that holds text."""
    return element(name, escape(value, _ESCAPES))


def namespace(uri: str | None) -> str:
    """The attribute that names the namespace of an element."""
    return f" xmlns={quoteattr(uri)}" if uri else ""


def members(value: dict[str, Any], shape: Any) -> str:
    """The elements of a structure's members, those apart that are no part of the body."""
    return "".join(
        part
        for name, below in value.items()
        if not _elsewhere(shape.members[name])
        for part in _member(name, below, shape.members[name])
    )


def content(value: Any, shape: Any) -> str:
    """What stands inside the element of a value."""
    kind = shape.type_name
    if kind == "structure":
        return members(value, shape)
    if kind == "list":
        name = location_name("member", shape.member)
        return "".join(_tagged(name, one, shape.member) for one in value)
    if kind == "map":
        return "".join(element("entry", _entry(key, one, shape)) for key, one in value.items())
    return escape(text(value, shape, _TIMESTAMPS), _ESCAPES)


def attributes(value: Any, shape: Any) -> str:
    """The attributes of a value's element: its namespace, and the members that are written as attributes."""
    if shape.type_name != "structure":
        return ""
    written = []
    space = shape.serialization.get("xmlNamespace")
    if isinstance(space, dict) and "prefix" in space:
        written.append(f" xmlns:{space['prefix']}={quoteattr(space['uri'])}")
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute") and name in value:
            written.append(f" {location_name(name, member)}={quoteattr(value[name])}")
    return "".join(written)


def _member(name: str, value: Any, shape: Any) -> Iterator[str]:
    wire, kind = location_name(name, shape), shape.type_name
    if not shape.serialization.get("flattened"):
        yield _tagged(wire, value, shape)
    elif kind == "list":
        # botocore looks for the elements of a flattened list by the name of its members, where they have one.
        inner = shape.member.serialization.get("name") or wire
        yield from (_tagged(inner, one, shape.member) for one in value)
    else:
        yield from (element(wire, _entry(key, one, shape)) for key, one in value.items())


def _tagged(name: str, value: Any, shape: Any) -> str:
    return element(name, content(value, shape), attributes(value, shape))


def _entry(key: str, value: Any, shape: Any) -> str:
    names = location_name("key", shape.key), location_name("value", shape.value)
    return text_element(names[0], key) + _tagged(names[1], value, shape.value)


def _elsewhere(shape: Any) -> bool:
    facts = shape.serialization
    return "location" in facts or bool(facts.get("xmlAttribute")) or bool(facts.get("eventheader"))
