"""After the table of pytest-benchmark: each target as a ratio of two medians of the same run."""

from __future__ import annotations

from typing import Any

# What is measured, against what, and the highest ratio that is a success.
TARGETS = [
    ("assume_role_fakests", "assume_role_canned", 1.0),
    ("assume_role_fakests", "assume_role_moto", 1 / 3),
    ("web_identity_fakests[RS256]", "web_identity_canned", 1.5),
    ("enter_and_leave_fakests", "enter_and_leave_moto", 2 / 5),
    ("typical_test_fakests", "typical_test_moto", 1 / 6),
]


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    """Print the ratio of each target whose two sides were measured."""
    session = getattr(config, "_benchmarksession", None)
    medians = {bench.name.removeprefix("test_"): bench.stats.median for bench in session.benchmarks} if session else {}
    terminalreporter.section("ratios of medians")
    for one, other, most in TARGETS:
        if one in medians and other in medians:
            ratio = medians[one] / medians[other]
            verdict = "met" if ratio <= most else "MISSED"
            times = f"{medians[one] * 1000:.3f} ms / {medians[other] * 1000:.3f} ms"
            terminalreporter.line(f"{one} / {other} = {times} = {ratio:.2f}; at most {most:.2f}: {verdict}")
