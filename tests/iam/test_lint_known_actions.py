"""Lint of actions against AWS's Service Authorization Reference: what each check finds, and what it spares.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "dynamobd:GetItem"], "Resource": "*"},
        'Statement[0].Action[1]: there is no service "dynamobd"; did you mean "dynamodb"? (error INVALID_SERVICE_IN_ACTION)',
        id="INVALID_SERVICE_IN_ACTION: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Effect": "Deny", "NotAction": "xxxxxxxxxx:*", "Resource": "*"},
        'Statement[0].NotAction: there is no service "xxxxxxxxxx"; see the Service Authorization Reference (error INVALID_SERVICE_IN_ACTION)',
        id="INVALID_SERVICE_IN_ACTION: excepted, like none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjct", "Resource": "*"},
        'Statement[0].Action: "s3:GetObjct" is no action; did you mean "s3:GetObject"? (error INVALID_ACTION)',
        id="INVALID_ACTION: misspelt",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*", "s3:Obtain*"], "Resource": "*"},
        'Statement[0].Action[1]: "s3:Obtain*" matches no action; see the Service Authorization Reference (error INVALID_ACTION)',
        id="INVALID_ACTION: a pattern that matches none",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:GetObjct?", "Resource": "*"},
        'Statement[0].Action: "s3:GetObjct?" matches no action; see the Service Authorization Reference (error INVALID_ACTION)',
        id="INVALID_ACTION: a question mark",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:GetObjct"},
        'Statement[0].NotAction: "s3:GetObjct" is no action; did you mean "s3:GetObject"? (error INVALID_ACTION)',
        id="INVALID_ACTION: excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "dynamodb:*Item", "Resource": "*"},
        'Statement[0].Action: "dynamodb:*Item" also matches dynamodb:BatchWriteItem, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading and writing",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*e*", "Resource": "*"},
        'Statement[0].Action: "sqs:*e*" also matches sqs:AddPermission, which manages permissions; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: permissions among others",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["dynamodb:*", "dynamodb:???Item"]},
        'Statement[0].Action[1]: "dynamodb:???Item" also matches dynamodb:PutItem, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: question marks, after every action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:*Tag*"},
        'Statement[0].Action: "lambda:*Tag*" also matches lambda:TagResource, which changes things; name the actions (suggestion WILDCARD_ACROSS_ACCESS_LEVELS)',
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading and writing tags",
    ),
]

SPARED = [
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "S3:GetObject", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: in another case",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: every action",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3*:GetObject", "Resource": "*"},
        id="INVALID_SERVICE_IN_ACTION: a wildcard in the service",
    ),
    pytest.param(
        "INVALID_SERVICE_IN_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s?:GetObject"},
        id="INVALID_SERVICE_IN_ACTION: a question mark in the service",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:getobject", "iam:passrole"], "Resource": "*"},
        id="INVALID_ACTION: in another case",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*Acl", "s3:*", "s3:GetObjec?"], "Resource": "*"},
        id="INVALID_ACTION: a pattern",
    ),
    pytest.param(
        "INVALID_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "foo:Bar", "Resource": "*"},
        id="INVALID_ACTION: an unknown service is another matter",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["ec2:Describe*", "iam:Get*", "dynamodb:*"], "Resource": "*"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: reading",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Action": "dynamodb:*Item"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: a Deny",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "dynamodb:*Item"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: excepted",
    ),
    pytest.param(
        "WILDCARD_ACROSS_ACCESS_LEVELS",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "lambda:*Permission"},
        id="WILDCARD_ACROSS_ACCESS_LEVELS: permissions alone",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "known_actions", reference=True)
