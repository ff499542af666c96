"""The operations that a test speaks of: of one that botocore does not have the error says which was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pytest_fakests.gateway.operations.tables import TABLES, load_table

# How many operations an error lists.
_SHOWN = 4


def check_call(call: Any) -> str:
    """The operation's name, lower-cased.

    A service that botocore does not know, and that is near none, is let through: it may have a model elsewhere.

    Raises:
        ValueError: It is not SERVICE:OPERATION, or botocore's model of the service has no such operation.
    """
    service, colon, operation = call.partition(":") if isinstance(call, str) else ("", "", "")
    if not (service and colon and operation) or ":" in operation:
        raise ValueError(f"{call!r} names no operation; write SERVICE:OPERATION, as 's3:GetObject'")
    _check_known(service, operation)
    return str(call).lower()


def _check_known(service: str, operation: str) -> None:
    from pytest_fakests.gateway.hosted.hosts import operations_of  # what only tests that name operations need
    from pytest_fakests.gateway.routing import catalog

    known, name = catalog(), service.lower()
    # First by the service's own name: to know what the others sign with takes a look at all of them.
    own = (*operations_of(name), *known.operations(name))
    if _has(own, operation):
        return
    services = [one.name for one in known.spoken_of_as(name) if one.name != name]
    operations = [*own, *(each for one in services for each in known.operations(one))]
    if _has(operations, operation):
        return
    if operations:
        hint = _of_action(service, operation, [name, *services]) or _nearest(service, operation, operations)
        raise ValueError(f"'{service}:{operation}' is no operation of botocore's; {hint}")
    names = {each for one in known.services for each in (one.name, one.signing_name, one.endpoint_prefix)}
    near = get_close_matches(name, sorted(names), 1, cutoff=0.8)
    if near:
        raise ValueError(
            f"'{service}:{operation}' names no service of botocore's; did you mean '{near[0]}:{operation}'?"
        )


def _has(operations: Iterable[str], operation: str) -> bool:
    return operation in operations or operation.lower() in map(str.lower, operations)


def _nearest(service: str, operation: str, operations: list[str]) -> str:
    # The method of a client has the same words in another style: get_object.
    by_word = {name.lower(): name for name in operations}
    near = get_close_matches(operation.replace("_", "").lower(), by_word, 1)
    return f"did you mean '{service}:{by_word[near[0]]}'?" if near else f"write one, as '{service}:{operations[0]}'"


def _of_action(service: str, action: str, services: list[str]) -> str:
    """The operations that need it, where it is an action of IAM; "" where it is none."""
    wanted = f"{service}:{action}".lower()
    rows = [row for one in services if one in TABLES for row in load_table(one).items()]
    needing = [f"'{service}:{name}'" for name, row in rows if wanted in [one.action.lower() for one in row.entries[:1]]]
    if not needing:
        return ""
    shown = ", ".join([*needing[:_SHOWN], *(["..."] if len(needing) > _SHOWN else [])])
    return f"it is an action of IAM; write an operation that needs it: {shown}"
