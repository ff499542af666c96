"""Answers that a test registers, in the form that botocore hands to its caller, and the refusals of wrong ones."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.response import StreamingBody

from pytest_fakests.gateway.wire import AnswerError, fill_output

SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
POLICY = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "100%2B"}}
POLICY_TEXT = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "100%2B"}}'

Params = dict[str, Any]


def filled(service: str, operation: str, answer: Any) -> Params:
    """The answer as botocore gets it."""
    return fill_output(SESSION.get_service_model(service).operation_model(operation), answer)


def seen(service: str, method: str, answer: Params, **params: Any) -> Params:
    """What a caller gets where botocore is handed this answer, and has its handlers at work on it."""
    client: Any = SESSION.create_client(service, "eu-west-1")

    def hand_over(model: Any, **_: Any) -> tuple[AWSResponse, Params]:
        return AWSResponse("https://x/", 200, HTTPHeaders(), None), fill_output(model, answer)

    client.meta.events.register_first("before-call", hand_over)
    found: Params = getattr(client, method)(**params)
    return found


@pytest.mark.parametrize(
    "body",
    ["a,b", b"a,b", bytearray(b"a,b"), io.BytesIO(b"a,b"), StreamingBody(io.BytesIO(b"a,b"), 3)],
    ids=["text", "bytes", "bytearray", "file", "StreamingBody"],
)
def test_a_streaming_body_can_be_given_in_any_form(body: Any) -> None:
    """Whatever is given for a streaming body, the caller reads bytes from a StreamingBody."""
    found = filled("s3", "GetObject", {"Body": body})["Body"]
    assert (type(found), found.read()) == (StreamingBody, b"a,b")


def test_a_file_is_read_from_where_it_stands() -> None:
    """The caller gets what is left in a file."""
    file = io.BytesIO(b"head,tail")
    file.seek(5)
    assert filled("s3", "GetObject", {"Body": file})["Body"].read() == b"tail"


@pytest.mark.parametrize(
    ("service", "operation", "answer", "found"),
    [
        ("dynamodb", "GetItem", {"Item": {"k": {"B": "é"}}}, {"Item": {"k": {"B": b"\xc3\xa9"}}}),
        ("dynamodb", "ListTables", {"TableNames": ("a",)}, {"TableNames": ["a"]}),
        ("dynamodb", "GetItem", {"Item": {}, "ResponseMetadata": {"RequestId": "r"}}, {"Item": {}}),
        ("cloudwatch", "GetMetricStatistics", {"Datapoints": [{"Sum": 1}]}, {"Datapoints": [{"Sum": 1}]}),
        ("s3", "PutBucketPolicy", {}, {}),
        ("s3", "HeadObject", {"DeleteMarker": True}, {"DeleteMarker": True, "Metadata": {}}),
        ("lambda", "InvokeAsync", {"Status": 200}, {"Status": 200}),
        ("braket", "GetQuantumTask", {"deviceParameters": "{}"}, {"deviceParameters": "{}"}),
        (
            *("bedrock-runtime", "Converse", {"additionalModelResponseFields": [1, None]}),
            {"additionalModelResponseFields": [1, None]},
        ),
    ],
    ids=[
        *("blob from text", "tuple", "metadata", "int for float", "no members", "always there"),
        *("status", "JSON", "document"),
    ],
)
def test_an_answer_takes_the_form_that_botocore_gives(
    service: str, operation: str, answer: Params, found: Params
) -> None:
    """Values are those that botocore's parsers would have made of the service's answer."""
    assert filled(service, operation, answer) == found


@pytest.mark.parametrize(
    "time", [NOON, "2026-11-24T12:00:00Z", datetime(2026, 11, 24, 12)], ids=["aware", "ISO text", "naive"]
)
def test_a_time_can_be_given_in_any_form(time: Any) -> None:
    """The caller gets an aware datetime; one without a zone is in UTC."""
    found = filled("s3", "ListBuckets", {"Buckets": [{"CreationDate": time}]})
    assert found == {"Buckets": [{"CreationDate": NOON}]}


def test_a_structure_in_a_header_may_be_given_as_it_is() -> None:
    """botocore decodes JSON in a header before its caller sees it, so it is registered decoded."""
    assert filled("lex-runtime", "PostContent", {"slots": {"a": [1]}})["slots"] == {"a": [1]}


def test_a_list_of_events_becomes_a_stream() -> None:
    """An event stream is given as a list; the caller iterates over it once and can close it."""
    events = [{"Records": {"Payload": b"a,b"}}, {"End": {}}]
    with filled("s3", "SelectObjectContent", {"Payload": events})["Payload"] as stream:
        assert (next(iter(stream)), list(stream)) == (events[0], events[1:])


def test_a_closed_stream_gives_no_more_events() -> None:
    """After close() there are no events left."""
    stream = filled("s3", "SelectObjectContent", {"Payload": [{"End": {}}]})["Payload"]
    stream.close()
    assert list(stream) == []


def test_a_stream_of_the_users_is_taken_as_it_is() -> None:
    """What can be iterated and closed already is handed to the caller unchanged."""
    stream = (event for event in ({"End": {"n": 1}},))
    assert filled("s3", "SelectObjectContent", {"Payload": stream})["Payload"] is stream


@pytest.mark.parametrize("policy", [POLICY, POLICY_TEXT], ids=["mapping", "text"])
def test_policies_in_answers_of_iam_are_seen_as_mappings(policy: Any) -> None:
    """botocore decodes IAM's policies for its caller; a registered one is encoded for that, signs and all."""
    found = seen("iam", "get_role_policy", {"PolicyDocument": policy}, RoleName="r", PolicyName="p")
    assert found["PolicyDocument"] == POLICY


