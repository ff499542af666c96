"""A virtual MFA device: time-based one-time passwords by the ambient clock (RFC 6238)."""

from __future__ import annotations

import hmac
import struct

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.credentials import same_text

_STEP = 30
_DIGITS = 6
# A code of the step before or after is taken too, for devices whose clock is a little off (RFC 6238, 5.2).
_DRIFT = (0, -1, 1)


class VirtualMfa:
    """A virtual MFA device of a user.

    Attributes:
        serial: Its ARN, which a request passes as SerialNumber.
    """

    def __init__(self, serial: str, secret: bytes) -> None:
        self.serial = serial
        self._secret = secret
        self._used: set[int] = set()

    def code(self) -> str:
        """The six digits that the device shows now."""
        return self._code(self._step())

    def take(self, code: str) -> bool:
        """Whether `code` is right and was not used before; a right one is used up."""
        for drift in _DRIFT:
            step = self._step() + drift
            if step not in self._used and same_text(self._code(step), code):
                self._used.add(step)
                return True
        return False

    def _step(self) -> int:
        return int(clock.now().timestamp()) // _STEP

    def _code(self, step: int) -> str:
        digest = hmac.new(self._secret, struct.pack(">Q", step), "sha1").digest()
        start = digest[-1] & 15
        number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
        return f"{number % 10**_DIGITS:0{_DIGITS}d}"
