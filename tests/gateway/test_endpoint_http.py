"""The loopback endpoint as an HTTP server: what it takes, and what it refuses."""

from __future__ import annotations

import http.client
import socket

import pytest
from loopback_server import exchanged, head, serving

from pytest_fakests.gateway.wire.encoding import HttpResponse

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
        pytest.param(b"GET /A HTTP/1.1\r\nHost: B.s3.AmazonAWS.com.:80\r\n\r\n", "http://b.s3.amazonaws.com:80/A", id="a host as nobody writes it"),
    ],
)  # fmt: skip
def test_url_is_that_of_the_request(data: bytes, url: str) -> None:
    """Nothing of the path is normalised: the signature is over what was sent."""
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
