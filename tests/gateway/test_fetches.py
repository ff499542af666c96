"""Presigned URLs are really fetched, by urllib3, requests and httpx, and judged as any call."""

from __future__ import annotations

import asyncio
import io
import urllib.error
import urllib.request
from typing import Any

import httpx
import pytest
import requests
import urllib3
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ConnectionClosedError
from fetched_urls import keys_of, presigned, signed

from pytest_fakests import FakeSts, NetworkRefusedError, Role, StsClock, allow, trust

pytestmark = pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))  # fmt: skip


def test_object_is_fetched(fakests: FakeSts) -> None:
    """With the answer that the test registered; the call is one of the session."""
    fakests.answer("s3:GetObject", {"Body": "a,b", "ContentType": "text/csv"})
    response = urllib3.request("GET", presigned(fakests))
    call = fakests.calls[-1]
    assert (response.status, response.data, response.headers["content-type"]) == (200, b"a,b", "text/csv")
    assert (call.operation, call.caller, call.params) == (
        "s3:GetObject",
        "arn:aws:sts::123456789012:assumed-role/reader/fakests",
        {"Bucket": "reports", "Key": "a b/q3.csv"},
    )


def test_body_is_read_piece_by_piece(fakests: FakeSts) -> None:
    """Where urllib3 was asked to leave it unread."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    response = urllib3.PoolManager().request("GET", presigned(fakests), preload_content=False)
    assert list(response.stream(2)) == [b"a,", b"b"]


def test_denial_is_s3s_own(fakests: FakeSts) -> None:
    """403 AccessDenied, as XML."""
    response = urllib3.request("GET", presigned(fakests, bucket="secrets"))
    assert (response.status, b"<Code>AccessDenied</Code>" in response.data) == (403, True)


def test_expired_url_is_refused(fakests: FakeSts, sts_clock: StsClock) -> None:
    """By the clock of the test."""
    url = presigned(fakests)
    sts_clock.advance(301)
    response = urllib3.request("GET", url)
    assert (response.status, b"Request has expired" in response.data) == (403, True)


def test_url_that_was_changed_is_refused(fakests: FakeSts) -> None:
    """SignatureDoesNotMatch."""
    response = urllib3.request("GET", presigned(fakests).replace("q3.csv", "q4.csv"))
    assert (response.status, b"<Code>SignatureDoesNotMatch</Code>" in response.data) == (403, True)


BODIES: list[Any] = [
    pytest.param("a,b", id="text"),
    pytest.param(b"a,b", id="bytes"),
    pytest.param(io.BytesIO(b"a,b"), id="file"),
    pytest.param(iter((b"a,", b"b")), id="pieces"),
]


@pytest.mark.parametrize("body", BODIES)
def test_body_is_sent(fakests: FakeSts, body: Any) -> None:
    """In each form that urllib3 takes; a signed hash of it is the right one."""
    url, headers = signed(fakests)
    assert urllib3.request("POST", url, body=body, headers=headers).status == 200


def test_connection_breaks_on_demand(fakests: FakeSts) -> None:
    """As urllib3 has it."""
    fakests.fail("s3:GetObject", ConnectionClosedError)
    with pytest.raises(urllib3.exceptions.HTTPError, match="Remote end closed connection without response"):
        urllib3.request("GET", presigned(fakests), retries=False)


def test_error_of_an_answer_is_raised(fakests: FakeSts) -> None:
    """In the thread that asked: it is the test's own."""

    def answer(params: Any) -> dict[str, Any]:
        raise LookupError("no such key")

    fakests.answer("s3:GetObject", answer)
    with pytest.raises(LookupError, match="no such key"):
        urllib3.request("GET", presigned(fakests))


def test_requests_fetches_it_too(fakests: FakeSts) -> None:
    """It stands on urllib3."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    assert requests.get(presigned(fakests), timeout=60).text == "a,b"


def test_httpx_fetches_it_too(fakests: FakeSts) -> None:
    """With its own answer, whose text and status are S3's."""
    fakests.answer("s3:GetObject", {"Body": "a,b", "ContentType": "text/csv"})
    response = httpx.get(presigned(fakests))
    assert (response.status_code, response.text, response.headers["content-type"]) == (200, "a,b", "text/csv")
    denied = httpx.get(presigned(fakests, bucket="secrets"))
    assert (denied.status_code, "<Code>AccessDenied</Code>" in denied.text) == (403, True)


@pytest.mark.parametrize(("body", "status"), [(b"a,b", 200), (b"a,c", 403)], ids=["the signed one", "another"])
def test_httpx_sends_the_body(fakests: FakeSts, body: bytes, status: int) -> None:
    """A signed hash of it is the right one, or the wrong one."""
    url, headers = signed(fakests)
    assert httpx.post(url, content=body, headers=headers).status_code == status


