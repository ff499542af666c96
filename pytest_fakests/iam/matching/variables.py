"""Policy variables, such as `${aws:username}`, in the text of a policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import Place, quoted
from pytest_fakests.iam.matching.globs import Glob, glob_of

_VARIABLE = re.compile(r"\$\{((?:[^{}']|'[^']*')*)\}")
_CONTENT = re.compile(r"([^\s,'$]+)(?:, ?'([^']*)')?")
_LITERALS = frozenset("*?$")


@dataclasses.dataclass(frozen=True, slots=True)
class Literal:
    """Text whose wildcards are plain characters: `${*}`, `${?}` and `${$}`."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Variable:
    """A condition key whose value takes the variable's place, and what does where the key is missing."""

    key: str
    default: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """Text with variables, read once. A part that is a str may hold wildcards."""

    parts: tuple[str | Literal | Variable, ...]

    @property
    def plain(self) -> str | None:
        """The text, if there is nothing in it to replace."""
        return self.parts[0] if len(self.parts) == 1 and isinstance(self.parts[0], str) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The condition keys, in lower case, whose values it takes, with and without default."""
        return tuple(part.key for part in self.parts if isinstance(part, Variable))

    def pieces(self, context: RequestContext) -> list[tuple[str, bool]] | None:
        """The text in pieces, each with whether its wildcards count; None where a value is missing."""
        pieces: list[tuple[str, bool]] = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append((part, True))
                continue
            text = part.text if isinstance(part, Literal) else _value(part, context)
            if text is None:
                return None
            pieces.append((text, False))
        return pieces

    def text(self, context: RequestContext) -> str | None:
        """The text with the request's values; None where one of them is missing."""
        pieces = self.pieces(context)
        return None if pieces is None else "".join(text for text, _ in pieces)

    def glob(self, context: RequestContext) -> Glob | None:
        """The pattern with the request's values; None where one of them is missing.

        AWS does not document what a wildcard in a substituted value does; here it is a plain character.
        """
        pieces = self.pieces(context)
        return None if pieces is None else glob_of(pieces)


def template(text: str, place: Place) -> Template:
    """Read the variables in `text`.

    Raises:
        PolicyError: A variable is malformed.
    """
    return Template(tuple(_parts(text, place)))


def resource_template(text: str, place: Place) -> Template:
    """Read the variables in a resource ARN, where AWS replaces those after the fifth colon only."""
    *head, tail = text.split(":", 5)
    return Template((":".join([*head, ""]), *_parts(tail, place))) if len(head) == 5 else Template((text,))


def opened(given: Template, keys: Collection[str]) -> Template:
    """The text with a wildcard in place of each variable of these keys, as it matches with some value of theirs."""
    return Template(tuple("*" if isinstance(part, Variable) and part.key in keys else part for part in given.parts))


def _value(variable: Variable, context: RequestContext) -> str | None:
    value = context.value(variable.key)
    return variable.default if value is None else value


def _parts(text: str, place: Place) -> Iterator[str | Literal | Variable]:
    for number, piece in enumerate(_VARIABLE.split(text)):
        if number % 2:
            yield _variable(piece, place)
        elif piece:
            yield _plain(piece, place)


def _plain(text: str, place: Place) -> str:
    if "${" in text:
        raise place.error(
            f"the policy variable in {quoted(text)} is not closed", 'write it as "${key}" or "${key, \'default\'}"'
        )
    return text


def _variable(content: str, place: Place) -> Literal | Variable:
    if content in _LITERALS:
        return Literal(content)
    found = _CONTENT.fullmatch(content)
    if not found:
        raise place.error(
            f"the policy variable {quoted('${' + content + '}')} is malformed",
            'write it as "${key}" or "${key, \'default\'}"',
        )
    return Variable(found[1].lower(), found[2])
