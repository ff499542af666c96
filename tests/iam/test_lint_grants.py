"""Lint of statements that give more than they seem to: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, REPORTS, ROLE, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        'Statement[0].NotAction: it allows every action that it does not name, those of other services too; use "Action" (security warning ALLOW_WITH_NOT_ACTION)',
        id="ALLOW_WITH_NOT_ACTION: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": REPORTS},
        'Statement[0].NotResource: it allows every resource that it does not name; use "Resource" (security warning ALLOW_WITH_NOT_RESOURCE)',
        id="ALLOW_WITH_NOT_RESOURCE: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/deploy"},
        'Statement[0].Resource: "arn:aws:iam::*:role/deploy" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: a wildcard for the account",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:*", "sts:Assume*"]},
        'Statement[0].Resource: "*" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: every role",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*"},
        'Statement[0].Resource: "arn:aws:iam::*" is in every account; name the account of the roles (security warning ASSUME_ROLE_IN_ANY_ACCOUNT)',
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: an ARN that IAM completes",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports*"},
        'Statement[0].Resource: "arn:aws:s3:::reports*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::reports" for the bucket and "arn:aws:s3:::reports/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: the bucket",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports*/*"},
        'Statement[0].Resource: "arn:aws:s3:::reports*/*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::reports" for the bucket and "arn:aws:s3:::reports/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: its objects",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::s3*"},
        'Statement[0].Resource: "arn:aws:s3:::s3*" is every bucket whose name begins so, and its objects; write "arn:aws:s3:::s3" for the bucket and "arn:aws:s3:::s3/*" for its objects (warning BUCKET_NAME_WITH_WILDCARD)',
        id="BUCKET_NAME_WITH_WILDCARD: a bucket with the name of the service",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Effect": "Deny", "Condition": {"StringLike": {"s3:prefix": "private/*"}}},
        "Statement[0].Condition.StringLike.s3:prefix: StringLike in a Deny does not hide what is listed with a shorter prefix; allow with StringLike, or deny with StringNotLike (security warning S3_PREFIX_IN_NEGATIVE_CONTEXT)",
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Deny with StringLike",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Condition": {"StringNotLike": {"s3:prefix": "private/*"}}},
        "Statement[0].Condition.StringNotLike.s3:prefix: StringNotLike in an Allow does not hide what is listed with a shorter prefix; allow with StringLike, or deny with StringNotLike (security warning S3_PREFIX_IN_NEGATIVE_CONTEXT)",
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Allow with StringNotLike",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:Query",
            "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": "id"}},
        },
        'Statement[0].Condition.ForAllValues:StringEquals.dynamodb:Attributes: a request that names no attributes gets all; add "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"} (security warning DYNAMODB_ATTRIBUTES_WITHOUT_SELECT)',
        id="DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: attributes alone",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Allow",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        'Statement[0].Condition.StringEquals.aws:ResourceTag/owner: actions that do not know the tags of their resources have no aws:ResourceTag/owner and are not allowed; use "Action" (suggestion ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)',
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Allow",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Deny",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        'Statement[0].Condition.StringEquals.aws:ResourceTag/owner: actions that do not know the tags of their resources have no aws:ResourceTag/owner and are not denied; use "Action" (security warning DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE)',
        id="DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Deny",
    ),
]

SPARED = [
    pytest.param(
        "ALLOW_WITH_NOT_ACTION",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*", "Effect": "Deny"},
        id="ALLOW_WITH_NOT_ACTION: Deny",
    ),
    pytest.param(
        "ALLOW_WITH_NOT_ACTION",
        PolicyKind.BOUNDARY,
        {**without(ALLOW, "Action"), "NotAction": "iam:*"},
        id="ALLOW_WITH_NOT_ACTION: a boundary only limits",
    ),
    pytest.param(
        "ALLOW_WITH_NOT_RESOURCE",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": REPORTS, "Effect": "Deny"},
        id="ALLOW_WITH_NOT_RESOURCE: Deny",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Resource": f"{ROLE}*"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: one account",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-1"}}},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: accounts of the organization",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "*"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: an administrator",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:GetCallerIdentity"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: another action of STS",
    ),
    pytest.param(
        "ASSUME_ROLE_IN_ANY_ACCOUNT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "sts:AssumeRole", "Effect": "Deny"},
        id="ASSUME_ROLE_IN_ANY_ACCOUNT: a Deny",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::*"},
        id="BUCKET_NAME_WITH_WILDCARD: every bucket",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports-*"},
        id="BUCKET_NAME_WITH_WILDCARD: a prefix that ends",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports/*"},
        id="BUCKET_NAME_WITH_WILDCARD: its objects",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:::reports/q*"},
        id="BUCKET_NAME_WITH_WILDCARD: objects that begin alike",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:s3:eu-west-1:123456789012:accesspoint/a*"},
        id="BUCKET_NAME_WITH_WILDCARD: an access point",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": "arn:aws:sqs:::reports*"},
        id="BUCKET_NAME_WITH_WILDCARD: another service",
    ),
    pytest.param(
        "BUCKET_NAME_WITH_WILDCARD",
        PolicyKind.IDENTITY,
        {**ALLOW, "Effect": "Deny", "Resource": "arn:aws:s3:::reports*"},
        id="BUCKET_NAME_WITH_WILDCARD: a Deny",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Condition": {"StringLike": {"s3:prefix": "private/*"}}},
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Allow with StringLike",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "s3:ListBucket",
            "Effect": "Deny",
            "Condition": {"StringNotLike": {"s3:prefix": "private/*"}},
        },
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: AC: Deny with StringNotLike",
    ),
    pytest.param(
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "s3:ListBucket", "Effect": "Deny", "Condition": {"Null": {"s3:prefix": "true"}}},
        id="S3_PREFIX_IN_NEGATIVE_CONTEXT: Null",
    ),
    pytest.param(
        "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
        PolicyKind.IDENTITY,
        {
            **ALLOW,
            "Action": "dynamodb:Query",
            "Condition": {
                "ForAllValues:StringEquals": {"dynamodb:Attributes": "id"},
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            },
        },
        id="DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: and what is selected",
    ),
    pytest.param(
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Deny",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Deny",
    ),
    pytest.param(
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}}},
        id="ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Action",
    ),
    pytest.param(
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        PolicyKind.IDENTITY,
        {
            **without(ALLOW, "Action"),
            "NotAction": "iam:*",
            "Effect": "Allow",
            "Condition": {"StringEquals": {"aws:ResourceTag/owner": "ann"}},
        },
        id="DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Allow",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "grants")
