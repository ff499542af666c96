"""Calls whose permissions cannot be told: what is said about them."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.gateway.operations import Place, UnknownResource, UnmappedOperation, required_permissions

HERE = Place("aws", "eu-west-1", "123456789012", "julie")

Call = tuple[str, str, dict[str, Any]]


def test_an_unknown_service_is_unmapped() -> None:
    """A service without a table raises an error that says so and names the call."""
    with pytest.raises(UnmappedOperation) as caught:
        required_permissions("qldb", "ExecuteStatement", {}, HERE)
    assert str(caught.value) == "no mapping for qldb:ExecuteStatement: there is no table of the service qldb"


def test_an_unknown_operation_is_unmapped() -> None:
    """An operation that a service's table lacks raises an error that says so and names the call."""
    with pytest.raises(UnmappedOperation) as caught:
        required_permissions("s3", "GetPony", {}, HERE)
    assert str(caught.value) == "no mapping for s3:GetPony: the table of the service s3 has no such operation"


def test_the_error_keeps_its_parts() -> None:
    """The error of an unknown resource tells service, operation and reason apart."""
    with pytest.raises(UnknownResource) as caught:
        required_permissions("kms", "Decrypt", {"KeyId": "alias/other"}, HERE)
    error = caught.value
    assert (error.service, error.operation, error.reason) == (
        "kms",
        "Decrypt",
        "the key behind alias/other is not known",
    )


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        pytest.param(
            ("kms", "Decrypt", {"CiphertextBlob": b"x"}),
            "the key that made the ciphertext is not known, a key id in the call would tell",
            id="ciphertext",
        ),
        pytest.param(
            ("s3", "PutObject", {"Bucket": "reports", "Key": "k", "SSEKMSKeyId": "alias/other"}),
            "the key behind alias/other is not known",
            id="alias-of-another-service",
        ),
        pytest.param(
            ("s3", "GetObject", {"Bucket": "finance-abc-s3alias", "Key": "k"}),
            "the access point behind the alias finance-abc-s3alias is not known, its ARN or Resource(..., aliases=...) would tell",
            id="access-point-alias",
        ),
        pytest.param(
            ("s3", "GetObject", {"Bucket": "arn:aws:s3-outposts:eu-west-1:1:outpost/op", "Key": "k"}),
            "arn:aws:s3-outposts:eu-west-1:1:outpost/op is not the ARN of an S3 access point",
            id="outposts",
        ),
        pytest.param(
            ("dynamodb", "ExecuteStatement", {"Statement": "EXPLAIN Orders"}),
            "its parameters call for none of dynamodb:PartiQLSelect, dynamodb:PartiQLInsert, "
            "dynamodb:PartiQLUpdate, dynamodb:PartiQLDelete",
            id="no-entry-applies",
        ),
        pytest.param(
            ("dynamodb", "ExecuteStatement", {"Statement": "SELECT 1"}),
            "the PartiQL statement 'SELECT 1' names no table",
            id="no-table",
        ),
        pytest.param(
            ("lambda", "Invoke", {"FunctionName": "a:b:c"}),
            "a:b:c is not a Lambda function's name or ARN",
            id="function",
        ),
        pytest.param(
            ("ecs", "RunTask", {"taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/etl"}),
            "the latest revision of the task definition arn:aws:ecs:us-east-1:123456789012:task-definition/etl is not known",
            id="task-definition",
        ),
        pytest.param(
            ("kms", "Decrypt", {"CiphertextBlob": b"c"}),
            "the key that made the ciphertext is not known, a key id in the call would tell",
            id="server-side-state",
        ),
        pytest.param(
            ("kinesis", "PutRecord", {"Data": b"x", "PartitionKey": "k"}),
            "kinesis:PutRecord needs a resource, which StreamName or StreamARN would tell",
            id="no-resource-in-the-call",
        ),
        pytest.param(
            ("ec2", "DeleteSecurityGroup", {"GroupName": "web"}),
            "ec2:DeleteSecurityGroup needs a resource, which GroupId would tell",
            id="a-name-that-is-no-id",
        ),
        pytest.param(
            ("ec2", "DisassociateRouteTable", {"AssociationId": "rtbassoc-1"}),
            "the route-table that rtbassoc-1 belongs to is not known",
            id="lookup",
        ),
    ],
)
def test_what_a_call_does_not_show_is_said(call: Call, reason: str) -> None:
    """A call whose resource its parameters do not show raises an error that says what is not known."""
    service, operation, _ = call
    with pytest.raises(UnknownResource) as caught:
        required_permissions(*call, HERE)
    assert str(caught.value) == f"unknown resource for {service}:{operation}: {reason}"


def test_a_role_session_has_no_user_of_its_own() -> None:
    """A call about "the calling user" by someone who is no IAM user has no resource."""
    with pytest.raises(UnknownResource) as caught:
        required_permissions("iam", "GetUser", {}, Place("aws", "eu-west-1", "123456789012"))
    assert str(caught.value) == (
        "unknown resource for iam:GetUser: it names no user and its caller is neither an IAM user nor root"
    )
