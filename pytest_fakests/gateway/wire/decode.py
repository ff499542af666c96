"""Parameters read back from a request, in each of AWS's protocols."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.cbor import parse_cbor
from pytest_fakests.gateway.wire.errors import Misfit, WireError, operation_label
from pytest_fakests.gateway.wire.http import HttpRequest, split_url
from pytest_fakests.gateway.wire.json import document_reader, parse_json
from pytest_fakests.gateway.wire.query import EC2, QUERY, Dialect, form_reader
from pytest_fakests.gateway.wire.rest import bindings, places_reader
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
    try:
        return _decoder(operation_model)(request)
    except Misfit as misfit:
        raise WireError(operation_label(operation_model), misfit.path, misfit.reason) from None
    except RecursionError:
        raise WireError(operation_label(operation_model), "", "it is nested too deep") from None


Decode = Callable[[HttpRequest], dict[str, Any]]
"""Gives the parameters in a request of the operation that it was compiled for."""


@by_model
def _decoder(operation_model: Any) -> Decode:
    if operation_model.input_shape is None:
        return lambda _: {}
    service_model = operation_model.service_model
    # Versions of botocore before `resolved_protocol` spoke one protocol to each service.
    protocol = getattr(service_model, "resolved_protocol", None) or service_model.protocol
    return _DECODERS[protocol](operation_model)


def _form(dialect: Dialect, operation_model: Any) -> Decode:
    read = form_reader(operation_model.input_shape, dialect)

    def decode(request: HttpRequest) -> dict[str, Any]:
        body = _plain_body(request)
        # A presigned request has its parameters in the URL.
        return read(_text(body) if body else split_url(request.url)[2])

    return decode


def _body(parse: Callable[[bytes], Any], operation_model: Any) -> Decode:
    read = document_reader(operation_model.input_shape)

    def decode(request: HttpRequest) -> dict[str, Any]:
        body = _plain_body(request)
        return read(parse(body)) if body else {}

    return decode


def _element_reader(shape: Any) -> Callable[[Any], Any]:
    return lambda element: read_element(element, shape)


def _rest(parse: Callable[[bytes], Any], reader: Callable[[Any], Callable[[Any], Any]], operation_model: Any) -> Decode:
    shape, read_places = operation_model.input_shape, places_reader(operation_model)
    name = shape.serialization.get("payload")
    if name is not None:
        return _with_payload(parse, reader, shape, name, read_places)
    if not bindings(shape).in_body:
        return read_places
    read = reader(shape)

    def decode(request: HttpRequest) -> dict[str, Any]:
        decoded = read_places(request)
        if request.body:
            decoded.update(read(parse(_plain_body(request))))
        return decoded

    return decode


def _with_payload(
    parse: Callable[[bytes], Any], reader: Callable[[Any], Callable[[Any], Any]], shape: Any, name: str, places: Decode
) -> Decode:
    payload, required = shape.members[name], name in shape.required_members
    if payload.serialization.get("streaming") or payload.serialization.get("eventstream"):
        return places
    plain, read = _PLAIN_PAYLOADS.get(payload.type_name), reader(payload)

    def decode(request: HttpRequest) -> dict[str, Any]:
        decoded, body = places(request), _plain_body(request)
        if not body:
            return decoded
        found = plain(body) if plain is not None else parse(body)
        value = found if plain is not None or found is None else read(found)
        # An absent payload is on the wire as an empty one.
        if value or required:
            decoded[name] = value
        return decoded

    return decode


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


_PLAIN_PAYLOADS: dict[str, Callable[[bytes], Any]] = {"blob": bytes, "string": _text}
_DECODERS: dict[str, Callable[[Any], Decode]] = {
    "query": partial(_form, QUERY),
    "ec2": partial(_form, EC2),
    "json": partial(_body, parse_json),
    "rest-json": partial(_rest, parse_json, document_reader),
    "rest-xml": partial(_rest, parse_xml, _element_reader),
    "smithy-rpc-v2-cbor": partial(_body, parse_cbor),
}
