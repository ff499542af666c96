"""What a statement of each kind of policy must hold, may hold and may not hold. How it is refused: test_malformed.py."""

from typing import Any

import pytest

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{IAM}/reference_policies_elements_notprincipal.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
ENDPOINTS = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCP_SYNTAX = f"{ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html"
RCP_SYNTAX = f"{ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html"

IDENTITY, TRUST, RESOURCE = PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE
BOUNDARY, SESSION, ENDPOINT = PolicyKind.BOUNDARY, PolicyKind.SESSION, PolicyKind.ENDPOINT
SCP, RCP = PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL

A = "123456789012"
ROOT = f"arn:aws:iam::{A}:root"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
OIDC = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
SAML = f"arn:aws:iam::{A}:saml-provider/Corp"

OF_IDENTITY: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
OF_RESOURCE: dict[str, Any] = {**OF_IDENTITY, "Principal": "*"}
OF_TRUST: dict[str, Any] = {"Effect": "Deny", "Action": "sts:*", "Principal": {"AWS": "*"}}
VALID = {
    IDENTITY: OF_IDENTITY,
    BOUNDARY: OF_IDENTITY,
    SESSION: OF_IDENTITY,
    SCP: OF_IDENTITY,
    RESOURCE: OF_RESOURCE,
    ENDPOINT: OF_RESOURCE,
    PolicyKind.GATEWAY_ENDPOINT: OF_RESOURCE,
    RCP: OF_RESOURCE,
    TRUST: OF_TRUST,
}

