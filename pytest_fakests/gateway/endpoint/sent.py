"""What one client is sent, as fast as it takes it."""

from __future__ import annotations

import io
from typing import Any

from pytest_fakests.gateway.endpoint.limits import Limits
from pytest_fakests.gateway.endpoint.received import elapsed


class Sent(io.BufferedWriter):
    """The bytes for a connection, one answer after the other.

    Args:
        connection: Where they go to.
        limits: How long a client may take.
    """

    def __init__(self, connection: Any, limits: Limits) -> None:
        self._timed = _Timed(connection, limits)
        super().__init__(self._timed)

    def begin(self) -> None:
        """What goes out now is another answer."""
        self._timed.begin()


class _Timed(io.RawIOBase):
    """Bytes that are taken in time: the next ones of all, and those of one answer together."""

    def __init__(self, connection: Any, limits: Limits) -> None:
        self._connection = connection
        self._limits = limits
        self._ends = 0.0

    def begin(self) -> None:
        self._ends = elapsed() + self._limits.request

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        left = self._ends - elapsed()
        if left <= 0:
            raise TimeoutError("the client takes too long to take the answer")
        self._connection.settimeout(min(left, self._limits.seconds))
        try:
            count: int = self._connection.send(data)
        except TimeoutError:
            # Who closes the file tries once more.
            self._ends = 0.0
            raise
        return count
