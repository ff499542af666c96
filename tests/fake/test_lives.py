"""Roles, users and keys that go while sessions live, and what policies keep of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, ResourcePolicy, Role, StsClock, User, allow, deny, trust

OBJECT = "arn:aws:s3:::reports/q3.csv"
READ = allow("s3:GetObject", on="arn:aws:s3:::reports/*")


def outcome(client: Any) -> str:
    """What reading the object comes to: "fine", or an error code."""
    try:
        client.get_object(Bucket="reports", Key="q3.csv")
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "fine"


class TestDeletedRoles:
    """A role that is deleted and made again is another."""

    @pytest.mark.roles(Role("app", permissions=READ))
    def test_its_sessions_die_and_stay_dead(self, fakests: FakeSts) -> None:
        """A new role of the same name does not bring them back."""
        client = fakests.assume_role("app").client("s3")
        assert outcome(client) == "fine"
        fakests.remove("app")
        assert outcome(client) == "InvalidAccessKeyId"
        fakests.add(Role("app", permissions=READ))
        assert outcome(client) == "InvalidAccessKeyId"
        assert outcome(fakests.assume_role("app").client("s3")) == "fine"

    @pytest.mark.roles(
        Role("first", permissions=allow("sts:AssumeRole")),
        Role("second", trust=trust("role/first"), permissions=READ),
    )
    def test_a_trust_policy_that_named_it_no_longer_matches(self, fakests: FakeSts) -> None:
        """AWS keeps the unique id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html."""
        fakests.assume_role("second", by=fakests.assume_role("first"))
        unique_id = fakests.role("first").unique_id
        fakests.remove("first")
        fakests.add(Role("first", permissions=allow("sts:AssumeRole")))
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("second", by=fakests.assume_role("first"))
        assert f'Principal "{unique_id}" does not match' in vars(caught.value)["__notes__"][0]

    @pytest.mark.roles("first", Role("second", trust=trust("role/first", "user/tester"), permissions=READ))
    def test_what_else_the_policy_names_goes_on_matching(self, fakests: FakeSts) -> None:
        """Only the entry of the deleted role is lost."""
        fakests.remove("first")
        fakests.assume_role("second")

    @pytest.mark.roles(
        Role("first", permissions=allow("sts:AssumeRole")),
        Role("second", trust=trust("role/first"), permissions=READ),
    )
    def test_a_trust_policy_that_is_saved_again_names_the_new_one(self, fakests: FakeSts) -> None:
        """set_trust() reads the name anew."""
        fakests.remove("first")
        fakests.add(Role("first", permissions=allow("sts:AssumeRole")))
        fakests.role("second").set_trust(trust("role/first"))
        fakests.assume_role("second", by=fakests.assume_role("first"))

    @pytest.mark.roles("app")
    def test_a_resource_policy_that_named_it_no_longer_matches(self, fakests: FakeSts) -> None:
        """A bucket policy keeps the unique id as a trust policy does."""
        arn = fakests.role("app").arn
        statement = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:GetObject", "Resource": OBJECT}
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", statement))
        assert outcome(fakests.assume_role("app").client("s3")) == "fine"
        fakests.remove("app")
        fakests.add(Role("app"))
        assert outcome(fakests.assume_role("app").client("s3")) == "AccessDenied"

    @pytest.mark.roles(Role("app", permissions=READ))
    def test_a_deny_that_named_it_no_longer_denies(self, fakests: FakeSts) -> None:
        """What a policy kept of the old role says nothing of the new one, a Deny included."""
        statement = {**deny("s3:GetObject", on=OBJECT)["Statement"][0], "Principal": {"AWS": fakests.role("app").arn}}
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", statement))
        assert outcome(fakests.assume_role("app").client("s3")) == "AccessDenied"
        fakests.remove("app")
        fakests.add(Role("app", permissions=READ))
        assert outcome(fakests.assume_role("app").client("s3")) == "fine"

    @pytest.mark.roles(
        Role("first", permissions=allow("sts:AssumeRole")), Role("second", trust=trust("role/first"), permissions=READ)
    )
    def test_sessions_of_a_role_outlive_the_role_that_assumed_it(self, fakests: FakeSts) -> None:
        """Every credential dies its own death: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html."""
        client = fakests.assume_role("second", by=fakests.assume_role("first")).client("s3")
        fakests.remove("first")
        assert outcome(client) == "fine"


class TestUsers:
    """Users that are deleted, and keys that are deactivated."""

    @pytest.mark.users(User("ann", permissions=READ))
    def test_the_keys_of_a_deleted_user_are_unknown(self, fakests: FakeSts) -> None:
        """Long-term keys and those of GetSessionToken alike."""
        long_term = fakests.client("s3", "user/ann")
        temporary = fakests.client("s3", fakests.client("sts", "user/ann").get_session_token())
        assert (outcome(long_term), outcome(temporary)) == ("fine", "fine")
        fakests.remove("user/ann")
        assert (outcome(long_term), outcome(temporary)) == ("InvalidAccessKeyId", "InvalidAccessKeyId")

    @pytest.mark.users(User("ann", permissions=[READ, allow("sts:AssumeRole")]))
    @pytest.mark.roles(Role("app", permissions=READ))
    def test_a_key_that_is_inactive_is_refused_until_it_is_active_again(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html."""
        client = fakests.client("s3", "user/ann")
        fakests.user("ann").deactivate_key()
        assert outcome(client) == "InvalidAccessKeyId"
        fakests.user("ann").activate_key()
        assert outcome(client) == "fine"

    @pytest.mark.users(User("ann", permissions=[READ, allow("sts:AssumeRole")]))
    @pytest.mark.roles(Role("app", permissions=READ))
    def test_sessions_made_with_an_inactive_key_go_on(self, fakests: FakeSts) -> None:
        """Temporary credentials are valid until they expire, whatever becomes of the key behind them."""
        role = fakests.assume_role("app", by="user/ann").client("s3")
        own = fakests.client("s3", fakests.client("sts", "user/ann").get_session_token())
        fakests.user("ann").deactivate_key()
        assert (outcome(role), outcome(own)) == ("fine", "fine")

    @pytest.mark.users(User("ann", permissions=allow("sts:AssumeRole")))
    def test_the_note_on_the_error_says_that_the_key_is_inactive(self, fakests: FakeSts) -> None:
        """AWS does not."""
        fakests.user("ann").deactivate_key()
        with pytest.raises(ClientError, match="InvalidClientTokenId") as caught:
            fakests.client("sts", "user/ann").get_caller_identity()
        assert vars(caught.value)["__notes__"] == ["the access key of arn:aws:iam::123456789012:user/ann is inactive"]


