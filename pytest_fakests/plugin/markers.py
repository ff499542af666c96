"""From the markers of a test, its class and its module to what is declared for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from difflib import get_close_matches
from typing import Any

import pytest

from pytest_fakests.cloud.cloud import DEFAULT_ACCOUNT
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.declarations import (
    Account,
    IdentityProvider,
    Role,
    SamlProvider,
    User,
)
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import is_account_id
from pytest_fakests.cloud.organization import Organization
from pytest_fakests.cloud.shapes import role_from_shape, user_from_shape
from pytest_fakests.fake.condition_keys import check_mapping
from pytest_fakests.fake.context import fake_sts
from pytest_fakests.fake.fakests import FakeSts
from pytest_fakests.plugin.collection import MARKERS, mode_of

_SETTINGS = ("caller", "account", "region", "context", "strict", "unstubbed", "unmapped", "mode")
_ROLE_FIELDS = tuple(field.name for field in dataclasses.fields(Role) if field.name not in ("_", "name"))
_USER_FIELDS = tuple(field.name for field in dataclasses.fields(User) if field.name not in ("_", "name"))
_ORGANIZATION_FIELDS = tuple(field.name for field in dataclasses.fields(Organization) if field.name != "_")


@dataclasses.dataclass(frozen=True)
class Marked:
    """What the markers of a test come to.

    Attributes:
        declarations: For each ARN, the nearest declaration.
        settings: Keywords of fake_sts.
    """

    declarations: tuple[Declaration, ...]
    settings: dict[str, Any]


def fake_of(node: pytest.Item | pytest.Collector) -> AbstractContextManager[FakeSts]:
    """The fake that a node's markers ask for, with ids and keys that are the same in each run of the node.

    Raises:
        DeclarationError: A marker has an argument that it does not take, or a level declares something twice.
    """
    marked = read_markers(node)
    chosen = node.config.getoption("fakests_seed")
    seed = node.config.getini("fakests_seed") if chosen is None else chosen
    settings = {"mode": mode_of(node.config), **marked.settings}
    return fake_sts(*marked.declarations, **settings, seed=f"{seed} {node.nodeid}" if seed else node.nodeid)


def read_markers(node: pytest.Item | pytest.Collector) -> Marked:
    """What is declared for a node: all its levels, the nearest winning.

    Raises:
        DeclarationError: A marker has an argument that it does not take, or a level declares something twice.
    """
    levels = [level for level in _levels(node) if level]
    settings = _settings(node, levels)
    account = settings.get("account", DEFAULT_ACCOUNT)
    found: dict[tuple[str, ...], Declaration] = {}
    for level in reversed(levels):
        found.update(_of_level(node, level, account))
    return Marked(tuple(found.values()), settings)


def _levels(node: pytest.Item | pytest.Collector) -> Iterator[list[pytest.Mark]]:
    """The markers of each level, nearest first: the case's, the function's, the class's, the module's."""
    for one in reversed(node.listchain()):
        own = [mark for mark in one.own_markers if mark.name in MARKERS]
        callspec = getattr(one, "callspec", None)
        if callspec is not None:
            case = [mark for mark in own if mark in callspec.marks]
            yield case
            own = [mark for mark in own if mark not in case]
        if isinstance(one, pytest.Class):
            yield from _class_levels(one, own)
        else:
            yield own


def _class_levels(node: pytest.Class, own: list[pytest.Mark]) -> Iterator[list[pytest.Mark]]:
    """A class and those that it inherits from are levels of their own."""
    for cls in node.obj.__mro__:
        marks = cls.__dict__.get("pytestmark", [])
        given = [getattr(mark, "mark", mark) for mark in (marks if isinstance(marks, list) else [marks])]
        yield [mark for mark in own if mark in given]


def _settings(node: Any, levels: list[list[pytest.Mark]]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    context: dict[str, Any] = {}
    for level in levels:
        for mark in (mark for mark in level if mark.name == "fakests"):
            _check_settings(node, mark)
            settings = {**mark.kwargs, **settings}
            check_mapping("the setting context", mark.kwargs.get("context", {}))
            context = {**mark.kwargs.get("context", {}), **context}
    return {**settings, "context": context} if context else settings


def _check_settings(node: Any, mark: pytest.Mark) -> None:
    if mark.args:
        raise DeclarationError(
            f"@pytest.mark.fakests of {node.nodeid} takes keywords only ({', '.join(_SETTINGS)}); "
            f"it was given {mark.args[0]!r}"
        )
    for name in mark.kwargs:
        if name not in _SETTINGS:
            raise DeclarationError(
                f"@pytest.mark.fakests of {node.nodeid} has the unknown argument {name!r}; {_hint(name, _SETTINGS)}"
            )


def _of_level(node: Any, level: list[pytest.Mark], account: str) -> dict[tuple[str, ...], Declaration]:
    found: dict[tuple[str, ...], Declaration] = {}
    for mark in level:
        for declaration in _declarations(node, mark):
            key = _key(declaration, account)
            if found.setdefault(key, declaration) != declaration:
                raise DeclarationError(
                    f"{node.nodeid} declares {key[0]} {key[-1]!r} twice at one level, differently; "
                    "declare it once there, or at a nearer level, which wins"
                )
    return found


def _declarations(node: Any, mark: pytest.Mark) -> Iterator[Declaration]:
    if mark.name in ("fakests", "expiry"):
        return
    if mark.name == "organization":
        yield from _organization(node, mark)
        return
    read = _READERS[mark.name]
    for value in mark.args:
        yield read(node, value)
    for name, value in mark.kwargs.items():
        yield _by_name(node, mark.name, name, value)


def _key(declaration: Declaration, account: str) -> tuple[str, ...]:
    if isinstance(declaration, Account):
        return "account", declaration.id
    if isinstance(declaration, Organization):
        return "organization", declaration.id
    if isinstance(declaration, IdentityProvider):
        of = f"saml/{declaration.name}" if isinstance(declaration, SamlProvider) else declaration.issuer
        return "identity provider", declaration.account or account, of
    kind = "role" if isinstance(declaration, Role) else "user"
    return kind, getattr(declaration, "account", None) or account, str(getattr(declaration, "name", ""))


def _role(node: Any, value: Any) -> Role:
    if isinstance(value, Role):
        return value
    if isinstance(value, str):
        return Role(**_placed(node, "role", value))
    if isinstance(value, Mapping):
        return role_from_shape(value)
    raise _unreadable(node, "roles", value, "a Role, a name, or a mapping in IAM's shape")


def _by_name(node: Any, marker: str, name: str, value: Any) -> Declaration:
    if marker not in _NAMED:
        raise DeclarationError(
            f"@pytest.mark.{marker} of {node.nodeid} has the unknown argument {name!r}; "
            f"it takes {marker.replace('_', ' ')} without keywords"
        )
    declare, fields, example = _NAMED[marker]
    if value is None:
        return declare(name)
    if name in _SETTINGS and not isinstance(value, Mapping):
        raise DeclarationError(
            f"@pytest.mark.{marker} of {node.nodeid} was given the setting {name!r}; "
            f"write @pytest.mark.fakests({name}={value!r})"
        )
    if name in fields:
        kind = declare.__name__
        raise DeclarationError(
            f"@pytest.mark.{marker} of {node.nodeid} was given {name!r}, which is for one {kind.lower()}; "
            f'write {kind}("NAME", {name}=...)'
        )
    if not isinstance(value, Mapping) or "Statement" in value:
        raise _unreadable(node, marker, value, f"{name}={example}")
    for field in value:
        if field not in fields:
            raise DeclarationError(
                f"@pytest.mark.{marker} of {node.nodeid}: {marker[:-1]} {name!r} has the unknown field {field!r}; "
                f"{_hint(field, fields)}"
            )
    return declare(name, **value)


# By marker, what a keyword of it declares, by which fields, and how it is written.
_NAMED: dict[str, tuple[Callable[..., Declaration], tuple[str, ...], str]] = {
    "roles": (Role, _ROLE_FIELDS, '{"trust": ..., "permissions": ...}'),
    "users": (User, _USER_FIELDS, '{"permissions": ...}'),
}


def _organization(node: Any, mark: pytest.Mark) -> Iterator[Organization]:
    """Organization objects, or the arguments of one."""
    if mark.args and isinstance(mark.args[0], Organization):
        yield from mark.args
        return
    for name in mark.kwargs:
        if name not in _ORGANIZATION_FIELDS:
            raise DeclarationError(
                f"@pytest.mark.organization of {node.nodeid} has the unknown argument {name!r}; "
                f"{_hint(name, _ORGANIZATION_FIELDS)}"
            )
    yield Organization(*mark.args, **mark.kwargs)


def _user(node: Any, value: Any) -> User:
    if isinstance(value, User):
        return value
    if isinstance(value, str):
        return User(**_placed(node, "user", value))
    if isinstance(value, Mapping):
        return user_from_shape(value)
    raise _unreadable(node, "users", value, "a User, a name, or a mapping in IAM's shape")


def _account(node: Any, value: Any) -> Account:
    if isinstance(value, Account):
        return value
    if isinstance(value, str) and is_account_id(value):
        return Account(value)
    raise _unreadable(node, "accounts", value, "an Account, or the 12 digits of an id as text")


def _identity_provider(node: Any, value: Any) -> IdentityProvider:
    if isinstance(value, IdentityProvider):
        return value
    raise _unreadable(node, "identity_providers", value, "an OidcProvider or a SamlProvider")


_READERS: dict[str, Callable[[Any, Any], Declaration]] = {
    "roles": _role,
    "users": _user,
    "accounts": _account,
    "identity_providers": _identity_provider,
}


def _placed(node: Any, kind: str, text: str) -> dict[str, Any]:
    """Name, path and account from a name, "kind/NAME" or an ARN."""
    account = text.split(":")[4] if text.startswith("arn:") and text.count(":") >= 5 else None
    place = text.split(":", 5)[5] if account else text
    other = "user" if kind == "role" else "role"
    if place.startswith(f"{other}/"):
        raise DeclarationError(
            f"@pytest.mark.{kind}s of {node.nodeid} was given {text!r}, which names a {other}; "
            f"declare it with @pytest.mark.{other}s"
        )
    path, _, name = place.removeprefix(f"{kind}/").rpartition("/")
    return {"name": name, "path": f"/{path}/" if path else "/", "account": account}


def _unreadable(node: Any, marker: str, value: Any, wanted: str) -> DeclarationError:
    if isinstance(value, (Role, User)):
        wanted = f"it to @pytest.mark.{type(value).__name__.lower()}s"
    elif marker == "identity_providers" and isinstance(value, str):
        wanted = f"OidcProvider({value!r}) or SamlProvider({value!r})"
    elif isinstance(value, (list, tuple)):
        wanted = f"each of them as an argument of its own, @pytest.mark.{marker}(*[...])"
    return DeclarationError(f"@pytest.mark.{marker} of {node.nodeid} was given {value!r}; give {wanted}")


def _hint(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known)}"
