"""GetFederationToken through real clients: its answer, what its credentials may do, and what is refused.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, ResourcePolicy, Role, StsClock, User, allow, deny

HOME = "123456789012"
ROOT = f"account/{HOME}"
CAROL = f"arn:aws:sts::{HOME}:federated-user/Carol"
READ = json.dumps(allow("s3:GetObject", "s3:ListBucket"))
BUCKET = "arn:aws:s3:::reports"


def federate(fakests: FakeSts, by: str = "user/broker", **params: Any) -> Any:
    """Federate Carol, with a client that lets every parameter through."""
    config = Config(parameter_validation=False)
    client = fakests.botocore_session(by).create_client("sts", config=config)
    return client.get_federation_token(**{"Name": "Carol", **params})


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


pytestmark = [
    pytest.mark.users(User("broker", permissions=allow("sts:GetFederationToken", "sts:TagSession", "s3:*"))),
    pytest.mark.accounts(Account(HOME)),
]


class TestAnswer:
    """What an allowed call gives."""

    def test_the_federated_user_has_an_arn_and_an_id(self, fakests: FakeSts) -> None:
        """arn:aws:sts::ACCOUNT:federated-user/NAME and ACCOUNT:NAME."""
        assert federate(fakests)["FederatedUser"] == {"FederatedUserId": f"{HOME}:Carol", "Arn": CAROL}

    def test_it_is_told_who_it_is(self, fakests: FakeSts) -> None:
        """GetCallerIdentity gives the same ARN and id."""
        answer = fakests.client("sts", federate(fakests)).get_caller_identity()
        assert (answer["Arn"], answer["UserId"], answer["Account"]) == (CAROL, f"{HOME}:Carol", HOME)

    def test_the_packed_size_is_there_though_nothing_was_packed(self, fakests: FakeSts) -> None:
        """As recorded against the service: 0, where AssumeRole leaves it out."""
        assert federate(fakests)["PackedPolicySize"] == 0

    @pytest.mark.parametrize("params", [{"Policy": READ}, {"Tags": [{"Key": "team", "Value": "blue"}]}])
    def test_what_is_packed_has_its_share_told(self, fakests: FakeSts, params: dict[str, Any]) -> None:
        """The percentage that policies and tags take."""
        assert 1 <= federate(fakests, **params)["PackedPolicySize"] <= 100

    @pytest.mark.parametrize(
        ("who", "params", "seconds"),
        [
            pytest.param("user/broker", {}, 43200, id="twelve hours by default"),
            pytest.param("user/broker", {"DurationSeconds": 900}, 900, id="shortest"),
            pytest.param("user/broker", {"DurationSeconds": 129600}, 129600, id="longest"),
            pytest.param(ROOT, {}, 3600, id="root, an hour by default"),
            pytest.param(ROOT, {"DurationSeconds": 7200}, 3600, id="root, cut to an hour"),
            pytest.param(ROOT, {"DurationSeconds": 900}, 900, id="root, shorter"),
        ],
    )
    def test_it_lasts_as_long_as_asked(
        self, fakests: FakeSts, sts_clock: StsClock, who: str, params: dict[str, int], seconds: int
    ) -> None:
        """Up to 36 hours for a user, and one for root."""
        start = sts_clock.move_to(datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc))
        end = federate(fakests, who, **params)["Credentials"]["Expiration"]
        assert end == start + datetime.timedelta(seconds=seconds)


# Permissions of the user who federates, further parameters, and whether the federated user may read an object.
PERMISSIONS: dict[str, tuple[Any, dict[str, Any], bool]] = {
    "both allow": (allow("s3:*"), {"Policy": READ}, True),
    "no session policy": (allow("s3:*"), {}, False),
    "the user's policies are silent": (allow("sts:*"), {"Policy": READ}, False),
    "the session policy is silent": (allow("s3:*"), {"Policy": json.dumps(allow("sqs:*"))}, False),
    "the session policy denies": (
        allow("s3:*"),
        {"Policy": json.dumps(deny("s3:*")), "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]},
        False,
    ),
    "the user's policies deny": ([allow("s3:*"), deny("s3:GetObject")], {"Policy": READ}, False),
    "session policy by ARN": (
        allow("s3:*"),
        {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]},
        True,
    ),
}


@pytest.mark.parametrize(("permissions", "params", "allowed"), PERMISSIONS.values(), ids=PERMISSIONS)
def test_it_may_do_what_both_the_user_and_the_session_policies_allow(
    fakests: FakeSts, permissions: Any, params: dict[str, Any], allowed: bool
) -> None:
    """The intersection; without a session policy there is none."""
    fakests.add(User("broker", permissions=[permissions, allow("sts:GetFederationToken")]))
    carol = federate(fakests, **params)
    assert fakests.can(carol, "s3:GetObject", f"{BUCKET}/q3.csv").allowed is allowed


def test_without_a_session_policy_the_denial_says_so(fakests: FakeSts) -> None:
    """The message names the session policy that is missing."""
    with pytest.raises(ClientError) as caught:
        fakests.client("s3", federate(fakests)).get_object(Bucket="reports", Key="q3.csv")
    assert refusal(caught) == (
        "AccessDenied",
        403,
        f'User: {CAROL} is not authorized to perform: s3:GetObject on resource: "{BUCKET}/q3.csv" '
        "because no session policy allows the s3:GetObject action",
    )


@pytest.mark.parametrize(
    ("principal", "allowed"),
    [
        pytest.param(CAROL, True, id="the federated user"),
        pytest.param(f"arn:aws:sts::{HOME}:federated-user/Dave", False, id="another federated user"),
        pytest.param(f"arn:aws:iam::{HOME}:user/broker", False, id="the user who federates"),
        pytest.param(f"arn:aws:iam::{HOME}:root", False, id="the account"),
    ],
)
def test_without_a_session_policy_a_resource_may_let_the_federated_user_in(
    fakests: FakeSts, principal: str, allowed: bool
) -> None:
    """A resource-based policy that names the federated user grants by itself."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:*", "Resource": "*"}
    fakests.add(ResourcePolicy(BUCKET, statement, account=HOME))
    assert fakests.can(federate(fakests), "s3:GetObject", f"{BUCKET}/q3.csv").allowed is allowed


