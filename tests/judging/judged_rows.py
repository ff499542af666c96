"""How tables of calls are tested: which permissions are asked for, and what conditions see then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pytest_fakests import Decision

Decisions = Callable[..., tuple[Decision, ...]]
Test = Callable[..., None]

Call = tuple[str, str, dict[str, Any], list[str]]
"""Service, operation and parameters; the actions that are asked, each with its resource."""

Seen = tuple[str, str, dict[str, Any], str, str, Any]
"""Service, operation and parameters; an action that is asked, or an action and its resource, and a condition key with
its value then."""


def judged_on(calls: Sequence[Call]) -> Test:
    """The test of a table of calls."""

    def is_judged_on(
        decisions: Decisions, service: str, operation: str, params: dict[str, Any], asked: list[str]
    ) -> None:
        """A call needs each of these actions, on the ARNs that policies name, in whatever form it names them."""
        found = decisions(service, operation, params)
        assert [f"{one.request.action} {one.request.resource}" for one in found] == asked

    ids = [f"{row[0]}:{row[1]}" for row in calls]
    test: Test = pytest.mark.parametrize(("service", "operation", "params", "asked"), calls, ids=ids)(is_judged_on)
    return test


def carries(keys: Sequence[Seen]) -> Test:
    """The test of a table of condition keys."""

    def is_carried(
        decisions: Decisions, service: str, operation: str, params: dict[str, Any], asked: str, key: str, value: Any
    ) -> None:
        """What the parameters say is what conditions see, on the permissions that have the key."""
        found = next(
            one.request
            for one in decisions(service, operation, params)
            if asked in (one.request.action, f"{one.request.action} {one.request.resource}")
        )
        assert found.context.get(key) == value

    ids = [f"{row[0]}:{row[1]} {row[4]}" for row in keys]
    names = ("service", "operation", "params", "asked", "key", "value")
    test: Test = pytest.mark.parametrize(names, keys, ids=ids)(is_carried)
    return test
