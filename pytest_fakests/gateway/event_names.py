"""The older names of botocore's events, translated once a process: each session of its own translates them anew."""

from __future__ import annotations

from typing import Any

from botocore.hooks import EVENT_ALIASES

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
