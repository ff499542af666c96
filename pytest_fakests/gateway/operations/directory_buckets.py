"""Amazon S3's directory buckets: a session of the bucket is asked for in place of each object's own actions.

Sources: Amazon S3 User Guide, "Authorizing Zonal endpoint API operations with CreateSession" and "Authorizing Regional
endpoint API operations with IAM"; API reference, CopyObject and HeadBucket; Service Authorization Reference, "Actions
defined by Amazon S3 Express".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.permission import Permission

MODE = "s3express:SessionMode"
READS = frozenset(
    {
        "GetObject",
        "GetObjectAttributes",
        # The documents say that it takes the caller's own keys; AWS's SDKs sign it with a session's.
        "HeadBucket",
        "HeadObject",
        "ListMultipartUploads",
        "ListObjectsV2",
        "ListParts",
    }
)
"""What a session may do whose mode is ReadOnly."""

ZONAL = READS | {
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjects",
    "PutObject",
    "RenameObject",
    "UploadPart",
}
"""What a session may do whose mode is ReadWrite."""

# These are signed with the caller's own keys, and need what a session would.
_BY_KEYS = frozenset({"CopyObject", "UploadPartCopy"})
_READING = ("s3:Get", "s3:List")
# Bucket operations that directory buckets have, by the name of the action.
_REGIONAL = frozenset(
    {
        "CreateBucket",
        "DeleteBucket",
        "DeleteBucketPolicy",
        "GetBucketPolicy",
        "GetEncryptionConfiguration",
        "GetInventoryConfiguration",
        "GetLifecycleConfiguration",
        "GetMetricsConfiguration",
        "PutBucketPolicy",
        "PutEncryptionConfiguration",
        "PutInventoryConfiguration",
        "PutLifecycleConfiguration",
        "PutMetricsConfiguration",
    }
)


def in_directory_buckets(permissions: Iterable[Permission], call: Call) -> Iterator[Permission]:
    """Each permission; of one on a directory bucket, what S3 Express asks in its place.

    Raises:
        UnknownResource: S3 Express has no such operation.
    """
    for permission in permissions:
        if permission.action.startswith("s3:") and any(":s3express:" in one for one in permission.resources):
            yield _asked(permission, call)
        else:
            yield permission


def _asked(permission: Permission, call: Call) -> Permission:
    if call.operation in ZONAL or call.operation in _BY_KEYS:
        mode = "ReadOnly" if permission.action.startswith(_READING) else "ReadWrite"
        return Permission("s3express:CreateSession", permission.resources, {MODE: mode})
    name = permission.action.partition(":")[2]
    if name not in _REGIONAL:
        raise call.unknown(f"directory buckets have no action s3express:{name}")
    return permission._replace(action=f"s3express:{name}", context={}, unknown={})
