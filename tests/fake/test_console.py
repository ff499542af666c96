"""The console's doors: the role switch and the federation endpoint."""

from __future__ import annotations

import contextlib
import datetime
import json
import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import (
    Account,
    Credentials,
    DeclarationError,
    FakeSts,
    Role,
    SigninError,
    StsClock,
    User,
    allow,
    trust,
)

pytestmark = [
    pytest.mark.users(User("julie", permissions=allow("sts:AssumeRole", "sts:GetFederationToken")), "bob"),
    pytest.mark.roles(
        Role("reader", trust=trust("user/julie", "role/first"), max_session=7200),
        Role("first", permissions=allow("sts:AssumeRole")),
    ),
]
LINK = "https://signin.aws.amazon.com/switchrole?account={}&roleName=reader&displayName=x"


class TestSwitch:
    """The link that switches roles."""

    @pytest.mark.parametrize("role", ["reader", LINK.format("123456789012")], ids=["name", "link"])
    def test_it_gives_a_session_with_the_users_name(self, fakests: FakeSts, role: str) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html."""
        got = fakests.switch_role(role, by="user/julie")
        assert got.arn == "arn:aws:sts::123456789012:assumed-role/reader/julie"

    def test_it_lasts_as_long_as_the_role_lets(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """The maximum session duration of the role."""
        now = sts_clock.advance(1)
        got = fakests.switch_role("reader", by="user/julie")
        assert got.expiration == (now + datetime.timedelta(hours=2)).replace(microsecond=0)

    def test_from_one_role_to_another_it_lasts_an_hour(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """That is role chaining."""
        now = sts_clock.advance(1)
        got = fakests.switch_role("reader", by=fakests.assume_role("first"))
        assert got.expiration == (now + datetime.timedelta(hours=1)).replace(microsecond=0)

    def test_the_users_own_permissions_count(self, fakests: FakeSts) -> None:
        """Who may not assume the role may not switch to it."""
        with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
            fakests.switch_role("reader", by="user/bob")

    @pytest.mark.parametrize(
        ("condition", "allowed"),
        [
            pytest.param({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"ann"}, id="MFA"),
            pytest.param(
                {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, {"ann"}, id="MFA, if anything of it"
            ),
            pytest.param({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, {"julie"}, id="no MFA"),
            pytest.param({"NumericLessThan": {"aws:MultiFactorAuthAge": "60"}}, {"ann"}, id="recent MFA"),
            pytest.param({}, {"ann", "julie"}, id="neither"),
        ],
    )
    def test_whoever_has_an_mfa_device_signed_in_with_it(
        self, fakests: FakeSts, condition: dict[str, Any], allowed: set[str]
    ) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/console_sign-in-mfa.html"""
        fakests.add(
            User("ann", permissions=allow("sts:AssumeRole"), mfa=True),
            Role("guarded", trust=trust("user/ann", "user/julie", when=condition)),
        )
        switched = set()
        for name in ("ann", "julie"):
            with contextlib.suppress(ClientError):
                switched.add(fakests.switch_role("guarded", by=f"user/{name}").arn.rpartition("/")[2])
        assert switched == allowed

    def test_calls_after_a_switch_have_nothing_of_the_console(self, fakests: FakeSts) -> None:
        """What the test itself told stays."""
        fakests.context["aws:SourceIp"] = "203.0.113.7"
        fakests.switch_role("reader", by="user/julie")
        assert fakests.context == {"aws:SourceIp": "203.0.113.7"}

    def test_nor_have_calls_of_other_threads(self, fakests: FakeSts) -> None:
        """While somebody switches."""
        fakests.add(User("ann", permissions=allow("sts:AssumeRole"), mfa=True), Role("open", trust=trust("user/ann")))
        seen: list[str] = []

        def caller_elsewhere(params: Any) -> Any:
            thread = threading.Thread(target=fakests.client("s3", "user/tester").list_buckets)
            thread.start()
            thread.join()
            seen.extend(key for one in fakests.calls[-1].decisions for key in one.request.context)
            raise LookupError

        fakests.answer("sts:AssumeRole", caller_elsewhere)
        with pytest.raises(LookupError):
            fakests.switch_role("open", by="user/ann")
        assert [key for key in seen if key.startswith("aws:MultiFactorAuth")] == []
        assert "aws:SourceIp" in seen

    def test_root_may_not_switch(self, fakests: FakeSts) -> None:
        """In STS's words, since the switch is AssumeRole."""
        with pytest.raises(ClientError, match=r": Roles may not be assumed by root accounts\.$"):
            fakests.switch_role("reader", by="account/123456789012")

    @pytest.mark.accounts(Account("210987654321", alias="partner"))
    def test_a_link_may_name_the_account_by_its_alias(self, fakests: FakeSts) -> None:
        """As the console's own form takes either."""
        fakests.add(Role("reader", account="210987654321", trust=trust("arn:aws:iam::123456789012:user/julie")))
        got = fakests.switch_role(LINK.format("partner"), by="user/julie")
        assert got.arn == "arn:aws:sts::210987654321:assumed-role/reader/julie"

    @pytest.mark.parametrize(
        ("host", "partition"), [("signin.amazonaws-us-gov.com", "aws-us-gov"), ("signin.amazonaws.cn", "aws-cn")]
    )
    def test_a_link_of_another_partitions_console_leads_there(
        self, fakests: FakeSts, host: str, partition: str
    ) -> None:
        """Whose roles users of this partition cannot assume."""
        link = LINK.format("123456789012").replace("signin.aws.amazon.com", host)
        with pytest.raises(ClientError, match=rf"on resource: arn:{partition}:iam::123456789012:role/reader"):
            fakests.switch_role(link, by="user/julie")

    def test_a_link_without_a_role_is_told(self, fakests: FakeSts) -> None:
        """The text says how a link reads."""
        link = "https://signin.aws.amazon.com/switchrole?account=123456789012"
        with pytest.raises(DeclarationError) as caught:
            fakests.switch_role(link)
        assert str(caught.value) == (
            f"the link {link!r} has no roleName; write "
            "https://signin.aws.amazon.com/switchrole?account=ACCOUNT&roleName=ROLE"
        )


