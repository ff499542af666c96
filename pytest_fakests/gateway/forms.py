"""The two forms of an answer: parsed, as botocore hands it to a client, and encoded, as it goes over the network."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Protocol

from botocore.exceptions import ClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.responses import Response, failure, http_date, raw, success
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse, encode_error, encode_output
from pytest_fakests.gateway.wire.encoding.sts_json import encode_error_as_json, encode_output_as_json, is_asked_for


class Form(Protocol):
    """How the answer to one call is given."""

    def success(self, output: dict[str, Any], request_id: str) -> Any:
        """The answer with the output of the operation, in botocore's parsed form."""

    def failure(self, error: AwsError, request_id: str, now: datetime.datetime) -> Any:
        """The answer with an error, given at `now`."""

    def raw(self, body: bytes, status: int) -> Any:
        """The answer with this body."""


@dataclasses.dataclass(frozen=True)
class Parsed:
    """The form in which botocore's endpoint hands answers to its client."""

    request: HttpRequest
    operation_model: Any

    def success(self, output: dict[str, Any], request_id: str) -> Response:
        """The answer with the output of the operation; nothing is encoded."""
        return success(self.request.url, self.operation_model, output, request_id)

    def failure(self, error: AwsError, request_id: str, now: datetime.datetime) -> Response:
        """The answer with an error, as botocore reads it."""
        request = self.request
        return failure(request.method, request.url, self.operation_model, error, request_id, now)

    def raw(self, body: bytes, status: int) -> Response:
        """The answer with this body, as botocore reads it."""
        return raw(self.request.url, self.operation_model, body, status)


@dataclasses.dataclass(frozen=True)
class Encoded:
    """The form that goes over the network."""

    request: HttpRequest
    operation_model: Any

    def success(self, output: dict[str, Any], request_id: str) -> HttpResponse:
        """The answer with the output of the operation."""
        encode = encode_output_as_json if self._wants_json else encode_output
        return dated(encode(self.operation_model, output, request_id), clock.now())

    def failure(self, error: AwsError, request_id: str, now: datetime.datetime) -> HttpResponse:
        """The answer with an error."""
        if self._wants_json:
            return dated(encode_error_as_json(self.operation_model, error, request_id), now)
        return dated(encode_error(self.operation_model, error, request_id, method=self.request.method), now)

    def client_error(self, error: ClientError, request_id: str) -> HttpResponse:
        """The answer with an error in the form in which botocore raises it."""
        told, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        status = metadata.get("HTTPStatusCode", 400)
        return self.failure(
            AwsError(told.get("Code", "Unknown"), told.get("Message", "Unknown"), status), request_id, clock.now()
        )

    def raw(self, body: bytes, status: int) -> HttpResponse:
        """The answer with this body."""
        return dated(HttpResponse(status, {}, body), clock.now())

    @property
    def _wants_json(self) -> bool:
        return is_asked_for(self.operation_model, self.request.headers.get("accept", ""))


def dated(answer: HttpResponse, now: datetime.datetime) -> HttpResponse:
    """The answer, given at `now`."""
    return dataclasses.replace(answer, headers={**answer.headers, "date": http_date(int(now.timestamp()))})
