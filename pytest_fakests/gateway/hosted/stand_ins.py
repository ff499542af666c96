"""Tools that stand in for an HTTP library, as responses and respx do: next in line for requests to these hosts.

What they stand in for is told by where the library's own function is from, which they replace by one of theirs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotocoreConnectionError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.errors import NetworkRefusedError, UnansweredCallError, UnmappedCallError
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.handlers import prepared_request
from pytest_fakests.gateway.hosted.hosts import destination_of
from pytest_fakests.gateway.hosted.passage import HostedPassage, can_be_judged
from pytest_fakests.gateway.passage import Found
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

_BROKEN = (HTTPClientError, BotocoreConnectionError, OSError)


def stands_in(function: Callable[..., Any], library: str) -> bool:
    """Whether a function of a library is another tool's now."""
    return function.__module__.partition(".")[0] != library


def answered_below(gate: Gate, request: HttpRequest, below: Callable[[], Any]) -> Any:
    """What a request gets where a tool stands in for the library: the gate's answer, or if that has none, the tool's.

    Args:
        gate: The gate.
        request: The request.
        below: Asks the tool, which answers in the library's own form.

    Returns:
        An HttpResponse where the gate answers; None where the test wants the connection to break; or what `below`
        gives, also for a request that nobody here can judge.
    """
    passage = _passage(gate, request)
    if passage is None:
        return below()

    def next_in_line() -> Found:
        try:
            return below(), None
        except NetworkRefusedError as nobody:
            return None, nobody

    try:
        return _ended(gate.travel(passage, prepared_request(request), next_in_line))
    except (ClientError, UnmappedCallError, UnansweredCallError) as error:
        return _told(passage, error)


async def awaited_below(gate: Gate, request: HttpRequest, below: Callable[[], Awaitable[Any]]) -> Any:
    """The same, where the tool's answer is awaited."""
    passage = _passage(gate, request)
    if passage is None:
        return await below()

    async def next_in_line() -> Found:
        try:
            return await below(), None
        except NetworkRefusedError as nobody:
            return None, nobody

    try:
        return _ended(await gate.travel_awaiting(passage, prepared_request(request), next_in_line))
    except (ClientError, UnmappedCallError, UnansweredCallError) as error:
        return _told(passage, error)


def _passage(gate: Gate, request: HttpRequest) -> HostedPassage | None:
    destination = destination_of(request)
    if destination is None or not can_be_judged(gate.cloud, request, destination):
        return None
    return HostedPassage(gate, request, destination)


def _ended(found: Found) -> Any:
    answer, exception = found
    if exception is None or isinstance(exception, _BROKEN):
        return answer
    raise exception


def _told(passage: HostedPassage, error: ClientError | UnmappedCallError | UnansweredCallError) -> HttpResponse:
    request_id = passage.gate.request_id()
    if isinstance(error, ClientError):
        return passage.form.client_error(error, request_id)
    # With a status with which no client tries again.
    return passage.form.failure(AwsError(type(error).__name__, str(error), 400), request_id, clock.now())
