"""What each type of policy contributed to a decision, and why each statement did or did not apply."""

from typing import Any

import pytest

from pytest_fakests.iam import (
    ConditionMismatch,
    Decision,
    ElementMismatch,
    Policies,
    PolicyKind,
    Request,
    Verdict,
    evaluate,
    parse_policy,
)

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/julie"
SESSION = f"arn:aws:sts::{A}:assumed-role/reader/nightly"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
LINKED = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForX/s"
LINKED_ROLE = f"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
OBJECT = "arn:aws:s3:::reports/q3.csv"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
NO: dict[str, Any] = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def decide(principal: str, resource_account: str | None = None, issuer: str | None = None, **policies: Any) -> Decision:
    return evaluate(Request("s3:GetObject", OBJECT, principal, {}, resource_account, issuer), Policies(**policies))


def bucket(who: Any, **more: Any) -> dict[str, Any]:
    return {**S3, "Principal": who, **more}


def verdicts(decision: Decision) -> dict[str, str]:
    """Each type's verdict, but for those that are not attached."""
    return {
        one.kind.value: one.verdict.value for one in decision.contributions if one.verdict is not Verdict.NONE_ATTACHED
    }


VERDICTS = [
    pytest.param(USER, {}, {"identity": "does not allow"}, id="a user without policies"),
    pytest.param(USER, {"identity": [S3]}, {"identity": "allows"}, id="identity allows"),
    pytest.param(USER, {"identity": [S3, NO]}, {"identity": "denies"}, id="identity denies"),
    pytest.param(
        USER, {"identity": [S3], "boundary": [NO]}, {"identity": "allows", "boundary": "denies"}, id="boundary denies"
    ),
    pytest.param(
        USER,
        {"identity": [], "boundary": [], "session": []},
        {"identity": "does not allow", "boundary": "does not allow", "session": "does not allow"},
        id="each that is silent and needed",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "resource": bucket({"AWS": B})},
        {"identity": "allows", "resource": "not needed"},
        id="identity makes up for the resource",
    ),
    pytest.param(
        USER,
        {"identity": [{**S3, "Action": "ec2:*"}], "resource": bucket({"AWS": USER})},
        {"identity": "not needed", "resource": "allows"},
        id="the resource makes up for identity",
    ),
    pytest.param(
        SESSION,
        {"resource": bucket({"AWS": SESSION}), "boundary": [], "session": []},
        {"boundary": "not needed", "session": "not needed", "resource": "allows"},
        id="the resource makes up for every limit",
    ),
    pytest.param(
        USER,
        {"resource": bucket({"AWS": B})},
        {"identity": "does not allow", "resource": "does not allow"},
        id="either would do, and neither does",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "resource": bucket({"AWS": A})},
        {"identity": "allows", "resource": "allows the account"},
        id="the resource leaves it to the account",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "service_control": [[S3], [NO]]},
        {"identity": "allows", "service_control": "denies"},
        id="a level of SCPs denies",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "service_control": [[S3], []]},
        {"identity": "allows", "service_control": "does not allow"},
        id="a level of SCPs is silent",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "resource_control": [[]]},
        {"identity": "allows", "resource_control": "allows"},
        id="RCPFullAWSAccess is always there",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "endpoint": []},
        {"identity": "allows", "endpoint": "does not allow"},
        id="the endpoint is silent",
    ),
    pytest.param(
        FEDERATED,
        {"identity": [S3]},
        {"identity": "allows", "session": "does not allow"},
        id="a federated user needs a session policy",
    ),
    pytest.param("*", {}, {"resource": "does not allow"}, id="a stranger needs a resource-based policy"),
    pytest.param(
        "lambda.amazonaws.com",
        {"identity": [S3], "session": [S3], "service_control": [[NO]], "resource": bucket("*")},
        {"identity": "not evaluated", "session": "not evaluated", "service_control": "not evaluated"}
        | {"resource": "allows"},
        id="a service has no identity-based policies, nor SCPs",
    ),
    pytest.param(
        ROOT,
        {"identity": [NO], "boundary": [NO]},
        {"identity": "not evaluated", "boundary": "not evaluated"},
        id="the root user has neither policies nor a boundary",
    ),
]


@pytest.mark.parametrize(("principal", "policies", "expected"), VERDICTS)
def test_verdict_of_each_type(principal: str, policies: dict[str, Any], expected: dict[str, str]) -> None:
    """Each type of policy says what it contributed, by what was needed of it."""
    assert verdicts(decide(principal, **policies)) == expected


def test_verdict_across_accounts() -> None:
    """A resource of another account needs a policy, and has none."""
    decision = decide(USER, B, identity=[S3])
    assert verdicts(decision) == {"identity": "allows", "resource": "does not allow"}


