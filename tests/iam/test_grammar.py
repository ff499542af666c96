"""What is a policy document and what is not, element by element, with the page that says so.

A row tells where in the document the error is, or that there is none; test_malformed has the words of the errors. What
a page does not say in so many words is marked as inferred: above all, that IAM refuses when a policy is saved what
Access Analyzer calls an error, and takes what it only warns of.
"""

import json
from typing import Any

import pytest

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
VERSION = f"{IAM}/reference_policies_elements_version.html"
ID = f"{IAM}/reference_policies_elements_id.html"
STATEMENT = f"{IAM}/reference_policies_elements_statement.html"
SID = f"{IAM}/reference_policies_elements_sid.html"
EFFECT = f"{IAM}/reference_policies_elements_effect.html"
ACTION = f"{IAM}/reference_policies_elements_action.html"
RESOURCE = f"{IAM}/reference_policies_elements_resource.html"
CONDITION = f"{IAM}/reference_policies_elements_condition.html"
OPERATORS = f"{IAM}/reference_policies_elements_condition_operators.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
QUOTAS = f"{IAM}/reference_iam-quotas.html"
SEEN = "https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893"

IDENTITY, TRUST, RESOURCE_BASED = PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE
BOUNDARY, SESSION, ENDPOINT = PolicyKind.BOUNDARY, PolicyKind.SESSION, PolicyKind.ENDPOINT

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
DENY: dict[str, Any] = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
TRUSTING: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
FOR_ALL: dict[str, Any] = {**ALLOW, "Principal": "*"}
CURRENT = "2012-10-17"


def error_in(document: Any, kind: PolicyKind) -> str | None:
    """The place of the error in a document; None for a policy."""
    try:
        parse_policy(document, kind)
    except PolicyError as error:
        return error.path
    return None


def text(*pairs: tuple[str, Any]) -> str:
    """The JSON text of an object with these pairs, of which two may have one key."""
    return "{" + ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs) + "}"


def with_effect_twice(first: str, second: str) -> str:
    return text(("Effect", first), ("Effect", second), ("Action", "s3:*"), ("Resource", "*"))