def test_a_resource_that_denies_the_user_denies_whom_it_federates(fakests: FakeSts) -> None:
    """A Deny for the user holds for its federated users: IAM User Guide, "Deny access to a specific principal"."""
    broker = f"arn:aws:iam::{HOME}:user/broker"
    statement = {"Effect": "Deny", "Principal": {"AWS": broker}, "Action": "s3:*", "Resource": "*"}
    fakests.add(ResourcePolicy(BUCKET, statement, account=HOME))
    assert not fakests.can(federate(fakests, Policy=READ), "s3:GetObject", f"{BUCKET}/q3.csv")


def test_the_boundary_of_the_user_limits_whom_it_federates(fakests: FakeSts) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"""
    fakests.add(User("broker", permissions=allow("*"), boundary=allow("sts:*", "sqs:*")))
    carol = federate(fakests, Policy=json.dumps(allow("*")))
    assert fakests.can(carol, "sqs:SendMessage", f"arn:aws:sqs:us-east-1:{HOME}:q")
    assert not fakests.can(carol, "s3:GetObject", f"{BUCKET}/q3.csv")


def test_whom_root_federates_may_do_what_the_session_policy_allows(fakests: FakeSts) -> None:
    """Root may do everything, so that the session policy alone decides."""
    carol = federate(fakests, ROOT, Policy=READ)
    assert fakests.can(carol, "s3:GetObject", f"{BUCKET}/q3.csv")
    assert not fakests.can(carol, "s3:PutObject", f"{BUCKET}/q3.csv")


# A condition that a federated user's request meets, or does not:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html and ..._condition-keys.html
KEYS: dict[str, tuple[dict[str, dict[str, str]], bool]] = {
    "user id": ({"StringEquals": {"aws:userid": f"{HOME}:Carol"}}, True),
    "principal type": ({"StringEquals": {"aws:PrincipalType": "FederatedUser"}}, True),
    "principal ARN": ({"ArnEquals": {"aws:PrincipalArn": CAROL}}, True),
    "account": ({"StringEquals": {"aws:PrincipalAccount": HOME}}, True),
    "tag of the session": ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
    "tag of the user": ({"StringEquals": {"aws:PrincipalTag/cost": "42"}}, True),
    "tag of the user, overridden": ({"StringEquals": {"aws:PrincipalTag/Team": "red"}}, False),
    "no user name": ({"Null": {"aws:username": "true"}}, True),
    "no MFA": ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, True),
    "no federated provider": ({"Null": {"aws:FederatedProvider": "true"}}, True),
    "issued": ({"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}}, True),
}


@pytest.mark.parametrize(("when", "meets"), KEYS.values(), ids=KEYS)
def test_its_requests_carry_the_keys_of_a_federated_user(
    fakests: FakeSts, when: dict[str, dict[str, str]], meets: bool
) -> None:
    """Which keys are there, and with which values; session tags override the user's, whatever their case."""
    fakests.add(User("broker", permissions=allow("*"), tags={"Team": "red", "cost": "42"}))
    policy = json.dumps(allow("s3:GetObject", when=when))
    carol = federate(fakests, Policy=policy, Tags=[{"Key": "team", "Value": "blue"}])
    assert fakests.can(carol, "s3:GetObject", f"{BUCKET}/q3.csv").allowed is meets


