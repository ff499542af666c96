"""Lint of condition keys and operators against AWS's Service Authorization Reference: what a check finds, and what it spares.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, OIDC, SAML

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"sqss:x": "y"}}},
        'Statement[0].Condition.StringEquals.sqss:x: there is no service "sqss"; did you mean "sqs"? (error INVALID_SERVICE)',
        id="INVALID_SERVICE: of a condition key",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:prefx": "x"}}},
        'Statement[0].Condition.StringEquals.s3:prefx: there is no key s3:prefx; did you mean "s3:prefix"? (error INVALID_SERVICE_CONDITION_KEY)',
        id="INVALID_SERVICE_CONDITION_KEY: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetObject"],
            "Condition": {"StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.StringEquals.s3:prefix: requests for s3:GetObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: one of two actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringNotEquals": {"s3:prefix": "x"}}},
        "Statement[0].Condition.StringNotEquals.s3:prefix: requests for s3:GetObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a negated one always holds",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
            "Condition": {"StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.StringEquals.s3:prefix: requests for s3:GetObject and s3:PutObject do not have s3:prefix; move these actions to a statement of their own (error UNSUPPORTED_ACTION_FOR_CONDITION_KEY)",
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: two of three actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["ec2:StartInstances", "ec2:DescribeInstances"],
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances do not know the tags of their resource and are not allowed; move these actions to a statement of their own (suggestion ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": ["ec2:DescribeInstances", "ec2:DescribeVpcs"],
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances and ec2:DescribeVpcs do not know the tags of their resource and are not allowed; move these actions to a statement of their own (suggestion ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: two actions without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        "Statement[0].Condition.StringEquals.aws:ResourceTag/team: requests for ec2:DescribeInstances do not know the tags of their resource and are not denied; move these actions to a statement of their own (security warning DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)",
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action without resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:TlsVersion": "1.2"}}},
        "Statement[0].Condition.StringEquals.s3:TlsVersion: StringEquals does not go with s3:TlsVersion, which is of type Numeric; use an operator of the family Numeric (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a key of a service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:GetItem",
            "Condition": {"ForAllValues:NumericEquals": {"dynamodb:Attributes": "5"}},
        },
        "Statement[0].Condition.ForAllValues:NumericEquals.dynamodb:Attributes: ForAllValues:NumericEquals does not go with dynamodb:Attributes, which is of type String; use an operator of the family String or Arn (warning TYPE_MISMATCH)",
        id="TYPE_MISMATCH: a key of a service with several values",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "s3:ListBucket",
            "Condition": {"ForAllValues:StringEquals": {"s3:prefix": "x"}},
        },
        "Statement[0].Condition.ForAllValues:StringEquals.s3:prefix: ForAllValues holds where the request does not have s3:prefix, which has one value; leave ForAllValues out (security warning FORALLVALUES_WITH_SINGLE_VALUED_KEY)",
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a key of a service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "dynamodb:GetItem",
            "Condition": {"StringEquals": {"dynamodb:Attributes": "id"}},
        },
        "Statement[0].Condition.StringEquals.dynamodb:Attributes: a request has several values of dynamodb:Attributes; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: a key of a service",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**SAML, "Condition": {"StringEquals": {"SAML:cn": "ann"}}},
        "Statement[0].Condition.StringEquals.SAML:cn: a request has several values of saml:cn; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: a key of an assertion",
    ),
]

SPARED = [
    pytest.param(
        "INVALID_SERVICE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {"oidc.example.com:sub": "x"}}},
        id="INVALID_SERVICE: an identity provider",
    ),
    pytest.param(
        "INVALID_SERVICE",
        PolicyKind.TRUST,
        {**SAML, "Condition": {"StringEquals": {"SAML:aud": "x", "SAML:foo": "y"}}},
        id="INVALID_SERVICE: a prefix of its own",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:ListBucket", "Condition": {"StringEquals": {"s3:Prefix": "x"}}},
        id="INVALID_SERVICE_CONDITION_KEY: in another case",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Condition": {"StringEquals": {"s3:ExistingObjectTag/team": "x"}},
        },
        id="INVALID_SERVICE_CONDITION_KEY: a key with a blank",
    ),
    pytest.param(
        "INVALID_SERVICE_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Condition": {"ArnEquals": {"ec2:SourceInstanceARN": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"}},
        },
        id="INVALID_SERVICE_CONDITION_KEY: a key that other services have too",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:ListBucket", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: an action that has it",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:*", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: AC: patterns are not looked at",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetObject"],
            "Condition": {"StringEqualsIfExists": {"s3:prefix": "x"}},
        },
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: IfExists is for that",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Allow", "Action": "s3:GetObject", "Condition": {"StringEquals": {"aws:username": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a global key",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjec?", "Condition": {"StringEquals": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: a pattern of actions",
    ),
    pytest.param(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEqualsIfExists": {"s3:prefix": "x"}}},
        id="UNSUPPORTED_ACTION_FOR_CONDITION_KEY: where there is one",
    ),
    pytest.param(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "ec2:StartInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an action that knows tags",
    ),
    pytest.param(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: a Deny",
    ),
    pytest.param(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Allow",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}},
        },
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: an Allow",
    ),
    pytest.param(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Effect": "Deny",
            "Action": "ec2:DescribeInstances",
            "Condition": {"StringEquals": {"aws:RequestTag/team": "x"}},
        },
        id="DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: another key",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "known_keys", reference=True)
