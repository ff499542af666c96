"""Is the body the one that was signed? What stands for it in a signature, and how S3 checks it as it comes."""

from __future__ import annotations

import hashlib
from typing import Any

from pytest_fakests.cloud.credentials import same_text
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.checksums import check_checksums
from pytest_fakests.gateway.authentication.chunks import incomplete, malformed_trailer, read_chunks, signed_chunks
from pytest_fakests.gateway.authentication.claims import ECDSA, HMAC, Claim
from pytest_fakests.gateway.authentication.faults import Form, fault_error
from pytest_fakests.gateway.authentication.sigv4 import Verifier
from pytest_fakests.gateway.wire import HttpRequest

CONTENT_HASH = "x-amz-content-sha256"
UNSIGNED = "UNSIGNED-PAYLOAD"
_UNSIGNED_CHUNKS = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
_SIGNED_CHUNKS = tuple(f"STREAMING-{algorithm}-PAYLOAD" for algorithm in (HMAC, ECDSA))
_PAYLOADS = (
    UNSIGNED,
    _UNSIGNED_CHUNKS,
    *(f"{chunks}{trailer}" for chunks in _SIGNED_CHUNKS for trailer in ("", "-TRAILER")),
)
_EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS"
_HASH_LENGTH = 64
_NOTHING = hashlib.sha256(b"").hexdigest()


def payload_of(request: HttpRequest, claim: Claim, operation_model: Any) -> str:
    """What stands for the body in the canonical request.

    S3 takes what the request says, and looks at the body when it comes; others compute the body's hash, unless the
    operation may leave the body unsigned.

    Raises:
        AwsError: The request does not say what S3 wants to know.
    """
    told: str | None = request.headers.get(CONTENT_HASH)
    service_model = operation_model.service_model
    if service_model.service_name != "s3":
        if told is None:
            return body_hash(request.body)
        free = told == UNSIGNED and _may_be_unsigned(operation_model)
        return (
            told
            if free or told == _EVENTS or claim.service in ("s3express", "s3-outposts")
            else body_hash(request.body)
        )
    if told is None:
        if claim.form is Form.QUERY:
            return UNSIGNED
        raise fault_error("no hash", service_model, f"the header {CONTENT_HASH} is missing", claim.form)
    # What has the length of a hash and is none will not be the body's.
    if len(told) != _HASH_LENGTH and told not in _PAYLOADS:
        payloads = ", ".join(_PAYLOADS)
        note = f"the header {CONTENT_HASH} is {told!r}"
        raise fault_error("odd hash", service_model, note, claim.form, given=told, payloads=payloads)
    return told


def check_hash(request: HttpRequest, claim: Claim, service_model: Any) -> None:
    """Raise the service's answer to a body that has not the hash that was signed for it.

    Raises:
        AwsError: The body was changed.
    """
    told = request.headers.get(CONTENT_HASH, "")
    if len(told) != _HASH_LENGTH or request.unread:
        return
    computed = body_hash(request.body)
    if not same_text(computed, told.lower()):
        note = "the body was changed after the request was signed"
        raise fault_error("wrong body", service_model, note, claim.form, claimed=told, computed=computed)


def check_body(request: HttpRequest, claim: Claim | None, operation_model: Any, verifier: Verifier | None) -> None:
    """Raise S3's answer to a body that is not as the headers say: its chunks, their signatures, its checksums.

    Args:
        request: The request.
        claim: What it says of its signature; None of one that is not signed.
        operation_model: botocore's model of the operation.
        verifier: Tells what the key of the claim signed; None of a request that is not signed.

    Raises:
        AwsError: The body is not as it should be.
    """
    told = request.headers.get(CONTENT_HASH, "")
    trailers: dict[str, str] = {}
    data = request.body
    if request.unread:
        return
    if told.startswith("STREAMING-"):
        chunked = read_chunks(request.body)
        data, trailers = chunked.data, chunked.trailers
        _check_length(request, len(data))
        signed = told != _UNSIGNED_CHUNKS
        if signed and claim and verifier and not signed_chunks(chunked, claim, verifier, told.endswith("-TRAILER")):
            note = "a chunk of the body was changed, left out or added after it was signed"
            raise _wrong_chunk(claim, operation_model.service_model, note)
        _check_announced(request, trailers)
    if (getattr(operation_model, "http_checksum", None) or {}).get("requestAlgorithmMember"):
        check_checksums({**request.headers, **trailers}, data)


def _check_length(request: HttpRequest, length: int) -> None:
    told = request.headers.get("x-amz-decoded-content-length")
    if told is None:
        message = "You must provide the Content-Length HTTP header."
        raise AwsError("MissingContentLength", message, 411, note="the header X-Amz-Decoded-Content-Length is missing")
    if told != str(length):
        raise incomplete(f"the body has {length} bytes, and X-Amz-Decoded-Content-Length says {told}")


def _check_announced(request: HttpRequest, trailers: dict[str, str]) -> None:
    announced = {name.strip().lower() for name in request.headers.get("x-amz-trailer", "").split(",")} - {""}
    if set(trailers) != announced:
        note = f"the headers {sorted(trailers)} follow the body, and {sorted(announced)} were announced"
        raise malformed_trailer(note)


def _wrong_chunk(claim: Claim, service_model: Any, note: str) -> AwsError:
    empty = dict.fromkeys(("to_sign", "to_sign_bytes", "canonical", "canonical_bytes"), "")
    facts = {"key": claim.access_key, "signature": claim.signature, **empty}
    return fault_error("wrong signature", service_model, note, claim.form, **facts)


def body_hash(body: bytes) -> str:
    """The hexadecimal SHA-256 of a body."""
    return hashlib.sha256(body).hexdigest() if body else _NOTHING


def _may_be_unsigned(operation_model: Any) -> bool:
    unsigned = getattr(operation_model, "unsigned_payload", None)
    return operation_model.auth_type == "v4-unsigned-body" or bool(unsigned)
