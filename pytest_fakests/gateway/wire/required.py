"""Required parameters that a request does not have: most clients see to them, who writes requests by hand may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.errors import MissingMemberError, operation_label

# What protocols write as nothing where it is empty.
_MAYBE_NOTHING = ("list", "map", "structure")

Check = Callable[[Any, str], str | None]
"""Gives the path of the first required member that a value at a path lacks."""


class _Known(NamedTuple):
    """What was found out about the shapes of an operation, by their names.

    Attributes:
        forms: Whether its protocol is one of forms.
        checks: What looks into values of a shape: it may be within itself, and gets its check once that is made.
        lack_nothing: The shapes in which nothing is required.
    """

    forms: bool
    checks: dict[str, list[Check]]
    lack_nothing: set[str]


class _Wanted(NamedTuple):
    """What an operation requires.

    Attributes:
        names: The members that it cannot be without.
        members: The shapes of all its members.
        checks: What looks into the members that calls had so far; None where nothing is required in one.
        known: What was found out for that.
    """

    names: tuple[str, ...]
    members: dict[str, Any]
    checks: dict[str, Check | None]
    known: _Known


def check_required(params: dict[str, Any], operation_model: Any) -> None:
    """Raise an error for the first required member that is not there.

    Args:
        params: The parameters, as they were read from the request.
        operation_model: botocore's model of the operation.

    Raises:
        MissingMemberError: There is one; empty lists and the like count as there where the protocol leaves them out.
    """
    wanted = _wanted(operation_model)
    for name in wanted.names:
        if name not in params:
            raise MissingMemberError(operation_label(operation_model), _joined("", name))
    for name, value in params.items():
        # All else has no members.
        if type(value) is dict or type(value) is list:
            if name not in wanted.checks:
                wanted.checks[name] = _check(wanted.members[name], wanted.known)
            check = wanted.checks[name]
            missing = None if check is None else check(value, _joined("", name))
            if missing is not None:
                raise MissingMemberError(operation_label(operation_model), missing)


@by_model
def _wanted(operation_model: Any) -> _Wanted:
    shape = operation_model.input_shape
    known = _Known(operation_model.service_model.metadata["protocol"] in ("query", "ec2"), {}, set())
    return _Wanted((), {}, {}, known) if shape is None else _Wanted(_names(shape, known), shape.members, {}, known)


def _names(shape: Any, known: _Known) -> tuple[str, ...]:
    return tuple(name for name in shape.required_members if not _may_be_nothing(shape.members[name], known.forms))


def _check(shape: Any, known: _Known) -> Check | None:
    """What looks for required members in a value of this shape; None where there are none."""
    if not _requires(shape, known):
        return None
    if shape.name not in known.checks:
        known.checks[shape.name] = []
        known.checks[shape.name].append(_CHECKS[shape.type_name](shape, known))
    made = known.checks[shape.name]

    def look(value: Any, path: str) -> str | None:
        return made[0](value, path)

    return made[0] if made else look


def _check_list(shape: Any, known: _Known) -> Check:
    check = _check(shape.member, known)

    def look(value: Any, path: str) -> str | None:
        for number, one in enumerate(value or (), 1):
            missing = check(one, f"{path}.{number}.member") if check else None
            if missing is not None:
                return missing
        return None

    return look


def _check_map(shape: Any, known: _Known) -> Check:
    check = _check(shape.value, known)

    def look(value: Any, path: str) -> str | None:
        for key, one in (value or {}).items():
            missing = check(one, f"{path}.{key}.member") if check else None
            if missing is not None:
                return missing
        return None

    return look


def _check_structure(shape: Any, known: _Known) -> Check:
    names = _names(shape, known)
    members = {name: check for name, one in shape.members.items() if (check := _check(one, known)) is not None}

    def look(value: Any, path: str) -> str | None:
        if value is None:
            return None
        for name in names:
            if name not in value:
                return _joined(path, name)
        for name, check in members.items():
            missing = check(value[name], _joined(path, name)) if name in value else None
            if missing is not None:
                return missing
        return None

    return look


_CHECKS = {"list": _check_list, "map": _check_map, "structure": _check_structure}


def _requires(shape: Any, known: _Known) -> bool:
    """Whether a value of this shape may lack something."""
    seen: set[str] = set()
    if _finds_required(shape, known, seen):
        return True
    known.lack_nothing.update(seen)
    return False


def _finds_required(shape: Any, known: _Known, seen: set[str]) -> bool:
    if shape.name in seen or shape.name in known.lack_nothing or shape.type_name not in _CHECKS:
        return False
    seen.add(shape.name)
    if shape.type_name == "list":
        return _finds_required(shape.member, known, seen)
    if shape.type_name == "map":
        return _finds_required(shape.value, known, seen)
    if shape.is_document_type:
        return False
    return bool(_names(shape, known)) or any(_finds_required(one, known, seen) for one in shape.members.values())


def _may_be_nothing(shape: Any, forms: bool) -> bool:
    facts = shape.serialization
    if facts.get("streaming") or facts.get("eventstream"):
        return True
    return shape.type_name in _MAYBE_NOTHING and (forms or "location" in facts)


def _joined(path: str, name: str) -> str:
    """The path as AWS writes it."""
    own = name[:1].lower() + name[1:]
    return f"{path}.{own}" if path else own
