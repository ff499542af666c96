"""The conditions of the tables: every form, and what an entry sees of the parameters."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.gateway.operations.conditions import compile_condition


def applies(condition: str | None, params: dict[str, Any]) -> bool:
    """Whether an entry under `condition` applies to a call with `params`."""
    when = compile_condition(condition)
    return when is not None and when(params) is not None


@pytest.mark.parametrize(
    ("condition", "holding", "failing"),
    [
        pytest.param("Tags given", {"Tags": [{"Key": "a"}]}, {"Tags": []}, id="given"),
        pytest.param("VersionId absent", {"VersionId": None}, {"VersionId": "1"}, id="absent"),
        pytest.param("Publish == true", {"Publish": True}, {"Publish": False}, id="equals-boolean"),
        pytest.param("Tier == 'Advanced'", {"Tier": "Advanced"}, {}, id="equals-text"),
        pytest.param("ACL != 'private'", {"ACL": "public-read"}, {"ACL": "private"}, id="differs"),
        pytest.param("Path starts with '/a'", {"Path": "/ab"}, {"Path": "/b"}, id="starts-with"),
        pytest.param("Name ends with RoleArn", {"Name": "HTTPRoleArn"}, {"Name": "RoleArns"}, id="ends-with"),
        pytest.param("Statement verb == SELECT", {"Statement": "select 1"}, {"Statement": ""}, id="verb"),
        pytest.param(
            "Attributes has a *RoleArn key", {"Attributes": {"LambdaRoleArn": ""}}, {"Attributes": {}}, id="key"
        ),
        pytest.param("A given or B given", {"B": 1}, {"C": 1}, id="or"),
        pytest.param("A given and B given", {"A": 1, "B": 1}, {"A": 1}, id="and"),
        pytest.param("A given and B given or C given", {"C": 1}, {"A": 1}, id="and-before-or"),
        pytest.param("A.B given", {"A": {"B": 1}}, {"A": {}}, id="nested"),
        pytest.param("A[].B given or C[].B given", {"C": [{"B": 1}]}, {"A": [{}]}, id="or-over-lists"),
    ],
)
def test_every_form_of_a_condition(condition: str, holding: dict[str, Any], failing: dict[str, Any]) -> None:
    """Each form of a condition holds for parameters that fulfil it and fails for those that do not."""
    assert (applies(condition, holding), applies(condition, failing)) == (True, False)


def test_an_entry_without_a_condition_always_applies() -> None:
    """No condition holds for any parameters."""
    assert applies(None, {})


@pytest.mark.parametrize("condition", ["state: the bucket is encrypted", "optional: only with FetchOwner"])
def test_what_a_call_cannot_show_never_applies(condition: str) -> None:
    """Entries that hang on server-side state, or that AWS does not insist on, are never needed."""
    assert compile_condition(condition) is None


def test_a_lone_condition_on_elements_keeps_those_that_pass() -> None:
    """An entry under a condition on list elements sees only the elements that pass."""
    when = compile_condition("Delete.Objects[].VersionId given")
    assert when is not None
    objects = [{"Key": "a"}, {"Key": "b", "VersionId": "1"}]
    seen = when({"Bucket": "reports", "Delete": {"Objects": objects, "Quiet": True}})
    assert seen == {"Bucket": "reports", "Delete": {"Objects": [objects[1]], "Quiet": True}}


@pytest.mark.parametrize("params", [{}, {"Targets": []}, {"Targets": [{}]}], ids=["absent", "empty", "none-passes"])
def test_a_lone_condition_on_elements_fails_when_none_passes(params: dict[str, Any]) -> None:
    """An entry under a condition on list elements does not apply when no element passes."""
    assert not applies("Targets[].RoleArn given", params)


def test_a_text_that_is_no_condition_is_refused() -> None:
    """A condition outside the grammar raises an error that shows what one looks like."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared below
        compile_condition("Tags maybe")
    assert str(caught.value) == (
        "'Tags maybe' is not a condition: it should read like `Tags given` or `Tier == 'Advanced'`"
    )
