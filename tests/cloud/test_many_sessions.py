"""Sessions as a world keeps them: what makes them, and not what they are made to."""

from __future__ import annotations

import datetime
import gc
import tracemalloc

import pytest

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.declarations import Role
from pytest_fakests.cloud.principals import Principal, role_principal

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def cloud() -> Cloud:
    cloud = Cloud(seed="many")
    cloud.add(Role("reader"))
    return cloud


def session(cloud: Cloud, number: int) -> Principal:
    return role_principal(cloud.role("reader"), f"session-{number}", tags={})


def test_a_session_takes_600_bytes_at_the_most(cloud: Cloud) -> None:
    """A hundred thousand sessions live in 60 MB."""
    count = 5_000
    gc.collect()
    tracemalloc.start()
    for number in range(count):
        cloud.issue(session(cloud, number), HOUR)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / count < 600


FORMS = [
    pytest.param("", 0, 2, id="as a regional endpoint gives it"),
    pytest.param("eu-west-1", 0, 2, id="of another Region"),
    pytest.param("us-east-1", 0, 1, id="of version 1"),
    pytest.param("us-east-1", 4096, 2, id="with a long token"),
]


@pytest.mark.parametrize(("region", "minimum_size", "token_version"), FORMS)
def test_credentials_are_known_as_they_were_issued(
    cloud: Cloud, region: str, minimum_size: int, token_version: int
) -> None:
    """Secret, token and expiration that a key is found with are those that were handed out, long ago or just now."""

    def issued(number: int) -> Credentials:
        return cloud.issue(
            session(cloud, number), HOUR, region=region, minimum_size=minimum_size, token_version=token_version
        )

    handed_out = [issued(number) for number in range(70)]
    for _ in range(2):
        found = [cloud.key(one.access_key) for one in handed_out]
        assert [key and key.credentials for key in found] == handed_out


def test_a_key_is_found_with_its_own_session(cloud: Cloud) -> None:
    """Each key leads to the session that it was issued for."""
    keys = {number: cloud.issue(session(cloud, number), HOUR).access_key for number in range(70)}
    found = {number: cloud.key(key) for number, key in keys.items()}
    assert {number: key.principal.session_name for number, key in found.items() if key} == {
        number: f"session-{number}" for number in keys
    }
