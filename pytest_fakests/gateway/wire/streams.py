"""Bodies that a caller reads piece by piece."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.response import StreamingBody


class Events:
    """What botocore gives in place of an event stream: an iterable of events that can be closed.

    Example:
        >>> list(Events([{"Stats": {}}]))
        [{'Stats': {}}]
    """

    def __init__(self, events: Iterable[Any] = ()) -> None:
        self._events = iter(tuple(events))

    def __iter__(self) -> Iterator[Any]:
        return self._events

    def __enter__(self) -> Events:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give no further event."""
        self._events = iter(())


def streaming_body(content: bytes) -> StreamingBody:
    """A body that holds `content`.

    Example:
        >>> streaming_body(b"q3").read()
        b'q3'
    """
    return StreamingBody(io.BytesIO(content), len(content))


def file_body(file: Any) -> StreamingBody:
    """A body that reads from a file of bytes, from where that stands to its end."""
    length: Any = None  # not known: what is read is then not counted
    return StreamingBody(file, length)
