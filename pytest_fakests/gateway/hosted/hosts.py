"""The hosts of AWS's at which a customer's own resource answers: what a request there needs, and how it is denied.

No model of botocore's is about them. Actions and ARNs are those of the Service Authorization Reference; each operation
is named as its action is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_fakests.gateway.authentication.sigv4 import normal_path
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import split_url


class Denial(NamedTuple):
    """How a host says that a policy denies a request; `user`, `action`, `resource` and `reason` fill the braces."""

    message: str
    code: str = "AccessDeniedException"
    status: int = 403


class Host(NamedTuple):
    """A kind of host.

    Attributes:
        service: What requests there are signed for, and the prefix of their actions.
        name: The form of its names, whose groups are parameters of each call.
        operations: For each form of "METHOD PATH", whose groups are parameters, too, the operation.
        denial: What is answered where a policy denies.
        sources: The pages that say so; for the denial the places where it was seen.
        resource: The end of the resource's ARN, with parameters in braces; "" where no call shows it, so that the
            resource has to be declared with its URL.
        below: What follows in the ARN on which a call is judged.
    """

    service: str
    name: str
    operations: Mapping[str, str]
    denial: Denial
    sources: tuple[str, ...]
    resource: str = ""
    below: str = ""


class Destination(NamedTuple):
    """Where a request goes.

    Attributes:
        host: The kind of host.
        operation: The operation.
        params: The parameters: what the request has, and what the names of host and path tell.
    """

    host: Host
    operation: str
    params: Mapping[str, Any]


def destination_of(request: HttpRequest) -> Destination | None:
    """Where a request goes; None where that is none of these hosts, or it is none of their operations.

    A request that wants a WebSocket is none: nobody here would go on with it.

    Example:
        >>> url = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/pets"
        >>> destination_of(HttpRequest("GET", url, {}, b"")).params["Stage"]
        'prod'
    """
    netloc, path, query = split_url(request.url)
    # One resource is not to have two names of which a policy knows one: it is judged by the path that is signed, in
    # which what is plain may be encoded, too. https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.2
    path = normal_path(_ENCODED.sub(_as_plain, path))
    if request.headers.get("upgrade", "").lower() == "websocket":
        return None
    for host in HOSTS:
        named = re.fullmatch(host.name, netloc.partition(":")[0])
        if named is None:
            continue
        for form, operation in host.operations.items():
            asked = re.fullmatch(form, f"{request.method} {path}")
            if asked is not None:
                told = {**named.groupdict(), **asked.groupdict()}
                signless = "&".join(one for one in query.split("&") if not one.startswith("X-Amz-"))
                own = {"Host": named[0], "Method": request.method, "Path": path, "Query": signless}
                return Destination(host, operation, {**own, "Body": request.body, **told})
    return None


def operations_of(service: str) -> tuple[str, ...]:
    """The operations at the hosts of a service, by the prefix of its actions; none of any other."""
    found = (operation for host in HOSTS if host.service == service for operation in host.operations.values())
    return tuple(dict.fromkeys(found))


def _as_plain(encoded: re.Match[str]) -> str:
    sign = chr(int(encoded[1], 16))
    return sign if _UNRESERVED.fullmatch(sign) else encoded[0]


_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
# https://www.rfc-editor.org/rfc/rfc3986#section-2.3
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_DOCS = "https://docs.aws.amazon.com"
_GITHUB = "https://github.com"
_WORKSPACE = "/workspaces/(?P<WorkspaceId>[^/]+)/api/v1"

HOSTS = (
    Host(
        service="execute-api",
        # A private API answers at a host for each VPC endpoint that it is associated with, too.
        name=r"(?P<ApiId>[a-z0-9]+)(?:-vpce-[0-9a-f]{8,17})?\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?",
        # What is sent to clients of a WebSocket API, by way of @connections, is an operation of botocore's.
        operations={r"\S+ /(?!(?:[^/]*/)?@connections/)(?P<Stage>[^/]*)/?(?P<Resource>.*)": "Invoke"},
        resource="{ApiId}",
        below="/{Stage}/{Method}/{Resource}",
        denial=Denial("User: {user} is not authorized to perform: {action} on resource: {masked} {reason}"),
        sources=(
            f"{_DOCS}/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
            f"{_DOCS}/apigateway/latest/developerguide/apigateway-authorization-flow.html",
            f"{_DOCS}/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html",
            f"{_DOCS}/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html",
        ),
    ),
    Host(
        service="es",
        name=r"(?:search|vpc)-(?P<DomainName>[a-z][a-z0-9-]{2,27})-[a-z0-9]+\."
        r"(?:[a-z0-9-]+\.es\.amazonaws\.com(?:\.cn)?|aos\.[a-z0-9-]+\.on\.aws)",
        operations={f"{one.upper()} .*": f"ESHttp{one}" for one in ("Delete", "Get", "Head", "Patch", "Post", "Put")},
        resource="domain/{DomainName}",
        below="{Path}",
        denial=Denial("User: {user} is not authorized to perform: {action} {reason}"),
        sources=(
            f"{_DOCS}/opensearch-service/latest/developerguide/ac.html",
            f"{_GITHUB}/aws-solutions/centralized-logging-with-opensearch/pull/299",
        ),
    ),
    Host(
        service="aoss",
        # The host of a whole account names the collection in a header: it is left out.
        name=r"(?!\d{12}\.)(?P<CollectionId>[a-z0-9]+)\.(?:[a-z0-9-]+\.aoss\.amazonaws\.com|aoss\.[a-z0-9-]+\.on\.aws)",
        operations={".*": "APIAccessAll"},
        resource="collection/{CollectionId}",
        denial=Denial("403 Forbidden", "Forbidden"),
        sources=(
            f"{_DOCS}/opensearch-service/latest/developerguide/security-iam-serverless.html",
            f"{_DOCS}/opensearch-service/latest/developerguide/serverless-collection-endpoints.html",
            f"{_GITHUB}/awsdocs/amazon-opensearch-service-developer-guide/issues/85",
        ),
    ),
    Host(
        service="lambda",
        name=r"[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws",
        operations={".*": "InvokeFunctionUrl"},
        denial=Denial(
            "Forbidden. For troubleshooting Function URL authorization issues, see: "
            "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
        ),
        sources=(
            f"{_DOCS}/lambda/latest/dg/urls-auth.html",
            f"{_DOCS}/lambda/latest/dg/urls-invocation.html",
            f"{_GITHUB}/ant-media/Ant-Media-Server/issues/7827",
        ),
    ),
    Host(
        service="appsync",
        # The first label is not the id of the API.
        name=r"[a-z0-9]+\.appsync-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?",
        operations={"POST /graphql": "GraphQL"},
        below="/types/{Type}/fields/{Field}",
        denial=Denial("Permission denied", "UnauthorizedException", 401),
        sources=(
            f"{_DOCS}/appsync/latest/devguide/security-authz.html",
            f"{_GITHUB}/aws-amplify/amplify-cli/issues/4343",
            f"{_GITHUB}/aws-amplify/amplify-cli/issues/3485",
        ),
    ),
    Host(
        service="aps",
        name=r"aps-workspaces\.[a-z0-9-]+\.amazonaws\.com",
        operations={
            f"POST {_WORKSPACE}/remote_write": "RemoteWrite",
            f"(?:GET|POST) {_WORKSPACE}/query(?:_range)?": "QueryMetrics",
            f"(?:GET|POST) {_WORKSPACE}/series": "GetSeries",
            f"(?:GET|POST) {_WORKSPACE}/labels": "GetLabels",
            f"GET {_WORKSPACE}/label/[^/]+/values": "GetLabels",
            f"GET {_WORKSPACE}/metadata": "GetMetricMetadata",
        },
        resource="workspace/{WorkspaceId}",
        denial=Denial("User: {user} is not authorized to perform: {action} on resource: {resource} {reason}"),
        sources=(f"{_DOCS}/prometheus/latest/userguide/AMP-APIReference-Prometheus-Compatible-Apis.html",),
    ),
)
"""The hosts."""
