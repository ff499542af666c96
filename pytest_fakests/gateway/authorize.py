"""May the caller make this call? Each permission that it needs, on each of its resources."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_fakests.cloud.authorization import authorize, spoken_keys
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.explaining import explained
from pytest_fakests.cloud.principals import Principal, PrincipalType
from pytest_fakests.cloud.regions import partition_of
from pytest_fakests.gateway.dialects import ENCODE_THE_FAILURE, denial
from pytest_fakests.gateway.operations import (
    Permission,
    Place,
    UnmappedOperation,
    has_row,
    permissions_beyond,
    required_permissions,
    with_id,
)
from pytest_fakests.iam import Decision, PolicyKind
from pytest_fakests.iam.explaining.doubts import doubtful_key, same_on_each
from pytest_fakests.iam.late import LateContext, laid_over
from pytest_fakests.sts.authorization_message import encode

# What a request that comes with a key of Bedrock needs beside its own permissions. The keys judged here are the
# short-term ones: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html
BY_BEARER_TOKEN = Permission("bedrock:CallWithBearerToken", ("*",), {"bedrock:BearerTokenType": "SHORT_TERM"})

_USER, _ROOT = PrincipalType.USER, PrincipalType.ROOT


# Decisions keep the place of their call: calls from one place share it.
@functools.lru_cache(maxsize=64)
def _place(region: str, account: str, user_arn: str | None, root: bool) -> Place:
    user = None if user_arn is None else user_arn.partition(":user/")[2]
    return Place(partition_of(region), region, account, user, root)


class Judged(NamedTuple):
    """A call that was judged: each decision, and the answer where the last one denied."""

    decisions: tuple[Decision, ...]
    error: AwsError | None = None


def needed(
    cloud: Cloud, caller: Principal, operation_model: Any, params: Mapping[str, Any], region: str
) -> tuple[Permission, ...]:
    """The permissions that a call needs: as the tables say, or else AWS's reference.

    Raises:
        UnmappedOperation: Its action or resource cannot be told.
    """
    kind = caller.type
    user = caller.entity.arn if kind is _USER and caller.entity else None
    place = _place(region, caller.account, user, kind is _ROOT)
    model = operation_model.service_model
    if not has_row(model.service_name, operation_model.name):
        names = (model.signing_name, model.endpoint_prefix)
        return permissions_beyond(model.service_name, names, operation_model.name, params, place)
    known = None if cloud.resources.empty else cloud.resources.facts
    return required_permissions(model.service_name, operation_model.name, params, place, known)


def judge(
    cloud: Cloud,
    caller: Principal,
    operation_model: Any,
    permissions: tuple[Permission, ...],
    context: Mapping[str, Any],
) -> Judged:
    """The decisions up to the first that denies, with the service's own answer to it.

    Raises:
        UnmappedOperation: A decision hangs on a condition key whose value the call does not show, or denies what the
            call may need, or may not.
    """
    decisions: list[Decision] = []
    likely: list[Decision] = []
    doubt: UnmappedOperation | None = None
    for permission in permissions:
        own, of_ec2 = permission.context, permission.action.startswith("ec2:")
        unknown = _unknown(cloud, caller, permission, context) if _has_unknown(cloud, caller, permission) else None
        for resource in permission.resources:
            seen = with_id(own, resource) if of_ec2 else own
            decision = authorize(cloud, caller, permission.action, resource, context, own=seen)
            if unknown:
                _check_settled(operation_model, decision, unknown)
            if permission.maybe and not _is_sure(cloud, decision):
                doubt = doubt or _doubt(operation_model, permission, decision)
                continue
            if permission.maybe and decision:
                likely.append(decision)
                continue
            decisions.append(decision)
            if not decision:
                return Judged(tuple(decisions), _denied(cloud, caller, operation_model, decision))
    # What is denied for certain comes first.
    if doubt is not None:
        raise doubt
    # What a call may need beside others is told of it only where nothing else is.
    return Judged(tuple(decisions or likely))


def _has_unknown(cloud: Cloud, caller: Principal, permission: Permission) -> bool:
    unknown = permission.unknown
    if type(unknown) is not LateContext:
        return bool(unknown)
    for key in spoken_keys(cloud, caller, permission.resources):
        if unknown.tells(key):
            return bool(unknown)
    return False


def _unknown(cloud: Cloud, caller: Principal, permission: Permission, context: Mapping[str, Any]) -> Mapping[str, str]:
    """The condition keys, in lower case, that a policy asks for and nobody told, each with what to say of it."""
    told = laid_over(context, permission.context)
    asked = spoken_keys(cloud, caller, permission.resources) - {key.lower() for key in told}
    named = {key.lower(): f"a policy asks for {key}, and {reason}" for key, reason in permission.unknown.items()}
    return {key: text for key, text in named.items() if key in asked}


def _check_settled(operation_model: Any, decision: Decision, unknown: Mapping[str, str]) -> None:
    # What was declared of the resource itself is told, too.
    told = {name.lower() for name in decision.request.context}
    key = doubtful_key(decision, unknown.keys() - told)
    if key is not None:
        service = operation_model.service_model.service_name
        raise UnmappedOperation(service, operation_model.name, unknown[key])


def _is_sure(cloud: Cloud, decision: Decision) -> bool:
    """Whether a decision about what the call may need, or on what stands for a resource, is the answer to the call."""
    resource, service = decision.request.resource, decision.request.lowered.partition(":")[0]
    if resource.endswith("*") and cloud.resources.has_policy_of(service, resource[:-1]):
        return False
    return same_on_each(decision)


def _doubt(operation_model: Any, permission: Permission, decision: Decision) -> UnmappedOperation:
    """What to say of a decision that may be another."""
    service, resource = operation_model.service_model.service_name, decision.request.resource
    seen = f"is allowed on some of {resource} alone" if decision else f"is denied on {resource}"
    return UnmappedOperation(service, operation_model.name, f"{permission.action} {seen}, and {permission.maybe}")


def denied_unmapped(caller: Principal, operation_model: Any, unmapped: UnmappedOperation) -> AwsError:
    """The answer to a call that cannot be judged, where the test wants such calls denied."""
    service_model = operation_model.service_model
    action = f"{service_model.signing_name}:{operation_model.name}"
    reason = f"because no identity-based policy allows the {action} action"
    code, status, message = denial(service_model, caller.arn, action, "*", reason)
    return AwsError(code, message, status, note=f'{unmapped}; this test has unmapped="deny"')


def _denied(cloud: Cloud, caller: Principal, operation_model: Any, decision: Decision) -> AwsError:
    request = decision.request
    if caller.type is PrincipalType.ANONYMOUS or _is_terse(cloud, caller, decision):
        return AwsError("AccessDenied", "Access Denied", 403, note=explained(cloud, decision), decision=decision)
    service_model = operation_model.service_model
    code, status, message = denial(service_model, caller.arn, request.action, request.resource, decision.reason)
    if service_model.service_name in ENCODE_THE_FAILURE and request.resource != "*":
        message += f". Encoded authorization failure message: {encode(cloud, caller, decision)}"
    return AwsError(code, message, status, note=explained(cloud, decision), decision=decision)


def _is_terse(cloud: Cloud, caller: Principal, decision: Decision) -> bool:
    """Whether it is S3 that says no more than "Access Denied".

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#access-denied-message-examples
    """
    request = decision.request
    service = request.lowered.split(":")[0]
    if service != "s3" or request.account == caller.account:
        return service == "s3express"
    organization = cloud.organization_of(request.account)
    return (
        organization is None
        or organization != cloud.organization_of(caller.account)
        or decision.policy_kind is PolicyKind.ENDPOINT
    )
