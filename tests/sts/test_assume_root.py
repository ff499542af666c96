"""AssumeRoot through real clients: who may, what its credentials may do, and what is refused.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, ResourcePolicy, Role, StsClock, User, allow, deny, trust

MANAGEMENT, MEMBER, DELEGATE, OTHER = "111111111111", "222222222222", "333333333333", "444444444444"
ROOT = f"arn:aws:iam::{MEMBER}:root"
ADMIN = f"arn:aws:iam::{MANAGEMENT}:user/admin"
TASK = "arn:aws:iam::aws:policy/root-task/"
AUDIT = f"{TASK}IAMAuditRootUserCredentials"
ASSUME = allow("sts:AssumeRoot")

pytestmark = [
    pytest.mark.skipif(
        "AssumeRoot" not in botocore.session.Session().get_service_model("sts").operation_names,
        reason="this botocore's model of STS does not have AssumeRoot",
    ),
    pytest.mark.accounts(
        Account(MANAGEMENT, organization="o-exampleorgid", management=True, root_sessions=True),
        Account(MEMBER, organization="o-exampleorgid"),
        Account(DELEGATE, organization="o-exampleorgid", delegated=["iam.amazonaws.com"]),
        Account(OTHER, organization="o-another"),
    ),
    pytest.mark.users(User("admin", account=MANAGEMENT, permissions=ASSUME)),
]


def assume(fakests: FakeSts, by: Any = ADMIN, endpoint: str = "sts.us-east-1", **params: Any) -> Any:
    """Assume the member's root at a regional endpoint, with a client that lets every parameter through."""
    config = Config(parameter_validation=False)
    client = fakests.botocore_session(by).create_client(
        "sts", endpoint_url=f"https://{endpoint}.amazonaws.com", config=config
    )
    return client.assume_root(**{"TargetPrincipal": MEMBER, "TaskPolicyArn": {"arn": AUDIT}, **params})


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestAnswer:
    """What an allowed call gives."""

    @pytest.mark.parametrize("target", [MEMBER, ROOT])
    def test_the_credentials_are_those_of_the_members_root(self, fakests: FakeSts, target: str) -> None:
        """Whether the account is named by its id or by the ARN of its root."""
        identity = fakests.client("sts", assume(fakests, TargetPrincipal=target)).get_caller_identity()
        assert (identity["Arn"], identity["UserId"], identity["Account"]) == (ROOT, MEMBER, MEMBER)

    def test_it_has_nothing_else(self, fakests: FakeSts) -> None:
        """Credentials alone, where the caller has no source identity."""
        sizes = {"SessionTokenSize", "SessionTokenUtilization"}
        assert set(assume(fakests)) - sizes == {"Credentials", "ResponseMetadata"}

    @pytest.mark.parametrize(("params", "seconds"), [({}, 900), ({"DurationSeconds": 60}, 60)])
    def test_it_lasts_a_quarter_of_an_hour_at_most(
        self, fakests: FakeSts, sts_clock: StsClock, params: dict[str, Any], seconds: int
    ) -> None:
        """900 seconds by default."""
        start = sts_clock.move_to(datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc))
        end = assume(fakests, **params)["Credentials"]["Expiration"]
        assert end == start + datetime.timedelta(seconds=seconds)

    def test_credentials_for_no_time_are_expired(self, fakests: FakeSts) -> None:
        """0 seconds are allowed, and of no use."""
        with pytest.raises(ClientError, match="ExpiredToken"):
            fakests.client("sts", assume(fakests, DurationSeconds=0)).get_caller_identity()

    @pytest.mark.roles(
        Role(
            "admin",
            account=MANAGEMENT,
            permissions=ASSUME,
            trust=trust(ADMIN, actions=["sts:AssumeRole", "sts:SetSourceIdentity"]),
        )
    )
    def test_the_source_identity_goes_on(self, fakests: FakeSts) -> None:
        """It is told, and the root session carries it."""
        role = f"arn:aws:iam::{MANAGEMENT}:role/admin"
        answer = assume(fakests, fakests.assume_role(role, by=ADMIN, SourceIdentity="ann"))
        assert answer["SourceIdentity"] == "ann"
        found = fakests.can(answer, "iam:GetAccountSummary").context.items()
        assert found["aws:SourceIdentity"] == "ann"


