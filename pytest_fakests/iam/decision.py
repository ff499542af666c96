"""What was decided about a request, by which policy, and why."""

from __future__ import annotations

import dataclasses
import enum
import functools
from typing import Any

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.explaining.contributions import Contribution, contributions
from pytest_fakests.iam.explaining.explanation import explanation, heading
from pytest_fakests.iam.explaining.json_form import json_form
from pytest_fakests.iam.explaining.remedies import Remedy, remedies
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Statement
from pytest_fakests.iam.parsing.documents import Policy
from pytest_fakests.iam.policies import Policies
from pytest_fakests.iam.requests import Request


class Outcome(str, enum.Enum):
    """What a decision comes to.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
    """

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


# Before Python 3.12 it takes a call to look a member up in its class.
_ALLOWED = Outcome.ALLOWED


@dataclasses.dataclass(frozen=True, init=False, repr=False)
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
    context: RequestContext
    policies: Policies

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

    def __repr__(self) -> str:
        # What pytest shows of `assert fakests.can(...)`: the fields would fill a screen and not say what was asked.
        return f"<{heading(self)}; .explain() says more>"

    @property
    def request(self) -> Request:
        """What was asked."""
        return self.context.request

    @property
    def allowed(self) -> bool:
        """Whether the request is allowed."""
        return self.outcome is _ALLOWED

    def __bool__(self) -> bool:
        return self.outcome is _ALLOWED

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

    @functools.cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """Every change of policies that is needed to allow a request that was denied; nothing less would do.

        Empty where it is allowed, or where no policy can allow it.
        """
        return remedies(self)

    def explain(self) -> str:
        """The decision as a short tree: what was asked, what was on offer, nearest miss first, and what would allow it.

        It is made from `contributions` and `remedies`. The text is plain ASCII.
        """
        return explanation(self)

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain JSON values: what `json.loads(json.dumps(...))` of it gives is equal to it.

        Keys are always there and in this order; a change of their meaning raises "schema". `...` stands for a reference
        to a statement: policy_kind, policy (the document's name), policy_arn, level, index and sid; or for None.

            schema          1
            outcome         "allowed", "explicitDeny" or "implicitDeny"
            allowed         whether it is allowed
            reason          AWS's words, as `reason`
            policy_kind     the type of policy that decided, as "service_control"; None where none did
            statement       ... the statement that decided
            request         action, resource, resource_account, principal, issuer (the role or user behind a session),
                            context (every condition key of the request, also those that follow from it, by name; a
                            multivalued key has a list)
            contributions   for every type of policy: policy_kind; verdict, a value of `Verdict`; attached;
                            silent_levels; statement ...; statements, each of them ... with effect, applies, document
                            (the statement as written), and mismatches: element, wanted, had and variables, those of
                            conditions also operator, key and failing
            remedies        policy_kind; advice, in words; remove ...; add (a statement to add, or None); instead ...

        Example:
            >>> from pytest_fakests.iam import Policies, Request, evaluate
            >>> evaluate(Request("s3:GetObject"), Policies()).to_dict()["outcome"]
            'implicitDeny'
        """
        return json_form(self)
