"""Requests that cannot be read as the operation they are said to be: the whole text of each refusal."""

from __future__ import annotations

from typing import Any

import botocore.model
import botocore.session
import pytest

from pytest_fakests.gateway.wire import Headers, HttpRequest, WireError, decode_parameters

SESSION = botocore.session.Session()
GZIP = {"content-encoding": "gzip"}


def model(service: str, operation: str) -> Any:
    """The model of an operation."""
    return SESSION.get_service_model(service).operation_model(operation)


def cbor_model() -> Any:
    """An operation of a service that speaks Smithy's RPC v2 protocol."""
    members = {name: {"shape": kind} for name, kind in {"When": "Time", "Data": "Blob", "Count": "Int"}.items()}
    members |= {"Names": {"shape": "Names"}, "Ratio": {"shape": "Ratio"}, "Map": {"shape": "Map"}}
    shapes = {
        "Input": {"type": "structure", "members": members},
        "Time": {"type": "timestamp"},
        "Blob": {"type": "blob"},
        "Int": {"type": "long"},
        "Ratio": {"type": "double"},
        "Name": {"type": "string"},
        "Names": {"type": "list", "member": {"shape": "Name"}},
        "Map": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Time"}},
    }
    operations = {"Put": {"name": "Put", "input": {"shape": "Input"}, "http": {"method": "POST", "requestUri": "/"}}}
    metadata = {"protocol": "smithy-rpc-v2-cbor", "apiVersion": "2026-11-24", "endpointPrefix": "rpc"}
    service = botocore.model.ServiceModel({"metadata": metadata, "operations": operations, "shapes": shapes}, "rpc")
    return service.operation_model("Put")


