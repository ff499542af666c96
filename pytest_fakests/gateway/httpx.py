"""What httpx fetches from AWS while a fake is on. Loaded once httpx is; see https://www.python-httpx.org."""

from __future__ import annotations

from typing import Any

from httpcore import AsyncConnectionPool, ConnectionPool
from httpx import AsyncHTTPTransport, HTTPTransport, RemoteProtocolError, Response

from pytest_fakests.gateway import installed
from pytest_fakests.gateway.fetches import served
from pytest_fakests.gateway.hosted.hosts import destination_of
from pytest_fakests.gateway.hosted.stand_ins import answered_below, awaited_below, stands_in
from pytest_fakests.gateway.wire import Headers, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse as HttpAnswer


def _judged_request(self: Any, request: Any) -> Any:
    fake, before = _fake_for(request), installed.original(HTTPTransport, "handle_request")
    if fake is None:
        return before(self, request)
    told = _told(request, request.read())
    if _is_asked_below(told, before, self._pool):
        return _answered(answered_below(fake.gate, told, lambda: before(self, request)), request)
    return _answered(served(fake.gate, told), request)


async def _judged_async_request(self: Any, request: Any) -> Any:
    fake, before = _fake_for(request), installed.original(AsyncHTTPTransport, "handle_async_request")
    if fake is None:
        return await before(self, request)
    told = _told(request, await request.aread())
    if _is_asked_below(told, before, self._pool):
        return _answered(await awaited_below(fake.gate, told, lambda: before(self, request)), request)
    return _answered(served(fake.gate, told), request)


def _is_asked_below(told: HttpRequest, before: Any, pool: Any) -> bool:
    """Whether another tool stands in for httpx, as pytest-httpx does, or below it, as respx, and may have an answer.

    With a proxy it is not asked: if it passed the request on, that would leave the process.
    """
    kind = type(pool)
    if kind not in (ConnectionPool, AsyncConnectionPool) or destination_of(told) is None:
        return False
    send = kind.handle_request if kind is ConnectionPool else kind.handle_async_request
    return stands_in(before, "httpx") or stands_in(send, "httpcore")


def _fake_for(request: Any) -> installed.Installed | None:
    """The fake that answers the request; None for one that does not go to AWS."""
    fake = installed.current()
    if not installed.is_served(fake, request.url.host):
        return None
    installed.refuse_outlived(lambda: f"{request.method} {request.url.host}")
    return fake


def _told(request: Any, body: bytes) -> HttpRequest:
    return HttpRequest(request.method, str(request.url), Headers(request.headers.multi_items()), body)


def _answered(answer: Any, request: Any) -> Any:
    """An answer of the gate's in the form of httpx; what has that form already stays as it is."""
    if answer is None:
        raise RemoteProtocolError("Server disconnected without sending a response.", request=request)
    if not isinstance(answer, HttpAnswer):
        return answer
    return Response(answer.status, headers=answer.headers, content=answer.body, request=request)


REPLACEMENTS: tuple[installed.Replacement, ...] = (
    (HTTPTransport, "handle_request", _judged_request),
    (AsyncHTTPTransport, "handle_async_request", _judged_async_request),
)
