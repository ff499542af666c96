"""Amazon S3 Object Lambda: its access points have actions of their own, and what is behind them is asked as well.

Sources: Amazon S3 User Guide, "Configuring IAM policies for Object Lambda Access Points"; Service Authorization
Reference, "Actions defined by Amazon S3 Object Lambda".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.permission import Permission

HOST = "s3-object-lambda.amazonaws.com"
_ACTIONS = frozenset(
    {
        "AbortMultipartUpload",
        "DeleteObject",
        "DeleteObjectTagging",
        "DeleteObjectVersion",
        "DeleteObjectVersionTagging",
        "GetObject",
        "GetObjectAcl",
        "GetObjectLegalHold",
        "GetObjectRetention",
        "GetObjectTagging",
        "GetObjectVersion",
        "GetObjectVersionAcl",
        "GetObjectVersionTagging",
        "ListBucket",
        "ListBucketMultipartUploads",
        "ListBucketVersions",
        "ListMultipartUploadParts",
        "PutObject",
        "PutObjectAcl",
        "PutObjectLegalHold",
        "PutObjectRetention",
        "PutObjectTagging",
        "PutObjectVersionAcl",
        "PutObjectVersionTagging",
        "RestoreObject",
    }
)
# What a function may change on its way to the caller: API reference, ObjectLambdaTransformationConfiguration.
_TRANSFORMED = frozenset({"GetObject", "HeadObject", "ListObjects", "ListObjectsV2"})


def through_object_lambda(permissions: Iterable[Permission], call: Call) -> Iterator[Permission]:
    """Each permission; of one on an Object Lambda access point, its own action, and what is asked behind it.

    Raises:
        UnknownResource: Object Lambda access points have no such action.
    """
    for permission in permissions:
        arns = [arn for arn in permission.resources if ":s3-object-lambda:" in arn]
        if not arns or not permission.action.startswith("s3:"):
            yield permission
            continue
        name = permission.action.partition(":")[2]
        if name not in _ACTIONS:
            raise call.unknown(f"Object Lambda access points have no action s3-object-lambda:{name}")
        version = permission.context.get("s3:versionid")
        context = {"s3-object-lambda:versionid": version} if version else {}
        for arn in arns:
            yield Permission(f"s3-object-lambda:{name}", (arn,), context)
            yield from _behind(permission.action, arn, call)


def _behind(action: str, arn: str, call: Call) -> Iterator[Permission]:
    _, partition, _, region, account, _ = arn.split(":", 5)
    through = {"aws:CalledVia": (HOST,)}
    place = f"{region}:{account}"
    if call.operation in _TRANSFORMED:
        unknown = f"the function behind {arn} is not known"
        functions = f"arn:{partition}:lambda:{place}:function:*"
        yield Permission("lambda:InvokeFunction", (functions,), through, maybe=unknown)
    unknown = f"the access point behind {arn} is not known"
    yield Permission(action, (f"arn:{partition}:s3:{place}:accesspoint/*",), through, maybe=unknown)
