"""Condition keys that calls set, service by service: each call is made by a real client.

Source: Service Authorization Reference, "Condition keys for ..." of each service; KMS Developer Guide, "AWS KMS
condition keys"; S3 User Guide, "Bucket policy examples using condition keys".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, Role, UnmappedCallError, User, allow, deny

Decisions = Callable[..., tuple[Decision, ...]]

OBJECT = {"Bucket": "reports", "Key": "q3.csv"}
ENCRYPT = {"KeyId": "alias/app", "Plaintext": b"x", "EncryptionContext": {"team": "blue"}}
INSTANCE: dict[str, Any] = {"DBInstanceIdentifier": "orders", "DBInstanceClass": "db.t3.micro", "Engine": "mysql"}
SOON = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=10)
EKS_CLUSTER: dict[str, Any] = {
    "name": "prod",
    "roleArn": "arn:aws:iam::123456789012:role/worker",
    "resourcesVpcConfig": {},
    "logging": {"clusterLogging": [{"types": ["api"], "enabled": True}, {"types": ["audit"], "enabled": False}]},
}
PRIVATE = {"endpointConfiguration": {"types": ["PRIVATE"]}}
TO_PUBLIC = {
    "patchOperations": [{"op": "replace", "path": "/endpointConfiguration/types/PRIVATE", "value": "REGIONAL"}]
}
METHOD = {"restApiId": "a1", "resourceId": "r1", "httpMethod": "GET"}
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"
KINDS = ("image", "network-interface", "security-group", "subnet", "volume")
STRANGE = {"StringNotEquals": {"ec2:Owner": "amazon"}}
VPC = "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1"
RUN = {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}
TAGGED = {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "blue"}]}
FUNCTION = {
    "FunctionName": "f",
    "Role": "arn:aws:iam::123456789012:role/worker",
    "Code": {"S3Bucket": "builds", "S3Key": "f.zip"},
    "KMSKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
}
CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster"

# Service, operation and parameters; an action that is asked, and a condition key with its value then.
OF_INSTANCE: list[tuple[dict[str, Any], str, str]] = [
    ({}, "rds:DatabaseClass", "db.t3.micro"),
    ({}, "rds:DatabaseEngine", "mysql"),
    ({"StorageEncrypted": True}, "rds:StorageEncrypted", "true"),
    ({"AllocatedStorage": 20}, "rds:StorageSize", "20"),
    ({"MultiAZ": False}, "rds:MultiAz", "false"),
]
ENCRYPTED = {"Bucket": "reports", "Key": "q3.csv", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "1234abcd"}
CONTEXT = "eyJ0ZWFtIjogImJsdWUifQ=="  # {"team": "blue"}
KEYS: list[tuple[str, str, dict[str, Any], str, str, Any]] = [
    ("s3", "ListObjectsV2", {"Bucket": "reports", "Prefix": "2026/"}, "s3:ListBucket", "s3:prefix", "2026/"),
    ("s3", "ListObjectsV2", {"Bucket": "reports", "Delimiter": "/"}, "s3:ListBucket", "s3:delimiter", "/"),
    ("s3", "ListObjectVersions", {"Bucket": "reports", "MaxKeys": 10}, "s3:ListBucketVersions", "s3:max-keys", "10"),
    ("s3", "ListObjectsV2", {"Bucket": "reports"}, "s3:ListBucket", "s3:prefix", None),
    ("s3", "GetObject", {**OBJECT, "VersionId": "v1"}, "s3:GetObjectVersion", "s3:versionid", "v1"),
    ("s3", "PutObject", {**OBJECT, "ACL": "public-read"}, "s3:PutObject", "s3:x-amz-acl", "public-read"),
    ("s3", "PutObject", {**OBJECT, "ACL": "public-read"}, "s3:PutObjectAcl", "s3:x-amz-acl", "public-read"),
    ("s3", "PutObject", {**OBJECT, "StorageClass": "GLACIER"}, "s3:PutObject", "s3:x-amz-storage-class", "GLACIER"),
    ("s3", "PutObject", ENCRYPTED, "s3:PutObject", "s3:x-amz-server-side-encryption", "aws:kms"),
    ("s3", "PutObject", {**OBJECT, "Tagging": "team=blue"}, "s3:PutObjectTagging", "s3:RequestObjectTag/team", "blue"),
    ("s3", "PutObject", {**OBJECT, "Tagging": "a=1&b="}, "s3:PutObject", "s3:RequestObjectTagKeys", ("a", "b")),
    (
        "s3",
        "PutObjectRetention",
        {**OBJECT, "Retention": {"Mode": "GOVERNANCE"}},
        "s3:PutObjectRetention",
        "s3:object-lock-mode",
        "GOVERNANCE",
    ),
    (
        "s3",
        "CreateBucket",
        {"Bucket": "b-1", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
        "s3:CreateBucket",
        "s3:locationconstraint",
        "eu-west-1",
    ),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "aws:ViaAWSService", "true"),
    ("s3", "PutObject", ENCRYPTED, "kms:GenerateDataKey", "kms:CallerAccount", "123456789012"),
    (
        "s3",
        "PutObject",
        ENCRYPTED,
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports/q3.csv",
    ),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionContext:team", "blue"),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionContextKeys", ("team",)),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:RequestAlias", "alias/app"),
    # KMS Developer Guide, "AWS KMS condition keys": of the key, whichever way it is named.
    ("kms", "Encrypt", {**ENCRYPT, "KeyId": "1234abcd"}, "kms:Encrypt", "kms:ResourceAliases", ("alias/app",)),
    ("kms", "Encrypt", {**ENCRYPT, "KeyId": "5678efgh"}, "kms:Encrypt", "kms:ResourceAliases", None),
    # RDS User Guide, "Using IAM policy conditions for fine-grained access control".
    *(
        ("rds", "CreateDBInstance", INSTANCE | given, "rds:CreateDBInstance", key, value)
        for given, key, value in OF_INSTANCE
    ),
    # S3 User Guide, "Using server-side encryption with AWS KMS keys", "Encryption context"; with a Bucket Key it is the bucket.
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "SSEKMSEncryptionContext": CONTEXT},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:team",
        "blue",
    ),
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "SSEKMSEncryptionContext": CONTEXT},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports/q3.csv",
    ),
    (
        "s3",
        "PutObject",
        {**ENCRYPTED, "BucketKeyEnabled": True},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:aws:s3:arn",
        "arn:aws:s3:::reports",
    ),
    # Systems Manager User Guide, "AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters".
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/key", "Value": "x", "Type": "SecureString", "KeyId": "alias/app"},
        "kms:Encrypt",
        "kms:EncryptionContext:PARAMETER_ARN",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/app/key",
    ),
    *(
        ("eks", "CreateCluster", EKS_CLUSTER, "eks:CreateCluster", key, value)
        for key, value in (
            ("eks:loggingType/api", "true"),
            ("eks:loggingType/audit", "false"),
            ("eks:kubeSchedulerConfig", "false"),
        )
    ),
    (
        "ecs",
        "RegisterTaskDefinition",
        {"family": "web", "containerDefinitions": [{"name": "a"}, {"name": "b", "privileged": True}]},
        "ecs:RegisterTaskDefinition",
        "ecs:privileged",
        "true",
    ),
    (
        "cloudwatch",
        "PutInsightRule",
        {"RuleName": "r", "RuleDefinition": '{"LogGroupNames": ["app", "db"]}'},
        "cloudwatch:PutInsightRule",
        "cloudwatch:requestInsightRuleLogGroups",
        ("app", "db"),
    ),
    # API Gateway Developer Guide, "Control access to manage API Gateway resources", "Policy condition keys".
    *(
        ("apigateway", operation, params, f"apigateway:{verb}", f"apigateway:Request/{key}", value)
        for operation, params, verb, key, value in (
            ("CreateRestApi", {"name": "shop"}, "POST", "ApiName", "shop"),
            ("CreateRestApi", {"name": "shop", **PRIVATE}, "POST", "EndpointType", ("PRIVATE",)),
            ("UpdateRestApi", {"restApiId": "a1", **TO_PUBLIC}, "PATCH", "EndpointType", ("REGIONAL",)),
            ("PutMethod", {**METHOD, "authorizationType": "NONE"}, "PUT", "RouteAuthorizationType", ("NONE",)),
            ("CreateDeployment", {"restApiId": "a1", "stageName": "live"}, "POST", "StageName", "live"),
        )
    ),
    # EBS User Guide, "Share an Amazon EBS snapshot".
    *(
        ("ec2", "ModifySnapshotAttribute", {"SnapshotId": "snap-1", **given}, "ec2:ModifySnapshotAttribute", key, value)
        for given, key, value in (
            ({"OperationType": "add", "UserIds": ["210987654321"]}, "ec2:Add/userId", ("210987654321",)),
            ({"OperationType": "remove", "UserIds": ["210987654321"]}, "ec2:Add/userId", None),
            ({"CreateVolumePermission": {"Add": [{"Group": "all"}]}}, "ec2:Add/group", ("all",)),
            (
                {"CreateVolumePermission": {"Remove": [{"UserId": "210987654321"}]}},
                "ec2:Remove/userId",
                ("210987654321",),
            ),
        )
    ),
    # RDS User Guide, "Grant permission to tag Amazon RDS resources during creation".
    *(
        (
            "rds",
            "CreateDBInstance",
            INSTANCE | {"Tags": [{"Key": "team", "Value": "blue"}]},
            "rds:AddTagsToResource",
            key,
            value,
        )
        for key, value in (
            ("aws:RequestTag/team", "blue"),
            ("rds:req-tag/team", "blue"),
            ("rds:TagsFromRequest", "true"),
        )
    ),
    # S3 User Guide, "Enforce conditional writes on Amazon S3 buckets", and "Object Lock considerations".
    ("s3", "PutObject", OBJECT, "s3:PutObject", "s3:ObjectCreationOperation", "true"),
    ("s3", "CreateMultipartUpload", OBJECT, "s3:PutObject", "s3:ObjectCreationOperation", "false"),
    (
        "s3",
        "PutObjectRetention",
        {**OBJECT, "Retention": {"RetainUntilDate": SOON}},
        "s3:PutObjectRetention",
        "s3:object-lock-remaining-retention-days",
        "10",
    ),
    (
        "kms",
        "GenerateDataKey",
        {"KeyId": "alias/app"},
        "kms:GenerateDataKey",
        "kms:EncryptionAlgorithm",
        "SYMMETRIC_DEFAULT",
    ),
    (
        "kms",
        "CreateGrant",
        {
            "KeyId": "1234abcd",
            "GranteePrincipal": "x",
            "Operations": ["Decrypt"],
            "Constraints": {"EncryptionContextSubset": {"team": "blue"}},
        },
        "kms:CreateGrant",
        "kms:EncryptionContextKeys",
        ("team",),
    ),
    (
        "kms",
        "RevokeGrant",
        {"KeyId": "1234abcd", "GrantId": "x"},
        "kms:RevokeGrant",
        "kms:GrantIsForAWSResource",
        "false",
    ),
    *(
        (
            "kms",
            "ReEncrypt",
            {"CiphertextBlob": b"x", "SourceKeyId": "alias/app", "DestinationKeyId": key},
            "kms:ReEncryptTo",
            "kms:ReEncryptOnSameKey",
            same,
        )
        for key, same in (("1234abcd", "true"), ("5678efgh", "false"))
    ),
    *(
        ("stepfunctions", "StartExecution", {"stateMachineArn": arn}, "states:StartExecution", key, value)
        for key in ("states:StateMachineQualifier",)
        for arn, value in ((f"{MACHINE}:live", "live"), (MACHINE, None))
    ),
    (
        "secretsmanager",
        "CreateSecret",
        {"Name": "db", "KmsKeyId": "1234abcd"},
        "kms:GenerateDataKey",
        "kms:EncryptionContext:SecretARN",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
    ),
    (
        "secretsmanager",
        "RotateSecret",
        {"SecretId": "db"},
        "secretsmanager:RotateSecret",
        "secretsmanager:ModifyRotationRules",
        "false",
    ),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
    ("kms", "Encrypt", ENCRYPT, "kms:Encrypt", "kms:ViaService", None),
    (
        "kms",
        "CreateKey",
        {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"},
        "kms:CreateKey",
        "kms:KeySpec",
        "RSA_2048",
    ),
    (
        "kms",
        "CreateKey",
        {"Tags": [{"TagKey": "team", "TagValue": "blue"}]},
        "kms:TagResource",
        "aws:RequestTag/team",
        "blue",
    ),
    (
        "kms",
        "ScheduleKeyDeletion",
        {"KeyId": "1234abcd", "PendingWindowInDays": 7},
        "kms:ScheduleKeyDeletion",
        "kms:ScheduleKeyDeletionPendingWindowInDays",
        "7",
    ),
    (
        "kms",
        "CreateGrant",
        {"KeyId": "1234abcd", "GranteePrincipal": "x", "Operations": ["Decrypt", "Encrypt"]},
        "kms:CreateGrant",
        "kms:GrantOperations",
        ("Decrypt", "Encrypt"),
    ),
    ("ecs", "RunTask", {"taskDefinition": "etl:7"}, "ecs:RunTask", "ecs:cluster", f"{CLUSTER}/default"),
    (
        "ecs",
        "RunTask",
        {"taskDefinition": "etl:7", "cluster": f"{CLUSTER}/prod"},
        "ecs:RunTask",
        "ecs:cluster",
        f"{CLUSTER}/prod",
    ),
    (
        "ecs",
        "RunTask",
        {"taskDefinition": "etl:7", "enableExecuteCommand": True},
        "ecs:RunTask",
        "ecs:enable-execute-command",
        "true",
    ),
    (
        "ecs",
        "RunTask",
        {"taskDefinition": "etl:7", "tags": [{"key": "team", "value": "blue"}]},
        "ecs:TagResource",
        "ecs:CreateAction",
        "RunTask",
    ),
    (
        "ecs",
        "RunTask",
        {"taskDefinition": "etl:7", "tags": [{"key": "team", "value": "blue"}]},
        "ecs:TagResource",
        "aws:TagKeys",
        ("team",),
    ),
    ("ec2", "RunInstances", {**RUN, "TagSpecifications": [TAGGED]}, "ec2:CreateTags", "aws:RequestTag/team", "blue"),
    (
        "ec2",
        "RunInstances",
        {**RUN, "TagSpecifications": [TAGGED]},
        "ec2:CreateTags",
        "ec2:CreateAction",
        "RunInstances",
    ),
    ("ec2", "DescribeInstances", {}, "ec2:DescribeInstances", "ec2:Region", "eu-west-1"),
    (
        "ec2",
        "CreateVolume",
        {"AvailabilityZone": "eu-west-1a", "VolumeType": "gp3"},
        "ec2:CreateVolume",
        "ec2:VolumeType",
        "gp3",
    ),
    (
        "ec2",
        "CreateTags",
        {"Resources": ["i-1"], "Tags": [{"Key": "team", "Value": "blue"}]},
        "ec2:CreateTags",
        "aws:RequestTag/team",
        "blue",
    ),
    # EC2 User Guide, "Example policies to control access the Amazon EC2 API", "ec2:Attribute condition key".
    *(
        ("ec2", "ModifyInstanceAttribute", {"InstanceId": "i-1", **given}, "ec2:ModifyInstanceAttribute", key, value)
        for given, key, value in (
            ({"InstanceType": {"Value": "t3.micro"}}, "ec2:Attribute/InstanceType", "t3.micro"),
            ({"DisableApiTermination": {"Value": True}}, "ec2:Attribute/DisableApiTermination", "true"),
            ({"InstanceType": {"Value": "t3.micro"}}, "ec2:InstanceType", None),
            ({"Attribute": "instanceType", "Value": "t3.micro"}, "ec2:Attribute", "instanceType"),
            ({"Attribute": "instanceType", "Value": "t3.micro"}, "ec2:Attribute/Value", "t3.micro"),
            ({"Groups": ["sg-1"]}, "ec2:Attribute/Groups", None),
        )
    ),
    *(
        ("ec2", "ModifyInstanceMetadataOptions", {"InstanceId": "i-1", "HttpTokens": "required"}, action, key, value)
        for action, key, value in (
            ("ec2:ModifyInstanceMetadataOptions", "ec2:Attribute/HttpTokens", "required"),
            ("ec2:ModifyInstanceMetadataOptions", "ec2:MetadataHttpTokens", None),
        )
    ),
    (
        "ec2",
        "ModifyVolume",
        {"VolumeId": "vol-1", "VolumeType": "io2"},
        "ec2:ModifyVolume",
        "ec2:VolumeType",
        None,
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
        "sns",
        "Subscribe",
        {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:news", "Protocol": "https", "Endpoint": "https://example.com"},
        "sns:Subscribe",
        "sns:Protocol",
        "https",
    ),
    (
        "sqs",
        "CreateQueue",
        {"QueueName": "jobs", "tags": {"team": "blue"}},
        "sqs:TagQueue",
        "aws:RequestTag/team",
        "blue",
    ),
    (
        "iam",
        "CreateRole",
        {
            "RoleName": "ci",
            "AssumeRolePolicyDocument": "{}",
            "PermissionsBoundary": "arn:aws:iam::123456789012:policy/cap",
        },
        "iam:CreateRole",
        "iam:PermissionsBoundary",
        "arn:aws:iam::123456789012:policy/cap",
    ),
    (
        "iam",
        "AttachRolePolicy",
        {"RoleName": "ci", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        "iam:AttachRolePolicy",
        "iam:PolicyARN",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ),
    (
        "iam",
        "CreateServiceLinkedRole",
        {"AWSServiceName": "ecs.amazonaws.com"},
        "iam:CreateServiceLinkedRole",
        "iam:AWSServiceName",
        "ecs.amazonaws.com",
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        {"SecretId": "db"},
        "secretsmanager:GetSecretValue",
        "secretsmanager:VersionStage",
        "AWSCURRENT",
    ),
    (
        "secretsmanager",
        "DeleteSecret",
        {"SecretId": "db", "ForceDeleteWithoutRecovery": True},
        "secretsmanager:DeleteSecret",
        "secretsmanager:ForceDeleteWithoutRecovery",
        "true",
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/app", "Recursive": True},
        "ssm:GetParametersByPath",
        "ssm:Recursive",
        "true",
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "a", "Value": "x", "Overwrite": True},
        "ssm:PutParameter",
        "ssm:Overwrite",
        "true",
    ),
    (
        "cloudformation",
        "CreateStack",
        {"StackName": "web", "TemplateURL": "https://s3.amazonaws.com/t"},
        "cloudformation:CreateStack",
        "cloudformation:TemplateUrl",
        "https://s3.amazonaws.com/t",
    ),
    ("cloudwatch", "PutMetricData", {"Namespace": "app"}, "cloudwatch:PutMetricData", "cloudwatch:namespace", "app"),
    (
        "events",
        "PutTargets",
        {"Rule": "r", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"}]},
        "events:PutTargets",
        "events:TargetArn",
        ("arn:aws:sqs:eu-west-1:123456789012:jobs",),
    ),
    (
        "rds",
        "CreateDBCluster",
        {"DBClusterIdentifier": "shop", "Engine": "aurora-mysql"},
        "rds:CreateDBCluster",
        "rds:DatabaseEngine",
        "aurora-mysql",
    ),
    (
        "eks",
        "CreateCluster",
        {
            "name": "prod",
            "roleArn": "arn:aws:iam::123456789012:role/worker",
            "resourcesVpcConfig": {"endpointPublicAccess": False},
        },
        "eks:CreateCluster",
        "eks:endpointPublicAccess",
        "false",
    ),
    (
        "route53",
        "ChangeResourceRecordSets",
        {
            "HostedZoneId": "Z1",
            "ChangeBatch": {
                "Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "WWW.example.com.", "Type": "A"}}]
            },
        },
        "route53:ChangeResourceRecordSets",
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        ("www.example.com",),
    ),
    (
        "stepfunctions",
        "CreateStateMachine",
        {
            "name": "etl",
            "definition": "{}",
            "roleArn": "arn:aws:iam::123456789012:role/worker",
            "tags": [{"key": "team", "value": "blue"}],
        },
        "states:CreateStateMachine",
        "aws:RequestTag/team",
        "blue",
    ),
]


@pytest.mark.parametrize(
    ("service", "operation", "params", "action", "key", "value"),
    KEYS,
    ids=[f"{row[0]}:{row[1]} {row[4]}" for row in KEYS],
)
def test_a_call_carries_its_condition_keys(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], action: str, key: str, value: Any
) -> None:
    """What the parameters say is what conditions see, on the permissions that have the key."""
    asked = next(one.request for one in decisions(service, operation, params) if one.request.action == action)
    assert asked.context.get(key) == value


MAPPED = [
    {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 8}},
    {"DeviceName": "/dev/sdf", "Ebs": {"Encrypted": False}},
]


@pytest.mark.parametrize(
    ("params", "key", "carried"),
    [
        ({"InstanceType": "t3.micro"}, "ec2:InstanceType", [("instance", "t3.micro")]),
        ({"MetadataOptions": {"HttpTokens": "required"}}, "ec2:MetadataHttpTokens", [("instance", "required")]),
        ({"KeyName": "ops"}, "ec2:KeyPairName", [("key-pair", "ops")]),
        (
            {"SubnetId": "subnet-1"},
            "ec2:Subnet",
            [("network-interface", "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1")],
        ),
        ({"BlockDeviceMappings": MAPPED}, "ec2:Encrypted", [("volume", "true"), ("volume", "false")]),
        ({"BlockDeviceMappings": MAPPED}, "ec2:VolumeSize", [("volume", "8")]),
        ({}, "ec2:Region", [(kind, "eu-west-1") for kind in ("image", "instance", "network-interface", "volume")]),
    ],
)
def test_each_type_of_resource_has_its_own_keys(
    decisions: Decisions, params: dict[str, Any], key: str, carried: list[tuple[str, str]]
) -> None:
    """Service Authorization Reference, RunInstances; EC2 User Guide, "Example policies to control access": a condition on
    a key that a resource does not have does not hold for that resource."""
    asked = [
        one.request
        for one in decisions("ec2", "RunInstances", {**RUN, **params})
        if one.request.action == "ec2:RunInstances"
    ]
    found = [(one.resource.split(":")[-1].partition("/")[0], one.context[key]) for one in asked if key in one.context]
    assert sorted(found, key=str) == sorted(carried, key=str)


def test_an_instance_type_cannot_be_asked_of_an_image(fakests: FakeSts) -> None:
    """One statement on all resources with a condition on the instance type lets nobody run instances."""
    small = {"StringEquals": {"ec2:InstanceType": "t3.micro"}}
    fakests.add(User("ann", permissions=allow("ec2:RunInstances", when=small)))
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        fakests.client("ec2", "user/ann").run_instances(**RUN, InstanceType="t3.micro")
    others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in KINDS])
    fakests.user("ann").set_permissions(
        [allow("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when=small), others]
    )
    fakests.client("ec2", "user/ann").run_instances(**RUN, InstanceType="t3.micro")


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

    @pytest.mark.parametrize(
        ("method", "params", "key"),
        [
            ("create_rest_api", {"name": "shop"}, "apigateway:Request/EndpointType"),
            ("import_rest_api", {"body": b"{}"}, "apigateway:Request/EndpointType"),
            ("delete_rest_api", {"restApiId": "a1"}, "apigateway:Resource/EndpointType"),
        ],
    )
    def test_nor_is_what_an_api_is_like(self, fakests: FakeSts, method: str, params: dict[str, Any], key: str) -> None:
        """API Gateway Developer Guide, "Policy condition keys": by default, in its definition, or at present."""
        public = deny("apigateway:*", when={"ForAllValues:StringNotEquals": {key: "PRIVATE"}})
        fakests.add(User("ann", permissions=[allow("apigateway:*"), public]))
        with pytest.raises(UnmappedCallError, match=f"a policy asks for {key}, and "):
            getattr(fakests.client("apigateway", "user/ann"), method)(**params)

    def test_it_may_be_told(self, fakests: FakeSts) -> None:
        """Then it decides."""
        fakests.add(User("ann", permissions=[allow("*"), self.ONE_VPC]))
        fakests.context["lambda:VpcIds"] = "vpc-1"
        assert fakests.client("lambda", "user/ann").create_function(**self.INSIDE)


# What is asked of a resource that exists: a policy, and a call whose decision hangs on it.
EXISTING: list[tuple[list[Any], str, dict[str, Any], str]] = [
    (
        [allow("ec2:TerminateInstances", when={"StringEquals": {"ec2:InstanceType": "t3.micro"}})],
        "terminate_instances",
        {"InstanceIds": ["i-1"]},
        "ec2:InstanceType",
    ),
    (
        [allow("ec2:*"), deny("ec2:RunInstances", on="arn:aws:ec2:*::image/*", when=STRANGE)],
        "run_instances",
        RUN,
        "ec2:Owner",
    ),
    (
        [allow("ec2:*"), deny("ec2:RunInstances", on="arn:aws:ec2:*:*:subnet/*", when={"ArnNotEquals": {"ec2:Vpc": VPC}})],
        "run_instances",
        {**RUN, "SubnetId": "subnet-1"},
        "ec2:Vpc",
    ),
    (
        [allow("ec2:ModifyVolume", when={"StringEquals": {"ec2:VolumeType": "gp3"}})],
        "modify_volume",
        {"VolumeId": "vol-1", "VolumeType": "gp3"},
        "ec2:VolumeType",
    ),
    (
        [allow("ec2:CreateTags", when={"Bool": {"ec2:Encrypted": "true"}})],
        "create_tags",
        {"Resources": ["vol-1"], "Tags": [{"Key": "team", "Value": "blue"}]},
        "ec2:Encrypted",
    ),
    (
        [allow("ec2:*", on="arn:aws:ec2:*:*:instance/${ec2:PlacementGroup}-*")],
        "terminate_instances",
        {"InstanceIds": ["batch-1"]},
        "ec2:PlacementGroup",
    ),
    (
        [allow("ec2:*"), deny("ec2:Stop*", when={"StringNotEquals": {"aws:username": "${ec2:InstanceProfile, 'ann'}"}})],
        "stop_instances",
        {"InstanceIds": ["i-1"]},
        "ec2:InstanceProfile",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("permissions", "method", "params", "key"), EXISTING)
def test_what_an_existing_resource_is_like_no_call_shows(
    fakests: FakeSts, permissions: list[Any], method: str, params: dict[str, Any], key: str
) -> None:
    """Service Authorization Reference, Amazon EC2: these keys tell of the resource as it is, not of what is asked for."""
    fakests.add(User("ann", permissions=permissions))
    with pytest.raises(UnmappedCallError) as caught:
        getattr(fakests.client("ec2", "user/ann"), method)(**params)
    assert f'a policy asks for {key}, and no parameter shows it, fakests.context["{key}"] = "..." tells' in str(
        caught.value
    )


@pytest.mark.parametrize(("kind", "member"), [("subnet", "SubnetId"), ("security-group", "SecurityGroupIds")])
def test_defaults_that_no_parameter_shows_are_not_guessed(fakests: FakeSts, kind: str, member: str) -> None:
    """Service Authorization Reference, RunInstances: a subnet and a security group are always asked; AWS takes the default."""
    ours = allow("ec2:RunInstances", on=f"arn:aws:ec2:us-east-1:123456789012:{kind}/{kind}-1")
    others = [one for one in (*KINDS, "instance") if one != kind]
    of_others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{other}/*" for other in others])
    fakests.add(User("ann", permissions=[ours, of_others]))
    ec2 = fakests.client("ec2", "user/ann")
    with pytest.raises(
        UnmappedCallError, match=rf"ec2:RunInstances is denied on \S+:{kind}/\*, .*, {member} would tell"
    ):
        ec2.run_instances(**RUN)
    assert ec2.run_instances(**RUN, **{member: [f"{kind}-1"] if member.endswith("s") else f"{kind}-1"})


LAUNCH = {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}, "MinCount": 1, "MaxCount": 1}


class TestLaunchTemplates:
    """EC2 User Guide, "Control access to launching instances with a launch template": it may say what a call does not."""

    def test_an_instance_type_that_it_may_give_is_not_guessed(self, fakests: FakeSts) -> None:
        """The instance has one in any case."""
        large = deny(
            "ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"StringLike": {"ec2:InstanceType": "p5.*"}}
        )
        fakests.add(User("ann", permissions=[allow("ec2:*"), large]))
        with pytest.raises(UnmappedCallError, match="a policy asks for ec2:InstanceType, and no parameter shows it"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH)

    def test_what_the_call_says_counts(self, fakests: FakeSts) -> None:
        """It comes before what the launch template says."""
        large = deny(
            "ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"StringLike": {"ec2:InstanceType": "p5.*"}}
        )
        fakests.add(User("ann", permissions=[allow("ec2:*"), large]))
        assert fakests.client("ec2", "user/ann").run_instances(**LAUNCH, InstanceType="t3.micro")

    def test_what_is_denied_for_certain_comes_first(self, fakests: FakeSts) -> None:
        """Whichever image it has, the role may not be passed."""
        one = allow("ec2:RunInstances", on="arn:aws:ec2:*::image/ami-1")
        others = allow(
            "ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in (*KINDS[1:], "instance", "launch-template")]
        )
        fakests.add(User("ann", permissions=[one, others]))
        with pytest.raises(ClientError, match="not authorized to perform: iam:PassRole"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH, IamInstanceProfile={"Name": "web"})

    def test_its_image_has_to_be_allowed(self, fakests: FakeSts) -> None:
        """Whichever it is."""
        kinds = ("instance", "launch-template", *(kind for kind in KINDS if kind != "image"))
        fakests.add(
            User("ann", permissions=allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in kinds]))
        )
        with pytest.raises(ClientError, match="UnauthorizedOperation"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH)


class TestTargets:
    """Systems Manager User Guide, "Restricting Run Command access based on tags"."""

    DOCUMENT = allow("ssm:SendCommand", on="arn:aws:ssm:*::document/*")
    NODES = "arn:aws:ec2:us-east-1:123456789012:instance"
    BY_TAG: ClassVar[dict[str, Any]] = {"Targets": [{"Key": "tag:team", "Values": ["blue"]}]}
    BY_ID: ClassVar[dict[str, Any]] = {"Targets": [{"Key": "InstanceIds", "Values": ["i-0a1b2c3d4e5f60718"]}]}

    def send(self, fakests: FakeSts, permissions: list[Any], targets: dict[str, Any]) -> Any:
        fakests.add(User("ann", permissions=[self.DOCUMENT, *permissions]))
        return fakests.client("ssm", "user/ann").send_command(DocumentName="AWS-RunShellScript", **targets)

    def test_all_nodes(self, fakests: FakeSts) -> None:
        """Who may send commands to each may send them to those with a tag."""
        assert self.send(fakests, [allow("ssm:SendCommand", on=f"{self.NODES}/*")], self.BY_TAG)

    def test_no_node(self, fakests: FakeSts) -> None:
        """The document alone is not enough."""
        with pytest.raises(ClientError, match="AccessDenied"):
            self.send(fakests, [], self.BY_TAG)

    def test_nodes_with_a_tag(self, fakests: FakeSts) -> None:
        """Which these are, only Systems Manager knows."""
        blue = allow("ssm:SendCommand", on=f"{self.NODES}/*", when={"StringEquals": {"ssm:resourceTag/team": "blue"}})
        with pytest.raises(
            UnmappedCallError, match="the nodes that Targets finds are not known, InstanceIds would tell"
        ):
            self.send(fakests, [blue], self.BY_TAG)

    def test_nodes_by_their_ids(self, fakests: FakeSts) -> None:
        """As InstanceIds has them."""
        one = allow("ssm:SendCommand", on=f"{self.NODES}/i-0a1b2c3d4e5f60718")
        assert self.send(fakests, [one], self.BY_ID)


class TestLatestRevisions:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: a family alone is its latest revision."""

    FAMILY = "arn:aws:ecs:us-east-1:123456789012:task-definition/etl"

    @pytest.mark.parametrize("resource", [f"{FAMILY}:*", "*"])
    def test_whoever_may_run_all_of_them_may_run_the_latest(self, fakests: FakeSts, resource: str) -> None:
        """Whichever it is."""
        fakests.add(User("ann", permissions=allow("ecs:RunTask", on=resource)))
        assert fakests.client("ecs", "user/ann").run_task(taskDefinition="etl")

    def test_which_is_the_latest_is_not_guessed(self, fakests: FakeSts) -> None:
        """Where one revision is allowed."""
        fakests.add(User("ann", permissions=allow("ecs:RunTask", on=f"{self.FAMILY}:7")))
        ecs = fakests.client("ecs", "user/ann")
        with pytest.raises(UnmappedCallError) as caught:
            ecs.run_task(taskDefinition="etl")
        assert (
            f"ecs:RunTask is denied on {self.FAMILY}:*, and the latest revision of the task definition is not known, "
            "FAMILY:REVISION would tell"
        ) in str(caught.value)
        assert ecs.run_task(taskDefinition="etl:7")


