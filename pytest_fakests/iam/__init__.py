"""The policy language of AWS: documents in, decisions out. It needs the standard library alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_fakests.iam.decision import Decision, Outcome
from pytest_fakests.iam.errors import PolicyError
from pytest_fakests.iam.evaluation import evaluate
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.explaining.mismatches import ConditionMismatch, ElementMismatch, Mismatch
from pytest_fakests.iam.explaining.remedies import Remedy
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy, parse_policy
from pytest_fakests.iam.parsing.quotas import check_size, policy_size
from pytest_fakests.iam.policies import Policies
from pytest_fakests.iam.requests import Request

if TYPE_CHECKING:
    from pytest_fakests.iam.lint.findings import Finding, Severity
    from pytest_fakests.iam.lint.linting import lint_policy

__all__ = [
    "ConditionMismatch",
    "Contribution",
    "Decision",
    "ElementMismatch",
    "ExaminedStatement",
    "Finding",
    "Mismatch",
    "Outcome",
    "Policies",
    "Policy",
    "PolicyError",
    "PolicyKind",
    "Remedy",
    "Request",
    "Severity",
    "Statement",
    "Verdict",
    "check_size",
    "evaluate",
    "lint_policy",
    "parse_policy",
    "policy_size",
]


def __getattr__(name: str) -> object:
    # Lint is loaded when it is first asked for: decisions do without it.
    if name in ("Finding", "Severity"):
        from pytest_fakests.iam.lint import findings

        return getattr(findings, name)
    if name == "lint_policy":
        from pytest_fakests.iam.lint.linting import lint_policy

        return lint_policy
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
