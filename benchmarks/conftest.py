"""After the table of pytest-benchmark: each target as a ratio of two medians of the same run."""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest

# What is measured, against what, and the highest ratio that is a success.
TARGETS = [
    ("assume_role_fakests", "assume_role_moto", 1 / 3),
    ("enter_and_leave_fakests", "enter_and_leave_moto", 2 / 5),
    ("typical_test_fakests", "typical_test_moto", 1 / 6),
]


@dataclasses.dataclass(frozen=True)
class Ratio:
    """Two medians in seconds, and the highest ratio that is a success; None where there is no target."""

    one: str
    other: str
    medians: tuple[float, float]
    most: float | None

    @property
    def met(self) -> bool:
        """Whether it is a success."""
        return self.most is None or self.medians[0] / self.medians[1] <= self.most

    def __str__(self) -> str:
        ours, theirs = self.medians
        ratio = ours / theirs
        times = f"{ours * 1000:.4f} ms / {theirs * 1000:.4f} ms"
        inverse = f", 1/{1 / ratio:.1f}" if ratio < 1 else ""
        verdict = "" if self.most is None else f"; at most {self.most:.3f}: {'met' if self.met else 'MISSED'}"
        return f"{self.one} / {self.other} = {times} = {ratio:.3f}{inverse}{verdict}"


RATIOS = pytest.StashKey[list[Ratio | str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the ratios of the run together."""
    config.stash[RATIOS] = []


class Rounds:
    """Rounds of calls that are made in turns, so that what slows the machine for a while slows all of them."""

    def __init__(self, ratios: list[Ratio | str]) -> None:
        self._ratios = ratios
        self._seconds: dict[str, list[float]] = {}
        self._times: dict[str, int] = {}

    def measure(self, name: str, call: Callable[[], object], seconds: float = 0.002) -> None:
        """One round: the call is made as often as goes into so many seconds."""
        if name not in self._times:
            call()  # what is read at the first call is no part of the others
            self._times[name] = max(1, int(seconds / max(_seconds_of_one(call, 3), 1e-7)))
        times = self._times[name]
        self._seconds.setdefault(name, []).append(_seconds_of_one(call, times))

    def report(self, one: str, other: str, most: float | None = None, *, held: bool = False) -> None:
        """Show the ratio of two medians in the table at the end; where it is `held`, the target has to be met."""
        medians = (statistics.median(self._seconds[one]), statistics.median(self._seconds[other]))
        ratio = Ratio(one, other, medians, most)
        self._ratios.append(ratio)
        assert not held or ratio.met, str(ratio)

    def note(self, text: str) -> None:
        """Show what is no ratio of times."""
        self._ratios.append(text)


def _seconds_of_one(call: Callable[[], object], times: int) -> float:
    """CPU time: what else runs on the machine counts less."""
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) / times


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """For what pytest-benchmark, which measures one call after the other, cannot compare closely enough."""
    return Rounds(request.config.stash[RATIOS])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the ratio of each target whose two sides were measured, and those of the calls measured in turns."""
    session = getattr(config, "_benchmarksession", None)
    medians = {bench.name.removeprefix("test_"): bench.stats.median for bench in session.benchmarks} if session else {}
    ratios = [
        Ratio(one, other, (medians[one], medians[other]), most)
        for one, other, most in TARGETS
        if one in medians and other in medians
    ]
    terminalreporter.section("ratios of medians")
    for ratio in ratios + config.stash[RATIOS]:
        terminalreporter.line(str(ratio))
