"""Evaluation across accounts, and KMS key policies.

Sources: IAM UG reference_policies_evaluation-logic-cross-account ("XA"), reference_policies_elements_principal ("PR"),
access_policies-cross-account-resource-access ("CA"); KMS DG key-policy-default ("KD"), policy-evaluation ("KE").
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

A, B = "111111111111", "222222222222"
USER = f"arn:aws:iam::{A}:user/U"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
ROOT = f"arn:aws:iam::{A}:root"
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}
DENY_ALL: dict[str, Any] = {**DENY, "Principal": "*"}
NOTHING: dict[str, Any] = {**ALLOW, "Action": "ec2:*"}
NOT_FROM_OUTSIDE: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:PrincipalAccount": B}},
}
ELSEWHERE: dict[str, Any] = {**DENY, "Condition": {"StringNotEquals": {"aws:ResourceAccount": A}}}


def named(*arns: str, **elements: Any) -> dict[str, Any]:
    return {**ALLOW, "Principal": {"AWS": list(arns)}, **elements}


ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
RESOURCE, IDENTITY, KIND_SESSION = PolicyKind.RESOURCE, PolicyKind.IDENTITY, PolicyKind.SESSION

ROWS = [
    pytest.param(USER, {"identity": [ALLOW], "resource": named(USER)}, ALLOWED, RESOURCE, id="XA: both sides allow"),
    pytest.param(USER, {"identity": [ALLOW]}, IMPLICIT, RESOURCE, id="XA: no bucket policy"),
    pytest.param(
        USER, {"identity": [ALLOW], "resource": named(B)}, IMPLICIT, RESOURCE, id="XA: a bucket policy about others"
    ),
    pytest.param(USER, {"resource": named(USER)}, IMPLICIT, IDENTITY, id="XA: no identity-based policy"),
    pytest.param(USER, {"identity": [ALLOW], "resource": named(A)}, ALLOWED, RESOURCE, id="PR: the account is named"),
    pytest.param(
        USER, {"resource": {**ALLOW, "Principal": "*"}}, IMPLICIT, IDENTITY, id="PR: everyone, of another account"
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW, DENY], "resource": named(USER)},
        EXPLICIT,
        IDENTITY,
        id="XA: the caller's account denies",
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW], "resource": DENY_ALL},
        EXPLICIT,
        RESOURCE,
        id="XA: the resource's account denies",
    ),
    pytest.param(
        SESSION,
        {"identity": [ALLOW], "session": [NOTHING], "resource": named(SESSION)},
        IMPLICIT,
        KIND_SESSION,
        id="EV: a named session is free of session policies in its own account only",
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW], "boundary": [NOTHING], "resource": named(USER)},
        IMPLICIT,
        PolicyKind.BOUNDARY,
        id="XA: the caller's boundary",
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW], "service_control": [[NOTHING]], "resource": named(USER)},
        IMPLICIT,
        PolicyKind.SERVICE_CONTROL,
        id="XA: the caller's SCPs",
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW], "resource_control": [[NOT_FROM_OUTSIDE]], "resource": named(USER)},
        EXPLICIT,
        PolicyKind.RESOURCE_CONTROL,
        id="Organizations UG orgs_manage_policies_rcps: the resource's RCPs",
    ),
    pytest.param(ROOT, {"resource": named(A)}, ALLOWED, RESOURCE, id="CA: the root user of a trusted account"),
    pytest.param(ROOT, {}, IMPLICIT, RESOURCE, id="the root user of another account"),
    pytest.param(
        USER,
        {"identity": [ALLOW], "resource": named(A, Action="s3:List*")},
        IMPLICIT,
        RESOURCE,
        id="CA: an account passes on what it got",
    ),
    pytest.param(
        USER,
        {"identity": [ALLOW, ELSEWHERE], "resource": named(USER)},
        EXPLICIT,
        IDENTITY,
        id="reference_policies_condition-keys: aws:ResourceAccount",
    ),
]


@pytest.mark.parametrize(("caller", "policies", "outcome", "kind"), ROWS)
def test_decision_across_accounts(caller: str, policies: dict[str, Any], outcome: Outcome, kind: PolicyKind) -> None:
    """Both the caller's account and the resource's must allow, however the caller is named."""
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", caller, {}, B), Policies(**policies))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind)
