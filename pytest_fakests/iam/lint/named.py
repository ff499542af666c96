"""The actions that statements name, looked up in AWS's Service Authorization Reference."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.reference import ActionEntry
from pytest_fakests.iam.lint.views import Entry, StatementView

SEE = "see the Service Authorization Reference"


def named_actions(view: StatementView, *elements: str) -> Iterator[tuple[Entry, str, str]]:
    """The entries of these elements with their services and names, in lower case but for the names."""
    for entry in view.entries(*elements):
        service, *name = entry.text.split(":")
        if name and "*" not in service and "?" not in service:
            yield entry, service.lower(), name[0]


def known_actions(view: StatementView) -> Iterator[tuple[Entry, list[ActionEntry]]]:
    """The entries of Action that the reference knows, each with the actions that it stands for."""
    for entry, _, _ in named_actions(view, "Action"):
        found = view.within.asked.matching(entry.text.lower())
        if found:
            yield entry, found


def near(word: str, names: list[str] | frozenset[str]) -> str:
    """What to write instead: a name that is nearly the word, or where to look."""
    by_lower = {name.lower(): name for name in sorted(names)}
    nearest = difflib.get_close_matches(word.lower(), by_lower)
    return f"did you mean {quoted(by_lower[nearest[0]])}?" if nearest else SEE
