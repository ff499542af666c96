"""Policies as a test writes them: the forms that are read, and a malformed one named by its place.

What a document may hold is the policy language's own matter; here each error says whose policy it is about.
The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_fakests import DeclarationError, FakeSts, PolicyError, ResourcePolicy, Role, User, allow, fake_sts, trust

READ, WRITE = allow("s3:GetObject"), allow("s3:PutObject")
STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
NO_EFFECT = {"Action": "s3:GetObject", "Resource": "*"}
TRUST = {"Effect": "Allow", "Principal": {"AWS": "user/ann"}, "Action": "sts:AssumeRole"}
OBJECT = "arn:aws:s3:::reports/q3.csv"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BUCKET = "arn:aws:s3:::reports"
OWN = "arn:aws:iam::123456789012:policy/read"

EFFECT = 'Statement[0]: the element "Effect" is missing; write "Effect": "Allow" or "Effect": "Deny"'
NO_JSON = (
    "the document is not JSON (Expecting value: line 1 column 1 (char 0)); "
    'write a mapping with "Version" and "Statement", or its JSON text'
)
NO_OBJECT = (
    "a policy document is an object, not a value of type int; "
    'write a mapping with "Version" and "Statement", or its JSON text'
)
ABOUT_CALLER = 'cannot have "Principal"; leave it out: the policy is about the caller that it is attached to'

MALFORMED = [
    pytest.param(Role("app", permissions=NO_EFFECT), f"permissions of role 'app': {EFFECT}", id="no effect"),
    pytest.param(
        Role("app", permissions={**STATEMENT, "Actions": "s3:*"}),
        "permissions of role 'app': Statement[0]: the element \"Actions\" is unknown; did you mean \"Action\"?",
        id="an unknown element",
    ),
    pytest.param(
        Role("app", permissions={**STATEMENT, "Principal": "*"}),
        f"permissions of role 'app': Statement[0]: an identity-based policy {ABOUT_CALLER}",
        id="a principal in a permissions policy",
    ),
    pytest.param(
        Role("app", permissions=allow("GetObject")),
        'permissions of role \'app\': Statement[0].Action: the action "GetObject" names no service; '
        'write "service:GetObject", or "*"',
        id="an action without a service",
    ),
    pytest.param(
        Role("app", permissions="read only"), f"permissions of role 'app': {NO_JSON}", id="text that is not JSON"
    ),
    pytest.param(
        Role("app", permissions=[READ, "s3:Get*"]),
        'permissions of role \'app\': "s3:Get*" is no policy; write allow("s3:Get*")',
        id="an action in place of permissions",
    ),
    pytest.param(Role("app", permissions=[READ, 7]), f"permissions of role 'app': {NO_OBJECT}", id="no document"),
    pytest.param(
        Role("app", permissions=[READ, {**WRITE, "Statement": [STATEMENT, NO_EFFECT]}]),
        f"permissions of role 'app': {EFFECT.replace('[0]', '[1]')}",
        id="the second statement of the second of a list",
    ),
    pytest.param(
        Role("app", permissions=[{"PolicyName": "read", "PolicyDocument": NO_EFFECT}]),
        f"policy 'read' in permissions of role 'app': {EFFECT}",
        id="a named one",
    ),
    pytest.param(
        User("ann", permissions=NO_EFFECT), f"permissions of user 'ann': {EFFECT}", id="the permissions of a user"
    ),
    pytest.param(
        User("ann", groups={"staff": NO_EFFECT}), f"'staff' in groups of user 'ann': {EFFECT}", id="a group's"
    ),
    pytest.param(
        Role("app", boundary={**STATEMENT, "Principal": "*"}),
        f"boundary of role 'app': Statement[0]: a permissions boundary {ABOUT_CALLER}",
        id="a boundary",
    ),
    pytest.param(
        Role("app", managed={OWN: NO_EFFECT}), f"'{OWN}' in managed of role 'app': {EFFECT}", id="a managed one"
    ),
    pytest.param(
        Role("app", trust="user/ann"),
        'trust policy of role \'app\': "user/ann" is no policy; write trust("user/ann")',
        id="a name for a trust policy",
    ),
    pytest.param(
        Role("app", trust={**TRUST, "Resource": "*"}),
        "trust policy of role 'app': Statement[0]: a role trust policy cannot have \"Resource\"; "
        "leave it out: the policy is about the role that it belongs to",
        id="a resource in a trust policy",
    ),
    pytest.param(
        Role("app", trust=[trust("user/ann"), {"Principal": "*", "Action": "sts:AssumeRole"}]),
        f"trust policy of role 'app': {EFFECT}",
        id="the second of a list of trust policies",
    ),
    pytest.param(
        Role("app", trust='{"Effect": "Deny", "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}'),
        "trust policy of role 'app': the key \"Effect\" appears twice in one object; keep one of them",
        id="a key twice in the text of a trust policy",
    ),
    pytest.param(
        ResourcePolicy(BUCKET, STATEMENT),
        f'resource policy of {BUCKET}: it has no principals; write who may do this, as allow(..., to="user/NAME")',
        id="a resource policy",
    ),
    *(
        # https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html ("OverlyPermissiveCondition")
        pytest.param(
            ResourcePolicy(KEY, [allow("kms:*", to="user/ann"), allow("kms:*", to="user/bob", when={"ForAllValues:StringEquals": {key: "a"}})]),
            f"resource policy of {KEY}: Statement[1].Condition.ForAllValues:StringEquals.{key}: KMS refuses ForAllValues with a key of "
            "one value, as it holds for requests without the key (OverlyPermissiveCondition); leave ForAllValues out",
            id=f"what KMS refuses: {key}",
        )
        for key in ("kms:EncryptionContext:team", "aws:RequestTag/team")
    ),
    pytest.param(
        Role("app", trust=allow("s3:*")),
        "trust policy of role 'app': it has resources and no principals, as permissions have; "
        'write who may assume the role, as trust("user/NAME")',
        id="permissions as a trust policy",
    ),
    pytest.param(
        Role("app", permissions=trust("user/tester")),
        "permissions of role 'app': it has principals and no resources, as trust policies have; "
        'write what may be done, as allow("s3:GetObject")',
        id="a trust policy as permissions",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arn", "key"),
    [
        pytest.param(KEY, "kms:EncryptionContextKeys", id="a key of several values"),
        pytest.param("arn:aws:sns:us-east-1:123456789012:news", "aws:RequestTag/team", id="the policy of a topic"),
    ],
)
def test_kms_alone_refuses_a_quantifier(arn: str, key: str) -> None:
    """And with keys of one value alone."""
    with fake_sts(
        ResourcePolicy(arn, allow("*", to="user/ann", when={"ForAllValues:StringEquals": {key: "a"}}))
    ) as fakests:
        assert fakests.can("user/tester", "sts:GetCallerIdentity")


@pytest.mark.parametrize(("declaration", "text"), MALFORMED)
def test_a_malformed_policy_is_named_by_its_place(declaration: Any, text: str) -> None:
    """The error says whose policy it is, where in it, what is wrong and what would be right."""
    with pytest.raises(PolicyError) as caught, fake_sts(declaration):
        pass
    assert str(caught.value) == text


CARRIED = "(it has AdministratorAccess, AWSDenyAll, AmazonS3ReadOnlyAccess)"


@pytest.mark.parametrize(
    ("declaration", "where", "name"),
    [
        pytest.param(Role("app", managed=["ReadStuff"]), "managed of role 'app'", "ReadStuff", id="by name"),
        pytest.param(User("ann", managed=OWN), "managed of user 'ann'", OWN, id="by ARN"),
        pytest.param(Role("app", permissions=OWN), "permissions of role 'app'", OWN, id="as permissions"),
    ],
)
def test_a_managed_policy_that_the_fake_does_not_carry_is_refused(declaration: Any, where: str, name: str) -> None:
    """The error lists those that it has, and says how to give the document."""
    with pytest.raises(DeclarationError) as caught, fake_sts(declaration):
        pass
    assert str(caught.value) == (
        f"{where}: the fake does not carry the managed policy '{name}' {CARRIED}; "
        f"give its document, as managed={{'{name}': {{...}}}}"
    )


def test_a_boundary_that_the_fake_does_not_carry_is_refused() -> None:
    """Its document is given in its own place."""
    with pytest.raises(DeclarationError) as caught, fake_sts(Role("app", boundary=OWN)):
        pass
    assert str(caught.value) == (
        f"boundary of role 'app': the fake does not carry the managed policy '{OWN}' {CARRIED}; "
        "give its document, as boundary={...}"
    )


@pytest.mark.parametrize(
    "permissions",
    [
        pytest.param(READ, id="a document"),
        pytest.param(STATEMENT, id="one statement"),
        pytest.param({**READ, "Statement": STATEMENT}, id="a document whose statement is no list"),
        pytest.param(json.dumps(READ), id="JSON text"),
        pytest.param(json.dumps(STATEMENT).encode(), id="JSON text in bytes"),
        pytest.param({"PolicyName": "read", "PolicyDocument": READ}, id="IAM's shape of an inline policy"),
        pytest.param({"PolicyName": "read", "PolicyDocument": json.dumps(READ)}, id="that shape with text"),
        pytest.param([WRITE, READ], id="a list"),
        pytest.param((WRITE, [STATEMENT, [json.dumps(WRITE)]]), id="lists of lists"),
        pytest.param(iter([READ]), id="an iterator"),
        pytest.param("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", id="the ARN of a managed policy"),
    ],
)
def test_permissions_are_read_in_each_form(fakests: FakeSts, permissions: Any) -> None:
    """A document, a statement, their text, IAM's own shape, or lists of these come to the same."""
    fakests.add(User("ann", permissions=permissions))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)


ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.mark.parametrize(
    ("managed", "name", "arn"),
    [
        pytest.param(ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, id="an ARN"),
        pytest.param("AdministratorAccess", "AdministratorAccess", ADMINISTRATOR, id="a name"),
        pytest.param([ADMINISTRATOR], ADMINISTRATOR, ADMINISTRATOR, id="a list of ARNs"),
        pytest.param({OWN: READ}, OWN, OWN, id="ARN to document"),
        pytest.param({"read": json.dumps(READ)}, "read", None, id="name to text"),
        pytest.param([(OWN, STATEMENT)], OWN, OWN, id="a pair"),
        pytest.param([{OWN: READ}], OWN, OWN, id="a list of mappings"),
        pytest.param([{"PolicyName": "read", "PolicyDocument": READ}], "read", None, id="IAM's shape"),
        pytest.param([{"PolicyArn": OWN, "PolicyDocument": READ}], OWN, OWN, id="IAM's shape with an ARN"),
    ],
)
def test_managed_policies_are_read_in_each_form(fakests: FakeSts, managed: Any, name: str, arn: str | None) -> None:
    """What is attached keeps the name by which messages call it, and its ARN where it has one."""
    fakests.add(User("ann", managed=managed))
    (policy,) = fakests.user("ann").policies
    assert (policy.name, policy.arn) == (f"'{name}' in managed of user 'ann'", arn)
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)


