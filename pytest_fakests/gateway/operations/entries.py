"""An entry of the tables, compiled: what it asks of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.conditions import When
from pytest_fakests.gateway.operations.context import Findings, Key, bearer, carries, kind_of, teller
from pytest_fakests.gateway.operations.filters.kms import is_managed_by_aws
from pytest_fakests.gateway.operations.pass_role import PASS_ROLE, passed_to, untold
from pytest_fakests.gateway.operations.paths import Path, parse_path
from pytest_fakests.gateway.operations.permission import NOTHING, Permission
from pytest_fakests.gateway.operations.tables import Entry
from pytest_fakests.gateway.operations.templates import Hole, Template, compile_template, elements_of
from pytest_fakests.iam.late import LateContext

Fill = Callable[[Call, Mapping[str, Any]], tuple[Permission, ...]]
"""Gives the permissions that an entry of the tables asks of a call with these parameters."""


def compile_entry(entry: Entry, when: When, keys: tuple[Key, ...]) -> Fill:
    """A function that gives the permissions of an entry.

    Args:
        entry: The entry.
        when: Its condition, compiled.
        keys: The condition keys that it may carry.
    """
    compiled = _compiled(entry, when, keys)
    by_parts = compiled.typed or compiled.apart is not None or compiled.action == PASS_ROLE
    fill = compiled.permissions if by_parts else _at_once(compiled)
    if entry.action.startswith("kms:"):
        fill = _of_customers(fill)
    return _doubtful(fill, entry.maybe) if entry.maybe else fill


def _of_customers(fill: Fill) -> Fill:
    """Only what is asked of keys that customers manage: those of AWS's own are open to their services."""

    def of_customers(call: Call, params: Mapping[str, Any]) -> tuple[Permission, ...]:
        found = fill(call, params)
        if call.service == "kms":
            return found
        customers = [
            tuple(key for key in one.resources if not is_managed_by_aws(key, call.place.account)) for one in found
        ]
        pairs = zip(found, customers, strict=True)
        return tuple(one._replace(resources=keys) for one, keys in pairs if keys or not one.resources)

    return of_customers


def _doubtful(fill: Fill, reason: str) -> Fill:
    return lambda call, params: tuple(permission._replace(maybe=reason) for permission in fill(call, params))


def _at_once(entry: _Compiled) -> Fill:
    """What nearly all entries come down to: one permission, whose resources all carry the same keys.

    It is `_Compiled.permissions` for them, without a step that depends on the entry alone.
    """
    action, when, keys = entry.action, entry.when, entry.keys
    bears, tells, doubts, timely = entry.bears, entry.tells, entry.doubts, entry.timely
    plain = entry.templates[0].plain if len(entry.templates) == 1 else None

    def fill(call: Call, params: Mapping[str, Any]) -> tuple[Permission, ...]:
        seen = params if when is None else when(params)
        if seen is None:
            return ()
        alone = None if plain is None else plain(call, seen)
        resources = entry.resources(call, seen) if alone is None else (alone,)
        if not bears(seen):
            return (Permission(action, resources),)
        findings = Findings(keys, call, seen)
        if timely:
            findings.values()
        unknown = NOTHING if doubts is None else LateContext(NOTHING, doubts, findings.unknown)
        return (Permission(action, resources, LateContext(NOTHING, tells, findings.values), unknown),)

    return fill


@dataclass(frozen=True, slots=True)
class _Compiled:
    """An entry of the tables, ready to be filled."""

    action: str
    when: When | None
    templates: tuple[Template, ...]
    keys: tuple[Key, ...]
    passed_to: tuple[str, ...]
    apart: Path | None
    otherwise: Template | None
    typed: bool
    bears: Callable[[Mapping[str, Any]], bool]
    tells: Callable[[str], bool]
    doubts: Callable[[str], bool] | None
    timely: bool

    def permissions(self, call: Call, params: Mapping[str, Any]) -> tuple[Permission, ...]:
        """What the entry asks of a call, whatever it says: of each element apart, and of resources by their type."""
        seen = params if self.when is None else self.when(params)
        return () if seen is None else tuple(self._apart(call, seen))

    def _apart(self, call: Call, seen: Mapping[str, Any]) -> Iterator[Permission]:
        for one in (elements_of(seen, self.apart) if self.apart else ()) or (seen,):
            found = [resource for template in self.templates for resource in template.render(call, one)]
            # Without a role in the call there is nothing to pass.
            if found or self.action != PASS_ROLE:
                for resources, keys in self._grouped(found or self._otherwise(call, one)):
                    yield self._permission(resources, Findings(keys, call, one))

    def _permission(self, resources: tuple[str, ...], findings: Findings) -> Permission:
        if self.action == PASS_ROLE:
            values = {**passed_to(self.passed_to, findings.call.place.partition), **findings.values()}
            return Permission(self.action, resources, values, {**findings.unknown(), **untold(values)})
        if self.timely:
            findings.values()
        unknown = NOTHING if self.doubts is None else LateContext(NOTHING, self.doubts, findings.unknown)
        return Permission(self.action, resources, LateContext(NOTHING, self.tells, findings.values), unknown)

    def resources(self, call: Call, params: Mapping[str, Any]) -> tuple[str, ...]:
        """All resources of a call, each once."""
        found = [resource for template in self.templates for resource in template.render(call, params)]
        return tuple(dict.fromkeys(found or self._otherwise(call, params)))

    def _grouped(self, resources: Iterable[str]) -> Iterator[tuple[tuple[str, ...], tuple[Key, ...]]]:
        """The resources that carry the same keys, with these keys."""
        if not self.typed:
            yield tuple(dict.fromkeys(resources)), self.keys
            return
        groups: dict[tuple[Key, ...], dict[str, None]] = {}
        for resource in resources:
            kind = kind_of(resource)
            keys = tuple(key for key in self.keys if carries(key.types, kind))
            groups.setdefault(keys, {})[resource] = None
        yield from ((tuple(names), keys) for keys, names in groups.items())

    def _otherwise(self, call: Call, params: Mapping[str, Any]) -> list[str]:
        found = self.otherwise.render(call, params) if self.otherwise else []
        if not found:
            members = (
                part.path[0] for one in self.templates for part in one.parts if isinstance(part, Hole) and part.path
            )
            raise call.unknown(
                f"{self.action} needs a resource, which {' or '.join(dict.fromkeys(members))} would tell"
            )
        return found


def _compiled(entry: Entry, when: When, keys: tuple[Key, ...]) -> _Compiled:
    doubtful = [key.name for key in keys if key.doubtful]
    return _Compiled(
        entry.action,
        when if entry.when is not None else None,
        tuple(compile_template(text) for text in entry.resources),
        keys,
        entry.passed_to,
        parse_path(entry.apart) if entry.apart else next((key.apart for key in keys if key.apart is not None), None),
        None if entry.otherwise is None else compile_template(entry.otherwise),
        any(key.types for key in keys),
        bearer(keys),
        teller(key.name for key in keys),
        teller(doubtful) if doubtful else None,
        any(key.timely for key in keys),
    )
