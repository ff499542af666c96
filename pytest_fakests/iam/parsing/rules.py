"""Which elements a statement of each kind of policy needs, may have and may not have.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html and, for organizations,
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html and
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pytest_fakests.iam.errors import Place, quoted
from pytest_fakests.iam.kinds import WORDINGS, PolicyKind
from pytest_fakests.iam.matching.globs import glob


class Rules(NamedTuple):
    """Whether a statement names principals and resources: True it must, False it may not, None it may."""

    principal: bool
    resource: bool | None
    not_principal: bool


RULES = {
    PolicyKind.IDENTITY: Rules(principal=False, resource=True, not_principal=False),
    PolicyKind.BOUNDARY: Rules(principal=False, resource=True, not_principal=False),
    PolicyKind.SESSION: Rules(principal=False, resource=True, not_principal=False),
    PolicyKind.SERVICE_CONTROL: Rules(principal=False, resource=True, not_principal=False),
    PolicyKind.RESOURCE_CONTROL: Rules(principal=True, resource=True, not_principal=False),
    PolicyKind.TRUST: Rules(principal=True, resource=False, not_principal=False),
    # A policy of one resource, as that of an ECR repository, may leave the resource out.
    PolicyKind.RESOURCE: Rules(principal=True, resource=None, not_principal=True),
    PolicyKind.ENDPOINT: Rules(principal=True, resource=True, not_principal=True),
    PolicyKind.GATEWAY_ENDPOINT: Rules(principal=True, resource=True, not_principal=True),
}

# RCPFullAWSAccess, which is at every level, is the one resource control policy that allows.
_FULL_AWS_ACCESS = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

# "AssumeRole policy may only specify STS AssumeRole actions.", IAM says of others. What they are:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
_ASSUMING = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
)


def check_trust_action(action: str, place: Place) -> None:
    """Refuse an action that has no place in a role trust policy.

    Raises:
        PolicyError: It matches none of those with which a role is assumed.
    """
    pattern = glob(action.lower())
    if not any(pattern.matches(known.lower()) for known in _ASSUMING):
        raise place.error(
            f"the action {quoted(action)} does not assume a role",
            f"a role trust policy takes {', '.join(_ASSUMING[:-1])} and {_ASSUMING[-1]}",
        )


def check_statement(statement: dict[str, Any], kind: PolicyKind, place: Place) -> None:
    """Refuse a statement whose elements do not go together, or not into a policy of this kind.

    Raises:
        PolicyError: What is wrong, and what would be right.
    """
    rules = RULES[kind]
    for element in ("Principal", "Action", "Resource"):
        if element in statement and f"Not{element}" in statement:
            raise place.error(f'it has both "{element}" and "Not{element}"', "keep one of them")
    if "Action" not in statement and "NotAction" not in statement:
        raise place.error('the element "Action" is missing', 'write "Action" or "NotAction"')
    _check_presence(statement, "Resource", rules.resource, kind, place)
    _check_presence(statement, "Principal", rules.principal, kind, place)
    if "NotPrincipal" in statement:
        _check_not_principal(statement, kind, place)
    if kind is PolicyKind.RESOURCE_CONTROL:
        _check_resource_control(statement, place)


def _check_presence(
    statement: dict[str, Any], element: str, wanted: bool | None, kind: PolicyKind, place: Place
) -> None:
    found = next((name for name in (element, f"Not{element}") if name in statement), None)
    if wanted is True and found is None:
        raise place.error(f'the element "{element}" is missing', f'{_label(kind)} needs "{element}"')
    if wanted is False and found is not None:
        meant = "the caller that it is attached to" if element == "Principal" else "the role that it belongs to"
        raise place.error(f'{_label(kind)} cannot have "{found}"', f"leave it out: the policy is about {meant}")


def _check_not_principal(statement: dict[str, Any], kind: PolicyKind, place: Place) -> None:
    if not RULES[kind].not_principal:
        raise place.error(f'{_label(kind)} cannot have "NotPrincipal"', 'use "Principal", and a condition')
    if statement["Effect"] == "Allow":
        raise place.error('"NotPrincipal" does not go with "Effect": "Allow"', 'use "Principal", or "Effect": "Deny"')


def _check_resource_control(statement: dict[str, Any], place: Place) -> None:
    if {name: value for name, value in statement.items() if name != "Sid"} == _FULL_AWS_ACCESS:
        return
    if statement["Effect"] == "Allow":
        raise place.error("a resource control policy cannot allow", 'write "Effect": "Deny"')
    if "NotAction" in statement:
        raise place.error('a resource control policy cannot have "NotAction"', 'use "Action"')
    if statement["Action"] in ("*", ["*"]):
        raise place.error(
            'the action of a resource control policy cannot be "*" alone', 'name the service, such as "s3:*"'
        )


def _label(kind: PolicyKind) -> str:
    article, label = WORDINGS[kind]
    return f"{'a' if article == 'the' else article} {label}"
