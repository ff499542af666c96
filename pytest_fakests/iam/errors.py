"""What is wrong with a policy document, where it is, and what would be right."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST_SHOWN = 120


class PolicyError(ValueError):
    """A policy document that AWS would refuse; its text is one sentence.

    Attributes:
        path: Where in the document, such as "Statement[0].Condition.StringLikes"; "" for the document itself.
        problem: What is wrong there.
        remedy: What would be right.
        name: How messages call the policy, or None.

    Example:
        >>> print(PolicyError("Statement[0]", 'the element "Efect" is unknown', 'did you mean "Effect"?'))
        Statement[0]: the element "Efect" is unknown; did you mean "Effect"?
    """

    def __init__(self, path: str, problem: str, remedy: str, name: str | None = None) -> None:
        super().__init__(path, problem, remedy, name)
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.name = name

    def __str__(self) -> str:
        where = [part for part in (self.name, self.path) if part]
        return ": ".join([*where, f"{self.problem}; {self.remedy}"])


class Place(NamedTuple):
    """A place in a named document, from which errors are raised."""

    name: str | None
    path: str = ""

    def element(self, key: str) -> Place:
        """The place of the element `key` of the object here."""
        shown = key if key.isascii() and key.isprintable() and len(key) <= _LONGEST_SHOWN else quoted(key)
        return Place(self.name, f"{self.path}.{shown}" if self.path else shown)

    def item(self, index: int) -> Place:
        """The place of an entry of the list here."""
        return Place(self.name, f"{self.path}[{index}]")

    def error(self, problem: str, remedy: str) -> PolicyError:
        """The error to raise for what is wrong here."""
        return PolicyError(self.path, problem, remedy, self.name)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the nearest known one, or all of them."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    nearest = difflib.get_close_matches(word.lower(), by_lower)
    if nearest:
        return f"did you mean {quoted(by_lower[nearest[0]])}?"
    return f"use one of {', '.join(by_lower.values())}"


def quoted(value: object) -> str:
    """A value as JSON writes it, in ASCII, cut where it is long."""
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
