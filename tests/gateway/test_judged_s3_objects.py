"""Which actions S3's operations on objects need, on what: each call is made by a real client.

Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", "Configuring IAM policies for using
access points"; API reference, of each operation.
"""

from __future__ import annotations

from typing import Any

from judged_rows import judged_on

BUCKET = {"Bucket": "reports"}
OBJECT = {**BUCKET, "Key": "q3.csv"}
VERSION = {**OBJECT, "VersionId": "v1"}
COPY = {"Bucket": "archive", "Key": "q3.csv"}
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
    ("RestoreObject", OBJECT, ["s3:RestoreObject arn:aws:s3:::reports/q3.csv"]),
    (
        "SelectObjectContent",
        {**OBJECT, "Expression": "x", "ExpressionType": "SQL", "InputSerialization": {}, "OutputSerialization": {}},
        ["s3:GetObject arn:aws:s3:::reports/q3.csv"],
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
        "DeleteObject",
        {"Bucket": ACCESS_POINT, "Key": "a/b"},
        ["s3:DeleteObject arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/a/b"],
    ),
    (
        "GetObjectTagging",
        {"Bucket": ACCESS_POINT, "Key": "a/b"},
        ["s3:GetObjectTagging arn:aws:s3:eu-west-1:123456789012:accesspoint/finance/object/a/b"],
    ),
    (
        "UploadPartCopy",
        {"Bucket": "reports", "Key": "q3.csv", "UploadId": "u", "PartNumber": 1, "CopySource": "src/a.csv"},
        ["s3:GetObject arn:aws:s3:::src/a.csv", "s3:PutObject arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "DeleteObject",
        {"Bucket": "reports", "Key": "q3.csv", "VersionId": "v1", "BypassGovernanceRetention": True},
        [
            "s3:DeleteObjectVersion arn:aws:s3:::reports/q3.csv",
            "s3:BypassGovernanceRetention arn:aws:s3:::reports/q3.csv",
        ],
    ),
]


test_an_s3_call_needs_what_aws_lists = judged_on([("s3", *row) for row in CALLS])
