"""The clock of a test: the ambient one, read always, and frozen only when the test moves it."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.fake.blocks import Blocks, block
from pytest_fakests.fake.who import expiration_of

Moment = datetime.datetime

# Where time-machine keeps those who travel, by its major versions 3 and 2.
_TRAVELLERS = ("traveller_stack", "coordinates_stack")


_PARTS = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")


class ClockError(ValueError):
    """A move that the clock does not make; the text says why and what would be right."""


class StsClock(Blocks):
    """Moves the time that STS, signatures and sessions see.

    Where the test already freezes time with freezegun, or travels with time-machine, that is what is moved;
    otherwise freezegun is started with the first move and stopped with the fake.
    """

    def __init__(self, fake: Blocks | None = None) -> None:
        super().__init__(fake)
        self._freezer: Any = None

    @property
    def now(self) -> Moment:
        """The time, in UTC."""
        return clock.ambient()

    def advance(self, duration: float | datetime.timedelta = 0, **parts: float) -> Moment:
        """Move forward by seconds, a timedelta, or the parts of one, and give the new time.

        Args:
            duration: Seconds, or a timedelta.
            parts: As timedelta takes them: minutes=15, hours=1.

        Raises:
            ClockError: The move goes backwards, or `duration` is no duration.

        Example:
            sts_clock.advance(minutes=46)
        """
        if not isinstance(duration, (int, float, datetime.timedelta)):
            raise ClockError(f"{duration!r} is no duration; give seconds, a timedelta, or parts such as minutes=46")
        for name in parts:
            if name not in _PARTS:
                raise ClockError(f"{name!r} is no part of a duration; use {', '.join(_PARTS)}")
        step = duration if isinstance(duration, datetime.timedelta) else datetime.timedelta(seconds=duration)
        # One look: where time runs it is later with each, and a step of nothing would go back.
        now = self.now
        return self._move(now, now + step + datetime.timedelta(**parts))

    def move_to(self, moment: Moment) -> Moment:
        """Move forward to `moment`, an aware datetime, and give it in UTC.

        Raises:
            ClockError: `moment` is no datetime, has no time zone, or lies in the past.

        Example:
            sts_clock.move_to(sts_clock.now.replace(microsecond=0) + datetime.timedelta(days=1))
        """
        if not isinstance(moment, datetime.datetime):
            raise ClockError(
                f"{moment!r} is no datetime; give an aware one, such as datetime(2026, 1, 1, tzinfo=timezone.utc)"
            )
        if moment.tzinfo is None:
            raise ClockError(
                f"{moment!r} has no time zone; give an aware datetime, such as "
                "datetime(2026, 1, 1, tzinfo=timezone.utc)"
            )
        return self._move(self.now, moment.astimezone(datetime.timezone.utc))

    def tick(self, duration: float | datetime.timedelta = 1) -> Moment:
        """Move forward, by a second if nothing else is said, as freezegun's own `tick` does.

        Raises:
            ClockError: The move goes backwards, or `duration` is no duration.
        """
        return self.advance(duration)

    @block("sts_clock.ahead")
    def ahead(self, duration: float | datetime.timedelta = 0, **parts: float) -> Iterator[Moment]:
        """Within a `with` block it is later by this much; after it, it is again what it was before.

        Args:
            duration: Seconds, or a timedelta.
            parts: As timedelta takes them: minutes=15, hours=1.

        Raises:
            ClockError: The move goes backwards, or `duration` is no duration.

        Example:
            with sts_clock.ahead(hours=2):
                assert_that_the_session_is_over()
        """
        before, running = self.now, not _frozen()
        moment = self.advance(duration, **parts)
        try:
            yield moment
        finally:
            if running:
                self.stop()
            else:
                self._travel(before)

    def expire(self, credentials: Any) -> Moment:
        """Move to the moment at which `credentials` expire; where that is past, stay.

        Args:
            credentials: An answer's "Credentials", Credentials, or what assume_role gave.

        Raises:
            ClockError: They are long-term keys, which never expire.
            DeclarationError: `credentials` are none of these.

        Example:
            sts_clock.expire(fakests.assume_role("reader"))
        """
        end = expiration_of(credentials)
        if end is None:
            raise ClockError("these are long-term keys, which never expire; give temporary credentials")
        return self.now if end <= self.now else self.move_to(end)

    def stop(self) -> None:
        """Let time run again, if it was this clock that froze it."""
        if self._freezer is not None:
            self._freezer.stop()
            self._freezer = None

    def _move(self, now: Moment, target: Moment) -> Moment:
        if target < now:
            raise ClockError(
                f"the clock does not go back: it is {now:%Y-%m-%d %H:%M:%S} UTC, and the move was to "
                f"{target:%Y-%m-%d %H:%M:%S} UTC; move to a later time, or freeze an earlier one before the test"
            )
        self._travel(target)
        return target

    def _travel(self, target: Moment) -> None:
        frozen = _freezegun()
        traveller = frozen or _time_machine()
        if traveller is None:
            self._start(target)
        else:
            traveller.move_to(target - _offset() if frozen else target)

    def _start(self, target: Moment) -> None:
        # Imported here: it takes time that a test which never moves the clock should not pay.
        from freezegun import freeze_time

        # pytest tells how long a test took, and by the frozen time that would be how far the clock was moved.
        self._freezer = freeze_time(target, ignore=["_pytest.timing"], real_asyncio=True)
        self._freezer.start()
        _let_trio_run()


def _let_trio_run() -> None:
    """Give trio's event loop the time that runs, as `real_asyncio` does for asyncio's: frozen, it sleeps for ever."""
    loop: Any = sys.modules.get("trio._core._run")
    if loop is not None:
        from freezegun.api import real_perf_counter

        # freezegun put its own there, and will put trio's back.
        loop.perf_counter = real_perf_counter


def _frozen() -> bool:
    """Whether somebody holds the time already."""
    return _freezegun() is not None or _time_machine() is not None


def _freezegun() -> Any:
    """What freezegun's innermost freeze is moved by, or None where time is not frozen."""
    api = sys.modules.get("freezegun.api")
    factories = getattr(api, "freeze_factories", None)
    return factories[-1] if factories else None


def _offset() -> datetime.timedelta:
    """What freezegun adds to every time that it gives, in UTC or not: the `tz_offset` of the innermost freeze."""
    offset: datetime.timedelta = sys.modules["freezegun.api"].tz_offsets[-1]
    return offset


def _time_machine() -> Any:
    """What time-machine's innermost travel is moved by, or None where nobody travels."""
    module = sys.modules.get("time_machine")
    if module is None or not module.escape_hatch.is_travelling():
        return None
    for name in _TRAVELLERS:
        stack = getattr(module, name, None)
        if stack:
            return stack[-1]
    raise ClockError("time-machine is travelling and cannot be moved from here; use its own move_to()")
