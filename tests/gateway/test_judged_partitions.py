"""Calls in China and in AWS GovCloud (US): their ARNs are of the partition of the Region, and so have policies to be.

Sources: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)"; Getting Started with AWS services in
China, "Amazon Resource Names".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, ResourcePolicy, Role, User, allow

HOME, CHINA, GOV = "123456789012", "111122223333", "444455556666"
REGIONS = {
    "aws-cn": ("cn-north-1", CHINA, "amazonaws.com.cn"),
    "aws-us-gov": ("us-gov-west-1", GOV, "amazonaws.com"),
}

# A service, its action, its resource in a partition, Region and account, and a call with Region and URL suffix.
CALLS = [
    pytest.param("s3", "s3:GetObject", "arn:{0}:s3:::reports/q3.csv", lambda s3, *_: s3.get_object(Bucket="reports", Key="q3.csv"), id="s3"),
    pytest.param("dynamodb", "dynamodb:GetItem", "arn:{0}:dynamodb:{1}:{2}:table/Orders", lambda db, *_: db.get_item(TableName="Orders", Key={"Id": {"S": "1"}}), id="dynamodb"),
    pytest.param("sqs", "sqs:SendMessage", "arn:{0}:sqs:{1}:{2}:jobs", lambda sqs, region, account, suffix: sqs.send_message(QueueUrl=f"https://sqs.{region}.{suffix}/{account}/jobs", MessageBody="m"), id="sqs"),
    pytest.param("lambda", "lambda:InvokeFunction", "arn:{0}:lambda:{1}:{2}:function:resize", lambda client, *_: client.invoke(FunctionName="resize"), id="lambda"),
    pytest.param("kms", "kms:Encrypt", "arn:{0}:kms:{1}:{2}:key/1234abcd", lambda kms, *_: kms.encrypt(KeyId="1234abcd", Plaintext=b"x"), id="kms"),
    pytest.param("sns", "sns:CreateTopic", "arn:{0}:sns:{1}:{2}:news", lambda sns, *_: sns.create_topic(Name="news"), id="sns"),
    pytest.param("secretsmanager", "secretsmanager:CreateSecret", "arn:{0}:secretsmanager:{1}:{2}:secret:db-??????", lambda client, *_: client.create_secret(Name="db", SecretString="x"), id="secretsmanager"),
    pytest.param("iam", "iam:GetRole", "arn:{0}:iam::{2}:role/app", lambda iam, *_: iam.get_role(RoleName="app"), id="iam"),
    pytest.param("codecommit", "codecommit:GetBranch", "arn:{0}:codecommit:{1}:{2}:app", lambda client, *_: client.get_branch(repositoryName="app", branchName="main"), id="a service without a table"),
]  # fmt: skip
ACCOUNTS = pytest.mark.accounts(Account(CHINA, partition="aws-cn"), Account(GOV, partition="aws-us-gov"))


def code(call: Callable[[], Any]) -> str:
    """The code of the error that a call gets, or "fine"."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "fine"


@ACCOUNTS
@pytest.mark.parametrize("partition", REGIONS)
@pytest.mark.parametrize(("service", "action", "resource", "call"), CALLS)
def test_a_policy_speaks_of_its_own_partition(
    fakests: FakeSts, partition: str, service: str, action: str, resource: str, call: Callable[..., Any]
) -> None:
    """Permissions on the ARN of the Region's partition allow, the same in `aws` do not."""
    region, account, suffix = REGIONS[partition]
    found = []
    for spoken in (partition, "aws"):
        fakests.add(
            User("ann", account=account, permissions=allow(action, on=resource.format(spoken, region, account)))
        )
        ann = fakests.boto3_session(f"arn:{partition}:iam::{account}:user/ann")
        found.append(code(lambda ann=ann: call(ann.client(service, region_name=region), region, account, suffix)))  # type: ignore[misc]
    assert found[0] == "fine"
    assert found[1] in ("AccessDenied", "AccessDeniedException", "AuthorizationError")


@ACCOUNTS
@pytest.mark.parametrize("service", ["s3", "sqs", "route53", "iam"])
@pytest.mark.parametrize(
    ("home", "region"),
    [
        ("aws-cn", "us-east-1"),
        ("aws-cn", "us-gov-west-1"),
        ("aws-us-gov", "us-east-1"),
        ("aws-us-gov", "cn-north-1"),
    ],
)
def test_credentials_are_unknown_in_another_partition(fakests: FakeSts, home: str, region: str, service: str) -> None:
    """At endpoints of a Region and at those of a whole partition, as S3's and Route 53's."""
    account = REGIONS[home][1]
    fakests.add(User("ann", account=account, permissions=allow("*")))
    client = fakests.boto3_session(f"arn:{home}:iam::{account}:user/ann").client(service, region_name=region)
    lists = {"s3": "list_buckets", "sqs": "list_queues", "route53": "list_hosted_zones", "iam": "list_users"}
    unknown = {"s3": "InvalidAccessKeyId", "sqs": "InvalidClientTokenId", "route53": "InvalidClientTokenId"}
    assert code(getattr(client, lists[service])) == unknown.get(service, "InvalidClientTokenId")


@pytest.mark.fakests(region="eu-west-1")
@pytest.mark.parametrize(
    ("service", "operation", "region"),
    [
        ("route53", "list_hosted_zones", "us-east-1"),
        ("cloudfront", "list_distributions", "us-east-1"),
        ("iam", "list_users", "us-east-1"),
        ("s3", "list_buckets", "eu-west-1"),
    ],
)
def test_a_global_endpoint_is_in_one_region(fakests: FakeSts, service: str, operation: str, region: str) -> None:
    """IAM User Guide, aws:RequestedRegion: calls of services with one endpoint are made to us-east-1."""
    getattr(fakests.client(service), operation)()
    assert fakests.calls[-1].decisions[0].request.context["aws:RequestedRegion"] == region


@pytest.mark.fakests(region="cn-north-1")
@pytest.mark.roles(Role("worker"))
def test_a_role_is_passed_to_the_name_that_ec2_has_in_china(fakests: FakeSts) -> None:
    """IAM User Guide for China, "Using an IAM role to grant permissions to applications running on EC2 instances"."""
    profile = {"Name": "worker"}
    fakests.client("ec2").run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, IamInstanceProfile=profile)
    asked = fakests.calls[-1].decisions[-1].request
    assert (asked.resource, asked.context["iam:PassedToService"]) == (
        f"arn:aws-cn:iam::{HOME}:role/worker",
        "ec2.amazonaws.com.cn",
    )


@pytest.mark.fakests(region="us-gov-west-1")
def test_a_resource_policy_is_found_in_its_partition(fakests: FakeSts) -> None:
    """A bucket's policy grants by itself there, too."""
    bucket = "arn:aws-us-gov:s3:::reports"
    fakests.add(User("ann"), ResourcePolicy(bucket, allow("s3:GetObject", on=f"{bucket}/*", to="user/ann")))
    s3 = fakests.client("s3", "user/ann")
    assert code(lambda: s3.get_object(Bucket="reports", Key="k")) == "fine"
    assert code(lambda: s3.put_object(Bucket="reports", Key="k", Body=b"")) == "AccessDenied"
