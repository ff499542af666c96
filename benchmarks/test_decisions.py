"""How long a decision takes, beside cedarpy's, over the size of a policy and over the size of a world, in one run.

Run with `tox run -e benchmark -- benchmarks/test_decisions.py`; the ratios stand in the table at the end. What is compared
is called in turns, 100 rounds of about two milliseconds of CPU time each, and a ratio is that of two medians. Where every run met its target
with room to spare, a miss fails. Run it more than once.

cedarpy evaluates policies of Cedar, another language, in Rust. Its `is_authorized` reads its policies at each call, or takes
them parsed before; both are measured, and the targets are those of the first.
"""

from __future__ import annotations

import json
from collections import UserDict
from typing import Any

import cedarpy
import pytest

from pytest_fakests import FakeSts, Role, allow, fake_sts, trust
from pytest_fakests.iam import Policies, Request, evaluate, parse_policy

JULIE = "arn:aws:iam::123456789012:user/julie"
REPORT = "arn:aws:s3:::reports/q3.csv"

ROUNDS = 100
PASSES = 4
WORLDS = (10, 100, 1_000, 10_000)
# The number of statements, and how many times faster a decision has to be.
SIZES = [
    pytest.param(1, 30, id="one statement"),
    pytest.param(20, 10, id="20 statements"),
    pytest.param(75, 8, id="10 KB"),
]


def document(statements: int) -> dict[str, Any]:
    """A policy of which the last statement alone is about the reports; all of them are about the same action."""
    others = [
        {
            "Sid": f"Other{number}",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"arn:aws:s3:::reports-{number}/*",
        }
        for number in range(1, statements)
    ]
    last = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
    return {"Version": "2012-10-17", "Statement": [*others, last]}


def cedar_policies(statements: int) -> str:
    """The same in Cedar."""
    others = [
        'permit(principal, action in [Action::"s3:GetObject", Action::"s3:PutObject"], resource) '
        f'when {{ resource.arn like "arn:aws:s3:::reports-{number}/*" }};'
        for number in range(1, statements)
    ]
    last = 'permit(principal, action == Action::"s3:GetObject", resource) when { resource.arn like "arn:aws:s3:::reports/*" };'
    return "\n".join([*others, last])


