"""Which requests a statement is about, by its actions and resources, and what it does to them.

What a page does not say in so many words is marked as inferred; what it leaves open, as undocumented.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
ACTION = f"{IAM}/reference_policies_elements_action.html"
NOT_ACTION = f"{IAM}/reference_policies_elements_notaction.html"
RESOURCE = f"{IAM}/reference_policies_elements_resource.html"
NOT_RESOURCE = f"{IAM}/reference_policies_elements_notresource.html"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
TROUBLES = f"{IAM}/troubleshoot_policies.html"
LOGIC = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
TYPES = f"{IAM}/access_policies.html"
ECR = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

JULIE = "arn:aws:iam::123456789012:user/julie"
BUCKET = "arn:aws:s3:::bucket"
LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:x"
QUEUE = "arn:aws:sqs:us-east-2:123456789012:queue1"
ALLOWED, DENIED, SILENT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY


def outcome(statements: Any, action: str, resource: str = "*", **context: Any) -> Outcome:
    """The outcome for Julie, under one identity-based policy."""
    policy = {"Version": "2012-10-17", "Statement": statements}
    keys = {f"aws:{key}": value for key, value in context.items()}
    return evaluate(Request(action, resource, JULIE, keys), Policies(identity=[policy])).outcome


ACTIONS = [
    # the page, the Action, what is asked for, whether it matches
    pytest.param(ACTION, "s3:GetObject", "s3:GetObject", True, id="the action itself"),
    pytest.param(ACTION, "s3:GetObject", "s3:GetObjectAcl", False, id="a longer one"),
    pytest.param(ACTION, "s3:GetObject", "s3:Get", False, id="a shorter one"),
    pytest.param(ACTION, "s3:GetObject", "s4:GetObject", False, id="another service's"),
    pytest.param(ACTION, "iam:ListAccessKeys", "IAM:listaccesskeys", True, id="a request in another case"),
    pytest.param(ACTION, "IAM:LISTaccesskeys", "iam:ListAccessKeys", True, id="a policy in another case"),
    pytest.param(ACTION, "S3:GET*", "s3:GetObject", True, id="a pattern in another case"),
    pytest.param(ACTION, ["sqs:SendMessage", "iam:ChangePassword"], "iam:ChangePassword", True, id="one of a list"),
    pytest.param(ACTION, ["sqs:SendMessage", "iam:ChangePassword"], "iam:GetUser", False, id="none of a list"),
    pytest.param(ACTION, "s3:*", "s3:GetObject", True, id="all actions of a service"),
    pytest.param(ACTION, "s3:*", "s3-object-lambda:GetObject", False, id="a service whose name begins alike"),
    pytest.param(ACTION, "iam:*AccessKey*", "iam:CreateAccessKey", True, id="a star at the end is nothing too"),
    pytest.param(ACTION, "iam:*AccessKey*", "iam:ListAccessKeys", True, id="stars around"),
    pytest.param(ACTION, "iam:*AccessKey*", "iam:ListKeys", False, id="what is between them is missing"),
    pytest.param(ACTION, "s3:Get*Acl", "s3:GetObjectAcl", True, id="a star within"),
    pytest.param(ACTION, "s3:Get*Acl", "s3:GetObject", False, id="what is behind it is missing"),
    pytest.param(ACTION, "s3:Get?bject", "s3:GetObject", True, id="a question mark is one character"),
    pytest.param(ACTION, "s3:GetObject?", "s3:GetObject", False, id="it is not none"),
    pytest.param(ACTION, "s3:GetObject???", "s3:GetObjectAcl", True, id="three of them are three"),
    pytest.param(ACTION, "s3:?ist*", "s3:ListBucket", True, id="a question mark and a star"),
    pytest.param(GRAMMAR, "*", "ec2:RunInstances", True, id="a star alone is every action"),
    pytest.param(GRAMMAR, ["s3:Get*", "s3:List*"], "s3:ListBucket", True, id="a list of patterns"),
    pytest.param(GRAMMAR, ["s3:Get*", "s3:?ist*"], "s3:GetObject", True, id="patterns of several sorts"),
    pytest.param(CHECKS, [], "s3:GetObject", False, id="an empty list has no effect"),
    # Access Analyzer calls it an error; that IAM saves it is inferred.
    pytest.param(CHECKS, "s3:NoSuchAction", "s3:GetObject", False, id="inferred: an action that nobody knows"),
    pytest.param(ACTION, "*:GetObject", "s3:GetObject", True, id="undocumented: a star for the service"),
]


@pytest.mark.parametrize(("source", "written", "asked", "expected"), ACTIONS)
def test_action(source: str, written: Any, asked: str, expected: bool) -> None:
    """Actions match in any case, as patterns over the whole action."""
    statement = {"Effect": "Allow", "Action": written, "Resource": "*"}
    assert (outcome(statement, asked) is ALLOWED) is expected, source


NO_MFA = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
NOT_ACTIONS = [
    # the page, the statement but for its Resource, what is asked for, the outcome
    pytest.param(NOT_ACTION, "Allow", "iam:*", "ec2:RunInstances", ALLOWED, id="Allow: all else is allowed"),
    pytest.param(NOT_ACTION, "Allow", "iam:*", "IAM:GetUser", SILENT, id="Allow: what is listed is not, in any case"),
    pytest.param(NOT_ACTION, "Deny", "iam:*", "ec2:RunInstances", DENIED, id="Deny: all else is denied"),
    pytest.param(NOT_ACTION, "Deny", "iam:*", "iam:GetUser", SILENT, id="Deny: what is listed is not allowed by it"),
    pytest.param(NOT_ACTION, "Allow", ["iam:*", "sts:*"], "sts:AssumeRole", SILENT, id="Allow: one of a list"),
    pytest.param(NOT_ACTION, "Allow", ["iam:*", "sts:*"], "s3:GetObject", ALLOWED, id="Allow: none of a list"),
    pytest.param(NOT_ACTION, "Deny", ["iam:*", "sts:*"], "s3:GetObject", DENIED, id="Deny: none of a list"),
    pytest.param(TROUBLES, "Allow", "*", "s3:GetObject", SILENT, id="Allow: nothing but everything"),
    pytest.param(NOT_ACTION, "Deny", "*", "s3:GetObject", SILENT, id="Deny: nothing but everything"),
    pytest.param(NOT_ACTION, "Allow", "s3:Get?bject", "s3:GetObject", SILENT, id="a pattern with a question mark"),
    pytest.param(CHECKS, "Allow", [], "s3:GetObject", SILENT, id="Allow: an empty list has no effect"),
    pytest.param(CHECKS, "Deny", [], "s3:GetObject", SILENT, id="Deny: an empty list has no effect"),
]


@pytest.mark.parametrize(("source", "effect", "written", "asked", "expected"), NOT_ACTIONS)
def test_not_action(source: str, effect: str, written: Any, asked: str, expected: Outcome) -> None:
    """NotAction is about every action that none of its patterns matches."""
    assert outcome({"Effect": effect, "NotAction": written, "Resource": "*"}, asked) is expected, source


ALL_OF_S3_BUT = {"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"}
UNLESS_MFA = {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": NO_MFA}
NOT_ACTION_EXAMPLES = [
    pytest.param(NOT_ACTION, ALL_OF_S3_BUT, "s3:PutObject", f"{BUCKET}/a", {}, ALLOWED, id="any action on a bucket"),
    pytest.param(NOT_ACTION, ALL_OF_S3_BUT, "s3:DeleteBucket", BUCKET, {}, SILENT, id="but that one"),
    pytest.param(NOT_ACTION, ALL_OF_S3_BUT, "sqs:SendMessage", QUEUE, {}, SILENT, id="no action of another service"),
    pytest.param(NOT_ACTION, ALL_OF_S3_BUT, "s3:CreateJob", "*", {}, SILENT, id="inferred: none without a resource"),
    pytest.param(
        NOT_ACTION, UNLESS_MFA, "ec2:RunInstances", "*", {}, DENIED, id="denied: access keys, which know no MFA"
    ),
    pytest.param(
        NOT_ACTION,
        UNLESS_MFA,
        "ec2:RunInstances",
        "*",
        {"MultiFactorAuthPresent": "false"},
        DENIED,
        id="denied: without MFA",
    ),
    pytest.param(
        NOT_ACTION,
        UNLESS_MFA,
        "ec2:RunInstances",
        "*",
        {"MultiFactorAuthPresent": "true"},
        SILENT,
        id="not denied: with MFA, nor allowed",
    ),
    pytest.param(
        NOT_ACTION,
        UNLESS_MFA,
        "iam:GetUser",
        "*",
        {"MultiFactorAuthPresent": "false"},
        SILENT,
        id="not denied: what is listed",
    ),
]


@pytest.mark.parametrize(("source", "statement", "action", "resource", "context", "expected"), NOT_ACTION_EXAMPLES)
def test_examples_of_not_action(
    source: str, statement: dict[str, Any], action: str, resource: str, context: dict[str, str], expected: Outcome
) -> None:
    """The examples on the page of NotAction do what the page says."""
    assert outcome(statement, action, resource, **context) is expected, source


TESTS = f"{BUCKET}/*/test/*"
RESOURCES = [
    # the page, the Resource, what is asked for, whether it matches
    pytest.param(RESOURCE, QUEUE, QUEUE, True, id="the resource itself"),
    pytest.param(RESOURCE, [f"{BUCKET}/a", f"{BUCKET}/b"], f"{BUCKET}/b", True, id="one of a list"),
    pytest.param(RESOURCE, [f"{BUCKET}/a", f"{BUCKET}/b"], f"{BUCKET}/c", False, id="none of a list"),
    pytest.param(GRAMMAR, "*", f"{BUCKET}/a", True, id="a star alone is every resource"),
    pytest.param(RESOURCE, "*", "*", True, id="a star alone, for an action without resources"),
    pytest.param(TROUBLES, f"{BUCKET}/*", "*", False, id="an action without resources needs a star"),
    pytest.param(RESOURCE, BUCKET, f"{BUCKET}/a", False, id="a bucket is not its objects"),
    pytest.param(RESOURCE, f"{BUCKET}/*", BUCKET, False, id="objects are not their bucket"),
    # The page of 2023 said that names of users have no case; today's says that they have.
    pytest.param(RESOURCE, f"{JULIE[:-5]}Julie", JULIE, False, id="a user's name in another case"),
    pytest.param(RESOURCE, f"{BUCKET}/A", f"{BUCKET}/a", False, id="a key in another case"),
    pytest.param(
        RESOURCE,
        "arn:aws:iam::123456789012:user/accounting/*",
        "arn:aws:iam::123456789012:user/accounting/x/y",
        True,
        id="all users below a path",
    ),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/test/object.jpg", True, id="a star for a folder"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/2/test/object.jpg", True, id="a star for folders"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/2/test/3/object.jpg", True, id="stars for folders"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/2/3/test/4/object.jpg", True, id="stars for more folders"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1///test///object.jpg", True, id="stars for empty folders"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/test/.jpg", True, id="a star for the beginning of a name"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}//test/object.jpg", True, id="the first star is nothing"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/test/", True, id="the last star is nothing"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1-test/object.jpg", False, id="a slash is missing"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/test/object.jpg", False, id="one slash for two"),
    pytest.param(RESOURCE, TESTS, f"{BUCKET}/1/2/test.jpg", False, id="test is no folder"),
    pytest.param(RESOURCE, f"{BUCKET}/file?.txt", f"{BUCKET}/file1.txt", True, id="a question mark is one character"),
    pytest.param(RESOURCE, f"{BUCKET}/file?.txt", f"{BUCKET}/file.txt", False, id="it is not none"),
    pytest.param(RESOURCE, f"{BUCKET}/file?.txt", f"{BUCKET}/file12.txt", False, id="it is not two"),
    pytest.param(RESOURCE, f"{BUCKET}/a?b", f"{BUCKET}/a/b", True, id="it may be a slash"),
    pytest.param(RESOURCE, "arn:aws:sqs:*:123456789012:queue1", QUEUE, True, id="a star for the Region"),
    pytest.param(RESOURCE, "arn:aws:sqs:us-*-2:123456789012:queue1", QUEUE, True, id="a star within the Region"),
    pytest.param(
        RESOURCE, "arn:aws:sqs:us-east-2:12345678901?:queue1", QUEUE, True, id="a question mark in the account"
    ),
    pytest.param(RESOURCE, "arn:aws-cn:sqs:us-east-2:123456789012:queue1", QUEUE, False, id="another partition"),
    pytest.param(RESOURCE, "arn:aws:s3:::*", f"{BUCKET}/a", True, id="a star at the end, beyond slashes"),
    pytest.param(RESOURCE, "arn:aws:logs:eu-west-1:*", LOGS, True, id="a star at the end of a part, beyond colons"),
    pytest.param(RESOURCE, "arn:aws:logs:*:log-group:x", LOGS, True, id="so too with more behind it"),
    # The page says it of a star at the end of a part; of one within a part it says nothing.
    pytest.param(
        RESOURCE, "arn:aws:logs:eu*012:log-group:x", LOGS, True, id="undocumented: a star within a part, beyond colons"
    ),
    pytest.param(CHECKS, [], f"{BUCKET}/b", False, id="an empty list has no effect"),
    # Identity-based policies: AWS adds the parts that an ARN lacks.
    pytest.param(GRAMMAR, "arn:aws:sqs", QUEUE, True, id="an incomplete ARN: the service"),
    pytest.param(
        GRAMMAR,
        "arn:aws:sqs",
        "arn:aws:sns:us-east-2:123456789012:topic",
        False,
        id="an incomplete ARN: another service",
    ),
    pytest.param(GRAMMAR, "arn:aws:sqs:us-east-2", QUEUE, True, id="an incomplete ARN: the Region"),
    pytest.param(GRAMMAR, "arn:aws:sqs:us-east-1", QUEUE, False, id="an incomplete ARN: another Region"),
    pytest.param(GRAMMAR, "arn:aws:sqs:us-east-2:123456789012", QUEUE, True, id="an incomplete ARN: the account"),
    pytest.param(GRAMMAR, "arn:aws:sqs:us-east-2:12345678901", QUEUE, False, id="an incomplete ARN: no part of a part"),
    pytest.param(GRAMMAR, "arn:aws:logs:*", LOGS, True, id="an incomplete ARN: a star at its end"),
]


@pytest.mark.parametrize(("source", "written", "asked", "expected"), RESOURCES)
def test_resource(source: str, written: Any, asked: str, expected: bool) -> None:
    """Resources match in their own case, as patterns over the whole ARN."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": written}
    assert (outcome(statement, "s3:GetObject", asked) is ALLOWED) is expected, source