class TestQueries:
    """Only the service knows where a query ran: which work group it was of, or which log groups it read."""

    WORK_GROUPS = "arn:aws:athena:us-east-1:123456789012:workgroup"

    @pytest.mark.parametrize(
        ("service", "call", "allowed"),
        [
            ("athena", lambda athena: athena.get_query_execution(QueryExecutionId="q-1"), "athena:*"),
            ("athena", lambda athena: athena.get_query_results(QueryExecutionId="q-1"), "athena:*"),
            ("logs", lambda logs: logs.get_query_results(queryId="q-1"), "logs:*"),
            ("logs", lambda logs: logs.get_log_record(logRecordPointer="p"), ["logs:*", "unmask:*"]),
        ],
        ids=["GetQueryExecution", "GetQueryResults", "logs-GetQueryResults", "GetLogRecord"],
    )
    def test_whoever_may_ask_for_all_may_ask_for_any(
        self, fakests: FakeSts, service: str, call: Any, allowed: Any
    ) -> None:
        """Libraries that wait for a query ask for its state by its id alone."""
        fakests.add(User("ann", permissions=allow(*([allowed] if isinstance(allowed, str) else allowed))))
        assert call(fakests.client(service, "user/ann"))

    def test_its_work_group_is_not_guessed(self, fakests: FakeSts) -> None:
        """Where one is allowed; the test can say which it is."""
        mine = f"{self.WORK_GROUPS}/mine"
        fakests.add(User("ann", permissions=allow("athena:GetQueryExecution", on=mine)))
        athena = fakests.client("athena", "user/ann")
        with pytest.raises(UnmappedCallError) as caught:
            athena.get_query_execution(QueryExecutionId="q-1")
        assert (
            f"athena:GetQueryExecution is denied on {self.WORK_GROUPS}/*, "
            "and the work group of QueryExecutionId is not known; say what it needs with fakests.map("
        ) in str(caught.value)
        fakests.map("athena:GetQueryExecution", resources=mine)
        assert athena.get_query_execution(QueryExecutionId="q-1")


