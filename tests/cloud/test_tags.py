"""Tags of roles and users: what AWS would not take is refused where it is declared.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules, and for lengths and numbers
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
"""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests import DeclarationError, Role, User

KEY = "is not one that AWS takes; use 1 to 128 letters, digits, spaces and _.:/=+-@"
VALUE = "is not one that AWS takes; use up to 256 letters, digits, spaces and _.:/=+-@"
RESERVED = "begins with 'aws:', which AWS keeps for its own tags, such as aws:cloudformation:stack-name"
FIFTY = {f"key-{number}": "v" for number in range(50)}

TAKEN = [
    pytest.param({"Team": "blue", "Cost Center": "42 / 7"}, id="letters, digits, spaces and signs"),
    pytest.param({"a.b:c/d=e+f-g@h_i": "a.b:c/d=e+f-g@h_i"}, id="every sign"),
    pytest.param({"ÜNÏ": "日本", "\u0968": "\u00bd"}, id="letters and numbers of any script"),
    pytest.param({"a\u00a0b": "\u2028"}, id="separators of any script"),
    pytest.param({"phoneNumber": ""}, id="an empty value"),
    pytest.param({"k" * 128: "v" * 256}, id="the longest"),
    pytest.param(FIFTY, id="fifty"),
    pytest.param({**FIFTY, "aws:cloudformation:stack-name": "app"}, id="a tag of AWS's own beside fifty"),
    pytest.param({"awsome": "aws"}, id="no prefix"),
]


@pytest.mark.parametrize("tags", TAKEN)
def test_what_aws_takes_can_be_declared(tags: dict[str, str]) -> None:
    """The limits themselves are inside."""
    assert Role("app", tags=tags).tags == tags


REFUSED: list[Any] = [
    pytest.param({"": "v"}, f"the tag key '' {KEY}", id="an empty key"),
    pytest.param({"k" * 129: "v"}, f"the tag key '{'k' * 129}' {KEY}", id="a key of 129"),
    pytest.param({"a*b": "v"}, f"the tag key 'a*b' {KEY}", id="another sign in the key"),
    pytest.param({"a\tb": "v"}, f"the tag key 'a\\tb' {KEY}", id="a control character"),
    pytest.param({1: "v"}, f"the tag key 1 {KEY}", id="no text as key"),
    pytest.param({"k": "v" * 257}, f"the value '{'v' * 257}' of the tag 'k' {VALUE}", id="a value of 257"),
    pytest.param({"k": "a,b"}, f"the value 'a,b' of the tag 'k' {VALUE}", id="another sign in the value"),
    pytest.param({"k": None}, f"the value None of the tag 'k' {VALUE}", id="no text as value"),
    pytest.param({"aws:team": "v"}, f"the tag 'aws:team' with the value 'v' {RESERVED}", id="AWS's prefix"),
    pytest.param({"AWS:Team": "v"}, f"the tag 'AWS:Team' with the value 'v' {RESERVED}", id="in another case"),
    pytest.param({"k": "aws:v"}, f"the tag 'k' with the value 'aws:v' {RESERVED}", id="AWS's prefix in the value"),
    pytest.param(
        {"Department": "a", "department": "b"},
        "the tags 'Department' and 'department' differ in case alone; IAM keeps one",
        id="keys that differ in case alone",
    ),
    pytest.param([("k", "v")], "tags is [('k', 'v')]; give a mapping, as {'team': 'blue'}", id="no mapping"),
]


@pytest.mark.parametrize(("tags", "text"), REFUSED)
def test_what_aws_would_not_take_is_refused(tags: Any, text: str) -> None:
    """The text says what is wrong, and what would be right."""
    with pytest.raises(DeclarationError) as caught:
        Role("app", tags=tags)
    assert str(caught.value) == f"role 'app': {text}"


def test_more_than_fifty_are_refused() -> None:
    """The quota of a user, as that of a role."""
    with pytest.raises(DeclarationError) as caught:
        User("ann", tags={**FIFTY, "one": "more"})
    assert str(caught.value) == "user 'ann' has 51 tags; AWS takes up to 50"
