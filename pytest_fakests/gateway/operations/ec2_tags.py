"""Amazon EC2: each resource that a call creates has the tags that the call has for its type.

Source: Amazon EC2 User Guide, "Grant permission to tag Amazon EC2 resources during creation".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_fakests.gateway.operations.permission import Permission

Tags = dict[str, str]


def tagged(permissions: Iterable[Permission], specifications: Iterable[Mapping[str, Any]]) -> Iterator[Permission]:
    """Each permission, once for each type of resource that gets tags, and once for the others.

    Args:
        permissions: What a call needs.
        specifications: Its TagSpecifications.
    """
    tags: dict[str, Tags] = {}
    for one in specifications:
        pairs = {tag.get("Key", ""): tag.get("Value", "") for tag in one.get("Tags", ())}
        tags.setdefault(one.get("ResourceType", ""), {}).update(pairs)
    for permission in permissions:
        yield from _apart(permission, tags)


def _apart(permission: Permission, tags: Mapping[str, Tags]) -> Iterator[Permission]:
    of_type: dict[str, list[str]] = {}
    for resource in permission.resources:
        kind = resource.split(":", 5)[-1].partition("/")[0]
        of_type.setdefault(kind if tags.get(kind) else "", []).append(resource)
    for kind, resources in of_type.items():
        keys = {f"aws:RequestTag/{name}": value for name, value in tags.get(kind, {}).items()}
        many = {"aws:TagKeys": tuple(tags[kind])} if keys else {}
        yield permission._replace(resources=tuple(resources), context={**permission.context, **keys, **many})
