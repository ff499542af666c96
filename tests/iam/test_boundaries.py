"""Permissions boundaries: the most that identity-based policies can give to a user or role.

Which grants of resource-based policies they limit is in test_matrix.py.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
BOUNDARIES = f"{IAM}/access_policies_boundaries.html"
TYPES = f"{IAM}/access_policies.html"
VARIABLES = f"{IAM}/reference_policies_variables.html"

A = "123456789012"
SHIRLEY = f"arn:aws:iam::{A}:user/Shirley"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
ROOT = f"arn:aws:iam::{A}:root"
ISSUERS = {SESSION: ROLE}

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
IDENTITY, BOUNDARY = PolicyKind.IDENTITY, PolicyKind.BOUNDARY


def allow(*actions: str, **elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **elements}


def deny(*actions: str) -> dict[str, Any]:
    return {**allow(*actions), "Effect": "Deny"}


MANAGES = allow("s3:*", "cloudwatch:*", "ec2:*")
IN_IRELAND = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
OWN_KEYS = allow("iam:*AccessKey*", Resource=["arn:aws:iam::*:user/${aws:username}"])
KEYS_OF = f"arn:aws:iam::{A}:user/"

# The page, who asks for what on which resource, identity-based policies, boundary, the outcome and what decided.
ROWS = [
    pytest.param(BOUNDARIES, SHIRLEY, "iam:CreateUser", "*", [allow("iam:CreateUser")], [MANAGES], IMPLICIT, BOUNDARY, id="a policy allows what the boundary does not"),
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [], [MANAGES], IMPLICIT, IDENTITY, id="a boundary alone grants nothing"),
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [allow("iam:CreateUser")], [MANAGES], IMPLICIT, IDENTITY, id="the boundary allows what no policy does"),
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [allow("s3:*")], [MANAGES], ALLOWED, IDENTITY, id="both allow"),
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [allow("s3:*")], [MANAGES, deny("s3:Get*")], EXPLICIT, BOUNDARY, id="the boundary denies"),
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [allow("s3:*"), deny("s3:Get*")], [MANAGES], EXPLICIT, IDENTITY, id="an identity-based policy denies"),
    # Not documented: a boundary is a managed policy, which has a statement.
    pytest.param(BOUNDARIES, SHIRLEY, "s3:GetObject", "*", [allow("s3:*")], [], IMPLICIT, BOUNDARY, id="a boundary that allows nothing"),
    pytest.param(BOUNDARIES, SESSION, "iam:CreateUser", "*", [allow("iam:*")], [MANAGES], IMPLICIT, BOUNDARY, id="a role's boundary limits its sessions"),
    pytest.param(BOUNDARIES, SESSION, "s3:GetObject", "*", [allow("s3:*")], [MANAGES], ALLOWED, IDENTITY, id="a role's boundary lets its sessions"),
    pytest.param(TYPES, ROOT, "iam:CreateUser", "*", [], [MANAGES], ALLOWED, None, id="none can be set for the root user"),
    pytest.param(BOUNDARIES, SHIRLEY, "iam:CreateAccessKey", f"{KEYS_OF}Shirley", [allow("iam:*")], [OWN_KEYS], ALLOWED, IDENTITY, id="a policy variable: the user's own keys"),
    pytest.param(BOUNDARIES, SHIRLEY, "iam:CreateAccessKey", f"{KEYS_OF}Zhang", [allow("iam:*")], [OWN_KEYS], IMPLICIT, BOUNDARY, id="a policy variable: another's keys"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "action", "resource", "identity", "boundary", "outcome", "kind"), ROWS)
def test_boundary(
    source: str,
    caller: str,
    action: str,
    resource: str,
    identity: list[Any],
    boundary: list[Any],
    outcome: Outcome,
    kind: PolicyKind | None,
) -> None:
    """What an identity-based policy gives is the least of it and the boundary."""
    request = Request(action, resource, caller, issuer=ISSUERS.get(caller))
    decision = evaluate(request, Policies(identity=identity, boundary=boundary))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


CONDITIONS = [
    pytest.param(VARIABLES, "eu-west-1", ALLOWED, id="it holds"),
    pytest.param(VARIABLES, "us-east-1", IMPLICIT, id="it does not"),
]


@pytest.mark.parametrize(("source", "region", "outcome"), CONDITIONS)
def test_condition_in_a_boundary(source: str, region: str, outcome: Outcome) -> None:
    """A boundary's conditions look at the request as those of other policies do."""
    request = Request("s3:GetObject", principal=SHIRLEY, context={"aws:RequestedRegion": region})
    policies = Policies(identity=[allow("s3:*")], boundary=[allow("s3:*", Condition=IN_IRELAND)])
    assert evaluate(request, policies).outcome is outcome, source


# Of boundary, session policy, SCP and identity-based policy, which are silent, and the first that is missed.
S3, EC2 = allow("s3:*"), allow("ec2:*")
INTERSECTIONS = [
    pytest.param(BOUNDARIES, {}, None, id="all allow"),
    pytest.param(BOUNDARIES, {"boundary": [EC2]}, BOUNDARY, id="all but the boundary"),
    pytest.param(BOUNDARIES, {"session": [EC2]}, PolicyKind.SESSION, id="all but the session policy"),
    pytest.param(BOUNDARIES, {"service_control": [[EC2]]}, PolicyKind.SERVICE_CONTROL, id="all but the SCP"),
    pytest.param(BOUNDARIES, {"identity": [EC2]}, IDENTITY, id="all but the identity-based policy"),
]


@pytest.mark.parametrize(("source", "silent", "missing"), INTERSECTIONS)
def test_every_limit_must_allow(source: str, silent: dict[str, Any], missing: PolicyKind | None) -> None:
    """Boundary, session policy and SCP limit at once, and an identity-based policy must grant."""
    policies: dict[str, Any] = {"identity": [S3], "boundary": [S3], "session": [S3], "service_control": [[S3]]}
    decision = evaluate(Request("s3:GetObject", principal=SESSION), Policies(**{**policies, **silent}))
    assert (decision.allowed, decision.policy_kind) == (missing is None, missing or IDENTITY), source
