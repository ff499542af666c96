"""Condition keys that follow from the request itself.

Sources: IAM UG reference_policies_variables ("Principal key values"), reference_policies_condition-keys.
"""

import datetime
from typing import Any

import pytest
from freezegun import freeze_time

from pytest_fakests.iam import Policies, Request, evaluate

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/people/bob"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
ROLE = f"arn:aws:iam::{A}:role/app/R"
FEDERATED = f"arn:aws:sts::{A}:federated-user/Bob"
ROOT = f"arn:aws:iam::{A}:root"
LAMBDA = "lambda.amazonaws.com"
GOOGLE = "accounts.google.com"


def has(request: Request, key: str, value: str | None) -> bool:
    """Whether the key has this value in the request, or is missing where `value` is None."""
    condition = {"Null": {key: "true"}} if value is None else {"StringEquals": {key: value}}
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return bool(
        evaluate(
            request,
            Policies(
                identity=[everything],
                session=[everything],
                endpoint=[statement],
                resource={"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
            ),
        )
    )


KEYS = [
    pytest.param(USER, None, "aws:PrincipalArn", USER, id="a user's ARN"),
    pytest.param(SESSION, ROLE, "aws:PrincipalArn", ROLE, id="a session has its role's ARN"),
    pytest.param(SESSION, None, "aws:PrincipalArn", f"arn:aws:iam::{A}:role/R", id="without path, where none is known"),
    pytest.param(FEDERATED, USER, "aws:PrincipalArn", FEDERATED, id="a federated user's own ARN"),
    pytest.param(ROOT, None, "aws:PrincipalArn", ROOT, id="the root user's ARN"),
    pytest.param("*", None, "aws:PrincipalArn", None, id="an anonymous caller has no ARN"),
    pytest.param(LAMBDA, None, "aws:PrincipalArn", None, id="nor has a service"),
    pytest.param(USER, None, "aws:PrincipalAccount", A, id="the account"),
    pytest.param("*", None, "aws:PrincipalAccount", "anonymous", id="of an anonymous caller"),
    pytest.param(LAMBDA, None, "aws:PrincipalAccount", None, id="of a service"),
    pytest.param(ROOT, None, "aws:PrincipalType", "Account", id="type: root user"),
    pytest.param(USER, None, "aws:PrincipalType", "User", id="type: user"),
    pytest.param(SESSION, None, "aws:PrincipalType", "AssumedRole", id="type: session"),
    pytest.param(FEDERATED, None, "aws:PrincipalType", "FederatedUser", id="type: federated user"),
    pytest.param("*", None, "aws:PrincipalType", "Anonymous", id="type: anonymous"),
    pytest.param(GOOGLE, None, "aws:PrincipalType", None, id="type: identity provider"),
    pytest.param(USER, None, "aws:username", "bob", id="a user's name, without path"),
    pytest.param(SESSION, None, "aws:username", None, id="a session has none"),
    pytest.param(FEDERATED, None, "aws:username", None, id="nor has a federated user"),
    pytest.param(USER, None, "aws:userid", None, id="an id is not made up"),
    pytest.param(USER, None, "aws:PrincipalIsAWSService", "false", id="a user is no service"),
    pytest.param(LAMBDA, None, "aws:PrincipalIsAWSService", "true", id="a service is"),
    pytest.param("*", None, "aws:PrincipalIsAWSService", None, id="nobody is neither"),
    pytest.param(USER, None, "aws:ViaAWSService", "false", id="a direct call"),
    pytest.param(USER, None, "aws:ResourceAccount", A, id="the resource's account"),
    pytest.param("*", None, "aws:ResourceAccount", None, id="an account that nothing tells"),
    pytest.param(USER, None, "aws:TokenIssueTime", None, id="long-term keys were issued at no time"),
]


@pytest.mark.parametrize(("principal", "issuer", "key", "value"), KEYS)
def test_key_of_a_principal(principal: str, issuer: str | None, key: str, value: str | None) -> None:
    """Each kind of principal has its own keys, and lacks others."""
    assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", principal, issuer=issuer), key, value)


def test_given_value_comes_first() -> None:
    """What the context says is not overridden by what the request tells."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER, {"AWS:USERNAME": "ann"})
    assert has(request, "aws:username", "ann")


@pytest.mark.parametrize(
    ("key", "value"), [("aws:CurrentTime", "2026-01-31T12:00:00Z"), ("aws:EpochTime", "1769860800")]
)
def test_time_is_that_of_the_clock(key: str, value: str) -> None:
    """The time of a request is the time at which it is evaluated."""
    with freeze_time("2026-01-31T12:00:00Z"):
        assert has(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), key, value)


REVOKED = {
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-01-31T12:00:00.000Z"}},
}
ISSUED = [
    pytest.param(datetime.datetime(2026, 1, 31, 11, 59, 59), False, id="before"),
    pytest.param(datetime.datetime(2026, 1, 31, 12), True, id="at that moment"),
    pytest.param(None, True, id="long-term keys"),
]


@pytest.mark.parametrize(("issued", "expected"), ISSUED)
def test_revoked_sessions_are_those_issued_before(issued: Any, expected: bool) -> None:
    """id_roles_use_revoke-sessions: AWSRevokeOlderSessions denies what was issued before a moment."""
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", SESSION, {"aws:TokenIssueTime": issued})
    assert bool(evaluate(request, Policies(identity=[everything, REVOKED]))) is expected
