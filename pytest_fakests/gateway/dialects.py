"""Each service's words for each fault: codes, HTTP statuses and messages.

The rows come from raw answers in public issue trackers and from measurements against AWS that were published; the
rule behind them: query services answer in IAM's words, JSON services in those of the Coral framework with 400,
REST services in the same with 403, and S3 and EC2 have words of their own.
"""

from __future__ import annotations

import enum
from typing import Any

from pytest_fakests.cloud.errors import AwsError


class Fault(enum.Enum):
    """What can be wrong with a request before its action is judged."""

    UNSIGNED = enum.auto()
    WRONG_REGION = enum.auto()
    WRONG_SERVICE = enum.auto()
    UNKNOWN_KEY = enum.auto()
    WRONG_TOKEN = enum.auto()
    GLOBAL_TOKEN = enum.auto()
    EXPIRED = enum.auto()
    SKEWED = enum.auto()
    WRONG_SIGNATURE = enum.auto()
    WRONG_BODY = enum.auto()
    REFUSED_SESSION = enum.auto()


_Words = tuple[str, int, str]

_INVALID_TOKEN = "The security token included in the request is invalid."
_EXPIRED_TOKEN = "The security token included in the request is expired"
_WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
    "Key and signing method. Consult the service documentation for details."
)
_WRONG_REGION = "Credential should be scoped to a valid region. "
_WRONG_SERVICE = "Credential should be scoped to correct service: '{service}'. "
_UNSIGNED = "Request is missing Authentication Token"
_SKEWED = "Signature expired: {signed} is now earlier than {earliest} ({now} - {minutes} min.)"

_QUERY: dict[Fault, _Words] = {
    Fault.UNSIGNED: ("MissingAuthenticationToken", 403, _UNSIGNED),
    Fault.WRONG_REGION: ("SignatureDoesNotMatch", 403, _WRONG_REGION),
    Fault.WRONG_SERVICE: ("SignatureDoesNotMatch", 403, _WRONG_SERVICE),
    Fault.UNKNOWN_KEY: ("InvalidClientTokenId", 403, _INVALID_TOKEN),
    Fault.WRONG_TOKEN: ("InvalidClientTokenId", 403, _INVALID_TOKEN),
    Fault.GLOBAL_TOKEN: ("InvalidClientTokenId", 403, _INVALID_TOKEN),
    Fault.EXPIRED: ("ExpiredToken", 403, _EXPIRED_TOKEN),
    Fault.SKEWED: ("SignatureDoesNotMatch", 403, _SKEWED),
    Fault.WRONG_SIGNATURE: ("SignatureDoesNotMatch", 403, _WRONG_SIGNATURE),
    Fault.WRONG_BODY: ("SignatureDoesNotMatch", 403, _WRONG_SIGNATURE),
    # Without the full stop, seen where IAM refuses credentials of GetSessionToken without MFA (aws/aws-cli#8918).
    Fault.REFUSED_SESSION: ("InvalidClientTokenId", 403, _INVALID_TOKEN.rstrip(".")),
}


def _coral(status: int) -> dict[Fault, _Words]:
    """The words of services on the Coral framework."""
    signature = "InvalidSignatureException"
    return {
        Fault.UNSIGNED: ("MissingAuthenticationTokenException", status, _UNSIGNED),
        Fault.WRONG_REGION: (signature, status, _WRONG_REGION),
        Fault.WRONG_SERVICE: (signature, status, _WRONG_SERVICE),
        Fault.UNKNOWN_KEY: ("UnrecognizedClientException", status, _INVALID_TOKEN),
        Fault.WRONG_TOKEN: ("UnrecognizedClientException", status, _INVALID_TOKEN),
        Fault.GLOBAL_TOKEN: ("UnrecognizedClientException", status, _INVALID_TOKEN),
        Fault.EXPIRED: ("ExpiredTokenException", status, _EXPIRED_TOKEN),
        Fault.SKEWED: (signature, status, _SKEWED),
        Fault.WRONG_SIGNATURE: (signature, status, _WRONG_SIGNATURE),
        Fault.WRONG_BODY: (signature, status, _WRONG_SIGNATURE),
    }


_EC2_FAILURE = ("AuthFailure", 401, "AWS was not able to validate the provided access credentials")
_EC2: dict[Fault, _Words] = {
    **dict.fromkeys(Fault, _EC2_FAILURE),
    Fault.UNSIGNED: ("MissingParameter", 400, "The request must contain the parameter AWSAccessKeyId"),
    Fault.EXPIRED: ("RequestExpired", 400, "Request has expired."),
}

