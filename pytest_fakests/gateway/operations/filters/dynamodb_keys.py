"""Amazon DynamoDB's condition keys for fine-grained access: which items and attributes a request is about.

Source: DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.paths import text_of

Unit = Mapping[str, Any]

_EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)
_NAMED = (
    "AttributeUpdates",
    "AttributesToGet",
    "Expected",
    "Item",
    "Key",
    "KeyConditions",
    "QueryFilter",
    "ScanFilter",
)
# The start of a path: what comes after a dot or an index is inside of an attribute, and ":value" is none.
_NAME = re.compile(r"(?<![\w.:#\]-])(#?[A-Za-z_]\w*)(?!\w*\s*\()")
_WORDS = frozenset({"ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET"})
_EQUALS = re.compile(r"(#?\w+)\s*=\s*(:\w+)")
_ALL = re.compile(r"\s*SELECT\s+\*", re.IGNORECASE)


def attributes(params: Unit, call: Call, _: str) -> tuple[str, ...]:
    """The names of the top-level attributes that a request has, for dynamodb:Attributes."""
    return tuple(sorted({name for unit in _units(params) for name in _attributes(unit)}))


def leading_keys(params: Unit, call: Call, _: str) -> tuple[str, ...]:
    """The partition keys of the items that a request is about, for dynamodb:LeadingKeys."""
    if "Statement" in params or "Statements" in params or "TransactStatements" in params:
        raise call.unknown("the partition keys of a PartiQL statement are not known")
    return tuple(key for unit in _units(params) if (key := _leading_key(unit, call)) is not None)


def select(params: Unit, call: Call, _: str) -> str:
    """What of each item is returned, for dynamodb:Select: as the request says, or as DynamoDB does by default."""
    given = text_of(params.get("Select"))
    if given:
        return given
    statement = text_of(params.get("Statement"))
    if statement is not None:
        return "ALL_ATTRIBUTES" if _ALL.match(statement) else "SPECIFIC_ATTRIBUTES"
    if all("ProjectionExpression" in unit or "AttributesToGet" in unit for unit in _units(params)):
        return "SPECIFIC_ATTRIBUTES"
    return "ALL_PROJECTED_ATTRIBUTES" if "IndexName" in params else "ALL_ATTRIBUTES"


def _units(params: Unit) -> Iterator[Unit]:
    """What a request asks of single tables, or of items: itself, or the parts of a batch or transaction."""
    for table, wanted in (params.get("RequestItems") or {}).items():
        if isinstance(wanted, Mapping):
            yield from ({**wanted, "TableName": table, "Key": key} for key in wanted.get("Keys", ()))
        else:
            yield from ({**unit, "TableName": table} for write in wanted for unit in write.values())
    for item in params.get("TransactItems") or ():
        yield from item.values()
    if "TableName" in params:
        yield params


def _attributes(unit: Unit) -> Iterator[str]:
    for member in _NAMED:
        yield from unit.get(member) or ()
    aliases = unit.get("ExpressionAttributeNames") or {}
    for member in _EXPRESSIONS:
        names = _NAME.findall(unit.get(member) or "")
        yield from (aliases.get(name, name) for name in names if name.upper() not in _WORDS)


def _leading_key(unit: Unit, call: Call) -> str | None:
    candidates = unit.get("Key") or unit.get("Item") or _compared(unit)
    if not candidates:
        return None
    table = text_of(unit.get("TableName")) or ""
    arn = table if table.startswith("arn:") else call.place.arn("dynamodb", f"table/{table}")
    index = text_of(unit.get("IndexName"))
    name = call.state.get(f"{arn}/index/{index}" if index else arn)
    if name is None and len(candidates) == 1 and not unit.get("Item"):
        (name,) = candidates
    if name is None or name not in candidates:
        resource = f"{arn}/index/{index}" if index else arn
        raise call.unknown(f'the partition key of {resource} is not known, Resource("...", partition_key="...") tells')
    return _text(candidates[name])


def _compared(unit: Unit) -> dict[str, Any]:
    """The attributes that a query compares with one value, each with the value."""
    aliases, values = unit.get("ExpressionAttributeNames") or {}, unit.get("ExpressionAttributeValues") or {}
    compared = {
        aliases.get(name, name): values.get(value)
        for name, value in _EQUALS.findall(unit.get("KeyConditionExpression") or "")
    }
    for name, condition in (unit.get("KeyConditions") or {}).items():
        if condition.get("ComparisonOperator") == "EQ":
            compared[name] = next(iter(condition.get("AttributeValueList") or ()), None)
    return compared


def _text(value: Any) -> str:
    """A key's value: text as it is, a number as DynamoDB writes it, bytes in base64."""
    found = next(iter(value.values()), "") if isinstance(value, Mapping) else value
    return base64.b64encode(found).decode() if isinstance(found, (bytes, bytearray)) else str(found)


FILTERS = {
    "dynamodb_attributes": Filter(attributes, structured=True),
    "dynamodb_leading_keys": Filter(leading_keys, structured=True),
    "dynamodb_select": Filter(select, structured=True),
}
