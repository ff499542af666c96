"""What processes of multiprocessing do in tests: a spawned one imports it by its name."""

from __future__ import annotations

import urllib.request
from typing import Any

import boto3
import httpx
import urllib3
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


def assume_and_fetch(role_arn: str, library: str, results: Any) -> None:
    """Fetch an object by a URL of AWS's that a session of the role signs, and put its content into the queue."""
    keys = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="other")["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    s3 = session.client("s3", endpoint_url="https://s3.us-east-1.amazonaws.com")
    url = s3.generate_presigned_url("get_object", {"Bucket": "reports", "Key": "a b"})
    results.put(_FETCH[library](url))


_FETCH: dict[str, Any] = {
    "urllib3": lambda url: urllib3.request("GET", url).data,
    "urllib": lambda url: urllib.request.urlopen(url).read(),
    "httpx": lambda url: httpx.get(url).content,
}


def read_without_tls(results: Any) -> None:
    """Read an object over plain HTTP, and put its content into the queue."""
    s3 = boto3.client("s3", endpoint_url="http://s3.us-east-1.amazonaws.com")
    results.put(s3.get_object(Bucket="reports", Key="a")["Body"].read())


def ask_who_calls(results: Any) -> None:
    """Put the ARN of the caller into the queue."""
    results.put(boto3.client("sts").get_caller_identity()["Arn"])
