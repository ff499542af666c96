"""The permissions boundary of a role or user, as the conditions of who changes it see it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html, "Delegating responsibility to others
using permissions boundaries"; Service Authorization Reference, "Actions defined by AWS Identity and Access Management".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pytest_fakests.iam import Policy

_KEY = "iam:PermissionsBoundary"
# The request itself tells it for those that set one.
_ACTIONS = frozenset(
    {
        "iam:attachrolepolicy",
        "iam:attachuserpolicy",
        "iam:deleterole",
        "iam:deleterolepermissionsboundary",
        "iam:deleterolepolicy",
        "iam:deleteuserpermissionsboundary",
        "iam:deleteuserpolicy",
        "iam:detachrolepolicy",
        "iam:detachuserpolicy",
        "iam:getrole",
        "iam:putrolepolicy",
        "iam:putuserpolicy",
        "iam:updateassumerolepolicy",
        "iam:updaterole",
        "iam:updateroledescription",
    }
)


def boundary_context(action: str, boundary: Sequence[Policy] | None) -> Mapping[str, Any]:
    """The condition key that an action on a role or user has, whose boundary this is.

    It has no value where there is no boundary. It is not told of one that has no ARN.
    """
    if action.lower() not in _ACTIONS:
        return {}
    arns = [policy.arn for policy in boundary or ()]
    return {} if None in arns else {_KEY: tuple(arns[:1])}
