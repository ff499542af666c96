"""Policies as users write them, read into those that the policy language knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_fakests.cloud.builders import VERSION
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.full_principals import FindArn, with_full_principals
from pytest_fakests.cloud.full_resources import with_full_resources
from pytest_fakests.cloud.limits import check_groups
from pytest_fakests.cloud.managed import CARRIED, managed_arn, managed_document
from pytest_fakests.cloud.quotas import check_inline, check_managed
from pytest_fakests.iam import Policy, PolicyKind, parse_policy
from pytest_fakests.iam.errors import Place, quoted
from pytest_fakests.iam.parsing.reading import read_document

# Texts that are no policy, but that a builder makes one of.
_ACTION = re.compile(r"\*|[\w-]+:[\w*?]+", re.ASCII)
_PRINCIPAL = re.compile(r"\*|\d{12}|(?:arn:|(?:user|role|account|service|oidc)/)\S+", re.ASCII)


def read_policies(
    value: Any, where: str, kind: PolicyKind = PolicyKind.IDENTITY, *, partition: str = "aws"
) -> tuple[Policy, ...]:
    """Every policy in `value`: a document, a statement, JSON text, a managed policy's ARN, or a list of these.

    `where` names the place in messages, as "permissions of role 'reader'".

    Raises:
        PolicyError: A document is malformed; the text says where and what would be right.
        DeclarationError: An ARN names a managed policy that the fake does not carry.
    """
    if value is None:
        return ()
    if not isinstance(value, (str, bytes, Mapping, Policy)) and isinstance(value, Iterable):
        found = [read_policies(entry, where, kind, partition=partition) for entry in value]
        return tuple(policy for policies in found for policy in policies)
    if isinstance(value, Mapping) and "PolicyDocument" in value:
        name = f"policy {value.get('PolicyName', '')!r} in {where}"
        return (parse_policy(value["PolicyDocument"], kind, name=name),)
    if isinstance(value, str) and value.startswith("arn:"):
        return (_managed(value, where, kind, partition),)
    _check_built(value, where, kind)
    return (parse_policy(value, kind, name=where),)


def read_named(value: Any, where: str, *, partition: str = "aws", bare: bool = False) -> tuple[Policy, ...]:
    """Policies with names, from a mapping, from pairs, or from ARNs of AWS managed policies.

    With `bare` they are the inline policies of groups, and a name alone stands for a group without any.

    Raises:
        PolicyError: A document is malformed or too large.
        DeclarationError: An ARN names a managed policy that the fake does not carry, or groups are not as IAM has them.
    """
    found: list[Policy] = []
    pairs = list(named_policies(value))
    if bare:
        check_groups([name for name, _ in pairs], where)
    for name, policy in pairs:
        if policy is not None:
            arn = name if name and name.startswith("arn:") else None
            label = f"{name!r} in {where}" if name else where
            read = [parse_policy(one, PolicyKind.IDENTITY, name=label, arn=arn) for one in _documents(policy)]
            if bare:
                check_inline(read, "group", name or "", label)
            else:
                check_managed(read)
            found.extend(read)
        elif name is not None and not bare:
            found.append(_managed(name, where, PolicyKind.IDENTITY, partition))
    return tuple(found)


def read_trust(value: Any, where: str, find_arn: FindArn) -> Policy:
    """The one trust policy in `value`; the statements of a list are joined, as a role has one trust policy only.

    Raises:
        PolicyError: A document is malformed.
    """
    return read_one(value, where, PolicyKind.TRUST, find_arn)


def read_one(value: Any, where: str, kind: PolicyKind, find_arn: FindArn | None = None, of: str = "") -> Policy:
    """The one policy in `value`, of a kind of which a resource has one only; the statements of a list are joined.

    With `find_arn` its principals may have short names, and with `of`, the ARN of an API, its resources too.

    Raises:
        PolicyError: A document is malformed.
    """
    documents = _read(value, where, kind)
    if find_arn:
        documents = [with_full_principals(one, find_arn) for one in documents]
    if ":execute-api:" in of:
        documents = [with_full_resources(one, of) for one in documents]
    return _joined(documents, where, kind)


def _read(value: Any, where: str, kind: PolicyKind) -> list[dict[str, Any]]:
    documents = list(_documents(value))
    for document in documents:
        _check_built(document, where, kind)
    return [read_document(document, kind, Place(where)) for document in documents]


def _check_built(value: Any, where: str, kind: PolicyKind) -> None:
    builder, of = ("trust", _PRINCIPAL) if kind is PolicyKind.TRUST else ("allow", _ACTION)
    if isinstance(value, str) and of.fullmatch(value):
        raise Place(where).error(f"{quoted(value)} is no policy", f"write {builder}({quoted(value)})")
    if isinstance(value, Mapping):
        _check_side(value, where, kind)


def _check_side(document: Mapping[str, Any], where: str, kind: PolicyKind) -> None:
    """Tell a policy that stands where the other kind does by what it has, and a builder does not forget."""
    found = document.get("Statement", document)
    statements = [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, Mapping)]
    has_principal, has_resource = (any(name in one for one in statements) for name in ("Principal", "Resource"))
    if kind is PolicyKind.TRUST and has_resource and not has_principal:
        raise Place(where).error(
            "it has resources and no principals, as permissions have",
            'write who may assume the role, as trust("user/NAME")',
        )
    if kind is PolicyKind.IDENTITY and has_principal and not has_resource:
        raise Place(where).error(
            "it has principals and no resources, as trust policies have",
            'write what may be done, as allow("s3:GetObject")',
        )
    if kind is PolicyKind.RESOURCE and has_resource and not has_principal:
        raise Place(where).error("it has no principals", 'write who may do this, as allow(..., to="user/NAME")')


def _joined(documents: list[dict[str, Any]], where: str, kind: PolicyKind) -> Policy:
    # Each is checked by itself first: what is malformed in one is not lost among the statements of the others.
    policies = [parse_policy(document, kind, name=where) for document in documents]
    if len(policies) == 1:
        return policies[0]
    statements: list[Any] = []
    for document in documents:
        found = document.get("Statement", document)
        statements.extend(found if isinstance(found, list) else [found])
    return parse_policy({"Version": VERSION, "Statement": statements}, kind, name=where)


def _documents(value: Any) -> Iterator[Any]:
    if not isinstance(value, (str, bytes, Mapping, Policy)) and isinstance(value, Iterable):
        for entry in value:
            yield from _documents(entry)
    else:
        yield value


def named_policies(value: Any) -> Iterator[tuple[str | None, Any]]:
    """The policies in a mapping, pairs, a list or a document, each with its name or None; a lone name has no policy."""
    if isinstance(value, str):
        yield value, None
    elif isinstance(value, Mapping):
        if "PolicyDocument" in value:
            yield value.get("PolicyArn", value.get("PolicyName")), value["PolicyDocument"]
        elif "Statement" in value or "Effect" in value:
            yield None, value
        else:
            yield from value.items()
    else:
        for entry in value:
            if isinstance(entry, tuple) and len(entry) == 2:
                yield entry
            else:
                yield from named_policies(entry)


def _managed(arn: str, where: str, kind: PolicyKind, partition: str) -> Policy:
    document = managed_document(arn)
    if document is None:
        field = "boundary={...}" if kind is PolicyKind.BOUNDARY else f"managed={{{arn!r}: {{...}}}}"
        raise DeclarationError(
            f"{where}: the fake does not carry the managed policy {arn!r} (it has {', '.join(CARRIED)}); "
            f"give its document, as {field}"
        )
    return parse_policy(document, kind, name=f"{arn!r} in {where}", arn=managed_arn(partition, arn))
