"""What a request says of who signed it, and how."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote_plus, urlsplit

from pytest_fakests.gateway.authentication.faults import Form

HMAC, ECDSA = "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"
# How the condition keys of S3 name Signature Version 2.
SIGV2 = "AWS"
METHODS = {"HmacSHA256": "sha256", "HmacSHA1": "sha1"}
"""How Signature Version 2 names its algorithms in parameters, with the names of their hashes."""

EXPRESS = "s3express"
EXPRESS_TOKEN = "x-amz-s3session-token"
"""Where requests to S3's directory buckets have the token of a session of the bucket."""

TIMESTAMP_FORMAT = "%Y%m%dT%H%M%SZ"
TERMINATOR = "aws4_request"


class Claim(NamedTuple):
    """What a request says of its signature.

    Attributes:
        access_key: The access key id.
        date: The day of the credential scope, as "20261124".
        region: The Region of the credential scope; "" in version 4a, whose scope has none.
        service: The service of the credential scope.
        signed_headers: Lower-cased names of the signed headers, in their order.
        signature: The signature, hexadecimal.
        time: When it was signed, as "20261124T034426Z"; "" where it is not told.
        token: The session token, or None.
        expires: For how many seconds a presigned URL is said to be valid, or None.
        form: Where all this stands.
        algorithm: The name of the algorithm.
        terminator: The end of the credential scope.
        scope: The credential scope, as it stands in the string to sign; "" in version 2, which has none.
        covered: The signed headers and others that need not be signed: a request that has no more is signed as it
            should be. None where it takes a closer look to tell.
    """

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str
    time: str = ""
    token: str | None = None
    expires: str | None = None
    form: Form = Form.HEADER
    algorithm: str = HMAC
    terminator: str = TERMINATOR
    scope: str = ""
    covered: frozenset[str] | None = None


def query_values(url: str) -> dict[str, list[str]]:
    """The values of each parameter in a URL's query."""
    found: dict[str, list[str]] = {}
    for part in urlsplit(url).query.split("&"):
        name, _, value = part.partition("=")
        found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found
