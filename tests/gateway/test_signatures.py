"""Signature Version 4, against AWS's published example and against botocore's own signers."""

from __future__ import annotations

import string

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.gateway.sigv4 import body_is_intact, expected_signature, read_authorization
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

# "GET Object" of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
PUBLISHED = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
PUBLISHED_REQUEST = HttpRequest(
    "GET",
    "https://examplebucket.s3.amazonaws.com/test.txt",
    Headers(
        {
            "Range": "bytes=0-9",
            "x-amz-content-sha256": EMPTY,
            "x-amz-date": "20130524T000000Z",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/20130524/us-east-1/s3/aws4_request,"
            f"SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature={PUBLISHED}",
        }.items()
    ),
    b"",
)


def signature_of(request: HttpRequest, secret: str = SECRET) -> tuple[str, str]:
    """The signature that a request bears, and the one that it should bear."""
    authorization = read_authorization(request.headers["authorization"])
    assert authorization is not None
    return authorization.signature, expected_signature(request, authorization, secret)


def test_aws_own_example_verifies() -> None:
    """The signature that AWS's documentation prints."""
    assert signature_of(PUBLISHED_REQUEST) == (PUBLISHED, PUBLISHED)


ODD_PATHS = ["a/../b", "./a", "a//b/", "..", "a/./b/"]
PATHS = st.sampled_from(ODD_PATHS) | st.lists(
    st.text(string.ascii_letters + string.digits + "-_.~%20 é/", max_size=8), max_size=4
).map("/".join)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
VALUES = st.text(string.ascii_letters + string.digits + " -_.~/:+=&é", max_size=10)


def signed(
    service: str, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> HttpRequest:
    """A request that botocore signed and prepared."""
    request = AWSRequest(method, f"https://example.amazonaws.com/{path}", dict(headers), body, query or None)
    # Preparation encodes the URL as it goes over the wire; what is signed is that URL.
    wired = AWSRequest(method, request.prepare().url, dict(headers), body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(KEY, SECRET, "token"), service, "us-east-1").add_auth(wired)
    return HttpRequest.from_prepared(wired.prepare())


@given(
    st.sampled_from(["s3", "execute-api", "lambda"]),
    st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    PATHS,
    st.dictionaries(NAMES, VALUES, max_size=4),
    st.dictionaries(NAMES.map("x-amz-meta-{}".format), VALUES.filter(str.isascii), max_size=3),
    st.binary(max_size=20),
)
def test_what_botocore_signs_verifies(
    service: str, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> None:
    """Whatever the path, the query, the headers and the body are."""
    found, expected = signature_of(signed(service, method, path, query, headers, body))
    assert found == expected


BASE = signed("lambda", "PUT", "functions/f", {"a": "1", "b": "2"}, {"x-amz-meta-team": "blue"}, b"body")


def changed(**parts: object) -> HttpRequest:
    """The base request with parts of it replaced."""
    parts.setdefault("headers", BASE.headers)
    return HttpRequest(
        str(parts.get("method", BASE.method)),
        str(parts.get("url", BASE.url)),
        Headers(parts["headers"].items()),  # type: ignore[attr-defined]  # a mapping
        bytes(parts.get("body", BASE.body)),  # type: ignore[call-overload]  # bytes
    )


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(changed(method="POST"), id="method"),
        pytest.param(changed(url=BASE.url.replace("functions", "layers")), id="path"),
        pytest.param(changed(url=BASE.url.replace("a=1", "a=2")), id="query value"),
        pytest.param(changed(url=f"{BASE.url}&c=3"), id="query added"),
        pytest.param(changed(url=f"{BASE.url}&a=1"), id="query doubled"),
        pytest.param(changed(url=BASE.url.replace("example", "other")), id="host"),
        pytest.param(changed(headers={**BASE.headers, "x-amz-meta-team": "red"}), id="signed header"),
        pytest.param(changed(headers={**BASE.headers, "x-amz-security-token": "other"}), id="token"),
        pytest.param(changed(body=b"Body"), id="body"),
    ],
)
def test_a_change_gives_another_signature(request_: HttpRequest) -> None:
    """Nothing that is signed can be changed unseen."""
    found, expected = signature_of(request_)
    assert found != expected


def test_another_secret_gives_another_signature() -> None:
    """Only who has the secret can sign."""
    found, expected = signature_of(BASE, SECRET.replace("K7", "K8"))
    assert found != expected


@pytest.mark.parametrize(
    ("claimed", "intact"), [(EMPTY, False), ("UNSIGNED-PAYLOAD", True), ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", True)]
)
def test_a_claimed_hash_must_be_the_bodys(claimed: str, intact: bool) -> None:
    """S3 lets a body go unsigned; where a hash is given it must be right."""
    assert body_is_intact(changed(headers={"x-amz-content-sha256": claimed})) is intact


@given(st.text())
def test_no_header_is_too_odd_to_be_read(header: str) -> None:
    """What is not of this signature version is None."""
    assert read_authorization(header) is None


@pytest.mark.parametrize(
    "header",
    [
        "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo",
        "Bearer token",
        "AWS4-HMAC-SHA256 Credential=AKIA/20130524/us-east-1/s3, SignedHeaders=host, Signature=ab",
        "AWS4-HMAC-SHA256 Credential=AKIA/20130524/us-east-1/s3/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=ab",
        "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20130524/s3/aws4_request, SignedHeaders=host, Signature=ab",
    ],
)
def test_a_header_of_another_scheme_or_with_parts_missing_is_none(header: str) -> None:
    """Version 2, bearer tokens, version 4a, and what is cut off."""
    assert read_authorization(header) is None
