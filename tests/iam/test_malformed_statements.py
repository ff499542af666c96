"""Statements that AWS would refuse in a policy of any kind: the error says where, what is wrong, and what would be right.

A row has the page by which it is refused, or who reported the answer; the words are ours.
"""

import json
from typing import Any

import pytest
from sample_statements import ALLOW, TRUST, without

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
SID = f"{IAM}/reference_policies_elements_sid.html"
EFFECT = f"{IAM}/reference_policies_elements_effect.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{IAM}/reference_policies_elements_notprincipal.html"
ACTION = f"{IAM}/reference_policies_elements_action.html"
RESOURCE = f"{IAM}/reference_policies_elements_resource.html"
CONDITION_KEYS = f"{IAM}/reference_policies_condition-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
SESSION_TAGS = f"{IAM}/id_session-tags.html"
TWO_COLONS = "https://github.com/garnaat/kappa/issues/111"
PARTITION = "https://github.com/cloudera-labs/cloudera.exe/issues/112"
REMEMBERED = "an answer of IAM that no page shows"

BUCKET: dict[str, Any] = {**ALLOW, "Principal": "*"}

STATEMENTS = [
    pytest.param(
        GRAMMAR,
        {"Efect": "Allow", **without(ALLOW, "Effect")},
        'the element "Efect" is unknown; did you mean "Effect"?',
        id="a misspelt element",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "effect": "Allow"},
        'the element "effect" is unknown; did you mean "Effect"?',
        id="lower case",
    ),
    pytest.param(
        EFFECT,
        without(ALLOW, "Effect"),
        'the element "Effect" is missing; write "Effect": "Allow" or "Effect": "Deny"',
        id="no Effect",
    ),
    pytest.param(
        EFFECT,
        {**ALLOW, "Effect": "allow"},
        '.Effect: "allow" is not an effect; write "Allow" or "Deny"',
        id="case matters",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Effect": ["Allow"]},
        '.Effect: ["Allow"] is not an effect; write "Allow" or "Deny"',
        id="a list of effects",
    ),
    pytest.param(
        ACTION,
        without(ALLOW, "Action"),
        'the element "Action" is missing; write "Action" or "NotAction"',
        id="no Action",
    ),
    pytest.param(
        RESOURCE,
        without(ALLOW, "Resource"),
        'the element "Resource" is missing; an identity-based policy needs "Resource"',
        id="no Resource",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "NotAction": "s3:*"},
        'it has both "Action" and "NotAction"; keep one of them',
        id="Action and NotAction",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "NotResource": "*"},
        'it has both "Resource" and "NotResource"; keep one of them',
        id="Resource and NotResource",
    ),
    pytest.param(
        PRINCIPAL,
        BUCKET,
        'an identity-based policy cannot have "Principal"; leave it out: the policy is about the caller that it is '
        "attached to",
        id="a Principal",
    ),
    pytest.param(
        NOT_PRINCIPAL,
        {**ALLOW, "NotPrincipal": "*"},
        'an identity-based policy cannot have "NotPrincipal"; leave it out: the policy is about the caller that it '
        "is attached to",
        id="a NotPrincipal",
    ),
    pytest.param(
        SID,
        {**ALLOW, "Sid": "my-sid"},
        '.Sid: the Sid "my-sid" is not alphanumeric; use letters A-Z, a-z and digits only',
        id="a hyphen",
    ),
    pytest.param(GRAMMAR, {**ALLOW, "Sid": 1}, ".Sid: 1 is not a Sid; write a string", id="a number for a Sid"),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Action": "GetObject"},
        '.Action: the action "GetObject" names no service; write "service:GetObject", or "*"',
        id="an action without a service",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Action": ["s3:GetObject", "GetObject"]},
        '.Action: the action "GetObject" names no service; write "service:GetObject", or "*"',
        id="one among sound ones",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "NotAction": "GetObject"} | {"Action": None},
        'it has both "Action" and "NotAction"; keep one of them',
        id="a null Action beside NotAction",
    ),
    pytest.param(
        TWO_COLONS,
        {**ALLOW, "Action": "a:b:c"},
        '.Action: the action "a:b:c" is malformed; write "service:name", such as "s3:GetObject"',
        id="an action with two colons",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Action": "s3:"},
        '.Action: the action "s3:" is malformed; write "service:name", such as "s3:GetObject"',
        id="an action without a name",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Action": "s3:${aws:username}"},
        '.Action: the action "s3:${aws:username}" is malformed; write "service:name", such as "s3:GetObject"',
        id="a variable in an action",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Action": ["s3:*", 3]},
        ".Action[1]: 3 is not an action; write a string or a list of strings",
        id="a number for an action",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Action": None},
        ".Action: null is not an action; write a string or a list of strings",
        id="null for an action",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Resource": {"a": 1}},
        '.Resource: {"a": 1} is not a resource; write a string or a list of strings',
        id="an object for a resource",
    ),
    pytest.param(
        RESOURCE,
        {**ALLOW, "Resource": "reports/*"},
        '.Resource: the resource "reports/*" is not an ARN; write an ARN, such as "arn:aws:s3:::reports/*", or "*"',
        id="a resource that is no ARN",
    ),
    pytest.param(
        RESOURCE,
        {**ALLOW, "Resource": "arn:aws:*:::reports"},
        '.Resource: the resource "arn:aws:*:::reports" does not name its service; name it, as in '
        '"arn:aws:s3:::reports/*", or write "*"',
        id="a wildcard for the service",
    ),
    pytest.param(
        RESOURCE,
        {**ALLOW, "Resource": "arn:aws:s?:::reports"},
        '.Resource: the resource "arn:aws:s?:::reports" does not name its service; name it, as in '
        '"arn:aws:s3:::reports/*", or write "*"',
        id="a question mark in the service",
    ),
    pytest.param(
        REMEMBERED,
        {**ALLOW, "Resource": "arn:*"},
        '.Resource: the resource "arn:*" does not name its service; name it, as in "arn:aws:s3:::reports/*", or '
        'write "*"',
        id="Resource vendor must be fully qualified",
    ),
    pytest.param(
        PARTITION,
        {**ALLOW, "Resource": "arn:aws-chn:s3:::reports"},
        '.Resource: the resource "arn:aws-chn:s3:::reports" is in no partition of AWS; did you mean "aws-cn"?',
        id="Partition is not valid for resource",
    ),
    pytest.param(
        REMEMBERED,
        {**without(ALLOW, "Resource"), "NotResource": "arn:aws:iam::123456789012:*/admin"},
        '.NotResource: the resource "arn:aws:iam::123456789012:*/admin" is no resource of IAM; write "*", "root", or '
        "one of user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, "
        "sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/, assumed-role/, delegation-request/, "
        "role-template/",
        id="IAM resource path must either be ...",
    ),
    pytest.param(
        REMEMBERED,
        {**ALLOW, "Resource": "arn:aws:iam::123456789012:roles/admin"},
        '.Resource: the resource "arn:aws:iam::123456789012:roles/admin" is no resource of IAM; write "*", "root", '
        "or one of user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, "
        "sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/, assumed-role/, delegation-request/, "
        "role-template/",
        id="a misspelt type of IAM resource",
    ),
    pytest.param(
        REMEMBERED,
        {**ALLOW, "Resource": "arn:aws:iam::123456789012:root:x"},
        '.Resource: the resource "arn:aws:iam::123456789012:root:x" is no resource of IAM; write "*", "root", '
        "or one of user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, "
        "sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/, assumed-role/, delegation-request/, "
        "role-template/",
        id="more behind an account's root",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Resource": "arn:aws:iam:eu-west-1:123456789012:role/admin"},
        '.Resource: the resource "arn:aws:iam:eu-west-1:123456789012:role/admin" names a Region, and IAM has none; '
        'leave it empty, as in "arn:aws:iam::"',
        id="ARN Region not allowed",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Resource": "arn:aws:s3:::b/${aws:username"},
        '.Resource: the policy variable in "b/${aws:username" is not closed; write it as "${key}" or '
        "\"${key, 'default'}\"",
        id="a variable without its brace",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "NotResource": "arn:aws:s3:::b/${}"} | {"Resource": "*"},
        'it has both "Resource" and "NotResource"; keep one of them',
        id="both, before what is in them",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": []},
        '.Condition: [] is not an object of operators; write {"StringEquals": {"key": "value"}}',
        id="a list for Condition",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"StringLikes": {"a:b": "c"}}},
        '.Condition.StringLikes: the condition operator "StringLikes" is unknown; did you mean "StringLike"?',
        id="a misspelt operator",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"Foo": {"a:b": "c"}}},
        '.Condition.Foo: the condition operator "Foo" is unknown; use one of StringEquals, StringNotEquals, '
        "StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike, NumericEquals, "
        "NumericNotEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, NumericGreaterThanEquals, "
        "DateEquals, DateNotEquals, DateLessThan, DateLessThanEquals, DateGreaterThan, DateGreaterThanEquals, Bool, "
        "BinaryEquals, IpAddress, NotIpAddress, ArnEquals, ArnLike, ArnNotEquals, ArnNotLike, Null",
        id="an operator like none",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Condition": {"NullIfExists": {"a:b": "true"}}},
        ".Condition.NullIfExists: Null cannot end in IfExists; use Null, which asks whether the key is missing",
        id="Null with IfExists",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"ForEachValue:StringLike": {"a:b": "c"}}},
        '.Condition.ForEachValue:StringLike: "ForEachValue" is no set operator; use ForAllValues or ForAnyValue',
        id="an unknown set operator",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Condition": {"StringEquals": {"aws:SourceIp": "a", "AWS:sourceip": "b"}}},
        '.Condition.StringEquals.AWS:sourceip: the condition key "AWS:sourceip" appears twice; list all values under '
        "one key",
        id="a key in two cases",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Condition": {"StringEquals": {"SourceIp": "a"}}},
        '.Condition.StringEquals.SourceIp: the condition key "SourceIp" names no service; write "service:name", such '
        'as "aws:SourceIp"',
        id="a condition key without its prefix",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"StringEquals": "x"}},
        '.Condition.StringEquals: "x" is not an object of condition keys; write {"StringEquals": {"key": "value"}}',
        id="text for condition keys",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"StringEquals": {"a:b": None}}},
        ".Condition.StringEquals.a:b: null is not a value of a condition; write a string, a number, a boolean or a "
        "list of them",
        id="null for a value",
    ),
    pytest.param(
        GRAMMAR,
        {**ALLOW, "Condition": {"StringEquals": {"a:b": {"c": 1}}}},
        '.Condition.StringEquals.a:b: {"c": 1} is not a value of a condition; write a string, a number, a boolean or a '
        "list of them",
        id="an object for a value",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Condition": {"StringEquals": {"a:b": "${aws:user name}"}}},
        '.Condition.StringEquals.a:b: the policy variable "${aws:user name}" is malformed; write it as "${key}" or '
        "\"${key, 'default'}\"",
        id="a space in a variable",
    ),
    pytest.param(
        CHECKS,
        {**ALLOW, "Condition": {"StringLike": {"a:b": "${}"}}},
        '.Condition.StringLike.a:b: the policy variable "${}" is malformed; write it as "${key}" or '
        "\"${key, 'default'}\"",
        id="an empty variable",
    ),
]


