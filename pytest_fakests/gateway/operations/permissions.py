"""Which permissions a call needs: the rows of the tables, compiled and filled from the call's parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pytest_fakests.gateway.operations.call import Call, Place
from pytest_fakests.gateway.operations.conditions import When, compile_condition
from pytest_fakests.gateway.operations.context import BY_ACTION, BY_OPERATION, Keys
from pytest_fakests.gateway.operations.errors import UnknownResource, UnmappedOperation
from pytest_fakests.gateway.operations.filters.s3 import with_copy_source
from pytest_fakests.gateway.operations.paths import Path, list_of
from pytest_fakests.gateway.operations.tables import TABLES, Entry, load_table
from pytest_fakests.gateway.operations.templates import Hole, Template, compile_template, elements_of

ContextValues = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Permission:
    """An action that must be allowed, on every one of its resources.

    Attributes:
        action: The action, such as "s3:GetObject".
        resources: ARNs, or "*" for an action that is judged on no resource.
        context: Condition keys that this permission carries besides those of the request.
    """

    action: str
    resources: tuple[str, ...]
    context: ContextValues = field(default_factory=dict)


def required_permissions(
    service: str,
    operation: str,
    params: Mapping[str, Any],
    place: Place,
    state: Mapping[str, str] | None = None,
) -> tuple[Permission, ...]:
    """The permissions that a call needs, all of them; none for a call that needs no permission.

    Args:
        service: botocore's name of the service, such as "s3" or "stepfunctions".
        operation: The operation, such as "GetObject".
        params: The parameters as the caller gave them to botocore.
        place: Where and by whom the call is made.
        state: ARNs of KMS aliases, each with the ARN of the key behind it.

    Raises:
        UnmappedOperation: No table says which permissions the operation needs; as UnknownResource, the
            parameters do not tell which resource the call touches.

    Example:
        >>> place = Place("aws", "us-east-1", "123456789012")
        >>> required_permissions("s3", "GetObject", {"Bucket": "reports", "Key": "q3.csv"}, place)
        (Permission(action='s3:GetObject', resources=('arn:aws:s3:::reports/q3.csv',), context={}),)
    """
    compiled = _compiled(service, operation)
    call = Call(service, operation, params, place, state or {})
    seen = with_copy_source(params)
    found = tuple(permission for entry in compiled for permission in entry.permissions(call, seen))
    if compiled and not found:
        actions = ", ".join(dict.fromkeys(entry.action for entry in compiled))
        raise UnknownResource(service, operation, f"its parameters call for none of {actions}")
    return found


@dataclass(frozen=True, slots=True)
class _Key:
    """A condition key and the template of its value; `member` is the parameter that the value hangs on, if any."""

    name: str
    template: Template
    member: str | None
    apart: Path | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """An entry of the tables, ready to be filled."""

    action: str
    when: When
    templates: tuple[Template, ...]
    keys: tuple[_Key, ...]
    passed_to: ContextValues
    apart: Path | None
    otherwise: Template | None

    def permissions(self, call: Call, params: Mapping[str, Any]) -> Iterator[Permission]:
        seen = self.when(params)
        if seen is None:
            return
        for one in (elements_of(seen, self.apart) if self.apart else ()) or (seen,):
            found = [resource for template in self.templates for resource in template.render(call, one)]
            # Without a role in the call there is nothing to pass.
            if found or self.action != "iam:PassRole":
                resources = found or self._otherwise(call, one)
                yield Permission(self.action, tuple(dict.fromkeys(resources)), self._context(call, one))

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

    def _context(self, call: Call, params: Mapping[str, Any]) -> ContextValues:
        context = dict(self.passed_to)
        for key in self.keys:
            if (key.member is None or key.member in params) and (values := key.template.render(call, params)):
                context[key.name] = values[0]
        return context


@cache
def _compiled(service: str, operation: str) -> tuple[_Compiled, ...]:
    if service not in TABLES:
        raise UnmappedOperation(service, operation, f"there is no table of the service {service}")
    row = load_table(service).get(operation)
    if row is None:
        raise UnmappedOperation(service, operation, f"the table of the service {service} has no such operation")
    keys = BY_OPERATION.get((service, operation), ())
    ready = ((entry, compile_condition(entry.when)) for entry in row.entries)
    return tuple(_compile(entry, when, keys) for entry, when in ready if when is not None)


def _compile(entry: Entry, when: When, keys: Keys) -> _Compiled:
    compiled = tuple(_key(*pair) for pair in (*keys, *BY_ACTION.get(entry.action, ()), *_request_aliases(entry)))
    services = entry.passed_to if len(entry.passed_to) > 1 else "".join(entry.passed_to)
    return _Compiled(
        entry.action,
        when,
        tuple(compile_template(text) for text in entry.resources),
        compiled,
        {"iam:PassedToService": services} if services else {},
        next((key.apart for key in compiled if key.apart is not None), None),
        None if entry.otherwise is None else compile_template(entry.otherwise),
    )


def _key(name: str, text: str) -> _Key:
    template = compile_template(text)
    path = next((part.path for part in template.parts if isinstance(part, Hole)), None)
    return _Key(name, template, path[0] if path else None, list_of(path) if path else None)


def _request_aliases(entry: Entry) -> Iterator[tuple[str, str]]:
    for text in entry.resources:
        _, hole, rest = text.partition("|kms_key")
        if hole:
            member = text[: -len(rest) - len(hole)].rpartition("{")[2]
            yield "kms:RequestAlias", f"{{{member}|request_alias}}"
