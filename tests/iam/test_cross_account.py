"""Evaluation across accounts: what each side's policies do to the other's.

Which policies must allow, by who asks and how it is named, is in test_matrix.py; keys are in test_resource_policies.py.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
CROSS = f"{IAM}/reference_policies_evaluation-logic-cross-account.html"
SHARING = f"{IAM}/access_policies-cross-account-resource-access.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCPS = f"{ORGANIZATIONS}/orgs_manage_policies_scps.html"
RCPS = f"{ORGANIZATIONS}/orgs_manage_policies_rcps.html"

A, B = "111111111111", "222222222222"
USER = f"arn:aws:iam::{A}:user/U"
ROOT = f"arn:aws:iam::{A}:root"
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}
DENY_ALL: dict[str, Any] = {**DENY, "Principal": "*"}
NOTHING: dict[str, Any] = {**ALLOW, "Action": "ec2:*"}
NOT_FROM_OUTSIDE = {**DENY_ALL, "Action": "s3:*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": B}}}
ELSEWHERE = {**DENY, "Condition": {"StringNotEquals": {"aws:ResourceAccount": A}}}
NOT_OF_MINE = {**DENY_ALL, "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-mine"}}}
NOT_TO_OTHERS = {**DENY, "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-mine"}}}


def named(*arns: str, **elements: Any) -> dict[str, Any]:
    return {**ALLOW, "Principal": {"AWS": list(arns)}, **elements}


ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
RESOURCE, IDENTITY = PolicyKind.RESOURCE, PolicyKind.IDENTITY
SCP, RCP = PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL

# The page, the policies, the context, the outcome and what decided, for a user of A at a bucket of B.
ROWS = [
    pytest.param(CROSS, {"identity": [ALLOW], "resource": named(USER)}, {}, ALLOWED, RESOURCE, id="both sides allow"),
    pytest.param(CROSS, {"identity": [ALLOW]}, {}, IMPLICIT, RESOURCE, id="no bucket policy"),
    pytest.param(CROSS, {"resource": named(USER)}, {}, IMPLICIT, IDENTITY, id="no identity-based policy"),
    pytest.param(CROSS, {"identity": [ALLOW, DENY], "resource": named(USER)}, {}, EXPLICIT, IDENTITY, id="the caller's side denies"),
    pytest.param(CROSS, {"identity": [ALLOW], "resource": DENY_ALL}, {}, EXPLICIT, RESOURCE, id="the resource's side denies"),
    pytest.param(CROSS, {"identity": [ALLOW], "boundary": [NOTHING], "resource": named(USER)}, {}, IMPLICIT, PolicyKind.BOUNDARY, id="the caller's boundary limits"),
    pytest.param(SCPS, {"identity": [ALLOW], "service_control": [[NOTHING]], "resource": named(USER)}, {}, IMPLICIT, SCP, id="the caller's SCPs limit"),
    pytest.param(SCPS, {"identity": [ALLOW], "service_control": [[ALLOW, DENY]], "resource": named(USER)}, {}, EXPLICIT, SCP, id="the caller's SCPs deny"),
    # The policies passed are those of the caller's account: the owner's SCPs are not among them.
    pytest.param(SCPS, {"identity": [ALLOW], "service_control": None, "resource": named(USER)}, {}, ALLOWED, RESOURCE, id="the owner's SCPs do not bind a caller from outside"),
    pytest.param(RCPS, {"identity": [ALLOW], "resource_control": [[NOT_FROM_OUTSIDE]], "resource": named(USER)}, {}, EXPLICIT, RCP, id="the owner's RCPs deny"),
    pytest.param(SHARING, {"identity": [ALLOW], "resource": named(A, Action="s3:List*")}, {}, IMPLICIT, RESOURCE, id="an account passes on no more than it got"),
    pytest.param(SHARING, {"identity": [{**ALLOW, "Action": "s3:List*"}], "resource": named(A)}, {}, IMPLICIT, IDENTITY, id="an account may pass on less than it got"),
    pytest.param(SHARING, {"identity": [ALLOW], "resource": named(ROOT.replace("aws:", "aws-cn:"))}, {}, IMPLICIT, RESOURCE, id="the account of another partition"),
    pytest.param(SHARING, {"identity": [ALLOW], "resource": named(USER.replace("aws:", "aws-cn:"))}, {}, IMPLICIT, RESOURCE, id="the user of another partition"),
    pytest.param(KEYS, {"identity": [ALLOW, ELSEWHERE], "resource": named(USER)}, {}, EXPLICIT, IDENTITY, id="aws:ResourceAccount is the owner's"),
    pytest.param(KEYS, {"identity": [ALLOW], "resource": NOT_FROM_OUTSIDE}, {}, EXPLICIT, RESOURCE, id="aws:PrincipalAccount is the caller's"),
    pytest.param(KEYS, {"identity": [ALLOW, NOT_TO_OTHERS], "resource": named(USER)}, {"aws:ResourceOrgID": "o-theirs"}, EXPLICIT, IDENTITY, id="aws:ResourceOrgID is the owner's"),
    pytest.param(KEYS, {"identity": [ALLOW], "resource": NOT_OF_MINE}, {"aws:PrincipalOrgID": "o-theirs"}, EXPLICIT, RESOURCE, id="aws:PrincipalOrgID is the caller's"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "policies", "context", "outcome", "kind"), ROWS)
def test_decision_across_accounts(
    source: str, policies: dict[str, Any], context: dict[str, str], outcome: Outcome, kind: PolicyKind
) -> None:
    """Both the caller's account and the resource's must allow, and neither may deny."""
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", USER, context, B), Policies(**policies))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


def test_context_can_tell_whose_a_resource_is() -> None:
    """A bucket that aws:ResourceAccount says is of another account needs a policy of its own."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER, {"aws:ResourceAccount": B})
    decision = evaluate(request, Policies(identity=[ALLOW]))
    assert (decision.outcome, decision.policy_kind) == (IMPLICIT, RESOURCE)


