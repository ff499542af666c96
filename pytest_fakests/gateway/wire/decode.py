"""Parameters read back from a request, in each of AWS's protocols."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.wire.cbor import parse_cbor
from pytest_fakests.gateway.wire.errors import Misfit, WireError, operation_label
from pytest_fakests.gateway.wire.http import HttpRequest, split_url
from pytest_fakests.gateway.wire.json import parse_json, read_document
from pytest_fakests.gateway.wire.query import EC2, QUERY, Dialect, decode_form
from pytest_fakests.gateway.wire.rest import bindings, decode_places
from pytest_fakests.gateway.wire.xml import parse_xml, read_element


def decode_parameters(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    """What the caller passed to an operation, read back from the request that botocore made of it.

    Strings, numbers, booleans, lists and dicts come back as they were, blobs as bytes, timestamps as aware
    datetimes in UTC. Different from what was passed is only what the wire does not keep:

    - a streaming body and its length are left out;
    - what botocore added is there: idempotency tokens, checksums, a default Content-Type, the URL encoding of
      S3's listings, and the encoding of CopySource, SSE-C keys and EC2 user data;
    - what a protocol writes as nothing is absent: None, an empty payload, empty maps and structures in forms,
      empty lists in headers, query strings and EC2's forms;
    - timestamps in headers have whole seconds.

    Args:
        request: The request.
        operation_model: botocore's model of the operation.

    Raises:
        WireError: The request cannot be read as this operation.

    Example:
        >>> import botocore.session
        >>> model = botocore.session.Session().get_service_model("sts").operation_model("GetAccessKeyInfo")
        >>> request = HttpRequest("POST", "https://sts.amazonaws.com/", {}, b"AccessKeyId=AKIA")
        >>> decode_parameters(request, model)
        {'AccessKeyId': 'AKIA'}

    https://smithy.io/2.0/aws/protocols/index.html
    """
    if operation_model.input_shape is None:
        return {}
    service_model = operation_model.service_model
    # Versions of botocore before `resolved_protocol` spoke one protocol to each service.
    protocol = getattr(service_model, "resolved_protocol", None) or service_model.protocol
    try:
        return _DECODERS[protocol](request, operation_model)
    except Misfit as misfit:
        raise WireError(operation_label(operation_model), misfit.path, misfit.reason) from None


def _query(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    return _form(request, operation_model, QUERY)


def _ec2(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    return _form(request, operation_model, EC2)


def _form(request: HttpRequest, operation_model: Any, dialect: Dialect) -> dict[str, Any]:
    body = _plain_body(request)
    # A presigned request has its parameters in the URL.
    form = _text(body) if body else split_url(request.url)[2]
    return decode_form(form, operation_model.input_shape, dialect)


def _json(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    body = _plain_body(request)
    return read_document(parse_json(body), operation_model.input_shape) if body else {}


def _cbor(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    body = _plain_body(request)
    return read_document(parse_cbor(body), operation_model.input_shape) if body else {}


def _rest_json(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    return _rest(request, operation_model, lambda body, shape: read_document(parse_json(body), shape))


def _rest_xml(request: HttpRequest, operation_model: Any) -> dict[str, Any]:
    return _rest(request, operation_model, lambda body, shape: read_element(parse_xml(body), shape))


def _rest(request: HttpRequest, operation_model: Any, read: Callable[[bytes, Any], Any]) -> dict[str, Any]:
    shape = operation_model.input_shape
    decoded = decode_places(request, operation_model)
    name = shape.serialization.get("payload")
    if name is not None:
        payload = shape.members[name]
        if not payload.serialization.get("streaming") and not payload.serialization.get("eventstream"):
            _read_payload(decoded, name, shape, _plain_body(request), read)
    elif request.body and bindings(shape).in_body:
        decoded.update(read(_plain_body(request), shape))
    return decoded


def _read_payload(
    decoded: dict[str, Any], name: str, shape: Any, body: bytes, read: Callable[[bytes, Any], Any]
) -> None:
    if not body:
        return
    payload = shape.members[name]
    if payload.type_name == "blob":
        decoded[name] = body
    elif payload.type_name == "string":
        decoded[name] = _text(body)
    else:
        value = read(body, payload)
        # An absent payload is on the wire as an empty one.
        if value or name in shape.required_members:
            decoded[name] = value


def _plain_body(request: HttpRequest) -> bytes:
    """The body without the compression that botocore adds to large ones of some operations.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-compression.html
    """
    if request.headers.get("content-encoding") != "gzip":
        return request.body
    try:
        return gzip.decompress(request.body)
    except (OSError, EOFError, zlib.error):
        raise Misfit("the body is not compressed with gzip, as its Content-Encoding says") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Misfit("the body is not UTF-8") from None


_DECODERS: dict[str, Callable[[HttpRequest, Any], dict[str, Any]]] = {
    "query": _query,
    "ec2": _ec2,
    "json": _json,
    "rest-json": _rest_json,
    "rest-xml": _rest_xml,
    "smithy-rpc-v2-cbor": _cbor,
}
