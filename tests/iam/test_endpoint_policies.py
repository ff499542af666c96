"""VPC endpoint policies: one gate more, for what passes the endpoint."""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

ENDPOINTS = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
PRINCIPAL = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
TYPES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html"
MESSAGES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/endpointuser"
ROOT = f"arn:aws:iam::{A}:root"
STRANGER = "arn:aws:iam::999999999999:user/X"

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
IDENTITY, RESOURCE, ENDPOINT = PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.ENDPOINT

S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
FULL: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
SQS = {**FULL, "Action": "sqs:*"}
OPEN_BUCKET = {**S3, "Principal": "*"}
ONE_BUCKET = {**FULL, "Resource": "arn:aws:s3:::b/*"}
ONE_USER = {**FULL, "Condition": {"StringEquals": {"aws:PrincipalArn": USER}}}

# The page, who asks, the endpoint's policies, the others, the outcome and what decided.
ROWS = [
    pytest.param(ENDPOINTS, USER, [FULL], {"identity": [S3]}, ALLOWED, IDENTITY, id="the default policy"),
    pytest.param(ENDPOINTS, USER, [FULL], {}, IMPLICIT, IDENTITY, id="it grants nothing"),
    pytest.param(TYPES, "*", [FULL], {}, IMPLICIT, RESOURCE, id="it does not stand for a resource-based policy"),
    pytest.param(MESSAGES, USER, [SQS], {"identity": [S3]}, IMPLICIT, ENDPOINT, id="it is silent"),
    pytest.param(MESSAGES, USER, [{**FULL, "Effect": "Deny"}], {"identity": [S3]}, EXPLICIT, ENDPOINT, id="it denies"),
    pytest.param(TYPES, USER, [SQS], {"resource": OPEN_BUCKET}, IMPLICIT, ENDPOINT, id="it limits what a resource grants"),
    pytest.param(TYPES, "*", [SQS], {"resource": OPEN_BUCKET}, IMPLICIT, ENDPOINT, id="it limits anonymous callers"),
    pytest.param(TYPES, "lambda.amazonaws.com", [SQS], {"resource": OPEN_BUCKET}, IMPLICIT, ENDPOINT, id="it limits services"),
    pytest.param(TYPES, ROOT, [SQS], {}, IMPLICIT, ENDPOINT, id="it limits the root user"),
    pytest.param(ENDPOINTS, USER, [ONE_BUCKET], {"identity": [S3]}, ALLOWED, IDENTITY, id="one bucket: this"),
    pytest.param(ENDPOINTS, USER, [{**ONE_BUCKET, "Resource": "arn:aws:s3:::c/*"}], {"identity": [S3]}, IMPLICIT, ENDPOINT, id="one bucket: another"),
    pytest.param(ENDPOINTS, USER, [ONE_USER], {"identity": [S3]}, ALLOWED, IDENTITY, id="one user, by aws:PrincipalArn"),
    pytest.param(ENDPOINTS, ROOT, [ONE_USER], {}, IMPLICIT, ENDPOINT, id="one user, by aws:PrincipalArn: another"),
    pytest.param(ENDPOINTS, USER, [{**FULL, "Principal": {"AWS": USER}}], {"identity": [S3]}, ALLOWED, IDENTITY, id="an interface endpoint: the user by name"),
    pytest.param(ENDPOINTS, STRANGER, [{**FULL, "Principal": {"AWS": USER}}], {"identity": [S3], "resource": OPEN_BUCKET}, IMPLICIT, ENDPOINT, id="an interface endpoint: another user"),
    pytest.param(ENDPOINTS, USER, [{**FULL, "Principal": {"AWS": A}}], {"identity": [S3]}, ALLOWED, IDENTITY, id="an interface endpoint: the account is all in it"),
    # Not documented: an endpoint has one policy, or AWS's default.
    pytest.param(ENDPOINTS, USER, [], {"identity": [S3]}, IMPLICIT, ENDPOINT, id="a policy that allows nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "endpoint", "others", "outcome", "kind"), ROWS)
def test_endpoint_policy(
    source: str, caller: str, endpoint: list[Any], others: dict[str, Any], outcome: Outcome, kind: PolicyKind
) -> None:
    """What passes an endpoint needs the endpoint's allow too, whoever sends it."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, resource_account=A)
    decision = evaluate(request, Policies(endpoint=endpoint, **others))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


ACCOUNT, BY_ARN = {**FULL, "Principal": {"AWS": A}}, {**FULL, "Principal": {"AWS": ROOT}}
# The page, who asks, the policy of a gateway endpoint, the outcome and what decided, where all else allows.
GATEWAYS = [
    pytest.param(ENDPOINTS, USER, FULL, ALLOWED, IDENTITY, id="everyone: a user"),
    pytest.param(ENDPOINTS, USER, ONE_USER, ALLOWED, IDENTITY, id="one user, by aws:PrincipalArn"),
    pytest.param(ENDPOINTS, USER, ACCOUNT, IMPLICIT, ENDPOINT, id="an account: no user of it"),
    pytest.param(ENDPOINTS, f"arn:aws:sts::{A}:assumed-role/R/S", ACCOUNT, IMPLICIT, ENDPOINT, id="an account: no role of it"),
    pytest.param(ENDPOINTS, ROOT, ACCOUNT, ALLOWED, None, id="an account: its root user"),
    # Inferred: elsewhere the two forms are one.
    pytest.param(PRINCIPAL, USER, BY_ARN, IMPLICIT, ENDPOINT, id="an account by its root ARN: no user of it"),
    pytest.param(PRINCIPAL, ROOT, BY_ARN, ALLOWED, None, id="an account by its root ARN: its root user"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "policy", "outcome", "kind"), GATEWAYS)
def test_policy_of_a_gateway_endpoint(
    source: str, caller: str, policy: dict[str, Any], outcome: Outcome, kind: PolicyKind | None
) -> None:
    """An account in it is its root user alone, the opposite of what it is elsewhere."""
    parsed = parse_policy(policy, PolicyKind.GATEWAY_ENDPOINT)
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", caller), Policies([S3], endpoint=[parsed]))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source
