"""The quotas of IAM, held for what a test declares: sizes, numbers, and one name for one.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_fakests.cloud.builders import trust as trust_in
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.declarations import Account, ResourcePolicy, Role, User
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.iam import PolicyError


def policy(size: int, **elements: Any) -> dict[str, Any]:
    """A policy of this many characters without white space."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Sid": "", **elements}
    statement = {name: value for name, value in statement.items() if value is not None}
    empty = json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
    statement["Sid"] = "x" * (size - len(empty))
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(size: int) -> dict[str, Any]:
    return policy(size, Action="sts:AssumeRole", Principal={"AWS": "123456789012"}, Resource=None)


def text(size: int, **elements: Any) -> str:
    """The same as text, with white space between its elements that counts nothing to IAM."""
    return json.dumps(policy(size, **elements), indent=4)


FITS = [
    pytest.param(Role("r", permissions=policy(10240)), id="inline policy of a role"),
    pytest.param(Role("r", permissions=text(10240)), id="white space is not counted"),
    pytest.param(User("u", permissions=[policy(1024), policy(1024)]), id="inline policies of a user"),
    pytest.param(User("u", groups={"g": policy(5120), "h": policy(5120)}), id="each group has its own"),
    pytest.param(User("u", managed={"a": policy(6144), "b": policy(6144)}), id="managed policies count one by one"),
    pytest.param(
        User("u", permissions=["arn:aws:iam::aws:policy/AdministratorAccess", policy(2048)]),
        id="a managed policy among the permissions is no inline one",
    ),
    pytest.param(Role("r", managed={"arn:aws:iam::aws:policy/ReadOnlyAccess": policy(40_000)}), id="AWS's own"),
    pytest.param(Role("r", boundary=policy(6144)), id="a boundary is a managed policy"),
    pytest.param(Role("r", trust=trust(2048)), id="trust policy"),
    pytest.param(ResourcePolicy("arn:aws:s3:::b", policy(20480, Principal="*")), id="bucket policy"),
    pytest.param(ResourcePolicy("arn:aws:qldb:::b", policy(90_000, Principal="*")), id="a service without known quota"),
]


@pytest.mark.parametrize("declaration", FITS)
def test_what_iam_would_take_is_taken(declaration: Declaration) -> None:
    """Policies that just fit into their quotas."""
    Cloud().add(declaration)


REFUSED = [
    pytest.param(
        Role("r", permissions=policy(10241)),
        "permissions of role 'r': the inline policies of a role may have 10240 characters, white space aside, not "
        "10241 (Maximum policy size of 10240 bytes exceeded for role r); move statements to managed policies",
        id="inline policy of a role",
    ),
    pytest.param(
        User("u", permissions=[policy(1024), policy(1025)]),
        "permissions of user 'u': the inline policies of a user may have 2048 characters, white space aside, not 2049 "
        "(Maximum policy size of 2048 bytes exceeded for user u); move statements to managed policies",
        id="inline policies of a user together",
    ),
    pytest.param(
        User("u", groups={"g": [policy(5000), policy(121)]}),
        "'g' in groups of user 'u': the inline policies of a group may have 5120 characters, white space aside, not "
        "5121 (Maximum policy size of 5120 bytes exceeded for group g); move statements to managed policies",
        id="inline policies of a group together",
    ),
    pytest.param(
        Role("r", managed={"arn:aws:iam::123456789012:policy/p": policy(6145)}),
        "'arn:aws:iam::123456789012:policy/p' in managed of role 'r': a managed policy may have 6144 characters, "
        "white space aside, not 6145 (Cannot exceed quota for PolicySize: 6144); split it into several",
        id="a customer's managed policy",
    ),
    pytest.param(
        Role("r", boundary=policy(6145)),
        "boundary of role 'r': a managed policy may have 6144 characters, white space aside, not 6145 (Cannot exceed "
        "quota for PolicySize: 6144); split it into several",
        id="a boundary",
    ),
    pytest.param(
        Role("r", trust=trust(2049)),
        "trust policy of role 'r': a role trust policy may have 2048 characters, white space aside, not 2049 (Cannot "
        "exceed quota for ACLSizePerRole: 2048); shorten it, or declare Account('123456789012', "
        "role_trust_policy_length=...) if its quota was raised",
        id="trust policy",
    ),
    pytest.param(
        ResourcePolicy("arn:aws:sqs:eu-west-1:123456789012:q", policy(8193, Principal="*")),
        "resource policy of arn:aws:sqs:eu-west-1:123456789012:q: the policy of a queue may have 8192 characters, not "
        "8193; shorten it, or grant by identity-based policies",
        id="the policy of a queue",
    ),
]


