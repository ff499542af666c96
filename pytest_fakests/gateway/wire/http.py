"""A request as it would go over the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from botocore.httpchecksum import AwsChunkedWrapper

_PIECE = 2**20


class Headers(dict[str, str]):
    """Headers by their names in lower case, whatever their case was; of several with a name the values are joined.

    Example:
        >>> Headers([("X-Amz-Date", "20261124T034426Z")])["x-amz-date"]
        '20261124T034426Z'
    """

    def __init__(self, pairs: Iterable[tuple[str, str | bytes]] = ()) -> None:
        super().__init__()
        for name, value in pairs:
            lower, text = name.lower(), _text(value)
            # As signatures have them.
            self[lower] = f"{self[lower]},{text}" if lower in self else text


class HttpRequest(NamedTuple):
    """A request as it would go over the network.

    Attributes:
        method: The HTTP method.
        url: The whole URL, percent-encoded.
        headers: The headers, by lower-case name.
        body: The body; b"" where there is none.
        unread: Whether there is a body that was left unread, and nobody knows what it is.
        arrived_at: The host, with its port, to which the request was really sent, where that is the loopback endpoint
            and the URL is AWS's, for which it stands; "" where it is the URL's.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    unread: bool = False
    arrived_at: str = ""

    @classmethod
    def from_prepared(cls, prepared: Any, arrived_at: str = "") -> HttpRequest:
        """The request that botocore prepared (`botocore.awsrequest.AWSPreparedRequest`).

        A body that is a file is read to its end and put back to where it stood; one that cannot go back is
        left unread, since those who come later need it, and counts as empty.
        """
        # The dictionary inside, whose keys know their lower case: the public items() makes a key object anew for each
        # header, in each call.
        inside = prepared.headers._dict.items()
        headers = {key._lower: value if isinstance(value, str) else value.decode("latin-1") for key, value in inside}
        body = prepared.body
        if not isinstance(body, bytes):
            body = _bytes(body)
        # What cls(...) makes, without the call in Python that it takes.
        return tuple.__new__(cls, (prepared.method, prepared.url, headers, body or b"", body is None, arrived_at))


def split_url(url: str) -> tuple[str, str, str]:
    """The host, with its port, the path and the query of a URL that botocore composed.

    Example:
        >>> split_url("https://reports.s3.amazonaws.com/q3.csv?acl")
        ('reports.s3.amazonaws.com', '/q3.csv', 'acl')
    """
    before, _, query = url.partition("?")
    host, slash, path = before.partition("://")[2].partition("/")
    return host.rpartition("@")[2], slash + path, query


def plain_name(host: str) -> str:
    """The name of a host as DNS takes it: whatever its case, and with or without the dot of the root.

    Example:
        >>> plain_name("STS.amazonaws.com.")
        'sts.amazonaws.com'
    """
    return host.lower().removesuffix(".")


def at_plain_host(url: str) -> str:
    """A URL with the plain name of its host.

    Example:
        >>> at_plain_host("https://Reports.s3.amazonaws.com.:443/Q3.csv")
        'https://reports.s3.amazonaws.com:443/Q3.csv'
    """
    scheme, _, rest = url.partition("://")
    end = next((place for place, sign in enumerate(rest) if sign in "/?#"), len(rest))
    name, colon, port = rest[:end].rpartition("@")[2].partition(":")
    return f"{scheme}://{plain_name(name)}{colon}{port}{rest[end:]}"


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _bytes(body: Any) -> bytes | None:
    """What a body is; None where it cannot be read and put back."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    return _read(body) if hasattr(body, "read") and goes_back(body) else None


def goes_back(file: Any) -> bool:
    """Whether a file can be put back to where it stood; botocore's own chunked wrapper says so of any."""
    inner = getattr(file, "_raw", file)
    return hasattr(inner, "seek") and (not hasattr(inner, "seekable") or bool(inner.seekable()))


def _read(file: Any) -> bytes | None:
    """What is left in a file; botocore's own chunked wrapper has no position but its start."""
    try:
        position = file.tell() if hasattr(file, "tell") else 0
        content = b"".join(_pieces(file)) if isinstance(file, AwsChunkedWrapper) else file.read()
        file.seek(position)
    except OSError:
        return None
    return _bytes(content)


def _pieces(chunked: Any) -> Iterator[bytes]:
    """What botocore's chunked wrapper gives: asked for all at once, it copies what it has with each chunk."""
    while piece := chunked.read(_PIECE):
        yield piece
