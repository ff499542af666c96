"""Lint of documents and of statements beside each other: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from lint_rows import lint_tests
from sample_statements import ALLOW, BUCKET, MFA, REPORTS, TRUST, policy, without

from pytest_fakests.iam import PolicyKind


def sized(size: int, statement: dict[str, Any]) -> dict[str, Any]:
    """A document of so many characters."""
    empty = json.dumps(policy({**statement, "Sid": ""}), separators=(",", ":"))
    return policy({**statement, "Sid": "x" * (size - len(empty))})


FOUND = [
    pytest.param(
        PolicyKind.IDENTITY,
        policy(),
        "Statement: there is no statement; write one (error MISSING_STATEMENT)",
        id="MISSING_STATEMENT: an empty list",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Statement": [ALLOW]},
        'it has no Version; write "Version": "2012-10-17" (warning MISSING_VERSION)',
        id="MISSING_VERSION: no version",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        policy({**BUCKET, "Sid": "A"}, {**BUCKET, "Sid": "A", "Action": "s3:PutObject"}),
        'Statement[1].Sid: the Sid "A" appears twice; give each statement one of its own (warning UNIQUE_SIDS_RECOMMENDED)',
        id="UNIQUE_SIDS_RECOMMENDED: twice in a bucket policy",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        sized(6145, ALLOW),
        "it has 6145 characters, white space aside, and a managed policy may have 6144; split it into several (warning POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: 6145 characters",
    ),
    pytest.param(
        PolicyKind.BOUNDARY,
        sized(6145, ALLOW),
        "it has 6145 characters, white space aside, and a managed policy may have 6144; split it into several (warning POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: a boundary",
    ),
    pytest.param(
        PolicyKind.TRUST,
        sized(2049, TRUST),
        "it has 2049 characters, white space aside, and a role trust policy may have 2048; shorten it (warning POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA)",
        id="POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: 2049 characters",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Action": "S3:getobject"}),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: the same twice",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**ALLOW, **MFA}, {**ALLOW, "Action": ["s3:Get*", "s3:List*"]}),
        "Statement[0]: Statement[1] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: a narrower one first",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        policy(BUCKET, BUCKET),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: the same twice, for a principal",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy({**without(ALLOW, "Action"), "NotAction": "s3:*"}, {**without(ALLOW, "Action"), "NotAction": "s3:*"}),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: all but the same actions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
        ),
        "Statement[1]: Statement[0] says all that it says; remove it (suggestion REDUNDANT_STATEMENT)",
        id="REDUNDANT_STATEMENT: all but the same resource",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Effect": "Deny", "Action": "s3:*"}),
        "Statement[0]: Statement[1] denies all that it allows; remove one of them (warning ALLOW_COVERED_BY_DENY)",
        id="ALLOW_COVERED_BY_DENY: a wider Deny",
    ),
]

SPARED = [
    pytest.param("MISSING_STATEMENT", PolicyKind.IDENTITY, policy(ALLOW), id="MISSING_STATEMENT: one statement"),
    pytest.param(
        "MISSING_VERSION",
        PolicyKind.IDENTITY,
        {"Version": "2008-10-17", "Statement": [ALLOW]},
        id="MISSING_VERSION: an old version",
    ),
    pytest.param("MISSING_VERSION", PolicyKind.IDENTITY, ALLOW, id="MISSING_VERSION: a statement alone"),
    pytest.param(
        "UNIQUE_SIDS_RECOMMENDED",
        PolicyKind.RESOURCE,
        policy({**BUCKET, "Sid": "A"}, {**BUCKET, "Sid": "a"}),
        id="UNIQUE_SIDS_RECOMMENDED: different Sids",
    ),
    pytest.param(
        "UNIQUE_SIDS_RECOMMENDED",
        PolicyKind.RESOURCE,
        policy(BUCKET, {**BUCKET, "Action": "s3:PutObject"}),
        id="UNIQUE_SIDS_RECOMMENDED: no Sids",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        PolicyKind.IDENTITY,
        sized(6144, ALLOW),
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: 6144 characters",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        PolicyKind.RESOURCE,
        sized(6145, BUCKET),
        id="POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: another kind of policy",
    ),
    pytest.param(
        "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        PolicyKind.TRUST,
        sized(2048, TRUST),
        id="POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: 2048 characters",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"{REPORTS}/*"}),
        id="REDUNDANT_STATEMENT: more actions",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, "Effect": "Deny"}),
        id="REDUNDANT_STATEMENT: another effect",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, **MFA}, {**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
        id="REDUNDANT_STATEMENT: another condition",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.RESOURCE,
        policy(BUCKET, {**BUCKET, "Principal": {"AWS": "999999999999"}}),
        id="REDUNDANT_STATEMENT: another principal",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**without(ALLOW, "Action"), "NotAction": "s3:GetObject"}),
        id="REDUNDANT_STATEMENT: what is named, and what is not",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": []}, ALLOW),
        id="REDUNDANT_STATEMENT: empty lists",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**without(ALLOW, "Action"), "NotAction": "s3:*"}, {**without(ALLOW, "Action"), "NotAction": "iam:*"}),
        id="REDUNDANT_STATEMENT: all but other actions",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy(
            {**without(ALLOW, "Resource"), "NotResource": REPORTS},
            {**without(ALLOW, "Resource"), "NotResource": f"{REPORTS}/*"},
        ),
        id="REDUNDANT_STATEMENT: all but other resources",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Resource": f"{REPORTS}/a"}, {**ALLOW, "Resource": f"{REPORTS}/A"}),
        id="REDUNDANT_STATEMENT: a resource in another case",
    ),
    pytest.param(
        "REDUNDANT_STATEMENT",
        PolicyKind.RESOURCE,
        policy(
            *(
                {**without(BUCKET, "Principal"), "Effect": "Deny", "NotPrincipal": {"AWS": account}}
                for account in ("123456789012", "999999999999")
            )
        ),
        id="REDUNDANT_STATEMENT: all but other principals",
    ),
    pytest.param(
        "ALLOW_COVERED_BY_DENY",
        PolicyKind.IDENTITY,
        policy(ALLOW, {**ALLOW, **MFA, "Effect": "Deny", "Action": "s3:*"}),
        id="ALLOW_COVERED_BY_DENY: a Deny with a condition",
    ),
    pytest.param(
        "ALLOW_COVERED_BY_DENY",
        PolicyKind.IDENTITY,
        policy({**ALLOW, "Action": "s3:*"}, {**ALLOW, "Effect": "Deny"}),
        id="ALLOW_COVERED_BY_DENY: a narrower Deny",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "documents")
