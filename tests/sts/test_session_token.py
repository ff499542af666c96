"""GetCallerIdentity, GetSessionToken and MFA through real clients."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, StsClock, User, allow, deny, trust

HOME = "123456789012"


def message(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestCallerIdentity:
    """https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""

    @pytest.mark.users(User("ann", path="/staff/", permissions=deny("*")))
    def test_a_user_is_told_who_it_is_though_its_policy_denies_all(self, fakests: FakeSts) -> None:
        """No permission is needed, and none can be taken away."""
        answer = fakests.client("sts", "user/ann").get_caller_identity()
        assert (answer["Arn"], answer["Account"]) == (f"arn:aws:iam::{HOME}:user/staff/ann", HOME)
        assert answer["UserId"].startswith("AIDA")
        assert len(answer["UserId"]) == 21

    def test_root_is_told_its_account(self, fakests: FakeSts) -> None:
        """The UserId of root is the account id."""
        answer = fakests.client("sts", f"account/{HOME}").get_caller_identity()
        assert (answer["Arn"], answer["UserId"]) == (f"arn:aws:iam::{HOME}:root", HOME)

    @pytest.mark.roles("app")
    def test_a_session_is_told_its_session(self, fakests: FakeSts) -> None:
        """The ARN and the id of the session, as AssumeRole gave them."""
        role = fakests.assume_role("app", session_name="nightly")
        answer = role.client("sts").get_caller_identity()
        assert answer["Arn"] == f"arn:aws:sts::{HOME}:assumed-role/app/nightly"
        assert answer["UserId"] == role.answer["AssumedRoleUser"]["AssumedRoleId"]


