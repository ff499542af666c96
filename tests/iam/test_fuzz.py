"""A slice of the fuzz that `tox run -e fuzz` does, and whether the fuzz would see a fault."""

import re
import time
from typing import Any

import pytest
from policyfuzz.__main__ import main
from policyfuzz.judging import Tally, document, fuzz

from pytest_fakests.iam import PolicyError


def without_times(faults: list[str]) -> list[str]:
    """The faults but for slow steps: only the whole fuzz, alone in its process, holds documents to their time."""
    return [fault for fault in faults if " took " not in fault]


def test_random_documents_are_policies_or_policy_errors() -> None:
    """Of the first documents of a seed each is read or refused, and each policy decides and explains requests."""
    tally = fuzz(seed=0, numbers=range(300))
    assert without_times(tally.faults) == []
    assert tally.policies + tally.refusals.total() == 300
    assert min(tally.policies, tally.refusals.total()) > 50


def test_documents_are_those_of_the_seed() -> None:
    """The same seed and number give the same document again, and another seed another."""
    first, again, other = (repr(document(seed, 5)[1:]) for seed in (7, 7, 8))
    assert (first == again, first == other) == (True, False)


FAULTY: list[Any] = [
    pytest.param(lambda made, kind: {"Version": 1}["Statement"], "KeyError: 'Statement'", id="another exception"),
    pytest.param(lambda made, kind: {}, "AttributeError: 'dict' object has no attribute 'statements'", id="no policy"),
]
REFUSING: list[Any] = [
    pytest.param(PolicyError("", "it is wrong\n", "write another"), "more than a line", id="a line break"),
    pytest.param(PolicyError("", "\ud800 is wrong", "write another"), "not plain ASCII", id="a surrogate"),
    pytest.param(PolicyError("", "it is wrong", ""), "assert error.remedy", id="no remedy"),
    pytest.param(PolicyError("x" * 1000, "it is wrong", "write another"), "characters", id="without end"),
]


@pytest.mark.parametrize(("parse", "fault"), FAULTY)
def test_fault_of_the_parser_is_reported(parse: Any, fault: str) -> None:
    """A parser that gives neither a policy nor a PolicyError is reported with the number of the document."""
    (found,) = without_times(fuzz(seed=1, numbers=range(3, 4), parse=parse).faults)
    assert found.startswith("3: ")
    assert fault in found


@pytest.mark.parametrize(("error", "fault"), REFUSING)
def test_error_that_nobody_can_read_is_reported(error: PolicyError, fault: str) -> None:
    """A PolicyError has to be a line of plain text, not a long one, that says what to do."""

    def refuse(made: Any, kind: Any) -> Any:
        raise error

    (found,) = without_times(fuzz(seed=1, numbers=range(3, 4), parse=refuse).faults)
    assert fault in found


def test_slow_step_is_reported() -> None:
    """A step that takes more than 50 ms of CPU time is a fault, and the slowest is in the report."""
    tally = Tally()

    def spin() -> None:
        start = time.process_time()
        while time.process_time() < start + 0.06:
            pass

    tally.timed(3, "parse", spin)
    report = "\n".join(tally.lines(1))
    found = re.search(r"^slowest to parse: ([\d.]+) ms, document 3\n3: parse took (\d+) ms$", report, re.MULTILINE)
    assert found
    assert int(found[2]) >= 60
    assert abs(float(found[1]) - int(found[2])) < 1


def test_one_document_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The number of a document that was reported shows it again, and what comes of it."""
    status = main(["--seed", "0", "--only", "1"])
    kind, shown = capsys.readouterr().out.splitlines()[0].split(": ", 1)
    _, expected_kind, expected = document(0, 1)
    assert (status, kind, shown) == (0, expected_kind.value, repr(expected))
