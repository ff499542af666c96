"""Which permissions a call needs: the rows of the tables, compiled and filled from the call's parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pytest_fakests.gateway.operations.access_points import with_buckets
from pytest_fakests.gateway.operations.call import Call, Place, copied
from pytest_fakests.gateway.operations.conditions import When, compile_condition
from pytest_fakests.gateway.operations.context import Findings, Key, carries, keys_of, kind_of, teller
from pytest_fakests.gateway.operations.directory_buckets import in_directory_buckets
from pytest_fakests.gateway.operations.ec2_tags import tagged
from pytest_fakests.gateway.operations.errors import UnknownResource, UnmappedOperation
from pytest_fakests.gateway.operations.filters.s3 import with_copy_source
from pytest_fakests.gateway.operations.inference_profiles import with_models
from pytest_fakests.gateway.operations.pass_role import PASS_ROLE, passed_to, untold
from pytest_fakests.gateway.operations.paths import Path, parse_path
from pytest_fakests.gateway.operations.permission import Permission
from pytest_fakests.gateway.operations.tables import TABLES, Entry, load_table
from pytest_fakests.gateway.operations.templates import Hole, Template, compile_template, elements_of
from pytest_fakests.iam.late import LateContext


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
        state: ARNs of KMS aliases, each with the ARN of the key behind it, of DynamoDB tables and indexes, each with
            the name of its partition key, of S3 access points, as `with_buckets` takes them, with their aliases, and of
            inference profiles, each with those of its models.

    Raises:
        UnmappedOperation: No table says which permissions the operation needs; as UnknownResource, the
            parameters do not tell which resource the call touches.

    Example:
        >>> place = Place("aws", "us-east-1", "123456789012")
        >>> required_permissions("s3", "GetObject", {"Bucket": "reports", "Key": "q3.csv"}, place)
        (Permission(action='s3:GetObject', resources=('arn:aws:s3:::reports/q3.csv',), context={}),)
    """
    compiled = _compiled(service, operation)
    # What is found out later is found out from the parameters and the state of this moment.
    params, state = copied(params), dict(state) if state else {}
    call = Call(service, operation, params, place, state)
    seen = with_copy_source(params)
    found = tuple(permission for entry in compiled for permission in entry.permissions(call, seen))
    if compiled and not found:
        actions = ", ".join(dict.fromkeys(entry.action for entry in compiled))
        raise UnknownResource(service, operation, f"its parameters call for none of {actions}")
    if service == "s3":
        resources = [resource for one in found for resource in one.resources]
        if any(":accesspoint/" in resource for resource in resources):
            found = tuple(with_buckets(found, call.state))
        if any(":s3express:" in resource for resource in resources):
            found = tuple(in_directory_buckets(found, call))
        return found
    if service == "bedrock-runtime":
        return tuple(with_models(found, call))
    specifications = params.get("TagSpecifications") if service == "ec2" else None
    return tuple(tagged(found, specifications)) if specifications else found


@dataclass(frozen=True, slots=True)
class _Compiled:
    """An entry of the tables, ready to be filled."""

    action: str
    when: When
    templates: tuple[Template, ...]
    keys: tuple[Key, ...]
    passed_to: tuple[str, ...]
    apart: Path | None
    otherwise: Template | None
    typed: bool
    tells: Callable[[str], bool]
    doubts: Callable[[str], bool]

    def permissions(self, call: Call, params: Mapping[str, Any]) -> Iterator[Permission]:
        seen = self.when(params)
        if seen is None:
            return
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
        if not findings.keys:
            return Permission(self.action, resources)
        late = LateContext({}, self.tells, findings.values)
        return Permission(self.action, resources, late, LateContext({}, self.doubts, findings.unknown))

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


@cache
def _compiled(service: str, operation: str) -> tuple[_Compiled, ...]:
    if service not in TABLES:
        raise UnmappedOperation(service, operation, f"there is no table of the service {service}")
    row = load_table(service).get(operation)
    if row is None:
        raise UnmappedOperation(service, operation, f"the table of the service {service} has no such operation")
    ready = ((entry, compile_condition(entry.when)) for entry in row.entries)
    return tuple(_compile(entry, when, keys_of(service, operation, entry)) for entry, when in ready if when is not None)


def _compile(entry: Entry, when: When, keys: tuple[Key, ...]) -> _Compiled:
    return _Compiled(
        entry.action,
        when,
        tuple(compile_template(text) for text in entry.resources),
        keys,
        entry.passed_to,
        parse_path(entry.apart) if entry.apart else next((key.apart for key in keys if key.apart is not None), None),
        None if entry.otherwise is None else compile_template(entry.otherwise),
        any(key.types for key in keys),
        teller(key.name for key in keys),
        teller(key.name for key in keys if key.doubtful),
    )
