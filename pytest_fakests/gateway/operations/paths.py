"""Paths to members of an operation's input, such as `Delete.Objects[].Key` or `RequestItems.*`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[str, ...]
EVERY = "[]"
KEYS = "*"


def parse_path(text: str) -> Path:
    """The steps of a path: member names, `EVERY` for each element of a list, `KEYS` for the keys of a map.

    Example:
        >>> parse_path("Delete.Objects[].Key")
        ('Delete', 'Objects', '[]', 'Key')
    """
    return tuple(step for part in text.replace(EVERY, f".{EVERY}").split(".") if (step := part))


def list_of(path: Path) -> Path | None:
    """The path of the first list (or map of keys) that `path` runs through; None where it names one value."""
    for index, step in enumerate(path):
        if step in (EVERY, KEYS):
            return path[:index]
    return None


def values_at(params: Any, path: Path) -> list[Any]:
    """What `path` leads to: one item for each element of its lists, None where a member is absent."""
    if len(path) == 1 and isinstance(params, dict):
        return [params.get(path[0])]
    for index, step in enumerate(path):
        if step == EVERY:
            rest = path[index + 1 :]
            elements = params if isinstance(params, (list, tuple)) else ()
            return [value for element in elements for value in values_at(element, rest)] or [None]
        if not isinstance(params, Mapping):
            return [None]
        if step == KEYS:
            return list(params) or [None]
        params = params.get(step)
    return [params]


def with_list(params: Any, path: Path, elements: Sequence[Any] | Mapping[str, Any]) -> Any:
    """`params` with `elements` in place of the list or map at `path`."""
    if not path:
        return dict(elements) if isinstance(elements, Mapping) else list(elements)
    name, *rest = path
    return {**params, name: with_list(params[name], tuple(rest), elements)}


def elements_at(params: Any, path: Path) -> Sequence[Any]:
    """The elements of the list at `path`, none where there is no list."""
    (found,) = values_at(params, path)
    return found if isinstance(found, (list, tuple)) else ()


def given(value: Any) -> bool:
    """Whether a member is there at all: an empty list or map (no tags) counts as absent."""
    # What is true is there, whatever it is: that is asked first, as to ask a value for an abstract class is slow.
    return bool(value) or (value is not None and not isinstance(value, (Mapping, list, tuple)))


def text_of(value: Any) -> str | None:
    """A scalar as the text that goes into an ARN or is compared; None for an absent or structured value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    return None if value is None or isinstance(value, (Mapping, list, tuple)) else str(value)
