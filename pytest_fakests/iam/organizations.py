"""Whom and what an organization's policies leave alone.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

from pytest_fakests.iam.callers import AWS_CALLERS
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.policies import Policies

_SERVICE_LINKED = ":role/aws-service-role/"

# The prefixes of the actions of the services in "List of AWS services that support RCPs", as of the second page above
# in 2026; AWS adds to it. It lists services by their names, so that Amazon Cognito stands for three prefixes. IAM Roles
# Anywhere is in AWS's samples: https://github.com/aws-samples/resource-control-policy-examples
RCP_SERVICES = frozenset(
    {
        "aoss",
        "appconfig",
        "appstream",
        "autoscaling",
        "codebuild",
        "codecommit",
        "cognito-identity",
        "cognito-idp",
        "cognito-sync",
        "comprehend",
        "comprehendmedical",
        "dax",
        "dynamodb",
        "ecr",
        "health",
        "kinesisvideo",
        "kms",
        "logs",
        "rolesanywhere",
        "s3",
        "secretsmanager",
        "signin",
        "sqs",
        "sts",
        "support",
        "textract",
        "transcribe",
        "translate",
    }
)
_NOT_IMPACTED = "kms:retiregrant"


def service_control_binds(policies: Policies, context: RequestContext) -> bool:
    """Whether service control policies are about the caller: a member account's root user, users and roles."""
    who = context.caller
    return (
        who.kind in AWS_CALLERS
        and who.account not in policies.management_accounts
        and not _service_linked(context.issuer)
    )


def resource_control_binds(policies: Policies, context: RequestContext) -> bool:
    """Whether resource control policies are about the request, whoever asks: an action of a supported service.

    Not on a resource of the management account, not by service-linked roles, and not where one is assumed.
    """
    return (
        context.action.split(":")[0] in RCP_SERVICES
        and context.action != _NOT_IMPACTED
        and context.request.account not in policies.management_accounts
        and not _service_linked(context.issuer)
        and not _service_linked(context.resource)
    )


def _service_linked(role: str | None) -> bool:
    return role is not None and _SERVICE_LINKED in role
