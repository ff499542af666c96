"""Whom a Principal element names. IAM UG: reference_policies_elements_principal ("PR"), _notprincipal ("NP")."""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/bob"
ROLE = f"arn:aws:iam::{A}:role/app/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S1"
FEDERATED = f"arn:aws:sts::{A}:federated-user/Bob"
ROOT = f"arn:aws:iam::{A}:root"
LAMBDA = "lambda.amazonaws.com"
OIDC = f"arn:aws:iam::{A}:oidc-provider/token.example.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def denied(principal: Any, request: Request, element: str = "Principal", **policies: Any) -> bool:
    """Whether a bucket policy that denies this principal hits the request."""
    statement = {"Effect": "Deny", element: principal, "Action": "*", "Resource": "*"}
    decision = evaluate(request, Policies(resource=statement, **policies))
    return decision.outcome is Outcome.EXPLICIT_DENY


def by(principal: str, issuer: str | None = None, **context: str) -> Request:
    keys = {f"aws:{key}": value for key, value in context.items()}
    return Request("s3:GetObject", "arn:aws:s3:::b/k", principal, keys, issuer=issuer)


NAMED = [
    pytest.param({"AWS": A}, by(USER), True, id="PR: an account's id names all in it"),
    pytest.param({"AWS": ROOT}, by(USER), True, id="PR: so does its root ARN"),
    pytest.param({"AWS": ROOT}, by(SESSION), True, id="PR: sessions too"),
    pytest.param({"AWS": "999999999999"}, by(USER), False, id="another account"),
    pytest.param({"AWS": ROOT.replace("aws:", "aws-cn:")}, by(USER), False, id="id_roles: another partition"),
    pytest.param({"AWS": USER}, by(USER), True, id="a user"),
    pytest.param({"AWS": f"arn:aws:iam::{A}:user/Bob"}, by(USER), False, id="PR: a user's name in another case"),
    pytest.param({"AWS": ["999999999999", USER]}, by(USER), True, id="PR: one of several"),
    pytest.param({"AWS": ROLE}, by(SESSION, ROLE), True, id="PR: a role is all its sessions"),
    pytest.param({"AWS": ROLE}, by(SESSION, PrincipalArn=ROLE), True, id="the role in aws:PrincipalArn"),
    pytest.param({"AWS": ROLE}, by(SESSION), True, id="a role of unknown path, by its name"),
    pytest.param({"AWS": ROLE}, by(SESSION, f"arn:aws:iam::{A}:role/other/R"), False, id="a role of another path"),
    pytest.param({"AWS": ROLE}, by(ROLE), True, id="the role itself asks"),
    pytest.param({"AWS": SESSION}, by(SESSION), True, id="a session"),
    pytest.param({"AWS": SESSION}, by(f"{SESSION[:-1]}2"), False, id="disabling permissions: another session"),
    pytest.param({"AWS": USER}, by(FEDERATED, USER), True, id="disabling permissions: a user's federated sessions"),
    pytest.param({"AWS": FEDERATED}, by(FEDERATED), True, id="a federated user"),
    pytest.param({"AWS": FEDERATED}, by(USER), False, id="disabling permissions: not the user behind it"),
    pytest.param({"AWS": "AIDAEXAMPLE"}, by(USER, userid="AIDAEXAMPLE"), True, id="reference_identifiers: a user's id"),
    pytest.param(
        {"AWS": "AROAEXAMPLE"}, by(SESSION, userid="AROAEXAMPLE:S1"), True, id="reference_identifiers: a role's id"
    ),
    pytest.param({"AWS": "AROAEXAMPLE"}, by(SESSION, userid="AROAOTHER:S1"), False, id="PR: a role made anew"),
    pytest.param({"AWS": ROOT}, by(ROOT), True, id="the root user"),
    pytest.param("*", by("*"), True, id="PR: everyone, without a signature"),
    pytest.param({"AWS": "*"}, by("*"), True, id="PR: every AWS principal is everyone"),
    pytest.param("*", by(LAMBDA), True, id="everyone, a service too"),
    pytest.param({"AWS": A}, by("*"), False, id="an anonymous caller has no account"),
    pytest.param({"Service": LAMBDA}, by(LAMBDA), True, id="a service"),
    pytest.param({"Service": "s3.amazonaws.com"}, by("s3.ap-east-1.amazonaws.com"), False, id="PR: its regional name"),
    pytest.param({"Service": LAMBDA}, by(USER), False, id="a service is no user"),
    pytest.param({"CanonicalUser": CANONICAL}, by(USER), False, id="a canonical user"),
    pytest.param({}, by(USER), False, id="AC: an empty object names nobody"),
]


