"""What was decided about a request, by which policy, and why."""

from __future__ import annotations

import dataclasses
import enum
import functools

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution, contributions
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


@dataclasses.dataclass(frozen=True, init=False)
class Decision:
    """A decision; it is true where the request is allowed.

    Attributes:
        outcome: What it comes to.
        reason: Why, in the words with which AWS ends "... is not authorized to perform: ACTION on resource: ARN ".
        policy_kind: The type of policy that decided; None where AWS asks no policy.
        policy: The policy that decided; None for an implicit deny.
        statement: Its statement that decided, likewise.
        context: What was asked, with the condition keys that follow from it.
        policies: The policies that it was judged by.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """

    outcome: Outcome
    reason: str
    policy_kind: PolicyKind | None
    policy: Policy | None
    statement: Statement | None
    context: RequestContext = dataclasses.field(repr=False)
    policies: Policies = dataclasses.field(repr=False)

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        policy_kind: PolicyKind | None,
        policy: Policy | None,
        statement: Statement | None,
        context: RequestContext,
        policies: Policies,
    ) -> None:
        fields = self.__dict__  # as in Policies
        fields["outcome"] = outcome
        fields["reason"] = reason
        fields["policy_kind"] = policy_kind
        fields["policy"] = policy
        fields["statement"] = statement
        fields["context"] = context
        fields["policies"] = policies

    @property
    def request(self) -> Request:
        """What was asked."""
        return self.context.request

    @property
    def allowed(self) -> bool:
        """Whether the request is allowed."""
        return self.outcome is Outcome.ALLOWED

    def __bool__(self) -> bool:
        return self.allowed

    @functools.cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each type of policy contributed, with every statement that was looked at and why it did not match.

        All types are there, in the order in which explicit denies are reported. The policies are walked through once
        more when this is first read, so a decision that nobody asks about costs nothing more.

        Example:
            >>> from pytest_fakests.iam import Policies, Request, evaluate
            >>> wanted = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
            >>> asked = Request("s3:GetObject", "arn:aws:s3:::b/k", "arn:aws:iam::123456789012:user/julie")
            >>> found = evaluate(asked, Policies(identity=[wanted])).contributions[0]
            >>> found.verdict.value, str(found.statements[0].mismatches[0])
            ('does not allow', 'Action "s3:PutObject" does not match s3:GetObject')
        """
        return contributions(self.context, self.policies)

    def explain(self) -> str:
        """The decision as a short tree: what was asked, what was on offer, nearest miss first, and what would allow it.

        It is made from `contributions`. The text is plain ASCII.
        """
        return explanation(self)
