"""Which permissions single API calls need, service by service; each row names the AWS page that says so."""

from __future__ import annotations

from typing import Any

import pytest
from needed_permissions import KEY, ROLE, Call, arn, asked, needs, passes, permissions_of, wanted

from pytest_fakests.gateway.operations import Permission, UnmappedOperation

QUEUE = "https://sqs.us-east-1.amazonaws.com/999999999999/jobs"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:news"

# Service Authorization Reference, "Actions defined by Amazon SQS", "... Amazon SNS"; SNS Developer Guide, "Amazon SNS
# policy keys".
MESSAGING = [
    pytest.param(
        ("sqs", "SendMessage", {"QueueUrl": QUEUE}),
        [needs("sqs:SendMessage", "arn:aws:sqs:us-east-1:999999999999:jobs")],
        id="SendMessage-other-account-and-region",
    ),
    pytest.param(
        ("sqs", "SendMessageBatch", {"QueueUrl": QUEUE, "Entries": [{"Id": "1"}]}),
        [needs("sqs:SendMessage", "arn:aws:sqs:us-east-1:999999999999:jobs")],
        id="SendMessageBatch-needs-the-single-action",
    ),
    pytest.param(
        ("sqs", "GetQueueUrl", {"QueueName": "jobs", "QueueOwnerAWSAccountId": "999999999999"}),
        [needs("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:999999999999:jobs")],
        id="GetQueueUrl-owner",
    ),
    pytest.param(
        ("sqs", "GetQueueUrl", {"QueueName": "jobs"}),
        [needs("sqs:GetQueueUrl", arn("sqs", "jobs"))],
        id="GetQueueUrl-own",
    ),
    pytest.param(("sns", "Publish", {"PhoneNumber": "+1"}), [needs("sns:Publish", "*")], id="Publish-phone"),
    pytest.param(("sns", "Publish", {"TargetArn": TOPIC}), [needs("sns:Publish", TOPIC)], id="Publish-target"),
    pytest.param(("sns", "PublishBatch", {"TopicArn": TOPIC}), [needs("sns:Publish", TOPIC)], id="PublishBatch"),
    pytest.param(
        ("sns", "Subscribe", {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "julie@example.com"}),
        [needs("sns:Subscribe", TOPIC, sns__Protocol="email", sns__Endpoint="julie@example.com")],
        id="Subscribe-protocol",
    ),
]

# Secrets Manager User Guide, "What's in a Secrets Manager secret?"; Systems Manager User Guide, "Restricting access to
# Parameter Store parameters".
SECRETS = [
    pytest.param(
        ("secretsmanager", "GetSecretValue", {"SecretId": "prod/db"}),
        [needs("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:prod/db-AbCdEf"))],
        id="secret-by-name",
    ),
    pytest.param(
        ("secretsmanager", "GetSecretValue", {"SecretId": arn("secretsmanager", "secret:prod/db-x1Y2z3")}),
        [needs("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:prod/db-x1Y2z3"))],
        id="secret-by-arn",
    ),
    pytest.param(
        ("secretsmanager", "GetSecretValue", {"SecretId": arn("secretsmanager", "secret:prod/db")}),
        [needs("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:prod/db-AbCdEf"))],
        id="secret-by-partial-arn",
    ),
    pytest.param(
        ("secretsmanager", "CreateSecret", {"Name": "prod/db", "Tags": [{"Key": "team", "Value": "blue"}]}),
        [
            needs("secretsmanager:CreateSecret", arn("secretsmanager", "secret:prod/db-AbCdEf")),
            needs("secretsmanager:TagResource", arn("secretsmanager", "secret:prod/db-AbCdEf")),
        ],
        id="secret-to-be",
    ),
    pytest.param(
        ("ssm", "GetParameter", {"Name": "/app/db/host"}),
        [needs("ssm:GetParameter", arn("ssm", "parameter/app/db/host"))],
        id="parameter-with-leading-slash",
    ),
    pytest.param(
        ("ssm", "GetParametersByPath", {"Path": "/"}),
        [needs("ssm:GetParametersByPath", arn("ssm", "parameter/"))],
        id="parameters-by-path",
    ),
    pytest.param(
        ("ssm", "GetParameters", {"Names": ["/app/host", "flat", "/app/port:3"]}),
        [
            needs(
                "ssm:GetParameters",
                arn("ssm", "parameter/app/host"),
                arn("ssm", "parameter/flat"),
                arn("ssm", "parameter/app/port"),
            )
        ],
        id="many-parameters",
    ),
    pytest.param(
        ("ssm", "GetParameter", {"Name": "/aws/service/ami-amazon-linux-latest/al2023"}),
        [
            needs(
                "ssm:GetParameter",
                "arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/al2023",
            )
        ],
        id="public-parameter",
    ),
    pytest.param(
        (
            "ssm",
            "PutParameter",
            {"Name": "a", "Type": "SecureString", "KeyId": "1234abcd", "Tier": "Advanced"},
        ),
        [
            needs("ssm:PutParameter", arn("ssm", "parameter/a")),
            needs("kms:Encrypt", KEY),
            needs("kms:GenerateDataKey", KEY),
        ],
        id="advanced-secure-parameter",
    ),
]

