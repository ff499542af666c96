"""aiobotocore's clients under the fake: judged as botocore's are, and answered in bytes, which aiobotocore reads.

Loaded once aiobotocore is; see https://aiobotocore.aio-libs.org.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import datetime
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiobotocore.awsrequest import AioAWSResponse
from aiobotocore.credentials import AioCredentials
from aiobotocore.endpoint import AioEndpoint
from aiobotocore.httpchecksum import AioAwsChunkedWrapper, apply_request_checksum
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.retries.bucket import AsyncTokenBucket
from aiobotocore.signers import AioRequestSigner
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from botocore.awsrequest import HeadersDict
from botocore.exceptions import CapacityNotAvailableError

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway import installed
from pytest_fakests.gateway.errors import NetworkRefusedError
from pytest_fakests.gateway.forms import Encoded
from pytest_fakests.gateway.loopback import forwarded, lead_home
from pytest_fakests.gateway.responses import ErrorAnswer
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.errors import operation_label
from pytest_fakests.gateway.wire.http import goes_back

# More than any answer of a test: who waits for room in it would wait for ever, since nobody writes any more.
_BUFFER = 2**30
_PIECE = 2**20


async def _judged_response(self: Any, request: Any, operation_model: Any, context: Any) -> Any:
    original = installed.original(AioEndpoint, "_do_get_response")
    installed.refuse_outlived(lambda: operation_label(operation_model))
    fake = installed.current()
    if fake is None:
        return await original(self, request, operation_model, context)
    loopback, arrived_at = fake.gate.loopback, ""
    if loopback is not None:
        if loopback.is_of_another_process:
            answer, broken = forwarded(loopback, request, operation_model)
            return await _read(self, answer, request, operation_model, context) if answer else (None, broken)
        arrived_at = lead_home(loopback, request, operation_model, fake.gate.cloud.region)
    return await _responded(
        fake,
        self,
        request,
        operation_model,
        context,
        lambda: original(self, request, operation_model, context),
        arrived_at,
    )


async def stubbed_response(
    fake: installed.Installed, endpoint: Any, operation_model: Any, params: Any, stub: Callable[[], Any]
) -> Any:
    """What a stubbed client gets: the stub's answer, if its caller may make the call."""
    params = {**params, "headers": copy.copy(params["headers"])}
    apply_request_checksum(params)
    request = await endpoint.create_request(params, operation_model)

    async def answer() -> tuple[Any, Any]:
        return stub(), None

    found, exception = await _responded(
        fake, endpoint, request, operation_model, params["context"], answer, stubbed=True
    )
    if exception is not None:
        raise exception
    return found


async def _responded(
    fake: installed.Installed,
    endpoint: Any,
    request: Any,
    operation_model: Any,
    context: Any,
    next_in_line: Callable[[], Awaitable[tuple[Any, Any]]],
    arrived_at: str = "",
    *,
    stubbed: bool = False,
) -> Any:
    form = _Noting(HttpRequest.from_prepared(await _readable(request), arrived_at), operation_model)
    response, exception = await fake.gate.respond_in_bytes(request, form, next_in_line, stubbed=stubbed)
    if not isinstance(response, HttpResponse):
        return response, exception
    found, exception = await _read(endpoint, response, request, operation_model, context)
    if form.notes and found is not None:
        error = ErrorAnswer(found[1])
        error.note = form.notes[-1]
        found = found[0], error
    return found, exception


async def _readable(prepared: Any) -> Any:
    """The request, with its body at hand where that comes in chunks: here they have to be awaited."""
    body = prepared.body
    if not isinstance(body, AioAwsChunkedWrapper):
        return prepared
    seen = copy.copy(prepared)
    # What cannot go back is no body that anybody could read.
    seen.body = b"".join([piece async for piece in _pieces(body)]) if goes_back(body) else object()
    if isinstance(seen.body, bytes):
        body.seek(0)
    return seen


async def _pieces(chunked: AioAwsChunkedWrapper) -> AsyncIterator[bytes]:
    """What the wrapper gives: asked for all at once, it copies what it has with each chunk."""
    while piece := await chunked.read(_PIECE):
        yield piece


async def _read(self: Any, answer: HttpResponse, request: Any, operation_model: Any, context: Any) -> Any:
    """What the endpoint makes of an answer that came in bytes."""
    endpoint = copy.copy(self)
    endpoint._event_emitter = _Answered(self._event_emitter, _as_received(request.url, answer))
    return await installed.original(AioEndpoint, "_do_get_response")(endpoint, request, operation_model, context)


