"""Whom an assertion speaks of, once it is verified: the provider, the subject, and what it may set.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html. The texts of AWS are
those of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html and of public reports; where none was
found, docs/not-verified.md says so.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.identity_providers import SamlProviderEntity
from pytest_fakests.cloud.saml.certificates import certificate
from pytest_fakests.cloud.saml.condition_keys import IN_SESSION, attribute_keys
from pytest_fakests.cloud.saml.names import ATTRIBUTES, AUDIENCE, NAME_ID_FORMAT, NAMESPACES, SUCCESS
from pytest_fakests.cloud.saml.reading import ResponseError, SignatureError, read_response, signed_assertion
from pytest_fakests.sts.errors import idp_rejected, invalid_identity_token, validation_error
from pytest_fakests.sts.identity_claims import SOURCE_IDENTITY_CLAIM, TAGS_CLAIM, session_params

_RECIPIENT = re.compile(
    r"https://([\w-]+\.)?signin\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)/(static/)?saml(/(acs/)?[\w-]+)?",
    re.ASCII,
)
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
# AWS lets the words of the service behind it through; the id of that service's request is always another.
_BEHIND = (
    " (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: {code}; "
    "Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)"
)
_NO_PROVIDER = "Specified provider doesn't exist" + _BEHIND.format(code="AuthSamlManifestNotFoundException")
_INVALID = "Invalid base64 SAMLResponse" + _BEHIND.format(code="AuthSamlInvalidSamlResponseException")
_WRONG_ISSUER = "Issuer not present in specified provider" + _BEHIND.format(code="AuthSamlInvalidSamlResponseException")
_TOO_LATE = "Token must be redeemed within 5 minutes of issuance"
# As AWS writes it.
_NO_CONFIRMATION = "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter"
_OLDEST = datetime.timedelta(minutes=5)
_DURATION = (900, 43200)


@dataclasses.dataclass(frozen=True)
class SamlIdentity:
    """What a verified assertion says.

    Attributes:
        answer: What the operation's answer repeats of it.
        params: What it gives in place of parameters: the session's name, tags and source identity.
        longest: How long it lets the session last; None where it says nothing of it.
        trust_keys: The condition keys that the trust policy sees of it.
        session_keys: Those that stay with the session.
    """

    answer: Mapping[str, str]
    params: Mapping[str, Any]
    longest: datetime.timedelta | None
    trust_keys: Mapping[str, Any]
    session_keys: Mapping[str, Any]


def verified_assertion(cloud: Cloud, params: Mapping[str, Any], account: str) -> SamlIdentity:
    """The identity that the request's assertion speaks of.

    Args:
        cloud: The world.
        params: The parameters of AssumeRoleWithSAML.
        account: The account of the role, which must be the provider's.

    Raises:
        AwsError: The assertion is not one that this account takes.
    """
    provider = _provider(cloud, params["PrincipalArn"], account)
    try:
        root = read_response(params["SAMLAssertion"])
        assertion = signed_assertion(root, certificate(provider.issuer))
    except ResponseError as error:
        raise invalid_identity_token(_INVALID, f"the response is not taken: {error}") from error
    except SignatureError as error:
        raise invalid_identity_token("Response signature invalid", str(error)) from error
    status = root.find("samlp:Status/samlp:StatusCode", NAMESPACES)
    if status is not None and status.get("Value") != SUCCESS:
        raise idp_rejected(f"the response has the status {status.get('Value')}, not {SUCCESS}")
    issuer = _text(assertion, "saml:Issuer")
    if issuer != provider.issuer:
        raise invalid_identity_token(_WRONG_ISSUER, f"the issuer is {issuer!r}; {provider.arn} has {provider.issuer!r}")
    _check_audience(assertion)
    recipient = _checked_recipient(assertion)
    _check_times(assertion)
    attributes = _attributes(assertion)
    _check_pair(attributes, params["RoleArn"], provider.arn)
    return _identity(assertion, provider, recipient, attributes)


def _provider(cloud: Cloud, arn: str, account: str) -> SamlProviderEntity:
    if not re.fullmatch(r"arn:[\w-]+:iam::\d{12}:saml-provider/[\w.-]+", arn, re.ASCII):
        raise validation_error("Request ARN is invalid", f"{arn} is not the ARN of a SAML provider")
    found = cloud.providers.at(arn)
    if isinstance(found, SamlProviderEntity) and found.account == account:
        return found
    declared = ", ".join(one.arn for one in cloud.providers) or "none"
    note = f"account {account} has no provider {arn}; declared identity providers: {declared}"
    raise invalid_identity_token(_NO_PROVIDER, note)


def _check_audience(assertion: Any) -> None:
    found = [
        (one.text or "").strip()
        for one in assertion.iterfind("saml:Conditions/saml:AudienceRestriction/saml:Audience", NAMESPACES)
    ]
    if not any(one == "urn:amazon:webservices" or _RECIPIENT.fullmatch(one) for one in found):
        given = ", ".join(found) or "none"
        raise invalid_identity_token(
            "Response does not contain the required audience.",
            f"the assertion is meant for {given}, not for {AUDIENCE}",
        )


def _checked_recipient(assertion: Any) -> str:
    confirmations = assertion.findall("saml:Subject/saml:SubjectConfirmation", NAMESPACES)
    if len(confirmations) > 1:
        raise invalid_identity_token(
            _NO_CONFIRMATION, f"the assertion has {len(confirmations)} SubjectConfirmations; AWS takes one"
        )
    data = assertion.find("saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData", NAMESPACES)
    recipient = None if data is None else data.get("Recipient")
    if recipient is None or not _RECIPIENT.fullmatch(recipient):
        note = f"the recipient is {recipient!r}; it must be {AUDIENCE}, or its form of a Region"
        raise invalid_identity_token(_NO_CONFIRMATION, note)
    if data.get("NotOnOrAfter") is None:
        raise invalid_identity_token(_NO_CONFIRMATION, "its SubjectConfirmationData has no NotOnOrAfter")
    return str(recipient)


def _check_times(assertion: Any) -> None:
    now = clock.now()
    issued = _moment(assertion.get("IssueInstant"))
    if issued is None:
        raise _expired("the assertion has no IssueInstant that can be read")
    if now - issued > _OLDEST:
        raise _expired(f"the assertion was issued at {_written(issued)}; it is {_written(now)}")
    conditions = assertion.find("saml:Conditions", NAMESPACES)
    data = assertion.find("saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData", NAMESPACES)
    for bounds in (conditions, data):
        start, end = bounds.get("NotBefore"), bounds.get("NotOnOrAfter")
        first, last = _moment(start), _moment(end)
        if (start and first is None) or (end and last is None) or (first and now < first) or (last and now >= last):
            raise _expired(f"the assertion is valid from {start} to {end}; it is {_written(now)}")


def _check_pair(attributes: Mapping[str, list[str]], role: str, provider: str) -> None:
    pairs = [{part.strip() for part in pair.split(",")} for pair in attributes.get(f"{ATTRIBUTES}Role", ())]
    if {role, provider} not in pairs:
        raise invalid_identity_token(
            "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
            f"no value of {ATTRIBUTES}Role is the pair of {role} and {provider}",
        )


def _identity(
    assertion: Any, provider: SamlProviderEntity, recipient: str, attributes: Mapping[str, list[str]]
) -> SamlIdentity:
    name = assertion.find("saml:Subject/saml:NameID", NAMESPACES)
    subject = _text(assertion, "saml:Subject/saml:NameID")
    form = "" if name is None else name.get("Format", "")
    kind = form.removeprefix(NAME_ID_FORMAT) if form.startswith(NAME_ID_FORMAT) else form
    qualified = f"{provider.issuer}{provider.account}/{provider.name}".encode()
    qualifier = base64.b64encode(hashlib.sha1(qualified, usedforsecurity=False).digest()).decode("ascii")
    keys = {
        "saml:aud": recipient,
        "saml:iss": provider.issuer,
        "saml:sub": subject,
        "saml:sub_type": kind,
        "saml:namequalifier": qualifier,
        "saml:doc": f"{provider.account}/{provider.name}",
        **attribute_keys(attributes),
    }
    return SamlIdentity(
        answer={
            "Subject": subject,
            "SubjectType": kind,
            "Issuer": provider.issuer,
            "Audience": recipient,
            "NameQualifier": qualifier,
        },
        params=_params(attributes),
        longest=_longest(assertion, attributes),
        trust_keys=keys,
        session_keys={key: keys[key] for key in IN_SESSION},
    )


def _params(attributes: Mapping[str, list[str]]) -> dict[str, Any]:
    names = attributes.get(f"{ATTRIBUTES}RoleSessionName", [])
    if not names or not names[0]:
        raise invalid_identity_token(
            "RoleSessionName is required in AuthnResponse",
            f"the assertion has no attribute {ATTRIBUTES}RoleSessionName",
        )
    if len(names) != 1 or not _SESSION_NAME.fullmatch(names[0]):
        raise invalid_identity_token(
            "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
            f"RoleSessionName is {', '.join(names)!r}",
        )
    prefix = f"{ATTRIBUTES}PrincipalTag:"
    tags = {name.removeprefix(prefix): values for name, values in attributes.items() if name.startswith(prefix)}
    transitive = attributes.get(f"{ATTRIBUTES}TransitiveTagKeys", [])
    claims: dict[str, Any] = {TAGS_CLAIM: {"principal_tags": tags, "transitive_tag_keys": transitive}}
    source = attributes.get(f"{ATTRIBUTES}SourceIdentity")
    if source is not None:
        claims[SOURCE_IDENTITY_CLAIM] = source[0] if len(source) == 1 else source
    return {**session_params(claims, _refused), "RoleSessionName": names[0]}


def _longest(assertion: Any, attributes: Mapping[str, list[str]]) -> datetime.timedelta | None:
    """The shorter of SessionDuration and the time until SessionNotOnOrAfter."""
    found = [_duration(values) for values in [attributes.get(f"{ATTRIBUTES}SessionDuration")] if values]
    statement = assertion.find("saml:AuthnStatement", NAMESPACES)
    end = None if statement is None else statement.get("SessionNotOnOrAfter")
    if end is not None:
        moment = _moment(end)
        if moment is None or moment <= clock.now():
            raise _expired(f"the assertion lets a session last until {end}; it is {_written(clock.now())}")
        found.append(moment - clock.now())
    return min(found, default=None)


def _duration(values: list[str]) -> datetime.timedelta:
    if len(values) == 1 and re.fullmatch(r"\d{3,5}", values[0], re.ASCII):
        found = int(values[0])
        if _DURATION[0] <= found <= _DURATION[1]:
            return datetime.timedelta(seconds=found)
    raise _refused(f"SessionDuration is {', '.join(values)}; it is a number of seconds from 900 to 43200")


def _attributes(assertion: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attribute in assertion.iterfind("saml:AttributeStatement/saml:Attribute", NAMESPACES):
        values = [(one.text or "").strip() for one in attribute.iterfind("saml:AttributeValue", NAMESPACES)]
        found.setdefault(attribute.get("Name", ""), []).extend(values)
    return found


def _text(assertion: Any, path: str) -> str:
    found = assertion.find(path, NAMESPACES)
    text = "" if found is None else (found.text or "").strip()
    if not text:
        raise _refused(f"the assertion has no {path}, or an empty one")
    return str(text)


def _moment(text: str | None) -> datetime.datetime | None:
    """The moment that a text means; None where it means none."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z", text or "", re.ASCII)
    try:
        return datetime.datetime.fromisoformat(f"{found[1]}+00:00") if found else None
    except ValueError:
        return None


def _written(moment: datetime.datetime) -> str:
    """A moment as assertions have it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _refused(note: str) -> AwsError:
    return invalid_identity_token(_INVALID, note)


def _expired(note: str) -> AwsError:
    return AwsError("ExpiredTokenException", _TOO_LATE, 400, note=note)
