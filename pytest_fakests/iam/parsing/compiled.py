"""Documents that were read before, found again by their content: none is read twice.

A document that was changed since has another content, so a stale answer is not possible.
"""

from __future__ import annotations

import marshal
import threading
from typing import Any, Generic, TypeVar

from pytest_fakests.iam.kinds import PolicyKind

# The characters of all documents that are kept. A policy of 10 KB takes about twenty times that when read.
_ROOM = 4_000_000

Kept = TypeVar("Kept")

Content = tuple[PolicyKind, type, str | bytes]
"""What tells a document of a kind of policy from every other."""


def content_of(document: Any, kind: PolicyKind) -> Content | None:
    """The content of a document; None for one that is not kept, as it holds other than JSON's types.

    marshal tells values of different types apart, which equality and json do not (1 and True), refuses subclasses,
    which may write themselves as they please, takes a fifth of json's time, and writes a shared part once, so that a
    list of lists of one long text is no bomb. What it writes is compared only, never loaded.
    """
    of = type(document)
    if of is dict:
        try:
            content = marshal.dumps(document)
        except ValueError:
            return None
    elif of is str or of is bytes:
        content = document
    else:
        return None
    return kind, of, content


class Shelf(Generic[Kept]):
    """What was compiled, by content. When it is full, the oldest make room."""

    def __init__(self) -> None:
        self._found: dict[Any, Kept] = {}
        self._taken = 0
        self._lock = threading.Lock()

    def get(self, content: Content | None) -> Kept | None:
        """What the content was compiled to, if it is still there."""
        return self._found.get(content)

    def put(self, content: Content, compiled: Kept) -> None:
        """Keep what the content was compiled to."""
        with self._lock:
            if content in self._found:  # another thread was faster
                return
            self._taken += len(content[2])
            while self._taken > _ROOM:
                oldest = next(iter(self._found))
                del self._found[oldest]
                self._taken -= len(oldest[2])
            self._found[content] = compiled
