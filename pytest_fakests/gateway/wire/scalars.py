"""Text on the wire made into the values that botocore takes."""

from __future__ import annotations

import base64
import datetime
import email.utils
from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.wire.errors import Misfit

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
# STS's own words for an empty number, as measured.
NO_NUMBER = "missing value for decimal type"
_BOOLEANS = {"true": True, "false": False}


def read_timestamp(value: str | float) -> datetime.datetime:
    """A timestamp in any of the three formats that AWS's protocols have: date-time, http-date, epoch-seconds.

    https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait

    Raises:
        ValueError: `value` is none of them.

    Example:
        >>> read_timestamp("Tue, 24 Nov 2026 03:44:26 GMT").isoformat()
        '2026-11-24T03:44:26+00:00'
    """
    if isinstance(value, str):
        if "T" in value[10:11]:
            return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        if "," in value:
            return email.utils.parsedate_to_datetime(value).astimezone(datetime.timezone.utc)
    return _EPOCH + datetime.timedelta(seconds=float(value))


def read_blob(text: str) -> bytes:
    """The bytes behind base64.

    Raises:
        ValueError: `text` is not base64.
    """
    return base64.b64decode(text, validate=True)


def _integer(text: str) -> int:
    # Of what Python takes, underscores and white space are no part of a number on the wire.
    if not text.isascii() or not text.lstrip("+-").isdecimal():
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    # Older versions of botocore write True and False into headers.
    word = text.lower()
    if word not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[word]


# Convert each type of scalar, and how its values are called. Strings need no conversion.
_CONVERTED: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (_integer, "an integer"),
    "long": (_integer, "an integer"),
    "float": (float, "a number"),
    "double": (float, "a number"),
    "boolean": (_boolean, "true or false"),
    "timestamp": (read_timestamp, "a timestamp"),
    "blob": (read_blob, "base64"),
}


def read_scalar(type_name: str, text: Any) -> Any:
    """The value of a scalar of one of botocore's types.

    Raises:
        Misfit: `text` is not a value of the type.
    """
    if type_name not in _CONVERTED:
        return text
    convert, noun = _CONVERTED[type_name]
    try:
        return convert(text)
    except (ValueError, TypeError, OverflowError):
        if convert is _integer and text == "":
            raise Misfit(NO_NUMBER) from None
        raise Misfit(f"{text!r} is not {noun}") from None