def test_httpxs_asynchronous_client_fetches_it_too(fakests: FakeSts) -> None:
    """From a loop of asyncio."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})

    async def fetch() -> str:
        async with httpx.AsyncClient() as client:
            return (await client.get(presigned(fakests))).text

    assert asyncio.run(fetch()) == "a,b"


def test_httpx_sees_a_broken_connection_on_demand(fakests: FakeSts) -> None:
    """As httpx has it."""
    fakests.fail("s3:GetObject", ConnectionClosedError)
    with pytest.raises(httpx.RemoteProtocolError, match="Server disconnected without sending a response"):
        httpx.get(presigned(fakests))


def test_httpx_that_is_loaded_in_the_test_is_reached(pytester: pytest.Pytester) -> None:
    """Even if it is loaded after the URL was signed; after the test all is as it was."""
    pytester.makepyfile(
        """
        from importlib.machinery import PathFinder

        FIND = vars(PathFinder)["find_spec"]

        def test_with(fakests):
            url = fakests.client("s3").generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
            import httpx
            assert httpx.get(url).status_code == 200

        def test_without():
            from httpx import HTTPTransport
            assert HTTPTransport.handle_request.__module__ == "httpx._transports.default"
            assert vars(PathFinder)["find_spec"] is FIND
        """
    )
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=2)


def test_a_fake_may_start_while_another_tool_stands_in_for_http(pytester: pytest.Pytester) -> None:
    """As vcrpy does, with classes of its own; Python's are the ones that are judged, there and later."""
    pytester.makepyfile(
        """
        import http.client
        import urllib.request

        import pytest

        @pytest.fixture
        def cassette(monkeypatch):
            for name in ("HTTPConnection", "HTTPSConnection"):
                monkeypatch.setattr(http.client, name, type(name, (), {}))

        def test_with(cassette, fakests):
            fakests.client("sts").get_caller_identity()

        def test_without(fakests):
            url = fakests.client("s3").generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
            with urllib.request.urlopen(url) as response:
                assert response.status == 200
        """
    )
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=2)


class TestNoService:
    """AWS has hosts at which customers' own code answers; no model says what a request there asks for."""

    REFUSED = (
        "{} was about to reach the network while the fake is on; no request of botocore, and none to AWS, leaves the "
        "process during such a test; it is to no service of botocore's, so nobody here can judge or answer it: let a tool "
        "answer that stands in for the HTTP library, as responses does for requests"
    )

    @pytest.mark.parametrize("fetch", [requests.get, httpx.get, urllib.request.urlopen])
    def test_a_service_of_vpc_lattice(self, fakests: FakeSts, fetch: Any) -> None:
        """The query, which may hold a signature, is not told."""
        url = "https://pets-0a1b2c3d4e5f60718.7d67968.vpc-lattice-svcs.us-east-1.on.aws/pets"
        request = AWSRequest("GET", url)
        SigV4QueryAuth(keys_of(fakests), "vpc-lattice-svcs", "us-east-1").add_auth(request)
        with pytest.raises(NetworkRefusedError) as caught:
            fetch(request.url)
        assert str(caught.value) == self.REFUSED.format(f"GET {url}")

    @pytest.mark.parametrize(
        "url",
        [
            pytest.param(
                "https://pets-0a1b2c3d4e5f60718.7d67968.vpc-lattice-svcs.us-east-1.on.aws/pets", id="VPC Lattice"
            ),
            pytest.param("https://db.cluster-a1b2c3d4e5f6.us-east-1.neptune.amazonaws.com:8182/status", id="Neptune"),
            pytest.param("http://web-1234567890.us-east-1.elb.amazonaws.com/", id="a load balancer"),
        ],
    )
    def test_a_request_without_signature(self, fakests: FakeSts, url: str) -> None:
        """It is none to S3, whose visitors do not sign either."""
        with pytest.raises(NetworkRefusedError) as caught:
            requests.get(url)
        assert str(caught.value) == self.REFUSED.format(f"GET {url}")
        assert fakests.calls == []

    @pytest.mark.parametrize("fetch", [requests.get, httpx.get, urllib.request.urlopen])
    def test_the_console(self, fakests: FakeSts, fetch: Any) -> None:
        """It has another domain than AWS's services."""
        with pytest.raises(NetworkRefusedError) as caught:
            fetch("https://signin.aws.amazon.com/")
        assert str(caught.value) == self.REFUSED.format("A connection to signin.aws.amazon.com")