@pytest.mark.parametrize(("declaration", "message"), REFUSED)
def test_what_iam_would_find_too_large_is_refused(declaration: Declaration, message: str) -> None:
    """One character more than fits."""
    with pytest.raises(PolicyError) as caught:
        Cloud().add(declaration)
    assert str(caught.value) == message


def test_white_space_counts_in_the_text_of_a_resource_based_policy() -> None:
    """Services other than IAM count the text as it is."""
    with pytest.raises(PolicyError, match="the policy of a bucket may have 20480 characters"):
        Cloud().add(ResourcePolicy("arn:aws:s3:::b", text(20480, Principal="*")))


def test_a_statement_alone_counts_as_the_policy_that_holds_it() -> None:
    """What IAM would get is a document."""
    statement = policy(10240)["Statement"][0]
    Cloud().add(Role("r", permissions=statement))
    with pytest.raises(PolicyError, match="not 10241"):
        Cloud().add(Role("r", permissions={**statement, "Sid": statement["Sid"] + "x"}))


def test_an_account_whose_quota_was_raised_has_longer_trust_policies() -> None:
    """In whatever order account and role are declared."""
    world = Cloud()
    world.add(Role("r", trust=trust(4096)), Account("123456789012", role_trust_policy_length=4096))
    with pytest.raises(PolicyError, match="may have 4096 characters"):
        world.role("r").set_trust(trust(4097))


def test_a_policy_that_is_refused_changes_nothing() -> None:
    """The role keeps the permissions and the trust policy that it had."""
    world = Cloud()
    world.add(Role("r", permissions=policy(500)))
    role = world.role("r")
    before = role.policies, role.trust
    for change, value in ((role.set_permissions, policy(10241)), (role.set_trust, trust(2049))):
        with pytest.raises(PolicyError):
            change(value)
    assert (role.policies, role.trust) == before


@pytest.mark.parametrize(
    ("quota", "least", "most"),
    [
        ("role_trust_policy_length", 2048, 8192),
        ("managed_policies_per_role", 10, 25),
        ("managed_policies_per_user", 10, 20),
    ],
)
def test_a_quota_that_aws_does_not_give_is_refused(quota: str, least: int, most: int) -> None:
    """There is a default, and a most that AWS gives."""
    for value in (least - 1, most + 1):
        with pytest.raises(DeclarationError) as caught:
            Account("123456789012", **{quota: value})  # type: ignore[arg-type]
        assert str(caught.value) == f"account '123456789012': {quota} is {value}; AWS takes {least} to {most}"


def managed(count: int) -> dict[str, Any]:
    """Managed policies of the customer."""
    return {f"arn:aws:iam::123456789012:policy/p{number}": policy(100) for number in range(count)}


ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
TOO_MANY = "(Cannot exceed quota for PoliciesPer{0}: 10); join some, or declare Account('123456789012', managed_policies_per_{1}=...) if its quota was raised"  # fmt: skip


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        pytest.param(
            Role("r", managed=managed(11)),
            f"role 'r' has 11 managed policies, and may have 10 {TOO_MANY.format('Role', 'role')}",
            id="a role",
        ),
        pytest.param(
            User("u", managed=managed(12)),
            f"user 'u' has 12 managed policies, and may have 10 {TOO_MANY.format('User', 'user')}",
            id="a user",
        ),
        pytest.param(
            Role("r", managed=managed(10), permissions=[ADMIN]),
            f"role 'r' has 11 managed policies, and may have 10 {TOO_MANY.format('Role', 'role')}",
            id="one of them among the permissions",
        ),
        pytest.param(
            User("u", groups=[f"g{number}" for number in range(11)]),
            "groups of user 'u': there are 11; IAM takes 10",
            id="groups",
        ),
        pytest.param(
            User("u", groups=["two words"]),
            "group name 'two words' is not one that AWS takes; use 1 to 128 letters, digits and _+=,.@-",
            id="the name of a group",
        ),
        pytest.param(
            User("u", groups={"g" * 129: policy(100)}),
            f"group name '{'g' * 129}' is not one that AWS takes; use 1 to 128 letters, digits and _+=,.@-",
            id="a group's name of 129 characters",
        ),
    ],
)
def test_more_than_iam_attaches_is_refused(declaration: Declaration, message: str) -> None:
    """The text says how many there may be."""
    with pytest.raises(DeclarationError) as caught:
        Cloud().add(declaration)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "declaration",
    [
        pytest.param(Role("r", managed=managed(10), permissions=[policy(100), policy(100)]), id="inline ones beside"),
        pytest.param(Role("r", managed={**managed(9), ADMIN: None}, permissions=[ADMIN]), id="one of them twice"),
        pytest.param(User("u", groups=[policy(100)]), id="a group without a name"),
        pytest.param(User("u", groups=["g" * 128, *(f"g{number}" for number in range(9))]), id="ten groups"),
    ],
)
def test_as_many_as_iam_attaches_are_taken(declaration: Declaration) -> None:
    """The quota itself is inside."""
    Cloud().add(declaration)


