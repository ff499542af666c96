"""Where a call comes from: the client that made it, and the line of the code under test."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

# Packages between the code under test and the gate.
_BETWEEN = ("botocore.", "boto3.", "s3transfer.", "aiobotocore.", "pytest_fakests.", "concurrent.futures.")


def origin() -> str:
    """The client that is calling now, how it came by its credentials, and where in the code it was asked to.

    It walks up the stack, so it is for calls that fail.
    """
    frames = list(_frames())
    client = next((one.f_locals.get("self") for one in frames if one.f_code.co_name == "_make_api_call"), None)
    place = next((place_of(one) for one in frames if not _module(one).startswith(_BETWEEN)), "nowhere")
    return f"made by {_described(client)} at {place}"


def _described(client: Any) -> str:
    signer = getattr(client, "_request_signer", None)
    if signer is None:
        return "botocore"
    method = getattr(signer._credentials, "method", None)
    service = client.meta.service_model.service_name
    return f"a client of {service} whose credentials are of the kind {method!r}"


def place_of(frame: FrameType) -> str:
    """A line of code, as "tests/test_app.py:12, in test_app"; of threads' own code the thread."""
    if _module(frame) == "threading.":
        return f"the thread {threading.current_thread().name}"
    path = frame.f_code.co_filename
    inside = os.path.relpath(path) if path.startswith(os.getcwd() + os.sep) else path
    return f"{inside}:{frame.f_lineno}, in {frame.f_code.co_name}"


def _module(frame: FrameType) -> str:
    return f"{frame.f_globals.get('__name__', '')}."


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        yield frame
        frame = frame.f_back