class TestRevokedSessions:
    """revoke_sessions() denies what was issued before, as the console's button does."""

    @pytest.mark.roles(Role("app", permissions=READ))
    def test_sessions_issued_before_are_denied_and_later_ones_not(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html."""
        before = fakests.assume_role("app").client("s3")
        sts_clock.advance(1)
        fakests.role("app").revoke_sessions()
        sts_clock.advance(1)
        assert outcome(before) == "AccessDenied"
        assert outcome(fakests.assume_role("app").client("s3")) == "fine"

    @pytest.mark.roles(
        Role("first", permissions=allow("sts:AssumeRole")), Role("second", trust=trust("role/first"), permissions=READ)
    )
    def test_what_a_revoked_session_assumed_goes_on(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """The next role of a chain has to be revoked by itself."""
        first = fakests.assume_role("first")
        second = fakests.assume_role("second", by=first).client("s3")
        sts_clock.advance(1)
        fakests.role("first").revoke_sessions()
        assert outcome(second) == "fine"
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("second", by=first)


@pytest.mark.users(User("ann", permissions=allow("sts:AssumeRole"), mfa=True))
@pytest.mark.roles(
    Role("guarded", trust=trust("user/ann", when={"Bool": {"aws:MultiFactorAuthPresent": "true"}}), permissions=READ)
)
def test_a_profile_with_an_mfa_serial_asks_for_the_code_and_is_let_in(
    fakests: FakeSts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore's own profile asks once, and the session then has what the trust policy wants."""
    user = fakests.user("ann")
    config = tmp_path / "config"
    config.write_text(
        f"[profile guarded]\nrole_arn = {fakests.role('guarded').arn}\ncredential_source = Environment\n"
        f"mfa_serial = {user.mfa.serial}\nregion = us-east-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    asked = []

    def prompt(text: str) -> str:
        asked.append(text)
        return user.mfa.code()

    with fakests.calling_as("user/ann"):
        session = botocore.session.Session(profile="guarded")
        provider = session.get_component("credential_provider").get_provider("assume-role")
        provider._prompter = prompt
        client: Any = session.create_client("s3")
        assert outcome(client) == "fine"
        assert outcome(client) == "fine"
    assert asked == [f"Enter MFA code for {user.mfa.serial}: "]