DOCUMENTS = [
    # the page, the kind of policy, the document, where the error is
    pytest.param(VERSION, IDENTITY, {"Version": "2012-10-17", "Statement": [ALLOW]}, None, id="the current version"),
    pytest.param(VERSION, IDENTITY, {"Version": "2008-10-17", "Statement": [ALLOW]}, None, id="the earlier version"),
    pytest.param(GRAMMAR, IDENTITY, {"Statement": [ALLOW]}, None, id="no version"),
    pytest.param(GRAMMAR, IDENTITY, {"Version": "2012-10-18", "Statement": [ALLOW]}, "Version", id="another date"),
    pytest.param(GRAMMAR, IDENTITY, {"Version": 2012, "Statement": [ALLOW]}, "Version", id="a number for the version"),
    pytest.param(GRAMMAR, IDENTITY, {"Statement": ALLOW}, None, id="one statement, not in a list"),
    pytest.param(STATEMENT, IDENTITY, {"Statement": [ALLOW, DENY]}, None, id="several statements"),
    pytest.param(STATEMENT, IDENTITY, {"Version": CURRENT}, "", id="no statement"),
    pytest.param(GRAMMAR, IDENTITY, {"Statement": ["Allow"]}, "Statement[0]", id="text for a statement"),
    pytest.param(GRAMMAR, IDENTITY, {"Statement": [ALLOW], "Version": CURRENT}, None, id="blocks in another order"),
    pytest.param(GRAMMAR, IDENTITY, dict(reversed(ALLOW.items())), None, id="elements in another order"),
    pytest.param(GRAMMAR, IDENTITY, with_effect_twice("Allow", "Deny"), "", id="an element twice"),
    pytest.param(GRAMMAR, IDENTITY, with_effect_twice("Allow", "Allow"), "", id="an element twice, alike"),
    pytest.param(
        GRAMMAR,
        IDENTITY,
        text(("Version", CURRENT), ("Version", CURRENT), ("Statement", [])),
        "",
        id="the version twice",
    ),
    pytest.param(GRAMMAR, IDENTITY, json.dumps({"Statement": [ALLOW]}, indent=8), None, id="white space"),
    pytest.param(CHECKS, IDENTITY, {"Statement": [ALLOW], "Statements": []}, "", id="an element that there is not"),
    pytest.param(
        CHECKS, IDENTITY, {"Statement": [{**ALLOW, "Principle": "*"}]}, "Statement[0]", id="so too in a statement"
    ),
    # No page says it of the names of elements; of Effect's values one does.
    pytest.param(GRAMMAR, IDENTITY, {"statement": [ALLOW]}, "", id="inferred: an element in another case"),
    pytest.param(
        GRAMMAR, IDENTITY, {"Statement": [{**ALLOW, "sid": "A"}]}, "Statement[0]", id="inferred: so too in a statement"
    ),
    pytest.param(GRAMMAR, IDENTITY, {"Id": "x", "Statement": [ALLOW]}, "", id="Id: in an identity-based policy"),
    pytest.param(GRAMMAR, BOUNDARY, {"Id": "x", "Statement": [ALLOW]}, "", id="Id: in a permissions boundary"),
    pytest.param(GRAMMAR, SESSION, {"Id": "x", "Statement": [ALLOW]}, "", id="Id: in a session policy"),
    pytest.param(
        ID, RESOURCE_BASED, {"Id": "cd3ad3d9-2776", "Statement": [FOR_ALL]}, None, id="Id: in a resource-based one"
    ),
    pytest.param(GRAMMAR, RESOURCE_BASED, {"Id": "Admin Policy", "Statement": [FOR_ALL]}, None, id="Id: with a space"),
    pytest.param(GRAMMAR, TRUST, {"Id": "x", "Statement": [TRUSTING]}, None, id="Id: in a trust policy"),
    pytest.param(GRAMMAR, RESOURCE_BASED, {"Id": 7, "Statement": [FOR_ALL]}, "Id", id="Id: a number"),
    pytest.param(
        QUOTAS,
        IDENTITY,
        '{"Statement": {"Effect": "Allow", "Action": "s3:*",\r\n\t"Resource": "*"}}',
        None,
        id="tab, line feed, carriage return",
    ),
    pytest.param(
        QUOTAS,
        IDENTITY,
        json.dumps({**ALLOW, "Resource": "arn:aws:s3:::b/\u00e9\u00ff"}, ensure_ascii=False),
        None,
        id="characters up to U+00FF",
    ),
    pytest.param(
        QUOTAS,
        IDENTITY,
        json.dumps({**ALLOW, "Resource": "arn:aws:s3:::b/\u0100"}, ensure_ascii=False),
        "",
        id="a character beyond U+00FF",
    ),
    pytest.param(
        QUOTAS, TRUST, json.dumps({**TRUSTING, "Sid": "\u65e5"}, ensure_ascii=False), "", id="so too in a trust policy"
    ),
    # It is a rule of IAM's; other services keep their policies themselves.
    pytest.param(
        QUOTAS,
        RESOURCE_BASED,
        json.dumps({**FOR_ALL, "Sid": "\u65e5"}, ensure_ascii=False),
        None,
        id="inferred: not in a bucket policy",
    ),
]


@pytest.mark.parametrize(("source", "kind", "document", "place"), DOCUMENTS)
def test_document(source: str, kind: PolicyKind, document: Any, place: str | None) -> None:
    """A document has a version, an Id where it may, and its statements."""
    assert error_in(document, kind) == place, source


def without(element: str, statement: dict[str, Any] = ALLOW) -> dict[str, Any]:
    return {key: value for key, value in statement.items() if key != element}


