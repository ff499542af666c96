"""AssumeRoleWithSAML through real clients: its answer, who is let in, and each assertion that is refused.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from lxml import etree  # type: ignore[import-untyped]  # it has no types
from signxml import XMLSigner  # type: ignore[attr-defined]  # it does not list what it exports

from pytest_fakests import FakeSts, Role, SamlIssuer, SamlProvider, StsClock, allow, trust
from pytest_fakests.cloud.oidc.keys import kept_key
from pytest_fakests.cloud.saml.certificates import certificate

HOME = "123456789012"
PROVIDER = f"arn:aws:iam::{HOME}:saml-provider/corp"
ROLE = f"arn:aws:iam::{HOME}:role/team/app"
AUDIENCE = "https://signin.aws.amazon.com/saml"
ISSUER = "https://corp.example.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
ALL = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
QUALIFIER = base64.b64encode(hashlib.sha1(f"{ISSUER}{HOME}/corp".encode()).digest()).decode()
NOON = datetime.datetime(2096, 6, 1, 12, tzinfo=datetime.timezone.utc)
SECOND, MINUTE = datetime.timedelta(seconds=1), datetime.timedelta(minutes=1)
BEHIND = " (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: {}; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)"
INVALID = "Invalid base64 SAMLResponse" + BEHIND.format("AuthSamlInvalidSamlResponseException")
UNSIGNED_TEXT = "Response signature invalid"
TOO_LATE = "Token must be redeemed within 5 minutes of issuance"
NO_CONFIRMATION = "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter"
NO_PAIR = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
DENIED = "Not authorized to perform sts:AssumeRoleWithSAML"

pytestmark = [
    pytest.mark.identity_providers(SamlProvider("corp")),
    pytest.mark.roles(
        Role("app", path="/team/", trust=trust("saml/corp", actions=ALL), max_session=7200, permissions=allow("s3:*"))
    ),
]


def assume(fakests: FakeSts, assertion: str, **params: Any) -> Any:
    """Assume the role with an assertion, by a client that has no AWS credentials."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False)
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_saml(
        **{"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": assertion, **params}
    )


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def noted(caught: pytest.ExceptionInfo[ClientError]) -> str:
    """What the fake notes on an error, as AWS does not say why; "" where it notes nothing."""
    return str(vars(caught.value).get("__notes__", [""])[0])


def rewritten(assertion: str, change: Callable[[str], str]) -> str:
    """The response with other XML."""
    before = base64.b64decode(assertion).decode()
    after = change(before)
    assert after != before
    return base64.b64encode(after.encode()).decode()


def lasting(answer: Any) -> datetime.timedelta:
    """How long the credentials of an answer live."""
    expiration: datetime.datetime = answer["Credentials"]["Expiration"]
    return expiration - NOON


