"""Laws of what a decision tells, for requests and policies of every type that come close to each other."""

import dataclasses
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam import (
    Decision,
    ExaminedStatement,
    Outcome,
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
ROLE = f"arn:aws:iam::{A}:role/reader"
CALLERS = (
    USER,
    SESSION,
    f"arn:aws:sts::{A}:federated-user/F",
    f"arn:aws:iam::{A}:root",
    "*",
    "lambda.amazonaws.com",
)
PRINCIPALS: tuple[Any, ...] = (
    {"AWS": "*"},
    {"AWS": A},
    {"AWS": B},
    {"AWS": USER},
    {"AWS": [SESSION, ROLE]},
    {"AWS": ROLE},
    {"AWS": f"arn:aws:sts::{A}:federated-user/F"},
    {"Service": "lambda.amazonaws.com"},
)
WHAT: tuple[tuple[str, str], ...] = (
    ("s3:GetObject", "arn:aws:s3:::reports/q3.csv"),
    ("s3:GetObject", "arn:aws:s3:::reports/a*b?$"),
    ("sts:AssumeRole", f"arn:aws:iam::{A}:role/target"),
    ("sts:AssumeRole", f"arn:aws:iam::{B}:role/target"),
    ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{A}:key/1"),
    ("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{B}:q"),
    ("ec2:RunInstances", "*"),
    ("iam:GetUser", USER),
    ("sts:GetCallerIdentity", "*"),
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"StringEquals": {"ex:k": "a"}},
    {"StringNotEquals": {"ex:k": ["a", "b"]}},
    {"ForAllValues:StringLike": {"ex:list": "a*"}},
    {"Null": {"ex:k": "true"}, "Bool": {"ex:flag": "true"}},
)

LEVELS = (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)

contexts = st.fixed_dictionaries(
    {},
    optional={
        "ex:k": st.sampled_from(["a", "b", "c"]),
        "ex:list": st.lists(st.sampled_from(["a", "ab", "b"]), max_size=2),
        "ex:flag": st.booleans(),
        "aws:username": st.just("ann"),
    },
)
requests = st.builds(
    lambda what, principal, context: Request(what[0], what[1], principal, context),
    st.sampled_from(WHAT),
    st.sampled_from(CALLERS),
    contexts,
)


@st.composite
def statements(draw: st.DrawFn, kind: PolicyKind) -> dict[str, Any]:
    """A statement of such a policy that is likely to be about the requests."""
    statement: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    if kind in (PolicyKind.RESOURCE, PolicyKind.TRUST):
        statement["Principal"] = draw(st.sampled_from(PRINCIPALS))
    elif kind in (PolicyKind.ENDPOINT, PolicyKind.RESOURCE_CONTROL):
        statement["Principal"] = "*"
    if kind is PolicyKind.RESOURCE_CONTROL:
        statement["Effect"] = "Deny"
    trust = kind is PolicyKind.TRUST
    statement["Action"] = draw(st.sampled_from(["sts:AssumeRole"] if trust else ["*", "s3:*", "sts:*", "kms:Decrypt"]))
    if kind is PolicyKind.RESOURCE_CONTROL and statement["Action"] == "*":
        statement["Action"] = "sqs:*"
    if not trust:
        wide = kind is PolicyKind.SERVICE_CONTROL
        statement["Resource"] = draw(st.sampled_from(["*"] if wide else ["*", "arn:aws:s3:::reports/*"]))
    statement["Condition"] = draw(st.sampled_from(CONDITIONS[:1] if kind is PolicyKind.SERVICE_CONTROL else CONDITIONS))
    return statement


def documents(kind: PolicyKind) -> st.SearchStrategy[dict[str, Any]]:
    """A policy of the kind."""
    found = st.lists(statements(kind), min_size=1, max_size=3)
    return found.map(lambda chosen: {"Version": "2012-10-17", "Statement": chosen})


def several(kind: PolicyKind) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(documents(kind), max_size=2)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Request, Policies]:
    """A request and the policies that it is judged by; half the time there are few of them."""
    request = draw(requests)
    trust = request.action == "sts:AssumeRole"
    few = draw(st.booleans())
    limits: dict[str, Any] = {}
    if not few:
        limits = {
            "boundary": draw(st.none() | several(PolicyKind.BOUNDARY)),
            "session": draw(st.none() | several(PolicyKind.SESSION)),
            "service_control": draw(st.none() | st.lists(several(PolicyKind.SERVICE_CONTROL), max_size=2)),
            "resource_control": draw(st.none() | st.lists(several(PolicyKind.RESOURCE_CONTROL), max_size=2)),
            "endpoint": draw(st.none() | several(PolicyKind.ENDPOINT)),
        }
    resource = draw(st.none() | documents(PolicyKind.TRUST if trust else PolicyKind.RESOURCE))
    return request, Policies(draw(several(PolicyKind.IDENTITY)), resource, **limits)


def without(policies: Policies, *gone: ExaminedStatement) -> Policies:
    """The policies without those statements, wherever their documents stand."""

    def edited(documents: Any, name: str) -> list[Any]:
        return [less(document, f"{name}[{number}]", gone) for number, document in enumerate(documents)]

    changes: dict[str, Any] = {}
    for kind in {one.kind for one in gone}:
        given: Any = getattr(policies, kind.value, policies.resource)
        if kind in (PolicyKind.RESOURCE, PolicyKind.TRUST):
            changes["resource"] = less(given, "resource", gone)
        elif kind in LEVELS:
            changes[kind.value] = [edited(level, f"{kind.value}[{number}]") for number, level in enumerate(given)]
        else:
            changes[kind.value] = edited(given, kind.value)
    return dataclasses.replace(policies, **changes)


