"""Threads that outlive their test: what they were doing when it ended is a part of that test, and of no other."""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from weakref import WeakKeyDictionary

from pytest_fakests.gateway.environment import current_test

# Where the workers of pools run what they are given, and where they, and event loops, wait for more.
_POOLS = ("concurrent.futures.thread", "multiprocessing.pool")
_WAITING = (*_POOLS, "queue", "selectors")


@dataclasses.dataclass(frozen=True)
class Period:
    """The time of a fake.

    Attributes:
        test: The test in which it began.
        before: The threads that were there already, which belong to no test.
    """

    test: str
    before: frozenset[threading.Thread]


@dataclasses.dataclass(frozen=True)
class _Task:
    """What a thread was doing when its test ended: the outermost frame of it."""

    test: str
    frame: FrameType


_outlived: WeakKeyDictionary[threading.Thread, _Task] = WeakKeyDictionary()


def begun() -> Period:
    """The time of a fake that begins now."""
    return Period(current_test(), frozenset(threading.enumerate()))


def ended(period: Period) -> bool:
    """Remember what the threads of a period are doing that ends now; gives whether any thread outlived its test.

    A worker of a pool that waits for work was not left behind: the next test may give it some.
    """
    for thread in [thread for thread in _outlived if not thread.is_alive()]:
        del _outlived[thread]
    frames = sys._current_frames()
    for thread in threading.enumerate():
        frame = frames.get(thread.ident or 0)
        if thread in period.before or thread is threading.current_thread() or frame is None:
            continue
        task = _task(list(_stack(frame)))
        if task is not None:
            _outlived.setdefault(thread, _Task(period.test, task))
    return bool(_outlived)


def outlived_test() -> str | None:
    """The test that the caller's thread should have ended with, if it is still at what it did then."""
    if not _outlived:
        return None
    task = _outlived.get(threading.current_thread())
    return task.test if task and task.frame in _stack(sys._getframe()) else None


def _task(stack: list[FrameType]) -> FrameType | None:
    """The outermost frame of what a thread with this stack, innermost first, is doing; None where it waits for work."""
    names = [frame.f_globals.get("__name__", "") for frame in stack]
    if next((name for name in names if name != "threading"), "") in _WAITING:
        return None
    own = [frame for frame, name in zip(stack, names, strict=True) if name not in ("threading", *_POOLS)]
    if own:
        return own[-1]
    # A worker runs what is no Python: only the innermost frame ends with it.
    return stack[0] if any(name in _POOLS for name in names) else stack[-1]


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
