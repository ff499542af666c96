"""What of a response may be read: the assertion that was signed, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]  # it has no types
from signxml import XMLSigner  # type: ignore[attr-defined]  # it does not list what it exports

from pytest_fakests import SamlIssuer, SamlProvider
from pytest_fakests.cloud.oidc.keys import kept_key
from pytest_fakests.cloud.saml.certificates import certificate
from pytest_fakests.cloud.saml.names import SIGNATURE
from pytest_fakests.cloud.saml.reading import SignatureError, read_response, signed_assertion

ISSUER = "https://corp.example.com/saml"

pytestmark = pytest.mark.identity_providers(SamlProvider("corp"))


def signed_failure() -> Any:
    """A response without an assertion, as the provider signs it for somebody whom it does not know."""
    text = (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_failure"><samlp:Status>'
        '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status></samlp:Response>'
    )
    key, signer = kept_key(ISSUER, "RSA").private, XMLSigner(c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#")
    return signer.sign(
        etree.fromstring(text), key=key, cert=certificate(ISSUER), reference_uri="_failure", id_attribute="ID"
    )


def test_a_signature_for_another_element_opens_nothing(saml_provider: SamlIssuer) -> None:
    """A true signature, in a forged response: what it signs is wrapped inside, and has no assertion."""
    root = read_response(saml_provider.assertion(role="arn:aws:iam::123456789012:role/app,provider"))
    signature = root.find(f".//{SIGNATURE}")
    signature.getparent().remove(signature)
    failure = signed_failure()
    root.append(failure.find(SIGNATURE))
    root.append(failure)
    with pytest.raises(SignatureError) as caught:
        signed_assertion(root, certificate(ISSUER))
    assert str(caught.value) == "the signature is for another element than the one that holds it"
