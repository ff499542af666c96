"""Concise Binary Object Representation, as far as Smithy's RPC v2 protocol goes.

https://www.rfc-editor.org/rfc/rfc8949
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Callable, Mapping
from typing import Any

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG = (major << 5 for major in range(7))
_FALSE, _TRUE, _NULL, _DOUBLE = 0xF4, 0xF5, 0xF6, 0xFB
_EPOCH_TIME = 1
_LENGTHS = ((24, 1 << 8, ">B"), (25, 1 << 16, ">H"), (26, 1 << 32, ">I"), (27, 1 << 64, ">Q"))


def write_cbor(value: Any) -> bytes:
    """A value as one data item.

    Example:
        >>> write_cbor({"Key": True}).hex()
        'a1634b6579f5'
    """
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return _head(_LIST, len(value)) + b"".join(map(write_cbor, value))


def _integer(value: int) -> bytes:
    return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _head(_TEXT, len(encoded)) + encoded


def _map(value: Mapping[str, Any]) -> bytes:
    return _head(_MAP, len(value)) + b"".join(write_cbor(key) + write_cbor(one) for key, one in value.items())


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major | number])
    code, _, form = next(row for row in _LENGTHS if number < row[1])
    return bytes([major | code]) + struct.pack(form, number)


# A bool is an int in Python, and comes before it.
_WRITERS: tuple[tuple[type, Callable[[Any], bytes]], ...] = (
    (type(None), lambda value: bytes([_NULL])),
    (bool, lambda value: bytes([_TRUE if value else _FALSE])),
    (int, _integer),
    (float, lambda value: bytes([_DOUBLE]) + struct.pack(">d", value)),
    (bytes, lambda value: _head(_BYTES, len(value)) + value),
    (str, _text),
    (datetime.datetime, lambda value: _head(_TAG, _EPOCH_TIME) + write_cbor(value.timestamp())),
    (Mapping, _map),
)
