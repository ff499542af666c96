"""How single calls are asked for the permissions that they need, without a client."""

from __future__ import annotations

from typing import Any

from pytest_fakests.gateway.operations import Permission, Place, required_permissions

HERE = Place("aws", "eu-west-1", "123456789012", "team/julie")
ROLE = "arn:aws:iam::123456789012:role/worker"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
ALIASES = {"arn:aws:kms:eu-west-1:123456789012:alias/app": KEY}

Call = tuple[str, str, dict[str, Any]]


def arn(service: str, resource: str) -> str:
    """An ARN in the place of the calls."""
    return HERE.arn(service, resource)


def needs(action: str, *resources: str, **context: str) -> Permission:
    """A permission; context keys are written with `__` for their colon and `_` for their hyphens."""
    keys = {key.replace("__", ":").replace("_", "-"): value for key, value in context.items()}
    return Permission(action, resources, keys)


def passes(role: str, to: str) -> Permission:
    """The permission to pass `role` to the service `to`."""
    return Permission("iam:PassRole", (role,), {"iam:PassedToService": to})


def permissions_of(call: Call) -> list[Permission]:
    """The permissions of a call made at `HERE`, with one alias known."""
    return list(required_permissions(*call, HERE, ALIASES))


def asked(call: Call) -> list[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """The actions and resources of a call, each with its condition keys."""
    return [(one.action, one.resources, dict(one.context)) for one in permissions_of(call)]


def wanted(call: Call, expected: list[Permission]) -> list[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """What is expected of a call; condition keys of which a row does not speak may have any value."""
    others = [*permissions_of(call), *expected]
    return [
        (one.action, one.resources, {**other.context, **one.context})
        for one, other in zip(expected, others, strict=False)
    ]