# What a session may do with each task policy, and one thing that the next task is for.
TASKS: dict[str, tuple[str, str, str, bool]] = {
    "audit root": ("IAMAuditRootUserCredentials", "iam:ListAccessKeys", ROOT, True),
    "audit the account": ("IAMAuditRootUserCredentials", "iam:GetAccountSummary", "*", True),
    "audit a user": ("IAMAuditRootUserCredentials", "iam:ListAccessKeys", f"arn:aws:iam::{MEMBER}:user/ann", False),
    "audit deletes nothing": ("IAMAuditRootUserCredentials", "iam:DeleteAccessKey", ROOT, False),
    "give root a password": ("IAMCreateRootUserPassword", "iam:CreateLoginProfile", ROOT, True),
    "give a user a password": ("IAMCreateRootUserPassword", "iam:CreateLoginProfile", f"arn:aws:iam::{MEMBER}:user/ann", False),
    "delete root's keys": ("IAMDeleteRootUserCredentials", "iam:DeleteAccessKey", ROOT, True),
    "delete a user's keys": ("IAMDeleteRootUserCredentials", "iam:DeleteAccessKey", f"arn:aws:iam::{MEMBER}:user/ann", False),
    "deletion makes nothing": ("IAMDeleteRootUserCredentials", "iam:CreateAccessKey", ROOT, False),
    "delete a bucket policy": ("S3UnlockBucketPolicy", "s3:DeleteBucketPolicy", "arn:aws:s3:::locked", True),
    "read an object": ("S3UnlockBucketPolicy", "s3:GetObject", "arn:aws:s3:::locked/key", False),
    "set a queue policy": ("SQSUnlockQueuePolicy", "sqs:SetQueueAttributes", f"arn:aws:sqs:us-east-1:{MEMBER}:locked", True),
    "read a queue's attributes": ("SQSUnlockQueuePolicy", "sqs:GetQueueAttributes", f"arn:aws:sqs:us-east-1:{MEMBER}:locked", True),
    "read those of another's queue": ("SQSUnlockQueuePolicy", "sqs:GetQueueAttributes", f"arn:aws:sqs:us-east-1:{OTHER}:q", False),
    "receive a message": ("SQSUnlockQueuePolicy", "sqs:ReceiveMessage", f"arn:aws:sqs:us-east-1:{MEMBER}:locked", False),
}  # fmt: skip
EVERYBODY: dict[str, Any] = {"Effect": "Deny", "Principal": "*", "Resource": "*"}


@pytest.mark.parametrize(("task", "action", "resource", "allowed"), TASKS.values(), ids=TASKS)
def test_it_may_do_its_task_and_nothing_else(
    fakests: FakeSts, task: str, action: str, resource: str, allowed: bool
) -> None:
    """The task policies deny all but their task, and that for root only; root unlocks what denies everybody."""
    fakests.add(
        ResourcePolicy("arn:aws:s3:::locked", {**EVERYBODY, "Action": "s3:*"}, account=MEMBER),
        ResourcePolicy(f"arn:aws:sqs:us-east-1:{MEMBER}:locked", {**EVERYBODY, "Action": "sqs:*"}),
    )
    session = assume(fakests, TaskPolicyArn={"arn": TASK + task})
    assert fakests.can(session, action, resource).allowed is allowed


def test_root_cannot_unlock_what_is_another_accounts(fakests: FakeSts) -> None:
    """Only the account that owns a bucket can."""
    fakests.add(ResourcePolicy("arn:aws:s3:::locked", {**EVERYBODY, "Action": "s3:*"}, account=OTHER))
    session = assume(fakests, TaskPolicyArn={"arn": f"{TASK}S3UnlockBucketPolicy"})
    assert not fakests.can(session, "s3:DeleteBucketPolicy", "arn:aws:s3:::locked")


# What a session for an audit calls, and how a refusal ends; None where it is answered.
CALLS: dict[str, tuple[str, Callable[[Any], Any], str | None]] = {
    "its own keys": ("iam", lambda iam: iam.list_access_keys(), None),
    "its own devices": ("iam", lambda iam: iam.list_mfa_devices(), None),
    "a user's keys": ("iam", lambda iam: iam.list_access_keys(UserName="ann"), f"iam:ListAccessKeys on resource: arn:aws:iam::{MEMBER}:user/ann with an explicit deny in a session policy: {AUDIT}"),
    "a bucket": ("s3", lambda s3: s3.list_buckets(), f"s3:ListAllMyBuckets with an explicit deny in a session policy: {AUDIT}"),
    "GetSessionToken": ("sts", lambda sts: sts.get_session_token(), "Cannot call GetSessionToken with session credentials"),
    "GetAccessKeyInfo": ("sts", lambda sts: sts.get_access_key_info(AccessKeyId="AKIAIOSFODNN7EXAMPLE"), f"sts:GetAccessKeyInfo with an explicit deny in a session policy: {AUDIT}"),
}  # fmt: skip


