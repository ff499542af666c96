"""AWS Signature Version 4: what a request's signature is made of, and the signature that it should have.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
from typing import Protocol
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from pytest_fakests.cloud.credentials import same_text
from pytest_fakests.gateway.authentication.claims import Claim
from pytest_fakests.gateway.authentication.faults import Form
from pytest_fakests.gateway.authentication.regions import USUAL_PORTS, Endpoint, plain_host
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import plain_name

_ENCODED_ONCE = frozenset({"s3", "s3-object-lambda", "s3express", "s3-outposts"})
_SIGNATURE = "X-Amz-Signature"
# Bytes that are no text stay what they are.
_ODD = "surrogateescape"
# What stands for itself in every canonical path and query.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/_.~-]*")
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9&=_.~-]*")


# What RFC 2104 makes of each byte of a key.
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


@functools.lru_cache(maxsize=256)
def derived_key(key: bytes, part: str) -> bytes:
    """The key that a part of the credential scope makes of the one before; under a fake, botocore asks for it, too."""
    return hmac.digest(key, part.encode(), "sha256")


class Verifier(Protocol):
    """Tells whether a text was signed with the key of a claim."""

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is the one of `to_sign`."""


class Hmac:
    """Verifies with the key that a secret gives for a day, Region and service."""

    def __init__(self, secret_key: str, date: str, region: str, service: str) -> None:
        key = f"AWS4{secret_key}".encode()
        for part in (date, region, service, "aws4_request"):
            key = derived_key(key, part)
        # The two hashes of RFC 2104, begun: to copy them takes less than to copy an hmac.HMAC or to make one.
        block = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(block.translate(_INNER))
        self._outer = hashlib.sha256(block.translate(_OUTER))

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is the one of `to_sign`."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(to_sign.encode())
        outer.update(inner.digest())
        return same_text(outer.hexdigest(), signature)


hmac_of = functools.lru_cache(maxsize=256)(Hmac)
"""The verifier of a secret, day, Region and service, whose key is derived once for all requests of the day."""


def string_to_sign(claim: Claim, canonical: str) -> str:
    """What the key is applied to."""
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{claim.algorithm}\n{claim.time}\n{claim.scope}\n{digest}"


def canonical_request(request: HttpRequest, endpoint: Endpoint, claim: Claim, payload: str) -> str:
    """The request in its canonical form, with the headers that were signed.

    Args:
        request: The request.
        endpoint: That of its URL.
        claim: What it says of its signature.
        payload: The hash of the body, or what stands in its place.
    """
    url, told, names, host = request.url, request.headers.get, claim.signed_headers, endpoint.host
    # A fragment is not sent.
    if "#" in url:
        url = url.partition("#")[0]
    if request.arrived_at or "host" in request.headers:
        host = _host(f"http://{request.arrived_at}" if request.arrived_at else endpoint.origin, told("host"))
    headers = "".join([f"{name}:{host if name == 'host' else ' '.join(told(name, '').split())}\n" for name in names])
    before, _, query = url.partition("?")
    path = before[len(endpoint.origin) :]
    if path != "/":
        path = _path(path, claim.service)
    if query:
        query = _query(query, claim.form)
    return f"{request.method}\n{path}\n{query}\n{headers}\n{';'.join(names)}\n{payload}"


@functools.lru_cache(maxsize=256)
def _host(origin: str, said: str | None) -> str:
    """The host that a request goes to, whichever its header names; a port that goes without saying may be said."""
    parts = urlsplit(origin)
    plain = plain_host(parts)
    told = (said or plain).lower()
    return told if plain_name(told.removesuffix(USUAL_PORTS.get(parts.scheme, ""))) == plain else plain


def _path(path: str, service: str) -> str:
    """The path, encoded once for S3 and, normalised, twice for all other services."""
    if not path:
        return "/"
    if service in _ENCODED_ONCE:
        return path if _PLAIN_PATH.fullmatch(path) else quote(unquote(path, errors=_ODD), "/~", errors=_ODD)
    return quote(normal_path(path), safe="/~")


def normal_path(path: str) -> str:
    """A path without what is redundant or relative in it, as signatures of all services but S3 have it.

    Example:
        >>> normal_path("//prod/v1/../pets/")
        '/prod/pets/'
    """
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments[-1:] = []
        elif segment not in ("", "."):
            segments.append(segment)
    normal = "/" + "/".join(segments)
    return f"{normal}/" if path.endswith("/") and segments else normal


def _query(query: str, form: Form) -> str:
    """The parameters in the order of their names; a presigned request's signature is not one of them."""
    pairs = [part.partition("=")[::2] for part in query.split("&")]
    if not _PLAIN_QUERY.fullmatch(query):
        pairs = [(_encoded(name), _encoded(value)) for name, value in pairs]
    if form is Form.QUERY:
        pairs = [pair for pair in pairs if pair[0] != _SIGNATURE]
    return "&".join([f"{name}={value}" for name, value in sorted(pairs)])


def _encoded(text: str) -> str:
    """A name or value of a query, percent-encoded as AWS does, whichever way it was sent."""
    return quote(unquote_plus(text, errors=_ODD), "-_.~", errors=_ODD)
