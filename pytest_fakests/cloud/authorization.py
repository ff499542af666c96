"""A question to the policy language, put together from what lives in a world."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.boundaries import boundary_context
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.entities import RoleEntity
from pytest_fakests.cloud.perimeter import NO_LIMITS, Limits, limits_of
from pytest_fakests.cloud.principals import Principal, principal_context
from pytest_fakests.cloud.resources import OwnedPolicy
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


_ALL_OF_SESSION = parse_policy(
    {"Effect": "Allow", "Action": "*", "Resource": "*"}, PolicyKind.IDENTITY, name="permissions of the scoped session"
)

# Whom an access point lets in from another account need not have permissions on the bucket that is behind it, which the
# owner of the access point need not tell; the bucket's own policy decides. AWS's pages show it by their examples alone.
_POINT = "s3:DataAccessPointArn"
_ALL_OF_POINT = parse_policy(
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, PolicyKind.IDENTITY, name="what an access point lets in"
)


def authorize(
    cloud: Cloud,
    principal: Principal | str,
    action: str,
    resource: str,
    context: Mapping[str, Any],
    opening: Policy | None = None,
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
    """
    known = cloud.resources
    if not known.empty:
        resource = known.resolved(resource)
    trusted = action.lower().startswith("sts:") and ":role/" in resource
    role = _role(cloud, principal, resource) if trusted else None
    owned = _trust(role, resource) if trusted else None if known.empty else known.policy(resource)
    if opening:
        owned = OwnedPolicy(opening, resource.split(":")[4])
    account = owned.account if owned else None if known.empty else known.owner(resource)
    limits = NO_LIMITS if cloud.limitless else limits_of(cloud, principal, action, resource, account, context)
    full: dict[str, Any] = {"aws:CurrentTime": clock.now(), **_tag_context(cloud, action, resource), **limits.context}
    if isinstance(principal, str):
        full.update(context)
        request = Request(action, resource, principal, full, account)
        return evaluate(request, _policies(None, owned, limits))
    full.update(principal_context(principal))
    request = Request(action, resource, principal.arn, laid_over(full, context), account, principal.issuer)
    policies = _policies(principal, owned, limits)
    if (
        principal.entity
        and account not in (None, principal.account)
        and ":accesspoint/" not in resource
        and _POINT in context
    ):
        policies = dataclasses.replace(policies, identity=(*(policies.identity or ()), _ALL_OF_POINT))
    decision = evaluate(request, policies)
    return _scoped(decision, principal) if principal.scopes and decision else decision


def spoken_keys(cloud: Cloud, principal: Principal, resources: Iterable[str]) -> frozenset[str]:
    """The condition keys, in lower case, that the policies behind a decision on one of `resources` speak of."""
    known = cloud.resources
    if known.empty and cloud.limitless:
        own = principal.entity
        asked = _keys_of(own.policies) if own else frozenset()
        if own and own.boundary:
            asked |= _keys_of(own.boundary)
        return asked | _keys_of(principal.session_policies) if principal.session_policies else asked
    judged_by = (
        _policies(
            principal, known.policy(resource), limits_of(cloud, principal, "", resource, known.owner(resource), {})
        )
        for resource in resources
    )
    found = (policy for policies in judged_by for value in vars(policies).values() for policy in _flat(value))
    return frozenset().union(*(_keys_in(policy) for policy in (*found, *cloud.endpoints.policies())))


def _flat(value: object) -> Iterator[Policy]:
    if isinstance(value, Policy):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _flat(one)


# By the identity of a tuple, which is kept: policies are set all together, and computing the hash of each takes longer
# than anything else here.
_known_keys: dict[int, tuple[tuple[Policy, ...], frozenset[str]]] = {}


def _keys_of(policies: tuple[Policy, ...]) -> frozenset[str]:
    found = _known_keys.get(id(policies))
    if found is None:
        if len(_known_keys) >= 256:
            _known_keys.clear()
        found = _known_keys[id(policies)] = policies, frozenset().union(*(_keys_in(policy) for policy in policies))
    return found[1]


@functools.lru_cache(maxsize=256)
def _keys_in(policy: Policy) -> frozenset[str]:
    statements = policy.document.get("Statement", ())
    listed = [statements] if isinstance(statements, Mapping) else statements
    return frozenset(
        key.lower() for statement in listed for keys in statement.get("Condition", {}).values() for key in keys
    )


@functools.lru_cache(maxsize=64)
def opened_to(account: str) -> Policy:
    """A resource-based policy that leaves the decision to the policies of an account."""
    statement = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "*", "Resource": "*"}
    return parse_policy(statement, PolicyKind.RESOURCE, name=f"opened to account {account}")


def _policies(principal: Principal | None, owned: OwnedPolicy | None, limits: Limits) -> Policies:
    entity = principal.entity if principal else None
    return Policies(
        identity=entity.policies if entity else (),
        resource=owned.policy if owned else None,
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


def _role(cloud: Cloud, principal: Principal | str, arn: str) -> RoleEntity | None:
    """The role with this ARN, as the principal's partition knows it."""
    if isinstance(principal, Principal) and principal.partition not in ("", arn.split(":", 2)[1]):
        return None
    return cloud.role_at(arn)


def _trust(role: RoleEntity | None, arn: str) -> OwnedPolicy:
    return OwnedPolicy(role.trust if role else _TRUSTS_NOBODY, arn.split(":")[4])


def _tag_context(cloud: Cloud, action: str, resource: str) -> Mapping[str, Any]:
    """The condition keys that tell of the tags of a resource: declared ones, or those of a role or user itself."""
    declared = {} if cloud.resources.empty else cloud.resources.tag_context(resource, action)
    if ":iam:" not in resource:
        return declared
    entity = cloud.identity_at(resource)
    if entity is None:
        return declared
    tags = entity.tags
    own = {f"{key}/{name}": tags[name] for key in tag_keys(resource, action) for name in tags}
    return {**declared, **own, **boundary_context(action, entity.boundary)}
