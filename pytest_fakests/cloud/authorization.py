"""A question to the policy language, put together from what lives in a world."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.boundaries import boundary_context
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.forwarded import forwarded_context, is_forwarded
from pytest_fakests.cloud.perimeter import NO_LIMITS, Limits, limits_of
from pytest_fakests.cloud.principals import Principal, principal_context
from pytest_fakests.cloud.standing import spoken_in
from pytest_fakests.cloud.tag_keys import tag_keys
from pytest_fakests.iam import Decision, Policies, Policy, PolicyKind, Request, evaluate, parse_policy
from pytest_fakests.iam.late import laid_over

# A statement with an empty principal lets nobody in:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
_TRUSTS_NOBODY = parse_policy(
    {"Effect": "Allow", "Principal": {"AWS": []}, "Action": "sts:AssumeRole"},
    PolicyKind.TRUST,
    name="trust policy of a role that does not exist",
)

_NOTHING: Mapping[str, Any] = types.MappingProxyType({})

_ALL_OF_SESSION = parse_policy(
    {"Effect": "Allow", "Action": "*", "Resource": "*"}, PolicyKind.IDENTITY, name="permissions of the scoped session"
)

# Whom an access point lets in from another account need not have permissions on the bucket that is behind it, which the
# owner of the access point need not tell; the bucket's own policy decides. AWS's pages show it by their examples alone.
_ACCESS_POINT = "s3:DataAccessPointArn"
_ALL_BEHIND_ACCESS_POINT = parse_policy(
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, PolicyKind.IDENTITY, name="what an access point lets in"
)


def authorize(
    cloud: Cloud,
    principal: Principal | str,
    action: str,
    resource: str,
    context: Mapping[str, Any],
    opening: Policy | None = None,
    own: Mapping[str, Any] = _NOTHING,
) -> Decision:
    """Whether the principal may take the action on the resource, with the policies of this moment.

    For an STS action on a role, the role's trust policy is the resource-based policy; a role that does not exist
    lets nobody in.

    Args:
        cloud: The world.
        principal: Who asks: a principal of this world, or the host of an AWS service.
        action: An IAM action, as "s3:GetObject".
        resource: A resource ARN, or "*" for an action that has no resource.
        context: Condition keys of the request; those that describe the principal are added.
        opening: What lets others in to a resource of a kind that has no policy of its own.
        own: Condition keys that the request has for this action; they come before others, and may be late.
    """
    if is_forwarded(own):
        context = forwarded_context(context, principal)
    known, declared = cloud.resources, not cloud.resources.empty
    if declared:
        resource = known.resolved(resource)
    if action.startswith("iam:") and action != "iam:PassRole":
        resource = cloud.placed(resource)
    policy, account = (opening, resource.split(":")[4]) if opening else _owned(cloud, principal, action, resource)
    if cloud.limitless:
        limits = NO_LIMITS
    else:
        limits = limits_of(cloud, principal, action, resource, account, laid_over(context, own))
    full: dict[str, Any] = {"aws:CurrentTime": clock.now()}
    if declared or ":iam:" in resource:
        full.update(_tag_context(cloud, action, resource))
    if limits.context:
        full.update(limits.context)
    if isinstance(principal, str):
        full.update(context)
        request = Request(action, resource, principal, laid_over(full, own), account)
        return evaluate(request, _policies(None, policy, limits))
    lasting = principal.lasting
    full.update(principal_context(principal))
    full.update(context)
    request = Request(action, resource, lasting.arn, laid_over(full, own), account, lasting.issuer)
    policies = _policies(principal, policy, limits)
    if _enters_by_access_point(request, principal):
        policies = dataclasses.replace(policies, identity=(*(policies.identity or ()), _ALL_BEHIND_ACCESS_POINT))
    decision = evaluate(request, policies)
    return _scoped(decision, principal) if principal.scopes and decision else decision


def _owned(cloud: Cloud, principal: Principal | str, action: str, resource: str) -> tuple[Policy | None, str | None]:
    """The resource's own policy and the account that owns it, each None where nobody told."""
    if ":role/" in resource and action.lower().startswith("sts:"):
        return _trust(cloud, principal, resource), resource.split(":")[4]
    known = cloud.resources
    if known.empty:
        return None, None
    owned = known.policy(resource)
    return (owned.policy, owned.account) if owned else (None, known.owner(resource))


