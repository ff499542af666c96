"""Handlers that others registered for every client of botocore, as moto does: asked for what comes from elsewhere."""

from __future__ import annotations

from typing import Any

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.handlers import BUILTIN_HANDLERS

from pytest_fakests.gateway.event_names import before_send_name
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

# What frames a body on its way; it is framed anew.
_FRAMING = frozenset({"connection", "content-encoding", "content-length", "transfer-encoding"})


def prepared_request(request: HttpRequest) -> Any:
    """The request in the form in which botocore gives it to handlers."""
    headers: Any = HeadersDict(request.headers)
    return AWSPreparedRequest(request.method, request.url, headers, request.body, False)


def answered_by_handlers(prepared: Any, operation_model: Any) -> HttpResponse | None:
    """The answer of the first handler of every client that has one; None where none has.

    Args:
        prepared: The request, as `prepared_request` gives it.
        operation_model: botocore's model of the operation.
    """
    name = before_send_name(operation_model)
    for pattern, handler, *_ in BUILTIN_HANDLERS:
        if f"{name}.".startswith(f"{pattern}."):
            answer = handler(event_name=name, request=prepared)
            if answer is not None:
                return _encoded(answer)
    return None


def _encoded(answer: Any) -> HttpResponse:
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    length = headers.get("content-length")
    told = {name: value for name, value in headers.items() if name not in _FRAMING}
    body = answer.content
    # The answer to HEAD has the length of what is not there.
    if length is not None and not body:
        told["content-length"] = length
    return HttpResponse(answer.status_code, told, body)