@pytest.mark.parametrize(("principal", "request_", "expected"), NAMED)
def test_principal_names(principal: Any, request_: Request, expected: bool) -> None:
    """A principal is named by its own ARN or id, by that of what is behind it, or by its account."""
    assert denied(principal, request_) is expected


SPARED = [
    pytest.param({"AWS": [USER, A]}, by(USER), True, id="NP: the user and its account"),
    pytest.param({"AWS": [USER]}, by(USER), False, id="NP: the user alone"),
    pytest.param({"AWS": [A]}, by(USER), False, id="the account alone"),
    pytest.param({"AWS": [SESSION, ROLE, A]}, by(SESSION, ROLE), True, id="NP: session, role and account"),
    pytest.param({"AWS": [SESSION, A]}, by(SESSION, ROLE), False, id="NP: the session without its role"),
    pytest.param({"AWS": [ROLE, A]}, by(SESSION, ROLE), False, id="NP: the role without the session"),
    pytest.param({"AWS": A}, by(ROOT), True, id="the root user"),
    pytest.param({"Service": LAMBDA}, by(LAMBDA), True, id="a service"),
    pytest.param({"AWS": [USER, A]}, by("*"), False, id="an anonymous caller"),
    pytest.param("*", by("*"), True, id="everyone"),
]


@pytest.mark.parametrize(("principal", "request_", "expected"), SPARED)
def test_not_principal_spares(principal: Any, request_: Request, expected: bool) -> None:
    """NP: a deny with NotPrincipal spares who is listed by each of its names."""
    assert denied(principal, request_, "NotPrincipal") is not expected


def test_not_principal_never_spares_who_has_a_boundary() -> None:
    """NP: a principal with a permissions boundary is denied whatever the element lists."""
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert denied({"AWS": [USER, A]}, by(USER), "NotPrincipal", boundary=[everything])


def test_empty_not_principal_has_no_effect() -> None:
    """AC: a statement whose NotPrincipal is empty is about nobody."""
    assert not denied({}, by(USER), "NotPrincipal")


TRUSTED = [
    pytest.param(USER, "sts:AssumeRole", True, id="a user"),
    pytest.param(ROOT, "sts:AssumeRole", True, id="the root user"),
    pytest.param(FEDERATED, "sts:AssumeRole", True, id="a federated user"),
    pytest.param("*", "sts:AssumeRole", False, id="an anonymous caller"),
    pytest.param(LAMBDA, "sts:AssumeRole", False, id="a service"),
    pytest.param(OIDC, "sts:AssumeRoleWithWebIdentity", False, id="an identity provider"),
]


@pytest.mark.parametrize(("principal", "action", "expected"), TRUSTED)
def test_star_of_a_trust_policy_is_every_aws_principal(principal: str, action: str, expected: bool) -> None:
    """AC, "Mismatched action for principal": {"AWS": "*"} does not stand for services and identity providers."""
    statement = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:*"}
    decision = evaluate(Request(action, ROLE, principal), Policies(resource=statement))
    assert (decision.outcome is Outcome.EXPLICIT_DENY) is expected
