"""Service control policies: how levels combine, and whom and what they leave alone."""

from typing import Any

import pytest
from organization_members import (
    FEDERATED,
    FULL,
    ISSUERS,
    LAMBDA,
    LINKED,
    LINKED_ROLE,
    MANAGEMENT,
    MANAGER,
    NO_S3,
    OIDC,
    OPEN_BUCKET,
    OUTSIDE,
    ROLE,
    ROOT,
    S3,
    SESSION,
    USER,
    A,
)

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCPS = f"{ORGANIZATIONS}/orgs_manage_policies_scps.html"
SCP_EVALUATION = f"{ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html"
SCP_SYNTAX = f"{ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html"
IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
EVALUATION = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
TYPES = f"{IAM}/access_policies.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
MANAGING_ROOT = f"arn:aws:iam::{MANAGEMENT}:root"
EC2: dict[str, Any] = {**FULL, "Action": "ec2:*"}
NO_EC2: dict[str, Any] = {**EC2, "Effect": "Deny"}
NO_ROOT = {**NO_S3, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY

# The action, the levels from the root to the account, and the outcome for a user with every permission.
LEVELS = [
    pytest.param(SCP_EVALUATION, "s3:GetObject", [[FULL], [FULL], [FULL]], ALLOWED, id="every level allows"),
    pytest.param(SCP_EVALUATION, "s3:GetObject", [[FULL], [], [FULL]], IMPLICIT, id="figure 2: no allow at the unit"),
    pytest.param(
        SCP_EVALUATION, "s3:GetObject", [[FULL], [FULL, NO_S3], [FULL]], EXPLICIT, id="figure 3: a deny at the unit"
    ),
    pytest.param(
        SCP_EVALUATION,
        "s3:GetObject",
        [[FULL], [FULL, NO_S3], [FULL, NO_EC2]],
        EXPLICIT,
        id="scenario 1: the unit denies",
    ),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL], [FULL, NO_S3], [FULL, NO_EC2]],
        EXPLICIT,
        id="scenario 1: the account denies",
    ),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL], [FULL, NO_S3], [FULL]],
        ALLOWED,
        id="scenario 1: another account does not",
    ),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL], [EC2], [FULL]],
        ALLOWED,
        id="scenario 2: what the unit allows is left",
    ),
    pytest.param(
        SCP_EVALUATION, "s3:GetObject", [[FULL], [EC2], [FULL]], IMPLICIT, id="scenario 2: what it does not is lost"
    ),
    pytest.param(SCP_EVALUATION, "s3:GetObject", [[], [FULL], [FULL]], IMPLICIT, id="scenario 3: nothing at the root"),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL], [FULL], [FULL, NO_EC2], [FULL]],
        EXPLICIT,
        id="scenario 4: a unit within a unit denies",
    ),
    pytest.param(
        SCP_EVALUATION,
        "s3:GetObject",
        [[FULL], [FULL], [FULL, NO_EC2], [FULL]],
        ALLOWED,
        id="scenario 4: nothing but what it denies",
    ),
    pytest.param(
        SCP_EVALUATION,
        "s3:GetObject",
        [[FULL], [FULL], [EC2], [FULL]],
        IMPLICIT,
        id="scenario 5: a unit within a unit allows less",
    ),
    pytest.param(
        SCP_EVALUATION, "s3:GetObject", [[FULL, NO_S3], [S3], [FULL]], EXPLICIT, id="scenario 6: a deny at the root"
    ),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL, NO_S3], [S3], [FULL]],
        IMPLICIT,
        id="scenario 6: and nothing else allowed",
    ),
    pytest.param(
        SCP_EVALUATION,
        "ec2:RunInstances",
        [[FULL, NO_S3], [FULL], [FULL]],
        ALLOWED,
        id="scenario 6: other units lose only what is denied",
    ),
    pytest.param(
        SCP_EVALUATION,
        "s3:GetObject",
        [[EC2, S3], [FULL], [FULL]],
        ALLOWED,
        id="scenario 7: one of two policies of a level allows",
    ),
    pytest.param(
        SCP_EVALUATION, "sqs:SendMessage", [[EC2, S3], [FULL], [FULL]], IMPLICIT, id="scenario 7: neither does"
    ),
    # Not documented: an organization always has a root.
    pytest.param(SCP_EVALUATION, "s3:GetObject", [], IMPLICIT, id="no level at all"),
]


