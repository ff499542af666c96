"""The marker `expiry`: a test runs at each point of a session's life, and a failure says which call came too late."""

from __future__ import annotations

import pytest

# pytester forgets what is imported during a run: the fake has to be loaded before, and once.
from pytest_fakests import fake_sts as _fake_sts  # noqa: F401 - for its being loaded

HEAD = """
import threading
import boto3, botocore.session, pytest
from botocore.credentials import RefreshableCredentials
from pytest_fakests import Role, allow

pytestmark = pytest.mark.roles(Role("worker", permissions=allow("s3:*")))

def refreshing(fakests):
    sts = fakests.client("sts")
    def refresh():
        got = sts.assume_role(RoleArn=fakests.role("worker").arn, RoleSessionName="worker")["Credentials"]
        return {"access_key": got["AccessKeyId"], "secret_key": got["SecretAccessKey"],
                "token": got["SessionToken"], "expiry_time": got["Expiration"].isoformat()}
    session = fakests.botocore_session()
    session._credentials = RefreshableCredentials.create_from_metadata(refresh(), refresh, "assume-role")
    return session.create_client("s3")
"""
# A session that is kept, and dies; it makes four calls.
KEPT = """
@pytest.mark.expiry
def test_worker(assume_role):
    s3 = assume_role("worker").client("s3")
    for _ in range(4):
        s3.list_buckets()
"""
# The same work with credentials that refresh themselves.
REFRESHED = """
@pytest.mark.expiry
def test_worker(fakests):
    s3 = refreshing(fakests)
    for _ in range(4):
        s3.list_buckets()
"""
POINTS = ["fresh", "advisory-refresh", "mandatory-refresh", "second-before-expiry", "at-expiry", "after-expiry"]


def run(pytester: pytest.Pytester, test: str, *options: str) -> pytest.RunResult:
    """Run a test module in this process."""
    pytester.makepyfile(test_app=HEAD + test)
    return pytester.runpytest("-p", "no:randomly", "-p", "no:cacheprovider", *options)


def test_each_point_is_a_case_with_its_name(pytester: pytest.Pytester) -> None:
    """The ids say at which point of the session's life the test ran, and between which calls it ended."""
    result = run(pytester, REFRESHED, "-v")
    ids = [line.split("[")[1].split("]")[0] for line in result.outlines if "PASSED" in line]
    assert ids == [*POINTS, "between-calls-2-and-3", "between-calls-3-and-4"]


def test_code_that_keeps_a_session_fails_where_it_is_dead(pytester: pytest.Pytester) -> None:
    """Before the end all is well; at the end, after it, and between any two calls the next call is refused."""
    result = run(pytester, KEPT, "-v")
    failed = [line.split("[")[1].split("]")[0] for line in result.outlines if " FAILED" in line]
    assert failed == ["at-expiry", "after-expiry", "between-calls-2-and-3", "between-calls-3-and-4"]


def test_a_failure_names_the_call_and_the_client(pytester: pytest.Pytester) -> None:
    """Which call, of which operation, by which client with which credentials, at which line."""
    result = run(pytester, KEPT.replace("expiry", 'expiry("after-expiry")', 1))
    result.stdout.fnmatch_lines(
        [
            "*Captured expiry call*",
            "call 3 of the test, s3:ListBuckets, was made with dead credentials: the credentials of "
            "arn:aws:sts::123456789012:assumed-role/worker/fakests expired at * UTC; it is now * UTC; "
            "made by a client of s3 whose credentials are of the kind 'explicit' at test_app.py:*, in test_worker",
        ]
    )


def test_a_failure_between_calls_tells_of_its_own_run_only(pytester: pytest.Pytester) -> None:
    """Each run's report has the one call that it is about."""
    result = run(pytester, KEPT.replace("expiry", 'expiry("between-calls")', 1))
    told = [line.split(",")[0] for line in result.outlines if "was made with dead credentials" in line]
    assert told == ["call 4 of the test", "call 5 of the test"]
    result.stdout.fnmatch_lines(
        ["*_ test_worker?between-calls-2-and-3? _*", "*_ test_worker?between-calls-3-and-4? _*"]
    )


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        pytest.param(
            """
            for page in pages(s3): pass
            """,
            {"failed": 1},
            id="a long paginator",
        ),
        pytest.param(
            """
            iterator = pages(s3)
            next(iterator)
            list(iterator)
            """,
            {"failed": 1},
            id="a generator",
        ),
        pytest.param(
            """
            s3.list_buckets()
            errors = []
            def call():
                try:
                    s3.list_buckets()
                except Exception as error:
                    errors.append(error)
            thread = threading.Thread(target=call)
            thread.start()
            thread.join()
            assert errors == []
            """,
            {"failed": 1},
            id="a thread",
        ),
        pytest.param(
            """
            s3 = refreshing(fakests)
            for page in pages(s3): pass
            """,
            {"passed": 1},
            id="a paginator whose credentials refresh",
        ),
    ],
)
def test_it_works_however_the_calls_are_made(pytester: pytest.Pytester, body: str, outcomes: dict[str, int]) -> None:
    """Time moves between the calls of a paginator, a generator and a thread as between any others."""
    test = """
def pages(s3):
    return iter(s3.get_paginator("list_objects_v2").paginate(Bucket="reports"))

@pytest.mark.expiry("after-expiry")
def test_worker(fakests, assume_role):
    fakests.answer("s3:ListObjectsV2", lambda params: {"IsTruncated": len(fakests.calls) < 8, "NextContinuationToken": str(len(fakests.calls))},
                   optional=True)
    s3 = assume_role("worker").client("s3")
"""
    lines = [line[8:] for line in body.strip("\n").splitlines()]
    result = run(pytester, test + "\n".join(lines))
    result.assert_outcomes(**outcomes)
    assert ("was made with dead credentials" in result.stdout.str()) is ("failed" in outcomes)


