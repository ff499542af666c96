"""Condition keys that follow from the request itself.

What AWS does not document is for the test to say: the keys of services and identity providers.
"""

from typing import Any

import pytest
from asked_keys import has
from freezegun import freeze_time

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
# "Principal key values" on the page of the variables, and "Availability" of each key on that of the keys.
VARIABLES = f"{IAM}/reference_policies_variables.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
FEDERATED_KEYS = f"{IAM}/reference_policies_iam-condition-keys.html"
IDS = f"{IAM}/reference_identifiers.html"

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/people/bob"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
ROLE = f"arn:aws:iam::{A}:role/app/R"
FEDERATED = f"arn:aws:sts::{A}:federated-user/Bob"
ROOT = f"arn:aws:iam::{A}:root"
LAMBDA = "lambda.amazonaws.com"
GOOGLE = "accounts.google.com"
OIDC = f"arn:aws:iam::{A}:oidc-provider/idp.example.com"
SAML = f"arn:aws:iam::{A}:saml-provider/idp"

CALLERS = {
    "root": ROOT,
    "user": USER,
    "session": SESSION,
    "federated user": FEDERATED,
    "service": LAMBDA,
    "OIDC provider": OIDC,
    "SAML provider": SAML,
    "anonymous": "*",
}
NONE = (None,) * len(CALLERS)
TIME, EPOCH = "2026-01-31T12:00:00Z", "1769860800"

# The page, and the value of each key for each caller, in the order of CALLERS; None where the request lacks it.
VALUES: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "aws:PrincipalArn": (KEYS, (ROOT, USER, ROLE, FEDERATED, None, None, None, None)),
    "aws:PrincipalAccount": (KEYS, (A, A, A, A, None, None, None, "anonymous")),
    "aws:PrincipalType": (
        VARIABLES,
        ("Account", "User", "AssumedRole", "FederatedUser", None, None, None, "Anonymous"),
    ),
    "aws:userid": (VARIABLES, (A, None, None, f"{A}:Bob", None, None, None, "anonymous")),
    "aws:username": (VARIABLES, (None, "bob", None, None, None, None, None, None)),
    "aws:PrincipalIsAWSService": (KEYS, ("false", "false", "false", "false", "true", None, None, None)),
    "aws:PrincipalServiceName": (KEYS, (None, None, None, None, LAMBDA, None, None, None)),
    "aws:PrincipalServiceNamesList": (KEYS, (None, None, None, None, LAMBDA, None, None, None)),
    "aws:FederatedProvider": (KEYS, (None, None, None, None, None, OIDC, None, None)),
    "aws:TokenIssueTime": (KEYS, (None, None, TIME, TIME, None, None, None, None)),
    "aws:ViaAWSService": (KEYS, ("false",) * len(CALLERS)),
    "aws:CalledVia": (KEYS, NONE),
    "aws:CalledViaFirst": (KEYS, NONE),
    "aws:CalledViaLast": (KEYS, NONE),
    "aws:CurrentTime": (KEYS, (TIME,) * len(CALLERS)),
    "aws:EpochTime": (KEYS, (EPOCH,) * len(CALLERS)),
    "aws:ResourceAccount": (KEYS, (B,) * len(CALLERS)),
}
# For which of them a value that is given comes first (x), and for which not (-): no page speaks of giving one.
GIVEN = {
    "aws:PrincipalArn": "----x---",
    "aws:PrincipalAccount": "----xxx-",
    "aws:PrincipalType": "----xxx-",
    "aws:userid": "-xx-xxx-",
    "aws:username": "--------",
    "aws:PrincipalIsAWSService": "--------",
    "aws:PrincipalServiceName": "--------",
    "aws:PrincipalServiceNamesList": "----x---",
    "aws:FederatedProvider": "--x-----",
    "aws:TokenIssueTime": "xxxx----",
    "aws:ViaAWSService": "xxxxxxxx",
    "aws:CalledVia": "xxxxxxxx",
    "aws:CalledViaFirst": "xxxxxxxx",
    "aws:CalledViaLast": "xxxxxxxx",
    "aws:CurrentTime": "xxxxxxxx",
    "aws:EpochTime": "xxxxxxxx",
    "aws:ResourceAccount": "--------",
}


