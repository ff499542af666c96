"""Requests that a service makes for its caller, with the caller's permissions: forward access sessions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.principals import Principal, PrincipalType, mfa_context
from pytest_fakests.iam.late import known_of

_OF_FORWARDED = ("aws:calledvia", "aws:viaawsservice")
# The page names those of the endpoint, the VPC and the address there; the others tell whose endpoint a request passes.
# The address of a request from the internet stays.
_NOT_USED = frozenset(
    {
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    }
)


def is_forwarded(own: Mapping[str, Any]) -> bool:
    """Whether these keys, which an action's request has beside those of its call, say that a service makes it."""
    # Every request is asked: no generator, and late keys are found out only where one of these may be among them.
    for key in _OF_FORWARDED:
        for name in known_of(own, key):
            if name.lower() == key:
                return True
    return False


def forwarded_context(context: Mapping[str, Any], principal: Principal | str) -> Mapping[str, Any]:
    """What of a call's condition keys is in a request that a service makes for its caller.

    A user's long-term keys become temporary ones, which tell that they are without MFA:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    kept = {key: value for key, value in context.items() if key.lower() not in _NOT_USED}
    long_term = isinstance(principal, Principal) and principal.type is PrincipalType.USER and not principal.temporary
    return {**mfa_context(False), **kept} if long_term else kept
