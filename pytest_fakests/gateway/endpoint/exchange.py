"""One client's connection: requests are read from it, and answers written to it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from email.errors import MultipartInvariantViolationDefect, NoBoundaryInMultipartDefect, StartBoundaryNotFoundDefect
from http.server import BaseHTTPRequestHandler
from typing import Any

from pytest_fakests.gateway.endpoint.bodies import Refused, check_length, read_body
from pytest_fakests.gateway.endpoint.limits import Limits
from pytest_fakests.gateway.endpoint.received import Received, elapsed
from pytest_fakests.gateway.endpoint.sent import Sent
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.http import at_plain_host

Respond = Callable[[HttpRequest], HttpResponse | None]
"""Gives the answer to a request; None: the connection breaks."""

_BODILESS = (204, 304)
# What the parser of headers misses in the head of a form, whose parts are in the body.
_NO_BODY_YET = (StartBoundaryNotFoundDefect, NoBoundaryInMultipartDefect, MultipartInvariantViolationDefect)
_LINE = re.compile(r"[!-~]+ +[!-~]+ +[!-~]+ *")
_HOST = re.compile(r"[A-Za-z0-9._~-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
# https://www.rfc-editor.org/rfc/rfc9110#section-5.5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Bytes that are still read of a request which was refused: a client that is cut off while it sends may not see why.
_DRAINED = 1024 * 1024
# Seconds that it is read for.
_DRAINING = 1


class Exchange(BaseHTTPRequestHandler):
    """Reads and answers the requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    rbufsize = 0
    disable_nagle_algorithm = True

    def __init__(self, connection: socket.socket, client: Any, answer: Respond, limits: Limits) -> None:
        self._answer = answer
        self._limits = limits
        connection.settimeout(limits.seconds)
        super().__init__(connection, client, None)  # type: ignore[arg-type]  # there is no server of socketserver's

    def setup(self) -> None:
        """Make files of the connection."""
        super().setup()
        self.rfile = self._received = Received(self.rfile, self.connection, self._limits)
        # An answer goes out at once: in two pieces the second would wait for the client to confirm the first.
        self.wfile = self._sent = Sent(self.connection, self._limits)

    def handle_one_request(self) -> None:
        """Read a request and answer it."""
        self._received.begin()
        # Until it is read it is none of those that get no body.
        self.command = ""
        try:
            super().handle_one_request()
        except Refused as late:
            self.send_error(late.status, str(late))

    def exchange(self) -> None:
        """Read the rest of a request whose head was read, and answer it."""
        try:
            request = self._request()
        except Refused as bad:
            self.send_error(bad.status, str(bad))
            return
        answer = self._answer(request)
        if answer is None:
            self._break()
            return
        self._write(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = exchange

    def handle_expect_100(self) -> bool:
        """Let the client send its body, if it is one that can be taken."""
        try:
            self._check_head()
            check_length(self._fields(), self._limits.body)
        except Refused as bad:
            self.send_error(bad.status, str(bad))
            return False
        self._sent.begin()
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request, in plain text, and end the connection."""
        self.close_connection = True
        # Of a line that cannot be read the version is not known, and the oldest one would have no status.
        self.request_version = self.protocol_version
        body = f"{message or self.responses[code][0]}\n".encode()
        self._write(HttpResponse(code, {"content-type": "text/plain;charset=UTF-8"}, body))
        self._drain()

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: what was called is in `fakests.calls`."""

    def _check_head(self) -> None:
        if self.request_version == "HTTP/0.9":
            raise Refused(505, "Invalid HTTP version (0.9)")
        if not _LINE.fullmatch(self.requestline):
            raise Refused(400, "the request line is not ASCII text")
        self._received.check_lines()
        defects = [one for one in self.headers.defects if not isinstance(one, _NO_BODY_YET)]
        if defects or self.headers.get_payload():
            raise Refused(400, "a line of the head is no header")
        if any(_CONTROL.search(value) for value in self.headers.values()):
            raise Refused(400, "a header holds a control character")
        if len(self.headers.get_all("authorization", [])) > 1:
            raise Refused(400, "there are two headers Authorization")

    def _request(self) -> HttpRequest:
        self._check_head()
        # As it was sent: `self.path` has fewer slashes.
        target = self.requestline.split()[1]
        fields = self._fields()
        if target.startswith(("http://", "https://")):
            # As a client writes it that takes this for its proxy.
            host, _, rest = target.partition("://")[2].partition("/")
            fields["host"], target = host, f"/{rest}"
        if not target.startswith("/") or "#" in target:
            raise Refused(400, f"{target!r} is no path")
        if not _HOST.fullmatch(fields.get("host", "")):
            raise Refused(400, "there is no header Host" if "host" not in fields else "the header Host is none")
        body = read_body(fields, self.rfile, self._limits.body)
        # Of a body in chunks, whose trailers are lines, too.
        self._received.check_lines()
        return HttpRequest(self.command, at_plain_host(f"http://{fields['host']}{target}"), fields, body)

    def _fields(self) -> dict[str, str]:
        """The headers, lower-cased; of several with a name the values are joined, as signatures have them."""
        fields: dict[str, str] = {}
        for name, value in self.headers.items():
            lower = name.lower()
            fields[lower] = f"{fields[lower]},{value}" if lower in fields else value
        return fields

    def _write(self, answer: HttpResponse) -> None:
        self._sent.begin()
        self.send_response_only(answer.status)
        without_body = self.command == "HEAD" or answer.status in _BODILESS
        headers = dict(answer.headers)
        if not (without_body and "content-length" in headers):
            headers["content-length"] = str(len(answer.body))
        if answer.status in _BODILESS:
            del headers["content-length"]
        headers["connection"] = "close" if self.close_connection else "keep-alive"
        for name, value in headers.items():
            self.send_header(name, _one_line(value))
        self.end_headers()
        if not without_body:
            self.wfile.write(answer.body)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _drain(self) -> None:
        left, ends = _DRAINED, elapsed() + min(_DRAINING, self._limits.seconds)
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (seconds := ends - elapsed()) > 0:
                self.connection.settimeout(seconds)
                received = len(self.connection.recv(65536))
                left = left - received if received else 0
        except OSError:
            return


def _one_line(value: str) -> str:
    """A value as a header can have it."""
    return " ".join(value.splitlines()).encode("latin-1", "replace").decode("latin-1")