@dataclasses.dataclass(frozen=True)
class _Noting(Encoded):
    """The encoded form, and the notes of the error in it, which no bytes carry."""

    notes: list[str] = dataclasses.field(default_factory=list)

    def failure(self, error: AwsError, request_id: str, now: datetime.datetime) -> HttpResponse:
        self.notes.append(error.note)
        return super().failure(error, request_id, now)


class _Answered:
    """An event emitter that has the answer to `before-send` already."""

    def __init__(self, emitter: Any, answer: AioAWSResponse) -> None:
        self._emitter = emitter
        self._answer = answer

    async def emit(self, event_name: str, **kwargs: Any) -> list[tuple[Any, Any]]:
        if event_name.startswith("before-send."):
            return [(None, self._answer)]
        found: list[tuple[Any, Any]] = await self._emitter.emit(event_name, **kwargs)
        return found


class _Received:
    """What aiobotocore keeps of aiohttp's answer: its body, as a stream."""

    def __init__(self, url: str, body: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.url = url
        self.content = StreamReader(BaseProtocol(loop), _BUFFER, loop=loop)
        self.content.feed_data(body)
        self.content.feed_eof()

    async def read(self) -> bytes:
        found: bytes = await self.content.read()
        return found

    def close(self) -> None:
        """There is no connection to close."""

    release = close

    async def __aenter__(self) -> _Received:
        return self

    async def __aexit__(self, *_: object) -> None:
        """There is no connection to close."""


def _as_received(url: str, answer: HttpResponse) -> AioAWSResponse:
    return AioAWSResponse(url, answer.status, HeadersDict(answer.headers), _Received(url, answer.body))


async def _unslept_retry(self: Any, *args: Any, **kwargs: Any) -> Any:
    original = installed.original(AioEndpoint, "_needs_retry")
    if installed.current() is None:
        return await original(self, *args, **kwargs)
    endpoint = copy.copy(self)
    endpoint._event_emitter = _Unslept(self._event_emitter)
    return await original(endpoint, *args, **kwargs)


class _Unslept:
    """An event emitter whose answers to `needs-retry`, which are seconds to sleep, are none."""

    def __init__(self, emitter: Any) -> None:
        self._emitter = emitter

    async def emit(self, event_name: str, **kwargs: Any) -> list[tuple[Any, Any]]:
        waits = await self._emitter.emit(event_name, **kwargs)
        return [(handler, None if wait is None or wait is False else 0) for handler, wait in waits]


async def _unslept_acquire(self: Any, *args: Any, **kwargs: Any) -> Any:
    original = installed.original(AsyncTokenBucket, "acquire")
    if installed.current() is None:
        return await original(self, *args, **kwargs)
    try:
        return await original(self, *args, **{**kwargs, "block": False})
    except CapacityNotAvailableError:
        return True


async def _refused_send(self: Any, request: Any) -> Any:
    installed.refuse_outlived(lambda: f"{request.method} {request.url}")
    fake = installed.current()
    if fake is None:
        return await installed.original(AIOHTTPSession, "send")(self, request)
    found = fake.gate.serve_metadata(request)
    if found is None:
        raise NetworkRefusedError(request.method, request.url)
    return AioAWSResponse(request.url, found.status_code, found.headers, _Received(request.url, found.content))


def _ambient(name: str) -> Callable[..., Any]:
    async def auth_instance(self: Any, *args: Any, **kwargs: Any) -> Any:
        original = installed.original(AioRequestSigner, name)
        given = kwargs.get("request_credentials") or self._credentials
        fake = installed.current()
        installed.show_signing(fake, given)
        ambient = None
        if fake is not None and getattr(given, "method", None) != "explicit":
            ambient = fake.ambient_credentials(given)
        if ambient is None:
            return await original(self, *args, **kwargs)
        signer = copy.copy(self)
        signer._credentials = AioCredentials(ambient.access_key, ambient.secret_key, ambient.token)
        return await original(signer, *args, **kwargs)

    return auth_instance


REPLACEMENTS: tuple[installed.Replacement, ...] = (
    (AioEndpoint, "_do_get_response", _judged_response),
    (AioEndpoint, "_needs_retry", _unslept_retry),
    (AsyncTokenBucket, "acquire", _unslept_acquire),
    (AIOHTTPSession, "send", _refused_send),
    (AioRequestSigner, "get_auth_instance", _ambient("get_auth_instance")),
    (AioRequestSigner, "get_auth", _ambient("get_auth")),
)
