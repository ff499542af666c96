"""Where other processes reach a gate, and how calls of botocore in this process and in its forks fare meanwhile."""

from __future__ import annotations

import dataclasses
import http.client
import os
from typing import Any

from botocore.exceptions import ConnectionClosedError

from pytest_fakests.gateway.authentication.regions import SUFFIXES
from pytest_fakests.gateway.errors import OutlivedTestError
from pytest_fakests.gateway.routing.addresses import at_aws
from pytest_fakests.gateway.routing.scope import read_scope
from pytest_fakests.gateway.wire import Headers, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.errors import operation_label
from pytest_fakests.gateway.wire.http import split_url

# Seconds until an answer: one that a function of the test's gives may take its time.
_PATIENCE = 60
# The scheme of a request that was passed on, as load balancers tell it:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
FORWARDED_SCHEME = "x-forwarded-proto"
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
    def is_of_another_process(self) -> bool:
        """Whether this process is a fork of the gate's, and has a copy of it."""
        return self.pid != os.getpid()

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


def forwarded(
    loopback: Loopback, prepared: Any, operation_model: Any
) -> tuple[HttpResponse | None, ConnectionClosedError | None]:
    """What botocore gets in a forked process, whose own copy of the gate knows nothing of what came after.

    Raises:
        OutlivedTestError: The test is over.
    """
    answer = relayed(loopback, HttpRequest.from_prepared(prepared), operation_label(operation_model))
    return (answer, None) if answer else (None, ConnectionClosedError(endpoint_url=prepared.url))


def relayed(loopback: Loopback, request: HttpRequest, call: str) -> HttpResponse | None:
    """What the gate answers to a request of a forked process; None where the test wants the connection to break.

    Args:
        loopback: Where the gate is.
        request: The request.
        call: What to call it in an error.

    Raises:
        OutlivedTestError: The test is over.
    """
    host, path, query = split_url(request.url)
    headers = {name: value for name, value in request.headers.items() if name not in _FRAMING}
    if request.url.startswith("http:") and host.partition(":")[0].endswith(SUFFIXES):
        headers[FORWARDED_SCHEME] = "http"
    connection = http.client.HTTPConnection(loopback.host, loopback.port, timeout=_PATIENCE)
    try:
        target = f"{path or '/'}?{query}" if query else path or "/"
        connection.request(request.method, target, request.body, {"host": host, **headers})
        found = connection.getresponse()
        return HttpResponse(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
    except ConnectionRefusedError:
        raise OutlivedTestError(call, f"the forked process {os.getpid()}", loopback.test) from None
    except ConnectionResetError:
        return None
    finally:
        connection.close()
