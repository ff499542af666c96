"""Wildcard patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam.matching.globs import glob, glob_of

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
RESOURCE = f"{IAM}/reference_policies_elements_resource.html"
OPERATORS = f"{IAM}/reference_policies_elements_condition_operators.html"

# The page, the pattern and a text that it covers.
MATCHING = [
    pytest.param(OPERATORS, "reports", "reports", id="plain text"),
    pytest.param(OPERATORS, "", "", id="nothing"),
    pytest.param(OPERATORS, "*", "", id="a star is nothing"),
    pytest.param(RESOURCE, "*", "a/b:c", id="a star is anything"),
    pytest.param(RESOURCE, "a*c", "abbbc", id="a star in the middle"),
    pytest.param(RESOURCE, "a*b*c", "a-c-b-c", id="two stars"),
    pytest.param(RESOURCE, "a**c", "abc", id="stars side by side"),
    pytest.param(RESOURCE, "file?.txt", "file1.txt", id="a question mark is one character"),
    pytest.param(OPERATORS, "??", "ab", id="two question marks"),
    pytest.param(RESOURCE, "*?b", "aab", id="a star before a question mark"),
    pytest.param(RESOURCE, "a*?c?*", "axbcd", id="question marks between stars"),
    pytest.param(RESOURCE, "*ab*ab*", "xabyab", id="the same run twice"),
    pytest.param(RESOURCE, "*?a*c*b", "xacb", id="a run after one with a question mark"),
    pytest.param(RESOURCE, "*a?b*", "aaxbxa", id="the second place where a run with a question mark begins"),
]

# The page, the pattern and a text that it does not cover.
DIFFERENT = [
    pytest.param(OPERATORS, "reports", "report", id="shorter"),
    pytest.param(OPERATORS, "report", "reports", id="longer"),
    pytest.param(RESOURCE, "a*a", "a", id="head and tail do not share a character"),
    pytest.param(RESOURCE, "file?.txt", "file.txt", id="a question mark is not nothing"),
    pytest.param(RESOURCE, "file?.txt", "file12.txt", id="a question mark is not two"),
    pytest.param(RESOURCE, "*ab*ab*", "xabab"[:4], id="the second run is missing"),
    pytest.param(RESOURCE, "a?", "a", id="a question mark past the end"),
    pytest.param(RESOURCE, "*a?b*", "xaxcx", id="the character after a question mark is another"),
    pytest.param(RESOURCE, "*a?*a?*", "ab", id="the second run with a question mark is missing"),
    pytest.param(RESOURCE, "*b*?a*", "ba", id="a run with a question mark does not reach back"),
    pytest.param(RESOURCE, "*a?*b", "ab", id="a run with a question mark does not reach into the tail"),
    pytest.param(RESOURCE, "*ab*b", "xab", id="a run does not reach into the tail"),
    pytest.param(OPERATORS, "Home", "home", id="another case"),
    pytest.param(OPERATORS, "a.c", "abc", id="a dot is a dot"),
    pytest.param(OPERATORS, "a*b", "ab\n", id="a line break at the end counts"),
]


@pytest.mark.parametrize(("source", "pattern", "text"), MATCHING)
def test_pattern_matches(source: str, pattern: str, text: str) -> None:
    """A star stands for any run of characters, a question mark for exactly one."""
    assert glob(pattern).matches(text), source


@pytest.mark.parametrize(("source", "pattern", "text"), DIFFERENT)
def test_pattern_does_not_match(source: str, pattern: str, text: str) -> None:
    """A pattern covers the whole text, and all but its wildcards is meant literally."""
    assert not glob(pattern).matches(text), source


def test_many_stars_take_no_more_time_than_few() -> None:
    """A pattern that makes a backtracking matcher run for ages is answered at once."""
    assert not glob("*a" * 200 + "*b").matches("a" * 5000)


def test_literal_pieces_have_no_wildcards() -> None:
    """Text that takes a variable's place matches only itself."""
    pattern = glob_of([("b/", True), ("a*?", False), ("/?*", True)])
    assert [pattern.matches(text) for text in ("b/a*?/x", "b/abc/x", "b/a*?/")] == [True, False, False]


def _matches(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return _matches(pattern[1:], text) or (bool(text) and _matches(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and _matches(pattern[1:], text[1:])


@given(st.text("ab*?", max_size=9), st.text("ab", max_size=9))
def test_patterns_mean_what_their_definition_says(pattern: str, text: str) -> None:
    """The matcher agrees with the definition: a star is nothing, or one character and the star again."""
    assert glob(pattern).matches(text) is _matches(pattern, text)
