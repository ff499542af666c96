"""What a policy keeps of a role or user that was deleted: its unique id, which no new one of that name has.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam import Policy, parse_policy


def orphaned(policy: Policy, arn: str, unique_id: str) -> Policy:
    """The policy with the principal at `arn` as its unique id; the same policy where it does not name it."""
    if arn not in _named(policy):
        return policy
    document = _rewritten(policy.document, arn, unique_id)
    return parse_policy(document, policy.kind, name=policy.name, arn=policy.arn)


def _named(policy: Policy) -> set[str]:
    found = (principals for one in policy.statements for principals in (one.principal, one.not_principal))
    return {entry for principals in found if principals for entry in principals.aws}


def _rewritten(document: Mapping[str, Any], arn: str, unique_id: str) -> dict[str, Any]:
    if "Statement" not in document:
        return _statement(document, arn, unique_id)
    statements = document["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    return {**document, "Statement": [_statement(one, arn, unique_id) for one in listed]}


def _statement(statement: Mapping[str, Any], arn: str, unique_id: str) -> dict[str, Any]:
    full = dict(statement)
    for element in ("Principal", "NotPrincipal"):
        named = full.get(element)
        if isinstance(named, Mapping) and "AWS" in named:
            entries = named["AWS"] if isinstance(named["AWS"], list) else [named["AWS"]]
            full[element] = {**named, "AWS": [unique_id if entry == arn else entry for entry in entries]}
    return full