# The worked example of the page: a role of one account, and a bucket policy in another.
DEMO = f"arn:aws:sts::{A}:assumed-role/Demo/carlos"
DEMO_ROLE = f"arn:aws:iam::{A}:role/Demo"
PRODUCTION = "arn:aws:s3:::amzn-s3-demo-bucket-production"
DEMO_POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*Object*", "Resource": f"{PRODUCTION}/*"},
        {"Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"]},
    ],
}
PRODUCTION_POLICY = {
    "Effect": "Allow",
    "Action": ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
    "Principal": {"AWS": DEMO_ROLE},
    "Resource": f"{PRODUCTION}/*",
}
EXAMPLE = [
    pytest.param(CROSS, "s3:PutObject", f"{PRODUCTION}-logs/f", None, EXPLICIT, IDENTITY, id="the bucket of logs"),
    pytest.param(CROSS, "s3:PutObject", f"{PRODUCTION}/f", PRODUCTION_POLICY, ALLOWED, RESOURCE, id="a file is put"),
    pytest.param(CROSS, "s3:GetObject", f"{PRODUCTION}/f", PRODUCTION_POLICY, ALLOWED, RESOURCE, id="a file is got"),
    pytest.param(CROSS, "s3:DeleteObject", f"{PRODUCTION}/f", PRODUCTION_POLICY, IMPLICIT, RESOURCE, id="a file is not deleted"),
    pytest.param(CROSS, "s3:DeleteBucket", PRODUCTION, PRODUCTION_POLICY, IMPLICIT, RESOURCE, id="nor is the bucket"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "action", "resource", "policy", "outcome", "kind"), EXAMPLE)
def test_the_example_of_carlos_and_two_accounts(
    source: str, action: str, resource: str, policy: Any, outcome: Outcome, kind: PolicyKind
) -> None:
    """The page's example comes out as the page says."""
    request = Request(action, resource, DEMO, {}, B, DEMO_ROLE)
    decision = evaluate(request, Policies(identity=[DEMO_POLICY], resource=policy))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source
