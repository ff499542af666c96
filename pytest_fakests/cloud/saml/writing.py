"""Responses of an identity provider: built, signed, and written as base64."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_fakests.cloud.oidc.keys import kept_key
from pytest_fakests.cloud.saml.certificates import certificate
from pytest_fakests.cloud.saml.library import signxml
from pytest_fakests.cloud.saml.names import BEARER, DS, NAMESPACES, SAML, SAMLP

_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def written_response(
    *,
    issuer: str,
    key: str,
    identifier: str,
    subject: str,
    name_format: str,
    audience: str | None,
    recipient: str | None,
    issued: datetime.datetime,
    start: datetime.datetime,
    end: datetime.datetime,
    session_end: datetime.datetime | None,
    status: str,
    attributes: Mapping[str, Sequence[str]],
    signed: str,
) -> str:
    """A signed response, as a browser would bring it.

    Args:
        issuer: What it says of who issued it.
        key: The entity id whose key signs.
        identifier: What its ids end in.
        signed: "assertion" or "response": what is signed.

    The others are values of the assertion's elements; None leaves an element or an attribute out.

    Raises:
        ImportError: signxml is not installed.
    """
    signxml()
    from lxml import etree  # type: ignore[import-untyped]  # an extra

    at = {"Version": "2.0", "IssueInstant": _moment(issued)}
    root = etree.Element(f"{{{SAMLP}}}Response", {"ID": f"_response{identifier}", **at}, nsmap={**NAMESPACES, "ds": DS})
    _add(root, "Issuer", text=issuer)
    _mark(root, signed == "response")
    _add(_add(root, "Status", of=SAMLP), "StatusCode", {"Value": status}, of=SAMLP)
    assertion = _add(root, "Assertion", {"ID": f"_assertion{identifier}", **at})
    _add(assertion, "Issuer", text=issuer)
    _mark(assertion, signed == "assertion")
    who = _add(assertion, "Subject")
    _add(who, "NameID", {"Format": name_format}, text=subject)
    data = {"NotOnOrAfter": _moment(end), **({"Recipient": recipient} if recipient else {})}
    _add(_add(who, "SubjectConfirmation", {"Method": BEARER}), "SubjectConfirmationData", data)
    conditions = _add(assertion, "Conditions", {"NotBefore": _moment(start), "NotOnOrAfter": _moment(end)})
    if audience:
        _add(_add(conditions, "AudienceRestriction"), "Audience", text=audience)
    session = {"SessionNotOnOrAfter": _moment(session_end)} if session_end else {}
    _add(assertion, "AuthnStatement", {"AuthnInstant": _moment(issued), **session})
    statement = _add(assertion, "AttributeStatement")
    for name, values in attributes.items():
        attribute = _add(statement, "Attribute", {"Name": name})
        for value in values:
            _add(attribute, "AttributeValue", text=value)
    whole = _signed(root, root if signed == "response" else assertion, key)
    return base64.b64encode(etree.tostring(whole)).decode("ascii")


def _signed(root: Any, holder: Any, key: str) -> Any:
    private = kept_key(key, "RSA").private
    signer = signxml().XMLSigner(c14n_algorithm=_EXCLUSIVE)
    made = signer.sign(holder, key=private, cert=certificate(key), reference_uri=holder.get("ID"), id_attribute="ID")
    if holder is root:
        return made
    root.replace(holder, made)
    return root


def _mark(parent: Any, here: bool) -> None:
    """Where the signature goes: after the issuer, as the schema of SAML has it."""
    if here:
        _add(parent, "Signature", {"Id": "placeholder"}, of=DS)


def _add(
    parent: Any, name: str, attributes: Mapping[str, str] | None = None, *, text: str | None = None, of: str = SAML
) -> Any:
    from lxml import etree

    made = etree.SubElement(parent, f"{{{of}}}{name}", attributes or {})
    made.text = text
    return made


def _moment(when: datetime.datetime) -> str:
    return when.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
