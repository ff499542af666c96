"""Mistakes that a test may make with the fake: each error is one sentence that says what was wrong and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import (
    Account,
    DeclarationError,
    FakeSts,
    Organization,
    OrganizationalUnit,
    Resource,
    ResourcePolicy,
    Role,
    User,
    allow,
    fake_sts,
    trust,
)


def untyped(value: Any) -> Any:
    """A value where types would not have it."""
    return value


APP = "<role arn:aws:iam::123456789012:role/app>"

# What a test does, and the whole text of the error.
MISTAKES = [
    pytest.param(
        lambda fakests: fakests.boto3_session("tester"),
        "'tester' names no caller; did you mean 'user/tester'?",
        id="a caller's name alone",
    ),
    pytest.param(
        lambda fakests: fakests.assume_role(42),
        "42 names no role; give its name, its ARN, or what fakests.role() gave",
        id="a role of no kind",
    ),
    pytest.param(
        lambda fakests: fakests.assume_role("app", duration="1h"),
        "'1h' is no duration; give seconds, or a timedelta",
        id="a duration as text",
    ),
    pytest.param(
        lambda fakests: fakests.can("user/tester", "s3:GetObject", "reports/q3.csv"),
        "'reports/q3.csv' is no resource; write its ARN, as 'arn:aws:s3:::reports/q3.csv', or '*'",
        id="a resource without an ARN",
    ),
    pytest.param(
        lambda fakests: setattr(fakests.role("app"), "permissions", allow("s3:*")),
        f"{APP} is given another permissions by .set_permissions(...), not by .permissions = ...",
        id="permissions assigned",
    ),
    pytest.param(
        lambda fakests: setattr(fakests.role("app"), "trust", trust("user/tester")),
        f"{APP} is given another trust by .set_trust(...), not by .trust = ...",
        id="a trust policy assigned",
    ),
    pytest.param(
        lambda fakests: setattr(fakests, "context", ["aws:SourceIp"]),
        'fakests.context is [\'aws:SourceIp\']; give condition keys with their values, as {"aws:SourceIp": "203.0.113.7"}',
        id="condition keys without values",
    ),
    pytest.param(
        lambda fakests: fakests.context.update(["aws:SourceIp"]),
        'fakests.context is [\'aws:SourceIp\']; give condition keys with their values, as {"aws:SourceIp": "203.0.113.7"}',
        id="condition keys added without values",
    ),
    pytest.param(
        lambda fakests: fakests.fail("s3:GetObject", "SlowDown", times="2"),
        "times='2' is no call; calls are counted from 1",
        id="a number as text",
    ),
    pytest.param(
        lambda fakests: fakests.map("codecommit:GetBranch", actions="GetBranch"),
        "codecommit:GetBranch is mapped to 'GetBranch', which is no action; write SERVICE:ACTION, as 's3:GetObject'",
        id="an action without its service",
    ),
    pytest.param(
        lambda fakests: fakests.clock.move_to("2030-01-01"),
        "'2030-01-01' is no datetime; give an aware one, such as datetime(2026, 1, 1, tzinfo=timezone.utc)",
        id="a moment as text",
    ),
    pytest.param(
        lambda fakests: fakests.clock.advance(minute=1),
        "'minute' is no part of a duration; use weeks, days, hours, minutes, seconds, milliseconds, microseconds",
        id="a part that no duration has",
    ),
    pytest.param(
        lambda fakests: fakests.assume_role("app", by="service/lambda"),
        "'service/lambda' is no service; write its host, as 'service/lambda.amazonaws.com'",
        id="a service without its host",
    ),
    pytest.param(
        lambda fakests: fakests.add(Role("worker", permissions=allow("s3.GetObject"))),
        "permissions of role 'worker': Statement[0].Action: the action \"s3.GetObject\" names no service; "
        'write "s3:GetObject", or "*"',
        id="an action with a dot",
    ),
    pytest.param(
        lambda _: Resource("arn:aws:s3:::reports", tags=untyped([{"Key": "team", "Value": "blue"}])),
        "resource arn:aws:s3:::reports: tags is [{'Key': 'team', 'Value': 'blue'}]; give a mapping, as {'team': 'blue'}",
        id="a resource's tags in a list",
    ),
    pytest.param(
        lambda _: trust("julie"),
        "'julie' names no principal; write 'user/julie' or 'role/julie'",
        id="a principal's name alone",
    ),
    pytest.param(
        lambda _: trust("lambda.amazonaws.com"),
        "'lambda.amazonaws.com' names no principal; write 'service/lambda.amazonaws.com'",
        id="a service's host alone",
    ),
    pytest.param(
        lambda _: trust(untyped(["user/ann", "user/bob"])),
        "['user/ann', 'user/bob'] names no principal; give each as an argument of its own",
        id="principals in a list",
    ),
    pytest.param(
        lambda _: allow("s3:*", to=untyped(42)),
        "42 names no principal; write an ARN, 'user/NAME', 'role/NAME', 'account/ID', 'service/HOST' or '*'",
        id="a principal of no kind",
    ),
    pytest.param(
        lambda _: allow("s3:*", when=untyped({"aws:SourceIp": "203.0.113.7"})),
        "when={'aws:SourceIp': '203.0.113.7'} is no Condition block; write operators with their keys, as "
        'when={"StringEquals": {"aws:PrincipalTag/team": "blue"}}',
        id="a condition without its operator",
    ),
    pytest.param(
        lambda _: Organization(units=untyped(["prod"])),
        "organization 'o-exampleorgid': units is ['prod']; give a list, as [OrganizationalUnit('prod')]",
        id="units by name",
    ),
    pytest.param(
        lambda _: OrganizationalUnit("prod", units=untyped(5)),
        "organizational unit 'prod': units is 5; give a list, as [OrganizationalUnit('prod')]",
        id="units of no kind",
    ),
    pytest.param(
        lambda _: OrganizationalUnit("prod", accounts=untyped(210987654321)),
        "organizational unit 'prod': accounts is 210987654321; give a list, as ['210987654321']",
        id="an account as a number",
    ),
    pytest.param(
        lambda fakests: fakests.account(untyped(123456789012)),
        "123456789012 names no account; write its 12 digits as text",
        id="an account to find as a number",
    ),
    pytest.param(lambda _: Account("1234-5678-9012"), "account '1234-5678-9012' is not an account id; write its 12 digits as text", id="an account with hyphens"),
    pytest.param(
        lambda fakests: fakests.client("s3", untyped(Role("app"))),
        "a Role only declares; let 'role/app' call, once it is declared",
        id="a declaration that calls",
    ),
    pytest.param(
        lambda fakests: fakests.can("arn:aws:sts::123456789012:assumed-role/app/ci", "s3:GetObject"),
        "'arn:aws:sts::123456789012:assumed-role/app/ci' is the ARN of a session, which has its own keys; give its "
        "credentials, or 'role/app' for a new session",
        id="a session's ARN",
    ),
    pytest.param(
        lambda fakests: fakests.assume_role("app", RoleSessionName="ci"),
        "assume_role() takes no RoleSessionName; it is session_name=...",
        id="a session's name as AWS has it",
    ),
    pytest.param(
        lambda fakests: fakests.assume_role("app", by="lambda.amazonaws.com"),
        "'lambda.amazonaws.com' names no caller; did you mean 'service/lambda.amazonaws.com'?",
        id="a service's host that hands out a role",
    ),
    pytest.param(lambda fakests: fakests.add(untyped("app")), "'app' is not a declaration; did you mean Role('app') or User('app')?", id="a name added"),
    pytest.param(
        lambda fakests: fakests.add(untyped([Role("worker")])),
        "a list is not a declaration; give each as an argument of its own, as *[...]",
        id="a list added",
    ),
    pytest.param(
        lambda fakests: fakests.add(allow("s3:*")),
        "a policy alone is not a declaration; give it to a Role or User as permissions=..., or to ResourcePolicy(arn, policy)",
        id="a policy added",
    ),
    pytest.param(
        lambda fakests: fakests.add({"Role": {"RoleName": "worker"}, "ResponseMetadata": {}}),
        "an answer of IAM's is not a declaration; give what it has in 'Role'",
        id="IAM's answer added",
    ),
    pytest.param(
        lambda fakests: fakests.map("codecommit:GetBranch", resources="app"),
        "codecommit:GetBranch is mapped to the resource 'app', which is no ARN; write one, as 'arn:aws:s3:::reports', or '*'",
        id="a resource by its name",
    ),
    pytest.param(
        lambda fakests: fakests.fail("s3:GetObject", ClientError),
        'ClientError alone is no fault; give an error code of AWS, as "Throttling"',
        id="ClientError as a fault",
    ),
    pytest.param(
        lambda fakests: fakests.fail("s3:GetObject", "SlowDown", status=untyped("503")),
        "status='503' is no HTTP status; give a number, as 503",
        id="a status as text",
    ),
    pytest.param(
        lambda fakests: fakests.fail("s3:GetObject", "SlowDown", when=untyped({"Key": "q3.csv"})),
        "when={'Key': 'q3.csv'} is no function; give one of a call's parameters to whether it fails",
        id="parameters in place of a function",
    ),
    pytest.param(
        lambda fakests: fakests.add(Role("worker", permissions=untyped(Path("reader.json")))),
        "permissions of role 'worker': a path is no policy document; give what the file holds, as path.read_text()",
        id="a path in place of a policy",
    ),
    pytest.param(
        lambda fakests: fakests.add(Role("worker", permissions="policies/reader.json")),
        "permissions of role 'worker': the name of a file is no policy document; give what the file holds, as "
        'Path("policies/reader.json").read_text()',
        id="a file's name in place of a policy",
    ),
    pytest.param(
        lambda fakests: fakests.add(Role("worker", permissions={"effect": "Allow", "action": "s3:*", "resource": "*"})),
        "permissions of role 'worker': the element \"effect\" is unknown; did you mean \"Effect\"?",
        id="a statement in lower case",
    ),
    pytest.param(lambda _: User("ann", mfa=untyped("123456")), "user 'ann': mfa is '123456'; it takes True, and .mfa.code() gives the codes", id="a code as a device"),
    pytest.param(
        lambda _: trust("group/devs"),
        "'group/devs' names a group, which AWS knows as no principal; name users or roles",
        id="a group trusted",
    ),
    pytest.param(
        lambda _: trust("token.actions.githubusercontent.com"),
        "'token.actions.githubusercontent.com' names no principal; write 'user/token.actions.githubusercontent.com', "
        "'role/token.actions.githubusercontent.com' or 'oidc/token.actions.githubusercontent.com'",
        id="an issuer alone",
    ),
    pytest.param(
        lambda _: ResourcePolicy("arn:aws:s3:::reports/*", allow("s3:GetObject", to="*")),
        "resource policy of arn:aws:s3:::reports/*: a policy is of the whole resource; write 'arn:aws:s3:::reports', and "
        "what is in it in the policy's on=...",
        id="the policy of a bucket's objects",
    ),
    pytest.param(
        lambda _: ResourcePolicy("arn:aws:s3:::reports/q3.csv", allow("s3:GetObject", to="*")),
        "resource policy of arn:aws:s3:::reports/q3.csv: a policy is of the whole resource; write 'arn:aws:s3:::reports', "
        "and what is in it in the policy's on=...",
        id="the policy of an object",
    ),
    pytest.param(
        lambda _: ResourcePolicy("arn:aws:sqs:us-east-1:123456789012:*", allow("sqs:*", to="*")),
        "resource policy of arn:aws:sqs:us-east-1:123456789012:*: it is of no single resource; write an ARN without wildcards",
        id="the policy of all queues",
    ),
    pytest.param(
        lambda fakests: fakests.oidc_provider("token.actions.githubusercontent.com").github_actions("octo-repo"),
        "'octo-repo' is no repository of GitHub; write OWNER/NAME, as 'octo-org/octo-repo'",
        id="a repository without its owner",
    ),
]  # fmt: skip


@pytest.mark.roles("app")
@pytest.mark.parametrize(("mistake", "text"), MISTAKES)
def test_a_mistake_is_told_where_it_is_made(fakests: FakeSts, mistake: Callable[[Any], object], text: str) -> None:
    """In one sentence, and before any call."""
    with pytest.raises((DeclarationError, ValueError, AttributeError)) as caught:
        mistake(fakests)
    assert str(caught.value) == text


# A setting of `fake_sts`, as its marker has it, and the whole text of the error.
SETTINGS = [
    pytest.param({"region": "eu-west"}, "the setting region is 'eu-west', which is no Region; did you mean 'eu-west-1'?", id="half a Region"),
    pytest.param({"region": None}, "the setting region is None, which is no Region; one is 'us-east-1'", id="no Region"),
    pytest.param({"region": "us_east_1"}, "the setting region is 'us_east_1', which is no Region; did you mean 'us-east-1'?", id="a Region with underscores"),
    pytest.param({"region": "eu-wst-1"}, "the setting region is 'eu-wst-1', which is no Region; did you mean 'eu-west-1'?", id="a misspelt Region"),
    pytest.param({"caller": 42}, "42 names no caller; write 'user/NAME', 'role/NAME', 'account/ID' or the ARN of one", id="a caller of no kind"),
    pytest.param({"strict": "yes"}, "the setting strict is 'yes'; it takes True, False", id="a choice as text"),
    pytest.param(
        {"context": ["aws:SourceIp"]},
        'the setting context is [\'aws:SourceIp\']; give condition keys with their values, as {"aws:SourceIp": "203.0.113.7"}',
        id="condition keys without values",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "text"), SETTINGS)
def test_a_wrong_setting_is_told_before_the_test_begins(setting: dict[str, Any], text: str) -> None:
    """In one sentence."""
    with pytest.raises(DeclarationError) as caught, fake_sts(**setting):
        pass
    assert str(caught.value) == text


def test_a_misspelt_region_of_a_client_is_told(fakests: FakeSts) -> None:
    """Not as one that an account may enable."""
    sts = fakests.botocore_session().create_client("sts", region_name="eu-west")
    with pytest.raises(ClientError):
        sts.get_caller_identity()
    assert fakests.calls[-1].note == "eu-west is no Region; did you mean 'eu-west-1'?"


def test_a_mapping_by_a_function_gives_arns(fakests: FakeSts) -> None:
    """What it gives is told with the call."""
    fakests.map("codecommit:GetBranch", resources=lambda params: params["repositoryName"])
    with pytest.raises(ValueError, match="is mapped to") as caught:
        fakests.client("codecommit").get_branch(repositoryName="app", branchName="main")
    assert str(caught.value) == (
        "codecommit:GetBranch is mapped to the resource 'app', which is no ARN; write one, as 'arn:aws:s3:::reports', or '*'"
    )


def test_a_mapping_to_a_parameter_that_a_call_does_not_have_names_those_that_it_has(fakests: FakeSts) -> None:
    """Where the call is made: before, nobody knows its parameters."""
    fakests.map("codecommit:GetBranch", resources="arn:aws:codecommit:us-east-1:123456789012:{repository}")
    with pytest.raises(ValueError, match="is mapped to") as caught:
        fakests.client("codecommit").get_branch(repositoryName="app", branchName="main")
    assert str(caught.value) == (
        "the resource 'arn:aws:codecommit:us-east-1:123456789012:{repository}' that codecommit:GetBranch is mapped to "
        "names a parameter that the call does not have; it has repositoryName, branchName"
    )


def test_one_group_in_iams_shape_is_one_group(fakests: FakeSts) -> None:
    """Not a group of each letter."""
    fakests.add({"UserName": "ann", "GroupList": "devs"})
    assert fakests.user("ann").declaration == User("ann", groups="devs")


NOT_DECLARED = "which {} names, is not declared; "


@pytest.mark.users(User("julie", permissions=allow("sts:AssumeRole")), User("x1"), User("x2"))
@pytest.mark.roles(Role("reader", trust=trust("user/jule", "role/deploy")))
def test_a_denial_tells_who_is_trusted_and_not_declared(fakests: FakeSts) -> None:
    """AWS does not save a policy that names nobody, so a misspelt name is a likely reason."""
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.client("sts", "user/julie").assume_role(RoleArn=fakests.role("reader").arn, RoleSessionName="nightly")
    named = NOT_DECLARED.format("trust policy of role 'reader'")
    account = "arn:aws:iam::123456789012:"
    assert fakests.calls[-1].note.splitlines()[-2:] == [
        f'"{account}user/jule", {named}did you mean "{account}user/julie"?',
        f'"{account}role/deploy", {named}the account has "{account}role/reader", "{account}user/tester", '
        f'"{account}user/julie" and 2 more',
    ]


def opened_to(who: str, action: str = "s3:GetObject", bucket: str = "b") -> ResourcePolicy:
    """A bucket policy for somebody else than the caller."""
    return ResourcePolicy("arn:aws:s3:::b", allow(action, on=f"arn:aws:s3:::{bucket}/*", to=who))


@pytest.mark.users(User("julie"))
def test_a_denial_tells_whom_a_bucket_lets_in_and_nobody_declared(fakests: FakeSts) -> None:
    """So does the policy of any other resource."""
    fakests.add(opened_to("user/jule"))
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.client("s3", "user/julie").get_object(Bucket="b", Key="k")
    assert fakests.calls[-1].note.splitlines()[-1] == (
        f'"arn:aws:iam::123456789012:user/jule", {NOT_DECLARED.format("resource policy of arn:aws:s3:::b")}'
        'did you mean "arn:aws:iam::123456789012:user/julie"?'
    )


ELSEWHERE = [
    pytest.param(opened_to("user/ann"), id="somebody who is declared"),
    pytest.param(opened_to("arn:aws:iam::999999999999:user/ann"), id="an account of which nothing is declared"),
    pytest.param(opened_to("user/jule", "s3:PutObject"), id="another action"),
    pytest.param(opened_to("user/jule", bucket="b2"), id="another resource"),
]


@pytest.mark.users(User("julie"), User("ann"))
@pytest.mark.parametrize("policy", ELSEWHERE)
def test_a_denial_tells_of_nobody_who_does_not_matter(fakests: FakeSts, policy: ResourcePolicy) -> None:
    """Those who are declared or may be there, and those to whom another action or resource is allowed."""
    fakests.add(policy)
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.client("s3", "user/julie").get_object(Bucket="b", Key="k")
    assert "is not declared" not in fakests.calls[-1].note
