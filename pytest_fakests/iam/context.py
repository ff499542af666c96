"""The request context: the condition keys of a request, with those that follow from the request itself.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam.callers import SESSION
from pytest_fakests.iam.context_keys import CONTEXT_KEYS
from pytest_fakests.iam.late import LateContext
from pytest_fakests.iam.requests import Request, account_given

_MULTIVALUED = (list, tuple, set, frozenset)
# Four digits are a year; epoch seconds have more.
_EPOCH = re.compile(r"\d{5,}(\.\d+)?", re.ASCII)
# As many keys are found sooner than all of them are written in lower case; most decisions ask for fewer.
_SEARCHES = 3

# The reference has no resource for this action, and the walkthrough allows it on all buckets, tells to ignore a warning
# that such a policy gives no permissions, and shows that it does:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html
LISTS_BUCKETS = "s3:listallmybuckets"
EVERY_BUCKET = "arn:{}:s3:::*"


class RequestContext:
    """A request, prepared to be compared with statements; keys are looked up when a condition asks.

    Attributes:
        request: The request.
        caller: Its principal.
        action: Its action in lower case.
        resource: Its resource; where it is told as "*", the one that policies may name instead, if there is one.
        bounded: Whether the caller has a permissions boundary.
        cross_account: Whether the resource belongs to another account than the caller.
    """

    __slots__ = (
        "_given",
        "_moment",
        "_searches",
        "action",
        "bounded",
        "caller",
        "cross_account",
        "request",
        "resource",
    )

    def __init__(self, request: Request, bounded: bool = False) -> None:
        self.request = request
        self.caller = who = request.who
        self.action = request.lowered
        self.resource = resource = request.resource
        if resource == "*" and self.action == LISTS_BUCKETS:
            self.resource = EVERY_BUCKET.format(who.root.split(":")[1] if who.root else "aws")
        self.bounded = bounded
        # Where nothing tells of another account, it is the caller's.
        told = request.owner or (account_given(request.context) if request.context else "")
        self.cross_account = bool(told) and told != who.account
        self._given: dict[str, Any] | None = None
        self._searches = 0
        self._moment: datetime.datetime | None = None

    @property
    def moment(self) -> datetime.datetime:
        """The time of the request: as given, or the clock's when it is first asked for, and from then on the same."""
        if self._moment is None:
            given = map(self.given, ("aws:currenttime", "aws:epochtime"))
            told = (_read_moment(value) for value in given if value is not None)
            self._moment = next(filter(None, told), None) or datetime.datetime.now(datetime.timezone.utc)
        return self._moment

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RequestContext):
            return NotImplemented
        return (self.request, self.bounded) == (other.request, other.bounded)

    def __hash__(self) -> int:
        return hash((self.request, self.bounded))

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a key, given in lower case; None where the request has none."""
        found = self._find(key) if key in CONTEXT_KEYS else self.given(key)
        if isinstance(found, str):
            return (found,)
        return None if found is None else _texts(found)

    def value(self, key: str) -> str | None:
        """The value of a single-valued key, given in lower case; None where it is missing or multivalued."""
        found = self._find(key)
        multivalued = isinstance(found, _MULTIVALUED)
        return None if found is None or multivalued else _text(found)

    @property
    def issuer(self) -> str | None:
        """The ARN, with path, of the role or user behind a session, as far as the request tells."""
        who = self.caller
        if who.issuer is not None or who.kind is not SESSION:
            return who.issuer
        given = self.given("aws:principalarn")
        same = (
            isinstance(given, str) and given.startswith(who.role[: -len(who.name)]) and given.endswith(f"/{who.name}")
        )
        return given if same else None

    @property
    def unique_id(self) -> str | None:
        """The unique id of the user or role, as `aws:userid` has it: AIDA... or AROA..."""
        value = self.value("aws:userid")
        return value.partition(":")[0] if value else None

    def given(self, key: str) -> Any:
        """What the caller of `evaluate` gave for a key, in lower case; None where nothing was given."""
        context = self.request.context
        if type(context) is LateContext:
            found = context.late(key)
            if found is not None:
                return found
            context = context.early
        if self._given is None:
            if self._searches < _SEARCHES and key.isascii():
                self._searches += 1
                return _searched(context, key)
            self._given = {name.lower(): value for name, value in context.items()}
        return self._given.get(key)

    def items(self) -> dict[str, str | list[str]]:
        """Every key that the request has, in the order of their names, with its value or the list of its values."""
        names = {name.lower(): name for name in self.request.context}
        names.update((low, key.name) for low, key in CONTEXT_KEYS.items())
        found = ((low, self.value(low), self.values(low)) for low in sorted(names))
        return {names[low]: list(values) if one is None else one for low, one, values in found if values is not None}

    def overruled(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The keys that were given otherwise than the request has them, each with what was given and what it has."""
        pairs = ((name, self.given(name.lower()), self.values(name.lower())) for name in sorted(self.request.context))
        texts = ((name, _texts(given), had or ()) for name, given, had in pairs if given is not None)
        return {name: (given, had) for name, given, had in texts if given != had}

    def _find(self, key: str) -> Any:
        own = CONTEXT_KEYS.get(key)
        if own is None:
            return self.given(key)
        found = self.given(key) if self.caller.kind in own.given else None
        return own.value(self) if found is None else found


def utc_text(moment: datetime.datetime) -> str:
    """A moment as AWS writes it: 2026-01-31T12:00:00Z. One without a time zone is in UTC."""
    zone = datetime.timezone.utc
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    with contextlib.suppress(OverflowError):  # in UTC it may be in the year 10000
        aware = aware.astimezone(zone)
    return aware.isoformat().replace("+00:00", "Z")


def _searched(context: Mapping[str, Any], key: str) -> Any:
    """The value of a key, in lower case and in ASCII: of the last, if it is written in several ways; None without."""
    found, length = None, len(key)
    for name in context:
        if len(name) == length and name.lower() == key:
            found = context[name]
    return found


def _texts(found: Any) -> tuple[str, ...]:
    if isinstance(found, (list, tuple)):
        return tuple([_text(value) for value in found if value is not None])
    if isinstance(found, (set, frozenset)):
        return tuple(sorted(_text(value) for value in found if value is not None))
    return (_text(found),)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return utc_text(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)


def _read_moment(value: Any) -> datetime.datetime | None:
    """The moment that a value of aws:CurrentTime or aws:EpochTime tells; None where it tells none."""
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    text = _text(value)
    try:
        if _EPOCH.fullmatch(text):
            return datetime.datetime.fromtimestamp(float(text), datetime.timezone.utc)
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)
