"""Which permissions single API calls of S3 and DynamoDB need; each table names the AWS page that says so."""

from __future__ import annotations

from typing import Any

import pytest
from needed_permissions import KEY, arn, asked, needs, wanted

from pytest_fakests.gateway.operations import Permission

OBJECT = {"Bucket": "reports", "Key": "2026/q3.csv"}
OBJECT_ARN = "arn:aws:s3:::reports/2026/q3.csv"
ACCESS_POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"

# S3 User Guide, "Required permissions for Amazon S3 API operations", "Configuring IAM policies for using access
# points".
S3 = [
    pytest.param("HeadObject", OBJECT, [needs("s3:GetObject", OBJECT_ARN)], id="HeadObject"),
    pytest.param(
        "GetObject",
        {**OBJECT, "VersionId": "v1"},
        [Permission("s3:GetObjectVersion", (OBJECT_ARN,), {"s3:versionid": "v1"})],
        id="GetObject-version",
    ),
    pytest.param(
        "ListObjectsV2",
        {"Bucket": "reports", "Prefix": "2026/", "Delimiter": "/", "MaxKeys": 10},
        [
            Permission(
                "s3:ListBucket",
                ("arn:aws:s3:::reports",),
                {"s3:prefix": "2026/", "s3:delimiter": "/", "s3:max-keys": "10"},
            )
        ],
        id="ListObjectsV2-prefix",
    ),
    pytest.param("ListBuckets", {}, [needs("s3:ListAllMyBuckets", "*")], id="ListBuckets"),
    pytest.param(
        "CopyObject",
        {"Bucket": "archive", "Key": "q3.csv", "CopySource": "reports/2026/q%203.csv?versionId=v1"},
        [
            Permission("s3:GetObjectVersion", ("arn:aws:s3:::reports/2026/q 3.csv",), {"s3:versionid": "v1"}),
            needs("s3:PutObject", "arn:aws:s3:::archive/q3.csv", s3__x_amz_copy_source="reports/2026/q 3.csv"),
        ],
        id="CopyObject-version",
    ),
    pytest.param(
        "CopyObject",
        {"Bucket": "archive", "Key": "q3.csv", "CopySource": f"{ACCESS_POINT}/object/2026/q3.csv"},
        [
            needs("s3:GetObject", f"{ACCESS_POINT}/object/2026/q3.csv"),
            needs(
                "s3:PutObject",
                "arn:aws:s3:::archive/q3.csv",
                s3__x_amz_copy_source=f"{ACCESS_POINT}/object/2026/q3.csv",
            ),
        ],
        id="CopyObject-from-access-point",
    ),
    pytest.param(
        "UploadPartCopy",
        {**OBJECT, "CopySource": {"Bucket": "raw", "Key": "q3"}, "PartNumber": 1, "UploadId": "u"},
        [
            needs("s3:GetObject", "arn:aws:s3:::raw/q3"),
            needs("s3:PutObject", OBJECT_ARN, s3__x_amz_copy_source="raw/q3"),
        ],
        id="UploadPartCopy-mapping",
    ),
    pytest.param(
        "DeleteObjects",
        {
            "Bucket": "reports",
            "Delete": {
                "Objects": [
                    {"Key": "a"},
                    {"Key": "b", "VersionId": "v1"},
                    {"Key": "c", "VersionId": "v2"},
                    {"Key": "d"},
                ]
            },
        },
        [
            needs("s3:DeleteObject", "arn:aws:s3:::reports/a", "arn:aws:s3:::reports/d"),
            Permission("s3:DeleteObjectVersion", ("arn:aws:s3:::reports/b",), {"s3:versionid": "v1"}),
            Permission("s3:DeleteObjectVersion", ("arn:aws:s3:::reports/c",), {"s3:versionid": "v2"}),
        ],
        id="DeleteObjects-mixed",
    ),
    pytest.param(
        "DeleteObject",
        {**OBJECT, "VersionId": "v1"},
        [Permission("s3:DeleteObjectVersion", (OBJECT_ARN,), {"s3:versionid": "v1"})],
        id="DeleteObject-version",
    ),
    pytest.param(
        "PutObject",
        {**OBJECT, "ACL": "public-read", "Tagging": "team=blue", "SSEKMSKeyId": "1234abcd"},
        [
            Permission(
                "s3:PutObject",
                (OBJECT_ARN,),
                {"s3:x-amz-acl": "public-read", "s3:x-amz-server-side-encryption-aws-kms-key-id": "1234abcd"},
            ),
            needs("s3:PutObjectAcl", OBJECT_ARN, s3__x_amz_acl="public-read"),
            needs("s3:PutObjectTagging", OBJECT_ARN),
            needs("kms:GenerateDataKey", KEY),
        ],
        id="PutObject-acl-tagging-kms",
    ),
    pytest.param(
        "GetObject",
        {"Bucket": ACCESS_POINT, "Key": "q3.csv"},
        [needs("s3:GetObject", f"{ACCESS_POINT}/object/q3.csv")],
        id="GetObject-access-point",
    ),
    pytest.param(
        "ListObjectsV2",
        {"Bucket": ACCESS_POINT.replace("/", ":")},
        [needs("s3:ListBucket", ACCESS_POINT)],
        id="ListObjectsV2-access-point-with-colon",
    ),
    # API reference, CreateBucket: ACL "private" is the default and needs nothing.
    pytest.param(
        "CreateBucket",
        {"Bucket": "reports", "ACL": "private"},
        [needs("s3:CreateBucket", "arn:aws:s3:::reports", s3__x_amz_acl="private")],
        id="CreateBucket-private",
    ),
]

