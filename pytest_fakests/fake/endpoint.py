"""The gate of a fake on a port of this machine, and the environment that leads other processes to it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from pytest_fakests.gateway.endpoint import LOOPBACK, EndpointServer, Limits, Serving
from pytest_fakests.gateway.environment import Variables, current_test
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.loopback import Loopback

_USER = "s3-control"


@contextlib.contextmanager
def served(gate: Gate, limits: Limits | None = None) -> Iterator[str]:
    """Serve the gate, and let the environment of processes that start now lead to it; gives its URL.

    Raises:
        Exception: What was raised while a process was answered, by what the test gave as an answer.
    """
    serving = Serving(gate)
    server = EndpointServer(serving.answer, limits or Limits())
    server.start()
    outer, gate.loopback = gate.loopback, Loopback(LOOPBACK, server.port, os.getpid(), current_test())
    try:
        with Variables(_leading_to(gate.loopback.url)):
            yield gate.loopback.url
    finally:
        gate.loopback = outer
        server.stop()
    if serving.faults:
        raise serving.faults[0]


def _leading_to(url: str) -> dict[str, str | None]:
    """https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"""
    # A proxy of the machine's does not know this port; botocore asks with the name of a user, where there is one.
    own = (LOOPBACK, f"{_USER}@{LOOPBACK}")
    direct = {name: ",".join(filter(None, (os.environ.get(name), *own))) for name in ("NO_PROXY", "no_proxy")}
    return {
        "AWS_ENDPOINT_URL": url,
        # There is no host such as sync-127.0.0.1.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        # The rules for S3 Control's endpoints write the account's id before the host, whatever is disabled. Where the
        # name of a user stands there, for which nobody asks, the host stays as it is.
        "AWS_ENDPOINT_URL_S3_CONTROL": url.replace("://", f"://{_USER}@"),
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": None,
        **direct,
    }
