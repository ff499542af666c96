"""Decisions that hang on condition keys whose values nobody told."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate
from pytest_fakests.iam.explaining.doubts import allowed_on_each, denied_on_each, doubtful_key, same_on_each

ANN = "arn:aws:iam::123456789012:user/ann"
OWNER = {"StringEquals": {"ec2:Owner": "amazon"}}
NOT_OWNER = {"StringNotEquals": {"ec2:Owner": "amazon"}}
IN_IRELAND = {"StringEquals": {"ec2:Owner": "amazon", "aws:RequestedRegion": "eu-west-1"}}


def statement(effect: str, condition: Any = None, action: str = "ec2:RunInstances") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": condition or {}}


def to(name: str) -> dict[str, Any]:
    """A policy of the resource itself, which needs not name it."""
    allowed = statement("Allow", OWNER)
    return {
        **{key: allowed[key] for key in allowed if key != "Resource"},
        "Principal": {"AWS": ANN.replace("ann", name)},
    }


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
    pytest.param(Policies(identity=[statement("Allow", action="s3:*")], boundary=[OWNED]), SETTLED, id="what a boundary may let through alone"),
    pytest.param(Policies(resource=to("ann")), HANGS, id="a resource's policy that may let one in"),
    pytest.param(Policies(identity=[OWNED], resource={**to("bob"), "Condition": {}}), HANGS, id="beside a resource's policy without conditions"),
    pytest.param(Policies(resource=to("bob")), SETTLED, id="a resource's policy that may let another in"),
    pytest.param(Policies(resource={**to("bob"), "Condition": {}}), SETTLED, id="a resource's policy that lets another in"),
    pytest.param(Policies(identity=[PLAIN], boundary=[OWNED]), HANGS, id="a boundary that may let it through"),
    pytest.param(Policies(identity=ALL, service_control=[ALL, [OWNED]]), HANGS, id="a level of service control policies"),
    pytest.param(Policies(identity=ALL, service_control=[ALL, [OWNED, PLAIN]]), SETTLED, id="a level that allows anyway"),
    pytest.param(Policies(identity=ALL, service_control=[ALL, [statement("Allow", NOT_OWNER)]]), HANGS, id="a level that may not allow below one that does"),
]  # fmt: skip


@pytest.mark.parametrize(("policies", "expected"), CASES)
def test_a_decision_hangs_on_a_key_only_where_its_value_could_change_it(
    policies: Policies, expected: str | None
) -> None:
    """A statement that does not match otherwise, or beside one that decides without the key, leaves no doubt."""
    request = Request("ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1", ANN)
    assert doubtful_key(evaluate(request, policies), ["ec2:owner"]) == expected


IMAGE = "arn:aws:ec2:us-east-1::image/"
REGION = {"aws:RequestedRegion": "eu-west-1"}


def varying(effect: str, resource: Any = "*", *, negated: bool = False, **conditions: Any) -> dict[str, Any]:
    """A statement whose version of the language has policy variables."""
    element = "NotResource" if negated else "Resource"
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": effect, "Action": "ec2:*", element: resource, "Condition": conditions}],
    }


OF_OWNER, BY_DEFAULT = f"{IMAGE}${{ec2:Owner}}-1", f"{IMAGE}${{ec2:Owner, 'ami'}}-1"
OWN = {"aws:username": "${ec2:Owner}"}
VARIABLES = [
    pytest.param([varying("Allow", OF_OWNER)], HANGS, id="a resource that may match"),
    pytest.param([varying("Allow", f"{IMAGE}${{EC2:owner}}-1")], HANGS, id="in another case"),
    pytest.param([varying("Allow", BY_DEFAULT)], HANGS, id="a resource that matches by a default"),
    pytest.param([varying("Allow", f"{IMAGE}${{ec2:Owner}}-2")], SETTLED, id="a resource that cannot match"),
    pytest.param([varying("Allow", f"{IMAGE}${{ec2:Owner}}-${{aws:PrincipalTag/none}}")], SETTLED, id="a resource that lacks another value"),
    pytest.param([varying("Allow", f"{IMAGE}${{aws:username}}-${{ec2:Owner}}")], SETTLED, id="a resource that another value keeps from matching"),
    pytest.param([varying("Allow", [OF_OWNER, f"{IMAGE}ami-*"])], SETTLED, id="a resource beside one that matches"),
    pytest.param([varying("Allow", [OF_OWNER, f"{IMAGE}ami-${{aws:PrincipalTag/none, '1'}}"])], SETTLED, id="a resource beside one that a variable makes match"),
    pytest.param([{**varying("Allow", OF_OWNER), "Version": "2008-10-17"}], SETTLED, id="a version without variables"),
    pytest.param([varying("Allow", OF_OWNER, StringEquals=REGION)], SETTLED, id="a resource beside a condition that fails"),
    pytest.param([varying("Allow", f"{IMAGE}ami-2", StringEquals=OWN)], SETTLED, id="a value beside a resource that does not match"),
    pytest.param([varying("Allow", OF_OWNER, negated=True)], HANGS, id="a resource that may not be spared"),
    pytest.param([varying("Allow", BY_DEFAULT, negated=True)], HANGS, id="a resource that may be spared"),
    pytest.param([varying("Allow", f"{IMAGE}${{ec2:Owner}}-2", negated=True)], SETTLED, id="a resource that is not spared"),
    pytest.param([varying("Allow", StringEquals=OWN)], HANGS, id="a value that may be equal"),
    pytest.param([varying("Allow", StringEqualsIgnoreCase={"aws:username": "A${ec2:Owner}"})], HANGS, id="a value that may be equal in another case"),
    pytest.param([varying("Allow", StringLike={"aws:username": "a${ec2:Owner, 'x'}?"})], HANGS, id="a pattern that may match"),
    pytest.param([varying("Allow", ArnLike={"aws:PrincipalArn": "arn:aws:iam::*:user/${ec2:Owner}"})], HANGS, id="an ARN that may match"),
    pytest.param([varying("Allow", StringEquals={"aws:username": "${ec2:Owner, 'ann'}"})], HANGS, id="a value that is equal by a default"),
    pytest.param([varying("Allow", StringEquals={"aws:username": "${aws:username}${ec2:Owner, 'x'}"})], HANGS, id="a value beside another variable"),
    pytest.param([varying("Allow", StringEquals={"aws:username": "b${ec2:Owner}"})], SETTLED, id="a value that cannot be equal"),
    pytest.param([varying("Allow", StringEquals={"aws:username": ["ann", "${ec2:Owner}"]})], SETTLED, id="a value beside one that is equal"),
    pytest.param([varying("Allow", StringEquals={"aws:PrincipalTag/none": "${ec2:Owner}"})], SETTLED, id="a value for a key that is missing"),
    pytest.param([varying("Allow", StringNotEquals=OWN)], HANGS, id="a value that may not differ"),
    pytest.param([varying("Allow", NumericEquals={"aws:EpochTime": "${ec2:Owner}"})], SETTLED, id="an operator without variables"),
    pytest.param([PLAIN, varying("Deny", OF_OWNER)], HANGS, id="a deny on a resource that may match"),
    pytest.param([PLAIN, varying("Deny", BY_DEFAULT)], HANGS, id="a deny on a resource that matches by a default"),
    pytest.param([PLAIN, varying("Deny", f"{IMAGE}${{ec2:Owner}}-2")], SETTLED, id="a deny on a resource that cannot match"),
    pytest.param([PLAIN, varying("Deny", StringNotEquals=OWN)], HANGS, id="a deny that a value may lift"),
    pytest.param([PLAIN, varying("Deny", OF_OWNER), varying("Deny")], SETTLED, id="a deny beside one that applies"),
]  # fmt: skip


@pytest.mark.parametrize(("identity", "expected"), VARIABLES)
def test_a_decision_hangs_on_the_key_of_a_policy_variable(identity: list[Any], expected: str | None) -> None:
    """With or without a default, where some value of the key would decide otherwise than none; nowhere else."""
    request = Request("ec2:RunInstances", f"{IMAGE}ami-1", ANN)
    assert doubtful_key(evaluate(request, Policies(identity=identity)), ["ec2:owner"]) == expected


SUBNET = "arn:aws:ec2:us-east-1:123456789012:subnet"


def on(*resources: str, effect: str = "Allow", action: str = "ec2:*") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": list(resources)}


NO_OTHER = {"Effect": "Deny", "Action": "*", "NotResource": f"{SUBNET}/subnet-1"}
EACH = [
    pytest.param([on(f"{SUBNET}/*")], False, id="allowed"),
    pytest.param([on(f"{SUBNET}/subnet-1")], False, id="one of them is allowed"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/subnet-?")], False, id="some of them are allowed"),
    pytest.param([on("arn:aws:ec2:us-east-1:123456789012:image/*")], True, id="others are allowed"),
    pytest.param([on("arn:aws:ec2:*:*:instance/*")], True, id="others are allowed everywhere"),
    pytest.param([on("arn:aws:ec2:us-west-2:*:subnet/*")], True, id="those of another Region are allowed"),
    pytest.param([on("arn:aws:ec2:us-east:*:subnet/*")], True, id="those of a Region whose name is shorter are allowed"),
    pytest.param([on("arn:aws:ec2:us-*:*:subnet/subnet-1")], False, id="one of some Regions is allowed"),
    pytest.param([on("*", action="ec2:Describe*")], True, id="another action is allowed"),
    pytest.param([on("arn:aws:ec2:us-east-1:123456789012:subnet-cidr-reservation/*")], True, id="others whose type begins so are allowed"),
    pytest.param([{"Effect": "Allow", "Action": "ec2:*", "NotResource": f"{SUBNET}/*"}], False, id="others than these are allowed"),
    pytest.param([{**on("*"), "Condition": OWNER}], False, id="all may be allowed"),
    pytest.param([{**on("arn:aws:ec2:us-east-1:*"), "Condition": OWNER}], False, id="all of the Region may be allowed"),
    pytest.param([{**on("arn:aws:ec2:us-west-2:*"), "Condition": OWNER}], True, id="all of another Region may be allowed"),
    pytest.param([], True, id="nothing is allowed"),
    pytest.param([on("*"), on(f"{SUBNET}/*", effect="Deny")], True, id="each is denied"),
    pytest.param([on("*"), {**on("*", effect="Deny"), "Condition": NOT_OWNER}], False, id="some may be denied"),
    pytest.param([on("*"), on("arn:aws:ec2:*:*:subnet/?", effect="Deny")], False, id="some are denied"),
    pytest.param([on("*"), NO_OTHER], False, id="all but one are denied"),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), EACH)
def test_a_denial_on_what_stands_for_a_resource_may_be_one_on_each(
    statements: list[dict[str, Any]], expected: bool
) -> None:
    """Where no statement allows any that begins so, which one it is matters to nobody."""
    request = Request("ec2:RunInstances", f"{SUBNET}/*", ANN)
    assert denied_on_each(evaluate(request, Policies(identity=statements))) is expected


TEAM = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
OTHER_TEAM = {"StringNotEquals": {"aws:ResourceTag/team": "blue"}}
NO_OTHERS = {"Effect": "Deny", "Action": "*", "NotResource": f"{SUBNET}/*"}
EXCEPT_ONE = {"Effect": "Allow", "Action": "*", "NotResource": f"{SUBNET}/subnet-1"}
EXCEPT_OTHERS = {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:ec2:*:*:image/*"}

ALLOWED = [
    pytest.param([on("*")], True, id="all"),
    pytest.param([on(f"{SUBNET}/*")], True, id="those"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/*")], True, id="those of each Region"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/?")], False, id="those with one character"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/?*")], True, id="those with any character"),
    pytest.param([on("arn:aws:ec2:*:*:*/*:b", "*")], True, id="some of them, and all"),
    pytest.param([on("arn:aws:ec2:*:*:${aws:username}*", "*")], True, id="by a variable, and all"),
    pytest.param([on("arn:aws:ec2:*:*:subnet/?"), on("*", action="s3:*")], False, id="some, and all of another action"),
    pytest.param([EXCEPT_ONE], False, id="all but one"),
    pytest.param([{**EXCEPT_OTHERS, "NotResource": f"{SUBNET}-cidr-reservation/*"}], True, id="all but others whose type begins so"),
    pytest.param([EXCEPT_OTHERS], True, id="all but others"),
    pytest.param([{**on("*"), "Condition": OTHER_TEAM}], False, id="all but those with a tag"),
    pytest.param([on("*"), {**on("*"), "Condition": OTHER_TEAM}], True, id="all, and all but those with a tag"),
    pytest.param([on("*"), on(f"{SUBNET}/subnet-1", effect="Deny")], False, id="one is denied"),
    pytest.param([on("*"), on("arn:aws:ec2:*:*:image/*", effect="Deny")], True, id="others are denied"),
    pytest.param([on("*"), on(f"{SUBNET}/subnet-1", effect="Deny", action="s3:*")], True, id="another action is denied"),
    pytest.param([on("*"), on(f"{SUBNET}-cidr-reservation/*", effect="Deny")], True, id="others whose type begins so are denied"),
    pytest.param([on("*"), NO_OTHERS], True, id="others than these are denied"),
    pytest.param([on("*"), {**on(f"{SUBNET}/subnet-1", effect="Deny"), "Condition": OWNER}], True, id="one would be denied"),
    pytest.param([on("*"), {**on("*", effect="Deny"), "Condition": TEAM}], False, id="those with a tag are denied"),
    pytest.param([on("*"), {**on("*", effect="Deny"), "Condition": {"StringNotEquals": {"aws:ResourceAccount": "123456789012"}}}], True, id="those of other accounts are denied"),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), ALLOWED)
def test_what_is_allowed_on_what_stands_for_a_resource_may_be_allowed_on_each(
    statements: list[dict[str, Any]], expected: bool
) -> None:
    """It is where no statement denies any that begins so, and one allows them all."""
    decision = evaluate(Request("ec2:RunInstances", f"{SUBNET}/*", ANN), Policies(identity=statements))
    assert (allowed_on_each(decision), same_on_each(decision)) == (expected, expected)


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        pytest.param(Policies(identity=[on("*")], boundary=[on("*")]), True, id="both all"),
        pytest.param(Policies(identity=[on("*")], boundary=[on("arn:aws:ec2:*:*:*/?")]), False, id="a boundary some"),
        pytest.param(Policies(identity=[on("*")], service_control=[[on("*")], [on("arn:aws:ec2:*:*:*/?")]]), False, id="a level some"),
        pytest.param(Policies(identity=[on("*")], service_control=[[on("*")], [on("arn:aws:ec2:*:*:*/?"), on("*")]]), True, id="each level all"),
        pytest.param(Policies(resource={**on("*"), "Principal": {"AWS": ANN}}), True, id="the resource's policy all"),
        pytest.param(Policies(identity=[on("*")], resource={**on(f"{SUBNET}/subnet-1", effect="Deny"), "Principal": {"AWS": ANN}}), False, id="not some"),
        pytest.param(Policies(identity=[on("*")], resource={**on(f"{SUBNET}/subnet-1", effect="Deny"), "Principal": {"AWS": f"{ANN}a"}}), True, id="not some, to another"),
    ],
)  # fmt: skip
def test_each_type_of_policy_has_to_allow_each(policies: Policies, expected: bool) -> None:
    """What one type of policy lets through is some of them where another allows some."""
    assert allowed_on_each(evaluate(Request("ec2:RunInstances", f"{SUBNET}/*", ANN), policies)) is expected


@pytest.mark.parametrize(("statements", "expected"), [([on(f"{SUBNET}/subnet-1")], True), ([], False)])
def test_a_resource_that_is_named_is_allowed_or_in_doubt(statements: list[dict[str, Any]], expected: bool) -> None:
    """Whoever is allowed what a call may need can make it; a denial may be of what it does not need."""
    request = Request("ec2:RunInstances", f"{SUBNET}/subnet-1", ANN)
    assert same_on_each(evaluate(request, Policies(identity=statements))) is expected


GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:app"
NAMES = [
    pytest.param(f"{GROUP}:log-stream:web:1", False, id="one of them"),
    pytest.param(f"{GROUP}s:log-stream:web:1", False, id="one that begins so"),
    pytest.param("arn:aws:logs:*:*:log-group:*:log-stream:web:1", False, id="one of some"),
    pytest.param("arn:aws:logs:us-east-1:123456789012:log-group:api:*", True, id="others"),
]


@pytest.mark.parametrize(("resource", "expected"), NAMES)
def test_names_may_have_colons(resource: str, expected: bool) -> None:
    """Those after the fifth colon of an ARN are a part of its name."""
    request = Request("logs:PutLogEvents", f"{GROUP}*", ANN)
    allowed = [on(resource, action="logs:*")]
    assert denied_on_each(evaluate(request, Policies(identity=allowed))) is expected


@pytest.mark.parametrize(
    "resource", [f"{GROUP}:log-stream:web", "arn:aws:logs:us-east-1:123456789012:log-*:log-stream:web"]
)
def test_what_stands_for_a_resource_may_have_colons(resource: str) -> None:
    """As streams of a log group have, whose colons a wildcard matches too."""
    request = Request("logs:PutLogEvents", f"{GROUP}:log-stream:*", ANN)
    allowed = [on(resource, action="logs:*")]
    assert not denied_on_each(evaluate(request, Policies(identity=allowed)))


def test_a_denial_on_one_resource_stands_for_no_others() -> None:
    """A resource without a star at its end is itself."""
    assert not denied_on_each(evaluate(Request("ec2:RunInstances", f"{SUBNET}/subnet-1", ANN), Policies(identity=[])))


@pytest.mark.parametrize("resource", ["*", "arn:aws:ec2:*", "arn:aws:ec2:us-east-1:*", "arn:aws:ec2:us-e*"])
def test_what_may_be_anything_is_not_denied_on_each(resource: str) -> None:
    """A resource of which little is told may be one that is allowed."""
    allowed = {**on(f"{SUBNET}/subnet-1"), "Condition": OWNER}
    assert not denied_on_each(evaluate(Request("ec2:RunInstances", resource, ANN), Policies(identity=[allowed])))


@pytest.mark.parametrize("resource", ["arn:aws:sqs:*", "arn:aws:ec2:us-west-2:*", "arn:aws:ec2:us-w*"])
def test_what_is_elsewhere_is_denied_on_each(resource: str) -> None:
    """However little is told of a resource, it is none that is allowed."""
    allowed = {**on(f"{SUBNET}/subnet-1"), "Condition": OWNER}
    assert same_on_each(evaluate(Request("ec2:RunInstances", resource, ANN), Policies(identity=[allowed])))


def test_what_others_are_allowed_is_denied_on_each() -> None:
    """A resource-based policy that names somebody else lets the caller touch none of them."""
    others = {**on(f"{SUBNET}/*"), "Principal": {"AWS": "arn:aws:iam::123456789012:user/bob"}}
    assert denied_on_each(evaluate(Request("ec2:RunInstances", f"{SUBNET}/*", ANN), Policies(resource=others)))


def test_a_service_that_is_closed_to_a_session_leaves_no_doubt() -> None:
    """No policy has a say, so no key of a condition has."""
    request = Request("iam:ListUsers", "*", "arn:aws:sts::123456789012:federated-user/ann")
    decision = evaluate(request, Policies(identity=[statement("Allow", OWNER, action="iam:*")]))
    assert doubtful_key(decision, ["ec2:owner"]) is None
