"""Condition operators, row by row.

Sources: IAM UG reference_policies_elements_condition_operators ("OP"), reference_policies_condition-single-vs-
multi-valued-context-keys ("MV"), reference_policies_condition-logic-multiple-context-keys-or-values ("MC"),
reference_policies_examples-multi-valued-context-keys ("EX"), access-analyzer-reference-policy-checks ("AC").
"""

import datetime
from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

USER = "arn:aws:iam::123456789012:user/julie"
MISSING: dict[str, Any] = {}


def holds(conditions: dict[str, Any], context: dict[str, Any]) -> bool:
    """Whether a statement with these conditions allows a request with this context."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": conditions}
    request = Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", USER, context)
    return bool(evaluate(request, Policies(identity=[statement])))


ROLE = "arn:aws:iam::123456789012:role/"
LOG_STREAM = "arn:aws:logs:eu-west-1:123456789012:log-group:a:log-stream:b"
FINANCE = "arn:aws:someservice:*:111122223333:finance/*"
STORE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
BASE64 = "QmluYXJ5VmFsdWVJbkJhc2U2NA=="

SINGLE = [
    # operator, policy's value, request's value, whether it holds
    pytest.param("StringEquals", "finance", "finance", True, id="StringEquals: the same"),
    pytest.param("StringEquals", "finance", "Finance", False, id="StringEquals: another case"),
    pytest.param("StringEquals", "admin-*", "admin-x", False, id="AC: StringEquals has no wildcards"),
    pytest.param("StringEquals", "a*", "a*", True, id="StringEquals: a star is a star"),
    pytest.param("StringEquals", ["finance", "hr"], "hr", True, id="MC: one of several values"),
    pytest.param("StringEquals", ["finance", "hr"], "it", False, id="MC: none of several values"),
    pytest.param("StringEquals", [], "hr", False, id="no value at all"),
    pytest.param("StringNotEquals", "finance", "hr", True, id="StringNotEquals: another"),
    pytest.param("StringNotEquals", ["a", "b"], "b", False, id="MC: a negated operator is a NOR, b"),
    pytest.param("StringNotEquals", ["a", "b"], "c", True, id="MC: a negated operator is a NOR, c"),
    pytest.param("StringEqualsIgnoreCase", "johndoe", "JohnDoe", True, id="StringEqualsIgnoreCase"),
    pytest.param("StringEqualsIgnoreCase", "johndoe", "johndo", False, id="StringEqualsIgnoreCase: another"),
    pytest.param("StringNotEqualsIgnoreCase", "A", "a", False, id="StringNotEqualsIgnoreCase"),
    pytest.param("StringLike", "home/*", "home/a/b", True, id="StringLike: a star spans slashes"),
    pytest.param("StringLike", "home/*", "Home/a", False, id="StringLike: another case"),
    pytest.param("StringLike", "home/?", "home/ab", False, id="StringLike: one character"),
    pytest.param("StringLike", FINANCE, STORE, True, id="OP: StringLike spans colons"),
    pytest.param("StringNotLike", "home/*", "tmp/a", True, id="StringNotLike"),
    pytest.param("ArnLike", FINANCE, STORE, False, id="OP: ArnLike does not span colons"),
    pytest.param("ArnLike", f"{ROLE}app/*", f"{ROLE}app/x/R", True, id="ArnLike: a path"),
    pytest.param("ArnLike", "arn:*:iam::*:role/R", f"{ROLE}R", True, id="ArnLike: whole parts"),
    pytest.param("ArnEquals", f"{ROLE}x*", f"{ROLE}xyz", True, id="OP: ArnEquals is ArnLike"),
    pytest.param("ArnLike", "arn:aws:logs:*:*:log-group:*", LOG_STREAM, True, id="ArnLike: colons in the last part"),
    pytest.param("ArnLike", f"{ROLE}R", "R", False, id="ArnLike: no ARN in the request"),
    pytest.param("ArnLike", "arn:aws:iam::*", f"{ROLE}R", False, id="undocumented: a pattern of five parts"),
    pytest.param("ArnLike", "*", f"{ROLE}R", True, id="undocumented: a star alone"),
    pytest.param("ArnNotLike", [f"{ROLE}Ana", f"{ROLE}Mary"], f"{ROLE}Nikki", True, id="MC: ArnNotLike, Nikki"),
    pytest.param("ArnNotEquals", [f"{ROLE}Ana", f"{ROLE}Mary"], f"{ROLE}Mary", False, id="MC: ArnNotEquals, Mary"),
    pytest.param("NumericEquals", "10", "10.0", True, id="NumericEquals: as numbers"),
    pytest.param("NumericEquals", 10, 10, True, id="NumericEquals: JSON numbers"),
    pytest.param("NumericEquals", "ten", "ten", False, id="AC: a word for a number"),
    pytest.param("NumericEquals", "10", "ten", False, id="NumericEquals: a word in the request"),
    pytest.param("NumericNotEquals", "10", "11", True, id="NumericNotEquals"),
    pytest.param("NumericLessThan", "10", "10", False, id="NumericLessThan: is strict"),
    pytest.param("NumericLessThan", "10", "9.99", True, id="NumericLessThan: a decimal"),
    pytest.param("NumericLessThanEquals", "10", "10", True, id="NumericLessThanEquals"),
    pytest.param("NumericGreaterThan", "-1", "0", True, id="NumericGreaterThan"),
    pytest.param("NumericGreaterThanEquals", "9", "10", True, id="NumericGreaterThanEquals: not as text"),
    pytest.param("DateEquals", "1997-07-16T19:20:30+01:00", "1997-07-16T18:20:30Z", True, id="OP: time zones"),
    pytest.param("DateEquals", "1997-07-16T12:20:30-06:00", "1997-07-16T18:20:30Z", True, id="a zone to the west"),
    pytest.param("DateEquals", "2017-07-01", "2017-07-01T00:00:00Z", True, id="OP: a date is its midnight"),
    pytest.param("DateEquals", "2017-07", "2017-07-01T00:00Z", True, id="W3C: a month"),
    pytest.param("DateEquals", "2017-07-01T00:00:00.50Z", "2017-07-01T00:00:00.5Z", True, id="W3C: fractions"),
    pytest.param("DateEquals", "1500000000", "2017-07-14T02:40:00Z", True, id="OP: epoch seconds"),
    pytest.param("DateEquals", "2017-02-30", "2017-02-30", False, id="a day that does not exist"),
    pytest.param("DateNotEquals", "2017-07-01", "2017-07-02", True, id="DateNotEquals"),
    pytest.param("DateLessThan", "2017-07-01", "2017-07-01", False, id="DateLessThan: is strict"),
    pytest.param("DateLessThan", "2017-07-01", "2017-06-30T23:59:59Z", True, id="DateLessThan"),
    pytest.param("DateLessThanEquals", "2017-07-01", "2017-07-01", True, id="DateLessThanEquals"),
    pytest.param("DateGreaterThan", "2017-07-01", "2017-07-01T00:00:01Z", True, id="DateGreaterThan"),
    pytest.param("DateGreaterThanEquals", "someday", "2017-07-01", False, id="AC: a word for a date"),
    pytest.param("Bool", "true", "true", True, id="Bool: as text"),
    pytest.param("Bool", True, True, True, id="Bool: as JSON"),
    pytest.param("Bool", "false", "true", False, id="Bool: the other"),
    pytest.param("Bool", "False", "false", True, id="undocumented: a capital"),
    pytest.param("Bool", "yes", "yes", False, id="Bool: no truth value"),
    pytest.param("BinaryEquals", BASE64, BASE64, True, id="OP: BinaryEquals"),
    pytest.param("BinaryEquals", BASE64, b"BinaryValueInBase64", True, id="BinaryEquals: bytes"),
    pytest.param("BinaryEquals", BASE64, "QQ==", False, id="BinaryEquals: other bytes"),
    pytest.param("BinaryEquals", "!", "!", False, id="BinaryEquals: no base64"),
    pytest.param("IpAddress", "203.0.113.0/24", "203.0.113.1", True, id="OP: in the range"),
    pytest.param("IpAddress", "203.0.113.0/24", "198.51.100.1", False, id="OP: outside of it"),
    pytest.param("IpAddress", "203.0.113.7", "203.0.113.7", True, id="OP: an address is a range of one"),
    pytest.param("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", True, id="OP: IPv6"),
    pytest.param("IpAddress", "2001:db8::1", "2001:db8::2", False, id="undocumented: an IPv6 address alone"),
    pytest.param("IpAddress", "home", "203.0.113.1", False, id="AC: no range"),
    pytest.param("IpAddress", "0.0.0.0/0", "home", False, id="no address"),
    pytest.param("NotIpAddress", "203.0.113.0/24", "2001:db8::1", True, id="an IPv6 address is in no IPv4 range"),
    pytest.param("Null", "true", "x", False, id="OP: Null true, the key is there"),
    pytest.param("Null", "false", "x", True, id="OP: Null false, the key is there"),
    pytest.param("Null", "false", "", False, id="OP: an empty value is null"),
]


@pytest.mark.parametrize(("operator", "wanted", "had", "expected"), SINGLE)
def test_operator_on_a_key(operator: str, wanted: Any, had: Any, expected: bool) -> None:
    """An operator compares the request's value as its family does."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had}) is expected


