"""The policies of a request without what denies, or with a statement more."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.documents import Policy
from pytest_fakests.iam.policies import Policies
from pytest_fakests.iam.rulings import Ruling, rule


def without_denials(policies: Policies, context: RequestContext) -> Policies:
    """The policies, read, with the statements that allow alone; what has no say about the caller stays as it is."""
    changed: dict[str, Any] = {}
    for name, ruling in rule(policies, context)._asdict().items():
        if ruling:
            levels = tuple(map(_allowing, ruling.levels))
            of_type = _allowing(ruling)
            changed[name] = of_type[0] if name == "resource" else levels or of_type
    return dataclasses.replace(policies, **changed)


def _allowing(ruling: Ruling) -> tuple[Policy, ...]:
    return tuple(
        _with(policy, tuple(one for one in policy.statements if one.effect is Effect.ALLOW))
        for policy in ruling.policies
    )


def with_statement(policies: Policies, kind: PolicyKind, more: Policy) -> Policies:
    """Policies that `without_denials` gave, with a policy that allows the request beside those of its type."""
    if kind in (PolicyKind.TRUST, PolicyKind.RESOURCE):
        return dataclasses.replace(policies, resource=more)  # there is one alone, and this one is enough
    if kind is PolicyKind.SERVICE_CONTROL:
        return dataclasses.replace(policies, service_control=None)  # where each level allows, none limits
    given: Sequence[Any] = getattr(policies, kind.value) or ()
    grown: dict[str, Any] = {kind.value: (*given, more)}
    return dataclasses.replace(policies, **grown)


def _with(policy: Policy, statements: tuple[Statement, ...]) -> Policy:
    return dataclasses.replace(policy, statements=statements, _by_action={})
