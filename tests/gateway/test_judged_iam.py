"""What IAM's calls are judged on, and what conditions see of them: each call is made by a real client.

Source: Service Authorization Reference, AWS Identity and Access Management.
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, Role, UnmappedCallError, User, allow

CALLS: list[Call] = [
    ("iam", "GetUser", {"UserName": "ann"}, ["iam:GetUser arn:aws:iam::123456789012:user/ann"]),
    (
        "iam",
        "CreateRole",
        {"RoleName": "ci", "Path": "/build/", "AssumeRolePolicyDocument": "{}"},
        ["iam:CreateRole arn:aws:iam::123456789012:role/build/ci"],
    ),
    (
        "iam",
        "AttachRolePolicy",
        {"RoleName": "ci", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        ["iam:AttachRolePolicy arn:aws:iam::123456789012:role/ci"],
    ),
    ("iam", "ListUsers", {}, ["iam:ListUsers arn:aws:iam::123456789012:user/"]),
    ("iam", "CreateAccessKey", {}, ["iam:CreateAccessKey arn:aws:iam::123456789012:user/tester"]),
    ("iam", "GetRole", {"RoleName": "ci"}, ["iam:GetRole arn:aws:iam::123456789012:role/ci"]),
    (
        "iam",
        "SimulatePrincipalPolicy",
        {"PolicySourceArn": "arn:aws:iam::123456789012:user/ann", "ActionNames": ["s3:GetObject"]},
        ["iam:SimulatePrincipalPolicy arn:aws:iam::123456789012:user/ann"],
    ),
    (
        "iam",
        "CreateUser",
        {
            "UserName": "new",
            "Path": "/team/",
            "PermissionsBoundary": "arn:aws:iam::123456789012:policy/b",
            "Tags": [{"Key": "team", "Value": "blue"}],
        },
        [
            "iam:CreateUser arn:aws:iam::123456789012:user/team/new",
            "iam:TagUser arn:aws:iam::123456789012:user/team/new",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    (
        "iam",
        "CreateRole",
        {
            "RoleName": "ci",
            "AssumeRolePolicyDocument": "{}",
            "PermissionsBoundary": "arn:aws:iam::123456789012:policy/cap",
        },
        "iam:CreateRole",
        "iam:PermissionsBoundary",
        "arn:aws:iam::123456789012:policy/cap",
    ),
    (
        "iam",
        "AttachRolePolicy",
        {"RoleName": "ci", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        "iam:AttachRolePolicy",
        "iam:PolicyARN",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ),
    (
        "iam",
        "CreateServiceLinkedRole",
        {"AWSServiceName": "ecs.amazonaws.com"},
        "iam:CreateServiceLinkedRole",
        "iam:AWSServiceName",
        "ecs.amazonaws.com",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


def test_a_role_has_its_path_though_iam_is_asked_for_its_name(fakests: FakeSts) -> None:
    """IAM User Guide, "IAM identifiers": the ARN has the path, which operations on a name do not show."""
    fakests.add(
        Role("etl", path="/team/"), User("ann", permissions=allow("iam:GetRole", on="arn:aws:iam::*:role/team/*"))
    )
    assert fakests.client("iam", "user/ann").get_role(RoleName="etl")


class TestBoundaries:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html."""

    EDGE = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    WITHIN = allow("iam:AttachUserPolicy", when={"StringEquals": {"iam:PermissionsBoundary": EDGE}})

    def attach(self, fakests: FakeSts, user: User) -> Any:
        fakests.add(User("ann", permissions=self.WITHIN), user)
        return fakests.client("iam", "user/ann").attach_user_policy(UserName=user.name, PolicyArn=self.EDGE)

    def test_a_user_within_the_boundary_may_get_more(self, fakests: FakeSts) -> None:
        """The condition sees the boundary that the user has."""
        assert self.attach(fakests, User("ben", boundary=self.EDGE))

    def test_a_user_without_one_may_not(self, fakests: FakeSts) -> None:
        """Nobody gets around it by a user who has none."""
        with pytest.raises(ClientError, match="AccessDenied"):
            self.attach(fakests, User("ben"))

    def test_a_boundary_without_an_arn_is_not_guessed(self, fakests: FakeSts) -> None:
        """A document alone does not tell which policy it is."""
        with pytest.raises(
            UnmappedCallError, match="a policy asks for iam:PermissionsBoundary, and no parameter shows it"
        ):
            self.attach(fakests, User("ben", boundary=allow("s3:*")))
