"""Where other processes reach a gate, and how calls of botocore in this process and in its forks fare meanwhile."""

from __future__ import annotations

import dataclasses
import http.client
import os
from typing import Any

from pytest_fakests.gateway.errors import OutlivedTestError
from pytest_fakests.gateway.routing.addresses import at_aws
from pytest_fakests.gateway.routing.scope import read_scope
from pytest_fakests.gateway.wire import Headers, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.errors import operation_label
from pytest_fakests.gateway.wire.http import split_url

# Seconds until an answer: one that a function of the test's gives may take its time.
_PATIENCE = 60
# What http.client writes anew for the body that it sends.
_FRAMING = ("content-length", "transfer-encoding", "expect")


@dataclasses.dataclass(frozen=True)
class Loopback:
    """Where other processes reach a gate.

    Attributes:
        host: The loopback address.
        port: The port.
        pid: The process in which the gate is.
        test: The test that the gate belongs to.
    """

    host: str
    port: int
    pid: int
    test: str

    @property
    def url(self) -> str:
        """The URL that SDKs take."""
        return f"http://{self.host}:{self.port}"


def lead_home(loopback: Loopback, prepared: Any, operation_model: Any, region: str) -> str:
    """Give a request that botocore prepared for the loopback the URL at AWS that it stands for.

    So what a client of this process gets does not depend on whether it saw the environment of other processes.
    Gives the host to which it was going; "" where that was not the loopback.
    """
    if split_url(prepared.url)[0] != f"{loopback.host}:{loopback.port}":
        return ""
    headers = Headers((str(name), value) for name, value in prepared.headers.items())
    request = HttpRequest(prepared.method, prepared.url, headers, b"")
    there = at_aws(request, operation_model.service_model.endpoint_prefix, read_scope(request).region or region)
    prepared.url = there.url
    return there.arrived_at


def forwarded(loopback: Loopback, prepared: Any, operation_model: Any) -> HttpResponse:
    """What the gate answers to a call of a forked process, whose own copy of it knows nothing of what came after.

    Raises:
        OutlivedTestError: The test is over.
    """
    request = HttpRequest.from_prepared(prepared)
    host, path, query = split_url(request.url)
    headers = {name: value for name, value in request.headers.items() if name not in _FRAMING}
    connection = http.client.HTTPConnection(loopback.host, loopback.port, timeout=_PATIENCE)
    try:
        target = f"{path or '/'}?{query}" if query else path or "/"
        connection.request(request.method, target, request.body, {"host": host, **headers})
        found = connection.getresponse()
        return HttpResponse(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
    except ConnectionRefusedError:
        label = operation_label(operation_model)
        raise OutlivedTestError(label, f"the forked process {os.getpid()}", loopback.test) from None
    finally:
        connection.close()
