"""Condition keys that a call's parameters set, as templates over the parameters.

Sources: Service Authorization Reference, "Condition keys for Amazon S3", "... AWS Lambda", "... Amazon SNS",
"... Amazon DynamoDB", "... AWS STS"; DynamoDB Developer Guide, "Using IAM with DynamoDB transactions".
"""

from __future__ import annotations

from collections.abc import Mapping

Keys = tuple[tuple[str, str], ...]
"""Pairs of a condition key and the template of its value; a template without a value leaves the key out."""

_LISTING: Keys = (("s3:prefix", "{Prefix}"), ("s3:delimiter", "{Delimiter}"), ("s3:max-keys", "{MaxKeys}"))
_VERSION: Keys = (("s3:VersionId", "{VersionId}"),)
_ACL: Keys = (
    ("s3:x-amz-acl", "{ACL}"),
    ("s3:x-amz-grant-full-control", "{GrantFullControl}"),
    ("s3:x-amz-grant-read", "{GrantRead}"),
    ("s3:x-amz-grant-read-acp", "{GrantReadACP}"),
    ("s3:x-amz-grant-write", "{GrantWrite}"),
    ("s3:x-amz-grant-write-acp", "{GrantWriteACP}"),
)
_WRITE: Keys = (
    *_ACL,
    ("s3:x-amz-copy-source", "{CopySource|copy_source}"),
    ("s3:x-amz-metadata-directive", "{MetadataDirective}"),
    ("s3:x-amz-server-side-encryption", "{ServerSideEncryption}"),
    ("s3:x-amz-server-side-encryption-aws-kms-key-id", "{SSEKMSKeyId}"),
    ("s3:x-amz-server-side-encryption-customer-algorithm", "{SSECustomerAlgorithm}"),
    ("s3:x-amz-storage-class", "{StorageClass}"),
)
_FUNCTION: Keys = (
    ("lambda:FunctionArn", "arn:{partition}:lambda:{region}:{account}:function:{FunctionName|function}"),
)

BY_ACTION: Mapping[str, Keys] = {
    "s3:ListBucket": _LISTING,
    "s3:ListBucketVersions": _LISTING,
    "s3:GetObjectVersion": (*_VERSION, ("s3:VersionId", "{CopySource.VersionId}")),
    "s3:GetObjectVersionAcl": _VERSION,
    "s3:GetObjectVersionAttributes": _VERSION,
    "s3:GetObjectVersionTagging": _VERSION,
    "s3:PutObjectVersionAcl": (*_VERSION, *_ACL),
    "s3:PutObjectVersionTagging": _VERSION,
    "s3:DeleteObjectVersion": (*_VERSION, ("s3:VersionId", "{Delete.Objects[].VersionId}")),
    "s3:DeleteObjectVersionTagging": _VERSION,
    "s3:PutObject": _WRITE,
    "s3:PutObjectAcl": _ACL,
    "s3:PutBucketAcl": _ACL,
    "s3:CreateBucket": _ACL,
    "lambda:CreateEventSourceMapping": _FUNCTION,
    "lambda:UpdateEventSourceMapping": _FUNCTION,
    "sns:Subscribe": (("sns:Protocol", "{Protocol}"), ("sns:Endpoint", "{Endpoint}")),
    "sts:AssumeRoot": (("sts:TaskPolicyArn", "{TaskPolicyArn.arn}"),),
}

BY_OPERATION: Mapping[tuple[str, str], Keys] = {
    ("dynamodb", operation): (("dynamodb:EnclosingOperation", operation),)
    for operation in ("TransactGetItems", "TransactWriteItems", "ExecuteTransaction")
}
