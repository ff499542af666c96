"""JSON and CBOR: documents in the form of the answer.

https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

from __future__ import annotations

import json
from typing import Any

from pytest_fakests.gateway.wire.encoding.cbor import write_cbor
from pytest_fakests.gateway.wire.encoding.scalars import base64_text, timestamp
from pytest_fakests.gateway.wire.members import location_name


def json_body(value: dict[str, Any], shape: Any) -> bytes:
    """A structure as JSON, without the members that are no part of the body."""
    return json.dumps(_json(value, shape)).encode()


def cbor_body(value: dict[str, Any], shape: Any) -> bytes:
    """A structure as CBOR, which has bytes and times of its own."""
    return write_cbor(_below(value, shape))


def _json(value: Any, shape: Any) -> Any:
    kind = shape.type_name
    if value is None or (kind == "structure" and shape.is_document_type):
        return value
    if kind == "structure":
        return {
            location_name(name, shape.members[name]): _json(one, shape.members[name])
            for name, one in value.items()
            if not _elsewhere(shape.members[name])
        }
    if kind == "list":
        return [_json(one, shape.member) for one in value]
    if kind == "map":
        return {key: _json(one, shape.value) for key, one in value.items()}
    if kind == "blob":
        return base64_text(value)
    return timestamp(value, shape, "unixTimestamp") if kind == "timestamp" else value


def _below(value: Any, shape: Any) -> Any:
    """The part of a value that is in the body; only event streams are not."""
    return {name: one for name, one in value.items() if not shape.members[name].serialization.get("eventstream")}


def _elsewhere(shape: Any) -> bool:
    facts = shape.serialization
    return "location" in facts or bool(facts.get("eventheader")) or bool(facts.get("eventstream"))
