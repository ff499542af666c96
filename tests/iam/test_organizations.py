"""Service control policies and resource control policies: how levels combine, and whom and what they leave alone."""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCPS = f"{ORGANIZATIONS}/orgs_manage_policies_scps.html"
SCP_EVALUATION = f"{ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html"
SCP_SYNTAX = f"{ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html"
RCPS = f"{ORGANIZATIONS}/orgs_manage_policies_rcps.html"
RCP_EVALUATION = f"{ORGANIZATIONS}/orgs_manage_policies_rcps_evaluation.html"
IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
EVALUATION = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
TYPES = f"{IAM}/access_policies.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"

A, OUTSIDE, MANAGEMENT = "123456789012", "999999999999", "111111111111"
USER = f"arn:aws:iam::{A}:user/U"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
STRANGER = f"arn:aws:iam::{OUTSIDE}:user/X"
MANAGER = f"arn:aws:iam::{MANAGEMENT}:user/M"
MANAGING_ROOT = f"arn:aws:iam::{MANAGEMENT}:root"
LINKED = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForX/S"
LINKED_ROLE = f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
LAMBDA = "lambda.amazonaws.com"
OIDC = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
ISSUERS = {LINKED: LINKED_ROLE, SESSION: ROLE, FEDERATED: USER}

FULL: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
S3: dict[str, Any] = {**FULL, "Action": "s3:*"}
EC2: dict[str, Any] = {**FULL, "Action": "ec2:*"}
NO_S3: dict[str, Any] = {**S3, "Effect": "Deny"}
NO_EC2: dict[str, Any] = {**EC2, "Effect": "Deny"}
OPEN_BUCKET: dict[str, Any] = {**S3, "Principal": "*"}
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


def test_service_control_policies_do_not_bind_who_comes_with_a_token() -> None:
    """AssumeRoleWithWebIdentity is called by nobody whom an organization manages. Inferred from SCPS."""
    trust = {"Effect": "Allow", "Principal": {"Federated": OIDC}, "Action": "sts:AssumeRoleWithWebIdentity"}
    deny = {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
    request = Request("sts:AssumeRoleWithWebIdentity", ROLE, OIDC)
    assert evaluate(request, Policies(resource=trust, service_control=[[deny]]))
