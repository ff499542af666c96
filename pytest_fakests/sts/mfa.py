"""The one-time password that a request may carry."""

from __future__ import annotations

import datetime

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.entities import UserEntity
from pytest_fakests.sts.errors import access_denied
from pytest_fakests.sts.request import StsRequest

# Seen in public reports, two spaces included; the second and third forms as AWS gives them, the first is remembered.
_HALF = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
_UNKNOWN_DEVICE = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  "
    "Please verify your MFA serial number is valid and associated with this user."
)
_WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code. "


def authenticated_at(request: StsRequest) -> datetime.datetime | None:
    """The time of the request's one-time password; None where it carries none. A code is taken once.

    Raises:
        AwsError: Half of it is missing, the device is not the caller's, or the code is wrong.
    """
    serial, code = request.params.get("SerialNumber"), request.params.get("TokenCode")
    if serial is None and code is None:
        return None
    if serial is None or code is None:
        raise access_denied(_HALF)
    user = request.caller.entity
    if not isinstance(user, UserEntity) or not user.has_mfa or user.mfa.serial != serial:
        raise access_denied(_UNKNOWN_DEVICE, note=_whose(user, serial))
    if not user.mfa.take(code):
        raise access_denied(
            _WRONG_CODE, note=f"the device of user {user.name!r} shows another code now, or this one was used"
        )
    return clock.now()


def _whose(user: object, serial: str) -> str:
    if not isinstance(user, UserEntity):
        return f"{serial} was passed, yet the caller is no user"
    if not user.has_mfa:
        return f"user {user.name!r} has no MFA device; declare it with User({user.name!r}, mfa=True)"
    return f"the MFA device of user {user.name!r} is {user.mfa.serial}, not {serial}"
