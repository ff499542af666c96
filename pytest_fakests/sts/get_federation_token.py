"""GetFederationToken: temporary credentials for somebody whom a user vouches for.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
"""

from __future__ import annotations

import datetime
from typing import Any

from pytest_fakests.cloud.principals import PrincipalType, federated_principal, federated_user_arn
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_policies import packed_size, session_policies
from pytest_fakests.sts.session_tags import SessionTags, session_tags

# Seconds; for root, more than an hour becomes an hour.
_DEFAULT_DURATION = 43200
_ROOT_MAXIMUM = 3600


def get_federation_token(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials that may do what both the caller's policies and the session policies allow.

    Without session policies they may do nothing but what a resource-based policy allows to the federated user itself.

    Raises:
        AwsError: A parameter is wrong, the caller may not federate, or it has temporary credentials itself.
    """
    params, caller = request.params, request.caller
    tags = session_tags(caller, params)
    policies = session_policies(request, caller.partition, caller.account)
    packed = packed_size(params)
    _require(request, tags)
    user = federated_principal(caller, params["Name"], session_policies=policies, tags=tags.all)
    duration = params.get("DurationSeconds", _DEFAULT_DURATION)
    if caller.type is PrincipalType.ROOT:
        duration = min(duration, _ROOT_MAXIMUM)
    credentials = request.issue(user, datetime.timedelta(seconds=duration))
    return {
        "Credentials": credentials.as_answer(),
        "FederatedUser": {"FederatedUserId": user.user_id, "Arn": user.arn},
        # As recorded against the service, unlike AssumeRole's it is there where nothing was packed.
        "PackedPolicySize": packed or 0,
    }


def _require(request: StsRequest, tags: SessionTags) -> None:
    """Raise the denial unless each action that the request needs is allowed on the federated user.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_enable-create.html
    """
    resource = federated_user_arn(request.caller, request.params["Name"])
    request.require("sts:GetFederationToken", resource, tags.context())
    if tags.passed:
        request.require("sts:TagSession", resource, tags.context())
