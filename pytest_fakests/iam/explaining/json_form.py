"""A decision as plain JSON values; `Decision.to_dict` says what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_fakests.iam.explaining.contributions import Contribution, ExaminedStatement
from pytest_fakests.iam.explaining.mismatches import ConditionMismatch, Mismatch
from pytest_fakests.iam.explaining.remedies import Remedy
from pytest_fakests.iam.parsing.reading import copied

if TYPE_CHECKING:
    from pytest_fakests.iam.decision import Decision

SCHEMA = 1


def json_form(decision: Decision) -> dict[str, Any]:
    """The dictionary of `Decision.to_dict`."""
    request = decision.request
    by = [one.statement for one in decision.contributions if one.kind is decision.policy_kind and decision.statement]
    return {
        "schema": SCHEMA,
        "outcome": decision.outcome.value,
        "allowed": decision.allowed,
        "reason": decision.reason,
        "policy_kind": decision.policy_kind.value if decision.policy_kind else None,
        "statement": _reference(by[0] if by else None),
        "request": {
            "action": request.action,
            "resource": request.resource,
            "resource_account": request.account or None,
            "principal": request.principal,
            "issuer": decision.context.issuer,
            "context": decision.context.items(),
        },
        "contributions": [_contribution(one) for one in decision.contributions],
        "remedies": [_remedy(one) for one in decision.remedies],
    }


def _reference(found: ExaminedStatement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "policy_kind": found.kind.value,
        "policy": found.policy.name,
        "policy_arn": found.policy.arn,
        "level": found.level,
        "index": found.index,
        "sid": found.sid,
    }


def _contribution(contribution: Contribution) -> dict[str, Any]:
    return {
        "policy_kind": contribution.kind.value,
        "verdict": contribution.verdict.value,
        "attached": contribution.attached,
        "silent_levels": list(contribution.silent_levels),
        "statement": _reference(contribution.statement),
        "statements": [_statement(one) for one in contribution.statements],
    }


def _statement(examined: ExaminedStatement) -> dict[str, Any]:
    return {
        **(_reference(examined) or {}),
        "effect": examined.effect.value,
        "applies": examined.applies,
        "document": copied(examined.document),
        "mismatches": [_mismatch(one) for one in examined.mismatches],
    }


def _mismatch(mismatch: Mismatch) -> dict[str, Any]:
    variables = dict(mismatch.variables)
    if isinstance(mismatch, ConditionMismatch):
        return {
            "element": mismatch.element,
            "operator": mismatch.operator,
            "key": mismatch.key,
            "wanted": list(mismatch.wanted),
            "had": None if mismatch.had is None else list(mismatch.had),
            "failing": list(mismatch.failing),
            "variables": variables,
        }
    wanted = None if mismatch.wanted is None else list(mismatch.wanted)
    return {"element": mismatch.element, "wanted": wanted, "had": mismatch.had, "variables": variables}


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "policy_kind": remedy.kind.value,
        "advice": str(remedy),
        "remove": _reference(remedy.remove),
        "add": copied(remedy.add),
        "instead": _reference(remedy.instead),
    }
