"""Wildcard patterns. IAM UG: reference_policies_elements_resource, reference_policies_elements_action."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam.matching.globs import glob, glob_of

MATCHING = [
    pytest.param("reports", "reports", id="plain text"),
    pytest.param("", "", id="nothing"),
    pytest.param("*", "", id="a star is nothing"),
    pytest.param("*", "a/b:c", id="a star is anything"),
    pytest.param("a*c", "abbbc", id="a star in the middle"),
    pytest.param("a*b*c", "a-c-b-c", id="two stars"),
    pytest.param("a**c", "abc", id="stars side by side"),
    pytest.param("file?.txt", "file1.txt", id="a question mark is one character"),
    pytest.param("??", "ab", id="two question marks"),
    pytest.param("*?b", "aab", id="a star before a question mark"),
    pytest.param("a*?c?*", "axbcd", id="question marks between stars"),
    pytest.param("*ab*ab*", "xabyab", id="the same run twice"),
]

DIFFERENT = [
    pytest.param("reports", "report", id="shorter"),
    pytest.param("report", "reports", id="longer"),
    pytest.param("a*a", "a", id="head and tail do not share a character"),
    pytest.param("file?.txt", "file.txt", id="a question mark is not nothing"),
    pytest.param("file?.txt", "file12.txt", id="a question mark is not two"),
    pytest.param("*ab*ab*", "xabab"[:4], id="the second run is missing"),
    pytest.param("a?", "a", id="a question mark past the end"),
    pytest.param("Home", "home", id="another case"),
    pytest.param("a.c", "abc", id="a dot is a dot"),
    pytest.param("a*b", "ab\n", id="a line break at the end counts"),
]


@pytest.mark.parametrize(("pattern", "text"), MATCHING)
def test_pattern_matches(pattern: str, text: str) -> None:
    """A star stands for any run of characters, a question mark for exactly one."""
    assert glob(pattern).matches(text)


@pytest.mark.parametrize(("pattern", "text"), DIFFERENT)
def test_pattern_does_not_match(pattern: str, text: str) -> None:
    """A pattern covers the whole text, and all but its wildcards is meant literally."""
    assert not glob(pattern).matches(text)


def test_many_stars_take_no_more_time_than_few() -> None:
    """A pattern that makes a backtracking matcher run for ages is answered at once."""
    assert not glob("*a" * 200 + "*b").matches("a" * 5000)


def test_literal_pieces_have_no_wildcards() -> None:
    """Text that takes a variable's place matches only itself."""
    pattern = glob_of([("b/", True), ("a*?", False), ("/*", True)])
    assert [pattern.matches(text) for text in ("b/a*?/x", "b/abc/x")] == [True, False]


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
