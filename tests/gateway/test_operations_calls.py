"""Which permissions single API calls need, service by service; each row names the AWS page that says so."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.gateway.operations import Permission, Place, required_permissions

HERE = Place("aws", "eu-west-1", "123456789012", "team/julie")
ROLE = "arn:aws:iam::123456789012:role/worker"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
ALIASES = {"arn:aws:kms:eu-west-1:123456789012:alias/app": KEY}

Call = tuple[str, str, dict[str, Any]]


def arn(service: str, resource: str) -> str:
    """An ARN in the place of the calls."""
    return HERE.arn(service, resource)


def needs(action: str, *resources: str, **context: str) -> Permission:
    """A permission; context keys are written with `__` for their colon and `_` for their hyphens."""
    keys = {key.replace("__", ":").replace("_", "-"): value for key, value in context.items()}
    return Permission(action, resources, keys)


def passes(role: str, to: str) -> Permission:
    """The permission to pass `role` to the service `to`."""
    return Permission("iam:PassRole", (role,), {"iam:PassedToService": to})


OBJECT = {"Bucket": "reports", "Key": "2026/q3.csv"}
OBJECT_ARN = "arn:aws:s3:::reports/2026/q3.csv"
ACCESS_POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"

# S3 User Guide, "Required permissions for Amazon S3 API operations", "Configuring IAM policies for using access
# points".
S3 = [
    pytest.param("HeadObject", OBJECT, [needs("s3:GetObject", OBJECT_ARN)], id="HeadObject"),
    pytest.param(
        "GetObject",
        {**OBJECT, "VersionId": "v1"},
        [Permission("s3:GetObjectVersion", (OBJECT_ARN,), {"s3:versionid": "v1"})],
        id="GetObject-version",
    ),
    pytest.param(
        "ListObjectsV2",
        {"Bucket": "reports", "Prefix": "2026/", "Delimiter": "/", "MaxKeys": 10},
        [
            Permission(
                "s3:ListBucket",
                ("arn:aws:s3:::reports",),
                {"s3:prefix": "2026/", "s3:delimiter": "/", "s3:max-keys": "10"},
            )
        ],
        id="ListObjectsV2-prefix",
    ),
    pytest.param("ListBuckets", {}, [needs("s3:ListAllMyBuckets", "*")], id="ListBuckets"),
    pytest.param(
        "CopyObject",
        {"Bucket": "archive", "Key": "q3.csv", "CopySource": "reports/2026/q%203.csv?versionId=v1"},
        [
            Permission("s3:GetObjectVersion", ("arn:aws:s3:::reports/2026/q 3.csv",), {"s3:versionid": "v1"}),
            needs("s3:PutObject", "arn:aws:s3:::archive/q3.csv", s3__x_amz_copy_source="reports/2026/q 3.csv"),
        ],
        id="CopyObject-version",
    ),
    pytest.param(
        "CopyObject",
        {"Bucket": "archive", "Key": "q3.csv", "CopySource": f"{ACCESS_POINT}/object/2026/q3.csv"},
        [
            needs("s3:GetObject", f"{ACCESS_POINT}/object/2026/q3.csv"),
            needs(
                "s3:PutObject",
                "arn:aws:s3:::archive/q3.csv",
                s3__x_amz_copy_source=f"{ACCESS_POINT}/object/2026/q3.csv",
            ),
        ],
        id="CopyObject-from-access-point",
    ),
    pytest.param(
        "UploadPartCopy",
        {**OBJECT, "CopySource": {"Bucket": "raw", "Key": "q3"}, "PartNumber": 1, "UploadId": "u"},
        [
            needs("s3:GetObject", "arn:aws:s3:::raw/q3"),
            needs("s3:PutObject", OBJECT_ARN, s3__x_amz_copy_source="raw/q3"),
        ],
        id="UploadPartCopy-mapping",
    ),
    pytest.param(
        "DeleteObjects",
        {
            "Bucket": "reports",
            "Delete": {
                "Objects": [
                    {"Key": "a"},
                    {"Key": "b", "VersionId": "v1"},
                    {"Key": "c", "VersionId": "v2"},
                    {"Key": "d"},
                ]
            },
        },
        [
            needs("s3:DeleteObject", "arn:aws:s3:::reports/a", "arn:aws:s3:::reports/d"),
            Permission("s3:DeleteObjectVersion", ("arn:aws:s3:::reports/b",), {"s3:versionid": "v1"}),
            Permission("s3:DeleteObjectVersion", ("arn:aws:s3:::reports/c",), {"s3:versionid": "v2"}),
        ],
        id="DeleteObjects-mixed",
    ),
    pytest.param(
        "DeleteObject",
        {**OBJECT, "VersionId": "v1"},
        [Permission("s3:DeleteObjectVersion", (OBJECT_ARN,), {"s3:versionid": "v1"})],
        id="DeleteObject-version",
    ),
    pytest.param(
        "PutObject",
        {**OBJECT, "ACL": "public-read", "Tagging": "team=blue", "SSEKMSKeyId": "1234abcd"},
        [
            Permission(
                "s3:PutObject",
                (OBJECT_ARN,),
                {"s3:x-amz-acl": "public-read", "s3:x-amz-server-side-encryption-aws-kms-key-id": "1234abcd"},
            ),
            needs("s3:PutObjectAcl", OBJECT_ARN, s3__x_amz_acl="public-read"),
            needs("s3:PutObjectTagging", OBJECT_ARN),
            needs("kms:GenerateDataKey", KEY),
        ],
        id="PutObject-acl-tagging-kms",
    ),
    pytest.param(
        "GetObject",
        {"Bucket": ACCESS_POINT, "Key": "q3.csv"},
        [needs("s3:GetObject", f"{ACCESS_POINT}/object/q3.csv")],
        id="GetObject-access-point",
    ),
    pytest.param(
        "ListObjectsV2",
        {"Bucket": ACCESS_POINT.replace("/", ":")},
        [needs("s3:ListBucket", ACCESS_POINT)],
        id="ListObjectsV2-access-point-with-colon",
    ),
    # API reference, CreateBucket: ACL "private" is the default and needs nothing.
    pytest.param(
        "CreateBucket",
        {"Bucket": "reports", "ACL": "private"},
        [needs("s3:CreateBucket", "arn:aws:s3:::reports", s3__x_amz_acl="private")],
        id="CreateBucket-private",
    ),
]

# DynamoDB Developer Guide, "DynamoDB API permissions", "Using IAM with DynamoDB transactions", "IAM security policies
# with PartiQL for DynamoDB".
DYNAMODB = [
    pytest.param(
        "Query",
        {"TableName": "Orders", "IndexName": "ByDate"},
        [needs("dynamodb:Query", arn("dynamodb", "table/Orders/index/ByDate"))],
        id="Query-index",
    ),
    pytest.param(
        "Query",
        {"TableName": "arn:aws:dynamodb:us-east-1:999999999999:table/Orders", "IndexName": "ByDate"},
        [needs("dynamodb:Query", "arn:aws:dynamodb:us-east-1:999999999999:table/Orders/index/ByDate")],
        id="Query-table-arn",
    ),
    pytest.param(
        "BatchGetItem",
        {"RequestItems": {"Orders": {"Keys": []}, "Items": {"Keys": []}}},
        [
            needs("dynamodb:BatchGetItem", arn("dynamodb", "table/Orders")),
            needs("dynamodb:BatchGetItem", arn("dynamodb", "table/Items")),
        ],
        id="BatchGetItem",
    ),
    pytest.param(
        "TransactWriteItems",
        {"TransactItems": [{"Put": {"TableName": "Orders"}}, {"ConditionCheck": {"TableName": "Stock"}}]},
        [
            Permission(
                "dynamodb:PutItem",
                (arn("dynamodb", "table/Orders"),),
                {"dynamodb:EnclosingOperation": "TransactWriteItems"},
            ),
            Permission(
                "dynamodb:ConditionCheckItem",
                (arn("dynamodb", "table/Stock"),),
                {"dynamodb:EnclosingOperation": "TransactWriteItems"},
            ),
        ],
        id="TransactWriteItems",
    ),
    pytest.param(
        "ExecuteStatement",
        {"Statement": """select * from "Orders"."ByDate" where Note = 'FROM Stock'"""},
        [needs("dynamodb:PartiQLSelect", arn("dynamodb", "table/Orders/index/ByDate"))],
        id="PartiQL-select-index",
    ),
    pytest.param(
        "BatchExecuteStatement",
        {
            "Statements": [
                {"Statement": "INSERT INTO Orders VALUE {'Id': 1}"},
                {"Statement": "UPDATE Orders SET Done = 1"},
                {"Statement": "DELETE FROM Stock"},
                {"Statement": "UPDATE Stock SET Left = 0"},
            ]
        },
        [
            needs("dynamodb:PartiQLInsert", arn("dynamodb", "table/Orders")),
            needs("dynamodb:PartiQLUpdate", arn("dynamodb", "table/Orders")),
            needs("dynamodb:PartiQLUpdate", arn("dynamodb", "table/Stock")),
            needs("dynamodb:PartiQLDelete", arn("dynamodb", "table/Stock")),
        ],
        id="PartiQL-batch",
    ),
]

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


def permissions_of(call: Call) -> list[Permission]:
    """The permissions of a call made at `HERE`, with one alias known."""
    return list(required_permissions(*call, HERE, ALIASES))


def asked(call: Call) -> list[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """The actions and resources of a call, each with its condition keys."""
    return [(one.action, one.resources, dict(one.context)) for one in permissions_of(call)]


def wanted(call: Call, expected: list[Permission]) -> list[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """What is expected of a call; condition keys of which a row does not speak may have any value."""
    others = [*permissions_of(call), *expected]
    return [
        (one.action, one.resources, {**other.context, **one.context})
        for one, other in zip(expected, others, strict=False)
    ]


@pytest.mark.parametrize(("operation", "params", "expected"), S3)
def test_s3_actions_follow_the_headers_and_the_version(
    operation: str, params: dict[str, Any], expected: list[Permission]
) -> None:
    """S3 calls need the actions that the S3 User Guide lists, on buckets, objects or access points."""
    call = ("s3", operation, params)
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("operation", "params", "expected"), DYNAMODB)
def test_dynamodb_is_judged_on_tables_and_indexes(
    operation: str, params: dict[str, Any], expected: list[Permission]
) -> None:
    """DynamoDB calls are judged on each table or index they touch, in a transaction with its operation."""
    call = ("dynamodb", operation, params)
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("call", "expected"), MESSAGING)
def test_queues_and_topics_keep_their_own_account(call: Call, expected: list[Permission]) -> None:
    """SQS and SNS calls are judged on the queue of the URL and the topic of the ARN."""
    assert asked(call) == wanted(call, expected)


@pytest.mark.parametrize(("call", "expected"), SECRETS)
def test_secrets_and_parameters_are_named_as_their_arns_are(call: Call, expected: list[Permission]) -> None:
    """Secrets end in a suffix, parameters lose a slash, whatever form the call names them in."""
    assert asked(call) == wanted(call, expected)


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
