"""Faults on demand: which calls fail as the test says, before they are judged."""

from __future__ import annotations

import dataclasses
import datetime
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.operation_names import check_call

Fault = str | bytes | datetime.timedelta | BaseException | type[BaseException]
"""An error code of AWS, the body of an answer, how far AWS's clock is ahead of the caller's, or an exception."""

When = Callable[[Mapping[str, Any]], bool]
"""Whether a call with these parameters fails."""

# Statuses of the errors that every service may give, under the names that they have in the families of protocols:
# https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
_STATUS = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "InternalServerException": 500,
    "InvalidClientTokenId": 403,
    "NotAuthorized": 401,
    "OptInRequired": 403,
    "RequestExpired": 400,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 503,
    "SlowDown": 503,
    "TooManyRequestsException": 429,
}
_ERROR_STATUS = re.compile(r"[45]\d\d")
# What botocore makes of Python's own network errors (botocore/httpsession.py, URLLib3Session.send).
_BY_BOTOCORE: tuple[tuple[type[BaseException], Any], ...] = (
    (TimeoutError, ReadTimeoutError),
    (socket.gaierror, EndpointConnectionError),
    (ConnectionRefusedError, EndpointConnectionError),
    (ConnectionError, ConnectionClosedError),
)


@dataclasses.dataclass(frozen=True)
class Refusal:
    """An error of the service; `status` is the test's own, or None."""

    code: str
    message: str
    status: int | None

    def of(self, service_model: Any) -> AwsError:
        """The error as the service gives it: with the status of its model, or else that of every service."""
        modelled = self.status or _modelled_status(service_model, self.code)
        status = modelled or _STATUS.get(self.code) or _status_by_name(self.code) or 400
        return AwsError(self.code, self.message, status, note="the test asked for this fault")


@dataclasses.dataclass(frozen=True)
class RawAnswer:
    """An answer whose body reaches botocore's parser as it is."""

    body: bytes
    status: int


Due = Refusal | RawAnswer | datetime.timedelta | BaseException | type[BaseException]
"""What a call meets: the error, the body, the clock's skew, or the exception."""


@dataclasses.dataclass
class _Failure:
    label: str
    due: Due
    first: int
    last: int | None
    when: When | None
    seen: int = 0
    used: bool = False

    def meets(self, params: Mapping[str, Any]) -> bool:
        """Whether the call that comes now fails; it is counted either way."""
        if self.when and not self.when(params):
            return False
        self.seen += 1
        now = self.first <= self.seen and (self.last is None or self.seen <= self.last)
        self.used = self.used or now
        return now


class FailureBook:
    """The failures of one fake, by operation."""

    def __init__(self) -> None:
        self._failures: dict[str, list[_Failure]] = {}
        self._lock = threading.Lock()

    @property
    def empty(self) -> bool:
        """Whether nothing was registered."""
        return not self._failures

    def fail(
        self,
        call: str,
        fault: Fault,
        *,
        nth: int,
        times: int | None,
        when: When | None,
        message: str,
        status: int | None,
    ) -> None:
        """Let calls `nth` to `nth + times - 1` of an operation fail, counted from now.

        Raises:
            ValueError: `call` is not SERVICE:OPERATION, `fault` is none, a number is less than 1, `when` is no
                function, or `status` is no HTTP status.
        """
        name = check_call(call)
        if when is not None and not callable(when):
            raise ValueError(f"when={when!r} is no function; give one of a call's parameters to whether it fails")
        if status is not None and not (isinstance(status, int) and 100 <= status <= 599):
            raise ValueError(f"status={status!r} is no HTTP status; give a number, as 503")
        for number, what in ((nth, "nth"), (times, "times")):
            if number is not None and not (isinstance(number, int) and number >= 1):
                raise ValueError(f"{what}={number!r} is no call; calls are counted from 1")
        label = f'fail("{call}", {_label(fault)})'
        failure = _Failure(label, _due(fault, message, status), nth, times and nth + times - 1, when)
        with self._lock:
            self._failures.setdefault(name, []).append(failure)

    def next_failure(self, names: tuple[str, ...], params: Mapping[str, Any]) -> Due | None:
        """What a call of an operation with these names meets, or None. The failure registered first comes first."""
        with self._lock:
            found = (failure for name in names for failure in self._failures.get(name, ()))
            return next((failure.due for failure in found if failure.meets(params)), None)

    def unused(self) -> Iterator[str]:
        """The failures that met no call, as phrases."""
        for failures in self._failures.values():
            yield from (failure.label for failure in failures if not failure.used)


def network_error(due: BaseException | type[BaseException], url: str) -> BaseException:
    """The exception as botocore raises it: its own ones with the endpoint's URL, and its own for Python's."""
    if isinstance(due, BaseException) and not isinstance(due, OSError):
        return due
    kind = due if isinstance(due, type) else type(due)
    wanted: Any = next((own for python, own in _BY_BOTOCORE if issubclass(kind, python)), kind)
    if issubclass(wanted, BotoCoreError):
        cause = "the test asked for this fault" if isinstance(due, type) else due
        error: BaseException = wanted(endpoint_url=url, proxy_url=url, error=cause)
        return error
    return due() if isinstance(due, type) else due


def _due(fault: Fault, message: str, status: int | None) -> Due:
    if isinstance(fault, str):
        return Refusal(fault, message or f"{fault}: a fault that the test asked for", status)
    if fault is ClientError:
        raise ValueError('ClientError alone is no fault; give an error code of AWS, as "Throttling"')
    is_exception = isinstance(fault, BaseException) or (isinstance(fault, type) and issubclass(fault, BaseException))
    if not is_exception and not isinstance(fault, bytes | datetime.timedelta):
        raise ValueError(
            f'{fault!r} is no fault; give an error code of AWS, as "Throttling", an exception, bytes or a timedelta'
        )
    return RawAnswer(fault, status or 200) if isinstance(fault, bytes) else fault


def _modelled_status(service_model: Any, code: str) -> int | None:
    """The status of an error that is in botocore's model of the service; None where the model does not tell."""
    shape = service_model.shape_for_error_code(code)
    if shape is None:
        return None
    status: int | None = shape.metadata.get("error", {}).get("httpStatusCode")
    return status or (500 if shape.metadata.get("fault") else None)


def _status_by_name(code: str) -> int | None:
    """The status that a code is the number of: botocore's own code for an error without a body, as HEAD gives it."""
    return int(code) if _ERROR_STATUS.fullmatch(code) else None


def _label(fault: Fault) -> str:
    if isinstance(fault, str):
        return f'"{fault}"'
    return fault.__name__ if isinstance(fault, type) else repr(fault)
