"""GetSessionToken: temporary credentials of the caller itself."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.principals import PrincipalType
from pytest_fakests.sts.mfa import authenticated_at
from pytest_fakests.sts.request import StsRequest

# Seconds; API_GetSessionToken: sessions of account owners are cut to one hour.
_DEFAULT_DURATION = 43200
_ROOT_MAXIMUM = 3600


def get_session_token(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials with the permissions of the user or root that calls with long-term keys.

    No policy is asked: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html

    Raises:
        AwsError: The caller's MFA code is wrong.
    """
    caller = request.caller
    duration = request.params.get("DurationSeconds", _DEFAULT_DURATION)
    if caller.type is PrincipalType.ROOT:
        duration = min(duration, _ROOT_MAXIMUM)
    mfa = authenticated_at(request)
    session = dataclasses.replace(caller, issued=clock.now(), mfa=mfa or False)
    credentials = request.issue(session, datetime.timedelta(seconds=duration))
    return {"Credentials": credentials.as_answer()}
