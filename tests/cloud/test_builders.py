"""The builders allow(), deny() and trust(), and the documents that they return."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import allow, deny, trust

BUCKET = "arn:aws:s3:::reports"
OIDC = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
SAML = "arn:aws:iam::123456789012:saml-provider/corporate"


def permissions(effect: str, action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A document with one statement of permissions."""
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trusted(*statements: tuple[dict[str, Any], Any], **more: Any) -> dict[str, Any]:
    """A trust policy: each statement's principal and action."""
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": who, "Action": action, **more} for who, action in statements],
    }


SECURE = {"Bool": {"aws:SecureTransport": "true"}}
ASSUME, WEB, BY_SAML = "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"
SESSION = ["sts:AssumeRole", "sts:TagSession"]
# Which action each kind of principal assumes a role with, and how a Principal element spells it:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
DOCUMENTS = [
    pytest.param(allow("s3:*"), permissions("Allow", "s3:*"), id="allow: one action stands alone"),
    pytest.param(deny("a:B", "c:D"), permissions("Deny", ["a:B", "c:D"]), id="deny: several are a list"),
    pytest.param(allow("a:B", on=BUCKET), permissions("Allow", "a:B", BUCKET), id="allow: one resource"),
    pytest.param(allow("a:B", on=(BUCKET, "*")), permissions("Allow", "a:B", [BUCKET, "*"]), id="allow: two resources"),
    pytest.param(deny("a:B", when=SECURE), permissions("Deny", "a:B", Condition=SECURE), id="deny: a condition"),
    pytest.param(allow("a:B", when={}), permissions("Allow", "a:B"), id="allow: no condition is none"),
    pytest.param(trust("user/ann"), trusted(({"AWS": "user/ann"}, ASSUME)), id="trust: a short name"),
    pytest.param(trust("account/123456789012"), trusted(({"AWS": "123456789012"}, ASSUME)), id="trust: an account"),
    pytest.param(
        trust("service/lambda.amazonaws.com"),
        trusted(({"Service": "lambda.amazonaws.com"}, ASSUME)),
        id="trust: a service",
    ),
    pytest.param(trust("*"), trusted(({"AWS": "*"}, ASSUME)), id="trust: everybody"),
    pytest.param(trust(OIDC), trusted(({"Federated": OIDC}, WEB)), id="trust: an OIDC provider"),
    pytest.param(
        trust("oidc/accounts.google.com"),
        trusted(({"Federated": "accounts.google.com"}, WEB)),
        id="OIDC, built into AWS",
    ),
    pytest.param(
        trust("oidc/i.example/id/A"),
        trusted(({"Federated": "oidc/i.example/id/A"}, WEB)),
        id="trust: an OIDC provider by its issuer",
    ),
    pytest.param(
        trust("saml/corp"), trusted(({"Federated": "saml/corp"}, BY_SAML)), id="trust: a SAML provider by its name"
    ),
    pytest.param(trust(SAML), trusted(({"Federated": SAML}, BY_SAML)), id="trust: a SAML provider"),
    pytest.param(
        trust("accounts.google.com"), trusted(({"Federated": "accounts.google.com"}, WEB)), id="trust: Google"
    ),
    pytest.param(
        trust("cognito-identity.amazonaws.com"),
        trusted(({"Federated": "cognito-identity.amazonaws.com"}, WEB)),
        id="trust: Cognito",
    ),
    pytest.param(
        trust("graph.facebook.com"), trusted(({"Federated": "graph.facebook.com"}, WEB)), id="trust: Facebook"
    ),
    pytest.param(trust("www.amazon.com"), trusted(({"Federated": "www.amazon.com"}, WEB)), id="trust: Amazon"),
    pytest.param(
        trust("user/ann", "role/app"), trusted(({"AWS": ["user/ann", "role/app"]}, ASSUME)), id="trust: two of a kind"
    ),
    pytest.param(
        trust("user/ann", "service/ec2.amazonaws.com", OIDC, "user/bob"),
        trusted(
            ({"AWS": ["user/ann", "user/bob"]}, ASSUME),
            ({"Service": "ec2.amazonaws.com"}, ASSUME),
            ({"Federated": OIDC}, WEB),
        ),
        id="trust: a statement for each kind",
    ),
    pytest.param(
        trust("user/ann", actions=SESSION), trusted(({"AWS": "user/ann"}, SESSION)), id="trust: several actions"
    ),
    pytest.param(trust(OIDC, actions="sts:*"), trusted(({"Federated": OIDC}, "sts:*")), id="trust: one action"),
    pytest.param(
        trust("*", external_id="p-42"),
        trusted(({"AWS": "*"}, ASSUME), Condition={"StringEquals": {"sts:ExternalId": "p-42"}}),
        id="trust: an external id",
    ),
    pytest.param(
        trust("*", external_id=("p-42", "p-43"), when=SECURE),
        trusted(({"AWS": "*"}, ASSUME), Condition={**SECURE, "StringEquals": {"sts:ExternalId": ["p-42", "p-43"]}}),
        id="trust: external ids beside a condition",
    ),
    pytest.param(
        trust("*", external_id="p-42", when={"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}),
        trusted(
            ({"AWS": "*"}, ASSUME),
            Condition={"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid", "sts:ExternalId": "p-42"}},
        ),
        id="trust: an external id within a condition",
    ),
]


@pytest.mark.parametrize(("built", "document"), DOCUMENTS)
def test_a_builder_returns_a_plain_document(built: dict[str, Any], document: dict[str, Any]) -> None:
    """allow(), deny() and trust() return what one would write as JSON."""
    assert built == document


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda when: allow("a:B", when=when), id="allow"),
        pytest.param(lambda when: trust("user/ann", external_id="p-42", when=when), id="trust"),
    ],
)
def test_a_builder_leaves_its_conditions_as_they_were(build: Callable[[Any], dict[str, Any]]) -> None:
    """A condition block can be shared: what a builder adds to it, or a test to the document, stays there."""
    when = {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}
    before = copy.deepcopy(when)
    build(when)["Statement"][0]["Condition"]["StringEquals"]["added"] = "later"
    assert when == before
