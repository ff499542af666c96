"""An answer as it would come over the network, and what its headers say in each protocol."""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class HttpResponse:
    """An answer as it would come over the network.

    Attributes:
        status: The HTTP status.
        headers: The headers, names in lower case.
        body: The body.
    """

    status: int
    headers: dict[str, str]
    body: bytes


_CONTENT_TYPES = {
    "query": "text/xml",
    "ec2": "text/xml;charset=UTF-8",
    "rest-xml": "application/xml",
    "rest-json": "application/json",
    "smithy-rpc-v2-cbor": "application/cbor",
}


def protocol_of(service_model: Any) -> str:
    """The protocol that botocore speaks with a service, whichever version of botocore."""
    found: str = getattr(service_model, "resolved_protocol", None) or service_model.protocol
    return found


def status_of_part(output: dict[str, Any], status: int) -> int:
    """The status of an answer: that of a part of something, Partial Content (RFC 9110), where it is one."""
    return 206 if "ContentRange" in output else status


def common_headers(service_model: Any, request_id: str) -> dict[str, str]:
    """The headers that every answer of a service has."""
    protocol = protocol_of(service_model)
    if protocol == "json":
        kind = f"application/x-amz-json-{service_model.metadata.get('jsonVersion', '1.0')}"
    else:
        kind = _CONTENT_TYPES[protocol]
    headers = {"x-amzn-requestid": request_id, "content-type": kind}
    if service_model.service_name == "s3":
        headers |= {"x-amz-request-id": request_id, "x-amz-id-2": request_id}
    if protocol == "smithy-rpc-v2-cbor":
        headers["smithy-protocol"] = "rpc-v2-cbor"
    return headers
