"""Documents that AWS would refuse: the error says where, what is wrong, and what would be right.

A row has the page by which it is refused, or who reported the answer; the words are ours. test_grammar has what a page
says of documents, and what is inferred of it; here is each error once.
"""

import json
import pickle
from typing import Any

import pytest
from sample_statements import ALLOW, RCP, TRUST, without

from pytest_fakests.iam import PolicyError, PolicyKind, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
GRAMMAR = f"{IAM}/reference_policies_grammar.html"
VERSION = f"{IAM}/reference_policies_elements_version.html"
STATEMENT = f"{IAM}/reference_policies_elements_statement.html"
SID = f"{IAM}/reference_policies_elements_sid.html"
EFFECT = f"{IAM}/reference_policies_elements_effect.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
NOT_PRINCIPAL = f"{IAM}/reference_policies_elements_notprincipal.html"
ACTION = f"{IAM}/reference_policies_elements_action.html"
RESOURCE = f"{IAM}/reference_policies_elements_resource.html"
CONDITION_KEYS = f"{IAM}/reference_policies_condition-keys.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
QUOTAS = f"{IAM}/reference_iam-quotas.html"
SESSION_TAGS = f"{IAM}/id_session-tags.html"
ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide"
SCPS = f"{ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html"
RCPS = f"{ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html"
ENDPOINTS = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
JSON = "https://www.rfc-editor.org/rfc/rfc8259"
MODEL = "policyDocumentType in the model of IAM"
TWO_COLONS = "https://github.com/garnaat/kappa/issues/111"
PARTITION = "https://github.com/cloudera-labs/cloudera.exe/issues/112"
REMEMBERED = "an answer of IAM that no page shows"

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


