"""The names that SAML 2.0 and AWS give to the parts of an assertion.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
"""

from __future__ import annotations

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
DS = "http://www.w3.org/2000/09/xmldsig#"
ASSERTION = f"{{{SAML}}}Assertion"
ENCRYPTED = f"{{{SAML}}}EncryptedAssertion"
RESPONSE = f"{{{SAMLP}}}Response"
SIGNATURE = f"{{{DS}}}Signature"
NAMESPACES = {"saml": SAML, "samlp": SAMLP}
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
NAME_ID_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
AUDIENCE = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"


def entity_id(name: str) -> str:
    """What the identity provider with this name in IAM writes as the issuer."""
    return f"https://{name}.example.com/saml"
