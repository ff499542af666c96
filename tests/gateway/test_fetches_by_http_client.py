"""Presigned URLs are fetched by the standard library, and other ways to AWS are closed."""

from __future__ import annotations

import asyncio
import http.client
import io
import socket
import urllib.error
import urllib.request
from typing import Any

import httpx
import pytest
import urllib3
from botocore.exceptions import ConnectionClosedError
from fetched_urls import presigned, signed

from pytest_fakests import FakeSts, NetworkRefusedError, Role, allow, trust

pytestmark = pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))  # fmt: skip


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

    @pytest.mark.parametrize("host", ["Reports.S3.amazonaws.COM", "reports.s3.amazonaws.com."])
    def test_a_host_may_be_written_otherwise(self, fakests: FakeSts, host: str) -> None:
        """In another case, or with the dot of the root."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        target = fakests.client("s3").generate_presigned_url("get_object", {"Bucket": "reports", "Key": "k"})
        connection = http.client.HTTPSConnection(host)
        # With the dot the header Host has it, which was signed without.
        connection.request("GET", target.partition(".com")[2], headers={"Host": "reports.s3.amazonaws.com"})
        assert connection.getresponse().read() == b"a,b"

    def test_a_proxy_is_not_asked(self, fakests: FakeSts) -> None:
        """Nor is there one."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"https": "http://proxy.invalid:3128"}))
        with opener.open(presigned(fakests)) as response:
            assert response.read() == b"a,b"

    def test_nor_is_one_for_plain_http(self, fakests: FakeSts) -> None:
        """Which would get the whole URL."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": "http://proxy.invalid:3128"}))
        with pytest.raises(urllib.error.HTTPError, match="403") as raised:
            opener.open("http://reports.s3.amazonaws.com/k")
        raised.value.close()
        assert fakests.calls[-1].decisions[0].request.context["aws:SecureTransport"] == "false"

    def test_a_proxy_is_asked_for_other_hosts(self, fakests: FakeSts) -> None:
        """By the same connection, too."""
        connection = http.client.HTTPConnection("127.0.0.1", 1)
        with pytest.raises(ConnectionRefusedError):
            connection.request("GET", "http://example.org/")
        connection.close()
        connection.request("GET", "http://reports.s3.amazonaws.com/k")
        assert connection.getresponse().read().startswith(b"<?xml")
        with pytest.raises(ConnectionRefusedError):
            connection.request("GET", "http://example.org/")

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


HOST = "reports.s3.amazonaws.com"


@pytest.mark.parametrize("host", [HOST, HOST.encode(), HOST.upper(), f"{HOST}."], ids=["text", "bytes", "upper", "dot"])
def test_what_the_fake_does_not_know_is_refused(fakests: FakeSts, host: Any) -> None:
    """Libraries that make connections of their own do not find AWS, however they write its name."""
    with pytest.raises(NetworkRefusedError, match=rf"^A connection to (?i:{HOST})\.? was about to reach the network"):
        socket.create_connection((host, 443), timeout=1)


@pytest.mark.parametrize("look_up", ["gethostbyname", "gethostbyname_ex"])
def test_nor_do_those_that_ask_for_its_address(fakests: FakeSts, look_up: str) -> None:
    """By the older functions; other hosts have theirs."""
    with pytest.raises(NetworkRefusedError, match=rf"^A connection to {HOST} was about to reach the network"):
        getattr(socket, look_up)(HOST)
    assert "127.0.0.1" in str(getattr(socket, look_up)("127.0.0.1"))


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


def test_urllib3_tries_other_hosts_again(fakests: FakeSts) -> None:
    """As often as it was asked to."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        url = "http://{}:{}/".format(*deaf.getsockname())
        with pytest.raises(urllib3.exceptions.MaxRetryError, match="Failed to establish a new connection"):
            urllib3.request("GET", url, retries=urllib3.Retry(2, backoff_factor=0))


def test_httpxs_asynchronous_client_leaves_other_hosts_alone(fakests: FakeSts, fakests_endpoint: str) -> None:
    """They answer what they answer."""

    async def fetch() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(f"{fakests_endpoint}/reports/a")

    assert asyncio.run(fetch()).headers["connection"] == "keep-alive"
