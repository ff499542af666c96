"""One statement of a policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.matching.conditions import Condition
from pytest_fakests.iam.matching.patterns import Patterns
from pytest_fakests.iam.matching.principals import Match, Principals


class Effect(str, enum.Enum):
    """What a statement does to the requests that it matches."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A statement, compiled to be compared with requests.

    An element that the statement does not have is None. One that is an empty list matches nothing, negated or not:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html

    Attributes:
        index: Its place in the policy, from 0.
        sid: Its Sid, or None.
        effect: Allow or Deny.
        principal: The Principal element.
        not_principal: The NotPrincipal element.
        action: The Action element's patterns as written.
        not_action: The NotAction element's.
        resource: The Resource element's.
        not_resource: The NotResource element's.
        conditions: The conditions, all of which must hold.
    """

    index: int
    sid: str | None
    effect: Effect
    principal: Principals | None
    not_principal: Principals | None
    action: tuple[str, ...] | None
    not_action: tuple[str, ...] | None
    resource: tuple[str, ...] | None
    not_resource: tuple[str, ...] | None
    conditions: tuple[Condition, ...]
    action_patterns: Patterns = dataclasses.field(repr=False, compare=False)
    resource_patterns: Patterns | None = dataclasses.field(repr=False, compare=False)

    def speaks_of(self) -> Iterator[str]:
        """The condition keys, in lower case, of its conditions, and of variables in their values and in resources."""
        for condition in self.conditions:
            yield condition.lookup
            if condition.variables:
                yield from condition.variables
        if self.resource_patterns is not None:
            for entry in self.resource_patterns.templates:
                yield from entry.keys

    def covers(self, context: RequestContext) -> bool:
        """Whether resource and all conditions match: what is left to ask where the action is known to match."""
        resources = self.resource_patterns
        if resources is not None and not resources.match(context.resource, context):
            return False
        # A generator takes longer than most conditions do.
        for condition in self.conditions:  # noqa: SIM110
            if not condition.holds(context):
                return False
        return True

    def action_matches(self, context: RequestContext) -> bool:
        """Whether the Action or NotAction element matches."""
        return self.action_patterns.match(context.action, context)

    def resource_matches(self, context: RequestContext) -> bool:
        """Whether the Resource or NotResource element matches; without either, the policy's own resource is meant."""
        return self.resource_patterns is None or self.resource_patterns.match(context.resource, context)

    def principal_match(self, context: RequestContext) -> Match:
        """How the Principal or NotPrincipal element names the caller; NONE for a statement without either."""
        if self.principal is not None:
            return self.principal.match(context)
        if self.not_principal is None or not self.not_principal.written:
            return Match.NONE
        return Match.NONE if self.not_principal.exempts(context) else Match.CALLER
