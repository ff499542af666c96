"""What processes of multiprocessing do in tests: a spawned one imports it by its name."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.exceptions import ClientError


def assume_and_write(role_arn: str, results: Any) -> None:
    """Assume the role, try to write with what it gave, and put the code of the error into the queue."""
    answer = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="other")
    keys = answer["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    try:
        session.client("s3").put_object(Bucket="reports", Key="a", Body=b"1")
    except ClientError as error:
        results.put(error.response["Error"]["Code"])
