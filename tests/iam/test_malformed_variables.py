"""Policy variables that are refused: those that AWS cannot read, and those where none may be."""

from typing import Any

import pytest

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"

ACCOUNT = "arn:aws:iam::123456789012"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}

SOMEBODY = {"AWS": f"{ACCOUNT}:user/${{aws:username}}"}
ELSEWHERE = [
    pytest.param(CHECKS, PolicyKind.IDENTITY, {**EVERYTHING, "Action": "s3:${ex:k}"}, "Action", id="in an action"),
    pytest.param(CHECKS, PolicyKind.IDENTITY, {**EVERYTHING, "Action": "s3:${k}"}, "Action", id="whatever its name"),
    pytest.param(CHECKS, PolicyKind.IDENTITY, {**EVERYTHING, "Effect": "${ex:k}"}, "Effect", id="in the effect"),
    pytest.param(CHECKS, PolicyKind.IDENTITY, {**EVERYTHING, "Sid": "${ex:k}"}, "Sid", id="in a Sid"),
    pytest.param(
        CHECKS, PolicyKind.RESOURCE, {**EVERYTHING, "Principal": SOMEBODY}, "Principal.AWS", id="in a principal"
    ),
]


@pytest.mark.parametrize(("source", "kind", "statement", "where"), ELSEWHERE)
def test_variable_elsewhere_is_refused(source: str, kind: PolicyKind, statement: dict[str, Any], where: str) -> None:
    """Only Resource, NotResource and Condition may hold variables."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(statement, kind)
    assert caught.value.path == f"Statement[0].{where}", source


MALFORMED = [
    pytest.param(CHECKS, "${aws:username", id="its brace is missing"),
    pytest.param(CHECKS, "${aws:username/x", id="its brace is missing, with more behind it"),
    pytest.param(CHECKS, "${aws:username, 'x}", id="its closing quote is missing"),
    pytest.param(CHECKS, "${aws:username, x'}", id="its opening quote is missing"),
    pytest.param(CHECKS, "${aws:username, x}", id="its default has no quotes"),
    pytest.param(CHECKS, "${aws:user name}", id="a space in the name"),
    pytest.param(CHECKS, "${ aws:username}", id="a space before the name"),
    pytest.param(CHECKS, "${}", id="nothing in it"),
]


@pytest.mark.parametrize(("source", "text"), MALFORMED)
@pytest.mark.parametrize("element", ["Resource", "NotResource", "Condition"])
def test_malformed_variable_is_refused(source: str, text: str, element: str) -> None:
    """A variable that AWS cannot read is an error wherever variables are replaced."""
    statement: dict[str, Any] = {"Effect": "Allow", "Action": "*", element: f"arn:aws:s3:::b/{text}"}
    if element == "Condition":
        statement |= {"Resource": "*", "Condition": {"StringEquals": {"ex:key": text}}}
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Version": "2012-10-17", "Statement": statement})
    assert caught.value.path.startswith(f"Statement.{element}"), source
