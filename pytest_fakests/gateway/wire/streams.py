"""Bodies that a caller reads piece by piece."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Iterator
from typing import Any

from botocore.exceptions import EventStreamError
from botocore.response import StreamingBody


class Events:
    """What botocore gives in place of an event stream: an iterable of events that can be closed.

    An event that is an exception ends it: botocore raises it as an EventStreamError.

    Attributes:
        unread: The events, exceptions among them.

    Example:
        >>> list(Events([{"Stats": {}}]))
        [{'Stats': {}}]
    """

    def __init__(self, events: Iterable[Any] = (), exceptions: Container[str] = (), operation: str = "") -> None:
        self.unread = iter(tuple(events))
        self._exceptions = exceptions
        self._operation = operation

    def __iter__(self) -> Iterator[Any]:
        for event in self.unread:
            name = next(iter(event), "")
            if name in self._exceptions:
                value = event[name]
                message = value.get("Message", value.get("message", ""))
                raise EventStreamError({"Error": {"Code": name, "Message": message}}, self._operation)
            yield event

    def __enter__(self) -> Events:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give no further event."""
        self.unread = iter(())


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
