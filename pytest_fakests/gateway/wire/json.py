"""JSON and, once it is decoded, CBOR: documents in the form of the parameters.

https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
"""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.members import location_name, member_table
from pytest_fakests.gateway.wire.scalars import read_scalar

Reader = Callable[[Any], Any]
"""Gives the value that a part of a document holds, if it holds one: None is not given to it."""

_decoder = json.JSONDecoder()


def parse_json(body: bytes) -> Any:
    """The document in a body.

    Raises:
        Misfit: The body is not JSON.
    """
    try:
        text = body.decode()
        value, end = _decoder.raw_decode(text)
        if end == len(text):
            return value
    except ValueError:
        pass
    # Other encodings and white space around it are JSON too; json.loads looks for them first, and takes twice as long.
    try:
        return json.loads(body)
    except ValueError:
        raise Misfit("the body is not JSON") from None


def document_reader(shape: Any) -> Reader:
    """What reads documents that hold a value of `shape`, compiled once; it raises Misfit for one that does not fit."""
    return _reader(shape) or (lambda value: value)


def _reader(shape: Any) -> Reader | None:
    """What reads the values of a shape; None where they are in a document as they are in Python."""
    compile_reader = _COMPILED.get(shape.type_name)
    return None if compile_reader is None else compile_reader(shape)


def _structure(shape: Any) -> Reader | None:
    if shape.is_document_type:
        return None
    members = member_table(shape, location_name)
    # Readers of members, as they come: shapes may hold themselves, and most members are never used.
    readers: dict[str, tuple[str, Reader | None]] = {}

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _misplaced(value, "mapping")
        decoded = {}
        for wire_name, below in value.items():
            # A member that is null is not there: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
            if below is None:
                continue
            found = readers.get(wire_name)
            if found is None:
                member = members.get(wire_name)
                if member is None:
                    continue
                found = readers[wire_name] = member.name, _reader(member.shape)
            name, reader = found
            if reader is None:
                decoded[name] = below
                continue
            try:
                decoded[name] = reader(below)
            except Misfit as misfit:
                raise misfit.within(name) from None
        return decoded

    return read


def _list(shape: Any) -> Reader:
    reader, kind = _reader(shape.member), _KINDS.get(shape.member.type_name)

    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise _misplaced(value, "list")
        if reader is None:
            return value
        decoded = []
        for index, below in enumerate(value):
            try:
                decoded.append(_nothing(kind) if below is None else reader(below))
            except Misfit as misfit:
                raise misfit.within(f"[{index}]") from None
        return decoded

    return read


def _map(shape: Any) -> Reader:
    reader, kind = _reader(shape.value), _KINDS.get(shape.value.type_name)

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _misplaced(value, "mapping")
        if reader is None:
            return value
        decoded = {}
        for key, below in value.items():
            try:
                decoded[key] = _nothing(kind) if below is None else reader(below)
            except Misfit as misfit:
                raise misfit.within(f"[{key!r}]") from None
        return decoded

    return read


def _nothing(kind: str | None) -> Any:
    """What null in a list or map stands for: itself, unless it is in the place of a structure and the like."""
    if kind is not None:
        raise _misplaced(None, kind)
    return None


def _misplaced(value: Any, kind: str) -> Misfit:
    return Misfit(f"{value!r} stands where a {kind} should")


def _scalar(shape: Any) -> Reader:
    return functools.partial(_read_scalar, shape.type_name)


def _read_scalar(type_name: str, value: Any) -> Any:
    # CBOR has bytes and times of its own.
    if isinstance(value, (bytes, datetime.datetime)):
        return value
    return read_scalar(type_name, value)


def _plain(types: tuple[type, ...], noun: str) -> Callable[[Any], Reader]:
    """What compiles readers of values that are in JSON what they are in Python, if they are of one of these types."""

    def read(value: Any) -> Any:
        if type(value) in types:
            return value
        raise Misfit(f"{value!r} is not {noun}")

    return lambda shape: read


def _read_integer(value: Any) -> Any:
    if type(value) is int or (type(value) is float and value.is_integer()):
        return value
    raise Misfit(f"{value!r} is not an integer")


_KINDS = {"structure": "mapping", "map": "mapping", "list": "list"}
_COMPILED: dict[str, Callable[[Any], Reader | None]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "blob": _scalar,
    "timestamp": _scalar,
    "float": _scalar,
    "double": _scalar,
    "string": _plain((str,), "a text"),
    "character": _plain((str,), "a text"),
    "boolean": _plain((bool,), "true or false"),
    "integer": lambda shape: _read_integer,
    "long": lambda shape: _read_integer,
}
