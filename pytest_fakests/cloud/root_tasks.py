"""The task policies of AssumeRoot: AWS managed policies that leave root one task, as denials of all else.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html; the documents are those of
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html, version v1.
"""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.builders import VERSION
from pytest_fakests.iam import Policy, PolicyKind, parse_policy

# What stands before the name of a task policy, in each partition after "arn:PARTITION".
_PREFIX = ":iam::aws:policy/root-task/"
ROOT_TASK = f"arn:aws{_PREFIX}"
_ROOT = "arn:aws:iam::*:root"

_AUDIT = [
    "iam:ListAccessKeys",
    "iam:ListSigningCertificates",
    "iam:GetLoginProfile",
    "iam:ListMFADevices",
    "iam:GetUser",
    "iam:GetAccessKeyLastUsed",
]
_PASSWORD = ["iam:CreateLoginProfile", "iam:GetLoginProfile"]
_DELETE = [
    "iam:DeleteAccessKey",
    "iam:DeleteSigningCertificate",
    "iam:DeleteLoginProfile",
    "iam:DeactivateMFADevice",
    "iam:DeleteVirtualMFADevice",
    *_AUDIT,
]
_BUCKET = ["s3:DeleteBucketPolicy", "s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:ListAllMyBuckets"]
_QUEUE = ["sqs:SetQueueAttributes", "sqs:GetQueueAttributes", "sqs:ListQueues", "sqs:GetQueueUrl"]


def _deny_others(actions: list[str]) -> dict[str, Any]:
    return {"Sid": "DenyAllOtherActionsOnAnyResource", "Effect": "Deny", "NotAction": actions, "Resource": "*"}


def _deny_on_others(sid: str, actions: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "NotResource": _ROOT}


def _deny_to_others(sid: str, actions: list[str]) -> dict[str, Any]:
    condition = {"StringNotLike": {"aws:PrincipalArn": _ROOT}}
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": "*", "Condition": condition}


_STATEMENTS: dict[str, list[dict[str, Any]]] = {
    "IAMAuditRootUserCredentials": [
        _deny_others([*_AUDIT, "iam:GetAccountSummary"]),
        _deny_on_others("DenyAuditingCredentialsOnNonRootUserResource", _AUDIT),
    ],
    "IAMCreateRootUserPassword": [
        _deny_others(_PASSWORD),
        _deny_on_others("DenyCreatingPasswordOnNonRootUserResource", _PASSWORD),
    ],
    "IAMDeleteRootUserCredentials": [
        _deny_others(_DELETE),
        _deny_on_others("DenyDeletingRootUserCredentialsOnNonRootUserResource", _DELETE),
    ],
    "S3UnlockBucketPolicy": [
        _deny_others(_BUCKET),
        _deny_to_others("DenyManagingBucketPolicyForNonRootCallers", _BUCKET),
    ],
    "SQSUnlockQueuePolicy": [
        _deny_others(_QUEUE),
        {
            "Sid": "DenyGettingQueueAttributesOnNonOwnQueue",
            "Effect": "Deny",
            "Action": "sqs:GetQueueAttributes",
            "Resource": "arn:aws:sqs:*:*:*",
            "Condition": {"StringNotEqualsIfExists": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}},
        },
        _deny_to_others("DenyActionsForNonRootUser", _QUEUE),
    ],
}
ROOT_TASKS = tuple(_STATEMENTS)


def root_task_policy(arn: str) -> Policy | None:
    """The task policy with this ARN; None where it is none."""
    name = arn.partition(_PREFIX)[2]
    if name not in _STATEMENTS:
        return None
    document = {"Version": VERSION, "Statement": _STATEMENTS[name]}
    return parse_policy(document, PolicyKind.SESSION, name=f"task policy {name!r}", arn=arn)