def test_each_type_tells_whether_it_is_attached() -> None:
    """A policy that is needed and missing is told from one that is there and silent."""
    decision = decide(USER, B, identity=[S3], boundary=[], service_control=[[S3]])
    assert {one.kind.value: one.attached for one in decision.contributions} == {
        "identity": True,
        "boundary": True,
        "session": False,
        "resource": False,
        "service_control": True,
        "resource_control": False,
        "endpoint": False,
    }


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        pytest.param({"service_control": [[S3], [], [S3], []]}, (1, 3), id="service control policies"),
        # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
        pytest.param({"resource_control": [[], []]}, (), id="RCPFullAWSAccess is at each level"),
        pytest.param({"boundary": []}, (), id="other types have no levels"),
    ],
)
def test_levels_that_do_not_allow(policies: dict[str, Any], expected: tuple[int, ...]) -> None:
    """An organization's policies tell the levels that are silent, the root being 0."""
    (found,) = (one for one in decide(USER, identity=[S3], **policies).contributions if one.kind.value in policies)
    assert found.silent_levels == expected


def test_a_type_that_does_not_allow_has_no_statement_that_decides() -> None:
    """That the last level of an organization's policies allows decides nothing where another is silent."""
    contribution = decide(USER, identity=[S3], service_control=[[], [S3]]).contributions[4]
    assert (contribution.kind, contribution.statement) == (PolicyKind.SERVICE_CONTROL, None)


def test_service_control_policies_leave_service_linked_roles_alone() -> None:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html: not evaluated."""
    decision = decide(LINKED, None, LINKED_ROLE, identity=[S3], service_control=[[NO]])
    assert verdicts(decision) == {"identity": "allows", "service_control": "not evaluated"}


def test_no_policy_is_asked_where_no_permission_is_needed() -> None:
    """https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: not even a deny."""
    decision = evaluate(Request("sts:GetCallerIdentity", "*", USER), Policies(identity=[NO]))
    assert verdicts(decision) == {"identity": "not evaluated"}


def test_every_type_is_there() -> None:
    """Contributions are one a type, in a fixed order, with the trust policy where a role is assumed."""
    role = f"arn:aws:iam::{A}:role/reader"
    assert [one.kind for one in evaluate(Request("sts:AssumeRole", role, USER), Policies()).contributions] == [
        PolicyKind.IDENTITY,
        PolicyKind.BOUNDARY,
        PolicyKind.SESSION,
        PolicyKind.TRUST,
        PolicyKind.SERVICE_CONTROL,
        PolicyKind.RESOURCE_CONTROL,
        PolicyKind.ENDPOINT,
    ]


def test_statement_that_decides() -> None:
    """The statement that denies is there with its document's name, its index and its Sid, and as it was written."""
    policy = parse_policy(
        {"Version": "2012-10-17", "Statement": [S3, {**NO, "Sid": "Nothing"}]}, name='inline policy "p"'
    )
    found = decide(USER, identity=[policy]).contributions[0].statement
    assert found is not None
    assert (found.policy_name, found.index, found.sid, found.effect.value, found.document) == (
        'inline policy "p"',
        1,
        "Nothing",
        "Deny",
        {**NO, "Sid": "Nothing"},
    )


def test_statement_of_an_organization_is_that_of_the_account() -> None:
    """Of the levels, all of which allow, the last one is shown."""
    decision = decide(USER, identity=[S3], service_control=[[S3], [{**S3, "Sid": "Own"}]])
    found = [one.statement for one in decision.contributions if one.kind is PolicyKind.SERVICE_CONTROL]
    assert [one and one.sid for one in found] == ["Own"]


def test_statement_of_a_policy_without_a_name() -> None:
    """A policy without a name is called by its type."""
    found = decide(USER, identity=[parse_policy(S3)]).contributions[0].statement
    assert str(found) == "identity-based policy, statement 0"