# KMS Developer Guide, "Controlling access to aliases", "AWS KMS permissions".
KMS = [
    pytest.param("Encrypt", {"KeyId": "1234abcd"}, [needs("kms:Encrypt", KEY)], id="key-id"),
    pytest.param("Encrypt", {"KeyId": KEY}, [needs("kms:Encrypt", KEY)], id="key-arn"),
    pytest.param(
        "Encrypt",
        {"KeyId": "alias/app"},
        [Permission("kms:Encrypt", (KEY,), {"kms:RequestAlias": "alias/app"})],
        id="alias",
    ),
    pytest.param(
        "Encrypt",
        {"KeyId": "arn:aws:kms:eu-west-1:123456789012:alias/app"},
        [Permission("kms:Encrypt", (KEY,), {"kms:RequestAlias": "alias/app"})],
        id="alias-arn",
    ),
    pytest.param(
        "DeleteAlias",
        {"AliasName": "alias/app"},
        [needs("kms:DeleteAlias", arn("kms", "alias/app"), KEY)],
        id="alias-and-its-key",
    ),
    pytest.param(
        "ReEncrypt",
        {"SourceKeyId": "1234abcd", "DestinationKeyId": "alias/app", "CiphertextBlob": b"x"},
        [
            needs("kms:ReEncryptFrom", KEY),
            Permission("kms:ReEncryptTo", (KEY,), {"kms:RequestAlias": "alias/app"}),
        ],
        id="source-and-destination",
    ),
    pytest.param(
        "UpdatePrimaryRegion",
        {"KeyId": KEY, "PrimaryRegion": "us-east-1"},
        [
            needs("kms:UpdatePrimaryRegion", KEY),
            needs("kms:UpdatePrimaryRegion", "arn:aws:kms:us-east-1:123456789012:key/1234abcd"),
        ],
        id="key-in-two-regions",
    ),
]

# Lambda Developer Guide, "Fine-tuning the Resources and Conditions sections of policies".
LAMBDA = [
    pytest.param(
        "Invoke",
        {"FunctionName": "resize"},
        [needs("lambda:InvokeFunction", arn("lambda", "function:resize"))],
        id="name",
    ),
    pytest.param(
        "Invoke",
        {"FunctionName": "999999999999:function:resize"},
        [needs("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:999999999999:function:resize")],
        id="partial-arn",
    ),
    pytest.param(
        "Invoke",
        {"FunctionName": "arn:aws:lambda:us-east-1:999999999999:function:resize:live"},
        [needs("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:999999999999:function:resize:live")],
        id="arn-with-qualifier",
    ),
    pytest.param(
        "Invoke",
        {"FunctionName": "resize", "Qualifier": "live"},
        [needs("lambda:InvokeFunction", arn("lambda", "function:resize:live"))],
        id="qualifier",
    ),
    pytest.param(
        "Invoke",
        {"FunctionName": "resize:live", "Qualifier": "live"},
        [needs("lambda:InvokeFunction", arn("lambda", "function:resize:live"))],
        id="qualifier-twice",
    ),
    pytest.param(
        "CreateEventSourceMapping",
        {"FunctionName": "resize", "EventSourceArn": QUEUE},
        [needs("lambda:CreateEventSourceMapping", "*", lambda__FunctionArn=arn("lambda", "function:resize"))],
        id="event-source-mapping",
    ),
]

