"""What conditions see of S3's calls: each is made by a real client.

Sources: Service Authorization Reference, Amazon S3; S3 User Guide, "Bucket policy examples using condition keys".
"""

from __future__ import annotations

import datetime

import pytest
from botocore.exceptions import ClientError
from judged_rows import Seen, carries

from pytest_fakests import FakeSts, User, allow

OBJECT = {"Bucket": "reports", "Key": "q3.csv"}
SOON = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=10)
ENCRYPTED = {"Bucket": "reports", "Key": "q3.csv", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "1234abcd"}
CONTEXT = "eyJ0ZWFtIjogImJsdWUifQ=="  # {"team": "blue"}

KEYS: list[Seen] = [
    ("s3", "ListObjectsV2", {"Bucket": "reports", "Prefix": "2026/"}, "s3:ListBucket", "s3:prefix", "2026/"),
    ("s3", "ListObjectsV2", {"Bucket": "reports", "Delimiter": "/"}, "s3:ListBucket", "s3:delimiter", "/"),
    ("s3", "ListObjectVersions", {"Bucket": "reports", "MaxKeys": 10}, "s3:ListBucketVersions", "s3:max-keys", "10"),
    ("s3", "ListObjectsV2", {"Bucket": "reports"}, "s3:ListBucket", "s3:prefix", None),
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html: who lists the root of a bucket says so.
    ("s3", "ListObjectsV2", {"Bucket": "reports", "Prefix": ""}, "s3:ListBucket", "s3:prefix", ""),
    ("s3", "ListObjects", {"Bucket": "reports", "Prefix": "", "Delimiter": "/"}, "s3:ListBucket", "s3:prefix", ""),
    ("s3", "GetObject", {**OBJECT, "VersionId": "v1"}, "s3:GetObjectVersion", "s3:versionid", "v1"),
    ("s3", "PutObject", {**OBJECT, "ACL": "public-read"}, "s3:PutObject", "s3:x-amz-acl", "public-read"),
    ("s3", "PutObject", {**OBJECT, "ACL": "public-read"}, "s3:PutObjectAcl", "s3:x-amz-acl", "public-read"),
    ("s3", "PutObject", {**OBJECT, "StorageClass": "GLACIER"}, "s3:PutObject", "s3:x-amz-storage-class", "GLACIER"),
    ("s3", "PutObject", ENCRYPTED, "s3:PutObject", "s3:x-amz-server-side-encryption", "aws:kms"),
    ("s3", "PutObject", {**OBJECT, "Tagging": "team=blue"}, "s3:PutObjectTagging", "s3:RequestObjectTag/team", "blue"),
    ("s3", "PutObject", {**OBJECT, "Tagging": "a=1&b="}, "s3:PutObject", "s3:RequestObjectTagKeys", ("a", "b")),
    (
        "s3",
        "PutObjectRetention",
        {**OBJECT, "Retention": {"Mode": "GOVERNANCE"}},
        "s3:PutObjectRetention",
        "s3:object-lock-mode",
        "GOVERNANCE",
    ),
    (
        "s3",
        "CreateBucket",
        {"Bucket": "b-1", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
        "s3:CreateBucket",
        "s3:locationconstraint",
        "eu-west-1",
    ),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "aws:ViaAWSService", "true"),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "aws:CalledVia", ("s3.amazonaws.com",)),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "kms:CallerAccount", "123456789012"),
    (
        "s3",
        "PutObject",
        ENCRYPTED,
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports/q3.csv",
    ),
    # S3 User Guide, "Using server-side encryption with AWS KMS keys", "Encryption context"; with a Bucket Key it is the bucket.
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "SSEKMSEncryptionContext": CONTEXT},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:team",
        "blue",
    ),
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "SSEKMSEncryptionContext": CONTEXT},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports/q3.csv",
    ),
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "BucketKeyEnabled": True},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports",
    ),
    # S3 User Guide, "Enforce conditional writes on Amazon S3 buckets", and "Object Lock considerations".
    ("s3", "PutObject", OBJECT, "s3:PutObject", "s3:ObjectCreationOperation", "true"),
    ("s3", "CreateMultipartUpload", OBJECT, "s3:PutObject", "s3:ObjectCreationOperation", "false"),
    (
        "s3",
        "PutObjectRetention",
        {**OBJECT, "Retention": {"RetainUntilDate": SOON}},
        "s3:PutObjectRetention",
        "s3:object-lock-remaining-retention-days",
        "10",
    ),
    (
        "s3",
        "PutBucketInventoryConfiguration",
        {
            "Bucket": "reports",
            "Id": "i",
            "InventoryConfiguration": {
                "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::inv", "Format": "CSV"}},
                "IsEnabled": True,
                "Id": "i",
                "IncludedObjectVersions": "All",
                "OptionalFields": ["Size", "ETag"],
                "Schedule": {"Frequency": "Daily"},
            },
        },
        "s3:PutInventoryConfiguration arn:aws:s3:::reports",
        "s3:InventoryAccessibleOptionalFields",
        ("Size", "ETag"),
    ),
    (
        "s3",
        "PutObjectTagging",
        {"Bucket": "reports", "Key": "q3.csv", "Tagging": {"TagSet": [{"Key": "team", "Value": "blue"}]}},
        "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv",
        "s3:RequestObjectTag/team",
        "blue",
    ),
    (
        "s3",
        "PutObjectTagging",
        {"Bucket": "reports", "Key": "q3.csv", "Tagging": {"TagSet": [{"Key": "team", "Value": "blue"}]}},
        "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv",
        "s3:RequestObjectTagKeys",
        ("team",),
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


@pytest.mark.users(
    User("ann", permissions=allow("s3:PutObject*", when={"StringEquals": {"s3:RequestObjectTag/team": "blue"}}))
)
def test_a_tag_of_the_request_decides(fakests: FakeSts) -> None:
    """A policy that asks for a tag allows the call that has it, and no other."""
    client = fakests.client("s3", "user/ann")
    client.put_object(**OBJECT, Tagging="team=blue")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.put_object(**OBJECT, Tagging="team=red")
