"""The end of the loopback endpoint: nothing of it stays behind."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
from loopback_server import SMALL, echo, head, serving

from pytest_fakests.gateway.endpoint import EndpointServer, Limits
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse


def test_only_this_machine_is_served_and_only_until_the_end() -> None:
    """The port is one of the loopback address, and of no other; after it nobody of this process has it."""
    server = EndpointServer(echo, SMALL)
    server.start()
    try:
        assert server._listener.getsockname()[0] == "127.0.0.1"
    finally:
        server.stop()
    # Another process may have got the port by now.
    assert server._listener.fileno() == -1


def threads() -> set[threading.Thread]:
    """The threads of the endpoint."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("fakests_endpoint")}


def test_nothing_stays_behind() -> None:
    """Open connections, those in the middle of a request and those that never sent one end with the endpoint."""
    waiting: list[Any] = []
    with serving(limits=Limits()) as port:
        for data in (b"", b"POST / HTTP/1.1\r\n", head("Content-Length: 5") + b"he", head("Content-Length: 2") + b"he"):
            waiting.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            waiting[-1].sendall(data)
        # The answer to the last one shows that all are connected.
        assert waiting[-1].recv(15) == b"HTTP/1.1 200 OK"
        assert len(threads()) == 5
    assert threads() == set()
    for connection in waiting:
        connection.close()


class Lingering:
    """A lock; who gives it up by the name of a client's thread goes on only when that thread is waited for."""

    def __init__(self) -> None:
        self.given_up, self.go_on = threading.Event(), threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        if threading.current_thread().name.startswith("fakests_endpoint "):
            self.given_up.set()
            self.go_on.wait(60)


def test_threads_of_clients_that_are_gone_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that has served its client may still be about to end: it is waited for like the others."""
    server, join = EndpointServer(echo, SMALL), threading.Thread.join
    server._lock = lock = Lingering()  # type: ignore[assignment]  # it is used in `with` only

    def joined(thread: threading.Thread, timeout: float | None = None) -> None:
        if thread.name != "fakests_endpoint":
            lock.go_on.set()
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", joined)
    server.start()
    socket.create_connection(("127.0.0.1", server.port), timeout=60).close()
    lock.given_up.wait(60)
    server.stop()
    left = threads()
    lock.go_on.set()
    for thread in left:
        thread.join(60)
    assert left == set()


def test_answer_that_never_comes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that cannot be ended is named, in place of a run that hangs."""
    monkeypatch.setattr("pytest_fakests.gateway.endpoint.server._PATIENCE", 0.05)
    entered, leave = threading.Event(), threading.Event()

    def stuck(request: HttpRequest) -> HttpResponse:
        entered.set()
        leave.wait(60)
        return echo(request)

    server = EndpointServer(stuck, SMALL)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head())
        entered.wait(60)
        name = f"fakests_endpoint {connection.getsockname()[1]}"
        with pytest.raises(RuntimeError) as caught:
            server.stop()
    leave.set()
    for thread in threads():
        thread.join(60)
    assert str(caught.value) == f"after 0.05 seconds these threads of the endpoint still run: {name}"
