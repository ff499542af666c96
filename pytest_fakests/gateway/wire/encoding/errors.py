"""An error, in the protocol of its service.

https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization and its neighbours; for S3
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

import json
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.wire.encoding import xml
from pytest_fakests.gateway.wire.encoding.cbor import write_cbor
from pytest_fakests.gateway.wire.encoding.response import HttpResponse, common_headers, protocol_of


def encode_error(operation_model: Any, error: AwsError, request_id: str, *, method: str = "POST") -> HttpResponse:
    """The error as the service would send it; an answer to HEAD has no body."""
    service_model = operation_model.service_model
    protocol = protocol_of(service_model)
    headers = common_headers(service_model, request_id)
    code = error.code
    if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        code = _shape_name(service_model, code)
        if service_model.metadata.get("awsQueryCompatible") is not None:
            headers["x-amzn-query-error"] = f"{error.code};{side_of(error)}"
        if protocol == "rest-json":
            headers["x-amzn-errortype"] = code
    if method == "HEAD":
        return HttpResponse(error.status, headers, b"")
    return HttpResponse(error.status, headers, _body(service_model, protocol, error, code, request_id))


def _body(service_model: Any, protocol: str, error: AwsError, code: str, request_id: str) -> bytes:
    if protocol == "json":
        return json.dumps({"__type": code, "message": error.message}).encode()
    if protocol == "rest-json":
        return json.dumps({"message": error.message}).encode()
    if protocol == "smithy-rpc-v2-cbor":
        return write_cbor({"__type": code, "message": error.message})
    told = xml.text_element("Code", error.code)
    if error.message:
        told += xml.text_element("Message", error.message)
    if service_model.service_name == "s3":
        told += "".join(xml.text_element(name, text) for name, text in error.details.items())
        ids = xml.text_element("RequestId", request_id) + xml.text_element("HostId", request_id)
        return xml.document(xml.element("Error", told + ids))
    if protocol == "ec2":
        listed = xml.element("Errors", xml.element("Error", told))
        return xml.document(xml.element("Response", listed + xml.text_element("RequestID", request_id)))
    inner = xml.element("Error", xml.text_element("Type", side_of(error)) + told)
    space = xml.namespace(service_model.metadata.get("xmlNamespace"))
    return xml.document(xml.element("ErrorResponse", inner + xml.text_element("RequestId", request_id), space))


def side_of(error: AwsError) -> str:
    """Whose fault an error is, as the query protocol has it: "Sender" or "Receiver"."""
    return "Sender" if error.status < 500 else "Receiver"


# Codes that SQS kept from the query protocol, whose errors have other names in its model:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
_RENAMED = {"NonExistentQueue": "QueueDoesNotExist", "QueueAlreadyExists": "QueueNameExists"}


def _shape_name(service_model: Any, code: str) -> str:
    """The shape of the error, as services write it that had other codes in the query protocol."""
    bare = code.rpartition(".")[2]
    names = (code, bare, _RENAMED.get(bare, ""))
    return next((name for name in names if name in service_model.shape_names), code)