def cedar_request(action: str, resource: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A request in Cedar, and its entities."""
    asked = {"principal": f'User::"{JULIE}"', "action": f'Action::"{action}"', "resource": f'Resource::"{resource}"'}
    return asked, [{"uid": {"type": "Resource", "id": resource}, "attrs": {"arn": resource}, "parents": []}]


QUESTIONS = [
    ("s3:GetObject", REPORT),
    ("s3:PutObject", REPORT),
    ("s3:GetObject", "arn:aws:s3:::reports-1/q3.csv"),
    ("s3:PutObject", "arn:aws:s3:::reports-19/2026/q3.csv"),
    ("s3:DeleteObject", "arn:aws:s3:::reports-1/q3.csv"),
    ("s3:GetObject", "arn:aws:s3:::reports"),
    ("s3:GetObject", "arn:aws:s3:::other/q3.csv"),
]


@pytest.mark.parametrize(("statements", "times"), SIZES)
def test_decision(statements: int, times: int, rounds: Any, request: pytest.FixtureRequest) -> None:
    """A decision by a policy that was read before, in every form, beside cedarpy's."""
    size = request.node.callspec.id
    policy, text = document(statements), cedar_policies(statements)
    parsed, as_json = parse_policy(policy), json.dumps(policy)
    question, policies = Request("s3:GetObject", REPORT, JULIE), Policies(identity=[parsed])
    asked, entities = cedar_request("s3:GetObject", REPORT)
    kept, kept_entities = cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str(json.dumps(entities))
    for _ in range(ROUNDS):
        rounds.measure(f"{size}, cedarpy", lambda: cedarpy.is_authorized(asked, text, entities))
        rounds.measure(f"{size}, cedarpy parsed before", lambda: cedarpy.is_authorized(asked, kept, kept_entities))
        rounds.measure(f"{size}, parsed", lambda: evaluate(question, policies))
        rounds.measure(
            f"{size}, parsed, all else made anew",
            lambda: evaluate(Request("s3:GetObject", REPORT, JULIE), Policies(identity=[parsed])),
        )
        rounds.measure(f"{size}, mapping", lambda: evaluate(question, Policies(identity=[policy])))
        rounds.measure(f"{size}, JSON text", lambda: evaluate(question, Policies(identity=[as_json])))
    for form in ("parsed", "parsed, all else made anew", "mapping", "JSON text"):
        rounds.report(f"{size}, {form}", f"{size}, cedarpy", 1 / times, held=form == "parsed" or statements > 1)
    rounds.report(f"{size}, parsed", f"{size}, cedarpy parsed before")


def test_denied_request(rounds: Any) -> None:
    """A decision that no statement allows."""
    policies = Policies(identity=[parse_policy(document(1))])
    question = Request("s3:GetObject", "arn:aws:s3:::other/q3.csv", JULIE)
    text, (asked, entities) = cedar_policies(1), cedar_request("s3:GetObject", question.resource)
    assert (evaluate(question, policies).allowed, cedarpy.is_authorized(asked, text, entities).allowed) == (
        False,
        False,
    )
    for _ in range(ROUNDS):
        rounds.measure("denied, cedarpy", lambda: cedarpy.is_authorized(asked, text, entities))
        rounds.measure("denied, parsed", lambda: evaluate(question, policies))
    rounds.report("denied, parsed", "denied, cedarpy", 1 / 30, held=True)


def test_condition(rounds: Any) -> None:
    """A decision by a statement with a condition, in both languages."""
    whole = document(1)
    whole["Statement"][0]["Condition"] = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    policies = Policies(identity=[parse_policy(whole)])
    question = Request("s3:GetObject", REPORT, JULIE, {"aws:RequestedRegion": "eu-west-1"})
    text = cedar_policies(1).replace(" };", ' && context.region == "eu-west-1" };')
    asked, entities = cedar_request("s3:GetObject", REPORT)
    asked["context"] = {"region": "eu-west-1"}
    assert (evaluate(question, policies).allowed, cedarpy.is_authorized(asked, text, entities).allowed) == (True, True)
    for _ in range(ROUNDS):
        rounds.measure("condition, cedarpy", lambda: cedarpy.is_authorized(asked, text, entities))
        rounds.measure("condition, parsed", lambda: evaluate(question, policies))
    rounds.report("condition, parsed", "condition, cedarpy", 1 / 30)


@pytest.mark.parametrize("statements", [1, 20, 75])
def test_both_languages_decide_the_same(statements: int) -> None:
    """The policies that are compared are equivalent, so far as the questions tell."""
    policy, text = document(statements), cedar_policies(statements)
    for question in QUESTIONS:
        ours = evaluate(Request(*question, JULIE), Policies(identity=[policy])).allowed
        asked, entities = cedar_request(*question)
        theirs = cedarpy.is_authorized(asked, text, entities)
        assert (theirs.diagnostics.errors, theirs.allowed) == ([], ours), question


@pytest.mark.parametrize("statements", [1, 20, 75])
def test_document_that_comes_again(statements: int, rounds: Any, request: pytest.FixtureRequest) -> None:
    """A decision by a document that was read before, beside one by a document that has to be read."""
    policy, size = document(statements), f"{statements} statements"
    as_json = json.dumps(policy)
    question = Request("s3:GetObject", REPORT, JULIE)
    unknown = UserDict(policy)  # only a dict is found again
    for _ in range(ROUNDS):
        rounds.measure(f"{size}, unknown", lambda: evaluate(question, Policies(identity=[unknown])))
        rounds.measure(f"{size}, known mapping", lambda: evaluate(question, Policies(identity=[policy])))
        rounds.measure(f"{size}, known JSON text", lambda: evaluate(question, Policies(identity=[as_json])))
    for form in ("known mapping", "known JSON text"):
        rounds.report(f"{size}, {form}", f"{size}, unknown", 1 / 5)


def test_world_of_any_size(rounds: Any) -> None:
    """A decision, and a call through the fake, in worlds of 10 to 10,000 roles, each with policies of its own."""
    for _ in range(PASSES):
        for count in WORLDS:
            with fake_sts(*map(role, range(count))) as fakests:
                measure_world(rounds, count, fakests)
    for count in WORLDS[1:]:
        for what in ("decision", "GetObject", "AssumeRole"):
            rounds.report(f"{count} roles, {what}", f"{WORLDS[0]} roles, {what}", 1.2)


def measure_world(rounds: Any, count: int, fakests: FakeSts) -> None:
    """Some rounds with the role that was declared last."""
    name = f"role-{count - 1}"
    sts, s3 = fakests.client("sts"), fakests.assume_role(name).client("s3")
    arn, bucket = fakests.role(name).arn, f"bucket-{count - 1}"
    for _ in range(ROUNDS // PASSES):
        rounds.measure(
            f"{count} roles, decision", lambda: fakests.can(arn, "s3:GetObject", f"arn:aws:s3:::{bucket}/q3.csv")
        )
        rounds.measure(f"{count} roles, GetObject", lambda: s3.get_object(Bucket=bucket, Key="q3.csv"))
        rounds.measure(f"{count} roles, AssumeRole", lambda: sts.assume_role(RoleArn=arn, RoleSessionName="nightly"))


def role(number: int) -> Role:
    """A role with policies of its own."""
    return Role(
        f"role-{number}",
        trust=trust("user/tester"),
        permissions=allow("s3:GetObject", on=f"arn:aws:s3:::bucket-{number}/*"),
    )
