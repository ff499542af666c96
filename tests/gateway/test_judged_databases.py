"""What calls of RDS, and of DynamoDB for backups, streams and exports, are judged on: each is made by a real client.

Source: Service Authorization Reference, of each service.
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

INSTANCE: dict[str, Any] = {"DBInstanceIdentifier": "orders", "DBInstanceClass": "db.t3.micro", "Engine": "mysql"}

# Service, operation and parameters; an action that is asked, and a condition key with its value then.
OF_INSTANCE: list[tuple[dict[str, Any], str, str]] = [
    ({}, "rds:DatabaseClass", "db.t3.micro"),
    ({}, "rds:DatabaseEngine", "mysql"),
    ({"StorageEncrypted": True}, "rds:StorageEncrypted", "true"),
    ({"AllocatedStorage": 20}, "rds:StorageSize", "20"),
    ({"MultiAZ": False}, "rds:MultiAz", "false"),
]

CALLS: list[Call] = [
    (
        "rds",
        "DescribeDBInstances",
        {"DBInstanceIdentifier": "Shop"},
        ["rds:DescribeDBInstances arn:aws:rds:eu-west-1:123456789012:db:shop"],
    ),
    ("rds", "DescribeDBInstances", {}, ["rds:DescribeDBInstances arn:aws:rds:eu-west-1:123456789012:db:*"]),
    (
        "rds",
        "StopDBInstance",
        {"DBInstanceIdentifier": "shop"},
        ["rds:StopDBInstance arn:aws:rds:eu-west-1:123456789012:db:shop"],
    ),
    (
        "rds",
        "DeleteDBInstance",
        {"DBInstanceIdentifier": "shop", "FinalDBSnapshotIdentifier": "last"},
        [
            "rds:DeleteDBInstance arn:aws:rds:eu-west-1:123456789012:db:shop",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:shop",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:last",
        ],
    ),
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html ("Authorizing use")
    (
        "rds",
        "CreateDBInstance",
        {**INSTANCE, "KmsKeyId": "1234abcd"},
        [
            "rds:CreateDBInstance arn:aws:rds:eu-west-1:123456789012:db:orders",
            "kms:DescribeKey arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    (
        "rds",
        "CopyDBSnapshot",
        {"SourceDBSnapshotIdentifier": "a", "TargetDBSnapshotIdentifier": "b", "KmsKeyId": "alias/aws/rds"},
        [
            "rds:CopyDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:a",
            "rds:CopyDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:b",
        ],
    ),
    (
        "rds",
        "StartExportTask",
        {
            "ExportTaskIdentifier": "e",
            "SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "S3BucketName": "reports",
            "IamRoleArn": "arn:aws:iam::123456789012:role/worker",
            "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        },
        [
            "rds:StartExportTask arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "rds",
        "CreateDBSnapshot",
        {"DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "s1", "Tags": [{"Key": "team", "Value": "blue"}]},
        [
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:orders",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "rds:AddTagsToResource arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
        ],
    ),
    (
        "rds",
        "FailoverDBCluster",
        {"DBClusterIdentifier": "shop", "TargetDBInstanceIdentifier": "orders"},
        [
            "rds:FailoverDBCluster arn:aws:rds:eu-west-1:123456789012:cluster:shop",
            "rds:FailoverDBCluster arn:aws:rds:eu-west-1:123456789012:db:orders",
        ],
    ),
    (
        "rds",
        "CreateGlobalCluster",
        {
            "GlobalClusterIdentifier": "g",
            "SourceDBClusterIdentifier": "arn:aws:rds:eu-west-1:123456789012:cluster:shop",
        },
        [
            "rds:CreateGlobalCluster arn:aws:rds:eu-west-1:123456789012:cluster:shop",
            "rds:CreateGlobalCluster arn:aws:rds::123456789012:global-cluster:g",
        ],
    ),
    (
        "rds",
        "CreateDBProxy",
        {
            "DBProxyName": "p",
            "EngineFamily": "MYSQL",
            "RoleArn": "arn:aws:iam::123456789012:role/worker",
            "VpcSubnetIds": ["subnet-1"],
            "Auth": [],
        },
        ["rds:CreateDBProxy *", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
    # DynamoDB API Reference, GetRecords: its example has such an iterator.
    (
        "dynamodbstreams",
        "GetRecords",
        {"ShardIterator": "arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252|1|AAAA"},
        ["dynamodb:GetRecords arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"],
    ),
    (
        "dynamodbstreams",
        "DescribeStream",
        {"StreamArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"},
        ["dynamodb:DescribeStream arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"],
    ),
    ("dynamodbstreams", "ListStreams", {"TableName": "Forum"}, ["dynamodb:ListStreams *"]),
    (
        "dynamodb",
        "CreateTable",
        {
            "TableName": "New",
            "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
            "Tags": [{"Key": "team", "Value": "blue"}],
            "ResourcePolicy": "{}",
            "BillingMode": "PAY_PER_REQUEST",
        },
        [
            "dynamodb:CreateTable arn:aws:dynamodb:eu-west-1:123456789012:table/New",
            "dynamodb:TagResource arn:aws:dynamodb:eu-west-1:123456789012:table/New",
            "dynamodb:PutResourcePolicy arn:aws:dynamodb:eu-west-1:123456789012:table/New",
        ],
    ),
    (
        "dynamodb",
        "RestoreTableFromBackup",
        {
            "TargetTableName": "Copy",
            "BackupArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01234567890123-0a1b2c3d",
        },
        [
            "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01234567890123-0a1b2c3d",
            "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:PutItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:Scan arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:UpdateItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # RDS User Guide, "Using IAM policy conditions for fine-grained access control".
    *(
        ("rds", "CreateDBInstance", INSTANCE | given, "rds:CreateDBInstance", key, value)
        for given, key, value in OF_INSTANCE
    ),
    # RDS User Guide, "Grant permission to tag Amazon RDS resources during creation".
    *(
        (
            "rds",
            "CreateDBInstance",
            INSTANCE | {"Tags": [{"Key": "team", "Value": "blue"}]},
            "rds:AddTagsToResource",
            key,
            value,
        )
        for key, value in (
            ("aws:RequestTag/team", "blue"),
            ("rds:req-tag/team", "blue"),
            ("rds:TagsFromRequest", "true"),
        )
    ),
    (
        "rds",
        "CreateDBCluster",
        {"DBClusterIdentifier": "shop", "Engine": "aurora-mysql"},
        "rds:CreateDBCluster",
        "rds:DatabaseEngine",
        "aurora-mysql",
    ),
    (
        "rds",
        "CreateDBSnapshot",
        {"DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "s1", "Tags": [{"Key": "team", "Value": "blue"}]},
        "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:orders",
        "rds:req-tag/team",
        "blue",
    ),
    (
        "rds",
        "AddTagsToResource",
        {"ResourceName": "arn:aws:rds:eu-west-1:123456789012:db:orders", "Tags": [{"Key": "team", "Value": "blue"}]},
        "rds:AddTagsToResource arn:aws:rds:eu-west-1:123456789012:db:orders",
        "rds:req-tag/team",
        "blue",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


class TestExports:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html."""

    TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    EXPORT = allow("dynamodb:ExportTableToPointInTime", on=TABLE)

    def export(self, fakests: FakeSts, *permissions: Any) -> Any:
        fakests.add(User("ann", permissions=[self.EXPORT, *permissions]))
        dynamodb = fakests.client("dynamodb", "user/ann")
        return dynamodb.export_table_to_point_in_time(TableArn=self.TABLE, S3Bucket="exports")

    def test_who_may_write_to_the_bucket_may_export(self, fakests: FakeSts) -> None:
        """With each of the actions that the guide names."""
        write = ("s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl")
        assert self.export(fakests, allow(*write, on="arn:aws:s3:::exports/*"))

    def test_who_may_not_is_denied(self, fakests: FakeSts) -> None:
        """Wherever in the bucket the objects would be."""
        with pytest.raises(ClientError, match="not authorized to perform: s3:AbortMultipartUpload"):
            self.export(fakests, allow("s3:*", on="arn:aws:s3:::others/*"))

    def test_where_the_objects_will_be_is_not_guessed(self, fakests: FakeSts) -> None:
        """Where some of the bucket is allowed."""
        with pytest.raises(
            UnmappedCallError, match="where in the bucket the objects of an export or import are is not known"
        ):
            self.export(fakests, allow("s3:*", on="arn:aws:s3:::exports/AWSDynamoDB/1-*"))