@pytest.mark.parametrize(("source", "statement", "text"), STATEMENTS)
def test_statement_is_refused(source: str, statement: dict[str, Any], text: str) -> None:
    """A malformed statement is refused with the place of what is wrong in it."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Version": "2012-10-17", "Statement": [statement]})
    assert str(caught.value) == "Statement[0]" + (text if text.startswith(".") else f": {text}"), source


ACCEPTED = [
    pytest.param(RESOURCE, PolicyKind.IDENTITY, {**ALLOW, "Resource": resource}, id=resource)
    for resource in (
        "arn:*:s3:::reports",
        "arn:aws-cn:s3:::reports",
        "arn:aws*:s3:::reports",
        "arn:aws:iam::*:root",
        "arn:aws:iam::123456789012:*",
        "arn:aws:iam::*",
        "arn:aws:iam:*:123456789012:role/admin",
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::123456789012:${aws:PrincipalTag/kind}/x",
        "arn:aws:logs:*",
    )
] + [
    pytest.param(
        CHECKS,
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Resource": "arn:aws:*:::reports"},
        id="a wildcard for the service in other policies",
    ),
    pytest.param(
        SESSION_TAGS,
        PolicyKind.TRUST,
        {**TRUST, "Action": ["sts:TagSession", "STS:assume*"]},
        id="ways to assume a role",
    ),
    pytest.param(
        CONDITION_KEYS,
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/aws:cloudformation:stack-name": "x"}}},
        id="a condition key with more colons",
    ),
]


@pytest.mark.parametrize(("source", "kind", "statement"), ACCEPTED)
def test_statement_is_taken(source: str, kind: PolicyKind, statement: dict[str, Any]) -> None:
    """What is near to a malformed statement, and is none, is read."""
    assert parse_policy({"Version": "2012-10-17", "Statement": [statement]}, kind).statements, source


def test_bare_statement_without_effect_is_read_as_a_statement() -> None:
    """A mapping of statement elements alone is told that its Effect is missing."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(json.dumps(without(ALLOW, "Effect")))
    assert str(caught.value) == (
        'Statement[0]: the element "Effect" is missing; write "Effect": "Allow" or "Effect": "Deny"'
    )
