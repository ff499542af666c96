"""Who signed a request, and may its credentials still be used?

The order is the one measured against AWS: credential scope, token and its binding to the key, expiry, whether the
role still exists, signature.
"""

from __future__ import annotations

import datetime
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.keys import Key
from pytest_fakests.cloud.principals import ANONYMOUS, Principal
from pytest_fakests.gateway.authentication.bearer import is_presigned, presigned_request
from pytest_fakests.gateway.authentication.body import CONTENT_HASH, check_hash, payload_of
from pytest_fakests.gateway.authentication.claims import HMAC, METHODS, SIGV2, Claim
from pytest_fakests.gateway.authentication.faults import fault_error
from pytest_fakests.gateway.authentication.keys import check_iam_session, find_key
from pytest_fakests.gateway.authentication.post_forms import PostForm
from pytest_fakests.gateway.authentication.post_policies import check_post_policy
from pytest_fakests.gateway.authentication.reading import read_claim
from pytest_fakests.gateway.authentication.regions import asked_region, endpoint_of, region_of
from pytest_fakests.gateway.authentication.scope import check_scope
from pytest_fakests.gateway.authentication.sigv2 import (
    SigV2Hmac,
    check_sigv2_region,
    check_sigv2_time,
    sigv2_string_to_sign,
)
from pytest_fakests.gateway.authentication.sigv4 import Verifier, canonical_request, hmac_of, string_to_sign
from pytest_fakests.gateway.authentication.times import check_expires, check_time
from pytest_fakests.gateway.wire import HttpRequest

_NO_SKEW = datetime.timedelta()


Signer = tuple[Principal, "Verifier | None"]
"""Who signed a request: the principal whose key it is, and what tells what the key signed; None where nobody signed."""


def authenticate(
    cloud: Cloud,
    request: HttpRequest,
    claim: Claim | None,
    operation_model: Any,
    skew: datetime.timedelta = _NO_SKEW,
) -> Signer:
    """Who signed the request.

    Args:
        cloud: The world.
        request: The request.
        claim: What it says of its signature.
        operation_model: botocore's model of the operation.
        skew: How far AWS's clock is ahead of the caller's.

    Raises:
        AwsError: The service refuses the request, in its own words.
    """
    if claim is None:
        return ANONYMOUS, None
    service_model = operation_model.service_model
    usual = claim.algorithm == HMAC
    if not usual:
        if claim.algorithm == SIGV2:
            return _authenticate_sigv2(cloud, request, claim, service_model, skew)
        if claim.algorithm in METHODS:
            return _authenticate_sigv2_query(cloud, request, claim, service_model, skew)
    now, endpoint = clock.now(), endpoint_of(request.url)
    check_scope(request, claim, endpoint.region, service_model)
    if claim.covered is None or not claim.covered.issuperset(request.headers):
        _check_signed_headers(request, claim, service_model)
    if claim.expires is not None:
        check_expires(claim, service_model)
    payload = payload_of(request, claim, operation_model)
    key = find_key(cloud, claim, endpoint.region or endpoint.asked_region(claim.region), service_model, now)
    secret = key.credentials.secret_key
    verifier = hmac_of(secret, claim.date, claim.region, claim.service) if usual else _verifier(claim, secret)
    canonical = canonical_request(request, endpoint, claim, payload)
    to_sign = string_to_sign(claim, canonical)
    if not verifier.matches(to_sign, claim.signature):
        raise _wrong_signature(claim, key, to_sign, canonical, service_model)
    if CONTENT_HASH in request.headers:
        check_hash(request, claim, service_model)
    check_time(claim, service_model, now + skew)
    if service_model.service_name == "iam":
        check_iam_session(key.principal, service_model)
    return key.principal, verifier


def authenticate_form(
    cloud: Cloud, request: HttpRequest, form: PostForm, claim: Claim | None, operation_model: Any
) -> Signer:
    """Who signed an uploaded form, if its policy allows it.

    Args:
        cloud: The world.
        request: The request, for the Region of its endpoint.
        form: The form.
        claim: What it says of its signature.
        operation_model: botocore's model of PutObject.

    Raises:
        AwsError: S3 refuses the form, in its own words.
    """
    if claim is None:
        return ANONYMOUS, None
    service_model = operation_model.service_model
    if claim.algorithm == SIGV2:
        check_sigv2_region(request.url, service_model)
    else:
        check_scope(request, claim, region_of(request.url), service_model)
    key = find_key(cloud, claim, asked_region(request.url, claim.region), service_model, clock.now())
    verifier = _verifier(claim, key.credentials.secret_key)
    policy = form.fields["policy"]
    if not verifier.matches(policy, claim.signature):
        raise _wrong_signature(claim, key, policy, "", service_model)
    check_post_policy(form)
    return key.principal, verifier