@pytest.mark.parametrize(("source", "action", "levels", "outcome"), LEVELS)
def test_every_level_must_allow(source: str, action: str, levels: list[list[Any]], outcome: Outcome) -> None:
    """A service control policy must allow at every level, and none may deny at any."""
    decision = evaluate(Request(action, principal=USER), Policies(identity=[FULL], service_control=levels))
    assert decision.outcome is outcome, source


# Who asks, whose bucket it is, the one policy of the one level, and the outcome where all else allows.
BOUND = [
    pytest.param(SCPS, USER, A, NO_S3, EXPLICIT, id="a user"),
    pytest.param(SCPS, SESSION, A, NO_S3, EXPLICIT, id="a role"),
    pytest.param(SCPS, FEDERATED, A, NO_S3, EXPLICIT, id="a federated user"),  # inferred: it is of the account
    pytest.param(SCPS, ROOT, A, NO_S3, EXPLICIT, id="a member account's root user is denied"),
    pytest.param(TYPES, ROOT, A, EC2, IMPLICIT, id="a member account's root user is not allowed"),
    pytest.param(KEYS, ROOT, A, NO_ROOT, EXPLICIT, id="root users alone, by their ARN: the root user"),
    pytest.param(KEYS, USER, A, NO_ROOT, IMPLICIT, id="root users alone, by their ARN: another"),
    pytest.param(SCPS, USER, OUTSIDE, NO_S3, EXPLICIT, id="a user, at another account's resource"),
    pytest.param(SCPS, LINKED, A, NO_S3, ALLOWED, id="not a service-linked role, denied"),
    pytest.param(SCPS, LINKED, A, EC2, ALLOWED, id="not a service-linked role, not allowed"),
    pytest.param(SCPS, MANAGER, MANAGEMENT, NO_S3, ALLOWED, id="not the management account, denied"),
    pytest.param(SCPS, MANAGER, MANAGEMENT, EC2, ALLOWED, id="not the management account, not allowed"),
    pytest.param(SCPS, MANAGING_ROOT, MANAGEMENT, NO_S3, ALLOWED, id="not the management account's root user"),
    pytest.param(SCPS, LAMBDA, A, NO_S3, ALLOWED, id="not a service"),
    pytest.param(SCPS, "*", A, NO_S3, ALLOWED, id="not an anonymous caller"),
]


