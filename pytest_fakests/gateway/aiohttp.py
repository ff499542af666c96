"""What aiohttp fetches from AWS while a fake is on. Loaded once aiohttp is; see https://docs.aiohttp.org."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import TCPConnector

from pytest_fakests.gateway import installed
from pytest_fakests.gateway.http_client import Conversation

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)")
_CHUNKED = b"\r\ntransfer-encoding: chunked"
_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


async def _judged_connection(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    """Let a connection to AWS end at the gate."""
    host = request.url.host or ""
    fake = installed.current()
    served = installed.is_served(fake, host)
    if served:
        installed.refuse_outlived(lambda: f"{request.method} {host}")
    if fake is None or not served:
        return await installed.original(TCPConnector, "_create_connection")(self, request, *args, **kwargs)
    protocol = self._factory()
    protocol.connection_made(_Transport(protocol, Conversation(fake.gate, request.url.scheme)))
    return protocol


class _Transport(asyncio.Transport):
    """What aiohttp takes for a connection: it is good for one request, which may be answered in another test."""

    def __init__(self, protocol: Any, conversation: Conversation) -> None:
        super().__init__()
        self._protocol = protocol
        self._conversation = conversation
        self._sent = bytearray()
        self._over = False

    def write(self, data: Any) -> None:
        """Take a part of the request; the last one brings the answer."""
        self._sent += data
        if not self._over and _is_whole(self._sent):
            self._over = True
            asyncio.get_running_loop().call_soon(self._answer)

    def _answer(self) -> None:
        self._conversation.sendall(self._sent)
        answer = self._conversation.makefile("rb")
        try:
            received = answer.readline() + answer.read()
        except Exception as error:
            self._protocol.set_exception(error)
            return
        if received:
            self._protocol.data_received(received)
        else:
            self._protocol.connection_lost(None)

    def is_closing(self) -> bool:
        """Whether another request needs another connection."""
        return self._over

    def close(self) -> None:
        """There is no connection to close."""
        self._protocol.connection_lost(None)

    abort = close

    def pause_reading(self) -> None:
        """All is there already."""

    resume_reading = pause_reading


def _is_whole(sent: bytearray) -> bool:
    """Whether a request has come to its end."""
    end = sent.find(_END)
    if end < 0:
        return False
    head, start = bytes(sent[:end]).lower(), end + len(_END)
    length = _LENGTH.search(head)
    if length:
        return len(sent) - start >= int(length[1])
    return _CHUNKED not in head or _has_last_chunk(sent, start)


def _has_last_chunk(sent: bytearray, place: int) -> bool:
    # Most pieces of a body end otherwise: to walk from chunk to chunk at each of them would take long.
    if not sent.endswith(_LAST_CHUNK):
        return False
    while (line := sent.find(b"\r\n", place)) >= 0:
        size = int(sent[place:line], 16)
        if size == 0:
            return True
        place = line + size + 4
    return False


REPLACEMENTS: tuple[installed.Replacement, ...] = ((TCPConnector, "_create_connection", _judged_connection),)