# The page, the kind, what is changed of a valid statement (None: left out), and whether it still is one.
ROWS = [
    *[pytest.param(GRAMMAR, kind, {}, True, id=f"{kind.value}: as it should be") for kind in VALID],
    pytest.param(PRINCIPAL, IDENTITY, {"Principal": "*"}, False, id="identity: no Principal"),
    pytest.param(NOT_PRINCIPAL, IDENTITY, {"NotPrincipal": {"AWS": A}}, False, id="identity: no NotPrincipal"),
    pytest.param(GRAMMAR, IDENTITY, {"Resource": None}, False, id="identity: a Resource"),
    pytest.param(GRAMMAR, IDENTITY, {"Resource": None, "NotResource": "arn:aws:s3:::b"}, True, id="identity: or a NotResource"),
    pytest.param(GRAMMAR, IDENTITY, {"Action": None, "NotAction": "s3:*"}, True, id="identity: NotAction for Action"),
    pytest.param(GRAMMAR, IDENTITY, {"Action": None}, False, id="identity: one of the two"),
    pytest.param(PRINCIPAL, BOUNDARY, {"Principal": "*"}, False, id="boundary: no Principal"),
    pytest.param(PRINCIPAL, SESSION, {"Principal": "*"}, False, id="session: no Principal"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": None}, False, id="resource: a Principal"),
    pytest.param(NOT_PRINCIPAL, RESOURCE, {"Principal": None, "NotPrincipal": {"AWS": A}}, True, id="resource: NotPrincipal with Deny"),
    # The page of 2023 discouraged it; today's says that it is not supported.
    pytest.param(NOT_PRINCIPAL, RESOURCE, {"Effect": "Allow", "Principal": None, "NotPrincipal": {"AWS": A}}, False, id="resource: not with Allow"),
    pytest.param(CHECKS, RESOURCE, {"NotPrincipal": {"AWS": A}}, False, id="resource: not both"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": [ROOT, "999999999999"], "CanonicalUser": CANONICAL}}, True, id="resource: accounts and canonical users"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"CanonicalUser": [CANONICAL]}}, True, id="resource: a list of canonical users"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"Service": ["ecs.amazonaws.com", "elasticloadbalancing.amazonaws.com"]}}, True, id="resource: services"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"Service": "*"}}, False, id="resource: not every service"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"Federated": SAML}}, False, id="resource: no SAML provider"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"Federated": OIDC}}, False, id="resource: no OIDC provider"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"Federated": "accounts.google.com"}}, False, id="resource: no built-in provider"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": f"arn:aws:iam::{A}:group/G"}}, False, id="resource: no group"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": f"arn:aws:iam::{A}:role/*"}}, False, id="resource: no part of a name"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": f"arn:aws:iam::{A}:user/bo?"}}, False, id="resource: nor but for a letter"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": f"arn:aws:sts::{A}:assumed-role/R/*"}}, False, id="resource: not every session"),
    pytest.param(PRINCIPAL, RESOURCE, {"Principal": {"AWS": f"arn:aws:iam::{A}:user/*"}}, False, id="resource: not every user"),
    pytest.param(CHECKS, RESOURCE, {"Principal": {"Users": A}}, False, id="resource: no other type of principal"),
    pytest.param(CHECKS, RESOURCE, {"Principal": {}}, True, id="resource: an empty object"),
    pytest.param(CHECKS, RESOURCE, {"Principal": {"AWS": []}}, True, id="resource: an empty list"),
    pytest.param(CHECKS, TRUST, {"Principal": "*"}, False, id="trust: not the plain star"),
    pytest.param(CHECKS, TRUST, {"Resource": "*"}, False, id="trust: no Resource"),
    pytest.param(CHECKS, TRUST, {"NotResource": "*"}, False, id="trust: no NotResource"),
    pytest.param(PRINCIPAL, TRUST, {"Principal": None}, False, id="trust: a Principal"),
    pytest.param(NOT_PRINCIPAL, TRUST, {"Principal": None, "NotPrincipal": {"AWS": A}}, False, id="trust: no NotPrincipal"),
    pytest.param(PRINCIPAL, TRUST, {"Principal": {"Federated": SAML}}, True, id="trust: a SAML provider"),
    pytest.param(PRINCIPAL, TRUST, {"Principal": {"Federated": OIDC}}, True, id="trust: an OIDC provider"),
    *[
        pytest.param(PRINCIPAL, TRUST, {"Principal": {"Federated": host}}, True, id=f"trust: {host}")
        for host in ("cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com", "accounts.google.com")
    ],
    pytest.param(PRINCIPAL, TRUST, {"Principal": {"AWS": f"arn:aws:sts::{A}:federated-user/F"}}, True, id="trust: a federated user"),
    pytest.param(GRAMMAR, TRUST, {"Principal": {"CanonicalUser": CANONICAL}}, False, id="trust: no canonical user"),
    pytest.param(PRINCIPAL, TRUST, {"Principal": {"Service": "*"}}, False, id="trust: not every service"),
    pytest.param(ENDPOINTS, ENDPOINT, {"Principal": None}, False, id="endpoint: a Principal"),
    pytest.param(NOT_PRINCIPAL, ENDPOINT, {"Principal": None, "NotPrincipal": {"AWS": A}}, True, id="endpoint: NotPrincipal with Deny"),
    pytest.param(SCP_SYNTAX, SCP, {"Principal": "*"}, False, id="SCP: no Principal"),
    pytest.param(SCP_SYNTAX, SCP, {"NotPrincipal": {"AWS": A}}, False, id="SCP: no NotPrincipal"),
    pytest.param(SCP_SYNTAX, SCP, {"Resource": None}, False, id="SCP: a Resource"),
    pytest.param(SCP_SYNTAX, SCP, {"Resource": None, "NotResource": "arn:aws:s3:::b"}, True, id="SCP: or a NotResource"),
    pytest.param(SCP_SYNTAX, SCP, {"Effect": "Allow", "Action": None, "NotAction": "iam:*"}, True, id="SCP: NotAction with Allow"),
    pytest.param(SCP_SYNTAX, SCP, {"Effect": "Allow", "Condition": {"StringEquals": {"aws:PrincipalArn": ROOT}}}, True, id="SCP: a condition with Allow"),
    # The table of the page lists it for Allow, its text says "*" only; what is not certainly refused is taken.
    pytest.param(SCP_SYNTAX, SCP, {"Effect": "Allow", "Resource": "arn:aws:s3:::b"}, True, id="SCP: a resource with Allow"),
    pytest.param(RCP_SYNTAX, RCP, {"Principal": None}, False, id="RCP: a Principal"),
    pytest.param(RCP_SYNTAX, RCP, {"Principal": {"AWS": ROOT}}, False, id="RCP: about everyone only"),
    pytest.param(RCP_SYNTAX, RCP, {"Principal": None, "NotPrincipal": {"AWS": A}}, False, id="RCP: no NotPrincipal"),
    pytest.param(RCP_SYNTAX, RCP, {"Action": None, "NotAction": "s3:*"}, False, id="RCP: no NotAction"),
    pytest.param(RCP_SYNTAX, RCP, {"Action": "*"}, False, id="RCP: not every action"),
    pytest.param(RCP_SYNTAX, RCP, {"Action": ["*"]}, False, id="RCP: nor in a list"),
    pytest.param(RCP_SYNTAX, RCP, {"Action": "s3:Get?bject"}, True, id="RCP: a wildcard within a service"),
    pytest.param(RCP_SYNTAX, RCP, {"Effect": "Allow"}, False, id="RCP: Deny only"),
    pytest.param(RCP_SYNTAX, RCP, {"Effect": "Allow", "Action": "*"}, True, id="RCP: but for RCPFullAWSAccess"),
    pytest.param(RCP_SYNTAX, RCP, {"Resource": None}, False, id="RCP: a Resource"),
    pytest.param(RCP_SYNTAX, RCP, {"Resource": None, "NotResource": "arn:aws:s3:::b"}, True, id="RCP: or a NotResource"),
    pytest.param(RCP_SYNTAX, RCP, {"Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}}, True, id="RCP: a condition"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "kind", "changes", "is_valid"), ROWS)
def test_elements_of_a_statement(source: str, kind: PolicyKind, changes: dict[str, Any], is_valid: bool) -> None:
    """A policy of each kind takes the elements that AWS's page on it gives it."""
    statement = {name: value for name, value in {**VALID[kind], **changes}.items() if value is not None}
    found = True
    try:
        parse_policy({"Version": "2012-10-17", "Statement": [statement]}, kind)
    except PolicyError:
        found = False
    assert found is is_valid, source


@pytest.mark.parametrize("kind", PolicyKind)
def test_kind_is_found_by_its_text(kind: PolicyKind) -> None:
    """A kind stands for its text in a mapping too, as a kind that equals it must."""
    assert {kind: 1}[kind.value] == 1  # type: ignore[index]  # mypy tells the two apart
