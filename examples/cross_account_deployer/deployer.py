"""A tool of the management account that puts a parameter into each member account."""

from __future__ import annotations

from collections.abc import Iterable

import boto3

ROLE = "OrganizationAccountAccessRole"


def deploy(accounts: Iterable[str], version: str) -> list[str]:
    """Write the deployed version into the member accounts; gives the ARNs of the sessions that wrote it."""
    sts = boto3.client("sts")
    sessions = []
    for account in accounts:
        answer = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{ROLE}", RoleSessionName="deployer")
        keys = answer["Credentials"]
        ssm = boto3.client(
            "ssm",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        ssm.put_parameter(Name="/app/version", Value=version, Type="String", Overwrite=True)
        sessions.append(answer["AssumedRoleUser"]["Arn"])
    return sessions