# Said of identity-based policies, and so of those that are used as permissions boundaries; that AWS completes no ARN in
# policies of other types is inferred.
COMPLETED = [
    pytest.param(GRAMMAR, "identity", True, id="identity-based"),
    pytest.param(GRAMMAR, "boundary", True, id="permissions boundary"),
    pytest.param(GRAMMAR, "resource", False, id="inferred: resource-based"),
    pytest.param(GRAMMAR, "endpoint", False, id="inferred: VPC endpoint"),
]


@pytest.mark.parametrize(("source", "kind", "completed"), COMPLETED)
def test_incomplete_arn_by_type_of_policy(source: str, kind: str, completed: bool) -> None:
    """An ARN with fewer than six parts stands for all that begins with them where AWS completes it, else for nothing."""
    statement = {"Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs"}
    policies: dict[str, Any] = {
        "identity": [statement],
        "boundary": [statement],
        "resource": {**statement, "Principal": "*"},
        "endpoint": [{**statement, "Principal": "*"}],
    }
    decision = evaluate(Request("sqs:SendMessage", QUEUE, JULIE), Policies(**{kind: policies[kind]}))
    assert (decision.outcome is DENIED) is completed, source


PAYROLL = ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]
NOT_RESOURCES = [
    pytest.param(
        NOT_RESOURCE, "Deny", PAYROLL, "arn:aws:s3:::HRBucket/Payroll", SILENT, id="Deny: the first of a list"
    ),
    pytest.param(
        NOT_RESOURCE, "Deny", PAYROLL, "arn:aws:s3:::HRBucket/Payroll/x", SILENT, id="Deny: a pattern of a list"
    ),
    pytest.param(NOT_RESOURCE, "Deny", PAYROLL, "arn:aws:s3:::HRBucket/x", DENIED, id="Deny: another folder"),
    pytest.param(NOT_RESOURCE, "Deny", PAYROLL, "arn:aws:s3:::OtherBucket", DENIED, id="Deny: another bucket"),
    pytest.param(NOT_RESOURCE, "Deny", PAYROLL, "arn:aws:s3:::hrbucket/Payroll", DENIED, id="Deny: another case"),
    pytest.param(
        NOT_RESOURCE,
        "Allow",
        "arn:aws:s3:::HRBucket",
        "arn:aws:s3:::OtherBucket",
        ALLOWED,
        id="Allow: all that is not listed",
    ),
    pytest.param(
        NOT_RESOURCE,
        "Allow",
        "arn:aws:s3:::HRBucket",
        "arn:aws:s3:::HRBucket/x",
        ALLOWED,
        id="Allow: objects of the bucket that is",
    ),
    pytest.param(
        NOT_RESOURCE, "Allow", "arn:aws:s3:::HRBucket", "arn:aws:s3:::HRBucket", SILENT, id="Allow: not what is listed"
    ),
    pytest.param(NOT_RESOURCE, "Deny", "*", "arn:aws:s3:::OtherBucket", SILENT, id="inferred: nothing but everything"),
    pytest.param(NOT_RESOURCE, "Deny", PAYROLL, "*", DENIED, id="inferred: an action without resources"),
    pytest.param(GRAMMAR, "Deny", "arn:aws:s3", "arn:aws:s3:::OtherBucket", SILENT, id="an incomplete ARN"),
    pytest.param(CHECKS, "Deny", [], "arn:aws:s3:::OtherBucket", SILENT, id="Deny: an empty list has no effect"),
    pytest.param(CHECKS, "Allow", [], "arn:aws:s3:::OtherBucket", SILENT, id="Allow: an empty list has no effect"),
]


