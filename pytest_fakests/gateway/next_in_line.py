"""Who is next in line after the gate: handlers that others registered, and in the end a network that is closed."""

from __future__ import annotations

import logging
from typing import Any

import botocore.endpoint
from botocore.endpoint import Endpoint
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.httpsession import URLLib3Session

from pytest_fakests.gateway.errors import NetworkRefusedError
from pytest_fakests.gateway.event_names import before_send_name

NOBODY = None, NetworkRefusedError("A request", "that nobody answers")
"""What botocore's way to an answer ends with where it comes to the network."""

_logger = logging.getLogger("botocore.endpoint")


def nobody_is_next(endpoint: Any, do_get_response: Any, send: Any, operation_model: Any) -> bool:
    """Whether botocore's way to an answer is known to end at the closed network: it is then not gone, which takes long.

    False where that is not known: where anything on the way is not botocore's own, where its steps are logged, and the
    first time, since botocore remembers then that an event has no handlers (botocore/hooks.py, HierarchicalEmitter).

    Args:
        endpoint: botocore's endpoint.
        do_get_response: What stood in the place of Endpoint._do_get_response before the fake.
        send: What the fake put in the place of URLLib3Session.send.
        operation_model: botocore's model of the operation.
    """
    emitter: Any = endpoint._event_emitter
    plain: Any = Endpoint
    if not _is_plain(emitter, EventAliaser, "emit") or not _is_plain(emitter._emitter, HierarchicalEmitter, "emit"):
        return False
    handlers = emitter._emitter._lookup_cache.get(emitter._alias_event_name(before_send_name(operation_model)))
    return (
        handlers is not None
        and not handlers
        and _is_botocores(do_get_response)
        and _is_botocores(plain._send)
        and URLLib3Session.send is send
        and _is_plain(endpoint, Endpoint, "_send")
        and _is_plain(endpoint.http_session, URLLib3Session, "send")
        and not _logger.isEnabledFor(logging.DEBUG)
    )


def _is_botocores(function: Any) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and code.co_filename == botocore.endpoint.__file__


def _is_plain(thing: Any, kind: type, method: str) -> bool:
    return type(thing) is kind and method not in vars(thing)