def test_a_profile_that_assumes_a_role_is_renewed_at_every_point(pytester: pytest.Pytester) -> None:
    """botocore's own profiles come through, also where every later call finds the session dead."""
    test = """
@pytest.mark.expiry
def test_worker(fakests, tmp_path, monkeypatch):
    config = tmp_path / "config"
    config.write_text(
        "[profile app]\\nrole_arn = arn:aws:iam::123456789012:role/worker\\ncredential_source = Environment\\n"
        "region = us-east-1\\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    s3 = botocore.session.Session(profile="app").create_client("s3")
    for _ in range(3):
        s3.list_buckets()
"""
    run(pytester, test).assert_outcomes(passed=7)


# A call that another thread has signed when time moves, and sends after that.
ON_ITS_WAY = """
@pytest.mark.expiry("second-before-expiry", "at-expiry", "after-expiry")
def test_worker(assume_role):
    session = assume_role("worker").boto3_session()
    signed, moved, errors = threading.Event(), threading.Event(), []
    slow = session.client("s3")
    slow.meta.events.register_last("request-created.s3", lambda **_: signed.set() or moved.wait())
    def call():
        try:
            slow.list_buckets()
        except Exception as error:
            errors.append(error)
    thread = threading.Thread(target=call)
    thread.start()
    signed.wait()
    session.client("s3").list_buckets()
    moved.set()
    thread.join()
    assert errors == []
"""


def test_a_call_that_is_on_its_way_while_time_moves_is_judged_as_of_its_signing(pytester: pytest.Pytester) -> None:
    """It is not late, and its session lived when it was sent."""
    run(pytester, ON_ITS_WAY).assert_outcomes(passed=3)


# A session that opens others, and does nothing else.
OPENING = """
@pytest.mark.expiry
def test_worker(fakests, assume_role):
    fakests.add(Role("vendor", permissions=allow("sts:AssumeRole")))
    vendor = assume_role("vendor").client("sts")
    for _ in range(4):
        vendor.assume_role(RoleArn=fakests.role("worker").arn, RoleSessionName="customer")
"""


def test_a_session_that_only_opens_others_has_a_life_too(pytester: pytest.Pytester) -> None:
    """It ends between two of the calls by which it opens them, as between any others."""
    result = run(pytester, OPENING, "-v")
    failed = [line.split("[")[1].split("]")[0] for line in result.outlines if " FAILED" in line]
    assert failed == ["at-expiry", "after-expiry", "between-calls-2-and-3"]
    result.stdout.fnmatch_lines(["call 3 of the test, sts:AssumeRole, was made with dead credentials: *"])


# A session that opens another for each piece of work, which that one does.
CHAINED = """
@pytest.mark.expiry("after-expiry")
def test_worker(fakests, assume_role):
    fakests.add(Role("hub", permissions=allow("sts:AssumeRole")))
    hub = assume_role("hub").client("sts")
    for _ in range(2):
        answer = hub.assume_role(RoleArn=fakests.role("worker").arn, RoleSessionName="piece")
        fakests.client("s3", answer).list_buckets()
"""


def test_a_dead_session_that_opens_another_is_named(pytester: pytest.Pytester) -> None:
    """Time moves once the opened session was used, and it is the opening session that is found dead."""
    result = run(pytester, CHAINED)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "call 4 of the test, sts:AssumeRole, was made with dead credentials: the credentials of "
            "arn:aws:sts::123456789012:assumed-role/hub/fakests expired at *"
        ]
    )


def test_a_case_between_calls_can_be_run_by_its_id(pytester: pytest.Pytester) -> None:
    """As the summary of the failures tells it."""
    result = run(pytester, KEPT, "-v", "test_app.py::test_worker[between-calls-3-and-4]")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["call 5 of the test, s3:ListBuckets, was made with dead credentials: *"])


def test_cases_between_calls_are_among_those_that_failed_last(pytester: pytest.Pytester) -> None:
    """With --lf they are run again, and those that passed are not."""
    pytester.makepyfile(test_app=HEAD + KEPT)
    pytester.runpytest("-p", "no:randomly")
    pytester.runpytest("-p", "no:randomly", "--lf").assert_outcomes(failed=4)


