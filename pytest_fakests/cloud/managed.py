"""AWS managed policies that the fake carries, each as its page in the AWS Managed Policy Reference shows it."""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.builders import VERSION

# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html
_STATEMENTS: dict[str, dict[str, Any]] = {
    "AdministratorAccess": {"Effect": "Allow", "Action": "*", "Resource": "*"},
    "AWSDenyAll": {"Sid": "DenyAll", "Effect": "Deny", "Action": ["*"], "Resource": "*"},
    "AmazonS3ReadOnlyAccess": {
        "Effect": "Allow",
        "Action": ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
        "Resource": "*",
    },
}
_PREFIX = "iam::aws:policy/"

CARRIED = tuple(_STATEMENTS)


def managed_document(arn: str) -> dict[str, Any] | None:
    """The document of the AWS managed policy with this ARN or name; None where the fake does not carry it."""
    name = arn.partition(_PREFIX)[2] if _PREFIX in arn else arn
    statement = _STATEMENTS.get(name)
    return None if statement is None else {"Version": VERSION, "Statement": [statement]}


def is_of_aws(arn: str) -> bool:
    """Whether the ARN is that of an AWS managed policy."""
    return _PREFIX in arn


def managed_arn(partition: str, name: str) -> str:
    """The ARN of an AWS managed policy."""
    return name if name.startswith("arn:") else f"arn:{partition}:{_PREFIX}{name}"
