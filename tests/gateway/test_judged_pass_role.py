"""A role that is handed to a service needs iam:PassRole, with that service as iam:PassedToService.

Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; the services' pages of the Service
Authorization Reference name iam:PassedToService. Each call is made by a real client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import Decision, FakeSts, UnmappedCallError, User, allow

Decisions = Callable[..., tuple[Decision, ...]]

ROLE = "arn:aws:iam::123456789012:role/worker"

CALLS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    (
        "lambda",
        "CreateFunction",
        {"FunctionName": "resize", "Role": ROLE, "Code": {"ZipFile": b"x"}},
        ["arn:aws:iam::123456789012:role/worker to lambda.amazonaws.com"],
    ),
    (
        "lambda",
        "UpdateFunctionConfiguration",
        {"FunctionName": "resize", "Role": ROLE},
        ["arn:aws:iam::123456789012:role/worker to lambda.amazonaws.com"],
    ),
    ("lambda", "UpdateFunctionConfiguration", {"FunctionName": "resize", "Timeout": 3}, []),
    (
        "ecs",
        "RegisterTaskDefinition",
        {"family": "etl", "containerDefinitions": [], "taskRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to ecs-tasks.amazonaws.com"],
    ),
    (
        "ecs",
        "RegisterTaskDefinition",
        {
            "family": "etl",
            "containerDefinitions": [],
            "taskRoleArn": ROLE,
            "executionRoleArn": "arn:aws:iam::123456789012:role/pull",
        },
        [
            "arn:aws:iam::123456789012:role/worker to ecs-tasks.amazonaws.com",
            "arn:aws:iam::123456789012:role/pull to ecs-tasks.amazonaws.com",
        ],
    ),
    ("ecs", "RegisterTaskDefinition", {"family": "etl", "containerDefinitions": []}, []),
    (
        "ecs",
        "RunTask",
        {"taskDefinition": "etl:7", "overrides": {"taskRoleArn": ROLE}},
        ["arn:aws:iam::123456789012:role/worker to ecs-tasks.amazonaws.com"],
    ),
    (
        "ecs",
        "CreateService",
        {"serviceName": "web", "taskDefinition": "web:1", "role": ROLE},
        ["arn:aws:iam::123456789012:role/worker to ecs.amazonaws.com"],
    ),
    (
        "ec2",
        "RunInstances",
        {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "worker"}},
        ["arn:aws:iam::123456789012:role/worker to ec2.amazonaws.com"],
    ),
    (
        "ec2",
        "AssociateIamInstanceProfile",
        {"InstanceId": "i-1", "IamInstanceProfile": {"Arn": "arn:aws:iam::123456789012:instance-profile/worker"}},
        ["arn:aws:iam::123456789012:role/worker to ec2.amazonaws.com"],
    ),
    (
        "ec2",
        "CreateFlowLogs",
        {"ResourceIds": ["vpc-1"], "ResourceType": "VPC", "DeliverLogsPermissionArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to vpc-flow-logs.amazonaws.com"],
    ),
    (
        "eks",
        "CreateCluster",
        {"name": "prod", "roleArn": ROLE, "resourcesVpcConfig": {}},
        ["arn:aws:iam::123456789012:role/worker to eks.amazonaws.com"],
    ),
    (
        "eks",
        "CreateNodegroup",
        {"clusterName": "prod", "nodegroupName": "a", "subnets": [], "nodeRole": ROLE},
        ["arn:aws:iam::123456789012:role/worker to eks.amazonaws.com"],
    ),
    (
        "eks",
        "CreateFargateProfile",
        {"clusterName": "prod", "fargateProfileName": "f", "podExecutionRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to eks.amazonaws.com"],
    ),
    (
        "eks",
        "CreatePodIdentityAssociation",
        {"clusterName": "prod", "namespace": "n", "serviceAccount": "s", "roleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to pods.eks.amazonaws.com"],
    ),
    (
        "eks",
        "CreateAddon",
        {"clusterName": "prod", "addonName": "cni", "serviceAccountRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to eks.amazonaws.com"],
    ),
    (
        "cloudformation",
        "CreateStack",
        {"StackName": "web", "RoleARN": ROLE},
        ["arn:aws:iam::123456789012:role/worker to cloudformation.amazonaws.com"],
    ),
    (
        "cloudformation",
        "UpdateStack",
        {"StackName": "web", "RoleARN": ROLE},
        ["arn:aws:iam::123456789012:role/worker to cloudformation.amazonaws.com"],
    ),
    (
        "cloudformation",
        "DeleteStack",
        {"StackName": "web", "RoleARN": ROLE},
        ["arn:aws:iam::123456789012:role/worker to cloudformation.amazonaws.com"],
    ),
    (
        "cloudformation",
        "CreateChangeSet",
        {"StackName": "web", "ChangeSetName": "next", "RoleARN": ROLE},
        ["arn:aws:iam::123456789012:role/worker to cloudformation.amazonaws.com"],
    ),
    ("cloudformation", "DeleteStack", {"StackName": "web"}, []),
    (
        "stepfunctions",
        "CreateStateMachine",
        {"name": "etl", "definition": "{}", "roleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to states.amazonaws.com"],
    ),
    (
        "stepfunctions",
        "UpdateStateMachine",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl", "roleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to states.amazonaws.com"],
    ),
    (
        "events",
        "PutRule",
        {"Name": "nightly", "RoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to events.amazonaws.com"],
    ),
    (
        "events",
        "PutTargets",
        {
            "Rule": "nightly",
            "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "RoleArn": ROLE}],
        },
        ["arn:aws:iam::123456789012:role/worker to events.amazonaws.com"],
    ),
    (
        "firehose",
        "CreateDeliveryStream",
        {
            "DeliveryStreamName": "logs",
            "ExtendedS3DestinationConfiguration": {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::logs"},
        },
        ["arn:aws:iam::123456789012:role/worker to firehose.amazonaws.com"],
    ),
    (
        "glue",
        "CreateJob",
        {"Name": "etl", "Role": "worker", "Command": {}},
        ["arn:aws:iam::123456789012:role/worker to glue.amazonaws.com"],
    ),
    (
        "glue",
        "CreateCrawler",
        {"Name": "c", "Role": ROLE, "Targets": {}},
        ["arn:aws:iam::123456789012:role/worker to glue.amazonaws.com"],
    ),
    (
        "glue",
        "UpdateJob",
        {"JobName": "etl", "JobUpdate": {"Role": ROLE}},
        ["arn:aws:iam::123456789012:role/worker to glue.amazonaws.com"],
    ),
    (
        "logs",
        "PutSubscriptionFilter",
        {
            "logGroupName": "app",
            "filterName": "f",
            "filterPattern": "",
            "destinationArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/x",
            "roleArn": ROLE,
        },
        ["arn:aws:iam::123456789012:role/worker to logs.amazonaws.com"],
    ),
    (
        "logs",
        "PutDestination",
        {"destinationName": "d", "targetArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/x", "roleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to logs.amazonaws.com"],
    ),
    (
        "rds",
        "CreateDBInstance",
        {
            "DBInstanceIdentifier": "Shop",
            "DBInstanceClass": "db.t3.micro",
            "Engine": "mysql",
            "MonitoringRoleArn": ROLE,
        },
        ["arn:aws:iam::123456789012:role/worker to rds.amazonaws.com"],
    ),
    (
        "rds",
        "AddRoleToDBCluster",
        {"DBClusterIdentifier": "shop", "RoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to rds.amazonaws.com"],
    ),
    (
        "rds",
        "StartExportTask",
        {
            "ExportTaskIdentifier": "e",
            "SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:s",
            "S3BucketName": "b",
            "IamRoleArn": ROLE,
            "KmsKeyId": "1234abcd",
        },
        ["arn:aws:iam::123456789012:role/worker to rds.amazonaws.com"],
    ),
    (
        "s3",
        "PutBucketReplication",
        {
            "Bucket": "reports",
            "ReplicationConfiguration": {
                "Role": ROLE,
                "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "b"}}],
            },
        },
        ["arn:aws:iam::123456789012:role/worker to s3.amazonaws.com"],
    ),
    (
        "ssm",
        "SendCommand",
        {"DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1"], "ServiceRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to ssm.amazonaws.com"],
    ),
    (
        "ssm",
        "StartAutomationExecution",
        {"DocumentName": "Patch", "Parameters": {"AutomationAssumeRole": [ROLE]}},
        ["arn:aws:iam::123456789012:role/worker to ssm.amazonaws.com"],
    ),
    ("ssm", "CreateActivation", {"IamRole": "worker"}, ["arn:aws:iam::123456789012:role/worker to ssm.amazonaws.com"]),
    (
        "ssm",
        "RegisterTaskWithMaintenanceWindow",
        {"WindowId": "mw-0123456789abcdef0", "TaskArn": "Patch", "TaskType": "AUTOMATION", "ServiceRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to ssm.amazonaws.com"],
    ),
    (
        "sns",
        "CreateTopic",
        {"Name": "news", "Attributes": {"LambdaFailureFeedbackRoleArn": ROLE}},
        ["arn:aws:iam::123456789012:role/worker to sns.amazonaws.com"],
    ),
    (
        "sns",
        "SetTopicAttributes",
        {
            "TopicArn": "arn:aws:sns:eu-west-1:123456789012:news",
            "AttributeName": "SQSFailureFeedbackRoleArn",
            "AttributeValue": ROLE,
        },
        ["arn:aws:iam::123456789012:role/worker to sns.amazonaws.com"],
    ),
    (
        "apigateway",
        "PutIntegration",
        {"restApiId": "a1", "resourceId": "r1", "httpMethod": "GET", "type": "AWS", "credentials": ROLE},
        ["arn:aws:iam::123456789012:role/worker to apigateway.amazonaws.com"],
    ),
    (
        "apigateway",
        "UpdateAccount",
        {"patchOperations": [{"op": "replace", "path": "/cloudwatchRoleArn", "value": ROLE}]},
        ["arn:aws:iam::123456789012:role/worker to apigateway.amazonaws.com"],
    ),
    (
        "athena",
        "CreateWorkGroup",
        {"Name": "w", "Configuration": {"ExecutionRole": ROLE}},
        ["arn:aws:iam::123456789012:role/worker to athena.amazonaws.com"],
    ),
    (
        "ecr",
        "CreatePullThroughCacheRule",
        {"ecrRepositoryPrefix": "pub", "upstreamRegistryUrl": "u", "customRoleArn": ROLE},
        ["arn:aws:iam::123456789012:role/worker to ecr.amazonaws.com"],
    ),
    (
        "cloudwatch",
        "PutMetricStream",
        {
            "Name": "m",
            "FirehoseArn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/d",
            "RoleArn": ROLE,
            "OutputFormat": "json",
        },
        ["arn:aws:iam::123456789012:role/worker to streams.metrics.cloudwatch.amazonaws.com"],
    ),
    (
        "iam",
        "AddRoleToInstanceProfile",
        {"InstanceProfileName": "web", "RoleName": "worker"},
        ["arn:aws:iam::123456789012:role/worker to ec2.amazonaws.com"],
    ),
    (
        "athena",
        "UpdateWorkGroup",
        {"WorkGroup": "spark", "ConfigurationUpdates": {"ExecutionRole": ROLE}},
        [f"{ROLE} to athena.amazonaws.com"],
    ),
    # Step Functions Developer Guide, "Testing state machines with TestState API".
    ("stepfunctions", "TestState", {"definition": "{}", "roleArn": ROLE}, [f"{ROLE} to states.amazonaws.com"]),
    ("stepfunctions", "TestState", {"definition": "{}"}, []),
    # RDS User Guide, "Creating the IAM role used by Windows Authentication".
    (
        "rds",
        "ModifyDBInstance",
        {"DBInstanceIdentifier": "orders", "Domain": "d-1", "DomainIAMRoleName": "worker"},
        [f"{ROLE} to rds.amazonaws.com"],
    ),
    (
        "rds",
        "ModifyDBCluster",
        {"DBClusterIdentifier": "orders", "Domain": "d-1", "DomainIAMRoleName": "worker"},
        [f"{ROLE} to rds.amazonaws.com"],
    ),
    (
        "rds",
        "CreateDBInstance",
        {
            "DBInstanceIdentifier": "o",
            "DBInstanceClass": "c",
            "Engine": "custom-oracle-ee",
            "CustomIamInstanceProfile": "worker",
        },
        [f"{ROLE} to None"],
    ),
    (
        "ecs",
        "CreateTaskSet",
        {
            "cluster": "prod",
            "service": "web",
            "taskDefinition": "web:1",
            "loadBalancers": [{"advancedConfiguration": {"roleArn": ROLE}}],
        },
        [f"{ROLE} to ecs.amazonaws.com"],
    ),
    # AmazonDynamoDBFullAccess names the service: AWS Managed Policy Reference.
    (
        "dynamodb",
        "UpdateTableReplicaAutoScaling",
        {"TableName": "Orders", "ProvisionedWriteCapacityAutoScalingUpdate": {"AutoScalingRoleArn": ROLE}},
        [f"{ROLE} to application-autoscaling.amazonaws.com"],
    ),
    (
        "ec2",
        "CreateFleet",
        {
            "TargetCapacitySpecification": {"TotalTargetCapacity": 1},
            "LaunchTemplateConfigs": [
                {
                    "LaunchTemplateSpecification": {"LaunchTemplateId": "lt-1", "Version": "1"},
                    "Overrides": [{"IamInstanceProfile": {"Name": "worker"}}],
                }
            ],
        },
        [f"{ROLE} to ec2.amazonaws.com"],
    ),
    (
        "ec2",
        "RunScheduledInstances",
        {
            "ScheduledInstanceId": "sci-1",
            "LaunchSpecification": {"ImageId": "ami-1", "IamInstanceProfile": {"Name": "worker"}},
        },
        [f"{ROLE} to ec2.amazonaws.com"],
    ),
    (
        "logs",
        "PutDeliveryDestination",
        {"name": "traces", "deliveryDestinationType": "XRAY", "roleArn": ROLE},
        [f"{ROLE} to None"],
    ),
    (
        "firehose",
        "CreateDeliveryStream",
        {
            "DeliveryStreamName": "orders",
            "DatabaseSourceConfiguration": {
                "Type": "MySQL",
                "Endpoint": "e",
                "Port": 3306,
                "Databases": {},
                "Tables": {},
                "SnapshotWatermarkTable": "w",
                "DatabaseSourceAuthenticationConfiguration": {
                    "SecretsManagerConfiguration": {"Enabled": True, "RoleARN": ROLE}
                },
                "DatabaseSourceVPCConfiguration": {
                    "VpcEndpointServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-01234567890abcdef"
                },
            },
        },
        [f"{ROLE} to firehose.amazonaws.com"],
    ),
    (
        "secretsmanager",
        "RotateSecret",
        {"SecretId": "db", "RotationLambdaARN": "arn:aws:lambda:eu-west-1:123456789012:function:rotate"},
        [],
    ),
]


@pytest.mark.parametrize(
    ("service", "operation", "params", "passed"), CALLS, ids=[f"{row[0]}:{row[1]}" for row in CALLS]
)
def test_a_role_is_passed_to_its_service(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], passed: list[str]
) -> None:
    """Each role of a call is passed, to the service that will use it; a call without a role passes none."""
    asked = [one.request for one in decisions(service, operation, params) if one.request.action == "iam:PassRole"]
    assert [f"{one.resource} to {one.context.get('iam:PassedToService')}" for one in asked] == passed


@pytest.mark.parametrize(
    ("service", "operation", "params", "for_what"),
    [
        (
            "ec2",
            "RunInstances",
            {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "worker"}},
            "arn:aws:ec2:eu-west-1:123456789012:instance/*",
        ),
        (
            "ec2",
            "AssociateIamInstanceProfile",
            {"InstanceId": "i-1", "IamInstanceProfile": {"Name": "worker"}},
            "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        ),
        # IAM API Reference, AddRoleToInstanceProfile: any other ARN may lead to unexpected results.
        (
            "iam",
            "AddRoleToInstanceProfile",
            {"InstanceProfileName": "web", "RoleName": "worker"},
            "arn:aws:ec2:*:123456789012:instance/*",
        ),
    ],
)
def test_a_role_for_instances_is_associated_with_them(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], for_what: str
) -> None:
    """iam:AssociatedResourceArn tells of EC2's instances: IAM User Guide, "Available keys for IAM"."""
    asked = [one.request for one in decisions(service, operation, params) if one.request.action == "iam:PassRole"]
    assert [one.context.get("iam:AssociatedResourceArn") for one in asked] == [for_what]


