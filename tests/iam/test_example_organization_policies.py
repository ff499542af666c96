"""The example policies of AWS's pages for organizations and VPC endpoints, judged as their pages say.

The statements are those of the pages, without the actions and resources that no request here is about.
"""

from __future__ import annotations

from typing import Any

import pytest
from example_statements import allow, document

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

GATEWAY = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html"
SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html"
EC2_SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_ec2.html"
RCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html"

# The resources' account, a partner's, and somebody's.
A, B, C = "111122223333", "444455556666", "777788889999"
ANN, BOB, EVE = (f"arn:aws:iam::{account}:user/u" for account in (A, B, C))
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}

Context = dict[str, Any]

BUCKET, OBJECTS, OBJECT = "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b/o"

QUEUE = f"arn:aws:sqs:us-east-2:{A}:queue1"
GET, PUT, LIST = "s3:GetObject", "s3:PutObject", "s3:ListBucket"


def scp(actions: Any, *, negated: bool = False, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    element = "NotAction" if negated else "Action"
    return {"Effect": "Deny", element: actions, "Resource": on, "Condition": conditions}


IN_ADMIN = f"arn:aws:sts::{A}:assumed-role/Role1AllowedToBypassThisSCP/s"
GLOBAL = ["acm:*", "ec2:DescribeRegions", "iam:*", "s3:GetAccountPublic*", "s3:ListAllMyBuckets", "sts:*", "kms:*"]
BYPASSING = ["arn:aws:iam::*:role/Role1AllowedToBypassThisSCP", "arn:aws:iam::*:role/Role2AllowedToBypassThisSCP"]
EUROPE = document(
    scp(
        GLOBAL,
        negated=True,
        StringNotEquals={"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]},
        ArnNotLike={"aws:PrincipalARN": BYPASSING},
    )
)
TARGET = f"arn:aws:iam::{A}:role/name-of-role-to-deny"
PROTECTED = document(
    scp(
        ["iam:DeleteRole", "iam:UpdateRole"],
        on=["arn:aws:iam::*:role/name-of-role-to-deny"],
        ArnNotLike={"aws:PrincipalARN": "arn:aws:iam::*:role/Role1AllowedToBypassThisSCP"},
    )
)
STOPS = document(
    scp(["ec2:StopInstances", "ec2:TerminateInstances"], BoolIfExists={"aws:MultiFactorAuthPresent": False})
)
NO_ROOT = document(scp(["ec2:*"], on=["*"], StringLike={"aws:PrincipalArn": ["arn:aws:iam::*:root"]}))
MICRO = document(
    scp("ec2:RunInstances", on=["arn:aws:ec2:*:*:instance/*"], StringNotEquals={"ec2:InstanceType": "t2.micro"})
)
IMDS = document(
    scp("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", StringNotEquals={"ec2:MetadataHttpTokens": "required"}),
    scp(
        "ec2:RunInstances",
        on="arn:aws:ec2:*:*:instance/*",
        NumericGreaterThan={"ec2:MetadataHttpPutResponseHopLimit": "2"},
    ),
    scp("*", NumericLessThan={"ec2:RoleDelivery": "2.0"}),
)
GP3 = document(
    scp(
        ["ec2:AttachVolume", "ec2:CreateVolume", "ec2:RunInstances"],
        on="arn:aws:ec2:*:*:volume/*",
        StringNotEquals={"ec2:VolumeType": "gp3"},
    )
)
INSTANCE, VOLUME = (f"arn:aws:ec2:us-east-1:{A}:{kind}/x" for kind in ("instance", "volume"))
ROOT = f"arn:aws:iam::{A}:root"
V2 = {"ec2:MetadataHttpTokens": "required", "ec2:MetadataHttpPutResponseHopLimit": "2"}
REGION = "aws:RequestedRegion"

# The page, the service control policy, who asks for what on which resource, in which context, and what its page says.
SCP_ROWS: list[tuple[Any, ...]] = [
    (SCPS, EUROPE, ANN, "ec2:RunInstances", INSTANCE, {REGION: "us-east-1"}, EXPLICIT, "another Region"),
    (SCPS, EUROPE, ANN, "ec2:RunInstances", INSTANCE, {REGION: "eu-west-1"}, ALLOWED, "an approved Region"),
    (SCPS, EUROPE, IN_ADMIN, "ec2:RunInstances", INSTANCE, {REGION: "us-east-1"}, ALLOWED, "one of the administrators' roles"),
    (SCPS, EUROPE, ANN, "iam:CreateUser", "*", {REGION: "us-east-1"}, ALLOWED, "a global service"),
    (SCPS, EUROPE, ANN, "ec2:DescribeRegions", "*", {REGION: "us-east-1"}, ALLOWED, "an exempted operation"),
    (SCPS, EUROPE, ANN, "s3:GetAccountPublicAccessBlock", "*", {REGION: "us-east-1"}, ALLOWED, "one by a wildcard"),
    (SCPS, EUROPE, ANN, "s3:GetObject", OBJECT, {REGION: "us-east-1"}, EXPLICIT, "another of the same service"),
    (SCPS, PROTECTED, ANN, "iam:DeleteRole", TARGET, {}, EXPLICIT, "the role, by anybody"),
    (SCPS, PROTECTED, IN_ADMIN, "iam:DeleteRole", TARGET, {}, ALLOWED, "the role, by its administrators"),
    (SCPS, PROTECTED, ANN, "iam:DeleteRole", f"{TARGET}2", {}, ALLOWED, "another role"),
    (SCPS, PROTECTED, ANN, "iam:GetRole", TARGET, {}, ALLOWED, "the role is shown"),
    (SCPS, STOPS, ANN, "ec2:StopInstances", INSTANCE, {}, EXPLICIT, "access keys, which know of no MFA"),
    (SCPS, STOPS, ANN, "ec2:StopInstances", INSTANCE, {"aws:MultiFactorAuthPresent": "true"}, ALLOWED, "with MFA"),
    (SCPS, STOPS, ANN, "ec2:StartInstances", INSTANCE, {}, ALLOWED, "an operation that needs none"),
    (SCPS, NO_ROOT, ROOT, "ec2:StopInstances", INSTANCE, {}, EXPLICIT, "a member account's root user"),
    (SCPS, NO_ROOT, ROOT, "s3:GetObject", OBJECT, {}, ALLOWED, "the root user elsewhere"),
    (SCPS, NO_ROOT, ANN, "ec2:StopInstances", INSTANCE, {}, ALLOWED, "its users"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", INSTANCE, {"ec2:InstanceType": "m5.large"}, EXPLICIT, "another type"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", INSTANCE, {"ec2:InstanceType": "t2.micro"}, ALLOWED, "the type"),
    (EC2_SCPS, MICRO, ANN, "ec2:RunInstances", VOLUME, {}, ALLOWED, "another resource of the launch"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, V2, ALLOWED, "IMDSv2"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {**V2, "ec2:MetadataHttpTokens": "optional"}, EXPLICIT, "IMDSv1"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {}, EXPLICIT, "tokens that are not told"),
    (EC2_SCPS, IMDS, ANN, "ec2:RunInstances", INSTANCE, {**V2, "ec2:MetadataHttpPutResponseHopLimit": "3"}, EXPLICIT, "a hop more"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {"ec2:RoleDelivery": "1.0"}, EXPLICIT, "credentials that came by IMDSv1"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {"ec2:RoleDelivery": "2.0"}, ALLOWED, "those that came by IMDSv2"),
    (EC2_SCPS, IMDS, ANN, GET, OBJECT, {}, ALLOWED, "those of no instance"),
    (EC2_SCPS, GP3, ANN, "ec2:CreateVolume", VOLUME, {"ec2:VolumeType": "gp2"}, EXPLICIT, "a volume of another type"),
    (EC2_SCPS, GP3, ANN, "ec2:ModifyVolume", VOLUME, {"ec2:VolumeType": "gp3"}, ALLOWED, "a modification is not prevented"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "policy", "caller", "action", "resource", "context", "outcome"),
    [pytest.param(*row[:-1], id=f"{row[0].rpartition('/')[2]}: {row[-1]}") for row in SCP_ROWS],
)
def test_example_of_a_service_control_policy(
    page: str, policy: Any, caller: str, action: str, resource: str, context: Context, outcome: Outcome
) -> None:
    """Beside FullAWSAccess it denies as its page says."""
    full = document(ALL)
    asked = Request(action, resource, caller, context)
    assert evaluate(asked, Policies(identity=[ALL], service_control=[[full], [full, policy]])).outcome is outcome, page


ENDPOINT = document(allow("*", LIST, GET, PUT, on=["arn:aws:s3:::bucket_name", "arn:aws:s3:::bucket_name/*"]))
ENDPOINT_ROWS: list[tuple[Any, ...]] = [
    (GET, "arn:aws:s3:::bucket_name/o", ALLOWED, "the bucket"),
    ("s3:DeleteObject", "arn:aws:s3:::bucket_name/o", IMPLICIT, "another action"),
    (GET, "arn:aws:s3:::other/o", IMPLICIT, "another bucket"),
]


@pytest.mark.parametrize(
    ("action", "resource", "outcome"), [pytest.param(*row[:-1], id=row[-1]) for row in ENDPOINT_ROWS]
)
def test_example_of_an_endpoint_policy(action: str, resource: str, outcome: Outcome) -> None:
    """Whatever else somebody may do, through the endpoint it is this."""
    policy = parse_policy(ENDPOINT, PolicyKind.GATEWAY_ENDPOINT)
    assert evaluate(Request(action, resource, ANN), Policies(identity=[ALL], endpoint=[policy])).outcome is outcome, (
        GATEWAY
    )


SECURE = document(
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}},
    }
)
RCP_ROWS: list[tuple[Any, ...]] = [
    (ANN, GET, {"aws:SecureTransport": "true"}, ALLOWED, "over TLS"),
    (ANN, GET, {"aws:SecureTransport": "false"}, EXPLICIT, "without TLS"),
    (ANN, GET, {}, EXPLICIT, "where nothing is told of it"),
    (ANN, "sqs:SendMessage", {"aws:SecureTransport": "false"}, ALLOWED, "another service"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("caller", "action", "context", "outcome"), [pytest.param(*row[:-1], id=row[-1]) for row in RCP_ROWS]
)
def test_example_of_a_resource_control_policy(caller: str, action: str, context: Context, outcome: Outcome) -> None:
    """Requests for the organization's buckets are denied unless they come over TLS."""
    resource = OBJECT if action == GET else QUEUE
    asked = Request(action, resource, caller, context, resource_account=A)
    assert evaluate(asked, Policies(identity=[ALL], resource_control=[[SECURE], []])).outcome is outcome, RCPS
