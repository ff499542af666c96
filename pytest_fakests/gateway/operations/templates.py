"""Resource templates: ARNs with holes that an operation's parameters fill, compiled once.

    arn:{partition}:s3:::{Bucket|object_bucket}/{Key|text}

`{partition}`, `{region}`, `{account}` and `{caller_user}` come from the place of the call, `{A.B}`, `{A[].B}`
and `{A.*}` from its parameters, through the filters after `|`. A template whose member is absent gives no
resource, unless `else:TEMPLATE` says what then. A value that is an ARN takes the place of all that stands
before it, but for one that `text` says to be any text, as an object's key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters import FILTERS, Filter, Whole
from pytest_fakests.gateway.operations.paths import (
    EVERY,
    KEYS,
    Path,
    elements_at,
    given,
    list_of,
    parse_path,
    text_of,
    values_at,
    with_list,
)
from pytest_fakests.gateway.operations.plain import Plain, PlainHole, place_text, plain

_HOLE = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_PLACE = ("partition", "region", "account")
_ANY_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Here:
    """A hole that the place of the call fills."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A hole that a parameter fills, once for each element of the lists on its path."""

    path: Path
    filters: tuple[tuple[Filter, str], ...] = ()
    otherwise: Template | None = None
    any_text: bool = False

    @property
    def sees_absent(self) -> bool:
        """Whether there is a value where the member is absent."""
        return self.otherwise is not None or any(apply.sees_absent for apply, _ in self.filters)

    @property
    def is_plain(self) -> bool:
        """Whether one member fills it, through filters that see texts alone, and nothing stands in for it."""
        alone = len(self.path) == 1 and self.path[0] not in (EVERY, KEYS) and self.otherwise is None
        return alone and not any(apply.structured or apply.sees_absent for apply, _ in self.filters)

    def fill(self, call: Call, params: Mapping[str, Any]) -> list[str]:
        """The values; none where the member is absent."""
        filled: list[str] = []
        for value in values_at(params, self.path):
            if self.otherwise is not None and not given(value):
                filled += self.otherwise.render(call, params)
                continue
            found = value
            for apply, argument in self.filters:
                found = apply(found, call, argument)
            texts = found if isinstance(found, tuple) else (text_of(found),)
            filled += [text for text in texts if text is not None]
        return filled


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template.

    Attributes:
        parts: Literal text and holes, in order.
        shared: The list that two holes both run through: they are filled from one element at a time.
        plain: Gives its text where that is one; None for a template that runs through lists, or asks for more.
    """

    parts: tuple[str | Here | Hole, ...]
    shared: Path | None = None
    plain: Plain | None = field(default=None, compare=False, repr=False)

    def render(self, call: Call, params: Mapping[str, Any]) -> list[str]:
        """The resources that `params` give: those of the call, or what a condition left of them."""
        text = self.plain(call, params) if self.plain is not None else None
        if text is not None:
            return [text]
        if self.shared is not None:
            return [text for one in elements_of(params, self.shared) for text in self._filled(call, one)]
        return self._filled(call, params)

    def _filled(self, call: Call, params: Mapping[str, Any]) -> list[str]:
        texts = [""]
        # Literal text and the place are one text for all, gathered until a hole comes.
        gathered = ""
        for part in self.parts:
            if isinstance(part, str):
                gathered += part
            elif isinstance(part, Here):
                gathered += getattr(call.place, part.attribute)
            else:
                values = part.fill(call, params)
                arns = not part.any_text
                texts = [_joined(_after(text, gathered), value, arns) for text in texts for value in values]
                gathered = ""
        return [full for text in texts if (full := _after(text, gathered))]


def elements_of(params: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    """`params` once for each element of the list or map at `path`, with that element alone in it."""
    (found,) = values_at(params, path)
    if isinstance(found, Mapping):
        return [with_list(params, path, {name: value}) for name, value in found.items()]
    return [with_list(params, path, [element]) for element in elements_at(params, path)]


def compile_template(text: str) -> Template:
    """A template from its text.

    Raises:
        ValueError: `text` names a filter that does not exist.
    """
    parts = tuple(_part(piece, index % 2 == 1) for index, piece in enumerate(_HOLE.split(text)) if piece)
    lists = [list_of(part.path) for part in parts if isinstance(part, Hole) and EVERY in part.path]
    shared = lists[0] if len(lists) > 1 and len(set(lists)) == 1 else None
    return Template(parts, shared, _plain(parts))


def _plain(parts: tuple[str | Here | Hole, ...]) -> Plain | None:
    """How a template gives its text where that is one; None where one of its holes is not filled by one member."""
    first = next((index for index, part in enumerate(parts) if isinstance(part, Hole)), len(parts))
    holes: list[PlainHole] = []
    for part in parts[first:]:
        if isinstance(part, Hole) and part.is_plain:
            steps = tuple((one.apply, argument) for one, argument in part.filters)
            holes.append(PlainHole(part.path[0], steps, "", part.any_text))
        elif isinstance(part, str):
            holes[-1] = holes[-1]._replace(after=holes[-1].after + part)
        else:
            return None
    places = [part.attribute for part in parts[:first] if isinstance(part, Here)]
    literal = "".join(part for part in parts[:first] if isinstance(part, str))
    form = "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts[:first])
    return plain(place_text(form, places) if places else literal, tuple(holes))


def _part(piece: str, is_hole: bool) -> str | Here | Hole:
    if not is_hole:
        return piece
    if piece in _PLACE:
        return Here(piece)
    if piece == "caller_user":
        return Hole((), ((FILTERS["user_path"], ""),))
    name, *rest = piece.split("|")
    otherwise = next((compile_template(step[5:]) for step in rest if step.startswith("else:")), None)
    filters = tuple(_filter(step) for step in rest if step != _ANY_TEXT and not step.startswith("else:"))
    return Hole(parse_path(name), filters, otherwise, _ANY_TEXT in rest)


def _filter(step: str) -> tuple[Filter, str]:
    name, _, argument = step.partition(":")
    if name not in FILTERS:
        raise ValueError(f"{name!r} is not a filter: the filters are {', '.join(sorted(FILTERS))}")
    return FILTERS[name], argument


def _after(text: str, literal: str) -> str:
    return text if isinstance(text, Whole) or not literal else text + literal


def _joined(text: str, value: str, arns: bool) -> str:
    if isinstance(text, Whole):
        return text
    if arns and value.startswith("arn:"):
        return value
    return Whole(text + value) if isinstance(value, Whole) else text + value
