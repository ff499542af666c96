"""AWS Glue and Amazon Athena: nested catalogs, the schema registry, work groups."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.paths import text_of

_ACCOUNT = 12
_DEFAULT_REGISTRY = "default-registry"


def glue_catalog(value: str | None, call: Call, _: str) -> str | None:
    """A nested catalog's name without the account before it; nothing for an account's own catalog."""
    if value is None or value.startswith("arn:"):
        return value
    name = value.rpartition(":")[2]
    return None if name.isdigit() else name


def catalog_account(value: str | None, call: Call, _: str) -> str:
    """The account that owns a catalog, which its id begins with (Developer Guide, "Granting cross-account access")."""
    owner = (value or "").partition(":")[0]
    return owner if len(owner) == _ACCOUNT and owner.isdigit() else call.place.account


def registry(value: object, call: Call, _: str) -> str:
    """The registry of a RegistryId or SchemaId; by default `default-registry` (Glue API, "RegistryId")."""
    return _registry_and_schema(value)[0]


def schema(value: object, call: Call, _: str) -> str | None:
    """`REGISTRY/SCHEMA` of a SchemaId."""
    registry_name, schema_name = _registry_and_schema(value)
    return f"{registry_name}/{schema_name}" if schema_name else None


def work_group(value: str | None, call: Call, _: str) -> str:
    """A work group's name, `primary` when absent."""
    return value or "primary"


def _registry_and_schema(value: object) -> tuple[str, str]:
    parts = value if isinstance(value, Mapping) else {}
    arn = text_of(parts.get("SchemaArn")) or text_of(parts.get("RegistryArn"))
    if arn:
        _, name, *rest = [*arn.split("/"), _DEFAULT_REGISTRY]
        return name, rest[0] if len(rest) > 1 else ""
    return text_of(parts.get("RegistryName")) or _DEFAULT_REGISTRY, text_of(parts.get("SchemaName")) or ""


FILTERS = {
    "catalog_account": Filter(catalog_account, sees_absent=True),
    "glue_catalog": Filter(glue_catalog, sees_absent=True),
    "registry_of": Filter(registry, structured=True, sees_absent=True),
    "schema_registry": Filter(registry, structured=True),
    "schema_path": Filter(schema, structured=True),
    "or_primary": Filter(work_group, sees_absent=True),
}
