"""AWS Signature Version 4, read off a request and computed anew.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from pytest_fakests.gateway.wire import HttpRequest

ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP_FORMAT = "%Y%m%dT%H%M%SZ"

_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} +Credential=([^/, ]+)/([^/, ]+)/([^/, ]+)/([^/, ]+)/aws4_request, *"
    r"SignedHeaders=([^, ]+), *Signature=([^, ]+)"
)
_CONTENT_HASH = "x-amz-content-sha256"
_ENCODED_ONCE = frozenset({"s3", "s3-object-lambda", "s3express", "s3-outposts"})
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Authorization(NamedTuple):
    """What the Authorization header of a signed request says.

    Attributes:
        access_key: The access key id.
        date: The day of the credential scope, as "20261124".
        region: The Region of the credential scope.
        service: The service of the credential scope.
        signed_headers: Lower-cased names of the signed headers, in their order.
        signature: The signature, hexadecimal.
    """

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    @property
    def scope(self) -> str:
        """The credential scope, as it stands in the string to sign."""
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def read_authorization(header: str) -> Authorization | None:
    """The parts of an Authorization header; None where it is not of this signature version or malformed."""
    found = _AUTHORIZATION.fullmatch(header)
    if found is None:
        return None
    access_key, date, region, service, signed, signature = found.groups()
    return Authorization(access_key, date, region, service, tuple(signed.split(";")), signature)


def expected_signature(request: HttpRequest, authorization: Authorization, secret_key: str) -> str:
    """The signature that the request has if it was signed with this secret and not changed since."""
    canonical = canonical_request(request, authorization)
    to_sign = "\n".join(
        (
            ALGORITHM,
            request.headers.get("x-amz-date", ""),
            authorization.scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        )
    )
    signer = _signer(secret_key, authorization.date, authorization.region, authorization.service).copy()
    signer.update(to_sign.encode())
    return signer.hexdigest()


def canonical_request(request: HttpRequest, authorization: Authorization) -> str:
    """The canonical request, with the headers that were signed."""
    url = urlsplit(request.url)
    names = authorization.signed_headers
    headers = "".join(f"{name}:{_header(request, name)}\n" for name in names)
    return "\n".join(
        (
            request.method,
            _path(url.path, authorization.service),
            _query(url.query),
            headers,
            ";".join(names),
            _payload_hash(request),
        )
    )


def body_is_intact(request: HttpRequest) -> bool:
    """Whether the body has the hash that its header claims; True where the header claims none."""
    claimed = request.headers.get(_CONTENT_HASH, "")
    if len(claimed) != 64:
        return True
    return hmac.compare_digest(claimed, hashlib.sha256(request.body).hexdigest())


def _payload_hash(request: HttpRequest) -> str:
    return request.headers.get(_CONTENT_HASH) or hashlib.sha256(request.body).hexdigest()


def _header(request: HttpRequest, name: str) -> str:
    value = request.headers.get(name)
    if value is None and name == "host":
        url = urlsplit(request.url)
        value = url.netloc.rpartition("@")[2].removesuffix(_DEFAULT_PORTS.get(url.scheme, ""))
    return " ".join((value or "").split())


def _path(path: str, service: str) -> str:
    """The path, encoded once for S3 and, normalised, twice for all other services."""
    if path in ("", "/") or service in _ENCODED_ONCE:
        return path or "/"
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


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = sorted(part.partition("=")[::2] for part in query.split("&"))
    return "&".join(f"{name}={value}" for name, value in pairs)


@functools.lru_cache(maxsize=256)
def _signer(secret_key: str, date: str, region: str, service: str) -> hmac.HMAC:
    """The keyed hash of a credential scope, to be copied for each request: to make one takes far longer."""
    key = f"AWS4{secret_key}".encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, digestmod="sha256")
