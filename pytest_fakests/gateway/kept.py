"""What the gate of a fake keeps, for every call that comes to it."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, Protocol

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.gateway.answers import AnswerBook
from pytest_fakests.gateway.calls import Call
from pytest_fakests.gateway.directory_sessions import DirectorySessions
from pytest_fakests.gateway.failures import FailureBook
from pytest_fakests.gateway.loopback import Loopback
from pytest_fakests.gateway.mappings import MappingBook
from pytest_fakests.gateway.metadata import Metadata
from pytest_fakests.gateway.networks import origin_context
from pytest_fakests.gateway.operations.permission import NOTHING
from pytest_fakests.gateway.wire import HttpRequest

# To draw one takes as long as to draw some.
_IDS = 16


@dataclasses.dataclass(frozen=True)
class Settings:
    """How a fake treats what no policy decides.

    Attributes:
        unstubbed: "empty": a call that nobody answers gets the smallest answer; "error": it raises.
        unmapped: "error": a call that cannot be judged raises; "allow" and "deny" are the others.
        strict: Whether an answer or failure that met no call is a fault of the test.
        mode: "enforce", or "observe": what would be refused is noted and let through.
    """

    unstubbed: str = "empty"
    unmapped: str = "error"
    strict: bool = True
    mode: str = "enforce"


class Watcher(Protocol):
    """What is shown each call of a test on its way."""

    def signs(self, credentials: Any) -> None:
        """A call is about to be signed with botocore's `credentials`, which may refresh after this."""

    def arrival(self, headers: Mapping[str, str]) -> AbstractContextManager[None]:
        """The block in which a call with these headers is judged."""

    def saw(self, number: int, call: Call) -> None:
        """A call was answered: its number, from 1."""


_MORE: ContextVar[Mapping[str, Any]] = ContextVar("more", default=NOTHING)


@contextlib.contextmanager
def more_keys(keys: Mapping[str, Any]) -> Iterator[None]:
    """Let the requests of this thread have these condition keys too, under those that the test set."""
    before = _MORE.set(keys)
    try:
        yield
    finally:
        _MORE.reset(before)


class Kept:
    """What a gate keeps.

    Attributes:
        cloud: The world whose callers and policies count.
        settings: How it treats what no policy decides.
        context: Condition keys of the requests that follow.
        answers: What authorised calls shall get.
        failures: Which calls fail.
        mappings: What operations need, where the tables cannot know it.
        directory_sessions: The sessions of S3's directory buckets.
        calls: Every call, judged.
        metadata: What serves the addresses at which code inside AWS finds credentials.
        watcher: What is shown each call; None where nobody looks.
        loopback: Where other processes reach this gate; None where they cannot.
    """

    def __init__(self, cloud: Cloud, settings: Settings) -> None:
        self.cloud = cloud
        self.settings = settings
        self.context: dict[str, Any] = {}
        self.answers = AnswerBook()
        self.failures = FailureBook()
        self.mappings = MappingBook()
        self.directory_sessions = DirectorySessions()
        self.calls: list[Call] = []
        self._request_ids: list[str] = []
        self.metadata: list[Metadata] = []
        self.watcher: Watcher | None = None
        self.loopback: Loopback | None = None

    def request_context(self, request: HttpRequest, region: str) -> dict[str, Any]:
        """The condition keys that AWS has for every request, under those that the test set."""
        return {
            **origin_context(request.url, self.context),
            "aws:SecureTransport": "true" if request.url.startswith("https:") else "false",
            # Each request brings the same text anew, and kept calls keep it.
            "aws:UserAgent": sys.intern(str(request.headers.get("user-agent", ""))),
            "aws:RequestedRegion": region,
            **_MORE.get(),
            **self.context,
        }

    def request_id(self) -> str:
        """The id of one more request."""
        while True:
            try:
                return self._request_ids.pop()
            except IndexError:
                self._request_ids.extend(self.cloud.source.request_ids(_IDS))
