"""The end of an explanation: what would allow the request."""

from typing import Any

import pytest
from freezegun import freeze_time

from pytest_fakests.iam import Policies, PolicyKind, Request, evaluate

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/julie"
SESSION = f"arn:aws:sts::{A}:assumed-role/reader/nightly"
OBJECT = "arn:aws:s3:::reports/q3.csv"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def explain(request: Request, **policies: Any) -> str:
    return evaluate(request, Policies(**policies)).explain()


REMEDIES = [
    pytest.param(
        USER,
        {"identity": [S3], "boundary": []},
        f"allow s3:GetObject on {OBJECT} in the permissions boundary",
        id="a boundary",
    ),
    pytest.param(
        SESSION,
        {"identity": [S3], "session": []},
        f"allow s3:GetObject on {OBJECT} in the session policy, or pass none",
        id="a session policy",
    ),
    pytest.param(
        f"arn:aws:sts::{A}:federated-user/F",
        {"identity": [S3]},
        f"allow s3:GetObject on {OBJECT} in a session policy, passed to GetFederationToken",
        id="a federated user",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "service_control": [[S3], [], []]},
        f"allow s3:GetObject on {OBJECT} in a service control policy at level 1 and level 2",
        id="SCPs",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "service_control": []},
        f"allow s3:GetObject on {OBJECT} in a service control policy at every level",
        id="SCPs without a level",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "endpoint": []},
        f"allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
        id="an endpoint policy",
    ),
    pytest.param(
        "*",
        {},
        f'allow s3:GetObject on {OBJECT} in a policy of the resource, for {{"AWS": "*"}}',
        id="an anonymous caller",
    ),
    pytest.param(
        "logging.s3.amazonaws.com",
        {},
        f'allow s3:GetObject on {OBJECT} in a policy of the resource, for {{"Service": "logging.s3.amazonaws.com"}}',
        id="a service",
    ),
]


@pytest.mark.parametrize(("caller", "policies", "remedy"), REMEDIES)
def test_last_line_says_what_would_allow(caller: str, policies: dict[str, Any], remedy: str) -> None:
    """An explanation of a denial ends with what to add, and where."""
    assert explain(Request("s3:GetObject", OBJECT, caller), **policies).splitlines()[-1] == f"To allow it: {remedy}"


def test_what_is_missing_is_missing_at_the_time_of_the_request() -> None:
    """That a limit has passed since is no reason to widen it."""
    until_noon = {**S3, "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-01-31T12:00:00Z"}}}
    with freeze_time("2026-01-31T11:00:00Z") as clock:
        decision = evaluate(Request("s3:GetObject", OBJECT, USER), Policies(identity=[], boundary=[until_noon]))
        clock.move_to("2026-01-31T13:00:00Z")
        assert [remedy.kind for remedy in decision.remedies] == [PolicyKind.IDENTITY]


def test_every_change_that_is_needed_is_named() -> None:
    """A denial by several types of policy says all that has to change, in AWS's order."""
    deny = {**S3, "Effect": "Deny"}
    lines = explain(
        Request("s3:GetObject", OBJECT, USER), boundary=[deny], service_control=[[deny]], endpoint=[]
    ).splitlines()
    assert lines[lines.index("To allow it:") :] == [
        "To allow it:",
        "  1. change or remove boundary[0], statement 0, which denies it",
        "  2. change or remove service_control[0][0], statement 0, which denies it",
        f"  3. allow s3:GetObject on {OBJECT} in a service control policy at level 0",
        f"  4. allow s3:GetObject on {OBJECT} in an identity-based policy of {USER}",
        f"  5. allow s3:GetObject on {OBJECT} in the permissions boundary",
        f"  6. allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
    ]


def test_nothing_is_advised_that_would_not_help() -> None:
    """An identity provider vouches for those who assume roles: no bucket policy can name it."""
    text = explain(Request("s3:GetObject", OBJECT, "accounts.google.com"))
    assert text.splitlines()[-1] == "No policy can allow it."


ADDED = [
    pytest.param(OBJECT, OBJECT, id="an ARN"),
    pytest.param("*", "*", id="all"),
    pytest.param("arn:aws:s3:::b/a*?$", "arn:aws:s3:::b/a${*}${?}${$}", id="characters that are special in patterns"),
    pytest.param("reports", "*", id="none that a policy can name"),
]


def test_statement_to_add_for_listing_buckets_names_no_bucket() -> None:
    """Which resource AWS takes for an action that has none is not what a policy has to name."""
    found = evaluate(Request("s3:ListAllMyBuckets", principal=USER), Policies()).remedies
    assert [one.add for one in found] == [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]


@pytest.mark.parametrize(("resource", "pattern"), ADDED)
def test_statement_to_add_names_the_resource(resource: str, pattern: str) -> None:
    """The statement that would allow a request is about its resource alone, where a policy can say so."""
    found = evaluate(Request("s3:GetObject", resource, USER), Policies()).remedies
    assert [one.add for one in found] == [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": pattern}]
