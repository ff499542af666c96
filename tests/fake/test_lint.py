"""Lint of what a test declares, as the test asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests import FakeSts, ResourcePolicy, Role, User, allow, fake_sts, trust

EMPTY = {"Effect": "Allow", "Action": [], "Resource": "*"}
DOCUMENT: dict[str, Any] = {"Version": "2012-10-17", "Statement": [EMPTY]}


@pytest.mark.roles(Role("reader", trust=trust("*"), permissions=allow("iam:PassRole")))
def test_findings_name_the_declared_policies(fakests: FakeSts) -> None:
    """Each begins with what the policy is called in every other message."""
    assert [str(finding) for finding in fakests.lint()] == [
        "permissions of role 'reader': Statement[0].Resource: it lets any role be passed to a service; name the roles, or "
        "add a condition on iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_RESOURCE)",
        "trust policy of role 'reader': Statement[0].Principal.AWS: \"*\" is everybody, in every account; name who is "
        "meant, or add a condition on them (security warning OPEN_TO_THE_WORLD)",
    ]


@pytest.mark.roles("plain")
def test_a_world_of_sane_policies_has_none(fakests: FakeSts) -> None:
    """Nor has the caller whom nobody declared."""
    assert not fakests.lint()


PLACES = [
    pytest.param(Role("x", permissions=DOCUMENT), "permissions of role 'x'", id="permissions"),
    pytest.param(
        Role("x", permissions=[{"PolicyName": "p", "PolicyDocument": DOCUMENT}]),
        "policy 'p' in permissions of role 'x'",
        id="inline",
    ),
    pytest.param(User("x", managed={"p": DOCUMENT}), "'p' in managed of user 'x'", id="managed"),
    pytest.param(User("x", groups={"g": DOCUMENT}), "'g' in groups of user 'x'", id="group"),
    pytest.param(Role("x", boundary=DOCUMENT), "boundary of role 'x'", id="boundary"),
    pytest.param(
        ResourcePolicy("arn:aws:s3:::b", {**EMPTY, "Principal": {"AWS": "123456789012"}}),
        "resource policy of arn:aws:s3:::b",
        id="resource policy",
    ),
]


@pytest.mark.parametrize(("declaration", "name"), PLACES)
def test_policies_are_looked_at_wherever_they_are(declaration: Any, name: str) -> None:
    """Inline, managed, of groups, boundaries, and of resources."""
    with fake_sts(declaration) as fakests:
        assert [(finding.name, finding.code) for finding in fakests.lint()] == [(name, "EMPTY_ARRAY_ACTION")]


@pytest.mark.roles(Role("admin", managed="AdministratorAccess"))
def test_policies_of_aws_are_left_out(fakests: FakeSts) -> None:
    """Nobody can mend them."""
    assert fakests.lint() == ()


@pytest.mark.roles(Role("x", permissions=DOCUMENT))
def test_a_change_during_the_test_is_seen(fakests: FakeSts) -> None:
    """It looks at what the world holds now."""
    fakests.role("x").set_permissions(allow("s3:GetObject"))
    assert fakests.lint() == ()


@pytest.mark.roles(
    Role("x", trust=trust("account/999999999999", "account/111111111111"), permissions=allow("s3:GetObjct"))
)
@pytest.mark.accounts("111111111111")
def test_accounts_that_are_declared_are_yours(fakests: FakeSts) -> None:
    """A trust in another one is told."""
    assert [finding.path for finding in fakests.lint()] == ["Statement[0].Principal.AWS[0]"]


@pytest.mark.roles(Role("x", permissions=allow("s3:GetObjct")))
def test_the_reference_is_asked_where_the_test_says_so(fakests: FakeSts) -> None:
    """Without it, a misspelt action is not known to be one."""
    assert [finding.code for finding in fakests.lint(reference=True)] == ["INVALID_ACTION"]


@pytest.mark.roles(Role("x", permissions=DOCUMENT))
@pytest.mark.parametrize("ignore", ["EMPTY_ARRAY_ACTION", ["EMPTY_ARRAY_ACTION"], iter(["EMPTY_ARRAY_ACTION"])])
def test_checks_can_be_left_out(fakests: FakeSts, ignore: Any) -> None:
    """One code, or several."""
    assert fakests.lint(ignore=ignore) == ()


def test_a_code_that_no_check_has_is_told_where_nothing_is_declared(fakests: FakeSts) -> None:
    """A misspelt one would be silent until the first policy came."""
    with pytest.raises(ValueError, match="no check has the code") as caught:
        fakests.lint(ignore="EMPTY_ARRAY_ACTIN")
    assert str(caught.value) == ("no check has the code 'EMPTY_ARRAY_ACTIN'; did you mean \"EMPTY_ARRAY_ACTION\"?")


@pytest.mark.users("julie")
@pytest.mark.roles(Role("reader", trust=trust("user/jule")))
def test_a_trust_in_nobody_is_told(fakests: FakeSts) -> None:
    """AWS does not save it, and here the user who is meant would only be denied."""
    assert [str(finding) for finding in fakests.lint()] == [
        "trust policy of role 'reader': Statement[0].Principal.AWS: there is no \"arn:aws:iam::123456789012:user/jule\"; did "
        'you mean "arn:aws:iam::123456789012:user/julie"? (warning UNKNOWN_PRINCIPAL)'
    ]


PARTNER = "arn:aws:iam::999999999999:role/ci"
NAMED = [
    pytest.param(Role("reader", trust=trust("user/tester")), id="the caller whom nobody declared"),
    pytest.param(Role("reader", trust=trust(PARTNER)), id="one of an account of which nothing is declared"),
    pytest.param(Role("reader", trust=trust("role/reader")), id="the role itself"),
    pytest.param(
        ResourcePolicy("arn:aws:s3:::b", allow("s3:GetObject", on="arn:aws:s3:::b/*", to="user/ann")),
        id="one of an account of which only resources are declared",
    ),
]


@pytest.mark.parametrize("declaration", NAMED)
def test_who_may_be_there_is_not_told(declaration: Any) -> None:
    """A test need not declare all of an account: where it declares nobody, it does not."""
    with fake_sts(declaration) as fakests:
        assert not fakests.lint()
