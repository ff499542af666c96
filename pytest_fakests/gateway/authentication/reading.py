"""From a request to what it says of who signed it: in a header, in its URL, or in the fields of a form."""

from __future__ import annotations

import email.utils
import functools
import re
from collections.abc import Mapping
from datetime import timezone
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.claims import (
    ECDSA,
    EXPRESS,
    EXPRESS_TOKEN,
    HMAC,
    SIGV2,
    TERMINATOR,
    TIMESTAMP_FORMAT,
    Claim,
    query_values,
)
from pytest_fakests.gateway.authentication.faults import Form, fault_error
from pytest_fakests.gateway.authentication.post_forms import missing_field
from pytest_fakests.gateway.authentication.sigv2 import read_sigv2_claim
from pytest_fakests.gateway.wire import HttpRequest

# What stands before the signature in a header of the usual form.
_OPENING = re.compile(
    rf"{HMAC} +Credential=([^/, ]+)/([^/, ]+)/([^/, ]+)/([^/, ]+)/{TERMINATOR}, *SignedHeaders=([^, ]+), *"
)
# What botocore sends with a request and does not sign.
_UNSIGNED = frozenset(
    {"amz-sdk-invocation-id", "amz-sdk-request", "authorization", "content-length", "expect", "user-agent"}
)
_PARTS = ("Credential", "Signature", "SignedHeaders")
_PARAMETERS = ("Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires")
# The token of credentials, and the one of a session of a directory bucket.
_TOKENS = ("Security-Token", "S3session-Token")
_PRESIGNED = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature")
# Access key, date, Region and service.
_Credential = tuple[str, str, str, str]


def read_claim(request: HttpRequest, service_model: Any) -> Claim | None:
    """What the request says of its signature; None where it says nothing.

    Raises:
        AwsError: It cannot be understood.
    """
    header = request.headers.get("authorization")
    in_url = "X-Amz-" in request.url
    usual = None if in_url or header is None else _usual_claim(request, header)
    return usual or _unusual_claim(request, header, in_url, service_model)


def _usual_claim(request: HttpRequest, header: str) -> Claim | None:
    """The claim of a header of the form that SDKs give it; None where it has another."""
    opening, _, signature = header.rpartition("Signature=")
    told = _read_opening(opening)
    if told is None or not signature or "," in signature or " " in signature:
        return None
    before, after = told
    token = _token(request, before[3])
    time = request.headers.get("x-amz-date") or _time(request)
    # What Claim(...) makes, without the call in Python that it takes.
    return tuple.__new__(Claim, (*before, signature, time, token, *after))


def _token(request: HttpRequest, service: str) -> str | None:
    """The session token, which sessions of directory buckets have in a header of their own."""
    token = request.headers.get("x-amz-security-token")
    return request.headers.get(EXPRESS_TOKEN) if token is None and service == EXPRESS else token


@functools.lru_cache(maxsize=256)
def _read_opening(text: str) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """The attributes of a claim before its signature and after its token; None where the form is not the usual one.

    A client's requests begin the same all day, so it is read once for them all.
    """
    found = _OPENING.fullmatch(text)
    if found is None:
        return None
    key, date, region, service, signed = found.groups()
    names = tuple(signed.lower().split(";"))
    scope, covered = f"{date}/{region}/{service}/{TERMINATOR}", _UNSIGNED.union(names) if "host" in names else None
    claim = Claim(key, date, region, service, names, "", scope=scope, covered=covered)
    return claim[:5], claim[8:]


def _unusual_claim(request: HttpRequest, header: str | None, in_url: bool, service_model: Any) -> Claim | None:
    """The claim of a request that is signed otherwise, in its URL perhaps; None where it is not."""
    if in_url:
        query = query_values(request.url)
        presigned = any(name in query for name in _PRESIGNED)
        if presigned and header is None:
            return _from_query(request, query, service_model)
        if presigned and service_model.service_name == "s3":
            note = "the request is signed in its URL and in its header Authorization"
            raise fault_error("two mechanisms", service_model, note, header=header or "")
    if service_model.service_name == "s3" and (header is None or header.startswith("AWS ")):
        return read_sigv2_claim(request)
    if header is None:
        return _of_sigv2_query(request, service_model) if service_model.signature_version == "v2" else None
    return _usual_claim(request, header) or _from_header(request, header, service_model)


def _of_sigv2_query(request: HttpRequest, service_model: Any) -> Claim | None:
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
        return Claim(key, "", "", "s3", (), signature, "", token, None, Form.POST, SIGV2)
    if not any(told.values()) and "policy" not in fields:
        return None
    if "x-amz-security-token" in request.headers:
        note = "the session token is in a header; a form has it in a field"
        raise AwsError("AccessDenied", "No AWSAccessKey was presented.", 403, note=note)
    missing = [name for name, text in (*told.items(), ("policy", fields.get("policy", ""))) if not text]
    if missing:
        name = missing[0] if missing[0] == "policy" else f"X-Amz-{missing[0].capitalize()}"
        raise missing_field(name, f"the form has no field {name!r}")
    algorithm = told["algorithm"]
    credential, terminator, scope = _scope(told["credential"], algorithm, service_model, Form.POST)
    return Claim(*credential, (), told["signature"], told["date"], token, None, Form.POST, algorithm, terminator, scope)


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
            f"the header Authorization lacks {', '.join(missing)}"
            if missing
            else "the header Authorization has a part twice",
            missing=f"{' '.join(texts)} Authorization={header}".strip(),
        )
    key, terminator, scope = _scope(parts["Credential"], algorithm, service_model, Form.HEADER)
    token = _token(request, key[3])
    names = tuple(parts["SignedHeaders"].lower().split(";"))
    signature, time = parts["Signature"], _time(request)
    return Claim(*key, names, signature, time, token, None, Form.HEADER, algorithm, terminator, scope)


def _another_scheme(scheme: str, header: str, service_model: Any) -> Exception:
    s3 = service_model.service_name == "s3"
    if scheme == "AWS":
        note = "the request is signed with Signature Version 2, which AWS has retired; sign it with version 4"
        return fault_error("version 2", service_model, note, missing=f"Authorization={header}")
    note = "the Authorization header is not one of Signature Version 4"
    return fault_error("another scheme" if s3 else "unsigned", service_model, note, header=header)


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
    algorithm, expires = told["Algorithm"], told["Expires"] or None
    key, terminator, scope = _scope(told["Credential"], algorithm, service_model, Form.QUERY)
    names = tuple(told["SignedHeaders"].lower().split(";"))
    # A token that is signed as a header wins over the URL's (measured).
    token = request.headers.get("x-amz-security-token") or told["Security-Token"] or told["S3session-Token"] or None
    signature, time = told["Signature"], told["Date"]
    return Claim(*key, names, signature, time, token, expires, Form.QUERY, algorithm, terminator, scope)


def _scope(credential: str, algorithm: str, service_model: Any, form: Form) -> tuple[_Credential, str, str]:
    """What stands before the terminator, the terminator, and all behind the access key as one text."""
    parts = credential.split("/")
    if algorithm == ECDSA and len(parts) == 4:
        parts.insert(2, "")
    elif algorithm == ECDSA or not all(parts):
        parts = []
    if len(parts) != 5:
        note = f"the credential is {credential!r}; it should read KEY/DATE/REGION/SERVICE/{TERMINATOR}"
        raise fault_error("malformed credential", service_model, note, form, credential=credential)
    key, date, region, service, terminator = parts
    return (key, date, region, service), terminator, credential.partition("/")[2]


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
