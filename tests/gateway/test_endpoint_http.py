"""The loopback endpoint as an HTTP server: what it takes, what it refuses, and that nothing of it stays behind."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from freezegun import freeze_time

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


CHUNKED = head("Transfer-Encoding: chunked")
# https://www.rfc-editor.org/rfc/rfc9112
TAKEN = [
    pytest.param(head("Content-Length: 5") + b"hello", "hello", id="with a length"),
    pytest.param(head(), "", id="without a body"),
    pytest.param(CHUNKED + b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello", id="in chunks"),
    pytest.param(CHUNKED + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", "hello", id="in chunks, with trailers"),
]
REFUSED = [
    pytest.param(b"GARBAGE\r\n\r\n", 400, "Bad request syntax ('GARBAGE')", id="no request"),
    pytest.param(b"POST /p HTTP/1.1\r\n\r\n", 400, "there is no header Host", id="no host"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400, "the header Host is none", id="no host in its header"),
    pytest.param(b"GET\xa0/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "the request line is not ASCII text", id="no white space of HTTP's"),
    pytest.param(head("Content-Length: 5\x1d"), 400, "a header holds a control character", id="length and more"),
    pytest.param(head("X: a\0b"), 400, "a header holds a control character", id="a character of no text"),
    pytest.param(
        head("Transfer-Encoding: \x0bchunked"), 400, "a header holds a control character", id="a coding that one reader knows"
    ),
    pytest.param(
        head("Transfer-Encoding: \xa0chunked"), 501, "the transfer coding '\\xa0chunked' is not known; chunked is", id="a coding after another space"
    ),
    pytest.param(
        head("Authorization: AWS4-HMAC-SHA256 x", "authorization: y"), 400, "there are two headers Authorization", id="two signatures"
    ),
    pytest.param(b"GET /p#x HTTP/1.1\r\nHost: h\r\n\r\n", 400, "'/p#x' is no path", id="a part that nobody signs"),
    pytest.param(head("Content-Length: 5", "Content-Length: 5"), 400, "'5,5' is no length of a body", id="one length twice"),
    pytest.param(b"GET /\r\n\r\n", 505, "Invalid HTTP version (0.9)", id="the oldest version"),
    pytest.param(b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400, "'*' is no path", id="no path"),
    pytest.param(b"GET / HTTP/7.0\r\nHost: h\r\n\r\n", 505, "Invalid HTTP version (7.0)", id="another version"),
    pytest.param(b"BREW / HTTP/1.1\r\nHost: h\r\n\r\n", 501, "Unsupported method ('BREW')", id="another method"),
    pytest.param(b"GET /" + b"a" * 70_000, 414, http.HTTPStatus(414).phrase, id="an endless path"),
    pytest.param(head(*(f"H{n}: x" for n in range(200))), 431, "Too many headers", id="endless headers"),
    pytest.param(head("X: " + "x" * 70_000), 431, "Line too long", id="an endless header"),
    pytest.param(head("X: a\rY: b"), 400, "a line holds a CR that does not end it", id="a line in a line"),
    pytest.param(head("X: a\r"), 400, "a line holds a CR that does not end it", id="two ends of a line"),
    pytest.param(
        head("Expect: 100-continue", "X: a\rContent-Length: 5"), 400, "a line holds a CR that does not end it", id="a line in a line, announced"
    ),
    pytest.param(
        CHUNKED + b"0\r\nX: a\rY: b\r\n\r\n", 400, "a line holds a CR that does not end it", id="a line in a line of trailers"
    ),
    pytest.param(head("no header"), 400, "a line of the head is no header", id="no header"),
    pytest.param(head("Content-Length: -1"), 400, "'-1' is no length of a body", id="negative length"),
    pytest.param(head("Content-Length: 5", "Content-Length: 6"), 400, "'5,6' is no length of a body", id="two lengths"),
    pytest.param(
        head("Content-Length: 21"), 413, "the body is longer than the 20 bytes that this endpoint takes", id="too long a body"
    ),
    pytest.param(
        head("Content-Length: 21", "Expect: 100-continue"), 413, "the body is longer than the 20 bytes that this endpoint takes", id="too long a body, announced"
    ),
    pytest.param(
        CHUNKED + b"15\r\n", 413, "the body is longer than the 20 bytes that this endpoint takes", id="too long a chunk"
    ),
    pytest.param(
        head("Transfer-Encoding: chunked", "Content-Length: 5"), 400, "Transfer-Encoding and Content-Length do not go together", id="two ways to the end"
    ),
    pytest.param(head("Transfer-Encoding: gzip"), 501, "the transfer coding 'gzip' is not known; chunked is", id="another coding"),
    pytest.param(CHUNKED + b"zz\r\n", 400, "b'zz\\r\\n' is no size of a chunk", id="no size"),
    pytest.param(CHUNKED + b"2\r\nhello\r\n", 400, "a chunk is longer than its size says", id="a longer chunk"),
    pytest.param(CHUNKED + b"0\r\n" + b"X: 1\r\n" * 2000, 431, "the trailers are too long", id="endless trailers"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "body"), TAKEN)
def test_body_is_read(data: bytes, body: str) -> None:
    """Whole, however it is framed."""
    assert exchanged(data) == (200, body)


@pytest.mark.parametrize(("data", "status", "text"), REFUSED)
def test_what_is_no_request_is_refused(data: bytes, status: int, text: str) -> None:
    """With a status and a line that says what is wrong; and what comes next is answered as ever."""
    assert exchanged(data) == (status, f"{text}\n")


CUT = [
    pytest.param(head("Content-Length: 5")[:-2], "the head ends before its empty line", id="head"),
    pytest.param(head("Content-Length: 5") + b"hel", "the body ends after 3 of 5 bytes", id="body"),
    pytest.param(CHUNKED + b"5\r\nhel", "the body ends after 3 of 5 bytes", id="chunk"),
    pytest.param(CHUNKED + b"0\r\nX: 1\r\n", "the body ends before its last line", id="trailers"),
]


@pytest.mark.parametrize(("data", "text"), CUT)
def test_request_that_is_cut_off_is_refused(data: bytes, text: str) -> None:
    """A client that stops in the middle gets no answer of the gate's."""
    with serving() as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert (response.status, response.read().decode()) == (400, f"{text}\n")


