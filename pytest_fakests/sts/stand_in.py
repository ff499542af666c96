"""What STS might answer to a call that it would refuse, where a test only observes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.cloud import DEFAULT_CALLER, Cloud
from pytest_fakests.cloud.declarations import Role
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.principals import Principal, PrincipalType, role_principal
from pytest_fakests.sts.role_sessions import home_of_role

_HOUR = datetime.timedelta(hours=1)
_NAME = "fakests"


def stand_in(cloud: Cloud, operation_model: Any, params: Mapping[str, Any], caller: Principal | None) -> dict[str, Any]:
    """An answer with which code can go on: credentials where the operation gives some, or who calls.

    A role that is not declared is declared so, without any permission: the calls of its sessions are judged.
    """
    members = operation_model.output_shape.members
    role = _role(cloud, str(params.get("RoleArn", "")))
    known = caller if caller and caller.type is not PrincipalType.ANONYMOUS else cloud.principal(DEFAULT_CALLER)
    session = role_principal(role, str(params.get("RoleSessionName", _NAME))) if role else known
    answer: dict[str, Any] = {}
    if "Credentials" in members:
        keys = cloud.issue(session, _HOUR) if session.issued else cloud.keys_of(DEFAULT_CALLER)
        answer["Credentials"] = keys.as_answer()
    if "AssumedRoleUser" in members:
        answer["AssumedRoleUser"] = {"AssumedRoleId": session.user_id, "Arn": session.arn}
    if "UserId" in members:
        answer.update(UserId=known.user_id, Account=known.account, Arn=known.arn)
    return answer


def _role(cloud: Cloud, arn: str) -> RoleEntity | None:
    """The role of a session, declared now if it was not; None where the ARN is none of a role."""
    home = home_of_role(arn)
    if home is None:
        return None
    if cloud.role_at(arn) is None:
        path, _, name = arn.partition(":role")[2].rpartition("/")
        cloud.add(Role(name, account=home[1], path=f"{path}/"))
    return cloud.role_at(arn)