def test_an_account_whose_quota_was_raised_attaches_more() -> None:
    """To its roles and to its users, as their quotas say."""
    raised = Account("123456789012", managed_policies_per_role=25, managed_policies_per_user=20)
    Cloud().add(Role("r", managed=managed(25)), User("u", managed=managed(20)), raised)


def test_permissions_that_would_attach_too_many_change_nothing() -> None:
    """The role keeps what it had."""
    world = Cloud()
    world.add(Role("r", managed=managed(10)))
    before = world.role("r").policies
    with pytest.raises(DeclarationError, match="has 11 managed policies"):
        world.role("r").set_permissions([ADMIN])
    assert world.role("r").policies == before


class TestNames:
    """Names are unique in an account, and are not told apart by their case.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
    """

    @pytest.mark.parametrize(
        ("first", "second", "kind", "taken"),
        [
            pytest.param(Role("app"), Role("App"), "role 'App'", "role/app", id="another case"),
            pytest.param(Role("app", path="/team/"), Role("app"), "role 'app'", "role/team/app", id="another path"),
            pytest.param(User("ann"), User("ANN", path="/x/"), "user 'ANN'", "user/ann", id="users"),
            pytest.param(User("ann"), User("Tester"), "user 'Tester'", "user/tester", id="the fake's own caller"),
        ],
    )
    def test_a_name_that_is_taken_is_refused(
        self, first: Declaration, second: Declaration, kind: str, taken: str
    ) -> None:
        """The text says by what."""
        world = Cloud()
        with pytest.raises(DeclarationError) as caught:
            world.add(first, second)
        assert str(caught.value) == (
            f"{kind}: there is arn:aws:iam::123456789012:{taken} already, and an account has one {kind[:4]} of a "
            "name, whatever its case and path; name it otherwise, or remove the other first"
        )

    @pytest.mark.parametrize(
        "second",
        [
            pytest.param(User("app"), id="a user of the name of a role"),
            pytest.param(Role("APP", account="210987654321"), id="in another account"),
            pytest.param(Role("app", path="/team/", description="new"), id="the same once more"),
        ],
    )
    def test_other_names_are_free(self, second: Declaration) -> None:
        """Roles and users do not share names, nor do accounts; what has the same ARN is replaced."""
        Cloud().add(Role("app", path="/team/"), second)

    def test_a_name_is_free_when_its_role_is_gone(self) -> None:
        """A role of another path may have it then."""
        world = Cloud()
        world.add(Role("app", path="/team/"))
        world.remove("app")
        world.add(Role("App"))
        assert world.role("App").arn == "arn:aws:iam::123456789012:role/App"

    def test_a_trust_policy_tells_names_apart_by_case(self) -> None:
        """Another case than that of the user is another user, whose path nobody knows."""
        world = Cloud()
        world.add(User("ann", path="/staff/"))
        world.add(Role("app", trust=trust_in("user/ann", "user/Ann")))
        principals = world.role("app").trust.document["Statement"][0]["Principal"]["AWS"]
        assert principals == ["arn:aws:iam::123456789012:user/staff/ann", "arn:aws:iam::123456789012:user/Ann"]

    def test_an_alias_is_of_one_account(self) -> None:
        """Aliases are unique among all accounts."""
        world = Cloud()
        world.add(Account("111122223333", alias="prod"), Account("111122223333", alias="prod"))
        with pytest.raises(DeclarationError) as caught:
            world.add(Account("444455556666", alias="prod"))
        assert str(caught.value) == (
            "account '444455556666': alias 'prod' is that of account '111122223333'; an alias is of one account only"
        )
