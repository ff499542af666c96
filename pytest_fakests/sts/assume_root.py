"""AssumeRoot: temporary credentials for one task of the root user of a member account.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from pytest_fakests.cloud.authorization import opened_to
from pytest_fakests.cloud.names import iam_arn
from pytest_fakests.cloud.principals import PrincipalType, assumed_root_principal
from pytest_fakests.cloud.root_tasks import ROOT_TASK, ROOT_TASKS, root_task_policy
from pytest_fakests.iam import Policy
from pytest_fakests.sts.errors import access_denied, validation_error
from pytest_fakests.sts.request import StsRequest

# Seconds.
_DEFAULT_DURATION = 900
_TARGET = re.compile(r"(?:arn:[\w-]+:iam::)?(?P<account>\d{12})(?::root)?", re.ASCII)


def assume_root(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials of a member account's root, for the task that the task policy leaves.

    Raises:
        AwsError: A parameter is wrong, the caller may not, or its organization does not let it.
    """
    params, caller = request.params, request.caller
    account = _target(params["TargetPrincipal"])
    task = _task(params["TaskPolicyArn"].get("arn", ""))
    _require(request, account, task)
    session = assumed_root_principal(request.cloud.find_account(account), task, caller.source_identity)
    duration = params.get("DurationSeconds", _DEFAULT_DURATION)
    answer: dict[str, Any] = {"Credentials": request.issue(session, datetime.timedelta(seconds=duration)).as_answer()}
    if caller.source_identity:
        answer["SourceIdentity"] = caller.source_identity
    return answer


def _target(principal: str) -> str:
    found = _TARGET.fullmatch(principal)
    if found is None or principal.startswith("arn:") is not principal.endswith(":root"):
        raise validation_error(
            f"{principal} is invalid", "it is neither an account id nor the ARN of an account's root"
        )
    return found["account"]


def _task(arn: str) -> Policy:
    policy = root_task_policy(arn)
    if policy is None:
        raise validation_error(f"{arn} is invalid", f"AssumeRoot takes {ROOT_TASK}NAME, of {', '.join(ROOT_TASKS)}")
    return policy


def _require(request: StsRequest, account: str, task: Policy) -> None:
    """Raise the denial unless policies and organization let the caller assume this root for this task.

    A root has no resource-based policy: the organization opens the member account.
    """
    caller = request.caller
    root = iam_arn(caller.partition, account, "root")
    context = {"sts:TaskPolicyArn": task.arn}
    request.require("sts:AssumeRoot", root, context, opened_to(caller.account))
    closed = "root cannot call it" if caller.type is PrincipalType.ROOT else _closed(request, account)
    if closed:
        message = f"User: {caller.arn} is not authorized to perform: sts:AssumeRoot on resource: {root}"
        raise access_denied(message, closed, request.decisions[-1])


def _closed(request: StsRequest, account: str) -> str | None:
    """Why the organization does not let the caller's account into a member account; None where it does.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
    """
    cloud, own = request.cloud, request.caller.account
    caller, target = cloud.organizations.member(own), cloud.organizations.member(account)
    if not caller or not target or target.organization != caller.organization:
        return f'accounts {own} and {account} are in no common organization; see Account(organization="o-...")'
    if target.manages:
        return f"account {account} is the management account of its organization, and no member"
    declared = cloud.declared_account(own)
    if not caller.manages and not (declared and "iam.amazonaws.com" in declared.declaration.delegated):
        return (
            f"account {own} neither manages its organization nor is delegated to by it; see Account(management=True) "
            'and Account(delegated=["iam.amazonaws.com"])'
        )
    enabled = [one.declaration.organization for one in cloud.accounts() if one.declaration.root_sessions]
    if caller.organization not in enabled:
        return "the organization has not enabled it; see Account(management=True, root_sessions=True)"
    return None
