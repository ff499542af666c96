"""What each type of policy contributed to a decision, and every statement that was looked at."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from typing import Any

from pytest_fakests.iam.callers import AWS_CALLERS, CallerKind
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.explaining.mismatches import Mismatch, mismatches
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind
from pytest_fakests.iam.matching.principals import Match
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.documents import Found, Policy
from pytest_fakests.iam.policies import Policies
from pytest_fakests.iam.rulings import NEED_NO_PERMISSION, Ruling, Rulings, is_trust, names_principals, rule
from pytest_fakests.iam.weighing import needs_resource_allow, spared_by_resource


class Verdict(str, enum.Enum):
    """What the policies of one type say of a request.

    Attributes:
        DENIES: A statement denies it explicitly, which is final.
        ALLOWS: They allow it.
        ALLOWS_ACCOUNT: The resource-based policy allows the caller's account, whose own policies must allow too.
        DOES_NOT_ALLOW: They do not allow it, and their allow was needed.
        NOT_NEEDED: They do not allow it, and need not, as another type does.
        NONE_ATTACHED: There is no such policy, and none is needed.
        NOT_EVALUATED: There are such policies, and they have no say about this caller or action.
    """

    DENIES = "denies"
    ALLOWS = "allows"
    ALLOWS_ACCOUNT = "allows the account"
    DOES_NOT_ALLOW = "does not allow"
    NOT_NEEDED = "not needed"
    NONE_ATTACHED = "none attached"
    NOT_EVALUATED = "not evaluated"


@dataclasses.dataclass(frozen=True, slots=True)
class ExaminedStatement:
    """A statement that was compared with the request; its text names its policy, its place and its Sid.

    Attributes:
        kind: The type of its policy.
        policy: Its policy.
        statement: The statement.
        mismatches: Each element that does not match; none where the statement applies.
        level: For an organization's policies, the level at which it is attached, the root being 0; else None.
    """

    kind: PolicyKind
    policy: Policy = dataclasses.field(repr=False)
    statement: Statement
    mismatches: tuple[Mismatch, ...]
    level: int | None = None

    @property
    def applies(self) -> bool:
        """Whether every element matches the request."""
        return not self.mismatches

    @property
    def policy_name(self) -> str:
        """The name of its document, or the type of policy where it has none."""
        return self.policy.name or WORDINGS[self.kind].label

    @property
    def index(self) -> int:
        """Its place in its document, from 0."""
        return self.statement.index

    @property
    def sid(self) -> str | None:
        """Its Sid, or None."""
        return self.statement.sid

    @property
    def effect(self) -> Effect:
        """Allow or Deny."""
        return self.statement.effect

    @property
    def document(self) -> dict[str, Any]:
        """The statement as its policy has it."""
        found = self.policy.document.get("Statement", self.policy.document)
        entry: dict[str, Any] = found[self.index] if isinstance(found, list) else found
        return entry

    def misses(self, element: str) -> bool:
        """Whether the element, or its negated form, is among those that do not match: "Action" is NotAction too."""
        return any(mismatch.element in (element, f"Not{element}") for mismatch in self.mismatches)

    def __str__(self) -> str:
        sid = f" {quoted(self.sid)}" if self.sid else ""
        return f"{self.policy_name}, statement {self.index}{sid}"


@dataclasses.dataclass(frozen=True, slots=True)
class Contribution:
    """What the policies of one type contributed to a decision.

    Attributes:
        kind: The type.
        verdict: What they say.
        attached: Whether there is such a policy; an empty list of policies counts as one that allows nothing.
        statement: The statement that denies, or else the one that allows; None where there is none.
        statements: Every statement that was looked at, in the order of the documents.
        silent_levels: For an organization's policies, the levels that do not allow, the root being 0.
    """

    kind: PolicyKind
    verdict: Verdict
    attached: bool
    statement: ExaminedStatement | None = None
    statements: tuple[ExaminedStatement, ...] = dataclasses.field(default=(), repr=False)
    silent_levels: tuple[int, ...] = ()


def contributions(context: RequestContext, policies: Policies) -> tuple[Contribution, ...]:
    """One a type of policy, those that are not attached too, in the order in which explicit denies are reported."""
    rulings = _rulings(context, policies)
    needed = _needed(rulings, context) if rulings else ()
    found: dict[str, Ruling | None] = rulings._asdict() if rulings else dict.fromkeys(Rulings._fields)
    return tuple(
        _contribution(name, ruling, _attached(name, policies), needed, context) for name, ruling in found.items()
    )


def _rulings(context: RequestContext, policies: Policies) -> Rulings | None:
    if context.action in NEED_NO_PERMISSION and context.caller.kind in AWS_CALLERS:
        return None
    return rule(policies, context)


def _needed(rulings: Rulings, context: RequestContext) -> tuple[str, ...]:
    """The fields of Rulings whose allow is needed, as things are."""
    spared = spared_by_resource(rulings, context)
    of_aws = context.caller.kind in AWS_CALLERS
    by_identity = of_aws and PolicyKind.IDENTITY not in spared
    alone = by_identity and rulings.identity is not None and not rulings.identity.allowed
    needs = {
        "identity": by_identity and rulings.identity is not None,
        "boundary": PolicyKind.BOUNDARY not in spared and rulings.boundary is not None,
        "session": PolicyKind.SESSION not in spared
        and (rulings.session is not None or context.caller.kind is CallerKind.FEDERATED_USER),
        # Either of the two would do where neither allows.
        "resource": needs_resource_allow(rulings, context) or (alone and rulings.resource is not None),
        "service_control": rulings.service_control is not None,
        "endpoint": rulings.endpoint is not None,
    }
    return tuple(name for name, is_needed in needs.items() if is_needed)


def _attached(name: str, policies: Policies) -> bool:
    given = getattr(policies, name)
    return bool(given) if name == "identity" else given is not None


def _contribution(
    name: str, ruling: Ruling | None, attached: bool, needed: tuple[str, ...], context: RequestContext
) -> Contribution:
    if ruling is None:
        kind = PolicyKind.TRUST if name == "resource" and is_trust(context) else PolicyKind(name)
        if name in needed:
            return Contribution(kind, Verdict.DOES_NOT_ALLOW, attached)
        return Contribution(kind, Verdict.NOT_EVALUATED if attached else Verdict.NONE_ATTACHED, attached)
    statements = tuple(_examined(ruling, context))
    verdict = _verdict(ruling, attached, name in needed)
    found = ruling.deny or (ruling.allow if ruling.allowed else None)
    silent = () if ruling.allowed else [number for number, level in enumerate(ruling.levels) if not level.allowed]
    return Contribution(ruling.kind, verdict, attached, _deciding(found, statements), statements, tuple(silent))


def _examined(ruling: Ruling, context: RequestContext) -> Iterator[ExaminedStatement]:
    naming = names_principals(ruling.kind)
    for number, level in enumerate(ruling.levels or (ruling,)):
        for policy in level.policies:
            for statement in policy.statements:
                missed = mismatches(statement, context, naming)
                yield ExaminedStatement(ruling.kind, policy, statement, missed, number if ruling.levels else None)


def _verdict(ruling: Ruling, attached: bool, needed: bool) -> Verdict:
    if ruling.deny:
        return Verdict.DENIES
    if ruling.allowed:
        by_resource = ruling.kind in (PolicyKind.RESOURCE, PolicyKind.TRUST)
        of_account = by_resource and ruling.allow is not None and ruling.allow.match is Match.ACCOUNT
        return Verdict.ALLOWS_ACCOUNT if of_account else Verdict.ALLOWS
    if needed:
        return Verdict.DOES_NOT_ALLOW
    return Verdict.NOT_NEEDED if attached else Verdict.NONE_ATTACHED


def _deciding(found: Found | None, statements: tuple[ExaminedStatement, ...]) -> ExaminedStatement | None:
    if found is None:
        return None
    return next(one for one in statements if one.policy is found.policy and one.statement is found.statement)
