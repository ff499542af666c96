"""The policy language of AWS: documents in, decisions out. It needs the standard library alone."""

from pytest_fakests.iam.decision import Decision, Outcome
from pytest_fakests.iam.errors import PolicyError
from pytest_fakests.iam.evaluation import evaluate
from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement, Verdict
from pytest_fakests.iam.explaining.mismatches import ConditionMismatch, ElementMismatch, Mismatch
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy, parse_policy
from pytest_fakests.iam.parsing.quotas import check_size, policy_size
from pytest_fakests.iam.requests import Policies, Request

__all__ = [
    "ConditionMismatch",
    "Contribution",
    "Decision",
    "ElementMismatch",
    "ExaminedStatement",
    "Mismatch",
    "Outcome",
    "Policies",
    "Policy",
    "PolicyError",
    "PolicyKind",
    "Request",
    "Statement",
    "Verdict",
    "check_size",
    "evaluate",
    "parse_policy",
    "policy_size",
]