class TestAnswer:
    """What is answered, and what stays with the session."""

    @pytest.mark.parametrize("signed", ["assertion", "response"])
    def test_the_answer_repeats_what_the_assertion_says(
        self, fakests: FakeSts, saml_provider: SamlIssuer, signed: str
    ) -> None:
        """Whether the assertion is signed or the response, and without AWS credentials."""
        answer = assume(fakests, saml_provider.assertion(role="app", session_name="ann", subject="u-1", signed=signed))
        assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{HOME}:assumed-role/app/ann"
        assert {
            name: answer.get(name) for name in ("Subject", "SubjectType", "Issuer", "Audience", "NameQualifier")
        } == {
            "Subject": "u-1",
            "SubjectType": "persistent",
            "Issuer": ISSUER,
            "Audience": AUDIENCE,
            "NameQualifier": QUALIFIER,
        }

    def test_the_credentials_are_those_of_the_session(self, fakests: FakeSts, saml_provider: SamlIssuer) -> None:
        """They sign calls."""
        given = assume(fakests, saml_provider.assertion(role="app", session_name="ann"))["Credentials"]
        client = fakests.botocore_session().create_client(
            "sts",
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )
        assert client.get_caller_identity()["Arn"] == f"arn:aws:sts::{HOME}:assumed-role/app/ann"

    @pytest.mark.parametrize(
        "pair", [f"{ROLE},{PROVIDER}", f"{PROVIDER},{ROLE}", f"{ROLE}, {PROVIDER}"], ids=["role first", "last", "space"]
    )
    def test_the_pair_is_read_in_both_orders(self, fakests: FakeSts, saml_provider: SamlIssuer, pair: str) -> None:
        """AWS documents both."""
        assert assume(fakests, saml_provider.assertion(role=["app", pair]))["Subject"] == "subject"

    @pytest.mark.parametrize(
        "recipient",
        [
            "https://eu-west-1.signin.aws.amazon.com/saml",
            "https://us-east-1.signin.aws.amazon.com/saml/acs/SAMLSP1",
            "https://signin.aws.amazon.com/static/saml",
            "https://signin.amazonaws.cn/saml",
            "https://signin.amazonaws-us-gov.com/saml",
        ],
    )
    def test_the_recipient_is_any_of_awss_sign_in_endpoints(
        self, fakests: FakeSts, saml_provider: SamlIssuer, recipient: str
    ) -> None:
        """Of a Region, of a provider with encryption, or of a partition; it is the answer's Audience."""
        assert assume(fakests, saml_provider.assertion(role="app", recipient=recipient))["Audience"] == recipient

    def test_source_identity_is_answered(self, fakests: FakeSts, saml_provider: SamlIssuer) -> None:
        """It is the assertion's."""
        assert assume(fakests, saml_provider.assertion(role="app", source_identity="ann"))["SourceIdentity"] == "ann"

    def test_tags_are_packed(self, fakests: FakeSts, saml_provider: SamlIssuer) -> None:
        """As those of AssumeRole."""
        assertion = saml_provider.assertion(role="app", principal_tags={"team": "blue"}, transitive_tag_keys=["team"])
        assert assume(fakests, assertion)["PackedPolicySize"] > 0

    @pytest.mark.parametrize(
        ("said", "params", "seconds"),
        [
            pytest.param({}, {}, 3600, id="an hour"),
            pytest.param({"session_duration": 900}, {}, 900, id="the assertion's"),
            pytest.param({"session_duration": 1800}, {"DurationSeconds": 900}, 900, id="the request's"),
            pytest.param(
                {"session_duration": 900}, {"DurationSeconds": 1800}, 900, id="no longer than the assertion says"
            ),
            pytest.param({"session_duration": 43200}, {}, 3600, id="no longer than by default, whatever it says"),
            pytest.param({"session_end": NOON + 10 * MINUTE}, {}, 600, id="to the end that the assertion sets"),
            pytest.param({"session_end": NOON + 90 * MINUTE}, {}, 3600, id="not beyond what is asked for"),
        ],
    )
    def test_how_long_the_session_lasts(
        self,
        fakests: FakeSts,
        saml_provider: SamlIssuer,
        sts_clock: StsClock,
        said: dict[str, Any],
        params: dict[str, Any],
        seconds: int,
    ) -> None:
        """The shortest of what is asked for, SessionDuration and SessionNotOnOrAfter: SessionDuration only shortens."""
        sts_clock.move_to(NOON)
        answer = assume(fakests, saml_provider.assertion(role="app", **said), **params)
        assert lasting(answer) == datetime.timedelta(seconds=seconds)


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


