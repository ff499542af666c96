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

from pytest_fakests import FakeSts, Role, SamlIssuer, SamlProvider, StsClock, allow, trust

HOME = "123456789012"
PROVIDER = f"arn:aws:iam::{HOME}:saml-provider/corp"
ROLE = f"arn:aws:iam::{HOME}:role/team/app"
AUDIENCE = "https://signin.aws.amazon.com/saml"
ISSUER = "https://corp.example.com/saml"
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
        ["https://eu-west-1.signin.aws.amazon.com/saml", "https://us-east-1.signin.aws.amazon.com/saml/acs/SAMLSP1"],
    )
    def test_the_recipient_may_be_of_a_region(
        self, fakests: FakeSts, saml_provider: SamlIssuer, recipient: str
    ) -> None:
        """It is the answer's Audience."""
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
            pytest.param({"session_duration": 900}, {"DurationSeconds": 1800}, 1800, id="the request's"),
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
        """The shorter of what is asked for and SessionNotOnOrAfter."""
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


REFUSED = [
    pytest.param({"issuer": "https://evil.example.com"}, "InvalidIdentityToken", 400, "Issuer not present in specified provider" + BEHIND.format("AuthSamlInvalidSamlResponseException"), id="issuer"),
    pytest.param({"audience": "https://other.example.com"}, "InvalidIdentityToken", 400, "Response does not contain the required audience.", id="audience"),
    pytest.param({"audience": None}, "InvalidIdentityToken", 400, "Response does not contain the required audience.", id="no audience"),
    pytest.param({"recipient": None}, "InvalidIdentityToken", 400, NO_CONFIRMATION, id="no recipient"),
    pytest.param({"recipient": "https://signin.aws.amazon.com.evil.example/saml"}, "InvalidIdentityToken", 400, NO_CONFIRMATION, id="recipient"),
    pytest.param({"not_before": NOON + SECOND}, "ExpiredTokenException", 400, TOO_LATE, id="not yet valid"),
    pytest.param({"lifetime": 0}, "ExpiredTokenException", 400, TOO_LATE, id="not valid any more"),
    pytest.param({"issued": NOON - 5 * MINUTE - SECOND, "lifetime": 3600}, "ExpiredTokenException", 400, TOO_LATE, id="issued more than five minutes ago"),
    pytest.param({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "IDPRejectedClaim", 403, "The identity provider (IdP) reported that authentication failed.", id="status"),
    pytest.param({"role": f"arn:aws:iam::{HOME}:role/other"}, "InvalidIdentityToken", 400, NO_PAIR, id="another role"),
    pytest.param({"session_name": None}, "InvalidIdentityToken", 400, "RoleSessionName is required in AuthnResponse", id="no session name"),
    pytest.param({"session_name": "a b"}, "InvalidIdentityToken", 400, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", id="session name"),
    pytest.param({"source_identity": "x"}, "InvalidIdentityToken", 400, 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"', id="source identity"),
    pytest.param({"session_duration": 899}, "InvalidIdentityToken", 400, INVALID, id="session duration"),
    pytest.param({"session_duration": 7201}, "ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", id="beyond the role's maximum"),
    pytest.param({"principal_tags": {"team": "?"}}, "InvalidIdentityToken", 400, INVALID, id="tag"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code", "status", "message"), REFUSED)
def test_an_assertion_is_refused(
    fakests: FakeSts,
    saml_provider: SamlIssuer,
    sts_clock: StsClock,
    said: dict[str, Any],
    code: str,
    status: int,
    message: str,
) -> None:
    """In AWS's words, though the provider signed it."""
    sts_clock.move_to(NOON)
    assertion = saml_provider.assertion(**{"role": "app", **said})
    with pytest.raises(ClientError) as caught:
        assume(fakests, assertion)
    assert refusal(caught) == (code, status, message)


def test_just_before_five_minutes_is_not_too_late(
    fakests: FakeSts, saml_provider: SamlIssuer, sts_clock: StsClock
) -> None:
    """By the test's clock."""
    sts_clock.move_to(NOON)
    assertion = saml_provider.assertion(role="app", lifetime=3600)
    sts_clock.advance(299)
    assert assume(fakests, assertion)["Subject"] == "subject"


PARAMETERS = [
    pytest.param({"RoleArn": PROVIDER}, "ValidationError", "Request ARN is invalid", id="role"),
    pytest.param({"PrincipalArn": ROLE}, "ValidationError", "Request ARN is invalid", id="provider"),
    pytest.param({"PrincipalArn": f"{PROVIDER}2"}, "InvalidIdentityToken", "Specified provider doesn't exist" + BEHIND.format("AuthSamlManifestNotFoundException"), id="no such provider"),
    pytest.param({"SAMLAssertion": "not base64!"}, "InvalidIdentityToken", INVALID, id="no base64"),
    pytest.param({"Policy": json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{hashlib.sha512(bytes([n])).hexdigest()}"} for n in range(9)]})}, "PackedPolicyTooLarge", None, id="packed policy"),
    pytest.param({"Policy": "{}"}, "MalformedPolicyDocument", None, id="policy"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "code", "message"), PARAMETERS)
def test_a_parameter_is_refused(
    fakests: FakeSts, saml_provider: SamlIssuer, params: dict[str, str], code: str, message: str | None
) -> None:
    """With STS's error for it."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, saml_provider.assertion(role="app"), **params)
    found = refusal(caught)
    assert found == (code, 400, message or found[2])


def test_another_providers_signature_is_refused(fakests: FakeSts, saml_provider: SamlIssuer) -> None:
    """Though the assertion claims to be of the one that is trusted."""
    forged = saml_provider("evil").assertion(role=f"{ROLE},{PROVIDER}", issuer=ISSUER)
    with pytest.raises(ClientError) as caught:
        assume(fakests, forged)
    assert refusal(caught) == ("InvalidIdentityToken", 400, UNSIGNED_TEXT)


def unsigned(xml: str) -> str:
    """Without its signature."""
    start, end = xml.index("<ds:Signature"), xml.index("</ds:Signature>") + len("</ds:Signature>")
    return xml[:start] + xml[end:]


def forged(xml: str) -> str:
    """The assertion for somebody else, unsigned."""
    start, end = xml.index("<saml:Assertion"), xml.index("</saml:Assertion>") + len("</saml:Assertion>")
    return unsigned(xml[start:end]).replace("subject<", "root<").replace('ID="_assertion', 'ID="_forged')


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ATTACKS = [
    pytest.param(lambda xml: xml.replace("subject<", "root<"), UNSIGNED_TEXT, id="changed"),
    pytest.param(unsigned, UNSIGNED_TEXT, id="unsigned"),
    pytest.param(lambda xml: xml.replace("<saml:Assertion", forged(xml) + "<saml:Assertion", 1), UNSIGNED_TEXT, id="wrapping: a second assertion before"),
    pytest.param(lambda xml: xml.replace("</samlp:Response>", forged(xml) + "</samlp:Response>"), UNSIGNED_TEXT, id="wrapping: a second assertion behind"),
    pytest.param(lambda xml: xml.replace("<samlp:Status>", f"<samlp:Extensions>{forged(xml)}</samlp:Extensions><samlp:Status>"), UNSIGNED_TEXT, id="wrapping: a second assertion in an extension"),
    pytest.param(lambda xml: xml.replace("subject<", "sub<!-- -->ject<"), INVALID, id="a comment in the NameID"),
    pytest.param(lambda xml: xml.replace("role/team/app,", "role/team/app<!-- -->,"), INVALID, id="a comment in a Role"),
    pytest.param(lambda xml: xml.replace("subject<", "sub<?x?>ject<"), INVALID, id="a processing instruction"),
    pytest.param(lambda xml: "<!DOCTYPE r>" + xml, INVALID, id="a DOCTYPE"),
    pytest.param(lambda xml: BOMB + xml.replace("subject<", "&b;<"), INVALID, id="entities"),
    pytest.param(lambda xml: "<a>" * 300 + "</a>" * 300, INVALID, id="very deep"),
    pytest.param(lambda xml: "text", INVALID, id="no XML"),
    pytest.param(lambda xml: "<saml/>", INVALID, id="no response"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), ATTACKS)
def test_a_response_that_was_tampered_with_is_refused(
    fakests: FakeSts, saml_provider: SamlIssuer, change: Callable[[str], str], message: str
) -> None:
    """Only what the provider signed is ever read."""
    tampered = rewritten(saml_provider.assertion(role="app"), change)
    with pytest.raises(ClientError) as caught:
        assume(fakests, tampered)
    assert refusal(caught) == ("InvalidIdentityToken", 400, message)


def test_a_huge_response_is_refused(fakests: FakeSts) -> None:
    """AWS takes up to 100,000 characters."""
    with pytest.raises(ClientError, match="less than or equal to 100000"):
        assume(fakests, "A" * 100_001)
