"""The one place where time is read: the ambient clock, which freezegun or time-machine may have moved."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """The ambient time, in UTC.

    It is read through the `datetime` module on each call, since that attribute is what freezegun replaces.
    """
    return datetime.datetime.now(datetime.timezone.utc)
