"""Policy variables. IAM UG: reference_policies_variables ("VA"), reference_policies_elements_version."""

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

ACCOUNT = "arn:aws:iam::123456789012"
BOB = f"{ACCOUNT}:user/people/bob"
SESSION = "arn:aws:sts::123456789012:assumed-role/R/S"


def allowed(
    resource: str, key: str, context: dict[str, Any], principal: str = BOB, version: str | None = "2012-10-17"
) -> bool:
    """Whether a policy with this Resource allows reading the object `key` of the bucket b."""
    document: dict[str, Any] = {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}}
    if version:
        document["Version"] = version
    request = Request("s3:GetObject", f"arn:aws:s3:::{key}", principal, context)
    return bool(evaluate(request, Policies(identity=[document])))


TEAM = "arn:aws:s3:::b/${aws:PrincipalTag/team, 'company-wide'}/*"
RESOURCES = [
    pytest.param("arn:aws:s3:::b/${aws:username}/*", "b/bob/x", {}, True, id="VA: a user's own folder"),
    pytest.param("arn:aws:s3:::b/${aws:username}/*", "b/ann/x", {}, False, id="VA: another's folder"),
    pytest.param("arn:aws:s3:::b/${AWS:UserName}", "b/bob", {}, True, id="VA: names in any case"),
    pytest.param(TEAM, "b/company-wide/x", {}, True, id="VA: a default"),
    pytest.param(TEAM, "b/yellow/x", {"aws:PrincipalTag/team": "yellow"}, True, id="VA: a value beats the default"),
    pytest.param(TEAM, "b/company-wide/x", {"aws:PrincipalTag/team": "yellow"}, False, id="VA: the default is out"),
    pytest.param("arn:aws:s3:::b/a${*}b", "b/a*b", {}, True, id="VA: a literal star"),
    pytest.param("arn:aws:s3:::b/a${*}b", "b/axb", {}, False, id="VA: a literal star is no wildcard"),
    pytest.param("arn:aws:s3:::b/${?}${$}", "b/?$", {}, True, id="VA: a literal question mark and dollar"),
    pytest.param(
        "arn:aws:s3:::b/${ex:k}", "b/xyz", {"ex:k": "*"}, False, id="undocumented: a star in a value is literal"
    ),
    pytest.param("arn:aws:s3:::b/${ex:k}", "b/*", {"ex:k": "*"}, True, id="undocumented: and matches itself"),
    pytest.param("arn:aws:s3:::b/${ex:k}", "b/x", {}, False, id="VA: no value, no match"),
    pytest.param("arn:aws:s3:::b/${aws:TagKeys}", "b/x", {"aws:TagKeys": ["x"]}, False, id="VA: no multivalued keys"),
    pytest.param("arn:aws:${ex:k}:::b/x", "b/x", {"ex:k": "s3"}, False, id="VA: not before the fifth colon"),
]


@pytest.mark.parametrize(("resource", "key", "context", "expected"), RESOURCES)
def test_variable_in_a_resource(resource: str, key: str, context: dict[str, Any], expected: bool) -> None:
    """A variable in a Resource stands for the request's value, and nothing else in it."""
    assert allowed(resource, key, context) is expected


@pytest.mark.parametrize("version", ["2008-10-17", None], ids=["2008-10-17", "no version"])
def test_other_versions_have_no_variables(version: str | None) -> None:
    """elements_version: before 2012-10-17, and without a version, a variable is plain text."""
    resource = "arn:aws:s3:::b/${aws:username}"
    found = (
        allowed(resource, "b/bob", {}, version=version),
        allowed(resource, "b/${aws:username}", {}, version=version),
    )
    assert found == (False, True)


def test_session_has_no_user_name() -> None:
    """VA: a role session has no aws:username, so a resource that holds it matches nothing."""
    assert not allowed("arn:aws:s3:::b/${aws:username}/*", "b//x", {}, principal=SESSION)


def test_not_resource_without_value_spares_nothing() -> None:
    """VA: an entry whose variable has no value matches no resource, so NotResource covers them all."""
    statement = {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/${aws:username}/*"}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    policies = Policies(identity=[everything, statement])
    found = [bool(evaluate(Request("s3:GetObject", "arn:aws:s3:::b/bob/x", who), policies)) for who in (BOB, SESSION)]
    assert found == [True, False]


TAG = {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}
RED = {"s3:ExistingObjectTag/Team": "red"}
CONDITIONS = [
    pytest.param({"StringEquals": TAG}, {**RED, "aws:PrincipalTag/Team": "red"}, True, id="equal"),
    pytest.param({"StringEquals": TAG}, RED, False, id="VA: no value, no match"),
    pytest.param({"StringNotEquals": TAG}, RED, True, id="VA: no value, negated"),
    pytest.param({"StringEqualsIgnoreCase": TAG}, {**RED, "aws:PrincipalTag/Team": "RED"}, True, id="in any case"),
    pytest.param({"StringEqualsIgnoreCase": TAG}, RED, False, id="in any case, no value"),
    pytest.param(
        {"StringLike": {"s3:prefix": "${aws:username}/*"}}, {"s3:prefix": "bob/a"}, True, id="VA: beside a wildcard"
    ),
    pytest.param({"StringLike": {"s3:prefix": "${ex:k}/*"}}, {"s3:prefix": "/a"}, False, id="VA: StringLike, no value"),
    pytest.param(
        {"StringLike": {"s3:prefix": ["home/", "${ex:k}/"]}}, {"s3:prefix": "home/"}, True, id="VA: other values count"
    ),
    pytest.param(
        {"ArnLike": {"ex:arn": "arn:aws:iam::${aws:PrincipalAccount}:role/*"}},
        {"ex:arn": f"{ACCOUNT}:role/R"},
        True,
        id="an account within an ARN",
    ),
    pytest.param({"ArnEquals": {"ex:arn": "${aws:PrincipalArn}"}}, {"ex:arn": BOB}, True, id="a whole ARN"),
    pytest.param({"ArnEquals": {"ex:arn": "${ex:k}"}}, {"ex:arn": BOB}, False, id="an ARN without value"),
    pytest.param(
        {"StringEquals": {"ex:a": "${ex:b, 'none'}"}}, {"ex:a": "none"}, True, id="VA: a default in a condition"
    ),
    pytest.param({"StringEquals": {"ex:a": "${*}"}}, {"ex:a": "*"}, True, id="VA: a literal star in a condition"),
]


@pytest.mark.parametrize(("conditions", "context", "expected"), CONDITIONS)
def test_variable_in_a_condition(conditions: dict[str, Any], context: dict[str, Any], expected: bool) -> None:
    """A variable in a String or Arn condition stands for the request's value."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": conditions}
    request = Request("s3:GetObject", "arn:aws:s3:::b/x", BOB, context)
    assert bool(evaluate(request, Policies(identity=[statement]))) is expected