@pytest.mark.parametrize(("source", "effect", "written", "asked", "expected"), NOT_RESOURCES)
def test_not_resource(source: str, effect: str, written: Any, asked: str, expected: Outcome) -> None:
    """NotResource is about every resource that none of its patterns matches."""
    assert outcome({"Effect": effect, "Action": "s3:*", "NotResource": written}, "s3:GetObject", asked) is expected, (
        source
    )


WHOLE = {
    "Effect": "Allow",
    "Action": "s3:Get*",
    "Resource": f"{BUCKET}/*",
    "Condition": {"Bool": {"aws:SecureTransport": "true"}},
}
ELEMENTS = [
    pytest.param(LOGIC, "s3:GetObject", f"{BUCKET}/a", "true", ALLOWED, id="all of them"),
    pytest.param(LOGIC, "s3:PutObject", f"{BUCKET}/a", "true", SILENT, id="all but the action"),
    pytest.param(LOGIC, "s3:GetObject", BUCKET, "true", SILENT, id="all but the resource"),
    pytest.param(LOGIC, "s3:GetObject", f"{BUCKET}/a", "false", SILENT, id="all but the condition"),
]


@pytest.mark.parametrize(("source", "action", "resource", "secure", "expected"), ELEMENTS)
def test_every_element_must_match(source: str, action: str, resource: str, secure: str, expected: Outcome) -> None:
    """A statement has its effect on a request that each of its elements matches."""
    assert outcome(WHOLE, action, resource, SecureTransport=secure) is expected, source