ABSENT = [
    pytest.param("StringEquals", "x", False, id="StringEquals"),
    pytest.param("StringLike", "*", False, id="StringLike: even a star needs the key"),
    pytest.param("StringNotEquals", "x", True, id="StringNotEquals"),
    pytest.param("StringNotEqualsIgnoreCase", "x", True, id="StringNotEqualsIgnoreCase"),
    pytest.param("StringNotLike", "*", True, id="StringNotLike"),
    pytest.param("ArnNotEquals", "*", True, id="ArnNotEquals"),
    pytest.param("ArnNotLike", "*", True, id="ArnNotLike"),
    pytest.param("ArnLike", "*", False, id="ArnLike"),
    pytest.param("NumericNotEquals", "1", True, id="NumericNotEquals"),
    pytest.param("NumericLessThanEquals", "3600", False, id="NumericLessThanEquals"),
    pytest.param("DateNotEquals", "2017", True, id="DateNotEquals"),
    pytest.param("DateGreaterThan", "2017", False, id="DateGreaterThan"),
    pytest.param("Bool", "true", False, id="Bool true"),
    pytest.param("Bool", "false", False, id="Bool false"),
    pytest.param("BinaryEquals", BASE64, False, id="BinaryEquals"),
    pytest.param("IpAddress", "0.0.0.0/0", False, id="IpAddress"),
    pytest.param("NotIpAddress", "0.0.0.0/0", True, id="NotIpAddress"),
    pytest.param("Null", "true", True, id="Null true"),
    pytest.param("Null", "false", False, id="Null false"),
    pytest.param("StringEqualsIfExists", "x", True, id="StringEqualsIfExists"),
    pytest.param("StringNotEqualsIfExists", "x", True, id="StringNotEqualsIfExists"),
    pytest.param("BoolIfExists", "true", True, id="BoolIfExists"),
    pytest.param("ForAllValues:StringEquals", "x", True, id="MV: ForAllValues"),
    pytest.param("ForAllValues:StringNotLike", "x", True, id="EX: ForAllValues, negated"),
    pytest.param("ForAnyValue:StringEquals", "x", False, id="MV: ForAnyValue"),
    pytest.param("ForAnyValue:StringNotEquals", "x", False, id="MV: ForAnyValue, negated"),
    pytest.param("ForAnyValue:StringEqualsIfExists", "x", True, id="ForAnyValue with IfExists"),
    pytest.param("ForAllValues:Null", "false", True, id="AC: ForAllValues:Null always holds"),
    pytest.param("ForAnyValue:Null", "true", False, id="AC: ForAnyValue:Null never holds"),
]