def _authenticate_sigv2(
    cloud: Cloud, request: HttpRequest, claim: Claim, service_model: Any, skew: datetime.timedelta
) -> Signer:
    """Who signed a request to S3 with Signature Version 2."""
    now = clock.now()
    check_sigv2_region(request.url, service_model)
    key = find_key(cloud, claim, asked_region(request.url, claim.region), service_model, now)
    verifier = SigV2Hmac(key.credentials.secret_key)
    to_sign = sigv2_string_to_sign(request, claim)
    if not verifier.matches(to_sign, claim.signature):
        raise _wrong_signature(claim, key, to_sign, "", service_model)
    check_hash(request, claim, service_model)
    check_sigv2_time(claim, service_model, now + skew)
    return key.principal, verifier


def _authenticate_sigv2_query(
    cloud: Cloud, request: HttpRequest, claim: Claim, service_model: Any, skew: datetime.timedelta
) -> Signer:
    """Who signed a request with Signature Version 2 in its parameters."""
    from pytest_fakests.gateway.authentication.sigv2_query import query_string_to_sign  # what few services need

    now = clock.now()
    key = find_key(cloud, claim, asked_region(request.url, claim.region), service_model, now)
    verifier = SigV2Hmac(key.credentials.secret_key, METHODS[claim.algorithm])
    to_sign = query_string_to_sign(request)
    if not verifier.matches(to_sign, claim.signature):
        raise _wrong_signature(claim, key, to_sign, "", service_model)
    check_time(claim, service_model, now + skew)
    return key.principal, verifier


def authenticate_bearer(
    cloud: Cloud, request: HttpRequest, token: str, operation_model: Any, skew: datetime.timedelta
) -> tuple[Claim | None, Principal]:
    """Who made a bearer token: the claim in it, where it is one of Bedrock's, and the principal.

    Raises:
        AwsError: The service refuses the token.
    """
    service_model = operation_model.service_model
    if not is_presigned(service_model):
        return None, ANONYMOUS
    inner = presigned_request(token, service_model)
    claim = read_claim(inner, service_model)
    if claim is None:
        raise fault_error("unknown key", service_model, "the token is not signed")
    wanted = region_of(request.url)
    if wanted is not None and claim.region != wanted:
        note = f"the token is for {claim.region}, and the request goes to {wanted}"
        raise fault_error("wrong region", service_model, note)
    return claim, authenticate(cloud, inner, claim, operation_model, skew)[0]


def refuse_anonymous(operation_model: Any) -> AwsError:
    """The service's answer where it wants a signature and there is none."""
    return fault_error("unsigned", operation_model.service_model, "the request is not signed")


def _verifier(claim: Claim, secret_key: str) -> Verifier:
    if claim.algorithm == HMAC:
        return hmac_of(secret_key, claim.date, claim.region, claim.service)
    if claim.algorithm == SIGV2:
        return SigV2Hmac(secret_key)
    from pytest_fakests.gateway.authentication.sigv4a import Ecdsa

    return Ecdsa(claim.access_key, secret_key)


def _check_signed_headers(request: HttpRequest, claim: Claim, service_model: Any) -> None:
    """The host and all of AWS's own headers have to be signed, but for the hash of the body, which the signature holds.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html has no exception for the
    hash, but libraries that leave it unsigned work with S3: https://github.com/DavidMuller/aws-requests-auth/pull/37
    """
    signed = (*claim.signed_headers, CONTENT_HASH)
    if "host" not in signed:
        raise fault_error("unsigned host", service_model, "the header Host is not signed", claim.form, headers="host")
    missing = [
        name for name in request.headers if name.startswith("x-amz-") and name not in signed and name != CONTENT_HASH
    ]
    if missing:
        names = ", ".join(sorted(missing))
        note = f"the request has headers that are not signed: {names}"
        raise fault_error("unsigned headers", service_model, note, claim.form, headers=names)


def _wrong_signature(claim: Claim, key: Key, to_sign: str, canonical: str, service_model: Any) -> AwsError:
    note = (
        f"the request was not signed with the secret of {claim.access_key} "
        f"({key.principal.arn}), or it was changed after it was signed"
    )
    facts = {
        "key": claim.access_key,
        "signature": claim.signature,
        "to_sign": to_sign,
        "to_sign_bytes": to_sign.encode().hex(" "),
        "canonical": canonical,
        "canonical_bytes": canonical.encode().hex(" "),
    }
    return fault_error("wrong signature", service_model, note, claim.form, **facts)
