"""Filters that look at nothing but the text or the map before them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filled, Filter
from pytest_fakests.gateway.operations.paths import text_of


def last(value: str, call: Call, _: str) -> str:
    """The last segment of a path, a name or an ARN: `arn:...:cluster/app` is `app`."""
    return value.rpartition("/")[2]


def lower(value: str, call: Call, _: str) -> str:
    """A name in lower case, as Amazon RDS stores it ("stored as a lowercase string", RDS API Reference)."""
    return value if value.startswith("arn:") else value.lower()


def default(value: str | None, call: Call, _: str) -> str:
    """The word `default` for an absent name: the default ECS cluster, the default event bus."""
    return "default" if value is None else value


def urlencode(value: str, call: Call, _: str) -> str:
    """An ARN as it stands in the path of API Gateway's tag resources (API Gateway, "ARN reference")."""
    return quote(value, safe="")


def r53id(value: str, call: Call, _: str) -> str:
    """A Route 53 id without `/hostedzone/`, `/change/` or `/delegationset/` before it."""
    return value.removeprefix("/").rpartition("/")[2]


def oidc_host(value: str, call: Call, _: str) -> str:
    """An OpenID Connect issuer without its scheme, as provider ARNs have it."""
    return value.removeprefix("https://")


def key(value: object, call: Call, argument: str) -> Filled:
    """The entry of a map that the filter's argument names; each text of it where it is a list."""
    found = value.get(argument) if isinstance(value, Mapping) else None
    return _texts(found)


def json_key(value: str, call: Call, argument: str) -> Filled:
    """The entry, named by the filter's argument, of a JSON text."""
    try:
        document = json.loads(value)
    except ValueError:
        return None
    return key(document, call, argument)


def role_values(value: object, call: Call, _: str) -> Filled:
    """The values of a map whose keys end in RoleArn (Amazon SNS topic and platform attributes)."""
    entries = value.items() if isinstance(value, Mapping) else ()
    return tuple(text for name, role in entries if name.endswith("RoleArn") and (text := text_of(role)))


def _texts(value: object) -> Filled:
    if isinstance(value, (list, tuple)):
        return tuple(text for item in value if (text := text_of(item)) is not None)
    return text_of(value)


FILTERS = {
    "last": Filter(last),
    "lower": Filter(lower),
    "default": Filter(default, sees_absent=True),
    "urlencode": Filter(urlencode),
    "r53id": Filter(r53id),
    "oidc_host": Filter(oidc_host),
    "key": Filter(key, structured=True),
    "json": Filter(json_key),
    "role_values": Filter(role_values, structured=True),
}
