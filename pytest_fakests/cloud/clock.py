"""The one place where time is read: the ambient clock, which freezegun or time-machine may have moved."""

from __future__ import annotations

import contextlib
import contextvars
import datetime
from collections.abc import Iterator

_UTC = datetime.timezone.utc
_held: contextvars.ContextVar[datetime.datetime | None] = contextvars.ContextVar("held", default=None)


def now() -> datetime.datetime:
    """The time, in UTC: the ambient one, or that which is held here."""
    return _held.get() or datetime.datetime.now(_UTC)


def ambient() -> datetime.datetime:
    """The ambient time, in UTC, also where another one is held.

    It is read through the `datetime` module on each call, since that attribute is what freezegun replaces.
    """
    return datetime.datetime.now(_UTC)


def in_context(moment: datetime.datetime) -> str:
    """A moment in UTC as condition keys have it, to the microsecond: "2026-01-31T12:00:00.000000Z"."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


@contextlib.contextmanager
def as_of(moment: datetime.datetime | None) -> Iterator[None]:
    """Hold a moment within a `with` block, for this thread or coroutine alone; None lets time be the ambient one."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
