"""Every operation of every service: called by a real client with the least parameters, judged, answered, and not sent.

A run takes a sample of the services; with FAKESTS_EVERY_OPERATION=1 in the environment it takes all, and prints what
became of the operations (`-rP` shows it).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import MissingDependencyException, NoAuthTokenError

from pytest_fakests import FakeSts, fake_sts
from pytest_fakests.gateway.operations.tables import TABLES

# STS judges more than permissions, and tests/sts/test_every_operation.py calls its operations.
SERVICES = sorted(set(botocore.session.Session().get_available_services()) - {"sts"})
ALL = os.environ.get("FAKESTS_EVERY_OPERATION") == "1"
# Of the services with tables all but the two largest, and some of the others.
SAMPLE = SERVICES if ALL else sorted({*SERVICES[::48], *TABLES} - {"ec2", "glue", "sts"})
# Need a token of another kind than test has, or a library that botocore does not bring.
NOT_CALLED = (NoAuthTokenError, MissingDependencyException)


@pytest.fixture(scope="module")
def lenient() -> Iterator[FakeSts]:
    """A fake in which everything is allowed, what cannot be judged included."""
    with fake_sts(region="eu-west-1", unmapped="allow") as fakests:
        yield fakests


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing connect anywhere."""

    def connect(self: object, address: object) -> NoReturn:
        raise AssertionError(f"a call reached the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("service", SAMPLE)
def test_every_operation_is_judged_and_answered(
    lenient: FakeSts, least_parameters: Callable[[Any], dict[str, Any]], service: str
) -> None:
    """No call fails, each answer is parsed, and what was not judged either needs no permission or is unmapped."""
    session = lenient.botocore_session()
    client = session.create_client(service, config=Config(retries={"total_max_attempts": 1}, parameter_validation=True))
    model = client.meta.service_model
    counts = {"judged": 0, "free": 0, "unmapped": 0, "not called": 0}
    failures = {}
    # Operations that need HTTP/2 have no method.
    methods = {name: one for name, one in client.meta.method_to_api_mapping.items() if hasattr(client, name)}
    for method, operation in methods.items():
        try:
            answer = getattr(client, method)(**least_parameters(model.operation_model(operation)))
        except NOT_CALLED:
            counts["not called"] += 1
        except Exception as error:  # what it is is told for all operations together
            failures[operation] = repr(error)
        else:
            counts[became(lenient, model.operation_model(operation))] += 1
            if answer["ResponseMetadata"]["HTTPStatusCode"] >= 300:
                failures[operation] = answer
    print(f"{service}: {counts}")
    assert failures == {}


def became(fakests: FakeSts, operation_model: Any) -> str:
    """What became of the call that was made last."""
    if fakests.calls[-1].decisions:
        return "judged"
    return "free" if operation_model.auth_type == "none" else "unmapped"
