"""A worker that drains a queue through a role, for longer than one session lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import botocore.session
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

ROLE = "arn:aws:iam::123456789012:role/worker"
QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"


def client_of_one_session() -> Any:
    """The bug: credentials are fetched once and end an hour later."""
    keys = boto3.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="worker")["Credentials"]
    return boto3.client(
        "sqs",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def client_that_refreshes() -> Any:
    """The remedy: botocore assumes the role again whenever the session nears its end."""
    session = botocore.session.get_session()
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=session.create_client,
        source_credentials=session.get_credentials(),
        role_arn=ROLE,
        extra_args={"RoleSessionName": "worker"},
    )
    refreshing: Any = botocore.session.get_session()
    refreshing._credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")
    return boto3.Session(botocore_session=refreshing).client("sqs")


def work(sqs: Any, jobs: int, do: Callable[[], object]) -> int:
    """Receive and do `jobs` jobs; gives how many were done."""
    for _ in range(jobs):
        sqs.receive_message(QueueUrl=QUEUE)
        do()
    return jobs
