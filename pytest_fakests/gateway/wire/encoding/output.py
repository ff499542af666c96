"""The answer to a call that succeeded, in the protocol of its service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_fakests.gateway.wire.encoding import documents, rest, xml
from pytest_fakests.gateway.wire.encoding.events import event_body
from pytest_fakests.gateway.wire.encoding.response import HttpResponse, common_headers, protocol_of, status_of_part

_NO_BODY = 204
# botocore reads this answer's root by itself: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
_BUCKET_LOCATION = "GetBucketLocation"


def encode_output(operation_model: Any, output: dict[str, Any], request_id: str) -> HttpResponse:
    """The answer as the service would send it.

    Args:
        operation_model: botocore's model of the operation.
        output: The answer in the form in which botocore's parser gives it, as `fill_output` and `smallest_output`
            make it; a streaming body is read to its end.
        request_id: The id of the request.

    Example:
        >>> import botocore.session
        >>> model = botocore.session.Session().get_service_model("sqs").operation_model("GetQueueUrl")
        >>> encode_output(model, {"QueueUrl": "https://q"}, "1").body
        b'{"QueueUrl": "https://q"}'
    """
    service_model = operation_model.service_model
    protocol = protocol_of(service_model)
    status = operation_model.http.get("responseCode", 200)
    headers = common_headers(service_model, request_id)
    shape = operation_model.output_shape
    if protocol in ("rest-json", "rest-xml"):
        return _rest(operation_model, output, headers, status, protocol)
    if shape is not None and shape.event_stream_name:
        headers["content-type"] = "application/vnd.amazon.eventstream"
        return HttpResponse(status, headers, _streamed(output, shape, protocol))
    return HttpResponse(status, headers, _BODIES[protocol](operation_model, output, request_id))


def _rest(
    operation_model: Any, output: dict[str, Any], headers: dict[str, str], status: int, protocol: str
) -> HttpResponse:
    shape = operation_model.output_shape
    if shape is None:
        return HttpResponse(status, headers, b"")
    status = rest.status_of(output, shape, status_of_part(output, status))
    held = rest.headers_of(output, shape)
    if rest.has_content_type(shape):
        # It is a member of the answer, which has it or has it not.
        del headers["content-type"]
    headers |= held
    if operation_model.name == _BUCKET_LOCATION and protocol == "rest-xml":
        place = output.get("LocationConstraint") or ""
        return HttpResponse(status, headers, xml.document(xml.text_element("LocationConstraint", place)))
    if operation_model.http.get("method") == "HEAD":
        return HttpResponse(status, headers, b"")
    if status == _NO_BODY:
        # Some models give members to an answer that HTTP lets have no body.
        if not rest.has_body(output, shape):
            return HttpResponse(status, headers, b"")
        status = 200
    return HttpResponse(status, headers, rest.body_of(output, shape, protocol))


def _streamed(output: dict[str, Any], shape: Any, protocol: str) -> bytes:
    name = shape.event_stream_name
    initial = {key: value for key, value in output.items() if key != name}
    return event_body(output.get(name) or (), shape.members[name], protocol, initial)


def _query(operation_model: Any, output: dict[str, Any], request_id: str) -> bytes:
    """https://smithy.io/2.0/aws/protocols/aws-query-protocol.html."""
    shape, name = operation_model.output_shape, operation_model.name
    result = ""
    if shape is not None:
        inner = xml.members(output, shape)
        wrapper = shape.serialization.get("resultWrapper")
        result = xml.element(wrapper, inner) if wrapper else inner
    metadata = xml.element("ResponseMetadata", xml.text_element("RequestId", request_id))
    space = xml.namespace(operation_model.service_model.metadata.get("xmlNamespace"))
    return xml.document(xml.element(f"{name}Response", result + metadata, space))


def _ec2(operation_model: Any, output: dict[str, Any], request_id: str) -> bytes:
    """https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html."""
    shape, model = operation_model.output_shape, operation_model.service_model
    inner = xml.text_element("requestId", request_id) + (xml.members(output, shape) if shape is not None else "")
    space = xml.namespace(f"http://ec2.amazonaws.com/doc/{model.api_version}/")
    return xml.document(xml.element(f"{operation_model.name}Response", inner, space))


def _json(operation_model: Any, output: dict[str, Any], request_id: str) -> bytes:
    shape = operation_model.output_shape
    return b"" if shape is None else documents.json_body(output, shape)


def _cbor(operation_model: Any, output: dict[str, Any], request_id: str) -> bytes:
    shape = operation_model.output_shape
    return b"" if shape is None else documents.cbor_body(output, shape)


_BODIES: dict[str, Callable[[Any, dict[str, Any], str], bytes]] = {
    "query": _query,
    "ec2": _ec2,
    "json": _json,
    "smithy-rpc-v2-cbor": _cbor,
}
