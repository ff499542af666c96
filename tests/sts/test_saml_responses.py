"""SAML responses that AssumeRoleWithSAML refuses: tampered with, or built wrongly.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable

import pytest
from assertions import DECLARED, PROVIDER, ROLE, assume, noted, refusal, rewritten
from botocore.exceptions import ClientError
from lxml import etree  # type: ignore[import-untyped]  # it has no types
from signxml import XMLSigner  # type: ignore[attr-defined]  # it does not list what it exports

from pytest_fakests import FakeSts, SamlIssuer, StsClock
from pytest_fakests.cloud.oidc.keys import kept_key
from pytest_fakests.cloud.saml.certificates import certificate

ISSUER = "https://corp.example.com/saml"
NOON = datetime.datetime(2096, 6, 1, 12, tzinfo=datetime.timezone.utc)
BEHIND = " (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: {}; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)"
INVALID = "Invalid base64 SAMLResponse" + BEHIND.format("AuthSamlInvalidSamlResponseException")
UNSIGNED_TEXT = "Response signature invalid"
TOO_LATE = "Token must be redeemed within 5 minutes of issuance"
NO_CONFIRMATION = "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter"
pytestmark = DECLARED


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