# What a federated user calls, and how it is refused.
CLOSED: dict[str, tuple[str, Callable[[Any], Any], tuple[str, int, str]]] = {
    "iam": (
        "iam",
        lambda iam: iam.list_users(),
        ("InvalidClientTokenId", 403, "The security token included in the request is invalid"),
    ),
    "AssumeRole": (
        "sts",
        lambda sts: sts.assume_role(RoleArn=f"arn:aws:iam::{HOME}:role/app", RoleSessionName="session"),
        ("AccessDenied", 403, "Cannot call AssumeRole with session credentials"),
    ),
    "GetSessionToken": (
        "sts",
        lambda sts: sts.get_session_token(),
        ("AccessDenied", 403, "Cannot call GetSessionToken with session credentials"),
    ),
    "GetFederationToken": (
        "sts",
        lambda sts: sts.get_federation_token(Name="Dave"),
        ("AccessDenied", 403, "Cannot call GetFederationToken with session credentials"),
    ),
}


@pytest.mark.parametrize(("service", "call", "answer"), CLOSED.values(), ids=CLOSED)
@pytest.mark.users(User("broker", permissions=allow("*")))
@pytest.mark.roles("app")
def test_iam_and_most_of_sts_are_closed_to_it(
    fakests: FakeSts, service: str, call: Callable[[Any], Any], answer: tuple[str, int, str]
) -> None:
    """Whatever its policies allow: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html"""
    carol = federate(fakests, Policy=json.dumps(allow("*")))
    with pytest.raises(ClientError) as caught:
        call(fakests.client(service, carol))
    assert refusal(caught) == answer


def test_its_credentials_end_with_the_user_who_federated_it(fakests: FakeSts) -> None:
    """A deleted user's federated sessions are refused as unknown keys."""
    carol = federate(fakests, Policy=READ)
    fakests.remove("user/broker")
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        fakests.client("sts", carol).get_caller_identity()


# Parameters that are refused, and the answer.
CONSTRAINT = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must {}"
TOO_MANY = [{"Key": f"key{number}", "Value": "value"} for number in range(51)]
NOISE = [{"Key": f"key{number}", "Value": hashlib.sha512(b"%d" % number).hexdigest()} for number in range(50)]
WRONG: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "name too short": ({"Name": "C"}, "ValidationError", CONSTRAINT.format("C", "name", "have length greater than or equal to 2")),
    "name too long": ({"Name": "C" * 33}, "ValidationError", CONSTRAINT.format("C" * 33, "name", "have length less than or equal to 32")),
    "name with a space": ({"Name": "Carol A"}, "ValidationError", CONSTRAINT.format("Carol A", "name", r"satisfy regular expression pattern: [\w+=,.@-]*")),
    "too short": ({"DurationSeconds": 899}, "ValidationError", CONSTRAINT.format(899, "durationSeconds", "have value greater than or equal to 900")),
    "too long": ({"DurationSeconds": 129601}, "ValidationError", CONSTRAINT.format(129601, "durationSeconds", "have value less than or equal to 129600")),
    "policy too long": ({"Policy": READ + " " * 2048}, "ValidationError", None),
    "no JSON": ({"Policy": "{"}, "MalformedPolicyDocument", None),
    "no policy": ({"Policy": '{"Version": "2012-10-17", "Statement": [{"Effect": "Alow"}]}'}, "MalformedPolicyDocument", None),
    "unknown policy": ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/Nothing"}]}, "ValidationError", "Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable."),
    "too many tags": ({"Tags": TOO_MANY}, "ValidationError", None),
    "tags twice": ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]}, "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    "tags too large": ({"Tags": NOISE}, "PackedPolicyTooLarge", None),
}  # fmt: skip


