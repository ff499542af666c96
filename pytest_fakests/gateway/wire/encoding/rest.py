"""Answers of the REST protocols: members in the status, in headers and in the body.

https://smithy.io/2.0/spec/http-bindings.html
"""

from __future__ import annotations

import json
from typing import Any

from botocore.utils import is_json_value_header

from pytest_fakests.gateway.wire.encoding import documents, xml
from pytest_fakests.gateway.wire.encoding.events import event_body
from pytest_fakests.gateway.wire.encoding.scalars import base64_text, text
from pytest_fakests.gateway.wire.members import location_name

_TIMESTAMPS = "rfc822"
# The roots of S3's answers, which botocore's model does not have and botocore does not ask for; other clients do. They
# are in the "Response Syntax" of each operation: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
_ROOTS = {
    "CompleteMultipartUploadOutput": "CompleteMultipartUploadResult",
    "CreateMultipartUploadOutput": "InitiateMultipartUploadResult",
    "DeleteObjectsOutput": "DeleteResult",
    "GetBucketAclOutput": "AccessControlPolicy",
    "GetBucketCorsOutput": "CORSConfiguration",
    "GetBucketLifecycleConfigurationOutput": "LifecycleConfiguration",
    "GetBucketLoggingOutput": "BucketLoggingStatus",
    "GetBucketRequestPaymentOutput": "RequestPaymentConfiguration",
    "GetBucketTaggingOutput": "Tagging",
    "GetBucketVersioningOutput": "VersioningConfiguration",
    "GetBucketWebsiteOutput": "WebsiteConfiguration",
    "GetObjectAclOutput": "AccessControlPolicy",
    "GetObjectTaggingOutput": "Tagging",
    "ListBucketsOutput": "ListAllMyBucketsResult",
    "ListMultipartUploadsOutput": "ListMultipartUploadsResult",
    "ListObjectVersionsOutput": "ListVersionsResult",
    "ListObjectsOutput": "ListBucketResult",
    "ListObjectsV2Output": "ListBucketResult",
    "ListPartsOutput": "ListPartsResult",
}


def headers_of(output: dict[str, Any], shape: Any) -> dict[str, str]:
    """The members that are headers."""
    found: dict[str, str] = {}
    for name, value in output.items():
        member = shape.members[name]
        location = member.serialization.get("location")
        if location == "header" and value not in ([], None):
            found[location_name(name, member).lower()] = _header(value, member)
        elif location == "headers":
            prefix = member.serialization.get("name", "")
            found.update({f"{prefix}{key}".lower(): str(one) for key, one in value.items()})
    return found


def has_content_type(shape: Any) -> bool:
    """Whether a member of the answer is its content type."""
    return any(location_name(name, member).lower() == "content-type" for name, member in shape.members.items())


def status_of(output: dict[str, Any], shape: Any, default: int) -> int:
    """The status that a member repeats, or the operation's own."""
    held = (name for name, member in shape.members.items() if member.serialization.get("location") == "statusCode")
    return next((output[name] for name in held if name in output), default)


def has_body(output: dict[str, Any], shape: Any) -> bool:
    """Whether any member is in the body."""
    return any("location" not in shape.members[name].serialization for name in output)


def _tells_in_body(shape: Any) -> bool:
    return any("location" not in member.serialization for member in shape.members.values())


def body_of(output: dict[str, Any], shape: Any, protocol: str) -> bytes:
    """The payload: one member, or all that are nowhere else."""
    payload = shape.serialization.get("payload")
    if payload is None:
        # Of headers alone S3 makes no document.
        return b"" if protocol == "rest-xml" and not _tells_in_body(shape) else _document(output, shape, protocol)
    member, value = shape.members[payload], output.get(payload)
    if member.serialization.get("eventstream"):
        return event_body(value or (), member, protocol, None)
    if value is None:
        return b""
    if member.type_name in ("blob", "string"):
        return _bytes(value)
    return _document(value, member, protocol)


def _document(value: dict[str, Any], shape: Any, protocol: str) -> bytes:
    if protocol == "rest-json":
        return documents.json_body(value, shape)
    inner = xml.members(value, shape)
    name = shape.serialization.get("name") or _ROOTS.get(shape.name, shape.name)
    return xml.document(xml.element(name, inner, xml.attributes(value, shape)))


def _header(value: Any, shape: Any) -> str:
    if is_json_value_header(shape):
        return base64_text(json.dumps(value).encode())
    if shape.type_name == "list":
        return ",".join(text(one, shape.member, _TIMESTAMPS) for one in value)
    return text(value, shape, _TIMESTAMPS)


def _bytes(value: Any) -> bytes:
    if hasattr(value, "read"):
        content: bytes = value.read()
        return content
    return value.encode() if isinstance(value, str) else bytes(value)
