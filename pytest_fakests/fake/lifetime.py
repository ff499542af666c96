"""A session's life within a test: time moves once, when the session has made a number of calls."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.fake.clock import StsClock
from pytest_fakests.gateway.calls import Call

# Calls that make a session: time does not move within the refresh that they may be part of.
_ISSUING = (
    "sts:Assume",
    "sts:GetDelegatedAccessToken",
    "sts:GetFederationToken",
    "sts:GetScopedCredentials",
    "sts:GetSessionToken",
)


@dataclasses.dataclass(frozen=True)
class Point:
    """A point of a session's life.

    Attributes:
        before_end: How many seconds before the session's end time moves to; None: it does not move.
        after_calls: After how many calls that sessions made it moves.
    """

    before_end: float | None
    after_calls: int


class Lifetime:
    """Moves the clock of a fake to a point of a session's life; its gate shows it every call.

    Attributes:
        point: The point.
        calls: How many calls sessions have made.
        tell: What is told, in a sentence, each call that was made with expired credentials.
    """

    def __init__(self, cloud: Cloud, clock: StsClock, point: Point) -> None:
        self.point = point
        self.calls = 0
        self.tell: Callable[[str], object] = lambda text: None
        self._cloud = cloud
        self._clock = clock

    @property
    def reached(self) -> bool:
        """Whether a call came after time had moved, or none had to."""
        return self.point.before_end is None or self.calls > self.point.after_calls

    def saw(self, number: int, call: Call) -> None:
        """Count a call that was answered, and move the clock if it was the one to wait for."""
        key = self._cloud.key(call.access_key) if call.access_key else None
        end = key.credentials.expiration if key else None
        if end is None or call.operation.startswith(_ISSUING):
            return
        if end <= self._clock.now:
            self.tell(f"call {number}, {call.operation}, was made with dead credentials: {call.note}")
        self.calls += 1
        if self.point.before_end is not None and self.calls == self.point.after_calls:
            moment = end - datetime.timedelta(seconds=self.point.before_end)
            if moment > self._clock.now:
                self._clock.move_to(moment)
