"""Which actions DynamoDB's operations need, on what: each call is made by a real client.

Sources: Amazon DynamoDB Developer Guide, "DynamoDB API permissions", "Using IAM with DynamoDB transactions", "IAM
security policies with PartiQL for DynamoDB", "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, User, allow

Decisions = Callable[..., tuple[Decision, ...]]

KEY = {"Customer": {"S": "ann"}, "Id": {"N": "1"}}
TABLE = {"TableName": "Orders"}
THEIRS = {"TableName": "arn:aws:dynamodb:us-east-1:999999999999:table/Orders"}
ITEM = {**KEY, "Status": {"S": "new"}}

CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("GetItem", {**TABLE, "Key": KEY}, ["dynamodb:GetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    (
        "GetItem",
        {**THEIRS, "Key": {"Id": {"S": "1"}}},
        ["dynamodb:GetItem arn:aws:dynamodb:us-east-1:999999999999:table/Orders"],
    ),
    ("PutItem", {**TABLE, "Item": ITEM}, ["dynamodb:PutItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    ("UpdateItem", {**TABLE, "Key": KEY}, ["dynamodb:UpdateItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    ("DeleteItem", {**TABLE, "Key": KEY}, ["dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    (
        "Query",
        {**TABLE, "KeyConditionExpression": "Customer = :c", "ExpressionAttributeValues": {":c": {"S": "ann"}}},
        ["dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "Query",
        {
            **TABLE,
            "IndexName": "ByDate",
            "KeyConditionExpression": "#d = :d",
            "ExpressionAttributeNames": {"#d": "Date"},
            "ExpressionAttributeValues": {":d": {"S": "x"}},
        },
        ["dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/index/ByDate"],
    ),
    (
        "Query",
        {**THEIRS, "IndexName": "ByDate"},
        ["dynamodb:Query arn:aws:dynamodb:us-east-1:999999999999:table/Orders/index/ByDate"],
    ),
    ("Scan", TABLE, ["dynamodb:Scan arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    (
        "Scan",
        {**TABLE, "IndexName": "ByDate"},
        ["dynamodb:Scan arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/index/ByDate"],
    ),
    (
        "BatchGetItem",
        {"RequestItems": {"Orders": {"Keys": [KEY]}, "Stock": {"Keys": [{"Id": {"S": "1"}}]}}},
        [
            "dynamodb:BatchGetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:BatchGetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "BatchWriteItem",
        {
            "RequestItems": {
                "Orders": [{"PutRequest": {"Item": ITEM}}],
                "Stock": [{"DeleteRequest": {"Key": {"Id": {"S": "1"}}}}],
            }
        },
        [
            "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "TransactGetItems",
        {"TransactItems": [{"Get": {**TABLE, "Key": KEY}}, {"Get": {"TableName": "Stock", "Key": {"Id": {"S": "1"}}}}]},
        [
            "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"Put": {**TABLE, "Item": ITEM}},
                {"Update": {**TABLE, "Key": KEY, "UpdateExpression": "SET a = :a"}},
                {"Delete": {"TableName": "Stock", "Key": {"Id": {"S": "1"}}}},
                {
                    "ConditionCheck": {
                        "TableName": "Stock",
                        "Key": {"Id": {"S": "1"}},
                        "ConditionExpression": "attribute_exists(Id)",
                    }
                },
            ]
        },
        [
            "dynamodb:PutItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:UpdateItem arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
            "dynamodb:ConditionCheckItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "ExecuteStatement",
        {"Statement": "SELECT * FROM Orders"},
        ["dynamodb:PartiQLSelect arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "ExecuteStatement",
        {"Statement": 'SELECT Id FROM "Orders"."ByDate" WHERE Date = \'x\''},
        ["dynamodb:PartiQLSelect arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/index/ByDate"],
    ),
    (
        "ExecuteStatement",
        {"Statement": "insert into Orders value {'Id': 1}"},
        ["dynamodb:PartiQLInsert arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "ExecuteStatement",
        {"Statement": 'UPDATE "Orders" SET a = 1 WHERE Id = 1'},
        ["dynamodb:PartiQLUpdate arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "ExecuteStatement",
        {"Statement": "DELETE FROM Orders WHERE Id = 1"},
        ["dynamodb:PartiQLDelete arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "BatchExecuteStatement",
        {"Statements": [{"Statement": "SELECT * FROM Orders"}, {"Statement": "DELETE FROM Stock WHERE Id = 1"}]},
        [
            "dynamodb:PartiQLSelect arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:PartiQLDelete arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "ExecuteTransaction",
        {
            "TransactStatements": [
                {"Statement": "SELECT * FROM Orders"},
                {"Statement": "UPDATE Stock SET a = 1 WHERE Id = 1"},
            ]
        },
        [
            "dynamodb:PartiQLSelect arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:PartiQLUpdate arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "ExecuteTransaction",
        {
            "TransactStatements": [
                {"Statement": "EXISTS(SELECT * FROM Stock WHERE Id = 1 AND Left > 0)"},
                {"Statement": "UPDATE Orders SET a = 1 WHERE Id = 1"},
            ]
        },
        [
            "dynamodb:PartiQLUpdate arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:ConditionCheckItem arn:aws:dynamodb:eu-west-1:123456789012:table/Stock",
        ],
    ),
    (
        "CreateTable",
        {**TABLE, "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}], "AttributeDefinitions": []},
        ["dynamodb:CreateTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "CreateTable",
        {
            **TABLE,
            "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
            "AttributeDefinitions": [],
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        [
            "dynamodb:CreateTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "dynamodb:TagResource arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
        ],
    ),
    ("DeleteTable", TABLE, ["dynamodb:DeleteTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    ("DescribeTable", TABLE, ["dynamodb:DescribeTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    ("DescribeTable", THEIRS, ["dynamodb:DescribeTable arn:aws:dynamodb:us-east-1:999999999999:table/Orders"]),
    ("ListTables", {}, ["dynamodb:ListTables arn:aws:dynamodb:eu-west-1:123456789012:table/*"]),
    ("UpdateTable", TABLE, ["dynamodb:UpdateTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    (
        "UpdateTimeToLive",
        {**TABLE, "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}},
        ["dynamodb:UpdateTimeToLive arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    ("DescribeTimeToLive", TABLE, ["dynamodb:DescribeTimeToLive arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"]),
    ("DescribeLimits", {}, ["dynamodb:DescribeLimits *"]),
    ("DescribeEndpoints", {}, ["dynamodb:DescribeEndpoints *"]),
    (
        "CreateBackup",
        {**TABLE, "BackupName": "nightly"},
        ["dynamodb:CreateBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "DescribeBackup",
        {"BackupArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01489602797149-73d8d5bc"},
        ["dynamodb:DescribeBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01489602797149-73d8d5bc"],
    ),
    (
        "DeleteBackup",
        {"BackupArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01489602797149-73d8d5bc"},
        ["dynamodb:DeleteBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01489602797149-73d8d5bc"],
    ),
    ("ListBackups", {}, ["dynamodb:ListBackups *"]),
    (
        "TagResource",
        {
            "ResourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        ["dynamodb:TagResource arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "UntagResource",
        {"ResourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders", "TagKeys": ["team"]},
        ["dynamodb:UntagResource arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "ListTagsOfResource",
        {"ResourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"},
        ["dynamodb:ListTagsOfResource arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "ExportTableToPointInTime",
        {"TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders", "S3Bucket": "reports"},
        ["dynamodb:ExportTableToPointInTime arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "DescribeContinuousBackups",
        TABLE,
        ["dynamodb:DescribeContinuousBackups arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
    (
        "CreateGlobalTable",
        {"GlobalTableName": "Orders", "ReplicationGroup": []},
        [
            "dynamodb:CreateGlobalTable arn:aws:dynamodb::123456789012:global-table/Orders",
            "dynamodb:CreateGlobalTable arn:aws:dynamodb:eu-west-1:123456789012:table/Orders",
        ],
    ),
    (
        "DescribeGlobalTable",
        {"GlobalTableName": "Orders"},
        ["dynamodb:DescribeGlobalTable arn:aws:dynamodb::123456789012:global-table/Orders"],
    ),
    (
        "GetResourcePolicy",
        {"ResourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"},
        ["dynamodb:GetResourcePolicy arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"],
    ),
]


@pytest.mark.parametrize(("operation", "params", "asked"), CALLS, ids=[row[0] for row in CALLS])
def test_a_dynamodb_call_needs_what_aws_lists(
    decisions: Decisions, operation: str, params: dict[str, Any], asked: list[str]
) -> None:
    """A call of DynamoDB is judged by each of its actions, on each table or index."""
    found = decisions("dynamodb", operation, params)
    assert [f"{one.request.action} {one.request.resource}" for one in found] == asked


@pytest.mark.users(User("ann", permissions=allow("dynamodb:PutItem", on="arn:aws:dynamodb:*:*:table/Orders")))
def test_a_transaction_is_denied_by_its_first_part_that_is(fakests: FakeSts) -> None:
    """Every part of a transaction has to be allowed; the message names the one that is not."""
    parts = [{"Put": {**TABLE, "Item": ITEM}}, {"Put": {"TableName": "Stock", "Item": ITEM}}]
    with pytest.raises(ClientError, match=r"dynamodb:PutItem on resource: .*:table/Stock because"):
        fakests.client("dynamodb", "user/ann").transact_write_items(TransactItems=parts)
