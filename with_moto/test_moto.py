"""moto keeps the state, and the fake says who may: in every order in which the two can be put."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest
import requests
import urllib3
from botocore.exceptions import ClientError
from moto import mock_aws

from pytest_fakests import FakeSts, ResourcePolicy, Role, User, allow, fake_sts, trust

HOME, FAR = "123456789012", "210987654321"
REPORTS = "arn:aws:s3:::reports/*"

pytestmark = pytest.mark.roles(
    Role("reader", permissions=allow("s3:GetObject", on=REPORTS)),
    Role("far", account=FAR, trust=trust(f"account/{HOME}"), permissions=allow("s3:*", "dynamodb:*")),
)


def the_two_agree(fakests: FakeSts) -> None:
    """What moto keeps is read by whom the fake lets, and by nobody else."""
    mine = boto3.client("s3")
    mine.create_bucket(Bucket="reports")
    mine.put_object(Bucket="reports", Key="q3.csv", Body=b"profit")
    reader = fakests.assume_role("reader").client("s3")
    assert reader.get_object(Bucket="reports", Key="q3.csv")["Body"].read() == b"profit"
    with pytest.raises(ClientError, match="not authorized to perform: s3:PutObject"):
        reader.put_object(Bucket="reports", Key="q3.csv", Body=b"loss")
    assert mine.get_object(Bucket="reports", Key="q3.csv")["Body"].read() == b"profit"
    with pytest.raises(ClientError, match="NoSuchKey"):
        mine.get_object(Bucket="reports", Key="q4.csv")


@pytest.fixture
def moto() -> Iterator[None]:
    """moto as its own documentation has it in a fixture."""
    with mock_aws():
        yield


@mock_aws
def test_moto_as_a_decorator(fakests: FakeSts) -> None:
    """It begins inside the fake."""
    the_two_agree(fakests)


def test_moto_as_a_context_inside(fakests: FakeSts) -> None:
    """It begins and ends inside the fake."""
    with mock_aws():
        the_two_agree(fakests)


@pytest.mark.usefixtures("moto")
def test_moto_as_a_fixture(fakests: FakeSts) -> None:
    """It begins after the fake, which a marker brings."""
    the_two_agree(fakests)


@pytest.fixture(scope="module")
def moto_of_the_module() -> Iterator[None]:
    """One for several tests, which begins before their fakes."""
    with mock_aws():
        yield


@pytest.mark.usefixtures("moto_of_the_module")
def test_moto_around_the_fake(fakests: FakeSts) -> None:
    """And ends after it."""
    the_two_agree(fakests)


def test_the_fake_inside_moto_without_fixtures() -> None:
    """fake_sts() within mock_aws()."""
    with mock_aws(), fake_sts(Role("reader", permissions=allow("s3:GetObject", on=REPORTS))) as fakests:
        the_two_agree(fakests)


@mock_aws
def test_a_client_made_before_the_fake_is_judged() -> None:
    """Its keys, which moto put into the environment, stand for the test's caller."""
    before = boto3.client("s3", region_name="us-east-1")
    with fake_sts(User("poor"), caller="user/poor"), pytest.raises(ClientError, match="AccessDenied"):
        before.list_buckets()


@mock_aws
def test_motos_sts_stands_back(fakests: FakeSts, sts: Any) -> None:
    """The fake answers who calls, and refuses roles that are not declared."""
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{HOME}:user/tester"
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.assume_role(f"arn:aws:iam::{HOME}:role/unknown")


@mock_aws
def test_a_role_created_in_moto_is_not_declared(fakests: FakeSts) -> None:
    """moto's IAM is state, and no policy of the fake's."""
    document = '{"Version": "2012-10-17", "Statement": []}'
    created = boto3.client("iam").create_role(RoleName="made", AssumeRolePolicyDocument=document)
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.assume_role(created["Role"]["Arn"])


@mock_aws
def test_state_is_kept_by_the_account_of_the_caller(fakests: FakeSts) -> None:
    """A session of another account's role sees that account's tables."""
    table = {
        "TableName": "music",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    fakests.assume_role(f"arn:aws:iam::{FAR}:role/far").client("dynamodb").create_table(**table)
    assert boto3.client("dynamodb").list_tables()["TableNames"] == []
    far = fakests.assume_role(f"arn:aws:iam::{FAR}:role/far").client("dynamodb")
    assert far.list_tables()["TableNames"] == ["music"]
    assert f":{FAR}:" in far.describe_table(TableName="music")["Table"]["TableArn"]


@mock_aws
def test_a_queue_of_another_account_is_found_there(fakests: FakeSts) -> None:
    """moto acts in the account of the resource."""
    queue = f"arn:aws:sqs:us-east-1:{FAR}:orders"
    fakests.add(
        User("owner", account=FAR, permissions=allow("*")), ResourcePolicy(queue, allow("sqs:*", to=f"account/{HOME}"))
    )
    url = fakests.client("sqs", f"arn:aws:iam::{FAR}:user/owner").create_queue(QueueName="orders")["QueueUrl"]
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="one")
    owner = fakests.client("sqs", f"arn:aws:iam::{FAR}:user/owner")
    assert [message["Body"] for message in owner.receive_message(QueueUrl=url)["Messages"]] == ["one"]


@mock_aws
def test_an_answer_of_the_test_comes_before_moto(fakests: FakeSts) -> None:
    """As before any handler."""
    fakests.answer("s3:ListBuckets", {"Buckets": [{"Name": "ours"}]})
    assert [one["Name"] for one in boto3.client("s3").list_buckets()["Buckets"]] == ["ours"]