def less(document: dict[str, Any], name: str, gone: tuple[ExaminedStatement, ...]) -> dict[str, Any]:
    indexes = {one.index for one in gone if one.policy.name == name}
    kept = [one for index, one in enumerate(document["Statement"]) if index not in indexes]
    return {**document, "Statement": kept}


def more(policies: Policies, kind: PolicyKind, statement: dict[str, Any], levels: tuple[int, ...]) -> Policies:
    """The policies with one more of the kind, which holds the statement."""
    document = {"Version": "2012-10-17", "Statement": [statement]}
    if kind in (PolicyKind.RESOURCE, PolicyKind.TRUST):
        old: Any = policies.resource or {**document, "Statement": []}
        return dataclasses.replace(policies, resource={**old, "Statement": [*old["Statement"], statement]})
    given = getattr(policies, kind.value) or []
    change: dict[str, Any] = {kind.value: [*given, document]}
    if kind is PolicyKind.SERVICE_CONTROL:
        change = {
            kind.value: [[*level, document] if number in levels else level for number, level in enumerate(given)]
            or [[document]]
        }
    return dataclasses.replace(policies, **change)


def told(decision: Decision) -> tuple[Any, ...]:
    """What an explanation says of the outcome and of the statements that decided."""
    return decision.outcome, decision.reason, decision.explain()


@given(questions())
def test_statement_that_decides_really_does(question: tuple[Request, Policies]) -> None:
    """Without the statement that a decision names, the outcome or the explanation is another."""
    request, policies = question
    decision = evaluate(request, policies)
    found = next((one.statement for one in decision.contributions if one.kind is decision.policy_kind), None)
    if found is None:
        assert decision.statement is None
    else:
        assert told(evaluate(request, without(policies, found))) != told(decision)


@given(questions())
def test_statement_that_applies_matches_alone(question: tuple[Request, Policies]) -> None:
    """A statement applies where nothing of it is missed, and a type speaks only by statements that apply."""
    for contribution in evaluate(*question).contributions:
        speaks = contribution.verdict in (Verdict.DENIES, Verdict.ALLOWS, Verdict.ALLOWS_ACCOUNT)
        assert contribution.statement is None or (speaks and contribution.statement.applies)
        denies = any(one.applies and one.effect.value == "Deny" for one in contribution.statements)
        assert denies is (contribution.verdict is Verdict.DENIES)


@given(questions())
def test_verdicts_come_to_the_outcome(question: tuple[Request, Policies]) -> None:
    """An explicit deny is one of some type, and an allowed request misses no allow; else no policy could allow it."""
    decision = evaluate(*question)
    verdicts = {one.verdict for one in decision.contributions}
    assert (decision.outcome is Outcome.EXPLICIT_DENY) is (Verdict.DENIES in verdicts)
    stands_in_the_way = bool(verdicts & {Verdict.DENIES, Verdict.DOES_NOT_ALLOW})
    assert decision.allowed is not (stands_in_the_way or "No policy can allow it." in decision.explain())


@given(questions())
def test_remedies_allow(question: tuple[Request, Policies]) -> None:
    """A request is allowed once all is changed that the explanation asks for, and it asks for something."""
    request, policies = question
    decision = evaluate(request, policies)
    if decision or "No policy can allow it." in decision.explain():
        assert decision.remedies == ()
        return
    assert decision.remedies
    assert evaluate(request, changed(policies, decision, decision.remedies))


@given(questions())
def test_no_remedy_is_idle(question: tuple[Request, Policies]) -> None:
    """With any one of the changes left out, the request is still denied."""
    request, policies = question
    decision = evaluate(request, policies)
    for left_out in decision.remedies:
        others = [one for one in decision.remedies if one is not left_out]
        assert not evaluate(request, changed(policies, decision, others))


def changed(policies: Policies, decision: Decision, remedies: Any) -> Policies:
    """The policies with these changes."""
    levels = next(one.silent_levels for one in decision.contributions if one.kind is PolicyKind.SERVICE_CONTROL)
    policies = without(policies, *(one.remove for one in remedies if one.remove))
    for remedy in remedies:
        if remedy.add:
            policies = more(policies, remedy.kind, remedy.add, levels)
    return policies


@given(questions())
def test_form_of_a_decision_is_json(question: tuple[Request, Policies]) -> None:
    """The dictionary survives JSON unchanged, and asking twice gives the same, in the same order."""
    decision = evaluate(*question)
    form = decision.to_dict()
    assert json.loads(json.dumps(form)) == form
    assert json.dumps(decision.to_dict()) == json.dumps(form)


@given(questions())
def test_explanations_are_short(question: tuple[Request, Policies]) -> None:
    """However many statements there are, a type of policy takes three of them, and ASCII is enough."""
    text = evaluate(*question).explain()
    assert text.isascii()
    assert sum(", statement " in line and "    " in line[:4] for line in text.splitlines()) <= 3 * len(PolicyKind)


@given(questions())
def test_policies_read_before_are_explained_alike(question: tuple[Request, Policies]) -> None:
    """It makes no difference to an explanation whether documents were read before, but for what they are called."""
    request, policies = question
    read = dataclasses.replace(
        policies,
        identity=[
            parse_policy(one, PolicyKind.IDENTITY, name=f"identity[{number}]")
            for number, one in enumerate(policies.identity)
        ],
    )
    assert evaluate(request, read).explain() == evaluate(request, policies).explain()
