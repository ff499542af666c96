"""Documents are compiled once and found again by their content, which changes no answer."""

import json
from collections import UserDict
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam import Policies, PolicyError, PolicyKind, Request, evaluate, parse_policy

USER = "arn:aws:iam::123456789012:user/julie"
GET = Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", USER, {"ex:k": "1"})


def document(action: Any = "s3:GetObject", **elements: Any) -> dict[str, Any]:
    """A new document each time."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


FORMS = [
    pytest.param(document, id="an equal mapping"),
    pytest.param(lambda: json.dumps(document()), id="JSON text"),
    pytest.param(lambda: json.dumps(document()).encode(), id="JSON as bytes"),
    pytest.param(lambda: document()["Statement"][0], id="a statement alone"),
]


@pytest.mark.parametrize("form", FORMS)
def test_same_content_is_compiled_once(form: Callable[[], Any]) -> None:
    """A document that comes again, whatever it is then called, has the very statements that were compiled before."""
    first = parse_policy(form(), name="first")
    assert parse_policy(form(), name="second", arn="arn:aws:iam::aws:policy/X").statements is first.statements


def test_each_policy_keeps_its_own_name_and_arn() -> None:
    """Two policies of the same content are called what each of them was called."""
    parse_policy(document(), name="first", arn="arn:aws:iam::123456789012:policy/first")
    second = parse_policy(document(), name="second")
    assert (second.name, second.arn) == ("second", None)


def test_what_is_judged_is_called_by_its_place() -> None:
    """The same document in two places is named after the one that decided."""
    denial = document(Effect="Deny")
    parse_policy(denial, name="elsewhere")
    allowed = evaluate(GET, Policies(identity=[document()], boundary=[document(), denial]))
    assert allowed.policy
    assert allowed.policy.name == "boundary[1]"


CHANGES = [
    pytest.param(lambda statement: statement.update(Effect="Deny"), id="a value replaced"),
    pytest.param(lambda statement: statement["Action"].clear(), id="a nested list emptied"),
    pytest.param(lambda statement: statement["Action"].__setitem__(0, "s3:GetObjectAcl"), id="an entry replaced"),
    pytest.param(lambda statement: statement.update(Condition={"Null": {"ex:k": "true"}}), id="an element added"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_changed_mapping_is_read_anew(change: Callable[[dict[str, Any]], None]) -> None:
    """A mapping that is changed between two requests is judged by what it says at each of them."""
    found = document(["s3:GetObject"])
    before = evaluate(GET, Policies(identity=[found])).allowed
    change(found["Statement"][0])
    assert (before, evaluate(GET, Policies(identity=[found])).allowed) == (True, False)


LOOKALIKES = [
    pytest.param(True, 1, id="true and 1"),
    pytest.param(1, 1.0, id="1 and 1.0"),
    pytest.param(0, False, id="0 and false"),
    pytest.param(0.0, -0.0, id="0.0 and -0.0"),
    pytest.param("1", 1, id="text and number"),
]


@pytest.mark.parametrize(("first", "second"), LOOKALIKES)
def test_equal_values_of_different_types_are_different_content(first: Any, second: Any) -> None:
    """Values that Python holds equal, and policies do not, are kept apart in either order."""
    values = [
        parse_policy(document(Condition={"StringEquals": {"ex:k": value}})).statements[0].conditions[0].wanted
        for value in (first, second, first)
    ]
    fresh = [
        parse_policy(UserDict(document(Condition={"StringEquals": {"ex:k": value}}))).statements[0].conditions[0].wanted
        for value in (first, second, first)
    ]
    assert values == fresh


def test_key_that_is_no_string_is_not_taken_for_one() -> None:
    """A key of the wrong type is refused as such, and not for the text that it would be."""
    with pytest.raises(PolicyError, match="a key of type int is not a string"):
        parse_policy(document(Condition={"StringEquals": {1: "x"}}))


def test_kinds_of_policy_do_not_share() -> None:
    """A document that one kind of policy may hold is still refused as another kind."""
    shared = document(Principal="*")
    parse_policy(shared, PolicyKind.RESOURCE)
    with pytest.raises(PolicyError, match='an identity-based policy cannot have "Principal"'):
        parse_policy(shared, PolicyKind.IDENTITY)


def test_places_of_policies_do_not_share() -> None:
    """A document that is judged as that of a resource is still refused among those of a user."""
    shared = document(Principal="*")
    decision = evaluate(GET, Policies(resource=shared))
    assert decision.policy
    assert decision.policy.kind is PolicyKind.RESOURCE
    with pytest.raises(PolicyError, match=r'^identity\[0\]: .*an identity-based policy cannot have "Principal"'):
        evaluate(GET, Policies(identity=[shared]))


def test_malformed_document_is_refused_each_time() -> None:
    """The error names the policy as it is called this time."""
    texts = []
    for name in ("first", "second"):
        with pytest.raises(PolicyError) as caught:
            parse_policy(document("GetObject"), name=name)
        texts.append(str(caught.value).partition(":")[0])
    assert texts == ["first", "second"]


def test_policies_share_no_document() -> None:
    """Who changes the document of a policy changes no other policy, made before or after."""
    before, changed = parse_policy(document()), parse_policy(document())
    changed.document["Statement"][0]["Effect"] = "Deny"
    assert before.document == document() == parse_policy(document()).document


def test_old_content_makes_room() -> None:
    """Of more documents than memory is kept for, the first ones are compiled anew when they come again."""
    documents = [json.dumps(document(f"s3:{number}{'x' * 100_000}")) for number in range(50)]
    before = [parse_policy(one).statements for one in documents]
    kept = [parse_policy(documents[number]).statements is before[number] for number in (49, 15, 5, 0)]
    assert kept == [True, True, False, False]


def test_actions_beyond_number_are_still_told_apart() -> None:
    """A policy that was asked about more actions than it remembers answers as it did at first."""
    policies = Policies(identity=[parse_policy(document("s3:Get*"))])
    allowed = [
        evaluate(Request(f"s3:{verb}{number % 400}", "arn:aws:s3:::b", USER), policies).allowed
        for number in range(800)
        for verb in ("Get", "Put")
    ]
    assert allowed == [True, False] * 800


values = st.sampled_from(["1", "true", 1, True, 1.0, 0, False, "x"])
varied = st.builds(
    lambda effect, actions, value: document(actions, Effect=effect, Condition={"StringEquals": {"ex:k": value}}),
    st.sampled_from(["Allow", "Deny"]),
    st.lists(st.sampled_from(["s3:*", "s3:GetObject", "ec2:*"]), max_size=2),
    values | st.lists(values, max_size=2),
)


@given(varied)
def test_keeping_documents_changes_no_decision(found: dict[str, Any]) -> None:
    """A document is judged as the same document in a type that is never kept."""
    kept, fresh = (evaluate(GET, Policies(identity=[one])) for one in (found, UserDict(found)))
    assert (kept.outcome, kept.explain()) == (fresh.outcome, fresh.explain())
