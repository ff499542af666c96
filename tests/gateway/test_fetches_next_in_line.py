"""Fetched requests that another tool answers: the gate comes before it."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Iterator
from typing import Any

import botocore.handlers
import pytest
import requests
import urllib3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError
from fetched_urls import presigned

from pytest_fakests import FakeSts, Role, allow, trust

pytestmark = pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))  # fmt: skip


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
