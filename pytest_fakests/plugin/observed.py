"""What fakes in the mode "observe" would have refused, gathered for the end of the run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_fakests.gateway.calls import Call

OBSERVED = "fakests-observed"
_ATTRIBUTE = "fakests_observed"
_REMEDY = "To allow it: "


class ObservedCalls:
    """A plugin of its own: it hands what it saw on with a test's report, so that it comes through pytest-xdist."""

    def __init__(self) -> None:
        self._pending: list[dict[str, str]] = []
        self._found: dict[tuple[str, ...], list[dict[str, str]]] = {}

    def saw(self, test: str, calls: Iterable[Call]) -> None:
        """Keep the calls of a fake that would have been refused."""
        self._pending.extend(_told(test, call) for call in calls if call.observed)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """Send what is kept along, and gather what comes along."""
        if self._pending:
            setattr(report, _ATTRIBUTE, self._pending)
            self._pending = []
        for told in getattr(report, _ATTRIBUTE, ()):
            key = (told["operation"], told["caller"], told["code"], told["reason"])
            self._found.setdefault(key, []).append(told)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """List it, the most frequent first."""
        if not self._found:
            return
        terminalreporter.section("fakests observed")
        total = sum(map(len, self._found.values()))
        terminalreporter.write_line(f"{total} calls would have been refused, and were let through:")
        for same in sorted(self._found.values(), key=len, reverse=True):
            first = same[0]
            terminalreporter.write_line(f"{len(same)} x {first['operation']}: {first['code']}: {first['reason']}")
            tests = dict.fromkeys(told["test"] for told in same)
            more = f" and {len(tests) - 1} more" if len(tests) > 1 else ""
            terminalreporter.write_line(f"    by {first['caller']}, in {first['test']}{more}")
            if first["remedy"]:
                terminalreporter.write_line(f"    {first['remedy']}")


def _told(test: str, call: Call) -> dict[str, str]:
    lines = call.note.splitlines() or [""]
    remedy = next((line for line in lines if line.startswith(_REMEDY)), "")
    known = call.caller if call.caller != "*" else None
    caller = known or (f"the access key {call.access_key}" if call.access_key else "nobody")
    return {
        "test": test,
        "operation": call.operation,
        "caller": caller,
        "code": str(call.observed),
        # What follows may name keys, which no two tests share.
        "reason": lines[0].removeprefix("DENIED: ").partition("; ")[0],
        "remedy": remedy,
    }
