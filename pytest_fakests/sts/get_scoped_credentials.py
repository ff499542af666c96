"""GetScopedCredentials: the caller's own session again, for less or for a shorter time.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetScopedCredentials.html
"""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.sts.errors import access_denied, validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_policies import packed_size, session_policies

_MOST_SCOPES = 3


def get_scoped_credentials(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials of the calling session that may do what it may and the scope down policy allows.

    Raises:
        AwsError: A parameter is wrong, the caller has no session, or it asks for more than the session has left.
    """
    params, caller = request.params, request.caller
    if "Policy" not in params and "DurationSeconds" not in params:
        raise validation_error("At least one of Policy or DurationSeconds must be specified")
    scope = session_policies(request, caller.partition, caller.account) or ()
    packed_size(params)
    key = request.cloud.key(request.access_key)
    end = key.credentials.expiration if key else None
    if caller.issued is None or end is None:
        message = "The session used to call GetScopedCredentials is not a valid session."
        raise AwsError("InvalidSubjectCredentials", message, 400, note=f"{caller.arn} calls with long-term keys")
    request.require("sts:GetScopedCredentials")
    if scope and len(caller.scopes) == _MOST_SCOPES:
        raise access_denied(f"The session already has {_MOST_SCOPES} scope down policies.")
    end = _end(end, params.get("DurationSeconds"))
    # The time of issue stays that of the session, so that what is revoked with it is revoked.
    session = dataclasses.replace(caller, scopes=caller.scopes + scope)
    answer: dict[str, Any] = {
        "Credentials": request.issue(session, end - caller.issued).as_answer(),
        "SessionInfo": {"ScopedSessionId": session.user_id, "Arn": session.arn},
        "ScopedPoliciesCount": len(session.scopes),
    }
    if session.source_identity:
        answer["SourceIdentity"] = session.source_identity
    return answer


def _end(session_end: datetime.datetime, seconds: int | None) -> datetime.datetime:
    if seconds is None:
        return session_end
    end = clock.now() + datetime.timedelta(seconds=seconds)
    if end > session_end:
        message = "The requested DurationSeconds is greater than the remaining lifetime of the calling session."
        note = f"the calling session ends at {session_end:%Y-%m-%d %H:%M:%S} UTC"
        raise AwsError("InsufficientSessionLifetime", message, 400, note=note)
    return end