def test_a_key_of_existing_resources_is_none_of_new_ones(fakests: FakeSts) -> None:
    """Instances that are run without a profile have none, whatever profiles others have."""
    bare = allow("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"Null": {"ec2:InstanceProfile": "true"}})
    others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in KINDS])
    fakests.add(User("ann", permissions=[bare, others]))
    assert fakests.client("ec2", "user/ann").run_instances(**RUN)


def test_which_attribute_a_call_sets_without_its_name_is_not_guessed(fakests: FakeSts) -> None:
    """AWS's guide shows the key for the parameter Attribute alone."""
    fakests.add(User("ann", permissions=allow("ec2:*", when={"StringEquals": {"ec2:Attribute": "instanceType"}})))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("ec2", "user/ann").modify_instance_attribute(InstanceId="i-1", InstanceType={"Value": "t3.nano"})
    assert (
        "a policy asks for ec2:Attribute, and AWS does not document what it is where the parameter Attribute does not say "
        'it, fakests.context["ec2:Attribute"] = "..." tells'
    ) in str(caught.value)


class TestExports:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html."""

    TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    EXPORT = allow("dynamodb:ExportTableToPointInTime", on=TABLE)

    def export(self, fakests: FakeSts, *permissions: Any) -> Any:
        fakests.add(User("ann", permissions=[self.EXPORT, *permissions]))
        dynamodb = fakests.client("dynamodb", "user/ann")
        return dynamodb.export_table_to_point_in_time(TableArn=self.TABLE, S3Bucket="exports")

    def test_who_may_write_to_the_bucket_may_export(self, fakests: FakeSts) -> None:
        """With each of the actions that the guide names."""
        write = ("s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl")
        assert self.export(fakests, allow(*write, on="arn:aws:s3:::exports/*"))

    def test_who_may_not_is_denied(self, fakests: FakeSts) -> None:
        """Wherever in the bucket the objects would be."""
        with pytest.raises(ClientError, match="not authorized to perform: s3:AbortMultipartUpload"):
            self.export(fakests, allow("s3:*", on="arn:aws:s3:::others/*"))

    def test_where_the_objects_will_be_is_not_guessed(self, fakests: FakeSts) -> None:
        """Where some of the bucket is allowed."""
        with pytest.raises(
            UnmappedCallError, match="where in the bucket the objects of an export or import are is not known"
        ):
            self.export(fakests, allow("s3:*", on="arn:aws:s3:::exports/AWSDynamoDB/1-*"))


def test_a_role_has_its_path_though_iam_is_asked_for_its_name(fakests: FakeSts) -> None:
    """IAM User Guide, "IAM identifiers": the ARN has the path, which operations on a name do not show."""
    fakests.add(
        Role("etl", path="/team/"), User("ann", permissions=allow("iam:GetRole", on="arn:aws:iam::*:role/team/*"))
    )
    assert fakests.client("iam", "user/ann").get_role(RoleName="etl")


class TestBoundaries:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html."""

    EDGE = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    WITHIN = allow("iam:AttachUserPolicy", when={"StringEquals": {"iam:PermissionsBoundary": EDGE}})

    def attach(self, fakests: FakeSts, user: User) -> Any:
        fakests.add(User("ann", permissions=self.WITHIN), user)
        return fakests.client("iam", "user/ann").attach_user_policy(UserName=user.name, PolicyArn=self.EDGE)

    def test_a_user_within_the_boundary_may_get_more(self, fakests: FakeSts) -> None:
        """The condition sees the boundary that the user has."""
        assert self.attach(fakests, User("ben", boundary=self.EDGE))

    def test_a_user_without_one_may_not(self, fakests: FakeSts) -> None:
        """Nobody gets around it by a user who has none."""
        with pytest.raises(ClientError, match="AccessDenied"):
            self.attach(fakests, User("ben"))

    def test_a_boundary_without_an_arn_is_not_guessed(self, fakests: FakeSts) -> None:
        """A document alone does not tell which policy it is."""
        with pytest.raises(
            UnmappedCallError, match="a policy asks for iam:PermissionsBoundary, and no parameter shows it"
        ):
            self.attach(fakests, User("ben", boundary=allow("s3:*")))


