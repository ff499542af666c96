"""Event streams: frames of headers and a payload, each with its checksums.

https://smithy.io/2.0/aws/amazon-eventstream.html
"""

from __future__ import annotations

import binascii
import datetime
import struct
from collections.abc import Iterable
from typing import Any

from pytest_fakests.gateway.wire.encoding import documents, xml
from pytest_fakests.gateway.wire.encoding.cbor import write_cbor

_TRUE, _FALSE, _BYTE_ARRAY, _STRING, _TIMESTAMP, _LONG = 0, 1, 6, 7, 8, 5


def event_body(events: Iterable[dict[str, Any]], shape: Any, protocol: str, initial: dict[str, Any] | None) -> bytes:
    """The frames of a stream.

    Args:
        events: The events; each is a mapping of one member of the stream's shape.
        shape: The stream's shape.
        protocol: The protocol of the service.
        initial: What stands in the first frame, in protocols whose answer does; or None.
    """
    frames = []
    if initial is not None:
        payload = write_cbor(initial) if protocol == "smithy-rpc-v2-cbor" else b"{}"
        frames.append(_frame({":message-type": "event", ":event-type": "initial-response"}, payload))
    for event in getattr(events, "unread", events):
        name, value = next(iter(event.items()))
        frames.append(_event(name, value, shape.members[name], protocol))
    return b"".join(frames)


def _event(name: str, value: dict[str, Any], shape: Any, protocol: str) -> bytes:
    kind = "exception" if shape.metadata.get("exception") else "event"
    headers: dict[str, Any] = {":message-type": kind, f":{kind}-type": name}
    explicit = None
    for key, member in shape.members.items():
        if member.serialization.get("eventheader") and key in value:
            headers[key] = value[key]
        if member.serialization.get("eventpayload"):
            explicit = key
    if explicit is None:
        return _frame(headers, _document(value, shape, protocol))
    member = shape.members[explicit]
    payload = value.get(explicit, b"")
    if member.type_name in ("blob", "string"):
        return _frame(headers, payload.encode() if isinstance(payload, str) else payload)
    return _frame(headers, _document(payload or {}, member, protocol))


def _document(value: dict[str, Any], shape: Any, protocol: str) -> bytes:
    if protocol in ("rest-xml", "query", "ec2"):
        return xml.document(xml.element(shape.name, xml.members(value, shape)))
    if protocol == "smithy-rpc-v2-cbor":
        return documents.cbor_body(value, shape)
    return documents.json_body(value, shape)


def _frame(headers: dict[str, Any], payload: bytes) -> bytes:
    written = b"".join(_header(name, value) for name, value in headers.items())
    prelude = struct.pack(">II", len(written) + len(payload) + 16, len(written))
    start = prelude + struct.pack(">I", binascii.crc32(prelude)) + written + payload
    return start + struct.pack(">I", binascii.crc32(start))


def _header(name: str, value: Any) -> bytes:
    return struct.pack(">B", len(name)) + name.encode() + _header_value(value)


def _header_value(value: Any) -> bytes:
    if isinstance(value, bool):
        return bytes([_TRUE if value else _FALSE])
    if isinstance(value, int):
        return struct.pack(">Bq", _LONG, value)
    if isinstance(value, datetime.datetime):
        return struct.pack(">Bq", _TIMESTAMP, round(value.timestamp() * 1000))
    kind, encoded = (_BYTE_ARRAY, value) if isinstance(value, bytes) else (_STRING, str(value).encode())
    return struct.pack(">BH", kind, len(encoded)) + encoded
