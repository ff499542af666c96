"""Lint of ForAllValues, ForAnyValue and of lists in conditions: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, GITHUB, OIDC

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:TagKeys": "team"}}},
        "Statement[0].Condition.StringEquals.aws:TagKeys: a request has several values of aws:TagKeys; write ForAllValues: or ForAnyValue: before it (error MISSING_QUALIFIER)",
        id="MISSING_QUALIFIER: tag keys",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "red"}}},
        "Statement[0].Condition.ForAllValues:StringEquals.aws:PrincipalTag/team: ForAllValues holds where the request does not have aws:PrincipalTag/team, which has one value; leave ForAllValues out (security warning FORALLVALUES_WITH_SINGLE_VALUED_KEY)",
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a tag of the principal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"kms:EncryptionContext:team": "red"}}},
        "Statement[0].Condition.ForAllValues:StringEquals.kms:EncryptionContext:team: ForAllValues holds where the request does not have kms:EncryptionContext:team, which has one value; leave ForAllValues out (security warning FORALLVALUES_WITH_SINGLE_VALUED_KEY)",
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: an encryption context",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.aws:PrincipalOrgID: aws:PrincipalOrgID has one value; leave ForAnyValue out (suggestion FORANYVALUE_WITH_SINGLE_VALUED_KEY)",
        id="FORANYVALUE_WITH_SINGLE_VALUED_KEY: who calls",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAnyValue:StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.token.actions.githubusercontent.com:aud: the audience of a token is one value; leave ForAnyValue out (security warning FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE)",
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: the audience",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAllValues:StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        "Statement[0].Condition.ForAllValues:StringEquals.token.actions.githubusercontent.com:aud: ForAllValues holds where a token has no audience; leave ForAllValues out (suggestion CONFIRM_AUDIENCE_CLAIM_TYPE)",
        id="CONFIRM_AUDIENCE_CLAIM_TYPE: the audience",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}},
        'Statement[0].Condition.ForAllValues:StringEquals.aws:TagKeys: ForAllValues holds where the request has no aws:TagKeys; add "Null": {"aws:TagKeys": "false"} (warning FORALLVALUES_WITHOUT_NULL_CHECK)',
        id="FORALLVALUES_WITHOUT_NULL_CHECK: nothing asks for tags",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:Null": {"aws:TagKeys": "true"}}},
        "Statement[0].Condition.ForAllValues:Null.aws:TagKeys: ForAllValues:Null always holds; write Null (suggestion NULL_WITH_QUALIFIER)",
        id="NULL_WITH_QUALIFIER: always",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:Null": {"aws:TagKeys": "false"}}},
        "Statement[0].Condition.ForAnyValue:Null.aws:TagKeys: ForAnyValue:Null never holds; write Null (suggestion NULL_WITH_QUALIFIER)",
        id="NULL_WITH_QUALIFIER: never",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": []}}},
        "Statement[0].Condition.StringEquals.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:username": []}}},
        "Statement[0].Condition.StringNotEquals.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:username": []}}},
        "Statement[0].Condition.Null.aws:username: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION)",
        id="EMPTY_ARRAY_CONDITION: Null",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringNotEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAllValues:StringNotEquals.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORALLVALUES)",
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAllValues:StringEquals.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORALLVALUES)",
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringNotEquals.aws:TagKeys: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: negated",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringEqualsIfExists.aws:TagKeys: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: with IfExists",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": []}}},
        "Statement[0].Condition.ForAnyValue:StringEquals.aws:TagKeys: without a value it never holds; name a value (suggestion EMPTY_ARRAY_CONDITION_FORANYVALUE)",
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:username": []}}},
        "Statement[0].Condition.StringEqualsIfExists.aws:username: without a value it asks whether the key is missing; use Null for that (suggestion EMPTY_ARRAY_CONDITION_IFEXISTS)",
        id="EMPTY_ARRAY_CONDITION_IFEXISTS: no value",
    ),
]

SPARED = [
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}}},
        id="MISSING_QUALIFIER: with a quantifier",
    ),
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TagKeys": "false"}}},
        id="MISSING_QUALIFIER: Null",
    ),
    pytest.param(
        "MISSING_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:username": "ann"}}},
        id="MISSING_QUALIFIER: a key with one value",
    ),
    pytest.param(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: tag keys",
    ),
    pytest.param(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": "id"}}},
        id="FORALLVALUES_WITH_SINGLE_VALUED_KEY: a key of a service is not known",
    ),
    pytest.param(
        "FORANYVALUE_WITH_SINGLE_VALUED_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}},
        id="FORANYVALUE_WITH_SINGLE_VALUED_KEY: paths",
    ),
    pytest.param(
        "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAnyValue:StringEquals": {f"{GITHUB}:amr": "x"}}},
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: another claim",
    ),
    pytest.param(
        "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        id="FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE: without it",
    ),
    pytest.param(
        "CONFIRM_AUDIENCE_CLAIM_TYPE",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        id="CONFIRM_AUDIENCE_CLAIM_TYPE: without it",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}, "Null": {"aws:TagKeys": "false"}},
        },
        id="FORALLVALUES_WITHOUT_NULL_CHECK: Null",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "ForAllValues:StringEquals": {"aws:TagKeys": "team"},
                "StringLike": {"aws:RequestTag/team": "*"},
            },
        },
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a tag that must be there",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a Deny",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.BOUNDARY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a boundary only limits",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:username": "ann"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: a key with one value is another matter",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"ForAllValues:StringEquals": {f"{GITHUB}:aud": "a"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: so is an audience",
    ),
    pytest.param(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:Null": {"aws:TagKeys": "true"}}},
        id="FORALLVALUES_WITHOUT_NULL_CHECK: Null itself",
    ),
    pytest.param(
        "NULL_WITH_QUALIFIER",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:TagKeys": "false"}}},
        id="NULL_WITH_QUALIFIER: Null alone",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:Null": {"aws:TagKeys": []}}},
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: Null is another matter",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}},
        id="EMPTY_ARRAY_CONDITION_FORANYVALUE: one value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"s3:prefix": ""}}},
        id="EMPTY_ARRAY_CONDITION: an empty text is a value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}},
        id="EMPTY_ARRAY_CONDITION_FORALLVALUES: one value",
    ),
    pytest.param(
        "EMPTY_ARRAY_CONDITION_IFEXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:username": ["ann"]}}},
        id="EMPTY_ARRAY_CONDITION_IFEXISTS: one value",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "quantifiers")
