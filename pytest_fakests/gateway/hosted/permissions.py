"""Which permissions a request to one of these hosts needs."""

from __future__ import annotations

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.regions import partition_of
from pytest_fakests.gateway.hosted.graphql import Unreadable, top_fields
from pytest_fakests.gateway.hosted.hosts import Destination
from pytest_fakests.gateway.operations import Permission, UnknownResource

# How a function's URL shows in conditions: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
_SIGNED, _UNSIGNED = "AWS_IAM", "NONE"
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonopensearchserverless.html
_NAMELESS = {"aoss:collection": "the host does not tell the name of the collection"}


def resource_of(cloud: Cloud, destination: Destination, region: str, account: str) -> str | None:
    """The ARN of the API, domain or function that answers; None where nothing tells it.

    Args:
        cloud: The world: what is declared there in another account is that account's.
        destination: Where the request goes.
        region: The Region.
        account: The account whose it is if nothing is declared of it.
    """
    host = destination.host
    if not host.resource:
        return cloud.resources.facts.get(destination.params["Host"])
    end = host.resource.format_map(destination.params)
    return cloud.resources.in_any_account(f"arn:{partition_of(region)}:{host.service}:{region}:{account}:{end}")


def required_permissions(destination: Destination, resource: str | None, *, signed: bool) -> tuple[Permission, ...]:
    """The permissions.

    Args:
        destination: Where the request goes.
        resource: What answers there, as `resource_of` gives it.
        signed: Whether the request is signed.

    Raises:
        UnknownResource: Nothing tells what answers there, or which fields are asked for.
    """
    service, operation = destination.host.service, destination.operation
    if resource is None:
        where = destination.params["Host"]
        kind = "API" if service == "appsync" else "function"
        reason = f'no part of {where} tells the {kind}, declare Resource(ARN, url="https://{where}/")'
        raise UnknownResource(service, operation, reason)
    if service == "lambda":
        auth = _SIGNED if signed else _UNSIGNED
        keys = {"lambda:FunctionArn": resource, "lambda:FunctionUrlAuthType": auth}
        return (
            Permission("lambda:InvokeFunctionUrl", (resource,), keys),
            Permission("lambda:InvokeFunction", (resource,), {"lambda:InvokedViaFunctionUrl": "true"}),
        )
    if service == "aoss":
        keys = {"aoss:CollectionId": destination.params["CollectionId"]}
        return (Permission("aoss:APIAccessAll", (resource,), keys, _NAMELESS),)
    return (Permission(f"{service}:{operation}", tuple(f"{resource}{below}" for below in _below(destination))),)


def _below(destination: Destination) -> list[str]:
    form = destination.host.below
    if destination.host.service == "appsync":
        try:
            return [form.format(Type=one.type, Field=one.name) for one in top_fields(destination.params["Body"])]
        except Unreadable as error:
            raise UnknownResource("appsync", destination.operation, str(error)) from None
    # A request without a path can only be one to the stage that has no name in URLs.
    stage = destination.params.get("Stage") or "$default"
    return [form.format_map({**destination.params, "Stage": stage})]
