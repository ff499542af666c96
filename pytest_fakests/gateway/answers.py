"""What a test says that calls shall get: answers, and faults on demand."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError

Answer = Mapping[str, Any] | Callable[[dict[str, Any]], Any] | BaseException | type[BaseException]
"""A mapping in the operation's output shape, a function from parameters to one, or an exception to raise."""

# Statuses of the errors that every service may give:
# https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
_STATUS = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InvalidClientTokenId": 403,
    "NotAuthorized": 401,
    "OptInRequired": 403,
    "RequestExpired": 400,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "SlowDown": 503,
}


@dataclasses.dataclass
class _Entry:
    answer: Answer
    optional: bool
    used: bool = False


@dataclasses.dataclass
class _Failure:
    error: AwsError
    left: int
    used: bool = False


class AnswerBook:
    """The answers and failures of one fake, by operation."""

    def __init__(self) -> None:
        self._answers: dict[str, _Entry] = {}
        self._failures: dict[str, list[_Failure]] = {}
        self._lock = threading.Lock()

    @property
    def empty(self) -> bool:
        """Whether nothing was registered."""
        return not self._answers and not self._failures

    def answer(self, call: str, answer: Answer, *, optional: bool) -> None:
        """Let an authorised call of this operation get `answer`."""
        self._answers[check_call(call)] = _Entry(answer, optional)

    def fail(self, call: str, code: str, message: str, status: int | None, times: int) -> None:
        """Let the next `times` calls of this operation fail before they are judged."""
        text = message or f"{code}: a fault that the test asked for"
        error = AwsError(code, text, status or _STATUS.get(code, 400), note="the test asked for this fault")
        with self._lock:
            self._failures.setdefault(check_call(call), []).append(_Failure(error, times))

    def find(self, names: tuple[str, ...]) -> Answer | None:
        """The answer for an operation with these names, or None."""
        entry = next((self._answers[name] for name in names if name in self._answers), None)
        return entry.answer if entry else None

    def saw(self, names: tuple[str, ...]) -> None:
        """Remember that an operation with these names was called, whatever became of it."""
        for name in names:
            if name in self._answers:
                self._answers[name].used = True

    def next_failure(self, names: tuple[str, ...]) -> AwsError | None:
        """The failure that is due for an operation with these names, or None."""
        with self._lock:
            for failure in (failure for name in names for failure in self._failures.get(name, ())):
                if failure.left > 0:
                    failure.left -= 1
                    failure.used = True
                    return failure.error
        return None

    def unused(self) -> list[str]:
        """What was registered and met no call, as phrases."""
        answers = [f'answer("{name}")' for name, entry in self._answers.items() if not entry.used | entry.optional]
        failures = [
            f'fail("{name}", "{failure.error.code}")'
            for name, entries in self._failures.items()
            for failure in entries
            if not failure.used
        ]
        return answers + failures


def check_call(call: str) -> str:
    """The operation's name, lower-cased.

    Raises:
        ValueError: It is not SERVICE:OPERATION.
    """
    service, colon, operation = call.partition(":")
    if not (service and colon and operation) or ":" in operation:
        raise ValueError(f"{call!r} names no operation; write SERVICE:OPERATION, as 's3:GetObject'")
    return call.lower()
