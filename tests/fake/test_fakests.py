"""What is declared in a fake, how it changes, and the record of its calls."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Account, DeclarationError, FakeSts, Role, UndeclaredError, User, allow, deny, fake_sts, trust

OBJECT = "arn:aws:s3:::reports/q3.csv"
READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


class TestDeclared:
    """What was declared, and what was not."""

    @pytest.mark.roles("app", Role("far", account="210987654321"))
    @pytest.mark.users("ann")
    @pytest.mark.accounts(Account("111122223333", alias="prod"))
    def test_what_is_declared_is_found_in_each_way(self, fakests: FakeSts) -> None:
        """By name, by kind and name, by ARN; a role of another account by name where there is no other."""
        role = fakests.role("app")
        assert fakests.role("role/app") is fakests.role(role.arn) is role
        assert fakests.role("far").arn == "arn:aws:iam::210987654321:role/far"
        assert fakests.user("user/ann") is fakests.user("ann")
        assert fakests.account("prod") is fakests.account("111122223333")

    @pytest.mark.parametrize(
        ("ask", "text"),
        [
            (lambda f: f.role("nobody"), "no role 'nobody' is declared; declared roles: app, worker"),
            (lambda f: f.user("nobody"), "no user 'nobody' is declared; declared users: tester"),
            (lambda f: f.account("1"), "no account '1' is declared; declared accounts: 123456789012"),
            (lambda f: f.remove("nobody"), "no role or user 'nobody' is declared; declared roles and users: app, worker, tester"),
            (lambda f: f.credentials("user/nobody"), "no user 'user/nobody' is declared; declared users: tester"),
            (lambda f: f.assume_role("nobody"), "no role 'nobody' is declared; declared roles: app, worker"),
        ],
        ids=["role", "user", "account", "remove", "credentials", "assume_role"],
    )  # fmt: skip
    @pytest.mark.roles("app", "worker")
    def test_what_is_not_declared_is_a_key_error_that_lists_what_is(
        self, fakests: FakeSts, ask: Any, text: str
    ) -> None:
        """A typo is seen at a glance."""
        with pytest.raises(KeyError) as caught:
            ask(fakests)
        assert str(caught.value) == text
        assert isinstance(caught.value, UndeclaredError)

    def test_the_world_changes_during_the_test(self, fakests: FakeSts) -> None:
        """A role that is added can be assumed; one that is removed cannot."""
        fakests.add(READER)
        fakests.assume_role("reader")
        arn = fakests.role("reader").arn
        fakests.remove("reader")
        with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
            fakests.assume_role(arn)

    def test_what_is_no_declaration_is_refused(self, fakests: FakeSts) -> None:
        """The text says what can be declared."""
        with pytest.raises(DeclarationError) as caught:
            fakests.add(42)  # type: ignore[arg-type]  # what is refused
        assert str(caught.value) == (
            "42 is not a declaration; give a Role, a User, an Account, an OidcProvider, a SamlProvider, "
            "a Resource, a ResourcePolicy, an Organization, a VpcEndpoint, or a mapping in IAM's shape"
        )


@pytest.mark.roles(READER)
class TestChanges:
    """Changes that living sessions see."""

    def test_new_permissions_count_from_the_next_call_on(self, fakests: FakeSts) -> None:
        """For the session that was there before, and for a new one."""
        s3 = fakests.assume_role("reader").client("s3")
        s3.get_object(Bucket="reports", Key="q3.csv")
        fakests.role("reader").set_permissions(allow("s3:PutObject"))
        for client in (s3, fakests.assume_role("reader").client("s3")):
            with pytest.raises(ClientError, match="because no identity-based policy allows the s3:GetObject action"):
                client.get_object(Bucket="reports", Key="q3.csv")

    def test_a_new_trust_policy_shuts_the_door_and_leaves_who_is_inside(self, fakests: FakeSts) -> None:
        """Sessions that exist go on."""
        s3 = fakests.assume_role("reader").client("s3")
        fakests.role("reader").set_trust(trust("user/other"))
        s3.get_object(Bucket="reports", Key="q3.csv")
        with pytest.raises(ClientError, match="sts:AssumeRole"):
            fakests.assume_role("reader")

    def test_a_boundary_limits_a_role(self, fakests: FakeSts) -> None:
        """What the boundary does not allow is denied, and it is named."""
        s3 = fakests.assume_role("reader").client("s3")
        fakests.role("reader").set_boundary(allow("sqs:*"))
        with pytest.raises(ClientError, match="because no permissions boundary allows the s3:GetObject action"):
            s3.get_object(Bucket="reports", Key="q3.csv")

    def test_revoked_sessions_are_denied_and_know_who_they_are(self, fakests: FakeSts) -> None:
        """The token stays valid: GetCallerIdentity works, all else is denied explicitly."""
        role = fakests.assume_role("reader")
        fakests.role("reader").revoke_sessions()
        assert role.client("sts").get_caller_identity()["Arn"] == role.arn
        with pytest.raises(ClientError, match="with an explicit deny in an identity-based policy"):
            role.client("s3").get_object(Bucket="reports", Key="q3.csv")
        fakests.assume_role("reader").client("s3").get_object(Bucket="reports", Key="q3.csv")


@pytest.mark.roles(READER)
def test_every_call_is_recorded_with_how_it_was_judged(fakests: FakeSts) -> None:
    """Operation, caller, parameters, decision and error."""
    s3 = fakests.assume_role("reader", session_name="mine").client("s3")
    s3.get_object(Bucket="reports", Key="q3.csv")
    with pytest.raises(ClientError):
        s3.put_object(Bucket="reports", Key="q3.csv", Body=b"loss")
    assumed, got, put = fakests.calls
    assert (assumed.operation, assumed.caller, assumed.error) == (
        "sts:AssumeRole",
        "arn:aws:iam::123456789012:user/tester",
        None,
    )
    assert assumed.decision
    assert assumed.decision.policy is fakests.role("reader").trust
    assert (got.operation, got.caller) == ("s3:GetObject", "arn:aws:sts::123456789012:assumed-role/reader/mine")
    assert (got.params["Bucket"], got.params["Key"]) == ("reports", "q3.csv")
    assert got.decision
    assert (put.error, bool(put.decision)) == ("AccessDenied", False)


def test_the_same_seed_gives_the_same_ids_and_keys() -> None:
    """And another seed others."""

    def keys(seed: str) -> list[str]:
        with fake_sts(READER, seed=seed) as fakests:
            role = fakests.assume_role("reader")
            return [fakests.role("reader").unique_id, role.credentials.secret_key, str(role.credentials.token)]

    assert keys("one") == keys("one")
    assert set(keys("one")).isdisjoint(keys("two"))


def test_a_user_may_be_denied_by_its_group(fakests: FakeSts) -> None:
    """Policies of a user's groups are the user's; a group's name alone says nothing."""
    fakests.add(User("ann", permissions=allow("s3:*"), groups={"readers": deny("s3:Put*"), "staff": None}))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)
    assert not fakests.can("user/ann", "s3:PutObject", OBJECT)


