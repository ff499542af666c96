"""Parameters against the constraints of STS's own model, in the words that STS uses."""

from __future__ import annotations

import functools
import re
import types
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.tags import SEPARATORS
from pytest_fakests.sts.errors import validation_error

# Where the live limit differs from the model: SourceIdentity takes 256 characters, as measured against AWS.
_LIVE_MAXIMUM = {"SourceIdentity": 256}

_TOO_LARGE = 2**31

# roleSessionNameType of the model.
_SESSION_NAME = types.SimpleNamespace(type_name="string", metadata={"min": 2, "max": 64, "pattern": r"[\w+=,.@-]*"})


def check_parameters(shape: Any, params: Mapping[str, Any]) -> None:
    """Hold `params` against `shape`, a botocore structure.

    Raises:
        AwsError: MalformedInput for a number that does not fit into 32 bits, as measured, or the ValidationError that
            lists each constraint that they break.
    """
    for name, value in params.items():
        if isinstance(value, int) and not -_TOO_LARGE <= value < _TOO_LARGE:
            raise AwsError("MalformedInput", "", 400, note=f"{name} is {value}, which 32 bits do not hold")
    faults = list(_structure(shape, params, ""))
    if faults:
        raise constraint_error(faults)


def check_session_name(name: str) -> None:
    """Raise the ValidationError of a role session's name that is outside the constraints, where no model is at hand."""
    faults = list(_value(_SESSION_NAME, name, "roleSessionName", ""))
    if faults:
        raise constraint_error(faults)


def constraint_error(faults: list[str]) -> AwsError:
    """The ValidationError that lists these faults."""
    count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected: "
    return validation_error(count + "; ".join(faults))


def fault(value: object, place: str, constraint: str) -> str:
    """One fault, in STS's words; a value of None is one that is not shown."""
    shown = "" if value is None else f"'{value}' "
    return f"Value {shown}at '{place}' failed to satisfy constraint: Member must {constraint}"


def _structure(shape: Any, params: Mapping[str, Any], place: str) -> Iterator[str]:
    for name in shape.required_members:
        if name not in params:
            yield f"Value null at '{_inside(place, name)}' failed to satisfy constraint: Member must not be null"
    for name, value in params.items():
        yield from _value(shape.members[name], value, _inside(place, name), name)


def _value(shape: Any, value: Any, place: str, name: str) -> Iterator[str]:
    if shape.type_name == "structure":
        yield from _structure(shape, value, place)
    elif shape.type_name == "list":
        yield from _size(shape, value, place, name)
        for number, member in enumerate(value, 1):
            yield from _value(shape.member, member, f"{place}.{number}.member", "")
    elif shape.type_name == "integer":
        yield from _range(shape, value, place)
    else:
        yield from _size(shape, value, place, name)
        yield from _pattern(shape, value, place)


def _size(shape: Any, value: Any, place: str, name: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), _LIVE_MAXIMUM.get(name, shape.metadata.get("max"))
    if low is not None and len(value) < low:
        yield fault(_shown(shape, value), place, f"have length greater than or equal to {low}")
    if high is not None and len(value) > high:
        yield fault(_shown(shape, value), place, f"have length less than or equal to {high}")


def _range(shape: Any, value: int, place: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and value < low:
        yield fault(value, place, f"have value greater than or equal to {low}")
    if high is not None and value > high:
        yield fault(value, place, f"have value less than or equal to {high}")


def _pattern(shape: Any, value: str, place: str) -> Iterator[str]:
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield fault(_shown(shape, value), place, f"satisfy regular expression pattern: {pattern}")


def _shown(shape: Any, value: Any) -> Any:
    """The value, unless it is a secret by the model."""
    return None if shape.metadata.get("sensitive") else value


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The model's pattern as one that Python reads."""
    if r"\p{" in pattern:
        for java, python in ((r"\p{L}", r"\w"), (r"\p{N}", ""), (r"\p{Z}", SEPARATORS)):
            pattern = pattern.replace(java, python)
        return re.compile(pattern)
    # The model writes the planes above the first as \u10000-\u10FFFF, which Java reads as its author meant it.
    pattern = pattern.replace(r"\u10000-\u10FFFF", r"\U00010000-\U0010FFFF")
    return re.compile(pattern, re.ASCII)


def _inside(place: str, name: str) -> str:
    member = name[0].lower() + name[1:]
    return f"{place}.{member}" if place else member
