"""From the base64 of a response to the assertion that is really signed.

Whatever could make two readers see two things is refused: a DOCTYPE, comments and processing instructions, a second
assertion, a signature for another element. Only what signxml says was signed is read on.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from pytest_fakests.cloud.saml.library import signxml
from pytest_fakests.cloud.saml.names import ASSERTION, ENCRYPTED, NAMESPACES, RESPONSE, SIGNATURE


class ResponseError(Exception):
    """It is no response with one assertion."""


class SignatureError(Exception):
    """What would be read was not signed by the provider."""


def read_response(text: str) -> Any:
    """The root element of a response, of which nothing is verified yet.

    Raises:
        ImportError: signxml is not installed.
        ResponseError: It is no base64, no XML, or XML that no reader should take.
    """
    signxml()
    from lxml import etree  # type: ignore[import-untyped]  # an extra

    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ResponseError("it is no base64") from error
    if b"<!DOCTYPE" in data:
        raise ResponseError("it has a DOCTYPE")
    # One encoding, so that none hides what is looked for above.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ResponseError(f"it is no XML: {error}") from error
    if root.tag != RESPONSE:
        raise ResponseError(f"its root is {root.tag}, not {RESPONSE}")
    if next(root.getroottree().iter(etree.Comment, etree.PI), None) is not None:
        raise ResponseError("it has comments or processing instructions")
    return root


def signed_assertion(root: Any, certificate: str) -> Any:
    """The assertion of a response, once its signature, or the response's, is the certificate's.

    Raises:
        SignatureError: It is not signed so, or there is more than one assertion.
    """
    if next(root.iter(ENCRYPTED), None) is not None:
        raise SignatureError("its assertion is encrypted, and the provider here has no private key that could read it")
    assertions = root.findall(ASSERTION)
    if len(assertions) != 1 or len(list(root.iter(ASSERTION))) != 1:
        raise SignatureError(f"the response has {len(list(root.iter(ASSERTION)))} assertions; AWS takes one")
    holders = [one for one in (root, assertions[0]) if one.find(SIGNATURE) is not None]
    if not holders:
        raise SignatureError("neither the response nor its assertion is signed")
    verified = [_verified(holder, certificate) for holder in holders]
    signed = verified[0]
    return signed if signed.tag == ASSERTION else signed.find("saml:Assertion", NAMESPACES)


def _verified(holder: Any, certificate: str) -> Any:
    """The element as it was signed."""
    from lxml import etree

    library = signxml()
    here = library.SignatureConfiguration(location="./")
    try:
        result = library.XMLVerifier().verify(
            etree.tostring(holder, with_tail=False), x509_cert=certificate, id_attribute="ID", expect_config=here
        )
    # The library lets errors of several others through.
    except Exception as error:
        raise SignatureError(f"the signature does not verify: {error}".rstrip(": ")) from error
    signed = result.signed_xml
    if signed is None or signed.tag != holder.tag or signed.get("ID") != holder.get("ID"):
        raise SignatureError("the signature is for another element than the one that holds it")
    return signed
