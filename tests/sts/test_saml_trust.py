"""Whom AssumeRoleWithSAML lets in: what a trust policy sees of an assertion.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from assertions import ALL, DECLARED, HOME, assume, refusal
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, SamlIssuer, allow, trust

AUDIENCE = "https://signin.aws.amazon.com/saml"
ISSUER = "https://corp.example.com/saml"
QUALIFIER = base64.b64encode(hashlib.sha1(f"{ISSUER}{HOME}/corp".encode()).digest()).decode()
DENIED = "Not authorized to perform sts:AssumeRoleWithSAML"
pytestmark = DECLARED

KEYS = [
    ("saml:aud", AUDIENCE),
    ("saml:iss", ISSUER),
    ("saml:sub", "u-1"),
    ("saml:sub_type", "persistent"),
    ("saml:namequalifier", QUALIFIER),
    ("saml:doc", f"{HOME}/corp"),
    ("saml:cn", "Ann"),
    ("saml:edupersonaffiliation", "staff"),
    ("sts:RoleSessionName", "ann"),
    ("aws:RequestTag/team", "blue"),
]


@pytest.mark.parametrize(("key", "value"), KEYS, ids=[key for key, _ in KEYS])
@pytest.mark.parametrize("fits", [True, False], ids=["fits", "differs"])
def test_a_trust_policy_sees_the_key(
    fakests: FakeSts, saml_provider: SamlIssuer, key: str, value: str, fits: bool
) -> None:
    """It lets in whom it names, and nobody else."""
    operator = "ForAnyValue:StringEquals" if key in ("saml:cn", "saml:edupersonaffiliation") else "StringEquals"
    when = {operator: {key: value if fits else f"not {value}"}}
    policy = [trust("saml/corp", actions=ALL[:1], when=when), trust("saml/corp", actions=ALL[1:])]
    fakests.add(Role("app", path="/team/", trust=policy))
    attributes: dict[str, Any] = {"urn:oid:2.5.4.3": "Ann", "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": ["member", "staff"]}
    assertion = saml_provider.assertion(
        role="app", session_name="ann", subject="u-1", principal_tags={"team": "blue"}, **attributes
    )
    if fits:
        assert assume(fakests, assertion)["Subject"] == "u-1"
    else:
        with pytest.raises(ClientError) as caught:
            assume(fakests, assertion)
        assert refusal(caught) == ("AccessDenied", 403, DENIED)


EDU_PERSON, EDU_ORG, OID = "urn:oid:1.3.6.1.4.1.5923.1.1.1.", "urn:oid:1.3.6.1.4.1.5923.1.2.1.", "urn:oid:"
SOAP, MICROSOFT = "http://schemas.xmlsoap.org/", "http://schemas.microsoft.com/ws/2008/06/"
LISTS = [
    (f"{EDU_PERSON}1", "eduPersonAffiliation"),
    (f"{EDU_PERSON}2", "eduPersonNickname"),
    (f"{EDU_PERSON}4", "eduPersonOrgUnitDN"),
    (f"{EDU_PERSON}7", "eduPersonEntitlement"),
    (f"{EDU_PERSON}9", "eduPersonScopedAffiliation"),
    (f"{EDU_PERSON}10", "eduPersonTargetedID"),
    (f"{EDU_PERSON}11", "eduPersonAssurance"),
    (f"{EDU_ORG}2", "eduOrgHomePageURI"),
    (f"{EDU_ORG}3", "eduOrgIdentityAuthNPolicyURI"),
    (f"{EDU_ORG}4", "eduOrgLegalName"),
    (f"{EDU_ORG}5", "eduOrgSuperiorURI"),
    (f"{EDU_ORG}6", "eduOrgWhitePagesURI"),
    (f"{OID}2.5.4.3", "cn"),
]
TEXTS = [
    (f"{EDU_PERSON}3", "eduPersonOrgDN"),
    (f"{EDU_PERSON}5", "eduPersonPrimaryAffiliation"),
    (f"{EDU_PERSON}6", "eduPersonPrincipalName"),
    (f"{EDU_PERSON}8", "eduPersonPrimaryOrgUnitDN"),
    (f"{SOAP}ws/2005/05/identity/claims/name", "name"),
    (f"{SOAP}claims/CommonName", "commonName"),
    (f"{SOAP}ws/2005/05/identity/claims/givenname", "givenName"),
    (f"{SOAP}ws/2005/05/identity/claims/surname", "surname"),
    (f"{SOAP}ws/2005/05/identity/claims/emailaddress", "mail"),
    (f"{MICROSOFT}identity/claims/primarygroupsid", "uid"),
    (f"{MICROSOFT}identity/claims/primarygroupsid", "primaryGroupSID"),
    ("2.5.4.3", "commonName"),
    ("2.5.4.4", "surname"),
    ("2.4.5.42", "givenName"),
    (f"{OID}2.5.4.42", "givenName"),
    ("2.5.4.45", "x500UniqueIdentifier"),
    ("0.9.2342.19200300100.1.1", "uid"),
    (f"{OID}0.9.2342.19200300.100.1.1", "uid"),
    ("0.9.2342.19200300100.1.3", "mail"),
    (f"{OID}0.9.2342.19200300.100.1.3", "mail"),
    ("0.9.2342.19200300.100.1.45", "organizationStatus"),
]


@pytest.mark.parametrize(
    ("name", "key", "operator"),
    [(*row, "ForAnyValue:StringEquals") for row in LISTS] + [(*row, "StringEquals") for row in TEXTS],
)
def test_an_attribute_is_the_key_that_awss_table_says(
    fakests: FakeSts, saml_provider: SamlIssuer, name: str, key: str, operator: str
) -> None:
    """ "Mapping SAML attributes to AWS trust policy context keys" of the page on assertions: a list, or its first."""
    when = {operator: {f"saml:{key}": "Ann"}}
    fakests.role("app").set_trust(trust("saml/corp", when=when))
    values = ["other", "Ann"] if operator.startswith("ForAnyValue") else ["Ann", "other"]
    attributes: dict[str, Any] = {name: values}
    assert assume(fakests, saml_provider.assertion(role="app", **attributes))["Subject"] == "subject"


def test_of_two_claims_for_one_key_one_counts(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """The page on assertions says so, without saying which: here the first."""
    fakests.role("app").set_trust(trust("saml/corp", when={"StringEquals": {"saml:surname": "Lee"}}))
    attributes: dict[str, Any] = {f"{OID}2.5.4.4": "Lee", f"{SOAP}ws/2005/05/identity/claims/surname": "Other"}
    assert assume(fakests, saml_provider.assertion(role="app", **attributes))["Subject"] == "subject"


def test_a_session_has_its_subject_and_no_more_of_the_assertion(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """Three keys stay; aws:FederatedProvider is for web identities alone: the page of 2023 had it for SAML too."""
    kept = {"saml:namequalifier": QUALIFIER, "saml:sub": "u-1", "saml:sub_type": "persistent"}
    gone = ["saml:aud", "saml:iss", "saml:doc", "saml:cn", "aws:FederatedProvider"]
    when = {"StringEquals": kept, "Null": {**dict.fromkeys(gone, "true"), **dict.fromkeys(kept, "false")}}
    fakests.role("app").set_permissions(allow("s3:GetObject", when=when))
    attributes: dict[str, Any] = {f"{OID}2.5.4.3": "Ann"}
    answer = assume(fakests, saml_provider.assertion(role="app", subject="u-1", **attributes))
    fakests.client("s3", answer["Credentials"]).get_object(Bucket="b", Key="k")
    assert fakests.calls[-1].error is None


def test_no_trust_policy_sees_a_federated_provider(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """It is there for AssumeRoleWithWebIdentity alone:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
    fakests.role("app").set_trust(trust("saml/corp", when={"Null": {"aws:FederatedProvider": "false"}}))
    with pytest.raises(ClientError) as caught:
        assume(fakests, saml_provider.assertion(role="app"))
    assert refusal(caught) == ("AccessDenied", 403, DENIED)
