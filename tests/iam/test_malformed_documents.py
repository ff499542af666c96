"""Documents that AWS would refuse as a whole: the error says where, what is wrong, and what would be right.

A row has the page by which it is refused, or who reported the answer; the words are ours. test_grammar has what a page
says of documents, and what is inferred of it; here is each error once.
"""

import json
from typing import Any

import pytest
from sample_statements import ALLOW

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
VERSION = f"{IAM}/reference_policies_elements_version.html"
STATEMENT = f"{IAM}/reference_policies_elements_statement.html"
SID = f"{IAM}/reference_policies_elements_sid.html"
QUOTAS = f"{IAM}/reference_iam-quotas.html"
JSON = "https://www.rfc-editor.org/rfc/rfc8259"
MODEL = "policyDocumentType in the model of IAM"

BUCKET: dict[str, Any] = {**ALLOW, "Principal": "*"}

DOCUMENTS = [
    pytest.param(
        JSON,
        7,
        'a policy document is an object, not a value of type int; write a mapping with "Version" and "Statement", '
        "or its JSON text",
        id="a number",
    ),
    pytest.param(
        GRAMMAR,
        "[]",
        'a policy document is an object, not a value of type list; write a mapping with "Version" and "Statement", '
        "or its JSON text",
        id="JSON of a list",
    ),
    pytest.param(
        JSON,
        "{",
        "the document is not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)); "
        'write a mapping with "Version" and "Statement", or its JSON text',
        id="no JSON",
    ),
    pytest.param(
        JSON,
        '{"Statement": NaN}',
        'the document is not JSON (NaN is no JSON value); write a mapping with "Version" and "Statement", '
        "or its JSON text",
        id="not a number",
    ),
    pytest.param(
        JSON,
        b"\xff",
        'the document is not UTF-8 text; write a mapping with "Version" and "Statement", or its JSON text',
        id="bytes that are no text",
    ),
    pytest.param(
        GRAMMAR,
        '{"Effect": "Allow", "Effect": "Deny"}',
        'the key "Effect" appears twice in one object; keep one of them',
        id="a key twice",
    ),
    pytest.param(
        QUOTAS,
        '{"Statement": "\u65e5"}',
        r'the document holds the character U+65E5; write it as "\u65e5"',
        id="a character beyond U+00FF",
    ),
    pytest.param(
        MODEL,
        " " * 131_073,
        "the document has 131073 characters; a policy has 131072 at the most",
        id="too long a text",
    ),
    pytest.param(
        GRAMMAR,
        "[" * 100_000,
        "the document is nested too deeply; a policy is seven levels deep",
        id="text nested without end",
    ),
    pytest.param(
        GRAMMAR,
        {"Effect": "Allow", "Statement": []},
        'the element "Effect" is unknown; use one of Version, Id, Statement',
        id="an Effect beside the statements",
    ),
    pytest.param(GRAMMAR, {}, 'the element "Statement" is missing; write a list of statements', id="an empty object"),
    pytest.param(
        GRAMMAR,
        {"Statements": []},
        'the element "Statements" is unknown; did you mean "Statement"?',
        id="an unknown element",
    ),
    pytest.param(
        GRAMMAR,
        {"Foo": 1},
        'the element "Foo" is unknown; use one of Version, Id, Statement',
        id="an element like none",
    ),
    pytest.param(JSON, {1: 2}, "a key of type int is not a string; write it as a string", id="a key that is a number"),
    pytest.param(
        JSON,
        {"Statement": [{**ALLOW, "Condition": {"StringEquals": {1: "x"}}}]},
        "Statement[0].Condition.StringEquals: a key of type int is not a string; write it as a string",
        id="a key deep down that is a number",
    ),
    pytest.param(
        VERSION,
        {"Version": "2020-01-01", "Statement": []},
        'Version: "2020-01-01" is no version of the policy language; write "2012-10-17"',
        id="an unknown version",
    ),
    pytest.param(
        VERSION,
        {"Version": None, "Statement": []},
        'Version: null is no version of the policy language; write "2012-10-17"',
        id="a version that is null",
    ),
    pytest.param(
        GRAMMAR, {"Id": "x", "Statement": []}, 'only resource-based policies have an "Id"; leave it out', id="an Id"
    ),
    pytest.param(
        STATEMENT,
        {"Statement": "Allow"},
        'Statement: "Allow" is not a statement; write an object with "Effect" and "Action"',
        id="text for a statement",
    ),
    pytest.param(
        STATEMENT,
        {"Statement": [ALLOW, 5]},
        'Statement[1]: 5 is not a statement; write an object with "Effect" and "Action"',
        id="a number for a statement",
    ),
    pytest.param(
        SID,
        {"Statement": [{**ALLOW, "Sid": "A"}, {**ALLOW, "Sid": "A"}]},
        'Statement[1]: the Sid "A" appears twice; give each statement a Sid of its own',
        id="a Sid twice",
    ),
    pytest.param(
        JSON,
        {"Statement": {**ALLOW, "Action": object}},
        "Statement.Action: a value of type type is no JSON value here; write a string or a list",
        id="a Python object",
    ),
    pytest.param(
        JSON,
        {"Statement": {**ALLOW, "Action": ["s3:*", object]}},
        "Statement.Action[1]: a value of type type is no JSON value here; write a string or a list",
        id="a Python object in a list",
    ),
]