QUEUES = "arn:aws:sqs:us-east-2:123456789012:*"
ELEMENTS = [
    # the page, the kind of policy, the statement, where in it the error is
    pytest.param(EFFECT, IDENTITY, DENY, None, id="Effect: Deny"),
    pytest.param(EFFECT, IDENTITY, {**ALLOW, "Effect": "allow"}, "Effect", id="Effect: in lower case"),
    pytest.param(EFFECT, IDENTITY, {**ALLOW, "Effect": "DENY"}, "Effect", id="Effect: in upper case"),
    pytest.param(EFFECT, IDENTITY, without("Effect"), "", id="Effect: missing"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Effect": ["Allow"]}, "Effect", id="Effect: a list"),
    pytest.param(SID, IDENTITY, {**ALLOW, "Sid": "ExampleStatementID09"}, None, id="Sid: letters and digits"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Sid": "1"}, None, id="Sid: a digit"),
    pytest.param(CHECKS, IDENTITY, {**ALLOW, "Sid": ""}, None, id="inferred: Sid: empty"),
    pytest.param(SID, IDENTITY, {**ALLOW, "Sid": "my-sid"}, "Sid", id="Sid: a hyphen"),
    pytest.param(SID, IDENTITY, {**ALLOW, "Sid": "my_sid"}, "Sid", id="Sid: an underscore"),
    pytest.param(SID, IDENTITY, {**ALLOW, "Sid": "my sid"}, "Sid", id="Sid: a space"),
    pytest.param(SID, IDENTITY, {**ALLOW, "Sid": "caf\u00e9"}, "Sid", id="Sid: a letter beyond ASCII"),
    pytest.param(SID, TRUST, {**TRUSTING, "Sid": "my-sid"}, "Sid", id="Sid: a hyphen in a trust policy"),
    pytest.param(
        GRAMMAR, RESOURCE_BASED, {**FOR_ALL, "Sid": "my sid"}, None, id="Sid: a space in a resource-based policy"
    ),
    pytest.param(GRAMMAR, ENDPOINT, {**FOR_ALL, "Sid": "my-sid"}, None, id="Sid: a hyphen in an endpoint policy"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Sid": 1}, "Sid", id="Sid: a number"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": ["ec2:Describe*", "ec2:List*"]}, None, id="Action: a list"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": ["ec2:StartInstances"]}, None, id="Action: a list of one"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": "*"}, None, id="Action: a star"),
    pytest.param(ACTION, IDENTITY, {**ALLOW, "Action": "iam:*AccessKey*"}, None, id="Action: wildcards in it"),
    pytest.param(ACTION, IDENTITY, {**ALLOW, "Action": "IAM:listaccesskeys"}, None, id="Action: in another case"),
    pytest.param(ACTION, IDENTITY, without("Action"), "", id="Action: missing"),
    pytest.param(GRAMMAR, IDENTITY, {**without("Action"), "NotAction": "s3:*"}, None, id="NotAction in its place"),
    pytest.param(CHECKS, IDENTITY, {**ALLOW, "NotAction": "s3:*"}, "", id="Action and NotAction"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": "GetObject"}, "Action", id="Action: no service"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": ":GetObject"}, "Action", id="Action: an empty service"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": "s3:"}, "Action", id="Action: an empty name"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": "s3:Get:Object"}, "Action", id="Action: two colons"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": "s3:Get Object"}, "Action", id="Action: a space"),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Action": ["s3:*", 3]}, "Action[1]", id="Action: a number in the list"),
    pytest.param(
        GRAMMAR, IDENTITY, {**without("Action"), "NotAction": "GetObject"}, "NotAction", id="NotAction: no service"
    ),
    pytest.param(CHECKS, IDENTITY, {**ALLOW, "Action": []}, None, id="inferred: Action: an empty list"),
    pytest.param(
        CHECKS, IDENTITY, {**ALLOW, "Action": "s3:NoSuchAction"}, None, id="inferred: Action: one that there is not"
    ),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Resource": QUEUES}, None, id="Resource: an ARN with a wildcard"),
    pytest.param(RESOURCE, IDENTITY, {**ALLOW, "Resource": [QUEUES, "arn:aws:s3:::b"]}, None, id="Resource: a list"),
    pytest.param(RESOURCE, IDENTITY, without("Resource"), "", id="Resource: missing"),
    pytest.param(
        RESOURCE, IDENTITY, {**without("Resource"), "NotResource": QUEUES}, None, id="NotResource in its place"
    ),
    pytest.param(CHECKS, IDENTITY, {**ALLOW, "NotResource": QUEUES}, "", id="Resource and NotResource"),
    pytest.param(RESOURCE, IDENTITY, {**ALLOW, "Resource": "queue1"}, "Resource", id="Resource: no ARN"),
    pytest.param(
        RESOURCE,
        IDENTITY,
        {**ALLOW, "Resource": "arn:aws:*:::b"},
        "Resource",
        id="Resource: a wildcard for the service",
    ),
    pytest.param(GRAMMAR, IDENTITY, {**ALLOW, "Resource": "arn:aws:sqs"}, None, id="Resource: an incomplete ARN"),
    pytest.param(
        GRAMMAR, BOUNDARY, {**ALLOW, "Resource": "arn:aws:sqs"}, None, id="Resource: so too in a permissions boundary"
    ),
    pytest.param(
        GRAMMAR, SESSION, {**ALLOW, "Resource": "arn:aws:sqs"}, "Resource", id="Resource: not in a session policy"
    ),
    pytest.param(
        GRAMMAR,
        SESSION,
        {**ALLOW, "Resource": ["*", "arn:aws:sqs:*"]},
        "Resource",
        id="Resource: nor with a star at its end",
    ),
    pytest.param(
        GRAMMAR,
        SESSION,
        {**without("Resource"), "NotResource": "arn:aws:sqs:*"},
        "NotResource",
        id="NotResource: neither",
    ),
    pytest.param(
        GRAMMAR, SESSION, {**ALLOW, "Resource": "arn:aws:sqs:*:*:*"}, None, id="Resource: six parts in a session policy"
    ),
    pytest.param(CHECKS, IDENTITY, {**ALLOW, "Resource": []}, None, id="inferred: Resource: an empty list"),
    pytest.param(GRAMMAR, TRUST, {**TRUSTING, "Resource": "*"}, "", id="Resource: in a trust policy"),
    pytest.param(GRAMMAR, IDENTITY, FOR_ALL, "", id="Principal: in an identity-based policy"),
    pytest.param(GRAMMAR, BOUNDARY, FOR_ALL, "", id="Principal: in a permissions boundary"),
    pytest.param(GRAMMAR, SESSION, FOR_ALL, "", id="Principal: in a session policy"),
    pytest.param(GRAMMAR, RESOURCE_BASED, ALLOW, "", id="Principal: missing in a resource-based policy"),
    pytest.param(GRAMMAR, TRUST, without("Principal", TRUSTING), "", id="Principal: missing in a trust policy"),
    pytest.param(CHECKS, RESOURCE_BASED, {**FOR_ALL, "NotPrincipal": "*"}, "", id="Principal and NotPrincipal"),
]


