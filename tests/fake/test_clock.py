"""One clock: read always, started only when a test moves it, and the user's own where there is one."""

from __future__ import annotations

import contextlib
import datetime
import sys
import time
import types
from typing import Any

import botocore.compat
import freezegun
import pytest
import time_machine
from botocore.exceptions import ClientError

from pytest_fakests import ClockError, Credentials, DeclarationError, FakeSts, Role, StsClock, allow, fake_sts

UTC = datetime.timezone.utc
pytestmark = pytest.mark.roles(Role("app", permissions=allow("s3:ListAllMyBuckets")))


def at(hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of the day on which these tests take place."""
    return datetime.datetime(2096, 5, 1, hour, minute, tzinfo=UTC)


class TestMoves:
    """How it is moved."""

    def test_it_reads_the_ambient_time_until_it_is_moved(self, sts_clock: StsClock) -> None:
        """Before the first move nothing is frozen."""
        before = datetime.datetime.now(UTC)
        assert before <= sts_clock.now <= datetime.datetime.now(UTC)

    @pytest.mark.parametrize(
        "move",
        [
            pytest.param(lambda clock: clock.advance(2700), id="seconds"),
            pytest.param(lambda clock: clock.advance(datetime.timedelta(minutes=45)), id="timedelta"),
            pytest.param(lambda clock: clock.advance(minutes=45), id="minutes"),
            pytest.param(lambda clock: clock.advance(hours=0.5, minutes=15), id="parts"),
            pytest.param(lambda clock: clock.move_to(at(12, 45)), id="a moment"),
            pytest.param(
                lambda clock: clock.move_to(
                    datetime.datetime(2096, 5, 1, 14, 45, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
                ),
                id="a moment elsewhere",
            ),
        ],
    )
    def test_each_way_to_move_it(self, sts_clock: StsClock, move: Any) -> None:
        """Seconds, a timedelta, its parts, or a moment of any zone; the new time is given, in UTC."""
        sts_clock.move_to(at(12))
        assert move(sts_clock) == sts_clock.now == at(12, 45)

    @pytest.mark.parametrize(("ticks", "later"), [((), 1), ((5,), 5), ((datetime.timedelta(minutes=1),), 60)])
    def test_a_tick_is_a_second_or_what_is_said(self, sts_clock: StsClock, ticks: tuple[Any, ...], later: int) -> None:
        """As freezegun's own tick."""
        sts_clock.move_to(at(12))
        assert sts_clock.tick(*ticks) == at(12) + datetime.timedelta(seconds=later)

    @pytest.mark.parametrize("move", ["advance", "tick", "ahead"])
    def test_a_step_of_nothing_is_taken(self, sts_clock: StsClock, move: str) -> None:
        """While time runs, too."""
        before = time.time()
        with getattr(sts_clock, move)(0) if move == "ahead" else contextlib.nullcontext(getattr(sts_clock, move)(0)):
            assert before <= sts_clock.now.timestamp()

    def test_a_block_ahead_comes_back(self, sts_clock: StsClock) -> None:
        """Within it it is later, after it what it was before."""
        sts_clock.move_to(at(12))
        with sts_clock.ahead(hours=2) as moment:
            assert moment == sts_clock.now == at(14)
        assert sts_clock.now == at(12)

    def test_after_a_block_ahead_time_runs_if_it_ran_before(self, sts_clock: StsClock) -> None:
        """What the block froze it lets run again."""
        with sts_clock.ahead(hours=2) as moment:
            assert sts_clock.now == moment
        assert sts_clock.now < moment
        assert abs(sts_clock.now.timestamp() - time.time()) < 60

    def test_a_block_ahead_moves_the_users_own_freeze_and_puts_it_back(self, sts_clock: StsClock) -> None:
        """freezegun's, and time-machine's."""
        with freezegun.freeze_time(at(12)), sts_clock.ahead(hours=1):
            assert datetime.datetime.now(UTC) == at(13)
        with time_machine.travel(at(12), tick=False):
            with sts_clock.ahead(hours=1):
                assert datetime.datetime.now(UTC) == at(13)
            assert datetime.datetime.now(UTC) == at(12)

    def test_it_stands_still_once_moved(self, sts_clock: StsClock) -> None:
        """The test's own datetime is frozen too."""
        sts_clock.move_to(at(12))
        assert datetime.datetime.now(UTC) == at(12)

    def test_trios_event_loop_runs_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As asyncio's does: with time frozen there, what sleeps would never wake."""
        loop: Any = types.ModuleType("trio._core._run")
        running = loop.perf_counter = time.perf_counter
        monkeypatch.setitem(sys.modules, loop.__name__, loop)
        with fake_sts() as fakests:
            fakests.clock.advance(60)
            assert loop.perf_counter is running
        assert loop.perf_counter is running

    def test_time_runs_again_when_the_fake_is_gone(self) -> None:
        """freezegun is stopped with the fake that started it."""
        from pytest_fakests import fake_sts

        with fake_sts() as inner:
            inner.clock.move_to(at(12))
        assert datetime.datetime.now(UTC) != at(12)
        assert not freezegun.api.freeze_factories

    def test_to_expire_is_to_move_to_the_expiration(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """What assume_role gave, an answer, and its Credentials are all taken."""
        for form in range(4):
            role = fakests.assume_role("app")
            given = (role, role.answer, role.answer["Credentials"], role.credentials)[form]
            assert sts_clock.expire(given) == sts_clock.now == role.expiration

    def test_what_has_expired_is_left_alone(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """To expire it once more moves nothing."""
        role = fakests.assume_role("app")
        later = sts_clock.advance(hours=3)
        assert sts_clock.expire(role) == later


class TestRefusals:
    """What it does not do, word for word."""

    def test_a_naive_datetime(self, sts_clock: StsClock) -> None:
        """A moment needs a time zone."""
        with pytest.raises(ClockError) as caught:
            sts_clock.move_to(datetime.datetime(2096, 5, 1))
        assert str(caught.value) == (
            "datetime.datetime(2096, 5, 1, 0, 0) has no time zone; give an aware datetime, such as "
            "datetime(2026, 1, 1, tzinfo=timezone.utc)"
        )

    def test_a_move_backwards(self, sts_clock: StsClock) -> None:
        """Time goes one way, by move_to and by advance."""
        sts_clock.move_to(at(12))
        text = (
            "the clock does not go back: it is 2096-05-01 12:00:00 UTC, and the move was to 2096-05-01 11:59:00 UTC; "
            "move to a later time, or freeze an earlier one before the test"
        )
        with pytest.raises(ClockError) as caught:
            sts_clock.move_to(at(11, 59))
        assert str(caught.value) == text
        with pytest.raises(ClockError) as caught:
            sts_clock.advance(-60)
        assert str(caught.value) == text

    def test_a_duration_as_text(self, sts_clock: StsClock) -> None:
        """The text says what is taken."""
        given: Any = "1h"
        with pytest.raises(ClockError) as caught:
            sts_clock.advance(given)
        assert str(caught.value) == "'1h' is no duration; give seconds, a timedelta, or parts such as minutes=46"

    def test_long_term_keys(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """They never expire."""
        with pytest.raises(ClockError) as caught:
            sts_clock.expire(fakests.credentials("user/tester"))
        assert str(caught.value) == "these are long-term keys, which never expire; give temporary credentials"

    def test_what_holds_no_credentials(self, sts_clock: StsClock) -> None:
        """The text says what is taken."""
        with pytest.raises(DeclarationError) as caught:
            sts_clock.expire(42)
        assert str(caught.value) == (
            '42 holds no credentials; give an answer\'s "Credentials", or what assume_role() gave'
        )


class TestOtherClocks:
    """The user's own way to travel."""

    def test_freezegun_is_seen(self, fakests: FakeSts) -> None:
        """A session that was made earlier has expired under freeze_time."""
        role = fakests.assume_role("app")
        s3 = role.client("s3")
        with freezegun.freeze_time(role.expiration), pytest.raises(ClientError, match="ExpiredToken"):
            s3.list_buckets()
        s3.list_buckets()

    def test_freezegun_is_moved(self, sts_clock: StsClock) -> None:
        """Inside freeze_time it is the user's freeze that moves, and no other is started."""
        with freezegun.freeze_time(at(12)) as frozen:
            sts_clock.advance(minutes=5)
            assert frozen() == at(12, 5).replace(tzinfo=None)
            assert len(freezegun.api.freeze_factories) == 1

    def test_a_ticking_freeze_is_moved(self, sts_clock: StsClock) -> None:
        """tick=True goes on ticking from the new time."""
        with freezegun.freeze_time(at(12), tick=True):
            sts_clock.move_to(at(13))
            assert at(13) <= sts_clock.now < at(13, 1)

    @pytest.mark.skipif(
        not hasattr(botocore.compat, "get_current_datetime"),
        reason="this botocore signs by utcnow(), to which freezegun adds no tz_offset",
    )
    def test_a_freeze_elsewhere_is_moved(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """freezegun adds tz_offset to every time, in UTC or not, and the moves are in the time that it gives."""
        with freezegun.freeze_time(at(12), tz_offset=-5):
            role = fakests.assume_role("app")
            assert sts_clock.expire(role) == sts_clock.now == role.expiration
            with sts_clock.ahead(minutes=1) as later:
                assert sts_clock.now == later == role.expiration + datetime.timedelta(minutes=1)
            with pytest.raises(ClientError, match="ExpiredToken"):
                role.client("s3").list_buckets()

    def test_time_machine_is_seen_and_moved(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Travelling with time-machine, sessions follow, and the clock moves the traveller."""
        with time_machine.travel(at(12), tick=False):
            role = fakests.assume_role("app")
            assert role.expiration == at(13)
            sts_clock.advance(minutes=61)
            assert datetime.datetime.now(UTC) == at(13, 1)
            with pytest.raises(ClientError, match="ExpiredToken"):
                role.client("s3").list_buckets()

    def test_a_time_machine_of_another_make_says_so(self, sts_clock: StsClock, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where its travellers cannot be found, the text says what to do."""
        monkeypatch.setattr("pytest_fakests.fake.clock._TRAVELLERS", ("nowhere",))
        with time_machine.travel(at(12)), pytest.raises(ClockError) as caught:
            sts_clock.advance(1)
        assert str(caught.value) == "time-machine is travelling and cannot be moved from here; use its own move_to()"

    def test_credentials_of_the_users_own_making_are_taken(self, sts_clock: StsClock) -> None:
        """Any Credentials with an expiration will do."""
        sts_clock.move_to(at(12))
        sts_clock.expire(Credentials("ASIAEXAMPLE", "secret", "token", at(12, 30)))
        assert sts_clock.now == at(12, 30)
