"""Requests whose values are none of their types, as clients send them that do not validate parameters."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts

QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"

# The operation, its parameters, and status, code and message of the answer; of JSON and REST the reader's own text.
UNREADABLE: list[Any] = [
    pytest.param("sts", "get_session_token", {"DurationSeconds": "x"}, "MalformedInput", "", id="query"),
    pytest.param("sts", "get_session_token", {"DurationSeconds": "9_00"}, "MalformedInput", "", id="Python's digits"),
    pytest.param(
        "sts", "get_session_token", {"DurationSeconds": ""}, "MalformedInput", "missing value for decimal type", id="nothing"
    ),
    pytest.param("iam", "list_roles", {"MaxItems": "x"}, "MalformedInput", "", id="query of IAM"),
    pytest.param("ec2", "describe_instances", {"MaxResults": "x"}, "MalformedInput", "", id="ec2"),
    pytest.param(
        "dynamodb", "list_tables", {"Limit": "x"}, "SerializationException", "dynamodb:ListTables cannot be read from its request: at Limit, 'x' is not an integer", id="json"
    ),
    pytest.param(
        "sqs", "send_message", {"QueueUrl": QUEUE, "MessageBody": 5}, "SerializationException", "sqs:SendMessage cannot be read from its request: at MessageBody, 5 is not a text", id="number for text"
    ),
    pytest.param(
        "kms", "encrypt", {"KeyId": "k", "Plaintext": b"", "DryRun": "x"}, "SerializationException", "kms:Encrypt cannot be read from its request: at DryRun, 'x' is not true or false", id="boolean"
    ),
    pytest.param(
        "lambda", "list_functions", {"MaxItems": "x"}, "SerializationException", "lambda:ListFunctions cannot be read from its request: at MaxItems, 'x' is not an integer", id="rest-json"
    ),
    pytest.param(
        "s3", "list_objects_v2", {"Bucket": "b", "MaxKeys": "x"}, "InvalidArgument", "s3:ListObjectsV2 cannot be read from its request: at MaxKeys, 'x' is not an integer", id="s3"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("service", "operation", "params", "code", "message"), UNREADABLE)
def test_a_value_of_another_type_is_refused_in_the_services_words(
    fakests: FakeSts, service: str, operation: str, params: dict[str, Any], code: str, message: str
) -> None:
    """With status 400 and a note that says which parameter; the calls have it with its code."""
    client = fakests.botocore_session().create_client(service, config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**params)
    response: Any = caught.value.response
    told = (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Code"],
        response["Error"].get("Message", ""),
    )
    assert told == (400, code, message)
    assert "cannot be read from its request: at " in caught.value.__notes__[0]  # type: ignore[attr-defined]  # PEP 678
    assert fakests.calls[-1].error == code


RULE = {
    "Name": "r",
    "Priority": 1,
    "Statement": {"NotStatement": {"Statement": {"NotStatement": {}}}},
    "VisibilityConfig": {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"},
}

# The operation, its parameters, the code of the answer, and the parameter that is not there.
LACKING: list[Any] = [
    pytest.param("dynamodb", "get_item", {"TableName": "t"}, "ValidationException", "key", id="json"),
    pytest.param("dynamodb", "get_item", {"TableName": None, "Key": {}}, "ValidationException", "tableName", id="null"),
    pytest.param("dynamodb", "transact_get_items", {"TransactItems": [{}]}, "ValidationException", "transactItems.1.member.get", id="in a list"),
    pytest.param("dynamodb", "batch_get_item", {"RequestItems": {"t": {}}}, "ValidationException", "requestItems.t.member.keys", id="in a map"),
    pytest.param("wafv2", "check_capacity", {"Scope": "REGIONAL", "Rules": [RULE]}, "ValidationException", "rules.1.member.statement.notStatement.statement.notStatement.statement", id="a shape within itself"),
    pytest.param("iam", "get_role", {}, "ValidationError", "roleName", id="query"),
    pytest.param("ec2", "delete_vpc", {}, "MissingParameter", "vpcId", id="ec2"),
    pytest.param("lambda", "create_function", {"FunctionName": "f", "Role": "r", "Code": {}, "FileSystemConfigs": [{"Arn": "a"}]}, "ValidationException", "fileSystemConfigs.1.member.localMountPath", id="rest-json"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "operation", "params", "code", "member"), LACKING)
def test_a_required_parameter_that_is_not_there_is_refused(
    fakests: FakeSts, service: str, operation: str, params: dict[str, Any], code: str, member: str
) -> None:
    """Before any policy is asked, as at the endpoint for other processes."""
    client = fakests.botocore_session().create_client(service, config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**params)
    text = (
        f"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
    )
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (code, text)


def test_s3_misses_a_list_that_xml_leaves_out(fakests: FakeSts) -> None:
    """botocore takes the empty list; on the wire nothing is left of it."""
    with pytest.raises(ClientError) as caught:
        fakests.client("s3").delete_objects(Bucket="reports", Delete={"Objects": []})
    assert caught.value.response["Error"] == {
        "Code": "MalformedXML",
        "Message": "The XML you provided was not well-formed or did not validate against our published schema",
    }
