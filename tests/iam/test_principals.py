"""Whom a Principal or NotPrincipal element names, in every form that principals have."""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{IAM}/reference_policies_elements_notprincipal.html"
BOUNDARIES = f"{IAM}/access_policies_boundaries.html"
IDS = f"{IAM}/reference_identifiers.html"
DISABLING = f"{IAM}/id_credentials_temp_control-access_disable-perms.html"
SHARING = f"{IAM}/access_policies-cross-account-resource-access.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
DELETED = (
    "https://repost.aws/articles/ARSqFcxvd7R9u-gcFD9nmA5g/understanding-aws-s-handling-of-deleted-iam-roles-in-policies"
)

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/bob"
STAFF = f"arn:aws:iam::{A}:user/staff/bob"
ROLE = f"arn:aws:iam::{A}:role/app/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S1"
FEDERATED = f"arn:aws:sts::{A}:federated-user/Bob"
ROOT = f"arn:aws:iam::{A}:root"
LAMBDA = "lambda.amazonaws.com"
OIDC = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
GOOGLE = "accounts.google.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def denied(principal: Any, request: Request, element: str = "Principal", **policies: Any) -> bool:
    """Whether a bucket policy that denies this principal hits the request."""
    statement = {"Effect": "Deny", element: principal, "Action": "*", "Resource": "*"}
    decision = evaluate(request, Policies(resource=statement, **policies))
    return decision.outcome is Outcome.EXPLICIT_DENY


def by(principal: str, issuer: str | None = None, **context: str) -> Request:
    keys = {f"aws:{key}": value for key, value in context.items()}
    return Request("s3:GetObject", "arn:aws:s3:::b/k", principal, keys, issuer=issuer)


