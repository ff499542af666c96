"""Service control and resource control policies.

Sources: Organizations UG orgs_manage_policies_scps ("SC"), orgs_manage_policies_scps_evaluation ("SE", with its
scenarios), orgs_manage_policies_rcps ("RC"); IAM UG reference_policies_evaluation-logic_policy-eval-denyallow ("EV").
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/U"
ROOT = f"arn:aws:iam::{A}:root"
LINKED = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForX/S"
LINKED_ROLE = f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"

FULL: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
S3: dict[str, Any] = {**FULL, "Action": "s3:*"}
EC2: dict[str, Any] = {**FULL, "Action": "ec2:*"}
NO_S3: dict[str, Any] = {**S3, "Effect": "Deny"}
BUCKET: dict[str, Any] = {**S3, "Principal": {"AWS": USER}}
RCP_FULL: dict[str, Any] = {**FULL, "Principal": "*"}
RCP_NO_S3: dict[str, Any] = {**NO_S3, "Principal": "*"}
NO_ROOT = {**NO_S3, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY

SCPS = [
    pytest.param(USER, [[FULL], [FULL], [FULL]], ALLOWED, id="SE: every level allows"),
    pytest.param(USER, [[FULL], [EC2], [FULL]], IMPLICIT, id="SE scenario 2: the unit allows something else"),
    pytest.param(USER, [[], [FULL], [FULL]], IMPLICIT, id="SE scenario 3: nothing at the root"),
    pytest.param(USER, [[EC2, S3], [FULL]], ALLOWED, id="SE scenario 7: one policy of a level allows"),
    pytest.param(USER, [[FULL, NO_S3], [S3]], EXPLICIT, id="SE scenario 6: a deny at the root"),
    pytest.param(USER, [[FULL], [FULL, NO_S3]], EXPLICIT, id="SE: a deny at the account"),
    pytest.param(USER, [], IMPLICIT, id="no level at all"),
    pytest.param(ROOT, [[FULL, NO_S3]], EXPLICIT, id="SC: root users of member accounts too"),
    pytest.param(ROOT, [[FULL, NO_ROOT]], EXPLICIT, id="reference_policies_condition-keys: root users alone"),
    pytest.param(USER, [[FULL, NO_ROOT]], ALLOWED, id="reference_policies_condition-keys: and no others"),
    pytest.param(LINKED, [[NO_S3]], ALLOWED, id="SC: not service-linked roles"),
]


@pytest.mark.parametrize(("caller", "levels", "outcome"), SCPS)
def test_service_control_policies(caller: str, levels: list[list[Any]], outcome: Outcome) -> None:
    """SE: every level of the organization must allow, and none may deny."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, issuer=LINKED_ROLE if caller is LINKED else None)
    assert evaluate(request, Policies(identity=[FULL], service_control=levels)).outcome is outcome


def test_service_control_policies_grant_nothing() -> None:
    """SC: an SCP that allows everything leaves a user without policies where they were."""
    decision = evaluate(Request("s3:GetObject", principal=USER), Policies(service_control=[[FULL]]))
    assert decision.policy_kind is PolicyKind.IDENTITY


def test_service_control_policies_limit_what_resources_grant() -> None:
    """EV: an SCP that is silent stops a grant of the account's own bucket policy."""
    policies = Policies(resource=BUCKET, service_control=[[EC2]])
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), policies)
    assert decision.policy_kind is PolicyKind.SERVICE_CONTROL


OUTSIDERS = ["*", "lambda.amazonaws.com"]


@pytest.mark.parametrize("caller", OUTSIDERS)
def test_service_control_policies_do_not_bind_outsiders(caller: str) -> None:
    """SC: SCPs are about users and roles of the organization."""
    policies = Policies(resource={**S3, "Principal": "*"}, service_control=[[NO_S3]])
    assert evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", caller), policies)


RCPS = [
    pytest.param(USER, [[RCP_FULL]], ALLOWED, id="RC: RCPFullAWSAccess alone"),
    pytest.param(USER, [], ALLOWED, id="RC: which is there without being listed"),
    pytest.param(USER, [[], []], ALLOWED, id="RC: at every level"),
    pytest.param(USER, [[RCP_FULL], [RCP_NO_S3]], EXPLICIT, id="RC: a deny at any level"),
    pytest.param(ROOT, [[RCP_NO_S3]], EXPLICIT, id="RC: root users too"),
    pytest.param("*", [[RCP_NO_S3]], EXPLICIT, id="RC: outsiders too"),
    pytest.param("lambda.amazonaws.com", [[RCP_NO_S3]], EXPLICIT, id="RC: services too"),
    pytest.param(LINKED, [[RCP_NO_S3]], ALLOWED, id="RC: not service-linked roles"),
]


@pytest.mark.parametrize(("caller", "levels", "outcome"), RCPS)
def test_resource_control_policies(caller: str, levels: list[list[Any]], outcome: Outcome) -> None:
    """RC: they deny whoever asks, and need not allow."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, issuer=LINKED_ROLE if caller is LINKED else None)
    policies = Policies(identity=[FULL], resource={**S3, "Principal": "*"}, resource_control=levels)
    assert evaluate(request, policies).outcome is outcome


def test_resource_control_policies_bind_who_assumes_a_role() -> None:
    """RC: STS is a service that they cover, identity providers' callers included."""
    provider = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
    trust = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity"}
    deny = {**RCP_NO_S3, "Action": "sts:*"}
    request = Request("sts:AssumeRoleWithWebIdentity", f"arn:aws:iam::{A}:role/R", provider)
    assert evaluate(request, Policies(resource=trust, resource_control=[[deny]])).outcome is EXPLICIT
