"""Which actions DynamoDB's operations need, on what, and with which condition keys: each call is made by a real client.

Sources: Amazon DynamoDB Developer Guide, "DynamoDB API permissions", "Using IAM with DynamoDB transactions", "IAM
security policies with PartiQL for DynamoDB", "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, Resource, Role, UnmappedCallError, User, allow, deny

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


BY_DATE = {"#d": "Date"}
KEYS: list[tuple[str, dict[str, Any], str, Any]] = [
    ("GetItem", {**TABLE, "Key": KEY}, "dynamodb:LeadingKeys", ("ann",)),
    ("GetItem", {"TableName": "Stock", "Key": {"Id": {"N": "7"}}}, "dynamodb:LeadingKeys", ("7",)),
    ("GetItem", {"TableName": "Stock", "Key": {"Id": {"B": b"\x00"}}}, "dynamodb:LeadingKeys", ("AA==",)),
    ("PutItem", {**TABLE, "Item": ITEM}, "dynamodb:LeadingKeys", ("ann",)),
    ("UpdateItem", {**TABLE, "Key": KEY}, "dynamodb:LeadingKeys", ("ann",)),
    ("DeleteItem", {**TABLE, "Key": KEY}, "dynamodb:LeadingKeys", ("ann",)),
    (
        "BatchGetItem",
        {"RequestItems": {"Orders": {"Keys": [KEY, {**KEY, "Customer": {"S": "bob"}}]}}},
        "dynamodb:LeadingKeys",
        ("ann", "bob"),
    ),
    (
        "BatchWriteItem",
        {"RequestItems": {"Orders": [{"PutRequest": {"Item": ITEM}}, {"DeleteRequest": {"Key": KEY}}]}},
        "dynamodb:LeadingKeys",
        ("ann",),
    ),
    ("TransactWriteItems", {"TransactItems": [{"Put": {**TABLE, "Item": ITEM}}]}, "dynamodb:LeadingKeys", ("ann",)),
    (
        "Query",
        {
            **TABLE,
            "KeyConditionExpression": "Customer = :c and Id > :i",
            "ExpressionAttributeValues": {":c": {"S": "ann"}, ":i": {"N": "1"}},
        },
        "dynamodb:LeadingKeys",
        ("ann",),
    ),
    (
        "Query",
        {
            **TABLE,
            "IndexName": "ByDate",
            "KeyConditionExpression": "#d = :d",
            "ExpressionAttributeNames": BY_DATE,
            "ExpressionAttributeValues": {":d": {"S": "x"}},
        },
        "dynamodb:LeadingKeys",
        ("x",),
    ),
    (
        "Query",
        {**TABLE, "KeyConditions": {"Customer": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "ann"}]}}},
        "dynamodb:LeadingKeys",
        ("ann",),
    ),
    ("Scan", TABLE, "dynamodb:LeadingKeys", None),
    (
        "GetItem",
        {
            **TABLE,
            "Key": KEY,
            "ProjectionExpression": "#s.Inner, Lines[0].Sku",
            "ExpressionAttributeNames": {"#s": "Status"},
        },
        "dynamodb:Attributes",
        ("Customer", "Id", "Lines", "Status"),
    ),
    (
        "GetItem",
        {**TABLE, "Key": KEY, "AttributesToGet": ["Status"]},
        "dynamodb:Attributes",
        ("Customer", "Id", "Status"),
    ),
    (
        "PutItem",
        {
            **TABLE,
            "Item": ITEM,
            "ConditionExpression": "attribute_not_exists(Paid) AND size(Lines) > :n",
            "ExpressionAttributeValues": {":n": {"N": "1"}},
        },
        "dynamodb:Attributes",
        ("Customer", "Id", "Lines", "Paid", "Status"),
    ),
    (
        "UpdateItem",
        {
            **TABLE,
            "Key": KEY,
            "UpdateExpression": "SET Paid = if_not_exists(Paid, :p) REMOVE Due ADD Visits :p",
            "ExpressionAttributeValues": {":p": {"N": "1"}},
        },
        "dynamodb:Attributes",
        ("Customer", "Due", "Id", "Paid", "Visits"),
    ),
    (
        "Query",
        {
            **TABLE,
            "FilterExpression": "Status IN (:a) AND NOT Paid BETWEEN :a AND :a",
            "ExpressionAttributeValues": {":a": {"S": "x"}},
        },
        "dynamodb:Attributes",
        ("Paid", "Status"),
    ),
    ("Scan", {**TABLE, "ScanFilter": {"Status": {"ComparisonOperator": "NULL"}}}, "dynamodb:Attributes", ("Status",)),
    ("Query", TABLE, "dynamodb:Select", "ALL_ATTRIBUTES"),
    ("Query", {**TABLE, "IndexName": "ByDate"}, "dynamodb:Select", "ALL_PROJECTED_ATTRIBUTES"),
    ("Query", {**TABLE, "ProjectionExpression": "Id"}, "dynamodb:Select", "SPECIFIC_ATTRIBUTES"),
    ("Query", {**TABLE, "Select": "COUNT"}, "dynamodb:Select", "COUNT"),
    (
        "BatchGetItem",
        {"RequestItems": {"Orders": {"Keys": [KEY], "ProjectionExpression": "Id"}}},
        "dynamodb:Select",
        "SPECIFIC_ATTRIBUTES",
    ),
    ("ExecuteStatement", {"Statement": "SELECT Id FROM Orders"}, "dynamodb:Select", "SPECIFIC_ATTRIBUTES"),
    ("ExecuteStatement", {"Statement": "select * from Orders"}, "dynamodb:Select", "ALL_ATTRIBUTES"),
    # Developer Guide, "PartiQL select statements": "can result in a full table scan if an equality or IN condition with a
    # partition key is not provided in the WHERE clause"; "IAM security policies with PartiQL" denies it by this key.
    *(
        (
            "ExecuteStatement",
            {"Statement": f"SELECT * FROM Orders{where}", "Parameters": [{"S": "ann"}]},
            "dynamodb:FullTableScan",
            scans,
        )
        for where, scans in [
            ("", "true"),
            (" WHERE Customer = ?", "false"),
            (" WHERE Customer = 'ann' AND Id BETWEEN 1 AND 3", "false"),
            (" where (customer = 1 AND Customer IN ['ann', 'bob'])", "false"),
            (" WHERE Id = 1", "true"),
            (" WHERE Customer > 'a'", "true"),
            (" WHERE Id = 1 OR Status = 'new'", "true"),
            (" WHERE Customer = 'ann' OR Id = 1", None),
            (" WHERE begins_with(Customer, 'a')", None),
        ]
    ),
    (
        "ExecuteStatement",
        {"Statement": 'SELECT * FROM "Orders"."ByDate" WHERE "Date" = \'x\''},
        "dynamodb:FullTableScan",
        "false",
    ),
    ("ExecuteStatement", {"Statement": "SELECT * FROM Stock WHERE Id = 'x'"}, "dynamodb:FullTableScan", None),
    ("ExecuteStatement", {"Statement": "DELETE FROM Orders WHERE Id = 1"}, "dynamodb:FullTableScan", None),
    *(
        (
            "ExecuteStatement",
            {"Statement": statement, "Parameters": [{"N": "1"}, {"S": "bob"}]},
            "dynamodb:LeadingKeys",
            keys,
        )
        for statement, keys in [
            ("SELECT * FROM Orders WHERE Customer = 'ann'", ("ann",)),
            ("SELECT * FROM Orders WHERE 'ann' = Customer", ("ann",)),
            ("SELECT * FROM Orders WHERE Customer IN ('ann', 'o''hara')", ("ann", "o'hara")),
            ("SELECT * FROM Orders WHERE Id = ? AND Customer = ?", ("bob",)),
            ("SELECT * FROM Orders WHERE Customer = -7", ("-7",)),
            ("SELECT * FROM Orders WHERE Customer = Id", None),
            ("SELECT * FROM Orders WHERE Customer = ? AND Customer = ? AND Id = ?", ("1",)),
            ("SELECT * FROM Orders", None),
            ("INSERT INTO Orders VALUE {'Customer': 'ann', 'Lines': [{'Customer': 'x'}]}", ("ann",)),
            ("INSERT INTO Orders VALUE {'Id': ?, 'Customer': ?}", ("bob",)),
            ("UPDATE Orders SET Paid = ? WHERE Customer = ? AND Id = 1", ("bob",)),
            ("DELETE FROM Orders WHERE Customer = 'ann' AND Id = 1 RETURNING ALL OLD *", ("ann",)),
        ]
    ),
    (
        "ExecuteTransaction",
        {
            "TransactStatements": [
                {"Statement": "SELECT * FROM Orders WHERE Customer = ?", "Parameters": [{"S": "ann"}]}
            ]
        },
        "dynamodb:LeadingKeys",
        ("ann",),
    ),
    *(
        ("ExecuteStatement", {"Statement": statement}, "dynamodb:Attributes", names)
        for statement, names in [
            (
                "SELECT Id, Lines[0].Sku, size(Notes) FROM Orders WHERE \"Date\" = 'Paid' AND Customer IS NOT MISSING",
                ("Customer", "Date", "Id", "Lines", "Notes"),
            ),
            ('SELECT * FROM "Orders"."ByDate"', None),
            ("INSERT INTO Orders VALUE {'Customer': 'ann', 'Lines': [{'Sku': 1}]}", ("Customer", "Lines")),
            (
                "UPDATE Orders SET Paid = list_append(Paid, [1]) REMOVE Due WHERE Customer = 'ann' RETURNING ALL NEW *",
                ("Customer", "Due", "Paid"),
            ),
        ]
    ),
    (
        "ExecuteTransaction",
        {"TransactStatements": [{"Statement": "SELECT * FROM Orders"}]},
        "dynamodb:Select",
        "ALL_ATTRIBUTES",
    ),
    (
        "ExecuteStatement",
        {"Statement": "DELETE FROM Orders WHERE Id = 1 RETURNING ALL OLD *"},
        "dynamodb:ReturnValues",
        "ALL_OLD",
    ),
    (
        "ExecuteStatement",
        {"Statement": "UPDATE Orders SET a = 1 WHERE Id = 1 RETURNING MODIFIED NEW *"},
        "dynamodb:ReturnValues",
        "UPDATED_NEW",
    ),
    ("ExecuteStatement", {"Statement": "UPDATE Orders SET a = 1 WHERE Id = 1"}, "dynamodb:ReturnValues", None),
    ("PutItem", {**TABLE, "Item": ITEM, "ReturnValues": "ALL_OLD"}, "dynamodb:ReturnValues", "ALL_OLD"),
    ("PutItem", {**TABLE, "Item": ITEM}, "dynamodb:ReturnValues", None),
    ("GetItem", {**TABLE, "Key": KEY, "ReturnConsumedCapacity": "TOTAL"}, "dynamodb:ReturnConsumedCapacity", "TOTAL"),
    (
        "TransactGetItems",
        {"TransactItems": [{"Get": {**TABLE, "Key": KEY}}]},
        "dynamodb:EnclosingOperation",
        "TransactGetItems",
    ),
    (
        "ExecuteTransaction",
        {"TransactStatements": [{"Statement": "SELECT * FROM Orders"}]},
        "dynamodb:EnclosingOperation",
        "ExecuteTransaction",
    ),
    ("GetItem", {**TABLE, "Key": KEY}, "dynamodb:EnclosingOperation", None),
    (
        "CreateTable",
        {
            **TABLE,
            "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
            "AttributeDefinitions": [],
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        "aws:RequestTag/team",
        "blue",
    ),
]


@pytest.mark.parametrize(("operation", "params", "key", "value"), KEYS, ids=[f"{row[0]} {row[2]}" for row in KEYS])
def test_a_dynamodb_call_carries_its_condition_keys(
    decisions: Decisions, operation: str, params: dict[str, Any], key: str, value: Any
) -> None:
    """What a request says of items and attributes is what conditions of policies see."""
    assert decisions("dynamodb", operation, params)[0].request.context.get(key) == value


OWN_ITEMS = allow("dynamodb:*Item", when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}})


@pytest.mark.users(User("ann", permissions=OWN_ITEMS))
def test_items_of_others_are_denied(fakests: FakeSts) -> None:
    """A condition on the partition key decides by the value in the call, once it is known which attribute that is."""
    fakests.add(Resource("arn:aws:dynamodb:us-east-1:123456789012:table/Orders", partition_key="Customer"))
    client = fakests.client("dynamodb", "user/ann")
    client.get_item(**TABLE, Key=KEY)
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_item(**TABLE, Key={**KEY, "Customer": {"S": "bob"}})


SCANS = {"Bool": {"dynamodb:FullTableScan": "true"}}


@pytest.mark.users(
    User("ann", permissions=[allow("dynamodb:PartiQLSelect"), deny("dynamodb:PartiQLSelect", when=SCANS)])
)
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("SELECT * FROM WatchList WHERE Movie = 'Big'", "fine", id="one item"),
        pytest.param("SELECT * FROM WatchList", "AccessDeniedException", id="all items"),
        pytest.param(
            "SELECT * FROM WatchList WHERE Title = 'Big'", "AccessDeniedException", id="no condition on the key"
        ),
    ],
)
def test_a_full_table_scan_may_be_denied(fakests: FakeSts, statement: str, expected: str) -> None:
    """IAM security policies with PartiQL for DynamoDB, "Block full table scan statements on a table"."""
    fakests.add(Resource("arn:aws:dynamodb:us-east-1:123456789012:table/WatchList", partition_key="Movie"))
    try:
        fakests.client("dynamodb", "user/ann").execute_statement(Statement=statement)
        found = "fine"
    except ClientError as error:
        found = error.response["Error"]["Code"]
    assert found == expected


EACH_ITS_OWN = [
    allow(
        "dynamodb:*",
        on="arn:aws:dynamodb:*:*:table/Orders",
        when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}},
    ),
    allow(
        "dynamodb:*",
        on="arn:aws:dynamodb:*:*:table/Stock",
        when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["7"]}},
    ),
]
ORDER, PIECE = {**TABLE, "Key": KEY}, {"TableName": "Stock", "Key": {"Id": {"N": "7"}}}


@pytest.mark.users(User("ann", permissions=EACH_ITS_OWN))
@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("batch_get_item", {"RequestItems": {"Orders": {"Keys": [KEY]}, "Stock": {"Keys": [PIECE["Key"]]}}}),
        (
            "batch_write_item",
            {
                "RequestItems": {
                    "Orders": [{"PutRequest": {"Item": ITEM}}],
                    "Stock": [{"DeleteRequest": {"Key": PIECE["Key"]}}],
                }
            },
        ),
        ("transact_get_items", {"TransactItems": [{"Get": ORDER}, {"Get": PIECE}]}),
        ("transact_write_items", {"TransactItems": [{"Delete": ORDER}, {"Delete": PIECE}]}),
        (
            "execute_transaction",
            {
                "TransactStatements": [
                    {"Statement": "SELECT * FROM Orders WHERE Customer = 'ann'"},
                    {"Statement": "SELECT * FROM Stock WHERE Id = 7"},
                ]
            },
        ),
        (
            "batch_execute_statement",
            {
                "Statements": [
                    {"Statement": "SELECT * FROM Orders WHERE Customer = 'ann'"},
                    {"Statement": "SELECT * FROM Stock WHERE Id = 7"},
                ]
            },
        ),
    ],
)
def test_each_table_is_judged_by_its_own_keys(fakests: FakeSts, operation: str, params: dict[str, Any]) -> None:
    """A call on two tables is allowed where each statement allows the keys of its table alone."""
    place = "arn:aws:dynamodb:us-east-1:123456789012:table"
    fakests.add(Resource(f"{place}/Orders", partition_key="Customer"), Resource(f"{place}/Stock", partition_key="Id"))
    getattr(fakests.client("dynamodb", "user/ann"), operation)(**params)
    assert [
        (one.request.resource.rpartition("/")[2], one.request.context["dynamodb:LeadingKeys"])
        for one in fakests.calls[-1].decisions
    ] == [("Orders", ("ann",)), ("Stock", ("7",))]


@pytest.mark.users(User("ann", permissions=OWN_ITEMS))
def test_a_condition_on_a_partition_key_that_nobody_told_is_unmapped(fakests: FakeSts) -> None:
    """Of two key attributes either could be the partition key: a policy that asks for it is not decided by a guess."""
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("dynamodb", "user/ann").get_item(**TABLE, Key=KEY)
    assert caught.value.reason == (
        "no mapping for dynamodb:GetItem: a policy asks for dynamodb:LeadingKeys, and the partition key of "
        'arn:aws:dynamodb:us-east-1:123456789012:table/Orders is not known, Resource("...", partition_key="...") tells'
    )


@pytest.mark.users(User("ann", permissions=OWN_ITEMS["Statement"][0]))
def test_a_statement_alone_asks_for_its_keys(fakests: FakeSts) -> None:
    """Permissions that are one statement, and no document, are not decided by a guess either."""
    with pytest.raises(UnmappedCallError, match="a policy asks for dynamodb:LeadingKeys"):
        fakests.client("dynamodb", "user/ann").get_item(**TABLE, Key=KEY)


@pytest.mark.parametrize("change", ["set_permissions", "set_boundary"])
@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_a_new_policy_asks_for_its_keys_from_the_next_call_on(fakests: FakeSts, change: str) -> None:
    """A call that was judged without the partition key is unmapped once a policy asks for it."""
    dynamodb = fakests.client("dynamodb", "user/ann")
    dynamodb.get_item(**TABLE, Key=KEY)
    getattr(fakests.user("ann"), change)(OWN_ITEMS)
    with pytest.raises(UnmappedCallError, match="a policy asks for dynamodb:LeadingKeys"):
        dynamodb.get_item(**TABLE, Key=KEY)


@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_a_partition_key_that_no_policy_asks_for_need_not_be_known(fakests: FakeSts) -> None:
    """Without a condition on it the call is judged as any other."""
    fakests.client("dynamodb", "user/ann").put_item(**TABLE, Item=ITEM)
    assert fakests.calls[-1].error is None


@pytest.mark.users(User("ann", permissions=allow("dynamodb:PutItem", on="arn:aws:dynamodb:*:*:table/Orders")))
def test_a_transaction_is_denied_by_its_first_part_that_is(fakests: FakeSts) -> None:
    """Every part of a transaction has to be allowed; the message names the one that is not."""
    parts = [{"Put": {**TABLE, "Item": ITEM}}, {"Put": {"TableName": "Stock", "Item": ITEM}}]
    with pytest.raises(ClientError, match=r"dynamodb:PutItem on resource: .*:table/Stock because"):
        fakests.client("dynamodb", "user/ann").transact_write_items(TransactItems=parts)


@pytest.mark.parametrize("kind", ["permissions", "boundary", "session"])
def test_any_policy_may_ask_for_a_partition_key_that_nobody_told(fakests: FakeSts, kind: str) -> None:
    """A condition of a permissions boundary or a session policy is no more decided by a guess than one of a role."""
    policies = {
        one: OWN_ITEMS if one == kind else allow("dynamodb:*") for one in ("permissions", "boundary", "session")
    }
    fakests.add(Role("app", permissions=policies["permissions"], boundary=policies["boundary"]))
    client = fakests.assume_role("app", Policy=json.dumps(policies["session"])).client("dynamodb")
    with pytest.raises(UnmappedCallError, match="dynamodb:LeadingKeys"):
        client.get_item(**TABLE, Key=KEY)


@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_the_policies_of_the_moment_ask_for_a_partition_key(fakests: FakeSts) -> None:
    """However many a user had before, and whether they asked for it."""
    client = fakests.client("dynamodb", "user/ann")
    for _ in range(150):
        fakests.user("ann").set_permissions(allow("dynamodb:*"))
        client.get_item(**TABLE, Key=KEY)
        fakests.user("ann").set_permissions(OWN_ITEMS)
        with pytest.raises(UnmappedCallError):
            client.get_item(**TABLE, Key=KEY)