REFUSED = [
    pytest.param({"issuer": "https://evil.example.com"}, "InvalidIdentityToken", 400, "Issuer not present in specified provider" + BEHIND.format("AuthSamlInvalidSamlResponseException"), f"the issuer is 'https://evil.example.com'; {PROVIDER} has '{ISSUER}'", id="issuer"),
    pytest.param({"audience": "https://other.example.com"}, "InvalidIdentityToken", 400, "Response does not contain the required audience.", f"the assertion is meant for https://other.example.com, not for {AUDIENCE}", id="audience"),
    pytest.param({"audience": None}, "InvalidIdentityToken", 400, "Response does not contain the required audience.", f"the assertion is meant for none, not for {AUDIENCE}", id="no audience"),
    pytest.param({"recipient": None}, "InvalidIdentityToken", 400, NO_CONFIRMATION, f"the recipient is None; it must be {AUDIENCE}, or its form of a Region", id="no recipient"),
    pytest.param({"recipient": "https://signin.aws.amazon.com.evil.example/saml"}, "InvalidIdentityToken", 400, NO_CONFIRMATION, f"the recipient is 'https://signin.aws.amazon.com.evil.example/saml'; it must be {AUDIENCE}, or its form of a Region", id="recipient"),
    pytest.param({"not_before": NOON + SECOND}, "ExpiredTokenException", 400, TOO_LATE, "the assertion is valid from 2096-06-01T12:00:01Z to 2096-06-01T12:05:00Z; it is 2096-06-01T12:00:00Z", id="not yet valid"),
    pytest.param({"lifetime": 0}, "ExpiredTokenException", 400, TOO_LATE, "the assertion is valid from 2096-06-01T12:00:00Z to 2096-06-01T12:00:00Z; it is 2096-06-01T12:00:00Z", id="not valid any more"),
    pytest.param({"issued": NOON - 5 * MINUTE - SECOND, "lifetime": 3600}, "ExpiredTokenException", 400, TOO_LATE, "the assertion was issued at 2096-06-01T11:54:59Z; it is 2096-06-01T12:00:00Z", id="issued more than five minutes ago"),
    pytest.param({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "IDPRejectedClaim", 403, "The identity provider (IdP) reported that authentication failed.", "the response has the status urn:oasis:names:tc:SAML:2.0:status:Responder, not urn:oasis:names:tc:SAML:2.0:status:Success", id="status"),
    pytest.param({"role": f"arn:aws:iam::{HOME}:role/other"}, "InvalidIdentityToken", 400, NO_PAIR, f"no value of {ATTRIBUTES}Role is the pair of {ROLE} and {PROVIDER}", id="another role"),
    pytest.param({"session_name": None}, "InvalidIdentityToken", 400, "RoleSessionName is required in AuthnResponse", f"the assertion has no attribute {ATTRIBUTES}RoleSessionName", id="no session name"),
    pytest.param({"session_name": "a b"}, "InvalidIdentityToken", 400, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", "RoleSessionName is 'a b'", id="session name"),
    pytest.param({"source_identity": "x"}, "InvalidIdentityToken", 400, 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"', "the source identity is 'x'", id="source identity"),
    pytest.param({"session_duration": 899}, "InvalidIdentityToken", 400, INVALID, "SessionDuration is 899; it is a number of seconds from 900 to 43200", id="session duration"),
    pytest.param({"session_duration": 43201}, "InvalidIdentityToken", 400, INVALID, "SessionDuration is 43201; it is a number of seconds from 900 to 43200", id="session duration beyond 12 hours"),
    pytest.param({"https://aws.amazon.com/SAML/Attributes/SessionDuration": "an hour"}, "InvalidIdentityToken", 400, INVALID, "SessionDuration is an hour; it is a number of seconds from 900 to 43200", id="session duration in words"),
    pytest.param({"https://aws.amazon.com/SAML/Attributes/SessionDuration": ["900", "1800"]}, "InvalidIdentityToken", 400, INVALID, "SessionDuration is 900, 1800; it is a number of seconds from 900 to 43200", id="two session durations"),
    pytest.param({"session_end": NOON}, "ExpiredTokenException", 400, TOO_LATE, "the assertion lets a session last until 2096-06-01T12:00:00Z; it is 2096-06-01T12:00:00Z", id="a session that has ended"),
    pytest.param({"session_end": NOON - MINUTE}, "ExpiredTokenException", 400, TOO_LATE, "the assertion lets a session last until 2096-06-01T11:59:00Z; it is 2096-06-01T12:00:00Z", id="a session that ended before"),
    pytest.param({"principal_tags": {"team": "?"}}, "InvalidIdentityToken", 400, INVALID, "the value '?' of the tag 'team' is not one that AWS takes; use up to 256 letters, digits, spaces and _.:/=+-@", id="tag"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code", "status", "message", "note"), REFUSED)
def test_an_assertion_is_refused(
    fakests: FakeSts,
    saml_provider: SamlIssuer,
    sts_clock: StsClock,
    said: dict[str, Any],
    code: str,
    status: int,
    message: str,
    note: str,
) -> None:
    """In AWS's words, though the provider signed it; the note says why."""
    sts_clock.move_to(NOON)
    assertion = saml_provider.assertion(**{"role": "app", **said})
    with pytest.raises(ClientError) as caught:
        assume(fakests, assertion)
    assert (*refusal(caught), noted(caught)) == (code, status, message, note)


def test_just_before_five_minutes_is_not_too_late(
    fakests: FakeSts, saml_provider: SamlIssuer, sts_clock: StsClock
) -> None:
    """By the test's clock."""
    sts_clock.move_to(NOON)
    assertion = saml_provider.assertion(role="app", lifetime=3600)
    sts_clock.advance(299)
    assert assume(fakests, assertion)["Subject"] == "subject"


PARAMETERS = [
    pytest.param({"RoleArn": PROVIDER}, "ValidationError", "Request ARN is invalid", f"{PROVIDER} is not the ARN of a role", id="role"),
    pytest.param({"PrincipalArn": ROLE}, "ValidationError", "Request ARN is invalid", f"{ROLE} is not the ARN of a SAML provider", id="provider"),
    pytest.param({"PrincipalArn": f"{PROVIDER}2"}, "InvalidIdentityToken", "Specified provider doesn't exist" + BEHIND.format("AuthSamlManifestNotFoundException"), f"account 123456789012 has no provider arn:aws:iam::123456789012:saml-provider/corp2; declared identity providers: {PROVIDER}", id="no such provider"),
    pytest.param({"SAMLAssertion": "not base64!"}, "InvalidIdentityToken", INVALID, "the response is not taken: it is no base64", id="no base64"),
    pytest.param({"Policy": json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{hashlib.sha512(bytes([n])).hexdigest()}"} for n in range(9)]})}, "PackedPolicyTooLarge", None, "", id="packed policy"),
    pytest.param({"Policy": "{}"}, "MalformedPolicyDocument", None, "session policy: the element \"Statement\" is missing; write a list of statements", id="policy"),
    pytest.param({"DurationSeconds": 7201}, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "", id="beyond the role's maximum"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "code", "message", "note"), PARAMETERS)
def test_a_parameter_is_refused(
    fakests: FakeSts, saml_provider: SamlIssuer, params: dict[str, str], code: str, message: str | None, note: str
) -> None:
    """With STS's error for it, and a note where that does not say what is wrong."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, saml_provider.assertion(role="app"), **params)
    found = refusal(caught)
    assert (*found, noted(caught)) == (code, 400, message or found[2], note)


def test_another_providers_signature_is_refused(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """Though the assertion claims to be of the one that is trusted."""
    forged = saml_provider("evil").assertion(role=f"{ROLE},{PROVIDER}", issuer=ISSUER)
    with pytest.raises(ClientError) as caught:
        assume(fakests, forged)
    assert refusal(caught) == ("InvalidIdentityToken", 400, UNSIGNED_TEXT)
    assert noted(caught) == "the signature does not verify: Signature verification failed"


def unsigned(xml: str) -> str:
    """Without its signature."""
    start, end = xml.index("<ds:Signature"), xml.index("</ds:Signature>") + len("</ds:Signature>")
    return xml[:start] + xml[end:]


def encrypted(xml: str) -> str:
    """The response as a provider writes it that encrypts; what is in it does not matter to who cannot read it."""
    start, end = xml.index("<saml:Assertion"), xml.index("</saml:Assertion>") + len("</saml:Assertion>")
    return f"{xml[:start]}<saml:EncryptedAssertion/>{xml[end:]}"


def forged(xml: str) -> str:
    """The assertion for somebody else, unsigned."""
    start, end = xml.index("<saml:Assertion"), xml.index("</saml:Assertion>") + len("</saml:Assertion>")
    return unsigned(xml[start:end]).replace("subject<", "root<").replace('ID="_assertion', 'ID="_forged')


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ATTACKS = [
    pytest.param(lambda xml: xml.replace("subject<", "root<"), UNSIGNED_TEXT, "the signature does not verify: ", id="changed"),
    pytest.param(unsigned, UNSIGNED_TEXT, "neither the response nor its assertion is signed", id="unsigned"),
    pytest.param(encrypted, UNSIGNED_TEXT, "its assertion is encrypted, and the provider here has no private key that could read it", id="encrypted, for a provider without a private key"),
    pytest.param(lambda xml: xml.replace("<saml:Assertion", forged(xml) + "<saml:Assertion", 1), UNSIGNED_TEXT, "the response has 2 assertions; AWS takes one", id="wrapping: a second assertion before"),
    pytest.param(lambda xml: xml.replace("</samlp:Response>", forged(xml) + "</samlp:Response>"), UNSIGNED_TEXT, "the response has 2 assertions; AWS takes one", id="wrapping: a second assertion behind"),
    pytest.param(lambda xml: xml.replace("<samlp:Status>", f"<samlp:Extensions>{forged(xml)}</samlp:Extensions><samlp:Status>"), UNSIGNED_TEXT, "the response has 2 assertions; AWS takes one", id="wrapping: a second assertion in an extension"),
    pytest.param(lambda xml: xml.replace("subject<", "sub<!-- -->ject<"), INVALID, "the response is not taken: it has comments or processing instructions", id="a comment in the NameID"),
    pytest.param(lambda xml: xml.replace("role/team/app,", "role/team/app<!-- -->,"), INVALID, "the response is not taken: it has comments or processing instructions", id="a comment in a Role"),
    pytest.param(lambda xml: xml.replace("subject<", "sub<?x?>ject<"), INVALID, "the response is not taken: it has comments or processing instructions", id="a processing instruction"),
    pytest.param(lambda xml: "<!DOCTYPE r>" + xml, INVALID, "the response is not taken: it has a DOCTYPE", id="a DOCTYPE"),
    pytest.param(lambda xml: BOMB + xml.replace("subject<", "&b;<"), INVALID, "the response is not taken: it has a DOCTYPE", id="entities"),
    pytest.param(lambda xml: "<a>" * 300 + "</a>" * 300, INVALID, "the response is not taken: it is no XML: ", id="very deep"),
    pytest.param(lambda xml: "text", INVALID, "the response is not taken: it is no XML: ", id="no XML"),
    pytest.param(lambda xml: "<saml/>", INVALID, "the response is not taken: its root is saml, not {urn:oasis:names:tc:SAML:2.0:protocol}Response", id="no response"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message", "note"), ATTACKS)
def test_a_response_that_was_tampered_with_is_refused(
    fakests: FakeSts, saml_provider: SamlIssuer, change: Callable[[str], str], message: str, note: str
) -> None:
    """Only what the provider signed is ever read; the note says why, at its end in the words of signxml or lxml."""
    tampered = rewritten(saml_provider.assertion(role="app"), change)
    with pytest.raises(ClientError) as caught:
        assume(fakests, tampered)
    assert refusal(caught) == ("InvalidIdentityToken", 400, message)
    told = noted(caught)
    assert told.startswith(note) if note.endswith(": ") else told == note


def resigned(assertion: str, change: Callable[[str], str]) -> str:
    """The response with other XML, signed by the provider."""
    changed = etree.fromstring(base64.b64decode(rewritten(assertion, lambda xml: change(unsigned(xml)))))
    signer = XMLSigner(c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#")
    key = kept_key(ISSUER, "RSA").private
    whole = signer.sign(changed, key=key, cert=certificate(ISSUER), reference_uri=changed.get("ID"), id_attribute="ID")
    return base64.b64encode(etree.tostring(whole)).decode()


def second_confirmation(xml: str) -> str:
    """With a second SubjectConfirmation, as the first."""
    end = xml.index("</saml:SubjectConfirmation>") + len("</saml:SubjectConfirmation>")
    return xml[:end] + xml[xml.index("<saml:SubjectConfirmation ") : end] + xml[end:]


UNUSUAL = [
    pytest.param(second_confirmation, "InvalidIdentityToken", NO_CONFIRMATION, "the assertion has 2 SubjectConfirmations; AWS takes one", id="two confirmations"),
    pytest.param(lambda xml: xml.replace('SubjectConfirmationData NotOnOrAfter="2096-06-01T12:05:00Z"', "SubjectConfirmationData"), "InvalidIdentityToken", NO_CONFIRMATION, "its SubjectConfirmationData has no NotOnOrAfter", id="no NotOnOrAfter"),
    pytest.param(lambda xml: xml.replace('NotOnOrAfter="2096-06-01T12:05:00Z"', 'NotOnOrAfter="2096-06-31T12:05:00Z"'), "ExpiredTokenException", TOO_LATE, "the assertion is valid from 2096-06-01T12:00:00Z to 2096-06-31T12:05:00Z; it is 2096-06-01T12:00:00Z", id="no day of the calendar"),
    pytest.param(lambda xml: xml.replace('AuthnInstant="', 'SessionNotOnOrAfter="soon" AuthnInstant="'), "ExpiredTokenException", TOO_LATE, "the assertion lets a session last until soon; it is 2096-06-01T12:00:00Z", id="no moment"),
    pytest.param(lambda xml: xml.replace(' IssueInstant="2096-06-01T12:00:00Z"', ""), "ExpiredTokenException", TOO_LATE, "the assertion has no IssueInstant that can be read", id="no IssueInstant"),
    pytest.param(lambda xml: xml.replace(">subject<", "><"), "InvalidIdentityToken", INVALID, "the assertion has no saml:Subject/saml:NameID, or an empty one", id="no NameID"),
    pytest.param(lambda xml: xml.replace(f">{ISSUER}<", "><"), "InvalidIdentityToken", INVALID, "the assertion has no saml:Issuer, or an empty one", id="no issuer"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "message", "note"), UNUSUAL)
def test_a_response_that_a_provider_builds_wrongly_is_refused(
    fakests: FakeSts,
    saml_provider: SamlIssuer,
    sts_clock: StsClock,
    change: Callable[[str], str],
    code: str,
    message: str,
    note: str,
) -> None:
    """Though it signed it; the note says what is wrong."""
    sts_clock.move_to(NOON)
    with pytest.raises(ClientError) as caught:
        assume(fakests, resigned(saml_provider.assertion(role="app"), change))
    assert (*refusal(caught), noted(caught)) == (code, 400, message, note)


def test_a_huge_response_is_refused(fakests: FakeSts) -> None:
    """AWS takes up to 100,000 characters."""
    with pytest.raises(ClientError, match="less than or equal to 100000"):
        assume(fakests, "A" * 100_001)
