"""Predictions for calls that touch several services or several resources, and for what conditions see of them.

Each was written down from AWS's pages before it was tried: the Service Authorization Reference of each service and the API
references; S3 User Guide, "Required permissions for Amazon S3 API operations"; Route 53 Developer Guide, "Using IAM policy
conditions for fine-grained access control"; EventBridge User Guide, "Using IAM policy conditions"; PrivateLink Guide,
"Identity-based policy examples"; VPC Peering Guide, "Identity and access management for VPC peering".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import Decision

Decisions = Callable[..., tuple[Decision, ...]]

ACCESS_POLICY: dict[str, Any] = {
    "clusterName": "prod",
    "principalArn": "arn:aws:iam::123456789012:role/worker",
    "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
    "accessScope": {"type": "namespace", "namespaces": ["web"]},
}
GATEWAY_ENDPOINT: dict[str, Any] = {
    "VpcId": "vpc-1",
    "ServiceName": "com.amazonaws.eu-west-1.s3",
    "RouteTableIds": ["rtb-1"],
    "SubnetIds": ["subnet-1"],
    "SecurityGroupIds": ["sg-1"],
}
NAT_GATEWAY: dict[str, Any] = {
    "SubnetId": "subnet-1",
    "AllocationId": "eipalloc-1",
    "TagSpecifications": [{"ResourceType": "natgateway", "Tags": [{"Key": "team", "Value": "blue"}]}],
}
DAEMON: dict[str, Any] = {
    "daemonName": "agent",
    "clusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    "daemonTaskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent:3",
    "capacityProviderArns": ["arn:aws:ecs:eu-west-1:123456789012:capacity-provider/cp"],
}
DEDICATED_HOSTS: dict[str, Any] = {
    "AvailabilityZone": "eu-west-1a",
    "Quantity": 2,
    "AutoPlacement": "on",
    "HostRecovery": "on",
    "InstanceType": "c5.large",
}
CALLS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    (
        "s3",
        "PutBucketNotificationConfiguration",
        {
            "Bucket": "reports",
            "NotificationConfiguration": {
                "LambdaFunctionConfigurations": [
                    {
                        "LambdaFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:resize",
                        "Events": ["s3:ObjectCreated:*"],
                    }
                ]
            },
        },
        ["s3:PutBucketNotification arn:aws:s3:::reports"],
    ),
    (
        "s3",
        "UploadPartCopy",
        {"Bucket": "reports", "Key": "q3.csv", "UploadId": "u", "PartNumber": 1, "CopySource": "src/a.csv"},
        ["s3:GetObject arn:aws:s3:::src/a.csv", "s3:PutObject arn:aws:s3:::reports/q3.csv"],
    ),
    (
        "s3",
        "DeleteObject",
        {"Bucket": "reports", "Key": "q3.csv", "VersionId": "v1", "BypassGovernanceRetention": True},
        [
            "s3:DeleteObjectVersion arn:aws:s3:::reports/q3.csv",
            "s3:BypassGovernanceRetention arn:aws:s3:::reports/q3.csv",
        ],
    ),
    (
        "s3",
        "CreateBucket",
        {"Bucket": "reports", "ObjectOwnership": "BucketOwnerPreferred", "ObjectLockEnabledForBucket": True},
        [
            "s3:CreateBucket arn:aws:s3:::reports",
            "s3:PutBucketObjectLockConfiguration arn:aws:s3:::reports",
            "s3:PutBucketVersioning arn:aws:s3:::reports",
            "s3:PutBucketOwnershipControls arn:aws:s3:::reports",
        ],
    ),
    (
        "s3",
        "PutBucketReplication",
        {
            "Bucket": "reports",
            "ReplicationConfiguration": {
                "Role": "arn:aws:iam::123456789012:role/worker",
                "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::copy"}}],
            },
        },
        ["s3:PutReplicationConfiguration arn:aws:s3:::reports", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
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
    (
        "events",
        "CreateEventBus",
        {"Name": "shop", "Tags": [{"Key": "team", "Value": "blue"}]},
        [
            "events:CreateEventBus arn:aws:events:eu-west-1:123456789012:event-bus/shop",
            "events:TagResource arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "CreateArchive",
        {"ArchiveName": "old", "EventSourceArn": "arn:aws:events:eu-west-1:123456789012:event-bus/shop"},
        [
            "events:CreateArchive arn:aws:events:eu-west-1:123456789012:archive/old",
            "events:CreateArchive arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "StartReplay",
        {
            "ReplayName": "again",
            "EventSourceArn": "arn:aws:events:eu-west-1:123456789012:archive/old",
            "EventStartTime": 1,
            "EventEndTime": 2,
            "Destination": {"Arn": "arn:aws:events:eu-west-1:123456789012:event-bus/shop"},
        },
        [
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:replay/again",
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:archive/old",
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "CreateApiDestination",
        {
            "Name": "crm",
            "ConnectionArn": "arn:aws:events:eu-west-1:123456789012:connection/crm/0a1b",
            "InvocationEndpoint": "https://x",
            "HttpMethod": "POST",
        },
        [
            "events:CreateApiDestination arn:aws:events:eu-west-1:123456789012:api-destination/crm",
            "events:CreateApiDestination arn:aws:events:eu-west-1:123456789012:connection/crm/0a1b",
        ],
    ),
    (
        "events",
        "PutTargets",
        {
            "Rule": "nightly",
            "Targets": [
                {"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
                {
                    "Id": "2",
                    "Arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
                    "RoleArn": "arn:aws:iam::123456789012:role/worker",
                },
            ],
        },
        [
            "events:PutTargets arn:aws:events:eu-west-1:123456789012:rule/nightly",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "stepfunctions",
        "CreateStateMachineAlias",
        {
            "name": "live",
            "routingConfiguration": [
                {"stateMachineVersionArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl:1", "weight": 100}
            ],
        },
        ["states:CreateStateMachineAlias arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "ListExecutions",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"},
        ["states:ListExecutions arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "ListExecutions",
        {"mapRunArn": "arn:aws:states:eu-west-1:123456789012:mapRun:etl/Map:0a1b"},
        ["states:ListExecutions arn:aws:states:eu-west-1:123456789012:mapRun:etl/Map:0a1b"],
    ),
    (
        "stepfunctions",
        "UpdateStateMachine",
        {
            "stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "roleArn": "arn:aws:iam::123456789012:role/worker",
            "publish": True,
        },
        [
            "states:UpdateStateMachine arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "states:PublishStateMachineVersion arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "firehose",
        "UpdateDestination",
        {
            "DeliveryStreamName": "logs",
            "CurrentDeliveryStreamVersionId": "1",
            "DestinationId": "d",
            "ExtendedS3DestinationUpdate": {
                "RoleARN": "arn:aws:iam::123456789012:role/worker",
                "BucketARN": "arn:aws:s3:::reports",
            },
        },
        [
            "firehose:UpdateDestination arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "firehose",
        "CreateDeliveryStream",
        {
            "DeliveryStreamName": "logs",
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": {
                "KinesisStreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "RoleARN": "arn:aws:iam::123456789012:role/worker",
            },
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        [
            "firehose:CreateDeliveryStream arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "firehose:TagDeliveryStream arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "glue",
        "CreateTable",
        {"DatabaseName": "sales", "TableInput": {"Name": "orders"}},
        [
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:CreateTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
        ],
    ),
    (
        "glue",
        "BatchDeleteTable",
        {"DatabaseName": "sales", "TablesToDelete": ["orders", "items"]},
        [
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:table/sales/orders",
            "glue:BatchDeleteTable arn:aws:glue:eu-west-1:123456789012:table/sales/items",
        ],
    ),
    (
        "glue",
        "CreateConnection",
        {"ConnectionInput": {"Name": "jdbc", "ConnectionType": "JDBC", "ConnectionProperties": {}}},
        [
            "glue:CreateConnection arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:CreateConnection arn:aws:glue:eu-west-1:123456789012:connection/jdbc",
        ],
    ),
    (
        "glue",
        "CreateSession",
        {"Id": "s1", "Role": "arn:aws:iam::123456789012:role/worker", "Command": {"Name": "glueetl"}},
        [
            "glue:CreateSession arn:aws:glue:eu-west-1:123456789012:session/s1",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "glue",
        "DeleteDatabase",
        {"Name": "sales"},
        [
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:catalog",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:database/sales",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:table/sales/*",
            "glue:DeleteDatabase arn:aws:glue:eu-west-1:123456789012:userDefinedFunction/sales/*",
        ],
    ),
    (
        "cloudformation",
        "CreateStackSet",
        {
            "StackSetName": "ss",
            "TemplateURL": "https://t/x",
            "AdministrationRoleARN": "arn:aws:iam::123456789012:role/worker",
        },
        ["cloudformation:CreateStackSet *", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
    (
        "cloudformation",
        "CreateStackInstances",
        {"StackSetName": "ss", "Regions": ["eu-west-1", "us-east-1"], "Accounts": ["123456789012"]},
        ["cloudformation:CreateStackInstances arn:aws:cloudformation:eu-west-1:123456789012:stackset/ss:*"],
    ),
    (
        "cloudformation",
        "ContinueUpdateRollback",
        {"StackName": "web", "RoleARN": "arn:aws:iam::123456789012:role/worker"},
        [
            "cloudformation:ContinueUpdateRollback arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "ecr",
        "PutReplicationConfiguration",
        {
            "replicationConfiguration": {
                "rules": [{"destinations": [{"region": "us-east-1", "registryId": "210987654321"}]}]
            }
        },
        ["ecr:PutReplicationConfiguration *"],
    ),
    (
        "ecr",
        "CreateRepository",
        {"repositoryName": "app", "tags": [{"Key": "team", "Value": "blue"}]},
        [
            "ecr:CreateRepository arn:aws:ecr:eu-west-1:123456789012:repository/app",
            "ecr:TagResource arn:aws:ecr:eu-west-1:123456789012:repository/app",
        ],
    ),
    (
        "rds",
        "StartExportTask",
        {
            "ExportTaskIdentifier": "e",
            "SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "S3BucketName": "reports",
            "IamRoleArn": "arn:aws:iam::123456789012:role/worker",
            "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        },
        [
            "rds:StartExportTask arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "rds",
        "CreateDBSnapshot",
        {"DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "s1", "Tags": [{"Key": "team", "Value": "blue"}]},
        [
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:orders",
            "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
            "rds:AddTagsToResource arn:aws:rds:eu-west-1:123456789012:snapshot:s1",
        ],
    ),
    (
        "rds",
        "FailoverDBCluster",
        {"DBClusterIdentifier": "shop", "TargetDBInstanceIdentifier": "orders"},
        [
            "rds:FailoverDBCluster arn:aws:rds:eu-west-1:123456789012:cluster:shop",
            "rds:FailoverDBCluster arn:aws:rds:eu-west-1:123456789012:db:orders",
        ],
    ),
    (
        "rds",
        "CreateGlobalCluster",
        {
            "GlobalClusterIdentifier": "g",
            "SourceDBClusterIdentifier": "arn:aws:rds:eu-west-1:123456789012:cluster:shop",
        },
        [
            "rds:CreateGlobalCluster arn:aws:rds:eu-west-1:123456789012:cluster:shop",
            "rds:CreateGlobalCluster arn:aws:rds::123456789012:global-cluster:g",
        ],
    ),
    (
        "rds",
        "CreateDBProxy",
        {
            "DBProxyName": "p",
            "EngineFamily": "MYSQL",
            "RoleArn": "arn:aws:iam::123456789012:role/worker",
            "VpcSubnetIds": ["subnet-1"],
            "Auth": [],
        },
        ["rds:CreateDBProxy *", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
    (
        "athena",
        "CreateNamedQuery",
        {"Name": "n", "Database": "d", "QueryString": "s"},
        ["athena:CreateNamedQuery arn:aws:athena:eu-west-1:123456789012:workgroup/primary"],
    ),
    (
        "athena",
        "CreateNamedQuery",
        {"Name": "n", "Database": "d", "QueryString": "s", "WorkGroup": "spark"},
        ["athena:CreateNamedQuery arn:aws:athena:eu-west-1:123456789012:workgroup/spark"],
    ),
    (
        "athena",
        "GetTableMetadata",
        {"CatalogName": "AwsDataCatalog", "DatabaseName": "sales", "TableName": "orders"},
        ["athena:GetTableMetadata arn:aws:athena:eu-west-1:123456789012:datacatalog/AwsDataCatalog"],
    ),
    (
        "route53",
        "CreateTrafficPolicyInstance",
        {
            "HostedZoneId": "Z1D633PJN98FT9",
            "Name": "n",
            "TTL": 1,
            "TrafficPolicyId": "12345678-0000-0000-0000-000000000000",
            "TrafficPolicyVersion": 1,
        },
        [
            "route53:CreateTrafficPolicyInstance arn:aws:route53:::hostedzone/Z1D633PJN98FT9",
            "route53:CreateTrafficPolicyInstance arn:aws:route53:::trafficpolicy/12345678-0000-0000-0000-000000000000",
        ],
    ),
    (
        "apigateway",
        "CreateUsagePlanKey",
        {"usagePlanId": "u", "keyId": "k", "keyType": "API_KEY"},
        ["apigateway:POST arn:aws:apigateway:eu-west-1::/usageplans/u/keys"],
    ),
    (
        "apigateway",
        "TagResource",
        {"resourceArn": "arn:aws:apigateway:eu-west-1::/restapis/a1", "tags": {"team": "blue"}},
        ["apigateway:PUT arn:aws:apigateway:eu-west-1::/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa1"],
    ),
    (
        "apigateway",
        "FlushStageCache",
        {"restApiId": "a1", "stageName": "prod"},
        ["apigateway:DELETE arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod/cache/data"],
    ),
    (
        "kms",
        "ReplicateKey",
        {"KeyId": "mrk-1234abcd", "ReplicaRegion": "us-east-1"},
        ["kms:ReplicateKey arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd", "kms:CreateKey *"],
    ),
    (
        "kms",
        "UpdatePrimaryRegion",
        {"KeyId": "mrk-1", "PrimaryRegion": "us-east-1"},
        [
            "kms:UpdatePrimaryRegion arn:aws:kms:eu-west-1:123456789012:key/mrk-1",
            "kms:UpdatePrimaryRegion arn:aws:kms:us-east-1:123456789012:key/mrk-1",
        ],
    ),
    (
        "ssm",
        "GetDocument",
        {"Name": "AWS-RunShellScript"},
        ["ssm:GetDocument arn:aws:ssm:eu-west-1::document/AWS-RunShellScript"],
    ),
    (
        "ssm",
        "UpdateServiceSetting",
        {"SettingId": "/ssm/parameter-store/default-parameter-tier", "SettingValue": "Advanced"},
        [
            "ssm:UpdateServiceSetting arn:aws:ssm:eu-west-1:123456789012:servicesetting/ssm/parameter-store/default-parameter-tier"
        ],
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/db", "Value": "v", "Type": "SecureString", "KeyId": "alias/app", "Overwrite": True},
        [
            "ssm:PutParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db",
            "kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
    (
        "sqs",
        "StartMessageMoveTask",
        {
            "SourceArn": "arn:aws:sqs:eu-west-1:123456789012:dead",
            "DestinationArn": "arn:aws:sqs:eu-west-1:123456789012:jobs",
        },
        [
            "sqs:StartMessageMoveTask arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:ReceiveMessage arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:DeleteMessage arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:123456789012:dead",
            "sqs:SendMessage arn:aws:sqs:eu-west-1:123456789012:jobs",
        ],
    ),
    (
        "sqs",
        "SendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/210987654321/theirs", "MessageBody": "x"},
        ["sqs:SendMessage arn:aws:sqs:eu-west-1:210987654321:theirs"],
    ),
    (
        "sns",
        "SetSubscriptionAttributes",
        {
            "SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-0000-0000-0000-000000000000",
            "AttributeName": "RawMessageDelivery",
            "AttributeValue": "true",
        },
        ["sns:SetSubscriptionAttributes arn:aws:sns:eu-west-1:123456789012:news"],
    ),
    (
        "sns",
        "SetSubscriptionAttributes",
        {
            "SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:12345678-0000-0000-0000-000000000000",
            "AttributeName": "SubscriptionRoleArn",
            "AttributeValue": "arn:aws:iam::123456789012:role/worker",
        },
        [
            "sns:SetSubscriptionAttributes arn:aws:sns:eu-west-1:123456789012:news",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "sns",
        "DeleteTopic",
        {"TopicArn": "arn:aws:sns:eu-west-1:210987654321:theirs"},
        ["sns:DeleteTopic arn:aws:sns:eu-west-1:210987654321:theirs"],
    ),
    (
        "kinesis",
        "GetRecords",
        {"ShardIterator": "i", "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"},
        ["kinesis:GetRecords arn:aws:kinesis:eu-west-1:123456789012:stream/orders"],
    ),
    (
        "kinesis",
        "StartStreamEncryption",
        {"StreamName": "orders", "EncryptionType": "KMS", "KeyId": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"},
        [
            "kinesis:StartStreamEncryption arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kinesis:StartStreamEncryption arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
        ],
    ),
    (
        "kinesis",
        "DescribeStreamConsumer",
        {"ConsumerARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1"},
        ["kinesis:DescribeStreamConsumer arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1"],
    ),
    (
        "iam",
        "SimulatePrincipalPolicy",
        {"PolicySourceArn": "arn:aws:iam::123456789012:user/ann", "ActionNames": ["s3:GetObject"]},
        ["iam:SimulatePrincipalPolicy arn:aws:iam::123456789012:user/ann"],
    ),
    (
        "iam",
        "CreateUser",
        {
            "UserName": "new",
            "Path": "/team/",
            "PermissionsBoundary": "arn:aws:iam::123456789012:policy/b",
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        [
            "iam:CreateUser arn:aws:iam::123456789012:user/team/new",
            "iam:TagUser arn:aws:iam::123456789012:user/team/new",
        ],
    ),
    (
        "ecs",
        "CreateCluster",
        {"clusterName": "prod", "capacityProviders": ["FARGATE"], "tags": [{"key": "team", "value": "blue"}]},
        [
            "ecs:CreateCluster arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
            "ecs:TagResource arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
        ],
    ),
    (
        "ecs",
        "UpdateTaskSet",
        {"cluster": "prod", "service": "web", "taskSet": "ts1", "scale": {}},
        ["ecs:UpdateTaskSet arn:aws:ecs:eu-west-1:123456789012:task-set/prod/web/ts1"],
    ),
    (
        "eks",
        "AssociateAccessPolicy",
        ACCESS_POLICY,
        ["eks:AssociateAccessPolicy arn:aws:eks:eu-west-1:123456789012:access-entry/prod/role/123456789012/worker/*"],
    ),
    (
        "eks",
        "UpdateAddon",
        {
            "clusterName": "prod",
            "addonName": "vpc-cni",
            "serviceAccountRoleArn": "arn:aws:iam::123456789012:role/worker",
        },
        [
            "eks:UpdateAddon arn:aws:eks:eu-west-1:123456789012:addon/prod/vpc-cni/*",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "logs",
        "StartLiveTail",
        {"logGroupIdentifiers": ["arn:aws:logs:eu-west-1:123456789012:log-group:app"]},
        ["logs:StartLiveTail arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
    (
        "cloudwatch",
        "PutDashboard",
        {"DashboardName": "d", "DashboardBody": "{}"},
        ["cloudwatch:PutDashboard arn:aws:cloudwatch::123456789012:dashboard/d"],
    ),
    (
        "dynamodb",
        "CreateTable",
        {
            "TableName": "New",
            "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
            "Tags": [{"Key": "team", "Value": "blue"}],
            "ResourcePolicy": "{}",
            "BillingMode": "PAY_PER_REQUEST",
        },
        [
            "dynamodb:CreateTable arn:aws:dynamodb:eu-west-1:123456789012:table/New",
            "dynamodb:TagResource arn:aws:dynamodb:eu-west-1:123456789012:table/New",
            "dynamodb:PutResourcePolicy arn:aws:dynamodb:eu-west-1:123456789012:table/New",
        ],
    ),
    (
        "dynamodb",
        "RestoreTableFromBackup",
        {
            "TargetTableName": "Copy",
            "BackupArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01234567890123-0a1b2c3d",
        },
        [
            "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/backup/01234567890123-0a1b2c3d",
            "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:BatchWriteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:PutItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:Query arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:Scan arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
            "dynamodb:UpdateItem arn:aws:dynamodb:eu-west-1:123456789012:table/Copy",
        ],
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        GATEWAY_ENDPOINT,
        [
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        ],
    ),
    (
        "ec2",
        "CreateNatGateway",
        NAT_GATEWAY,
        [
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:elastic-ip/eipalloc-1",
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
            "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:natgateway/*",
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:natgateway/*",
        ],
    ),
    (
        "ec2",
        "CreateImage",
        {"InstanceId": "i-1", "Name": "nnn"},
        [
            "ec2:CreateImage arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:CreateImage arn:aws:ec2:eu-west-1::image/*",
            "ec2:CreateImage arn:aws:ec2:eu-west-1::snapshot/*",
        ],
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3"},
        [
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
            "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        ],
    ),
]


@pytest.mark.parametrize(("service", "operation", "params", "expected"), CALLS)
def test_all_that_a_call_touches_is_judged(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], expected: list[str]
) -> None:
    """Each resource, the roles that are handed over, and what is done in other services."""
    asked = [f"{one.request.action} {one.request.resource}" for one in decisions(service, operation, params)]
    assert list(dict.fromkeys(asked)) == expected


# The call, the action and the resource on which the key is seen, and its value.
KEYS: list[tuple[str, str, dict[str, Any], str, str, Any]] = [
    (
        "route53",
        "ListHostedZonesByVPC",
        {"VPCId": "vpc-1", "VPCRegion": "eu-west-1"},
        "route53:ListHostedZonesByVPC *",
        "route53:VPCs",
        "VPCId=vpc-1,VPCRegion=eu-west-1",
    ),
    # One that is yet to be made has no id.
    (
        "ec2",
        "CreateVpc",
        {"CidrBlock": "10.0.0.0/16"},
        "ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*",
        "ec2:VpcID",
        None,
    ),
    (
        "ecs",
        "DescribeDaemonDeployments",
        {"daemonDeploymentArns": ["arn:aws:ecs:eu-west-1:123456789012:daemon-deployment/prod/agent/1"]},
        "ecs:DescribeDaemonDeployments arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
        "ecs:daemon",
        "arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
    ),
    (
        "ecs",
        "DeleteExpressGatewayService",
        {"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/web"},
        "ecs:DeleteExpressGatewayService arn:aws:ecs:eu-west-1:123456789012:service/prod/web",
        "ecs:cluster",
        "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    ),
    (
        "s3",
        "PutBucketInventoryConfiguration",
        {
            "Bucket": "reports",
            "Id": "i",
            "InventoryConfiguration": {
                "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::inv", "Format": "CSV"}},
                "IsEnabled": True,
                "Id": "i",
                "IncludedObjectVersions": "All",
                "OptionalFields": ["Size", "ETag"],
                "Schedule": {"Frequency": "Daily"},
            },
        },
        "s3:PutInventoryConfiguration arn:aws:s3:::reports",
        "s3:InventoryAccessibleOptionalFields",
        ("Size", "ETag"),
    ),
    (
        "s3",
        "PutObjectTagging",
        {"Bucket": "reports", "Key": "q3.csv", "Tagging": {"TagSet": [{"Key": "team", "Value": "blue"}]}},
        "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv",
        "s3:RequestObjectTag/team",
        "blue",
    ),
    (
        "s3",
        "PutObjectTagging",
        {"Bucket": "reports", "Key": "q3.csv", "Tagging": {"TagSet": [{"Key": "team", "Value": "blue"}]}},
        "s3:PutObjectTagging arn:aws:s3:::reports/q3.csv",
        "s3:RequestObjectTagKeys",
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
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.service",
        ("EC2",),
    ),
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.eventTypeCode",
        ("AWS_EC2_X",),
    ),
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.userIdentity.principalId",
        ("p1",),
    ),
    (
        "cloudformation",
        "CreateStackInstances",
        {"StackSetName": "ss", "Regions": ["eu-west-1", "us-east-1"], "Accounts": ["123456789012"]},
        "cloudformation:CreateStackInstances arn:aws:cloudformation:eu-west-1:123456789012:stackset/ss:*",
        "cloudformation:TargetRegion",
        ("eu-west-1", "us-east-1"),
    ),
    (
        "cloudformation",
        "SetStackPolicy",
        {"StackName": "web", "StackPolicyURL": "https://p/x"},
        "cloudformation:SetStackPolicy arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*",
        "cloudformation:StackPolicyUrl",
        "https://p/x",
    ),
    (
        "ecr",
        "PutAccountSetting",
        {"name": "BASIC_SCAN_TYPE_VERSION", "value": "AWS_NATIVE"},
        "ecr:PutAccountSetting *",
        "ecr:AccountSetting",
        "BASIC_SCAN_TYPE_VERSION",
    ),
    (
        "rds",
        "CreateDBSnapshot",
        {"DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "s1", "Tags": [{"Key": "team", "Value": "blue"}]},
        "rds:CreateDBSnapshot arn:aws:rds:eu-west-1:123456789012:db:orders",
        "rds:req-tag/team",
        "blue",
    ),
    (
        "rds",
        "AddTagsToResource",
        {"ResourceName": "arn:aws:rds:eu-west-1:123456789012:db:orders", "Tags": [{"Key": "team", "Value": "blue"}]},
        "rds:AddTagsToResource arn:aws:rds:eu-west-1:123456789012:db:orders",
        "rds:req-tag/team",
        "blue",
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "/hostedzone/Z1D633PJN98FT9",
            "ChangeBatch": {
                "Changes": [
                    {"Action": "UPSERT", "ResourceRecordSet": {"Name": "WWW.Example.com", "Type": "A"}},
                    {"Action": "DELETE", "ResourceRecordSet": {"Name": "*.example.com.", "Type": "TXT"}},
                ]
            },
        },
        "route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1D633PJN98FT9",
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        ("www.example.com", "\\052.example.com"),
    ),
    (
        "kms",
        "CreateGrant",
        {
            "KeyId": "1234abcd",
            "GranteePrincipal": "arn:aws:iam::123456789012:role/worker",
            "Operations": ["Decrypt", "CreateGrant"],
            "Constraints": {"EncryptionContextSubset": {"team": "blue"}},
        },
        "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        "kms:GrantConstraintType",
        "EncryptionContextSubset",
    ),
    (
        "kms",
        "ReplicateKey",
        {"KeyId": "mrk-1234abcd", "ReplicaRegion": "us-east-1"},
        "kms:ReplicateKey arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd",
        "kms:ReplicaRegion",
        "us-east-1",
    ),
    (
        "ssm",
        "CreateResourceDataSync",
        {
            "SyncName": "sync",
            "SyncType": "SyncFromSource",
            "SyncSource": {"SourceType": "x", "SourceRegions": ["eu-west-1"]},
        },
        "ssm:CreateResourceDataSync arn:aws:ssm:eu-west-1:123456789012:resource-data-sync/sync",
        "ssm:SyncType",
        "SyncFromSource",
    ),
    (
        "ssm",
        "PutInventory",
        {
            "InstanceId": "i-1",
            "Items": [{"TypeName": "Custom:Rack", "SchemaVersion": "1.0", "CaptureTime": "2026-01-01T00:00:00Z"}],
        },
        "ssm:PutInventory *",
        "ssm:InventoryTypeName",
        ("Custom:Rack",),
    ),
    (
        "ecs",
        "UpdateTaskSet",
        {"cluster": "prod", "service": "web", "taskSet": "ts1", "scale": {}},
        "ecs:UpdateTaskSet arn:aws:ecs:eu-west-1:123456789012:task-set/prod/web/ts1",
        "ecs:service",
        "arn:aws:ecs:eu-west-1:123456789012:service/prod/web",
    ),
    (
        "ecs",
        "CreateCapacityProvider",
        {
            "name": "cp",
            "cluster": "prod",
            "managedInstancesProvider": {
                "infrastructureRoleArn": "arn:aws:iam::123456789012:role/worker",
                "propagateTags": "CAPACITY_PROVIDER",
                "instanceLaunchTemplate": {
                    "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/worker",
                    "networkConfiguration": {"subnets": ["subnet-1"]},
                },
            },
        },
        "ecs:CreateCapacityProvider arn:aws:ecs:eu-west-1:123456789012:capacity-provider/cp",
        "ecs:propagate-tags",
        "CAPACITY_PROVIDER",
    ),
    (
        "ecs",
        "CreateDaemon",
        DAEMON,
        "ecs:CreateDaemon arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
        "ecs:cluster",
        "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    ),
    (
        "ecs",
        "CreateDaemon",
        DAEMON,
        "ecs:CreateDaemon arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
        "ecs:daemon-task-definition",
        "arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent:3",
    ),
    (
        "ecs",
        "CreateDaemon",
        DAEMON,
        "ecs:CreateDaemon arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
        "ecs:capacity-provider",
        ("arn:aws:ecs:eu-west-1:123456789012:capacity-provider/cp",),
    ),
    (
        "ecs",
        "DeleteDaemon",
        {"daemonArn": "arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent"},
        "ecs:DeleteDaemon arn:aws:ecs:eu-west-1:123456789012:daemon/prod/agent",
        "ecs:cluster",
        "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    ),
    (
        "ecs",
        "StopServiceDeployment",
        {"serviceDeploymentArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/d1"},
        "ecs:StopServiceDeployment arn:aws:ecs:eu-west-1:123456789012:service/prod/web",
        "ecs:cluster",
        "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    ),
    (
        "ecs",
        "StopServiceDeployment",
        {"serviceDeploymentArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/d1"},
        "ecs:StopServiceDeployment arn:aws:ecs:eu-west-1:123456789012:service/prod/web",
        "ecs:service",
        "arn:aws:ecs:eu-west-1:123456789012:service/prod/web",
    ),
    (
        "eks",
        "AssociateAccessPolicy",
        ACCESS_POLICY,
        "eks:AssociateAccessPolicy arn:aws:eks:eu-west-1:123456789012:access-entry/prod/role/123456789012/worker/*",
        "eks:namespaces",
        ("web",),
    ),
    (
        "secretsmanager",
        "ReplicateSecretToRegions",
        {
            "SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
            "AddReplicaRegions": [{"Region": "us-east-1"}],
        },
        "secretsmanager:ReplicateSecretToRegions arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
        "secretsmanager:AddReplicaRegions",
        ("us-east-1",),
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        GATEWAY_ENDPOINT,
        "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "CreateNatGateway",
        NAT_GATEWAY,
        "ec2:CreateNatGateway arn:aws:ec2:eu-west-1:123456789012:elastic-ip/eipalloc-1",
        "ec2:AllocationId",
        "eipalloc-1",
    ),
    (
        "ec2",
        "CreateSecurityGroup",
        {"GroupName": "g", "Description": "d", "VpcId": "vpc-1"},
        "ec2:CreateSecurityGroup arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "AssociateAddress",
        {"AllocationId": "eipalloc-1", "InstanceId": "i-1"},
        "ec2:AssociateAddress arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "ec2:InstanceID",
        "i-1",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
        "ec2:VpcID",
        "vpc-1",
    ),
    (
        "ec2",
        "AttachInternetGateway",
        {"InternetGatewayId": "igw-1", "VpcId": "vpc-1"},
        "ec2:AttachInternetGateway arn:aws:ec2:eu-west-1:123456789012:internet-gateway/igw-1",
        "ec2:InternetGatewayID",
        "igw-1",
    ),
    (
        "ec2",
        "DeleteSnapshot",
        {"SnapshotId": "snap-1"},
        "ec2:DeleteSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotID",
        "snap-1",
    ),
    (
        "ec2",
        "AssociateIamInstanceProfile",
        {"InstanceId": "i-1", "IamInstanceProfile": {"Name": "worker"}},
        "ec2:AssociateIamInstanceProfile arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "ec2:NewInstanceProfile",
        "arn:aws:iam::123456789012:instance-profile/worker",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:Quantity",
        "2",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:AutoPlacement",
        "on",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:HostRecovery",
        "on",
    ),
    (
        "ec2",
        "AssociateRouteTable",
        {"RouteTableId": "rtb-1", "SubnetId": "subnet-1"},
        "ec2:AssociateRouteTable arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-1",
        "ec2:RouteTableID",
        "rtb-1",
    ),
    (
        "ec2",
        "StopInstances",
        {"InstanceIds": ["i-1", "i-2"]},
        "ec2:StopInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-2",
        "ec2:InstanceID",
        "i-2",
    ),
    (
        "ec2",
        "CreateVpc",
        {"Ipv4IpamPoolId": "ipam-pool-1", "Ipv4NetmaskLength": 24},
        "ec2:CreateVpc arn:aws:ec2:eu-west-1:123456789012:vpc/*",
        "ec2:Ipv4IpamPoolId",
        "ipam-pool-1",
    ),
    (
        "ec2",
        "LockSnapshot",
        {"SnapshotId": "snap-1", "LockMode": "compliance", "CoolOffPeriod": 4, "LockDuration": 30},
        "ec2:LockSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotCoolOffPeriod",
        "4",
    ),
    (
        "ec2",
        "LockSnapshot",
        {"SnapshotId": "snap-1", "LockMode": "compliance", "CoolOffPeriod": 4, "LockDuration": 30},
        "ec2:LockSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotLockDuration",
        "30",
    ),
    (
        "ec2",
        "CreateInstanceConnectEndpoint",
        {"SubnetId": "subnet-1", "SecurityGroupIds": ["sg-1"]},
        "ec2:CreateInstanceConnectEndpoint arn:aws:ec2:eu-west-1:123456789012:instance-connect-endpoint/*",
        "ec2:SubnetID",
        "subnet-1",
    ),
    (
        "ec2",
        "ModifyInstanceMetadataDefaults",
        {"HttpTokens": "required"},
        "ec2:ModifyInstanceMetadataDefaults *",
        "ec2:Attribute/HttpTokens",
        "required",
    ),
    (
        "ec2",
        "CreateVpcEndpointServiceConfiguration",
        {
            "PrivateDnsName": "api.example.com",
            "NetworkLoadBalancerArns": ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/x/1"],
        },
        "ec2:CreateVpcEndpointServiceConfiguration arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint-service/*",
        "ec2:VpceServicePrivateDnsName",
        "api.example.com",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2", "PeerOwnerId": "210987654321", "PeerRegion": "us-east-1"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:RequesterVpc",
        "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2", "PeerOwnerId": "210987654321", "PeerRegion": "us-east-1"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:AccepterVpc",
        "arn:aws:ec2:us-east-1:210987654321:vpc/vpc-2",
    ),
    (
        "ec2",
        "CreateVpcPeeringConnection",
        {"VpcId": "vpc-1", "PeerVpcId": "vpc-2"},
        "ec2:CreateVpcPeeringConnection arn:aws:ec2:eu-west-1:123456789012:vpc-peering-connection/*",
        "ec2:AccepterVpc",
        "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-2",
    ),
    (
        "ec2",
        "CreateVpcEndpoint",
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3"},
        "ec2:CreateVpcEndpoint arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*",
        "ec2:VpceServiceOwner",
        "amazon",
    ),
    (
        "kms",
        "Encapsulate",
        {"KeyId": "1234abcd", "EncapsulationAlgorithm": "ML_KEM_768"},
        "kms:Encapsulate arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        "kms:EncapsulationAlgorithm",
        "ML_KEM_768",
    ),
    (
        "ssm",
        "StartAutomationExecution",
        {"DocumentName": "Deploy", "DocumentVersion": "3"},
        "ssm:StartAutomationExecution arn:aws:ssm:eu-west-1:123456789012:automation-definition/Deploy:3",
        "ssm:DocumentVersion",
        "3",
    ),
    (
        "eks",
        "UpdateClusterConfig",
        {"name": "prod", "resourcesVpcConfig": {"controlPlaneEgressMode": "x"}},
        "eks:UpdateClusterConfig arn:aws:eks:eu-west-1:123456789012:cluster/prod",
        "eks:controlPlaneEgressMode",
        "x",
    ),
]


@pytest.mark.parametrize(("service", "operation", "params", "asked", "key", "value"), KEYS)
def test_conditions_see_it(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], asked: str, key: str, value: Any
) -> None:
    """What the call says of a resource, and which one it is."""
    found = [
        one.request.context.get(key)
        for one in decisions(service, operation, params)
        if f"{one.request.action} {one.request.resource}" == asked
    ]
    assert found[:1] == [value]