def test_the_order_of_declarations_does_not_matter_to_short_names(fakests: FakeSts) -> None:
    """A trust policy names a user that is declared after it, whatever that user's path."""
    fakests.add(Role("app", trust=trust("user/ann")), User("ann", path="/staff/"))
    fakests.assume_role("app", by="user/ann")


@pytest.mark.roles(READER)
def test_what_is_declared_tells_itself(fakests: FakeSts) -> None:
    """A role, a user and an account in a failed assertion can be told apart."""
    entities = (fakests.role("reader"), fakests.user("tester"), fakests.account("123456789012"))
    assert [repr(entity) for entity in entities] == [
        "<role arn:aws:iam::123456789012:role/reader>",
        "<user arn:aws:iam::123456789012:user/tester>",
        "<account 123456789012>",
    ]


def test_what_is_declared_may_be_handed_back(fakests: FakeSts) -> None:
    """assume_role() and can() take what role() and user() gave; add() takes IAM's own shape."""
    fakests.add({"RoleName": "app", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": allow("s3:*")}]})
    role = fakests.assume_role(fakests.role("app"), by=fakests.user("tester"))
    assert role.arn.endswith(":assumed-role/app/fakests")
    assert fakests.can(fakests.role("app"), "s3:GetObject", OBJECT)
