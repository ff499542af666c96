"""What was decided about a request, by which policy, and why."""

from __future__ import annotations

import dataclasses
import enum

from pytest_fakests.iam.explaining.explanation import explanation
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy
from pytest_fakests.iam.requests import Policies, Request


class Outcome(str, enum.Enum):
    """What a decision comes to.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
    """

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """A decision; it is true where the request is allowed.

    Attributes:
        outcome: What it comes to.
        reason: Why, in the words with which AWS ends "... is not authorized to perform: ACTION on resource: ARN ".
        policy_kind: The type of policy that decided; None where AWS asks no policy.
        policy: The policy that decided; None for an implicit deny.
        statement: Its statement that decided, likewise.
        request: What was asked.
        policies: The policies that it was judged by.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """

    outcome: Outcome
    reason: str
    policy_kind: PolicyKind | None
    policy: Policy | None
    statement: Statement | None
    request: Request
    policies: Policies = dataclasses.field(repr=False)

    @property
    def allowed(self) -> bool:
        """Whether the request is allowed."""
        return self.outcome is Outcome.ALLOWED

    def __bool__(self) -> bool:
        return self.allowed

    def explain(self) -> str:
        """The decision in full: what each policy said, which element of which statement did not match, and why.

        It walks through the policies once more, so it costs nothing until it is called. The text is plain ASCII.
        """
        return explanation(self)