@pytest.mark.parametrize(("operator", "wanted", "expected"), ABSENT)
def test_operator_on_a_missing_key(operator: str, wanted: str, expected: bool) -> None:
    """OP: where the key is missing, negated operators, IfExists and ForAllValues hold, others do not."""
    assert holds({operator: {"ex:key": wanted}}, MISSING) is expected


MULTIVALUED = [
    pytest.param("ForAllValues:StringEquals", ["environment", "cost-center"], ["environment"], True, id="MV: subset"),
    pytest.param(
        "ForAllValues:StringEquals",
        ["environment", "cost-center"],
        ["environment", "dept"],
        False,
        id="MV: not a subset",
    ),
    pytest.param("ForAllValues:StringEquals", ["a"], [], True, id="MV: an empty set"),
    pytest.param("ForAllValues:StringEquals", ["a"], [""], True, id="MV: a set of nothing but an empty string"),
    pytest.param("ForAllValues:StringEquals", [], ["a"], False, id="AC: no value to match"),
    pytest.param(
        "ForAnyValue:StringEquals", ["environment", "cost-center"], ["environment", "dept"], True, id="MV: they meet"
    ),
    pytest.param(
        "ForAnyValue:StringEquals", ["environment", "cost-center"], ["dept"], False, id="MV: they do not meet"
    ),
    pytest.param("ForAnyValue:StringEquals", ["a"], [], False, id="MV: any of an empty set"),
    pytest.param(
        "ForAnyValue:StringEquals", "environment", ["Environment"], False, id="OP: case of tag keys as values"
    ),
    pytest.param("ForAnyValue:StringLike", "un*", ["authenticated", "unauthenticated"], True, id="a pattern for any"),
    pytest.param("ForAllValues:StringNotLike", "key1*", ["key1:legal"], False, id="EX: the one that is not wanted"),
    pytest.param("ForAllValues:StringNotLike", "key1*", ["key2:audit"], True, id="EX: another"),
    pytest.param("ForAllValues:StringNotLike", "key1*", ["key1:hr", "key3:x"], False, id="OP: none may match"),
    pytest.param("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True, id="one that is not listed"),
    pytest.param("ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], False, id="all are listed"),
    pytest.param("ForAllValues:StringEqualsIfExists", ["a"], ["b"], False, id="IfExists tests what exists"),
    pytest.param("ForAllValues:Null", "true", ["a"], True, id="AC: ForAllValues:Null always holds"),
    pytest.param("ForAllValues:StringEquals", ["a"], "a", True, id="MV: a single value is a set of one"),
    pytest.param("StringEquals", ["a"], ["a", "b"], True, id="undocumented: no set operator, one matches"),
    pytest.param("StringNotEquals", ["a"], ["a", "b"], False, id="undocumented: no set operator, negated"),
]


@pytest.mark.parametrize(("operator", "wanted", "had", "expected"), MULTIVALUED)
def test_operator_on_a_multivalued_key(operator: str, wanted: Any, had: Any, expected: bool) -> None:
    """Set operators say how many of the request's values must match."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had}) is expected


PRESENT = [
    pytest.param("StringLikeIfExists", "t1.*", "t1.micro", True, id="OP: it matches"),
    pytest.param("StringLikeIfExists", "t1.*", "m2.micro", False, id="OP: it does not match"),
    pytest.param("BoolIfExists", "true", "false", False, id="Bool"),
]


@pytest.mark.parametrize(("operator", "wanted", "had", "expected"), PRESENT)
def test_if_exists_tests_a_key_that_exists(operator: str, wanted: str, had: str, expected: bool) -> None:
    """OP: IfExists changes nothing for a key that is there."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had}) is expected


BLOCK: dict[str, Any] = {
    "StringEquals": {"ex:department": ["finance", "hr"], "ex:role": "audit"},
    "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
}
COMBINED = [
    pytest.param({"ex:department": "hr", "ex:role": "audit", "aws:SourceIp": "203.0.113.9"}, True, id="all hold"),
    pytest.param({"ex:department": "hr", "aws:SourceIp": "203.0.113.9"}, False, id="a key of the operator is missing"),
    pytest.param(
        {"ex:department": "hr", "ex:role": "audit", "aws:SourceIp": "192.0.2.1"}, False, id="an operator fails"
    ),
]


@pytest.mark.parametrize(("context", "expected"), COMBINED)
def test_all_conditions_must_hold(context: dict[str, str], expected: bool) -> None:
    """MC: operators, and the keys of one operator, are joined by AND."""
    assert holds(BLOCK, context) is expected


KEYS = [
    pytest.param("AWS:sourceip", "aws:SourceIp", id="a global key"),
    pytest.param("aws:principaltag/TEAM", "aws:PrincipalTag/Team", id="the tag key in a key"),
]


@pytest.mark.parametrize(("written", "given"), KEYS)
def test_key_names_match_in_any_case(written: str, given: str) -> None:
    """reference_policies_elements_condition: the names of condition keys are not case-sensitive."""
    assert holds({"StringEquals": {written: "x"}}, {given: "x"})


VALUES = [
    pytest.param("StringEquals", "true", True, id="a boolean"),
    pytest.param("StringEquals", "7", 7, id="a number"),
    pytest.param("StringEquals", "2026-01-31T12:00:00Z", datetime.datetime(2026, 1, 31, 12), id="a naive datetime"),
    pytest.param(
        "DateEquals",
        "2026-01-31T12:00:00Z",
        datetime.datetime(2026, 1, 31, 13, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
        id="a datetime with a zone",
    ),
    pytest.param("ForAllValues:StringEquals", ["a", "b"], {"a", "b"}, id="a set"),
    pytest.param("ForAllValues:StringEquals", ["a", "b"], ("a", None, "b"), id="a tuple with a None"),
    pytest.param("Null", "true", None, id="None is no value"),
]


@pytest.mark.parametrize(("operator", "wanted", "had"), VALUES)
def test_context_takes_python_values(operator: str, wanted: Any, had: Any) -> None:
    """Values of the context are text, or what Python has for it."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had})


@pytest.mark.parametrize("operator", ["NumericEquals", "DateEquals", "Bool", "IpAddress", "BinaryEquals"])
def test_operators_of_other_families_take_no_variables(operator: str) -> None:
    """reference_policies_variables: only String and Arn operators replace policy variables."""
    context = {"ex:key": "1", "ex:wanted": "1"}
    assert not holds({operator: {"ex:key": "${ex:wanted}"}}, context)
