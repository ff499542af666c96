"""The tables: for each operation of a service, the permissions it needs, as data in `tables/SERVICE.json`.

Sources: the Service Authorization Reference (SAR: its "API operations" tables and resource types), the API
References, and the user guides that each table names. `verified` says that the actions of a row were read in
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
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "dynamodb": "dynamodb",
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
    """

    action: str
    resources: tuple[str, ...]
    when: str | None
    passed_to: tuple[str, ...]
    otherwise: str | None = None


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
    path = Path(__file__).parent / "tables" / f"{TABLES[service]}.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    return {operation: _row(row, table["sources"]) for operation, row in table["operations"].items()}


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
    )
