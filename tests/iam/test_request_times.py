"""The moment of a request: the keys of its time, and the zone in which times are read."""

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest
from asked_keys import EVERYTHING, has
from freezegun import freeze_time

from pytest_fakests.iam import Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
OPERATORS = f"{IAM}/reference_policies_elements_condition_operators.html"

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/people/bob"
EAST = datetime.timezone(datetime.timedelta(hours=1))
LAST = "9999-12-31T23:59:59-14:00"
TIME, EPOCH = "2026-01-31T12:00:00Z", "1769860800"

TIMES = [
    pytest.param(KEYS, {}, EPOCH, id="of the clock"),
    pytest.param(OPERATORS, {"aws:CurrentTime": "2026-01-31T12:00:01Z"}, "1769860801", id="of a text"),
    pytest.param(OPERATORS, {"aws:CurrentTime": "2026-01-31T13:00:01+01:00"}, "1769860801", id="of a text with a zone"),
    pytest.param(OPERATORS, {"aws:CurrentTime": "2026-01-31"}, "1769817600", id="of a day"),
    pytest.param(
        KEYS, {"aws:CurrentTime": datetime.datetime(2026, 1, 31, 12, 0, 1)}, "1769860801", id="of a datetime in UTC"
    ),
    pytest.param(
        KEYS,
        {"aws:CurrentTime": datetime.datetime(2026, 1, 31, 13, 0, 1, tzinfo=EAST)},
        "1769860801",
        id="of one with a zone",
    ),
    pytest.param(KEYS, {"aws:CurrentTime": "noon"}, EPOCH, id="of the clock, where none can be read"),
    pytest.param(KEYS, {"aws:CurrentTime": 10**17}, EPOCH, id="of the clock, where it is out of range"),
    pytest.param(KEYS, {"aws:EpochTime": 7, "aws:CurrentTime": TIME}, "7", id="as given"),
]


@freeze_time(TIME)
@pytest.mark.parametrize(("source", "context", "value"), TIMES)
def test_epoch_time_is_the_current_time(source: str, context: dict[str, Any], value: str) -> None:
    """The two keys of the time agree, whichever is given."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", USER, context), "aws:EpochTime", value), source


def test_current_time_is_the_epoch_time() -> None:
    """So they do the other way round."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER, {"aws:EpochTime": int(EPOCH)})
    assert has(request, "aws:CurrentTime", TIME)


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows the time of Tokyo."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


ELSEWHERE = [
    pytest.param(
        OPERATORS, {"aws:CurrentTime": "2026-01-31T12:00:00"}, "aws:EpochTime", EPOCH, id="a text without a zone"
    ),
    pytest.param(
        OPERATORS,
        {"aws:CurrentTime": datetime.datetime(2026, 1, 31, 12)},
        "aws:EpochTime",
        EPOCH,
        id="a naive datetime",
    ),
    pytest.param(
        OPERATORS, {"aws:CurrentTime": datetime.datetime(2026, 1, 31, 12)}, "aws:CurrentTime", TIME, id="and as itself"
    ),
    pytest.param(OPERATORS, {"aws:EpochTime": int(EPOCH)}, "aws:CurrentTime", TIME, id="seconds since 1970"),
    pytest.param(
        OPERATORS,
        {"aws:CurrentTime": datetime.datetime.fromisoformat(LAST)},
        "aws:CurrentTime",
        LAST,
        id="a time that in UTC is in the year 10000",
    ),
]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows cannot change the zone of a process")
@pytest.mark.usefixtures("far_east")
@pytest.mark.parametrize(("source", "context", "key", "value"), ELSEWHERE)
def test_time_is_read_in_utc_wherever_the_machine_is(
    source: str, context: dict[str, Any], key: str, value: str
) -> None:
    """A time that names no zone is in UTC, not in the machine's zone."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", USER, context), key, value), source


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows cannot change the zone of a process")
@pytest.mark.usefixtures("far_east")
def test_clock_is_read_in_utc_wherever_the_machine_is() -> None:
    """Where the request tells no time, it is the clock's in UTC."""
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    times = {
        "DateGreaterThan": {"aws:CurrentTime": (now - hour).isoformat()},
        "DateLessThan": {"aws:CurrentTime": (now + hour).isoformat()},
    }
    statement = {**EVERYTHING, "Condition": times}
    assert evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), Policies(identity=[statement]))


@pytest.mark.parametrize(
    ("issued", "expected"), [(None, False), (datetime.datetime(2026, 1, 31), True)], ids=["long-term", "temporary"]
)
def test_issue_time_tells_temporary_credentials(issued: Any, expected: bool) -> None:
    """A user has an issue time with the credentials of GetSessionToken, and with nothing else."""
    statement = {**EVERYTHING, "Condition": {"Null": {"aws:TokenIssueTime": "false"}}}
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER, {"aws:TokenIssueTime": issued})
    assert bool(evaluate(request, Policies(identity=[statement]))) is expected, KEYS


def test_a_request_has_one_moment() -> None:
    """What is explained after the clock moved is what was decided before."""
    statement = {**EVERYTHING, "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-01-31T12:00:00Z"}}}
    with freeze_time("2026-01-31T11:00:00Z") as clock:
        decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), Policies(identity=[statement]))
        clock.move_to("2026-01-31T13:00:00Z")
        assert decision.contributions[0].statements[0].applies
