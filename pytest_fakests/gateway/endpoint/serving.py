"""What a request that came over the network gets."""

from __future__ import annotations

import types
from typing import Any

from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.exceptions import HTTPClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.endpoint.key_sets import published
from pytest_fakests.gateway.errors import UnansweredCallError, UnmappedCallError
from pytest_fakests.gateway.forms import Encoded
from pytest_fakests.gateway.gate import Gate
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
        of_no_service: Whether the last request was to none of the services that botocore knows.
    """

    def __init__(self, gate: Gate, scheme: str = "https") -> None:
        self._gate = gate
        self._scheme = scheme
        self._catalog = catalog()
        self.faults: list[Exception] = []
        self.of_no_service = False

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a request; None where the test wants the connection to break."""
        form = Encoded(request, None)
        try:
            place = at_platform(request.url, request.headers)
            answer = self._gate.metadata_at(place, request.method, request.headers)
            answer = answer or published(self._gate.cloud, request)
            if answer is None:
                found, model = find_operation(request, self._catalog, self._gate.cloud.region)
                scheme = "http" if request.headers.get(FORWARDED_SCHEME) == "http" else self._scheme
                found = found._replace(url=f"{scheme}://{found.url.partition('://')[2]}")
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

    def _unknown(self, request: HttpRequest, unknown: UnknownOperation) -> HttpResponse:
        """In the words that were seen of STS, DynamoDB and S3."""
        model = unknown.service_model
        self.of_no_service = model is None or _is_a_customers(split_url(request.url)[0], model)
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

    def _failed(self, form: Encoded, error: Exception) -> HttpResponse:
        text = f"{type(error).__name__}: {error}"
        if form.operation_model is None:
            return HttpResponse(500, {"content-type": "text/plain;charset=UTF-8"}, text.encode())
        return self._error(form, AwsError("InternalFailure", text, 500))

    def _error(self, form: Encoded, error: AwsError) -> HttpResponse:
        return form.failure(error, self._gate.request_id(), clock.now())


def _is_a_customers(host: str, service_model: Any) -> bool:
    """Whether something of a customer's answers there, as a stage of API Gateway does, and not the service.

    Their hosts begin with a name of their own, and so do those of S3's buckets, which are the service's.
    """
    return not (service_model.service_name.startswith("s3") or host.startswith(service_model.endpoint_prefix))