# The page, the element, who asks, and whether the element names them.
NAMED = [
    pytest.param(PRINCIPAL, {"AWS": A}, by(USER), True, id="an account's id: its users"),
    pytest.param(PRINCIPAL, {"AWS": ROOT}, by(USER), True, id="an account's root ARN: its users"),
    pytest.param(PRINCIPAL, {"AWS": A}, by(SESSION), True, id="an account's id: its roles"),
    pytest.param(PRINCIPAL, {"AWS": ROOT}, by(SESSION), True, id="an account's root ARN: its roles"),
    pytest.param(PRINCIPAL, {"AWS": A}, by(FEDERATED), True, id="an account's id: its federated users"),
    pytest.param(PRINCIPAL, {"AWS": A}, by(ROOT), True, id="an account's id: its root user"),
    pytest.param(PRINCIPAL, {"AWS": ROOT}, by(ROOT), True, id="an account's root ARN: its root user"),
    pytest.param(PRINCIPAL, {"AWS": "999999999999"}, by(USER), False, id="another account"),
    pytest.param(PRINCIPAL, {"AWS": ["999999999999", A]}, by(USER), True, id="one of several accounts"),
    pytest.param(PRINCIPAL, {"AWS": A}, by(LAMBDA), False, id="an account: no service"),
    pytest.param(PRINCIPAL, {"AWS": A}, by("*"), False, id="an account: no anonymous caller"),
    pytest.param(SHARING, {"AWS": ROOT.replace("aws:", "aws-cn:")}, by(USER), False, id="the account in another partition"),
    pytest.param(SHARING, {"AWS": USER.replace("aws:", "aws-us-gov:")}, by(USER), False, id="the user in another partition"),
    pytest.param(PRINCIPAL, {"AWS": USER}, by(USER), True, id="a user"),
    pytest.param(PRINCIPAL, {"AWS": f"arn:aws:iam::{A}:user/Bob"}, by(USER), False, id="a user, the name in another case"),
    pytest.param(PRINCIPAL, {"AWS": ["999999999999", USER]}, by(USER), True, id="a user, one of several principals"),
    pytest.param(IDS, {"AWS": USER}, by(STAFF), False, id="a user without its path"),
    pytest.param(IDS, {"AWS": STAFF}, by(STAFF), True, id="a user with its path"),
    pytest.param(IDS, {"AWS": "AIDAEXAMPLE"}, by(USER, userid="AIDAEXAMPLE"), True, id="a user's id"),
    pytest.param(PRINCIPAL, {"AWS": "AIDAEXAMPLE"}, by(USER, userid="AIDAOTHER"), False, id="a user's id: the user made anew"),
    pytest.param(DELETED, {"AWS": "AIDAEXAMPLE"}, by(USER), False, id="a user's id, where the request tells of none"),
    pytest.param(PRINCIPAL, {"AWS": ROLE}, by(SESSION, ROLE), True, id="a role: its sessions"),
    pytest.param(PRINCIPAL, {"AWS": ROLE}, by(ROLE), True, id="a role: itself"),
    pytest.param(KEYS, {"AWS": ROLE}, by(SESSION, PrincipalArn=ROLE), True, id="a role, by aws:PrincipalArn"),
    pytest.param(PRINCIPAL, {"AWS": ROLE}, by(SESSION), True, id="a role, by its name where its path is not known"),
    pytest.param(PRINCIPAL, {"AWS": ROLE}, by(SESSION, f"arn:aws:iam::{A}:role/other/R"), False, id="a role of another path"),
    pytest.param(PRINCIPAL, {"AWS": f"{ROLE}2"}, by(SESSION, ROLE), False, id="another role"),
    pytest.param(IDS, {"AWS": "AROAEXAMPLE"}, by(SESSION, userid="AROAEXAMPLE:S1"), True, id="a role's id: its sessions"),
    pytest.param(IDS, {"AWS": "AROAEXAMPLE"}, by(SESSION, userid="AROAEXAMPLE:S2"), True, id="a role's id: each of them"),
    pytest.param(PRINCIPAL, {"AWS": "AROAEXAMPLE"}, by(SESSION, userid="AROAOTHER:S1"), False, id="a role's id: the role made anew"),
    pytest.param(DELETED, {"AWS": ["AROAEXAMPLE", "AIDAEXAMPLE"]}, by(USER, userid="AIDAEXAMPLE"), True, id="ids left behind, one of them alive"),
    pytest.param(PRINCIPAL, {"AWS": SESSION}, by(SESSION, ROLE), True, id="a session"),
    pytest.param(PRINCIPAL, {"AWS": SESSION}, by(f"{SESSION[:-1]}2", ROLE), False, id="another session of the role"),
    pytest.param(PRINCIPAL, {"AWS": SESSION}, by(ROLE), False, id="a session: not the role"),
    pytest.param(PRINCIPAL, {"AWS": FEDERATED}, by(FEDERATED, USER), True, id="a federated user"),
    pytest.param(PRINCIPAL, {"AWS": FEDERATED}, by(f"{FEDERATED}2", USER), False, id="another federated user"),
    pytest.param(PRINCIPAL, {"AWS": FEDERATED}, by(USER), False, id="a federated user: not the user behind it"),
    pytest.param(PRINCIPAL, {"AWS": USER}, by(FEDERATED, USER), True, id="a user: whom it federates"),
    pytest.param(PRINCIPAL, {"AWS": USER}, by(FEDERATED), False, id="a user: not whom nobody is known to federate"),
    pytest.param(PRINCIPAL, "*", by("*"), True, id="everyone: anonymous callers"),
    pytest.param(PRINCIPAL, {"AWS": "*"}, by("*"), True, id="every AWS principal: anonymous callers"),
    pytest.param(PRINCIPAL, "*", by(USER), True, id="everyone: users"),
    pytest.param(PRINCIPAL, {"AWS": "*"}, by(USER), True, id="every AWS principal: users"),
    pytest.param(PRINCIPAL, {"AWS": ["999999999999", "*"]}, by(USER), True, id="every AWS principal, among others"),
    pytest.param(PRINCIPAL, "*", by(SESSION), True, id="everyone: sessions"),
    pytest.param(PRINCIPAL, "*", by(ROOT), True, id="everyone: root users"),
    pytest.param(PRINCIPAL, "*", by(LAMBDA), True, id="everyone: services"),
    pytest.param(PRINCIPAL, {"Service": LAMBDA}, by(LAMBDA), True, id="a service"),
    pytest.param(PRINCIPAL, {"Service": ["ecs.amazonaws.com", LAMBDA]}, by(LAMBDA), True, id="one of several services"),
    pytest.param(PRINCIPAL, {"Service": "ecs.amazonaws.com"}, by(LAMBDA), False, id="another service"),
    pytest.param(PRINCIPAL, {"Service": LAMBDA}, by(USER), False, id="a service: no user"),
    pytest.param(PRINCIPAL, {"Service": "s3.amazonaws.com"}, by("s3.ap-east-1.amazonaws.com"), False, id="a service from an opt-in Region, without it"),
    pytest.param(PRINCIPAL, {"Service": "s3.ap-east-1.amazonaws.com"}, by("s3.ap-east-1.amazonaws.com"), True, id="a service from an opt-in Region, with it"),
    # Canonical ids are S3's; requests tell of none, so that they name nobody.
    pytest.param(PRINCIPAL, {"CanonicalUser": CANONICAL}, by(USER), False, id="a canonical user"),
    pytest.param(PRINCIPAL, {"CanonicalUser": CANONICAL, "AWS": A}, by(USER), True, id="a canonical user beside an account"),
    pytest.param(CHECKS, {}, by(USER), False, id="an empty object names nobody"),
    pytest.param(CHECKS, {"AWS": []}, by(USER), False, id="an empty list names nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "principal", "request_", "expected"), NAMED)
def test_principal_names(source: str, principal: Any, request_: Request, expected: bool) -> None:
    """A principal is named by its own ARN or id, by that of what is behind it, or by its account."""
    assert denied(principal, request_) is expected, source


# The root user's ARN as a principal is the whole account; as a value of aws:PrincipalArn it is the root user.
ARN_KEYS = [
    pytest.param(KEYS, ROOT, by(ROOT), True, id="the root user"),
    pytest.param(KEYS, ROOT, by(USER), False, id="the root user: not the account's users"),
    pytest.param(KEYS, USER, by(USER), True, id="a user"),
    pytest.param(KEYS, ROLE, by(SESSION, ROLE), True, id="a role: its sessions"),
    pytest.param(KEYS, ROLE, by(SESSION, ROLE, userid="AROAOTHER:S1"), True, id="a role: made anew under the same name"),
    # The page of the Condition element shows a request with a session's ARN in this key; that of the key says the role's.
    pytest.param(KEYS, SESSION, by(SESSION, ROLE), False, id="a session's own ARN, never"),
    pytest.param(KEYS, f"arn:aws:iam::{A}:role/R", by(SESSION, ROLE), False, id="a role without its path"),
    pytest.param(DISABLING, FEDERATED, by(FEDERATED, USER), True, id="a federated user"),
    pytest.param(KEYS, f"arn:aws:iam::{A}:role/app/*", by(SESSION, ROLE), True, id="a pattern"),
    pytest.param(KEYS, USER, by("*"), False, id="an anonymous caller has none"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "value", "request_", "expected"), ARN_KEYS)
def test_condition_names_a_principal(source: str, value: str, request_: Request, expected: bool) -> None:
    """aws:PrincipalArn beside "Principal": "*" names by ARN, of the role and not of its session."""
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:PrincipalArn": value}},
    }
    outcome = evaluate(request_, Policies(resource=statement)).outcome
    assert (outcome is Outcome.EXPLICIT_DENY) is expected, source


SPARED = [
    pytest.param(NOT_PRINCIPAL, {"AWS": [USER, A]}, by(USER), True, id="a user and its account"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [USER, ROOT]}, by(USER), True, id="a user and its account's ARN"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [USER]}, by(USER), False, id="a user alone"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [A]}, by(USER), False, id="an account alone"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [f"{USER}2", A]}, by(USER), False, id="another user and the account"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [SESSION, ROLE, A]}, by(SESSION, ROLE), True, id="a session, its role and account"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [SESSION, A]}, by(SESSION, ROLE), False, id="a session without its role"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [SESSION, ROLE]}, by(SESSION, ROLE), False, id="a session without its account"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [ROLE, A]}, by(SESSION, ROLE), False, id="a role without the session"),
    pytest.param(NOT_PRINCIPAL, {"AWS": A}, by(ROOT), True, id="the root user"),
    pytest.param(NOT_PRINCIPAL, {"Service": LAMBDA}, by(LAMBDA), True, id="a service"),
    pytest.param(NOT_PRINCIPAL, {"Service": LAMBDA}, by("ecs.amazonaws.com"), False, id="another service"),
    pytest.param(NOT_PRINCIPAL, {"AWS": [USER, A]}, by("*"), False, id="an anonymous caller"),
    pytest.param(NOT_PRINCIPAL, "*", by("*"), True, id="everyone"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "principal", "request_", "expected"), SPARED)
