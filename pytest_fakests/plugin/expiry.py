"""The marker `expiry`: a test runs once at each point of a session's life."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:
    from pytest_fakests import FakeSts

# With an underscore, so that `pytest --fixtures` does not offer it.
FIXTURE = "_fakests_expiry"
BETWEEN = "between-calls"
# How many seconds before its end a session is at each point. botocore refreshes in the last 900 of them if it can, and
# in the last 600 it must (botocore/credentials.py, RefreshableCredentials).
POINTS: dict[str, float | None] = {
    "fresh": None,
    "advisory-refresh": 750,
    "mandatory-refresh": 300,
    "second-before-expiry": 1,
    "at-expiry": 0,
    "after-expiry": -1,
    BETWEEN: -1,
}
# A case between two calls, as its id has it.
_PLACE = re.compile(rf"{BETWEEN}-(\d+)-and-\d+")
_calls = pytest.StashKey[int]()
_lifetime = pytest.StashKey[Any]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a case of each point for a test that is marked."""
    marker = metafunc.definition.get_closest_marker("expiry")
    if marker is None:
        return
    wrong = _wrong(marker)
    if wrong:
        pytest.fail(f"@pytest.mark.expiry of {metafunc.definition.nodeid} {wrong}", pytrace=False)
    metafunc.fixturenames.append(FIXTURE)
    points = list(marker.args or POINTS)
    if BETWEEN in points:
        points += _asked(metafunc)
    metafunc.parametrize(FIXTURE, points, indirect=True)


def _asked(metafunc: pytest.Metafunc) -> list[str]:
    """The cases between two calls that are asked for by their ids, as the report of another run tells them."""
    config = metafunc.config
    asked = list(config.args)
    cache = getattr(config, "cache", None)
    if cache is not None and config.getoption("lf", False):
        asked += cache.get("cache/lastfailed", {})
    name = f"::{metafunc.definition.originalname}["
    places = (_PLACE.search(one.partition(name)[2]) for one in asked)
    return list(dict.fromkeys(place[0] for place in places if place))


def _point(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get(FIXTURE) if callspec else None


@pytest.fixture(name=FIXTURE)
def fakests_expiry(request: pytest.FixtureRequest, fakests: FakeSts) -> Iterator[None]:
    """Lets time move during a test that bears @pytest.mark.expiry; not for direct use."""
    from pytest_fakests.fake.lifetime import Point

    __tracebackhide__ = True
    item, point = request.node, getattr(request, "param", None)
    if point is None:
        pytest.fail(
            f"@pytest.mark.expiry of {item.nodeid} makes cases, which methods of unittest.TestCase cannot have; "
            "let the class be a plain one",
            pytrace=False,
        )
    after = item.get_closest_marker("expiry").kwargs.get("after", 1)
    place = _PLACE.fullmatch(point)
    calls = int(place[1]) if place else item.stash.get(_calls, after)
    lifetime = fakests.live(Point(POINTS[BETWEEN if place else point], calls))
    item.stash[_lifetime] = lifetime
    failed = request.session.testsfailed
    lifetime.tell = lambda text: item.add_report_section("call", "expiry", text)
    yield
    if request.session.testsfailed == failed and not point.startswith(BETWEEN) and not lifetime.reached:
        raise AssertionError(
            f"{point} was never reached: sessions made {lifetime.calls} calls in this test, and time moves after "
            f"{after}; let the test call once more, or set @pytest.mark.expiry(after=...)"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run the case between calls once for each two calls that sessions make one after the other."""
    if _point(item) != BETWEEN or not isinstance(item, pytest.Function):
        return None
    marker = item.get_closest_marker("expiry")
    # The point after-expiry is between these two calls already.
    calls = marker.kwargs.get("after", 1) + 1 if marker else 2
    place = item.session.items.index(item)
    try:
        while _run(_case(item, place, calls), nextitem) and not (item.session.shouldstop or item.session.shouldfail):
            calls += 1
            # The terminal tells its progress as a part of these.
            item.session.testscollected += 1
    finally:
        item.session.items[place] = item
    return True


def _case(item: pytest.Function, place: int, calls: int) -> pytest.Function:
    """The test as an item of its own, whose session expires after so many calls.

    It stands in the session's list meanwhile, since pytest-xdist holds each report against the item at its place.
    """
    which = f"{BETWEEN}-{calls}-and-{calls + 1}"
    ids = [which if one == BETWEEN else one for one in item.callspec._idlist]
    # Other plugins run tests of their kind, such as coroutines, by a class of their own.
    case: pytest.Function = type(item).from_parent(
        item.parent,
        name=item.name.replace(BETWEEN, which),
        callspec=dataclasses.replace(item.callspec, _idlist=ids),
        fixtureinfo=item._fixtureinfo,
        originalname=item.originalname,
    )
    case.fixturenames = item.fixturenames
    case.stash[_calls] = calls
    item.session.items[place] = case
    return case


def _run(case: pytest.Function, nextitem: pytest.Item | None) -> bool:
    """Run a case; whether its session may end one call later, too, and another call follow."""
    case.ihook.pytest_runtest_logstart(nodeid=case.nodeid, location=case.location)
    reports = runtestprotocol(case, nextitem=nextitem)
    case.ihook.pytest_runtest_logfinish(nodeid=case.nodeid, location=case.location)
    lifetime = case.stash.get(_lifetime, None)
    if lifetime is None or not lifetime.reached:
        return False
    # Of a test that came to its end it is known that no other call follows.
    return lifetime.calls > lifetime.point.after_calls + 1 or not all(report.passed for report in reports)


def _wrong(marker: pytest.Mark) -> str:
    """What is wrong with the marker's arguments, and what would be right; "" where nothing is."""
    unknown = [point for point in marker.args if not (isinstance(point, str) and point in POINTS)]
    if unknown:
        return f"has the unknown point {unknown[0]!r}; it takes {', '.join(POINTS)}"
    strange = [name for name in marker.kwargs if name != "after"]
    if strange:
        return f"has the unknown argument {strange[0]!r}; it takes names of points, and after=CALLS"
    after = marker.kwargs.get("after", 1)
    if not isinstance(after, int) or after < 1:
        return f"has after={after!r}; it takes a number of calls, 1 or more"
    return ""
