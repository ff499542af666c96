"""What the principal of a request tells about who asks."""

import dataclasses

import pytest

from pytest_fakests.iam import Request
from pytest_fakests.iam.callers import Caller, CallerKind
from pytest_fakests.iam.context import RequestContext

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html and, for partitions,
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
A = "111111111111"
IAM, STS = f"arn:aws:iam::{A}:", f"arn:aws:sts::{A}:"
ROOT = f"{IAM}root"
KIND = CallerKind

CALLERS = [
    pytest.param("*", Caller(KIND.ANONYMOUS, "*"), id="nobody"),
    pytest.param(ROOT, Caller(KIND.ROOT, ROOT, A, ROOT), id="a root user"),
    pytest.param(f"{IAM}user/U", Caller(KIND.USER, f"{IAM}user/U", A, ROOT, "U"), id="a user"),
    pytest.param(f"{IAM}user/a/b/U", Caller(KIND.USER, f"{IAM}user/a/b/U", A, ROOT, "U"), id="a user with a path"),
    pytest.param(
        f"{IAM}role/R",
        Caller(KIND.SESSION, f"{IAM}role/R", A, ROOT, "R", f"{IAM}role/R", f"{IAM}role/R"),
        id="a role stands for its sessions",
    ),
    pytest.param(
        f"{IAM}role/a/b/R",
        Caller(KIND.SESSION, f"{IAM}role/a/b/R", A, ROOT, "R", f"{IAM}role/R", f"{IAM}role/a/b/R"),
        id="a role with a path",
    ),
    pytest.param(
        f"{STS}assumed-role/R/S",
        Caller(KIND.SESSION, f"{STS}assumed-role/R/S", A, ROOT, "R", f"{IAM}role/R"),
        id="a session does not tell its role's path",
    ),
    pytest.param(
        f"{STS}federated-user/F",
        Caller(KIND.FEDERATED_USER, f"{STS}federated-user/F", A, ROOT, "F"),
        id="a federated user",
    ),
    pytest.param(
        f"arn:aws-cn:sts::{A}:assumed-role/R/S",
        Caller(
            KIND.SESSION,
            f"arn:aws-cn:sts::{A}:assumed-role/R/S",
            A,
            f"arn:aws-cn:iam::{A}:root",
            "R",
            f"arn:aws-cn:iam::{A}:role/R",
        ),
        id="a session of another partition",
    ),
    pytest.param("lambda.amazonaws.com", Caller(KIND.SERVICE, "lambda.amazonaws.com"), id="a service"),
    pytest.param("accounts.google.com", Caller(KIND.PROVIDER, "accounts.google.com"), id="a built-in provider"),
    pytest.param(
        f"{IAM}oidc-provider/a.example/b", Caller(KIND.PROVIDER, f"{IAM}oidc-provider/a.example/b"), id="OIDC"
    ),
    pytest.param(f"{IAM}saml-provider/I", Caller(KIND.PROVIDER, f"{IAM}saml-provider/I"), id="SAML"),
]


@pytest.mark.parametrize(("principal", "expected"), CALLERS)
def test_who_asks(principal: str, expected: Caller) -> None:
    """The principal's ARN or host tells its kind, account, name and, for a session, the role behind it."""
    assert Request("s3:GetObject", "*", principal).who == expected


@pytest.mark.parametrize("principal", [f"{STS}federated-user/F", f"{STS}assumed-role/R/S"])
def test_who_is_behind_it_may_be_told(principal: str) -> None:
    """What its ARN does not tell, the request may: who federated the user, the role's ARN with its path."""
    behind = f"{IAM}user/U" if "federated" in principal else f"{IAM}role/app/R"
    assert Request("s3:GetObject", "*", principal, issuer=behind).who.issuer == behind


REQUEST = Request("s3:GetObject", "*", f"{IAM}user/U", {"aws:SourceIp": "192.0.2.7"})
CONTEXTS = [
    pytest.param(RequestContext(dataclasses.replace(REQUEST)), True, id="of an equal request"),
    pytest.param(RequestContext(Request("s3:PutObject", "*", f"{IAM}user/U")), False, id="of another request"),
    pytest.param(RequestContext(REQUEST, bounded=True), False, id="of a caller with a boundary"),
    pytest.param(REQUEST, False, id="the request itself"),
]


@pytest.mark.parametrize(("other", "expected"), CONTEXTS)
def test_contexts_are_equal_for_equal_requests(other: object, expected: bool) -> None:
    """Two contexts are equal, and count once in a set, where request and boundary are the same."""
    context = RequestContext(REQUEST)
    assert (context == other, other in {context}) == (expected, expected)
