"""Blocks that a test writes without `with`."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from pytest_fakests import Role, fake_sts, trust
from pytest_fakests.fake.platforms import LambdaFunction

FORGOTTEN = [
    'fakests.calling_as("user/julie")',
    'fakests.inside(LambdaFunction("exec"))',
    "fakests.endpoint()",
    "fakests.clock.ahead(hours=1)",
]


@pytest.mark.parametrize("line", FORGOTTEN)
def test_a_block_that_no_with_enters_is_told_at_the_tests_end(pytester: pytest.Pytester, line: str) -> None:
    """The test ends in an error that names the line and what to write, be it passed or failed itself."""
    pytester.makepyfile(
        f"""
        from pytest_fakests import LambdaFunction

        def test_forgotten(fakests):
            {line}
        """
    )
    result = pytester.runpytest("-p", "no:randomly")
    result.assert_outcomes(passed=1, errors=1)
    call = line.partition("(")[0].replace("fakests.clock", "sts_clock")
    result.stdout.fnmatch_lines(
        [
            f"E * AssertionError: {call}() at test_a_block_that_no_with_enters_is_told_at_the_tests_end.py:4, in "
            f"test_forgotten, was never entered, so nothing came of it; write `with {call}(...):`"
        ]
    )


def test_a_fake_that_no_with_enters_warns() -> None:
    """There is no fake that could tell it at its end."""
    with pytest.warns(
        RuntimeWarning, match=r"^fake_sts\(\) at .*test_blocks\.py:\d+, in \w+, was never entered, so nothing"
    ):
        fake_sts(Role("reader"))


def _raise(_: Any) -> None:
    raise ZeroDivisionError


def test_a_block_that_is_entered_is_not_told(recwarn: pytest.WarningsRecorder) -> None:
    """By `with`, by a stack, later, twice, as a decorator, or where entering it fails."""

    @fake_sts(Role("exec", trust=trust("service/lambda.amazonaws.com")), "user/julie")  # type: ignore[arg-type]  # wrong
    def wrong() -> None:
        raise AssertionError("the declaration is none")

    with (
        fake_sts(Role("exec", trust=trust("service/lambda.amazonaws.com"))) as fakests,
        contextlib.ExitStack() as stack,
    ):
        stack.enter_context(fakests.inside(LambdaFunction("exec")))
        later = fakests.clock.ahead(60)
        for _ in range(2):
            with later, contextlib.suppress(ZeroDivisionError):
                _raise(fakests)
        fakests.calling_as("user/tester")(lambda: None)
        with pytest.raises(KeyError):
            fakests.calling_as("user/nobody").__enter__()
    with pytest.raises(ValueError, match="declar"):
        wrong()
    assert not recwarn.list


def test_a_failing_fake_keeps_its_error() -> None:
    """What the body raised is what comes out, not that a block was not entered."""
    with pytest.raises(ZeroDivisionError), fake_sts() as fakests:
        _raise(fakests.endpoint())
