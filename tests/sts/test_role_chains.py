"""What goes along a chain of roles and what does not, and which permissions each hop needs, through real clients."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, User, allow, deny, trust

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
SESSION_TAGS = f"{IAM}/id_session-tags.html"
SOURCE_IDENTITY = f"{IAM}/id_credentials_temp_control-access_monitor.html"
PERMISSIONS = f"{IAM}/id_credentials_temp_control-access_assumerole.html"

HOME, MEMBER = "123456789012", "210987654321"
OBJECT = "arn:aws:s3:::b/k"
ALL = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
EVERYBODY = trust("*", actions=ALL)


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def missing(fakests: FakeSts, role: str, by: Any, **params: Any) -> str | None:
    """The action for want of which a role is not assumed; None where it is."""
    try:
        fakests.assume_role(role, by=by, **params)
    except ClientError as error:
        return str(error).partition("not authorized to perform: ")[2].partition(" on ")[0] or str(error)
    return None


def has(fakests: FakeSts, session: Any, key: str, value: str) -> bool:
    """Whether a request of the session has this value of the key."""
    fakests.role(session.arn.split("/")[1]).set_permissions(allow("s3:GetObject", when={"StringEquals": {key: value}}))
    return bool(fakests.can(session, "s3:GetObject", OBJECT))


STAR: dict[str, Any] = {"Tags": tags(Star="1"), "TransitiveTagKeys": ["Star"]}
TAG = {"Tags": tags(Star="1")}
ASSUME, TAGGING, SETTING = "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"

# The page, the account of the role, whom and what it trusts, the caller's permissions, what is passed, what is missing.
HOPS = [
    pytest.param(SESSION_TAGS, HOME, "user/ann", [ASSUME], [], TAG, TAGGING, id="tags: the trust policy must allow it"),
    pytest.param(SESSION_TAGS, HOME, "user/ann", ALL, [], TAG, None, id="tags: in one account it is enough, for a caller that it names"),
    pytest.param(SESSION_TAGS, HOME, f"account/{HOME}", ALL, [ASSUME], TAG, TAGGING, id="tags: the caller's policies too, where the account is named"),
    pytest.param(SESSION_TAGS, HOME, f"account/{HOME}", ALL, [ASSUME, TAGGING], TAG, None, id="tags: both"),
    pytest.param(SESSION_TAGS, MEMBER, f"arn:aws:iam::{HOME}:user/ann", ALL, [ASSUME], TAG, TAGGING, id="tags: the caller's policies too, across accounts"),
    pytest.param(SESSION_TAGS, MEMBER, f"arn:aws:iam::{HOME}:user/ann", ALL, [ASSUME, TAGGING], TAG, None, id="tags: both, across accounts"),
    pytest.param(SESSION_TAGS, MEMBER, f"arn:aws:iam::{HOME}:user/ann", [ASSUME], [ASSUME, TAGGING], TAG, TAGGING, id="tags: not the caller's alone"),
    pytest.param(SOURCE_IDENTITY, HOME, "user/ann", [ASSUME], [], {"SourceIdentity": "ann"}, SETTING, id="source identity: the trust policy must allow it"),
    pytest.param(SOURCE_IDENTITY, MEMBER, f"arn:aws:iam::{HOME}:user/ann", ALL, [ASSUME], {"SourceIdentity": "ann"}, SETTING, id="source identity: the caller's policies too, across accounts"),
    pytest.param(SOURCE_IDENTITY, MEMBER, f"arn:aws:iam::{HOME}:user/ann", ALL, [ASSUME, SETTING], {"SourceIdentity": "ann"}, None, id="source identity: both, across accounts"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "account", "trusted", "actions", "permitted", "params", "wanted"), HOPS)
def test_what_tags_and_a_source_identity_need(
    fakests: FakeSts,
    source: str,
    account: str,
    trusted: str,
    actions: list[str],
    permitted: list[str],
    params: dict[str, Any],
    wanted: str | None,
) -> None:
    """Each needs its own action wherever sts:AssumeRole is needed, or the whole call fails."""
    fakests.add(
        User("ann", permissions=allow(*permitted) if permitted else None),
        Role("target", account=account, trust=trust(trusted, actions=actions)),
    )
    assert missing(fakests, f"arn:aws:iam::{account}:role/target", "user/ann", **params) == wanted, source


# The page, what the second role lets the first do, what the first may do, what the first was assumed with, what is missing.
CHAINS = [
    # Inherited tags count as passed: seen in public reports, not said on the page.
    pytest.param(SESSION_TAGS, [ASSUME], [], STAR, TAGGING, id="inherited tags: the next trust policy must allow them"),
    pytest.param(SESSION_TAGS, [ASSUME], [], TAG, None, id="tags that are not transitive need nothing of the next role"),
    pytest.param(SESSION_TAGS, ALL, [], STAR, None, id="inherited tags: it is enough that it does"),
    pytest.param(SOURCE_IDENTITY, [ASSUME], [SETTING], {"SourceIdentity": "ann"}, SETTING, id="inherited source identity: the next trust policy must allow it"),
    pytest.param(SOURCE_IDENTITY, ALL, [], {"SourceIdentity": "ann"}, SETTING, id="inherited source identity: the calling role's policies too"),
    pytest.param(SOURCE_IDENTITY, ALL, [SETTING], {"SourceIdentity": "ann"}, None, id="inherited source identity: both"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "actions", "permitted", "params", "wanted"), CHAINS)
def test_what_the_next_hop_needs(
    fakests: FakeSts,
    source: str,
    actions: list[str],
    permitted: list[str],
    params: dict[str, Any],
    wanted: str | None,
) -> None:
    """What a session inherits, its next hop passes on, and needs the permissions for."""
    fakests.add(
        Role("first", trust=EVERYBODY, permissions=allow(*permitted) if permitted else None),
        Role("second", trust=trust("role/first", actions=actions)),
    )
    first = fakests.assume_role("first", **params)
    assert missing(fakests, "second", first) == wanted, source


class TestTags:
    """The page's chain of three roles: Star and Heart are passed as transitive, Sun and Star are tags of roles."""

    pytestmark = pytest.mark.roles(
        Role("Role1", trust=EVERYBODY, tags={"Heart": "1"}),
        Role("Role2", trust=EVERYBODY, tags={"Sun": "2"}),
        Role("Role3", trust=EVERYBODY, tags={"Star": "3", "Lightning": "3"}),
    )

    def chain(self, fakests: FakeSts) -> Any:
        """The sessions of the three roles, each assumed by the one before it."""
        first = fakests.assume_role("Role1", Tags=tags(Star="1", Heart="1"), TransitiveTagKeys=["Star", "Heart"])
        second = fakests.assume_role("Role2", by=first)
        return first, second, fakests.assume_role("Role3", by=second)

    @pytest.mark.parametrize(
        ("hop", "key", "value", "expected"),
        [
            pytest.param(0, "Star", "1", True, id="the first has what was passed"),
            pytest.param(1, "Star", "1", True, id="the second inherits it"),
            pytest.param(1, "Sun", "2", True, id="the second has its role's tag"),
            pytest.param(2, "Heart", "1", True, id="the third inherits it too"),
            pytest.param(2, "Star", "1", True, id="an inherited tag replaces the role's"),
            pytest.param(2, "Star", "3", False, id="of which nothing is left"),
            pytest.param(2, "Lightning", "3", True, id="the third has its role's other tag"),
            pytest.param(2, "Sun", "2", False, id="a role's tag does not go on"),
        ],
    )
    def test_tags_of_each_session(self, fakests: FakeSts, hop: int, key: str, value: str, expected: bool) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining"""
        session = self.chain(fakests)[hop]
        assert has(fakests, session, f"aws:PrincipalTag/{key}", value) is expected

    def test_the_trust_policy_sees_the_tag_that_the_role_has(self, fakests: FakeSts) -> None:
        """An inherited tag replaces it after the trust policy was asked: the page of 2023 said before."""
        fakests.role("Role3").set_trust(trust("*", actions=ALL, when={"StringEquals": {"aws:ResourceTag/Star": "3"}}))
        assert has(fakests, self.chain(fakests)[2], "aws:PrincipalTag/Star", "1")

    def test_a_tag_of_the_calling_role_may_be_passed_to_the_next(self, fakests: FakeSts) -> None:
        """It is no inherited one. The page's example says that this fails, the API's page that inherited tags do."""
        second = self.chain(fakests)[1]
        third = fakests.assume_role("Role3", by=second, Tags=tags(Sun="2"))
        assert has(fakests, third, "aws:PrincipalTag/Sun", "2")

    def test_a_session_tag_replaces_the_roles_in_whatever_case(self, fakests: FakeSts) -> None:
        """One tag is left, with the passed value. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"""
        session = fakests.assume_role("Role2", Tags=tags(sun="9"))
        assert has(fakests, session, "aws:PrincipalTag/Sun", "9")
        assert not has(fakests, session, "aws:PrincipalTag/Sun", "2")


# The key that the trust policy asks for, and whether ann, who has team=blue, is let in with what she passes.
SEEN = [
    pytest.param(SESSION_TAGS, "aws:PrincipalTag/team", "blue", {}, True, id="the caller's tag"),
    pytest.param(SESSION_TAGS, "aws:PrincipalTag/team", "red", {"Tags": tags(team="red")}, False, id="the caller's tag is not the one passed"),
    pytest.param(SESSION_TAGS, "aws:RequestTag/team", "red", {"Tags": tags(team="red")}, True, id="the tag passed"),
    pytest.param(SESSION_TAGS, "aws:RequestTag/team", "blue", {}, False, id="the tag passed is not the caller's"),
    pytest.param(SESSION_TAGS, "aws:ResourceTag/team", "green", {}, True, id="the role's tag"),
    pytest.param(SESSION_TAGS, "iam:ResourceTag/team", "green", {}, True, id="the role's tag, by IAM's key"),
    pytest.param(SOURCE_IDENTITY, "sts:SourceIdentity", "ann", {"SourceIdentity": "ann"}, True, id="the source identity that is set"),
    pytest.param(SOURCE_IDENTITY, "aws:SourceIdentity", "ann", {"SourceIdentity": "ann"}, False, id="the source identity was not set before"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "key", "value", "params", "let_in"), SEEN)
def test_what_a_trust_policy_sees(
    fakests: FakeSts, source: str, key: str, value: str, params: dict[str, Any], let_in: bool
) -> None:
    """The caller's tags, those that it passes and those of the role are three different things."""
    policy = [trust("user/ann", when={"StringEquals": {key: value}}), trust("user/ann", actions=ALL[1:])]
    fakests.add(User("ann", tags={"team": "blue"}), Role("target", tags={"team": "green"}, trust=policy))
    assert (missing(fakests, "target", "user/ann", **params) is None) is let_in, source


