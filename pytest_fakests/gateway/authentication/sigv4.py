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
from pytest_fakests.gateway.wire import HttpRequest

_ENCODED_ONCE = frozenset({"s3", "s3-object-lambda", "s3express", "s3-outposts"})
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_SIGNATURE = "X-Amz-Signature"
# Bytes that are no text stay what they are.
_ODD = "surrogateescape"
# What stands for itself in every canonical path and query.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/_.~-]*")
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9&=_.~-]*")


class Verifier(Protocol):
    """Tells whether a text was signed with the key of a claim."""

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is the one of `to_sign`."""


class Hmac:
    """Verifies with the key that a secret gives for a day, Region and service."""

    def __init__(self, claim: Claim, secret_key: str) -> None:
        self._signer = _signer(secret_key, claim.date, claim.region, claim.service)

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is the one of `to_sign`."""
        signer = self._signer.copy()
        signer.update(to_sign.encode())
        return same_text(signer.hexdigest(), signature)


def string_to_sign(claim: Claim, canonical: str) -> str:
    """What the key is applied to."""
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{claim.algorithm}\n{claim.time}\n{claim.scope}\n{digest}"


def canonical_request(request: HttpRequest, claim: Claim, payload: str) -> str:
    """The request in its canonical form, with the headers that were signed.

    Args:
        request: The request.
        claim: What it says of its signature.
        payload: The hash of the body, or what stands in its place.
    """
    url = urlsplit(request.url)
    names = claim.signed_headers
    headers = "".join([f"{name}:{_header(request, name)}\n" for name in names])
    path, query = _path(url.path, claim.service), _query(url.query, claim.form)
    return f"{request.method}\n{path}\n{query}\n{headers}\n{';'.join(names)}\n{payload}"


def _header(request: HttpRequest, name: str) -> str:
    value: str | None = request.headers.get(name)
    if name == "host":
        value = _host(f"http://{request.arrived_at}" if request.arrived_at else request.url, value)
    return " ".join((value or "").split())


def _host(url: str, said: str | None) -> str:
    """The host that a request goes to, whichever its header names; a port that goes without saying may be said."""
    parts = urlsplit(url)
    if said is None and ":" not in parts.netloc and "@" not in parts.netloc:
        return parts.netloc
    host, usual = parts.netloc.rpartition("@")[2], _DEFAULT_PORTS.get(parts.scheme, "")
    plain = host.removesuffix(usual)
    return said if said is not None and said.removesuffix(usual) == plain else plain


def _path(path: str, service: str) -> str:
    """The path, encoded once for S3 and, normalised, twice for all other services."""
    if path in ("", "/"):
        return "/"
    if service in _ENCODED_ONCE:
        return path if _PLAIN_PATH.fullmatch(path) else quote(unquote(path, errors=_ODD), "/~", errors=_ODD)
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments[-1:] = []
        elif segment not in ("", "."):
            segments.append(segment)
    normal = "/" + "/".join(segments)
    if path.endswith("/") and segments:
        normal += "/"
    return quote(normal, safe="/~")


def _query(query: str, form: Form) -> str:
    """The parameters in the order of their names; a presigned request's signature is not one of them."""
    if not query:
        return ""
    pairs = [part.partition("=")[::2] for part in query.split("&")]
    if not _PLAIN_QUERY.fullmatch(query):
        pairs = [(_encoded(name), _encoded(value)) for name, value in pairs]
    if form is Form.QUERY:
        pairs = [pair for pair in pairs if pair[0] != _SIGNATURE]
    return "&".join([f"{name}={value}" for name, value in sorted(pairs)])


def _encoded(text: str) -> str:
    """A name or value of a query, percent-encoded as AWS does, whichever way it was sent."""
    return quote(unquote_plus(text, errors=_ODD), "-_.~", errors=_ODD)


@functools.lru_cache(maxsize=256)
def _signer(secret_key: str, date: str, region: str, service: str) -> hmac.HMAC:
    """The keyed hash of a credential scope, to be copied for each request: to make one takes far longer."""
    key = f"AWS4{secret_key}".encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, digestmod="sha256")
