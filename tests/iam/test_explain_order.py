"""Which statements and policies an explanation shows, and which first."""

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/julie"
OBJECT = "arn:aws:s3:::reports/q3.csv"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

NO_VPC: dict[str, Any] = {**S3, "Condition": {"Null": {"aws:SourceVpc": "false"}}}


def explain(request: Request, **policies: Any) -> str:
    return evaluate(request, Policies(**policies)).explain()


def test_long_policies_show_what_came_nearest() -> None:
    """Of ten policies with fifty statements each, the nearest are shown and the others counted."""
    region = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    others = [{**S3, "Action": f"ec2:Do{number}"} for number in range(47)]
    policies = [
        {
            "Version": "2012-10-17",
            "Statement": [
                *others,
                {**S3, "Action": "s3:Get*", "Resource": f"arn:aws:s3:::b{number}/*", "Condition": region},
                {"Sid": "Mine", **S3, "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*", "Condition": region},
                {
                    **S3,
                    "Resource": "arn:aws:s3:::*",
                    "Effect": "Deny",
                    "Condition": {"Null": {"aws:SourceVpc": "false"}},
                },
            ],
        }
        for number in range(10)
    ]
    assert explain(Request("s3:GetObject", OBJECT, USER), identity=policies) == (
        f"DENIED: s3:GetObject on {OBJECT} because no identity-based policy allows the s3:GetObject action\n"
        f"  asked by {USER}\n"
        "  identity-based policy: does not allow\n"
        '    identity[0], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        '    identity[1], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        '    identity[2], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        "    and 497 more statements, 470 of them for other actions\n"
        'To allow it: meet the condition on aws:RequestedRegion of identity[0], statement 48 "Mine", or allow '
        f"s3:GetObject on {OBJECT} in an identity-based policy of {USER}"
    )


def shown(policies: list[dict[str, Any]]) -> list[str]:
    """The lines about the identity-based policies, without details."""
    lines = explain(Request("s3:GetObject", OBJECT, USER), identity=policies).splitlines()[3:]
    return [line.strip() for line in lines if line.startswith("    ") and not line.startswith("      ")]


def of(*actions: str, effect: str = "Allow") -> list[dict[str, Any]]:
    return [{**S3, "Effect": effect, "Action": action} for action in actions]


SHOWN = [
    pytest.param(
        of("ec2:RunInstances", "s3:GetObjectAcl", "s3:PutObject", "s3:GetObjects"),
        [
            "identity[1], statement 0 (Allow): does not apply",
            "identity[3], statement 0 (Allow): does not apply",
            "identity[2], statement 0 (Allow): does not apply",
            "and 1 more statement for other actions",
        ],
        id="the most alike of other actions, where nothing allows",
    ),
    pytest.param(
        [{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, *of("sqs:*")],
        ["identity[1], statement 0 (Allow): does not apply", "identity[0], statement 0 (Allow): does not apply"],
        id="one that names an action a little alike before one that names none",
    ),
    pytest.param(
        of("ec2:*", "s3:*", "sqs:*"),
        ["identity[1], statement 0 (Allow): applies", "and 2 more statements for other actions"],
        id="none for other actions, where one allows",
    ),
    pytest.param(
        [*of("s3:*", "s3:Get*"), {**NO_VPC, "Effect": "Deny"}, *of("s3:List*", effect="Deny")],
        [
            "identity[0], statement 0 (Allow): applies",
            "identity[2], statement 0 (Deny): does not apply",
            "identity[1], statement 0 (Allow): applies",
            "and 1 more statement for other actions",
        ],
        id="what might have denied, where one allows",
    ),
    pytest.param(
        [*of("s3:*", "s3:Get*"), *of("*", effect="Deny"), NO_VPC, *of("s3:*")],
        [
            "identity[2], statement 0 (Deny): applies",
            "identity[0], statement 0 (Allow): applies",
            "identity[1], statement 0 (Allow): applies",
            "and 2 more statements",
        ],
        id="the one that denies",
    ),
    pytest.param(
        [{**S3, "Resource": "arn:aws:s3:::other/*"}, {**S3, "Condition": {"Null": {"ex:a": "false", "ex:b": "false"}}}],
        ["identity[1], statement 0 (Allow): does not apply", "identity[0], statement 0 (Allow): does not apply"],
        id="one for the resource, however many of its conditions do not hold",
    ),
]


@pytest.mark.parametrize(("policies", "lines"), SHOWN)
def test_statements_that_are_shown(policies: list[dict[str, Any]], lines: list[str]) -> None:
    """The statement that decides comes first, then what came nearest to deciding otherwise."""
    assert shown(policies) == lines


def test_what_stands_in_the_way_comes_first() -> None:
    """First the type that decided, then others that deny, then those that do not allow, then those that do."""
    deny = {**S3, "Effect": "Deny"}
    policies: dict[str, Any] = {
        "identity": [S3],
        "boundary": [deny],
        "session": [],
        "endpoint": [{**deny, "Principal": "*"}],
    }
    lines = explain(Request("s3:GetObject", OBJECT, USER), **policies).splitlines()
    assert [line.strip() for line in lines if line.startswith("  ") and line[2] != " "] == [
        f"asked by {USER}",
        "permissions boundary: denies",
        "VPC endpoint policy: denies",
        "session policy: does not allow, having no statement",
        "identity-based policy: allows",
        "1. change or remove boundary[0], statement 0, which denies it",
        "2. change or remove endpoint[0], statement 0, which denies it",
        f"3. allow s3:GetObject on {OBJECT} in the permissions boundary",
        f"4. allow s3:GetObject on {OBJECT} in the session policy, or pass none",
        f"5. allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
    ]


def test_statement_that_names_the_caller_is_nearer() -> None:
    """A statement about others comes last, however little else it misses."""
    elsewhere = {**S3, "Principal": {"AWS": USER}, "Resource": "arn:aws:s3:::other/*", "Condition": NO_VPC["Condition"]}
    of_others = {**S3, "Principal": {"AWS": B}}
    document = {"Version": "2012-10-17", "Statement": [of_others, elsewhere]}
    lines = explain(Request("s3:GetObject", OBJECT, USER), resource=document).splitlines()
    assert [line.strip() for line in lines if line.startswith("    resource")] == [
        "resource, statement 1 (Allow): does not apply",
        "resource, statement 0 (Allow): does not apply",
    ]


def test_statements_of_a_silent_level_come_first() -> None:
    """Where a level of an organization does not allow, what other levels hold comes after its own."""
    levels = [[S3], [{**S3, "Action": "ec2:*"}]]
    lines = explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], service_control=levels).splitlines()
    assert [line.strip() for line in lines if line.startswith("    service_control")] == [
        "service_control[1][0], statement 0 (Allow): does not apply",
        "service_control[0][0], statement 0 (Allow): applies",
    ]
