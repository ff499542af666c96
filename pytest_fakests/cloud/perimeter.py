"""What limits a call beside the policies of its caller and of its resource: organizations, and VPC endpoints.

Condition keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pytest_fakests.cloud.limits import is_account_id
from pytest_fakests.cloud.organizations import Levels
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.iam import Policy
from pytest_fakests.iam.context_keys import has_resource_account

if TYPE_CHECKING:
    from pytest_fakests.cloud.cloud import Cloud


@dataclasses.dataclass(frozen=True)
class Limits:
    """The policies that limit a call, and the condition keys that tell of what they belong to.

    Attributes:
        service_control: Those of the caller's account, level by level; None: there are none.
        resource_control: Those of the resource's account.
        endpoint: The policy of the VPC endpoint that the call passes.
        context: The condition keys.
    """

    service_control: Levels | None = None
    resource_control: Levels | None = None
    endpoint: Sequence[Policy] | None = None
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)


NO_LIMITS = Limits()


def limits_of(
    cloud: Cloud, principal: Principal | str, action: str, resource: str, owner: str | None, context: Mapping[str, Any]
) -> Limits:
    """What limits an action on a resource.

    Args:
        cloud: The world.
        principal: Who asks.
        action: The action.
        resource: The resource's ARN, or "*".
        owner: The account that owns the resource, where its ARN does not tell it.
        context: Condition keys of the request.
    """
    own = "" if isinstance(principal, str) else principal.account
    member = cloud.organizations.member
    caller, target = member(own), member(owner or _account_in(resource) or own)
    passed = cloud.endpoints.passed(context)
    keys: dict[str, Any] = {}
    if caller:
        keys.update(caller.context("aws:Principal"))
    elif not own:
        source = member(_source(context))
        keys.update(source.context("aws:Source") if source else {})
    if target and has_resource_account(action.lower()):
        keys.update(target.context("aws:Resource"))
    if passed:
        keys.update(passed.context)
        home = member(passed.account)
        keys.update(home.context("aws:Vpce") if home else {})
    return Limits(
        caller.service_control if caller else None,
        target.resource_control if target else None,
        passed.policy if passed else None,
        keys,
    )


def _account_in(arn: str) -> str | None:
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and is_account_id(parts[4]) else None


def _source(context: Mapping[str, Any]) -> str:
    """The account of the resource for which a service asks."""
    given = {key.lower(): value for key, value in context.items()}
    return str(given.get("aws:sourceaccount") or _account_in(str(given.get("aws:sourcearn", ""))) or "")
