"""AWS Lambda, Amazon ECS and AWS Step Functions: names, versions, and what a deployment belongs to."""

from __future__ import annotations

import re

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.filters.text import BETWEEN

# Lambda API Reference, FunctionName: a name, a partial ARN or an ARN, each with or without a qualifier.
_FUNCTION = re.compile(
    r"(?:(?:arn:[\w-]+:lambda:)?(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?P<account>\d{12}):)?function:|)"
    r"(?P<name>[^:]+)(?::(?P<qualifier>[^:]+))?"
)


def function(value: str, call: Call, _: str) -> str:
    """A function's ARN with the account and Region that the value shows; a qualifier in it stays.

    The parameter Qualifier, where given, is put behind by the template.
    """
    match = _FUNCTION.fullmatch(value)
    if match is None:
        raise call.unknown(f"{value} is not a Lambda function's name or ARN")
    qualifier = None if call.params.get("Qualifier") else match["qualifier"]
    name = f"function:{match['name']}" + (f":{qualifier}" if qualifier else "")
    return call.place.arn("lambda", name, region=match["region"], account=match["account"])


def task_definition(value: str, call: Call, _: str) -> str:
    """A task definition with its revision, `family:revision` or an ARN."""
    if ":" not in value.rpartition("/")[2]:
        raise call.unknown(f"the latest revision of the task definition {value} is not known")
    return value


def role_behind(value: str, call: Call, argument: str) -> str | None:
    """The role of a declared task definition that the argument names; of a family that of its last revision."""
    arn = value if value.startswith("arn:") else call.place.arn("ecs", f"task-definition/{value}")
    if ":" not in arn.rpartition("/")[2]:
        ends = (name.removeprefix(f"{arn}:").partition(":") for name in call.state if name.startswith(f"{arn}:"))
        last = max((int(revision) for revision, _, name in ends if name == argument), default=0)
        arn = f"{arn}:{last}"
    return call.state.get(f"{arn}:{argument}") or None


def service_of(value: str, call: Call, _: str) -> str:
    """The service of a service deployment or service revision."""
    return _parent("service", value, call)


def daemon_of(value: str, call: Call, _: str) -> str:
    """The daemon of a daemon deployment or daemon revision."""
    return _parent("daemon", value, call)


def ecs_cluster_of(value: str, call: Call, _: str) -> str:
    """The cluster of what has it in its ARN, as `arn:...:service/CLUSTER/NAME`."""
    fields = value.split(":", 5)
    names = fields[-1].split("/")
    if len(fields) < 6 or len(names) < 3:
        raise call.unknown(f"the cluster of {value} is not known")
    return ":".join([*fields[:5], f"cluster/{names[1]}"])


def base_state_machine(value: str, call: Call, _: str) -> str:
    """A state machine without the version or alias behind it (Service Authorization Reference)."""
    return ":".join(value.split(":")[:7])


def qualifier(value: str, call: Call, _: str) -> str | None:
    """The version or alias of a state machine that an ARN ends with (condition key states:StateMachineQualifier)."""
    fields = value.split(":")
    return fields[7] if len(fields) == 8 else None


def log_types(value: object, call: Call, _: str) -> tuple[str, ...]:
    """The types of an EKS cluster's logs, each with whether they are enabled."""
    groups = value if isinstance(value, (list, tuple)) else ()
    return tuple(
        f"{kind}{BETWEEN}{'true' if group.get('enabled') else 'false'}"
        for group in groups
        for kind in group.get("types") or ()
    )


def _parent(kind: str, arn: str, call: Call) -> str:
    fields = arn.split(":", 5)
    names = fields[-1].split("/")
    if len(fields) < 6 or len(names) < 4:
        raise call.unknown(f"the {kind} of {arn} is not known")
    return ":".join([*fields[:5], "/".join([kind, names[1], names[2]])])


FILTERS = {
    "function": Filter(function),
    "task_definition": Filter(task_definition),
    "role_behind": Filter(role_behind),
    "ecs_cluster_of": Filter(ecs_cluster_of),
    "service_of": Filter(service_of),
    "daemon_of": Filter(daemon_of),
    "log_types": Filter(log_types, structured=True),
    "qualifier": Filter(qualifier),
    "base_state_machine": Filter(base_state_machine),
}
