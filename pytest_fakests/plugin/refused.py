"""What was refused in a test that failed: code that handles the error of a call leaves nothing of why."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_fakests.gateway.calls import Call

TITLE = "fakests: refused calls"
LIMIT = 10
# The fake of a test, a module or the run, and how many calls it had when the last test of it ended.
FAKE = pytest.StashKey[Any]()
_CALLS_BEFORE = pytest.StashKey[int]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add a section to the report of a test that failed: its refused calls, with their notes."""
    report = yield
    stashes = [node.stash for node in item.listchain() if FAKE in node.stash]
    if stashes and report.failed:
        told = _told([call for stash in stashes for call in _calls(stash)], report.longreprtext)
        if told:
            report.sections.append((TITLE, told))
    if report.when == "teardown":
        for stash in stashes:
            stash[_CALLS_BEFORE] = len(stash[FAKE].calls)
        if FAKE in item.stash:
            # Nodes live as long as the run; the fake does not have to.
            del item.stash[FAKE]
    return report


def _calls(stash: pytest.Stash) -> list[Call]:
    calls: list[Call] = stash[FAKE].calls
    return calls[stash.get(_CALLS_BEFORE, 0) :]


def _told(calls: list[Call], shown: str) -> str:
    """The section's text: the last that were refused, and nothing of what the error itself shows.

    Before Python 3.11, pytest shows no notes.
    """
    refused = [call for call in calls if call.error and call.note and call.note.partition("\n")[0] not in shown]
    lines = [_line(call) for call in refused[-LIMIT:]]
    if len(refused) > LIMIT:
        lines.insert(0, f"{len(refused) - LIMIT} more before these, in `.calls`")
    return "\n".join(lines)


def _line(call: Call) -> str:
    return f"{call.operation}: {call.error}\n" + "\n".join(f"  {line}" for line in call.note.splitlines())
