"""JSON and, once it is decoded, CBOR: documents in the form of the parameters.

https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.members import Member, by_shape, location_name, member_table
from pytest_fakests.gateway.wire.scalars import read_scalar


def parse_json(body: bytes) -> Any:
    """The document in a body.

    Raises:
        Misfit: The body is not JSON.
    """
    try:
        return json.loads(body)
    except ValueError:
        raise Misfit("the body is not JSON") from None


def read_document(value: Any, shape: Any) -> Any:
    """The value of `shape` that a document holds.

    Raises:
        Misfit: The document does not fit the shape.
    """
    reader = _READERS.get(shape.type_name)
    return value if reader is None or value is None else reader(value, shape)


@by_shape
def _members(shape: Any) -> dict[str, Member]:
    return member_table(shape, location_name)


def _structure(value: Any, shape: Any) -> Any:
    if shape.is_document_type:
        return value
    members = _members(shape)
    decoded = {}
    for wire_name, below in _expect(value, dict).items():
        member = members.get(wire_name)
        if member is None:
            continue
        reader = _READERS.get(member.type_name)
        if reader is None or below is None:
            decoded[member.name] = below
            continue
        try:
            decoded[member.name] = reader(below, member.shape)
        except Misfit as misfit:
            raise misfit.within(member.name) from None
    return decoded


def _list(value: Any, shape: Any) -> list[Any]:
    decoded = []
    for index, below in enumerate(_expect(value, list)):
        try:
            decoded.append(read_document(below, shape.member))
        except Misfit as misfit:
            raise misfit.within(f"[{index}]") from None
    return decoded


def _map(value: Any, shape: Any) -> dict[str, Any]:
    decoded = {}
    for key, below in _expect(value, dict).items():
        try:
            decoded[key] = read_document(below, shape.value)
        except Misfit as misfit:
            raise misfit.within(f"[{key!r}]") from None
    return decoded


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise Misfit(f"{value!r} stands where a {'list' if kind is list else 'mapping'} should")
    return value


def _scalar(value: Any, shape: Any) -> Any:
    # CBOR has bytes and times of its own.
    if isinstance(value, bytes | datetime.datetime):
        return value
    return read_scalar(shape.type_name, value)


# Strings, integers and booleans are in JSON what they are in Python.
_READERS: dict[str, Callable[[Any, Any], Any]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "blob": _scalar,
    "timestamp": _scalar,
    "float": _scalar,
    "double": _scalar,
}