# IAM User Guide, "Granting a user permissions to pass a role to an AWS service".
PASS_ROLE = [
    pytest.param(
        ("lambda", "CreateFunction", {"FunctionName": "resize", "Role": ROLE}),
        [
            needs("lambda:CreateFunction", arn("lambda", "function:resize")),
            passes(ROLE, "lambda.amazonaws.com"),
        ],
        id="lambda-CreateFunction",
    ),
    pytest.param(
        ("ecs", "RunTask", {"taskDefinition": "etl:7", "overrides": {"taskRoleArn": "worker"}}),
        [needs("ecs:RunTask", arn("ecs", "task-definition/etl:7")), passes(ROLE, "ecs-tasks.amazonaws.com")],
        id="ecs-RunTask-role-by-name",
    ),
    pytest.param(
        ("stepfunctions", "CreateStateMachine", {"name": "etl", "roleArn": ROLE}),
        [
            needs("states:CreateStateMachine", arn("states", "stateMachine:etl")),
            passes(ROLE, "states.amazonaws.com"),
        ],
        id="stepfunctions-CreateStateMachine",
    ),
    pytest.param(
        ("logs", "PutAccountPolicy", {"policyType": "SUBSCRIPTION_FILTER_POLICY", "policyDocument": "{}"}),
        [needs("logs:PutAccountPolicy", "*"), needs("logs:PutSubscriptionFilter", "*")],
        id="no-role-nothing-passed",
    ),
    pytest.param(
        ("ssm", "CreateDocument", {"Name": "Patch", "Content": "{}"}),
        [needs("ssm:CreateDocument", arn("ssm", "document/Patch"))],
        id="optional-is-not-needed",
    ),
]

# Service Authorization Reference, "Actions defined by AWS IAM", "... AWS STS"; STS API Reference, GetCallerIdentity.
IDENTITY = [
    pytest.param(
        ("iam", "CreateRole", {"RoleName": "ci", "Path": "/build/"}),
        [needs("iam:CreateRole", "arn:aws:iam::123456789012:role/build/ci")],
        id="path-given",
    ),
    pytest.param(
        ("iam", "GetRole", {"RoleName": "ci"}),
        [needs("iam:GetRole", "arn:aws:iam::123456789012:role/ci")],
        id="path-unknown",
    ),
    pytest.param(
        ("iam", "ListAccessKeys", {}),
        [needs("iam:ListAccessKeys", "arn:aws:iam::123456789012:user/team/julie")],
        id="the-caller",
    ),
    pytest.param(
        ("iam", "ChangePassword", {"OldPassword": "a", "NewPassword": "b"}),
        [needs("iam:ChangePassword", "arn:aws:iam::123456789012:user/team/julie")],
        id="always-the-caller",
    ),
    pytest.param(
        (
            "sts",
            "AssumeRole",
            {"RoleArn": ROLE, "Tags": [{"Key": "team", "Value": "blue"}], "SourceIdentity": "julie"},
        ),
        [
            needs("sts:AssumeRole", ROLE),
            needs("sts:TagSession", ROLE),
            needs("sts:SetSourceIdentity", ROLE),
        ],
        id="AssumeRole-tags-source-identity",
    ),
    pytest.param(("sts", "AssumeRole", {"RoleArn": ROLE, "Tags": []}), [needs("sts:AssumeRole", ROLE)], id="no-tags"),
    pytest.param(("sts", "GetCallerIdentity", {}), [], id="GetCallerIdentity-needs-nothing"),
]

# Service Authorization Reference, "Actions defined by ...": what a call may name and need not.
NOTHING_NAMED = [
    pytest.param(
        ("rds", "DescribeDBSnapshots", {"DBInstanceIdentifier": "Shop"}),
        [needs("rds:DescribeDBSnapshots", arn("rds", "db:shop"))],
        id="one-of-two-named",
    ),
    pytest.param(
        ("rds", "DescribeDBSnapshots", {}),
        [needs("rds:DescribeDBSnapshots", arn("rds", "snapshot:*"))],
        id="any-snapshot",
    ),
    pytest.param(
        ("ecs", "GetTaskProtection", {"cluster": "app"}),
        [needs("ecs:GetTaskProtection", arn("ecs", "task/app/*"))],
        id="any-task-of-a-cluster",
    ),
    pytest.param(
        ("cloudformation", "GetTemplateSummary", {"TemplateBody": "{}"}),
        [needs("cloudformation:GetTemplateSummary", "*")],
        id="no-stack-at-all",
    ),
]


@pytest.mark.parametrize(("call", "expected"), MESSAGING)
def test_queues_and_topics_keep_their_own_account(call: Call, expected: list[Permission]) -> None:
    """SQS and SNS calls are judged on the queue of the URL and the topic of the ARN."""
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("call", "expected"), SECRETS)
def test_secrets_and_parameters_are_named_as_their_arns_are(call: Call, expected: list[Permission]) -> None:
    """Secrets end in a suffix, parameters lose a slash, whatever form the call names them in."""
    assert asked(call) == wanted(call, expected)


