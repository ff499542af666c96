"""AssumeRole through real clients: both walls, and the answer.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and, for what decides,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, User, allow, deny, trust

HOME, MEMBER = "123456789012", "210987654321"
ROLE = f"arn:aws:iam::{HOME}:role/app"
MEMBER_ROLE = f"arn:aws:iam::{MEMBER}:role/app"
ASSUME = allow("sts:AssumeRole")


def assume(fakests: FakeSts, by: str, arn: str = ROLE, **params: Any) -> Any:
    """Assume a role as a user, with the least that AssumeRole needs."""
    client = fakests.client("sts", by)
    return client.assume_role(**{"RoleArn": arn, "RoleSessionName": "session", **params})


def denial(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestAnswer:
    """What an allowed call gives."""

    pytestmark = pytest.mark.roles(Role("app", path="/team/"))
    arn = f"arn:aws:iam::{HOME}:role/team/app"

    def test_the_session_arn_drops_the_path_of_the_role(self, sts: Any) -> None:
        """arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION, whatever the role's path."""
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")
        assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{HOME}:assumed-role/app/nightly"

    def test_the_session_id_is_the_role_id_and_the_session_name(self, sts: Any) -> None:
        """AROA and 17 characters, a colon, the session name."""
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")
        assert re.fullmatch(r"AROA[A-Z2-7]{17}:nightly", answer["AssumedRoleUser"]["AssumedRoleId"])

    def test_the_keys_look_like_temporary_ones(self, sts: Any) -> None:
        """An id of 20 characters that begins with ASIA, a secret of 40, and a token that begins as AWS's do."""
        keys = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")["Credentials"]
        assert re.fullmatch(r"ASIA[A-Z2-7]{9}EXAMPLE", keys["AccessKeyId"])
        assert re.fullmatch(r"[A-Za-z0-9+/]{30}EXAMPLEKEY", keys["SecretAccessKey"])
        assert keys["SessionToken"].startswith(("FwoGZXIvYXdzE", "IQoJb3JpZ2luX2VjE"))

    def test_it_ends_an_hour_later_in_whole_seconds_of_utc(self, sts: Any, sts_clock: Any) -> None:
        """Without DurationSeconds a session lasts 3600 seconds."""
        start = datetime.datetime(2096, 5, 1, 12, 0, 0, 900_000, tzinfo=datetime.timezone.utc)
        sts_clock.move_to(start)
        end = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")["Credentials"]["Expiration"]
        assert end == datetime.datetime(2096, 5, 1, 13, 0, 0, tzinfo=datetime.timezone.utc)
        assert end.tzinfo.utcoffset(end) == datetime.timedelta(0)

    def test_there_is_no_packed_size_without_policy_and_tags(self, sts: Any) -> None:
        """AWS leaves PackedPolicySize out where nothing was packed."""
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")
        sizes = {"SessionTokenSize", "SessionTokenUtilization"}
        assert set(answer) - sizes == {"Credentials", "AssumedRoleUser", "ResponseMetadata"}

    @pytest.mark.parametrize(
        "params",
        [
            pytest.param({"Policy": '{"Version":"2012-10-17","Statement":[]}'}, id="policy"),
            pytest.param({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AWSDenyAll"}]}, id="policy ARN"),
            pytest.param({"Tags": [{"Key": "team", "Value": "blue"}]}, id="tag"),
        ],
    )
    @pytest.mark.roles(
        Role("app", path="/team/", trust=trust("user/tester", actions=["sts:AssumeRole", "sts:TagSession"]))
    )
    def test_what_is_packed_has_its_share_told(self, sts: Any, params: dict[str, Any]) -> None:
        """PackedPolicySize is the percentage that policies and tags take."""
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly", **params)
        assert 1 <= answer["PackedPolicySize"] <= 100

    def test_the_external_id_is_never_echoed(self, sts: Any) -> None:
        """An ExternalId that nobody asked for does no harm and is not in the answer."""
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly", ExternalId="partner-42")
        assert "partner-42" not in repr({key: answer[key] for key in answer if key != "ResponseMetadata"})

    def test_two_sessions_never_share_keys(self, sts: Any) -> None:
        """Each call gives keys of its own."""
        ids = {
            sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly")["Credentials"]["AccessKeyId"]
            for _ in range(20)
        }
        assert len(ids) == 20

    def test_the_token_is_at_least_as_long_as_asked(self, sts: Any) -> None:
        """MinimumSessionTokenSize is a lower bound on the token's characters."""
        if "MinimumSessionTokenSize" not in sts.meta.service_model.operation_model("AssumeRole").input_shape.members:
            pytest.skip("this botocore's model does not have the parameter")
        answer = sts.assume_role(RoleArn=self.arn, RoleSessionName="nightly", MinimumSessionTokenSize=4096)
        assert len(answer["Credentials"]["SessionToken"]) >= 4096


# What the trust policy says, what the caller's own policy says, and whether the role may be assumed.
WALLS = [
    pytest.param(trust("user/ann"), None, True, id="same account, caller named, no policy"),
    pytest.param(trust(f"account/{HOME}"), None, False, id="same account, account named, no policy"),
    pytest.param(trust(f"account/{HOME}"), ASSUME, True, id="same account, account named, policy"),
    pytest.param(None, ASSUME, True, id="no trust declared: the own account"),
    pytest.param(None, None, False, id="no trust declared, no policy"),
    pytest.param(trust("user/bob"), ASSUME, False, id="same account, another named, policy"),
    pytest.param(trust("*"), None, True, id="same account, everybody, no policy"),
    pytest.param(trust("user/ann"), deny("sts:AssumeRole"), False, id="caller named, policy denies"),
    pytest.param([trust("user/ann"), {**trust("user/ann")["Statement"][0], "Effect": "Deny"}], ASSUME, False, id="trust denies"),
    pytest.param(trust("service/lambda.amazonaws.com"), ASSUME, False, id="only a service named"),
    pytest.param(trust("user/ann"), allow("s3:*"), True, id="caller named, policy silent"),
    pytest.param(trust("user/ann", actions="sts:TagSession"), ASSUME, False, id="another action trusted"),
    pytest.param(trust("user/ann", actions="sts:*"), None, True, id="wildcard action trusted"),
    pytest.param(trust(f"account/{HOME}"), allow("sts:AssumeRole", on=ROLE), True, id="policy names the role"),
    pytest.param(trust(f"account/{HOME}"), allow("sts:AssumeRole", on=f"{ROLE}2"), False, id="policy names another role"),
]  # fmt: skip


@pytest.mark.parametrize(("trusted", "permissions", "allowed"), WALLS)
def test_in_one_account_the_trust_policy_and_the_callers_policy_decide(
    fakests: FakeSts, trusted: Any, permissions: Any, allowed: bool
) -> None:
    """A trust policy that names the caller is enough; one that names the account needs the caller's policy too."""
    fakests.add(User("ann", permissions=permissions), User("bob"), Role("app", trust=trusted))
    if allowed:
        assert assume(fakests, "user/ann")["AssumedRoleUser"]["Arn"].endswith("app/session")
        return
    with pytest.raises(ClientError) as caught:
        assume(fakests, "user/ann")
    assert denial(caught) == (
        "AccessDenied",
        403,
        f"User: arn:aws:iam::{HOME}:user/ann is not authorized to perform: sts:AssumeRole on resource: {ROLE}",
    )


ACROSS = [
    pytest.param(trust("arn:aws:iam::123456789012:user/ann"), ASSUME, True, id="both"),
    pytest.param(trust("arn:aws:iam::123456789012:user/ann"), None, False, id="trust alone, though it names the caller"),
    pytest.param(trust("*"), None, False, id="trust alone, everybody"),
    pytest.param(trust(f"account/{HOME}"), ASSUME, True, id="account named, policy"),
    pytest.param(trust(f"account/{MEMBER}"), ASSUME, False, id="policy alone"),
]  # fmt: skip


@pytest.mark.parametrize(("trusted", "permissions", "allowed"), ACROSS)
def test_across_accounts_both_sides_are_needed(fakests: FakeSts, trusted: Any, permissions: Any, allowed: bool) -> None:
    """Whatever form the trust takes, the caller's own account must allow the call as well."""
    fakests.add(User("ann", permissions=permissions), Role("app", trust=trusted, account=MEMBER))
    if allowed:
        arn = assume(fakests, "user/ann", MEMBER_ROLE)["AssumedRoleUser"]["Arn"]
        assert arn == f"arn:aws:sts::{MEMBER}:assumed-role/app/session"
        return
    with pytest.raises(ClientError) as caught:
        assume(fakests, "user/ann", MEMBER_ROLE)
    assert denial(caught)[2] == (
        f"User: arn:aws:iam::{HOME}:user/ann is not authorized to perform: sts:AssumeRole on resource: {MEMBER_ROLE}"
    )


@pytest.mark.accounts(MEMBER)
@pytest.mark.users(
    User("admin", permissions=allow("sts:AssumeRole", on="arn:aws:iam::*:role/OrganizationAccountAccessRole"))
)
@pytest.mark.roles(
    Role(
        "OrganizationAccountAccessRole",
        account=MEMBER,
        trust=trust(f"account/{HOME}"),
        permissions=allow("*"),
    )
)  # fmt: skip
def test_the_management_account_gets_into_a_member_account(fakests: FakeSts) -> None:
    """OrganizationAccountAccessRole of a member account trusts the management account.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
    """
    role = fakests.assume_role("OrganizationAccountAccessRole", by="user/admin")
    assert role.client("sts").get_caller_identity()["Account"] == MEMBER


def test_a_role_that_does_not_exist_is_denied_as_one_that_does_not_trust(fakests: FakeSts) -> None:
    """The same 403, so that nobody learns which roles exist; the note tells the test."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, "user/tester")
    assert denial(caught) == (
        "AccessDenied",
        403,
        f"User: arn:aws:iam::{HOME}:user/tester is not authorized to perform: sts:AssumeRole on resource: {ROLE}",
    )
    assert vars(caught.value)["__notes__"] == [f"the role {ROLE} is not declared; declared roles: none"]


def test_the_arn_of_something_else_is_denied_and_the_note_says_so(fakests: FakeSts) -> None:
    """AWS looks for a role; the test learns that it is none."""
    with pytest.raises(ClientError, match="AccessDenied") as caught:
        assume(fakests, "user/tester", f"arn:aws:iam::{HOME}:user/tester")
    note = vars(caught.value)["__notes__"][0]
    assert note.startswith(f"arn:aws:iam::{HOME}:user/tester is not the ARN of a role; declared roles: none")


@pytest.mark.roles(Role("app", trust=trust("*")))
def test_root_may_not_assume_a_role(fakests: FakeSts) -> None:
    """The account's root is refused whatever the trust policy says."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, f"account/{HOME}")
    assert denial(caught) == ("AccessDenied", 403, "Roles may not be assumed by root accounts.")


class TestConditions:
    """Conditions of the trust policy."""

    @pytest.mark.parametrize(
        ("params", "allowed"),
        [
            pytest.param({"ExternalId": "partner-42"}, True, id="right"),
            pytest.param({"ExternalId": "Partner-42"}, False, id="other case"),
            pytest.param({}, False, id="none"),
        ],
    )
    @pytest.mark.roles(Role("app", trust=trust("user/tester", external_id="partner-42")))
    def test_the_external_id_must_be_the_one_trusted(
        self, fakests: FakeSts, params: dict[str, str], allowed: bool
    ) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"""
        if allowed:
            assume(fakests, "user/tester", **params)
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                assume(fakests, "user/tester", **params)

    # (operator, key, value) of the trust's condition; whether the call of user/tester with session "session" passes.
    @pytest.mark.parametrize(
        ("condition", "allowed"),
        [
            pytest.param({"StringEquals": {"sts:RoleSessionName": "session"}}, True, id="session name"),
            pytest.param({"StringEquals": {"sts:RoleSessionName": "${aws:username}"}}, False, id="session name is user"),
            pytest.param({"StringEquals": {"aws:username": "tester"}}, True, id="user name"),
            pytest.param({"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:user/tester"}}, True, id="ARN"),
            pytest.param({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, True, id="address"),
            pytest.param({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False, id="other address"),
            pytest.param({"Bool": {"aws:SecureTransport": "true"}}, True, id="TLS"),
            pytest.param({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, False, id="no MFA"),
            pytest.param({"StringEquals": {"aws:ResourceTag/stage": "test"}}, True, id="tag of the role"),
            pytest.param({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True, id="Region"),
            pytest.param({"Null": {"aws:TokenIssueTime": "true"}}, True, id="long-term keys"),
            pytest.param({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, False, id="tag the caller lacks"),
            pytest.param({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True, id="date"),
        ],
    )  # fmt: skip
    def test_the_trust_policy_sees_the_request(
        self, fakests: FakeSts, condition: dict[str, Any], allowed: bool
    ) -> None:
        """The keys that AWS documents for AssumeRole decide.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
        """
        fakests.add(Role("app", trust=trust("user/tester", when=condition), tags={"stage": "test"}))
        if allowed:
            assume(fakests, "user/tester")
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                assume(fakests, "user/tester")
