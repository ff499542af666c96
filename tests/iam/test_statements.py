"""Which requests a statement is about.

IAM UG: reference_policies_elements_action, _notaction, _resource and _notresource ("elements_action" and so on).
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

JULIE = "arn:aws:iam::123456789012:user/julie"
BUCKET = "arn:aws:s3:::bucket"


def outcome(statements: Any, action: str, resource: str = "*") -> Outcome:
    """The outcome for Julie, under one identity-based policy."""
    policy = {"Version": "2012-10-17", "Statement": statements}
    return evaluate(Request(action, resource, JULIE), Policies(identity=[policy])).outcome


ACTIONS = [
    pytest.param("s3:GetObject", "s3:GetObject", True, id="the action itself"),
    pytest.param("S3:getobject", "s3:GetObject", True, id="elements_action: in any case"),
    pytest.param("s3:GetObject", "S3:GETOBJECT", True, id="a request in any case"),
    pytest.param("s3:GetObject", "s3:GetObjectAcl", False, id="a longer one"),
    pytest.param("iam:*AccessKey*", "iam:ListAccessKeys", True, id="elements_action: wildcards anywhere"),
    pytest.param("s3:Get?bject", "s3:GetObject", True, id="elements_action: one character"),
    pytest.param("s3:*", "s3-object-lambda:GetObject", False, id="another service"),
    pytest.param("*", "ec2:RunInstances", True, id="grammar: every action"),
    pytest.param(["s3:Put*", "s3:Get*"], "s3:GetObject", True, id="one of a list"),
    pytest.param([], "s3:GetObject", False, id="AC: an empty list has no effect"),
]


@pytest.mark.parametrize(("written", "asked", "expected"), ACTIONS)
def test_action(written: Any, asked: str, expected: bool) -> None:
    """Actions match in any case, as patterns over the whole action."""
    statement = {"Effect": "Allow", "Action": written, "Resource": "*"}
    assert (outcome(statement, asked) is Outcome.ALLOWED) is expected


NOT_ACTIONS = [
    pytest.param("Allow", "iam:*", "ec2:RunInstances", Outcome.ALLOWED, id="elements_notaction: all else is allowed"),
    pytest.param(
        "Allow", "iam:*", "IAM:GetUser", Outcome.IMPLICIT_DENY, id="elements_notaction: what is listed is not"
    ),
    pytest.param(
        "Deny", "iam:*", "ec2:RunInstances", Outcome.EXPLICIT_DENY, id="elements_notaction: all else is denied"
    ),
    pytest.param("Deny", "iam:*", "iam:GetUser", Outcome.IMPLICIT_DENY, id="elements_notaction: Deny grants nothing"),
    pytest.param("Allow", ["iam:*", "sts:*"], "sts:AssumeRole", Outcome.IMPLICIT_DENY, id="one of a list"),
    pytest.param(
        "Allow", "*", "s3:GetObject", Outcome.IMPLICIT_DENY, id="troubleshoot_policies: nothing but everything"
    ),
    pytest.param("Allow", [], "s3:GetObject", Outcome.IMPLICIT_DENY, id="AC: an empty list has no effect"),
]


@pytest.mark.parametrize(("effect", "written", "asked", "expected"), NOT_ACTIONS)
def test_not_action(effect: str, written: Any, asked: str, expected: Outcome) -> None:
    """NotAction is about every action that none of its patterns matches."""
    assert outcome({"Effect": effect, "NotAction": written, "Resource": "*"}, asked) is expected


RESOURCES = [
    pytest.param("*", "*", True, id="no resource, every resource"),
    pytest.param(f"{BUCKET}/*", "*", False, id="troubleshoot_policies: no resource needs a star"),
    pytest.param("*", f"{BUCKET}/a", True, id="every resource"),
    pytest.param(BUCKET, BUCKET, True, id="the resource itself"),
    pytest.param(BUCKET, f"{BUCKET}/a", False, id="a bucket is not its objects"),
    pytest.param(f"{BUCKET}/*", BUCKET, False, id="objects are not their bucket"),
    pytest.param(
        f"{BUCKET}/*/test/*", f"{BUCKET}/1/2/test/3/o.jpg", True, id="elements_resource: a star spans slashes"
    ),
    pytest.param(f"{BUCKET}/*/test/*", f"{BUCKET}//test/o.jpg", True, id="elements_resource: a star is nothing"),
    pytest.param(f"{BUCKET}/*/test/*", f"{BUCKET}/1/test/", True, id="elements_resource: the last star is nothing"),
    pytest.param(f"{BUCKET}/*/test/*", f"{BUCKET}/1-test/o.jpg", False, id="elements_resource: a slash is missing"),
    pytest.param(f"{BUCKET}/*/test/*", f"{BUCKET}/test/o.jpg", False, id="elements_resource: one slash for two"),
    pytest.param(f"{BUCKET}/*/test/*", f"{BUCKET}/1/2/test.jpg", False, id="elements_resource: test is no folder"),
    pytest.param(
        "arn:aws:logs:*", "arn:aws:logs:eu-west-1:123456789012:log-group:x", True, id="elements_resource: beyond colons"
    ),
    pytest.param(f"{BUCKET}/file?.txt", f"{BUCKET}/file1.txt", True, id="elements_resource: one character"),
    pytest.param(
        "arn:aws:iam::123456789012:user/bob",
        "arn:aws:iam::123456789012:user/Bob",
        False,
        id="elements_resource: another case",
    ),
    pytest.param([f"{BUCKET}/a", f"{BUCKET}/b"], f"{BUCKET}/b", True, id="one of a list"),
    pytest.param([], f"{BUCKET}/b", False, id="AC: an empty list has no effect"),
]


@pytest.mark.parametrize(("written", "asked", "expected"), RESOURCES)
def test_resource(written: Any, asked: str, expected: bool) -> None:
    """Resources match in their own case, as patterns over the whole ARN."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": written}
    assert (outcome(statement, "s3:GetObject", asked) is Outcome.ALLOWED) is expected


PAYROLL = ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]
NOT_RESOURCES = [
    pytest.param(PAYROLL, "arn:aws:s3:::HRBucket/Payroll/x", Outcome.IMPLICIT_DENY, id="elements_notresource: listed"),
    pytest.param(PAYROLL, "arn:aws:s3:::OtherBucket", Outcome.EXPLICIT_DENY, id="elements_notresource: not listed"),
    pytest.param([], "arn:aws:s3:::OtherBucket", Outcome.IMPLICIT_DENY, id="AC: an empty list has no effect"),
]


@pytest.mark.parametrize(("written", "asked", "expected"), NOT_RESOURCES)
def test_not_resource(written: Any, asked: str, expected: Outcome) -> None:
    """NotResource is about every resource that none of its patterns matches."""
    assert outcome({"Effect": "Deny", "Action": "s3:*", "NotResource": written}, "s3:GetObject", asked) is expected


def test_statements_of_a_policy_are_joined_by_or() -> None:
    """access_policies: one statement that allows is enough."""
    statements = [
        {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    ]
    assert outcome(statements, "s3:GetObject") is Outcome.ALLOWED


def test_resource_policy_without_resource_is_about_its_resource() -> None:
    """ECR UG: the statements of a repository policy name no resource."""
    statement = {"Effect": "Allow", "Principal": {"AWS": JULIE}, "Action": "ecr:GetDownloadUrlForLayer"}
    repository = "arn:aws:ecr:us-east-1:123456789012:repository/app"
    request = Request("ecr:GetDownloadUrlForLayer", repository, JULIE)
    assert evaluate(request, Policies(resource=statement))
