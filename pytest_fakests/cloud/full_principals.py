"""Short names of principals in a policy, written out as ARNs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pytest_fakests.cloud.names import account_in, provider_name, short_name

FindArn = Callable[[str, str], str]
"""From a kind and a name, as ("user", "julie"), to the ARN that it has in the policy's own account."""


def with_full_principals(document: Mapping[str, Any], find_arn: FindArn) -> dict[str, Any]:
    """The document with "user/NAME", "account/ID", "oidc/ISSUER" and their like in its principals written out.

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
        if isinstance(value, Mapping):
            full[element] = {kind: _spelt(kind, named, find_arn) for kind, named in value.items()}
    return full


def _spelt(kind: str, value: Any, find_arn: FindArn) -> Any:
    if isinstance(value, list):
        return [_one(kind, entry, find_arn) for entry in value]
    return _one(kind, value, find_arn)


def _one(kind: str, principal: Any, find_arn: FindArn) -> Any:
    if not isinstance(principal, str):
        return principal
    if kind == "Federated":
        provider = provider_name(principal)
        return find_arn(*provider) if provider else principal
    if kind != "AWS":
        return principal
    named = short_name(principal)
    if named:
        return find_arn(*named)
    return account_in(principal) or principal if principal.startswith("account/") else principal
