"""The answers of these hosts: what a test registered, or an error in the form of the service."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.forms import dated
from pytest_fakests.gateway.hosted.hosts import Destination
from pytest_fakests.gateway.wire import AnswerError, HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse

_JSON = "application/json"
_STATUS = re.compile("[2-5][0-9]{2}")
# Services that write "Message" where a policy denies, though not in their other errors.
_CAPITAL = frozenset({"execute-api", "es", "lambda"})


@dataclasses.dataclass(frozen=True)
class HostedForm:
    """The form in which a host answers; see `Form`."""

    request: HttpRequest
    destination: Destination

    def success(self, output: Mapping[str, Any], request_id: str) -> HttpResponse:
        """An answer that was registered, read as Lambda's proxy integrations read what a function returns.

        Without a `statusCode` it is the body, as JSON:
        https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload

        Raises:
            AnswerError: It is no JSON, or its status is none.
        """
        if "statusCode" in output:
            given = {str(name).lower(): str(value) for name, value in (output.get("headers") or {}).items()}
            return self._answer(self._status(output["statusCode"]), given, self._body(output), request_id)
        return self._answer(200, {}, self._json(output), request_id)

    def failure(self, error: AwsError, request_id: str, now: datetime.datetime) -> HttpResponse:
        """The answer with an error, given at `now`."""
        body = json.dumps(self._told(error, request_id)).encode()
        answer = self._answer(error.status, {"x-amzn-errortype": error.code}, body, request_id)
        return dated(answer, now)

    def client_error(self, error: ClientError, request_id: str) -> HttpResponse:
        """The answer with an error in the form in which botocore raises it."""
        told, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        status = metadata.get("HTTPStatusCode", 400)
        known = AwsError(told.get("Code", "Unknown"), told.get("Message", "Unknown"), status)
        return self.failure(known, request_id, clock.now())

    def raw(self, body: bytes, status: int) -> HttpResponse:
        """The answer with this body."""
        return dated(HttpResponse(status, {}, body), clock.now())

    def _told(self, error: AwsError, request_id: str) -> dict[str, Any]:
        service, denied = self.destination.host.service, error.decision is not None
        if service == "appsync":
            return {"errors": [{"errorType": error.code, "message": error.message}]}
        if service == "aoss" and denied:
            reason = {"reason": error.message, "type": error.code}
            return {"status": error.status, "request-id": request_id, "error": reason}
        return {"Message" if denied and service in _CAPITAL else "message": error.message}

    def _answer(self, status: int, headers: dict[str, str], body: bytes, request_id: str) -> HttpResponse:
        told = {"x-amzn-requestid": request_id, "content-type": _JSON, **headers}
        return dated(HttpResponse(status, told, b"" if self.request.method == "HEAD" else body), clock.now())

    def _status(self, told: Any) -> int:
        if _STATUS.fullmatch(str(told)):
            return int(told)
        raise AnswerError(
            self._call, "statusCode", f"{told!r} is none of HTTP; a number from 200 to 599 would be right"
        )

    @property
    def _call(self) -> str:
        return f"{self.destination.host.service}:{self.destination.operation}"

    def _body(self, output: Mapping[str, Any]) -> bytes:
        body = output.get("body")
        if body is None:
            return b""
        if isinstance(body, str):
            return base64.b64decode(body) if output.get("isBase64Encoded") else body.encode()
        return bytes(body) if isinstance(body, (bytes, bytearray)) else self._json(body)

    def _json(self, value: Any) -> bytes:
        try:
            return json.dumps(value).encode()
        except TypeError as error:
            raise AnswerError(self._call, "", f"{error}; values of JSON would be right") from None
