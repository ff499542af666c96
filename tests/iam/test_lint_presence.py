"""Lint of conditions on keys that may be missing: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, MFA

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        'Statement[0].Condition.StringNotEquals.aws:ResourceTag/env: StringNotEquals also allows requests that do not have aws:ResourceTag/env; add "Null": {"aws:ResourceTag/env": "false"} (warning NEGATED_CONDITION_IN_ALLOW)',
        id="NEGATED_CONDITION_IN_ALLOW: examples-single-valued: untagged resources",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}},
        'Statement[0].Condition.NotIpAddress.aws:VpcSourceIp: NotIpAddress also allows requests that do not have aws:VpcSourceIp; add "Null": {"aws:VpcSourceIp": "false"} (warning NEGATED_CONDITION_IN_ALLOW)',
        id="NEGATED_CONDITION_IN_ALLOW: addresses",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/env": "test"}}},
        "Statement[0].Condition.StringEqualsIfExists.aws:ResourceTag/env: StringEqualsIfExists also allows requests that do not have aws:ResourceTag/env; leave IfExists out, if that is not meant (suggestion IF_EXISTS_IN_ALLOW)",
        id="IF_EXISTS_IN_ALLOW: a tag",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}},
        "Statement[0].Condition.BoolIfExists.aws:MultiFactorAuthPresent: requests with long-term keys do not have aws:MultiFactorAuthPresent, and are allowed; leave IfExists out (security warning MFA_IF_EXISTS_IN_ALLOW)",
        id="MFA_IF_EXISTS_IN_ALLOW: presence",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "3600"}}},
        "Statement[0].Condition.NumericLessThanIfExists.aws:MultiFactorAuthAge: requests with long-term keys do not have aws:MultiFactorAuthAge, and are allowed; leave IfExists out (security warning MFA_IF_EXISTS_IN_ALLOW)",
        id="MFA_IF_EXISTS_IN_ALLOW: age",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
        "Statement[0].Condition.Bool.aws:MultiFactorAuthPresent: requests with long-term keys do not have the key, and are not denied; use BoolIfExists (warning MFA_DENY_WITHOUT_IF_EXISTS)",
        id="MFA_DENY_WITHOUT_IF_EXISTS: Bool false",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:RequestTag/Project": ["x", "*"]}}},
        'Statement[0].Condition.StringLike.aws:RequestTag/Project: it only asks whether the request has the key; use "Null": {"aws:RequestTag/Project": "false"} (suggestion EQUIVALENT_TO_NULL_FALSE)',
        id="EQUIVALENT_TO_NULL_FALSE: every value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"aws:SourceArn": "*"}}},
        'Statement[0].Condition.ArnLike.aws:SourceArn: it only asks whether the request has the key; use "Null": {"aws:SourceArn": "false"} (suggestion EQUIVALENT_TO_NULL_FALSE)',
        id="EQUIVALENT_TO_NULL_FALSE: every ARN",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": "*"}}},
        'Statement[0].Condition.ForAnyValue:StringNotLikeIfExists.aws:TagKeys: it only asks whether the request does not have the key; use "Null": {"aws:TagKeys": "true"} (suggestion EQUIVALENT_TO_NULL_TRUE)',
        id="EQUIVALENT_TO_NULL_TRUE: or missing",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotLike": {"aws:RequestTag/Project": "*"}}},
        'Statement[0].Condition.StringNotLike.aws:RequestTag/Project: it only asks whether the request does not have the key; use "Null": {"aws:RequestTag/Project": "true"} (suggestion EQUIVALENT_TO_NULL_TRUE)',
        id="EQUIVALENT_TO_NULL_TRUE: no value",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLikeIfExists": {"aws:username": "*"}}},
        "Statement[0].Condition.StringLikeIfExists.aws:username: it always holds; remove it (suggestion REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: or none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAllValues:StringLike": {"aws:TagKeys": "**"}}},
        "Statement[0].Condition.ForAllValues:StringLike.aws:TagKeys: it always holds; remove it (suggestion REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: all of them",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "*"}}},
        "Statement[0].Condition.ForAnyValue:StringNotLike.aws:TagKeys: it never holds; remove the statement, or the condition (suggestion REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION)",
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: none of any",
    ),
]

SPARED = [
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Condition": {
                "StringNotEquals": {"aws:ResourceTag/env": "production"},
                "Null": {"aws:ResourceTag/env": "false"},
            },
        },
        id="NEGATED_CONDITION_IN_ALLOW: Null",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a key that is always there",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "team"}}},
        id="NEGATED_CONDITION_IN_ALLOW: ForAnyValue asks for a value",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "production"}}},
        id="NEGATED_CONDITION_IN_ALLOW: a service control policy only limits",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}},
        id="NEGATED_CONDITION_IN_ALLOW: any value, of which there has to be one",
    ),
    pytest.param(
        "NEGATED_CONDITION_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-12345678"}}},
        id="NEGATED_CONDITION_IN_ALLOW: IfExists is another matter",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/env": "test"}}},
        id="IF_EXISTS_IN_ALLOW: without it",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/env": "test"}}},
        id="IF_EXISTS_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"BoolIfExists": {"aws:ViaAWSService": "false"}}},
        id="IF_EXISTS_IN_ALLOW: a key that is always there",
    ),
    pytest.param(
        "MFA_IF_EXISTS_IN_ALLOW", PolicyKind.IDENTITY, {**ALLOW, **MFA}, id="MFA_IF_EXISTS_IN_ALLOW: without it"
    ),
    pytest.param(
        "MFA_IF_EXISTS_IN_ALLOW",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_IF_EXISTS_IN_ALLOW: a Deny",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: BoolIfExists",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: an Allow",
    ),
    pytest.param(
        "MFA_DENY_WITHOUT_IF_EXISTS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
        id="MFA_DENY_WITHOUT_IF_EXISTS: true",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: not every value",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ArnLike": {"ex:key": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: an ARN operator, and a value that may be no ARN",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:RequestTag/Project": "a*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: some values",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:RequestTag/Project": "*"}}},
        id="EQUIVALENT_TO_NULL_FALSE: a star",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_FALSE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Null": {"aws:RequestTag/Project": "false"}}},
        id="EQUIVALENT_TO_NULL_FALSE: Null",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": "*"}}},
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: or missing",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"ForAnyValue:StringNotLike": {"aws:TagKeys": "a*"}}},
        id="REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: not like some",
    ),
    pytest.param(
        "EQUIVALENT_TO_NULL_TRUE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotLike": {"aws:RequestTag/Project": "a*"}}},
        id="EQUIVALENT_TO_NULL_TRUE: some values",
    ),
    pytest.param(
        "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringLike": {"aws:username": "*"}}},
        id="REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: it asks for the key",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "presence")
