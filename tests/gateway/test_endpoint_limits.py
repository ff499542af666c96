"""The loopback endpoint's limits: how many clients, and how long a request and the taking of an answer may last."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import threading
import time

from freezegun import freeze_time
from loopback_server import head, serving

from pytest_fakests.gateway.endpoint import Limits
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse


def test_clients_are_counted() -> None:
    """As many as the limit are served, the next is told to come later, and is served once another has gone."""
    with serving() as port:
        clients = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(3)]

        def status(client: http.client.HTTPConnection) -> tuple[int, bytes]:
            client.request("GET", "/")
            response = client.getresponse()
            return response.status, response.read()

        statuses = [status(client) for client in clients]
        clients[0].close()
        ends = time.monotonic() + 60
        while statuses[-1][0] != 200 and time.monotonic() < ends:
            statuses.append(status(clients[2]))
        for client in clients:
            client.close()
    full = (503, b"This endpoint has as many clients as it can take\n")
    assert (statuses[:3], set(statuses[3:-1]) <= {full}, statuses[-1][0]) == ([(200, b""), (200, b""), full], True, 200)


def test_a_hundred_clients_at_once_are_served_or_refused() -> None:
    """Each gets a whole answer: 64 that of the gate, the others one that says why not; no thread is left."""
    with contextlib.ExitStack() as stack, serving(limits=Limits()) as port:
        clients = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(100)]
        for client in clients:
            stack.callback(client.close)
            client.request("POST", "/", "hello")
        answers = [(response.status, response.read()[:5]) for response in (client.getresponse() for client in clients)]
    assert (answers.count((200, b"hello")), answers.count((503, b"This ")), threads()) == (64, 36, set())


def test_silent_client_is_left() -> None:
    """Who sends nothing for too long is cut off."""
    limits = Limits(seconds=0.05)
    with serving(limits=limits) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\n")
        received = b""
        # What a client sends that was cut off before is answered by a reset.
        with contextlib.suppress(ConnectionError):
            received = connection.recv(100)
        assert received == b""


def test_request_that_takes_too_long_is_refused() -> None:
    """Who sends a byte now and then is told how long a whole request may take, and holds no place for ever."""
    limits = Limits(seconds=5, request=0.05)
    with serving(limits=limits) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        received = dripped(connection, b"POST / HTTP/1.1\r\n")
    assert received.endswith(b"\r\n\r\nthe request took longer than the 0.05 seconds that it has\n")
    assert received.startswith(b"HTTP/1.1 408 ")


def test_body_that_takes_too_long_is_refused() -> None:
    """The time of a request is that of its head and its body together."""
    limits = Limits(seconds=5, request=0.05)
    with serving(limits=limits) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        assert dripped(connection, head("Content-Length: 1000000")).startswith(b"HTTP/1.1 408 ")


def test_who_takes_an_answer_too_slowly_has_no_place() -> None:
    """Who goes on reading is cut off when the whole answer should have been taken."""
    limits = Limits(connections=1, body=20, seconds=5, request=0.3)

    def large(_: HttpRequest) -> HttpResponse:
        return HttpResponse(200, {}, b"x" * 50_000_000)

    with serving(large, limits) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head())
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        reads = 0
        while threads_of_clients() and reads < 500:
            connection.recv(65536)
            select.select([], [], [], 0.01)
            reads += 1
    assert reads < 500


def threads_of_clients() -> set[threading.Thread]:
    """The threads that serve a client."""
    return {thread for thread in threads() if " " in thread.name}


def dripped(connection: socket.socket, start: bytes) -> bytes:
    """What comes of a request that goes on byte by byte, for a few seconds at most."""
    connection.sendall(start)
    for _ in range(500):
        connection.sendall(b"a")
        if select.select([connection], [], [], 0.01)[0]:
            break
    return connection.recv(65536)


def test_time_of_a_request_is_no_test_s() -> None:
    """A test may move its clock by hours while a request is on its way."""
    with (
        freeze_time(auto_tick_seconds=1000),
        serving() as port,
        socket.create_connection(("127.0.0.1", port), timeout=60) as connection,
    ):
        connection.sendall(head("Content-Length: 5", "Expect: 100-continue"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hello")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")


def test_who_was_refused_and_goes_on_has_no_place() -> None:
    """It is read for a moment, so that it sees why it was refused, and then left."""
    limits = Limits(connections=1, seconds=0.05)
    with serving(limits=limits) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GARBAGE\r\n\r\n")
        status, ends = 0, time.monotonic() + 60
        while status != 200 and time.monotonic() < ends:
            with contextlib.suppress(OSError):
                connection.sendall(b"a")
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            # On a busy machine this client, too, may be silent for too long.
            with contextlib.suppress(OSError):
                client.request("GET", "/")
                status = client.getresponse().status
            client.close()
    assert status == 200


def threads() -> set[threading.Thread]:
    """The threads of the endpoint."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("fakests_endpoint")}
