"""Is the key of a request known, with this token, in this Region, and may it still be used?"""

from __future__ import annotations

import base64
import binascii
import datetime
from typing import Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials, same_text
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.keys import Key
from pytest_fakests.cloud.nested import owner_outside
from pytest_fakests.cloud.principals import Principal, PrincipalType
from pytest_fakests.cloud.regions import REGION, nearest_region, off_by_default, partition_of
from pytest_fakests.gateway.authentication.claims import Claim
from pytest_fakests.gateway.authentication.faults import fault_error
from pytest_fakests.gateway.origin import origin


def find_key(cloud: Cloud, claim: Claim, region: str | None, service_model: Any, now: datetime.datetime) -> Key:
    """The key that a claim names, if it has this token and may be used here and now.

    Raises:
        AwsError: It may not, in the order that was measured: token, Region, expiry, whether the role still exists.
    """
    key = cloud.key(claim.access_key)
    if key is None:
        raise _refused("unknown key", _unknown(cloud, claim.access_key), claim, service_model)
    token, wanted = claim.token, key.credentials.token
    if wanted is not None if token is None else wanted is None or not same_text(token, wanted):
        raise _wrong_token(claim, key, service_model)
    if region not in key.everywhere and region is not None:
        _check_region(cloud, claim, key, region, service_model)
    end = key.credentials.expiration
    if (end is not None and now >= end) or not cloud.accepts(key):
        raise _ended(cloud, claim, key, service_model, now)
    return key


def check_iam_session(principal: Principal, service_model: Any) -> None:
    """IAM is closed to credentials of GetFederationToken, and without MFA to those of GetSessionToken.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html

    Args:
        principal: Who calls IAM.
        service_model: botocore's model of IAM.

    Raises:
        AwsError: The session may not call it.
    """
    if principal.type is PrincipalType.FEDERATED:
        note = "credentials of GetFederationToken may not call IAM"
        raise fault_error("refused session", service_model, note)
    if principal.temporary and principal.type in (PrincipalType.USER, PrincipalType.ROOT) and principal.mfa is False:
        note = "credentials of GetSessionToken may call IAM only if MFA was given when they were issued"
        raise fault_error("refused session", service_model, note)


def _wrong_token(claim: Claim, key: Key, service_model: Any) -> AwsError:
    token = claim.token
    what = "no session token was sent" if token is None else "the session token is not the one of this key"
    note = f"{what}; the key {claim.access_key} belongs to {key.principal.arn}"
    fault = "wrong token" if token is None or _is_token(token) else "malformed token"
    return _refused(fault, note, claim, service_model)


def _is_token(token: str) -> bool:
    """Whether a text has the form of a session token."""
    try:
        base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        return False
    return Credentials("", "", token).token_version is not None


def _check_region(cloud: Cloud, claim: Claim, key: Key, region: str, service_model: Any) -> None:
    """Credentials are known in the Regions that their account has, and in none of another partition.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
    """
    account, partition = key.principal.account, partition_of(region)
    if partition != key.principal.partition:
        note = f"{region} is of the partition {partition}, and account {account} of {key.principal.partition}"
        raise _refused("unknown key", note, claim, service_model)
    if not cloud.is_enabled(region, account):
        note = (
            f"{region} is no Region; {nearest_region(region)}"
            if not REGION.fullmatch(region)
            else (
                f"{region} is off by default, and account {account} has not enabled it; "
                f'declare Account("{account}", regions=["{region}"])'
            )
        )
        raise _refused("unknown key", note, claim, service_model)
    if off_by_default(region) and key.credentials.token_version == 1:
        note = (
            f"the token is of version 1, as the global endpoint of STS gives it, and not valid in {region}; call a "
            f'regional endpoint, or declare Account("{account}", global_endpoint_token_version=2)'
        )
        raise _refused("global token", note, claim, service_model)


def _ended(cloud: Cloud, claim: Claim, key: Key, service_model: Any, now: datetime.datetime) -> AwsError:
    end = key.credentials.expiration
    if end is not None and now >= end:
        note = (
            f"the credentials of {key.principal.arn} expired at {end:%Y-%m-%d %H:%M:%S} UTC; "
            f"it is now {now:%Y-%m-%d %H:%M:%S} UTC; {origin()}"
        )
        return _refused("expired", note, claim, service_model)
    if not cloud.is_active(key):
        return _refused("unknown key", f"the access key of {key.principal.arn} is inactive", claim, service_model)
    entity = key.principal.entity
    note = f"{entity.arn if entity else ''} was deleted after these credentials were issued"
    return _refused("unknown key", note, claim, service_model)


def _refused(fault: str, note: str, claim: Claim, service_model: Any) -> AwsError:
    return fault_error(fault, service_model, note, claim.form, key=claim.access_key, token=claim.token or "")


def _unknown(cloud: Cloud, access_key: str) -> str:
    outside = owner_outside(cloud, access_key)
    if outside is not None:
        return f"the access key {access_key} {outside}"
    known = ", ".join(f"{user.arn} ({user.keys.access_key})" for user in cloud.users())
    return f"the access key {access_key} is not one of this test's, or was issued in another; users with keys: {known}"
