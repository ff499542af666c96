"""Policy variables: where they are replaced, by what, and what becomes of those that have no value.

What a page does not say in so many words is marked as inferred; what it leaves open, as undocumented.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
VARIABLES = f"{IAM}/reference_policies_variables.html"
NO_VALUE = f"{VARIABLES}#policy-vars-no-value"
DEFAULTS = f"{VARIABLES}#policy-vars-default-values"
WHERE = f"{VARIABLES}#policy-vars-wheretouse"
SPECIAL = f"{VARIABLES}#policy-vars-specialchars"
OPS = f"{IAM}/reference_policies_elements_condition_operators.html"
VERSION = f"{IAM}/reference_policies_elements_version.html"
SETS = f"{IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
SAML = f"{IAM}/id_roles_providers_saml.html#CreatingSAML-userid"

ACCOUNT = "arn:aws:iam::123456789012"
BOB = f"{ACCOUNT}:user/people/bob"
SESSION = "arn:aws:sts::123456789012:assumed-role/R/S"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allowed(
    resource: str, key: str, context: dict[str, Any], principal: str = BOB, version: str | None = "2012-10-17"
) -> bool:
    """Whether a policy with this Resource allows reading the object `key`, which begins with the bucket's name."""
    document: dict[str, Any] = {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}}
    if version:
        document["Version"] = version
    request = Request("s3:GetObject", f"arn:aws:s3:::{key}", principal, context)
    return bool(evaluate(request, Policies(identity=[document])))