@pytest.mark.parametrize(
    ("action", "key", "value"),
    [
        ("s3:GetObject", "s3:ResourceAccount", B),
        ("s3express:CreateSession", "s3express:ResourceAccount", B),
        ("s3express:CreateSession", "s3:ResourceAccount", None),
        ("sqs:SendMessage", "s3:ResourceAccount", None),
    ],
)
def test_the_owner_in_a_key_of_s3(action: str, key: str, value: str | None) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html: Amazon S3 tells the owner in a key of its own, too."""
    request = Request(action, "arn:aws:s3:::b/k", USER, resource_account=B)
    assert has(request, key, value)


def request_of(caller: str, context: dict[str, Any] | None = None) -> Request:
    issuer = ROLE if caller == "session" else None
    return Request("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{B}:q", CALLERS[caller], context or {}, issuer=issuer)


@freeze_time(TIME)
@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("key", VALUES)
def test_key_of_a_caller(key: str, caller: str) -> None:
    """Each kind of caller has keys of its own, and lacks others."""
    source, values = VALUES[key]
    assert has(request_of(caller), key, values[list(CALLERS).index(caller)]), source


@freeze_time(TIME)
@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("key", GIVEN)
def test_given_value_comes_first_where_it_can(key: str, caller: str) -> None:
    """What the principal, the resource or the clock tells cannot be given otherwise, in any spelling of the key."""
    column = list(CALLERS).index(caller)
    expected = "given" if GIVEN[key][column] == "x" else VALUES[key][1][column]
    assert has(request_of(caller, {key.upper(): "given"}), key, expected)


ROLES = [
    pytest.param(KEYS, {}, f"arn:aws:iam::{A}:role/R", id="without a path, where none is known"),
    pytest.param(KEYS, {"aws:PrincipalArn": ROLE}, ROLE, id="with the path that the context gives"),
    pytest.param(
        KEYS, {"aws:PrincipalArn": f"arn:aws:iam::{A}:role/Other"}, f"arn:aws:iam::{A}:role/R", id="another role"
    ),
    pytest.param(
        KEYS, {"aws:PrincipalArn": f"arn:aws:iam::{B}:role/R"}, f"arn:aws:iam::{A}:role/R", id="another account"
    ),
    pytest.param(KEYS, {"aws:PrincipalArn": [ROLE]}, f"arn:aws:iam::{A}:role/R", id="a list"),
]


@pytest.mark.parametrize(("source", "context", "value"), ROLES)
def test_role_behind_a_session_is_its_own(source: str, context: dict[str, Any], value: str) -> None:
    """aws:PrincipalArn of a session is the ARN of its role, of which the context can add the path."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", SESSION, context), "aws:PrincipalArn", value), source


def test_provider_that_aws_knows_has_its_name() -> None:
    """aws:FederatedProvider is a host for the providers that are built in."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", GOOGLE), "aws:FederatedProvider", GOOGLE), KEYS


OWNERS = [
    pytest.param(KEYS, "arn:aws:s3:::b/k", {}, None, A, id="the caller's, where nothing tells"),
    pytest.param(KEYS, "arn:aws:s3:::b/k", {}, B, B, id="as the request says"),
    pytest.param(KEYS, "arn:aws:s3:::b/k", {"AWS:resourceaccount": B}, None, B, id="as the context says"),
    pytest.param(KEYS, "arn:aws:s3:::b/k", {"aws:ResourceAccount": [B]}, None, A, id="a list says nothing"),
    pytest.param(KEYS, f"arn:aws:sqs:eu-west-1:{B}:q", {"aws:ResourceAccount": A}, None, B, id="the ARN comes first"),
    pytest.param(KEYS, "arn:aws:s3:::b/k", {"aws:ResourceAccount": A}, B, B, id="the request comes first"),
]


@pytest.mark.parametrize(("source", "resource", "context", "account", "value"), OWNERS)
def test_owner_of_a_resource(
    source: str, resource: str, context: dict[str, Any], account: str | None, value: str
) -> None:
    """aws:ResourceAccount is the account that owns the resource, and the one the request is judged by."""
    request = Request("s3:GetObject", resource, USER, context, account)
    assert has(request, "aws:ResourceAccount", value), source
    assert request.account == value


@pytest.mark.parametrize("action", ["ec2:CopySnapshot", "ebs:PutSnapshotBlock", "macie2:AcceptInvitation"])
def test_actions_without_a_resource_account(action: str) -> None:
    """Some actions lack the key, as AWS lists under aws:ResourceAccount."""
    assert has(Request(action, "*", USER), "aws:ResourceAccount", None), KEYS


def test_owner_that_nothing_tells() -> None:
    """A bucket that a stranger asks for has no account that is known."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k"), "aws:ResourceAccount", None)


