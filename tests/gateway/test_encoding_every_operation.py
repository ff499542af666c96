"""Every operation of every service: what botocore parses from the encoded answer is the answer.

A run takes a sample of the services; with FAKESTS_EVERY_OPERATION=1 in the environment it takes all.
"""

from __future__ import annotations

import datetime
import io
import os
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.endpoint import convert_to_response_dict
from botocore.parsers import create_parser
from botocore.utils import is_json_value_header
from urllib3 import HTTPResponse

from pytest_fakests.gateway.wire import fill_output, smallest_output
from pytest_fakests.gateway.wire.encoding import HttpResponse as Encoded
from pytest_fakests.gateway.wire.encoding import encode_output

SESSION = botocore.session.Session()
SERVICES = SESSION.get_available_services()
# Of the few services that do not speak JSON all are in the sample but the largest, which costs a second.
FORMS_AND_XML = [
    "autoscaling",
    "cloudfront",
    "cloudformation",
    "iam",
    "rds",
    "route53",
    "s3",
    "s3control",
    "sns",
    "sts",
]
ALL = os.environ.get("FAKESTS_EVERY_OPERATION") == "1"
SAMPLE = SERVICES if ALL else sorted({*SERVICES[::12], *FORMS_AND_XML, "cloudwatch", "dynamodb", "kinesis", "lambda"})

NOW = datetime.datetime(2026, 11, 24, 3, 44, 26, tzinfo=datetime.timezone.utc)
# What XML, JSON and headers have to escape, and what they could lose at the ends.
TEXT = "a b%2+é/ü&=<x>\"'"
BODY_TEXT = f" {TEXT}\r\n,\t"
DEPTH = 6
# botocore's own handler reads the first, the second has two members of one name, the third holds every header there is.
BY_THEMSELVES = {"s3:GetBucketLocation", "s3:GetBucketNotification", "dataexchange:SendApiAsset"}
STREAM = b"\x00body\xff"


def value(shape: Any, depth: int = 0, header: bool = False) -> Any:
    """A value of a shape with every member set, down to a depth."""
    kind = shape.type_name
    if kind == "structure":
        return structure(shape, depth)
    if kind == "list":
        return [value(shape.member, depth + 1, header)] if depth < DEPTH else []
    if kind == "map":
        keys = (shape.key.metadata.get("enum") or ["k"])[:1]
        return {keys[0]: value(shape.value, depth + 1, header)} if depth < DEPTH else {}
    return SCALARS[kind](shape, header)


def structure(shape: Any, depth: int) -> Any:
    """A structure; of a union one member."""
    if shape.is_document_type:
        return {"free": ["form", 1, None]}
    members = shape.members.items()
    if shape.is_tagged_union:
        plain_ones = [(name, member) for name, member in members if member.type_name != "structure"]
        members = (plain_ones or list(members))[:1]
    elif depth >= DEPTH:
        members = [(name, member) for name, member in members if member.type_name not in ("structure", "list", "map")]
    return {name: value(member, depth + 1, in_header(member)) for name, member in members}


def in_header(shape: Any) -> bool:
    return "location" in shape.serialization or bool(shape.serialization.get("eventheader"))


def text(shape: Any, header: bool) -> Any:
    if is_json_value_header(shape):
        return {"any": ["value"]}
    return TEXT.encode("latin-1", "ignore").decode("latin-1") if header else BODY_TEXT


SCALARS: dict[str, Any] = {
    "string": text,
    "character": text,
    "blob": lambda shape, header: b"\x00\xff",
    "integer": lambda shape, header: 200,
    "long": lambda shape, header: 2**40,
    "float": lambda shape, header: 1.5,
    "double": lambda shape, header: -0.25,
    "boolean": lambda shape, header: True,
    "timestamp": lambda shape, header: NOW,
}


def parsed(operation: Any, encoded: Encoded) -> dict[str, Any]:
    """What botocore makes of an answer."""
    headers = HeadersDict(encoded.headers)
    raw = HTTPResponse(
        io.BytesIO(encoded.body), headers, encoded.status, preload_content=False, enforce_content_length=False
    )
    response = AWSResponse("https://example.amazonaws.com/", encoded.status, headers, raw)  # type: ignore[arg-type]  # as botocore makes it
    parser = create_parser(getattr(operation.service_model, "resolved_protocol", operation.service_model.protocol))
    found: dict[str, Any] = parser.parse(convert_to_response_dict(response, operation), operation.output_shape)
    metadata = found.pop("ResponseMetadata")
    # Where an operation answers with nothing, botocore does not look for the id in every protocol.
    assert metadata.get("RequestId") == "the-id" or operation.output_shape is None
    return plain(operation, found)


def plain(operation: Any, output: dict[str, Any]) -> dict[str, Any]:
    """An answer with its streams read."""
    streams = {
        name: list(one)
        for name, one in output.items()
        if operation.output_shape.members[name].serialization.get("eventstream")
    }
    return {name: one.read() if hasattr(one, "read") else one for name, one in output.items()} | streams


def answers(operation: Any) -> list[dict[str, Any]]:
    """The fullest answer of an operation, and the smallest."""
    shape = operation.output_shape
    if shape is None:
        return [{}]
    full: dict[str, Any] = {}
    for name, member in shape.members.items():
        if member.serialization.get("eventstream"):
            full[name] = [
                {event: value(one, 1)} for event, one in member.members.items() if not one.metadata.get("exception")
            ]
        elif operation.has_streaming_output and name == shape.serialization.get("payload"):
            full[name] = STREAM
        else:
            full[name] = value(member, 1, in_header(member))
        if member.serialization.get("name", "").lower() == "content-length":
            full[name] = len(STREAM)
    return [full, {}]


@pytest.mark.parametrize("service", SAMPLE)
def test_what_is_parsed_is_what_was_encoded(service: str) -> None:
    """With all members, and with none."""
    model = SESSION.get_service_model(service)
    for name in model.operation_names:
        if f"{service}:{name}" in BY_THEMSELVES:
            continue
        operation = model.operation_model(name)
        for answer in answers(operation):
            encoded = encode_output(operation, fill_output(operation, answer), "the-id")
            assert parsed(operation, encoded) == plain(operation, fill_output(operation, answer)), name
        smallest = encode_output(operation, smallest_output(operation, NOW), "the-id")
        assert parsed(operation, smallest) == plain(operation, smallest_output(operation, NOW)), name
