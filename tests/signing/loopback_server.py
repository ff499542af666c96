"""A server of the loopback endpoint's kind, and bytes that are sent to it."""

from __future__ import annotations

import contextlib
import http.client
import socket
from collections.abc import Callable, Iterator

from pytest_fakests.gateway.endpoint import EndpointServer, Limits
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

SMALL = Limits(connections=2, body=20, seconds=60)
Answer = Callable[[HttpRequest], HttpResponse | None]


def echo(request: HttpRequest) -> HttpResponse:
    """What arrived: the method, the URL and the body."""
    return HttpResponse(200, {"x-method": request.method, "x-url": request.url}, request.body)


@contextlib.contextmanager
def serving(answer: Answer = echo, limits: Limits = SMALL) -> Iterator[int]:
    """A server that gives these answers; gives its port."""
    server = EndpointServer(answer, limits)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def exchanged(data: bytes, answer: Answer = echo) -> tuple[int, str]:
    """Status and body of what the server answers to these bytes."""
    with serving(answer) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(data)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read().decode()


def head(*lines: str) -> bytes:
    """The head of a request."""
    return "\r\n".join(("POST /p HTTP/1.1", "Host: h", *lines, "", "")).encode("latin-1")
