"""What a request says of who signed it, and how: in a header, or in its URL."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from datetime import timezone
from typing import Any, NamedTuple
from urllib.parse import unquote_plus, urlsplit

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.faults import Form, fault_error
from pytest_fakests.gateway.authentication.post_forms import missing_field
from pytest_fakests.gateway.wire import HttpRequest

HMAC, ECDSA = "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"
# How the conditions keys of S3 name Signature Version 2.
OLD = "AWS"
METHODS = {"HmacSHA256": "sha256", "HmacSHA1": "sha1"}
"""How Signature Version 2 names its algorithms in parameters, with the names of their hashes."""

EXPRESS = "s3express"
EXPRESS_TOKEN = "x-amz-s3session-token"
"""Where requests to S3's directory buckets have the token of a session of the bucket."""

TIMESTAMP_FORMAT = "%Y%m%dT%H%M%SZ"
TERMINATOR = "aws4_request"

_USUAL = re.compile(
    rf"{HMAC} +Credential=([^/, ]+)/([^/, ]+)/([^/, ]+)/([^/, ]+)/{TERMINATOR}, *"
    r"SignedHeaders=([^, ]+), *Signature=([^, ]+)"
)
_PARTS = ("Credential", "Signature", "SignedHeaders")
_PARAMETERS = ("Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires")
# The token of credentials, and the one of a session of a directory bucket.
_TOKENS = ("Security-Token", "S3session-Token")
_PRESIGNED = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature")


class Claim(NamedTuple):
    """What a request says of its signature.

    Attributes:
        access_key: The access key id.
        date: The day of the credential scope, as "20261124".
        region: The Region of the credential scope; "" in version 4a, whose scope has none.
        service: The service of the credential scope.
        signed_headers: Lower-cased names of the signed headers, in their order.
        signature: The signature, hexadecimal.
        time: When it was signed, as "20261124T034426Z"; "" where it is not told.
        token: The session token, or None.
        expires: For how many seconds a presigned URL is said to be valid, or None.
        form: Where all this stands.
        algorithm: The name of the algorithm.
        terminator: The end of the credential scope.
    """

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str
    time: str = ""
    token: str | None = None
    expires: str | None = None
    form: Form = Form.HEADER
    algorithm: str = HMAC
    terminator: str = TERMINATOR

    @property
    def scope(self) -> str:
        """The credential scope, as it stands in the string to sign."""
        region = f"{self.region}/" if self.algorithm == HMAC else ""
        return f"{self.date}/{region}{self.service}/{self.terminator}"


def read_claim(request: HttpRequest, service_model: Any) -> Claim | None:
    """What the request says of its signature; None where it says nothing.

    Raises:
        AwsError: It cannot be understood.
    """
    header = request.headers.get("authorization")
    if "X-Amz-" in request.url:
        query = query_values(request.url)
        presigned = any(name in query for name in _PRESIGNED)
        if presigned and header is None:
            return _from_query(request, query, service_model)
        if presigned and service_model.service_name == "s3":
            note = "the request is signed in its URL and in its header Authorization"
            raise fault_error("two mechanisms", service_model, note, header=header or "")
    if service_model.service_name == "s3" and (header is None or header.startswith("AWS ")):
        return _old(request)
    if header is None:
        return _of_parameters(request, service_model) if service_model.signature_version == "v2" else None
    found = _USUAL.fullmatch(header)
    if found is None:
        return _from_header(request, header, service_model)
    key, date, region, service, signed, signature = found.groups()
    time, token = _time(request), request.headers.get("x-amz-security-token")
    if token is None and service == EXPRESS:
        token = request.headers.get(EXPRESS_TOKEN)
    return Claim(key, date, region, service, tuple(signed.lower().split(";")), signature, time, token)


def _old(request: HttpRequest) -> Claim | None:
    if "authorization" not in request.headers and "AWSAccessKeyId=" not in request.url:
        return None
    from pytest_fakests.gateway.authentication.sigv2 import read_old_claim

    return read_old_claim(request)


def _of_parameters(request: HttpRequest, service_model: Any) -> Claim | None:
    from pytest_fakests.gateway.authentication.sigv2_query import read_query_claim  # what few services need

    return read_query_claim(request, service_model)


def read_post_claim(request: HttpRequest, fields: Mapping[str, str], service_model: Any) -> Claim | None:
    """What the fields of an uploaded form say of their signature; None where they say nothing.

    Raises:
        AwsError: It cannot be understood.
    """
    told = {name: fields.get(f"x-amz-{name}", "") for name in ("algorithm", "credential", "signature", "date")}
    token = fields.get("x-amz-security-token") or fields.get(EXPRESS_TOKEN)
    if fields.get("awsaccesskeyid") and fields.get("policy"):
        key, signature = fields["awsaccesskeyid"], fields.get("signature", "")
        return Claim(key, "", "", "s3", (), signature, "", token, None, Form.POST, OLD)
    if not any(told.values()) and "policy" not in fields:
        return None
    if "x-amz-security-token" in request.headers:
        note = "the session token is in a header; a form has it in a field"
        raise AwsError("AccessDenied", "No AWSAccessKey was presented.", 403, note=note)
    missing = [name for name, text in (*told.items(), ("policy", fields.get("policy", ""))) if not text]
    if missing:
        name = missing[0] if missing[0] == "policy" else f"X-Amz-{missing[0].capitalize()}"
        raise missing_field(name, f"the form has no field {name!r}")
    key, date, region, service, terminator = _scope(told["credential"], told["algorithm"], service_model, Form.POST)
    claim = Claim(key, date, region, service, (), told["signature"], told["date"], token, None, Form.POST)
    return claim._replace(algorithm=told["algorithm"], terminator=terminator)


