"""Values that are hard on a reader of policies: what is long, odd, at an edge, or looks like something else."""

from __future__ import annotations

import datetime
import decimal
import random
from collections import UserDict, UserString
from types import MappingProxyType
from typing import Any


class Word(str):
    """A string that is not quite one."""

    __slots__ = ()

    def __str__(self) -> str:
        return "another text"


# Line breaks, NUL, no-break space, a lone surrogate, an emoji, letters that change their length with their case, a
# combining accent, digits that are no ASCII, right-to-left text, and what JSON, globs and variables are written with.
TEXTS = (
    *("", " ", "\n", "a\r\nb", "\0", "\x7f", "\xa0", "\u2028", "\ufeff", "\ud800", "\U0001f600"),
    *("\xdf", "\u0130", "\u01c6", "\u212a", "e\u0301", "\u0661\u0662", "\uff11", "\xb2", "\u202e", "\ufdfa"),
    *("\\", '"', "'", "{}", "%s", "*", "?", "**", "*?*", "[a-z]*", "(a+)+$", "a|b", ".*", ":", "::::::", "/", ","),
    *("$", "${", "${}", "${*}", "${?}", "${$}", "$${aws:username}", "${aws:username", "${aws:username}}", "${${a}}"),
    *("${aws:username, 'x'}", "${aws:username,'}'}", "${aws:username, x}", "${aws:TagKeys}", "${ AWS:Username }"),
    *("true", "TRUE", "yes", "null", "None", "nan", "Infinity", "Allow", "allow", "arn:", "arn:aws", "arn:aws:s3"),
)
NUMBERS = (
    *("0", "-0", "+1", "-.5", "1.", ".", "1e3", "1e999999999", "-1E-999999999", "0x10", "1_000", " 7 ", "\n7\n"),
    *("\uff17", "\u0667", "NaN", "inf", "9" * 400, "0." + "0" * 400 + "1", "9" * 5000, "1" * 20_000),
)
DATES = (
    *("2026", "2026-01", "2026-01-31", "2026-01-31T12:00Z", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.5+01:00"),
    *("0000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:60Z", "10000-01-01"),
    *("2026-02-30", "2026-13-01", "2026-01-31T24:00:00Z", "2026-01-31T12:00:00+99:99", "2026-01-31t12:00:00z"),
    *("253402300800", "-62135596801", "1" * 400, "2026-01-31T12:00:00." + "9" * 5000 + "Z", "\u0662026-01-01"),
)
ADDRESSES = (
    *("203.0.113.7", "203.0.113.0/24", "203.0.113.7/24", "0.0.0.0/0", "1.2.3.4/33", "1.2.3.4/255.0.255.0", "1.2.3"),
    *("::", "::/0", "2001:db8::/32", "2001:DB8:0:0:0:0:0:1", "::ffff:1.2.3.4", "fe80::1%eth0", "::/129", ":::"),
    *("01.02.03.04", "1.2.3.4/", "/", "1.2.3.4/00000000000000000000008", "1.2.3.4 ", "\uff11.2.3.4", "7" * 2000),
)
BINARIES = ("", "QmluYXJ5", "QmluYXJ5=", "====", "Q", "Qm l", "Qm\nlu", "-_-_", "\xe9", "A" * 20_001)
RESOURCES = (
    *("arn:*:*:*:*:*", "arn:", "**", "*a", "arn:aws:s3", "arn:${aws:username}:s3:::b", "arn:aws:*:::b", "arn:x:s3:::b"),
    *("arn:aws:iam:eu-west-1:123456789012:role/*", "arn:aws:iam::123456789012:rule/a", "arn:aws:s3::::::*"),
)
KEYS = ("AWS:USERNAME", "aws:PrincipalTag/\xdf", "aws:RequestTag/", "", ":", "ex:", ":k", "ex:\0", "username", "a:b:c")
PRINCIPALS = (
    *("*", "123456789012", "arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:user/people/julie"),
    *("arn:aws:iam::123456789012:role/app/reader", "arn:aws:sts::123456789012:assumed-role/reader/nightly"),
    *("arn:aws:sts::123456789012:federated-user/julie", "AIDAEXAMPLE", "AROAEXAMPLE", "arn:aws:iam::123456789012:*"),
    *("lambda.amazonaws.com", "accounts.google.com", "arn:aws:iam::123456789012:oidc-provider/example.com/a", "12345"),
    *("arn:aws:iam::123456789012:saml-provider/idp", "arn:aws:iam::123456789012:group/admins", "\uff11" * 12),
)


def hard_pattern(random: random.Random) -> str:
    """A pattern on which a matcher that goes back to try again would spend ages."""
    times = random.choice((3, 30, 300, 3000))
    unit = random.choice(("*a", "*", "?", "?*", "*?a", "a*b", "*aa", "${*}*", "*a?"))
    return unit * times + random.choice(("", "b", "*", "?", "*b"))


def hard_text(random: random.Random) -> str:
    """A text that hard patterns nearly match."""
    return random.choice(("a", "ab", "aab", "*", "?")) * random.choice((3, 40, 500, 5000)) + random.choice(("", "c"))


def text(random: random.Random) -> str:
    """A string that is odd, or hard to match."""
    pools = (TEXTS, NUMBERS, DATES, ADDRESSES, BINARIES, RESOURCES, KEYS, PRINCIPALS)
    choice = random.random()
    if choice < 0.1:
        return hard_pattern(random)
    if choice < 0.15:
        return hard_text(random)
    if choice < 0.25:
        return "".join(random.choice(TEXTS) for _ in range(random.randrange(8)))
    return random.choice(random.choice(pools))


def scalar(random: random.Random) -> Any:
    """A value that is no string: of JSON, of Python, or of neither."""
    return random.choice(
        (
            *(None, True, False, 0, -1, 1.5, -0.0, 10**39, 10**40, -(10**60), 10**5000),
            *(1e308, float("inf"), float("nan"), 1j, decimal.Decimal("NaN"), object, object(), len, ...),
            *(b"", b"Allow", bytearray(b"\xff"), Word("Allow"), UserString("Allow"), datetime.date(2026, 1, 31)),
        )
    )


def deep(random: random.Random, inner: Any) -> Any:
    """The value, many levels down."""
    levels = random.choice((1, 2, 10, 16, 17, 100, 500))
    for _ in range(levels):
        inner = [inner] if random.random() < 0.5 else {random.choice(("Statement", "Action", "AWS", "x")): inner}
    return inner


def large(random: random.Random, inner: Any) -> Any:
    """The value, many times: the same object, so that it is small in memory and large when it is written."""
    shape = random.randrange(4)
    if shape == 0:
        return [inner] * random.choice((2, 100, 5_000, 100_000))
    if shape == 1:
        return {f"key{number}": inner for number in range(random.choice((2, 100, 5_000)))}
    if shape == 2:
        itself: list[Any] = [inner]
        itself.append(itself)
        return itself
    for _ in range(random.choice((2, 8, 40))):
        inner = [inner, inner, inner]
    return inner


def container(random: random.Random, inner: Any) -> Any:
    """The value in something that is nearly a list or an object."""
    return random.choice(
        (
            lambda: [inner],
            lambda: [],
            lambda: {},
            lambda: (inner, inner),
            lambda: [[inner]],
            lambda: {"AWS": inner},
            lambda: {"": inner},
            lambda: {1: inner, None: inner},
            lambda: {Word("Effect"): inner, "another text": inner},
            lambda: UserDict({"Statement": inner}),
            lambda: MappingProxyType({"Statement": inner}),
            lambda: iter([inner]),
            lambda: {"Allow", "Deny"},
        )
    )()


def anything(random: random.Random, inner: Any) -> Any:
    """A value to put in the place of `inner`."""
    choice = random.random()
    if choice < 0.5:
        return text(random)
    if choice < 0.65:
        return scalar(random)
    if choice < 0.8:
        return container(random, inner)
    return deep(random, inner) if choice < 0.9 else large(random, inner)
