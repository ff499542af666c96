"""Session policies: what a request passes to limit the session it asks for, and how much room they take."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.managed import CARRIED, managed_document
from pytest_fakests.iam import Policy, PolicyError, PolicyKind, parse_policy
from pytest_fakests.iam.parsing.quotas import QUOTAS
from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.validation import constraint_error, fault

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters of plaintext, and policies.
_MAXIMUM_TEXT = QUOTAS["session"].limit
_MAXIMUM_ARNS = 10
# The binary format and the room that it has are AWS's own secret: bytes after deflate are the nearest thing to it.
_ROOM = 512


def session_policies(request: StsRequest, partition: str, account: str) -> tuple[Policy, ...] | None:
    """The session policies of a request; None where it passes none.

    Args:
        request: The call.
        partition: The partition of the new session, of which managed policies have to be.
        account: Its account, in which customer managed policies have to be.

    Raises:
        AwsError: A policy is malformed or too long, or an ARN names a policy that does not exist.
    """
    params = request.params
    text = params.get("Policy")
    arns = [entry["arn"] for entry in params.get("PolicyArns", ())]
    if text is None and not arns:
        return None
    if len(arns) > _MAXIMUM_ARNS:
        raise constraint_error([fault(arns, "policyArns", f"have length less than or equal to {_MAXIMUM_ARNS}")])
    if len(text or "") + sum(map(len, arns)) > _MAXIMUM_TEXT:
        raise constraint_error([fault(text, "policy", f"have length less than or equal to {_MAXIMUM_TEXT}")])
    policies = [_managed(request, arn, partition, account) for arn in arns]
    if text is not None:
        policies.append(inline_policy(text))
    return tuple(policies)


def packed_size(params: Mapping[str, Any], inherited: Mapping[str, str] | None = None) -> int | None:
    """The percentage of their room that the session's policies and tags take; None where it has none.

    Args:
        params: The request's parameters.
        inherited: The tags that come along the chain. They take room too, as those of EKS Pod Identity were seen to
            (aws/containers-roadmap#2413).

    Raises:
        AwsError: They take more than there is.
    """
    parts = [params.get("Policy", "")]
    parts += [entry["arn"] for entry in params.get("PolicyArns", ())]
    tags = [f"{key}={value}" for key, value in (inherited or {}).items()]
    tags += [f"{tag['Key']}={tag['Value']}" for tag in params.get("Tags", ())]
    if not any(parts) and not tags:
        return None
    size = -(-len(zlib.compress("\n".join(parts + tags).encode(), 9)) * 100 // _ROOM)
    if size > 100:
        what = "Packed policy consumes" if any(parts) else "Packed size of session tags consumes"
        stop = "" if any(parts) else "."
        raise AwsError("PackedPolicyTooLarge", f"{what} {size}% of allotted space{stop}", 400)
    return size


def inline_policy(text: str) -> Policy:
    """The session policy that a request carries as text.

    Raises:
        AwsError: It is malformed.
    """
    return _read(text, "session policy")


def _read(document: Any, name: str, arn: str | None = None) -> Policy:
    try:
        return parse_policy(document, PolicyKind.SESSION, name=name, arn=arn)
    except PolicyError as error:
        raise AwsError("MalformedPolicyDocument", _of_parser(error) or str(error), 400, note=str(error)) from error


def _of_parser(error: PolicyError) -> str | None:
    """What the parser behind STS says where it comes upon a sign that begins no value; None for other faults.

    As seen in ansible-collections/amazon.aws#2778. What stands after the @ differs from call to call there.
    """
    cause = error.__cause__
    if not isinstance(cause, json.JSONDecodeError) or cause.msg != "Expecting value" or cause.pos >= len(cause.doc):
        return None
    sign = cause.doc[cause.pos]
    return (
        f"Unexpected character ('{sign}' (code {ord(sign)})): expected a valid value (number, String, array, object, "
        "'true', 'false' or 'null')\n at [Source: java.io.StringReader@52b5743d; "
        f"line: {cause.lineno}, column: {cause.colno + 1}]"
    )


def _managed(request: StsRequest, arn: str, partition: str, account: str) -> Policy:
    document = None
    if arn.startswith((f"arn:{partition}:iam::aws:policy/", f"arn:{partition}:iam::{account}:policy/")):
        document = managed_document(arn) or request.cloud.attached_document(arn)
    if document is None:
        note = (
            f"the fake carries {', '.join(CARRIED)}; declare another one of AWS's or of account {account} on a role or "
            "user, as managed={ARN: document}"
        )
        raise validation_error(f"Policy {arn} does not exist or is not attachable.", note)
    return _read(document, f"session policy {arn!r}", arn)