DOCUMENTS = [
    pytest.param(S3, id="one statement alone"),
    pytest.param({"Version": "2012-10-17", "Statement": S3}, id="a statement that is no list"),
    pytest.param({"Version": "2012-10-17", "Statement": [S3]}, id="a list"),
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_of_a_statement(document: dict[str, Any]) -> None:
    """A statement is given as written, whatever form its document has."""
    assert decide(USER, identity=[document]).contributions[0].statements[0].document == S3


def missed(statement: dict[str, Any], context: dict[str, Any] | None = None) -> Any:
    decision = evaluate(Request("s3:GetObject", OBJECT, USER, context or {}), Policies(identity=[statement]))
    return decision.contributions[0].statements[0].mismatches


def condition(operator: str, value: Any, key: str = "ex:k") -> dict[str, Any]:
    return {**S3, "Condition": {operator: {key: value}}}


ELEMENTS = [
    pytest.param(
        {**S3, "Action": ["s3:Put*", "ec2:*"]},
        ElementMismatch("Action", ("s3:Put*", "ec2:*"), "s3:GetObject"),
        id="Action",
    ),
    pytest.param(
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
        ElementMismatch("NotAction", ("s3:*",), "s3:GetObject"),
        id="NotAction",
    ),
    pytest.param(
        {**S3, "Resource": "arn:aws:s3:::${aws:username}/${ex:k}"},
        ElementMismatch(
            "Resource", ("arn:aws:s3:::${aws:username}/${ex:k}",), OBJECT, (("aws:username", "julie"), ("ex:k", None))
        ),
        id="Resource, with variables",
    ),
    pytest.param(
        {"Effect": "Allow", "Action": "s3:*", "NotResource": OBJECT},
        ElementMismatch("NotResource", (OBJECT,), OBJECT),
        id="NotResource",
    ),
]


@pytest.mark.parametrize(("statement", "expected"), ELEMENTS)
def test_element_that_does_not_match(statement: dict[str, Any], expected: ElementMismatch) -> None:
    """An element that does not match is given with its patterns, and with what the request has."""
    assert missed(statement) == (expected,)


PRINCIPALS = [
    pytest.param({"Principal": {"AWS": B}}, ElementMismatch("Principal", (B,), USER), id="Principal"),
    pytest.param(
        {"NotPrincipal": {"AWS": [USER, A]}}, ElementMismatch("NotPrincipal", (USER, A), USER), id="NotPrincipal"
    ),
]


@pytest.mark.parametrize(("element", "expected"), PRINCIPALS)
def test_principal_that_does_not_match(element: dict[str, Any], expected: ElementMismatch) -> None:
    """So is the principal of a policy that names some."""
    decision = decide(USER, resource={"Effect": "Deny", "Action": "*", "Resource": "*", **element})
    assert decision.contributions[3].statements[0].mismatches == (expected,)


CONDITIONS = [
    pytest.param(
        condition("StringEquals", ["a", "b"]),
        {},
        ConditionMismatch("StringEquals", "ex:k", ("a", "b"), None),
        id="missing",
    ),
    pytest.param(
        condition("StringEquals", "a"),
        {"ex:k": "A"},
        ConditionMismatch("StringEquals", "ex:k", ("a",), ("A",)),
        id="differs",
    ),
    pytest.param(
        condition("ForAllValues:StringEquals", ["a", "b"]),
        {"ex:k": ["a", "c", "b"]},
        ConditionMismatch("ForAllValues:StringEquals", "ex:k", ("a", "b"), ("a", "c", "b"), ("c",)),
        id="the one of several that was not allowed",
    ),
    pytest.param(
        condition("ForAllValues:StringNotEquals", "b"),
        {"ex:k": ["a", "b"]},
        ConditionMismatch("ForAllValues:StringNotEquals", "ex:k", ("b",), ("a", "b"), ("b",)),
        id="the one of several that was excluded",
    ),
    pytest.param(
        condition("ForAnyValue:StringEquals", "x"),
        {"ex:k": ["a", "b"]},
        ConditionMismatch("ForAnyValue:StringEquals", "ex:k", ("x",), ("a", "b")),
        id="none of several",
    ),
    pytest.param(
        condition("ForAnyValue:StringEquals", "x"),
        {"ex:k": []},
        ConditionMismatch("ForAnyValue:StringEquals", "ex:k", ("x",), ()),
        id="an empty set",
    ),
    pytest.param(
        condition("Null", "true"),
        {"ex:k": ["a", "b"]},
        ConditionMismatch("Null", "ex:k", ("true",), ("a", "b")),
        id="there, and should not be",
    ),
    pytest.param(
        condition("StringEquals", "${aws:username}"),
        {"ex:k": "ann"},
        ConditionMismatch("StringEquals", "ex:k", ("${aws:username}",), ("ann",), (), (("aws:username", "julie"),)),
        id="a variable",
    ),
]


@pytest.mark.parametrize(("statement", "context", "expected"), CONDITIONS)
def test_condition_that_does_not_hold(
    statement: dict[str, Any], context: dict[str, Any], expected: ConditionMismatch
) -> None:
    """A condition that does not hold is given with its operator, its key, the values wanted and those of the request."""
    assert missed(statement, context) == (expected,)


@pytest.mark.parametrize(("had", "missing"), [(None, True), ((), True), (("a",), False)])
def test_key_is_missing_or_differs(had: tuple[str, ...] | None, missing: bool) -> None:
    """A condition says whether the request lacks the key or has another value."""
    assert ConditionMismatch("StringEquals", "ex:k", ("x",), had).missing is missing


def test_values_that_failed_are_told_apart() -> None:
    """Where some of several values passed, the text says which did not."""
    line = str(missed(condition("ForAllValues:StringEquals", ["a"]), {"ex:k": ["a", "b"]})[0])
    assert line == 'Condition ForAllValues:StringEquals ex:k: wanted "a", had "a" and "b", and "b" failed'
