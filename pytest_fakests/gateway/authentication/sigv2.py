"""Signature Version 2 of Amazon S3, in which botocore still presigns by itself for the Regions that know it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
"""

from __future__ import annotations

import base64
import datetime
import email.utils
import hmac
import re
from typing import Any
from urllib.parse import unquote

from pytest_fakests.cloud.credentials import same_text
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.claims import SIGV2, Claim, query_values
from pytest_fakests.gateway.authentication.faults import Form, fault_error
from pytest_fakests.gateway.authentication.regions import region_of
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import split_url
from pytest_fakests.gateway.wire.s3_hosts import bucket_in_host

_HEADER = re.compile(r"AWS ([^:\s]+):(\S+)")
# Regions that know it, as botocore's endpoints.json has them: https://docs.aws.amazon.com/general/latest/gr/s3.html
_REGIONS = frozenset(
    {
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    }
)
# Parameters that name a part of a resource and are signed: "Constructing the CanonicalizedResource element".
_SIGNED = re.compile(
    "accelerate|acl|analytics|cors|delete|inventory|lifecycle|location|logging|metrics|notification|object-lock|"
    "partNumber|policy|replication|requestPayment|restore|select|select-type|storageClass|tagging|torrent|uploadId|"
    "uploads|versionId|versioning|versions|website|"
    "response-(?:cache-control|content-disposition|content-encoding|content-language|content-type|expires)"
)


class SigV2Hmac:
    """Verifies with the secret itself."""

    def __init__(self, secret_key: str, digest: str = "sha1") -> None:
        self._secret = secret_key.encode()
        self._digest = digest

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is the one of `to_sign`."""
        wanted = hmac.digest(self._secret, to_sign.encode(), self._digest)
        return same_text(base64.b64encode(wanted).decode(), signature)


def read_sigv2_claim(request: HttpRequest) -> Claim | None:
    """What a request to S3 says of a signature of version 2; None where it says nothing."""
    header = _HEADER.fullmatch(request.headers.get("authorization", ""))
    if header is not None:
        time = request.headers.get("x-amz-date") or request.headers.get("date", "")
        token = request.headers.get("x-amz-security-token")
        return Claim(header[1], "", "", "s3", (), header[2], time, token, None, Form.HEADER, SIGV2)
    if "AWSAccessKeyId=" not in request.url:
        return None
    query = {name: values[0] for name, values in query_values(request.url).items()}
    key, signature, end = (query.get(name, "") for name in ("AWSAccessKeyId", "Signature", "Expires"))
    token = query.get("x-amz-security-token") or request.headers.get("x-amz-security-token")
    return Claim(key, "", "", "s3", (), signature, end, token, end, Form.QUERY, SIGV2)


def check_sigv2_region(url: str, service_model: Any) -> None:
    """Raise S3's answer in a Region that knows version 4 alone.

    Raises:
        AwsError: The endpoint is of such a Region.
    """
    region = region_of(url)
    if region is not None and region not in _REGIONS:
        note = f"{region} knows Signature Version 4 alone: Config(signature_version='s3v4')"
        raise fault_error("version 2", service_model, note)


def sigv2_string_to_sign(request: HttpRequest, claim: Claim) -> str:
    """What the secret is applied to."""
    query = query_values(request.url)
    told = {name: values[0] for name, values in query.items() if name.startswith(("x-amz-", "content-"))}
    told |= dict(request.headers)
    date = claim.expires if claim.expires is not None else "" if "x-amz-date" in told else told.get("date", "")
    lines = [request.method, told.get("content-md5", ""), told.get("content-type", ""), date]
    lines += [f"{name}:{' '.join(told[name].split())}" for name in sorted(told) if name.startswith("x-amz-")]
    host, path, text = split_url(request.url)
    bucket = bucket_in_host(host)
    pairs = (part.partition("=")[::2] for part in text.split("&"))
    signed = sorted(pair for pair in pairs if _SIGNED.fullmatch(pair[0]))
    parts = [f"{name}={unquote(value)}" if value else name for name, value in signed]
    resource = (f"/{bucket}" if bucket else "") + (path or "/") + ("?" + "&".join(parts) if parts else "")
    return "\n".join([*lines, resource])


def check_sigv2_time(claim: Claim, service_model: Any, now: datetime.datetime) -> None:
    """Raise S3's answer to a request of another time than `now`, or to a URL that has expired by then.

    Raises:
        AwsError: It is too late, or too early.
    """
    server = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if claim.expires is not None:
        _check_end(claim.expires, now, server)
        return
    try:
        signed = email.utils.parsedate_to_datetime(claim.time)
    except (TypeError, ValueError):
        raise fault_error("no time", service_model, f"the date {claim.time!r} is none of RFC 9110") from None
    if abs(now - signed) > datetime.timedelta(minutes=15):
        note = f"the request was signed at {claim.time}; it is now {now:%Y-%m-%d %H:%M:%S} UTC"
        raise fault_error("late", service_model, note, signed=claim.time, server=server, milliseconds="900000")


def _check_end(text: str, now: datetime.datetime, server: str) -> None:
    if not (text.isascii() and text.isdecimal() and len(text) < 11):
        message = f"Invalid date (should be seconds since epoch): {text}"
        raise AwsError("AccessDenied", message, 403, note="the parameter Expires is no number of seconds")
    end = datetime.datetime.fromtimestamp(int(text), datetime.timezone.utc)
    if now > end:
        # aws/aws-sdk-js#3493.
        details = {"Expires": end.strftime("%Y-%m-%dT%H:%M:%SZ"), "ServerTime": server}
        note = f"the URL was good until {end:%Y-%m-%d %H:%M:%S} UTC; it is now {now:%Y-%m-%d %H:%M:%S} UTC"
        raise AwsError("AccessDenied", "Request has expired", 403, note=note, details=details)