def _enters_by_access_point(request: Request, principal: Principal) -> bool:
    """Whether somebody comes from another account through an access point to what is behind it."""
    account = request.resource_account
    return (
        account is not None
        and principal.entity is not None
        and account != principal.account
        and ":accesspoint/" not in request.resource
        and _ACCESS_POINT in request.context
    )


def spoken_keys(cloud: Cloud, principal: Principal, resources: Iterable[str]) -> frozenset[str]:
    """The condition keys, in lower case, that the policies behind a decision on one of `resources` speak of."""
    known = cloud.resources
    if known.empty and cloud.limitless:
        spoken = principal.entity.standing.spoken if principal.entity else frozenset()
        passed = (*(principal.session_policies or ()), *principal.scopes)
        return spoken | spoken_in(passed) if passed else spoken
    owned = ((resource, known.policy(resource)) for resource in resources)
    judged_by = (
        _policies(
            principal,
            one.policy if one else None,
            limits_of(cloud, principal, "", resource, known.owner(resource), {}),
        )
        for resource, one in owned
    )
    found = (policy for policies in judged_by for value in vars(policies).values() for policy in _flat(value))
    return spoken_in((*found, *principal.scopes, *cloud.endpoints.policies()))


def _flat(value: object) -> Iterator[Policy]:
    if isinstance(value, Policy):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _flat(one)


@functools.lru_cache(maxsize=64)
def opened_to(account: str) -> Policy:
    """A resource-based policy that leaves the decision to the policies of an account."""
    statement = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "*", "Resource": "*"}
    return parse_policy(statement, PolicyKind.RESOURCE, name=f"opened to account {account}")


def _policies(principal: Principal | None, policy: Policy | None, limits: Limits) -> Policies:
    entity = principal.entity if principal else None
    if (
        entity
        and principal
        and policy is None
        and limits is NO_LIMITS
        and principal.session_policies is None
        and entity.boundary is None
    ):
        return entity.standing.alone
    return Policies(
        identity=entity.policies if entity else (),
        resource=policy,
        boundary=entity.boundary if entity else None,
        session=principal.session_policies if principal else None,
        service_control=limits.service_control,
        resource_control=limits.resource_control,
        endpoint=limits.endpoint,
    )


def _scoped(allowed: Decision, principal: Principal) -> Decision:
    """What the session may do, as far as each of its scope down policies allows it, whatever else does.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getscopedcredentials.html
    """
    for scope in principal.scopes:
        policies = Policies(identity=(_ALL_OF_SESSION,), resource=opened_to(principal.account), session=(scope,))
        decision = evaluate(allowed.request, policies)
        if not decision:
            return decision
    return allowed


def _trust(cloud: Cloud, principal: Principal | str, arn: str) -> Policy:
    """The trust policy of the role with this ARN, as the principal's partition knows it."""
    if isinstance(principal, Principal) and principal.partition not in ("", arn.split(":", 2)[1]):
        return _TRUSTS_NOBODY
    role = cloud.role_at(arn)
    return role.trust if role else _TRUSTS_NOBODY


def _tag_context(cloud: Cloud, action: str, resource: str) -> Mapping[str, Any]:
    """The condition keys that tell of the tags of a resource: declared ones, or those of a role or user itself."""
    declared = {} if cloud.resources.empty else cloud.resources.tag_context(resource, action)
    if ":iam:" not in resource:
        return declared
    entity = cloud.identity_at(resource)
    if entity is None:
        return declared
    own = {f"{key}/{name}": value for name, value in entity.tags.items() for key in tag_keys(resource, action)}
    return {**declared, **own, **boundary_context(action, entity.boundary)}
