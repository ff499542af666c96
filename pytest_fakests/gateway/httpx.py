"""What httpx fetches from AWS while a fake is on. Loaded once httpx is; see https://www.python-httpx.org."""

from __future__ import annotations

from typing import Any

from httpx import AsyncHTTPTransport, HTTPTransport, RemoteProtocolError, Response

from pytest_fakests.gateway import patches
from pytest_fakests.gateway.fetches import served
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.wire import Headers, HttpRequest


def _judged_request(self: Any, request: Any) -> Any:
    fake = _fake_for(request)
    if fake is None:
        return patches.original(HTTPTransport, "handle_request")(self, request)
    return _answer(fake.gate, request, request.read())


async def _judged_async_request(self: Any, request: Any) -> Any:
    fake = _fake_for(request)
    if fake is None:
        return await patches.original(AsyncHTTPTransport, "handle_async_request")(self, request)
    return _answer(fake.gate, request, await request.aread())


def _fake_for(request: Any) -> patches.Installed | None:
    """The fake that answers the request; None for one that does not go to AWS."""
    fake = patches.current()
    if not patches.is_served(fake, request.url.host):
        return None
    patches.refuse_outlived(lambda: f"{request.method} {request.url.host}")
    return fake


def _answer(gate: Gate, request: Any, body: bytes) -> Response:
    answer = served(gate, HttpRequest(request.method, str(request.url), Headers(request.headers.items()), body))
    if answer is None:
        raise RemoteProtocolError("Server disconnected without sending a response.", request=request)
    return Response(answer.status, headers=answer.headers, content=answer.body, request=request)


REPLACEMENTS: tuple[patches.Replacement, ...] = (
    (HTTPTransport, "handle_request", _judged_request),
    (AsyncHTTPTransport, "handle_async_request", _judged_async_request),
)
