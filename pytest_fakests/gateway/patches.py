"""What stands in the place of functions of botocore, urllib3 and Python while a fake is on."""

from __future__ import annotations

import copy
import socket
import time
from collections.abc import Callable
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import botocore.endpoint
import botocore.session
import botocore.waiter
from botocore.endpoint import Endpoint
from botocore.exceptions import CapacityNotAvailableError, ClientError
from botocore.history import get_global_history_recorder
from botocore.hooks import EventAliaser
from botocore.httpsession import URLLib3Session
from botocore.retries.bucket import TokenBucket
from botocore.signers import RequestSigner
from botocore.stub import Stubber
from botocore.utils import ContainerMetadataFetcher
from urllib3.connectionpool import HTTPConnectionPool

from pytest_fakests.cloud import clock
from pytest_fakests.gateway import quickened
from pytest_fakests.gateway.errors import NO_SERVICE, NetworkRefusedError
from pytest_fakests.gateway.event_names import share_names
from pytest_fakests.gateway.history import recorded
from pytest_fakests.gateway.installed import (
    Replacement,
    current,
    is_of_aws,
    is_served,
    original,
    reach_loaded,
    refuse_outlived,
    show_signing,
)
from pytest_fakests.gateway.loader import shared_loader
from pytest_fakests.gateway.loopback import forwarded, lead_home
from pytest_fakests.gateway.next_in_line import NOBODY, nobody_is_next
from pytest_fakests.gateway.responses import ErrorAnswer, parsed
from pytest_fakests.gateway.stubbing import answered_by_stub
from pytest_fakests.gateway.wire.errors import operation_label
from pytest_fakests.gateway.wire.http import plain_name

# AWS's console; botocore has no service at these hosts.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
_CONSOLE = ".aws.amazon.com"
_WHOLE = ("http://", "https://")


def _pythons_own(name: str, base: type) -> Any:
    """A class of http.client: while this is loaded another tool may have one in its place, as vcrpy with a cassette."""
    kinds: list[Any] = base.__subclasses__()
    return next(one for one in kinds if (one.__module__, one.__name__) == ("http.client", name))


_HTTP = _pythons_own("HTTPConnection", object)
_HTTPS = _pythons_own("HTTPSConnection", _HTTP)
# aiobotocore, which takes long to load as a whole, is reached when it makes a client.
_FETCHING = frozenset({"aiohttp", "httpx", "requests"})


def _judged_response(self: Any, request: Any, operation_model: Any, context: Any) -> Any:
    before = original(Endpoint, "_do_get_response")
    refuse_outlived(lambda: operation_label(operation_model))
    fake = current()
    if fake is None:
        return before(self, request, operation_model, context)
    loopback, arrived_at = fake.gate.loopback, ""
    if loopback is not None:
        if loopback.is_of_another_process:
            answer, broken = forwarded(loopback, request, operation_model)
            return answer and parsed(request.url, operation_model, answer, clock.now()), broken
        arrived_at = lead_home(loopback, request, operation_model, fake.gate.cloud.region)

    def respond(next_in_line: Callable[[], Any]) -> Any:
        return fake.gate.respond(request, operation_model, next_in_line, arrived_at)

    def send() -> Any:
        return before(self, request, operation_model, context)

    def send_unless_nobody_is_next() -> Any:
        known = not fake.gate.metadata and nobody_is_next(self, before, _refused_send, operation_model)
        return NOBODY if known else send()

    recorder = get_global_history_recorder()
    if not recorder._enabled:  # type: ignore[attr-defined]  # record() looks at it first, too
        return respond(send_unless_nobody_is_next)
    return recorded(recorder, request, operation_model, respond, send)


def _judged_stub(self: Any, model: Any, params: Any) -> None:
    """Let a Stubber give what the gate makes of a call, whenever it was activated.

    Its handlers are registered when it is activated, perhaps before the fake came; but they come by here.
    """
    before = original(Stubber, "_assert_expected_call_order")
    fake = current()
    # It comes by with the call's parameters, too; those of the request have its path.
    if fake is None or "url_path" not in params:
        before(self, model, params)
        return

    def stub() -> Any:
        before(self, model, params)
        return self._queue.popleft()["response"]

    answer = answered_by_stub(fake, self.client, model, params, stub)
    self._queue.appendleft({"operation_name": model.name, "response": answer, "expected_params": None})


class _UnsleptTime:
    """The module `time` as waiters and endpoints see it: they go on at once, since nothing happens while they sleep."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        if current() is None:
            time.sleep(seconds)


def _unslept_acquire(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Let the adaptive retry mode count its tokens and not wait for them: with time frozen it would wait for ever."""
    before = original(TokenBucket, "acquire")
    if current() is None:
        return before(self, *args, **kwargs)
    try:
        return before(self, *args, **{**kwargs, "block": False})
    except CapacityNotAvailableError:
        return True


def _refused_send(self: Any, request: Any) -> Any:
    refuse_outlived(lambda: f"{request.method} {request.url}")
    fake = current()
    if fake is None:
        return original(URLLib3Session, "send")(self, request)
    found = fake.gate.serve_metadata(request)
    if found is None:
        raise NetworkRefusedError(request.method, request.url)
    return found


