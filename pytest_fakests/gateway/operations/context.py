"""Condition keys that a call's parameters set: the `keys` of the tables, compiled and filled.

Sources: Service Authorization Reference, "Condition keys for ..." of each service; KMS Developer Guide, "AWS KMS
condition keys" (kms:ViaService); IAM User Guide, "Forward access sessions" (aws:CalledVia, aws:ViaAWSService).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.errors import UnknownResource
from pytest_fakests.gateway.operations.filters.text import BETWEEN
from pytest_fakests.gateway.operations.paths import Path, list_of, values_at
from pytest_fakests.gateway.operations.tables import TABLES, Entry, KeyRow, load_keys
from pytest_fakests.gateway.operations.templates import Hole, Template, compile_template

# What calls of one service to KMS carry: they are made by the service, with the caller's permissions.
_THROUGH_A_SERVICE = {"aws:ViaAWSService": "true", "kms:CallerAccount": "{account}"}


class Context(NamedTuple):
    """What was found out about the condition keys of a permission.

    Attributes:
        values: The keys, with their values.
        unknown: Keys that the request has and whose values its parameters do not show, each with the reason.
    """

    values: dict[str, str | tuple[str, ...]]
    unknown: dict[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """A condition key of an entry.

    Attributes:
        name: The key; one that ends in `*`, as "aws:RequestTag/*", stands for a key for each pair of its value.
        template: The template of its value.
        member: The parameter that the value hangs on, if any.
        many: Whether it holds several values.
        types: The types of resources that carry it; none: all.
    """

    name: str
    template: Template
    member: str | None
    many: bool
    types: frozenset[str] = frozenset()

    @property
    def apart(self) -> Path | None:
        """The list whose elements are judged one by one, as each gives the key another value."""
        path = next((part.path for part in self.template.parts if isinstance(part, Hole)), ())
        return None if self.many or self.name.endswith("*") or not path else list_of(path)

    @property
    def doubtful(self) -> bool:
        """Whether a call may have the key and not show its value."""
        holes = [part for part in self.template.parts if isinstance(part, Hole)]
        return any(hole.filters or hole.otherwise for hole in holes)

    @property
    def timely(self) -> bool:
        """Whether its value depends on when the call is made, so that it has to be found out then."""
        holes = (part for part in self.template.parts if isinstance(part, Hole))
        return any(apply.timely for hole in holes for apply, _ in hole.filters)

    def fill(self, found: Context, call: Call, params: Mapping[str, Any]) -> None:
        """Put the key into `found`, where the parameters give it a value that it has not yet."""
        if self.name in found.values:
            return
        try:
            values = self.template.render(call, params)
        except UnknownResource as unknown:
            found.unknown[self.name] = unknown.reason
            return
        context = found.values
        if self.name.endswith("*"):
            pairs = (text.partition(BETWEEN) for text in values)
            context.update((f"{self.name[:-1]}{name}", value) for name, _, value in pairs)
        elif values:
            context[self.name] = tuple(dict.fromkeys(values)) if self.many else values[0]
        elif self._is_empty(params):
            context[self.name] = ""

    def _is_empty(self, params: Mapping[str, Any]) -> bool:
        """Whether the parameter that is its value is there, and is an empty text: a resource would have none then.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html has `s3:prefix` so.
        """
        part, *more = self.template.parts
        if more or self.many or not isinstance(part, Hole) or part.filters:
            return False
        return values_at(params, part.path) == [""]


class Findings:
    """What the condition keys of a permission hold in a call, found out when somebody asks.

    Attributes:
        call: The call.
    """

    __slots__ = ("_found", "_keys", "_params", "call")

    def __init__(self, keys: tuple[Key, ...], call: Call, params: Mapping[str, Any]) -> None:
        self._keys = keys
        self.call = call
        self._params = params
        self._found: Context | None = None

    def values(self) -> dict[str, str | tuple[str, ...]]:
        """The keys, with their values."""
        return self._context().values

    def unknown(self) -> dict[str, str]:
        """Keys that the call has, and whose values its parameters do not show, each with the reason."""
        return self._context().unknown

    def _context(self) -> Context:
        if self._found is None:
            found = Context({}, {})
            for key in self._keys:
                if key.member is None or key.member in self._params:
                    key.fill(found, self.call, self._params)
            self._found = found
        return self._found


def bearer(keys: Iterable[Key]) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a call with these parameters may have one of the keys: most hang on members that it lacks."""
    members = {key.member for key in keys}
    return (lambda _: True) if None in members else lambda params: not members.isdisjoint(params)


def teller(names: Iterable[str]) -> Callable[[str], bool]:
    """Whether a key, in lower case, has one of these names; one that ends in `*` stands for all that begin so."""
    lowered = [name.lower() for name in names]
    whole, starts = frozenset(lowered), tuple(name[:-1] for name in lowered if name.endswith("*"))
    return lambda key: key in whole or key.startswith(starts)


def keys_of(service: str, operation: str, entry: Entry) -> tuple[Key, ...]:
    """The condition keys that an entry of a service's table may carry."""
    new = {kind_of(text) for text in entry.resources if text.endswith("/*")}
    existing = {kind_of(text) for text in entry.resources if not text.endswith("*")}
    kinds = {"": {kind_of(text) for text in entry.resources}, "new": new, "existing": existing}
    rows = (row for row in load_keys(service) if _applies(row, service, operation, entry))
    own = (key for row in rows for key in _keys(row, kinds[row.of]))
    return (*own, *_request_aliases(entry), *_through_a_service(service, entry))


def kind_of(resource: str) -> str:
    """The type of a resource, or of a template's resources: the word before its name; a hole stands for any."""
    return resource.split(":", 5)[-1].partition("/")[0].partition(":")[0]


def carries(types: frozenset[str], kind: str) -> bool:
    """Whether a resource of a type carries a key of these types."""
    return not types or kind in types or kind == "*" or kind.startswith("{")


def _applies(row: KeyRow, service: str, operation: str, entry: Entry) -> bool:
    prefix = entry.action.partition(":")[0]
    known = entry.action in row.actions if row.actions else prefix == TABLES[service]
    return known and (not row.operations or operation in row.operations)


def _keys(row: KeyRow, kinds: set[str]) -> Iterator[Key]:
    if not any(carries(row.types, kind) for kind in kinds):
        return
    whole = not row.of or any(kind.startswith("{") for kind in kinds)
    types = row.types if whole else row.types & kinds
    yield from (_key(row.name, value, row.many, types) for value in row.values)


def _key(name: str, text: str, many: bool = False, types: frozenset[str] = frozenset()) -> Key:
    template = compile_template(text)
    members = (part.path[0] for part in template.parts if isinstance(part, Hole) and part.path and not part.sees_absent)
    return Key(name, template, next(members, None), many, types)


def _request_aliases(entry: Entry) -> Iterator[Key]:
    for text in entry.resources:
        _, hole, rest = text.partition("|kms_key")
        if hole:
            member = text[: -len(rest) - len(hole)].rpartition("{")[2]
            yield _key("kms:RequestAlias", f"{{{member}|request_alias}}")


def _through_a_service(service: str, entry: Entry) -> Iterator[Key]:
    if entry.action.startswith("kms:") and service != "kms":
        yield _key("kms:ViaService", "{|via_service}")
        yield _key("aws:CalledVia", "{|called_via}", many=True)
        for name, value in _THROUGH_A_SERVICE.items():
            yield _key(name, value)