@mock_aws
@pytest.mark.roles(Role("cleaner", permissions=allow("s3:DeleteObject", on="arn:aws:s3:::scratch/old/*")))
def test_moto_deletes_what_is_allowed_alone(fakests: FakeSts) -> None:
    """Of several keys in one call; the others are errors in its answer."""
    mine, keys = boto3.client("s3"), ("old/a", "new/b", "old/c")
    mine.create_bucket(Bucket="scratch")
    for key in keys:
        mine.put_object(Bucket="scratch", Key=key)
    cleaner = fakests.assume_role("cleaner").client("s3")
    answer = cleaner.delete_objects(Bucket="scratch", Delete={"Objects": [{"Key": key} for key in keys]})
    assert sorted(one["Key"] for one in answer["Deleted"]) == ["old/a", "old/c"]
    assert [one["Key"] for one in answer["Errors"]] == ["new/b"]
    assert [one["Key"] for one in mine.list_objects_v2(Bucket="scratch")["Contents"]] == ["new/b"]


@mock_aws
@pytest.mark.roles(
    Role(
        "app",
        permissions=[
            allow("secretsmanager:BatchGetSecretValue"),
            allow("secretsmanager:GetSecretValue", on="arn:aws:secretsmanager:*:*:secret:app-*"),
        ],
    )
)
def test_moto_gives_the_secrets_that_are_allowed_alone(fakests: FakeSts) -> None:
    """Of several in one call."""
    for name in ("app-db", "root"):
        boto3.client("secretsmanager").create_secret(Name=name, SecretString=name)
    answer = fakests.assume_role("app").client("secretsmanager").batch_get_secret_value(SecretIdList=["root", "app-db"])
    assert [one["SecretString"] for one in answer["SecretValues"]] == ["app-db"]
    assert [(one["SecretId"], one["ErrorCode"]) for one in answer["Errors"]] == [("root", "AccessDeniedException")]


FETCHES = (
    pytest.param(lambda url: urllib3.request("GET", url).data, id="urllib3"),
    pytest.param(lambda url: requests.get(url, timeout=60).content, id="requests"),
    pytest.param(lambda url: httpx.get(url).content, id="httpx"),
)


@pytest.mark.parametrize("fetch", FETCHES)
@mock_aws
def test_moto_answers_what_is_fetched_by_a_presigned_url(fakests: FakeSts, fetch: Any) -> None:
    """Once the fake let it through; moto alone would let anybody."""
    mine = boto3.client("s3")
    mine.create_bucket(Bucket="reports")
    mine.put_object(Bucket="reports", Key="signed.csv", Body=b"profit")
    mine.put_object(Bucket="reports", Key="a", Body=b"1")
    reader = fakests.assume_role("reader").client("s3")
    url = reader.generate_presigned_url("get_object", {"Bucket": "reports", "Key": "signed.csv"})
    assert fetch(url) == b"profit"
    assert fakests.calls[-1].caller == f"arn:aws:sts::{HOME}:assumed-role/reader/fakests"
    assert b"<Code>SignatureDoesNotMatch</Code>" in fetch(url.replace("signed", "other"))


@mock_aws
def test_moto_keeps_what_is_sent_by_a_presigned_url(fakests: FakeSts) -> None:
    """As by a form."""
    mine = boto3.client("s3")
    mine.create_bucket(Bucket="uploads")
    url = mine.generate_presigned_url("put_object", {"Bucket": "uploads", "Key": "by-url"})
    assert requests.put(url, data=b"1", timeout=60).status_code == 200
    post = mine.generate_presigned_post("uploads", "by-form")
    assert requests.post(post["url"], data=post["fields"], files={"file": b"23"}, timeout=60).status_code == 204
    sizes = [mine.head_object(Bucket="uploads", Key=key)["ContentLength"] for key in ("by-url", "by-form")]
    assert sizes == [1, 2]


@mock_aws
@pytest.mark.roles(Role("cleaner", permissions=allow("s3:DeleteObject", on="arn:aws:s3:::shared/old/*")))
def test_moto_answers_other_processes(fakests: FakeSts, fakests_endpoint: str) -> None:
    """Those that the endpoint serves see the same state, as far as they may."""
    mine = boto3.client("s3")
    mine.create_bucket(Bucket="shared")
    for key in ("old/a", "new/b"):
        mine.put_object(Bucket="shared", Key=key, Body=b"x")
    program = (
        "import boto3\n"
        "answer = boto3.client('s3').delete_objects(Bucket='shared', Delete={'Objects': [{'Key': 'old/a'}, {'Key': 'new/b'}]})\n"
        "print([one['Key'] for one in answer['Deleted']], [one['Code'] for one in answer['Errors']])\n"
    )
    keys = fakests.assume_role("cleaner").credentials
    who = {
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_SESSION_TOKEN": keys.token,
    }
    environment = {**os.environ, **{name: value or "" for name, value in who.items()}}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['old/a'] ['AccessDenied']\n", "")
    assert [one["Key"] for one in mine.list_objects_v2(Bucket="shared")["Contents"]] == ["new/b"]


@mock_aws
def test_a_resource_reads_what_moto_keeps() -> None:
    """boto3.resource, with its waiter, in a bucket that no other test has: moto may be on for all of them."""
    with fake_sts():
        bucket = boto3.resource("s3").create_bucket(Bucket="drafts")
        bucket.wait_until_exists()
        bucket.put_object(Key="a", Body=b"1")
        assert [one.key for one in bucket.objects.all()] == ["a"]
