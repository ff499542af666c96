"""A denial by policy, in each service's own words, and the note that says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Organization, Resource, ResourcePolicy, Role, User, VpcEndpoint, allow, deny

POOR = "arn:aws:iam::123456789012:user/poor"
HERE = "us-east-1:123456789012"

pytestmark = pytest.mark.users("poor")

# Service, call, code, status, and what follows "User: ARN is not authorized to perform: ". Where the words were seen:
# S3 aws-ia/terraform-aws-bedrock#41; DynamoDB AntonShuvaev/intellij-dynamodb#29; Lambda slackapi/bolt-python#632;
# SQS, SNS and the forms without a resource: answers of real accounts in public reports;
# EC2 aws/karpenter-provider-aws#7370; KMS jbrt/ec2cryptomatic#26.
ROWS: dict[str, tuple[str, Callable[[Any], Any], str, int, str, str]] = {
    "s3 object": ("s3", lambda c: c.get_object(Bucket="b", Key="k"), "AccessDenied", 403, "s3:GetObject", ' on resource: "arn:aws:s3:::b/k"'),
    "s3 bucket": ("s3", lambda c: c.list_objects_v2(Bucket="b"), "AccessDenied", 403, "s3:ListBucket", ' on resource: "arn:aws:s3:::b"'),
    "s3 nothing": ("s3", lambda c: c.list_buckets(), "AccessDenied", 403, "s3:ListAllMyBuckets", ""),
    "dynamodb": ("dynamodb", lambda c: c.get_item(TableName="t", Key={"a": {"S": "b"}}), "AccessDeniedException", 400, "dynamodb:GetItem", f" on resource: arn:aws:dynamodb:{HERE}:table/t"),
    "sqs": ("sqs", lambda c: c.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/q", MessageBody="x"), "AccessDenied", 403, "sqs:sendmessage", f" on resource: arn:aws:sqs:{HERE}:q"),
    "sns": ("sns", lambda c: c.publish(TopicArn=f"arn:aws:sns:{HERE}:t", Message="x"), "AuthorizationError", 403, "SNS:Publish", f" on resource: arn:aws:sns:{HERE}:t"),
    "lambda": ("lambda", lambda c: c.invoke(FunctionName="f"), "AccessDeniedException", 403, "lambda:InvokeFunction", f" on resource: arn:aws:lambda:{HERE}:function:f"),
    "lambda list": ("lambda", lambda c: c.list_functions(), "AccessDeniedException", 403, "lambda:ListFunctions", " on resource: *"),
    "kms": ("kms", lambda c: c.list_keys(), "AccessDeniedException", 400, "kms:ListKeys", " on resource: *"),
    "secretsmanager": ("secretsmanager", lambda c: c.list_secrets(), "AccessDeniedException", 400, "secretsmanager:ListSecrets", ""),
    "ssm": ("ssm", lambda c: c.get_parameter(Name="/a/b"), "AccessDeniedException", 400, "ssm:GetParameter", f" on resource: arn:aws:ssm:{HERE}:parameter/a/b"),
}  # fmt: skip


def answer_of(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_each_service_denies_in_its_own_words(
    fakests: FakeSts, row: tuple[str, Callable[[Any], Any], str, int, str, str]
) -> None:
    """Code, status, how the action is spelt, and whether and how the resource is named."""
    service, call, code, status, action, place = row
    with pytest.raises(ClientError) as caught:
        call(fakests.client(service, "user/poor"))
    assert answer_of(caught) == (
        code,
        status,
        f"User: {POOR} is not authorized to perform: {action}{place} "
        f"because no identity-based policy allows the {action} action",
    )


HOME, FAR, ORGANIZATION = "123456789012", "210987654321", "o-exampleorgid"
BUCKET, ALL = "arn:aws:s3:::b", allow("*", to="*")
FORBIDDING = VpcEndpoint("vpce-1a2b3c4d", policy=deny("s3:*", to="*"))
NO_POLICY = "because no resource-based policy allows the s3:GetObject action"
ENDPOINT = "with an explicit deny in a VPC endpoint policy"
EXPLICIT = "with an explicit deny in a resource-based policy"

# Whose bucket it is, whose organization the accounts are in, what else is declared, and why S3 says that it denies.
ABROAD: dict[str, tuple[str, list[str], list[Any], str | None]] = {
    "own bucket": (HOME, [], [ResourcePolicy(BUCKET, deny("s3:*", to="*"))], EXPLICIT),
    "own bucket, through an endpoint": (HOME, [], [FORBIDDING], ENDPOINT),
    "of no organization": (FAR, [], [], None),
    "of no organization, explicit": (FAR, [], [ResourcePolicy(BUCKET, deny("s3:*", to="*"), account=FAR)], None),
    "of another organization": (FAR, [HOME], [], None),
    "of the same organization": (FAR, [HOME, FAR], [], NO_POLICY),
    "of the same, through an endpoint": (FAR, [HOME, FAR], [ResourcePolicy(BUCKET, ALL, account=FAR), FORBIDDING], None),
}  # fmt: skip


@pytest.mark.users(User("ann", permissions=allow("*")))
@pytest.mark.parametrize("row", ABROAD.values(), ids=ABROAD)
def test_s3_tells_other_organizations_nothing(
    fakests: FakeSts, row: tuple[str, list[str], list[Any], str | None]
) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#access-denied-message-examples"""
    owner, members, declared, reason = row
    if members:
        fakests.add(Organization(ORGANIZATION, accounts=members, management="999999999999"))
    fakests.add(Resource(BUCKET, account=owner), *declared)
    if FORBIDDING in declared:
        fakests.context["aws:SourceVpce"] = FORBIDDING.id
    with pytest.raises(ClientError) as caught:
        fakests.client("s3", "user/ann").get_object(Bucket="b", Key="k")
    said = f'User: arn:aws:iam::{HOME}:user/ann is not authorized to perform: s3:GetObject on resource: "{BUCKET}/k" '
    assert answer_of(caught) == ("AccessDenied", 403, "Access Denied" if reason is None else said + reason)
    assert "s3:GetObject" in vars(caught.value)["__notes__"][0]