TEAM = "arn:aws:s3:::b-${aws:PrincipalTag/team, 'company-wide'}"
YELLOW = {"aws:PrincipalTag/team": "yellow"}
ACCESS = "arn:aws:s3:::${aws:PrincipalTag/project}-${aws:PrincipalTag/app}-*"
RESOURCES = [
    # the page, the Resource, what is asked for, the request's keys, whether it matches
    pytest.param(VARIABLES, "arn:aws:s3:::b/${aws:username}/*", "b/bob/x", {}, True, id="a user's own folder"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${aws:username}/*", "b/ann/x", {}, False, id="another's folder"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${aws:username}/*", "b/Bob/x", {}, False, id="the value in another case"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${aws:username}", "b/${aws:username}", {}, False, id="the variable itself"),
    pytest.param(VARIABLES, "*:${*}", "*", {}, False, id="undocumented: in what is no ARN"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${AWS:UserName}", "b/bob", {}, True, id="the key's name in another case"),
    pytest.param(
        VARIABLES, "arn:aws:s3:::${aws:PrincipalTag/TEAM}/*", "yellow/x", YELLOW, True, id="a tag key in another case"
    ),
    pytest.param(
        WHERE,
        ACCESS,
        "p-a-x",
        {"aws:PrincipalTag/project": "p", "aws:PrincipalTag/app": "a"},
        True,
        id="several, and a wildcard",
    ),
    pytest.param(WHERE, ACCESS, "p-a-x", {"aws:PrincipalTag/project": "p"}, False, id="several, one without value"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${aws:userid}", "b/AIDA1", {"aws:userid": "AIDA1"}, True, id="a unique id"),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${s3:prefix}", "b/x", {"s3:prefix": "x"}, True, id="a service's key"),
    pytest.param(
        SAML,
        "arn:aws:s3:::b/${saml:namequalifier}/${saml:sub}/*",
        "b/q=/s/x",
        {"saml:namequalifier": "q=", "saml:sub": "s"},
        True,
        id="keys of a SAML session",
    ),
    pytest.param(
        VARIABLES, "arn:aws:s3:::b/${aws:TagKeys}", "b/x", {"aws:TagKeys": ["x"]}, False, id="a multivalued key"
    ),
    pytest.param(WHERE, "arn:aws:${ex:k}:::b/x", "b/x", {"ex:k": "s3"}, False, id="not for the service"),
    pytest.param(WHERE, "arn:aws:s3:${ex:k}::b/x", "b/x", {"ex:k": ""}, False, id="not for the Region"),
    pytest.param(WHERE, "arn:aws:s3::${ex:k}:b/x", "b/x", {"ex:k": ""}, False, id="not for the account"),
    pytest.param(NO_VALUE, "arn:aws:s3:::b/${ex:k}", "b/x", {}, False, id="no value, no match"),
    pytest.param(NO_VALUE, "arn:aws:s3:::b/${ex:k}", "b/", {}, False, id="no value is not an empty one"),
    pytest.param(NO_VALUE, "arn:aws:s3:::b/${ex:k}*", "b/x", {}, False, id="no value beside a star"),
    # Inferred: what has a value, though an empty one, is replaced by it.
    pytest.param(NO_VALUE, "arn:aws:s3:::b/${ex:k}/x", "b//x", {"ex:k": ""}, True, id="inferred: an empty value"),
    pytest.param(DEFAULTS, TEAM, "b-company-wide", {}, True, id="a default"),
    pytest.param(DEFAULTS, TEAM, "b-yellow", YELLOW, True, id="a value beats the default"),
    pytest.param(DEFAULTS, TEAM, "b-company-wide", YELLOW, False, id="then the default is out"),
    pytest.param(CHECKS, "arn:aws:s3:::b/${ex:k, 'a b'}", "b/a b", {}, True, id="a space in a default"),
    pytest.param(DEFAULTS, "arn:aws:s3:::b/${ex:k, ''}/x", "b//x", {}, True, id="inferred: an empty default"),
    pytest.param(DEFAULTS, "arn:aws:s3:::b/${ex:k,'a'}", "b/a", {}, True, id="undocumented: no space after the comma"),
    pytest.param(
        DEFAULTS, "arn:aws:s3:::b/${ex:k, '*'}", "b/a", {}, False, id="undocumented: a star in a default is literal"
    ),
    pytest.param(SPECIAL, "arn:aws:s3:::b/a${*}b", "b/a*b", {}, True, id="${*} is a star"),
    pytest.param(SPECIAL, "arn:aws:s3:::b/a${*}b", "b/axb", {}, False, id="${*} is no wildcard"),
    pytest.param(SPECIAL, "arn:aws:s3:::b/a${?}b", "b/a?b", {}, True, id="${?} is a question mark"),
    pytest.param(SPECIAL, "arn:aws:s3:::b/a${?}b", "b/axb", {}, False, id="${?} is no wildcard"),
    pytest.param(
        SPECIAL, "arn:aws:s3:::b/${$}{aws:username}", "b/${aws:username}", {}, True, id="${$} is a dollar sign"
    ),
    pytest.param(SPECIAL, "arn:aws:s3:::b/${$}{aws:username}", "b/bob", {}, False, id="${$} begins no variable"),
    pytest.param(SPECIAL, "arn:aws:s3:::b/${*}/*", "b/*/x", {}, True, id="${*} beside a wildcard"),
    pytest.param(
        VARIABLES, "arn:aws:s3:::b/$aws:username", "b/$aws:username", {}, True, id="inferred: no braces, no variable"
    ),
    # Names of sessions and tags cannot hold a star or question mark, so a caller cannot put one there by these.
    pytest.param(
        VARIABLES,
        "arn:aws:s3:::b/${ex:k}",
        "b/xyz",
        {"ex:k": "*"},
        False,
        id="undocumented: a star in a value is literal",
    ),
    pytest.param(VARIABLES, "arn:aws:s3:::b/${ex:k}", "b/*", {"ex:k": "*"}, True, id="undocumented: it matches itself"),
    pytest.param(
        VARIABLES,
        "arn:aws:s3:::b/${ex:k}",
        "b/bob",
        {"ex:k": "${aws:username}"},
        False,
        id="inferred: a variable in a value is text",
    ),
]


@pytest.mark.parametrize(("source", "resource", "key", "context", "expected"), RESOURCES)
def test_variable_in_a_resource(source: str, resource: str, key: str, context: dict[str, Any], expected: bool) -> None:
    """A variable in a Resource stands for the request's value, and nothing else in it."""
    assert allowed(resource, key, context) is expected, source


VERSIONS = [
    pytest.param(VERSION, "2008-10-17", "b/${aws:username}", "b/bob", False, id="2008-10-17: it is not replaced"),
    pytest.param(VERSION, "2008-10-17", "b/${aws:username}", "b/${aws:username}", True, id="2008-10-17: it is text"),
    pytest.param(VARIABLES, None, "b/${aws:username}", "b/bob", False, id="no version: it is not replaced"),
    pytest.param(VARIABLES, None, "b/${aws:username}", "b/${aws:username}", True, id="no version: it is text"),
    # Inferred from "literal strings": the star within the braces is one that the policy has.
    pytest.param(
        VERSION, "2008-10-17", "b/${*}", "b/${x}", True, id="inferred: 2008-10-17: a star in braces is a wildcard"
    ),
    pytest.param(VERSION, None, "b/a${?}b", "b/a${x}b", True, id="inferred: no version: so is a question mark"),
    pytest.param(VERSION, "2008-10-17", "b/${", "b/${", True, id="inferred: 2008-10-17: it need not be closed"),
]


@pytest.mark.parametrize(("source", "version", "resource", "key", "expected"), VERSIONS)
def test_other_versions_have_no_variables(
    source: str, version: str | None, resource: str, key: str, expected: bool
) -> None:
    """Before 2012-10-17, and without a version, a variable is plain text."""
    assert allowed(f"arn:aws:s3:::{resource}", key, {}, version=version) is expected, source


@pytest.mark.parametrize("version", ["2008-10-17", None], ids=["2008-10-17", "no version"])
def test_other_versions_have_no_variables_in_conditions(version: str | None) -> None:
    """Before 2012-10-17, and without a version, a variable in a condition is plain text."""
    condition = {"StringEquals": {"ex:key": "${aws:username}"}}
    document = {"Statement": {**EVERYTHING, "Condition": condition}, **({"Version": version} if version else {})}
    found = [
        bool(evaluate(Request("s3:GetObject", "*", BOB, {"ex:key": had}), Policies(identity=[document])))
        for had in ("bob", "${aws:username}")
    ]
    assert found == [False, True], VERSION


def test_other_versions_take_any_text_in_conditions() -> None:
    """Before 2012-10-17 what begins like a variable need not end like one."""
    condition = {"StringEquals": {"ex:key": "${aws:username"}}
    document = {"Version": "2008-10-17", "Statement": {**EVERYTHING, "Condition": condition}}
    asked = Request("s3:GetObject", "*", BOB, {"ex:key": "${aws:username"})
    assert evaluate(asked, Policies(identity=[document])), VERSION


def test_session_has_no_user_name() -> None:
    """A role session has no aws:username, so a resource that holds it matches nothing."""
    assert not allowed("arn:aws:s3:::b/${aws:username}/*", "b//x", {}, principal=SESSION), VARIABLES


NOT_RESOURCES = [
    pytest.param(WHERE, "b/${aws:username}/*", BOB, "b/bob/x", Outcome.ALLOWED, id="the user's own is spared"),
    pytest.param(WHERE, "b/${aws:username}/*", BOB, "b/ann/x", Outcome.EXPLICIT_DENY, id="another's is not"),
    # "Will not match any resource" is the page's word; that nothing is spared then is inferred.
    pytest.param(
        NO_VALUE, "b/${aws:username}/*", SESSION, "b/bob/x", Outcome.EXPLICIT_DENY, id="no value, nothing is spared"
    ),
    pytest.param(DEFAULTS, "b/${aws:username, 'all'}/*", SESSION, "b/all/x", Outcome.ALLOWED, id="a default is"),
]


@pytest.mark.parametrize(("source", "spared", "principal", "key", "expected"), NOT_RESOURCES)
def test_variable_in_a_not_resource(source: str, spared: str, principal: str, key: str, expected: Outcome) -> None:
    """A variable in a NotResource stands for the request's value; without one it spares nothing."""
    statement = {"Effect": "Deny", "Action": "s3:*", "NotResource": f"arn:aws:s3:::{spared}"}
    request = Request("s3:GetObject", f"arn:aws:s3:::{key}", principal)
    policy = {"Version": "2012-10-17", "Statement": statement}
    assert evaluate(request, Policies(identity=[EVERYTHING, policy])).outcome is expected, source


TAG = {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}
RED = {"s3:ExistingObjectTag/Team": "red"}
MINE = {**RED, "aws:PrincipalTag/Team": "red"}
OTHERS = {**RED, "aws:PrincipalTag/Team": "blue"}
ROLES = {"ex:arn": "arn:aws:iam::${aws:PrincipalAccount}:role/*"}
CONDITIONS = [
    # the page, the conditions, the request's keys, whether they hold
    pytest.param(VARIABLES, {"StringEquals": TAG}, MINE, True, id="StringEquals: the same"),
    pytest.param(VARIABLES, {"StringEquals": TAG}, OTHERS, False, id="StringEquals: another"),
    pytest.param(NO_VALUE, {"StringEquals": TAG}, RED, False, id="StringEquals: no value"),
    pytest.param(NO_VALUE, {"StringEquals": TAG}, {}, False, id="StringEquals: neither has a value"),
    pytest.param(NO_VALUE, {"StringNotEquals": TAG}, MINE, False, id="StringNotEquals: the same"),
    pytest.param(NO_VALUE, {"StringNotEquals": TAG}, OTHERS, True, id="StringNotEquals: another"),
    pytest.param(NO_VALUE, {"StringNotEquals": TAG}, RED, True, id="StringNotEquals: no value"),
    pytest.param(
        WHERE,
        {"StringEqualsIgnoreCase": TAG},
        {**RED, "aws:PrincipalTag/Team": "RED"},
        True,
        id="StringEqualsIgnoreCase",
    ),
    pytest.param(
        WHERE,
        {"StringEquals": {"s3:prefix": "home/${aws:username}/"}},
        {"s3:prefix": "home/bob/"},
        True,
        id="StringEquals: beside text",
    ),
    pytest.param(NO_VALUE, {"StringEqualsIgnoreCase": TAG}, RED, False, id="StringEqualsIgnoreCase: no value"),
    pytest.param(NO_VALUE, {"StringNotEqualsIgnoreCase": TAG}, RED, True, id="StringNotEqualsIgnoreCase: no value"),
    pytest.param(
        WHERE,
        {"StringLike": {"s3:prefix": "${aws:username}/*"}},
        {"s3:prefix": "bob/a"},
        True,
        id="StringLike: beside a wildcard",
    ),
    pytest.param(
        WHERE,
        {"StringLike": {"s3:prefix": "${aws:username}/*"}},
        {"s3:prefix": "ann/a"},
        False,
        id="StringLike: another",
    ),
    pytest.param(
        WHERE,
        {"StringEquals": {"s3:prefix": "${aws:username}/*"}},
        {"s3:prefix": "bob/a"},
        False,
        id="StringEquals: no wildcard beside it",
    ),
    pytest.param(
        NO_VALUE, {"StringLike": {"s3:prefix": "${ex:k}/*"}}, {"s3:prefix": "/a"}, False, id="StringLike: no value"
    ),
    pytest.param(
        NO_VALUE,
        {"StringLike": {"s3:prefix": "${ex:k}*"}},
        {"s3:prefix": "a"},
        False,
        id="StringLike: no value beside a star",
    ),
    pytest.param(
        NO_VALUE, {"StringNotLike": {"s3:prefix": "${ex:k}*"}}, {"s3:prefix": "a"}, True, id="StringNotLike: no value"
    ),
    pytest.param(
        WHERE, {"ArnLike": ROLES}, {"ex:arn": f"{ACCOUNT}:role/R"}, True, id="ArnLike: the account within an ARN"
    ),
    pytest.param(
        WHERE,
        {"ArnLike": {"ex:arn": "arn:aws:sns:*:*:${aws:username}:a:b"}},
        {"ex:arn": "arn:aws:sns:eu-west-1:123456789012:bob:a:b"},
        True,
        id="ArnLike: colons after the sixth part's beginning",
    ),
    pytest.param(
        WHERE,
        {"ArnLike": {"ex:arn": "arn:aws:sns:*:*:a:${aws:username}"}},
        {"ex:arn": "arn:aws:sns:eu-west-1:123456789012:a:bob"},
        True,
        id="ArnLike: a colon in the sixth part, before it",
    ),
    pytest.param(
        WHERE, {"ArnLike": ROLES}, {"ex:arn": "arn:aws:iam::999999999999:role/R"}, False, id="ArnLike: another account"
    ),
    pytest.param(
        WHERE, {"ArnEquals": {"ex:arn": "${aws:PrincipalArn}"}}, {"ex:arn": BOB}, True, id="ArnEquals: a whole ARN"
    ),
    pytest.param(NO_VALUE, {"ArnEquals": {"ex:arn": "${ex:k}"}}, {"ex:arn": BOB}, False, id="ArnEquals: no value"),
    pytest.param(NO_VALUE, {"ArnNotEquals": {"ex:arn": "${ex:k}"}}, {"ex:arn": BOB}, True, id="ArnNotEquals: no value"),
    pytest.param(NO_VALUE, {"ArnNotLike": {"ex:arn": "${ex:k}"}}, {"ex:arn": BOB}, True, id="ArnNotLike: no value"),
    pytest.param(DEFAULTS, {"StringEquals": {"ex:a": "${ex:b, 'none'}"}}, {"ex:a": "none"}, True, id="a default"),
    pytest.param(
        DEFAULTS,
        {"StringEquals": {"ex:a": "${ex:b, 'none'}"}},
        {"ex:a": "none", "ex:b": "some"},
        False,
        id="a value beats the default",
    ),
    pytest.param(SPECIAL, {"StringLike": {"ex:a": "${*}"}}, {"ex:a": "*"}, True, id="${*} is a star"),
    pytest.param(SPECIAL, {"StringLike": {"ex:a": "${*}"}}, {"ex:a": "x"}, False, id="${*} is no wildcard"),
    pytest.param(SPECIAL, {"StringLike": {"ex:a": "a${?}"}}, {"ex:a": "ax"}, False, id="${?} is no wildcard"),
    pytest.param(
        SPECIAL,
        {"ArnLike": {"ex:arn": f"{ACCOUNT}:role/${{*}}"}},
        {"ex:arn": f"{ACCOUNT}:role/R"},
        False,
        id="${*} in an ARN is no wildcard",
    ),
    pytest.param(SPECIAL, {"StringEquals": {"ex:a": "${$}"}}, {"ex:a": "$"}, True, id="${$} is a dollar sign"),
    pytest.param(
        VARIABLES,
        {"StringEquals": {"ex:a": "${aws:TagKeys}"}},
        {"ex:a": "x", "aws:TagKeys": ["x"]},
        False,
        id="a multivalued key",
    ),
    pytest.param(
        SETS,
        {"ForAnyValue:StringLike": {"aws:TagKeys": "${aws:username}-*"}},
        {"aws:TagKeys": ["x", "bob-y"]},
        True,
        id="for any value of a set",
    ),
    pytest.param(
        SETS,
        {"ForAllValues:StringLike": {"aws:TagKeys": "${aws:username}-*"}},
        {"aws:TagKeys": ["x", "bob-y"]},
        False,
        id="for all values of a set",
    ),
    pytest.param(VARIABLES, {"StringEqualsIfExists": TAG}, {}, True, id="IfExists: the key is missing"),
    pytest.param(NO_VALUE, {"StringEqualsIfExists": TAG}, RED, False, id="IfExists: the variable has no value"),
    # The page of the operators says "No match" of a request without a user name; it says of what prefix no word.
    pytest.param(
        NO_VALUE,
        {"StringLike": {"s3:prefix": ["home/", "home/${ex:k}/"]}},
        {"s3:prefix": "home/"},
        True,
        id="inferred: the other values count",
    ),
    pytest.param(
        OPS,
        {"StringLike": {"s3:prefix": ["home/", "home/${ex:k}/"]}},
        {"s3:prefix": "home/bob/"},
        False,
        id="the value with the variable does not",
    ),
    pytest.param(
        NO_VALUE,
        {"StringNotEquals": {"ex:a": ["x", "${ex:k}"]}},
        {"ex:a": "x"},
        False,
        id="inferred: NOR, the other values count",
    ),
]


@pytest.mark.parametrize(("source", "conditions", "context", "expected"), CONDITIONS)
def test_variable_in_a_condition(
    source: str, conditions: dict[str, Any], context: dict[str, Any], expected: bool
) -> None:
    """A variable in a String or Arn condition stands for the request's value."""
    policy = {"Version": "2012-10-17", "Statement": {**EVERYTHING, "Condition": conditions}}
    request = Request("s3:GetObject", "arn:aws:s3:::b/x", BOB, context)
    assert bool(evaluate(request, Policies(identity=[policy]))) is expected, source


OWN_ALONE = {**EVERYTHING, "Resource": "arn:aws:s3:::b/${aws:username}"}
OWN = {"Version": "2012-10-17", "Statement": OWN_ALONE}
OWN_OF_ALL = {"Version": "2012-10-17", "Statement": {**OWN_ALONE, "Principal": "*"}}
TYPES = [
    pytest.param(VARIABLES, {"identity": [OWN]}, id="identity-based"),
    pytest.param(VARIABLES, {"resource": OWN_OF_ALL}, id="resource-based"),
    pytest.param(VARIABLES, {"identity": [EVERYTHING], "boundary": [OWN]}, id="permissions boundary"),
    pytest.param(VARIABLES, {"identity": [EVERYTHING], "session": [OWN]}, id="session policy"),
    pytest.param(VARIABLES, {"identity": [EVERYTHING], "service_control": [[OWN]]}, id="service control policy"),
    pytest.param(VARIABLES, {"identity": [EVERYTHING], "endpoint": [OWN_OF_ALL]}, id="VPC endpoint policy"),
]


@pytest.mark.parametrize(("source", "policies"), TYPES)
def test_policies_of_every_type_have_variables(source: str, policies: dict[str, Any]) -> None:
    """A variable is replaced in policies of each type."""
    found = [
        bool(evaluate(Request("s3:GetObject", f"arn:aws:s3:::b/{key}", BOB), Policies(**policies)))
        for key in ("bob", "ann")
    ]
    assert found == [True, False], source
