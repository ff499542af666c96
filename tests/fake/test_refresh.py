"""Credentials that refresh themselves do so by the clock, with botocore's own machinery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.credentials import RefreshableCredentials

from pytest_fakests import FakeSts, Role, StsClock, allow

pytestmark = pytest.mark.roles(Role("app", permissions=allow("s3:ListAllMyBuckets")))
ROLE = "arn:aws:iam::123456789012:role/app"


def assumptions(fakests: FakeSts) -> int:
    """How often a role was assumed."""
    return [call.operation for call in fakests.calls].count("sts:AssumeRole")


@pytest.fixture
def profile(fakests: FakeSts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of a profile in a config file that assumes the role with the environment's keys."""
    config = tmp_path / "config"
    config.write_text(f"[profile app]\nrole_arn = {ROLE}\ncredential_source = Environment\nregion = us-east-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    return botocore.session.Session(profile="app").create_client("s3")


def test_making_a_client_calls_nobody(fakests: FakeSts, profile: Any) -> None:
    """No STS call at construction, one while the session is valid."""
    assert assumptions(fakests) == 0
    profile.list_buckets()
    profile.list_buckets()
    assert assumptions(fakests) == 1


# botocore refreshes an hour's session when less than 15 minutes of it are left (advisory), and must when less than 10 are.
@pytest.mark.parametrize(
    ("minutes", "count"),
    [
        pytest.param(44, 1, id="before the advisory window"),
        pytest.param(46, 2, id="in the advisory window"),
        pytest.param(51, 2, id="in the mandatory window"),
        pytest.param(120, 2, id="after the end"),
    ],
)
def test_a_profile_assumes_its_role_again_by_the_clock(
    fakests: FakeSts, sts_clock: StsClock, profile: Any, minutes: int, count: int
) -> None:
    """One more call of AssumeRole once the refresh window is reached, and the client goes on working."""
    profile.list_buckets()
    sts_clock.advance(minutes=minutes)
    profile.list_buckets()
    assert assumptions(fakests) == count


def test_an_advisory_refresh_that_fails_is_forgiven(fakests: FakeSts, sts_clock: StsClock, profile: Any) -> None:
    """In the advisory window botocore goes on with the session that it has."""
    profile.list_buckets()
    sts_clock.advance(minutes=46)
    fakests.fail("sts:AssumeRole", "AccessDenied")
    profile.list_buckets()


def test_refreshable_credentials_of_the_users_own_follow_the_clock(fakests: FakeSts, sts_clock: StsClock) -> None:
    """RefreshableCredentials over a function that assumes the role."""

    def refresh() -> dict[str, str]:
        keys = fakests.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="mine")["Credentials"]
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": keys["Expiration"].isoformat(),
        }

    session: Any = botocore.session.Session()
    session._credentials = RefreshableCredentials.create_from_metadata(refresh(), refresh, "mine")
    client = session.create_client("s3", region_name="us-east-1")
    client.list_buckets()
    sts_clock.advance(minutes=55)
    client.list_buckets()
    assert assumptions(fakests) == 2