@pytest.mark.parametrize(("params", "code", "message"), WRONG.values(), ids=WRONG)
def test_wrong_parameters_are_refused(fakests: FakeSts, params: dict[str, Any], code: str, message: str | None) -> None:
    """With a status of 400, in the words of AWS where they are known."""
    with pytest.raises(ClientError) as caught:
        federate(fakests, **params)
    found = refusal(caught)
    assert found[:2] == (code, 400)
    assert message in (None, found[2])


# Who calls, with which permissions, and the action that the denial names; None where it is allowed.
CALLERS: dict[str, tuple[Any, dict[str, Any], str | None]] = {
    "allowed": (allow("sts:GetFederationToken", on=CAROL), {}, None),
    "no permission": (allow("s3:*"), {}, "sts:GetFederationToken"),
    "another name": (allow("sts:GetFederationToken", on=f"arn:aws:sts::{HOME}:federated-user/Manager*"), {}, "sts:GetFederationToken"),
    "explicit deny": ([allow("*"), deny("sts:GetFederationToken")], {}, "sts:GetFederationToken"),
    "tags without TagSession": (allow("sts:GetFederationToken"), {"Tags": [{"Key": "team", "Value": "blue"}]}, "sts:TagSession"),
    "tags, another asked": (
        allow("sts:*", when={"StringEquals": {"aws:RequestTag/team": "red"}}),
        {"Tags": [{"Key": "team", "Value": "blue"}]},
        "sts:GetFederationToken",
    ),
    "tags as asked": (
        allow("sts:*", when={"StringEquals": {"aws:RequestTag/team": "blue"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}),
        {"Tags": [{"Key": "team", "Value": "blue"}]},
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("permissions", "params", "named"), CALLERS.values(), ids=CALLERS)
def test_the_caller_needs_permission_on_the_federated_user(
    fakests: FakeSts, permissions: Any, params: dict[str, Any], named: str | None
) -> None:
    """sts:GetFederationToken on federated-user/NAME, and sts:TagSession where tags are passed."""
    fakests.add(User("broker", permissions=permissions))
    if named is None:
        assert federate(fakests, **params)["FederatedUser"]["Arn"] == CAROL
        return
    with pytest.raises(ClientError) as caught:
        federate(fakests, **params)
    broker = f"arn:aws:iam::{HOME}:user/broker"
    message = f"User: {broker} is not authorized to perform: {named} on resource: {CAROL}"
    assert refusal(caught) == ("AccessDenied", 403, message)


@pytest.mark.parametrize(
    ("permissions", "message"),
    [
        pytest.param(
            allow("s3:*"),
            f"User: arn:aws:sts::{HOME}:assumed-role/app/fakests is not authorized to perform: "
            f"sts:GetFederationToken on resource: {CAROL}",
            id="not allowed",
        ),
        pytest.param(allow("*"), "Cannot call GetFederationToken with session credentials", id="allowed"),
    ],
)
def test_a_role_session_cannot_federate(fakests: FakeSts, permissions: Any, message: str) -> None:
    """Both answers were seen; policies are asked first, then the kind of credentials."""
    fakests.add(Role("app", permissions=permissions))
    with pytest.raises(ClientError) as caught:
        fakests.assume_role("app").client("sts").get_federation_token(Name="Carol")
    assert refusal(caught) == ("AccessDenied", 403, message)


def test_a_session_token_cannot_federate(fakests: FakeSts) -> None:
    """Credentials of GetSessionToken are session credentials too; the note says whose."""
    answer = fakests.client("sts").get_session_token()
    with pytest.raises(ClientError, match="Cannot call GetFederationToken with session credentials") as caught:
        fakests.client("sts", answer).get_federation_token(Name="Carol")
    assert vars(caught.value)["__notes__"] == [
        f"the credentials of arn:aws:iam::{HOME}:user/tester are those of GetSessionToken"
    ]