# DynamoDB Developer Guide, "DynamoDB API permissions", "Using IAM with DynamoDB transactions", "IAM security policies
# with PartiQL for DynamoDB".
DYNAMODB = [
    pytest.param(
        "Query",
        {"TableName": "Orders", "IndexName": "ByDate"},
        [needs("dynamodb:Query", arn("dynamodb", "table/Orders/index/ByDate"))],
        id="Query-index",
    ),
    pytest.param(
        "Query",
        {"TableName": "arn:aws:dynamodb:us-east-1:999999999999:table/Orders", "IndexName": "ByDate"},
        [needs("dynamodb:Query", "arn:aws:dynamodb:us-east-1:999999999999:table/Orders/index/ByDate")],
        id="Query-table-arn",
    ),
    pytest.param(
        "BatchGetItem",
        {"RequestItems": {"Orders": {"Keys": []}, "Items": {"Keys": []}}},
        [
            needs("dynamodb:BatchGetItem", arn("dynamodb", "table/Orders")),
            needs("dynamodb:BatchGetItem", arn("dynamodb", "table/Items")),
        ],
        id="BatchGetItem",
    ),
    pytest.param(
        "TransactWriteItems",
        {"TransactItems": [{"Put": {"TableName": "Orders"}}, {"ConditionCheck": {"TableName": "Stock"}}]},
        [
            Permission(
                "dynamodb:PutItem",
                (arn("dynamodb", "table/Orders"),),
                {"dynamodb:EnclosingOperation": "TransactWriteItems"},
            ),
            Permission(
                "dynamodb:ConditionCheckItem",
                (arn("dynamodb", "table/Stock"),),
                {"dynamodb:EnclosingOperation": "TransactWriteItems"},
            ),
        ],
        id="TransactWriteItems",
    ),
    pytest.param(
        "ExecuteStatement",
        {"Statement": """select * from "Orders"."ByDate" where Note = 'FROM Stock'"""},
        [needs("dynamodb:PartiQLSelect", arn("dynamodb", "table/Orders/index/ByDate"))],
        id="PartiQL-select-index",
    ),
    pytest.param(
        "BatchExecuteStatement",
        {
            "Statements": [
                {"Statement": "INSERT INTO Orders VALUE {'Id': 1}"},
                {"Statement": "UPDATE Orders SET Done = 1"},
                {"Statement": "DELETE FROM Stock"},
                {"Statement": "UPDATE Stock SET Left = 0"},
            ]
        },
        [
            needs("dynamodb:PartiQLInsert", arn("dynamodb", "table/Orders")),
            needs("dynamodb:PartiQLUpdate", arn("dynamodb", "table/Orders")),
            needs("dynamodb:PartiQLUpdate", arn("dynamodb", "table/Stock")),
            needs("dynamodb:PartiQLDelete", arn("dynamodb", "table/Stock")),
        ],
        id="PartiQL-batch",
    ),
]


@pytest.mark.parametrize(("operation", "params", "expected"), S3)
def test_s3_actions_follow_the_headers_and_the_version(
    operation: str, params: dict[str, Any], expected: list[Permission]
) -> None:
    """S3 calls need the actions that the S3 User Guide lists, on buckets, objects or access points."""
    call = ("s3", operation, params)
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("operation", "params", "expected"), DYNAMODB)
def test_dynamodb_is_judged_on_tables_and_indexes(
    operation: str, params: dict[str, Any], expected: list[Permission]
) -> None:
    """DynamoDB calls are judged on each table or index they touch, in a transaction with its operation."""
    call = ("dynamodb", operation, params)
    assert asked(call) == wanted(call, expected)