def test_ec2_says_it_twice(fakests: FakeSts) -> None:
    """UnauthorizedOperation, with a sentence of EC2's own before the common one."""
    with pytest.raises(ClientError) as caught:
        fakests.client("ec2", "user/poor").describe_instances()
    assert answer_of(caught) == (
        "UnauthorizedOperation",
        403,
        f"You are not authorized to perform this operation. User: {POOR} is not authorized to perform: "
        "ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action",
    )


def test_an_answer_to_head_has_no_words(fakests: FakeSts) -> None:
    """botocore makes its code from the status; the note still says why."""
    with pytest.raises(ClientError) as caught:
        fakests.client("s3", "user/poor").head_object(Bucket="b", Key="k")
    assert answer_of(caught) == ("403", 403, "Forbidden")
    assert vars(caught.value)["__notes__"][0].startswith("DENIED: s3:GetObject on arn:aws:s3:::b/k")


WIDE = allow("s3:*")
# What limits the role, and how the message ends:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
LIMITS: dict[str, tuple[Role, str]] = {
    "inline deny": (Role("app", permissions=[WIDE, deny("s3:GetObject")]), "with an explicit deny in an identity-based policy"),
    "managed deny": (Role("app", permissions=WIDE, managed=["AWSDenyAll"]), "with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll"),
    "boundary": (Role("app", permissions=WIDE, boundary=allow("sqs:*")), "because no permissions boundary allows the s3:GetObject action"),
    "boundary deny": (Role("app", permissions=WIDE, boundary=[allow("*"), deny("s3:*")]), "with an explicit deny in a permissions boundary"),
}  # fmt: skip


@pytest.mark.parametrize(("role", "ending"), LIMITS.values(), ids=LIMITS)
def test_the_message_ends_with_the_type_of_policy_that_decided(fakests: FakeSts, role: Role, ending: str) -> None:
    """A managed policy that denies is named by its ARN."""
    fakests.add(role)
    with pytest.raises(ClientError) as caught:
        fakests.assume_role("app").client("s3").get_object(Bucket="b", Key="k")
    assert answer_of(caught)[2].endswith(ending)


def test_all_of_several_permissions_are_needed(fakests: FakeSts) -> None:
    """A copy reads its source and writes its target; the message names what is missing."""
    fakests.add(User("writer", permissions=allow("s3:PutObject")))
    with pytest.raises(ClientError, match=r"s3:GetObject on resource: \"arn:aws:s3:::from/a\""):
        fakests.client("s3", "user/writer").copy_object(Bucket="to", Key="b", CopySource={"Bucket": "from", "Key": "a"})


def test_a_role_that_is_passed_on_must_be_passable(fakests: FakeSts) -> None:
    """iam:PassRole to the service that will run with it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"""
    arn = "arn:aws:iam::123456789012:role/exec"
    when = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    fakests.add(User("half", permissions=allow("lambda:*")))
    fakests.add(User("whole", permissions=[allow("lambda:*"), allow("iam:PassRole", on=arn, when=when)]))
    function = {"FunctionName": "f", "Role": arn, "Code": {"ZipFile": b"x"}}
    fakests.client("lambda", "user/whole").create_function(**function)
    with pytest.raises(ClientError, match=f"iam:PassRole on resource: {arn}"):
        fakests.client("lambda", "user/half").create_function(**function)


def test_the_note_of_an_explicit_deny_names_the_statement(fakests: FakeSts) -> None:
    """Which policy, which statement, which condition."""
    when = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    fakests.add(Role("app", permissions=[WIDE, deny("s3:*", when=when)]))
    with pytest.raises(ClientError) as caught:
        fakests.assume_role("app").client("s3").get_object(Bucket="b", Key="k")
    note = vars(caught.value)["__notes__"][0]
    assert note.splitlines()[0] == (
        "DENIED: s3:GetObject on arn:aws:s3:::b/k with an explicit deny in an identity-based policy"
    )
    assert "permissions of role 'app', statement 0 (Deny): applies" in note
