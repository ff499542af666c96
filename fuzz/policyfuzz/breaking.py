"""Breaking documents: as values, and as the text that they are written in."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from policyfuzz import oddities

_MOST_SLOTS = 10_000

Slot = tuple[Any, Any]
"""A dict and a key of it, or a list and an index."""


def broken(random: random.Random, document: dict[str, Any]) -> Any:
    """The document with a few things wrong; it is changed in place, and may become something else altogether."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        # A list that holds another one many times has more places than fit into memory.
        slots = list(itertools.islice(_slots(document), _MOST_SLOTS))
        if not slots:
            break
        random.choice(_CHANGES)(random, *random.choice(slots))
    return oddities.anything(random, document) if random.random() < 0.03 else document


def _slots(value: Any, depth: int = 0) -> Iterator[Slot]:
    """The places in a document, near its top."""
    if type(value) is dict:
        own: list[Slot] = [(value, key) for key in value]
    elif type(value) is list:
        own = [(value, index) for index in range(min(len(value), 20))]
    else:
        return
    yield from own
    for inner, key in own if depth < 8 else ():
        yield from _slots(inner[key], depth + 1)


def _replace(random: random.Random, inner: Any, key: Any) -> None:
    inner[key] = oddities.anything(random, inner[key])


def _odd(random: random.Random, inner: Any, key: Any) -> None:
    """Change a string a little."""
    old = inner[key]
    if not isinstance(old, str):
        inner[key] = [old]
        return
    place = random.randint(0, len(old))
    inner[key] = random.choice(
        (
            old.swapcase(),
            old[:place] + oddities.text(random) + old[place:],
            old[:place] + old[place + 1 :],
            old * 3,
            old[::-1],
            old.replace(":", ""),
        )
    )


def _remove(random: random.Random, inner: Any, key: Any) -> None:
    del inner[key]


def _rename(random: random.Random, inner: Any, key: Any) -> None:
    if isinstance(inner, list):
        inner.insert(key, oddities.anything(random, inner[key]))
        return
    old = key if isinstance(key, str) else repr(type(key))
    names = (old[::-1], f"{old}s", old[1:], old.swapcase(), f"Not{old}", oddities.text(random), oddities.scalar(random))
    name = random.choice(names)
    try:
        inner[name] = inner[key] if random.random() < 0.5 else inner.pop(key)
    except TypeError:  # a name that cannot be a key
        inner[key] = name


def _borrow(random: random.Random, inner: Any, key: Any) -> None:
    """Put what stands elsewhere here: it is then one object in two places."""
    inner[key] = random.choice(list(inner.values()) if isinstance(inner, dict) else inner)


_CHANGES: tuple[Callable[[random.Random, Any, Any], None], ...] = (
    _replace,
    _replace,
    _odd,
    _odd,
    _remove,
    _rename,
    _borrow,
)


def form(random: random.Random, document: Any) -> Any:
    """The document as it is, or as JSON text, or as text that is nearly that, or as bytes."""
    if random.random() < 0.5:
        return document
    written = text_of(document, ensure_ascii=random.random() < 0.7)
    if written is None:
        return document
    if random.random() < 0.4:
        written = _misspelt(random, written)
    if random.random() < 0.7:
        return written
    coded = written.encode(random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16")), "surrogatepass")
    return bytearray(coded) if random.random() < 0.2 else coded


def text_of(document: Any, ensure_ascii: bool) -> str | None:
    """The document as JSON text; None where JSON cannot say it, or not in two megabytes."""
    pieces: list[str] = []
    length = 0
    try:
        for piece in json.JSONEncoder(ensure_ascii=ensure_ascii).iterencode(document):
            pieces.append(piece)
            length += len(piece)
            if length > 2_000_000:
                return None
    except (TypeError, ValueError, RecursionError):
        return None
    return "".join(pieces)


def _misspelt(random: random.Random, written: str) -> str:
    place, end = sorted((random.randint(0, len(written)), random.randint(0, len(written))))
    end = min(end, place + 40)
    junk = random.choice(
        (
            *("", ",", ":", "{", "}", "]", '"', "\\", "\\ud800", "\\u0000", "\\x", "NaN", "-Infinity", "1e999", "'a'"),
            *("9" * 5000, "[" * 50_000, '{"a":' * 5_000, " " * 200_000, "\ufeff", "\0", "// a\n", "01", "1.", "nul"),
            *('"Effect": "Allow", ', '"Statement": [], ', oddities.text(random)),
        )
    )
    cut = random.choice((place, end))
    return written[:place] + junk + written[cut:]