# "This policy statement is in the key policy for the AWS managed key": it lets in all who may use the service.
# https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
BY_KEYS_OF_AWS = [
    pytest.param("s3", "PutObject", {"Bucket": "b", "Key": "k", "SSEKMSKeyId": "alias/aws/s3"}, id="S3"),
    pytest.param("s3", "PutObject", {"Bucket": "b", "Key": "k", "SSEKMSKeyId": arn("kms", "alias/aws/s3")}, id="ARN"),
    pytest.param("secretsmanager", "CreateSecret", {"Name": "n", "KmsKeyId": "alias/aws/secretsmanager"}, id="secret"),
    pytest.param("ssm", "PutParameter", {"Name": "n", "Type": "SecureString", "KeyId": "alias/aws/ssm"}, id="parameter"),
    pytest.param("ec2", "CreateVolume", {"Encrypted": True, "KmsKeyId": "alias/aws/ebs"}, id="volume"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "operation", "params"), BY_KEYS_OF_AWS)
def test_what_is_encrypted_by_a_key_of_aws_asks_nothing_of_kms(
    service: str, operation: str, params: dict[str, Any]
) -> None:
    """Keys that AWS manages are open to their services, for everybody of the account."""
    needed = asked((service, operation, params))
    assert needed
    assert not [action for action, _, _ in needed if action.startswith("kms:")]


def test_what_only_looks_like_a_key_of_aws_is_asked_for() -> None:
    """Another account's alias is not known, and the ARN of a key is one, whatever follows."""
    foreign = arn("kms", "alias/aws/s3").replace("123456789012", "999999999999")
    with pytest.raises(
        UnmappedOperation, match="the key behind arn:aws:kms:eu-west-1:999999999999:alias/aws/s3 is not"
    ):
        asked(("s3", "PutObject", {"Bucket": "b", "Key": "k", "SSEKMSKeyId": foreign}))
    needed = asked(("s3", "PutObject", {"Bucket": "b", "Key": "k", "SSEKMSKeyId": f"{KEY}:alias/aws/"}))
    assert ("kms:GenerateDataKey", (f"{KEY}:alias/aws/",)) in [one[:2] for one in needed]


def test_a_key_of_aws_beside_another_leaves_that_to_be_asked_for() -> None:
    """Where a call names several."""
    replicas = [
        {"Region": "us-east-1", "KmsKeyId": "alias/aws/secretsmanager"},
        {"Region": "us-west-2", "KmsKeyId": KEY},
    ]
    needed = asked(("secretsmanager", "ReplicateSecretToRegions", {"SecretId": "n", "AddReplicaRegions": replicas}))
    assert [resources for action, resources, _ in needed if action == "kms:Encrypt"] == [(KEY,)]


@pytest.mark.parametrize(("operation", "params", "expected"), KMS)
def test_kms_is_judged_on_keys(operation: str, params: dict[str, Any], expected: list[Permission]) -> None:
    """KMS calls are judged on the key; an alias becomes the key behind it and the key kms:RequestAlias."""
    call = ("kms", operation, params)
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("operation", "params", "expected"), LAMBDA)
def test_lambda_compares_name_and_qualifier(operation: str, params: dict[str, Any], expected: list[Permission]) -> None:
    """Lambda calls are judged on the function with the qualifier that the call names, in any of its forms."""
    call = ("lambda", operation, params)
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("call", "expected"), PASS_ROLE)
def test_handing_a_role_to_a_service_needs_pass_role(call: Call, expected: list[Permission]) -> None:
    """A call that hands a role to a service needs iam:PassRole on it, with that iam:PassedToService."""
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("call", "expected"), IDENTITY)
def test_iam_and_sts_name_principals(call: Call, expected: list[Permission]) -> None:
    """IAM and STS calls are judged on the principals they name, or on the caller where they name none."""
    assert asked(call) == wanted(call, expected)


def test_a_role_that_several_services_may_get_carries_them_all() -> None:
    """Where AWS names several services, iam:PassedToService holds each of them."""
    params = {"integrationSourceArn": "arn:aws:s3:::logs", "importRoleArn": ROLE}
    *_, passed = permissions_of(("logs", "CreateImportTask", params))
    assert passed.context == {"iam:PassedToService": ("cloudtrail.amazonaws.com", "logs.amazonaws.com")}


@pytest.mark.parametrize(("call", "expected"), NOTHING_NAMED)
def test_a_call_need_not_name_what_is_optional(call: Call, expected: list[Permission]) -> None:
    """A call that may name a resource and does not is judged on all of them, or on none."""
    assert asked(call) == wanted(call, expected)