def test_what_another_statement_asks_for_leaves_no_doubt(fakests: FakeSts) -> None:
    """A key that the call does not show is asked of volumes alone, by a statement that cannot apply."""
    elsewhere = {"Bool": {"ec2:Encrypted": "false"}, "StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    fakests.add(User("ann", permissions=[allow("ec2:*"), deny("ec2:RunInstances", when=elsewhere)]))
    assert fakests.client("ec2", "user/ann").run_instances(**RUN)


def test_whether_a_volume_of_an_image_is_encrypted_is_not_guessed(fakests: FakeSts) -> None:
    """Where a policy asks for it, and no block device mapping says it."""
    plain = deny("ec2:RunInstances", on="arn:aws:ec2:*:*:volume/*", when={"Bool": {"ec2:Encrypted": "false"}})
    fakests.add(User("ann", permissions=[allow("ec2:*"), plain]))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("ec2", "user/ann").run_instances(**RUN)
    assert (
        "a policy asks for ec2:Encrypted, and whether the volumes of ami-1 are encrypted is not known, Ebs.Encrypted would "
        "tell"
    ) in str(caught.value)


@pytest.mark.users(
    User(
        "ann",
        permissions=[
            allow(
                "events:PutEvents",
                on="arn:aws:events:*:*:event-bus/orders",
                when={"ForAllValues:StringEquals": {"events:source": ["shop"]}},
            ),
            allow(
                "events:PutEvents",
                on="arn:aws:events:*:*:event-bus/default",
                when={"ForAllValues:StringEquals": {"events:source": ["mail"]}},
            ),
        ],
    )
)
def test_each_event_is_judged_by_its_own_source(fakests: FakeSts) -> None:
    """EventBridge User Guide, "Using IAM policy conditions": the source of an event is that of its entry."""
    shop = {"Source": "shop", "DetailType": "sold", "Detail": "{}", "EventBusName": "orders"}
    mail = {"Source": "mail", "DetailType": "sent", "Detail": "{}"}
    client = fakests.client("events", "user/ann")
    client.put_events(Entries=[shop, mail])
    with pytest.raises(ClientError, match="AccessDenied"):
        client.put_events(Entries=[shop, {**mail, "Source": "shop"}])


def test_instances_and_volumes_have_their_own_tags(decisions: Decisions) -> None:
    """Each type of resource that a call creates has the tags of its own specification."""
    found = decisions("ec2", "RunInstances", {**RUN, "TagSpecifications": [TAGGED]})
    tagged = {one.request.resource for one in found if "aws:RequestTag/team" in one.request.context}
    assert tagged == {"arn:aws:ec2:eu-west-1:123456789012:instance/*"}


@pytest.mark.users(
    User("ann", permissions=allow("s3:PutObject*", when={"StringEquals": {"s3:RequestObjectTag/team": "blue"}}))
)
def test_a_tag_of_the_request_decides(fakests: FakeSts) -> None:
    """A policy that asks for a tag allows the call that has it, and no other."""
    client = fakests.client("s3", "user/ann")
    client.put_object(**OBJECT, Tagging="team=blue")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.put_object(**OBJECT, Tagging="team=red")