def test_a_document_alone_may_be_attached(fakests: FakeSts) -> None:
    """managed= takes a document without a name too."""
    fakests.add(User("ann", managed=READ))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)


@pytest.mark.parametrize(
    "trusted",
    [
        pytest.param(TRUST, id="one statement"),
        pytest.param(json.dumps(trust("user/ann")), id="JSON text"),
        pytest.param(json.dumps(TRUST).encode(), id="JSON text in bytes"),
        pytest.param({**TRUST, "Principal": {"AWS": ("user/bob", "user/ann")}}, id="a tuple of principals"),
        pytest.param([trust("user/bob"), trust("user/ann")], id="a list"),
        pytest.param([[trust("user/bob")], TRUST, json.dumps(trust("service/ec2.amazonaws.com"))], id="lists of lists"),
        pytest.param([trust("user/bob"), {"Version": "2012-10-17", "Statement": TRUST}], id="a statement that is no list"),
    ],
)  # fmt: skip
def test_a_trust_policy_is_read_in_each_form(fakests: FakeSts, trusted: Any) -> None:
    """The statements of a list become those of the one trust policy that a role has; short names are written out."""
    fakests.add(User("ann"), User("bob"), Role("app", trust=trusted))
    assert fakests.assume_role("app", by="user/ann").arn.startswith("arn:aws:sts::123456789012:assumed-role/app/")


