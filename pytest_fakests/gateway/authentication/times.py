"""Was a request signed at about this time, and is a presigned one still valid?

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from __future__ import annotations

import datetime
import functools
from typing import Any

from pytest_fakests.gateway.authentication.claims import TIMESTAMP_FORMAT, Claim
from pytest_fakests.gateway.authentication.faults import Form, fault_error

# How far a signature's time may be off: STS, IAM, S3 and SimpleDB take more than others.
_WINDOW, _LENIENT_WINDOW = datetime.timedelta(minutes=5), datetime.timedelta(minutes=15)
_LENIENT = frozenset({"sts", "iam", "s3", "sdb"})
_LONGEST = 604800
_DIGITS = len(str(_LONGEST)) + 1
# Said of STS by the documentation of aws-iam-authenticator, whose tokens for EKS are presigned GetCallerIdentity
# requests: they are good for 15 minutes, whatever X-Amz-Expires says.
_NO_EXPIRES = frozenset({"sts"})


def check_expires(claim: Claim, service_model: Any) -> None:
    """Raise the service's answer where a presigned URL has a validity that may not be.

    Raises:
        AwsError: X-Amz-Expires is not a number from 1 to 604800.
    """
    text = claim.expires
    if text is None or service_model.service_name in _NO_EXPIRES:
        return
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()):
        fault = "no number"
    elif text.startswith("-") or not int(digits[:_DIGITS]):
        fault = "negative"
    elif len(digits) > _DIGITS or int(digits) > _LONGEST:
        fault = "too long"
    else:
        return
    note = f"X-Amz-Expires is {text!r}; it should be a number of seconds from 1 to {_LONGEST}"
    if service_model.service_name != "s3":
        raise fault_error("incomplete", service_model, note, Form.QUERY, missing=note)
    raise fault_error(fault, service_model, note, Form.QUERY)


def check_time(claim: Claim, service_model: Any, now: datetime.datetime) -> None:
    """Raise the service's answer to a request of another time than `now`, which is the time by AWS's clock.

    Raises:
        AwsError: It was signed too long ago, or will be.
    """
    service, signed = service_model.service_name, signed_at(claim.time)
    if signed is None:
        note = f"the header X-Amz-Date is {claim.time!r}; it should read as 20261124T034426Z does"
        if service == "s3":
            raise fault_error("no time", service_model, note, claim.form)
        raise fault_error("wrong signature", service_model, note, claim.form)
    allowed = _LENIENT_WINDOW if service in _LENIENT else _WINDOW
    if claim.expires is None and abs(now - signed) <= allowed:
        return
    age = allowed
    if claim.expires is not None and service not in _NO_EXPIRES:
        age = datetime.timedelta(seconds=int(claim.expires))
    if -allowed <= now - signed <= age:
        return
    fault = "late" if now > signed else "early"
    note = f"the request was signed at {signed:%Y-%m-%d %H:%M:%S} UTC; it is now {now:%Y-%m-%d %H:%M:%S} UTC"
    if claim.expires is not None:
        note += f"; it is valid for {claim.expires} seconds"
    raise fault_error(fault, service_model, note, claim.form, **_facts(claim, signed, now, age, allowed))


def _facts(
    claim: Claim,
    signed: datetime.datetime,
    now: datetime.datetime,
    age: datetime.timedelta,
    allowed: datetime.timedelta,
) -> dict[str, str]:
    seconds = int(age.total_seconds())
    return {
        "signed": claim.time,
        "earliest": (now - age).strftime(TIMESTAMP_FORMAT),
        "latest": (now + allowed).strftime(TIMESTAMP_FORMAT),
        "now": now.strftime(TIMESTAMP_FORMAT),
        "window": f"{seconds // 60} min." if seconds % 60 == 0 else f"{seconds} sec.",
        "server": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "milliseconds": str(int(allowed.total_seconds()) * 1000),
        "expires": claim.expires or "",
        "end": (signed + age).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signed_milliseconds": str(int(signed.timestamp()) * 1000),
    }


def moment(text: str) -> datetime.datetime | None:
    """The moment that a time of ISO 8601 tells, as "2026-11-24T03:44:26Z"; None where it tells none."""
    try:
        found = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found.astimezone(datetime.timezone.utc) if found.tzinfo else found.replace(tzinfo=datetime.timezone.utc)


@functools.lru_cache(maxsize=64)
def signed_at(text: str) -> datetime.datetime | None:
    """The moment that an X-Amz-Date tells; None where it tells none."""
    try:
        return datetime.datetime.strptime(text, TIMESTAMP_FORMAT).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
