"""Where the keys of a request are found, however many of them a decision asks for."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

JULIE = "arn:aws:iam::123456789012:user/julie"
# More than are searched for one by one.
OTHERS = [f"ex:Other{number}" for number in range(6)]


def allowed(context: dict[str, Any], wanted: dict[str, str]) -> bool:
    """Whether a request is allowed where its keys have to have the wanted values, in their order."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": wanted}}
    return evaluate(Request("s3:GetObject", "*", JULIE, context), Policies(identity=[statement])).allowed


@pytest.mark.parametrize("before", range(len(OTHERS)))
@pytest.mark.parametrize(("value", "found"), [("1", True), ("2", False)], ids=["its value", "another"])
def test_key_is_found_after_others(before: int, value: str, found: bool) -> None:
    """A key is found in any case, whether it is the first that a decision asks for or comes after others."""
    others = dict.fromkeys(OTHERS[:before], "1")
    assert allowed({**others, "EX:Key": "1", "ex:yek": "2"}, {**others, "ex:keY": value}) is found


@pytest.mark.parametrize("before", [0, len(OTHERS)])
def test_last_spelling_counts(before: int) -> None:
    """Of a key that is given in several spellings the last counts, whichever the policy has."""
    others = dict.fromkeys(OTHERS[:before], "1")
    context = {**others, "ex:key": "1", "EX:KEY": "2"}
    assert (allowed(context, {**others, "ex:key": "1"}), allowed(context, {**others, "ex:key": "2"})) == (False, True)


def test_key_that_grows_in_lower_case() -> None:
    """A key is found though it has more characters in lower case, as Turkish tags may."""
    assert allowed({"ex:Tag/İstanbul": "1"}, {"ex:tag/İSTANBUL": "1"})