def test_a_source_identity_set_before_is_seen_as_such(fakests: FakeSts) -> None:
    """In a chain the request has it under both keys."""
    both = {"StringEquals": {"aws:SourceIdentity": "ann", "sts:SourceIdentity": "ann"}}
    fakests.add(
        Role("first", trust=EVERYBODY, permissions=allow(SETTING)),
        Role("second", trust=trust("role/first", actions=ALL, when=both)),
    )
    first = fakests.assume_role("first", SourceIdentity="ann")
    second = fakests.assume_role("second", by=first)
    assert has(fakests, second, "aws:SourceIdentity", "ann"), SOURCE_IDENTITY


class TestPermissions:
    """Whose policies count for a session."""

    def test_the_callers_own_do_not(self, fakests: FakeSts) -> None:
        """Who assumes a role gives up what it had."""
        fakests.add(User("admin", permissions=allow("*")), Role("reader", permissions=allow("s3:GetObject")))
        session = fakests.assume_role("reader", by="user/admin")
        assert fakests.can(session, "s3:GetObject", OBJECT)
        assert not fakests.can(session, "s3:PutObject", OBJECT), PERMISSIONS

    def test_those_that_deny_the_caller_do_not_either(self, fakests: FakeSts) -> None:
        """Nor is what the caller was denied denied to the role."""
        poor = [allow("sts:*"), deny("s3:*")]
        fakests.add(User("poor", permissions=poor), Role("reader", permissions=allow("s3:GetObject")))
        assert fakests.can(fakests.assume_role("reader", by="user/poor"), "s3:GetObject", OBJECT), PERMISSIONS

    def test_session_policies_do_not_go_along_a_chain(self, fakests: FakeSts) -> None:
        """The second session has its own role's policies. Inferred."""
        fakests.add(Role("first", trust=EVERYBODY), Role("second", trust=EVERYBODY, permissions=allow("s3:*")))
        narrow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}'
        second = fakests.assume_role("second", by=fakests.assume_role("first", Policy=narrow))
        assert fakests.can(second, "s3:GetObject", OBJECT), PERMISSIONS

    def test_session_policies_limit_the_next_hop_itself(self, fakests: FakeSts) -> None:
        """A session whose session policy is silent about sts:AssumeRole assumes nothing. Inferred."""
        fakests.add(
            Role("first", trust=EVERYBODY, permissions=allow("*")), Role("second", trust=trust(f"account/{HOME}"))
        )
        narrow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
        first = fakests.assume_role("first", Policy=narrow)
        assert missing(fakests, "second", first) == ASSUME


