"""Lint of resource control policies: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, RCP

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["s3:*", "ec2:*"]},
        'Statement[0].Action[1]: "ec2" knows no resource control policies; leave it out (error RCP_SYNTAX_ERROR_ACTION)',
        id="RCP_SYNTAX_ERROR_ACTION: a service that knows none",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}},
        'Statement[0].Condition.StringNotEqualsIfExists.aws:PrincipalOrgID: services that call for you have none; add "BoolIfExists": {"aws:PrincipalIsAWSService": "false"} (warning RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY)',
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: an organization",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Condition": {"StringNotEqualsIfExists": {"aws:SourceAccount": "123456789012"}}},
        'Statement[0].Condition.StringNotEqualsIfExists.aws:SourceAccount: users and roles have none; add "BoolIfExists": {"aws:PrincipalIsAWSService": "true"} (warning RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY)',
        id="RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: a source",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        },
        'Statement[0].Condition.StringNotEqualsIfExists.aws:SourceOrgID: services that do not tell a source have none; add "Null": {"aws:SourceAccount": "false"} (warning RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK)',
        id="RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: an organization of the source",
    ),
]

SPARED = [
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["S3:*", "sts:*", "kms:*"]},
        id="RCP_SYNTAX_ERROR_ACTION: services that AWS lists",
    ),
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": "rolesanywhere:CreateSession"},
        id="RCP_SYNTAX_ERROR_ACTION: a service of AWS's samples, not of the page yet",
    ),
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Effect": "Deny", "Action": "ec2:*"},
        id="RCP_SYNTAX_ERROR_ACTION: another kind of policy",
    ),
    pytest.param(
        "RCP_SYNTAX_ERROR_ACTION",
        PolicyKind.RESOURCE_CONTROL,
        {**RCP, "Action": ["s*:Get*", "s?:Get*"]},
        id="RCP_SYNTAX_ERROR_ACTION: wildcards in services",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        },
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: services aside",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}},
        id="RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: another kind of policy",
    ),
    pytest.param(
        "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceAccount": "123456789012"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        },
        id="RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: services alone",
    ),
    pytest.param(
        "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
        PolicyKind.RESOURCE_CONTROL,
        {
            **RCP,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1"},
                "Null": {"aws:SourceAccount": "false"},
            },
        },
        id="RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: a source that is there",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "organizations")
