"""What http.client fetches from AWS while a fake is on, and urllib.request, which stands on it."""

from __future__ import annotations

import io
from typing import Any

from pytest_fakests.gateway.endpoint.exchange import Exchange
from pytest_fakests.gateway.endpoint.limits import Limits
from pytest_fakests.gateway.fetches import served
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

# Nobody but the test itself sends here.
_LIMITS = Limits(body=2**40)


class Conversation:
    """What http.client takes for its socket: the gate answers what was sent, once the answer is read.

    Args:
        gate: The gate.
        scheme: "http" or "https".
    """

    def __init__(self, gate: Gate, scheme: str) -> None:
        self._gate = gate
        self._scheme = scheme
        self._sent = bytearray()

    def sendall(self, data: Any) -> None:
        """Take a part of a request."""
        self._sent += data

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BytesIO:
        """The answer to what was sent until now."""
        wire = _Wire(bytes(self._sent))
        self._sent.clear()
        connection: Any = wire
        try:
            Exchange(connection, None, self._answer, _LIMITS)
        except Exception as error:
            return _Failing(error)
        return io.BytesIO(wire.written)

    def close(self) -> None:
        """There is no connection to close."""

    def _answer(self, request: HttpRequest) -> HttpResponse | None:
        url = f"{self._scheme}://{request.url.partition('://')[2]}"
        return served(self._gate, request._replace(url=url))


class _Wire:
    """The other end, as the server of the endpoint sees it."""

    def __init__(self, sent: bytes) -> None:
        self._sent = sent
        self.written = bytearray()

    def makefile(self, *_: Any) -> io.BytesIO:
        """The bytes of the client."""
        return io.BytesIO(self._sent)

    def send(self, data: Any) -> int:
        """Take bytes of the answer, all of them."""
        self.written += data
        return len(data)

    def settimeout(self, seconds: float) -> None:
        """Nothing is waited for."""

    def setsockopt(self, *_: int) -> None:
        """Nothing is sent over a network."""

    def shutdown(self, how: int) -> None:
        """What was not written is not there."""

    def recv(self, size: int) -> bytes:
        """Nothing comes any more."""
        return b""


class _Failing(io.BytesIO):
    """An answer that fails when it is read: while http.client opens this file its response is only half made.

    Python 3.13 complains of a half-made one when it is collected.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def readline(self, size: int | None = -1, /) -> bytes:
        raise self._error
