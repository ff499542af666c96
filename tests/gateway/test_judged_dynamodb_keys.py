"""What conditions see of DynamoDB's calls: each is made by a real client.

Sources: Amazon DynamoDB Developer Guide, "DynamoDB API permissions", "Using IAM with DynamoDB transactions", "IAM
security policies with PartiQL for DynamoDB", "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, Resource, User, allow, deny

Decisions = Callable[..., tuple[Decision, ...]]

KEY = {"Customer": {"S": "ann"}, "Id": {"N": "1"}}
TABLE = {"TableName": "Orders"}
ITEM = {**KEY, "Status": {"S": "new"}}

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
    # The other name of the same: "FirstPartitionKeyValues and LeadingKeys can used exchangeable".
    ("GetItem", {**TABLE, "Key": KEY}, "dynamodb:FirstPartitionKeyValues", ("ann",)),
    ("Scan", TABLE, "dynamodb:FirstPartitionKeyValues", None),
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