@pytest.mark.parametrize(("source", "kind", "statement", "place"), ELEMENTS)
def test_element(source: str, kind: PolicyKind, statement: dict[str, Any], place: str | None) -> None:
    """Each element of a statement has values of its own, and kinds of policy that it belongs to."""
    found = error_in({"Version": CURRENT, "Statement": [statement]}, kind)
    expected = place if place is None else f"Statement[0].{place}".removesuffix(".")
    assert found == expected, source


TWICE = [{**ALLOW, "Sid": "A"}, {**DENY, "Sid": "A"}]
UNIQUE = [
    pytest.param(SID, IDENTITY, TWICE, "Statement[1]", id="an identity-based policy"),
    pytest.param(SID, TRUST, [{**TRUSTING, "Sid": "A"}, {**TRUSTING, "Sid": "A"}], "Statement[1]", id="a trust policy"),
    pytest.param(SID, IDENTITY, [{**ALLOW, "Sid": "A"}, {**DENY, "Sid": "a"}], None, id="inferred: in another case"),
    pytest.param(CHECKS, IDENTITY, [{**ALLOW, "Sid": ""}, {**DENY, "Sid": ""}], None, id="inferred: empty ones"),
    pytest.param(
        SID,
        RESOURCE_BASED,
        [{**FOR_ALL, "Sid": "A"}, {**FOR_ALL, "Sid": "A"}],
        None,
        id="inferred: a resource-based policy",
    ),
]


@pytest.mark.parametrize(("source", "kind", "statements", "place"), UNIQUE)
def test_sids_are_unique(source: str, kind: PolicyKind, statements: list[Any], place: str | None) -> None:
    """No two statements of one of IAM's policies have one Sid."""
    assert error_in({"Version": CURRENT, "Statement": statements}, kind) == place, source