ARN = "arn:aws:iam::123456789012:"
KINDS = [
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": "*"},
        '.Principal: a role trust policy cannot have the principal "*"; write {"AWS": "*"}',
        id="trust in the plain star",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Resource": "*"},
        ': a role trust policy cannot have "Resource"; leave it out: the policy is about the role that it belongs to',
        id="a resource in a trust policy",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        without(TRUST, "Principal"),
        ': the element "Principal" is missing; a role trust policy needs "Principal"',
        id="trust in nobody",
    ),
    pytest.param(
        NOT_PRINCIPAL,
        PolicyKind.TRUST,
        {**without(TRUST, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": "123456789012"}},
        ': a role trust policy cannot have "NotPrincipal"; use "Principal", and a condition',
        id="in a trust policy",
    ),
    pytest.param(
        REMEMBERED,
        PolicyKind.TRUST,
        {**TRUST, "Action": ["sts:AssumeRole", "s3:GetObject"]},
        '.Action: the action "s3:GetObject" does not assume a role; a role trust policy takes sts:AssumeRole, '
        "sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity and "
        "sts:TagSession",
        id="AssumeRole policy may only specify STS AssumeRole actions",
    ),
    pytest.param(
        REMEMBERED,
        PolicyKind.TRUST,
        {**TRUST, "Action": "sts:GetCallerIdentity"},
        '.Action: the action "sts:GetCallerIdentity" does not assume a role; a role trust policy takes sts:AssumeRole, '
        "sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity and "
        "sts:TagSession",
        id="another action of STS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}role/*"}},
        f'.Principal.AWS: "{ARN}role/*" is not an AWS principal; a principal holds no wildcard: name each, or use '
        '"*" and a condition on aws:PrincipalArn',
        id="a wildcard in an ARN",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "arn:aws:sts::123456789012:assumed-role/R/*"}},
        '.Principal.AWS: "arn:aws:sts::123456789012:assumed-role/R/*" is not an AWS principal; a principal holds no '
        'wildcard: name each, or use "*" and a condition on aws:PrincipalArn',
        id="every session of a role",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}role/app?"}},
        f'.Principal.AWS: "{ARN}role/app?" is not an AWS principal; a principal holds no wildcard: name each, or use '
        '"*" and a condition on aws:PrincipalArn',
        id="a question mark in an ARN",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}group/devs"}},
        f'.Principal.AWS: "{ARN}group/devs" is not an AWS principal; a group cannot be a principal: name its users',
        id="a group",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "lambda.amazonaws.com"}},
        '.Principal.AWS: "lambda.amazonaws.com" is not an AWS principal; write {"Service": "lambda.amazonaws.com"}',
        id="a service under AWS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": f"{ARN}saml-provider/Corp"}},
        f'.Principal.AWS: "{ARN}saml-provider/Corp" is not an AWS principal; write {{"Federated": '
        f'"{ARN}saml-provider/Corp"}}',
        id="an identity provider under AWS",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "julie"}},
        '.Principal.AWS: "julie" is not an AWS principal; write an account id, the ARN of an account root, user, '
        'role or session, or "*"',
        id="a name under AWS",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Users": "julie"}},
        '.Principal: "Users" is not a type of principal; use one of AWS, Service, Federated, CanonicalUser',
        id="an unknown type of principal",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Services": "lambda.amazonaws.com"}},
        '.Principal: "Services" is not a type of principal; did you mean "Service"?',
        id="a misspelt type of principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Service": "*"}},
        '.Principal.Service: "*" is not a service; write its host, such as "lambda.amazonaws.com"',
        id="every service",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"Federated": "https://token.example.com"}},
        '.Principal.Federated: "https://token.example.com" is not an identity provider; write the ARN of an OIDC or '
        "SAML provider, or one of accounts.google.com, cognito-identity.amazonaws.com, graph.facebook.com, "
        "www.amazon.com",
        id="a URL for an identity provider",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"CanonicalUser": "79a5"}},
        '.Principal.CanonicalUser: a role trust policy cannot name a canonical user; use "AWS"',
        id="a canonical user in a trust policy",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": "123456789012"},
        '.Principal: "123456789012" is not a principal; write {"AWS": "123456789012"}, {"Service": ...} or '
        '{"Federated": ...}',
        id="a principal without its type",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": 5}},
        ".Principal.AWS: 5 is not a principal; write a string or a list of strings",
        id="a number for a principal",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.TRUST,
        {**TRUST, "Principal": ["123456789012"]},
        '.Principal: ["123456789012"] is not a principal; write {"AWS": "arn:aws:iam::123456789012:root"}, '
        '{"Service": ...} or {"Federated": ...}',
        id="a list for a principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.RESOURCE,
        ALLOW,
        ': the element "Principal" is missing; a resource-based policy needs "Principal"',
        id="a resource policy about nobody",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.RESOURCE,
        {**ALLOW, "Principal": {"Federated": f"{ARN}saml-provider/Corp"}},
        ".Principal.Federated: identity providers are principals of role trust policies only; name a role instead",
        id="a provider in a bucket policy",
    ),
    pytest.param(
        NOT_PRINCIPAL,
        PolicyKind.RESOURCE,
        {**ALLOW, "NotPrincipal": {"AWS": "123456789012"}},
        ': "NotPrincipal" does not go with "Effect": "Allow"; use "Principal", or "Effect": "Deny"',
        id="with Allow",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.RESOURCE,
        {**BUCKET, "NotPrincipal": "*"},
        ': it has both "Principal" and "NotPrincipal"; keep one of them',
        id="Principal and NotPrincipal",
    ),
    pytest.param(
        ENDPOINTS,
        PolicyKind.ENDPOINT,
        without(BUCKET, "Resource"),
        ': the element "Resource" is missing; a VPC endpoint policy needs "Resource"',
        id="an endpoint policy without Resource",
    ),
    pytest.param(
        GRAMMAR,
        PolicyKind.SESSION,
        {**ALLOW, "Resource": ["*", "arn:aws:sqs"]},
        '.Resource: the resource "arn:aws:sqs" is an ARN cut short, which a session policy does not take; write all '
        'its parts, as "arn:aws:sqs:*:*:*"',
        id="an incomplete ARN in a session policy",
    ),
    pytest.param(
        CHECKS,
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": [f"{ARN}root", f"{ARN}user/${{aws:username}}"]}},
        f'.Principal.AWS: the principal "{ARN}user/${{aws:username}}" holds a policy variable; use "*" and a '
        "condition: variables stand in Resource and Condition only",
        id="a variable in a principal",
    ),
    pytest.param(
        PRINCIPAL,
        PolicyKind.BOUNDARY,
        BUCKET,
        ': a permissions boundary cannot have "Principal"; leave it out: the policy is about the caller that it is '
        "attached to",
        id="a principal in a boundary",
    ),
    pytest.param(
        SCPS,
        PolicyKind.SERVICE_CONTROL,
        BUCKET,
        ': a service control policy cannot have "Principal"; leave it out: the policy is about the caller that it is '
        "attached to",
        id="a principal",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Effect": "Allow"},
        ': a resource control policy cannot allow; write "Effect": "Deny"',
        id="Allow",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**without(RCP, "Action"), "NotAction": "s3:*"},
        ': a resource control policy cannot have "NotAction"; use "Action"',
        id="NotAction",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": "*"},
        ': the action of a resource control policy cannot be "*" alone; name the service, such as "s3:*"',
        id="every action",
    ),
    pytest.param(
        RCPS,
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Principal": {"AWS": "*"}},
        '.Principal: a resource control policy is about every principal; write "Principal": "*"',
        id="a principal",
    ),
]


