"""What the endpoint takes from its clients."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds of the endpoint; what goes beyond them is refused with an answer that says so, and silence with none.

    Attributes:
        connections: How many clients may be connected at a time.
        body: How many bytes a body may have.
        seconds: How long a client may take to send the next bytes, or to take those of an answer.
        request: How many seconds a client may take to send a whole request, and to take a whole answer.
    """

    connections: int = 64
    body: int = 64 * 1024 * 1024
    seconds: float = 30
    request: float = 300
