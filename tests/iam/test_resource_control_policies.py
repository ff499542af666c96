"""Resource control policies: whom and what they deny, and what they leave alone."""

from typing import Any

import pytest
from organization_members import (
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
    SESSION,
    USER,
    A,
)

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
RCPS = f"{ORGANIZATIONS}/orgs_manage_policies_rcps.html"
RCP_EVALUATION = f"{ORGANIZATIONS}/orgs_manage_policies_rcps_evaluation.html"
STRANGER = f"arn:aws:iam::{OUTSIDE}:user/X"

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY

RCP_FULL: dict[str, Any] = {**FULL, "Principal": "*"}
RCP_NO_S3: dict[str, Any] = {**NO_S3, "Principal": "*"}
ONLY_THE_ORGANIZATION: dict[str, Any] = {
    **RCP_NO_S3,
    "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
}

# Who asks, whose bucket it is, the levels, and the outcome where all else allows.
RESOURCES = [
    pytest.param(RCP_EVALUATION, USER, A, [[RCP_FULL]], ALLOWED, id="RCPFullAWSAccess alone"),
    pytest.param(RCP_EVALUATION, USER, A, [[], []], ALLOWED, id="RCPFullAWSAccess need not be listed"),
    pytest.param(RCP_EVALUATION, USER, A, [], ALLOWED, id="RCPFullAWSAccess is there without any level"),
    pytest.param(RCP_EVALUATION, USER, A, [[RCP_NO_S3], [RCP_FULL], [RCP_FULL]], EXPLICIT, id="a deny at the root"),
    pytest.param(RCP_EVALUATION, USER, A, [[RCP_FULL], [RCP_NO_S3], [RCP_FULL]], EXPLICIT, id="a deny at a unit"),
    pytest.param(RCP_EVALUATION, USER, A, [[RCP_FULL], [RCP_FULL], [RCP_NO_S3]], EXPLICIT, id="a deny at the account"),
    pytest.param(RCPS, SESSION, A, [[RCP_NO_S3]], EXPLICIT, id="a role of the account"),
    pytest.param(RCPS, ROOT, A, [[RCP_NO_S3]], EXPLICIT, id="the account's root user"),
    pytest.param(RCPS, STRANGER, A, [[RCP_NO_S3]], EXPLICIT, id="somebody from outside"),
    pytest.param(RCPS, MANAGER, A, [[RCP_NO_S3]], EXPLICIT, id="somebody from the management account"),
    pytest.param(RCPS, "*", A, [[RCP_NO_S3]], EXPLICIT, id="an anonymous caller"),
    pytest.param(RCPS, LAMBDA, A, [[RCP_NO_S3]], EXPLICIT, id="a service"),
    pytest.param(RCPS, LINKED, A, [[RCP_NO_S3]], ALLOWED, id="not a service-linked role"),
    pytest.param(RCPS, MANAGER, MANAGEMENT, [[RCP_NO_S3]], ALLOWED, id="not the management account's resources"),
    pytest.param(RCPS, STRANGER, MANAGEMENT, [[RCP_NO_S3]], ALLOWED, id="not the management account's, from outside"),
]


@pytest.mark.parametrize(("source", "caller", "owner", "levels", "outcome"), RESOURCES)
def test_what_resource_control_policies_bind(
    source: str, caller: str, owner: str, levels: list[list[Any]], outcome: Outcome
) -> None:
    """They deny whoever asks for what member accounts own, and need not allow."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, {}, owner, ISSUERS.get(caller))
    policies = Policies(
        identity=[FULL], resource=OPEN_BUCKET, resource_control=levels, management_accounts=[MANAGEMENT]
    )
    assert evaluate(request, policies).outcome is outcome, source


def test_resource_control_policies_need_no_policy_of_the_resource() -> None:
    """RCPS: an action on a resource of a supported service is covered, whatever else is attached to it."""
    request = Request("autoscaling:DeleteAutoScalingGroup", f"arn:aws:autoscaling:eu-west-1:{A}:group", USER)
    deny = {"Effect": "Deny", "Principal": "*", "Action": "autoscaling:*", "Resource": "*"}
    assert evaluate(request, Policies(identity=[FULL], resource_control=[[deny]])).outcome is EXPLICIT


def test_policy_that_names_no_principal_is_no_resource_control_policy() -> None:
    """One that was read as another kind denies nobody anything."""
    policies = Policies(identity=[FULL], resource_control=[[parse_policy(NO_S3)]])
    assert evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), policies).outcome is ALLOWED


def test_resource_control_policies_grant_nothing() -> None:
    """RCPS: RCPFullAWSAccess leaves a user without policies where they were."""
    decision = evaluate(Request("s3:GetObject", principal=USER), Policies(resource_control=[[RCP_FULL]]))
    assert decision.policy_kind is PolicyKind.IDENTITY


@pytest.mark.parametrize(
    ("caller", "context", "outcome"),
    [
        pytest.param(STRANGER, {}, EXPLICIT, id="a caller of no organization"),
        pytest.param(STRANGER, {"aws:PrincipalOrgID": "o-2"}, EXPLICIT, id="a caller of another organization"),
        pytest.param(STRANGER, {"aws:PrincipalOrgID": "o-1"}, ALLOWED, id="a caller of the organization"),
    ],
)
def test_resource_control_policy_that_closes_an_organization(
    caller: str, context: dict[str, str], outcome: Outcome
) -> None:
    """RCPS: it applies to a bucket whose policy lets users of another account in."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, context, A)
    policies = Policies(identity=[FULL], resource=OPEN_BUCKET, resource_control=[[ONLY_THE_ORGANIZATION]])
    assert evaluate(request, policies).outcome is outcome


