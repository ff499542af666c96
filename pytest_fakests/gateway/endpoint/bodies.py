"""The body of a request, as its headers frame it.

https://www.rfc-editor.org/rfc/rfc9112#section-6
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BufferedIOBase

_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
# Bytes of a line between chunks, and of all trailers.
_LINE = 8192


class Refused(Exception):
    """A request that cannot be read.

    Attributes:
        status: The HTTP status that says so.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def check_length(headers: Mapping[str, str], limit: int) -> int | None:
    """The length that the headers announce; None where the body comes in chunks.

    Raises:
        Refused: They announce no length that can be read, two ways to find the end, or one over the limit.
    """
    coding, length = headers.get("transfer-encoding"), headers.get("content-length")
    if coding is not None:
        if length is not None:
            raise Refused(400, "Transfer-Encoding and Content-Length do not go together")
        # White space of HTTP's, and no other: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3
        if coding.strip(" \t").lower() != "chunked":
            raise Refused(501, f"the transfer coding {coding!r} is not known; chunked is")
        return None
    if length is None:
        return 0
    length = length.strip(" \t")
    if not _LENGTH.fullmatch(length):
        raise Refused(400, f"{length!r} is no length of a body")
    if int(length) > limit:
        raise _too_long(limit)
    return int(length)


def read_body(headers: Mapping[str, str], stream: BufferedIOBase, limit: int) -> bytes:
    """The body, without the framing of chunks.

    Raises:
        Refused: It is malformed, ends too early, or is longer than `limit` bytes.
    """
    length = check_length(headers, limit)
    return _chunks(stream, limit) if length is None else _exactly(stream, length)


def _exactly(stream: BufferedIOBase, length: int) -> bytes:
    body = stream.read(length)
    if len(body) < length:
        raise Refused(400, f"the body ends after {len(body)} of {length} bytes")
    return body


def _chunks(stream: BufferedIOBase, limit: int) -> bytes:
    body = bytearray()
    while True:
        line = stream.readline(_LINE)
        found = _CHUNK_SIZE.fullmatch(line)
        if found is None:
            raise Refused(400, f"{line[:40]!r} is no size of a chunk")
        size = int(found[1], 16)
        if len(body) + size > limit:
            raise _too_long(limit)
        if size == 0:
            _skip_trailers(stream)
            return bytes(body)
        body += _exactly(stream, size)
        if stream.readline(3) not in (b"\r\n", b"\n"):
            raise Refused(400, "a chunk is longer than its size says")


def _skip_trailers(stream: BufferedIOBase) -> None:
    left = _LINE
    while left > 0:
        line = stream.readline(left)
        if line in (b"\r\n", b"\n"):
            return
        if not line:
            raise Refused(400, "the body ends before its last line")
        left -= len(line)
    raise Refused(431, "the trailers are too long")


def _too_long(limit: int) -> Refused:
    return Refused(413, f"the body is longer than the {limit} bytes that this endpoint takes")