def test_tags_that_come_along_a_chain_take_room(fakests: FakeSts) -> None:
    """As those of a pod of EKS do: aws/containers-roadmap#2413."""
    fakests.add(
        Role("first", trust=trust("user/tester", actions=ALL), permissions=allow(*ALL)),
        Role("second", trust=trust("role/first", actions=ALL)),
    )
    plain = fakests.assume_role("second", by=fakests.assume_role("first")).answer
    tagged = fakests.assume_role("second", by=fakests.assume_role("first", **STAR)).answer
    assert "PackedPolicySize" not in plain
    assert tagged["PackedPolicySize"] > 0


def test_the_name_of_a_role_is_that_which_it_has_in_its_own_case(fakests: FakeSts) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html: names are case sensitive here."""
    fakests.add(Role("MyRole", trust=EVERYBODY))
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.client("sts").assume_role(RoleArn=f"arn:aws:iam::{HOME}:role/myrole", RoleSessionName="session")


def test_a_session_of_another_accounts_role_is_of_that_account(fakests: FakeSts) -> None:
    """Its ARN has it: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"""
    fakests.add(Role("far", account=MEMBER, trust=trust(f"account/{HOME}"), permissions=allow("s3:*")))
    session = fakests.assume_role(f"arn:aws:iam::{MEMBER}:role/far", session_name="nightly")
    assert session.arn == f"arn:aws:sts::{MEMBER}:assumed-role/far/nightly"
    assert session.client("sts").get_caller_identity()["Account"] == MEMBER