class TestSessionToken:
    """https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html"""

    @pytest.mark.parametrize(
        ("who", "params", "seconds"),
        [
            pytest.param("user/tester", {}, 43200, id="default"),
            pytest.param("user/tester", {"DurationSeconds": 129600}, 129600, id="longest"),
            pytest.param("user/tester", {"DurationSeconds": 900}, 900, id="shortest"),
            pytest.param(f"account/{HOME}", {}, 3600, id="root"),
            pytest.param(f"account/{HOME}", {"DurationSeconds": 7200}, 3600, id="root, cut to an hour"),
            pytest.param(f"account/{HOME}", {"DurationSeconds": 1800}, 1800, id="root, shorter"),
        ],
    )
    def test_it_lasts_as_long_as_asked(
        self, fakests: FakeSts, sts_clock: StsClock, who: str, params: dict[str, int], seconds: int
    ) -> None:
        """Twelve hours by default; at most one for root."""
        start = sts_clock.move_to(datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc))
        answer = fakests.client("sts", who).get_session_token(**params)
        assert answer["Credentials"]["Expiration"] == start + datetime.timedelta(seconds=seconds)
        sizes = {"SessionTokenSize", "SessionTokenUtilization"}
        assert set(answer) - sizes == {"Credentials", "ResponseMetadata"}

    @pytest.mark.parametrize("duration", [899, 129601])
    def test_a_duration_outside_the_limits_is_refused(self, fakests: FakeSts, duration: int) -> None:
        """900 to 129600 seconds."""
        config = Config(parameter_validation=False)
        client = fakests.botocore_session().create_client("sts", config=config)
        with pytest.raises(ClientError, match=f"ValidationError.*Value '{duration}' at 'durationSeconds'"):
            client.get_session_token(DurationSeconds=duration)

    def test_the_caller_stays_the_user(self, fakests: FakeSts) -> None:
        """The credentials are temporary; the ARN and the id are the user's own."""
        answer = fakests.client("sts").get_session_token()
        identity = fakests.client("sts", answer).get_caller_identity()
        assert identity["Arn"] == f"arn:aws:iam::{HOME}:user/tester"

    @pytest.mark.users(User("ann", permissions=deny("sts:GetSessionToken")))
    def test_no_policy_can_deny_it(self, fakests: FakeSts) -> None:
        """GetSessionToken takes no part in authorisation."""
        assert fakests.client("sts", "user/ann").get_session_token()["Credentials"]

    @pytest.mark.users(User("ann", permissions=allow("s3:GetObject")))
    def test_it_has_the_permissions_of_the_user(self, fakests: FakeSts) -> None:
        """What the user may do, and no more."""
        answer = fakests.client("sts", "user/ann").get_session_token()
        s3 = fakests.client("s3", answer)
        s3.get_object(Bucket="b", Key="k")
        with pytest.raises(ClientError, match="s3:DeleteObject"):
            s3.delete_object(Bucket="b", Key="k")

    @pytest.mark.roles("app")
    def test_temporary_credentials_cannot_get_others(self, fakests: FakeSts) -> None:
        """Neither a role's session nor an earlier session token may call it."""
        role = fakests.assume_role("app")
        with pytest.raises(ClientError) as caught:
            role.client("sts").get_session_token()
        assert message(caught) == ("AccessDenied", 403, "Cannot call GetSessionToken with session credentials")

    @pytest.mark.roles(Role("app", max_session=7200))
    def test_a_role_assumed_with_it_lasts_one_hour_at_most(self, fakests: FakeSts) -> None:
        """Temporary credentials of a user count as the first link of a chain."""
        answer = fakests.client("sts").get_session_token()
        with pytest.raises(ClientError, match="1 hour session limit for roles assumed by role chaining"):
            fakests.assume_role("app", by=answer, duration=7200)

    def test_without_mfa_it_may_not_call_iam(self, fakests: FakeSts) -> None:
        """IAM refuses it as if the token were wrong, without a full stop (aws/aws-cli#8918)."""
        answer = fakests.client("sts").get_session_token()
        with pytest.raises(ClientError) as caught:
            fakests.client("iam", answer).list_users()
        assert message(caught) == (
            "InvalidClientTokenId",
            403,
            "The security token included in the request is invalid",
        )

    def test_who_asks_beforehand_is_told_the_same(self, fakests: FakeSts) -> None:
        """What its calls would meet, `can` tells."""
        decision = fakests.can(fakests.client("sts").get_session_token(), "iam:ListUsers")
        assert decision.reason == "because credentials of GetSessionToken cannot call IAM without MFA"


