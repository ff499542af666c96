"""Responses of an identity provider: built, signed, and written as base64."""

from __future__ import annotations

import base64
import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_fakests.cloud.oidc.keys import kept_key
from pytest_fakests.cloud.saml.certificates import certificate
from pytest_fakests.cloud.saml.library import signxml
from pytest_fakests.cloud.saml.names import BEARER, DS, NAMESPACES, SAML, SAMLP

_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


@dataclasses.dataclass(frozen=True)
class Subject:
    """Of whom an assertion speaks.

    Attributes:
        name: The NameID.
        format: The format of the NameID.
        recipient: To whom the assertion is to be brought; None leaves it out.
    """

    name: str
    format: str
    recipient: str | None


@dataclasses.dataclass(frozen=True)
class Times:
    """The moments of an assertion.

    Attributes:
        issued: When it was issued.
        start: From when it is valid.
        end: Until when.
        session_end: SessionNotOnOrAfter; None leaves it out.
    """

    issued: datetime.datetime
    start: datetime.datetime
    end: datetime.datetime
    session_end: datetime.datetime | None


@dataclasses.dataclass(frozen=True)
class Response:
    """What a response and its one assertion say.

    Attributes:
        identifier: What their ids end in.
        issuer: Who is said to have issued them.
        status: Whether the subject was authenticated.
        subject: Of whom the assertion speaks.
        audience: For whom it is; None leaves it out.
        times: Its moments.
        attributes: The attributes with their values.
    """

    identifier: str
    issuer: str
    status: str
    subject: Subject
    audience: str | None
    times: Times
    attributes: Mapping[str, Sequence[str]]


def written_response(response: Response, key: str, signed: str) -> str:
    """A signed response, as a browser would bring it.

    Args:
        response: What it says.
        key: The entity id whose key signs.
        signed: "assertion" or "response": what is signed.

    Raises:
        ImportError: signxml is not installed.
    """
    signxml()
    from lxml import etree  # type: ignore[import-untyped]  # an extra

    at = {"Version": "2.0", "IssueInstant": _moment(response.times.issued)}
    names = {**NAMESPACES, "ds": DS}
    root = etree.Element(f"{{{SAMLP}}}Response", {"ID": f"_response{response.identifier}", **at}, nsmap=names)
    _add(root, "Issuer", text=response.issuer)
    _mark(root, signed == "response")
    _add(_add(root, "Status", of=SAMLP), "StatusCode", {"Value": response.status}, of=SAMLP)
    assertion = _add(root, "Assertion", {"ID": f"_assertion{response.identifier}", **at})
    _add(assertion, "Issuer", text=response.issuer)
    _mark(assertion, signed == "assertion")
    _add_subject(assertion, response)
    _add_conditions(assertion, response)
    _add_statements(assertion, response)
    whole = _signed(root, root if signed == "response" else assertion, key)
    return base64.b64encode(etree.tostring(whole)).decode("ascii")


def _add_subject(assertion: Any, response: Response) -> None:
    who = _add(assertion, "Subject")
    _add(who, "NameID", {"Format": response.subject.format}, text=response.subject.name)
    data = {"NotOnOrAfter": _moment(response.times.end)}
    if response.subject.recipient:
        data["Recipient"] = response.subject.recipient
    _add(_add(who, "SubjectConfirmation", {"Method": BEARER}), "SubjectConfirmationData", data)


def _add_conditions(assertion: Any, response: Response) -> None:
    bounds = {"NotBefore": _moment(response.times.start), "NotOnOrAfter": _moment(response.times.end)}
    conditions = _add(assertion, "Conditions", bounds)
    if response.audience:
        _add(_add(conditions, "AudienceRestriction"), "Audience", text=response.audience)


def _add_statements(assertion: Any, response: Response) -> None:
    session = {"AuthnInstant": _moment(response.times.issued)}
    if response.times.session_end:
        session["SessionNotOnOrAfter"] = _moment(response.times.session_end)
    _add(assertion, "AuthnStatement", session)
    statement = _add(assertion, "AttributeStatement")
    for name, values in response.attributes.items():
        attribute = _add(statement, "Attribute", {"Name": name})
        for value in values:
            _add(attribute, "AttributeValue", text=value)


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
