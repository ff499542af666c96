"""Signature Version 4: AWS's published examples, a second implementation, and botocore's own signers."""

from __future__ import annotations

import functools
import hashlib
import string
from typing import Any
from urllib.parse import quote

import botocore.session
import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st
from independent_sigv4 import EMPTY, Keys, canonical_query, presigned_query, signed_body, signed_headers, uri_encode

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication import read_claim
from pytest_fakests.gateway.authentication.chunks import read_chunks, signed_chunks
from pytest_fakests.gateway.authentication.regions import endpoint_of
from pytest_fakests.gateway.authentication.sigv4 import Hmac, canonical_request, string_to_sign
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = Keys(KEY, SECRET)
TIME = "20130524T000000Z"
UNSIGNED = "UNSIGNED-PAYLOAD"


@functools.cache
def model(service: str) -> Any:
    """botocore's model of a service."""
    return botocore.session.Session().get_service_model({"execute-api": "apigateway"}.get(service, service))


def verifies(request: HttpRequest, payload: str, service: str = "s3", secret: str = SECRET) -> bool:
    """Whether a request bears the signature that it should bear."""
    claim = read_claim(request, model(service))
    assert claim is not None
    to_sign = string_to_sign(claim, canonical_request(request, endpoint_of(request.url), claim, payload))
    return Hmac(secret, claim.date, claim.region, claim.service).matches(to_sign, claim.signature)


