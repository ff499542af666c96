"""Processes that were forked or spawned from a test call the fake through its port, and are judged in the test's own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

import pytest
from assuming import ask_who_calls, assume_and_fetch, assume_and_write, read_without_tls
from botocore.exceptions import ConnectionClosedError

from pytest_fakests import FakeSts, Role, allow, fake_sts, trust

READER_ARN = "arn:aws:iam::123456789012:role/reader"
READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))
pytestmark = pytest.mark.roles(READER)


def forked(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test where processes can be forked; the newer Pythons complain of those of several threads."""
    ignored = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
    skipped = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
    return skipped(ignored(test))  # type: ignore[no-any-return]


def told_from(method: str, target: Callable[..., None], *args: Any) -> Any:
    """What a process of multiprocessing puts into its queue."""
    context = multiprocessing.get_context(method)
    results: Any = context.Queue()
    process: Any = context.Process(target=target, args=(*args, results))  # type: ignore[attr-defined]
    process.start()
    told = results.get(timeout=60)
    process.join()
    return told


@pytest.mark.parametrize(
    "method", [name for name in ("fork", "spawn") if name in multiprocessing.get_all_start_methods()]
)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_calls_of_multiprocessing_belong_to_the_test(fakests: FakeSts, fakests_endpoint: str, method: str) -> None:
    """Forked or spawned, a process is judged in the test's own: its sessions are known and its calls are seen."""
    assert told_from(method, assume_and_write, READER_ARN) == "AccessDenied"
    assert [(call.operation, call.error) for call in fakests.calls] == [
        ("sts:AssumeRole", None),
        ("s3:PutObject", "AccessDenied"),
    ]


@forked
@pytest.mark.parametrize("library", ["urllib3", "urllib", "httpx"])
def test_fetches_of_a_forked_process_belong_to_the_test(fakests: FakeSts, fakests_endpoint: str, library: str) -> None:
    """They are judged in the test's own process, which knows the session that signed, and are seen there."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    assert told_from("fork", assume_and_fetch, READER_ARN, library) == b"a,b"
    session = "arn:aws:sts::123456789012:assumed-role/reader/other"
    call = fakests.calls[-1]
    assert (call.operation, call.caller, call.params["Key"]) == ("s3:GetObject", session, "a b")


@forked
def test_forked_process_is_known_to_call_without_tls(fakests: FakeSts, fakests_endpoint: str) -> None:
    """aws:SecureTransport is that of the client's own URL."""
    fakests.user("tester").set_permissions(allow("s3:*", when={"Bool": {"aws:SecureTransport": "false"}}))
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    assert told_from("fork", read_without_tls) == b"a,b"


@forked
def test_connection_of_a_forked_process_breaks_on_demand(fakests: FakeSts, fakests_endpoint: str) -> None:
    """botocore tries again, as it does with AWS."""
    fakests.fail("sts:GetCallerIdentity", ConnectionClosedError)
    assert told_from("fork", ask_who_calls) == "arn:aws:iam::123456789012:user/tester"
    assert [call.error for call in fakests.calls] == ["ConnectionClosedError", None]


@forked
def test_forked_process_that_outlives_its_test_is_refused() -> None:
    """It is told which test it belongs to, and reaches no other fake and no network."""
    go, wait = os.pipe(), os.pipe()
    with fake_sts() as fakests, fakests.endpoint():
        client = fakests.client("sts")
        child = os.fork()
        if child == 0:  # pragma: no cover - in a process of its own, which ends without a word
            os.read(go[0], 1)
            os.write(wait[1], told_by(client.get_caller_identity).encode())
            os._exit(0)
    os.write(go[1], b"1")
    text = os.read(wait[0], 1000).decode()
    os.waitpid(child, 0)
    for end in (*go, *wait):
        os.close(end)
    here = f"{__name__.rpartition('.')[2]}.py::test_forked_process_that_outlives_its_test_is_refused"
    assert text.replace(str(child), "N") == (
        f"OutlivedTestError: sts:GetCallerIdentity was called by the forked process N, which began in tests/fake/{here} "
        "and outlived it; let the test wait for its end"
    )


def told_by(call: Callable[[], Any]) -> str:
    """The name and the text of what a call raises."""
    try:
        return f"nothing: {call()}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
