"""Answers as bytes: each protocol's form, and that both forms of an answer come to the same."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from urllib3 import HTTPResponse

from pytest_fakests import FakeSts, Role
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.wire import fill_output
from pytest_fakests.gateway.wire.encoding import HttpResponse as Encoded
from pytest_fakests.gateway.wire.encoding import encode_error, encode_output

SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret")
NOW = datetime.datetime(2026, 11, 24, 3, 44, 26, tzinfo=datetime.timezone.utc)


def operation(name: str) -> Any:
    """botocore's model of SERVICE:OPERATION."""
    service, _, operation = name.partition(":")
    return SESSION.get_service_model(service).operation_model(operation)


def client_over(encoded: Encoded, service: str) -> Any:
    """A client whose every call gets these bytes."""
    headers = HeadersDict(encoded.headers)

    def send(**_: Any) -> AWSResponse:
        raw = HTTPResponse(io.BytesIO(encoded.body), headers, encoded.status, preload_content=False)
        return AWSResponse("https://x.amazonaws.com/", encoded.status, headers, raw)  # type: ignore[arg-type]  # as botocore makes it

    config = Config(retries={"total_max_attempts": 1})
    client = SESSION.create_client(service, "us-east-1", config=config)
    client.meta.events.register("before-send", send)  # type: ignore[arg-type]  # it may give an answer
    return client


@pytest.mark.parametrize(
    ("name", "answer", "body"),
    [
        pytest.param(
            "sts:GetAccessKeyInfo",
            {"Account": "123456789012"},
            '<GetAccessKeyInfoResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetAccessKeyInfoResult>'
            "<Account>123456789012</Account></GetAccessKeyInfoResult>"
            "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetAccessKeyInfoResponse>",
            id="query",
        ),
        pytest.param(
            "ec2:DescribeRegions",
            {"Regions": [{"RegionName": "eu-west-1"}]},
            '<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>'
            "<regionInfo><item><regionName>eu-west-1</regionName></item></regionInfo></DescribeRegionsResponse>",
            id="ec2",
        ),
        pytest.param(
            "s3:ListObjectsV2",
            {"Contents": [{"Key": "a&b", "LastModified": NOW}, {"Key": "c\rd"}]},
            "<ListBucketResult><Contents><Key>a&amp;b</Key><LastModified>2026-11-24T03:44:26Z</LastModified>"
            "</Contents><Contents><Key>c&#13;d</Key></Contents></ListBucketResult>",
            id="rest-xml",
        ),
        pytest.param(
            "s3:CompleteMultipartUpload",
            {},
            "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>",
            id="rest-xml-without-members",
        ),
        pytest.param(
            "dynamodb:GetItem",
            {"Item": {"k": {"B": b"\x00"}}},
            '{"Item": {"k": {"B": "AA=="}}}',
            id="json",
        ),
        pytest.param(
            "lambda:GetFunctionUrlConfig",
            {"FunctionUrl": "https://f", "Cors": {"MaxAge": 3}},
            '{"FunctionUrl": "https://f", "Cors": {"MaxAge": 3}}',
            id="rest-json",
        ),
    ],
)
def test_each_protocol_has_its_form(name: str, answer: dict[str, Any], body: str) -> None:
    """The body is what the protocol's specification says: https://smithy.io/2.0/aws/protocols/."""
    model = operation(name)
    encoded = encode_output(model, fill_output(model, answer), "r").body.decode()
    assert encoded.removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n') == body


def test_members_of_headers_are_headers() -> None:
    """A size, a time, a user's metadata: https://smithy.io/2.0/spec/http-bindings.html."""
    model = operation("s3:HeadObject")
    answer = {"ContentLength": 3, "LastModified": NOW, "Metadata": {"team": "blue"}, "DeleteMarker": False}
    encoded = encode_output(model, fill_output(model, answer), "r")
    assert encoded.body == b""
    wanted = {
        "content-length": "3",
        "last-modified": "Tue, 24 Nov 2026 03:44:26 GMT",
        "x-amz-meta-team": "blue",
        "x-amz-delete-marker": "false",
    }
    assert encoded.headers.items() >= wanted.items()


def test_the_location_of_a_bucket_is_read_by_botocores_own_handler() -> None:
    """It reads the root of the body: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html."""
    model = operation("s3:GetBucketLocation")
    encoded = encode_output(model, {"LocationConstraint": "eu-west-1"}, "r")
    answer = client_over(encoded, "s3").get_bucket_location(Bucket="reports")
    assert answer["LocationConstraint"] == "eu-west-1"


@pytest.mark.parametrize(
    ("name", "events", "params", "stream"),
    [
        pytest.param(
            "s3:SelectObjectContent",
            [{"Records": {"Payload": b"a,b\n"}}, {"Stats": {"Details": {"BytesScanned": 4}}}, {"End": {}}],
            {
                "Bucket": "b",
                "Key": "k",
                "Expression": "SELECT *",
                "ExpressionType": "SQL",
                "InputSerialization": {"CSV": {}},
                "OutputSerialization": {"CSV": {}},
            },
            "Payload",
            id="rest-xml",
        ),
        pytest.param(
            "logs:StartLiveTail",
            [
                {"sessionStart": {"requestId": "1"}},
                {"sessionUpdate": {"sessionResults": [{"message": "hi", "timestamp": 5}]}},
            ],
            {"logGroupIdentifiers": ["arn:aws:logs:us-east-1:123456789012:log-group:g"]},
            "responseStream",
            id="json",
        ),
        pytest.param(
            "bedrock-runtime:InvokeModelWithResponseStream",
            [{"chunk": {"bytes": b'{"text": "hi"}'}}],
            {"modelId": "m", "body": b"{}"},
            "body",
            id="rest-json",
        ),
    ],
)
def test_the_events_of_a_stream_arrive(name: str, events: list[Any], params: dict[str, Any], stream: str) -> None:
    """botocore reads the frames, their checksums included, and gives the events."""
    model = operation(name)
    client = client_over(encode_output(model, fill_output(model, {stream: events}), "r"), name.partition(":")[0])
    method = botocore.xform_name(model.name)
    assert list(getattr(client, method)(**params)[stream]) == events


