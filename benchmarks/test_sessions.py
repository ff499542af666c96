"""What sessions cost: a call while many live, and the memory of a hundred thousand.

Run with `tox run -e benchmark -- benchmarks/test_sessions.py`.
"""

from __future__ import annotations

import datetime
import gc
import tracemalloc
from typing import Any

from pytest_fakests import AssumedRole, FakeSts, Role, allow, fake_sts, trust
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


LINKS = 10


def test_chain_of_roles(rounds: Any) -> None:
    """A link of a chain costs what a first link costs, the client that is made for it included, however far along it is.

    A chain's callers are sessions, whose keys sign for the first time, so it is compared with as many sessions that each
    assume one of its roles. Which comes first changes from round to round, and what one leaves behind is collected before
    the other.
    """
    trusted = trust("account/123456789012")
    roles = [Role(f"link-{number}", trust=trusted, permissions=allow("sts:AssumeRole")) for number in range(LINKS)]
    with fake_sts(*roles, Role("start", permissions=allow("sts:AssumeRole"))) as fakests:
        calls = [("a chain of ten", chain), ("ten first links", first_links)]
        for number in range(ROUNDS):
            calls.reverse()
            for name, call in calls:
                # measure() begins with four calls that it does not keep.
                times = 1 if number else 5
                callers = iter([[fakests.assume_role("start") for _ in range(LINKS)] for _ in range(times)])
                gc.collect()
                rounds.measure(name, lambda: call(fakests, next(callers)), 0)  # noqa: B023  # called at once
    rounds.report("a chain of ten", "ten first links", 1)


def first_links(fakests: FakeSts, callers: list[AssumedRole]) -> None:
    """The same roles, each assumed by another caller."""
    for number, caller in enumerate(callers):
        fakests.assume_role(f"link-{number}", by=caller)


def chain(fakests: FakeSts, callers: list[AssumedRole]) -> None:
    """Roles that are assumed one after the other, each with the session of the one before."""
    caller = callers[0]
    for number in range(LINKS):
        caller = fakests.assume_role(f"link-{number}", by=caller)
