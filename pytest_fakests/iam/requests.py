"""What is asked."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam.callers import Caller, caller
from pytest_fakests.iam.late import known_of

_ACTION = re.compile(r"[\w-]+:[\w.-]+", re.ASCII)
_RESOURCE_ACCOUNT = "aws:resourceaccount"
_LENGTH = len(_RESOURCE_ACCOUNT)
_OF_ACCOUNT = re.compile(r"[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):", re.ASCII)


@dataclasses.dataclass(frozen=True, init=False)
class Request:
    """A request to AWS, as its policies see it.

    Attributes:
        action: The action, as "s3:GetObject".
        resource: The ARN of the resource, or "*" for an action that has none.
        principal: Who asks: the ARN of a user, a role, an assumed-role session, a federated user or an account's
            root; the host of a service ("lambda.amazonaws.com"); an identity provider (its ARN, or
            "accounts.google.com" and the like); "*" for an anonymous caller.
        context: Condition keys and values; a list for a multivalued key. Keys that follow from the request itself,
            such as aws:PrincipalArn or aws:CurrentTime, need not be given. What the principal or the resource tells,
            such as aws:PrincipalAccount, cannot be given otherwise; the time can.
        resource_account: The id of the account that owns the resource; None to read it from the ARN, or where the
            ARN has none from aws:ResourceAccount of the context, or else to take the caller's.
        issuer: The ARN, with its path, of the role behind an assumed-role session, or of the user or account root
            behind a federated-user session; None where it is not known.
        lowered: The action in lower case.
        who: The principal, read.
        owner: The account that `resource_account` or the ARN tells; "" where they tell none.

    Raises:
        ValueError: The action is not "service:name", or the principal is none that can make a request.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html

    Example:
        >>> Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", "arn:aws:iam::123456789012:user/julie").account
        '123456789012'
    """

    action: str
    resource: str = "*"
    principal: str = "*"
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)
    resource_account: str | None = None
    issuer: str | None = None
    lowered: str = dataclasses.field(init=False, repr=False, compare=False)
    who: Caller = dataclasses.field(init=False, repr=False, compare=False)
    owner: str = dataclasses.field(init=False, repr=False, compare=False)

    def __init__(
        self,
        action: str,
        resource: str = "*",
        principal: str = "*",
        context: Mapping[str, Any] | None = None,
        resource_account: str | None = None,
        issuer: str | None = None,
    ) -> None:
        lowered = _lowered(action) if isinstance(action, str) else ""
        if not lowered:
            raise ValueError(
                f'the action {action!r} is not "service:name" without wildcards; write it as "s3:GetObject"'
            )
        fields = self.__dict__  # as in Policies
        fields["action"] = action
        fields["resource"] = resource
        fields["principal"] = principal
        fields["context"] = {} if context is None else context
        fields["resource_account"] = resource_account
        fields["issuer"] = issuer
        fields["lowered"] = lowered
        fields["who"] = caller(principal, issuer)
        fields["owner"] = resource_account or _account_in(resource)

    @property
    def account(self) -> str:
        """The id of the account that owns the resource; "" where nothing tells."""
        return self.owner or account_given(self.context) or self.who.account


def account_given(context: Mapping[str, Any]) -> str:
    """The account that a context tells by aws:ResourceAccount; "" where it tells none."""
    known = known_of(context, _RESOURCE_ACCOUNT)
    for key in known:
        if len(key) == _LENGTH and key.lower() == _RESOURCE_ACCOUNT and isinstance(known[key], str):
            account: str = known[key]
            return account
    return ""


@functools.lru_cache(maxsize=1024)
def _account_in(arn: str) -> str:
    found = _OF_ACCOUNT.match(arn)
    return found[1] if found else ""


@functools.lru_cache(maxsize=1024)
def _lowered(action: str) -> str:
    """The action in lower case; "" where it is none."""
    return action.lower() if _ACTION.fullmatch(action) else ""