class TestPublishedExamples:
    """What AWS's documentation prints, with its own numbers."""

    def test_a_signed_get(self) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "GET Object"."""
        headers = {
            "Range": "bytes=0-9",
            "x-amz-content-sha256": EMPTY,
            "x-amz-date": TIME,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        }
        url = "https://examplebucket.s3.amazonaws.com/test.txt"
        assert verifies(HttpRequest("GET", url, Headers(headers.items()), b""), EMPTY)

    def test_a_presigned_get(self) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html."""
        url = (
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&"
            "X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        )
        assert verifies(HttpRequest("GET", url, Headers(), b""), UNSIGNED)

    @pytest.mark.parametrize(
        ("seed", "signatures", "trailer"),
        [
            pytest.param(
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                (
                    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
                ),
                "",
                id="sigv4-streaming",
            ),
            pytest.param(
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
                (
                    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
                ),
                "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
                id="sigv4-streaming-trailers",
            ),
        ],
    )
    def test_a_chunked_put(self, seed: str, signatures: tuple[str, str, str], trailer: str) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, and the page on trailers."""
        chunks = (b"a" * 65536, b"a" * 1024, b"")
        body = b"".join(
            b"%x;chunk-signature=%s\r\n%s" % (len(chunk), signature.encode(), chunk + b"\r\n" if chunk else b"")
            for chunk, signature in zip(chunks, signatures, strict=True)
        )
        if trailer:
            body += f"x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:{trailer}\r\n".encode()
        header = f"AWS4-HMAC-SHA256 Credential={KEY}/20130524/us-east-1/s3/aws4_request, SignedHeaders=host, Signature={seed}"  # fmt: skip
        headers = Headers({"Authorization": header, "x-amz-date": TIME}.items())
        claim = read_claim(HttpRequest("PUT", "https://s3.amazonaws.com/", headers, b""), model("s3"))
        assert claim is not None
        assert signed_chunks(
            read_chunks(body + b"\r\n"), claim, Hmac(SECRET, claim.date, claim.region, claim.service), bool(trailer)
        )


SERVICES = st.sampled_from(["s3", "execute-api", "lambda"])
METHODS = st.sampled_from(["GET", "PUT", "POST", "DELETE"])
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)
META = st.dictionaries(NAMES.map("x-amz-meta-{}".format), st.text(string.printable[:95], max_size=10), max_size=3)
# Without empty and dot segments, which only S3 keeps; a test below knows them.
SEGMENTS = TEXT.map(lambda text: text.replace("/", "")).filter(lambda text: text not in ("", ".", ".."))


class TestSecondImplementation:
    """What an implementation signs that shares no code with the fake."""

    @given(service=SERVICES, method=METHODS, segments=st.lists(SEGMENTS, max_size=3), query=st.lists(st.tuples(TEXT, TEXT), max_size=4), headers=META, body=st.binary(max_size=20))  # fmt: skip
    def test_what_is_signed_in_a_header_verifies(
        self,
        service: str,
        method: str,
        segments: list[str],
        query: list[tuple[str, str]],
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        """Whatever the path, the query, the headers and the body are."""
        path, payload = "/" + "/".join(segments), hashlib.sha256(body).hexdigest()
        keys = Keys(KEY, SECRET, "token", service=service)
        full = signed_headers(keys, method, path, query, {"host": "example.com", **headers}, payload, TIME)
        url = f"https://example.com{uri_encode(path, slash=True)}?{canonical_query(query)}"
        assert verifies(HttpRequest(method, url, Headers(full.items()), body), payload, service)

    @given(
        service=SERVICES, segments=st.lists(SEGMENTS, max_size=3), query=st.lists(st.tuples(NAMES, TEXT), max_size=4)
    )
    def test_what_is_signed_in_a_url_verifies(
        self, service: str, segments: list[str], query: list[tuple[str, str]]
    ) -> None:
        """Its own parameters stand among the others, in any order."""
        path = "/" + "/".join(segments)
        keys = Keys(KEY, SECRET, "token", service=service)
        pairs = presigned_query(keys, "GET", path, query, {"host": "example.com"}, UNSIGNED, TIME, 60)
        text = "&".join(f"{uri_encode(name, slash=False)}={uri_encode(value, slash=False)}" for name, value in pairs)
        request = HttpRequest("GET", f"https://example.com{uri_encode(path, slash=True)}?{text}", Headers(), b"")
        assert verifies(request, UNSIGNED, service)

    @pytest.mark.parametrize(
        ("rest", "path", "query"),
        [
            pytest.param("", "", [], id="no path"),
            pytest.param("?list=a/b", "", [("list", "a/b")], id="a slash in the query alone"),
            pytest.param("/k#a/b?c", "/k", [], id="a fragment"),
            pytest.param("/k?list=a#b", "/k", [("list", "a")], id="a fragment behind a query"),
        ],
    )
    def test_what_is_signed_of_a_url_is_its_path_and_query(
        self, rest: str, path: str, query: list[tuple[str, str]]
    ) -> None:
        """Either may be left out, and a fragment is not sent: https://www.rfc-editor.org/rfc/rfc9110#section-7.1."""
        headers = signed_headers(KEYS, "GET", path, query, {"host": "example.com"}, EMPTY, TIME)
        assert verifies(HttpRequest("GET", f"https://example.com{rest}", Headers(headers.items()), b""), EMPTY)

    @given(sizes=st.lists(st.integers(8192, 9000), max_size=2), trailed=st.booleans())
    def test_what_is_signed_in_chunks_verifies(self, sizes: list[int], trailed: bool) -> None:
        """Of any number and size, with and without headers behind them."""
        full = signed_headers(KEYS, "PUT", "/k", [], {"host": "example.com"}, UNSIGNED, TIME)
        claim = read_claim(HttpRequest("PUT", "https://example.com/k", Headers(full.items()), b""), model("s3"))
        assert claim is not None
        trailers = {"x-amz-checksum-crc32": "AAAAAA=="} if trailed else None
        chunked = read_chunks(signed_body(KEYS, TIME, claim.signature, [b"z" * size for size in sizes], trailers))
        assert signed_chunks(chunked, claim, Hmac(SECRET, claim.date, claim.region, claim.service), trailed)


ODD_PATHS = ["a/../b", "./a", "a//b/", "..", "a/./b/"]
PATHS = st.sampled_from(ODD_PATHS) | st.lists(
    st.text(string.ascii_letters + string.digits + "-_.~%20 é/", max_size=8), max_size=4
).map("/".join)
VALUES = st.text(string.ascii_letters + string.digits + " -_.~/:+=&é", max_size=10)


def signed(
    service: str, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> HttpRequest:
    """A request that botocore signed and prepared."""
    encoded = quote(path, safe="/~")  # as botocore's serializers do
    request = AWSRequest(method, f"https://example.amazonaws.com/{encoded}", dict(headers), body, query or None)
    # Preparation encodes the URL as it goes over the wire; what is signed is that URL. AWS signs a blank as "%20".
    wired = AWSRequest(method, request.prepare().url.replace("+", "%20"), dict(headers), body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(KEY, SECRET, "token"), service, "us-east-1").add_auth(wired)
    return HttpRequest.from_prepared(wired.prepare())


def payload_of(request: HttpRequest) -> str:
    """What stands for the body in botocore's signature."""
    return str(request.headers.get("x-amz-content-sha256") or hashlib.sha256(request.body).hexdigest())


@given(
    SERVICES,
    METHODS,
    PATHS,
    st.dictionaries(NAMES, VALUES, max_size=4),
    st.dictionaries(NAMES.map("x-amz-meta-{}".format), VALUES.filter(str.isascii), max_size=3),
    st.binary(max_size=20),
)
def test_what_botocore_signs_verifies(
    service: str, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> None:
    """Whatever the path, the query, the headers and the body are."""
    request = signed(service, method, path, query, headers, body)
    assert verifies(request, payload_of(request), service)


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
    assert not verifies(request_, payload_of(request_), "lambda")


def test_a_host_that_only_the_header_names_is_not_the_one_that_was_signed() -> None:
    """What counts is where the request goes to: a request for one host cannot be sent to another under its name."""
    away = changed(url=BASE.url.replace("example", "other"), headers={**BASE.headers, "host": "example.amazonaws.com"})
    assert not verifies(away, payload_of(away), "lambda")


def test_another_secret_gives_another_signature() -> None:
    """Only who has the secret can sign."""
    assert not verifies(BASE, payload_of(BASE), "lambda", SECRET.replace("K7", "K8"))


@given(st.text())
def test_no_header_is_too_odd_to_be_read(header: str) -> None:
    """What is not of this signature version has an answer of the service's."""
    request = HttpRequest("GET", "https://s3.amazonaws.com/", Headers({"authorization": header}.items()), b"")
    with pytest.raises(AwsError):
        read_claim(request, model("s3"))


@given(st.text(string.ascii_letters + "X-Amz-=&%/0123456789", max_size=60))
def test_no_url_is_too_odd_to_be_read(query: str) -> None:
    """What says half of what a presigned URL says has an answer of the service's."""
    request = HttpRequest("GET", f"https://s3.amazonaws.com/?X-Amz-Signature={query}", Headers(), b"")
    with pytest.raises(AwsError, match=r"AuthorizationQueryParametersError"):
        read_claim(request, model("s3"))
