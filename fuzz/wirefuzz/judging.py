"""What has to hold for every request, and the count of what came of them."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import random
import socket
import struct
import threading
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Any

import botocore.session
from freezegun import freeze_time

from pytest_fakests import Credentials, FakeSts, Role, fake_sts, trust
from pytest_fakests.gateway.calls import Call
from pytest_fakests.gateway.endpoint import LOOPBACK, EndpointServer, Limits, Serving
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from wirefuzz.corpus import corpus
from wirefuzz.mutating import mutated
from wirefuzz.signatures import is_signed

NOW = "2026-11-24T03:44:26Z"
# The signatures of a seed are the same in each run: the port is not.
_HOST = "http://127.0.0.1:4566"
_PATIENCE = 20
_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@dataclasses.dataclass
class Tally:
    """What came of the requests."""

    requests: int = 0
    calls: int = 0
    accepted: int = 0
    statuses: collections.Counter[int] = dataclasses.field(default_factory=collections.Counter)
    faults: list[str] = dataclasses.field(default_factory=list)

    def lines(self, seconds: float) -> Iterator[str]:
        """The report."""
        yield f"{self.requests} requests in {seconds:.0f} s: {self.calls} calls, {self.accepted} of them accepted"
        yield from (f"{count:7} answers of status {status}" for status, count in sorted(self.statuses.items()))
        yield f"{len(self.faults)} faults"
        yield from self.faults


class Target:
    """A fake with an endpoint, at a moment that stays.

    Attributes:
        port: The port.
        requests: The requests that the mutated ones are made of.
        keys: The keys whose signatures count.
        seen: What the endpoint was asked since the list was emptied, with the calls that it made of each.
    """

    def __init__(self, fakests: FakeSts) -> None:
        session = fakests.assume_role("app").credentials
        caller = fakests.caller_credentials
        wrong = Credentials(caller.access_key, "not its secret", None)
        self.keys = [caller, session]
        self.requests = corpus(_HOST, [caller, session, wrong])
        self.seen: list[tuple[HttpRequest, list[Call]]] = []
        self._fakests = fakests
        self._serving = Serving(fakests.gate)
        self._server = EndpointServer(self._answer, Limits(seconds=_PATIENCE))
        self.port = self._server.port
        self._server.start()

    @property
    def faults(self) -> list[Exception]:
        """What was raised in the endpoint."""
        return self._serving.faults

    def stop(self) -> None:
        """Stop the endpoint."""
        self._server.stop()

    def _answer(self, request: HttpRequest) -> HttpResponse | None:
        self._fakests.calls.clear()
        answer = self._serving.answer(request)
        self.seen.append((request, list(self._fakests.calls)))
        return answer


@contextlib.contextmanager
def target() -> Iterator[Target]:
    """A target, whose keys are the same in each run."""
    with (
        freeze_time(NOW),
        fake_sts(
            Role("app", trust=trust("user/tester"), permissions=_EVERYTHING), unmapped="allow", seed="wirefuzz"
        ) as fakests,
    ):
        found = Target(fakests)
        try:
            yield found
        finally:
            found.stop()


def request_of(seed: int, number: int, requests: list[bytes]) -> bytes:
    """A request of the seed."""
    return mutated(random.Random(f"{seed}:{number}"), requests)


def fuzz(seed: int, numbers: range) -> Tally:
    """Send the requests, and hold each answer to what has to hold."""
    tally = Tally()
    crashes: list[str] = []
    before, threading.excepthook = (
        threading.excepthook,
        lambda args: crashes.append(f"{args.exc_type.__name__}: {args.exc_value}"),
    )
    try:
        with target() as found:
            for number in numbers:
                judge(tally, number, found, request_of(seed, number, found.requests))
                tally.faults += [f"{number}: a thread crashed: {crash}" for crash in crashes]
                crashes.clear()
    finally:
        threading.excepthook = before
    return tally


def judge(tally: Tally, number: int, found: Target, request: bytes) -> None:
    """Send one request."""
    tally.requests += 1
    try:
        received = exchanged(found.port, request)
        _judge_answer(tally, number, received, request)
    except (OSError, HTTPException) as error:
        tally.faults.append(f"{number}: {type(error).__name__}: {error}")
    tally.faults += [f"{number}: raised {type(error).__name__}: {error}" for error in found.faults]
    found.faults.clear()
    for seen, calls in found.seen:
        for call in calls:
            _judge_call(tally, number, found, seen, call)
    found.seen.clear()


def exchanged(port: int, request: bytes) -> bytes:
    """All that the endpoint answers."""
    with socket.create_connection((LOOPBACK, port), timeout=_PATIENCE) as connection:
        # So many connections would use up the ports, were they to wait for their last packets.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
        return received


class _Received:
    """What was received, in the form in which http.client takes it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> BytesIO:
        """The bytes."""
        return BytesIO(self._data)


def _judge_answer(tally: Tally, number: int, received: bytes, request: bytes) -> None:
    if not received:
        # Who begins with an empty line asks nothing.
        tally.statuses[0] += 1
        if request.partition(b"\n")[0].strip():
            tally.faults.append(f"{number}: no answer")
        return
    # The endpoint, too, takes any white space for the end of the method, before it refuses such a line.
    method = next(iter(request.partition(b"\n")[0].decode("latin-1").split()), "")
    response = HTTPResponse(_Received(received), method=method)  # type: ignore[arg-type]  # as good as a socket
    response.begin()
    body = response.read()
    tally.statuses[response.status] += 1
    if response.status >= 500 and not body and method != "HEAD":
        tally.faults.append(f"{number}: {response.status} without a body")


def _judge_call(tally: Tally, number: int, found: Target, request: HttpRequest, call: Call) -> None:
    tally.calls += 1
    if call.error is not None:
        return
    tally.accepted += 1
    if call.caller not in (None, "*"):
        if not is_signed(request, found.keys):
            tally.faults.append(f"{number}: accepted without its signature: {call.operation} by {call.caller}")
    elif not _is_open(call.operation):
        tally.faults.append(f"{number}: accepted without a signature: {call.operation}")


def _is_open(operation: str) -> bool:
    """Whether an operation is one that asks for no signature."""
    service, _, name = operation.partition(":")
    return bool(botocore.session.Session().get_service_model(service).operation_model(name).auth_type == "none")