@pytest.mark.parametrize(("service", "call", "ending"), CALLS.values(), ids=CALLS)
def test_its_calls_are_judged_by_its_task(
    fakests: FakeSts, service: str, call: Callable[[Any], Any], ending: str | None
) -> None:
    """An IAM operation that names no user means root."""
    client = fakests.client(service, assume(fakests))
    if ending is None:
        call(client)
        return
    with pytest.raises(ClientError, match="AccessDenied") as caught:
        call(client)
    assert refusal(caught)[2].endswith(ending)


def test_its_requests_say_that_root_was_assumed(fakests: FakeSts) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html has aws:AssumedRoot."""
    context = fakests.can(assume(fakests), "iam:GetAccountSummary").context.items()
    wanted = {"aws:AssumedRoot": "true", "aws:PrincipalArn": ROOT, "aws:PrincipalType": "Account"}
    assert {key: context[key] for key in wanted} == wanted


class TestPermission:
    """Who may assume which root for which task."""

    PERMISSIONS: tuple[Any, ...] = (
        pytest.param(allow("sts:AssumeRoot", on=ROOT), True, id="on this root"),
        pytest.param(allow("sts:AssumeRoot", on=f"arn:aws:iam::{OTHER}:root"), False, id="on another root"),
        pytest.param(allow("sts:AssumeRole"), False, id="another action"),
        pytest.param([allow("*"), deny("sts:AssumeRoot")], False, id="explicit deny"),
        pytest.param(allow("sts:*", when={"StringEquals": {"sts:TaskPolicyArn": AUDIT}}), True, id="for this task"),
        pytest.param(
            allow("sts:*", when={"StringEquals": {"sts:TaskPolicyArn": f"{TASK}S3UnlockBucketPolicy"}}),
            False,
            id="for another task",
        ),
        pytest.param(
            allow("sts:*", when={"StringEquals": {"aws:ResourceAccount": MEMBER}}), True, id="in this account"
        ),
    )

    @pytest.mark.parametrize(("permissions", "allowed"), PERMISSIONS)
    def test_the_callers_policies_decide(self, fakests: FakeSts, permissions: Any, allowed: bool) -> None:
        """sts:AssumeRoot on the root of the member account, with the key sts:TaskPolicyArn."""
        fakests.user(ADMIN).set_permissions(permissions)
        if allowed:
            assume(fakests)
            return
        with pytest.raises(ClientError) as caught:
            assume(fakests)
        message = f"User: {ADMIN} is not authorized to perform: sts:AssumeRoot on resource: {ROOT}"
        assert refusal(caught) == ("AccessDenied", 403, message)

    @pytest.mark.users(User("admin", account=DELEGATE, permissions=ASSUME))
    def test_a_delegated_administrator_for_iam_may(self, fakests: FakeSts) -> None:
        """As the management account may."""
        assume(fakests, f"arn:aws:iam::{DELEGATE}:user/admin")

    # What is declared over the module's accounts, who calls for which account, and the note.
    CLOSED: tuple[Any, ...] = (
        pytest.param([], MEMBER, DELEGATE, f"account {MEMBER} neither manages its organization nor is delegated to by it; see Account(management=True) and Account(delegated=[\"iam.amazonaws.com\"])", id="a member's user"),
        pytest.param([Account(DELEGATE, organization="o-exampleorgid", delegated=["sso.amazonaws.com"])], DELEGATE, MEMBER, f"account {DELEGATE} neither manages its organization nor is delegated to by it; see Account(management=True) and Account(delegated=[\"iam.amazonaws.com\"])", id="delegated to for another service"),
        pytest.param([], MANAGEMENT, OTHER, f'accounts {MANAGEMENT} and {OTHER} are in no common organization; see Account(organization="o-...")', id="of another organization"),
        pytest.param([], OTHER, MEMBER, f'accounts {OTHER} and {MEMBER} are in no common organization; see Account(organization="o-...")', id="by another organization"),
        pytest.param([], MANAGEMENT, "999999999999", f'accounts {MANAGEMENT} and 999999999999 are in no common organization; see Account(organization="o-...")', id="nowhere"),
        pytest.param([], DELEGATE, MANAGEMENT, f"account {MANAGEMENT} is the management account of its organization, and no member", id="the management account"),
        pytest.param([Account(MANAGEMENT, organization="o-exampleorgid", management=True)], MANAGEMENT, MEMBER, "the organization has not enabled it; see Account(management=True, root_sessions=True)", id="not enabled"),
    )  # fmt: skip

    @pytest.mark.parametrize(("accounts", "by", "target", "note"), CLOSED)
    def test_the_organization_decides_too(
        self, fakests: FakeSts, accounts: list[Account], by: str, target: str, note: str
    ) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html; the note says which."""
        fakests.add(*accounts, User("somebody", account=by, permissions=ASSUME))
        caller = f"arn:aws:iam::{by}:user/somebody"
        with pytest.raises(ClientError) as caught:
            assume(fakests, caller, TargetPrincipal=target)
        root = f"arn:aws:iam::{target}:root"
        message = f"User: {caller} is not authorized to perform: sts:AssumeRoot on resource: {root}"
        assert refusal(caught) == ("AccessDenied", 403, message)
        assert vars(caught.value)["__notes__"][0] == note

    def test_root_may_not(self, fakests: FakeSts) -> None:
        """Not with credentials of the root user, says the page."""
        with pytest.raises(ClientError, match=r"AccessDenied.*sts:AssumeRoot on resource") as caught:
            assume(fakests, f"account/{MANAGEMENT}")
        assert vars(caught.value)["__notes__"][0] == "root cannot call it"

    def test_a_session_token_may_not(self, fakests: FakeSts) -> None:
        """Its page lists what it may call."""
        with pytest.raises(ClientError, match="Cannot call AssumeRoot with session credentials"):
            assume(fakests, fakests.client("sts", ADMIN).get_session_token())


