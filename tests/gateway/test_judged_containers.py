"""What calls of ECS, EKS and ECR are judged on, and what conditions see of them: each is made by a real client.

Source: Service Authorization Reference, of each service.
"""

from __future__ import annotations

from typing import Any

import pytest
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

ACCESS_POLICY: dict[str, Any] = {
    "clusterName": "prod",
    "principalArn": "arn:aws:iam::123456789012:role/worker",
    "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
    "accessScope": {"type": "namespace", "namespaces": ["web"]},
}
DAEMON: dict[str, Any] = {
    "daemonName": "agent",
    "clusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
    "daemonTaskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent:3",
    "capacityProviderArns": ["arn:aws:ecs:eu-west-1:123456789012:capacity-provider/cp"],
}
EKS_CLUSTER: dict[str, Any] = {
    "name": "prod",
    "roleArn": "arn:aws:iam::123456789012:role/worker",
    "resourcesVpcConfig": {},
    "logging": {"clusterLogging": [{"types": ["api"], "enabled": True}, {"types": ["audit"], "enabled": False}]},
}
CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster"

CALLS: list[Call] = [
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
        "DescribeCluster",
        {"name": "prod"},
        ["eks:DescribeCluster arn:aws:eks:eu-west-1:123456789012:cluster/prod"],
    ),
    # https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html: what the principal needs that creates a cluster.
    (
        "eks",
        "AssociateEncryptionConfig",
        {
            "clusterName": "prod",
            "encryptionConfig": [
                {
                    "resources": ["secrets"],
                    "provider": {"keyArn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"},
                }
            ],
        },
        [
            "eks:AssociateEncryptionConfig arn:aws:eks:eu-west-1:123456789012:cluster/prod",
            "kms:DescribeKey arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
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
    ("ecr", "GetAuthorizationToken", {}, ["ecr:GetAuthorizationToken *"]),
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html and, for those who create one,
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
    (
        "ecr",
        "CreateRepository",
        {"repositoryName": "app", "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "1234abcd"}},
        [
            "ecr:CreateRepository arn:aws:ecr:eu-west-1:123456789012:repository/app",
            "kms:DescribeKey arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
            "kms:CreateGrant arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
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
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    (
        "ecs",
        "RegisterTaskDefinition",
        {"family": "web", "containerDefinitions": [{"name": "a"}, {"name": "b", "privileged": True}]},
        "ecs:RegisterTaskDefinition",
        "ecs:privileged",
        "true",
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
    *(
        ("eks", "CreateCluster", EKS_CLUSTER, "eks:CreateCluster", key, value)
        for key, value in (
            ("eks:loggingType/api", "true"),
            ("eks:loggingType/audit", "false"),
            ("eks:kubeSchedulerConfig", "false"),
        )
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
        "eks",
        "AssociateAccessPolicy",
        ACCESS_POLICY,
        "eks:AssociateAccessPolicy arn:aws:eks:eu-west-1:123456789012:access-entry/prod/role/123456789012/worker/*",
        "eks:namespaces",
        ("web",),
    ),
    (
        "eks",
        "UpdateClusterConfig",
        {"name": "prod", "resourcesVpcConfig": {"controlPlaneEgressMode": "x"}},
        "eks:UpdateClusterConfig arn:aws:eks:eu-west-1:123456789012:cluster/prod",
        "eks:controlPlaneEgressMode",
        "x",
    ),
    (
        "ecr",
        "PutAccountSetting",
        {"name": "BASIC_SCAN_TYPE_VERSION", "value": "AWS_NATIVE"},
        "ecr:PutAccountSetting *",
        "ecr:AccountSetting",
        "BASIC_SCAN_TYPE_VERSION",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


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
