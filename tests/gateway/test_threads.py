"""A call belongs to the test that made it, in whichever thread; one that comes after its test is refused."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from typing import Any

import boto3
import pytest
from botocore.endpoint import Endpoint
from botocore.exceptions import ClientError

from pytest_fakests import fake_sts
from pytest_fakests.gateway.threads import _stack, _task

HERE = __name__.replace(".", "/")


@pytest.fixture(autouse=True)
def settled() -> Iterator[None]:
    """Let no test find what the threads of another one hold."""
    yield
    with fake_sts():
        pass


class Steps:
    """A piece of work in two steps: it waits for a test's end between them."""

    def __init__(self) -> None:
        self.started, self.go_on = threading.Event(), threading.Event()
        self.outcomes: queue.SimpleQueue[str] = queue.SimpleQueue()

    def work(self) -> None:
        """Make a client, and call with it later."""
        client = boto3.client("sts")
        self.started.set()
        self.go_on.wait(60)
        self.outcomes.put(outcome(client))


def outcome(client: Any) -> str:
    """The account that a client calls as, or the exception."""
    try:
        account: str = client.get_caller_identity()["Account"]
        return account
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def refusal(test: str, name: str) -> str:
    """What a thread is told that outlived its test."""
    return (
        f"OutlivedTestError: sts:GetCallerIdentity was called by the thread {name!r}, which began in "
        f"{HERE}.py::{test} and outlived it; let the test wait for its end"
    )


@pytest.mark.parametrize("another", [False, True], ids=["between tests", "during another test"])
def test_thread_that_outlives_its_test_is_refused(another: bool, request: pytest.FixtureRequest) -> None:
    """It reaches neither the network nor the fake of another test; the message names its own."""
    steps = Steps()
    with fake_sts():
        thread = threading.Thread(target=steps.work, name="left behind")
        thread.start()
        steps.started.wait(60)
    with fake_sts(account="222222222222") if another else contextlib.nullcontext():
        steps.go_on.set()
        thread.join()
    assert steps.outcomes.get() == refusal(request.node.name, "left behind")


def test_timer_that_outlives_its_test_is_refused(request: pytest.FixtureRequest) -> None:
    """Also where the thread did nothing yet but wait."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()
    with fake_sts():
        client = boto3.client("sts")
        timer = threading.Timer(3600, lambda: found.put(outcome(client)))
        timer.name = "timer"
        timer.start()
    # As if the hour were over.
    finished: Any = timer.finished
    while timer.is_alive():
        with finished._cond:
            finished._cond.notify_all()
        timer.join(0.01)
    assert found.get() == refusal(request.node.name, "timer")


def test_botocore_is_put_back_once_the_thread_has_ended() -> None:
    """Not before, since nothing else would keep it from the network."""
    original, steps = vars(Endpoint)["_do_get_response"], Steps()
    with fake_sts():
        thread = threading.Thread(target=steps.work)
        thread.start()
        steps.started.wait(60)
    held = vars(Endpoint)["_do_get_response"]
    steps.go_on.set()
    thread.join()
    with fake_sts():
        pass
    assert (held is original, vars(Endpoint)["_do_get_response"] is original) == (False, True)


@contextlib.contextmanager
def futures_pool() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Runs functions in a worker of concurrent.futures."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function: pool.submit(function).result()


@contextlib.contextmanager
def multiprocessing_pool() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Runs functions in a thread of multiprocessing."""
    with ThreadPool(1) as pool:
        yield pool.apply


@contextlib.contextmanager
def queue_worker() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Runs functions in a thread that takes them from a queue."""
    tasks: queue.Queue[Callable[[], Any] | None] = queue.Queue()
    results: queue.Queue[Any] = queue.Queue()

    def work() -> None:
        while (task := tasks.get()) is not None:
            results.put(task())

    thread = threading.Thread(target=work)

    def run(function: Callable[[], Any]) -> Any:
        if not thread.is_alive():
            thread.start()
        tasks.put(function)
        return results.get(timeout=60)

    yield run
    tasks.put(None)
    thread.join()


def waiting(threads: set[threading.Thread]) -> None:
    """Wait until the threads wait for work."""
    while any(outside(thread) for thread in threads):
        time.sleep(0)


def outside(thread: threading.Thread) -> bool:
    """Whether a worker is still at the end of its work."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and _task(list(_stack(frame))) is not None


@pytest.mark.parametrize("pool", [futures_pool, multiprocessing_pool, queue_worker])
def test_worker_of_a_pool_belongs_to_the_test_that_uses_it(
    pool: Callable[[], contextlib.AbstractContextManager[Callable[[Callable[[], Any]], Any]]],
) -> None:
    """A pool may be older than the test, or have got its workers in another one."""
    before = set(threading.enumerate())
    with pool() as run:
        accounts = []
        for account in ("111111111111", "222222222222"):
            with fake_sts(account=account):
                accounts.append(run(lambda: outcome(boto3.client("sts"))))
                waiting({thread for thread in threading.enumerate() if thread not in before})
    assert accounts == ["111111111111", "222222222222"]


def test_task_of_a_pool_that_outlives_its_test_is_refused(request: pytest.FixtureRequest) -> None:
    """And the same worker's next task is not: it is one of the test that gave it."""
    steps = Steps()
    with ThreadPoolExecutor(1, thread_name_prefix="pool") as pool:
        with fake_sts():
            task = pool.submit(steps.work)
            steps.started.wait(60)
        with fake_sts(account="222222222222"):
            steps.go_on.set()
            task.result()
            answers = [steps.outcomes.get(), pool.submit(lambda: outcome(boto3.client("sts"))).result()]
    assert answers == [refusal(request.node.name, "pool_0"), "222222222222"]


def test_task_without_python_in_it_is_forgotten_with_its_end() -> None:
    """A worker that was in the middle of a built-in function is free for the next test."""
    lock = threading.Lock()
    lock.acquire()
    with ThreadPoolExecutor(1) as pool:
        with fake_sts():
            task = pool.submit(lock.acquire)
        lock.release()
        task.result()
        with fake_sts(account="222222222222"):
            assert pool.submit(lambda: outcome(boto3.client("sts"))).result() == "222222222222"


def test_calls_of_threads_are_those_of_their_test() -> None:
    """Every call of a thread is judged, by the world of the test that started it."""
    with fake_sts() as fakests:
        client = boto3.client("s3")
        fakests.user("tester").set_permissions({"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"})

        def code(number: int) -> str:
            try:
                client.list_buckets() if number % 2 else client.get_object(Bucket="b", Key=str(number))
                return "allowed"
            except ClientError as error:
                return error.response["Error"]["Code"]

        with ThreadPoolExecutor(8) as pool:
            codes = list(pool.map(code, range(100)))
        assert (codes, len(fakests.calls)) == (["AccessDenied", "allowed"] * 50, 100)
