"""Wildcard patterns: `*` is any run of characters, `?` exactly one.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

_NOWHERE = -1  # as str.find says it


class Segment(NamedTuple):
    """What stands between two stars: runs of plain characters with one `?` between each two."""

    runs: tuple[str, ...]
    length: int

    def fits(self, text: str, start: int) -> bool:
        """Whether it matches the characters of `text` from `start` on."""
        for run in self.runs:
            if not text.startswith(run, start):
                return False
            start += len(run) + 1
        return True

    def find(self, text: str, start: int, end: int) -> int:
        """The first place between `start` and `end` where it matches; `_NOWHERE` if there is none."""
        if len(self.runs) == 1:
            return text.find(self.runs[0], start, end)
        # Where its longest run is not, it is not.
        longest = max(self.runs, key=len)
        before = sum(len(run) + 1 for run in self.runs[: self.runs.index(longest)])
        found = text.find(longest, start + before)
        while found != _NOWHERE and found - before + self.length <= end:
            if self.fits(text, found - before):
                return found - before
            found = text.find(longest, found + 1)
        return _NOWHERE


class Glob(NamedTuple):
    """A compiled pattern. Each segment is taken where it first fits, so no pattern makes it try again."""

    segments: tuple[Segment, ...]

    def matches(self, text: str) -> bool:
        """Whether the pattern matches the whole of `text`."""
        first, last = self.segments[0], self.segments[-1]
        if first is last:
            return len(text) == first.length and first.fits(text, 0)
        start, end = first.length, len(text) - last.length
        if start > end or not first.fits(text, 0) or not last.fits(text, end):
            return False
        for segment in self.segments[1:-1]:
            place = segment.find(text, start, end)
            if place == _NOWHERE:
                return False
            start = place + segment.length
        return True


def glob_of(pieces: Iterable[tuple[str, bool]]) -> Glob:
    """The pattern made of pieces of text; a piece's wildcards count only where its flag is true."""
    segments: list[list[str]] = [[""]]
    for text, wild in pieces:
        if not wild:
            segments[-1][-1] += text
            continue
        for number, between_stars in enumerate(text.split("*")):
            if number:
                segments.append([""])
            first, *others = between_stars.split("?")
            segments[-1][-1] += first
            segments[-1].extend(others)
    return Glob(tuple(Segment(tuple(runs), sum(map(len, runs)) + len(runs) - 1) for runs in segments))


@functools.lru_cache(maxsize=4096)
def glob(pattern: str) -> Glob:
    """The compiled pattern.

    Example:
        >>> glob("home/*/?.txt").matches("home/ann/x/1.txt")
        True
    """
    return Glob(tuple([Segment(tuple(run.split("?")), len(run)) for run in pattern.split("*")]))
