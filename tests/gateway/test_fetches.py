"""Presigned URLs are really fetched, by urllib3, httpx and the standard library, and judged as any call."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
import sys
import types
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import botocore.handlers
import httpx
import pytest
import requests
import urllib3
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ConnectionClosedError

from pytest_fakests import FakeSts, NetworkRefusedError, Role, StsClock, allow, trust

pytestmark = pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))  # fmt: skip


def presigned(fakests: FakeSts, operation: str = "get_object", key: str = "a b/q3.csv", bucket: str = "reports") -> str:
    """A URL for an object, signed by a session of the role."""
    client = fakests.assume_role("reader").client("s3")
    url: str = client.generate_presigned_url(operation, {"Bucket": bucket, "Key": key}, ExpiresIn=300)
    return url


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


def asked(fakests: FakeSts, accept: str, **params: str) -> Any:
    """What STS answers to a presigned AssumeRole that asks for a type of content."""
    full = {"RoleArn": fakests.role("reader").arn, "RoleSessionName": "nightly", **params}
    url = fakests.client("sts").generate_presigned_url("assume_role", full, HttpMethod="GET")
    return urllib3.request("GET", url, headers={"accept": accept})


def test_sts_answers_in_json_to_who_asks_for_it(fakests: FakeSts) -> None:
    """As clients read it that speak plain HTTP; times are numbers."""
    response = asked(fakests, "application/json, text/plain, */*")
    answer = response.json()["AssumeRoleResponse"]
    credentials = answer["AssumeRoleResult"]["Credentials"]
    assert response.headers["content-type"] == "application/json"
    assert answer["ResponseMetadata"] == {"RequestId": response.headers["x-amzn-requestid"]}
    assert (set(credentials), type(credentials["Expiration"])) == (
        {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"},
        int,
    )


def test_sts_refuses_in_json_who_asks_for_it(fakests: FakeSts) -> None:
    """In the form that was recorded."""
    response = asked(fakests, "application/json", SourceIdentity="aws:x")
    told = response.json()
    request_id = response.headers["x-amzn-requestid"]
    assert (response.status, told["RequestId"], set(told["Error"])) == (400, request_id, {"Code", "Message", "Type"})
    assert (told["Error"]["Code"], told["Error"]["Type"]) == ("ValidationError", "Sender")


def test_an_error_of_sts_itself_is_told_in_json_as_its_own(fakests: FakeSts) -> None:
    """It is not the sender's fault."""
    fakests.fail("sts:AssumeRole", "InternalFailure", times=None)
    told = asked(fakests, "application/json").json()
    assert (told["Error"]["Code"], told["Error"]["Type"]) == ("InternalFailure", "Receiver")


def test_sts_answers_in_xml_to_who_takes_anything(fakests: FakeSts) -> None:
    """As most clients do."""
    assert asked(fakests, "*/*").data.startswith(b"<?xml")


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


def keys_of(fakests: FakeSts) -> BotocoreCredentials:
    """Those of the environment's caller."""
    keys = fakests.caller_credentials
    return BotocoreCredentials(keys.access_key, keys.secret_key)


def signed(fakests: FakeSts) -> tuple[str, dict[str, str]]:
    """A URL of Lambda, and headers that sign the body a,b for it."""
    url = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations"
    request = AWSRequest("POST", url, {"X-Amz-Invocation-Type": "Event"}, b"a,b")
    SigV4Auth(keys_of(fakests), "lambda", "us-east-1").add_auth(request)
    return url, dict(request.headers.items())


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


@pytest.mark.parametrize("verify", [True, False])
def test_httpx_that_is_loaded_in_the_test_is_reached(pytester: pytest.Pytester, verify: bool) -> None:
    """Even if it is loaded after the URL was signed; after the test all is as it was."""
    pytester.makepyfile(
        f"""
        import ssl

        NEW = ssl.SSLContext.__dict__["__new__"]

        def test_with(fakests):
            url = fakests.client("s3").generate_presigned_url("get_object", {{"Bucket": "b", "Key": "k"}})
            import httpx
            assert httpx.get(url, verify={verify}).status_code == 200

        def test_without():
            from httpx import HTTPTransport
            assert HTTPTransport.handle_request.__module__ == "httpx._transports.default"
            assert ssl.SSLContext.__dict__["__new__"] is NEW
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


def test_a_context_of_tls_may_be_another_tools(pytester: pytest.Pytester) -> None:
    """As gevent and truststore put one in the place of Python's."""
    pytester.makeconftest(
        """
        import ssl

        class Context(ssl.SSLContext):
            pass

        ssl.SSLContext = Context
        """
    )
    pytester.makepyfile(
        """
        def test_on(fakests):
            assert fakests.can("user/tester", "s3:GetObject")
        """
    )
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)


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

    @pytest.mark.parametrize("fetch", [requests.get, httpx.get, urllib.request.urlopen])
    def test_the_console(self, fakests: FakeSts, fetch: Any) -> None:
        """It has another domain than AWS's services."""
        with pytest.raises(NetworkRefusedError) as caught:
            fetch("https://signin.aws.amazon.com/")
        assert str(caught.value) == self.REFUSED.format("A connection to signin.aws.amazon.com")