BLOCKS = [
    # the page, the Condition, where in it the error is
    pytest.param(CONDITION, {"StringEquals": {"aws:username": "johndoe"}}, None, id="an operator, a key, a value"),
    pytest.param(GRAMMAR, {"StringEquals": {"aws:username": ["a", "b"]}}, None, id="a list of values"),
    pytest.param(
        GRAMMAR,
        {"StringEquals": {"aws:username": "a", "ex:key": "b"}, "Bool": {"ex:b": "true"}},
        None,
        id="keys and operators",
    ),
    pytest.param(GRAMMAR, {"NumericLessThan": {"s3:max-keys": 10}}, None, id="a number without quotes"),
    pytest.param(GRAMMAR, {"Bool": {"aws:SecureTransport": True}}, None, id="a boolean without quotes"),
    pytest.param(CHECKS, {}, None, id="inferred: an empty block"),
    pytest.param(CHECKS, {"StringEquals": {}}, None, id="inferred: an operator without keys"),
    pytest.param(CHECKS, {"StringEquals": {"ex:key": []}}, None, id="inferred: a key without values"),
    pytest.param(GRAMMAR, [], "", id="a list for the block"),
    pytest.param(GRAMMAR, {"StringEquals": "x"}, "StringEquals", id="a value without key"),
    pytest.param(GRAMMAR, {"StringEquals": {"ex:key": None}}, "StringEquals.ex:key", id="null for a value"),
    pytest.param(GRAMMAR, {"StringEquals": {"ex:key": {"a": 1}}}, "StringEquals.ex:key", id="an object for a value"),
    pytest.param(GRAMMAR, {"StringEquals": {"ex:key": [["a"]]}}, "StringEquals.ex:key", id="a list in a list"),
    pytest.param(CHECKS, {"StringMatches": {"ex:key": "x"}}, "StringMatches", id="an operator that there is not"),
    pytest.param(CHECKS, {"IfExists": {"ex:key": "x"}}, "IfExists", id="IfExists alone"),
    pytest.param(
        CHECKS, {"StringEqualsIfExistsIfExists": {"ex:key": "x"}}, "StringEqualsIfExistsIfExists", id="IfExists twice"
    ),
    pytest.param(CHECKS, {"NullIfExists": {"ex:key": "true"}}, "NullIfExists", id="Null with IfExists"),
    pytest.param(
        OPERATORS, {"ForAllValues:StringLikeIfExists": {"ex:key": "x"}}, None, id="a set operator and IfExists"
    ),
    pytest.param(
        CHECKS, {"ForEachValue:StringLike": {"ex:key": "x"}}, "ForEachValue:StringLike", id="another set operator"
    ),
    pytest.param(CHECKS, {"ForAllValues": {"ex:key": "x"}}, "ForAllValues", id="a set operator alone"),
    pytest.param(CHECKS, {"ForAllValues:": {"ex:key": "x"}}, "ForAllValues:", id="a set operator with nothing"),
    pytest.param(
        CHECKS,
        {"ForAllValues:ForAnyValue:StringLike": {"ex:key": "x"}},
        "ForAllValues:ForAnyValue:StringLike",
        id="two set operators",
    ),
    pytest.param(
        CHECKS,
        {"StringEquals": {"aws:SourceIp": "x", "AWS:sourceip": "y"}},
        "StringEquals.AWS:sourceip",
        id="a key twice, in two cases",
    ),
    pytest.param(CHECKS, {"StringEquals": {"SourceIp": "x"}}, "StringEquals.SourceIp", id="a key without its service"),
    pytest.param(CONDITION, {"StringEquals": {"kms:EncryptionContext:App": "x"}}, None, id="a key with two colons"),
    # IAM was seen to say "Invalid Condition type : stringEquals".
    pytest.param(SEEN, {"stringEquals": {"ex:key": "x"}}, "stringEquals", id="an operator in another case"),
]


@pytest.mark.parametrize(("source", "block", "place"), BLOCKS)
def test_condition_block(source: str, block: Any, place: str | None) -> None:
    """A condition block is operators, each with keys, each with values."""
    found = error_in({"Version": CURRENT, "Statement": {**ALLOW, "Condition": block}}, IDENTITY)
    expected = place if place is None else f"Statement.Condition.{place}".removesuffix(".")
    assert found == expected, source


OPERATOR_TWICE = '{"Bool": {"ex:a": "true"}, "Bool": {"ex:b": "true"}}'
KEY_TWICE = '{"Bool": {"ex:a": "true", "ex:a": "false"}}'


@pytest.mark.parametrize(
    ("source", "block"),
    [pytest.param(GRAMMAR, OPERATOR_TWICE, id="an operator"), pytest.param(GRAMMAR, KEY_TWICE, id="a key")],
)
def test_nothing_stands_twice_in_a_condition_block(source: str, block: str) -> None:
    """An object of a document has no key twice."""
    document = f'{{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {block}}}'
    assert error_in(document, IDENTITY) == "", source
