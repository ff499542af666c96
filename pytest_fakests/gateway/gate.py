"""The gate of a fake: the ways in which calls come to it."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from botocore.exceptions import ClientError

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication import (
    is_post_form,
)
from pytest_fakests.gateway.errors import NetworkRefusedError
from pytest_fakests.gateway.forms import Encoded, Parsed
from pytest_fakests.gateway.handlers import answered_by_handlers, prepared_request
from pytest_fakests.gateway.kept import Kept
from pytest_fakests.gateway.metadata import at_platform
from pytest_fakests.gateway.passage import Found, NextInLine, Passage
from pytest_fakests.gateway.responses import http_response
from pytest_fakests.gateway.wire import (
    HttpRequest,
)
from pytest_fakests.gateway.wire.encoding import HttpResponse


class Gate(Kept):
    """The gate of one fake."""

    def respond(
        self,
        prepared: Any,
        operation_model: Any,
        next_in_line: NextInLine,
        arrived_at: str = "",
        *,
        stubbed: bool = False,
    ) -> Found:
        """What botocore's endpoint gets for a prepared request: an answer and an exception, one of them None.

        With `stubbed` the next in line answers even what STS would answer itself.
        """
        request = HttpRequest.from_prepared(prepared, arrived_at)
        passage = Passage(self, request, operation_model, Parsed(request, operation_model))
        passage.stubbed = stubbed
        return self.travel(passage, prepared, next_in_line)

    def respond_in_bytes(
        self,
        prepared: Any,
        form: Encoded,
        next_in_line: Callable[[], Awaitable[Found]],
        *,
        stubbed: bool = False,
    ) -> Coroutine[Any, Any, Found]:
        """What an endpoint of aiobotocore gets, whose way to the others is awaited.

        The gate's own answer is an HttpResponse: aiobotocore reads it as it reads the network's.
        """
        passage = Passage(self, form.request, form.operation_model, form)
        passage.stubbed = stubbed
        return self.travel_awaiting(passage, prepared, next_in_line)

    async def travel_awaiting(
        self, passage: Passage, prepared: Any, next_in_line: Callable[[], Awaitable[Found]]
    ) -> Found:
        """Let a call go its way, that to the others being awaited, and keep it."""
        with self.watcher.arrival(passage.request.headers) if self.watcher else contextlib.nullcontext():
            try:
                ended = passage.begin()
                if ended is None:
                    passage.hand_on(prepared)
                    ended = passage.end(await next_in_line())
            except AwsError as error:
                ended = self._refused(passage, error)
            finally:
                self._keep(passage)
        return ended

    def serve(self, request: HttpRequest, operation_model: Any) -> HttpResponse:
        """The answer, in bytes, to a request of another process or of another HTTP client.

        Whoever calls this has found out which operation it is; the gate authenticates, authorises and answers it. A
        form that is uploaded to S3 (POST of multipart/form-data) is PutObject.

        Raises:
            UnmappedCallError: The call cannot be judged.
            UnansweredCallError: The call is allowed, nobody answers it, and the test wants that to be an error.
            Exception: The one with which the test lets this call fail, such as a broken connection.
        """
        form = Encoded(request, operation_model)
        passage = Passage(self, request, operation_model, form)
        try:
            if passage.service_name == "s3" and is_post_form(request):
                passage.take_upload()
            prepared = prepared_request(passage.request)
            answer, exception = self.travel(passage, prepared, lambda: _elsewhere(prepared, operation_model))
        except AwsError as error:
            return form.failure(error, self.request_id(), clock.now())
        except ClientError as error:
            return form.client_error(error, self.request_id())
        if exception is not None:
            raise exception
        found: HttpResponse = answer
        return found

    def travel(self, passage: Passage, prepared: Any, next_in_line: NextInLine) -> Found:
        """Let a call go its way, and keep it."""
        if self.watcher is None:
            return self._passed(passage, prepared, next_in_line)
        with self.watcher.arrival(passage.request.headers):
            return self._passed(passage, prepared, next_in_line)

    def _passed(self, passage: Passage, prepared: Any, next_in_line: NextInLine) -> Found:
        try:
            ended = passage.begin()
            if ended is None:
                passage.hand_on(prepared)
                ended = passage.end(next_in_line())
        except AwsError as error:
            ended = self._refused(passage, error)
        finally:
            self._keep(passage)
        return ended

    def _refused(self, passage: Passage, error: AwsError) -> Found:
        passage.error = error
        return passage.form.failure(error, self.request_id(), clock.now() + passage.skew), None

    def _keep(self, passage: Passage) -> None:
        call = passage.call()
        self.calls.append(call)
        if self.watcher:
            self.watcher.saw(len(self.calls), call)

    def serve_metadata(self, prepared: Any) -> Any:
        """The answer of an address inside AWS that is served now; None where the request is to another."""
        if not self.metadata:
            return None
        headers = {name.lower(): _as_text(value) for name, value in prepared.headers.items()}
        at_loopback = self.loopback is not None and prepared.url.startswith(f"{self.loopback.url}/")
        url = at_platform(prepared.url, headers) if at_loopback else prepared.url
        found = self.metadata_at(url, prepared.method, headers)
        return http_response(prepared.url, found, clock.now()) if found else None

    def metadata_at(self, url: str | None, method: str, headers: Mapping[str, str]) -> HttpResponse | None:
        """What an address inside AWS answers; None where none is served there."""
        replies = (one.reply(method, url, headers) for one in self.metadata) if url else ()
        found = next((reply for reply in replies if reply), None)
        return HttpResponse(found[0], {}, found[1]) if found else None

    def serves(self, host: str) -> bool:
        """Whether a host is one inside AWS that is served now."""
        return any(one.host == host for one in self.metadata)


def _elsewhere(prepared: Any, operation_model: Any) -> Found:
    """The way to an answer for a request that came from elsewhere: those who answer every client of this process."""
    found = answered_by_handlers(prepared, operation_model)
    return (found, None) if found else (None, NetworkRefusedError(prepared.method, prepared.url))


def _as_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