def _from_header(request: HttpRequest, header: str, service_model: Any) -> Claim:
    """The claim of a header that is not in the usual form."""
    algorithm, _, rest = header.partition(" ")
    if algorithm not in (HMAC, ECDSA):
        raise _another_scheme(algorithm, header, service_model)
    pairs = [pair.strip().partition("=")[::2] for pair in rest.split(",")]
    parts = dict(pairs)
    missing = [name for name in _PARTS if not parts.get(name)]
    if missing or len(parts) < len(pairs):
        texts = [f"Authorization header requires '{name}' parameter." for name in missing]
        raise fault_error(
            "incomplete",
            service_model,
            f"the header Authorization lacks {', '.join(missing)}" if missing else "the header repeats a part",
            missing=f"{' '.join(texts)} Authorization={header}".strip(),
        )
    token = request.headers.get("x-amz-security-token")
    scope = _scope(parts["Credential"], algorithm, service_model, Form.HEADER)
    names = tuple(parts["SignedHeaders"].lower().split(";"))
    return Claim(*scope[:4], names, parts["Signature"], _time(request), token, None, Form.HEADER, algorithm, scope[4])


def _another_scheme(scheme: str, header: str, service_model: Any) -> Exception:
    s3 = service_model.service_name == "s3"
    if scheme == "AWS":
        note = "the request is signed with Signature Version 2, which AWS has retired; sign it with version 4"
        return fault_error("old version", service_model, note, missing=f"Authorization={header}")
    note = "the Authorization header is not one of Signature Version 4"
    return fault_error("another scheme" if s3 else "unsigned", service_model, note, header=header)


def query_values(url: str) -> dict[str, list[str]]:
    """The values of each parameter in a URL's query."""
    found: dict[str, list[str]] = {}
    for part in urlsplit(url).query.split("&"):
        name, _, value = part.partition("=")
        found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found


def _from_query(request: HttpRequest, query: dict[str, list[str]], service_model: Any) -> Claim:
    values = {name: query.get(f"X-Amz-{name}", [""]) for name in (*_PARAMETERS, *_TOKENS)}
    told = {name: found[0] for name, found in values.items()}
    wanted = _PARAMETERS if service_model.service_name == "s3" else _PARAMETERS[:-1]
    # A parameter that is there twice could be read in two ways.
    wrong = [name for name in wanted if not told[name]] + [name for name, found in values.items() if len(found) > 1]
    if wrong:
        texts = [f"AWS query-string parameters must include 'X-Amz-{name}'." for name in wrong]
        missing = f"{' '.join(texts)} Re-examine the query-string parameters."
        note = f"X-Amz-{wrong[0]} is there {len(query.get(f'X-Amz-{wrong[0]}', ()))} times; it should be once"
        raise fault_error("incomplete", service_model, note, Form.QUERY, missing=missing)
    if told["Algorithm"] not in (HMAC, ECDSA):
        note = f"X-Amz-Algorithm is {told['Algorithm']!r}; it should be {HMAC}"
        fault = "another scheme" if service_model.service_name == "s3" else "incomplete"
        raise fault_error(fault, service_model, note, Form.QUERY, missing=note)
    scope = _scope(told["Credential"], told["Algorithm"], service_model, Form.QUERY)
    names = tuple(told["SignedHeaders"].lower().split(";"))
    # A token that is signed as a header wins over the URL's (measured).
    token = request.headers.get("x-amz-security-token") or told["Security-Token"] or told["S3session-Token"] or None
    claim = Claim(*scope[:4], names, told["Signature"], told["Date"], token)
    return claim._replace(
        expires=told["Expires"] or None, form=Form.QUERY, algorithm=told["Algorithm"], terminator=scope[4]
    )


def _scope(credential: str, algorithm: str, service_model: Any, form: Form) -> tuple[str, str, str, str, str]:
    """Access key, date, Region, service and terminator."""
    parts = credential.split("/")
    if algorithm == ECDSA and len(parts) == 4:
        parts.insert(2, "")
    elif algorithm == ECDSA or not all(parts):
        parts = []
    if len(parts) != 5:
        note = f"the credential is {credential!r}; it should read KEY/DATE/REGION/SERVICE/{TERMINATOR}"
        raise fault_error("malformed credential", service_model, note, form, credential=credential)
    key, date, region, service, terminator = parts
    return key, date, region, service, terminator


def _time(request: HttpRequest) -> str:
    """When the request was signed: its header X-Amz-Date, or else Date."""
    found = request.headers.get("x-amz-date")
    if found is not None:
        return str(found)
    date = request.headers.get("date", "")
    try:
        return email.utils.parsedate_to_datetime(date).astimezone(timezone.utc).strftime(TIMESTAMP_FORMAT)
    except (TypeError, ValueError):
        return str(date)