@pytest.mark.parametrize(("source", "document", "text"), DOCUMENTS)
def test_document_is_refused(source: str, document: Any, text: str) -> None:
    """What is no policy document is refused with one sentence."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(document)
    assert str(caught.value) == text, source


def test_id_must_be_text() -> None:
    """reference_policies_elements_id: the Id of a resource-based policy is a string."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Id": 1, "Statement": []}, PolicyKind.RESOURCE)
    assert str(caught.value) == "Id: 1 is not an Id; write a string"


def test_mapping_nested_without_end_is_refused() -> None:
    """A mapping that holds itself ends in an error, not in recursion."""
    document: dict[str, Any] = {}
    document["Statement"] = [document]
    with pytest.raises(PolicyError) as caught:
        parse_policy(document)
    assert str(caught.value) == "the document is nested too deeply; a policy is seven levels deep"


@pytest.mark.parametrize(
    ("levels", "problem"),
    [
        (15, "Statement[0]: [[[[[[[[[[[[[[[]]]]]]]]]]]]]]] is not a statement"),
        (16, "the document is nested too deeply"),
    ],
)
def test_mapping_is_read_to_the_sixteenth_level(levels: int, problem: str) -> None:
    """What is wrong there is told; what lies deeper is not read."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Statement": value})
    assert str(caught.value).partition(";")[0] == problem


@pytest.mark.parametrize("number", [10**40, -(10**40)])
def test_number_that_no_policy_needs_is_refused(number: int) -> None:
    """One of forty digits is read, one of more is not."""
    document = {**ALLOW, "Condition": {"NumericEquals": {"ex:k": number}}}
    assert parse_policy({**ALLOW, "Condition": {"NumericEquals": {"ex:k": 10**40 - 1}}})
    with pytest.raises(PolicyError) as caught:
        parse_policy(document)
    assert str(caught.value) == (
        "Condition.NumericEquals.ex:k: a value of type int is no JSON value here; write a string or a list"
    )


def test_mapping_that_unfolds_without_end_is_refused() -> None:
    """A list that stands in many places counts in each of them."""
    value: Any = ["s3:*"] * 10
    for _ in range(8):
        value = [value] * 10
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Action": value})
    assert str(caught.value) == (
        "the document has more than 8192 keys and values; no policy that AWS keeps has so many"
    )


def values(of: Any) -> int:
    """The keys and values of a document."""
    if isinstance(of, dict):
        return 1 + sum(1 + values(value) for value in of.values())
    return 1 + sum(map(values, of)) if isinstance(of, list) else 1


def test_document_of_as_many_values_as_can_be_is_read() -> None:
    """Keys and values of all kinds count; one more is refused."""
    actions = ["s3:*"]
    document = {**ALLOW, "Action": actions}
    actions *= 8192 - values(document) + 1
    assert values(document) == 8192
    assert parse_policy(document).document == document
    actions.append("s3:*")
    with pytest.raises(PolicyError, match=r"^the document has more than 8192 keys and values;"):
        parse_policy(document)


def test_documents_are_measured_as_the_shortest_json() -> None:
    """A mapping whose JSON has as many characters as a policy may have is read, and one with a character more is not."""
    empty: dict[str, Any] = {"Bool": {}, "StringEquals": {"ex:k": []}, "NumericEquals": {"ex:k": 1}}
    longest = {**ALLOW, "NotResource": ["*", "*"], "Condition": empty}
    del longest["Resource"]
    room = 131_072 - len(json.dumps(longest, separators=(",", ":")))
    longest["NotResource"][1] += "a" * room
    assert parse_policy(longest).document == longest
    longest["NotResource"][1] += "a"
    with pytest.raises(PolicyError) as caught:
        parse_policy(longest)
    assert str(caught.value) == "the document is too large; a policy has 131072 characters at the most"


def test_longest_text_is_read() -> None:
    """Text of as many characters as IAM's API takes is read, white space and all."""
    assert parse_policy(json.dumps(ALLOW).ljust(131_072)).document == ALLOW


@pytest.mark.parametrize("kind", [PolicyKind.RESOURCE, PolicyKind.ENDPOINT])
def test_text_of_other_services_than_iam_takes_any_character(kind: PolicyKind) -> None:
    """Only IAM's and STS's APIs stop at U+00FF: a bucket policy may name a key as it is."""
    statement = {**BUCKET, "Resource": "arn:aws:s3:::b/\u65e5\u672c/*"}
    assert parse_policy(json.dumps(statement, ensure_ascii=False), kind).document == statement
