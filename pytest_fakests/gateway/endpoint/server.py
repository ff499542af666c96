"""A port of this machine, and the threads that serve it."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import weakref

from pytest_fakests.gateway.endpoint.exchange import Exchange, Respond
from pytest_fakests.gateway.endpoint.limits import Limits

LOOPBACK = "127.0.0.1"
_NAME = "fakests_endpoint"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-type: text/plain\r\n"
    b"content-length: 49\r\n\r\nThis endpoint has as many clients as it can take\n"
)
# Seconds in which threads have to end that were told to: the one that lets clients in, and those that answer them.
_CLOSING = 10
_PATIENCE = 10


class EndpointServer:
    """Answers HTTP on a free port of the loopback address, from `start` to `stop`."""

    def __init__(self, answer: Respond, limits: Limits) -> None:
        self._answer = answer
        self._limits = limits
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, socket.socket] = {}
        # Those of clients that are gone, too, which may still be about to end.
        self._threads: list[threading.Thread] = []
        self._stopping = False
        self._listener = socket.create_server((LOOPBACK, 0), backlog=128)
        self._accepting = threading.Thread(target=self._accept, name=_NAME, daemon=True)
        _servers.add(self)

    @property
    def port(self) -> int:
        """The port."""
        port: int = self._listener.getsockname()[1]
        return port

    def start(self) -> None:
        """Begin to answer."""
        self._accepting.start()

    def stop(self) -> None:
        """End all connections and threads.

        Raises:
            RuntimeError: A thread does not end, since what the test gave as an answer does not.
        """
        self._stopping = True
        # Whoever waits for a client on the closed port of some systems is not told: a last client comes.
        with contextlib.suppress(OSError):
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
        self._accepting.join(_CLOSING)
        self._listener.close()
        with self._lock:
            connections = list(self._connections.values())
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        threads = list(self._threads)
        for thread in threads:
            thread.join(_PATIENCE)
        left = [thread.name for thread in (self._accepting, *threads) if thread.is_alive()]
        if left:
            raise RuntimeError(f"after {_PATIENCE} seconds these threads of the endpoint still run: {', '.join(left)}")

    def forget(self) -> None:
        """Close the copies of the sockets that a forked process has, which would keep the port open."""
        self._listener.close()
        for connection in self._connections.values():
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, client = self._listener.accept()
            except OSError:
                # A client that is gone again; where the port is, the last one was told so.
                if self._listener.fileno() < 0:
                    return
                continue
            if self._stopping:
                connection.close()
                return
            self._begin(connection, client)

    def _begin(self, connection: socket.socket, client: tuple[str, int]) -> None:
        thread = threading.Thread(
            target=self._serve, args=(connection, client), name=f"{_NAME} {client[1]}", daemon=True
        )
        with self._lock:
            free = len(self._connections) < self._limits.connections
            if free:
                self._connections[thread] = connection
        if free:
            self._start(thread, connection)
            return
        with connection, contextlib.suppress(OSError):
            connection.settimeout(1)
            connection.sendall(_FULL)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)

    def _start(self, thread: threading.Thread, connection: socket.socket) -> None:
        try:
            thread.start()
        except RuntimeError:
            # The process has as many threads as it can: this client goes, and the endpoint stays.
            with self._lock:
                del self._connections[thread]
            connection.close()
            return
        self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]

    def _serve(self, connection: socket.socket, client: tuple[str, int]) -> None:
        try:
            # A client may go at any moment.
            with connection, contextlib.suppress(OSError):
                Exchange(connection, client, self._answer, self._limits)
        finally:
            with self._lock:
                del self._connections[threading.current_thread()]


_servers: weakref.WeakSet[EndpointServer] = weakref.WeakSet()


def _forget_all() -> None:
    for server in _servers:
        server.forget()


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has none
    os.register_at_fork(after_in_child=_forget_all)
