"""What calls are judged on, in whatever form they name it: each call is made by a real client.

Sources: Service Authorization Reference, of each service; KMS Developer Guide, "Controlling access to aliases"; Lambda
Developer Guide, "Fine-tuning the Resources and Conditions sections of policies"; Systems Manager User Guide, "Restricting
access to Parameter Store parameters"; CloudWatch Logs User Guide, "Overview of managing access permissions"; EventBridge
User Guide, "Managing access permissions"; Glue Developer Guide, "Specifying AWS Glue resource ARNs".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import Decision

Decisions = Callable[..., tuple[Decision, ...]]

CALLS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    (
        "kms",
        "Encrypt",
        {"KeyId": "1234abcd", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Encrypt",
        {"KeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Encrypt",
        {"KeyId": "alias/app", "Plaintext": b"x"},
        ["kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "Decrypt",
        {"KeyId": "arn:aws:kms:eu-west-1:123456789012:alias/app", "CiphertextBlob": b"x"},
        ["kms:Decrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "CreateAlias",
        {"AliasName": "alias/new", "TargetKeyId": "1234abcd"},
        [
            "kms:CreateAlias arn:aws:kms:eu-west-1:123456789012:alias/new",
            "kms:CreateAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    (
        "kms",
        "UpdateAlias",
        {"AliasName": "alias/app", "TargetKeyId": "5678efgh"},
        [
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:alias/app",
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:UpdateAlias arn:aws:kms:eu-west-1:123456789012:key/5678efgh",
        ],
    ),
    (
        "kms",
        "DeleteAlias",
        {"AliasName": "alias/app"},
        [
            "kms:DeleteAlias arn:aws:kms:eu-west-1:123456789012:alias/app",
            "kms:DeleteAlias arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    ("kms", "ListKeys", {}, ["kms:ListKeys *"]),
    ("kms", "CreateKey", {}, ["kms:CreateKey *"]),
    (
        "kms",
        "CreateKey",
        {"Tags": [{"TagKey": "team", "TagValue": "blue"}]},
        ["kms:CreateKey *", "kms:TagResource arn:aws:kms:eu-west-1:123456789012:key/*"],
    ),
    (
        "kms",
        "ReEncrypt",
        {"SourceKeyId": "alias/app", "DestinationKeyId": "5678efgh", "CiphertextBlob": b"x"},
        [
            "kms:ReEncryptFrom arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:ReEncryptTo arn:aws:kms:eu-west-1:123456789012:key/5678efgh",
        ],
    ),
    (
        "kms",
        "ScheduleKeyDeletion",
        {"KeyId": "1234abcd"},
        ["kms:ScheduleKeyDeletion arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
    (
        "kms",
        "CreateGrant",
        {"KeyId": "alias/app", "GranteePrincipal": "arn:aws:iam::123456789012:role/worker", "Operations": ["Decrypt"]},
        ["kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd"],
    ),
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
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "prod/db"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-x1Y2z3"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-x1Y2z3"],
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db"},
        ["secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "CreateSecret",
        {"Name": "prod/db"},
        ["secretsmanager:CreateSecret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "secretsmanager",
        "PutSecretValue",
        {"SecretId": "prod/db"},
        ["secretsmanager:PutSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    ("secretsmanager", "ListSecrets", {}, ["secretsmanager:ListSecrets *"]),
    (
        "secretsmanager",
        "BatchGetSecretValue",
        {"SecretIdList": ["a", "b"]},
        [
            "secretsmanager:BatchGetSecretValue *",
            "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf",
            "secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf",
        ],
    ),
    (
        "secretsmanager",
        "DeleteSecret",
        {"SecretId": "prod/db"},
        ["secretsmanager:DeleteSecret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    ("secretsmanager", "GetRandomPassword", {}, ["secretsmanager:GetRandomPassword *"]),
    (
        "secretsmanager",
        "TagResource",
        {"SecretId": "prod/db", "Tags": []},
        ["secretsmanager:TagResource arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
    ),
    (
        "sqs",
        "SendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "MessageBody": "x"},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "SendMessageBatch",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "ReceiveMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"},
        ["sqs:ReceiveMessage arn:aws:sqs:eu-west-1:123456789012:jobs.fifo"],
    ),
    (
        "sqs",
        "DeleteMessageBatch",
        {"QueueUrl": "https://eu-west-1.queue.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:DeleteMessage arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "ChangeMessageVisibilityBatch",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "Entries": []},
        ["sqs:ChangeMessageVisibility arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    ("sqs", "GetQueueUrl", {"QueueName": "jobs"}, ["sqs:GetQueueUrl arn:aws:sqs:eu-west-1:123456789012:jobs"]),
    ("sqs", "CreateQueue", {"QueueName": "jobs"}, ["sqs:CreateQueue arn:aws:sqs:eu-west-1:123456789012:jobs"]),
    (
        "sqs",
        "CreateQueue",
        {"QueueName": "jobs", "tags": {"team": "blue"}},
        [
            "sqs:CreateQueue arn:aws:sqs:eu-west-1:123456789012:jobs",
            "sqs:TagQueue arn:aws:sqs:eu-west-1:123456789012:jobs",
        ],
    ),
    ("sqs", "ListQueues", {}, ["sqs:ListQueues arn:aws:sqs:eu-west-1:123456789012:"]),
    (
        "sqs",
        "PurgeQueue",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"},
        ["sqs:PurgeQueue arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sqs",
        "GetQueueAttributes",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"},
        ["sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:123456789012:jobs"],
    ),
    (
        "sns",
        "Publish",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "Message": "x"},
        ["sns:Publish arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "PublishBatch",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "PublishBatchRequestEntries": []},
        ["sns:Publish arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    ("sns", "Publish", {"PhoneNumber": "+1", "Message": "x"}, ["sns:Publish *"]),
    (
        "sns",
        "Subscribe",
        {
            "TopicArn": "arn:aws:sns:eu-west-1:123456789012:news",
            "Protocol": "sqs",
            "Endpoint": "arn:aws:sqs:eu-west-1:123456789012:jobs",
        },
        ["sns:Subscribe arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "Unsubscribe",
        {"SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-1234-1234-1234-123456789012"},
        ["sns:Unsubscribe arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    ("sns", "CreateTopic", {"Name": "news"}, ["sns:CreateTopic arn:aws:sns:eu-west-1:123456789012:news"]),
    ("sns", "ListTopics", {}, ["sns:ListTopics arn:aws:sns:eu-west-1:123456789012:*"]),
    (
        "ssm",
        "GetParameter",
        {"Name": "/app/db/host"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    ("ssm", "GetParameter", {"Name": "host"}, ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/host"]),
    (
        "ssm",
        "GetParameter",
        {"Name": "/app/db/host:3"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    (
        "ssm",
        "GetParameter",
        {"Name": "arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    (
        "ssm",
        "GetParameters",
        {"Names": ["/app/host", "port"]},
        [
            "ssm:GetParameters arn:aws:ssm:eu-west-1:123456789012:parameter/app/host",
            "ssm:GetParameters arn:aws:ssm:eu-west-1:123456789012:parameter/port",
        ],
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/app"},
        ["ssm:GetParametersByPath arn:aws:ssm:eu-west-1:123456789012:parameter/app"],
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/"},
        ["ssm:GetParametersByPath arn:aws:ssm:eu-west-1:123456789012:parameter/"],
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/host", "Value": "x"},
        ["ssm:PutParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/host"],
    ),
    (
        "ssm",
        "DeleteParameters",
        {"Names": ["/a", "b"]},
        [
            "ssm:DeleteParameters arn:aws:ssm:eu-west-1:123456789012:parameter/a",
            "ssm:DeleteParameters arn:aws:ssm:eu-west-1:123456789012:parameter/b",
        ],
    ),
    ("ssm", "DescribeParameters", {}, ["ssm:DescribeParameters arn:aws:ssm:eu-west-1:123456789012:*"]),
    (
        "ssm",
        "GetParameter",
        {"Name": "/aws/service/ami-amazon-linux-latest/al2023"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/al2023"],
    ),
    (
        "ssm",
        "SendCommand",
        {"DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1", "mi-2"]},
        [
            "ssm:SendCommand arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
            "ssm:SendCommand arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ssm:SendCommand arn:aws:ssm:eu-west-1:123456789012:managed-instance/mi-2",
        ],
    ),
    ("ssm", "StartSession", {"Target": "i-1"}, ["ssm:StartSession arn:aws:ec2:eu-west-1:123456789012:instance/i-1"]),
    (
        "ssm",
        "AddTagsToResource",
        {"ResourceType": "Parameter", "ResourceId": "/app/host", "Tags": []},
        ["ssm:AddTagsToResource arn:aws:ssm:eu-west-1:123456789012:parameter/app/host"],
    ),
    (
        "logs",
        "CreateLogGroup",
        {"logGroupName": "app"},
        ["logs:CreateLogGroup arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
    (
        "logs",
        "CreateLogStream",
        {"logGroupName": "app", "logStreamName": "one"},
        ["logs:CreateLogStream arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "PutLogEvents",
        {"logGroupName": "app", "logStreamName": "one", "logEvents": [{"timestamp": 0, "message": "x"}]},
        ["logs:PutLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "GetLogEvents",
        {"logGroupIdentifier": "arn:aws:logs:eu-west-1:123456789012:log-group:app", "logStreamName": "one"},
        ["logs:GetLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "FilterLogEvents",
        {"logGroupName": "app"},
        ["logs:FilterLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
    (
        "logs",
        "DescribeLogGroups",
        {},
        ["logs:DescribeLogGroups arn:aws:logs:eu-west-1:123456789012:log-group::log-stream:"],
    ),
    (
        "logs",
        "StartQuery",
        {"logGroupNames": ["app", "web"], "startTime": 0, "endTime": 1, "queryString": "x"},
        [
            "logs:StartQuery arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:",
            "logs:StartQuery arn:aws:logs:eu-west-1:123456789012:log-group:web:log-stream:",
        ],
    ),
    (
        "kinesis",
        "PutRecord",
        {"StreamName": "orders", "Data": b"x", "PartitionKey": "k"},
        ["kinesis:PutRecord arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "kinesis",
        "PutRecords",
        {
            "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
            "Records": [{"Data": b"x", "PartitionKey": "k"}],
        },
        ["kinesis:PutRecords arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    ("kinesis", "ListStreams", {}, ["kinesis:ListStreams *"]),
    (
        "kinesis",
        "CreateStream",
        {"StreamName": "orders"},
        ["kinesis:CreateStream arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "events",
        "PutEvents",
        {"Entries": [{"Source": "app", "DetailType": "x", "Detail": "{}"}]},
        ["events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/default"],
    ),
    (
        "events",
        "PutEvents",
        {
            "Entries": [
                {"EventBusName": "orders"},
                {"EventBusName": "arn:aws:events:eu-west-1:123456789012:event-bus/audit"},
            ]
        },
        [
            "events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/orders",
            "events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/audit",
        ],
    ),
    # ECR API Reference: registryId is the account of the repository, the caller's where it is not given.
    (
        "ecr",
        "BatchGetImage",
        {"repositoryName": "team/app", "imageIds": [{"imageTag": "1"}]},
        ["ecr:BatchGetImage arn:aws:ecr:eu-west-1:123456789012:repository/team/app"],
    ),
    (
        "ecr",
        "BatchGetImage",
        {"registryId": "999999999999", "repositoryName": "team/app", "imageIds": [{"imageTag": "1"}]},
        ["ecr:BatchGetImage arn:aws:ecr:eu-west-1:999999999999:repository/team/app"],
    ),
    # DynamoDB API Reference, GetRecords: its example has such an iterator.
    (
        "dynamodbstreams",
        "GetRecords",
        {"ShardIterator": "arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252|1|AAAA"},
        ["dynamodb:GetRecords arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"],
    ),
    (
        "dynamodbstreams",
        "DescribeStream",
        {"StreamArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"},
        ["dynamodb:DescribeStream arn:aws:dynamodb:eu-west-1:123456789012:table/Forum/stream/2015-05-20T20:51:10.252"],
    ),
    ("dynamodbstreams", "ListStreams", {"TableName": "Forum"}, ["dynamodb:ListStreams *"]),
    ("events", "PutRule", {"Name": "nightly"}, ["events:PutRule arn:aws:events:eu-west-1:123456789012:rule/nightly"]),
    (
        "events",
        "PutRule",
        {"Name": "nightly", "EventBusName": "orders"},
        ["events:PutRule arn:aws:events:eu-west-1:123456789012:rule/orders/nightly"],
    ),
    (
        "events",
        "DeleteRule",
        {"Name": "nightly", "EventBusName": "default"},
        ["events:DeleteRule arn:aws:events:eu-west-1:123456789012:rule/nightly"],
    ),
    (
        "stepfunctions",
        "StartExecution",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"},
        ["states:StartExecution arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "StartExecution",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl:live"},
        ["states:StartExecution arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "DescribeExecution",
        {"executionArn": "arn:aws:states:eu-west-1:123456789012:execution:etl:run"},
        ["states:DescribeExecution arn:aws:states:eu-west-1:123456789012:execution:etl:run"],
    ),
    (
        "stepfunctions",
        "ListStateMachines",
        {},
        ["states:ListStateMachines arn:aws:states:eu-west-1:123456789012:stateMachine:*"],
    ),
    (
        "ecs",
        "DescribeServices",
        {"services": ["web"]},
        ["ecs:DescribeServices arn:aws:ecs:eu-west-1:123456789012:service/default/web"],
    ),
    (
        "ecs",
        "UpdateService",
        {"cluster": "prod", "service": "web"},
        ["ecs:UpdateService arn:aws:ecs:eu-west-1:123456789012:service/prod/web"],
    ),
    (
        "ecs",
        "StopTask",
        {"cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/prod", "task": "abc"},
        ["ecs:StopTask arn:aws:ecs:eu-west-1:123456789012:task/prod/abc"],
    ),
    (
        "ecs",
        "DescribeClusters",
        {"clusters": ["prod"]},
        ["ecs:DescribeClusters arn:aws:ecs:eu-west-1:123456789012:cluster/prod"],
    ),
    (
        "ecs",
        "ListTasks",
        {"cluster": "prod"},
        ["ecs:ListTasks arn:aws:ecs:eu-west-1:123456789012:container-instance/prod/*"],
    ),
    (
        "ecs",
        "ExecuteCommand",
        {"cluster": "prod", "task": "abc", "command": "sh", "interactive": True},
        [
            "ecs:ExecuteCommand arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
            "ecs:ExecuteCommand arn:aws:ecs:eu-west-1:123456789012:task/prod/abc",
        ],
    ),
    ("ecr", "GetAuthorizationToken", {}, ["ecr:GetAuthorizationToken *"]),
    (
        "ecr",
        "PutImage",
        {"repositoryName": "app", "imageManifest": "{}"},
        ["ecr:PutImage arn:aws:ecr:eu-west-1:123456789012:repository/app"],
    ),
    (
        "ecr",
        "BatchGetImage",
        {"repositoryName": "app", "imageIds": [{"imageTag": "1"}]},
        ["ecr:BatchGetImage arn:aws:ecr:eu-west-1:123456789012:repository/app"],
    ),
    (
        "glue",
        "GetTable",
        {"DatabaseName": "sales", "Name": "orders"},
        [
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:GetTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
        ],
    ),
    (
        "glue",
        "GetDatabase",
        {"Name": "sales"},
        [
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
        ],
    ),
    ("glue", "StartJobRun", {"JobName": "etl"}, ["glue:StartJobRun arn:aws:glue:eu-west-1:123456789012:job/etl"]),
    (
        "athena",
        "StartQueryExecution",
        {"QueryString": "x"},
        ["athena:StartQueryExecution arn:aws:athena:eu-west-1:123456789012:workgroup/primary"],
    ),
    (
        "athena",
        "StartQueryExecution",
        {"QueryString": "x", "WorkGroup": "team"},
        ["athena:StartQueryExecution arn:aws:athena:eu-west-1:123456789012:workgroup/team"],
    ),
    (
        "cloudformation",
        "DescribeStacks",
        {"StackName": "web"},
        ["cloudformation:DescribeStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*"],
    ),
    (
        "cloudformation",
        "DescribeStacks",
        {"StackName": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1234"},
        ["cloudformation:DescribeStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1234"],
    ),
    (
        "cloudformation",
        "ListStacks",
        {},
        ["cloudformation:ListStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/*/*"],
    ),
    (
        "rds",
        "DescribeDBInstances",
        {"DBInstanceIdentifier": "Shop"},
        ["rds:DescribeDBInstances arn:aws:rds:eu-west-1:123456789012:db:shop"],
    ),
    ("rds", "DescribeDBInstances", {}, ["rds:DescribeDBInstances arn:aws:rds:eu-west-1:123456789012:db:*"]),
    (
        "rds",
        "StopDBInstance",
        {"DBInstanceIdentifier": "shop"},
        ["rds:StopDBInstance arn:aws:rds:eu-west-1:123456789012:db:shop"],
    ),
    (
        "rds",
        "DeleteDBInstance",
        {"DBInstanceIdentifier": "shop", "FinalDBSnapshotIdentifier": "last"},
        [
            "rds:DeleteDBInstance arn:aws:rds:eu-west-1:123456789012:db:shop",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:shop",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:last",
        ],
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "/hostedzone/Z1",
            "ChangeBatch": {
                "Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "WWW.example.com.", "Type": "A"}}]
            },
        },
        ["route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1"],
    ),
    ("route53", "ListHostedZones", {}, ["route53:ListHostedZones *"]),
    ("route53", "GetChange", {"Id": "C1"}, ["route53:GetChange arn:aws:route53:::change/C1"]),
    (
        "ec2",
        "StartInstances",
        {"InstanceIds": ["i-1", "i-2"]},
        [
            "ec2:StartInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:StartInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-2",
        ],
    ),
    ("ec2", "DescribeInstances", {}, ["ec2:DescribeInstances *"]),
    (
        "ec2",
        "CreateTags",
        {"Resources": ["i-1", "vol-1"], "Tags": []},
        [
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
        ],
    ),
    (
        "ec2",
        "TerminateInstances",
        {"InstanceIds": ["i-1"]},
        ["ec2:TerminateInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-1"],
    ),
    (
        "ec2",
        "AttachVolume",
        {"InstanceId": "i-1", "VolumeId": "vol-1", "Device": "/dev/sdf"},
        [
            "ec2:AttachVolume arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:AttachVolume arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
        ],
    ),
    (
        "ec2",
        "CreateSnapshot",
        {"VolumeId": "vol-1"},
        [
            "ec2:CreateSnapshot arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
            "ec2:CreateSnapshot arn:aws:ec2:eu-west-1::snapshot/*",
        ],
    ),
    (
        "ec2",
        "AuthorizeSecurityGroupIngress",
        {"GroupId": "sg-1"},
        ["ec2:AuthorizeSecurityGroupIngress arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1"],
    ),
    ("ec2", "CreateVpc", {"CidrBlock": "10.0.0.0/16"}, ["ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*"]),
    ("iam", "GetUser", {"UserName": "ann"}, ["iam:GetUser arn:aws:iam::123456789012:user/ann"]),
    (
        "iam",
        "CreateRole",
        {"RoleName": "ci", "Path": "/build/", "AssumeRolePolicyDocument": "{}"},
        ["iam:CreateRole arn:aws:iam::123456789012:role/build/ci"],
    ),
    (
        "iam",
        "AttachRolePolicy",
        {"RoleName": "ci", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        ["iam:AttachRolePolicy arn:aws:iam::123456789012:role/ci"],
    ),
    ("iam", "ListUsers", {}, ["iam:ListUsers arn:aws:iam::123456789012:user/"]),
    ("iam", "CreateAccessKey", {}, ["iam:CreateAccessKey arn:aws:iam::123456789012:user/tester"]),
    ("iam", "GetRole", {"RoleName": "ci"}, ["iam:GetRole arn:aws:iam::123456789012:role/ci"]),
    ("cloudwatch", "PutMetricData", {"Namespace": "app"}, ["cloudwatch:PutMetricData *"]),
    (
        "cloudwatch",
        "PutMetricAlarm",
        {"AlarmName": "high", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"},
        ["cloudwatch:PutMetricAlarm arn:aws:cloudwatch:eu-west-1:123456789012:alarm:high"],
    ),
    (
        "firehose",
        "PutRecord",
        {"DeliveryStreamName": "logs", "Record": {"Data": b"x"}},
        ["firehose:PutRecord arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs"],
    ),
    (
        "eks",
        "DescribeCluster",
        {"name": "prod"},
        ["eks:DescribeCluster arn:aws:eks:eu-west-1:123456789012:cluster/prod"],
    ),
    ("apigateway", "GetRestApis", {}, ["apigateway:GET arn:aws:apigateway:eu-west-1::/restapis"]),
    # Glue Developer Guide, "Granting cross-account access": what belongs to a catalog is its account's.
    (
        "glue",
        "GetTable",
        {"CatalogId": "210987654321", "DatabaseName": "db", "Name": "t"},
        [
            "glue:GetTable arn:aws:glue:eu-west-1:210987654321:catalog",
        ],
    ),
    (
        "glue",
        "GetDatabase",
        {"CatalogId": "123456789012:lake", "Name": "db"},
        [
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog/lake",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:database/db",
            "glue:GetDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
        ],
    ),
    (
        "apigateway",
        "GetResource",
        {"restApiId": "a1", "resourceId": "r1"},
        ["apigateway:GET arn:aws:apigateway:eu-west-1::/restapis/a1/resources/r1"],
    ),
]


@pytest.mark.parametrize(
    ("service", "operation", "params", "asked"), CALLS, ids=[f"{row[0]}:{row[1]}" for row in CALLS]
)
def test_a_call_is_judged_on_what_it_names(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], asked: list[str]
) -> None:
    """Names, ids, URLs, paths and partial ARNs come to the ARNs that policies name."""
    found = decisions(service, operation, params)
    assert [f"{one.request.action} {one.request.resource}" for one in found] == asked
