"""Amazon S3 Object Lambda: its access points have actions of their own, and what is behind them is asked as well.

Sources: Amazon S3 User Guide, "Configuring IAM policies for Object Lambda Access Points"; Service Authorization
Reference, "Actions defined by Amazon S3 Object Lambda".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.permission import Permission

_THROUGH = {"aws:CalledVia": ("s3-object-lambda.amazonaws.com",)}
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


Ask = Callable[[str], Iterable[Permission]]
"""Gives what the same call needs of another bucket or access point."""


def through_object_lambda(permissions: Iterable[Permission], call: Call, ask: Ask) -> Iterator[Permission]:
    """Each permission; of one on an Object Lambda access point, its own action, and what is asked behind it.

    Args:
        permissions: What the call needs.
        call: The call.
        ask: Gives what the call would need of the access point behind.

    Raises:
        UnknownResource: Object Lambda access points have no such action.
    """
    reached: dict[str, None] = {}
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
            if call.operation in _TRANSFORMED:
                yield _on_function(arn, call)
            behind = call.state.get(f"{arn}:SupportingAccessPoint")
            if behind:
                reached[behind] = None
            else:
                yield _somewhere_behind(permission.action, arn)
    for behind in reached:
        for permission in ask(behind):
            yield permission._replace(context={**permission.context, **_THROUGH})


def _on_function(arn: str, call: Call) -> Permission:
    function = call.state.get(f"{arn}:FunctionArn")
    if function is None:
        unknown = f"the function behind {arn} is not known, {_tells(arn, 'FunctionArn')}"
        functions = ":".join([*arn.replace("s3-object-lambda", "lambda", 1).split(":")[:5], "function:*"])
        return Permission("lambda:InvokeFunction", (functions,), _THROUGH, maybe=unknown)
    # Which requests a function changes the answers of is chosen for each access point; that of GetObject it always is.
    unknown = "" if call.operation == "GetObject" else f"whether it is called for {call.operation} is not known"
    return Permission("lambda:InvokeFunction", (function,), _THROUGH, maybe=unknown)


def _somewhere_behind(action: str, arn: str) -> Permission:
    unknown = f"the access point behind {arn} is not known, {_tells(arn, 'SupportingAccessPoint')}"
    points = ":".join([*arn.replace("s3-object-lambda", "s3", 1).split(":")[:5], "accesspoint/*"])
    return Permission(action, (points,), _THROUGH, maybe=unknown)


def _tells(arn: str, name: str) -> str:
    return f'Resource("{arn}", behind={{"{name}": "..."}}) tells'