@pytest.mark.users(User("ann", mfa=True, permissions=allow("*")), "bob")
@pytest.mark.roles(
    Role("app", trust=trust("user/ann", when={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
    Role("fresh", trust=trust("user/ann", when={"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}})),
)
class TestMfa:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html"""

    def test_the_right_code_opens_a_role_that_asks_for_mfa(self, fakests: FakeSts) -> None:
        """SerialNumber and TokenCode of the user's device."""
        device = fakests.user("ann").mfa
        fakests.assume_role("app", by="user/ann", SerialNumber=device.serial, TokenCode=device.code())

    def test_without_a_code_the_role_stays_shut(self, fakests: FakeSts) -> None:
        """Long-term keys alone have no aws:MultiFactorAuthPresent."""
        with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
            fakests.assume_role("app", by="user/ann")

    def test_a_code_is_taken_once(self, fakests: FakeSts) -> None:
        """The second use within its 30 seconds is refused as a wrong one."""
        device = fakests.user("ann").mfa
        code = device.code()
        fakests.assume_role("app", by="user/ann", SerialNumber=device.serial, TokenCode=code)
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by="user/ann", SerialNumber=device.serial, TokenCode=code)
        assert message(caught)[2] == "MultiFactorAuthentication failed with invalid MFA one time pass code. "
        note = "the device of user 'ann' shows another code now, or this one was used"
        assert vars(caught.value)["__notes__"] == [note]

    def test_an_old_code_is_refused(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Codes follow the clock of the test."""
        device = fakests.user("ann").mfa
        code = device.code()
        sts_clock.advance(minutes=2)
        with pytest.raises(ClientError, match="invalid MFA one time pass code"):
            fakests.assume_role("app", by="user/ann", SerialNumber=device.serial, TokenCode=code)

    @pytest.mark.parametrize("serial", ["arn:aws:iam::123456789012:mfa/bob", "GAHT12345678"])
    def test_the_device_of_another_is_refused(self, fakests: FakeSts, serial: str) -> None:
        """The serial number must be the caller's."""
        code = fakests.user("ann").mfa.code()
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by="user/ann", SerialNumber=serial, TokenCode=code)
        assert message(caught)[2] == (
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user."
        )

    def test_a_session_token_with_mfa_carries_it_on(self, fakests: FakeSts) -> None:
        """The role that asks for MFA is open to it, without a second code."""
        device = fakests.user("ann").mfa
        answer = fakests.client("sts", "user/ann").get_session_token(
            SerialNumber=device.serial, TokenCode=device.code()
        )
        fakests.assume_role("app", by=answer)

    def test_the_age_of_the_code_counts(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """aws:MultiFactorAuthAge is the seconds since the code was given."""
        device = fakests.user("ann").mfa
        answer = fakests.client("sts", "user/ann").get_session_token(
            SerialNumber=device.serial, TokenCode=device.code()
        )
        fakests.assume_role("fresh", by=answer)
        sts_clock.advance(minutes=6)
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("fresh", by=answer)

    @pytest.mark.parametrize("operator", ["Bool", "BoolIfExists"])
    def test_a_role_session_forgets_the_mfa_of_its_caller(self, fakests: FakeSts, operator: str) -> None:
        """Credentials of AssumeRole are without MFA, and have the key that says so: seen in aws/aws-sdk-java-v2#2554."""
        device = fakests.user("ann").mfa
        fakests.role("app").set_permissions(
            allow("s3:GetObject", when={operator: {"aws:MultiFactorAuthPresent": "true"}})
        )
        role = fakests.assume_role("app", by="user/ann", SerialNumber=device.serial, TokenCode=device.code())
        assert not fakests.can(role, "s3:GetObject", "arn:aws:s3:::b/k")

    @pytest.mark.parametrize("half", ["SerialNumber", "TokenCode"])
    def test_half_of_a_code_is_refused(self, fakests: FakeSts, half: str) -> None:
        """Serial number and code go together; the words are remembered, not recorded."""
        device = fakests.user("ann").mfa
        params: dict[str, Any] = {"SerialNumber": device.serial, "TokenCode": device.code()}
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("app", by="user/ann", **{half: params[half]})
        assert message(caught)[2] == (
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
        )

    @pytest.mark.parametrize(
        ("who", "note"),
        [
            ("user/bob", "user 'bob' has no MFA device; declare it with User('bob', mfa=True)"),
            ("role/app", "arn:aws:iam::123456789012:mfa/ann was passed, yet the caller is no user"),
            (
                "user/eve",
                "the MFA device of user 'eve' is arn:aws:iam::123456789012:mfa/eve, not arn:aws:iam::123456789012:mfa/ann",
            ),
        ],
    )
    @pytest.mark.users(User("eve", mfa=True))
    def test_the_note_says_whose_device_it_is_not(self, fakests: FakeSts, who: str, note: str) -> None:
        """AWS does not tell; the note does."""
        device = fakests.user("ann").mfa
        with pytest.raises(ClientError, match="unable to validate MFA code") as caught:
            fakests.assume_role("app", by=who, SerialNumber=device.serial, TokenCode=device.code())
        assert vars(caught.value)["__notes__"] == [note]

    def test_a_user_without_a_device_says_so(self, fakests: FakeSts) -> None:
        """Asking for the device of a user that has none tells how to declare it."""
        with pytest.raises(AttributeError) as caught:
            fakests.user("bob").mfa  # noqa: B018
        assert str(caught.value) == "user 'bob' has no MFA device; declare it with User(..., mfa=True)"
