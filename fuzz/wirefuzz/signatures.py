"""Whether a request has the signature of a key: told by botocore's own signer, not by the code that is judged."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV2Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from pytest_fakests import Credentials
from pytest_fakests.gateway.wire import HttpRequest

_HEADER = re.compile(
    r"Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request.*SignedHeaders=([^, ]+).*Signature=([0-9a-f]{64})"
)
_HASH = "x-amz-content-sha256"


def is_signed(request: HttpRequest, keys: list[Credentials]) -> bool:
    """Whether one of the keys signed the request as it is, in a header or in its URL, with its token and its body."""
    url = urlsplit(request.url)
    query = parse_qsl(url.query, keep_blank_values=True)
    header = request.headers.get("authorization")
    found = _HEADER.search(header) if header else _from_query(dict(query))
    key = next((one for one in keys if found and one.access_key == found[1]), None)
    if header is None and not found:
        return _is_signed_by_version_2(request, keys)
    if not found or key is None:
        return False
    _, date, region, service, names, signature = found.groups()
    in_url = header is None
    pairs = [(name, value) for name, value in query if not (in_url and name == "X-Amz-Signature")]
    token = request.headers.get("x-amz-security-token") or (in_url and dict(query).get("X-Amz-Security-Token")) or None
    signed = {name: request.headers[name] for name in names.lower().split(";") if name in request.headers}
    time = dict(query).get("X-Amz-Date", "") if in_url else request.headers.get("x-amz-date", "")
    path = quote(unquote_to_bytes(url.path), safe="/~") if service == "s3" else url.path
    given: Any = pairs
    again = AWSRequest(request.method, f"http://{url.netloc}{path}", signed, request.body, params=given)
    again.context["timestamp"] = time
    again.context["payload_signing_enabled"] = True
    signer = _signer(service, in_url, key, region)
    computed = signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)
    return bool(computed == signature and token == key.token and date == time[:8] and _body_is_signed(request, signed))


def _is_signed_by_version_2(request: HttpRequest, keys: list[Credentials]) -> bool:
    """Whether the signature is among the parameters, as SimpleDB has it."""
    fields = dict(parse_qsl(request.body.decode("latin-1"), keep_blank_values=True))
    key = next((one for one in keys if one.access_key == fields.get("AWSAccessKeyId")), None)
    if key is None:
        return False
    signer = SigV2Auth(BotocoreCredentials(key.access_key, key.secret_key))
    _, computed = signer.calc_signature(AWSRequest(request.method, request.url), fields)
    return bool(computed == fields.get("Signature") and fields.get("SecurityToken") == key.token)


def _signer(service: str, in_url: bool, key: Credentials, region: str) -> Any:
    schemes = {
        (True, True): S3SigV4QueryAuth,
        (True, False): S3SigV4Auth,
        (False, True): SigV4QueryAuth,
        (False, False): SigV4Auth,
    }
    return schemes[service == "s3", in_url](BotocoreCredentials(key.access_key, key.secret_key), service, region)


def _body_is_signed(request: HttpRequest, signed: dict[str, str]) -> bool:
    told = signed.get(_HASH, "")
    return len(told) != 64 or told.lower() == hashlib.sha256(request.body).hexdigest()


def _from_query(query: dict[str, str]) -> re.Match[str] | None:
    parts = (query.get(f"X-Amz-{name}", "") for name in ("Credential", "SignedHeaders", "Signature"))
    return _HEADER.search("Credential={}, SignedHeaders={}, Signature={}".format(*parts))