@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "parsed"])
def test_an_exception_ends_a_stream(encoded: bool) -> None:
    """After the events before it; botocore raises it as it raises every error in a stream."""
    model = operation("bedrock-runtime:InvokeModelWithResponseStream")
    events: list[Any] = [{"chunk": {"bytes": b"hi"}}, {"throttlingException": {"message": "busy"}}]
    answer = fill_output(model, {"body": events})
    if encoded:
        client = client_over(encode_output(model, answer, "r"), "bedrock-runtime")
        answer = client.invoke_model_with_response_stream(modelId="m", body=b"{}")
    found = iter(answer["body"])
    assert next(found) == events[0]
    with pytest.raises(EventStreamError) as raised:
        next(found)
    assert raised.value.response["Error"] == {"Code": "throttlingException", "Message": "busy"}
    assert raised.value.operation_name == "InvokeModelWithResponseStream"


def test_a_frame_that_was_changed_is_refused() -> None:
    """The checksum over a frame is its own: botocore notices a changed byte."""
    model = operation("bedrock-runtime:InvokeModelWithResponseStream")
    encoded = encode_output(model, fill_output(model, {"body": [{"chunk": {"bytes": b"hello"}}]}), "r")
    changed = Encoded(encoded.status, encoded.headers, encoded.body.replace(b"aGVs", b"bGVs"))
    answer = client_over(changed, "bedrock-runtime").invoke_model_with_response_stream(modelId="m", body=b"{}")
    with pytest.raises(Exception, match="Checksum mismatch"):
        list(answer["body"])


ERROR = AwsError("ThrottlingException", 'Rate <exceeded> & "more"', 400)


@pytest.mark.parametrize(
    ("name", "params"),
    [
        pytest.param("sts:GetCallerIdentity", {}, id="query"),
        pytest.param("ec2:DescribeRegions", {}, id="ec2"),
        pytest.param("s3:ListBuckets", {}, id="s3"),
        pytest.param("route53:ListHostedZones", {}, id="rest-xml"),
        pytest.param("dynamodb:ListTables", {}, id="json"),
        pytest.param("sqs:ListQueues", {}, id="json that was query"),
        pytest.param("lambda:ListFunctions", {}, id="rest-json"),
        pytest.param("cloudwatch:ListDashboards", {}, id="the default of cloudwatch"),
    ],
)
def test_an_error_is_read_in_every_protocol(name: str, params: dict[str, Any]) -> None:
    """Code, message and status reach the client."""
    client = client_over(encode_error(operation(name), ERROR, "r"), name.partition(":")[0])
    with pytest.raises(ClientError) as caught:
        getattr(client, botocore.xform_name(name.partition(":")[2]))(**params)
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (ERROR.code, ERROR.message)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert caught.value.response["ResponseMetadata"]["RequestId"] == "r"


def test_a_service_that_was_query_has_both_codes() -> None:
    """https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait."""
    gone = AwsError("AWS.SimpleQueueService.NonExistentQueue", "no such queue", 400)
    encoded = encode_error(operation("sqs:GetQueueUrl"), gone, "r")
    assert encoded.headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender"
    assert json.loads(encoded.body)["__type"] == "QueueDoesNotExist"


def test_an_error_of_head_is_told_by_its_status() -> None:
    """There is no body to read a code from."""
    encoded = encode_error(operation("s3:HeadObject"), AwsError("NoSuchKey", "gone", 404), "r", method="HEAD")
    with pytest.raises(ClientError) as caught:
        client_over(encoded, "s3").head_object(Bucket="b", Key="k")
    assert caught.value.response["Error"] == {"Code": "404", "Message": "Not Found"}


@pytest.mark.roles(Role("nobody"))
def test_a_denial_holds_the_members_that_the_model_gives_its_error(fakests: FakeSts) -> None:
    """botocore reads a modelled error's members, such as `message`, beside "Error"."""
    dynamodb = fakests.assume_role("nobody").client("dynamodb")
    fakests.fail("dynamodb:GetItem", "ResourceNotFoundException", message="gone")
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as caught:
        dynamodb.get_item(TableName="t", Key={})
    assert caught.value.response["message"] == "gone"


def test_a_list_that_leaves_no_trace_is_not_in_the_answer(fakests: FakeSts) -> None:
    """S3 sends nothing for an empty bucket's Contents, and code that counts on the key fails as it would there."""
    fakests.answer("s3:ListObjectsV2", {"Contents": [], "KeyCount": 0})
    answer = fakests.client("s3").list_objects_v2(Bucket="reports")
    assert "Contents" not in answer
    assert answer["KeyCount"] == 0
