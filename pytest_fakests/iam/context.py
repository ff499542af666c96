"""The request context: the condition keys of a request, with those that follow from the request itself.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable
from typing import Any

from pytest_fakests.iam.callers import AWS_CALLERS, Caller, CallerKind, caller
from pytest_fakests.iam.requests import Request


class RequestContext:
    """A request, prepared to be compared with statements; keys are looked up when a condition asks.

    Attributes:
        request: The request.
        caller: Its principal.
        action: Its action in lower case.
        resource: Its resource.
        bounded: Whether the caller has a permissions boundary.
        cross_account: Whether the resource belongs to another account than the caller.
    """

    __slots__ = ("_given", "_moment", "action", "bounded", "caller", "cross_account", "request", "resource")

    def __init__(self, request: Request, bounded: bool = False) -> None:
        self.request = request
        self.caller = caller(request.principal, request.issuer)
        self.action = request.action.lower()
        self.resource = request.resource
        self.bounded = bounded
        self.cross_account = request.account != self.caller.account
        self._given: dict[str, Any] | None = None
        self._moment: datetime.datetime | None = None

    @property
    def moment(self) -> datetime.datetime:
        """The time of the request: the clock's when it is first asked for, and from then on the same."""
        if self._moment is None:
            self._moment = datetime.datetime.now(datetime.timezone.utc)
        return self._moment

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RequestContext):
            return NotImplemented
        return (self.request, self.bounded) == (other.request, other.bounded)

    def __hash__(self) -> int:
        return hash((self.request, self.bounded))

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a key, given in lower case; None where the request has none."""
        found = self._find(key)
        if found is None:
            return None
        if isinstance(found, (list, tuple, set, frozenset)):
            return tuple(_text(value) for value in found if value is not None)
        return (_text(found),)

    def value(self, key: str) -> str | None:
        """The value of a single-valued key, given in lower case; None where it is missing or multivalued."""
        found = self._find(key)
        multivalued = isinstance(found, (list, tuple, set, frozenset))
        return None if found is None or multivalued else _text(found)

    @property
    def issuer(self) -> str | None:
        """The ARN, with path, of the role or user behind a session, as far as the request tells."""
        if self.caller.issuer is None and self.caller.kind is CallerKind.SESSION:
            given = self._find_given("aws:principalarn")
            return given if isinstance(given, str) else None
        return self.caller.issuer

    @property
    def unique_id(self) -> str | None:
        """The unique id of the user or role, as `aws:userid` has it: AIDA... or AROA..."""
        value = self.value("aws:userid")
        return value.partition(":")[0] if value else None

    def _find(self, key: str) -> Any:
        found = self._find_given(key)
        if found is None and key in _COMPUTED:
            return _COMPUTED[key](self)
        return found

    def _find_given(self, key: str) -> Any:
        if self._given is None:
            self._given = {name.lower(): value for name, value in self.request.context.items()}
        return self._given.get(key)


def utc_text(moment: datetime.datetime) -> str:
    """A moment as AWS writes it: 2026-01-31T12:00:00Z. One without a time zone is in UTC."""
    zone = datetime.timezone.utc
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return aware.astimezone(zone).isoformat().replace("+00:00", "Z")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return utc_text(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)


def _principal_arn(context: RequestContext) -> str | None:
    who: Caller = context.caller
    if who.kind is CallerKind.SESSION:
        return who.issuer or who.role
    return who.arn if who.kind in AWS_CALLERS else None


def _principal_account(context: RequestContext) -> str | None:
    return "anonymous" if context.caller.kind is CallerKind.ANONYMOUS else context.caller.account or None


def _principal_type(context: RequestContext) -> str | None:
    return _PRINCIPAL_TYPES.get(context.caller.kind)


def _username(context: RequestContext) -> str | None:
    return context.caller.name if context.caller.kind is CallerKind.USER else None


def _is_service(context: RequestContext) -> bool | None:
    kind = context.caller.kind
    return None if kind is CallerKind.ANONYMOUS else kind is CallerKind.SERVICE


_PRINCIPAL_TYPES = {
    CallerKind.ROOT: "Account",
    CallerKind.USER: "User",
    CallerKind.SESSION: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.ANONYMOUS: "Anonymous",
}

# Which principal has which key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
_COMPUTED: dict[str, Callable[[RequestContext], Any]] = {
    "aws:principalarn": _principal_arn,
    "aws:principalaccount": _principal_account,
    "aws:principaltype": _principal_type,
    "aws:principalisawsservice": _is_service,
    "aws:username": _username,
    "aws:resourceaccount": lambda context: context.request.account or None,
    "aws:viaawsservice": lambda context: False,
    "aws:currenttime": lambda context: context.moment,
    "aws:epochtime": lambda context: int(context.moment.timestamp()),
}
