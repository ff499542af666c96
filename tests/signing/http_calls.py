"""Requests that no botocore client sends, and what the gate answers to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests import FakeSts
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.http import Headers

TIMESTAMP = "%Y%m%dT%H%M%SZ"


def send(
    fakests: FakeSts,
    call: str,
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> HttpResponse:
    """The gate's answer to a request for a call such as "s3:GetObject"."""
    service, _, operation = call.partition(":")
    model: Any = fakests.client(service).meta.service_model.operation_model(operation)
    return fakests.gate.serve(HttpRequest(method, url, Headers((headers or {}).items()), body), model)


def told(answer: HttpResponse, element: str) -> str:
    """The text of an element of an XML answer; "" where it is not there."""
    found = re.search(rf"<{element}>([^<]*)</{element}>", answer.body.decode())
    return (
        found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if found else ""
    )


def words(answer: HttpResponse) -> tuple[int, str, str]:
    """Status, code and message of an error."""
    return answer.status, told(answer, "Code"), told(answer, "Message")
