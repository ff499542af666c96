"""Scalars as text, as each part of an answer writes them.

https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait
"""

from __future__ import annotations

import base64
import datetime
import email.utils
from typing import Any


def timestamp(value: datetime.datetime, shape: Any, default: str) -> str | int | float:
    """A moment in the format that the shape asks for, or the protocol's own: seconds are a number, others text."""
    form = shape.serialization.get("timestampFormat", default)
    moment = value.astimezone(datetime.timezone.utc)
    if form == "unixTimestamp":
        seconds = moment.timestamp()
        return int(seconds) if seconds.is_integer() else seconds
    if form == "rfc822":
        return email.utils.format_datetime(moment, usegmt=True)
    return moment.isoformat().replace("+00:00", "Z")


def text(value: Any, shape: Any, timestamp_format: str) -> str:
    """A scalar as the text of an element or a header."""
    kind = shape.type_name
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        return str(timestamp(value, shape, timestamp_format))
    if kind == "blob":
        return base64_text(value)
    return str(value)


def base64_text(value: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(value).decode("ascii")
