"""Decisions that hang on condition keys whose values nobody told."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate
from pytest_fakests.iam.explaining.doubts import denied_on_each, doubtful_key

ANN = "arn:aws:iam::123456789012:user/ann"
OWNER = {"StringEquals": {"ec2:Owner": "amazon"}}
NOT_OWNER = {"StringNotEquals": {"ec2:Owner": "amazon"}}
IN_IRELAND = {"StringEquals": {"ec2:Owner": "amazon", "aws:RequestedRegion": "eu-west-1"}}


def statement(effect: str, condition: Any = None, action: str = "ec2:RunInstances") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": condition or {}}


PLAIN, OWNED = statement("Allow"), statement("Allow", OWNER)
ALL = [statement("Allow", action="*")]
HANGS, SETTLED = "ec2:owner", None

CASES = [
    pytest.param(Policies(identity=[OWNED]), HANGS, id="an allow that may apply"),
    pytest.param(Policies(identity=[PLAIN, OWNED]), SETTLED, id="an allow beside another"),
    pytest.param(Policies(identity=[statement("Allow", NOT_OWNER)]), HANGS, id="an allow that may not apply"),
    pytest.param(Policies(identity=[statement("Allow", NOT_OWNER), PLAIN]), SETTLED, id="an allow that may not apply beside another"),
    pytest.param(Policies(identity=[PLAIN, statement("Deny", OWNER)]), HANGS, id="a deny that may apply"),
    pytest.param(Policies(identity=[PLAIN, statement("Deny", NOT_OWNER)]), HANGS, id="a deny that may not apply"),
    pytest.param(Policies(identity=[statement("Deny", NOT_OWNER), statement("Deny")]), SETTLED, id="a deny beside another"),
    pytest.param(Policies(identity=[PLAIN, statement("Deny", OWNER, action="ec2:StopInstances")]), SETTLED, id="of another action"),
    pytest.param(Policies(identity=[statement("Allow", IN_IRELAND)]), SETTLED, id="beside a condition that fails"),
    pytest.param(Policies(identity=[statement("Deny", OWNER)]), SETTLED, id="a deny where nothing allows"),
    pytest.param(Policies(identity=[OWNED], boundary=[statement("Allow", action="s3:*")]), SETTLED, id="what a boundary does not let through"),
    pytest.param(Policies(identity=[PLAIN], boundary=[OWNED]), HANGS, id="a boundary that may let it through"),
    pytest.param(Policies(identity=ALL, service_control=[ALL, [OWNED]]), HANGS, id="a level of service control policies"),
    pytest.param(Policies(identity=ALL, service_control=[ALL, [OWNED, PLAIN]]), SETTLED, id="a level that allows anyway"),
]  # fmt: skip


@pytest.mark.parametrize(("policies", "expected"), CASES)
def test_a_decision_hangs_on_a_key_only_where_its_value_could_change_it(
    policies: Policies, expected: str | None
) -> None:
    """A statement that does not match otherwise, or beside one that decides without the key, leaves no doubt."""
    request = Request("ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1", ANN)
    assert doubtful_key(evaluate(request, policies), ["ec2:owner"]) == expected


SUBNET = "arn:aws:ec2:us-east-1:123456789012:subnet"


def on(*resources: str, effect: str = "Allow", action: str = "ec2:*") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": list(resources)}


EACH = [
    pytest.param([on(f"{SUBNET}/*")], False, id="allowed"),
    pytest.param([on(f"{SUBNET}/subnet-1")], False, id="one of them is allowed"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/subnet-?")], False, id="some of them are allowed"),
    pytest.param([on("arn:aws:ec2:us-east-1:123456789012:image/*")], True, id="others are allowed"),
    pytest.param([on("arn:aws:ec2:*:*:instance/*")], True, id="others are allowed everywhere"),
    pytest.param([on("arn:aws:ec2:us-west-2:*:subnet/*")], True, id="those of another Region are allowed"),
    pytest.param([on("arn:aws:ec2:us-*:*:subnet/subnet-1")], False, id="one of some Regions is allowed"),
    pytest.param([on("*", action="ec2:Describe*")], True, id="another action is allowed"),
    pytest.param([], True, id="nothing is allowed"),
    pytest.param([on("*"), on(f"{SUBNET}/*", effect="Deny")], True, id="each is denied"),
    pytest.param([on("*"), {**on("*", effect="Deny"), "Condition": NOT_OWNER}], False, id="some may be denied"),
]


@pytest.mark.parametrize(("statements", "expected"), EACH)
def test_a_denial_on_what_stands_for_a_resource_may_be_one_on_each(
    statements: list[dict[str, Any]], expected: bool
) -> None:
    """Where no statement allows any that begins so, which one it is matters to nobody."""
    request = Request("ec2:RunInstances", f"{SUBNET}/*", ANN)
    assert denied_on_each(evaluate(request, Policies(identity=statements))) is expected


def test_a_denial_on_one_resource_stands_for_no_others() -> None:
    """A resource without a star at its end is itself."""
    assert not denied_on_each(evaluate(Request("ec2:RunInstances", f"{SUBNET}/subnet-1", ANN), Policies(identity=[])))
