"""One-time passwords, against the vectors of RFC 6238."""

from __future__ import annotations

import datetime

import pytest
from freezegun import freeze_time

from pytest_fakests.cloud.mfa import VirtualMfa

SECRET = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1: seconds since the epoch, and the last six of the eight digits there.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def at(seconds: int) -> datetime.datetime:
    """A moment by its seconds since the epoch."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_device_shows_the_codes_of_the_rfc(seconds: int, code: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc6238#appendix-B"""
    with freeze_time(at(seconds)):
        assert VirtualMfa("serial", SECRET).code() == code


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_of_the_step_before_or_after_is_taken(seconds: int, taken: bool) -> None:
    """A device whose clock is up to one step of 30 seconds off still serves."""
    device = VirtualMfa("serial", SECRET)
    with freeze_time(at(1111111110 + seconds)):
        code = device.code()
    with freeze_time(at(1111111110)):
        assert device.take(code) is taken


def test_a_code_is_taken_once_and_the_next_one_again() -> None:
    """What was used is used up; the next step has a code of its own."""
    device = VirtualMfa("serial", SECRET)
    with freeze_time(at(1111111110)) as frozen:
        assert device.take(device.code())
        assert not device.take(device.code())
        frozen.tick(30)
        assert device.take(device.code())
