"""What Lambda's calls are judged on, and what conditions see of them: each call is made by a real client.

Sources: Service Authorization Reference, AWS Lambda; Lambda Developer Guide, "Fine-tuning the Resources and Conditions
sections of policies" and "Using IAM condition keys for VPC settings".
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow, deny

FUNCTION = {
    "FunctionName": "f",
    "Role": "arn:aws:iam::123456789012:role/worker",
    "Code": {"S3Bucket": "builds", "S3Key": "f.zip"},
    "KMSKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
}

CALLS: list[Call] = [
    (
        "lambda",
        "Invoke",
        {"FunctionName": "resize"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "Invoke",
        {"FunctionName": "resize:live"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
    ),
    # Lambda Developer Guide, "Securing Lambda environment variables" and "Giving Lambda functions access to resources in an
    # Amazon VPC"; an archive in S3 is fetched with the caller's permissions, as Lambda's errors say.
    (
        "lambda",
        "CreateFunction",
        {
            "FunctionName": "resize",
            "Role": "arn:aws:iam::123456789012:role/worker",
            "Code": {"S3Bucket": "builds", "S3Key": "resize.zip"},
            "KMSKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        },
        [
            "lambda:CreateFunction arn:aws:lambda:eu-west-1:123456789012:function:resize",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
            "s3:GetObject arn:aws:s3:::builds/resize.zip",
            "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "ec2:DescribeSecurityGroups *",
            "ec2:DescribeSubnets *",
            "ec2:DescribeVpcs *",
        ],
    ),
    (
        "lambda",
        "UpdateFunctionConfiguration",
        {"FunctionName": "resize", "KMSKeyArn": "", "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []}},
        ["lambda:UpdateFunctionConfiguration arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "UpdateFunctionCode",
        {"FunctionName": "resize", "S3Bucket": "builds", "S3Key": "resize.zip", "S3ObjectVersion": "7"},
        [
            "lambda:UpdateFunctionCode arn:aws:lambda:eu-west-1:123456789012:function:resize",
            "s3:GetObjectVersion arn:aws:s3:::builds/resize.zip",
        ],
    ),
    (
        "lambda",
        "PublishLayerVersion",
        {"LayerName": "fonts", "Content": {"S3Bucket": "builds", "S3Key": "fonts.zip"}},
        [
            "lambda:PublishLayerVersion arn:aws:lambda:eu-west-1:123456789012:layer:fonts",
            "s3:GetObject arn:aws:s3:::builds/fonts.zip",
        ],
    ),
    (
        "lambda",
        "Invoke",
        {"FunctionName": "resize", "Qualifier": "7"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize:7"],
    ),
    (
        "lambda",
        "Invoke",
        {"FunctionName": "123456789012:function:resize"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "Invoke",
        {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:resize"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "Invoke",
        {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:resize:live"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
    ),
    (
        "lambda",
        "GetFunction",
        {"FunctionName": "resize"},
        ["lambda:GetFunction arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "GetFunction",
        {"FunctionName": "resize", "Qualifier": "live"},
        ["lambda:GetFunction arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
    ),
    ("lambda", "ListFunctions", {}, ["lambda:ListFunctions *"]),
    (
        "lambda",
        "PublishVersion",
        {"FunctionName": "resize"},
        ["lambda:PublishVersion arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "CreateAlias",
        {"FunctionName": "resize", "Name": "live", "FunctionVersion": "7"},
        ["lambda:CreateAlias arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "AddPermission",
        {
            "FunctionName": "resize",
            "StatementId": "s",
            "Action": "lambda:InvokeFunction",
            "Principal": "s3.amazonaws.com",
        },
        ["lambda:AddPermission arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "GetLayerVersion",
        {"LayerName": "deps", "VersionNumber": 3},
        ["lambda:GetLayerVersion arn:aws:lambda:eu-west-1:123456789012:layer:deps:3"],
    ),
    ("lambda", "ListEventSourceMappings", {}, ["lambda:ListEventSourceMappings *"]),
    (
        "lambda",
        "DeleteFunction",
        {"FunctionName": "resize"},
        ["lambda:DeleteFunction arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "UpdateFunctionCode",
        {"FunctionName": "resize"},
        ["lambda:UpdateFunctionCode arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {"FunctionName": "resize", "EventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"},
        ["lambda:CreateEventSourceMapping *"],
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {"FunctionName": "resize", "EventSourceArn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
        ["lambda:CreateEventSourceMapping *"],
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {
            "FunctionName": "resize",
            "EventSourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000",
        },
        ["lambda:CreateEventSourceMapping *"],
    ),
    (
        "lambda",
        "UpdateEventSourceMapping",
        {"UUID": "0a1b2c3d-0000-0000-0000-000000000001", "FunctionName": "resize:live"},
        [
            "lambda:UpdateEventSourceMapping arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:0a1b2c3d-0000-0000-0000-000000000001"
        ],
    ),
    (
        "lambda",
        "PutFunctionEventInvokeConfig",
        {
            "FunctionName": "resize",
            "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:jobs"}},
        },
        ["lambda:PutFunctionEventInvokeConfig arn:aws:lambda:eu-west-1:123456789012:function:resize"],
    ),
    (
        "lambda",
        "PutProvisionedConcurrencyConfig",
        {"FunctionName": "resize", "Qualifier": "live", "ProvisionedConcurrentExecutions": 1},
        ["lambda:PutProvisionedConcurrencyConfig arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
    ),
    (
        "lambda",
        "PutFunctionCodeSigningConfig",
        {
            "FunctionName": "resize",
            "CodeSigningConfigArn": "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0",
        },
        [
            "lambda:PutFunctionCodeSigningConfig arn:aws:lambda:eu-west-1:123456789012:function:resize",
            "lambda:PutFunctionCodeSigningConfig arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0",
        ],
    ),
    (
        "lambda",
        "InvokeWithResponseStream",
        {"FunctionName": "resize", "Qualifier": "live"},
        ["lambda:InvokeFunction arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # https://docs.aws.amazon.com/lambda/latest/dg/attribute-based-access-control-example.html, its first step.
    *(
        ("lambda", "CreateFunction", {**FUNCTION, "Tags": {"project": tag}}, action, "aws:ResourceTag/project", tag)
        for action in ("lambda:CreateFunction", "lambda:TagResource")
        for tag in ("blue", "")
    ),
    (
        "lambda",
        "CreateFunction",
        {
            "FunctionName": "f",
            "Role": "arn:aws:iam::123456789012:role/worker",
            "Code": {},
            "VpcConfig": {"SubnetIds": ["subnet-1", "subnet-2"]},
        },
        "lambda:CreateFunction",
        "lambda:SubnetIds",
        ("subnet-1", "subnet-2"),
    ),
    *(
        ("lambda", "CreateFunction", FUNCTION, action, key, value)
        for action, key, value in (
            ("kms:CreateGrant", "kms:GrantIsForAWSResource", "true"),
            ("kms:Encrypt", "kms:ViaService", "lambda.eu-west-1.amazonaws.com"),
            (
                "kms:Encrypt",
                "kms:EncryptionContext:aws:lambda:FunctionArn",
                "arn:aws:lambda:eu-west-1:123456789012:function:f",
            ),
            ("s3:GetObject", "aws:ViaAWSService", "true"),
            ("s3:GetObject", "aws:CalledVia", ("lambda.amazonaws.com",)),
            ("lambda:CreateFunction", "lambda:VpcIds", None),
        )
    ),
    (
        "lambda",
        "AddPermission",
        {"FunctionName": "f", "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"},
        "lambda:AddPermission",
        "lambda:Principal",
        "s3.amazonaws.com",
    ),
    (
        "lambda",
        "TagResource",
        {"Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "Tags": {"team": "blue"}},
        "lambda:TagResource",
        "aws:RequestTag/team",
        "blue",
    ),
    (
        "lambda",
        "UntagResource",
        {"Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "TagKeys": ["team"]},
        "lambda:UntagResource",
        "aws:TagKeys",
        ("team",),
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {"FunctionName": "resize", "EventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"},
        "lambda:CreateEventSourceMapping *",
        "lambda:FunctionArn",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {"FunctionName": "resize", "EventSourceArn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
        "lambda:CreateEventSourceMapping *",
        "lambda:FunctionArn",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    ),
    (
        "lambda",
        "CreateEventSourceMapping",
        {
            "FunctionName": "resize",
            "EventSourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000",
        },
        "lambda:CreateEventSourceMapping *",
        "lambda:FunctionArn",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    ),
    (
        "lambda",
        "UpdateEventSourceMapping",
        {"UUID": "0a1b2c3d-0000-0000-0000-000000000001", "FunctionName": "resize:live"},
        "lambda:UpdateEventSourceMapping arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:0a1b2c3d-0000-0000-0000-000000000001",
        "lambda:FunctionArn",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize:live",
    ),
    (
        "lambda",
        "CreateFunctionUrlConfig",
        {"FunctionName": "resize", "AuthType": "NONE"},
        "lambda:CreateFunctionUrlConfig arn:aws:lambda:eu-west-1:123456789012:function:resize",
        "lambda:FunctionArn",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


class TestWhatNoParameterShows:
    """Lambda Developer Guide, "Using IAM condition keys for VPC settings"."""

    ONE_VPC = deny("lambda:CreateFunction", when={"StringNotEquals": {"lambda:VpcIds": "vpc-1"}})
    INSIDE: ClassVar[dict[str, Any]] = {**FUNCTION, "VpcConfig": {"SubnetIds": ["subnet-1"]}}

    def test_it_is_not_guessed(self, fakests: FakeSts) -> None:
        """In which VPC a subnet lies decides, and the error says how to tell."""
        fakests.add(User("ann", permissions=[allow("*"), self.ONE_VPC]))
        with pytest.raises(UnmappedCallError) as caught:
            fakests.client("lambda", "user/ann").create_function(**self.INSIDE)
        assert (
            'a policy asks for lambda:VpcIds, and no parameter shows it, fakests.context["lambda:VpcIds"] = "..." tells'
        ) in str(caught.value)

    def test_it_may_be_told(self, fakests: FakeSts) -> None:
        """Then it decides."""
        fakests.add(User("ann", permissions=[allow("*"), self.ONE_VPC]))
        fakests.context["lambda:VpcIds"] = "vpc-1"
        assert fakests.client("lambda", "user/ann").create_function(**self.INSIDE)
