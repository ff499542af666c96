"""Which actions S3's operations need, on what: each call is made by a real client.

Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", "Configuring IAM policies for using
access points"; API reference, of each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import Decision, FakeSts, User, allow

Decisions = Callable[..., tuple[Decision, ...]]

BUCKET = {"Bucket": "reports"}
OBJECT = {**BUCKET, "Key": "q3.csv"}
VERSION = {**OBJECT, "VersionId": "v1"}
COPY = {"Bucket": "archive", "Key": "q3.csv"}
ROLE = "arn:aws:iam::123456789012:role/worker"
ACCESS_POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"

CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("HeadObject", OBJECT, ["s3:GetObject arn:aws:s3:::reports/q3.csv"]),
    ("HeadObject", VERSION, ["s3:GetObjectVersion arn:aws:s3:::reports/q3.csv"]),
    ("GetObject", OBJECT, ["s3:GetObject arn:aws:s3:::reports/q3.csv"]),
    ("GetObject", VERSION, ["s3:GetObjectVersion arn:aws:s3:::reports/q3.csv"]),
    (
        "GetObject",
        {**BUCKET, "Key": "arn:aws:s3:::archive/q3.csv"},
        ["s3:GetObject arn:aws:s3:::reports/arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "DeleteObjects",
        {**BUCKET, "Delete": {"Objects": [{"Key": "arn:aws:s3:::archive/q3.csv"}]}},
        ["s3:DeleteObject arn:aws:s3:::reports/arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "GetObject",
        {"Bucket": ACCESS_POINT, "Key": "arn:aws:s3:::archive/q3.csv"},
        [f"s3:GetObject {ACCESS_POINT}/object/arn:aws:s3:::archive/q3.csv"],
    ),
    ("GetObject", {**OBJECT, "PartNumber": 1}, ["s3:GetObject arn:aws:s3:::reports/q3.csv"]),
    ("GetObject", {**OBJECT, "Range": "bytes=0-1"}, ["s3:GetObject arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectAcl", OBJECT, ["s3:GetObjectAcl arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectAcl", VERSION, ["s3:GetObjectVersionAcl arn:aws:s3:::reports/q3.csv"]),
    (
        "GetObjectAttributes",
        {**OBJECT, "ObjectAttributes": ["ETag"]},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv", "s3:GetObjectAttributes arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "GetObjectAttributes",
        {**VERSION, "ObjectAttributes": ["ETag"]},
        [
            "s3:GetObjectVersion arn:aws:s3:::reports/q3.csv",
            "s3:GetObjectVersionAttributes arn:aws:s3:::reports/q3.csv",
        ],
    ),
    ("GetObjectTagging", OBJECT, ["s3:GetObjectTagging arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectTagging", VERSION, ["s3:GetObjectVersionTagging arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectTorrent", OBJECT, ["s3:GetObject arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectRetention", OBJECT, ["s3:GetObjectRetention arn:aws:s3:::reports/q3.csv"]),
    ("GetObjectLegalHold", OBJECT, ["s3:GetObjectLegalHold arn:aws:s3:::reports/q3.csv"]),
    ("PutObject", OBJECT, ["s3:PutObject arn:aws:s3:::reports/q3.csv"]),
    (
        "PutObject",
        {**OBJECT, "ACL": "public-read"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectAcl arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObject",
        {**OBJECT, "GrantRead": "id=x"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectAcl arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObject",
        {**OBJECT, "Tagging": "team=blue"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObject",
        {**OBJECT, "ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": "2027-01-01T00:00:00Z"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectRetention arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObject",
        {**OBJECT, "ObjectLockLegalHoldStatus": "ON"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectLegalHold arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObject",
        {**OBJECT, "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "1234abcd"},
        [
            "s3:PutObject arn:aws:s3:::reports/q3.csv",
            "kms:GenerateDataKey arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    (
        "PutObject",
        {**OBJECT, "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/app"},
        [
            "s3:PutObject arn:aws:s3:::reports/q3.csv",
            "kms:GenerateDataKey arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    ("PutObject", {**OBJECT, "ServerSideEncryption": "AES256"}, ["s3:PutObject arn:aws:s3:::reports/q3.csv"]),
    ("PutObjectAcl", {**OBJECT, "ACL": "private"}, ["s3:PutObjectAcl arn:aws:s3:::reports/q3.csv"]),
    ("PutObjectAcl", {**VERSION, "ACL": "private"}, ["s3:PutObjectVersionAcl arn:aws:s3:::reports/q3.csv"]),
    (
        "PutObjectTagging",
        {**OBJECT, "Tagging": {"TagSet": [{"Key": "team", "Value": "blue"}]}},
        ["s3:PutObjectTagging arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObjectTagging",
        {**VERSION, "Tagging": {"TagSet": []}},
        ["s3:PutObjectVersionTagging arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObjectRetention",
        {**OBJECT, "Retention": {"Mode": "GOVERNANCE"}},
        ["s3:PutObjectRetention arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "PutObjectRetention",
        {**OBJECT, "BypassGovernanceRetention": True},
        [
            "s3:PutObjectRetention arn:aws:s3:::reports/q3.csv",
            "s3:BypassGovernanceRetention arn:aws:s3:::reports/q3.csv",
        ],
    ),
    (
        "PutObjectLegalHold",
        {**OBJECT, "LegalHold": {"Status": "ON"}},
        ["s3:PutObjectLegalHold arn:aws:s3:::reports/q3.csv"],
    ),
    ("DeleteObject", OBJECT, ["s3:DeleteObject arn:aws:s3:::reports/q3.csv"]),
    ("DeleteObject", VERSION, ["s3:DeleteObjectVersion arn:aws:s3:::reports/q3.csv"]),
    (
        "DeleteObject",
        {**OBJECT, "BypassGovernanceRetention": True},
        ["s3:DeleteObject arn:aws:s3:::reports/q3.csv", "s3:BypassGovernanceRetention arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "DeleteObject",
        {**VERSION, "BypassGovernanceRetention": True},
        [
            "s3:DeleteObjectVersion arn:aws:s3:::reports/q3.csv",
            "s3:BypassGovernanceRetention arn:aws:s3:::reports/q3.csv",
        ],
    ),
    ("DeleteObjectTagging", OBJECT, ["s3:DeleteObjectTagging arn:aws:s3:::reports/q3.csv"]),
    ("DeleteObjectTagging", VERSION, ["s3:DeleteObjectVersionTagging arn:aws:s3:::reports/q3.csv"]),
    (
        "DeleteObjects",
        {**BUCKET, "Delete": {"Objects": [{"Key": "a"}, {"Key": "b"}]}},
        ["s3:DeleteObject arn:aws:s3:::reports/a", "s3:DeleteObject arn:aws:s3:::reports/b"],
    ),
    (
        "DeleteObjects",
        {**BUCKET, "Delete": {"Objects": [{"Key": "a", "VersionId": "v1"}, {"Key": "b"}]}},
        ["s3:DeleteObject arn:aws:s3:::reports/b", "s3:DeleteObjectVersion arn:aws:s3:::reports/a"],
    ),
    (
        "DeleteObjects",
        {**BUCKET, "BypassGovernanceRetention": True, "Delete": {"Objects": [{"Key": "a", "VersionId": "v1"}]}},
        ["s3:DeleteObjectVersion arn:aws:s3:::reports/a", "s3:BypassGovernanceRetention arn:aws:s3:::reports/a"],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": "reports/q3.csv"},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": OBJECT},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": VERSION},
        ["s3:GetObjectVersion arn:aws:s3:::reports/q3.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": OBJECT, "ACL": "private"},
        [
            "s3:GetObject arn:aws:s3:::reports/q3.csv",
            "s3:PutObject arn:aws:s3:::archive/q3.csv",
            "s3:PutObjectAcl arn:aws:s3:::archive/q3.csv",
        ],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": OBJECT, "TaggingDirective": "REPLACE", "Tagging": "a=b"},
        [
            "s3:GetObject arn:aws:s3:::reports/q3.csv",
            "s3:PutObject arn:aws:s3:::archive/q3.csv",
            "s3:PutObjectTagging arn:aws:s3:::archive/q3.csv",
        ],
    ),
    # Its tags are copied, unless others are given.
    (
        "CopyObject",
        {**COPY, "CopySource": "reports/tagged.csv"},
        [
            "s3:GetObject arn:aws:s3:::reports/tagged.csv",
            "s3:PutObject arn:aws:s3:::archive/q3.csv",
            "s3:GetObjectTagging arn:aws:s3:::reports/tagged.csv",
            "s3:PutObjectTagging arn:aws:s3:::archive/q3.csv",
        ],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": {"Bucket": "reports", "Key": "tagged.csv", "VersionId": "v1"}},
        [
            "s3:GetObjectVersion arn:aws:s3:::reports/tagged.csv",
            "s3:PutObject arn:aws:s3:::archive/q3.csv",
            "s3:GetObjectVersionTagging arn:aws:s3:::reports/tagged.csv",
            "s3:PutObjectTagging arn:aws:s3:::archive/q3.csv",
        ],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": "reports/tagged.csv", "TaggingDirective": "REPLACE"},
        ["s3:GetObject arn:aws:s3:::reports/tagged.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "CopyObject",
        {**COPY, "CopySource": {"Bucket": ACCESS_POINT, "Key": "q3.csv"}},
        [
            "s3:GetObject arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/q3.csv",
            "s3:PutObject arn:aws:s3:::archive/q3.csv",
        ],
    ),
    ("CreateMultipartUpload", OBJECT, ["s3:PutObject arn:aws:s3:::reports/q3.csv"]),
    (
        "CreateMultipartUpload",
        {**OBJECT, "Tagging": "a=b"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "CreateMultipartUpload",
        {**OBJECT, "ACL": "private"},
        ["s3:PutObject arn:aws:s3:::reports/q3.csv", "s3:PutObjectAcl arn:aws:s3:::reports/q3.csv"],
    ),
    ("UploadPart", {**OBJECT, "PartNumber": 1, "UploadId": "u"}, ["s3:PutObject arn:aws:s3:::reports/q3.csv"]),
    (
        "UploadPartCopy",
        {**COPY, "CopySource": OBJECT, "PartNumber": 1, "UploadId": "u"},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    (
        "UploadPartCopy",
        {**COPY, "CopySource": VERSION, "PartNumber": 1, "UploadId": "u"},
        ["s3:GetObjectVersion arn:aws:s3:::reports/q3.csv", "s3:PutObject arn:aws:s3:::archive/q3.csv"],
    ),
    ("CompleteMultipartUpload", {**OBJECT, "UploadId": "u"}, ["s3:PutObject arn:aws:s3:::reports/q3.csv"]),
    ("AbortMultipartUpload", {**OBJECT, "UploadId": "u"}, ["s3:AbortMultipartUpload arn:aws:s3:::reports/q3.csv"]),
    ("ListParts", {**OBJECT, "UploadId": "u"}, ["s3:ListMultipartUploadParts arn:aws:s3:::reports/q3.csv"]),
    ("ListMultipartUploads", BUCKET, ["s3:ListBucketMultipartUploads arn:aws:s3:::reports"]),
    ("RestoreObject", OBJECT, ["s3:RestoreObject arn:aws:s3:::reports/q3.csv"]),
    (
        "SelectObjectContent",
        {**OBJECT, "Expression": "x", "ExpressionType": "SQL", "InputSerialization": {}, "OutputSerialization": {}},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv"],
    ),
    ("ListBuckets", {}, ["s3:ListAllMyBuckets *"]),
    ("ListDirectoryBuckets", {}, ["s3express:ListAllMyDirectoryBuckets *"]),
    ("HeadBucket", BUCKET, ["s3:ListBucket arn:aws:s3:::reports"]),
    ("ListObjects", BUCKET, ["s3:ListBucket arn:aws:s3:::reports"]),
    ("ListObjectsV2", BUCKET, ["s3:ListBucket arn:aws:s3:::reports"]),
    ("ListObjectVersions", BUCKET, ["s3:ListBucketVersions arn:aws:s3:::reports"]),
    ("CreateBucket", BUCKET, ["s3:CreateBucket arn:aws:s3:::reports"]),
    ("CreateBucket", {**BUCKET, "ACL": "private"}, ["s3:CreateBucket arn:aws:s3:::reports"]),
    (
        "CreateBucket",
        {**BUCKET, "ACL": "public-read"},
        ["s3:CreateBucket arn:aws:s3:::reports", "s3:PutBucketAcl arn:aws:s3:::reports"],
    ),
    (
        "CreateBucket",
        {**BUCKET, "ObjectLockEnabledForBucket": True},
        [
            "s3:CreateBucket arn:aws:s3:::reports",
            "s3:PutBucketObjectLockConfiguration arn:aws:s3:::reports",
            "s3:PutBucketVersioning arn:aws:s3:::reports",
        ],
    ),
    (
        "CreateBucket",
        {**BUCKET, "ObjectOwnership": "ObjectWriter"},
        ["s3:CreateBucket arn:aws:s3:::reports", "s3:PutBucketOwnershipControls arn:aws:s3:::reports"],
    ),
    (
        "CreateBucket",
        {
            **BUCKET,
            "CreateBucketConfiguration": {
                "LocationConstraint": "eu-west-1",
                "Tags": [{"Key": "team", "Value": "blue"}],
            },
        },
        ["s3:CreateBucket arn:aws:s3:::reports", "s3:TagResource arn:aws:s3:::reports"],
    ),
    ("DeleteBucket", BUCKET, ["s3:DeleteBucket arn:aws:s3:::reports"]),
    ("GetBucketAcl", BUCKET, ["s3:GetBucketAcl arn:aws:s3:::reports"]),
    ("PutBucketAcl", {**BUCKET, "ACL": "private"}, ["s3:PutBucketAcl arn:aws:s3:::reports"]),
    ("GetBucketPolicy", BUCKET, ["s3:GetBucketPolicy arn:aws:s3:::reports"]),
    ("PutBucketPolicy", {**BUCKET, "Policy": "{}"}, ["s3:PutBucketPolicy arn:aws:s3:::reports"]),
    ("DeleteBucketPolicy", BUCKET, ["s3:DeleteBucketPolicy arn:aws:s3:::reports"]),
    ("GetBucketPolicyStatus", BUCKET, ["s3:GetBucketPolicyStatus arn:aws:s3:::reports"]),
    ("GetBucketEncryption", BUCKET, ["s3:GetEncryptionConfiguration arn:aws:s3:::reports"]),
    (
        "PutBucketEncryption",
        {**BUCKET, "ServerSideEncryptionConfiguration": {"Rules": []}},
        ["s3:PutEncryptionConfiguration arn:aws:s3:::reports"],
    ),
    ("DeleteBucketEncryption", BUCKET, ["s3:PutEncryptionConfiguration arn:aws:s3:::reports"]),
    ("GetBucketCors", BUCKET, ["s3:GetBucketCORS arn:aws:s3:::reports"]),
    ("PutBucketCors", {**BUCKET, "CORSConfiguration": {"CORSRules": []}}, ["s3:PutBucketCORS arn:aws:s3:::reports"]),
    ("DeleteBucketCors", BUCKET, ["s3:PutBucketCORS arn:aws:s3:::reports"]),
    ("GetBucketLifecycleConfiguration", BUCKET, ["s3:GetLifecycleConfiguration arn:aws:s3:::reports"]),
    (
        "PutBucketLifecycleConfiguration",
        {**BUCKET, "LifecycleConfiguration": {"Rules": []}},
        ["s3:PutLifecycleConfiguration arn:aws:s3:::reports"],
    ),
    ("DeleteBucketLifecycle", BUCKET, ["s3:PutLifecycleConfiguration arn:aws:s3:::reports"]),
    ("GetBucketVersioning", BUCKET, ["s3:GetBucketVersioning arn:aws:s3:::reports"]),
    (
        "PutBucketVersioning",
        {**BUCKET, "VersioningConfiguration": {"Status": "Enabled"}},
        ["s3:PutBucketVersioning arn:aws:s3:::reports"],
    ),
    ("GetBucketTagging", BUCKET, ["s3:GetBucketTagging arn:aws:s3:::reports"]),
    ("PutBucketTagging", {**BUCKET, "Tagging": {"TagSet": []}}, ["s3:PutBucketTagging arn:aws:s3:::reports"]),
    ("DeleteBucketTagging", BUCKET, ["s3:PutBucketTagging arn:aws:s3:::reports"]),
    ("GetBucketLogging", BUCKET, ["s3:GetBucketLogging arn:aws:s3:::reports"]),
    ("PutBucketLogging", {**BUCKET, "BucketLoggingStatus": {}}, ["s3:PutBucketLogging arn:aws:s3:::reports"]),
    ("GetBucketWebsite", BUCKET, ["s3:GetBucketWebsite arn:aws:s3:::reports"]),
    ("PutBucketWebsite", {**BUCKET, "WebsiteConfiguration": {}}, ["s3:PutBucketWebsite arn:aws:s3:::reports"]),
    ("DeleteBucketWebsite", BUCKET, ["s3:DeleteBucketWebsite arn:aws:s3:::reports"]),
    ("GetBucketNotificationConfiguration", BUCKET, ["s3:GetBucketNotification arn:aws:s3:::reports"]),
    (
        "PutBucketNotificationConfiguration",
        {**BUCKET, "NotificationConfiguration": {}},
        ["s3:PutBucketNotification arn:aws:s3:::reports"],
    ),
    ("GetBucketReplication", BUCKET, ["s3:GetReplicationConfiguration arn:aws:s3:::reports"]),
    (
        "PutBucketReplication",
        {**BUCKET, "ReplicationConfiguration": {"Role": ROLE, "Rules": []}},
        ["s3:PutReplicationConfiguration arn:aws:s3:::reports", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
    ("DeleteBucketReplication", BUCKET, ["s3:PutReplicationConfiguration arn:aws:s3:::reports"]),
    ("GetBucketLocation", BUCKET, ["s3:GetBucketLocation arn:aws:s3:::reports"]),
    ("GetBucketRequestPayment", BUCKET, ["s3:GetBucketRequestPayment arn:aws:s3:::reports"]),
    (
        "PutBucketRequestPayment",
        {**BUCKET, "RequestPaymentConfiguration": {"Payer": "Requester"}},
        ["s3:PutBucketRequestPayment arn:aws:s3:::reports"],
    ),
    ("GetPublicAccessBlock", BUCKET, ["s3:GetBucketPublicAccessBlock arn:aws:s3:::reports"]),
    (
        "PutPublicAccessBlock",
        {**BUCKET, "PublicAccessBlockConfiguration": {}},
        ["s3:PutBucketPublicAccessBlock arn:aws:s3:::reports"],
    ),
    ("DeletePublicAccessBlock", BUCKET, ["s3:PutBucketPublicAccessBlock arn:aws:s3:::reports"]),
    ("GetBucketOwnershipControls", BUCKET, ["s3:GetBucketOwnershipControls arn:aws:s3:::reports"]),
    (
        "PutBucketOwnershipControls",
        {**BUCKET, "OwnershipControls": {"Rules": []}},
        ["s3:PutBucketOwnershipControls arn:aws:s3:::reports"],
    ),
    ("DeleteBucketOwnershipControls", BUCKET, ["s3:PutBucketOwnershipControls arn:aws:s3:::reports"]),
    ("GetObjectLockConfiguration", BUCKET, ["s3:GetBucketObjectLockConfiguration arn:aws:s3:::reports"]),
    ("PutObjectLockConfiguration", BUCKET, ["s3:PutBucketObjectLockConfiguration arn:aws:s3:::reports"]),
    ("GetBucketAccelerateConfiguration", BUCKET, ["s3:GetAccelerateConfiguration arn:aws:s3:::reports"]),
    (
        "PutBucketAccelerateConfiguration",
        {**BUCKET, "AccelerateConfiguration": {}},
        ["s3:PutAccelerateConfiguration arn:aws:s3:::reports"],
    ),
    ("GetBucketAnalyticsConfiguration", {**BUCKET, "Id": "x"}, ["s3:GetAnalyticsConfiguration arn:aws:s3:::reports"]),
    ("ListBucketAnalyticsConfigurations", BUCKET, ["s3:GetAnalyticsConfiguration arn:aws:s3:::reports"]),
    ("GetBucketInventoryConfiguration", {**BUCKET, "Id": "x"}, ["s3:GetInventoryConfiguration arn:aws:s3:::reports"]),
    ("ListBucketInventoryConfigurations", BUCKET, ["s3:GetInventoryConfiguration arn:aws:s3:::reports"]),
    (
        "DeleteBucketInventoryConfiguration",
        {**BUCKET, "Id": "x"},
        ["s3:PutInventoryConfiguration arn:aws:s3:::reports"],
    ),
    ("GetBucketMetricsConfiguration", {**BUCKET, "Id": "x"}, ["s3:GetMetricsConfiguration arn:aws:s3:::reports"]),
    ("ListBucketMetricsConfigurations", BUCKET, ["s3:GetMetricsConfiguration arn:aws:s3:::reports"]),
    (
        "GetBucketIntelligentTieringConfiguration",
        {**BUCKET, "Id": "x"},
        ["s3:GetIntelligentTieringConfiguration arn:aws:s3:::reports"],
    ),
    (
        "DeleteBucketIntelligentTieringConfiguration",
        {**BUCKET, "Id": "x"},
        ["s3:PutIntelligentTieringConfiguration arn:aws:s3:::reports"],
    ),
    (
        "GetObject",
        {"Bucket": ACCESS_POINT, "Key": "q3.csv"},
        ["s3:GetObject arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/q3.csv"],
    ),
    (
        "PutObject",
        {"Bucket": ACCESS_POINT, "Key": "q3.csv"},
        ["s3:PutObject arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/q3.csv"],
    ),
    (
        "ListObjectsV2",
        {"Bucket": ACCESS_POINT},
        ["s3:ListBucket arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"],
    ),
    (
        "DeleteObject",
        {"Bucket": ACCESS_POINT, "Key": "a/b"},
        ["s3:DeleteObject arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/a/b"],
    ),
    (
        "GetObjectTagging",
        {"Bucket": ACCESS_POINT, "Key": "a/b"},
        ["s3:GetObjectTagging arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/a/b"],
    ),
]


@pytest.mark.parametrize(("operation", "params", "asked"), CALLS, ids=[row[0] for row in CALLS])
def test_an_s3_call_needs_what_aws_lists(
    decisions: Decisions, operation: str, params: dict[str, Any], asked: list[str]
) -> None:
    """A call of S3 is judged by each of its actions, on the bucket, the object or the access point."""
    found = decisions("s3", operation, params)
    assert [f"{one.request.action} {one.request.resource}" for one in found] == asked


def test_who_may_use_all_buckets_may_list_them(fakests: FakeSts) -> None:
    """S3 User Guide, "Controlling access to a bucket with user policies": the console then lists all the buckets."""
    fakests.add(User("alice", permissions=allow("s3:ListAllMyBuckets", on="arn:aws:s3:::*")))
    assert fakests.client("s3", "user/alice").list_buckets()