@pytest.mark.parametrize(("source", "kind", "statement", "text"), KINDS)
def test_statement_is_refused_by_its_kind(source: str, kind: PolicyKind, statement: dict[str, Any], text: str) -> None:
    """Each kind of policy refuses what AWS does not let it hold."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Version": "2012-10-17", "Statement": [statement]}, kind)
    assert str(caught.value) == f"Statement[0]{text}", source


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


@pytest.mark.parametrize("kind", [PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL])
def test_policies_of_organizations_need_the_current_version(kind: PolicyKind) -> None:
    """scps_syntax, rcps_syntax: the only version is 2012-10-17, and it must be written."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Statement": []}, kind)
    assert str(caught.value) == 'Version: policies of an organization need the current version; write "2012-10-17"'


def test_id_must_be_text() -> None:
    """reference_policies_elements_id: the Id of a resource-based policy is a string."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({"Id": 1, "Statement": []}, PolicyKind.RESOURCE)
    assert str(caught.value) == "Id: 1 is not an Id; write a string"


def test_error_begins_with_the_name_of_the_policy() -> None:
    """A policy that has a name is called by it, and the error's parts can be read one by one."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Efect": "Allow"}, name='inline policy "read"')
    error = caught.value
    assert str(error) == ('inline policy "read": Statement[0]: the element "Efect" is unknown; did you mean "Effect"?')
    assert (error.name, error.path, error.problem, error.remedy) == (
        'inline policy "read"',
        "Statement[0]",
        'the element "Efect" is unknown',
        'did you mean "Effect"?',
    )


def test_error_shows_its_parts_to_a_programmer() -> None:
    """The representation of an error has all that it was made of."""
    error = PolicyError("Version", "it is wrong", "mend it", name="trust")
    assert repr(error) == "PolicyError('Version', 'it is wrong', 'mend it', 'trust')"


def test_error_survives_pickling() -> None:
    """The error reads the same after a way through another process."""
    error = PolicyError("Version", "it is wrong", "mend it", name="trust")
    assert str(pickle.loads(pickle.dumps(error))) == "trust: Version: it is wrong; mend it"


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


ODD_KEYS = [
    pytest.param("ex:\n", r'"ex:\n"', id="a line break"),
    pytest.param("ex:\u00df", r'"ex:\u00df"', id="another letter"),
    pytest.param("ex:\ud800", r'"ex:\ud800"', id="half a surrogate pair"),
    pytest.param("ex:" + "x" * 117, "ex:" + "x" * 117, id="not one that is just short enough"),
    pytest.param("ex:" + "x" * 118, '"ex:' + "x" * 113 + "...", id="a key that is too long to read"),
]


@pytest.mark.parametrize(("key", "shown"), ODD_KEYS)
def test_path_can_be_printed(key: str, shown: str) -> None:
    """The path of an error quotes a key that a terminal or a log might not show."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Condition": {"StringEquals": {key: None}}})
    assert caught.value.path == f"Statement[0].Condition.StringEquals.{shown}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("x" * 118, f'"{"x" * 118}"', id="whole"),
        pytest.param("x" * 119, f'"{"x" * 116}...', id="cut by a little"),
        pytest.param("x" * 5000, f'"{"x" * 116}...', id="cut by much"),
    ],
)
def test_long_values_are_cut_in_messages(value: str, shown: str) -> None:
    """An error quotes no more of a value than one can read."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Resource": value})
    assert str(caught.value) == (
        f"Statement[0].Resource: the resource {shown} is not an ARN; write an ARN, such as "
        '"arn:aws:s3:::reports/*", or "*"'
    )


def test_bare_statement_without_effect_is_read_as_a_statement() -> None:
    """A mapping of statement elements alone is told that its Effect is missing."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(json.dumps(without(ALLOW, "Effect")))
    assert str(caught.value) == (
        'Statement[0]: the element "Effect" is missing; write "Effect": "Allow" or "Effect": "Deny"'
    )
