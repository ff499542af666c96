"""A session ends in the midst of the work: without refreshing the worker dies, with it nobody notices."""

import pytest
from botocore.exceptions import ClientError
from worker import client_of_one_session, client_that_refreshes, work

from pytest_fakests import FakeSts, Role, StsClock, allow

pytestmark = pytest.mark.roles(Role("worker", permissions=allow("sqs:ReceiveMessage")))


def test_the_worker_dies_without_refreshing(sts_clock: StsClock) -> None:
    """The regression test of the bug: the fourth job of 20 minutes begins when the hour is over."""
    done = []

    def job() -> None:
        done.append(sts_clock.advance(minutes=20))

    with pytest.raises(ClientError, match="ExpiredToken"):
        work(client_of_one_session(), 6, job)
    assert len(done) == 3


def test_the_worker_refreshes_itself(fakests: FakeSts, sts_clock: StsClock) -> None:
    """Two hours of work with one client: the role is assumed again before each session ends."""
    assert work(client_that_refreshes(), 6, lambda: sts_clock.advance(minutes=20)) == 6
    assumed = [call for call in fakests.calls if call.operation == "sts:AssumeRole"]
    assert len(assumed) == 2
