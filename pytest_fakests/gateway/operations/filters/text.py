"""Filters that look at nothing but the text or the map before them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filled, Filter
from pytest_fakests.gateway.operations.paths import given, text_of

BETWEEN = "\0"
"""What stands between a name and a value; neither tags nor encryption contexts may hold it."""


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
    """The entry of a JSON text that the filter's argument names, with a dot before each entry further down."""
    try:
        document = json.loads(value)
    except ValueError:
        return None
    *above, name = argument.split(".")
    for one in above:
        document = document.get(one) if isinstance(document, Mapping) else None
    return key(document, call, name)


def role_values(value: object, call: Call, _: str) -> Filled:
    """The values of a map whose keys end in RoleArn (Amazon SNS topic and platform attributes)."""
    entries = value.items() if isinstance(value, Mapping) else ()
    return tuple(text for name, role in entries if name.endswith("RoleArn") and (text := text_of(role)))


def _texts(value: object) -> Filled:
    if isinstance(value, (list, tuple)):
        return tuple(text for item in value if (text := text_of(item)) is not None)
    return text_of(value)


def pairs(value: object, call: Call, _: str) -> tuple[str, ...]:
    """The names and values of a map, of a list of tags, or of S3's tags as the text of a query, joined by `BETWEEN`."""
    return tuple(f"{name}{BETWEEN}{text}" for name, text in _pairs(value))


def pair_names(value: object, call: Call, _: str) -> tuple[str, ...]:
    """The names alone; those of a plain list as they are, as UntagResource has them."""
    if isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value):
        return tuple(value)
    return tuple(name for name, _ in _pairs(value))


def _pairs(value: object) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return parse_qsl(value, keep_blank_values=True)
    if isinstance(value, Mapping) and isinstance(value.get("TagSet"), (list, tuple)):
        # As PutObjectTagging of S3 has them.
        return _pairs(value["TagSet"])
    if isinstance(value, Mapping):
        return [(name, text_of(text) or "") for name, text in value.items()]
    if not isinstance(value, (list, tuple)):
        return []
    tags = ({name.lower().removeprefix("tag"): text for name, text in tag.items()} for tag in value if tag)
    return [(tag["key"], tag.get("value") or "") for tag in tags if "key" in tag]


def iso_date(value: object, call: Call, _: str) -> Filled:
    """A time as conditions on dates read it."""
    return value.isoformat() if isinstance(value, datetime.datetime) else text_of(value)


def epoch(value: object, call: Call, _: str) -> Filled:
    """A time in seconds since 1970, which conditions on numbers read too: so KMS's guide has `kms:ValidTo`."""
    return str(value.timestamp()) if isinstance(value, datetime.datetime) else text_of(value)


def record_name(value: str, call: Call, _: str) -> str:
    """A DNS record's name as conditions have it (Route 53, "Normalizing the Route 53 condition key values").

    In lower case, without its last dot, and with other signs than those of hosts, `_` and `.` as their octal codes.
    """
    name = value.lower().removesuffix(".")
    # A name may have such codes already.
    codes = re.compile(r"(\\\d{3})|[^a-z0-9_.-]")
    return codes.sub(lambda found: found[1] or "".join(f"\\{byte:03o}" for byte in found[0].encode()), name)


def is_given(value: object, call: Call, _: str) -> str:
    """Whether a parameter is given at all."""
    return "true" if given(value) else "false"


def any_true(value: object, call: Call, argument: str) -> str:
    """Whether the entry that the filter's argument names is true for one of a list of maps."""
    elements = value if isinstance(value, (list, tuple)) else ()
    return "true" if any(isinstance(one, Mapping) and one.get(argument) for one in elements) else "false"


def operation(_: object, call: Call, __: str) -> str:
    """The operation that is called."""
    return call.operation


FILTERS = {
    "pairs": Filter(pairs, structured=True),
    "pair_names": Filter(pair_names, structured=True),
    "iso_date": Filter(iso_date, structured=True),
    "epoch": Filter(epoch, structured=True),
    "record_name": Filter(record_name),
    "any": Filter(any_true, structured=True),
    "given": Filter(is_given, structured=True, sees_absent=True),
    "operation": Filter(operation, structured=True),
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
