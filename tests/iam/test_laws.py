"""Laws of policy evaluation that hold for all policies and requests."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam import (
    Outcome,
    Policies,
    Policy,
    PolicyError,
    PolicyKind,
    Request,
    Verdict,
    evaluate,
    parse_policy,
)
from pytest_fakests.iam.matching.operators import OPERATORS

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/U"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
CALLERS = [USER, SESSION, f"arn:aws:sts::{A}:federated-user/F", f"arn:aws:iam::{A}:root", "*", "lambda.amazonaws.com"]

actions = st.sampled_from(["s3:GetObject", "s3:PutObject", "sts:AssumeRole", "kms:Decrypt", "ec2:RunInstances"])
resources = st.sampled_from(
    [
        "*",
        "arn:aws:s3:::b/k",
        f"arn:aws:iam::{A}:role/R",
        f"arn:aws:kms:eu-west-1:{A}:key/1",
        "arn:aws:sqs:x:999999999999:q",
    ]
)
keys = st.sampled_from(["aws:username", "aws:SourceIp", "aws:CurrentTime", "aws:TagKeys", "ex:k"])
texts = st.one_of(st.text(max_size=8), st.sampled_from(["203.0.113.0/24", "2026-01-31", "7", "true", "U", "${ex:k}"]))
operators = st.builds(
    lambda prefix, name, suffix: prefix + name + ("" if name == "Null" else suffix),
    st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["", "IfExists"]),
)
# A policy variable that is not closed is an error of its own.
values = texts.filter(lambda text: "${" not in text or text == "${ex:k}")
conditions = st.dictionaries(
    operators, st.dictionaries(keys, st.one_of(values, st.lists(values, max_size=3))), max_size=2
)
one_or_many_actions = st.lists(st.sampled_from(["*", "s3:*", "s3:Get*", "sts:*", "kms:Decrypt"]), max_size=3)
one_or_many_resources = st.lists(
    st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::*", "arn:aws:s3:::${ex:k}"]), max_size=3
)


def without_case_twins(block: dict[str, dict[str, Any]]) -> bool:
    return all(len({key.lower() for key in found}) == len(found) for found in block.values())


def statements(effects: Any = ("Allow", "Deny")) -> Any:
    return st.builds(
        lambda effect, negated_action, action, negated_resource, resource, condition: {
            "Effect": effect,
            "NotAction" if negated_action else "Action": action,
            "NotResource" if negated_resource else "Resource": resource,
            "Condition": condition,
        },
        st.sampled_from(effects),
        st.booleans(),
        one_or_many_actions,
        st.booleans(),
        one_or_many_resources,
        conditions.filter(without_case_twins),
    )


def documents(effects: Any = ("Allow", "Deny")) -> Any:
    return st.builds(
        lambda found: {"Version": "2012-10-17", "Statement": found}, st.lists(statements(effects), max_size=4)
    )


contexts = st.dictionaries(keys, st.one_of(texts, st.integers(), st.booleans(), st.none(), st.lists(texts, max_size=3)))
requests = st.builds(Request, actions, resources, st.sampled_from(CALLERS), contexts)
of_users = st.builds(Request, actions, resources, st.sampled_from([USER, SESSION]), contexts)
everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
nothing = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def for_everyone(document: dict[str, Any]) -> dict[str, Any]:
    named = [{**statement, "Principal": {"AWS": "*"}} for statement in document["Statement"]]
    for statement in named:
        for element in ("Resource", "NotResource"):
            statement.pop(element, None)
    return {**document, "Statement": named}


all_policies = st.builds(
    lambda identity, resource, boundary, session, scp, endpoint: Policies(
        identity,
        resource and parse_policy(for_everyone(resource), PolicyKind.RESOURCE),
        boundary,
        session,
        scp,
        None,
        [{**everything, "Principal": "*"}] if endpoint else None,
    ),
    st.lists(documents(), max_size=2),
    st.none() | documents(),
    st.none() | st.lists(documents(), max_size=2),
    st.none() | st.lists(documents(), max_size=2),
    st.none() | st.lists(st.lists(documents(), max_size=2), max_size=2),
    st.booleans(),
)


@given(requests, all_policies)
def test_every_request_is_decided_and_explained(request_: Request, policies: Policies) -> None:
    """Evaluation and explanation of policies that parse never raise, and the explanation is plain ASCII."""
    assert evaluate(request_, policies).explain().isascii()


@given(of_users, all_policies)
def test_an_explicit_deny_is_final(request_: Request, policies: Policies) -> None:
    """One statement that denies everything denies every request, whatever the other policies say."""
    denied = Policies([*policies.identity, nothing], policies.resource, policies.boundary, policies.session)
    assert evaluate(request_, denied).outcome is Outcome.EXPLICIT_DENY


@given(of_users, all_policies, documents(["Deny"]))
def test_a_deny_never_allows(request_: Request, policies: Policies, document: dict[str, Any]) -> None:
    """A policy that only denies allows nothing that was not allowed without it."""
    more = Policies([*policies.identity, document], policies.resource, policies.boundary, policies.session)
    less = Policies(policies.identity, policies.resource, policies.boundary, policies.session)
    assert not evaluate(request_, more) or evaluate(request_, less)


@given(of_users, all_policies, documents(["Allow"]))
def test_an_allow_never_denies(request_: Request, policies: Policies, document: dict[str, Any]) -> None:
    """A policy that only allows takes nothing away that was allowed without it."""
    more = Policies([*policies.identity, document], policies.resource, policies.boundary, policies.session)
    less = Policies(policies.identity, policies.resource, policies.boundary, policies.session)
    assert not evaluate(request_, less) or evaluate(request_, more)


@given(requests, st.lists(documents(), max_size=2))
def test_an_endpoint_policy_that_allows_everything_changes_nothing(
    request_: Request, identity: list[dict[str, Any]]
) -> None:
    """Identity-based policies come to the same decision, for the same reason, alone and beside one that is no limit."""
    alone = evaluate(request_, Policies(identity))
    beside = evaluate(request_, Policies(identity, endpoint=[{**everything, "Principal": "*"}]))
    assert (alone.outcome, alone.reason, alone.policy_kind) == (beside.outcome, beside.reason, beside.policy_kind)
    assert alone.statement == beside.statement


@given(of_users, documents(), st.randoms(use_true_random=False))
def test_order_never_matters(request_: Request, document: dict[str, Any], random: Any) -> None:
    """The outcome is the same however the statements are ordered, in one policy or several."""
    shuffled = list(document["Statement"])
    random.shuffle(shuffled)
    apart = [{**document, "Statement": [statement]} for statement in shuffled]
    assert evaluate(request_, Policies(apart)).outcome is evaluate(request_, Policies([document])).outcome


def each_value(statement: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """The statement with each list or single value of its actions, resources and conditions changed."""
    found = {element: change(value) for element, value in statement.items() if element not in ("Effect", "Condition")}
    block = {
        operator: {key: change(value) for key, value in keys.items()}
        for operator, keys in statement["Condition"].items()
    }
    return {"Effect": statement["Effect"], "Condition": block, **found}


def as_single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


@given(of_users, statements())
def test_a_single_value_is_a_list_of_one(request_: Request, statement: dict[str, Any]) -> None:
    """A string means the same as a list that holds it: in actions, resources and conditions, and in the request."""
    context = {key: as_single(value) for key, value in request_.context.items()}
    # A policy variable needs a key with a single value, which a list of one is not.
    alike = context if "${" not in str(statement) else request_.context
    asked = Request(request_.action, request_.resource, request_.principal, alike)
    found = [
        evaluate(one, Policies([each_value(statement, form)])).outcome
        for one in (request_, asked)
        for form in (as_single, as_list)
    ]
    assert len(set(found)) == 1


@given(of_users, statements(), st.randoms(use_true_random=False))
def test_order_of_values_never_matters(request_: Request, statement: dict[str, Any], random: Any) -> None:
    """Actions, resources, values of a condition and values of a key are sets: their order says nothing."""

    def shuffled(value: Any) -> Any:
        return random.sample(value, len(value)) if isinstance(value, list) else value

    context = {key: shuffled(value) for key, value in request_.context.items()}
    asked = Request(request_.action, request_.resource, request_.principal, context)
    other = each_value(statement, shuffled)
    other["Condition"] = dict(reversed(other["Condition"].items()))
    before, after = evaluate(request_, Policies([statement])), evaluate(asked, Policies([other]))
    assert before.outcome is after.outcome


@given(of_users, documents())
def test_case_of_actions_never_matters(request_: Request, document: dict[str, Any]) -> None:
    """An action is the same in upper and in lower case, that of the request and those of the policy."""
    louder = Request(request_.action.upper(), request_.resource, request_.principal, request_.context)
    quieter = {
        **document,
        "Statement": [
            {
                key: [one.lower() for one in value] if key in ("Action", "NotAction") else value
                for key, value in one.items()
            }
            for one in document["Statement"]
        ],
    }
    found = {evaluate(one, Policies([two])).outcome for one in (request_, louder) for two in (document, quieter)}
    assert len(found) == 1


@given(st.sampled_from([PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST]), documents())
def test_a_document_that_was_read_and_written_reads_the_same(kind: PolicyKind, document: dict[str, Any]) -> None:
    """What a policy keeps of its document, written as JSON and read again, is the same policy."""
    if kind is not PolicyKind.IDENTITY:
        document = for_everyone(document)
    if kind is PolicyKind.TRUST:
        document["Statement"] = [
            {**{key: value for key, value in one.items() if key != "NotAction"}, "Action": "sts:AssumeRole"}
            for one in document["Statement"]
        ]
    policy = parse_policy(document, kind)
    again = parse_policy(json.dumps(policy.document), kind)
    assert (again, again.statements) == (policy, policy.statements)
    assert again.document == json.loads(json.dumps(document))


@given(of_users, documents())
def test_parsing_first_changes_nothing(request_: Request, document: dict[str, Any]) -> None:
    """A document is judged the same as mapping, as JSON text, and parsed before."""
    forms: list[Any] = [document, json.dumps(document), parse_policy(document)]
    assert len({evaluate(request_, Policies([form])).outcome for form in forms}) == 1


@given(requests, all_policies)
def test_contributions_agree_with_the_outcome(request_: Request, policies: Policies) -> None:
    """A request is denied explicitly if some type denies, and else allowed if no type's allow is missing.

    But for what no policy opens, such as roles to the root user.
    """
    decision = evaluate(request_, policies)
    if not decision and decision.policy_kind is None:
        assert (decision.outcome, decision.statement) == (Outcome.IMPLICIT_DENY, None)
        return
    verdicts = {one.verdict for one in decision.contributions}
    silent = Outcome.IMPLICIT_DENY if Verdict.DOES_NOT_ALLOW in verdicts else Outcome.ALLOWED
    assert decision.outcome is (Outcome.EXPLICIT_DENY if Verdict.DENIES in verdicts else silent)


@given(requests, all_policies)
def test_type_that_decided_contributed_it(request_: Request, policies: Policies) -> None:
    """The type, the policy and the statement that decided are those of one contribution."""
    decision = evaluate(request_, policies)
    found = [one.statement for one in decision.contributions if one.kind is decision.policy_kind and one.statement]
    assert [(one.policy, one.statement) for one in found] == (
        [(decision.policy, decision.statement)] if decision.policy else []
    )


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["Allow", "s3:*", "*"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3)
            | st.sampled_from(
                ["Version", "Statement", "Effect", "Action", "Resource", "Principal", "Condition", "AWS", "Bool"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.sampled_from(PolicyKind), json_values)
def test_anything_is_a_policy_or_a_policy_error(kind: PolicyKind, document: Any) -> None:
    """Whatever is given for a document, parsing ends in a policy or in a PolicyError."""
    try:
        found: Any = parse_policy(document, kind)
    except PolicyError as error:
        found = error
    assert isinstance(found, (Policy, PolicyError))
    assert str(found)


@given(st.text() | st.binary())
def test_any_text_is_a_policy_or_a_policy_error(text: Any) -> None:
    """Text that is no JSON ends in a PolicyError."""
    with pytest.raises(PolicyError):
        parse_policy(text)