def test_not_principal_spares(source: str, principal: Any, request_: Request, expected: bool) -> None:
    """A deny with NotPrincipal spares who is listed by each of its names; the page says that others may be denied."""
    assert denied(principal, request_, "NotPrincipal") is not expected, source


@pytest.mark.parametrize(
    ("listed", "request_"),
    [
        pytest.param([USER, A], by(USER), id="a user"),
        pytest.param([SESSION, ROLE, A], by(SESSION, ROLE), id="a session"),
    ],
)
def test_not_principal_never_spares_who_has_a_boundary(listed: list[str], request_: Request) -> None:
    """A principal with a permissions boundary is denied whatever the element lists."""
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert denied({"AWS": listed}, request_, "NotPrincipal", boundary=[everything]), BOUNDARIES


def test_empty_not_principal_has_no_effect() -> None:
    """A statement whose NotPrincipal is empty is about nobody."""
    assert not denied({}, by(USER), "NotPrincipal"), CHECKS


# Whom {"AWS": "*"} of a trust policy lets in. Inferred from "Mismatched action for principal" of the page.
LET_IN = [
    pytest.param(CHECKS, USER, "sts:AssumeRole", True, id="a user"),
    pytest.param(CHECKS, SESSION, "sts:AssumeRole", True, id="a session"),
    pytest.param(CHECKS, FEDERATED, "sts:AssumeRole", False, id="a federated user, who may not call it"),
    pytest.param(CHECKS, "*", "sts:AssumeRole", False, id="no anonymous caller"),
    pytest.param(CHECKS, LAMBDA, "sts:AssumeRole", False, id="no service"),
    pytest.param(CHECKS, OIDC, "sts:AssumeRoleWithWebIdentity", False, id="no identity provider"),
    pytest.param(CHECKS, GOOGLE, "sts:AssumeRoleWithWebIdentity", False, id="no built-in identity provider"),
]


