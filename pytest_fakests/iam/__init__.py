"""The policy language of AWS: documents in, decisions out. It needs the standard library alone."""

from pytest_fakests.iam.decision import Decision, Outcome
from pytest_fakests.iam.errors import PolicyError
from pytest_fakests.iam.evaluation import evaluate
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy, parse_policy
from pytest_fakests.iam.requests import Policies, Request

__all__ = [
    "Decision",
    "Outcome",
    "Policies",
    "Policy",
    "PolicyError",
    "PolicyKind",
    "Request",
    "Statement",
    "evaluate",
    "parse_policy",
]
