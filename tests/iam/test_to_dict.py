"""A decision as plain JSON values: whole, and the same whatever becomes of it."""

import json
from typing import Any

import pytest
from freezegun import freeze_time

from pytest_fakests.iam import Policies, PolicyKind, Request, evaluate, parse_policy

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/julie"
SESSION = f"arn:aws:sts::{A}:assumed-role/reader/nightly"
ROLE = f"arn:aws:iam::{A}:role/app/reader"
OBJECT = "arn:aws:s3:::reports/q3.csv"
SCP = f"arn:aws:organizations::{A}:policy/o-1/service_control_policy/p-1"
TIME = "2026-01-31T12:00:00Z"
OF_USER = {
    "aws:CurrentTime": TIME,
    "aws:EpochTime": "1769860800",
    "aws:PrincipalAccount": A,
    "aws:PrincipalArn": USER,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": "User",
    "aws:ResourceAccount": A,
    "aws:username": "julie",
    "aws:ViaAWSService": "false",
}


def none_attached(*kinds: str) -> list[dict[str, Any]]:
    return [
        {
            "policy_kind": kind,
            "verdict": "none attached",
            "attached": False,
            "silent_levels": [],
            "statement": None,
            "statements": [],
        }
        for kind in kinds
    ]


ALLOWED = (
    Request("s3:GetObject", OBJECT, USER),
    Policies([parse_policy({"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}, name="inline")]),
)
ALL = {"policy_kind": "identity", "policy": "inline", "policy_arn": None, "level": None, "index": 0, "sid": "All"}
ALLOWED_FORM = {
    "schema": 1,
    "outcome": "allowed",
    "allowed": True,
    "reason": "allowed by an identity-based policy",
    "policy_kind": "identity",
    "statement": ALL,
    "request": {
        "action": "s3:GetObject",
        "resource": OBJECT,
        "resource_account": A,
        "principal": USER,
        "issuer": None,
        "context": {**OF_USER, "s3:ResourceAccount": A},
    },
    "contributions": [
        {
            "policy_kind": "identity",
            "verdict": "allows",
            "attached": True,
            "silent_levels": [],
            "statement": ALL,
            "statements": [
                {
                    **ALL,
                    "effect": "Allow",
                    "applies": True,
                    "document": {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
                    "mismatches": [],
                }
            ],
        },
        *none_attached("boundary", "session", "resource", "service_control", "resource_control", "endpoint"),
    ],
    "remedies": [],
}

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
DENIED = (
    Request("s3:GetObject", OBJECT, SESSION, {"aws:userid": "AROA1:nightly"}, issuer=ROLE),
    Policies(
        identity=[{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        service_control=[
            [{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}],
            [parse_policy({"Version": "2012-10-17", "Statement": [DENY]}, PolicyKind.SERVICE_CONTROL, arn=SCP)],
        ],
    ),
)
BY_SCP = {
    "policy_kind": "service_control",
    "policy": None,
    "policy_arn": SCP,
    "level": 1,
    "index": 0,
    "sid": None,
}
EVERYTHING: dict[str, Any] = {
    "index": 0,
    "sid": None,
    "effect": "Allow",
    "applies": True,
    "document": {"Effect": "Allow", "Action": "*", "Resource": "*"},
    "mismatches": [],
}
IDENTITY = {"policy_kind": "identity", "policy": "identity[0]", "policy_arn": None, "level": None}
DENIED_FORM = {
    "schema": 1,
    "outcome": "explicitDeny",
    "allowed": False,
    "reason": f"with an explicit deny in a service control policy: {SCP}",
    "policy_kind": "service_control",
    "statement": BY_SCP,
    "request": {
        "action": "s3:GetObject",
        "resource": OBJECT,
        "resource_account": A,
        "principal": SESSION,
        "issuer": ROLE,
        "context": {
            "aws:CurrentTime": TIME,
            "aws:EpochTime": "1769860800",
            "aws:PrincipalAccount": A,
            "aws:PrincipalArn": ROLE,
            "aws:PrincipalIsAWSService": "false",
            "aws:PrincipalType": "AssumedRole",
            "aws:ResourceAccount": A,
            "aws:TokenIssueTime": TIME,
            "aws:userid": "AROA1:nightly",
            "aws:ViaAWSService": "false",
            "s3:ResourceAccount": A,
        },
    },
    "contributions": [
        {
            "policy_kind": "identity",
            "verdict": "allows",
            "attached": True,
            "silent_levels": [],
            "statement": {**IDENTITY, "index": 0, "sid": None},
            "statements": [{**IDENTITY, **EVERYTHING}],
        },
        *none_attached("boundary", "session", "resource"),
        {
            "policy_kind": "service_control",
            "verdict": "denies",
            "attached": True,
            "silent_levels": [1],
            "statement": BY_SCP,
            "statements": [
                {
                    "policy_kind": "service_control",
                    "policy": "service_control[0][0]",
                    "policy_arn": None,
                    "level": 0,
                    **EVERYTHING,
                },
                {**BY_SCP, "effect": "Deny", "applies": True, "document": DENY, "mismatches": []},
            ],
        },
        *none_attached("resource_control", "endpoint"),
    ],
    "remedies": [
        {
            "policy_kind": "service_control",
            "advice": "change or remove service control policy, statement 0, which denies it",
            "remove": BY_SCP,
            "add": None,
            "instead": None,
        },
        {
            "policy_kind": "service_control",
            "advice": f"allow s3:GetObject on {OBJECT} in a service control policy at level 1",
            "remove": None,
            "add": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT},
            "instead": None,
        },
    ],
}

CONDITIONS = {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}, "StringEquals": {"ex:k": "${aws:username}"}}
MISSED = (
    Request("ec2:RunInstances", "*", USER, {"aws:TagKeys": ["a", "b"]}),
    Policies(
        [parse_policy({"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": CONDITIONS}, name="p")]
    ),
)
P = {"policy_kind": "identity", "policy": "p", "policy_arn": None, "level": None, "index": 0, "sid": None}
MISSED_FORM = {
    "schema": 1,
    "outcome": "implicitDeny",
    "allowed": False,
    "reason": "because no identity-based policy allows the ec2:RunInstances action",
    "policy_kind": "identity",
    "statement": None,
    "request": {
        "action": "ec2:RunInstances",
        "resource": "*",
        "resource_account": A,
        "principal": USER,
        "issuer": None,
        "context": dict(sorted({**OF_USER, "aws:TagKeys": ["a", "b"]}.items(), key=lambda pair: pair[0].lower())),
    },
    "contributions": [
        {
            "policy_kind": "identity",
            "verdict": "does not allow",
            "attached": True,
            "silent_levels": [],
            "statement": None,
            "statements": [
                {
                    **P,
                    "effect": "Allow",
                    "applies": False,
                    "document": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": CONDITIONS},
                    "mismatches": [
                        {
                            "element": "Condition",
                            "operator": "ForAllValues:StringEquals",
                            "key": "aws:TagKeys",
                            "wanted": ["a"],
                            "had": ["a", "b"],
                            "failing": ["b"],
                            "variables": {},
                        },
                        {
                            "element": "Condition",
                            "operator": "StringEquals",
                            "key": "ex:k",
                            "wanted": ["${aws:username}"],
                            "had": None,
                            "failing": [],
                            "variables": {"aws:username": "julie"},
                        },
                    ],
                }
            ],
        },
        *none_attached("boundary", "session", "resource", "service_control", "resource_control", "endpoint"),
    ],
    "remedies": [
        {
            "policy_kind": "identity",
            "advice": "meet the condition on aws:TagKeys and ex:k of p, statement 0, or allow ec2:RunInstances on * in an "
            f"identity-based policy of {USER}",
            "remove": None,
            "add": {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"},
            "instead": P,
        }
    ],
}

WHOLE = [
    pytest.param(ALLOWED, ALLOWED_FORM, id="allowed"),
    pytest.param(DENIED, DENIED_FORM, id="denied explicitly"),
    pytest.param(MISSED, MISSED_FORM, id="denied implicitly, by conditions"),
]


@freeze_time(TIME)
@pytest.mark.parametrize(("asked", "expected"), WHOLE)
def test_whole_form(asked: tuple[Request, Policies], expected: dict[str, Any]) -> None:
    """Every key is there, with plain values, in the documented order."""
    assert json.dumps(evaluate(*asked).to_dict(), indent=1) == json.dumps(expected, indent=1)


ELEMENTS = [
    pytest.param(
        {"Effect": "Deny", "NotAction": "s3:*", "Resource": "arn:aws:s3:::${aws:username}/*"},
        [
            {"element": "NotAction", "wanted": ["s3:*"], "had": "s3:GetObject", "variables": {}},
            {
                "element": "Resource",
                "wanted": ["arn:aws:s3:::${aws:username}/*"],
                "had": OBJECT,
                "variables": {"aws:username": "julie"},
            },
        ],
        id="elements",
    ),
    pytest.param(
        {**DENY, "Action": []},
        [{"element": "Action", "wanted": [], "had": "s3:GetObject", "variables": {}}],
        id="an empty list",
    ),
]


@pytest.mark.parametrize(("statement", "expected"), ELEMENTS)
def test_elements_that_do_not_match(statement: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    """An element that does not match has what it wants and what the request had."""
    found = evaluate(Request("s3:GetObject", OBJECT, USER), Policies(identity=[statement])).to_dict()
    assert found["contributions"][0]["statements"][0]["mismatches"] == expected


def test_statement_without_a_principal() -> None:
    """A statement that names no principal where one is needed wants None."""
    found = evaluate(Request("s3:GetObject", OBJECT, USER), Policies(endpoint=[parse_policy(DENY)])).to_dict()
    assert found["contributions"][6]["statements"][0]["mismatches"] == [
        {"element": "Principal", "wanted": None, "had": USER, "variables": {}}
    ]


def test_change_of_the_form_changes_nothing_else() -> None:
    """The dictionary belongs to who asked for it: neither the decision nor its policies see what becomes of it."""
    decision = evaluate(*ALLOWED)
    decision.to_dict()["contributions"][0]["statements"][0]["document"]["Effect"] = "Deny"
    assert decision.to_dict()["contributions"][0]["statements"][0]["document"]["Effect"] == "Allow"


def test_values_of_any_type_are_text() -> None:
    """Values of a context are written as they are compared: lists in order, sets sorted, times in UTC."""
    context = {
        "ex:flag": True,
        "ex:number": 7,
        "ex:bytes": b"ab",
        "ex:set": {"b", "a"},
        "ex:none": None,
        "ex:list": [1, None],
    }
    found = evaluate(Request("s3:GetObject", OBJECT, USER, context), Policies()).to_dict()["request"]["context"]
    assert {key: value for key, value in found.items() if key.startswith("ex:")} == {
        "ex:bytes": "YWI=",
        "ex:flag": "true",
        "ex:list": ["1"],
        "ex:number": "7",
        "ex:set": ["a", "b"],
    }
