"""Lint of the elements of statements: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, MFA, REPORTS, ROLE, policy, without

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Sid": ""},
        "Statement[0].Sid: the Sid is empty; give it a value, or leave it out (suggestion EMPTY_SID_VALUE)",
        id="EMPTY_SID_VALUE: an empty Sid",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": []},
        "Statement[0].Action: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_ACTION)",
        id="EMPTY_ARRAY_ACTION: no action",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": []},
        "Statement[0].NotAction: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_ACTION)",
        id="EMPTY_ARRAY_ACTION: nothing excepted",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": []},
        "Statement[0].Resource: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_RESOURCE)",
        id="EMPTY_ARRAY_RESOURCE: no resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": []},
        "Statement[0].NotResource: it is empty, so the statement never applies; name what is meant (suggestion EMPTY_ARRAY_RESOURCE)",
        id="EMPTY_ARRAY_RESOURCE: nothing excepted",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": []}},
        "Statement[0].Principal: it names no principal, so the statement never applies; name one (suggestion EMPTY_ARRAY_PRINCIPAL)",
        id="EMPTY_ARRAY_PRINCIPAL: no principal",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": []}},
        "Statement[0].NotPrincipal: it names no principal, so the statement never applies; name one (suggestion EMPTY_ARRAY_PRINCIPAL)",
        id="EMPTY_ARRAY_PRINCIPAL: in a NotPrincipal",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {}},
        "Statement[0].Principal: it names no principal, so the statement never applies; name one (suggestion EMPTY_OBJECT_PRINCIPAL)",
        id="EMPTY_OBJECT_PRINCIPAL: an empty object",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {}},
        "Statement[0].NotPrincipal: it names no principal, so the statement never applies; name one (suggestion EMPTY_OBJECT_PRINCIPAL)",
        id="EMPTY_OBJECT_PRINCIPAL: in a NotPrincipal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {}},
        "Statement[0].Condition: it is empty and narrows nothing; name condition keys, or leave it out (suggestion EMPTY_OBJECT_CONDITION)",
        id="EMPTY_OBJECT_CONDITION: no operator",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Condition": {"Bool": {}}},
        "Statement[0].Condition.Bool: it is empty and narrows nothing; name condition keys, or leave it out (suggestion EMPTY_OBJECT_CONDITION)",
        id="EMPTY_OBJECT_CONDITION: no key",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": ["s3:*", "*"]},
        "Statement[0].NotAction[1]: NotAction excludes everything, so the statement never applies; name what is meant (error EXCLUDES_EVERYTHING)",
        id="EXCLUDES_EVERYTHING: NotAction",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": "**"},
        "Statement[0].NotResource: NotResource excludes everything, so the statement never applies; name what is meant (error EXCLUDES_EVERYTHING)",
        id="EXCLUDES_EVERYTHING: NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["iam:Get*", "iam:List*", "iam:GetCredentialReport"]},
        'Statement[0].Action[2]: "iam:GetCredentialReport" is among what "iam:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: AC: Get* takes in one that gets",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject", "S3:getObject"]},
        'Statement[0].Action[1]: "S3:getObject" is among what "s3:GetObject" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: the same twice",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": ["s3:Get*", "s3:GetObject"]},
        'Statement[0].NotAction[1]: "s3:GetObject" is among what "s3:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: in a NotAction",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get*Acl", "s3:GetObjectAcl"]},
        'Statement[0].Action[1]: "s3:GetObjectAcl" is among what "s3:Get*Acl" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: a star in the middle",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?", "s3:Get*"]},
        'Statement[0].Action[0]: "s3:Get?" is among what "s3:Get*" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: any one character is among any number of them",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?bject", "s3:GetObject"]},
        'Statement[0].Action[1]: "s3:GetObject" is among what "s3:Get?bject" matches; remove it (suggestion REDUNDANT_ACTION)',
        id="REDUNDANT_ACTION: a question mark takes in one that gets",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": "iam:GetRole", "Resource": [f"{ROLE}jane-admin", f"{ROLE}jane*"]},
        'Statement[0].Resource[0]: "arn:aws:iam::123456789012:role/jane-admin" is among what "arn:aws:iam::123456789012:role/jane*" matches; remove it (suggestion REDUNDANT_RESOURCE)',
        id="REDUNDANT_RESOURCE: AC: a pattern takes in one role",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Resource"), "NotResource": [f"{REPORTS}/*", f"{REPORTS}/x"]},
        'Statement[0].NotResource[1]: "arn:aws:s3:::reports/x" is among what "arn:aws:s3:::reports/*" matches; remove it (suggestion REDUNDANT_RESOURCE)',
        id="REDUNDANT_RESOURCE: in a NotResource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Resource": REPORTS + "/${aws:username}"}]},
        'Statement[0].Resource: "arn:aws:s3:::reports/${aws:username}" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a resource, without a version",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Version": "2008-10-17",
            "Statement": {**ALLOW, "Condition": {"StringLike": {"s3:prefix": ["x", "${aws:username}/*"]}}},
        },
        'Statement.Condition.StringLike.s3:prefix[1]: "${aws:username}/*" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a condition, with the old version",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [{**without(ALLOW, "Resource"), "NotResource": REPORTS + "/${aws:username}"}]},
        'Statement[0].NotResource: "arn:aws:s3:::reports/${aws:username}" is plain text: this version has no policy variables; write "Version": "2012-10-17" (error VARIABLE_UNSUPPORTED_IN_VERSION)',
        id="VARIABLE_UNSUPPORTED_IN_VERSION: in a NotResource",
    ),
]

SPARED = [
    pytest.param("EMPTY_SID_VALUE", PolicyKind.IDENTITY, {**ALLOW, "Sid": "A"}, id="EMPTY_SID_VALUE: a Sid"),
    pytest.param(
        "EMPTY_ARRAY_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:GetObject"]},
        id="EMPTY_ARRAY_ACTION: one action",
    ),
    pytest.param("EMPTY_ARRAY_RESOURCE", PolicyKind.IDENTITY, ALLOW, id="EMPTY_ARRAY_RESOURCE: one resource"),
    pytest.param(
        "EMPTY_ARRAY_PRINCIPAL",
        PolicyKind.RESOURCE,
        {**BUCKET, "Principal": {"AWS": [], "Service": "lambda.amazonaws.com"}},
        id="EMPTY_ARRAY_PRINCIPAL: one list of two is empty",
    ),
    pytest.param("EMPTY_OBJECT_PRINCIPAL", PolicyKind.RESOURCE, BUCKET, id="EMPTY_OBJECT_PRINCIPAL: a principal"),
    pytest.param(
        "EMPTY_OBJECT_CONDITION", PolicyKind.IDENTITY, {**ALLOW, **MFA}, id="EMPTY_OBJECT_CONDITION: a condition"
    ),
    pytest.param("EMPTY_OBJECT_CONDITION", PolicyKind.IDENTITY, ALLOW, id="EMPTY_OBJECT_CONDITION: no Condition"),
    pytest.param(
        "EXCLUDES_EVERYTHING", PolicyKind.IDENTITY, {**ALLOW, "Action": "*"}, id="EXCLUDES_EVERYTHING: Action"
    ),
    pytest.param(
        "EXCLUDES_EVERYTHING",
        PolicyKind.IDENTITY,
        {**without(ALLOW, "Action"), "NotAction": "s3:*"},
        id="EXCLUDES_EVERYTHING: one service",
    ),
    pytest.param(
        "REDUNDANT_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["iam:Get*", "iam:*CredentialReport"]},
        id="REDUNDANT_ACTION: AC: an overlap is none",
    ),
    pytest.param(
        "REDUNDANT_ACTION",
        PolicyKind.IDENTITY,
        {**ALLOW, "Action": ["s3:Get?", "s3:Get*t"]},
        id="REDUNDANT_ACTION: one character and any number of them",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": [f"{REPORTS}/*", f"{REPORTS.upper()}/x".replace("ARN:AWS:S3", "arn:aws:s3")]},
        id="REDUNDANT_RESOURCE: another case",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        {**ALLOW, "Resource": [REPORTS + "/${aws:username}", REPORTS + "/ann"]},
        id="REDUNDANT_RESOURCE: a policy variable",
    ),
    pytest.param(
        "REDUNDANT_RESOURCE",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": [REPORTS + "/${*}", REPORTS + "/${aws:username}"]}),
        id="REDUNDANT_RESOURCE: a star that is none",
    ),
    pytest.param(
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": REPORTS + "/${aws:username}"}),
        id="VARIABLE_UNSUPPORTED_IN_VERSION: the current version",
    ),
    pytest.param(
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        PolicyKind.IDENTITY,
        {"Statement": [{**ALLOW, "Resource": REPORTS + "/$aws"}]},
        id="VARIABLE_UNSUPPORTED_IN_VERSION: a dollar sign",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "elements")
