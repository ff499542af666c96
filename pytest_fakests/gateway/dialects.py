"""Each service's words for a denial by policy: its code, its status and its message."""

from __future__ import annotations

from typing import Any

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
    code, status = _SERVICE_DENIALS.get(service) or _DENIALS.get(family(service_model), default)
    return code, status, message


def family(service_model: Any) -> str:
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
