"""The query protocols: parameters as one form, nested members as dotted names.

https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.members import Member, location_name, member_table
from pytest_fakests.gateway.wire.scalars import read_scalar


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two query protocols differ in.

    Attributes:
        members: The members of a structure by their wire names.
        container: The name between a list and the numbers of its elements; None where there is none.
    """

    members: Callable[[Any], dict[str, Member]]
    container: Callable[[Any], str | None]


def _query_name(name: str, shape: Any) -> str:
    # A flattened list takes the name of its elements, where they have one, in place of its own.
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        name = location_name(name, shape)
        return location_name(name, shape.member)
    return location_name(name, shape)


def _query_members(shape: Any) -> dict[str, Member]:
    # Where it is empty, a flattened list stands under its own name after all.
    own_names = member_table(shape, location_name)
    return own_names | member_table(shape, _query_name)


def _query_container(shape: Any) -> str | None:
    if shape.serialization.get("flattened"):
        return None
    return location_name("member", shape.member)


def _ec2_name(name: str, shape: Any) -> str:
    if "queryName" in shape.serialization:
        found: str = shape.serialization["queryName"]
        return found
    wire = location_name(name, shape)
    # Only a locationName is capitalised; of a plain name botocore keeps the case.
    return wire[0].upper() + wire[1:] if "name" in shape.serialization else wire


QUERY = Dialect(by_model(_query_members), _query_container)
EC2 = Dialect(by_model(lambda shape: member_table(shape, _ec2_name)), lambda _: None)


def form_reader(shape: Any, dialect: Dialect) -> Callable[[str], dict[str, Any]]:
    """What reads the parameters of a form: what the body holds, or the URL's query where the request was presigned.

    It raises Misfit where a value does not fit its shape.

    Args:
        shape: The operation's input shape.
        dialect: QUERY or EC2.
    """
    members = dialect.members(shape)
    texts = {wire_name: member.name for wire_name, member in members.items() if member.type_name == "string"}

    def read(form: str) -> dict[str, Any]:
        decoded: dict[str, Any] = {}
        # All others, nested where their names have dots: {"Tags": {"member": {"1": {"Key": "team"}}}}.
        tree: dict[str, Any] = {}
        for field in form.split("&"):
            key, _, value = field.partition("=")
            if "%" in value or "+" in value:
                value = _unquoted(value)
            if key in texts:
                decoded[texts[key]] = value
                tree.pop(key, None)
            elif "." in key:
                _insert(tree, key.split("."), value)
            elif key in members:
                tree[key] = value
        return decoded | _members_of(tree, members, dialect) if tree else decoded

    return read


# The same ARNs come again with each call of a test.
_unquoted = functools.lru_cache(maxsize=1024)(unquote_plus)


def _insert(tree: dict[str, Any], path: list[str], value: str) -> None:
    *above, last = path
    for name in above:
        below = tree.get(name)
        if not isinstance(below, dict):
            below = tree[name] = {}
        tree = below
    tree[last] = value


def _read(node: Any, shape: Any, type_name: str, dialect: Dialect) -> Any:
    nested = _NESTED.get(type_name)
    if nested is None:
        if isinstance(node, str):
            return node if type_name == "string" else read_scalar(type_name, node)
        raise Misfit(f"a {type_name} has no members")
    return nested(node, shape, dialect)


def _structure(node: Any, shape: Any, dialect: Dialect) -> dict[str, Any]:
    return _members_of(node, dialect.members(shape), dialect)


def _members_of(node: Any, members: dict[str, Member], dialect: Dialect) -> dict[str, Any]:
    decoded = {}
    for wire_name, below in _branches(node):
        member = members.get(wire_name)
        if member is None:
            continue
        try:
            decoded[member.name] = _read(below, member.shape, member.type_name, dialect)
        except Misfit as misfit:
            raise misfit.within(member.name) from None
    return decoded


def _list(node: Any, shape: Any, dialect: Dialect) -> list[Any]:
    if node == "":
        return []
    element = shape.member
    type_name = element.type_name
    decoded = []
    for index, below in enumerate(_numbered(node, dialect.container(shape))):
        try:
            decoded.append(_read(below, element, type_name, dialect))
        except Misfit as misfit:
            raise misfit.within(f"[{index}]") from None
    return decoded


def _map(node: Any, shape: Any, dialect: Dialect) -> dict[str, Any]:
    key_name = location_name("key", shape.key)
    value_name = location_name("value", shape.value)
    container = None if shape.serialization.get("flattened") else "entry"
    decoded = {}
    for entry in _numbered(node, container):
        pair = dict(_branches(entry))
        key = pair.get(key_name, "")
        try:
            decoded[key] = _read(pair.get(value_name, ""), shape.value, shape.value.type_name, dialect)
        except Misfit as misfit:
            raise misfit.within(f"[{key!r}]") from None
    return decoded


def _branches(node: Any) -> Any:
    if not isinstance(node, dict):
        raise Misfit(f"{node!r} stands where members should")
    return node.items()


def _numbered(node: Any, container: str | None) -> list[Any]:
    """The nodes below the numbers 1, 2, 3, in the order of the numbers."""
    if container is not None:
        node = dict(_branches(node)).get(container, {})
    try:
        ordered = sorted((int(number), below) for number, below in _branches(node))
    except ValueError:
        raise Misfit(f"its elements are named {', '.join(node)}; they should be numbered") from None
    return [below for _, below in ordered]


_NESTED: dict[str, Callable[[Any, Any, Dialect], Any]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}
