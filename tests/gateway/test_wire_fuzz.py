"""A slice of the fuzz that `tox run -e fuzz-endpoint` does, and whether the fuzz would see a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wirefuzz.__main__ import main
from wirefuzz.judging import Tally, Target, exchanged, fuzz, judge, request_of, target
from wirefuzz.signatures import is_signed

from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse


@pytest.fixture(scope="module")
def found() -> Iterator[Target]:
    """A target."""
    with target() as one:
        yield one


def test_mutated_requests_are_answered_and_refused() -> None:
    """Of the first requests of a seed each gets an answer, and none is accepted without its signature."""
    tally = fuzz(seed=0, numbers=range(400))
    assert tally.faults == []
    assert min(tally.accepted, tally.calls - tally.accepted, tally.statuses[400], tally.statuses[403]) > 10


def test_requests_are_those_of_the_seed(found: Target) -> None:
    """The same seed and number give the same request again, and another seed another."""
    first, again, other = (request_of(seed, 5, found.requests) for seed in (7, 7, 8))
    assert (first == again, first == other) == (True, False)


def test_requests_are_the_same_in_each_run(found: Target) -> None:
    """So a fault can be looked at again."""
    with target() as another:
        assert another.requests == found.requests


def test_requests_are_accepted_as_they_are(found: Target) -> None:
    """All that are signed, and by nobody else than botocore's own signer would say."""
    accepted = []
    for request in found.requests:
        exchanged(found.port, request)
        for seen, calls in found.seen:
            accepted += [is_signed(seen, found.keys) for call in calls if call.error is None]
        found.seen.clear()
    assert (set(accepted), len(accepted) > len(found.requests) / 2) == ({True}, True)


def signed(found: Target) -> HttpRequest:
    """A request of the target's, as the endpoint saw it."""
    exchanged(found.port, found.requests[18])
    request = found.seen[0][0]
    found.seen.clear()
    return request


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"method": "PUT"}, id="method"),
        pytest.param({"url": "http://127.0.0.1:4566/?a=b"}, id="query"),
        pytest.param({"url": "http://127.0.0.1:4566/a"}, id="path"),
        pytest.param({"body": b"Action=Other"}, id="body"),
        pytest.param({"headers": {}}, id="headers"),
    ],
)
def test_request_that_was_changed_is_not_signed(found: Target, change: dict[str, Any]) -> None:
    """The fuzz's own look at signatures sees each part of a request."""
    request = signed(found)
    assert (is_signed(request, found.keys), is_signed(request._replace(**change), found.keys)) == (
        True,
        False,
    )


def judged(monkeypatch: pytest.MonkeyPatch, found: Target, answer: HttpResponse | None) -> list[str]:
    """The faults of a target that gives this answer."""
    monkeypatch.setattr(found._serving, "answer", lambda request: answer)
    tally = Tally()
    judge(tally, 3, found, found.requests[0])
    return tally.faults


FAULTY = [
    pytest.param(HttpResponse(503, {}, b""), "3: 503 without a body", id="no body"),
    pytest.param(None, "3: no answer", id="no answer"),
]


@pytest.mark.parametrize(("answer", "fault"), FAULTY)
def test_fault_of_an_answer_is_reported(
    monkeypatch: pytest.MonkeyPatch, found: Target, answer: HttpResponse | None, fault: str
) -> None:
    """With the number of the request."""
    assert judged(monkeypatch, found, answer) == [fault]


def test_acceptance_without_a_signature_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the gate would look at no signature."""
    monkeypatch.setattr("pytest_fakests.gateway.authentication.sigv4.Hmac.matches", lambda *_: True)
    faults = fuzz(seed=1, numbers=range(60)).faults
    assert faults
    assert all("accepted without its signature" in fault for fault in faults)


def test_one_request_is_shown(capsys: pytest.CaptureFixture[str], found: Target) -> None:
    """The number of a request that was reported shows it again, and what comes of it."""
    status = main(["--seed", "0", "--only", "1"])
    shown, counted, *_ = capsys.readouterr().out.splitlines()
    assert (status, shown, counted.partition(" in ")[0]) == (0, repr(request_of(0, 1, found.requests)), "1 requests")
