"""How each family of condition operators compares a value of the request with a value of the policy.

What a page does not say in so many words is marked as inferred; what it leaves open, as undocumented.
"""

import datetime
from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
OPS = f"{IAM}/reference_policies_elements_condition_operators.html"
STRING = f"{OPS}#Conditions_String"
ARN = f"{OPS}#Conditions_ARN"
NUMERIC = f"{OPS}#Conditions_Numeric"
DATE = f"{OPS}#Conditions_Date"
BOOLEAN = f"{OPS}#Conditions_Boolean"
BINARY = f"{OPS}#Conditions_BinaryEquals"
IP = f"{OPS}#Conditions_IPAddress"
CONDITION = f"{IAM}/reference_policies_elements_condition.html"
LOGIC = f"{IAM}/reference_policies_condition-logic-multiple-context-keys-or-values.html"
SETS = f"{IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
VARIABLES = f"{IAM}/reference_policies_variables.html"
W3C = "https://www.w3.org/TR/NOTE-datetime"
ASSUME_ROLE = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"

USER = "arn:aws:iam::123456789012:user/julie"
ROLE = "arn:aws:iam::123456789012:role/"
TOPIC = "arn:aws:sns:us-west-2:123456789012:TOPIC-ID"
LOG_STREAM = "arn:aws:logs:eu-west-1:123456789012:log-group:a:log-stream:b"
FINANCE = "arn:aws:someservice:*:111122223333:finance/*"
STORE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
BASE64 = "QmluYXJ5VmFsdWVJbkJhc2U2NA=="