def test_progress_counts_the_runs_between_calls(pytester: pytest.Pytester) -> None:
    """No line says that more than all tests ran."""
    shares = [
        int(line.rpartition("[")[2][:-2]) for line in run(pytester, REFRESHED, "-v").outlines if line.endswith("%]")
    ]
    assert max(shares) == 100


def test_a_point_that_is_never_reached_is_an_error(pytester: pytest.Pytester) -> None:
    """A test whose session makes one call proves nothing about its age, and is told so."""
    test = """
@pytest.mark.expiry("at-expiry")
def test_worker(assume_role):
    assume_role("worker").client("s3").list_buckets()
"""
    result = run(pytester, test)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "E   AssertionError: at-expiry was never reached: sessions made 1 calls in this test, and time moves after 1; "
            "let the test call once more, or set @pytest.mark.expiry(after=...)"
        ]
    )


def test_after_says_how_many_calls_the_session_makes_first(pytester: pytest.Pytester) -> None:
    """With after=3 the first three calls are made in good time."""
    test = """
@pytest.mark.expiry("after-expiry", after=3)
def test_worker(assume_role):
    s3 = assume_role("worker").client("s3")
    for number in range(4):
        try:
            s3.list_buckets()
        except Exception:
            assert number == 3
"""
    run(pytester, test).assert_outcomes(passed=1)


def test_a_case_of_the_tests_own_is_kept(pytester: pytest.Pytester) -> None:
    """A parametrised test has each of its cases at each point."""
    test = """
@pytest.mark.expiry("fresh", "after-expiry")
@pytest.mark.parametrize("bucket", ["a", "b"])
def test_worker(fakests, bucket):
    s3 = refreshing(fakests)
    s3.list_objects_v2(Bucket=bucket)
    s3.list_objects_v2(Bucket=bucket)
"""
    run(pytester, test).assert_outcomes(passed=4)


def test_a_coroutine_is_run_between_calls_as_its_own_plugin_runs_it(pytester: pytest.Pytester) -> None:
    """As pytest-asyncio has a class of its own for them."""
    pytester.makeconftest("""
import asyncio
import pytest

class Coroutine(pytest.Function):
    def runtest(self):
        asyncio.run(self.obj(**{name: self.funcargs[name] for name in self._fixtureinfo.argnames}))

def pytest_collection_modifyitems(items):
    items[:] = [
        Coroutine.from_parent(
            one.parent, name=one.name, callspec=one.callspec, fixtureinfo=one._fixtureinfo, originalname=one.originalname
        )
        for one in items
    ]
""")
    run(pytester, REFRESHED.replace("def test", "async def test")).assert_outcomes(passed=8)


def test_a_method_of_unittest_is_told_that_it_has_no_points(pytester: pytest.Pytester) -> None:
    """It would pass without any time having moved."""
    test = """
import unittest

@pytest.mark.expiry
class Test(unittest.TestCase):
    def test_worker(self):
        boto3.client("sts").get_caller_identity()
"""
    result = run(pytester, test)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "@pytest.mark.expiry of test_app.py::Test::test_worker makes cases, which methods of unittest.TestCase "
            "cannot have; let the class be a plain one"
        ]
    )


def test_it_works_with_xdist(pytester: pytest.Pytester) -> None:
    """Each run between calls is reported, whichever process made it."""
    run(pytester, KEPT, "-n", "2").assert_outcomes(passed=5, failed=4)


def test_it_stops_at_the_first_failure_if_pytest_does(pytester: pytest.Pytester) -> None:
    """-x ends the runs between calls, too."""
    run(pytester, KEPT.replace("expiry", 'expiry("between-calls")', 1), "-x").assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(
            '"at-expiri"',
            "has the unknown point 'at-expiri'; it takes fresh, advisory-refresh, mandatory-refresh, "
            "second-before-expiry, at-expiry, after-expiry, between-calls",
            id="a point",
        ),
        pytest.param(
            '["fresh"]',
            "has the unknown point ['fresh']; it takes fresh, advisory-refresh, mandatory-refresh, "
            "second-before-expiry, at-expiry, after-expiry, between-calls",
            id="points in a list",
        ),
        pytest.param(
            "before=1", "has the unknown argument 'before'; it takes names of points, and after=CALLS", id="an argument"
        ),
        pytest.param("after=0", "has after=0; it takes a number of calls, 1 or more", id="a number"),
    ],
)
def test_a_wrong_argument_is_told_when_tests_are_collected(
    pytester: pytest.Pytester, arguments: str, text: str
) -> None:
    """The test is named, and what the marker takes."""
    result = run(pytester, f"\n@pytest.mark.expiry({arguments})\ndef test_worker():\n    pass\n")
    result.stdout.fnmatch_lines([f"@pytest.mark.expiry of test_app.py::test_worker {text}"])
