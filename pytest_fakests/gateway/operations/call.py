"""One API call, as far as its permissions depend on it: who made it, where, and with which parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pytest_fakests.gateway.operations.errors import UnknownResource


class Place(NamedTuple):
    """Where and by whom a call is made.

    What is remembered of a place is looked up by it in each call: a dataclass would compute its hash in Python.

    Attributes:
        partition: "aws", "aws-cn" or "aws-us-gov".
        region: The Region that the client speaks to, such as "eu-west-1".
        account: The twelve digits of the caller's account.
        user: The calling IAM user's path and name, such as "julie" or "/team/julie"; None for other callers.
        root: Whether the root user of the account calls.
    """

    partition: str
    region: str
    account: str
    user: str | None = None
    root: bool = False

    def arn(self, service: str, resource: str, *, region: str | None = None, account: str | None = None) -> str:
        """The ARN of `resource` here, or in another `region` or `account` ("" for services without one)."""
        region = self.region if region is None else region
        account = self.account if account is None else account
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"


class Call(NamedTuple):
    """A call to be mapped: what resource filters may look at.

    Each call makes one: a frozen dataclass takes three times as long to make.

    Attributes:
        service: botocore's name of the service.
        operation: The operation's name.
        params: The parameters as the caller gave them to botocore.
        place: Where and by whom the call is made.
        state: What was declared, as `required_permissions` takes it.
    """

    service: str
    operation: str
    params: Mapping[str, Any]
    place: Place
    state: Mapping[str, str] = MappingProxyType({})

    def unknown(self, reason: str) -> UnknownResource:
        """The exception to raise where `reason`, a clause, says what the parameters do not show."""
        return UnknownResource(self.service, self.operation, reason)


def copied(value: Any) -> Any:
    """Parameters with maps and lists of their own, which nobody changes later."""
    kind = type(value)
    if kind is list:
        return [copied(below) for below in value]
    if kind is not dict:
        return value
    own = value.copy()
    for name, below in value.items():
        # Most are texts, which nobody can change.
        if type(below) in _CHANGEABLE:
            own[name] = copied(below)
    return own


_CHANGEABLE = frozenset((dict, list))
