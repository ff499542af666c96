"""The tables: for each operation of a service, the permissions it needs, as data in `tables/SERVICE.json`.

Sources: the Service Authorization Reference (SAR: its "API operations" tables and resource types), the API
References, and the user guides that each table names; which condition keys there are, and for which actions, is the
SAR's, which parameter sets them follows from its descriptions. `verified` says that the actions of a row were read in
its source; which parameters call for an action is in many rows inferred from their names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLES: Mapping[str, str] = {
    "apigateway": "apigateway",
    "athena": "athena",
    "bedrock-runtime": "bedrock",
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "dynamodb": "dynamodb",
    "dynamodbstreams": "dynamodbstreams",
    "ec2": "ec2",
    "ecr": "ecr",
    "ecs": "ecs",
    "eks": "eks",
    "events": "events",
    "firehose": "firehose",
    "glue": "glue",
    "iam": "iam",
    "kinesis": "kinesis",
    "kms": "kms",
    "lambda": "lambda",
    "logs": "logs",
    "rds": "rds",
    "route53": "route53",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sns": "sns",
    "sqs": "sqs",
    "ssm": "ssm",
    "stepfunctions": "states",
    "sts": "sts",
}
"""botocore's service names, each with the name of its table."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One action that an operation needs.

    Attributes:
        action: The action, such as "s3:GetObject".
        resources: Templates of the resources it is judged on.
        when: The condition under which it is needed; None: always.
        passed_to: For iam:PassRole, the services that may be handed the role.
        otherwise: The template that counts where all of `resources` lack their member, as `*` for a call that may
            name a resource and need not; None: the call does not tell its resource then.
        apart: The list or map whose elements are judged one by one, each with its condition keys; None: all at once.
        maybe: Why it is not known on which resource the action is judged, where `resources` stand for it; else "".
    """

    action: str
    resources: tuple[str, ...]
    when: str | None
    passed_to: tuple[str, ...]
    otherwise: str | None = None
    apart: str | None = None
    maybe: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The permissions of one operation.

    Attributes:
        entries: Every action it may need; none: the operation needs no permission.
        source: The AWS document that says so.
        verified: Whether the actions were read in `source`; if not, they follow from the operation's name.
    """

    entries: tuple[Entry, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A condition key that the calls of a service set.

    Attributes:
        name: The key, such as "s3:prefix"; one that ends in `*` stands for a key for each pair of its value.
        values: Templates of its value; the first that gives one counts.
        actions: The actions that carry it; none: every action of the service.
        operations: The operations in which they carry it; none: all.
        many: Whether it holds several values.
        types: The types of resources, by the word before its name, that carry it; none: all.
        of: "new" for a key of resources that a call makes, "existing" for one of those that it names; else "".
    """

    name: str
    values: tuple[str, ...]
    actions: frozenset[str]
    operations: frozenset[str]
    many: bool
    types: frozenset[str]
    of: str = ""


@cache
def load_table(service: str) -> Mapping[str, Row]:
    """The rows of a service, by operation.

    Args:
        service: botocore's name of the service, such as "stepfunctions".

    Raises:
        KeyError: There is no table of the service.

    Example:
        >>> load_table("sts")["AssumeRole"].entries[0].action
        'sts:AssumeRole'
    """
    table = _read(service)
    return {operation: _row(row, table["sources"]) for operation, row in table["operations"].items()}


@cache
def has_row(service: str, operation: str) -> bool:
    """Whether a table says what an operation needs."""
    return service in TABLES and operation in load_table(service)


@cache
def load_keys(service: str) -> tuple[KeyRow, ...]:
    """The condition keys of a service's table.

    Raises:
        KeyError: There is no table of the service.
    """
    return tuple(_key_row(name, row) for name, rows in _read(service)["keys"].items() for row in rows)


@cache
def _read(service: str) -> dict[str, Any]:
    path = Path(__file__).parent / "tables" / f"{TABLES[service]}.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def _key_row(name: str, row: Mapping[str, Any]) -> KeyRow:
    actions, operations, types = (frozenset(row.get(kind, ())) for kind in ("actions", "operations", "types"))
    return KeyRow(name, tuple(row["values"]), actions, operations, row.get("many", False), types, row.get("of", ""))


def _row(row: Mapping[str, Any], sources: list[str]) -> Row:
    return Row(tuple(_entry(entry) for entry in row["actions"]), sources[row["source"]], row["verified"])


def _entry(entry: Mapping[str, Any]) -> Entry:
    passed_to = entry.get("passed_to", ())
    return Entry(
        entry["action"],
        tuple(entry["resources"]),
        entry.get("when"),
        (passed_to,) if isinstance(passed_to, str) else tuple(passed_to),
        entry.get("otherwise"),
        entry.get("apart"),
        entry.get("maybe", ""),
    )