def holds(conditions: dict[str, Any], context: dict[str, Any]) -> bool:
    """Whether a statement with these conditions allows a request with this context."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": conditions}
    request = Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", USER, context)
    return bool(evaluate(request, Policies(identity=[statement])))


STRINGS = [
    # the page, the operator, the policy's value, the request's value, whether it holds
    pytest.param(STRING, "StringEquals", "finance", "finance", True, id="StringEquals: the same"),
    pytest.param(STRING, "StringEquals", "finance", "finances", False, id="StringEquals: a longer one"),
    pytest.param(CONDITION, "StringEquals", "john", "John", False, id="StringEquals: another case"),
    pytest.param(STRING, "StringEquals", "", "", True, id="StringEquals: an empty value is one"),
    pytest.param(STRING, "StringEquals", " john", "john", False, id="StringEquals: white space counts"),
    pytest.param(CHECKS, "StringEquals", "admin-*", "admin-x", False, id="StringEquals: a star is no wildcard"),
    pytest.param(CHECKS, "StringEquals", "admin-?", "admin-x", False, id="StringEquals: a question mark neither"),
    pytest.param(CHECKS, "StringEquals", "a*", "a*", True, id="StringEquals: a star is a star"),
    pytest.param(STRING, "StringNotEquals", "finance", "hr", True, id="StringNotEquals: another"),
    pytest.param(STRING, "StringNotEquals", "john", "John", True, id="StringNotEquals: another case"),
    pytest.param(STRING, "StringNotEquals", "admin-*", "admin-x", True, id="StringNotEquals: no wildcards"),
    pytest.param(CONDITION, "StringEqualsIgnoreCase", "john", "John", True, id="StringEqualsIgnoreCase: another case"),
    pytest.param(STRING, "StringEqualsIgnoreCase", "JOHN", "john", True, id="StringEqualsIgnoreCase: the other way"),
    pytest.param(STRING, "StringEqualsIgnoreCase", "johndoe", "johndo", False, id="StringEqualsIgnoreCase: another"),
    pytest.param(
        STRING, "StringEqualsIgnoreCase", "john*", "Johndoe", False, id="StringEqualsIgnoreCase: no wildcards"
    ),
    # Inferred: to ignore case is to ignore nothing else.
    pytest.param(
        STRING, "StringEqualsIgnoreCase", "strasse", "stra\u00dfe", False, id="inferred: no letter becomes two"
    ),
    pytest.param(STRING, "StringNotEqualsIgnoreCase", "A", "a", False, id="StringNotEqualsIgnoreCase: another case"),
    pytest.param(STRING, "StringNotEqualsIgnoreCase", "A", "b", True, id="StringNotEqualsIgnoreCase: another"),
    pytest.param(STRING, "StringLike", "home", "home", True, id="StringLike: without wildcards, the same"),
    pytest.param(STRING, "StringLike", "home", "home/a", False, id="StringLike: without wildcards, no part"),
    pytest.param(STRING, "StringLike", "home/*", "home/a/b", True, id="StringLike: a star spans slashes"),
    pytest.param(STRING, "StringLike", "home/*", "home/", True, id="StringLike: a star is also nothing"),
    pytest.param(STRING, "StringLike", "*", "", True, id="StringLike: a star is an empty value too"),
    pytest.param(STRING, "StringLike", "home/*", "at/home/a", False, id="StringLike: the whole value"),
    pytest.param(STRING, "StringLike", "home/*", "Home/a", False, id="StringLike: another case"),
    pytest.param(STRING, "StringLike", "*/*/a", "x/y/a", True, id="StringLike: several stars"),
    pytest.param(STRING, "StringLike", "h?me", "hame", True, id="StringLike: a question mark is one character"),
    pytest.param(STRING, "StringLike", "home/?", "home/ab", False, id="StringLike: it is not two"),
    pytest.param(STRING, "StringLike", "home/?", "home/", False, id="StringLike: it is not none"),
    pytest.param(STRING, "StringLike", FINANCE, STORE, True, id="StringLike: a star spans colons"),
    pytest.param(KEYS, "StringLike", f"{ROLE}x*", f"{ROLE}xyz", True, id="StringLike: on an ARN"),
    pytest.param(STRING, "StringNotLike", "home/*", "tmp/a", True, id="StringNotLike: another"),
    pytest.param(STRING, "StringNotLike", "home/*", "home/a", False, id="StringNotLike: it is like it"),
    pytest.param(STRING, "StringNotLike", "home/*", "Home/a", True, id="StringNotLike: another case"),
]

ARNS = [
    pytest.param(ARN, "ArnEquals", TOPIC, TOPIC, True, id="ArnEquals: the same"),
    pytest.param(ARN, "ArnEquals", TOPIC.lower(), TOPIC, False, id="ArnEquals: another case"),
    pytest.param(ARN, "ArnEquals", f"{ROLE}x*", f"{ROLE}xyz", True, id="ArnEquals: as ArnLike, with wildcards"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam::*:role/R", "arn:aws:iam", False, id="ArnLike: an ARN that is cut short"),
    pytest.param(ARN, "ArnLike", "arn:*:iam::*:role/R", f"{ROLE}R", True, id="ArnLike: a star for a part"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam::1234*:role/R", f"{ROLE}R", True, id="ArnLike: a star within a part"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam::12345678901?:role/R", f"{ROLE}R", True, id="ArnLike: a question mark"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam:*:123456789012:role/R", f"{ROLE}R", True, id="ArnLike: an empty part"),
    pytest.param(ARN, "ArnLike", f"{ROLE}app/*", f"{ROLE}app/x/R", True, id="ArnLike: a star spans slashes"),
    pytest.param(ARN, "ArnLike", f"{ROLE}app/*", f"{ROLE}App/R", False, id="ArnLike: another case"),
    pytest.param(ARN, "ArnLike", FINANCE, STORE, False, id="ArnLike: a star does not span the first five colons"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam?:123456789012:role/R", f"{ROLE}R", False, id="ArnLike: nor does a mark"),
    # Inferred from "the six colon-delimited components": what follows the fifth colon is one of them.
    pytest.param(
        ARN, "ArnLike", "arn:aws:logs:*:*:log-group:*", LOG_STREAM, True, id="inferred: colons in the sixth part"
    ),
    pytest.param(ARN, "ArnLike", "arn:aws:logs:*:*:log*b", LOG_STREAM, True, id="inferred: a star spans them there"),
    pytest.param(ARN, "ArnLike", f"{ROLE}R", "R", False, id="inferred: no ARN in the request"),
    pytest.param(ARN, "ArnNotLike", f"{ROLE}R", "R", True, id="inferred: no ARN in the request, negated"),
    pytest.param(ARN, "ArnLike", "arn:aws:iam::*", f"{ROLE}R", False, id="undocumented: a pattern of five parts"),
    pytest.param(ARN, "ArnLike", "*", f"{ROLE}R", True, id="undocumented: a star alone"),
    pytest.param(ARN, "ArnNotEquals", f"{ROLE}x*", f"{ROLE}xyz", False, id="ArnNotEquals: as ArnNotLike"),
    pytest.param(ARN, "ArnNotEquals", f"{ROLE}R", f"{ROLE}S", True, id="ArnNotEquals: another"),
    pytest.param(ARN, "ArnNotLike", FINANCE, STORE, True, id="ArnNotLike: part by part"),
]

NUMBERS = [
    pytest.param(NUMERIC, "NumericEquals", "10", "10", True, id="NumericEquals: the same"),
    pytest.param(NUMERIC, "NumericEquals", "10", "10.0", True, id="NumericEquals: an integer and a decimal"),
    pytest.param(NUMERIC, "NumericEquals", "0.1", "0.10", True, id="NumericEquals: decimals are exact"),
    pytest.param(GRAMMAR, "NumericEquals", 10, "10", True, id="NumericEquals: without quotation marks"),
    pytest.param(GRAMMAR, "NumericEquals", 0.5, 0.5, True, id="NumericEquals: a decimal without quotation marks"),
    pytest.param(NUMERIC, "NumericEquals", "10", "11", False, id="NumericEquals: another"),
    pytest.param(NUMERIC, "NumericNotEquals", "10", "11", True, id="NumericNotEquals: another"),
    pytest.param(NUMERIC, "NumericNotEquals", "10", "10.0", False, id="NumericNotEquals: the same"),
    pytest.param(NUMERIC, "NumericLessThan", "10", "10", False, id="NumericLessThan: is strict"),
    pytest.param(NUMERIC, "NumericLessThan", "10", "9.99", True, id="NumericLessThan: a decimal"),
    pytest.param(NUMERIC, "NumericLessThan", "-1", "-2", True, id="NumericLessThan: below zero"),
    pytest.param(NUMERIC, "NumericLessThanEquals", "10", "10", True, id="NumericLessThanEquals: the same"),
    pytest.param(NUMERIC, "NumericLessThanEquals", "10", "11", False, id="NumericLessThanEquals: more"),
    pytest.param(NUMERIC, "NumericGreaterThan", "10", "10", False, id="NumericGreaterThan: is strict"),
    pytest.param(NUMERIC, "NumericGreaterThan", "9", "10", True, id="NumericGreaterThan: not as text"),
    pytest.param(NUMERIC, "NumericGreaterThanEquals", "10", "10", True, id="NumericGreaterThanEquals: the same"),
    pytest.param(NUMERIC, "NumericGreaterThanEquals", "10", "9", False, id="NumericGreaterThanEquals: less"),
    pytest.param(NUMERIC, "NumericEquals", "1*", "10", False, id="Numeric: no wildcards"),
    # Access Analyzer warns of the type; that such a value matches nothing is inferred.
    pytest.param(CHECKS, "NumericEquals", "ten", "ten", False, id="inferred: a word in the policy"),
    pytest.param(CHECKS, "NumericNotEquals", "ten", "10", True, id="inferred: a word in the policy, negated"),
    pytest.param(NUMERIC, "NumericEquals", "10", "ten", False, id="inferred: a word in the request"),
]

DATES = [
    pytest.param(DATE, "DateEquals", "2017-07-01T00:00:00Z", "2017-07-01T00:00:00Z", True, id="DateEquals: the same"),
    pytest.param(W3C, "DateEquals", "2017", "2017-01-01T00:00:00Z", True, id="W3C: a year is its first moment"),
    pytest.param(W3C, "DateEquals", "2017-07", "2017-07-01T00:00:00Z", True, id="W3C: a month"),
    pytest.param(W3C, "DateEquals", "2017-07-01", "2017-07-01T00:00:00Z", True, id="W3C: a day"),
    pytest.param(W3C, "DateEquals", "2017-07-01T19:20Z", "2017-07-01T19:20:00Z", True, id="W3C: hours and minutes"),
    pytest.param(W3C, "DateEquals", "2017-07-01T19:20:30Z", "2017-07-01T19:20:31Z", False, id="W3C: seconds"),
    pytest.param(W3C, "DateEquals", "2017-07-01T19:20:30.50Z", "2017-07-01T19:20:30.5Z", True, id="W3C: fractions"),
    pytest.param(W3C, "DateLessThan", "2017-07-01T19:20:30Z", "2017-07-01T19:20:29.999Z", True, id="W3C: milliseconds"),
    pytest.param(
        W3C, "DateGreaterThan", "2017-07-01T19:20:30Z", "2017-07-01T19:20:30.001Z", True, id="W3C: a millisecond later"
    ),
    pytest.param(W3C, "DateEquals", "1997-07-16T19:20:30+01:00", "1997-07-16T18:20:30Z", True, id="W3C: a zone east"),
    pytest.param(
        W3C, "DateEquals", "1997-07-17T05:50:30+11:30", "1997-07-16T18:20:30Z", True, id="W3C: a zone far east"
    ),
    pytest.param(W3C, "DateEquals", "1997-07-16T12:20:30-06:00", "1997-07-16T18:20:30Z", True, id="W3C: a zone west"),
    pytest.param(W3C, "DateEquals", "2017-07-01T05:30+05:30", "2017-07-01", True, id="W3C: a zone of half an hour"),
    pytest.param(DATE, "DateEquals", "1500000000", "2017-07-14T02:40:00Z", True, id="epoch seconds"),
    pytest.param(DATE, "DateEquals", "2017-07-14T02:40:00Z", "1500000000", True, id="epoch seconds in the request"),
    pytest.param(GRAMMAR, "DateEquals", 1500000000, "2017-07-14T02:40:00Z", True, id="epoch seconds, not quoted"),
    pytest.param(KEYS, "NumericGreaterThan", "1500000000", 1500000001, True, id="aws:EpochTime: as a number"),
    pytest.param(KEYS, "DateGreaterThan", "2017-07-14T02:40:00Z", 1500000001, True, id="aws:EpochTime: as a date"),
    pytest.param(DATE, "DateNotEquals", "2017-07-01", "2017-07-02", True, id="DateNotEquals: another"),
    pytest.param(DATE, "DateNotEquals", "2017-07-01", "2017-07-01T00:00Z", False, id="DateNotEquals: the same"),
    pytest.param(DATE, "DateLessThan", "2017-07-01", "2017-07-01", False, id="DateLessThan: is strict"),
    pytest.param(DATE, "DateLessThan", "2017-07-01", "2017-06-30T23:59:59Z", True, id="DateLessThan: before"),
    pytest.param(DATE, "DateLessThanEquals", "2017-07-01", "2017-07-01", True, id="DateLessThanEquals: at it"),
    pytest.param(DATE, "DateLessThanEquals", "2017-07-01", "2017-07-02", False, id="DateLessThanEquals: after"),
    pytest.param(DATE, "DateGreaterThan", "2017-07-01", "2017-07-01", False, id="DateGreaterThan: is strict"),
    pytest.param(DATE, "DateGreaterThan", "2017-07-01", "2017-07-01T00:00:01Z", True, id="DateGreaterThan: after"),
    pytest.param(DATE, "DateGreaterThanEquals", "2017-07-01", "2017-07-01", True, id="DateGreaterThanEquals: at it"),
    pytest.param(DATE, "DateGreaterThanEquals", "2017-07-01", "2017-06-30", False, id="DateGreaterThanEquals: before"),
    pytest.param(DATE, "DateEquals", "2017-07-*", "2017-07-01", False, id="Date: no wildcards"),
    # Access Analyzer warns of the type; that such a value matches nothing is inferred.
    pytest.param(CHECKS, "DateGreaterThanEquals", "someday", "2017-07-01", False, id="inferred: a word"),
    pytest.param(CHECKS, "DateEquals", "2017-02-30", "2017-02-30", False, id="inferred: a day that does not exist"),
    pytest.param(CHECKS, "DateLessThan", "07/01/2018", "2017-07-01", False, id="inferred: another notation"),
    pytest.param(CHECKS, "DateNotEquals", "someday", "2017-07-01", True, id="inferred: a word, negated"),
    pytest.param(W3C, "DateEquals", "2017-07-01T19:20", "2017-07-01T19:20Z", True, id="undocumented: no zone is UTC"),
]

OTHERS = [
    pytest.param(BOOLEAN, "Bool", "true", "true", True, id="Bool: true"),
    pytest.param(BOOLEAN, "Bool", "false", "false", True, id="Bool: false"),
    pytest.param(BOOLEAN, "Bool", "false", "true", False, id="Bool: the other"),
    pytest.param(GRAMMAR, "Bool", True, "true", True, id="Bool: without quotation marks"),
    pytest.param(ASSUME_ROLE, "Bool", True, True, True, id="Bool: a boolean in the request"),
    pytest.param(BOOLEAN, "Bool", "t*", "true", False, id="Bool: no wildcards"),
    # Access Analyzer calls it an error, for "the match might not return the results that you expect".
    pytest.param(CHECKS, "Bool", ["true", "false"], "false", True, id="inferred: both values"),
    pytest.param(BOOLEAN, "Bool", "yes", "yes", False, id="inferred: no truth value"),
    pytest.param(BOOLEAN, "Bool", "False", "false", True, id="undocumented: a capital"),
    pytest.param(BINARY, "BinaryEquals", BASE64, BASE64, True, id="BinaryEquals: the same"),
    pytest.param(BINARY, "BinaryEquals", BASE64, b"BinaryValueInBase64", True, id="BinaryEquals: bytes in the request"),
    pytest.param(BINARY, "BinaryEquals", BASE64, "QQ==", False, id="BinaryEquals: other bytes"),
    pytest.param(BINARY, "BinaryEquals", BASE64, BASE64.lower(), False, id="BinaryEquals: another case"),
    pytest.param(BINARY, "BinaryEquals", "Qmlu*", BASE64, False, id="BinaryEquals: no wildcards"),
    pytest.param(BINARY, "BinaryEquals", "!", "!", False, id="inferred: what is no base64"),
    pytest.param(IP, "IpAddress", "203.0.113.7/32", "203.0.113.7", True, id="IpAddress: a range of one"),
    pytest.param(IP, "IpAddress", "203.0.113.0/24", "203.0.113.0", True, id="IpAddress: the range's first"),
    pytest.param(IP, "IpAddress", "203.0.113.0/24", "203.0.113.255", True, id="IpAddress: the range's last"),
    pytest.param(IP, "IpAddress", "203.0.113.0/24", "203.0.114.0", False, id="IpAddress: the next after it"),
    pytest.param(IP, "IpAddress", "203.0.113.7", "203.0.113.7", True, id="IpAddress: no prefix is /32"),
    pytest.param(IP, "IpAddress", "203.0.113.6", "203.0.113.7", False, id="IpAddress: no prefix is one address"),
    pytest.param(IP, "IpAddress", "0.0.0.0/0", "203.0.113.7", True, id="IpAddress: every IPv4 address"),
    pytest.param(
        CHECKS, "IpAddress", "203.0.113.7/24", "203.0.113.9", True, id="IpAddress: bits after the mask are ignored"
    ),
    pytest.param(
        IP, "IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", True, id="IpAddress: an IPv6 range"
    ),
    pytest.param(IP, "IpAddress", "2001:db8::/32", "2001:db9::1", False, id="IpAddress: outside of an IPv6 range"),
    pytest.param(IP, "IpAddress", "2001:db8:0:0::/64", "2001:db8::0:1", True, id="IpAddress: zeros in short"),
    pytest.param(
        IP, "IpAddress", ["203.0.113.0/24", "2001:db8::/32"], "2001:db8::1", True, id="IpAddress: both kinds, IPv6"
    ),
    pytest.param(
        IP, "IpAddress", ["203.0.113.0/24", "2001:db8::/32"], "203.0.113.7", True, id="IpAddress: both kinds, IPv4"
    ),
    pytest.param(IP, "NotIpAddress", "203.0.113.0/24", "198.51.100.7", True, id="NotIpAddress: outside of it"),
    pytest.param(IP, "NotIpAddress", "203.0.113.0/24", "203.0.113.7", False, id="NotIpAddress: in the range"),
    pytest.param(
        IP, "NotIpAddress", ["203.0.113.0/24", "2001:db8::/32"], "2001:db8::1", False, id="NotIpAddress: in one of them"
    ),
    pytest.param(IP, "IpAddress", "203.0.113.*", "203.0.113.7", False, id="IpAddress: no wildcards"),
    pytest.param(
        IP, "IpAddress", "0.0.0.0/0", "2001:db8::1", False, id="inferred: no IPv6 address is in an IPv4 range"
    ),
    pytest.param(IP, "NotIpAddress", "0.0.0.0/0", "2001:db8::1", True, id="inferred: so it is outside of it"),
    pytest.param(
        IP, "IpAddress", "203.0.113.0/255.255.255.0", "203.0.113.7", False, id="inferred: a mask is no prefix"
    ),
    pytest.param(CHECKS, "IpAddress", "home", "203.0.113.7", False, id="inferred: no address in the policy"),
    pytest.param(IP, "IpAddress", "0.0.0.0/0", "AWS Internal", False, id="inferred: no address in the request"),
    # The page gives /32 as the default prefix and does not say that an IPv6 address has another.
    pytest.param(IP, "IpAddress", "2001:db8::1", "2001:db8::2", False, id="undocumented: an IPv6 address is one"),
    # Access Analyzer says that such a condition never matches: AWS sees public addresses. Here the given one counts.
    pytest.param(CHECKS, "IpAddress", "10.0.0.0/8", "10.1.2.3", True, id="a private address that a test gives"),
]


@pytest.mark.parametrize(
    ("source", "operator", "wanted", "had", "expected"), [*STRINGS, *ARNS, *NUMBERS, *DATES, *OTHERS]
)
def test_operator_compares(source: str, operator: str, wanted: Any, had: Any, expected: bool) -> None:
    """An operator compares the request's value as its family does."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had}) is expected, source


