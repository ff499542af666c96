"""How large policies may be, by what holds them, and how AWS counts.

The quotas are fixed, but for that of trust policies, which an account can have raised.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pytest_fakests.iam.errors import Place, suggestion

Written = Mapping[str, Any] | str | bytes
"""A document as it is written: a mapping, or JSON text."""


class Quota(NamedTuple):
    """How large the policies of one holder may be.

    Attributes:
        limit: The number of characters.
        white_space: Whether white space counts.
        what: What the quota is about.
        remedy: What to do about a policy that is larger.
        message: AWS's own message as its users have met it; `{of}` is the name of the user, group or role.
    """

    limit: int
    white_space: bool
    what: str
    remedy: str
    message: str = ""


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_INLINE = {"user": 2_048, "group": 5_120, "role": 10_240}
# Resource-based policies, by the service in the ARN of the resource. From the guide of the service, or from the
# length of the policy in the model of its API.
_RESOURCE = {
    "cloudtrail": (8_192, "an event data store or channel"),
    "codeartifact": (7_168, "a domain or repository"),
    "dynamodb": (20_480, "a table or stream"),
    "ecr": (10_240, "a repository"),
    "elasticfilesystem": (20_000, "a file system"),
    "es": (102_400, "a domain"),
    "events": (10_240, "an event bus"),
    "glacier": (20_480, "a vault"),
    "kms": (32_768, "a key"),
    "lambda": (20_480, "a function"),
    "s3": (20_480, "a bucket"),
    "secretsmanager": (20_480, "a secret"),
    "sns": (30_720, "a topic"),
    "sqs": (8_192, "a queue"),
}

QUOTAS = {
    **{
        holder: Quota(
            limit,
            False,
            f"the inline policies of a {holder}",
            "move statements to managed policies",
            f"Maximum policy size of {{limit}} bytes exceeded for {holder} {{of}}",
        )
        for holder, limit in _INLINE.items()
    },
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    "managed": Quota(
        6_144, False, "a managed policy", "split it into several", "Cannot exceed quota for PolicySize: {limit}"
    ),
    "trust": Quota(
        2_048, False, "a role trust policy", "shorten it", "Cannot exceed quota for ACLSizePerRole: {limit}"
    ),
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: plain text, with the managed ones' ARNs.
    "session": Quota(2_048, True, "a session policy", "shorten it, or pass the ARN of a managed policy"),
    # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html: "saved exactly as you
    # provided", white space too.
    "service_control": Quota(10_240, True, "a service control policy", "split it into several"),
    "resource_control": Quota(5_120, True, "a resource control policy", "split it into several"),
    # https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
    "endpoint": Quota(20_480, True, "a VPC endpoint policy", "shorten it"),
    "gateway_endpoint": Quota(20_480, True, "a VPC endpoint policy", "shorten it"),
    **{
        service: Quota(limit, True, f"the policy of {what}", "shorten it, or grant by identity-based policies")
        for service, (limit, what) in _RESOURCE.items()
    },
}

# What Service Quotas grants for trust policies at the most, by the same page of IAM.
LONGEST_TRUST = 8_192


def policy_size(document: Written, *, white_space: bool = False) -> int:
    """The size of a policy document in characters, as AWS counts it.

    Args:
        document: Text counts as it is, a mapping as the shortest JSON of it.
        white_space: Whether white space counts; to IAM it does not.

    Example:
        >>> policy_size('{"Statement":  []}'), policy_size('{"Statement":  []}', white_space=True)
        (16, 18)
    """
    if isinstance(document, Mapping):
        document = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    elif not isinstance(document, str):
        document = document.decode()
    return len(document) if white_space else len("".join(document.split()))


def check_size(
    documents: Iterable[Written], holder: str, *, name: str | None = None, of: str = "", limit: int | None = None
) -> int:
    """Hold the size of policies against the quota of what holds them.

    Args:
        documents: The policies: for "user", "group" and "role" all inline ones, which count together.
        holder: "user", "group" or "role" for inline policies; "managed", "trust", "session", "service_control",
            "resource_control" or "endpoint"; the service in a resource's ARN, as "s3", for resource-based policies.
        name: How messages call the policies, as "permissions of role 'reader'".
        of: The name of the user, group or role, for AWS's message.
        limit: Another limit than the default one.

    Returns:
        The size, in characters.

    Raises:
        PolicyError: The policies are too large; the text says by how much, and what to do.
        ValueError: `holder` is none of these.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

    Example:
        >>> check_size([{"Version": "2012-10-17", "Statement": []}], "role")
        39
    """
    if holder not in QUOTAS:
        raise ValueError(f"{holder!r} holds no policies; {suggestion(holder, QUOTAS)}")
    quota = QUOTAS[holder]
    size = sum(policy_size(document, white_space=quota.white_space) for document in documents)
    most = quota.limit if limit is None else limit
    if size > most:
        counted = "" if quota.white_space else ", white space aside"
        message = f" ({quota.message.format(limit=most, of=of).rstrip()})" if quota.message else ""
        raise Place(name).error(f"{quota.what} may have {most} characters{counted}, not {size}{message}", quota.remedy)
    return size
