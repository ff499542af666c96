"""Statements from which tests make policies by a change or two."""

from __future__ import annotations

from typing import Any

Statement = dict[str, Any]

ALLOW: Statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
BUCKET: Statement = {**ALLOW, "Principal": {"AWS": "123456789012"}}
RCP: Statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
TRUST: Statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/"
GITHUB = "token.actions.githubusercontent.com"
OIDC: Statement = {**TRUST, "Principal": {"Federated": PROVIDER + GITHUB}, "Action": "sts:AssumeRoleWithWebIdentity"}
SAML: Statement = {
    **TRUST,
    "Principal": {"Federated": "arn:aws:iam::123456789012:saml-provider/Corp"},
    "Action": "sts:AssumeRoleWithSAML",
}
MFA: Statement = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
REPORTS = "arn:aws:s3:::reports"
ROLE = "arn:aws:iam::123456789012:role/"
SESSION = "arn:aws:sts::123456789012:assumed-role/"


def policy(*statements: Statement) -> dict[str, Any]:
    """A document of the current version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def without(statement: Statement, element: str) -> Statement:
    """The statement without one of its elements."""
    return {name: value for name, value in statement.items() if name != element}
