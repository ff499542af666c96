"""What one client sends, as it comes in."""

from __future__ import annotations

import io
import sys
import time
from typing import Any

from pytest_fakests.gateway.endpoint.bodies import Refused
from pytest_fakests.gateway.endpoint.limits import Limits


def elapsed() -> float:
    """Seconds by a clock that no test moves: a request may be on its way while one does."""
    # While a test imports freezegun its module is there, and may have nothing yet.
    now: float = getattr(sys.modules.get("freezegun.api"), "real_monotonic", time.monotonic)()
    return now


class Received(io.BufferedReader):
    """The bytes of a connection, one request after the other.

    Args:
        raw: The bytes, unbuffered.
        connection: Where they come from, which has the time limit of each read.
        limits: How long a client may take.
    """

    def __init__(self, raw: Any, connection: Any, limits: Limits) -> None:
        self._timed = _Timed(raw, connection, limits)
        super().__init__(self._timed)
        self._line, self._has_bare_cr = b"", False

    def begin(self) -> None:
        """What comes now is another request."""
        self._timed.ends = None
        self._has_bare_cr = False

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line; what is wrong with it is told later."""
        self._line = super().readline(size)
        self._has_bare_cr |= b"\r" in self._line.removesuffix(b"\n").removesuffix(b"\r")
        return self._line

    def check_lines(self) -> None:
        """Hold the lines to what ends them, which the readers of the standard library do not.

        https://www.rfc-editor.org/rfc/rfc9112#section-2.2

        Raises:
            Refused: One holds a CR that does not end it, which another reader may take for an end; or the last one is
                not the empty line.
        """
        if self._has_bare_cr:
            raise Refused(400, "a line holds a CR that does not end it")
        if self._line not in (b"\r\n", b"\n"):
            raise Refused(400, "the head ends before its empty line")


class _Timed(io.RawIOBase):
    """Bytes that come in time: the next ones of all, and those of one request together."""

    def __init__(self, raw: Any, connection: Any, limits: Limits) -> None:
        self.ends: float | None = None
        self._raw = raw
        self._connection = connection
        self._limits = limits

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def readinto(self, buffer: Any, /) -> int | None:
        # The time of a request begins with its first bytes.
        left = self._limits.request if self.ends is None else self.ends - elapsed()
        if left <= 0:
            raise self._late()
        self._connection.settimeout(min(left, self._limits.seconds))
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError:
            if left < self._limits.seconds and self.ends is not None:
                raise self._late() from None
            raise
        if self.ends is None:
            self.ends = elapsed() + self._limits.request
        return count

    def _late(self) -> Refused:
        return Refused(408, f"the request took longer than the {self._limits.request:g} seconds that it has")
