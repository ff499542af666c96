"""GetDelegatedAccessToken: credentials for a trade-in token, with which a customer delegated access for a while.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetDelegatedAccessToken.html; who is behind the credentials and
how long they last is told by https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcceptDelegationRequest.html and
https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.errors import AwsError, UndeclaredError
from pytest_fakests.cloud.principals import Principal, role_principal
from pytest_fakests.cloud.seals import seal, unseal
from pytest_fakests.iam import Policy
from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_policies import inline_policy, packed_size

_KIND = "trade-in token"
_SESSION_NAME = "delegated"
_EXPIRED = "The trade-in token provided in the request has expired and can no longer be exchanged for credentials."


def trade_in_token(cloud: Cloud, arn: str, policy: str | None, duration: datetime.timedelta) -> str:
    """A trade-in token of the user or role with this ARN, for `duration` from now; it carries its content in itself."""
    end = (clock.now() + duration).isoformat(timespec="seconds")
    content = json.dumps({"principal": arn, "policy": policy, "end": end}, separators=(",", ":"))
    return seal(cloud.source.sealing_key, _KIND, content.encode())


def get_delegated_access_token(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials of who delegated, limited by what was delegated, until the delegation ends.

    Raises:
        AwsError: The caller may not trade tokens in, or the token is none of this world's, was changed or has expired.
    """
    request.require("sts:GetDelegatedAccessToken")
    content = unseal(request.cloud.source.sealing_key, _KIND, request.params["TradeInToken"])
    if content is None:
        raise validation_error("TradeInToken is invalid", "fakests.trade_in_token() gives such tokens")
    token = json.loads(content)
    end, now = datetime.datetime.fromisoformat(token["end"]), clock.now()
    if now >= end:
        note = f"the delegation ended at {end:%Y-%m-%d %H:%M:%S} UTC; it is now {now:%Y-%m-%d %H:%M:%S} UTC"
        raise AwsError("ExpiredTradeInTokenException", _EXPIRED, 400, note=note)
    policy: str | None = token["policy"]
    packed_size({"Policy": policy or ""})
    session = _session(request, token["principal"], (inline_policy(policy),) if policy else None)
    credentials = request.issue(session, end - now)
    # The page: PackedPolicySize is not populated.
    return {"Credentials": credentials.as_answer(), "AssumedPrincipal": token["principal"]}


def _session(request: StsRequest, arn: str, policies: tuple[Policy, ...] | None) -> Principal:
    try:
        principal = request.cloud.principal(arn)
    except UndeclaredError as error:
        raise validation_error("TradeInToken is invalid", str(error)) from None
    if isinstance(principal.entity, RoleEntity):
        return role_principal(principal.entity, _SESSION_NAME, session_policies=policies)
    # What is closed to GetSessionToken's credentials of a user, which tell when they were issued, is open to these.
    context = {"aws:TokenIssueTime": None}
    return dataclasses.replace(principal, issued=clock.now(), session_policies=policies, context=context)
