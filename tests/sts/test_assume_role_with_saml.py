"""AssumeRoleWithSAML through real clients: its answer, and each parameter and assertion that is refused.

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
from typing import Any

import pytest
from assertions import DECLARED, HOME, PROVIDER, ROLE, assume, noted, refusal
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, SamlIssuer, StsClock

AUDIENCE = "https://signin.aws.amazon.com/saml"
ISSUER = "https://corp.example.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
QUALIFIER = base64.b64encode(hashlib.sha1(f"{ISSUER}{HOME}/corp".encode()).digest()).decode()
NOON = datetime.datetime(2096, 6, 1, 12, tzinfo=datetime.timezone.utc)
SECOND, MINUTE = datetime.timedelta(seconds=1), datetime.timedelta(minutes=1)
BEHIND = " (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: {}; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)"
INVALID = "Invalid base64 SAMLResponse" + BEHIND.format("AuthSamlInvalidSamlResponseException")
TOO_LATE = "Token must be redeemed within 5 minutes of issuance"
NO_CONFIRMATION = "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter"
NO_PAIR = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
pytestmark = DECLARED


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
            "https://us-east-1.signin.aws.amazon.com/saml/SAMLSP4SHN3UIS2D558H46",
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
