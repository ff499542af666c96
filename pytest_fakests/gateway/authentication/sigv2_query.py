"""Signature Version 2 of services of the query protocol, as SimpleDB still takes: the signature is a parameter.

https://docs.aws.amazon.com/AmazonSimpleDB/latest/DeveloperGuide/HMACAuth.html
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.claims import METHODS, TIMESTAMP_FORMAT, Claim
from pytest_fakests.gateway.authentication.faults import Form, fault_error
from pytest_fakests.gateway.authentication.times import moment
from pytest_fakests.gateway.wire import HttpRequest

_WANTED = ("AWSAccessKeyId", "Signature", "SignatureVersion", "SignatureMethod", "Timestamp")


def read_query_claim(request: HttpRequest, service_model: Any) -> Claim | None:
    """What the parameters of a request say of its signature; None where they say nothing.

    Raises:
        AwsError: They cannot be understood.
    """
    pairs = _parameters(request)
    told = dict(pairs)
    if "AWSAccessKeyId" not in told and "Signature" not in told:
        return None
    missing = [name for name in _WANTED if not told.get(name)]
    if missing:
        raise _incomplete(f"the request has no parameter {missing[0]}", service_model)
    # A parameter that is there twice could be read in two ways.
    if len(told) < len(pairs):
        raise _incomplete("the request has a parameter twice", service_model)
    if told["SignatureVersion"] != "2" or told["SignatureMethod"] not in METHODS:
        note = f"the request is signed by {told['SignatureMethod']} in version {told['SignatureVersion']}"
        raise _incomplete(f"{note}; version 2 has {' and '.join(METHODS)}", service_model)
    time = moment(told["Timestamp"])
    return Claim(
        told["AWSAccessKeyId"],
        "",
        "",
        service_model.signing_name,
        (),
        told["Signature"],
        time.strftime(TIMESTAMP_FORMAT) if time else told["Timestamp"],
        told.get("SecurityToken"),
        None,
        Form.HEADER,
        told["SignatureMethod"],
    )


def query_string_to_sign(request: HttpRequest) -> str:
    """What the secret is applied to: method, host, path, and the parameters by their names."""
    parts = urlsplit(request.url)
    pairs = sorted((name.encode(), value) for name, value in _parameters(request) if name != "Signature")
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    host = request.arrived_at or parts.netloc
    return "\n".join((request.method, host.lower(), parts.path or "/", query))


def _parameters(request: HttpRequest) -> list[tuple[str, str]]:
    text = request.body.decode("latin-1") if request.body else urlsplit(request.url).query
    return parse_qsl(text, keep_blank_values=True)


def _incomplete(note: str, service_model: Any) -> AwsError:
    return fault_error("incomplete", service_model, note, missing=note)