@pytest.mark.parametrize("template", [{"Resources": {}}, '{"Resources": {}}'], ids=["mapping", "text"])
def test_templates_in_answers_of_cloudformation_are_seen_as_mappings(template: Any) -> None:
    """botocore decodes a JSON template for its caller, so a registered one may be a mapping."""
    assert seen("cloudformation", "get_template", {"TemplateBody": template})["TemplateBody"] == {"Resources": {}}


def test_console_output_is_seen_as_it_was_given() -> None:
    """botocore decodes EC2's console output from base64, so a registered text is encoded for that."""
    assert seen("ec2", "get_console_output", {"Output": "booting"}, InstanceId="i-1")["Output"] == "booting"


@pytest.mark.parametrize(
    ("service", "operation", "answer", "text"),
    [
        pytest.param(
            *("s3", "GetObject", {"Bdy": b""}),
            "the answer to s3:GetObject does not fit: at Bdy, there is no such member; the nearest is Body",
            id="misspelt",
        ),
        pytest.param(
            *("sts", "GetCallerIdentity", {"Nonsense": 1}),
            "the answer to sts:GetCallerIdentity does not fit: at Nonsense, there is no such member; "
            "there are UserId, Account, Arn",
            id="unknown",
        ),
        pytest.param(
            *("s3", "ListObjectsV2", {"Contents": [{"Key": "a"}, {"size": 1}]}),
            "the answer to s3:ListObjectsV2 does not fit: at Contents[1].size, there is no such member; "
            "the nearest is Size",
            id="unknown within a list",
        ),
        pytest.param(
            *("s3", "ListObjectsV2", {"Contents": [{"Size": "1"}]}),
            "the answer to s3:ListObjectsV2 does not fit: at Contents[0].Size, "
            "there is '1', of type str; it should be int",
            id="text for a number",
        ),
        pytest.param(
            *("s3", "ListObjectsV2", {"KeyCount": True}),
            "the answer to s3:ListObjectsV2 does not fit: at KeyCount, there is True, of type bool; it should be int",
            id="boolean for a number",
        ),
        pytest.param(
            *("s3", "ListObjectsV2", {"IsTruncated": 1}),
            "the answer to s3:ListObjectsV2 does not fit: at IsTruncated, there is 1, of type int; it should be bool",
            id="number for a boolean",
        ),
        pytest.param(
            *("s3", "ListObjectsV2", {"Contents": {}}),
            "the answer to s3:ListObjectsV2 does not fit: at Contents, there is {}, of type dict; it should be a list",
            id="mapping for a list",
        ),
        pytest.param(
            *("dynamodb", "GetItem", {"Item": {"k": "v"}}),
            "the answer to dynamodb:GetItem does not fit: at Item['k'], "
            "there is 'v', of type str; it should be a mapping",
            id="text for a structure in a map",
        ),
        pytest.param(
            *("dynamodb", "GetItem", {"Item": {"k": {"B": 1}}}),
            "the answer to dynamodb:GetItem does not fit: at Item['k'].B, there is 1, of type int; it should be bytes",
            id="number for a blob",
        ),
        pytest.param(
            *("cloudwatch", "GetMetricStatistics", {"Datapoints": [{"Sum": "1"}]}),
            "the answer to cloudwatch:GetMetricStatistics does not fit: at Datapoints[0].Sum, "
            "there is '1', of type str; it should be float",
            id="text for a float",
        ),
        pytest.param(
            *("s3", "ListBuckets", {"Buckets": [{"CreationDate": "noon"}]}),
            "the answer to s3:ListBuckets does not fit: at Buckets[0].CreationDate, "
            "'noon' is no time; ISO 8601 would be, as '2026-11-24T03:44:26Z'",
            id="text that is no time",
        ),
        pytest.param(
            *("s3", "ListBuckets", {"Buckets": [{"CreationDate": 0}]}),
            "the answer to s3:ListBuckets does not fit: at Buckets[0].CreationDate, "
            "there is 0, of type int; it should be a datetime, or ISO 8601 text",
            id="number for a time",
        ),
        pytest.param(
            *("s3", "GetObject", {"Body": {"a": 1}}),
            "the answer to s3:GetObject does not fit: at Body, there is {'a': 1}, of type dict; "
            "it should be bytes, str or a file opened for bytes",
            id="mapping for a body",
        ),
        pytest.param(
            *("s3", "SelectObjectContent", {"Payload": b""}),
            "the answer to s3:SelectObjectContent does not fit: at Payload, there is b'', of type bytes; "
            "it should be a list of events",
            id="bytes for events",
        ),
        pytest.param(
            *("s3", "SelectObjectContent", {"Payload": [{"Recs": {}}]}),
            "the answer to s3:SelectObjectContent does not fit: at Payload[0].Recs, there is no such member; "
            "the nearest is Records",
            id="unknown event",
        ),
        pytest.param(
            *("s3", "PutBucketPolicy", {"Policy": "{}"}),
            "the answer to s3:PutBucketPolicy does not fit: at Policy, the operation answers with no members",
            id="no output",
        ),
        pytest.param(
            *("sts", "GetCallerIdentity", "julie"),
            "the answer to sts:GetCallerIdentity does not fit: there is 'julie', of type str; it should be a mapping",
            id="no mapping",
        ),
    ],
)
def test_an_answer_that_an_operation_cannot_give_is_refused(
    service: str, operation: str, answer: Any, text: str
) -> None:
    """The refusal names the operation, the member, what is wrong with it and what would be right."""
    with pytest.raises(AnswerError) as caught:
        filled(service, operation, answer)
    assert str(caught.value) == text


def test_a_refusal_carries_its_parts() -> None:
    """The operation and the member of a refusal can be asked for."""
    with pytest.raises(AnswerError) as caught:
        filled("s3", "ListObjectsV2", {"Contents": [{"size": 1}]})
    assert (caught.value.operation, caught.value.member) == ("s3:ListObjectsV2", "Contents[0].size")