JSON = "logs:PutLogEvents cannot be read from its request: "
FORM = "sts:AssumeRole cannot be read from its request: "
XML = "s3:PutBucketTagging cannot be read from its request: "
BUCKET = "https://reports.s3.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("service", "operation", "url", "headers", "body", "text"),
    [
        pytest.param(
            *("sts", "AssumeRole", "https://x/", {}, "DurationSeconds=soon"),
            f"{FORM}at DurationSeconds, 'soon' is not an integer",
            id="form, number",
        ),
        pytest.param(
            *("sts", "AssumeRole", "https://x/", {}, "RoleArn.Name=x"),
            f"{FORM}at RoleArn, a string has no members",
            id="form, scalar with members",
        ),
        pytest.param(
            *("sts", "AssumeRole", "https://x/", {}, "Tags.member.1=x"),
            f"{FORM}at Tags[0], 'x' stands where members should",
            id="form, structure without members",
        ),
        pytest.param(
            *("sts", "AssumeRole", "https://x/", {}, "Tags.member.first.Key=x"),
            f"{FORM}at Tags, its elements are named first; they should be numbered",
            id="form, list without numbers",
        ),
        pytest.param(
            *("sns", "Publish", "https://x/", {}),
            "MessageAttributes.entry.1.Name=n&MessageAttributes.entry.1.Value.BinaryValue=%21",
            "sns:Publish cannot be read from its request: at MessageAttributes['n'].BinaryValue, '!' is not base64",
            id="form, base64 in a map",
        ),
        pytest.param(
            *("ec2", "RunInstances", "https://x/", {}, "EbsOptimized=yes"),
            "ec2:RunInstances cannot be read from its request: at EbsOptimized, 'yes' is not true or false",
            id="form, boolean",
        ),
        pytest.param(
            *("rds", "DescribeEvents", "https://x/", {}, "StartTime=noon"),
            "rds:DescribeEvents cannot be read from its request: at StartTime, 'noon' is not a timestamp",
            id="form, timestamp",
        ),
        pytest.param(
            *("sts", "AssumeRole", "https://x/", {}, b"RoleArn=\xff"),
            f"{FORM}the body is not UTF-8",
            id="form, encoding",
        ),
        pytest.param(
            *("sts", "AssumeRole", "https://x/", GZIP, "RoleArn=x"),
            f"{FORM}the body is not compressed with gzip, as its Content-Encoding says",
            id="compression",
        ),
        pytest.param(
            *("logs", "PutLogEvents", "https://x/", {}, "{"),
            f"{JSON}the body is not JSON",
            id="JSON",
        ),
        pytest.param(
            *("logs", "PutLogEvents", "https://x/", {}, "null"),
            f"{JSON}None stands where a mapping should",
            id="JSON, null",
        ),
        pytest.param(
            *("dynamodb", "BatchGetItem", "https://x/", {}, '{"RequestItems": {"t": null}}'),
            "dynamodb:BatchGetItem cannot be read from its request: at RequestItems['t'], None stands where a mapping should",
            id="null in a map",
        ),
        pytest.param(
            *("dynamodb", "TransactGetItems", "https://x/", {}, '{"TransactItems": [null]}'),
            "dynamodb:TransactGetItems cannot be read from its request: at TransactItems[0], None stands where a mapping should",
            id="null in a list",
        ),
        pytest.param(
            *("dynamodb", "GetItem", "https://x/", {}, '{"Key": {"a": ' + '{"L": [' * 20_000 + "]}" * 20_000 + "}}"),
            "dynamodb:GetItem cannot be read from its request: it is nested too deep",
            id="deep JSON",
        ),
        pytest.param(
            *("lambda", "PutFunctionConcurrency", "https://x/2017-10-31/functions/f/concurrency", {}, "null"),
            "lambda:PutFunctionConcurrency cannot be read from its request: None stands where a mapping should",
            id="JSON beside a path, null",
        ),
        pytest.param(
            *("logs", "PutLogEvents", "https://x/", {}, '{"logEvents": {}}'),
            f"{JSON}at logEvents, {{}} stands where a list should",
            id="JSON, list",
        ),
        pytest.param(
            *("logs", "PutLogEvents", "https://x/", {}, '{"logEvents": [[]]}'),
            f"{JSON}at logEvents[0], [] stands where a mapping should",
            id="JSON, structure",
        ),
        pytest.param(
            *("dynamodb", "PutItem", "https://x/", {}, '{"Item": {"k": {"B": "!"}}}'),
            "dynamodb:PutItem cannot be read from its request: at Item['k'].B, '!' is not base64",
            id="JSON, base64 in a map",
        ),
        pytest.param(
            *("s3", "PutBucketTagging", BUCKET, {}, "<Tagging>"),
            f"{XML}the body is not XML: no element found: line 1, column 9",
            id="XML",
        ),
        pytest.param(
            *("s3", "PutBucketLifecycleConfiguration", BUCKET, {}),
            "<L><Rule><Transition><Days>x</Days></Transition></Rule></L>",
            "s3:PutBucketLifecycleConfiguration cannot be read from its request: "
            "at Rules.Transitions.Days, 'x' is not an integer",
            id="XML, number in a flattened list",
        ),
        pytest.param(
            *("s3", "PutBucketCors", BUCKET, {}, "<C><CORSRule><MaxAgeSeconds/></CORSRule></C>"),
            "s3:PutBucketCors cannot be read from its request: at CORSRules.MaxAgeSeconds, missing value for decimal type",
            id="XML, empty element",
        ),
        pytest.param(
            *("cloudfront", "CreateInvalidation", "https://x/2020-05-31/distribution/d/invalidation", {}),
            "<InvalidationBatch><Paths><Quantity>x</Quantity></Paths></InvalidationBatch>",
            "cloudfront:CreateInvalidation cannot be read from its request: at Paths.Quantity, 'x' is not an integer",
            id="XML, number in a structure",
        ),
        pytest.param(
            *("s3control", "CreateJob", "https://x/v20180820/jobs", {}),
            "<R><Operation><S3PutObjectCopy><NewObjectMetadata><UserMetadata><entry><key>k</key></entry>"
            "</UserMetadata></NewObjectMetadata></S3PutObjectCopy></Operation></R>",
            "s3control:CreateJob cannot be read from its request: at Operation.S3PutObjectCopy.NewObjectMetadata"
            ".UserMetadata, an entry holds key; it should hold key and value",
            id="XML, map",
        ),
        pytest.param(
            *("lambda", "GetFunction", "https://x/functions/f", {}, ""),
            "lambda:GetFunction cannot be read from its request: the path '/functions/f' does not match "
            "'/2015-03-31/functions/{FunctionName}'",
            id="path",
        ),
        pytest.param(
            *("s3", "UploadPart", f"{BUCKET}/k?partNumber=one&uploadId=u", {}, ""),
            "s3:UploadPart cannot be read from its request: at PartNumber, 'one' is not an integer",
            id="query string",
        ),
        pytest.param(
            *("s3", "GetObject", f"{BUCKET}/k", {"If-Modified-Since": "noon"}, ""),
            "s3:GetObject cannot be read from its request: at IfModifiedSince, 'noon' is not a timestamp",
            id="header",
        ),
        pytest.param(
            *("iot-data", "Publish", "https://x/topics/t", {"x-amz-mqtt5-user-properties": "{}"}, ""),
            "iot-data:Publish cannot be read from its request: at userProperties, '{}' is not JSON in base64",
            id="JSON in a header",
        ),
    ],
)
def test_a_request_that_cannot_be_read_is_refused(
    service: str, operation: str, url: str, headers: dict[str, str], body: str | bytes, text: str
) -> None:
    """The refusal names the operation, the parameter and what is wrong with its value."""
    content = body.encode() if isinstance(body, str) else body
    with pytest.raises(WireError) as caught:
        decode_parameters(HttpRequest("POST", url, Headers(headers.items()), content), model(service, operation))
    assert str(caught.value) == text