def test_connection_carries_several_requests() -> None:
    """One after the other, as long as nobody ends it."""
    with serving() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        bodies = []
        for text in ("one", "two"):
            connection.request("POST", "/", text)
            response = connection.getresponse()
            bodies.append((response.read(), response.getheader("connection"), connection.sock is not None))
        connection.close()
    assert bodies == [(b"one", "keep-alive", True), (b"two", "keep-alive", True)]


def test_client_that_waits_to_send_is_told_to() -> None:
    """Expect: 100-continue is answered before the body comes."""
    with serving() as port, socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head("Content-Length: 5", "Expect: 100-continue"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hello")
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.read() == b"hello"


@pytest.mark.parametrize(
    ("data", "url"),
    [
        pytest.param(b"GET //a%2Fb/../c?x=%20 HTTP/1.1\r\nHost: h\r\n\r\n", "http://h//a%2Fb/../c?x=%20", id="as it was sent"),
        pytest.param(b"GET http://sts.amazonaws.com/a HTTP/1.1\r\nHost: h\r\n\r\n", "http://sts.amazonaws.com/a", id="to a proxy"),
    ],
)  # fmt: skip
def test_url_is_that_of_the_request(data: bytes, url: str) -> None:
    """Nothing is normalised: the signature is over what was sent."""
    assert exchanged(data, lambda request: HttpResponse(200, {}, request.url.encode())) == (200, url)


def test_headers_of_one_name_are_joined() -> None:
    """With a comma, as a signature has them."""
    answer = exchanged(head("X-A: 1", "x-a: 2"), lambda request: HttpResponse(200, {}, request.headers["x-a"].encode()))
    assert answer == (200, "1,2")


@pytest.mark.parametrize(
    ("method", "status", "headers", "length"),
    [
        pytest.param("HEAD", 200, {"content-length": "7"}, "7", id="HEAD, of an object"),
        pytest.param("HEAD", 403, {}, "5", id="HEAD"),
        pytest.param("DELETE", 204, {}, None, id="no content"),
        pytest.param("GET", 304, {}, None, id="not modified"),
        pytest.param("GET", 200, {"content-length": "7"}, "5", id="a length that is wrong"),
    ],
)
def test_length_is_that_of_the_answer(method: str, status: int, headers: dict[str, str], length: str | None) -> None:
    """Answers without a body have none, and the next one comes through."""
    with serving(lambda request: HttpResponse(status, headers, b"hello")) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(2):
            connection.request(method, "/")
            response = connection.getresponse()
            body = response.read()
            assert (response.getheader("content-length"), body) == (
                length,
                b"hello" if (method, status) == ("GET", 200) else b"",
            )
        connection.close()


def test_header_of_an_answer_is_one_line_of_latin_1() -> None:
    """A value cannot end the head, and no character ends the connection."""
    with serving(lambda request: HttpResponse(200, {"x-a": "1\r\nx-b: 2\u2028é€"}, b"")) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/")
        headers = connection.getresponse().headers
        connection.close()
    assert (headers["x-a"], headers["x-b"]) == ("1 x-b: 2 é?", None)


def test_connection_breaks_where_the_answer_says_so() -> None:
    """The client sees what a network sees that fails."""
    with serving(lambda request: None) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/")
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
        connection.close()


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