CHAINS = [
    pytest.param(KEYS, "aws:ViaAWSService", "true", id="a service calls"),
    pytest.param(KEYS, "aws:CalledViaFirst", "cloudformation.amazonaws.com", id="the first"),
    pytest.param(KEYS, "aws:CalledViaLast", "dynamodb.amazonaws.com", id="the last"),
]


@pytest.mark.parametrize(("source", "key", "value"), CHAINS)
def test_call_through_services(source: str, key: str, value: str) -> None:
    """The keys of a forwarded call follow from aws:CalledVia."""
    services = ["cloudformation.amazonaws.com", "dynamodb.amazonaws.com"]
    assert has(Request("kms:Decrypt", "*", USER, {"aws:CalledVia": services}), key, value), source


PARENT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"
STAFF = {"ForAllValues:StringLike": {"saml:edupersonaffiliation": ["faculty", "staff"]}}
# The page, who asks, a condition, the keys that are given, and whether it is met.
CONDITIONS = [
    pytest.param(KEYS, "*", {"ArnNotEquals": {"aws:PrincipalArn": ROLE}}, {}, True, id="anonymous: not this role"),
    pytest.param(KEYS, USER, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {}, False, id="an account on its own"),
    pytest.param(
        KEYS,
        USER,
        {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": PARENT}},
        {"aws:PrincipalOrgPaths": [f"{PARENT}ou-ab12-22222222/"]},
        False,
        id="the path of the parent is not that of its child",
    ),
    pytest.param(
        KEYS,
        USER,
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{PARENT}*"}},
        {"aws:PrincipalOrgPaths": [f"{PARENT}ou-ab12-22222222/"]},
        True,
        id="with a wildcard it is",
    ),
    pytest.param(
        KEYS,
        USER,
        {"StringNotEqualsIfExists": {"aws:PrincipalServiceName": LAMBDA}},
        {},
        True,
        id="a user is no service",
    ),
    pytest.param(
        KEYS, USER, {"ForAnyValue:StringEquals": {"aws:CalledVia": LAMBDA}}, {}, False, id="called through nothing"
    ),
    pytest.param(
        KEYS,
        USER,
        {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"aws:VpcSourceIp": "10.0.0.7"},
        True,
        id="no public address through a VPC endpoint",
    ),
    pytest.param(
        KEYS,
        USER,
        {"StringEquals": {"aws:RequestTag/stage": "Production"}},
        {"aws:RequestTag/stage": "production"},
        False,
        id="the value of a tag in another case",
    ),
    pytest.param(
        IDS,
        SESSION,
        {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}},
        {"aws:userid": "AROAEXAMPLE:S"},
        True,
        id="any session",
    ),
    pytest.param(
        FEDERATED_KEYS, SAML, STAFF, {"saml:edupersonaffiliation": ["student"]}, False, id="none of the affiliations"
    ),
    pytest.param(
        FEDERATED_KEYS, SAML, STAFF, {"saml:edupersonaffiliation": ["student", "staff"]}, False, id="not all of them"
    ),
    pytest.param(FEDERATED_KEYS, SAML, STAFF, {"saml:edupersonaffiliation": ["staff"]}, True, id="all of them"),
]


@pytest.mark.parametrize(("source", "who", "condition", "context", "met"), CONDITIONS)
def test_condition_on_a_key_that_some_requests_have(
    source: str, who: str, condition: dict[str, Any], context: dict[str, Any], met: bool
) -> None:
    """What a condition comes to follows from which requests have its key, and from how its values compare."""
    statement = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", who, context), Policies(resource=statement))
    assert (decision.outcome is Outcome.EXPLICIT_DENY) is met, source
