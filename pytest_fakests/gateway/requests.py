"""What requests fetches from AWS while another tool would answer it before anybody is asked who may.

That is moto, or one that stands in for the adapter, as responses does. Loaded once requests is; see
https://requests.readthedocs.io. Without such a tool it is urllib3 that fetches.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import ConnectionError as RequestsConnectionError
from requests import Response, Session
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError

from pytest_fakests.gateway import installed
from pytest_fakests.gateway.fetches import as_urllib3, request_of, served
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.hosted.stand_ins import answered_below, stands_in
from pytest_fakests.gateway.moto import is_on

_OPTIONS = {"preload_content": False, "decode_content": False}


class _Judged(HTTPAdapter):
    """Gives what the gate answers, in the form of requests."""

    def __init__(self, gate: Gate, usual: HTTPAdapter) -> None:
        super().__init__()
        self._gate = gate
        self._usual = usual

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        told = request_of(request.method, request.url, request.body, request.headers)

        def below() -> Response:
            # What is read from a file or an iterator is not there any more.
            request.body = told.body if request.body is not None else None
            found: Response = HTTPAdapter.send(self._usual, request, *args, **kwargs)
            return found

        answer = served(self._gate, told) if is_on() else answered_below(self._gate, told, below)
        if isinstance(answer, Response):
            return answer
        try:
            found: Response = self.build_response(request, as_urllib3(answer, told, _OPTIONS))
        except ProtocolError as error:
            raise RequestsConnectionError(error, request=request) from error
        return found


def _judged_adapter(self: Any, url: str) -> Any:
    """Another adapter in place of the usual one; one that the user made is left alone."""
    adapter = installed.original(Session, "get_adapter")(self, url)
    fake = installed.current()
    if fake is None or type(adapter) is not HTTPAdapter or not (is_on() or stands_in(HTTPAdapter.send, "requests")):
        return adapter
    host = urlsplit(url).hostname or ""
    if not installed.is_served(fake, host):
        return adapter
    installed.refuse_outlived(lambda: f"a request to {host}")
    return _Judged(fake.gate, adapter)


REPLACEMENTS: tuple[installed.Replacement, ...] = ((Session, "get_adapter", _judged_adapter),)