SEVERAL = [
    pytest.param(LOGIC, "StringEquals", ["finance", "hr"], "hr", True, id="OR: one of them"),
    pytest.param(LOGIC, "StringEquals", ["finance", "hr"], "it", False, id="OR: none of them"),
    pytest.param(LOGIC, "NumericLessThan", ["5", "10"], "7", True, id="OR: less than the greatest"),
    pytest.param(LOGIC, "StringNotEquals", ["a", "b"], "b", False, id="NOR: one of them"),
    pytest.param(LOGIC, "StringNotEquals", ["a", "b"], "c", True, id="NOR: none of them"),
    pytest.param(LOGIC, "StringNotLike", ["a*", "b*"], "bc", False, id="NOR: like one of them"),
    pytest.param(LOGIC, "ArnNotLike", [f"{ROLE}Ana", f"{ROLE}Mary"], f"{ROLE}Nikki", True, id="NOR: ARNs, another"),
    pytest.param(
        LOGIC, "ArnNotEquals", [f"{ROLE}Ana", f"{ROLE}Mary"], f"{ROLE}Mary", False, id="NOR: ARNs, one of them"
    ),
    pytest.param(LOGIC, "NotIpAddress", ["192.0.2.0/24", "203.0.113.0/24"], "203.0.113.7", False, id="NOR: addresses"),
    pytest.param(LOGIC, "NumericNotEquals", ["1", "2"], "3", True, id="NOR: numbers"),
    pytest.param(LOGIC, "DateNotEquals", ["2017", "2018"], "2018-01-01", False, id="NOR: dates"),
    pytest.param(SETS, "ForAllValues:StringEquals", "a", "a", True, id="a single value is a set of one"),
    pytest.param(SETS, "ForAllValues:StringEquals", ["a"], ["a", "a"], True, id="the same value twice"),
    pytest.param(OPS, "ForAllValues:StringEquals", ["a"], "", True, id="ForAllValues: an empty string is a null set"),
    pytest.param(
        SETS, "ForAllValues:StringLike", ["a*", "b?"], ["abc", "bc"], True, id="ForAllValues: each its pattern"
    ),
    pytest.param(SETS, "ForAllValues:StringLike", ["a*", "b?"], ["abc", "bcd"], False, id="ForAllValues: one has none"),
    pytest.param(
        SETS, "ForAnyValue:StringLike", "un*", ["authenticated", "unauthenticated"], True, id="ForAnyValue: a pattern"
    ),
    pytest.param(
        STRING, "ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], False, id="ForAnyValue, negated: all are listed"
    ),
    pytest.param(
        STRING, "ForAnyValue:StringNotEquals", ["a", "b"], ["a", "c"], True, id="ForAnyValue, negated: one is not"
    ),
    pytest.param(
        STRING, "ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], True, id="ForAllValues, negated: none is"
    ),
    pytest.param(BOOLEAN, "ForAllValues:Bool", "true", ["true", "true"], True, id="ForAllValues:Bool: all of them"),
    pytest.param(BOOLEAN, "ForAllValues:Bool", "true", ["true", "false"], False, id="ForAllValues:Bool: not all"),
    pytest.param(BOOLEAN, "ForAnyValue:Bool", "true", ["true", "false"], True, id="ForAnyValue:Bool: one of them"),
    # A plain operator on several values: AWS says that a set operator is required, not what happens without.
    pytest.param(SETS, "StringEquals", ["a"], ["a", "b"], True, id="undocumented: no set operator, one matches"),
    pytest.param(SETS, "StringNotEquals", ["a"], ["a", "b"], False, id="undocumented: no set operator, negated"),
]