def _judged_fetch(
    self: Any, method: str, url: str, body: Any = None, headers: Any = None, *args: Any, **kwargs: Any
) -> Any:
    """Answer what urllib3 fetches from AWS for others than botocore; what it fetches elsewhere is not ours."""
    # Through a proxy clients ask for whole URLs.
    host = (urlsplit(url).hostname or "") if url.startswith(_WHOLE) else self.host
    fake = current()
    served = is_served(fake, host)
    if served:
        refuse_outlived(lambda: f"{method} {host}")
    if fake is None or not served:
        # To try again urllib3 comes by with more of them by their places.
        return original(HTTPConnectionPool, "urlopen")(self, method, url, body, headers, *args, **kwargs)
    from pytest_fakests.gateway.fetches import fetched, url_at_aws  # what few tests need

    given = self.headers if headers is None else headers
    return fetched(fake.gate, method, url_at_aws(self, url), body, given, kwargs)


def _judged_connect(owner: Any, scheme: str) -> Callable[[Any], None]:
    """Let the standard library's connections to AWS, as urllib.request makes them, end at the gate."""

    def connect(self: Any) -> None:
        host = self._tunnel_host or self.host
        fake = current()
        served = is_served(fake, host)
        if served:
            refuse_outlived(lambda: f"a connection to {host}")
        if fake is None or not served:
            original(owner, "connect")(self)
            return
        from pytest_fakests.gateway.http_client import Conversation  # what few tests need

        self.sock = Conversation(fake.gate, scheme)

    return connect


def _judged_request_line(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
    """Let what the standard library asks a proxy to fetch from AWS end at the gate: a proxy gets whole URLs."""
    fake, host = current(), (urlsplit(url).hostname or "") if url.startswith(_WHOLE) else ""
    served = is_served(fake, host)
    if served:
        refuse_outlived(lambda: f"{method} {host}")
    if fake is not None and host:
        from pytest_fakests.gateway.http_client import Conversation  # what few tests need

        # What it asked for before may have been another's.
        if served or isinstance(self.sock, Conversation):
            self.close()
        if served:
            self.sock = Conversation(fake.gate, url.partition(":")[0])
    original(_HTTP, "putrequest")(self, method, url, *args, **kwargs)


def _refused_lookup(function: str) -> Callable[..., Any]:
    """Look for no address of AWS's: what comes here is of a library that the fake does not know, or came too late."""

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode("latin-1") if isinstance(host, bytes) else host
        if isinstance(name, str) and (is_of_aws(name) or plain_name(name).endswith(_CONSOLE)):
            refuse_outlived(lambda: f"a connection to {name}")
            if current() is not None:
                raise NetworkRefusedError("A connection to", name, "" if is_of_aws(name) else NO_SERVICE)
        return original(socket, function)(host, *args, **kwargs)

    return look_up


def _found_module(cls: type[PathFinder], name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
    """Find a module; a library that fetches is reached once it is loaded, before it can send anything."""
    before = original(PathFinder, "find_spec").__get__(None, cls)
    found: ModuleSpec | None = before(name, path, target)
    loader: Any = found and found.loader
    if name in _FETCHING and loader is not None and current() is not None:
        load = loader.exec_module

        def load_and_reach(module: ModuleType) -> None:
            load(module)
            reach_loaded((name,))

        loader.exec_module = load_and_reach
    return found


def _ambient_auth_instance(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Sign as the environment's caller where a client found its credentials before the fake came."""
    before = original(RequestSigner, "get_auth_instance")
    given = kwargs.get("request_credentials") or self._credentials
    fake = current()
    show_signing(fake, given)
    if fake is None or getattr(given, "method", None) == "explicit":
        return before(self, *args, **kwargs)
    ambient = fake.ambient_credentials(given)
    if ambient is None:
        return before(self, *args, **kwargs)
    signer = copy.copy(self)
    signer._credentials = ambient
    return before(signer, *args, **kwargs)


def _noted_client_error(self: Any, error_response: Any, operation_name: Any) -> None:
    original(ClientError, "__init__")(self, error_response, operation_name)
    if isinstance(error_response, ErrorAnswer) and error_response.note:
        # What add_note() does from Python 3.11 on.
        self.__notes__ = [*getattr(self, "__notes__", ()), error_response.note]


def _shared_loader(search_path_string: str | None = None) -> Any:
    before = original(botocore.session, "create_loader")
    if current() is None:
        return before(search_path_string)
    # Every session comes by here before it makes a client, and one of aiobotocore's has loaded aiobotocore.
    reach_loaded()
    return shared_loader(before, search_path_string)


def _shared_names(self: Any, *args: Any, **kwargs: Any) -> None:
    original(EventAliaser, "__init__")(self, *args, **kwargs)
    if current() is not None:
        share_names(self)


REPLACEMENTS: tuple[Replacement, ...] = (
    (Endpoint, "_do_get_response", _judged_response),
    (TokenBucket, "acquire", _unslept_acquire),
    (URLLib3Session, "send", _refused_send),
    (HTTPConnectionPool, "urlopen", _judged_fetch),
    (_HTTP, "putrequest", _judged_request_line),
    (_HTTP, "connect", _judged_connect(_HTTP, "http")),
    (_HTTPS, "connect", _judged_connect(_HTTPS, "https")),
    *((socket, one, _refused_lookup(one)) for one in ("getaddrinfo", "gethostbyname", "gethostbyname_ex")),
    (PathFinder, "find_spec", classmethod(_found_module)),
    (RequestSigner, "get_auth_instance", _ambient_auth_instance),
    (RequestSigner, "get_auth", _ambient_auth_instance),
    (ClientError, "__init__", _noted_client_error),
    (botocore.session, "create_loader", _shared_loader),
    (EventAliaser, "__init__", _shared_names),
    (Stubber, "_assert_expected_call_order", _judged_stub),
    (botocore.endpoint, "time", _UnsleptTime()),
    (botocore.waiter, "time", _UnsleptTime()),
    (ContainerMetadataFetcher, "SLEEP_TIME", 0),
    *quickened.REPLACEMENTS,
)
