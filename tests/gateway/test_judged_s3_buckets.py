"""Which actions S3's operations on buckets need, on what: each call is made by a real client.

Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", "Configuring IAM policies for using
access points"; API reference, of each operation.
"""

from __future__ import annotations

from typing import Any

from judged_rows import judged_on

from pytest_fakests import FakeSts, User, allow

BUCKET = {"Bucket": "reports"}
ACCESS_POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"

CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ListMultipartUploads", BUCKET, ["s3:ListBucketMultipartUploads arn:aws:s3:::reports"]),
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
        {**BUCKET, "ServerSideEncryptionConfiguration": {"Rules": [{}]}},
        ["s3:PutEncryptionConfiguration arn:aws:s3:::reports"],
    ),
    ("DeleteBucketEncryption", BUCKET, ["s3:PutEncryptionConfiguration arn:aws:s3:::reports"]),
    ("GetBucketCors", BUCKET, ["s3:GetBucketCORS arn:aws:s3:::reports"]),
    (
        "PutBucketCors",
        {**BUCKET, "CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}},
        ["s3:PutBucketCORS arn:aws:s3:::reports"],
    ),
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
        {**BUCKET, "OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
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
        "ListObjectsV2",
        {"Bucket": ACCESS_POINT},
        ["s3:ListBucket arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"],
    ),
    (
        "PutBucketNotificationConfiguration",
        {
            "Bucket": "reports",
            "NotificationConfiguration": {
                "LambdaFunctionConfigurations": [
                    {
                        "LambdaFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:resize",
                        "Events": ["s3:ObjectCreated:*"],
                    }
                ]
            },
        },
        ["s3:PutBucketNotification arn:aws:s3:::reports"],
    ),
    (
        "CreateBucket",
        {"Bucket": "reports", "ObjectOwnership": "BucketOwnerPreferred", "ObjectLockEnabledForBucket": True},
        [
            "s3:CreateBucket arn:aws:s3:::reports",
            "s3:PutBucketObjectLockConfiguration arn:aws:s3:::reports",
            "s3:PutBucketVersioning arn:aws:s3:::reports",
            "s3:PutBucketOwnershipControls arn:aws:s3:::reports",
        ],
    ),
    (
        "PutBucketReplication",
        {
            "Bucket": "reports",
            "ReplicationConfiguration": {
                "Role": "arn:aws:iam::123456789012:role/worker",
                "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::copy"}}],
            },
        },
        ["s3:PutReplicationConfiguration arn:aws:s3:::reports", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
]


test_an_s3_call_needs_what_aws_lists = judged_on([("s3", *row) for row in CALLS])


def test_who_may_use_all_buckets_may_list_them(fakests: FakeSts) -> None:
    """S3 User Guide, "Controlling access to a bucket with user policies": the console then lists all the buckets."""
    fakests.add(User("alice", permissions=allow("s3:ListAllMyBuckets", on="arn:aws:s3:::*")))
    assert fakests.client("s3", "user/alice").list_buckets()
