"""The kinds of policy that AWS evaluates, and how its error messages call them."""

from __future__ import annotations

import enum
from typing import NamedTuple


class PolicyKind(str, enum.Enum):
    """What a policy is attached to, which says what it may contain and what it decides.

    A KMS key policy is a RESOURCE policy. The policy of a gateway endpoint, to S3 or DynamoDB, is read as a
    GATEWAY_ENDPOINT one, in which an account stands for its root user alone, and then is an ENDPOINT policy like
    others: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html

    Example:
        >>> PolicyKind("trust") is PolicyKind.TRUST
        True
    """

    IDENTITY = "identity"
    TRUST = "trust"
    RESOURCE = "resource"
    BOUNDARY = "boundary"
    SESSION = "session"
    SERVICE_CONTROL = "service_control"
    RESOURCE_CONTROL = "resource_control"
    ENDPOINT = "endpoint"
    GATEWAY_ENDPOINT = "gateway_endpoint"

    # That of the text, which it equals. The hash of an Enum is a call of Python's, which a decision would make often.
    __hash__ = str.__hash__


class Wording(NamedTuple):
    """How AWS's messages speak of a kind: its label and the article before it."""

    article: str
    label: str


# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
WORDINGS = {
    PolicyKind.IDENTITY: Wording("an", "identity-based policy"),
    PolicyKind.TRUST: Wording("the", "role trust policy"),
    PolicyKind.RESOURCE: Wording("a", "resource-based policy"),
    PolicyKind.BOUNDARY: Wording("a", "permissions boundary"),
    PolicyKind.SESSION: Wording("a", "session policy"),
    PolicyKind.SERVICE_CONTROL: Wording("a", "service control policy"),
    PolicyKind.RESOURCE_CONTROL: Wording("a", "resource control policy"),
    PolicyKind.ENDPOINT: Wording("a", "VPC endpoint policy"),
    PolicyKind.GATEWAY_ENDPOINT: Wording("a", "VPC endpoint policy"),
}

ENDPOINTS = (PolicyKind.ENDPOINT, PolicyKind.GATEWAY_ENDPOINT)