def session_of(credentials: Credentials) -> dict[str, Any]:
    """The parameter Session of the federation endpoint."""
    return {
        "sessionId": credentials.access_key,
        "sessionKey": credentials.secret_key,
        "sessionToken": credentials.token,
    }


def chained(fakests: FakeSts, **more: Any) -> Credentials:
    """The credentials of a session that another session opened."""
    first = fakests.client("sts", "role/first")
    got = first.assume_role(RoleArn=fakests.role("reader").arn, RoleSessionName="mine", **more)["Credentials"]
    return Credentials(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])


class TestFederationEndpoint:
    """Action=getSigninToken."""

    def test_a_role_session_gets_a_token(self, fakests: FakeSts) -> None:
        """As JSON text, or as a mapping; no token comes twice."""
        session = session_of(fakests.assume_role("reader", by="user/julie").credentials)
        tokens = {fakests.signin_token(json.dumps(session)), fakests.signin_token(session)}
        assert len(tokens) == 2

    def test_a_federated_user_gets_a_token(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html."""
        got = fakests.client("sts", "user/julie").get_federation_token(Name="ann")["Credentials"]
        keys = Credentials(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        assert fakests.signin_token(session_of(keys))

    @pytest.mark.parametrize(
        "session",
        [
            pytest.param({"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "x", "SessionToken": "x"}, id="form of STS"),
            pytest.param("[]", id="a list"),
            pytest.param("{'sessionId': 'ASIAEXAMPLE'}", id="no JSON"),
        ],
    )
    def test_credentials_in_another_form_are_refused(self, fakests: FakeSts, session: Any) -> None:
        """The endpoint has names of its own for them, which the text tells."""
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session)
        assert str(caught.value) == (
            "the session has no sessionId; give the access key, the secret key and the token of temporary credentials "
            "as sessionId, sessionKey and sessionToken"
        )

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("sessionId", "the sessionId is the access key id of nobody in this test; give those of a session"),
            ("sessionKey", "the sessionKey is not the one of {key}"),
            ("sessionToken", "the sessionToken is not the one of {key}"),
        ],
    )
    def test_an_edited_field_is_refused(self, fakests: FakeSts, field: str, text: str) -> None:
        """Every part is held against what STS issued."""
        session = session_of(fakests.assume_role("reader", by="user/julie").credentials)
        with pytest.raises(SigninError) as caught:
            fakests.signin_token({**session, field: session[field][:-1] + "x"})
        assert str(caught.value) == text.format(key=session["sessionId"])

    def test_expired_credentials_are_refused(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """By the test's clock."""
        got = fakests.assume_role("reader", by="user/julie")
        sts_clock.expire(got)
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session_of(got.credentials))
        assert str(caught.value) == f"the credentials of {got.arn} expired at {got.expiration:%Y-%m-%d %H:%M:%S} UTC"

    def test_sessions_of_a_deleted_role_are_refused(self, fakests: FakeSts) -> None:
        """The console asks as every service does."""
        got = fakests.assume_role("reader", by="user/julie")
        fakests.remove("role/reader")
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session_of(got.credentials))
        assert str(caught.value) == f"{got.arn} belongs to a role or user that was deleted"

    def test_a_chained_session_gets_a_token(self, fakests: FakeSts) -> None:
        """If it asked for no duration."""
        assert fakests.signin_token(session_of(chained(fakests)))

    def test_a_chained_session_that_asked_for_a_duration_is_refused(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html."""
        session = session_of(chained(fakests, DurationSeconds=900))
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session)
        assert str(caught.value) == (
            "arn:aws:sts::123456789012:assumed-role/reader/mine was assumed with temporary credentials and "
            "DurationSeconds; the console takes such a session without DurationSeconds, or one that a user assumed"
        )

    def test_a_users_own_keys_are_refused(self, fakests: FakeSts) -> None:
        """Long-term keys, and those of GetSessionToken, which are no role's."""
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session_of(fakests.credentials("user/julie")))
        assert str(caught.value) == (
            "these are credentials of arn:aws:iam::123456789012:user/julie; "
            "the console takes those of AssumeRole and GetFederationToken"
        )

    @pytest.mark.parametrize("duration", [900, 43200, datetime.timedelta(hours=12)])
    def test_the_console_session_may_last_twelve_hours(self, fakests: FakeSts, duration: Any) -> None:
        """Whatever the credentials last."""
        session = session_of(fakests.assume_role("reader", by="user/julie").credentials)
        assert fakests.signin_token(session, session_duration=duration)

    @pytest.mark.parametrize("duration", [899, 43201])
    def test_a_session_duration_outside_the_limits_is_refused(self, fakests: FakeSts, duration: int) -> None:
        """15 minutes to 12 hours."""
        session = session_of(fakests.assume_role("reader", by="user/julie").credentials)
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session, session_duration=duration)
        assert str(caught.value) == f"SessionDuration is {duration} seconds; the console takes 900 to 43200"

    def test_a_federated_user_has_no_session_duration(self, fakests: FakeSts) -> None:
        """The call fails, as the page on custom identity brokers says."""
        got = fakests.client("sts", "user/julie").get_federation_token(Name="ann")["Credentials"]
        keys = Credentials(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        with pytest.raises(SigninError) as caught:
            fakests.signin_token(session_of(keys), session_duration=900)
        assert str(caught.value) == (
            "SessionDuration is for credentials of AssumeRole, and arn:aws:sts::123456789012:federated-user/ann has those "
            "of GetFederationToken; leave it out"
        )