KEY = f"arn:aws:kms:eu-west-1:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SERVICES = [
    pytest.param(RCPS, "s3:GetObject", "arn:aws:s3:::b/k", EXPLICIT, id="Amazon S3"),
    pytest.param(RCPS, "sts:AssumeRole", ROLE, EXPLICIT, id="AWS STS"),
    pytest.param(RCPS, "kms:Decrypt", KEY, EXPLICIT, id="AWS KMS"),
    pytest.param(RCPS, "sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{A}:q", EXPLICIT, id="Amazon SQS"),
    pytest.param(RCPS, "secretsmanager:GetSecretValue", "*", EXPLICIT, id="Secrets Manager"),
    pytest.param(RCPS, "cognito-idp:ListUsers", "*", EXPLICIT, id="Amazon Cognito, user pools"),
    pytest.param(RCPS, "cognito-identity:GetId", "*", EXPLICIT, id="Amazon Cognito, identity pools"),
    pytest.param(RCPS, "logs:GetLogEvents", "*", EXPLICIT, id="CloudWatch Logs"),
    pytest.param(RCPS, "dynamodb:GetItem", "*", EXPLICIT, id="DynamoDB"),
    pytest.param(RCPS, "ecr:BatchGetImage", "*", EXPLICIT, id="Amazon ECR"),
    pytest.param(RCPS, "aoss:APIAccessAll", "*", EXPLICIT, id="OpenSearch Serverless"),
    pytest.param(RCPS, "kms:RetireGrant", KEY, ALLOWED, id="not kms:RetireGrant"),
    pytest.param(RCPS, "sns:Publish", f"arn:aws:sns:eu-west-1:{A}:t", ALLOWED, id="not Amazon SNS"),
    pytest.param(RCPS, "lambda:InvokeFunction", "*", ALLOWED, id="not AWS Lambda"),
    pytest.param(RCPS, "iam:GetRole", ROLE, ALLOWED, id="not IAM"),
    pytest.param(RCPS, "ec2:RunInstances", "*", ALLOWED, id="not Amazon EC2"),
]


@pytest.mark.parametrize(("source", "action", "resource", "outcome"), SERVICES)
def test_services_of_resource_control_policies(source: str, action: str, resource: str, outcome: Outcome) -> None:
    """They have an effect on actions of the services that support them."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*"}
    everyone = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": action}
    policies = Policies(identity=[FULL], resource=everyone, resource_control=[[deny]])
    assert evaluate(Request(action, resource, USER), policies).outcome is outcome, source


RCP_NO_STS: dict[str, Any] = {"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Resource": "*"}
ASSUMPTIONS = [
    pytest.param(RCPS, "sts:AssumeRole", ROLE, USER, EXPLICIT, id="a user"),
    pytest.param(RCPS, "sts:AssumeRole", ROLE, STRANGER, EXPLICIT, id="a user from outside"),
    pytest.param(RCPS, "sts:AssumeRole", ROLE, LAMBDA, EXPLICIT, id="a service"),
    # Inferred: STS is a supported service, and the page makes no exception for callers without an account.
    pytest.param(RCPS, "sts:AssumeRoleWithWebIdentity", ROLE, OIDC, EXPLICIT, id="a token's bearer"),
    pytest.param(RCPS, "sts:AssumeRole", LINKED_ROLE, LAMBDA, ALLOWED, id="not the service of a service-linked role"),
]


@pytest.mark.parametrize(("source", "action", "role", "caller", "outcome"), ASSUMPTIONS)
def test_resource_control_policies_bind_who_assumes_a_role(
    source: str, action: str, role: str, caller: str, outcome: Outcome
) -> None:
    """STS is one of the services, and a role the resource."""
    named = {"AWS": "*", "Service": LAMBDA, "Federated": OIDC}
    trust = {"Effect": "Allow", "Principal": named, "Action": "sts:*"}
    policies = Policies(identity=[FULL], resource=trust, resource_control=[[RCP_NO_STS]])
    assert evaluate(Request(action, role, caller), policies).outcome is outcome, source