_S3_UNKNOWN = ("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.")
_S3: dict[Fault, _Words] = {
    Fault.UNSIGNED: ("AccessDenied", 403, "Access Denied"),
    Fault.WRONG_REGION: (
        "AuthorizationHeaderMalformed",
        400,
        "The authorization header is malformed; the region '{region}' is wrong; expecting '{wanted}'",
    ),
    Fault.WRONG_SERVICE: (
        "AuthorizationHeaderMalformed",
        400,
        'The authorization header is malformed; incorrect service "{signed_service}". '
        'This endpoint belongs to "{service}".',
    ),
    Fault.UNKNOWN_KEY: _S3_UNKNOWN,
    Fault.WRONG_TOKEN: _S3_UNKNOWN,
    # aws/aws-sdk-js#4129.
    Fault.GLOBAL_TOKEN: ("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
    Fault.EXPIRED: ("ExpiredToken", 400, "The provided token has expired."),
    Fault.SKEWED: (
        "RequestTimeTooSkewed",
        403,
        "The difference between the request time and the current time is too large.",
    ),
    Fault.WRONG_SIGNATURE: (
        "SignatureDoesNotMatch",
        403,
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
    ),
    Fault.WRONG_BODY: (
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
}

_BY_PROTOCOL = {
    "query": _QUERY,
    "ec2": _EC2,
    "json": _coral(400),
    "smithy-rpc-v2-cbor": _coral(400),
    "rest-json": _coral(403),
    "rest-xml": _QUERY,
}
_BY_SERVICE = {
    "s3": _S3,
    # A JSON service that answers 403 (grafana/timestream-datasource#92).
    "timestream-write": _coral(403),
    "timestream-query": _coral(403),
}

# How a denial by policy is said: code and status. Services of the query protocol, and S3, say "AccessDenied".
_DENIALS = {
    "query": ("AccessDenied", 403),
    "rest-xml": ("AccessDenied", 403),
    "rest-json": ("AccessDeniedException", 403),
}
_SERVICE_DENIALS = {"ec2": ("UnauthorizedOperation", 403), "sns": ("AuthorizationError", 403)}
# Services that name "*" where an action has no resource; the others leave the resource out.
_NAME_THE_STAR = frozenset({"lambda", "kms", "ecs"})
# Services whose denials on a resource carry an encoded message: aws/karpenter-provider-aws#7370.
ENCODE_THE_FAILURE = frozenset({"ec2"})


def fault_error(fault: Fault, service_model: Any, note: str, **facts: str) -> AwsError:
    """The service's answer to a fault. `facts` fill the message's braces; `note` says what AWS does not."""
    words = _BY_SERVICE.get(service_model.service_name) or _BY_PROTOCOL[_family(service_model)]
    code, status, message = words[fault]
    return AwsError(code, message.format(**facts), status, note=note)


def denial(service_model: Any, caller: str, action: str, resource: str, reason: str) -> tuple[str, int, str]:
    """Code, status and message with which the service says that a policy denies an action.

    Args:
        service_model: botocore's model of the service.
        caller: The caller's ARN.
        action: The IAM action.
        resource: The resource that was denied.
        reason: AWS's wording, as Decision has it.
    """
    service = service_model.service_name
    spelt = _spelt(service, action)
    place = ""
    if resource != "*" or service in _NAME_THE_STAR:
        place = f' on resource: "{resource}"' if service == "s3" else f" on resource: {resource}"
    message = f"User: {caller} is not authorized to perform: {spelt}{place} {reason.replace(action, spelt)}"
    if service == "ec2":
        message = f"You are not authorized to perform this operation. {message}"
    default = ("AccessDeniedException", 400)
    code, status = _SERVICE_DENIALS.get(service) or _DENIALS.get(_family(service_model), default)
    return code, status, message


def _family(service_model: Any) -> str:
    """The protocol whose words a service uses: those that left query for JSON keep their old ones."""
    if service_model.metadata.get("awsQueryCompatible") is not None:
        return "query"
    protocol: str = getattr(service_model, "resolved_protocol", None) or service_model.protocol
    return protocol


def _spelt(service: str, action: str) -> str:
    """The action as the service spells it in messages."""
    if service == "sqs":
        return action.lower()
    if service == "sns":
        return action.replace("sns:", "SNS:")
    return action
