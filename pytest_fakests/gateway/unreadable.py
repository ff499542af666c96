"""The answer to a request that cannot be read as its operation, or lacks what the operation requires."""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.wire import MissingMemberError, WireError
from pytest_fakests.gateway.wire.encoding.response import protocol_of
from pytest_fakests.gateway.wire.scalars import NO_NUMBER

# By protocol, the code for what cannot be read, and for what is not there. Seen were MalformedInput of STS,
# CloudFormation and CloudFront (laurilehmijoki/s3_website#320), and SerializationException of services in JSON. S3 says
# MalformedXML, and InvalidArgument of what stands in the URL (brekkylab/backlot#192). The text of the former is that of
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
_UNREADABLE = {"query": "MalformedInput", "ec2": "MalformedInput", "rest-xml": "MalformedInput"}
_MISSING = {"query": "ValidationError", "ec2": "MissingParameter", "rest-xml": "MalformedInput"}
_MALFORMED_XML = frozenset({"s3", "s3control"})
_NO_SUCH_XML = "The XML you provided was not well-formed or did not validate against our published schema"


def refuse_unreadable(error: WireError, operation_model: Any) -> AwsError:
    """The service's answer; of a form the reason is in the note alone, as STS was measured to give none."""
    service_model = operation_model.service_model
    protocol = protocol_of(service_model)
    missing = isinstance(error, MissingMemberError)
    if service_model.service_name in _MALFORMED_XML:
        code = "InvalidArgument" if _stands_outside(error.member, operation_model) else "MalformedXML"
    elif missing:
        code = _MISSING.get(protocol, "ValidationException")
    else:
        code = _UNREADABLE.get(protocol, "SerializationException")
    message = str(error)
    if code == "MalformedXML":
        message = _NO_SUCH_XML
    elif isinstance(error, MissingMemberError):
        message = error.message
    elif protocol in ("query", "ec2"):
        message = NO_NUMBER if error.reason == NO_NUMBER else ""
    return AwsError(code, message, 400, note=str(error))


def _stands_outside(member: str, operation_model: Any) -> bool:
    """Whether a parameter stands in the URL or in a header."""
    shape = operation_model.input_shape.members.get(member)
    return shape is not None and "location" in shape.serialization
