"""How a value of the request is compared with a value of the policy, for each family of condition operators.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import base64
import binascii
import datetime
import decimal
import re
import socket
from collections.abc import Callable

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.matching.globs import Glob, glob, glob_of
from pytest_fakests.iam.matching.variables import Template

Test = Callable[[str, RequestContext], bool]
"""Whether one value of the request matches the one value of the policy that the test was made for."""

_NUMBER = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*", re.ASCII)
# The profile of ISO 8601 at https://www.w3.org/TR/NOTE-datetime; a time without a zone is read as UTC.
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
_PREFIX = re.compile(r"\d{1,3}", re.ASCII)
_EPOCH = datetime.datetime(1970, 1, 1)


def never(had: str, context: RequestContext) -> bool:
    """The test of a policy value that its operator cannot read: it matches nothing."""
    return False


def string_equals(wanted: Template) -> Test:
    """Equal, in every character."""
    plain = wanted.plain
    if plain is not None:
        return lambda had, context: had == plain
    return lambda had, context: had == wanted.text(context)


def string_equals_ignore_case(wanted: Template) -> Test:
    """Equal, in any case; no letter stands for two."""

    def test(had: str, context: RequestContext) -> bool:
        text = wanted.text(context)
        return text is not None and had.lower() == text.lower()

    return test


def string_like(wanted: Template) -> Test:
    """Matched by a pattern."""
    plain = wanted.plain
    if plain is not None:
        # Compiled when it is first compared: a policy may have thousands, most of which no request meets.
        return lambda had, context: glob(plain).matches(had)

    def test(had: str, context: RequestContext) -> bool:
        pattern = wanted.glob(context)
        return pattern is not None and pattern.matches(had)

    return test


def arn_like(wanted: Template) -> Test:
    """Matched part by part: the first five parts of an ARN are compared alone, wildcards do not cross a colon there.

    AWS does not document patterns with fewer than six parts: here "*" matches every ARN, any other nothing.
    """

    plain = wanted.plain
    fixed = None if plain is None else [glob(part) for part in plain.split(":", 5)]

    def test(had: str, context: RequestContext) -> bool:
        patterns = fixed or _part_patterns(wanted.pieces(context))
        parts = had.split(":", 5)
        if not patterns or len(parts) < 6:
            return False
        if len(patterns) < 6:
            return patterns == [glob("*")]
        return all(map(Glob.matches, patterns, parts))

    return test


def numeric(order: Callable[[decimal.Decimal, decimal.Decimal], bool]) -> Callable[[str], Test]:
    """Compared as integers or decimals."""
    return _ordered(number, order)


def date(order: Callable[[decimal.Decimal, decimal.Decimal], bool]) -> Callable[[str], Test]:
    """Compared as moments: an ISO 8601 date and time, or seconds since 1970."""
    return _ordered(moment, order)


def boolean(wanted: str) -> Test:
    """Both true, or both false."""
    value = wanted.lower()
    if value not in {"true", "false"}:
        return never
    return lambda had, context: had.lower() == value


def binary_equals(wanted: str) -> Test:
    """The same bytes, from base64."""
    value = _bytes(wanted)
    return never if value is None else lambda had, context: _bytes(had) == value


def ip_address(wanted: str) -> Test:
    """Within the range; an address without a prefix is a range of one."""
    address, slash, prefix = wanted.partition("/")
    if slash and not _PREFIX.fullmatch(prefix):
        return never
    first = _address(address)
    if first is None or (prefix and int(prefix) > len(first) * 8):
        return never
    host_bits = len(first) * 8 - int(prefix) if prefix else 0
    network = int.from_bytes(first, "big") >> host_bits

    def test(had: str, context: RequestContext) -> bool:
        value = _address(had)
        return value is not None and len(value) == len(first) and int.from_bytes(value, "big") >> host_bits == network

    return test


def _address(text: str) -> bytes | None:
    """The four or sixteen bytes of an address. `ipaddress` reads the same, and takes twenty times as long."""
    try:
        return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)
    except (OSError, ValueError):
        return None


def _part_patterns(pieces: list[tuple[str, bool]] | None) -> list[Glob]:
    parts: list[list[tuple[str, bool]]] = [[]]
    for text, wild in pieces or ():
        first, *others = text.split(":", 6 - len(parts))
        parts[-1].append((first, wild))
        parts.extend([(other, wild)] for other in others)
    return [glob_of(part) for part in parts]


def _ordered(
    read: Callable[[str], decimal.Decimal | None], order: Callable[[decimal.Decimal, decimal.Decimal], bool]
) -> Callable[[str], Test]:
    def compiled(wanted: str) -> Test:
        limit = read(wanted)
        if limit is None:
            return never

        def test(had: str, context: RequestContext) -> bool:
            value = read(had)
            return value is not None and order(value, limit)

        return test

    return compiled


def number(text: str) -> decimal.Decimal | None:
    """The number that a text is; None where it is none."""
    return decimal.Decimal(text.strip()) if _NUMBER.fullmatch(text) else None


def moment(text: str) -> decimal.Decimal | None:
    """The moment that a text tells, in seconds since 1970; None where it tells none."""
    found = _DATE.fullmatch(text)
    # Four digits are a year; epoch seconds have more.
    if not found:
        return number(text)
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        start = datetime.datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    seconds = (start - _EPOCH) // datetime.timedelta(seconds=1) - _offset(zone)
    return seconds + decimal.Decimal(f"0{fraction or '.0'}")


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
