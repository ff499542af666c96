"""What a request that came over the network gets."""

from __future__ import annotations

import types
from typing import Any

from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.exceptions import HTTPClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.endpoint.key_sets import published
from pytest_fakests.gateway.errors import NO_SERVICE, NOT_SIGNED, UnansweredCallError, UnmappedCallError
from pytest_fakests.gateway.forms import Encoded
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.hosted.form import HostedForm
from pytest_fakests.gateway.hosted.hosts import Destination, destination_of
from pytest_fakests.gateway.hosted.passage import can_be_judged, serve_hosted
from pytest_fakests.gateway.loopback import FORWARDED_SCHEME
from pytest_fakests.gateway.metadata import at_platform
from pytest_fakests.gateway.routing import UnknownOperation, catalog, find_operation
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.encoding.response import protocol_of
from pytest_fakests.gateway.wire.http import split_url

_UNKNOWN = b"<UnknownOperationException/>\n"


class Serving:
    """Answers requests by a gate.

    Args:
        gate: The gate.
        scheme: That of the addresses of AWS's for which the requests stand.

    Attributes:
        faults: What was raised meanwhile that is neither AWS's answer nor one that the test asked for.
        unjudged: Why the last request can be judged by nobody, with what to do; "" where it was judged.
    """

    def __init__(self, gate: Gate, scheme: str = "https") -> None:
        self._gate = gate
        self._scheme = scheme
        self._catalog = catalog()
        self.faults: list[Exception] = []
        self.unjudged = ""

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a request; None where the test wants the connection to break."""
        form: Encoded | HostedForm = Encoded(request, None)
        try:
            place = at_platform(request.url, request.headers)
            answer = self._gate.metadata_at(place, request.method, request.headers)
            answer = answer or published(self._gate.cloud, request)
            if answer is None:
                hosted = destination_of(request)
                if hosted is not None:
                    form = HostedForm(request, hosted)
                    return self._hosted(request, hosted)
                found, model = find_operation(request, self._catalog, self._gate.cloud.region)
                found = self._there(found)
                form = Encoded(found, model)
                answer = self._gate.serve(found, model)
            return answer
        except UnknownOperation as unknown:
            return self._unknown(request, unknown)
        except (UnmappedCallError, UnansweredCallError) as error:
            # With a status with which no client tries again.
            return self._error(form, AwsError(type(error).__name__, str(error), 400))
        except (HTTPClientError, BotocoreConnectionError, OSError):
            return None
        except Exception as error:
            self.faults.append(error)
            return self._failed(form, error)

    def _hosted(self, request: HttpRequest, destination: Destination) -> HttpResponse:
        if can_be_judged(self._gate.cloud, request, destination):
            return serve_hosted(self._gate, self._there(request), destination)
        self.unjudged = NOT_SIGNED
        return HttpResponse(404, {"x-amzn-requestid": self._gate.request_id()}, _UNKNOWN)

    def _there(self, request: HttpRequest) -> HttpRequest:
        """The request with the scheme of the address that it stands for."""
        scheme = "http" if request.headers.get(FORWARDED_SCHEME) == "http" else self._scheme
        return request._replace(url=f"{scheme}://{request.url.partition('://')[2]}")

    def _unknown(self, request: HttpRequest, unknown: UnknownOperation) -> HttpResponse:
        """In the words that were seen of STS, DynamoDB and S3."""
        model = unknown.service_model
        if model is None or _is_a_customers(split_url(request.url)[0], model):
            self.unjudged = NO_SERVICE
        protocol = protocol_of(model) if model else ""
        if protocol in ("query", "ec2"):
            text = f"Could not find operation {unknown.named} for version {unknown.version}"
            error = AwsError("InvalidAction", text, 400)
        elif model and model.service_name == "s3":
            error = AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
        elif protocol in ("json", "smithy-rpc-v2-cbor"):
            error = AwsError("UnknownOperationException", "", 400)
        else:
            return HttpResponse(404, {"x-amzn-requestid": self._gate.request_id()}, _UNKNOWN)
        return self._error(Encoded(request, types.SimpleNamespace(service_model=model)), error)

    def _failed(self, form: Encoded | HostedForm, error: Exception) -> HttpResponse:
        text = f"{type(error).__name__}: {error}"
        if isinstance(form, Encoded) and form.operation_model is None:
            return HttpResponse(500, {"content-type": "text/plain;charset=UTF-8"}, text.encode())
        return self._error(form, AwsError("InternalFailure", text, 500))

    def _error(self, form: Encoded | HostedForm, error: AwsError) -> HttpResponse:
        return form.failure(error, self._gate.request_id(), clock.now())


def _is_a_customers(host: str, service_model: Any) -> bool:
    """Whether something of a customer's answers there, as a stage of API Gateway does, and not the service.

    Their hosts begin with a name of their own, and so do those of S3's buckets, which are the service's.
    """
    return not (service_model.service_name.startswith("s3") or host.startswith(service_model.endpoint_prefix))
