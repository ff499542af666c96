"""The condition keys that S3 has for how a request is signed.

https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
"""

from __future__ import annotations

import datetime

from pytest_fakests.gateway.authentication.body import CONTENT_HASH
from pytest_fakests.gateway.authentication.claims import EXPRESS, Claim
from pytest_fakests.gateway.authentication.faults import Form
from pytest_fakests.gateway.authentication.times import signed_at
from pytest_fakests.gateway.wire import HttpRequest

_TYPES = {Form.HEADER: "REST-HEADER", Form.QUERY: "REST-QUERY-STRING", Form.POST: "POST"}


def signature_context(request: HttpRequest, claim: Claim, now: datetime.datetime) -> dict[str, str]:
    """How a request to S3 is signed: where, with which algorithm, for which body, and how many milliseconds ago."""
    prefix = EXPRESS if claim.service == EXPRESS else "s3"
    context = {f"{prefix}:authType": _TYPES[claim.form], f"{prefix}:signatureversion": claim.algorithm}
    told = request.headers.get(CONTENT_HASH)
    if told is not None:
        context[f"{prefix}:x-amz-content-sha256"] = told
    signed = signed_at(claim.time)
    if signed is not None:
        context[f"{prefix}:signatureAge"] = str(max(0, int((now - signed).total_seconds() * 1000)))
    return context
