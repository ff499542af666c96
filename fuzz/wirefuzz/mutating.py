"""Changes to a request: of its bytes, its lines, its query string, and of two requests into one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_PIECES = (
    b"\r\n", b"\n", b"\r", b"\x00", b"\xff", b" ", b"\t", b":", b"/", b"//", b"/../", b"/./", b"%2F", b"%00", b"%", b"?", b"&", b"=", b";", b",",
    b"&Action=DeleteRole", b"&X-Amz-Expires=604800", b"&X-Amz-Signature=0", b"X-Amz-Credential=A/20261124/us-east-1/s3/aws4_request",
    b"Content-Length: 3\r\n", b"Content-Length: 99999999999\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n",
    b"Expect: 100-continue\r\n", b"Content-Encoding: gzip\r\n", b"Host: s3.us-east-1.amazonaws.com\r\n", b"Host: reports.localhost\r\n",
    b"Authorization: Bearer a\r\n", b"Authorization: AWS A:B\r\n", b"X-Amz-Date: 20261124T034426Z\r\n", b"X-Amz-Security-Token: a\r\n",
    b"X-Amz-Content-Sha256: UNSIGNED-PAYLOAD\r\n", b"X-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n",
    b"X-Amz-Target: DynamoDB_20120810.DeleteTable\r\n", b"X-Amz-Copy-Source: a/b\r\n", b"Smithy-Protocol: rpc-v2-cbor\r\n",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<", b"{", b"[" * 2000, b"\xbf", b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", b"a" * 9000,
)  # fmt: skip
_METHODS = (b"GET", b"PUT", b"POST", b"HEAD", b"DELETE", b"PATCH", b"OPTIONS", b"get", b"BREW")


def mutated(random: Random, requests: list[bytes]) -> bytes:
    """One of the requests with one to four changes, or now and then with none."""
    request = random.choice(requests)
    if random.random() < 0.03:
        return request
    for _ in range(random.randint(1, 4)):
        request = random.choice(_CHANGES)(random, request, requests)
    return request


def _flip(random: Random, request: bytes, _: list[bytes]) -> bytes:
    at = random.randrange(len(request) or 1)
    return request[:at] + bytes([byte ^ 1 << random.randrange(8) for byte in request[at : at + 1]]) + request[at + 1 :]


def _insert(random: Random, request: bytes, _: list[bytes]) -> bytes:
    at = random.randint(0, len(request))
    return request[:at] + random.choice(_PIECES) + request[at:]


def _delete(random: Random, request: bytes, _: list[bytes]) -> bytes:
    at = random.randint(0, len(request))
    return request[:at] + request[at + random.randint(1, 20) :]


def _repeat(random: Random, request: bytes, _: list[bytes]) -> bytes:
    at = random.randint(0, len(request))
    end = at + random.randint(1, 60)
    return request[:end] + request[at:]


def _cut(random: Random, request: bytes, _: list[bytes]) -> bytes:
    return request[: random.randint(0, len(request))]


def _lines(random: Random, request: bytes, _: list[bytes]) -> bytes:
    """Take a header away, write it twice, elsewhere, or in another case."""
    head, end, body = request.partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    if not headers:
        return request
    at = random.randrange(len(headers))
    one = headers[at]
    change = random.randrange(5)
    if change == 0:
        del headers[at]
    elif change == 1:
        headers.insert(random.randint(0, len(headers)), one)
    elif change == 2:
        random.shuffle(headers)
    elif change == 3:
        headers[at] = (
            one.swapcase()
            if random.random() < 0.2
            else one.partition(b":")[0].swapcase() + b":" + one.partition(b":")[2]
        )
    else:
        headers[at] = one.replace(b" ", b"  ")
    return b"\r\n".join((first, *headers)) + end + body


def _piece_in_head(random: Random, request: bytes, _: list[bytes]) -> bytes:
    """Write one more header."""
    first, end, rest = request.partition(b"\r\n")
    return first + end + random.choice([piece for piece in _PIECES if piece.endswith(b"\r\n")]) + rest


def _method(random: Random, request: bytes, _: list[bytes]) -> bytes:
    return random.choice(_METHODS) + b" " + request.partition(b" ")[2]


def _query(random: Random, request: bytes, _: list[bytes]) -> bytes:
    """Repeat, reorder, take away or recode what is in the query string."""
    method, after = request.split(b" ", 1) if b" " in request else (request, b"")
    target, space, rest = after.partition(b" ")
    path, mark, query = target.partition(b"?")
    pairs = query.split(b"&")
    change = random.randrange(4)
    if change == 0:
        pairs.insert(random.randint(0, len(pairs)), random.choice(pairs))
    elif change == 1:
        random.shuffle(pairs)
    elif change == 2:
        del pairs[random.randrange(len(pairs))]
    else:
        path = (
            path.replace(b"/", b"%2F", 1)
            if random.random() < 0.5
            else path.replace(b"%20", b"+").replace(b"a", b"%61", 1)
        )
    return method + b" " + path + mark + b"&".join(pairs) + space + rest


def _splice(random: Random, request: bytes, requests: list[bytes]) -> bytes:
    """The head of one and the body of another, or the other's signature in it."""
    other = random.choice(requests)
    head, end, body = request.partition(b"\r\n\r\n")
    if random.random() < 0.5:
        return head + end + other.partition(b"\r\n\r\n")[2]
    foreign = [line for line in other.split(b"\r\n") if line.startswith(b"Authorization:")]
    kept = [line for line in head.split(b"\r\n") if not line.startswith(b"Authorization:")]
    return b"\r\n".join((*kept, *foreign)) + end + body


_Change = Callable[[Random, bytes, list[bytes]], bytes]
_CHANGES: tuple[_Change, ...] = (
    _flip, _insert, _delete, _repeat, _cut, _lines, _lines, _lines, _piece_in_head, _method, _query, _query, _splice,
)  # fmt: skip
