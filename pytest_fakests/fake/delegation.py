"""What a customer delegates to a partner, as the token that the partner trades in."""

from __future__ import annotations

import datetime
import json

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.declarations import Policy
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.policies import read_one
from pytest_fakests.iam import PolicyKind
from pytest_fakests.sts.get_delegated_access_token import trade_in_token

# Seconds: SessionDuration in https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html
_SHORTEST, _LONGEST = 300, 43200


def delegate(cloud: Cloud, principal: str, permissions: Policy | None, duration: int) -> str:
    """A trade-in token of the principal, limited to `permissions`, for `duration` seconds from now.

    Raises:
        UndeclaredError: The principal is not declared.
        DeclarationError: The duration is outside AWS's limits.
        PolicyError: The policy is malformed.
    """
    if not _SHORTEST <= duration <= _LONGEST:
        raise DeclarationError(f"trade_in_token: duration is {duration} seconds; AWS takes {_SHORTEST} to {_LONGEST}")
    found = cloud.principal(principal)
    arn = found.entity.arn if found.entity else found.arn
    text = None
    if permissions is not None:
        text = json.dumps(read_one(permissions, "permissions of trade_in_token", PolicyKind.SESSION).document)
    return trade_in_token(cloud, arn, text, datetime.timedelta(seconds=duration))
