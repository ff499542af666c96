"""Short names of principals in a policy, written out as ARNs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pytest_fakests.cloud.names import account_in, short_name

FindArn = Callable[[str, str], str]
"""From a kind and a name, as ("user", "julie"), to the ARN that it has in the policy's own account."""


def with_full_principals(document: Mapping[str, Any], find_arn: FindArn) -> dict[str, Any]:
    """The document with "user/NAME", "role/NAME" and "account/ID" in its principals written out.

    What is malformed stays as it is: the parser says what is wrong with it.
    """
    if "Effect" in document:
        return _statement(document, find_arn)
    statements = document.get("Statement")
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list):
        return dict(document)
    full = [_statement(one, find_arn) if isinstance(one, Mapping) else one for one in statements]
    return {**document, "Statement": full}


def _statement(statement: Mapping[str, Any], find_arn: FindArn) -> dict[str, Any]:
    full = dict(statement)
    for element in ("Principal", "NotPrincipal"):
        value = full.get(element)
        if isinstance(value, Mapping) and "AWS" in value:
            full[element] = {**value, "AWS": _spelt(value["AWS"], find_arn)}
    return full


def _spelt(value: Any, find_arn: FindArn) -> Any:
    if isinstance(value, list):
        return [_one(entry, find_arn) for entry in value]
    return _one(value, find_arn)


def _one(principal: Any, find_arn: FindArn) -> Any:
    if not isinstance(principal, str):
        return principal
    named = short_name(principal)
    if named:
        return find_arn(*named)
    return account_in(principal) or principal if principal.startswith("account/") else principal
