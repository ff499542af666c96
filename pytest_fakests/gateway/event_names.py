"""The names of botocore's events.

The older ones are translated once a process: each session of its own translates them anew.
"""

from __future__ import annotations

from typing import Any

from botocore.hooks import EVENT_ALIASES

from pytest_fakests.gateway.remembered import by_model

# Names beyond this number are translated anew: those of all operations of some services fit in.
_MOST = 4096
_translated: list[dict[str, str]] = [{}]


def share_names(emitter: Any) -> None:
    """Let an EventAliaser that was just made find what others like it translated; one with other aliases does not."""
    if emitter._event_aliases != EVENT_ALIASES:
        return
    if len(_translated[0]) > _MOST:
        # Emitters that live, perhaps in other threads, go on with the old ones.
        _translated[0] = {}
    emitter._alias_name_cache = _translated[0]


@by_model
def before_send_name(operation_model: Any) -> str:
    """The name of the event whose handlers may answer a request before it is sent (botocore/endpoint.py)."""
    return f"before-send.{operation_model.service_model.service_id.hyphenize()}.{operation_model.name}"
