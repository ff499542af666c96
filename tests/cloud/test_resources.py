"""Resources as declarations: what is wrong is said where it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import DeclarationError, Resource, allow, deny

MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
TASKS = "arn:aws:ecs:us-east-1:123456789012:task-definition/etl:7"
PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0"
POINT = "arn:aws:s3:us-east-1:123456789012:accesspoint/finance"
APP = "arn:aws:lambda:us-east-1:123456789012:function:app"
URLS = (
    "is none of its; a Lambda function has one such as 'https://abc123.lambda-url.us-east-1.on.aws/', and an AppSync API "
    "'https://abc123.appsync-api.us-east-1.amazonaws.com/graphql'"
)
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


@pytest.mark.parametrize(
    ("declare", "text"),
    [
        pytest.param(
            lambda: Resource("reports"),
            "resource: 'reports' is not an ARN; write one such as 'arn:aws:s3:::reports'",
            id="a name",
        ),
        pytest.param(
            lambda: Resource("arn:aws:s3:::b", account="1"),
            "resource arn:aws:s3:::b: account '1' is not an account id; write its 12 digits as text",
            id="half an account",
        ),
        pytest.param(
            lambda: Resource(KEY, aliases=["app"]),
            f"resource {KEY}: 'app' is no alias of it; a KMS key has some, as 'alias/app', "
            "and an S3 access point has one, as 'finance-x1-s3alias'",
            id="an alias without its prefix",
        ),
        pytest.param(
            lambda: Resource("arn:aws:s3:::b", aliases=["alias/app"]),
            "resource arn:aws:s3:::b: 'alias/app' is no alias of it; a KMS key has some, as 'alias/app', "
            "and an S3 access point has one, as 'finance-x1-s3alias'",
            id="an alias of a bucket",
        ),
        pytest.param(
            lambda: Resource("arn:aws:s3:::b", partition_key="Id"),
            "resource arn:aws:s3:::b: only a DynamoDB table or index has a partition key",
            id="a partition key of a bucket",
        ),
        pytest.param(
            lambda: Resource("arn:aws:s3:::b", models=[MODEL]),
            "resource arn:aws:s3:::b: only an inference profile, a prompt router or a prompt of Bedrock has models",
            id="the models of a bucket",
        ),
        pytest.param(
            lambda: Resource(PROFILE, models=["amazon.nova-pro-v1:0"]),
            f"resource {PROFILE}: 'amazon.nova-pro-v1:0' is no ARN of a foundation model; write one such as '{MODEL}'",
            id="the id of a model",
        ),
        pytest.param(
            lambda: Resource(POINT, behind={"FunctionArn": "redact"}),
            f"resource {POINT}: 'FunctionArn' is nothing that stands behind it; an Object Lambda access point has "
            "'FunctionArn' and 'SupportingAccessPoint', a revision of an ECS task definition 'taskRoleArn' and "
            "'executionRoleArn'",
            id="a function behind an access point",
        ),
        pytest.param(
            lambda: Resource(TASKS, behind={"taskRoleArn": "worker"}),
            f"resource {TASKS}: taskRoleArn is 'worker'; give its ARN",
            id="the name of a task's role",
        ),
        pytest.param(
            lambda: Resource("arn:aws:s3:::b", url="https://b.s3.amazonaws.com/"),
            f"resource arn:aws:s3:::b: url 'https://b.s3.amazonaws.com/' {URLS}",
            id="the URL of a bucket",
        ),
        pytest.param(
            lambda: Resource(APP, url="https://app.example.com/"),
            f"resource {APP}: url 'https://app.example.com/' {URLS}",
            id="the URL of a function elsewhere",
        ),
        pytest.param(
            lambda: Resource(POINT, bucket="arn:aws:s3:::reports"),
            f"resource {POINT}: bucket 'arn:aws:s3:::reports' is none that AWS has; write one such as 'reports'",
            id="the ARN of a bucket",
        ),
        pytest.param(
            lambda: Resource(POINT, bucket="reports", vpc="main"),
            f"resource {POINT}: vpc 'main' is none that AWS has; write one such as 'vpc-0a1b2c3d4e5f60718'",
            id="the name of a VPC",
        ),
        *(
            pytest.param(
                lambda arn=arn, said=said: Resource(arn, **said),
                f"resource {arn}: only an S3 access point has a bucket and a VPC, and always a bucket; "
                "its ARN is as 'arn:aws:s3:us-east-1:123456789012:accesspoint/finance'",
                id=name,
            )
            for arn, said, name in [
                (KEY, {"bucket": "b"}, "a bucket behind a key"),
                ("arn:aws:s3:us-east-1:123456789012:accesspoint/ap", {"vpc": "vpc-1"}, "a VPC without a bucket"),
                ("arn:aws:s3::123456789012:accesspoint/a.mrap", {"bucket": "b"}, "one of several Regions"),
            ]
        ),
    ],
)
def test_what_aws_does_not_have_is_refused(declare: Callable[[], Any], text: str) -> None:
    """In one sentence: what, where, and what would be right."""
    with pytest.raises(DeclarationError) as caught:
        declare()
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("to", "principal"),
    [
        pytest.param("*", "*", id="everyone"),
        pytest.param("user/ann", {"AWS": "user/ann"}, id="one"),
        pytest.param(["account/210987654321", "*"], {"AWS": ["210987654321", "*"]}, id="several"),
        pytest.param(
            ["service/sns.amazonaws.com", "role/app", "saml/corp"],
            {"Service": "sns.amazonaws.com", "AWS": "role/app", "Federated": "saml/corp"},
            id="of several kinds",
        ),
    ],
)
def test_allow_and_deny_take_principals(to: Any, principal: Any) -> None:
    """Then they are statements of a resource's policy."""
    for statement in (allow("s3:*", to=to)["Statement"][0], deny("s3:*", to=to)["Statement"][0]):
        assert statement["Principal"] == principal
