"""Lint of the trust in identity providers: what each check finds, and what is near to it and is none.

Source: access-analyzer-reference-policy-checks of the IAM User Guide ("AC"); for other checks the page that their
docstring names.
"""

from __future__ import annotations

import pytest
from lint_rows import lint_tests
from sample_statements import GITHUB, OIDC, PROVIDER, SAML, TRUST

from pytest_fakests.iam import PolicyKind

FOUND = [
    pytest.param(
        PolicyKind.TRUST,
        OIDC,
        "Statement[0].Principal.Federated: every token of token.actions.githubusercontent.com opens it; add a condition on token.actions.githubusercontent.com:sub and token.actions.githubusercontent.com:aud (security warning MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL)",
        id="MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: no condition",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {
            **OIDC,
            "Principal": {"Federated": "accounts.google.com"},
            "Condition": {"Bool": {"aws:SecureTransport": "true"}},
        },
        "Statement[0].Principal.Federated: every token of accounts.google.com opens it; add a condition on accounts.google.com:sub and accounts.google.com:aud (security warning MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL)",
        id="MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: a built-in provider, a condition on something else",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        'Statement[0].Principal.Federated: workflows of every repository of GitHub open it; add "StringEquals": {"token.actions.githubusercontent.com:sub": "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH"} (security warning MISSING_GITHUB_REPO_CONDITION_KEY)',
        id="MISSING_GITHUB_REPO_CONDITION_KEY: the audience alone",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringLike": {f"{GITHUB}:sub": "*"}}},
        'Statement[0].Principal.Federated: workflows of every repository of GitHub open it; add "StringEquals": {"token.actions.githubusercontent.com:sub": "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH"} (security warning MISSING_GITHUB_REPO_CONDITION_KEY)',
        id="MISSING_GITHUB_REPO_CONDITION_KEY: any subject",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEqualsIfExists": {f"{GITHUB}:sub": "repo:o/r:ref:refs/heads/main"}}},
        'Statement[0].Principal.Federated: workflows of every repository of GitHub open it; add "StringEquals": {"token.actions.githubusercontent.com:sub": "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH"} (security warning MISSING_GITHUB_REPO_CONDITION_KEY)',
        id="MISSING_GITHUB_REPO_CONDITION_KEY: IfExists",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringLike": {f"{GITHUB}:sub": "repo:octo-org/*"}}},
        'Statement[0].Condition.StringLike.token.actions.githubusercontent.com:sub: the wildcard takes in more than one repository and branch; write "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH" (warning SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED)',
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: every repository",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringLike": {f"{GITHUB}:sub": ["repo:o/r:ref:refs/heads/main", "repo:o/r:*"]}}},
        'Statement[0].Condition.StringLike.token.actions.githubusercontent.com:sub[1]: the wildcard takes in more than one repository and branch; write "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH" (warning SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED)',
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: every branch",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {
            **OIDC,
            "Principal": {"Federated": PROVIDER + "gitlab.com"},
            "Condition": {"StringEquals": {"gitlab.com:aud": "sts"}},
        },
        "Statement[0].Principal.Federated: every customer of gitlab.com opens it; add a condition on gitlab.com:sub (security warning MISSING_SUBJECT_OF_SHARED_PROVIDER)",
        id="MISSING_SUBJECT_OF_SHARED_PROVIDER: GitLab without subject",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:sub": "repo:o/r:ref:refs/heads/main"}}},
        "Statement[0].Principal.Federated: tokens of token.actions.githubusercontent.com for other services open it; add a condition on token.actions.githubusercontent.com:aud (warning MISSING_AUDIENCE_CONDITION_KEY)",
        id="MISSING_AUDIENCE_CONDITION_KEY: a token",
    ),
    pytest.param(
        PolicyKind.TRUST,
        SAML,
        "Statement[0].Principal.Federated: assertions for other services open it; add a condition on SAML:aud (warning MISSING_AUDIENCE_CONDITION_KEY)",
        id="MISSING_AUDIENCE_CONDITION_KEY: an assertion",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**SAML, "Action": "sts:AssumeRoleWithWebIdentity"},
        "Statement[0].Action: sts:AssumeRoleWithWebIdentity goes with none of its principals; use it with a provider of OIDC (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: AC: SAML with web identities",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]},
        "Statement[0].Action[1]: sts:AssumeRoleWithWebIdentity goes with none of its principals; use it with a provider of OIDC (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: an account with web identities",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Principal": {"AWS": "*"}, "Action": "sts:AssumeRoleWithWebIdentity"},
        "Statement[0].Action: sts:AssumeRoleWithWebIdentity goes with none of its principals; use it with a provider of OIDC (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: everybody with web identities",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**TRUST, "Effect": "Deny", "Action": "sts:AssumeRoleWithWebIdentity"},
        "Statement[0].Action: sts:AssumeRoleWithWebIdentity goes with none of its principals; use it with a provider of OIDC (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: an account that is denied",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Action": "sts:AssumeRole"},
        "Statement[0].Action: sts:AssumeRole is no way for an identity provider; use sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: a provider with AssumeRole",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Principal": {"Federated": "www.amazon.com"}, "Action": "sts:AssumeRole"},
        "Statement[0].Action: sts:AssumeRole is no way for an identity provider; use sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: a built-in provider with AssumeRole",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {**OIDC, "Principal": {"Service": "lambda.amazonaws.com"}},
        "Statement[0].Action: sts:AssumeRoleWithWebIdentity goes with none of its principals; use it with a provider of OIDC (error MISMATCHED_ACTION_FOR_PRINCIPAL)",
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: a service with web identities",
    ),
]

SPARED = [
    pytest.param(
        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:actor": "ann"}}},
        id="MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: one of its claims",
    ),
    pytest.param(
        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
        PolicyKind.TRUST,
        SAML,
        id="MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: SAML",
    ),
    pytest.param(
        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
        PolicyKind.TRUST,
        {**OIDC, "Effect": "Deny"},
        id="MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: a Deny",
    ),
    pytest.param(
        "MISSING_GITHUB_REPO_CONDITION_KEY",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringLike": {f"{GITHUB}:sub": "repo:o/r:*"}}},
        id="MISSING_GITHUB_REPO_CONDITION_KEY: a repository",
    ),
    pytest.param(
        "MISSING_GITHUB_REPO_CONDITION_KEY",
        PolicyKind.TRUST,
        {**OIDC, "Principal": {"Federated": PROVIDER + "gitlab.com"}},
        id="MISSING_GITHUB_REPO_CONDITION_KEY: another provider",
    ),
    pytest.param(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringLike": {f"{GITHUB}:sub": "repo:o/r:ref:refs/heads/release-*"}}},
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: branches that begin alike",
    ),
    pytest.param(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        PolicyKind.TRUST,
        {
            **OIDC,
            "Condition": {
                "StringLike": {f"{GITHUB}:sub": "repo:o/r:*"},
                "StringEquals": {f"{GITHUB}:ref": "refs/heads/main"},
            },
        },
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: AC: the branch in a claim of its own",
    ),
    pytest.param(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:sub": "repo:o/r:*"}}},
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: no wildcard there",
    ),
    pytest.param(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        PolicyKind.TRUST,
        {**OIDC, "Effect": "Deny", "Condition": {"StringLike": {f"{GITHUB}:sub": "repo:*"}}},
        id="SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: a Deny",
    ),
    pytest.param(
        "MISSING_SUBJECT_OF_SHARED_PROVIDER",
        PolicyKind.TRUST,
        {
            **OIDC,
            "Principal": {"Federated": PROVIDER + "gitlab.com"},
            "Condition": {"StringLike": {"gitlab.com:sub": "project_path:g/p:*"}},
        },
        id="MISSING_SUBJECT_OF_SHARED_PROVIDER: GitLab with a subject",
    ),
    pytest.param(
        "MISSING_SUBJECT_OF_SHARED_PROVIDER",
        PolicyKind.TRUST,
        {**OIDC, "Principal": {"Federated": PROVIDER + "oidc.eks.eu-west-1.amazonaws.com/id/A1"}},
        id="MISSING_SUBJECT_OF_SHARED_PROVIDER: a provider of one's own",
    ),
    pytest.param(
        "MISSING_AUDIENCE_CONDITION_KEY",
        PolicyKind.TRUST,
        {**OIDC, "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}},
        id="MISSING_AUDIENCE_CONDITION_KEY: an audience",
    ),
    pytest.param(
        "MISSING_AUDIENCE_CONDITION_KEY",
        PolicyKind.TRUST,
        {**SAML, "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}},
        id="MISSING_AUDIENCE_CONDITION_KEY: an assertion's audience",
    ),
    pytest.param(
        "MISSING_AUDIENCE_CONDITION_KEY",
        PolicyKind.TRUST,
        {
            **OIDC,
            "Principal": {"Federated": "graph.facebook.com"},
            "Condition": {"StringEquals": {"graph.facebook.com:app_id": "1"}},
        },
        id="MISSING_AUDIENCE_CONDITION_KEY: what Facebook calls it",
    ),
    pytest.param(
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        PolicyKind.TRUST,
        OIDC,
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: OIDC with web identities",
    ),
    pytest.param(
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        PolicyKind.TRUST,
        {**SAML, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]},
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: SAML, and its tags",
    ),
    pytest.param(
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        PolicyKind.TRUST,
        {**OIDC, "Principal": {"Federated": "www.amazon.com"}},
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: a built-in provider",
    ),
    pytest.param(
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        PolicyKind.TRUST,
        {**SAML, "Action": "sts:AssumeRole*"},
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: a pattern",
    ),
    pytest.param(
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        PolicyKind.TRUST,
        {**TRUST, "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRoleWithWebIdentity"},
        id="MISMATCHED_ACTION_FOR_PRINCIPAL: what keeps everybody out",
    ),
]

test_is_found, test_is_spared, test_every_check_has_rows = lint_tests(FOUND, SPARED, "federation")
