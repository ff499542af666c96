"""What calls of Glue, Athena, Kinesis and Firehose are judged on: each is made by a real client.

Sources: Service Authorization Reference, of each service; Glue Developer Guide, "Specifying AWS Glue resource ARNs".
"""

from __future__ import annotations

from typing import Any

import pytest
from judged_rows import Call, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

CALLS: list[Call] = [
    (
        "glue",
        "GetTable",
        {"DatabaseName": "sales", "Name": "orders"},
        [
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
        ],
    ),
    (
        "glue",
        "GetDatabase",
        {"Name": "sales"},
        [
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
        ],
    ),
    ("glue", "StartJobRun", {"JobName": "etl"}, ["glue:StartJobRun arn:aws:glue:eu-west-1:123456789012:job/etl"]),
    # Glue Developer Guide, "Granting cross-account access": what belongs to a catalog is its account's.
    (
        "glue",
        "GetTable",
        {"CatalogId": "210987654321", "DatabaseName": "db", "Name": "t"},
        [
            "glue:GetTable arn:aws:glue:eu-west-1:210987654321:catalog",
        ],
    ),
    (
        "glue",
        "GetDatabase",
        {"CatalogId": "123456789012:lake", "Name": "db"},
        [
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog/lake",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:database/db",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
        ],
    ),
    (
        "glue",
        "CreateTable",
        {"DatabaseName": "sales", "TableInput": {"Name": "orders"}},
        [
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
        ],
    ),
    (
        "glue",
        "BatchDeleteTable",
        {"DatabaseName": "sales", "TablesToDelete": ["orders", "items"]},
        [
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:table/sales/items",
        ],
    ),
    (
        "glue",
        "CreateConnection",
        {"ConnectionInput": {"Name": "jdbc", "ConnectionType": "JDBC", "ConnectionProperties": {}}},
        [
            "glue:CreateConnection arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:CreateConnection arn:aws:glue:eu-west-1:123456789012:connection/jdbc",
        ],
    ),
    (
        "glue",
        "CreateSession",
        {"Id": "s1", "Role": "arn:aws:iam::123456789012:role/worker", "Command": {"Name": "glueetl"}},
        [
            "glue:CreateSession arn:aws:glue:eu-west-1:123456789012:session/s1",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "glue",
        "DeleteDatabase",
        {"Name": "sales"},
        [
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:table/sales/*",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:userDefinedFunction/sales/*",
        ],
    ),
    (
        "athena",
        "StartQueryExecution",
        {"QueryString": "x"},
        ["athena:StartQueryExecution arn:aws:athena:eu-west-1:123456789012:workgroup/primary"],
    ),
    (
        "athena",
        "StartQueryExecution",
        {"QueryString": "x", "WorkGroup": "team"},
        ["athena:StartQueryExecution arn:aws:athena:eu-west-1:123456789012:workgroup/team"],
    ),
    (
        "athena",
        "CreateNamedQuery",
        {"Name": "n", "Database": "d", "QueryString": "s"},
        ["athena:CreateNamedQuery arn:aws:athena:eu-west-1:123456789012:workgroup/primary"],
    ),
    (
        "athena",
        "CreateNamedQuery",
        {"Name": "n", "Database": "d", "QueryString": "s", "WorkGroup": "spark"},
        ["athena:CreateNamedQuery arn:aws:athena:eu-west-1:123456789012:workgroup/spark"],
    ),
    (
        "athena",
        "GetTableMetadata",
        {"CatalogName": "AwsDataCatalog", "DatabaseName": "sales", "TableName": "orders"},
        ["athena:GetTableMetadata arn:aws:athena:eu-west-1:123456789012:datacatalog/AwsDataCatalog"],
    ),
    (
        "kinesis",
        "PutRecord",
        {"StreamName": "orders", "Data": b"x", "PartitionKey": "k"},
        ["kinesis:PutRecord arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "kinesis",
        "PutRecords",
        {
            "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
            "Records": [{"Data": b"x", "PartitionKey": "k"}],
        },
        ["kinesis:PutRecords arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    ("kinesis", "ListStreams", {}, ["kinesis:ListStreams *"]),
    (
        "kinesis",
        "CreateStream",
        {"StreamName": "orders"},
        ["kinesis:CreateStream arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "kinesis",
        "GetRecords",
        {"ShardIterator": "i", "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"},
        ["kinesis:GetRecords arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "kinesis",
        "StartStreamEncryption",
        {"StreamName": "orders", "EncryptionType": "KMS", "KeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"},
        [
            "kinesis:StartStreamEncryption arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kinesis:StartStreamEncryption arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
        ],
    ),
    (
        "kinesis",
        "DescribeStreamConsumer",
        {"ConsumerARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1"},
        ["kinesis:DescribeStreamConsumer arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1"],
    ),
    (
        "firehose",
        "PutRecord",
        {"DeliveryStreamName": "logs", "Record": {"Data": b"x"}},
        ["firehose:PutRecord arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs"],
    ),
    (
        "firehose",
        "UpdateDestination",
        {
            "DeliveryStreamName": "logs",
            "CurrentDeliveryStreamVersionId": "1",
            "DestinationId": "d",
            "ExtendedS3DestinationUpdate": {
                "RoleARN": "arn:aws:iam::123456789012:role/worker",
                "BucketARN": "arn:aws:s3:::reports",
            },
        },
        [
            "firehose:UpdateDestination arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "firehose",
        "CreateDeliveryStream",
        {
            "DeliveryStreamName": "logs",
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": {
                "KinesisStreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "RoleARN": "arn:aws:iam::123456789012:role/worker",
            },
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        [
            "firehose:CreateDeliveryStream arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "firehose:TagDeliveryStream arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)


class TestQueries:
    """Only the service knows where a query ran: which work group it was of, or which log groups it read."""

    WORK_GROUPS = "arn:aws:athena:us-east-1:123456789012:workgroup"

    @pytest.mark.parametrize(
        ("service", "call", "allowed"),
        [
            ("athena", lambda athena: athena.get_query_execution(QueryExecutionId="q-1"), "athena:*"),
            ("athena", lambda athena: athena.get_query_results(QueryExecutionId="q-1"), "athena:*"),
            ("logs", lambda logs: logs.get_query_results(queryId="q-1"), "logs:*"),
            ("logs", lambda logs: logs.get_log_record(logRecordPointer="p"), ["logs:*", "unmask:*"]),
        ],
        ids=["GetQueryExecution", "GetQueryResults", "logs-GetQueryResults", "GetLogRecord"],
    )
    def test_whoever_may_ask_for_all_may_ask_for_any(
        self, fakests: FakeSts, service: str, call: Any, allowed: Any
    ) -> None:
        """Libraries that wait for a query ask for its state by its id alone."""
        fakests.add(User("ann", permissions=allow(*([allowed] if isinstance(allowed, str) else allowed))))
        assert call(fakests.client(service, "user/ann"))

    def test_its_work_group_is_not_guessed(self, fakests: FakeSts) -> None:
        """Where one is allowed; the test can say which it is."""
        mine = f"{self.WORK_GROUPS}/mine"
        fakests.add(User("ann", permissions=allow("athena:GetQueryExecution", on=mine)))
        athena = fakests.client("athena", "user/ann")
        with pytest.raises(UnmappedCallError) as caught:
            athena.get_query_execution(QueryExecutionId="q-1")
        assert (
            f"athena:GetQueryExecution is denied on {self.WORK_GROUPS}/*, "
            "and the work group of QueryExecutionId is not known; say what it needs with fakests.map("
        ) in str(caught.value)
        fakests.map("athena:GetQueryExecution", resources=mine)
        assert athena.get_query_execution(QueryExecutionId="q-1")