@pytest.mark.parametrize(("source", "operator", "wanted", "had", "expected"), SEVERAL)
def test_operator_compares_several_values(source: str, operator: str, wanted: Any, had: Any, expected: bool) -> None:
    """Values of the policy are joined by OR, or by NOR; set operators say how many values of the request must match."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had}) is expected, source


NAMES = [
    pytest.param(CONDITION, "aws:SourceIP", "AWS:SourceIp", True, id="a global key, in any case"),
    pytest.param(CONDITION, "S3:PREFIX", "s3:prefix", True, id="a service's key, in any case"),
    pytest.param(
        CONDITION, "aws:ResourceTag/TagKey1", "aws:ResourceTag/tagkey1", True, id="the tag key within the key"
    ),
    pytest.param(KEYS, "aws:PrincipalTag/TEAM", "aws:principaltag/Team", True, id="the tag key of a principal"),
    pytest.param(
        CONDITION, "kms:EncryptionContext:App", "kms:EncryptionContext:app", True, id="the key of an encryption context"
    ),
    pytest.param(CONDITION, "aws:ResourceTag/team", "aws:ResourceTag/teams", False, id="another tag key"),
    pytest.param(CONDITION, "aws:ResourceTag/team", "aws:RequestTag/team", False, id="another key, the same tag"),
    pytest.param(CONDITION, "aws:RequestTag/*", "aws:RequestTag/team", False, id="inferred: no wildcards in key names"),
    pytest.param(
        CONDITION, "aws:RequestTag/${aws:username}", "aws:RequestTag/julie", False, id="inferred: nor variables"
    ),
]


@pytest.mark.parametrize(("source", "written", "given", "expected"), NAMES)
def test_names_of_keys(source: str, written: str, given: str, expected: bool) -> None:
    """The names of condition keys match in any case, and in nothing but case."""
    assert holds({"StringEquals": {written: "x"}}, {given: "x"}) is expected, source


PYTHON = [
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


@pytest.mark.parametrize(("operator", "wanted", "had"), PYTHON)
def test_context_takes_python_values(operator: str, wanted: Any, had: Any) -> None:
    """Values of the context are text, or what Python has for it."""
    assert holds({operator: {"ex:key": wanted}}, {"ex:key": had})


NO_VARIABLES = [
    pytest.param("NumericEquals", {"ex:key": "1", "ex:wanted": "1"}, id="NumericEquals"),
    pytest.param("DateEquals", {"ex:key": "2017", "ex:wanted": "2017"}, id="DateEquals"),
    # The page of the operators says "supported", those of the variables and of Access Analyzer's checks that it is not.
    pytest.param("Bool", {"ex:key": "true", "ex:wanted": "true"}, id="Bool"),
    pytest.param("BinaryEquals", {"ex:key": BASE64, "ex:wanted": BASE64}, id="BinaryEquals"),
    pytest.param("IpAddress", {"ex:key": "203.0.113.7", "ex:wanted": "203.0.113.7"}, id="IpAddress"),
    pytest.param("Null", {"ex:wanted": "true"}, id="Null"),
]


@pytest.mark.parametrize(("operator", "context"), NO_VARIABLES)
def test_operators_of_other_families_take_no_variables(operator: str, context: dict[str, str]) -> None:
    """Only String and Arn operators replace policy variables."""
    found = [holds({operator: {"ex:key": wanted}}, context) for wanted in ("${ex:wanted}", context["ex:wanted"])]
    assert found == [False, True], VARIABLES
