"""`allow`, `deny` and `trust`: policy documents in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pytest_fakests.cloud.errors import DeclarationError

VERSION = "2012-10-17"

Conditions = Mapping[str, Mapping[str, Any]]

# The action with which each kind of principal assumes a role:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
_ACTION_OF = {
    "AWS": "sts:AssumeRole",
    "Service": "sts:AssumeRole",
    "OIDC": "sts:AssumeRoleWithWebIdentity",
    "SAML": "sts:AssumeRoleWithSAML",
}
# Those of pytest_fakests.iam.callers, which a test module that only declares should not have to load.
BUILT_IN_PROVIDERS = {
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
}
# A name without a kind; an account's id and the unique id of a role or user stand for themselves.
_BARE = re.compile(r"(?!\d{12}$|A(?:RO|ID)A[A-Z0-9]+$)[\w+=,.@-]+", re.ASCII)


def allow(
    *actions: str,
    on: str | Iterable[str] = "*",
    when: Conditions | None = None,
    to: str | Iterable[str] | None = None,
) -> dict[str, Any]:
    """A permissions policy with one statement that allows `actions`.

    Args:
        actions: IAM actions, such as "s3:GetObject" or "dynamodb:*".
        on: The resource ARN or ARNs; wildcards as in IAM.
        when: A Condition block: operator -> key -> value or values.
        to: The principal or principals, as `trust` takes them: the policy is one of a resource then.

    Raises:
        DeclarationError: No action is given, `when` is no Condition block, or `to` names no principal.

    Example:
        >>> allow("s3:GetObject", on="arn:aws:s3:::reports/*")["Statement"][0]["Effect"]
        'Allow'
    """
    return _permissions("Allow", actions, on, when, to)


def deny(
    *actions: str,
    on: str | Iterable[str] = "*",
    when: Conditions | None = None,
    to: str | Iterable[str] | None = None,
) -> dict[str, Any]:
    """A permissions policy with one statement that denies `actions`; the arguments are those of `allow`.

    Example:
        >>> deny("s3:DeleteObject")["Statement"][0]["Effect"]
        'Deny'
    """
    return _permissions("Deny", actions, on, when, to)


def trust(
    *principals: str,
    external_id: str | Iterable[str] | None = None,
    when: Conditions | None = None,
    actions: str | Iterable[str] | None = None,
) -> dict[str, Any]:
    """A role trust policy that lets `principals` assume the role.

    Args:
        principals: Each an ARN, "user/NAME" or "role/NAME" (of the role's account), "account/ID",
            "service/HOST", "oidc/ISSUER" or "saml/NAME" (an identity provider of the role's account), the name of
            an identity provider that is built into AWS, as "accounts.google.com", or "*".
        external_id: Adds the condition that `sts:ExternalId` equals it, or one of them.
        when: Further conditions.
        actions: Which actions are trusted; by default the one with which such a principal assumes a role.

    Raises:
        DeclarationError: No principal is given, one has no kind, or `when` is no Condition block.

    Example:
        >>> trust("service/lambda.amazonaws.com")["Statement"][0]["Principal"]
        {'Service': 'lambda.amazonaws.com'}
    """
    if not principals:
        raise DeclarationError('trust() names no principal; give one, such as trust("user/julie")')
    by_kind: dict[str, list[str]] = {}
    for principal in principals:
        kind, value = _principal(principal)
        by_kind.setdefault(kind, []).append(value)
    conditions = _merged(external_id, when)
    statements = [_trust_statement(kind, values, conditions, _listed(actions)) for kind, values in by_kind.items()]
    return {"Version": VERSION, "Statement": statements}


def _permissions(
    effect: str,
    actions: tuple[str, ...],
    on: str | Iterable[str],
    when: Conditions | None,
    to: str | Iterable[str] | None,
) -> dict[str, Any]:
    if not actions:
        raise DeclarationError(
            f'{effect.lower()}() names no action; give one, such as {effect.lower()}("s3:GetObject")'
        )
    statement: dict[str, Any] = {
        "Effect": effect,
        **({} if to is None else {"Principal": _principals(to)}),
        "Action": _one_or_list(list(actions)),
        "Resource": list(on) if _is_list(on) else on,
    }
    if when:
        statement["Condition"] = _copied(when)
    return {"Version": VERSION, "Statement": [statement]}


def _principals(named: str | Iterable[str]) -> str | dict[str, Any]:
    listed = _listed(named)
    if listed == ["*"]:
        return "*"
    by_element: dict[str, list[str]] = {}
    for kind, value in map(_principal, listed):
        by_element.setdefault(_element(kind), []).append(value)
    return {element: _one_or_list(values) for element, values in by_element.items()}


def _element(kind: str) -> str:
    return kind if kind in ("AWS", "Service") else "Federated"


def _trust_statement(kind: str, values: list[str], conditions: dict[str, Any], actions: list[str]) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {_element(kind): _one_or_list(values)},
        "Action": _one_or_list(actions or [_ACTION_OF[kind]]),
    }
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principal(principal: str) -> tuple[str, str]:
    """The kind of principal, and how a Principal element spells it."""
    if not isinstance(principal, str) or (_BARE.fullmatch(principal) and principal not in BUILT_IN_PROVIDERS):
        raise DeclarationError(f"{principal!r} names no principal; {_full_name(principal)}")
    kind, _, rest = principal.partition("/")
    if kind == "service" and rest:
        return "Service", rest
    if kind == "account" and rest:
        return "AWS", rest
    if kind == "oidc" and rest.removeprefix("https://") in BUILT_IN_PROVIDERS:
        return "OIDC", rest.removeprefix("https://")
    if kind == "group":
        raise DeclarationError(f"{principal!r} names a group, which AWS knows as no principal; name users or roles")
    if kind == "oidc" or ":oidc-provider/" in principal or principal in BUILT_IN_PROVIDERS:
        return "OIDC", principal
    if kind == "saml" or ":saml-provider/" in principal:
        return "SAML", principal
    return "AWS", principal


def _full_name(name: object) -> str:
    """What to write for something that names no principal."""
    if isinstance(name, (list, tuple)):
        return "give each as an argument of its own"
    if not isinstance(name, str):
        return "write an ARN, 'user/NAME', 'role/NAME', 'account/ID', 'service/HOST' or '*'"
    if name.endswith(".amazonaws.com"):
        return f"write 'service/{name}'"
    # A user may have a dot in the name, as the host of an identity provider has.
    return f"write 'user/{name}'" + (f", 'role/{name}' or 'oidc/{name}'" if "." in name else f" or 'role/{name}'")


def _merged(external_id: str | Iterable[str] | None, when: Conditions | None) -> dict[str, Any]:
    conditions = _copied(when or {})
    if external_id is not None:
        conditions.setdefault("StringEquals", {})["sts:ExternalId"] = _one_or_list(_listed(external_id))
    return conditions


def _copied(conditions: Conditions) -> dict[str, Any]:
    if not isinstance(conditions, Mapping) or not all(isinstance(keys, Mapping) for keys in conditions.values()):
        raise DeclarationError(
            f"when={conditions!r} is no Condition block; write operators with their keys, as "
            'when={"StringEquals": {"aws:PrincipalTag/team": "blue"}}'
        )
    return {operator: dict(keys) for operator, keys in conditions.items()}


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _listed(value: str | Iterable[str] | None) -> list[str]:
    if value is None:
        return []
    return list(value) if _is_list(value) else [value]  # type: ignore[list-item]  # what is neither is refused later


def _one_or_list(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values
