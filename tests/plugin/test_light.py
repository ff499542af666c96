"""What a run pays that has the plugin and does not use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pytest_fakests

# At the very end of the run, header and summary included: which heavy modules were loaded at any moment.
CONFTEST = """
import sys

HEAVY = ("boto3", "botocore", "freezegun") + tuple(
    f"pytest_fakests.{floor}" for floor in ("cloud", "fake", "gateway", "iam", "sts")
)

def pytest_unconfigure():
    print("LOADED:", [name for name in HEAVY if name in sys.modules], file=sys.stderr)
"""
TESTS = """
import pytest

def test_passing():
    pass

@pytest.mark.parametrize("number", range(3))
def test_of_several_cases(number, tmp_path):
    pass
"""
FAILING = (
    TESTS
    + """
def test_failing():
    assert 1 == 2
"""
)


@pytest.mark.parametrize(
    ("options", "tests"),
    [
        pytest.param([], TESTS, id="passing"),
        pytest.param([], FAILING, id="failing"),
        pytest.param(["-v"], TESTS, id="verbose"),
        pytest.param(["--collect-only"], TESTS, id="collect only"),
        pytest.param(["--help"], TESTS, id="help"),
        pytest.param(["--markers"], TESTS, id="markers"),
        pytest.param(["--fixtures"], TESTS, id="fixtures"),
    ],
)
def test_a_run_that_does_not_use_the_fake_does_not_load_it(
    pytester: pytest.Pytester, options: list[str], tests: str
) -> None:
    """No botocore, boto3 or freezegun, and none of the floors below the plugin."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(tests)
    # Hypothesis and time-machine, which this project's own tests need, are plugins too: only ours is looked at.
    others = ["-p", "no:hypothesispytest", "-p", "no:time_machine", "-p", "no:randomly", "-p", "no:xdist"]
    result = pytester.runpytest_subprocess(*others, *options)
    assert "LOADED: []" in result.stderr.str()


def test_a_run_that_uses_the_fake_does_load_it(pytester: pytest.Pytester) -> None:
    """So that the test above can fail."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile("def test_it(fakests): pass")
    result = pytester.runpytest_subprocess()
    assert "'pytest_fakests.gateway'" in result.stderr.str()


def test_the_plugin_is_few_modules() -> None:
    """Fewer than twelve are imported with the entry point."""
    program = (
        "import sys, pytest\n"
        "before = set(sys.modules)\n"
        "import pytest_fakests.plugin\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    command = [sys.executable, "-c", program]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert 0 < len(output) < 12, output


@pytest.mark.parametrize("name", pytest_fakests.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    """It is loaded when it is first asked for, from this package."""
    assert getattr(pytest_fakests, name).__module__.startswith("pytest_fakests.")


def test_lazy_names_are_not_listed_to_those_who_scan_modules() -> None:
    """freezegun looks at each name that dir() gives, which would load them all."""
    assert "__dir__" not in vars(pytest_fakests)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As in any module."""
    with pytest.raises(AttributeError) as caught:
        pytest_fakests.Rolle  # noqa: B018  # what is asked for, and not there
    assert str(caught.value) == "module 'pytest_fakests' has no attribute 'Rolle'"
