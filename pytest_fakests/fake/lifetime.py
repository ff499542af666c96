"""A session's life within a test: time moves once, when the session has made a number of calls."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.fake.clock import StsClock
from pytest_fakests.gateway.authentication.times import signed_at
from pytest_fakests.gateway.calls import Call

# Calls that make a session: time does not move before that one is used, since the refresh that they may be part of
# would find it dead.
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

    A session's call that opens another session is counted once the session goes on without that one.

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
        self._lock = threading.Lock()
        # The key whose last call opened a session that was not used yet, and its end.
        self._opened: tuple[str, datetime.datetime] | None = None
        self._moved_to: datetime.datetime | None = None

    @property
    def reached(self) -> bool:
        """Whether a call came after time had moved, or none had to."""
        return self.point.before_end is None or self.calls > self.point.after_calls

    def signs(self, credentials: Any) -> None:
        """Count the call that opened a session where the next one is of the same key; credentials may refresh then."""
        # The property `access_key` of credentials that refresh themselves would do so.
        held = getattr(credentials, "__dict__", {})
        key = held.get("_access_key") or held.get("access_key")
        with self._lock:
            if self._opened is not None and self._opened[0] == key:
                self._count(self._opened[1])

    def arrival(self, headers: Mapping[str, str]) -> AbstractContextManager[None]:
        """The block in which a call is judged, at one moment: other threads may move time meanwhile.

        A call that was on its way while time moved is judged as of its signing.
        """
        with self._lock:
            if self._moved_to is None:
                return clock.as_of(clock.ambient())
            signed = signed_at(headers.get("x-amz-date", ""))
            return clock.as_of(signed if signed and signed < self._moved_to else None)

    def saw(self, number: int, call: Call) -> None:
        """Count a call that was answered, and move the clock if it was the one to wait for."""
        key = self._cloud.key(call.access_key) if call.access_key else None
        end = key.credentials.expiration if key else None
        if end is None:
            return
        if end <= clock.now():
            self.tell(f"call {number} of the test, {call.operation}, was made with dead credentials: {call.note}")
        with self._lock:
            if not call.operation.startswith(_ISSUING):
                self._count(end)
            elif call.error is None and call.access_key:
                self._opened = call.access_key, end

    def _count(self, end: datetime.datetime) -> None:
        """Count a call of a session that ends then."""
        self._opened = None
        self.calls += 1
        if self.point.before_end is None or self.calls != self.point.after_calls:
            return
        moment = end - datetime.timedelta(seconds=self.point.before_end)
        if moment > self._clock.now:
            self._clock.move_to(moment)
            # Signatures tell whole seconds.
            self._moved_to = moment.replace(microsecond=0)
