"""Ids and keys: the same in each run of a test, and no two tests' own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# pytester forgets what is imported during a run: the fake has to be loaded before, and once.
from pytest_fakests import fake_sts as _fake_sts  # noqa: F401 - for its being loaded

TESTS = """
import pytest

@pytest.mark.roles("app")
@pytest.mark.parametrize("case", [1, 2])
def test_keys(fakests, assume_role, case):
    got = assume_role("app").credentials
    print("KEYS", got.access_key, got.secret_key, got.token, fakests.role("app").unique_id)
"""
README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")


def keys(pytester: pytest.Pytester, *options: str) -> list[str]:
    """What the two cases were given."""
    pytester.makepyfile(test_app=TESTS)
    result = pytester.runpytest("-s", "-p", "no:randomly", *options)
    result.assert_outcomes(passed=2)
    return [line.partition("KEYS ")[2] for line in result.outlines if "KEYS " in line]


def test_a_test_has_the_same_keys_in_each_run(pytester: pytest.Pytester) -> None:
    """And each case of a test has its own."""
    first, again = keys(pytester), keys(pytester)
    assert first == again
    assert len({word for line in first for word in line.split()}) == 8


@pytest.mark.parametrize("way", ["option", "configuration"])
def test_another_seed_gives_others(pytester: pytest.Pytester, way: str) -> None:
    """On the command line or in the configuration; the same seed gives the same ones."""
    plain = keys(pytester)
    options = ["--fakests-seed=blue"] if way == "option" else ["-o", "fakests_seed=blue"]
    seeded = keys(pytester, *options)
    assert not set(plain) & set(seeded)
    assert keys(pytester, *options) == seeded


def test_the_patterns_for_secret_scanners_match(pytester: pytest.Pytester) -> None:
    """What the README tells to allow is what keys look like."""
    patterns = re.findall(r"allow\n`([^`]+)` and `([^`]+)`", README)[0]
    for line in keys(pytester):
        access_key, secret_key, *_ = line.split()
        assert re.fullmatch(patterns[0], access_key)
        assert re.fullmatch(patterns[1], secret_key)
