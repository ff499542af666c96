"""Tools that stand in for an HTTP library are next in line for what programs sign themselves."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import httpcore
import httpx
import pytest
import requests
import urllib3
from botocore.exceptions import ClientError, ConnectionClosedError
from requests.adapters import HTTPAdapter
from self_signed import API, FUNCTION, signed

from pytest_fakests import FakeSts, User

PETS = f"{API}/prod/pets"
Send = Callable[[str, str, dict[str, str]], tuple[int, str]]


class Tool:
    """A tool that answers what it is asked, as responses, respx and others do."""

    def __init__(self, before: Any) -> None:
        self.asked: list[str] = []
        self.before = before
        self.passes_on = False

    def requests(self, adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        """In place of requests' adapter."""
        self.asked.append(request.method)
        if self.passes_on:
            return self.before(adapter, request, *args, **kwargs)
        body = urllib3.HTTPResponse(io.BytesIO(b"theirs"), status=404, preload_content=False)
        return adapter.build_response(request, body)

    def httpcore(self, pool: Any, request: Any) -> Any:
        """In place of what httpx stands on."""
        self.asked.append(request.method.decode())
        return self.before(pool, request) if self.passes_on else httpcore.Response(404, content=b"theirs")

    async def httpcore_async(self, pool: Any, request: Any) -> Any:
        """The same, awaited."""
        self.asked.append(request.method.decode())
        return await self.before(pool, request) if self.passes_on else httpcore.Response(404, content=b"theirs")


def by_requests(method: str, url: str, headers: dict[str, str]) -> tuple[int, str]:
    """What requests gets."""
    answer = requests.request(method, url, headers=headers, timeout=60)
    return answer.status_code, answer.text


def by_httpx(method: str, url: str, headers: dict[str, str]) -> tuple[int, str]:
    """What httpx gets."""
    answer = httpx.request(method, url, headers=headers)
    return answer.status_code, answer.text


def by_async_httpx(method: str, url: str, headers: dict[str, str]) -> tuple[int, str]:
    """What httpx gets from a loop of asyncio."""

    async def send() -> tuple[int, str]:
        async with httpx.AsyncClient() as client:
            answer = await client.request(method, url, headers=headers)
            return answer.status_code, answer.text

    return asyncio.run(send())


PLACES: dict[Any, tuple[Any, str, str]] = {
    by_requests: (HTTPAdapter, "send", "requests"),
    by_httpx: (httpcore.ConnectionPool, "handle_request", "httpcore"),
    by_async_httpx: (httpcore.AsyncConnectionPool, "handle_async_request", "httpcore_async"),
}


@pytest.fixture(params=list(PLACES), ids=lambda send: send.__name__)
def send(request: pytest.FixtureRequest) -> Send:
    """A library."""
    found: Send = request.param
    return found


@pytest.fixture
def tool(send: Send, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """What stands in for it."""
    owner, name, own = PLACES[send]
    tool = Tool(getattr(owner, name))
    replacement = getattr(tool, own)
    # A bound method would not be given what it is called on.
    monkeypatch.setattr(owner, name, lambda *args, **kwargs: replacement(*args, **kwargs))  # noqa: PLW0108
    return tool


def own(fakests: FakeSts, who: str = "user/tester", method: str = "GET", url: str = PETS) -> dict[str, str]:
    """The headers of a request that somebody signs."""
    return signed(fakests.credentials(who), method, url)


def test_they_answer_what_is_allowed(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """Whatever they answer; the call is judged and kept."""
    assert send("GET", PETS, own(fakests)) == (404, "theirs")
    assert [(one.operation, one.error) for one in fakests.calls] == [("execute-api:Invoke", None)]


@pytest.mark.users(User("ann"))
def test_they_are_not_asked_for_what_is_denied(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """Nor for what the test answers, cannot be judged, or has an error for."""
    assert send("GET", PETS, own(fakests, "user/ann"))[0] == 403
    fakests.answer("execute-api:Invoke", {"pets": []})
    assert send("GET", PETS, own(fakests)) == (200, '{"pets": []}')
    status, body = send("GET", FUNCTION, own(fakests, url=FUNCTION))
    assert (status, "no part of abcdefghij.lambda-url" in json.loads(body)["message"]) == (400, True)
    error = ClientError({"Error": {"Code": "TooBusy", "Message": "later"}}, "Invoke")
    fakests.answer("execute-api:Invoke", error)
    assert send("GET", PETS, own(fakests)) == (400, '{"message": "later"}')
    fakests.answer("execute-api:Invoke", LookupError("no such pet"))
    with pytest.raises(LookupError, match="no such pet"):
        send("GET", PETS, own(fakests))
    assert tool.asked == []


def test_they_answer_what_is_not_signed(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """Nobody here can judge it."""
    assert send("GET", PETS, {}) == (404, "theirs")
    assert fakests.calls == []


def test_what_they_pass_on_gets_the_smallest_answer(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """It does not reach the network."""
    tool.passes_on = True
    assert send("GET", PETS, own(fakests)) == (200, "{}")
    assert tool.asked == ["GET"]


def test_a_connection_breaks_on_demand(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """As the library has it."""
    fakests.fail("execute-api:Invoke", ConnectionClosedError)
    with pytest.raises((requests.ConnectionError, httpx.RemoteProtocolError)):
        send("GET", PETS, own(fakests))


def test_a_body_that_was_read_is_still_there(fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a tool that looks at it."""
    bodies: list[Any] = []

    def look(adapter: Any, request: Any, **_: Any) -> Any:
        bodies.append(request.body)
        return adapter.build_response(request, urllib3.HTTPResponse(io.BytesIO(), status=200, preload_content=False))

    monkeypatch.setattr(HTTPAdapter, "send", look)
    headers = signed(fakests.credentials("user/tester"), "POST", PETS, b"rex")
    requests.post(PETS, data=io.BytesIO(b"rex"), headers=headers, timeout=60)
    requests.get(PETS, headers=own(fakests), timeout=60)
    assert bodies == [b"rex", None]


@pytest.mark.parametrize("send", [by_httpx, by_async_httpx])
def test_with_a_proxy_they_are_not_asked(
    fakests: FakeSts, tool: Tool, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they passed on would leave the process there."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert send("GET", PETS, own(fakests)) == (200, "{}")
    assert tool.asked == []


def test_other_addresses_of_awss_are_answered_here(fakests: FakeSts, send: Send, tool: Tool) -> None:
    """By urllib3's or httpx's way, as without such a tool, where it does not stand above."""
    url = fakests.client("s3").generate_presigned_url("get_object", {"Bucket": "reports", "Key": "k"})
    assert send("GET", url, {}) == ((404, "theirs") if send is by_requests else (200, ""))
