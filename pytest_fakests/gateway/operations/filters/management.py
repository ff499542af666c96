"""AWS CloudFormation, CloudWatch Logs and API Gateway: stacks, log groups by name or ARN, and what is patched."""

from __future__ import annotations

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter, Whole


def stack(value: str, call: Call, _: str) -> str:
    """A stack's or change set's name; its id is the whole ARN."""
    return Whole(value) if value.startswith("arn:") else value


def stackset(value: str, call: Call, _: str) -> str:
    """A stack set's name; its id, `NAME:UUID` or an ARN, ends the resource."""
    return Whole(value) if ":" in value else value


def log_group(value: str, call: Call, _: str) -> str:
    """A log group's name, or its ARN without the `:*` that AWS shows behind it."""
    return ":".join(value.split(":")[:7]) if value.startswith("arn:") else value


def patched(value: object, call: Call, argument: str) -> tuple[str, ...]:
    """The values that API Gateway's patch operations give to what begins with the path that the argument names."""
    operations = value if isinstance(value, (list, tuple)) else ()
    found = (one.get("value") for one in operations if str(one.get("path", "")).startswith(argument))
    return tuple(text for text in found if isinstance(text, str))


FILTERS = {
    "patched": Filter(patched, structured=True),
    "stack": Filter(stack),
    "changeset": Filter(stack),
    "stackset": Filter(stackset),
    "log_group": Filter(log_group),
    "log_group_name": Filter(log_group),
}
