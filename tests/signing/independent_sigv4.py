"""A second implementation of Signature Version 4, written from AWS's documents alone, to check the fake's against.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html

It shares no code with the fake and none with botocore, and works on plain values: a method, a host, a path that is
not yet encoded, pairs of a query, headers and bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Sequence

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@dataclasses.dataclass(frozen=True)
class Keys:
    """What is signed with, and for."""

    access_key: str
    secret_key: str
    token: str | None = None
    region: str = "us-east-1"
    service: str = "s3"


def uri_encode(text: str, *, slash: bool) -> str:
    """AWS's UriEncode(): every byte but the unreserved ones, and the slash where it shall stay."""
    kept = UNRESERVED | frozenset(b"/") if slash else UNRESERVED
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in text.encode())


def canonical_query(pairs: Sequence[tuple[str, str]]) -> str:
    """The parameters, encoded and then sorted."""
    encoded = sorted((uri_encode(name, slash=False), uri_encode(value, slash=False)) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def canonical_request(
    method: str, path: str, pairs: Sequence[tuple[str, str]], headers: dict[str, str], payload: str, service: str
) -> tuple[str, str]:
    """The canonical request and its list of signed headers."""
    encoded = uri_encode(path, slash=True)
    # "You must URI-encode each path segment twice (except for Amazon S3)".
    uri = encoded if service == "s3" else uri_encode(encoded, slash=True)
    named = sorted((name.lower(), " ".join(value.split())) for name, value in headers.items())
    signed = ";".join(name for name, _ in named)
    lines = "".join(f"{name}:{value}\n" for name, value in named)
    return "\n".join([method, uri or "/", canonical_query(pairs), lines, signed, payload]), signed


def signature(keys: Keys, time: str, to_sign: str) -> str:
    """The signature of a text with the key of a day, Region and service."""

    def hashed(key: bytes, text: str) -> bytes:
        return hmac.new(key, text.encode(), hashlib.sha256).digest()

    key = hashed(b"AWS4" + keys.secret_key.encode(), time[:8])
    for part in (keys.region, keys.service, "aws4_request"):
        key = hashed(key, part)
    return hashed(key, to_sign).hex()


def scope(keys: Keys, time: str) -> str:
    """The credential scope."""
    return f"{time[:8]}/{keys.region}/{keys.service}/aws4_request"


def signed_headers(
    keys: Keys,
    method: str,
    path: str,
    pairs: Sequence[tuple[str, str]],
    headers: dict[str, str],
    payload: str,
    time: str,
) -> dict[str, str]:
    """The headers of a request that is signed in its header; `headers` has the host."""
    full = {**headers, "x-amz-date": time}
    if keys.token:
        full["x-amz-security-token"] = keys.token
    if keys.service == "s3":
        full["x-amz-content-sha256"] = payload
    canonical, signed = canonical_request(method, path, pairs, full, payload, keys.service)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    found = signature(keys, time, f"AWS4-HMAC-SHA256\n{time}\n{scope(keys, time)}\n{digest}")
    credential = f"{keys.access_key}/{scope(keys, time)}"
    full["Authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={signed}, Signature={found}"
    return full


def presigned_query(
    keys: Keys,
    method: str,
    path: str,
    pairs: Sequence[tuple[str, str]],
    headers: dict[str, str],
    payload: str,
    time: str,
    expires: int | str,
) -> list[tuple[str, str]]:
    """The parameters of a presigned URL; `headers` has the host and all that must be sent along."""
    full = [
        *pairs,
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", f"{keys.access_key}/{scope(keys, time)}"),
        ("X-Amz-Date", time),
        ("X-Amz-Expires", str(expires)),
        ("X-Amz-SignedHeaders", ";".join(sorted(name.lower() for name in headers))),
    ]
    if keys.token:
        full.append(("X-Amz-Security-Token", keys.token))
    canonical, _ = canonical_request(method, path, full, headers, payload, keys.service)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    found = signature(keys, time, f"AWS4-HMAC-SHA256\n{time}\n{scope(keys, time)}\n{digest}")
    return [*full, ("X-Amz-Signature", found)]


def signed_body(
    keys: Keys, time: str, seed: str, chunks: Sequence[bytes], trailers: dict[str, str] | None = None
) -> bytes:
    """A body in chunks, each signed with the signature before it; trailing headers are signed after the last."""
    body, before = b"", seed
    for chunk in (*chunks, b""):
        digest = hashlib.sha256(chunk).hexdigest()
        text = f"AWS4-HMAC-SHA256-PAYLOAD\n{time}\n{scope(keys, time)}\n{before}\n{EMPTY}\n{digest}"
        before = signature(keys, time, text)
        body += b"%x;chunk-signature=%s\r\n" % (len(chunk), before.encode())
        body += chunk + b"\r\n" if chunk else b""
    if trailers is None:
        return body + b"\r\n"
    lines = "".join(f"{name}:{value}\n" for name, value in sorted(trailers.items()))
    digest = hashlib.sha256(lines.encode()).hexdigest()
    found = signature(keys, time, f"AWS4-HMAC-SHA256-TRAILER\n{time}\n{scope(keys, time)}\n{before}\n{digest}")
    body += "".join(f"{name}:{value}\r\n" for name, value in trailers.items()).encode()
    return body + f"x-amz-trailer-signature:{found}\r\n\r\n".encode()