@pytest.mark.parametrize(("source", "caller", "owner", "policy", "outcome"), BOUND)
def test_whom_service_control_policies_bind(
    source: str, caller: str, owner: str, policy: dict[str, Any], outcome: Outcome
) -> None:
    """They bind the root user, the users and the roles of member accounts, and nobody else."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, {}, owner, ISSUERS.get(caller))
    policies = Policies(
        identity=[FULL],
        session=[FULL],
        resource=OPEN_BUCKET,
        service_control=[[policy]],
        management_accounts=[MANAGEMENT],
    )
    assert evaluate(request, policies).outcome is outcome, source


def test_of_its_management_account_an_organization_is_told() -> None:
    """Without it, a service control policy that is passed binds whoever has an account."""
    policies = Policies(identity=[FULL], service_control=[[NO_S3]])
    assert evaluate(Request("s3:GetObject", principal=MANAGER), policies).outcome is EXPLICIT


def test_service_linked_role_is_known_by_the_principal_arn() -> None:
    """Where the request does not tell the role behind a session, aws:PrincipalArn does."""
    request = Request("s3:GetObject", principal=LINKED, context={"aws:PrincipalArn": LINKED_ROLE})
    assert evaluate(request, Policies(identity=[FULL], service_control=[[NO_S3]]))


def test_service_control_policies_grant_nothing() -> None:
    """SCPS: an SCP that allows everything leaves a user without policies where they were."""
    decision = evaluate(Request("s3:GetObject", principal=USER), Policies(service_control=[[FULL]]))
    assert decision.policy_kind is PolicyKind.IDENTITY


GRANTED = [
    pytest.param(EVALUATION, {"Principal": {"AWS": USER}}, id="a user, named"),
    pytest.param(EVALUATION, {"Principal": {"AWS": A}}, id="the account, named"),
    pytest.param(TYPES, {"Principal": "*"}, id="everyone"),
]


@pytest.mark.parametrize(("source", "named"), GRANTED)
def test_service_control_policies_limit_what_resources_grant(source: str, named: dict[str, Any]) -> None:
    """What a bucket policy of the account grants, to whomever, a silent service control policy takes."""
    policies = Policies(identity=[FULL], resource={**S3, **named}, service_control=[[EC2]])
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), policies)
    assert (decision.outcome, decision.policy_kind) == (IMPLICIT, PolicyKind.SERVICE_CONTROL), source


# A request outside and one inside of what the statement says, in a policy beside which nothing else allows or denies.
EXPRESSIONS = [
    pytest.param(
        SCP_SYNTAX,
        {**FULL, "Action": ["EC2:describe*"]},
        Request("ec2:DescribeInstances", principal=USER),
        ALLOWED,
        id="an action in any case",
    ),
    pytest.param(
        SCP_SYNTAX,
        {**FULL, "Action": ["ec2:*Instances"]},
        Request("ec2:RunInstances", principal=USER),
        ALLOWED,
        id="a wildcard anywhere in an action",
    ),
    pytest.param(
        SCP_SYNTAX,
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        Request("s3:GetObject", principal=USER),
        ALLOWED,
        id="NotAction allows: another action",
    ),
    pytest.param(
        SCP_SYNTAX,
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        Request("iam:GetUser", principal=USER),
        IMPLICIT,
        id="NotAction allows: not the one that it lists",
    ),
    pytest.param(
        SCP_SYNTAX,
        {**S3, "Condition": {"StringEquals": {"aws:PrincipalArn": [ROLE]}}},
        Request("s3:GetObject", principal=SESSION, issuer=ROLE),
        ALLOWED,
        id="a condition on what is allowed holds",
    ),
    pytest.param(
        SCP_SYNTAX,
        {**S3, "Condition": {"StringEquals": {"aws:PrincipalArn": [ROLE]}}},
        Request("s3:GetObject", principal=USER),
        IMPLICIT,
        id="a condition on what is allowed does not hold",
    ),
]


@pytest.mark.parametrize(("source", "statement", "request_", "outcome"), EXPRESSIONS)
def test_what_a_service_control_policy_can_say(
    source: str, statement: dict[str, Any], request_: Request, outcome: Outcome
) -> None:
    """Since 2025 they have the whole language of policies but for principals."""
    assert evaluate(request_, Policies(identity=[FULL], service_control=[[statement]])).outcome is outcome, source


IN_ONE_REGION: dict[str, Any] = {
    "Effect": "Deny",
    "NotAction": "iam:*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-west-1"}},
}
DENIALS = [
    pytest.param(
        SCP_SYNTAX,
        IN_ONE_REGION,
        Request("ec2:RunInstances", principal=USER, context={"aws:RequestedRegion": "eu-west-1"}),
        EXPLICIT,
        id="another Region",
    ),
    pytest.param(
        SCP_SYNTAX,
        IN_ONE_REGION,
        Request("iam:GetUser", principal=USER, context={"aws:RequestedRegion": "us-east-1"}),
        ALLOWED,
        id="IAM, in any Region",
    ),
    pytest.param(
        SCP_SYNTAX,
        {
            "Effect": "Deny",
            "Action": "ec2:RunInstances",
            "Resource": "arn:aws:ec2:*:*:instance/*",
            "Condition": {"StringNotEquals": {"ec2:InstanceType": "t2.micro"}},
        },
        Request(
            "ec2:RunInstances",
            f"arn:aws:ec2:us-east-1:{A}:instance/i-1",
            USER,
            context={"ec2:InstanceType": "m5.large"},
        ),
        EXPLICIT,
        id="an instance of another type",
    ),
    pytest.param(
        SCP_SYNTAX,
        {"Effect": "Deny", "Action": "iam:DeleteRole", "NotResource": ROLE},
        Request("iam:DeleteRole", f"arn:aws:iam::{A}:role/other", USER),
        EXPLICIT,
        id="every resource but one",
    ),
]


@pytest.mark.parametrize(("source", "statement", "request_", "outcome"), DENIALS)
def test_what_a_service_control_policy_can_deny(
    source: str, statement: dict[str, Any], request_: Request, outcome: Outcome
) -> None:
    """Beside FullAWSAccess a policy denies as its elements say."""
    decision = evaluate(request_, Policies(identity=[FULL], service_control=[[FULL, statement]]))
    assert decision.outcome is outcome, source


def test_service_control_policies_do_not_bind_who_comes_with_a_token() -> None:
    """AssumeRoleWithWebIdentity is called by nobody whom an organization manages. Inferred from SCPS."""
    trust = {"Effect": "Allow", "Principal": {"Federated": OIDC}, "Action": "sts:AssumeRoleWithWebIdentity"}
    deny = {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
    request = Request("sts:AssumeRoleWithWebIdentity", ROLE, OIDC)
    assert evaluate(request, Policies(resource=trust, service_control=[[deny]]))
