"""Laws of lint: it looks at every valid policy, and what it says of statements is true of what they decide."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.iam import Finding, Policies, PolicyKind, Request, evaluate, lint_policy
from pytest_fakests.iam.lint.patterns import NO_SLASH, arns_overlap, covers, overlap
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.matching.operators import OPERATORS

USER = "arn:aws:iam::123456789012:user/U"
SESSION = "arn:aws:sts::123456789012:assumed-role/R/S"
# Keys with one value in a request, and one that has several.
SINGLE = ["aws:username", "aws:MultiFactorAuthAge", "aws:SecureTransport", "aws:SourceIp", "aws:TokenIssueTime", "ex:k"]
KEYS = st.sampled_from([*SINGLE, "aws:TagKeys", "ex:\u65e5\n"])
TEXTS = st.sampled_from(
    [
        "",
        "*",
        "U",
        "u*",
        "5",
        "5.0",
        "7",
        "true",
        "False",
        "203.0.113.7",
        "203.0.113.0/24",
        "2026",
        "2026-01-31",
        "${ex:k}",
        "x",
    ]
)
OPERATOR = st.builds(
    lambda prefix, name, suffix: prefix + name + ("" if name == "Null" else suffix),
    st.sampled_from(["", "", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["", "", "IfExists"]),
)
CONDITIONS = st.dictionaries(
    OPERATOR, st.dictionaries(KEYS, TEXTS | st.lists(TEXTS, max_size=2), min_size=1, max_size=2), max_size=3
)
# Several operators with one key.
CROWDED = st.builds(
    lambda key, operators: {operator: {key: values} for operator, values in operators.items()},
    KEYS,
    st.dictionaries(OPERATOR, TEXTS | st.lists(TEXTS, max_size=2), min_size=2, max_size=4),
)
ACTIONS = st.lists(
    st.sampled_from(["*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "sts:AssumeRole"]), max_size=3
)
RESOURCES = st.lists(
    st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::b*", "arn:aws:s3:::${ex:k}"]),
    max_size=3,
)
STATEMENTS = st.builds(
    lambda effect, action, actions, resource, resources, conditions: {
        "Effect": effect,
        action: actions,
        resource: resources,
        "Condition": conditions,
    },
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    ACTIONS,
    st.sampled_from(["Resource", "Resource", "NotResource"]),
    RESOURCES,
    CONDITIONS,
)
DOCUMENTS = st.builds(
    lambda version, statements: {**version, "Statement": statements},
    st.sampled_from([{"Version": "2012-10-17"}, {"Version": "2008-10-17"}, {}]),
    st.lists(STATEMENTS, max_size=4),
)
CONTEXTS = st.builds(
    lambda single, several: {**single, **several},
    st.dictionaries(st.sampled_from(SINGLE), TEXTS | st.integers(0, 9) | st.booleans() | st.none()),
    st.dictionaries(st.just("aws:TagKeys"), st.lists(TEXTS, max_size=3)),
)
REQUESTS = st.builds(
    Request,
    st.sampled_from(["s3:GetObject", "s3:PutObject", "sts:AssumeRole"]),
    st.sampled_from(["*", "arn:aws:s3:::b/k", "arn:aws:s3:::bb"]),
    st.sampled_from([USER, SESSION]),
    CONTEXTS,
)
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@given(DOCUMENTS, st.sampled_from([PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION]), st.booleans())
def test_every_valid_policy_can_be_looked_at(document: dict[str, Any], kind: PolicyKind, reference: bool) -> None:
    """Whatever it holds, and each finding is one line of ASCII."""
    for finding in lint_policy(document, kind, reference=reference):
        assert str(finding).isascii()
        assert str(finding).isprintable()


@given(DOCUMENTS, st.sampled_from([PolicyKind.RESOURCE, PolicyKind.ENDPOINT, PolicyKind.TRUST]), st.data())
def test_every_valid_policy_about_principals_can_be_looked_at(
    document: dict[str, Any], kind: PolicyKind, data: st.DataObject
) -> None:
    """Those of roles, resources and endpoints too."""
    principals = st.sampled_from(
        [{}, {"AWS": []}, {"AWS": "*"}, {"AWS": ["123456789012", "AROAEXAMPLE"]}, {"Service": "ec2.amazonaws.com"}]
    )
    named = [{**statement, "Principal": data.draw(principals)} for statement in document["Statement"]]
    if kind is PolicyKind.TRUST:
        named = [{"Action": "sts:*", **_without_resource(one)} for one in named]
    assert isinstance(lint_policy({**document, "Statement": named}, kind, accounts=["1"]), tuple)


@given(DOCUMENTS)
def test_findings_are_the_same_each_time(document: dict[str, Any]) -> None:
    """In the same order too."""
    assert lint_policy(document) == lint_policy(document)


@given(CROWDED, REQUESTS)
def test_conditions_that_contradict_are_met_by_no_request(conditions: dict[str, Any], request_: Request) -> None:
    """Whatever the request has for the key, as many values of it as AWS says."""
    document = {"Version": "2012-10-17", "Statement": [{**EVERYTHING, "Condition": conditions}]}
    if any(finding.code == "CONDITIONS_CONTRADICT" for finding in lint_policy(document)):
        assert not evaluate(request_, Policies(identity=[document]))


def says_never(finding: Finding) -> bool:
    return "so the statement never applies" in finding.problem or finding.problem.endswith(
        ("it never holds", "never holds")
    )


@given(STATEMENTS, REQUESTS)
def test_what_never_applies_decides_nothing(statement: dict[str, Any], request_: Request) -> None:
    """A statement of which lint says so neither allows nor denies any request whose keys have as many values as AWS says."""
    document = {"Version": "2012-10-17", "Statement": [statement]}
    if any(says_never(finding) and finding.code != "PRIVATE_IP_ADDRESS" for finding in lint_policy(document)):
        allowing = {**document, "Statement": [{**statement, "Effect": "Allow"}]}
        denying = {**document, "Statement": [{**statement, "Effect": "Deny"}, EVERYTHING]}
        assert not evaluate(request_, Policies(identity=[allowing]))
        assert evaluate(request_, Policies(identity=[denying]))


@given(DOCUMENTS, REQUESTS)
def test_what_is_redundant_can_be_removed(document: dict[str, Any], request_: Request) -> None:
    """Without the first redundant statement, action or resource, the policy decides the same."""
    redundant = ("REDUNDANT_STATEMENT", "REDUNDANT_ACTION", "REDUNDANT_RESOURCE")
    found = next((one for one in lint_policy(document) if one.code in redundant), None)
    if found:
        before, after = (evaluate(request_, Policies(identity=[one])) for one in (document, _removed(document, found)))
        assert before.outcome is after.outcome


@given(DOCUMENTS, REQUESTS)
def test_what_a_deny_covers_is_not_allowed(document: dict[str, Any], request_: Request) -> None:
    """Without an Allow that a Deny covers, the policy decides the same."""
    document = {**document, "Statement": [*document["Statement"], {**EVERYTHING, "Effect": "Deny", "Action": "s3:*"}]}
    found = next((one for one in lint_policy(document) if one.code == "ALLOW_COVERED_BY_DENY"), None)
    if found:
        less = _removed(document, found)
        assert evaluate(request_, Policies([document])).allowed is evaluate(request_, Policies([less])).allowed


ON_WILDCARDS = st.builds(
    lambda prefix, name, suffix, key: {prefix + name + suffix: {key: "*"}},
    st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from(["StringLike", "StringNotLike"]),
    st.sampled_from(["", "IfExists"]),
    KEYS,
)
# What Null has to ask instead; nothing, where the condition always holds.
INSTEAD = {
    "EQUIVALENT_TO_NULL_FALSE": "false",
    "EQUIVALENT_TO_NULL_TRUE": "true",
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION": "",
}


def has_no_empty_value(asked: Request) -> bool:
    """Whether each key that the request has holds a text: an empty one is a missing one to Null alone."""
    return not any(value == "" or (isinstance(value, list) and not any(value)) for value in asked.context.values())


@given(ON_WILDCARDS, REQUESTS.filter(has_no_empty_value))
def test_what_says_the_same_in_fewer_words_does_so(conditions: dict[str, Any], request_: Request) -> None:
    """A condition on every value is met when the one that lint names instead is, but for a value that is empty."""
    statement = {**EVERYTHING, "Condition": conditions}
    found = next((one for one in lint_policy(statement) if one.code in INSTEAD), None)
    if found:
        (key,), wanted = next(iter(conditions.values())), INSTEAD[found.code]
        shorter = {**EVERYTHING, "Condition": {"Null": {key: wanted}} if wanted else {}}
        assert evaluate(request_, Policies([statement])).allowed is evaluate(request_, Policies([shorter])).allowed


PATTERNS = st.text("ab*?/", max_size=5)
PLAIN = st.text("ab/", max_size=6)


@given(PATTERNS, PATTERNS, PLAIN)
def test_a_pattern_that_covers_another_matches_what_it_matches(wide: str, narrow: str, text: str) -> None:
    """No text speaks against it."""
    assert not covers(wide, narrow) or not glob(narrow).matches(text) or glob(wide).matches(text)


@given(PATTERNS, PATTERNS, PLAIN)
def test_patterns_that_match_one_text_overlap(first: str, second: str, text: str) -> None:
    """And which of the two comes first does not matter."""
    assert overlap(first, second) is overlap(second, first)
    assert overlap(first, second) or not (glob(first).matches(text) and glob(second).matches(text))


def test_a_run_without_slashes_matches_none() -> None:
    """Whichever of the two patterns has it."""
    name, path = f"a{NO_SLASH}", "ab/c"
    assert (overlap(name, path), overlap(path, name), overlap(name, "ab*"), overlap("ab*", name)) == (
        *(False, False),
        *(True, True),
    )


def test_overlap_of_many_stars_is_found_at_once() -> None:
    """No two ways to the same place are gone both."""
    assert not overlap("*a" * 40 + "b", "*a" * 40 + "c")


@given(PATTERNS, PLAIN)
def test_a_text_overlaps_with_the_patterns_that_match_it(pattern: str, text: str) -> None:
    """A text without wildcards is a pattern for itself alone."""
    assert overlap(pattern, text) is glob(pattern).matches(text)


@given(st.text("ab*?", max_size=4), st.sampled_from(["arn:*:s3:::*/*", "arn:*:sqs:*:*:*"]))
def test_an_arn_that_is_cut_short_without_a_wildcard_is_none(text: str, format_: str) -> None:
    """It has fewer fields than the format."""
    assert not arns_overlap(f"arn:aws:{text}x", format_)


def _without_resource(statement: dict[str, Any]) -> dict[str, Any]:
    left_out = ("Resource", "NotResource", "Action", "NotAction")
    return {name: value for name, value in statement.items() if name not in left_out}


def _removed(document: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """The document without the statement, or without the entry of one of its elements, at the finding's path."""
    place, _, rest = finding.path.partition(".")
    index = int(place.removeprefix("Statement[").removesuffix("]"))
    statements = list(document["Statement"])
    if not rest:
        del statements[index]
    else:
        element, _, number = rest.partition("[")
        entries = list(statements[index][element])
        del entries[int(number.removesuffix("]"))]
        statements[index] = {**statements[index], element: entries}
    return {**document, "Statement": statements}