class TestStandardLibrary:
    """urllib.request, and http.client, on which it stands."""

    def test_urllib_fetches_it_too(self, fakests: FakeSts) -> None:
        """With the headers of the answer."""
        fakests.answer("s3:GetObject", {"Body": "a,b", "ContentType": "text/csv"})
        url = presigned(fakests)
        with urllib.request.urlopen(url) as response:
            assert (response.read(), response.headers["Content-Type"], response.url) == (b"a,b", "text/csv", url)
        assert fakests.calls[-1].caller == "arn:aws:sts::123456789012:assumed-role/reader/fakests"

    def test_urllib_raises_a_denial(self, fakests: FakeSts) -> None:
        """As it raises every error of HTTP, with S3's answer in it."""
        with pytest.raises(urllib.error.HTTPError, match="HTTP Error 403: Forbidden") as raised:
            urllib.request.urlopen(presigned(fakests, bucket="secrets"))
        with raised.value as response:
            assert b"<Code>AccessDenied</Code>" in response.read()

    @pytest.mark.parametrize("body", [b"a,b", [b"a,", b"b"], io.BytesIO(b"a,b")], ids=["bytes", "pieces", "file"])
    def test_urllib_sends_the_body(self, fakests: FakeSts, body: Any) -> None:
        """With its length, or in chunks."""
        url, headers = signed(fakests)
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method="POST")) as response:
            assert response.status == 200

    def test_a_connection_takes_several_requests(self, fakests: FakeSts) -> None:
        """One after the other; what HEAD answers has no body."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        fakests.answer("s3:HeadObject", {"ContentLength": 3})
        client = fakests.client("s3")
        urls = [
            client.generate_presigned_url(operation, {"Bucket": "reports", "Key": "k"})
            for operation in ("head_object", "get_object")
        ]
        connection = http.client.HTTPSConnection("reports.s3.amazonaws.com")
        found = []
        for method, url in zip(("HEAD", "GET"), urls, strict=True):
            connection.request(method, url.partition(".com")[2])
            response = connection.getresponse()
            found.append((response.status, response.getheader("content-length"), response.read()))
        connection.close()
        assert found == [(200, "3", b""), (200, "3", b"a,b")]

    def test_a_request_without_tls_is_seen_as_such(self, fakests: FakeSts) -> None:
        """As policies see it, too."""
        with pytest.raises(urllib.error.HTTPError, match="403") as raised:
            urllib.request.urlopen("http://reports.s3.amazonaws.com/k")
        raised.value.close()
        assert fakests.calls[-1].decisions[0].request.context["aws:SecureTransport"] == "false"

    def test_a_proxy_is_not_asked(self, fakests: FakeSts) -> None:
        """Nor is there one."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"https": "http://proxy.invalid:3128"}))
        with opener.open(presigned(fakests)) as response:
            assert response.read() == b"a,b"

    def test_a_connection_breaks_on_demand(self, fakests: FakeSts) -> None:
        """As the standard library has it."""
        fakests.fail("s3:GetObject", ConnectionClosedError)
        with pytest.raises(http.client.RemoteDisconnected):
            urllib.request.urlopen(presigned(fakests))

    def test_an_error_of_an_answer_is_raised(self, fakests: FakeSts) -> None:
        """It is the test's own."""
        fakests.answer("s3:GetObject", LookupError("no such key"))
        with pytest.raises(LookupError, match="no such key"):
            urllib.request.urlopen(presigned(fakests))


