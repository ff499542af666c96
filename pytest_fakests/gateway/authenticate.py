"""Who signed a request, and may its credentials still be used?

The order is the one measured against AWS: credential scope, token and its binding to the key, expiry, whether the
role still exists, signature.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import Any
from urllib.parse import urlsplit

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud, Key
from pytest_fakests.cloud.credentials import same_text
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import ANONYMOUS, Principal, PrincipalType
from pytest_fakests.cloud.regions import off_by_default, partition_of
from pytest_fakests.gateway.dialects import Fault, fault_error
from pytest_fakests.gateway.origin import origin
from pytest_fakests.gateway.sigv4 import (
    TIMESTAMP_FORMAT,
    Authorization,
    body_is_intact,
    expected_signature,
    read_authorization,
)
from pytest_fakests.gateway.wire import HttpRequest

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d+")
# Further names that a service's requests are signed with, by features of their own; the first is the model's.
_SIGNING_NAMES = {
    "s3": frozenset({"s3", "s3-object-lambda", "s3-outposts", "s3express"}),
    "s3control": frozenset({"s3", "s3-outposts", "s3express"}),
    "importexport": frozenset({"importexport", "IngestionService"}),
}
# Where a global endpoint's requests are signed for: https://docs.aws.amazon.com/general/latest/gr/rande.html
_GLOBAL_ENDPOINTS = {"sts.amazonaws.com": "us-east-1", "iam.amazonaws.com": "us-east-1"}
# The ends of AWS's hosts, by partition, as botocore's partitions.json has them.
_SUFFIXES = (
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".cloud.adc-e.uk",
    ".api.cloud-aws.adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
)
# Minutes that a signature's time may be off; STS, IAM and S3 take 15, others 5.
_LENIENT = frozenset({"sts", "iam", "s3"})
_NO_SKEW = datetime.timedelta()


def authenticate(
    cloud: Cloud, request: HttpRequest, operation_model: Any, skew: datetime.timedelta = _NO_SKEW
) -> Principal:
    """The principal whose key signed the request; `skew` is how far AWS's clock is ahead of the caller's.

    Raises:
        AwsError: The service refuses the request, in its own words.
    """
    service_model = operation_model.service_model
    header = request.headers.get("authorization")
    if header is None:
        return ANONYMOUS
    authorization = read_authorization(header)
    if authorization is None:
        note = "the Authorization header is not one of Signature Version 4"
        raise fault_error(Fault.UNSIGNED, service_model, note)
    _check_scope(request, authorization, service_model)
    key = _check_key(cloud, request, authorization, service_model)
    _check_region(cloud, key, region_of(request.url), service_model)
    _check_life(cloud, key, service_model)
    _check_signature(request, authorization, key, service_model, skew)
    _check_session(key.principal, operation_model)
    return key.principal


def access_key_of(request: HttpRequest) -> str:
    """The id of the access key that a request says it is signed with; "" where it says none."""
    authorization = read_authorization(request.headers.get("authorization") or "")
    return authorization.access_key if authorization else ""


def refuse_anonymous(operation_model: Any) -> AwsError:
    """The service's answer where it wants a signature and there is none."""
    return fault_error(Fault.UNSIGNED, operation_model.service_model, "the request is not signed")


@functools.lru_cache(maxsize=256)
def region_of(url: str) -> str | None:
    """The Region that an endpoint of AWS serves; None where its host does not say."""
    host = urlsplit(url).hostname or ""
    if host in _GLOBAL_ENDPOINTS:
        return _GLOBAL_ENDPOINTS[host]
    suffix = next((suffix for suffix in _SUFFIXES if host.endswith(suffix)), None)
    if suffix is None:
        return None
    labels = host.removesuffix(suffix).split(".")
    # The Region is the last label, or the one before it, as in "eu-west-1.queue"; a bucket's name may look like one.
    candidates = labels[-1:] if labels[-1].startswith("s3") else labels[:-3:-1]
    return next((label for label in candidates if _REGION.fullmatch(label)), None)


@functools.lru_cache(maxsize=256)
def is_global_sts(url: str) -> bool:
    """Whether the endpoint is the global one of STS."""
    return urlsplit(url).hostname == "sts.amazonaws.com"


def _check_scope(request: HttpRequest, authorization: Authorization, service_model: Any) -> None:
    wanted = region_of(request.url)
    facts = {
        "service": service_model.signing_name,
        "signed_service": authorization.service,
        "region": authorization.region,
        "wanted": wanted or authorization.region,
    }
    wrong_region = wanted is not None and authorization.region != wanted
    names = _SIGNING_NAMES.get(service_model.service_name, (service_model.signing_name,))
    wrong_service = authorization.service not in names
    if not wrong_region and not wrong_service:
        return
    note = f"the credential scope is {authorization.scope}; expected {facts['wanted']} and {facts['service']}"
    if wrong_region and wrong_service and service_model.service_name != "s3":
        both = fault_error(Fault.WRONG_REGION, service_model, note, **facts)
        other = fault_error(Fault.WRONG_SERVICE, service_model, note, **facts)
        raise AwsError(both.code, both.message + other.message, both.status, note=note)
    fault = Fault.WRONG_REGION if wrong_region else Fault.WRONG_SERVICE
    raise fault_error(fault, service_model, note, **facts)


