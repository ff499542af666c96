"""What requests fetches from AWS while moto is on, which would answer it before anybody is asked who may.

Loaded once requests is; see https://requests.readthedocs.io. Without moto it is urllib3 that fetches.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import ConnectionError as RequestsConnectionError
from requests import Response, Session
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError

from pytest_fakests.gateway import patches
from pytest_fakests.gateway.fetches import fetched
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.moto import is_on


class _Judged(HTTPAdapter):
    """Gives what the gate answers, in the form of requests."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def send(self, request: Any, *_: Any, **__: Any) -> Response:
        options = {"preload_content": False, "decode_content": False}
        try:
            answer = fetched(self._gate, request.method, request.url, request.body, request.headers, options)
        except ProtocolError as error:
            raise RequestsConnectionError(error, request=request) from error
        found: Response = self.build_response(request, answer)
        return found


def _judged_adapter(self: Any, url: str) -> Any:
    """Another adapter in place of the usual one; one that the user made is left alone."""
    adapter = patches.original(Session, "get_adapter")(self, url)
    fake = patches.current()
    if fake is None or type(adapter) is not HTTPAdapter or not is_on():
        return adapter
    host = urlsplit(url).hostname or ""
    if not patches.is_served(fake, host):
        return adapter
    patches.refuse_outlived(lambda: f"a request to {host}")
    return _Judged(fake.gate)


REPLACEMENTS: tuple[patches.Replacement, ...] = ((Session, "get_adapter", _judged_adapter),)
