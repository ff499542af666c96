"""Which operation a request is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pytest_fakests.gateway.authentication.post_forms import is_post_form
from pytest_fakests.gateway.authentication.regions import SUFFIXES
from pytest_fakests.gateway.routing.addresses import at_aws
from pytest_fakests.gateway.routing.catalog import Catalog, ServiceFacts
from pytest_fakests.gateway.routing.routes import route
from pytest_fakests.gateway.routing.scope import read_scope
from pytest_fakests.gateway.wire import HttpRequest

_RPC_PATH = re.compile(r"/service/(?P<target>[^/]+)/operation/(?P<operation>[^/]+)")
# SDKs name the service in the header User-Agent, in a browser in the other one, each with signs of its own for blanks:
# "api/docdb#3.700.0", "api/Elastic_Load_Balancing_v2#2.40.0", "api/s3/1.90.0". botocore does not.
_SDKS_NAME = re.compile(r"(?:^|\s)api/([^\s/#]+)")
_AGENTS = ("user-agent", "x-amz-user-agent")
# REST services that are called without a signature; whoever has no other mark is a visitor of a bucket.
_OPEN = ("sso-oidc", "sso", "signin", "s3")
# What S3's control plane, which is signed for as S3 itself, has and S3 has not.
_CONTROL_HEADERS = ("x-amz-account-id", "x-amz-outpost-id")
_CONTROL_PATH = "/v20180820/"
# A label in each host of S3's, as "s3", "s3-accesspoint" and "s3express-use1-az5".
_S3_LABEL = re.compile(r"\.s3[a-z]*[.-]")


class Found(NamedTuple):
    """An operation, and the request for it as it would have gone to AWS."""

    request: HttpRequest
    operation_model: Any


class UnknownOperation(Exception):
    """A request that is none of an operation that botocore knows.

    Attributes:
        service_model: botocore's model of the service, in the protocol of the request; None where it is not known.
        named: The operation, where the request names one.
        version: The version of the API that it names.
    """

    def __init__(self, service_model: Any, named: str = "", version: str = "") -> None:
        super().__init__(f"no service of botocore's models has an operation {named!r}")
        self.service_model = service_model
        self.named = named
        self.version = version


@dataclasses.dataclass(frozen=True)
class _Spoken:
    """What of a request names its operation.

    Attributes:
        protocols: The protocols that it may be in.
        target: The name of the service, in protocols that have one.
        named: The operation, in protocols that name it.
        version: The version of the API, in protocols that have one.
    """

    protocols: tuple[str, ...]
    target: str = ""
    named: str = ""
    version: str = ""

    def model(self, catalog: Catalog, service: ServiceFacts) -> Any:
        """The service's model in the protocol of the request; None where that is for another service."""
        if self.target and self.target != service.target_prefix:
            return None
        protocol = next((one for one in self.protocols if one in service.protocols), None)
        return catalog.model(service.name, protocol) if protocol else None


def find_operation(request: HttpRequest, catalog: Catalog, region: str) -> Found:
    """The operation that a request is.

    Args:
        request: The request as it arrived.
        catalog: The services that there are.
        region: The Region of requests whose signature names none.

    Raises:
        UnknownOperation: It is none of those that botocore's models have.
    """
    scope, spoken = read_scope(request), _spoken(request)
    host = f".{request.headers.get('host') or urlsplit(request.url).netloc}"
    services = catalog.signed_as(scope.service) if scope.service else _unsigned(spoken, catalog, host)
    models = [(one, spoken.model(catalog, one)) for one in services]
    # Services may share the name that they sign with: their hosts differ, the versions of their APIs, or their SDKs.
    agents = {_plain(name) for header in _AGENTS for name in _SDKS_NAME.findall(request.headers.get(header, ""))}
    models.sort(
        key=lambda pair: (
            f".{pair[0].endpoint_prefix}." not in host,
            pair[0].api_version != spoken.version,
            _plain(pair[0].service_id) not in agents,
        )
    )
    for service, model in models:
        if model is None:
            continue
        there = at_aws(request, _host_prefix(service, scope.service, request), scope.region or region)
        name = spoken.named if spoken.named in model.operation_names else ""
        if service.name == "s3" and is_post_form(there):
            name = "PutObject"
        elif not spoken.named and _is_of(service, there):
            name = route(there, model) or ""
        if name:
            return Found(there, model.operation_model(name))
    raise UnknownOperation(next((model for _, model in models if model), None), spoken.named, spoken.version)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _spoken(request: HttpRequest) -> _Spoken:
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        path = _RPC_PATH.search(urlsplit(request.url).path)
        return _Spoken(("smithy-rpc-v2-cbor",), *(path.groups() if path else ("", "?")))
    target = request.headers.get("x-amz-target")
    if target:
        prefix, _, name = target.rpartition(".")
        return _Spoken(("json",), prefix, name or "?")
    form = _form(request)
    if "Action" in form:
        return _Spoken(("query", "ec2"), "", form["Action"] or "?", form.get("Version", ""))
    return _Spoken(("rest-json", "rest-xml"))


def _form(request: HttpRequest) -> dict[str, str]:
    """The fields of a request in one of the query protocols: of its body, or of its URL where it has none."""
    text = request.body.decode("latin-1") if request.body else urlsplit(request.url).query
    # A document, or bytes of any kind, is no form: what would be read from it is not used, but might be long.
    return dict(parse_qsl(text)) if "Action=" in text else {}


def _host_prefix(service: ServiceFacts, signed: str | None, request: HttpRequest) -> str:
    """The first label of the host: that of the service, or of the place where S3 keeps directory buckets."""
    directories = signed == "s3express" and urlsplit(request.url).path in ("", "/")
    return "s3express-control" if directories else service.endpoint_prefix


def _unsigned(spoken: _Spoken, catalog: Catalog, host: str) -> Iterable[ServiceFacts]:
    """The services that a request may be meant for which says so only by its form."""
    if spoken.target:
        return catalog.services
    if spoken.named:
        return (one for one in catalog.services if one.api_version == spoken.version)
    if _is_a_customers(host, catalog):
        return ()
    return (one for name in _OPEN for one in catalog.services if one.name == name)


def _is_a_customers(host: str, catalog: Catalog) -> bool:
    """Whether something of a customer's answers at a host of AWS's, as a load balancer does, and no service."""
    if not host.partition(":")[0].endswith(SUFFIXES) or _S3_LABEL.search(host):
        return False
    plain = host.replace("-fips.", ".")
    return not any(plain.startswith(f".{one.endpoint_prefix}.") for one in catalog.services)


def _is_of(service: ServiceFacts, request: HttpRequest) -> bool:
    """Whether a request signed for S3 is one to its control plane, if and only if the service is that."""
    if service.signing_name != "s3":
        return True
    url = urlsplit(request.url)
    controls = url.netloc.startswith("s3-control.") or any(name in request.headers for name in _CONTROL_HEADERS)
    return (controls and url.path.startswith(_CONTROL_PATH)) is (service.name == "s3control")
