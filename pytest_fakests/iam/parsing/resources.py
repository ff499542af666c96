"""What IAM refuses in the Resource element of the policies that it keeps itself.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html; what its API says of such
policies is known from those who met it: "Resource vendor must be fully qualified and cannot contain regexes.",
'Partition "x" is not valid for resource ...', 'IAM resource path must either be "*", root, or start with user/, ...'
"""

from __future__ import annotations

import re

from pytest_fakests.iam.errors import Place, quoted, suggestion
from pytest_fakests.iam.kinds import PolicyKind

_COLONS = 5
_KEPT_BY_IAM = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION)

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and the partitions of AWS's SDKs
PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f")
# Most resources are whole ARNs of other services than IAM, with which nothing is wrong.
_SOUND = re.compile(rf"arn:(?:\*|{'|'.join(PARTITIONS)}):(?!iam:)[^:*?]+:[^:]*:[^:]*:")
# As IAM's message lists them, and with those that IAM has added since:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
_IAM_TYPES = (
    "user",
    "federated-user",
    "role",
    "group",
    "instance-profile",
    "mfa",
    "server-certificate",
    "policy",
    "sms-mfa",
    "saml-provider",
    "oidc-provider",
    "report",
    "access-report",
    "assumed-role",
    "delegation-request",
    "role-template",
)


def check_resource(resource: str, kind: PolicyKind, place: Place) -> None:
    """Refuse what is no resource; `place` is that of the element.

    Raises:
        PolicyError: What is wrong with the resource, and what would be right.
    """
    if _SOUND.match(resource):
        return
    if not resource.startswith(("arn:", "*")):
        raise place.error(
            f"the resource {quoted(resource)} is not an ARN", 'write an ARN, such as "arn:aws:s3:::reports/*", or "*"'
        )
    if resource.startswith("arn:") and kind in _KEPT_BY_IAM:
        _check_arn(resource, place)
        # IAM completes an ARN that is cut short; STS does not, it says MalformedPolicyDocument:
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
        if kind is PolicyKind.SESSION and resource.count(":") < _COLONS:
            raise place.error(
                f"the resource {quoted(resource)} is an ARN cut short, which a session policy does not take",
                f"write all its parts, as {quoted(completed(resource))}",
            )


def completed(resource: str) -> str:
    """An ARN with a wildcard for each part that it lacks; what is no ARN stays as it is."""
    return resource + ":*" * (_COLONS - resource.count(":")) if resource.startswith("arn:") else resource


def _check_arn(resource: str, place: Place) -> None:
    fault = _fault(resource)
    if fault:
        problem, remedy = fault
        raise place.error(f"the resource {quoted(resource)} {problem}", remedy)


def _fault(resource: str) -> tuple[str, str] | None:
    """What is wrong with an ARN, and what would be right."""
    _, partition, service, region, account, path = [*resource.split(":", 5), *[""] * 5][:6]
    if not _wild(partition) and partition not in PARTITIONS:
        return "is in no partition of AWS", suggestion(partition, PARTITIONS)
    if not service or _wild(service):
        return "does not name its service", 'name it, as in "arn:aws:s3:::reports/*", or write "*"'
    # A policy variable there has a colon of its own, and what follows is not the path.
    if service != "iam" or "${" in region + account:
        return None
    if region and not _wild(region):
        return "names a Region, and IAM has none", 'leave it empty, as in "arn:aws:iam::"'
    type_, slash, _ = path.partition("/")
    if (slash and type_ in _IAM_TYPES) or path in ("*", "root", "") or "${" in type_:
        return None
    return "is no resource of IAM", f'write "*", "root", or one of {"/, ".join(_IAM_TYPES)}/'


def _wild(field: str) -> bool:
    return "*" in field or "?" in field
