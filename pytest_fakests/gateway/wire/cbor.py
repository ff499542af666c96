"""Concise Binary Object Representation, as far as Smithy's RPC v2 protocol goes.

https://www.rfc-editor.org/rfc/rfc8949
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

from __future__ import annotations

import struct
from typing import Any

from pytest_fakests.gateway.wire.errors import Misfit
from pytest_fakests.gateway.wire.scalars import read_timestamp

_SIMPLE = {20: False, 21: True, 22: None, 23: None}
_FLOATS = {25: (">e", 2), 26: (">f", 4), 27: (">d", 8)}
_LENGTH_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}
_INDEFINITE = 31
_BREAK = 0xFF
_EPOCH_TIME = 1


def parse_cbor(body: bytes) -> Any:
    """The one data item of a body; times become datetimes.

    Raises:
        Misfit: The body is not CBOR, or has items that the protocol does not.

    Example:
        >>> parse_cbor(bytes.fromhex("a1634b6579f5"))
        {'Key': True}
    """
    try:
        value, end = _item(body, 0)
    except (LookupError, ValueError, TypeError, OverflowError, struct.error):
        raise Misfit("the body is not CBOR") from None
    if end != len(body):
        raise Misfit(f"the body has {len(body) - end} bytes after its CBOR item")
    return value


def _item(data: bytes, at: int) -> tuple[Any, int]:
    """The item that starts at a position, and where the next one does."""
    major, info = data[at] >> 5, data[at] & 31
    if major == 7:
        return _simple(data, at + 1, info)
    if info == _INDEFINITE and 2 <= major <= 5:
        return _indefinite(data, at + 1, major)
    argument, at = _argument(data, at + 1, info)
    if major < 2:
        return (argument if major == 0 else -1 - argument), at
    if major < 4:
        return _chunk(data, at, argument, major)
    if major == 6:
        return _tagged(data, at, argument)
    items, at = _items(data, at, argument if major == 4 else 2 * argument)
    return _collected(items, major), at


def _argument(data: bytes, at: int, info: int) -> tuple[int, int]:
    if info < 24:
        return info, at
    end = at + _LENGTH_BYTES[info]
    return int.from_bytes(_slice(data, at, end), "big"), end


def _slice(data: bytes, start: int, end: int) -> bytes:
    if end > len(data):
        raise IndexError(end)
    return data[start:end]


def _simple(data: bytes, at: int, info: int) -> tuple[Any, int]:
    if info in _SIMPLE:
        return _SIMPLE[info], at
    form, size = _FLOATS[info]
    return struct.unpack(form, _slice(data, at, at + size))[0], at + size


def _chunk(data: bytes, at: int, length: int, major: int) -> tuple[Any, int]:
    chunk = _slice(data, at, at + length)
    return (chunk if major == 2 else chunk.decode()), at + length


def _tagged(data: bytes, at: int, tag: int) -> tuple[Any, int]:
    value, at = _item(data, at)
    if tag != _EPOCH_TIME:
        raise Misfit(f"CBOR tag {tag} is none of the protocol's; it has tag {_EPOCH_TIME} only")
    return read_timestamp(value), at


def _items(data: bytes, at: int, count: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(count):
        item, at = _item(data, at)
        items.append(item)
    return items, at


def _indefinite(data: bytes, at: int, major: int) -> tuple[Any, int]:
    items = []
    while data[at] != _BREAK:
        item, at = _item(data, at)
        items.append(item)
    return _collected(items, major), at + 1


def _collected(items: list[Any], major: int) -> Any:
    if major == 2:
        return b"".join(items)
    if major == 3:
        return "".join(items)
    return items if major == 4 else dict(zip(items[::2], items[1::2], strict=True))