GET, PUT = ({"Effect": "Allow", "Action": f"s3:{action}", "Resource": "*"} for action in ("GetObject", "PutObject"))
NO_GET = {**GET, "Effect": "Deny"}
SEVERAL = [
    pytest.param(TYPES, [GET, PUT], ALLOWED, id="the first allows"),
    pytest.param(TYPES, [PUT, GET], ALLOWED, id="the second allows"),
    pytest.param(LOGIC, [GET, NO_GET], DENIED, id="a deny after an allow"),
    pytest.param(LOGIC, [NO_GET, GET], DENIED, id="a deny before an allow"),
    pytest.param(LOGIC, [PUT], SILENT, id="none is about it"),
    pytest.param(GRAMMAR, GET, ALLOWED, id="one, not in a list"),
]


@pytest.mark.parametrize(("source", "statements", "expected"), SEVERAL)
def test_statements_of_a_policy(source: str, statements: Any, expected: Outcome) -> None:
    """Statements are joined by OR, and a deny is final."""
    assert outcome(statements, "s3:GetObject") is expected, source


def test_resource_policy_without_resource_is_about_its_resource() -> None:
    """The statements of a repository policy name no resource."""
    statement = {"Effect": "Allow", "Principal": {"AWS": JULIE}, "Action": "ecr:GetDownloadUrlForLayer"}
    repository = "arn:aws:ecr:us-east-1:123456789012:repository/app"
    request = Request("ecr:GetDownloadUrlForLayer", repository, JULIE)
    assert evaluate(request, Policies(resource=statement)), ECR