def test_an_empty_list_of_trust_policies_trusts_nobody(fakests: FakeSts) -> None:
    """Other than None, which trusts the own account."""
    fakests.add(Role("app", trust=[]))
    assert not fakests.can("user/tester", "sts:AssumeRole", fakests.role("app").arn)


def test_statements_of_several_trust_policies_all_count(fakests: FakeSts) -> None:
    """A denial in one is not outdone by what another allows."""
    deny_bob = {**trust("user/bob")["Statement"][0], "Effect": "Deny"}
    fakests.add(User("ann"), User("bob"), Role("app", trust=[trust("user/ann", "user/bob"), deny_bob]))
    arn = fakests.role("app").arn
    assert [bool(fakests.can(f"user/{name}", "sts:AssumeRole", arn)) for name in ("ann", "bob")] == [True, False]


def test_a_malformed_change_of_permissions_leaves_the_old_ones(fakests: FakeSts) -> None:
    """set_permissions reads first and replaces then."""
    fakests.add(Role("app", permissions=READ))
    with pytest.raises(PolicyError, match="permissions of role 'app'"):
        fakests.role("app").set_permissions([WRITE, NO_EFFECT])
    assert [bool(fakests.can("role/app", f"s3:{verb}Object", OBJECT)) for verb in ("Get", "Put")] == [True, False]


@pytest.mark.parametrize(("change", "what"), [("set_trust", "trust policy"), ("set_boundary", "boundary")])
def test_another_malformed_change_leaves_the_old_policy(fakests: FakeSts, change: str, what: str) -> None:
    """So do set_trust and set_boundary."""
    fakests.add(Role("app", trust=trust("user/tester"), boundary=READ))
    role = fakests.role("app")
    before = role.trust, role.boundary
    with pytest.raises(PolicyError, match=f"{what} of role 'app'"):
        getattr(role, change)(NO_EFFECT)
    assert (role.trust, role.boundary) == before


def test_a_malformed_replacement_leaves_the_role_that_was(fakests: FakeSts) -> None:
    """add() of what cannot be read changes nothing of its namesake."""
    fakests.add(Role("app", permissions=READ))
    role = fakests.role("app")
    with pytest.raises(PolicyError):
        fakests.add(Role("app", permissions=NO_EFFECT))
    assert fakests.role("app") is role


def test_a_principal_that_is_no_text_is_a_malformed_policy() -> None:
    """It is told by the parser, with its place."""
    with (
        pytest.raises(PolicyError, match=r"^trust policy of role 'app': Statement\[0\]\.Principal\.AWS"),
        fake_sts(Role("app", trust={"Effect": "Allow", "Principal": {"AWS": [42]}, "Action": "sts:AssumeRole"})),
    ):
        pass
