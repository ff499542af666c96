"""Requests to AWS that do not come from botocore: presigned URLs and the like, as urllib3 and others fetch them."""

from __future__ import annotations

import http.client
import io
from collections.abc import Iterable, Mapping
from typing import Any

from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError

from pytest_fakests.gateway.endpoint.serving import Serving
from pytest_fakests.gateway.errors import NetworkRefusedError
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.loopback import relayed
from pytest_fakests.gateway.wire import Headers, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse as HttpAnswer
from pytest_fakests.gateway.wire.http import at_plain_host, split_url

_PORTS = {"http": 80, "https": 443}


def url_at_aws(pool: Any, target: str) -> str:
    """The URL of a request that goes through one of urllib3's pools."""
    if target.startswith(("http://", "https://")):
        return target
    port = "" if pool.port in (None, _PORTS[pool.scheme]) else f":{pool.port}"
    return f"{pool.scheme}://{pool.host}{port}/{target.removeprefix('/')}"


def fetched(
    gate: Gate, method: str, url: str, body: Any, headers: Mapping[str, Any] | None, options: Mapping[str, Any]
) -> HTTPResponse:
    """What urllib3 gets for a request that the gate answers.

    Args:
        gate: The gate.
        method: The HTTP method.
        url: The whole URL.
        body: The body, in any form that urllib3 takes.
        headers: The headers, or None.
        options: What urllib3 was asked to do with the answer: `preload_content` and `decode_content`.

    Raises:
        ProtocolError: The test wants the connection to break.
        Exception: What a function that the test gave as an answer raised.
    """
    request = request_of(method, url, body, headers)
    return as_urllib3(served(gate, request), request, options)


def request_of(method: str, url: str, body: Any, headers: Mapping[str, Any] | None) -> HttpRequest:
    """The request that urllib3 is asked for; a body that is a file is read to its end."""
    return HttpRequest(method, url, Headers((name, _value(one)) for name, one in (headers or {}).items()), _read(body))


def as_urllib3(answer: HttpAnswer | None, request: HttpRequest, options: Mapping[str, Any]) -> HTTPResponse:
    """An answer as urllib3 gives it.

    Args:
        answer: The answer; None where the test wants the connection to break.
        request: The request.
        options: What urllib3 was asked to do with the answer.

    Raises:
        ProtocolError: The test wants the connection to break.
    """
    if answer is None:
        reason = http.client.RemoteDisconnected("Remote end closed connection without response")
        raise ProtocolError("Connection aborted.", reason)
    told = HTTPHeaderDict(answer.headers)
    told.setdefault("content-length", str(len(answer.body)))
    return HTTPResponse(
        io.BytesIO(answer.body),
        told,
        answer.status,
        version=11,
        reason=http.client.responses.get(answer.status),
        preload_content=options.get("preload_content", True),
        decode_content=options.get("decode_content", True),
        request_method=request.method,
        request_url=request.url,
    )


def served(gate: Gate, request: HttpRequest) -> HttpAnswer | None:
    """What the gate answers to a request; None where the test wants the connection to break.

    Raises:
        OutlivedTestError: This is a forked process, whose test is over.
        NetworkRefusedError: The address is none that is known, or the request says by nothing who sends it.
        Exception: What a function that the test gave as an answer raised.
    """
    request = request._replace(url=at_plain_host(request.url))
    found = gate.metadata_at(request.url, request.method, request.headers)
    if found is not None:
        return found
    loopback = gate.loopback
    if loopback is not None and loopback.is_of_another_process:
        return relayed(loopback, request, f"{request.method} {split_url(request.url)[0]}")
    serving = Serving(gate, request.url.partition("://")[0])
    answer = serving.answer(request)
    if serving.faults:
        raise serving.faults[0]
    if serving.unjudged:
        raise NetworkRefusedError(request.method, request.url.partition("?")[0], serving.unjudged)
    return answer


def _value(value: Any) -> str | bytes:
    return value if isinstance(value, bytes) else str(value)


def _read(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    parts: Iterable[Any] = (body.read(),) if hasattr(body, "read") else body
    return b"".join(one.encode() if isinstance(one, str) else bytes(one) for one in parts)