def test_a_refusal_carries_its_parts() -> None:
    """The operation and the parameter of a refusal can be asked for."""
    request = HttpRequest("POST", "https://x/", {}, b"DurationSeconds=soon")
    with pytest.raises(WireError) as caught:
        decode_parameters(request, model("sts", "AssumeRole"))
    assert (caught.value.operation, caught.value.member) == ("sts:AssumeRole", "DurationSeconds")


# Items as RFC 8949, appendix A, encodes them.
@pytest.mark.parametrize(
    ("item", "params"),
    [
        ("a165436f756e741903e8", {"Count": 1000}),
        ("a165436f756e743903e7", {"Count": -1000}),
        ("a165436f756e741b000000e8d4a51000", {"Count": 1000000000000}),
        ("a1644461746143010203", {"Data": b"\x01\x02\x03"}),
        ("a164446174615f42010243030405ff", {"Data": b"\x01\x02\x03\x04\x05"}),
        ("a1654e616d6573826161f6", {"Names": ["a", None]}),
        ("a1654e616d65739f7f6161616bff6162ff", {"Names": ["ak", "b"]}),
        ("bf65526174696ffb3ff199999999999aff", {"Ratio": 1.1}),
        ("a165526174696ff93e00", {"Ratio": 1.5}),
        ("a165526174696ffa47c35000", {"Ratio": 100000.0}),
        ("a1645768656ef6", {}),
        ("a165556e6b6e6ff5", {}),
    ],
    ids=[
        *("two bytes", "negative", "eight bytes", "bytes", "bytes in chunks", "list with null"),
        *("list and text in chunks", "map in chunks", "half float", "single float", "null", "unknown member"),
    ],
)
def test_cbor_is_read(item: str, params: dict[str, Any]) -> None:
    """Each form of CBOR that Smithy's RPC v2 protocol has comes back as the value it stands for."""
    request = HttpRequest("POST", "https://x/", {}, bytes.fromhex(item))
    assert decode_parameters(request, cbor_model()) == params


def test_times_in_cbor_are_datetimes() -> None:
    """Tag 1 of CBOR is a time; RFC 8949, appendix A, has this one."""
    request = HttpRequest("POST", "https://x/", {}, bytes.fromhex("a1645768656ec11a514b67b0"))
    assert decode_parameters(request, cbor_model())["When"].isoformat() == "2013-03-21T20:04:00+00:00"


CBOR = "rpc:Put cannot be read from its request: "


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("a1", f"{CBOR}the body is not CBOR"),
        ("a165436f756e7419ff", f"{CBOR}the body is not CBOR"),
        ("a165436f756e741f", f"{CBOR}the body is not CBOR"),
        ("a165436f756e74ff", f"{CBOR}the body is not CBOR"),
        ("bf65436f756e74ff", f"{CBOR}the body is not CBOR"),
        ("a000", f"{CBOR}the body has 1 bytes after its CBOR item"),
        ("a1645768656ec01a514b67b0", f"{CBOR}CBOR tag 0 is none of the protocol's; it has tag 1 only"),
        ("a1634d6170a1616b6178", f"{CBOR}at Map['k'], 'x' is not a timestamp"),
        ("80", f"{CBOR}[] stands where a mapping should"),
    ],
    ids=[
        "cut",
        "cut number",
        "number without length",
        "lone break",
        "odd map",
        "rest",
        "tag",
        "value",
        "list",
    ],
)
def test_cbor_that_cannot_be_read_is_refused(item: str, text: str) -> None:
    """What is not CBOR, or not CBOR of this protocol, is refused in one sentence."""
    request = HttpRequest("POST", "https://x/", {}, bytes.fromhex(item))
    with pytest.raises(WireError) as caught:
        decode_parameters(request, cbor_model())
    assert str(caught.value) == text