FUNCTION = {"FunctionName": "resize", "Role": ROLE, "Code": {"ZipFile": b"x"}}


class TestWhatIsNotDocumented:
    """Keys of iam:PassRole whose values AWS's documents do not tell."""

    PASS = allow(
        "iam:PassRole", on=ROLE, when={"ArnLike": {"iam:AssociatedResourceARN": "arn:aws:lambda:*:*:function:*"}}
    )

    def test_a_policy_that_asks_for_it_is_not_judged_by_a_guess(self, fakests: FakeSts) -> None:
        """The error says how to tell."""
        fakests.add(User("ann", permissions=[allow("lambda:*"), self.PASS]))
        with pytest.raises(UnmappedCallError) as caught:
            fakests.client("lambda", "user/ann").create_function(**FUNCTION)
        assert (
            "a policy asks for iam:AssociatedResourceArn, and AWS does not document what it is for this call, "
            'fakests.context["iam:AssociatedResourceArn"] = "..." tells'
        ) in str(caught.value)

    def test_the_test_may_tell_it(self, fakests: FakeSts) -> None:
        """As a condition key of the requests that follow."""
        fakests.add(User("ann", permissions=[allow("lambda:*"), self.PASS]))
        fakests.context["iam:AssociatedResourceArn"] = "arn:aws:lambda:us-east-1:123456789012:function:resize"
        fakests.client("lambda", "user/ann").create_function(**FUNCTION)
        assert [bool(one) for one in fakests.calls[-1].decisions] == [True, True]
