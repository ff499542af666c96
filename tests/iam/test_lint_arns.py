"""Lint of ARNs: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, REPORTS, policy, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "*:reports/x"},
        'Statement[0].NotResource: "*:reports/x" does not begin with "arn:"; write an ARN, or "*" (error INVALID_ARN_PREFIX)',
        id="INVALID_ARN_PREFIX: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "*:reports/x"},
        'Statement[0].Resource: "*:reports/x" does not begin with "arn:"; write an ARN, or "*" (error INVALID_ARN_PREFIX)',
        id="INVALID_ARN_PREFIX: a wildcard in its place",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "arn:aws:s3:reports"},
        'Statement[0].NotResource: "arn:aws:s3:reports" has 4 of an ARN\'s six fields; write arn:partition:service:region:account:resource (error MISSING_ARN_FIELD)',
        id="MISSING_ARN_FIELD: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:reports"},
        'Statement[0].Resource: "arn:aws:s3:reports" has 4 of an ARN\'s six fields; write arn:partition:service:region:account:resource (error MISSING_ARN_FIELD)',
        id="MISSING_ARN_FIELD: four of six",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:awscn:s3:::reports"},
        'Statement[0].Resource: "awscn" is no partition of AWS; did you mean "aws-cn"? (error INVALID_PARTITION)',
        id="INVALID_PARTITION: misspelt, in a bucket policy",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:S3:::reports"},
        'Statement[0].Resource: no ARN has the service "S3"; write "s3" (error INVALID_ARN_SERVICE_CASE)',
        id="INVALID_ARN_SERVICE_CASE: upper case",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:S3"},
        'Statement[0].Resource: no ARN has the service "S3"; write "s3" (error INVALID_ARN_SERVICE_CASE)',
        id="INVALID_ARN_SERVICE_CASE: the end of the ARN",
    ),
    pytest.param(
        PolicyKind.SERVICE_CONTROL,
        {**ALLOW, "Resource": "arn:aws:*code*::111122223333:*"},
        'Statement[0].Resource: "*code*" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: AC: in a resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "*code*:List*"]},
        'Statement[0].Action[1]: "*code*" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in an action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s?:List*"},
        'Statement[0].NotAction: "s?" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in a NotAction, one character",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:s?:*"},
        'Statement[0].Resource: "s?" names more than one service; name each by itself (suggestion WILDCARD_IN_SERVICE_NAME)',
        id="WILDCARD_IN_SERVICE_NAME: in an ARN that is cut short, one character",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:12345678901:q"},
        'Statement[0].Resource: "12345678901" is no account id; write its 12 digits (error INVALID_ARN_ACCOUNT)',
        id="INVALID_ARN_ACCOUNT: eleven digits",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:prod:q"},
        'Statement[0].Resource: "prod" is no account id; write its 12 digits (error INVALID_ARN_ACCOUNT)',
        id="INVALID_ARN_ACCOUNT: a name",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": "iam:GetRole", "Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/x"}),
        'Statement[0].Resource: the policy variable in "arn:aws:iam::${aws:PrincipalAccount}:role/x" is plain text before the fifth colon; write what it stands for, or a wildcard (error VARIABLE_BEFORE_RESOURCE_PART)',
        id="VARIABLE_BEFORE_RESOURCE_PART: for the account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west:123456789012:q"},
        'Statement[0].Resource: "eu-west" is no Region; write it as "eu-west-1" (error INVALID_ARN_REGION)',
        id="INVALID_ARN_REGION: a Region cut short",
    ),
]

SPARED = [
    *(
        pytest.param(
            code, PolicyKind.IDENTITY, {**ALLOW, "Resource": "arn:aws:s3:reports:x"}, id=f"{code}: an ARN that has none"
        )
        for code in ("INVALID_ARN_ACCOUNT", "INVALID_ARN_REGION")
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:iam::aws:policy/X"},
        id="INVALID_ARN_ACCOUNT: AWS itself",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:iam::1234*:role/x"},
        id="INVALID_ARN_ACCOUNT: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports"},
        id="INVALID_ARN_ACCOUNT: none",
    ),
    pytest.param(
        "INVALID_ARN_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:sqs:eu-west-1:123456789012:q"},
        id="INVALID_ARN_ACCOUNT: twelve digits",
    ),
    pytest.param(
        "INVALID_ARN_PREFIX",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": ["*", "**"]},
        id="INVALID_ARN_PREFIX: everything",
    ),
    pytest.param(
        "INVALID_PARTITION",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws-us-gov:s3:::reports"},
        id="INVALID_PARTITION: one of AWS",
    ),
    pytest.param(
        "INVALID_PARTITION",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws*:s3:::reports"},
        id="INVALID_PARTITION: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_SERVICE_CASE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::Reports"},
        id="INVALID_ARN_SERVICE_CASE: upper case elsewhere",
    ),
    pytest.param(
        "INVALID_ARN_SERVICE_CASE",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws"},
        id="INVALID_ARN_SERVICE_CASE: an ARN without a service",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        id="WILDCARD_IN_SERVICE_NAME: every action",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:*", "Resource": "arn:aws:s3:*"},
        id="WILDCARD_IN_SERVICE_NAME: every action of a service",
    ),
    pytest.param(
        "WILDCARD_IN_SERVICE_NAME",
        PolicyKind.RESOURCE,
        {**BUCKET, "Resource": "arn:aws:*"},
        id="WILDCARD_IN_SERVICE_NAME: an ARN that is cut short there",
    ),
    pytest.param(
        "MISSING_ARN_FIELD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:logs:*"},
        id="MISSING_ARN_FIELD: a wildcard for those that miss",
    ),
    pytest.param(
        "MISSING_ARN_FIELD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:logs:eu-west-1:123456789012:log-group:a:*"},
        id="MISSING_ARN_FIELD: more colons",
    ),
    pytest.param(
        "VARIABLE_BEFORE_RESOURCE_PART",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": REPORTS + "/${aws:PrincipalAccount}"}),
        id="VARIABLE_BEFORE_RESOURCE_PART: after the fifth colon",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:us-gov-west-1:123456789012:q"},
        id="INVALID_ARN_REGION: a Region",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:ap-southeast-5:123456789012:q"},
        id="INVALID_ARN_REGION: a longer one",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-*:123456789012:q"},
        id="INVALID_ARN_REGION: a wildcard",
    ),
    pytest.param(
        "INVALID_ARN_REGION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sqs:*", "Resource": "arn:aws:sqs::123456789012:q"},
        id="INVALID_ARN_REGION: none",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "arns")
