"""iam:PassRole: what is known of the service that a role is handed to, and of what the role is for there.

Sources: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; Service Authorization Reference,
"Condition keys for AWS Identity and Access Management"; IAM API Reference, AddRoleToInstanceProfile.
"""

from __future__ import annotations

from pytest_fakests.gateway.operations.permission import ContextValues

PASS_ROLE = "iam:PassRole"
_SERVICE, _RESOURCE = "iam:PassedToService", "iam:AssociatedResourceArn"
_UNKNOWN = {
    key: f'AWS does not document what it is for this call, fakests.context["{key}"] = "..." tells'
    for key in (_SERVICE, _RESOURCE)
}
# Amazon Web Services in China, IAM: trust policies and iam:PassedToService name EC2 so.
_IN_CHINA = {"ec2.amazonaws.com": "ec2.amazonaws.com.cn"}


def passed_to(services: tuple[str, ...], partition: str) -> ContextValues:
    """The condition key that tells of the services that get a role; empty where none is known.

    Example:
        >>> passed_to(("ec2.amazonaws.com",), "aws-cn")
        {'iam:PassedToService': 'ec2.amazonaws.com.cn'}
    """
    names = tuple(_IN_CHINA.get(name, name) for name in services) if partition == "aws-cn" else services
    return {_SERVICE: names if len(names) > 1 else names[0]} if names else {}


def untold(told: ContextValues) -> dict[str, str]:
    """The condition keys that iam:PassRole has beside those `told`, each with the reason why its value is not known."""
    return {key: reason for key, reason in _UNKNOWN.items() if key not in told}