@pytest.mark.parametrize(("source", "principal", "action", "expected"), LET_IN)
def test_star_of_a_trust_policy_lets_in_aws_principals(
    source: str, principal: str, action: str, expected: bool
) -> None:
    """{"AWS": "*"} lets in no services and identity providers, which have keys of their own."""
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:*"}
    assert evaluate(Request(action, ROLE, principal), Policies(resource=statement)).allowed is expected, source


# Its README says that iam_role_trust_policy.json, which denies {"AWS": "*"}, keeps web identities out; by the condition
# on aws:PrincipalIsAWSService it spares services, as it would not have to if they were not meant.
PERIMETER = "https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/resource_based_policies"
KEPT_OUT = [
    pytest.param(PERIMETER, USER, "sts:AssumeRole", id="a user"),
    pytest.param(PERIMETER, ROOT, "sts:AssumeRole", id="the root user"),
    pytest.param(PERIMETER, LAMBDA, "sts:AssumeRole", id="a service"),
    pytest.param(PERIMETER, OIDC, "sts:AssumeRoleWithWebIdentity", id="an identity provider"),
    pytest.param(PERIMETER, GOOGLE, "sts:AssumeRoleWithWebIdentity", id="a built-in identity provider"),
]


@pytest.mark.parametrize(("source", "principal", "action"), KEPT_OUT)
def test_star_of_a_trust_policy_keeps_everybody_out(source: str, principal: str, action: str) -> None:
    """A statement that denies {"AWS": "*"} is about services and identity providers too."""
    statement = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:*"}
    decision = evaluate(Request(action, ROLE, principal), Policies(resource=statement))
    assert decision.outcome is Outcome.EXPLICIT_DENY, source
