"""GetCallerIdentity: who am I?"""

from __future__ import annotations

from typing import Any

from pytest_fakests.sts.request import StsRequest


def get_caller_identity(request: StsRequest) -> dict[str, Any]:
    """The caller's ARN, unique id and account. No permission is needed, and no policy can deny it.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    """
    caller = request.caller
    return {"UserId": caller.user_id, "Account": caller.account, "Arn": caller.arn}
