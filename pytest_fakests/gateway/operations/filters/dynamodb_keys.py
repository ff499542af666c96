"""Amazon DynamoDB's condition keys for fine-grained access: which items and attributes a request is about.

Source: DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.errors import UnknownResource
from pytest_fakests.gateway.operations.filters import partiql
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


def attributes(params: Unit, call: Call, _: str) -> tuple[str, ...]:
    """The names of the top-level attributes that a request has, for dynamodb:Attributes."""
    return tuple(sorted({name for unit in _units(params) for name in _attributes(unit)}))


def leading_keys(params: Unit, call: Call, _: str) -> tuple[str, ...]:
    """The partition keys of the items that a request is about, for dynamodb:LeadingKeys."""
    return tuple(key for unit in _units(params) for key in _leading_keys(unit, call))


def full_table_scan(params: Unit, call: Call, _: str) -> str:
    """Whether a PartiQL statement reads all items, as no condition says what the partition key is."""
    return "false" if all(_leading_keys(unit, call) for unit in _units(params)) else "true"


def select(params: Unit, call: Call, _: str) -> str:
    """What of each item is returned, for dynamodb:Select: as the request says, or as DynamoDB does by default."""
    given = text_of(params.get("Select"))
    if given:
        return given
    if all(_is_specific(unit) for unit in _units(params)):
        return "SPECIFIC_ATTRIBUTES"
    return "ALL_PROJECTED_ATTRIBUTES" if "IndexName" in params else "ALL_ATTRIBUTES"


def return_values(params: Unit, call: Call, _: str) -> str | None:
    """What is returned of the item that is changed, for dynamodb:ReturnValues."""
    statements = (text_of(unit.get("Statement")) for unit in _units(params))
    found = (partiql.returned(statement) for statement in statements if statement)
    return text_of(params.get("ReturnValues")) or next(found, None)


def _is_specific(unit: Unit) -> bool:
    if "Statement" in unit:
        return not partiql.selects_all(unit["Statement"])
    return "ProjectionExpression" in unit or "AttributesToGet" in unit


def _units(params: Unit) -> Iterator[Unit]:
    """What a request asks of single tables, or of items: itself, or the parts of a batch or transaction."""
    for table, wanted in (params.get("RequestItems") or {}).items():
        if isinstance(wanted, Mapping):
            yield from ({**wanted, "TableName": table, "Key": key} for key in wanted.get("Keys", ()))
        else:
            yield from ({**unit, "TableName": table} for write in wanted for unit in write.values())
    for item in params.get("TransactItems") or ():
        yield from item.values()
    for member in ("Statements", "TransactStatements"):
        yield from params.get(member) or ()
    if "TableName" in params or "Statement" in params:
        yield params


def _attributes(unit: Unit) -> Iterator[str]:
    for member in _NAMED:
        yield from unit.get(member) or ()
    if "Statement" in unit:
        yield from partiql.named(unit["Statement"])
    aliases = unit.get("ExpressionAttributeNames") or {}
    for member in _EXPRESSIONS:
        names = _NAME.findall(unit.get(member) or "")
        yield from (aliases.get(name, name) for name in names if name.upper() not in _WORDS)


def _leading_keys(unit: Unit, call: Call) -> tuple[str, ...]:
    if "Statement" in unit:
        return _of_statement(unit["Statement"], unit.get("Parameters") or (), call)
    candidates = unit.get("Key") or unit.get("Item") or _compared(unit)
    if not candidates:
        return ()
    table = text_of(unit.get("TableName")) or ""
    arn = table if table.startswith("arn:") else call.place.arn("dynamodb", f"table/{table}")
    index = text_of(unit.get("IndexName"))
    name = call.state.get(f"{arn}/index/{index}" if index else arn)
    if name is None and len(candidates) == 1 and not unit.get("Item"):
        (name,) = candidates
    if name is None or name not in candidates:
        raise _undeclared(f"{arn}/index/{index}" if index else arn, call)
    return (_text(candidates[name]),)


def _of_statement(statement: str, parameters: Sequence[Any], call: Call) -> tuple[str, ...]:
    target = partiql.partiql_target(statement, call, "")
    arn = target if target.startswith("arn:") else call.place.arn("dynamodb", f"table/{target}")
    name = call.state.get(arn)
    values = partiql.partition_values(statement, parameters, name)
    if values is None and name is None:
        raise _undeclared(arn, call)
    if values is None:
        raise call.unknown(f"the partition keys of the PartiQL statement {statement!r} are not known")
    return tuple(_text(value) for value in values)


def _undeclared(resource: str, call: Call) -> UnknownResource:
    return call.unknown(f'the partition key of {resource} is not known, Resource("...", partition_key="...") tells')


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


def stream_of_iterator(value: str, call: Call, _: str) -> str:
    """The stream of a shard iterator, which begins with its ARN (API reference, GetRecords)."""
    stream, separator, _rest = value.partition("|")
    if not separator or ":table/" not in stream:
        raise call.unknown("the stream behind the shard iterator is not known")
    return stream


FILTERS = {
    "stream_of_iterator": Filter(stream_of_iterator),
    "dynamodb_attributes": Filter(attributes, structured=True),
    "dynamodb_full_table_scan": Filter(full_table_scan, structured=True),
    "dynamodb_leading_keys": Filter(leading_keys, structured=True),
    "dynamodb_return_values": Filter(return_values, structured=True),
    "dynamodb_select": Filter(select, structured=True),
}