CONSTRAINT = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must {}"
NO_ROOT = "it is neither an account id nor the ARN of an account's root"
NO_TASK = f"AssumeRoot takes {TASK}NAME, of IAMAuditRootUserCredentials, IAMCreateRootUserPassword, IAMDeleteRootUserCredentials, S3UnlockBucketPolicy, SQSUnlockQueuePolicy"
# Parameters that are refused, the message, and the note where the message does not say why.
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "too long": ({"DurationSeconds": 901}, CONSTRAINT.format(901, "durationSeconds", "have value less than or equal to 900"), ""),
    "negative": ({"DurationSeconds": -1}, CONSTRAINT.format(-1, "durationSeconds", "have value greater than or equal to 0"), ""),
    "short target": ({"TargetPrincipal": "1234"}, CONSTRAINT.format("1234", "targetPrincipal", "have length greater than or equal to 12"), ""),
    "a name as target": ({"TargetPrincipal": "member-account"}, "member-account is invalid", NO_ROOT),
    "a user as target": ({"TargetPrincipal": f"arn:aws:iam::{MEMBER}:user/ann"}, f"arn:aws:iam::{MEMBER}:user/ann is invalid", NO_ROOT),
    "half an ARN": ({"TargetPrincipal": f"{MEMBER}:root"}, f"{MEMBER}:root is invalid", NO_ROOT),
    "another policy": ({"TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}}, "arn:aws:iam::aws:policy/AdministratorAccess is invalid", NO_TASK),
    "a task's name alone": ({"TaskPolicyArn": {"arn": "IAMAuditRootUserCredentials"}}, "IAMAuditRootUserCredentials is invalid", NO_TASK),
}  # fmt: skip


@pytest.mark.parametrize(("params", "message", "note"), WRONG.values(), ids=WRONG)
def test_wrong_parameters_are_refused(fakests: FakeSts, params: dict[str, Any], message: str, note: str) -> None:
    """ValidationError, with a status of 400."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, **params)
    assert refusal(caught) == ("ValidationError", 400, message)
    assert vars(caught.value).get("__notes__", [""]) == [note]


def test_the_global_endpoint_does_not_have_it(fakests: FakeSts) -> None:
    """As it answers any operation that it does not know."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, endpoint="sts")
    assert refusal(caught) == ("InvalidAction", 400, "Could not find operation AssumeRoot for version 2011-06-15")
    assert vars(caught.value)["__notes__"] == [
        "the global endpoint of STS does not have AssumeRoot; call a regional one"
    ]


@pytest.mark.accounts(Account(MEMBER, organization="o-exampleorgid", sts_deactivated=["eu-west-3"]))
def test_the_member_must_have_sts_in_the_region(fakests: FakeSts) -> None:
    """RegionDisabledException names the account that is asked for credentials."""
    session = fakests.botocore_session(ADMIN)
    client = session.create_client("sts", "eu-west-3", endpoint_url="https://sts.eu-west-3.amazonaws.com")
    with pytest.raises(
        ClientError, match=f"RegionDisabledException.*not activated in this region for account:{MEMBER}"
    ):
        client.assume_root(TargetPrincipal=MEMBER, TaskPolicyArn={"arn": AUDIT})
