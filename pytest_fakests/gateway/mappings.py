"""What a test says that an operation needs, where the tables cannot know it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pytest_fakests.gateway.operation_names import check_call
from pytest_fakests.gateway.operations import Permission

_ACTION = re.compile(r"[\w-]+:\w+", re.ASCII)

Resources = str | Iterable[str] | Callable[[dict[str, Any]], str | Iterable[str]]
"""ARNs, which may name parameters in braces as "arn:aws:sqs:::{QueueName}", or a function of the parameters."""


@dataclasses.dataclass(frozen=True)
class Mapped:
    """The actions and resources that a test gave for an operation."""

    actions: tuple[str, ...]
    resources: Resources

    def permissions(self, params: dict[str, Any]) -> tuple[Permission, ...]:
        """The permissions that a call with these parameters needs."""
        found = self.resources(params) if callable(self.resources) else self.resources
        arns = [found] if isinstance(found, str) else list(found)
        full = tuple(arns if callable(self.resources) else (self._filled(arn, params) for arn in arns))
        for arn in full:
            _check_resource(self.actions[0], arn)
        return tuple(Permission(action, full, {}) for action in self.actions)

    def _filled(self, arn: str, params: Mapping[str, Any]) -> str:
        try:
            return arn.format_map(params)
        except (AttributeError, LookupError, ValueError) as error:
            raise ValueError(
                f"the resource {arn!r} that {self.actions[0]} is mapped to names a parameter that the call does not "
                f"have; it has {', '.join(params) or 'none'}"
            ) from error


class MappingBook:
    """The mappings of one fake, by operation.

    Attributes:
        hook: Asked for operations that are not in the book, as the plugin's hook `pytest_fakests_map` is called.
    """

    def __init__(self) -> None:
        self._mapped: dict[str, Mapped] = {}
        self.hook: Callable[..., Mapping[str, Any] | None] | None = None

    @property
    def empty(self) -> bool:
        """Whether nobody says what operations need."""
        return not self._mapped and self.hook is None

    def add(self, call: str, actions: str | Iterable[str] | None, resources: Resources) -> None:
        """Say what an operation needs; without actions, the action of its own name."""
        self._mapped[check_call(call)] = _mapped(call, actions, resources)

    def find(self, call: str, names: tuple[str, ...], params: Mapping[str, Any]) -> tuple[Permission, ...] | None:
        """The permissions of an operation with these names; None where neither the test nor the hook says them."""
        for name in names:
            if name in self._mapped:
                return self._mapped[name].permissions(dict(params))
        if self.hook is None:
            return None
        service, _, operation = call.partition(":")
        said = self.hook(service=service, operation=operation, params=dict(params))
        return None if said is None else _mapped(call, **said).permissions(dict(params))


def _mapped(call: str, actions: str | Iterable[str] | None = None, resources: Resources = "*") -> Mapped:
    given = [actions] if isinstance(actions, str) else list(actions or [call])
    for action in given:
        if not _ACTION.fullmatch(action):
            raise ValueError(
                f"{call} is mapped to {action!r}, which is no action; write SERVICE:ACTION, as 's3:GetObject'"
            )
    named = resources if callable(resources) else (resources,) if isinstance(resources, str) else tuple(resources)
    for arn in named if isinstance(named, tuple) else ():
        # What begins with a parameter is known with the call.
        if not arn.startswith("{"):
            _check_resource(call, arn)
    return Mapped(tuple(given), named)


def _check_resource(call: str, arn: str) -> None:
    if arn != "*" and not (arn.startswith("arn:") and arn.count(":") >= 5):
        raise ValueError(
            f"{call} is mapped to the resource {arn!r}, which is no ARN; write one, as 'arn:aws:s3:::reports', or '*'"
        )
