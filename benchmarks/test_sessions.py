"""What sessions cost: a call while many live, and the memory of a hundred thousand.

Run with `tox run -e benchmark -- benchmarks/test_sessions.py`.
"""

from __future__ import annotations

import datetime
import gc
import tracemalloc
from typing import Any

from pytest_fakests import FakeSts, Role, allow, fake_sts, trust
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.principals import role_principal

HOUR = datetime.timedelta(hours=1)
READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject"))
ROUNDS = 60
PASSES = 3


def open_sessions(cloud: Cloud, count: int) -> None:
    """Sessions with names of their own."""
    role = cloud.role("reader")
    for number in range(count):
        cloud.issue(role_principal(role, f"session-{number}"), HOUR)


def test_a_hundred_thousand_sessions_take_60_mb(rounds: Any) -> None:
    """Their keys, tokens and names included."""
    cloud = Cloud()
    cloud.add(READER)
    gc.collect()
    tracemalloc.start()
    open_sessions(cloud, 100_000)
    taken, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    rounds.note(f"100,000 sessions: {taken / 1e6:.1f} MB, while they are made {peak / 1e6:.1f} MB; at most 60")
    assert peak < 60e6


def test_a_call_among_many_sessions(rounds: Any) -> None:
    """A call costs with 100,000 live sessions what it costs with ten."""
    counts = (10, 100_000)
    for _ in range(PASSES):
        for count in counts:
            with fake_sts(READER) as fakests:
                open_sessions(fakests._cloud, count)
                measure_calls(rounds, count, fakests)
    for call in ("AssumeRole", "GetCallerIdentity", "GetObject"):
        rounds.report(*(f"{call} among {count} sessions" for count in reversed(counts)), 1.1)


def measure_calls(rounds: Any, count: int, fakests: FakeSts) -> None:
    """Some rounds."""
    arn, sts = fakests.role("reader").arn, fakests.client("sts")
    session = fakests.assume_role("reader")
    s3, who = session.client("s3"), session.client("sts")
    for _ in range(ROUNDS // PASSES):
        rounds.measure(
            f"AssumeRole among {count} sessions", lambda: sts.assume_role(RoleArn=arn, RoleSessionName="nightly")
        )
        rounds.measure(f"GetCallerIdentity among {count} sessions", who.get_caller_identity)
        rounds.measure(f"GetObject among {count} sessions", lambda: s3.get_object(Bucket="reports", Key="q3.csv"))


def test_chain_of_roles(rounds: Any) -> None:
    """A chain costs what its links cost, the clients that are made for each of them included.

    A round is ten links on either side: what a link leaves behind is collected once in so many, and would count in each
    chain of ten but hardly ever in a single one.
    """
    trusted = trust("account/123456789012")
    roles = [Role(f"link-{number}", trust=trusted, permissions=allow("sts:AssumeRole")) for number in range(10)]
    with fake_sts(*roles) as fakests:
        for _ in range(ROUNDS):
            rounds.measure("ten chains of one", lambda: chains_of_one(fakests, 10), 0)
            rounds.measure("a chain of ten", lambda: chain(fakests, 10), 0)
    rounds.report("a chain of ten", "ten chains of one", 1)


def chains_of_one(fakests: FakeSts, count: int) -> None:
    """The same roles, each assumed by the user."""
    for number in range(count):
        fakests.assume_role(f"link-{number}", by="user/tester")


def chain(fakests: FakeSts, length: int) -> None:
    """Roles that are assumed one after the other, each with the session of the one before."""
    who: Any = "user/tester"
    for number in range(length):
        who = fakests.assume_role(f"link-{number}", by=who)