def _check_key(cloud: Cloud, request: HttpRequest, authorization: Authorization, service_model: Any) -> Key:
    key = cloud.key(authorization.access_key)
    if key is None:
        raise fault_error(Fault.UNKNOWN_KEY, service_model, _unknown(cloud, authorization.access_key))
    token, wanted = request.headers.get("x-amz-security-token"), key.credentials.token
    if wanted is None and token is None:
        return key
    if wanted is None or token is None or not same_text(token, wanted):
        what = "no session token was sent" if token is None else "the session token is not the one of this key"
        note = f"{what}; the key {authorization.access_key} belongs to {key.principal.arn}"
        raise fault_error(Fault.WRONG_TOKEN, service_model, note)
    return key


def _check_region(cloud: Cloud, key: Key, region: str | None, service_model: Any) -> None:
    """Credentials are known in the Regions that their account has, and in none of another partition.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
    """
    if region is None:
        return
    account, partition = key.principal.account, partition_of(region)
    if partition != key.principal.partition:
        note = f"{region} is of the partition {partition}, and account {account} of {key.principal.partition}"
        raise fault_error(Fault.UNKNOWN_KEY, service_model, note)
    if not cloud.is_enabled(region, account):
        note = (
            f"{region} is off by default, and account {account} has not enabled it; "
            f'declare Account("{account}", regions=["{region}"])'
        )
        raise fault_error(Fault.UNKNOWN_KEY, service_model, note)
    if key.credentials.token_version == 1 and off_by_default(region):
        note = (
            f"the token is of version 1, as the global endpoint of STS gives it, and not valid in {region}; call a "
            f'regional endpoint, or declare Account("{account}", global_endpoint_token_version=2)'
        )
        raise fault_error(Fault.GLOBAL_TOKEN, service_model, note)


def _check_life(cloud: Cloud, key: Key, service_model: Any) -> None:
    end = key.credentials.expiration
    if end is not None and clock.now() >= end:
        note = f"the credentials of {key.principal.arn} expired at {end:%Y-%m-%d %H:%M:%S} UTC; it is now {_now()}"
        raise fault_error(Fault.EXPIRED, service_model, f"{note}; {origin()}")
    if not cloud.is_active(key):
        note = f"the access key of {key.principal.arn} is inactive"
        raise fault_error(Fault.UNKNOWN_KEY, service_model, note)
    if not cloud.lives(key.principal):
        entity = key.principal.entity
        note = f"{entity.arn if entity else ''} was deleted after these credentials were issued"
        raise fault_error(Fault.UNKNOWN_KEY, service_model, note)


def _check_signature(
    request: HttpRequest, authorization: Authorization, key: Key, service_model: Any, skew: datetime.timedelta
) -> None:
    expected = expected_signature(request, authorization, key.credentials.secret_key)
    if not same_text(expected, authorization.signature):
        note = (
            f"the request was not signed with the secret of {authorization.access_key} "
            f"({key.principal.arn}), or it was changed after it was signed"
        )
        raise fault_error(Fault.WRONG_SIGNATURE, service_model, note)
    if not body_is_intact(request):
        raise fault_error(Fault.WRONG_BODY, service_model, "the body was changed after the request was signed")
    _check_skew(request, service_model, skew)


def _check_skew(request: HttpRequest, service_model: Any, skew: datetime.timedelta) -> None:
    minutes = 15 if service_model.service_name in _LENIENT else 5
    text = request.headers.get("x-amz-date", "")
    signed = _signed_at(text)
    if signed is None:
        note = f"the header X-Amz-Date is {text!r}; it should read as 20261124T034426Z does"
        raise fault_error(Fault.WRONG_SIGNATURE, service_model, note)
    now = clock.now() + skew
    allowed = datetime.timedelta(minutes=minutes)
    if abs(now - signed) <= allowed:
        return
    facts = {
        "signed": text,
        "earliest": (now - allowed).strftime(TIMESTAMP_FORMAT),
        "now": now.strftime(TIMESTAMP_FORMAT),
        "minutes": str(minutes),
    }
    note = f"the request was signed at {signed:%H:%M:%S} UTC; it is now {now:%Y-%m-%d %H:%M:%S} UTC"
    raise fault_error(Fault.SKEWED, service_model, note, **facts)


@functools.lru_cache(maxsize=64)
def _signed_at(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, TIMESTAMP_FORMAT).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None


def _check_session(principal: Principal, operation_model: Any) -> None:
    """IAM is closed to credentials of GetFederationToken, and without MFA to those of GetSessionToken.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
    """
    service_model = operation_model.service_model
    if not principal.temporary or service_model.service_name != "iam":
        return
    if principal.type is PrincipalType.FEDERATED:
        note = "credentials of GetFederationToken may not call IAM"
        raise fault_error(Fault.REFUSED_SESSION, service_model, note)
    if principal.type in (PrincipalType.USER, PrincipalType.ROOT) and principal.mfa is False:
        note = "credentials of GetSessionToken may call IAM only if MFA was given when they were issued"
        raise fault_error(Fault.REFUSED_SESSION, service_model, note)


def _unknown(cloud: Cloud, access_key: str) -> str:
    known = ", ".join(f"{user.arn} ({user.keys.access_key})" for user in cloud.users())
    return f"the access key {access_key} is not one of this test's, or was issued in another; users with keys: {known}"


def _now() -> str:
    return f"{clock.now():%Y-%m-%d %H:%M:%S} UTC"