class TestHandlersOfEveryClient:
    """Those that another tool puts into botocore, as moto does, are next in line for fetched requests, too."""

    @pytest.fixture
    def asked(self) -> Iterator[list[Any]]:
        """What such a handler was asked; it answers GetObject, and HeadObject."""
        seen: list[Any] = []

        def handler(event_name: str, request: Any, **_: Any) -> Any:
            seen.append((event_name, request.method, request.headers["x-a"]))
            body = b"" if request.method == "HEAD" else b"theirs"
            raw: Any = type("Raw", (), {"stream": lambda self, **_: iter((body,))})()
            headers: Any = {"Content-Type": "text/plain", "Content-Length": "6", "Connection": "close"}
            return AWSResponse(request.url, 200, headers, raw)

        for operation in ("GetObject", "HeadObject"):
            botocore.handlers.BUILTIN_HANDLERS.append((f"before-send.s3.{operation}", handler))
        yield seen
        del botocore.handlers.BUILTIN_HANDLERS[-2:]

    @pytest.mark.parametrize(("operation", "body"), [("get_object", b"theirs"), ("head_object", b"")])
    def test_they_answer_what_is_allowed(self, fakests: FakeSts, asked: list[Any], operation: str, body: bytes) -> None:
        """They see the request as it was sent, and their headers arrive."""
        method = operation.partition("_")[0].upper()
        response = urllib3.request(method, presigned(fakests, operation), headers={"X-A": "b"})
        assert (response.data, response.headers["content-type"], response.headers["content-length"]) == (
            body,
            "text/plain",
            "6",
        )
        assert asked == [(f"before-send.s3.{method.title()}Object", method, "b")]

    def test_they_are_not_asked_for_others(self, fakests: FakeSts, asked: list[Any]) -> None:
        """What is denied, answered by the test, or another operation."""
        client = fakests.client("s3")
        urllib3.request("GET", presigned(fakests, bucket="secrets"))
        urllib3.request("GET", client.generate_presigned_url("get_object_acl", {"Bucket": "reports", "Key": "k"}))
        fakests.answer("s3:GetObject", {"Body": "ours"})
        assert urllib3.request("GET", presigned(fakests)).data == b"ours"
        assert asked == []


class TestRequestsUnderMoto:
    """moto answers what requests sends by itself, so that the gate comes before it."""

    @pytest.fixture(autouse=True)
    def moto(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What tells that moto is on; with_moto has the real one."""
        models = types.SimpleNamespace(botocore_stubber=types.SimpleNamespace(enabled=True))
        monkeypatch.setitem(sys.modules, "moto.core.models", models)

    def test_it_is_judged(self, fakests: FakeSts) -> None:
        """And streamed, if that is asked."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        with requests.get(presigned(fakests), stream=True, timeout=60) as response:
            assert list(response.iter_content(2)) == [b"a,", b"b"]
        assert requests.get(presigned(fakests, bucket="secrets"), timeout=60).status_code == 403

    def test_a_connection_breaks_on_demand(self, fakests: FakeSts) -> None:
        """As requests has it."""
        fakests.fail("s3:GetObject", ConnectionClosedError)
        with pytest.raises(requests.ConnectionError, match="Remote end closed connection without response"):
            requests.get(presigned(fakests), timeout=60)

    def test_an_adapter_of_the_tests_is_left_alone(self, fakests: FakeSts) -> None:
        """It was mounted to answer by itself."""

        class Mine(requests.adapters.HTTPAdapter):
            def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
                return self.build_response(
                    request, urllib3.HTTPResponse(io.BytesIO(b"mine"), status=200, preload_content=False)
                )

        with requests.Session() as session:
            session.mount("https://", Mine())
            assert session.get(presigned(fakests), timeout=60).content == b"mine"

    def test_other_hosts_are_not_ours(self, fakests: FakeSts, fakests_endpoint: str) -> None:
        """They are reached as ever."""
        assert requests.get(f"{fakests_endpoint}/reports/a", timeout=60).status_code == 403


HOST = "reports.s3.amazonaws.com"


@pytest.mark.parametrize("host", [HOST, HOST.encode()], ids=["text", "bytes"])
def test_what_the_fake_does_not_know_is_refused(fakests: FakeSts, host: Any) -> None:
    """Libraries that make connections of their own do not find AWS."""
    with pytest.raises(NetworkRefusedError, match=rf"^A connection to {HOST} was about to reach the network"):
        socket.create_connection((host, 443), timeout=1)


def test_asyncio_is_refused_too(fakests: FakeSts) -> None:
    """So is what stands on it, as aiohttp."""
    with pytest.raises(NetworkRefusedError, match=rf"^A connection to {HOST} was about to reach the network"):
        asyncio.run(asyncio.wait_for(asyncio.open_connection(HOST, 443), 60))


def test_other_hosts_are_left_alone(fakests: FakeSts, fakests_endpoint: str) -> None:
    """What is not AWS's is none of the fake's business."""
    with pytest.raises(urllib.error.HTTPError, match="403") as raised:
        urllib.request.urlopen(f"{fakests_endpoint}/reports/a")
    raised.value.close()
    response = urllib3.request("GET", f"{fakests_endpoint}/reports/a", headers={"X-A": "b"})
    assert (response.status, response.headers["connection"]) == (403, "keep-alive")
    assert httpx.get(f"{fakests_endpoint}/reports/a").headers["connection"] == "keep-alive"
