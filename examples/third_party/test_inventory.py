"""Third-party libraries that assume roles work unchanged, and are judged as any client is."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from aws_assume_role_lib import assume_role
from botocore.exceptions import ClientError
from inventory import (
    ROLE,
    refreshing_client,
    tables_with_aws_assume_role_lib,
    tables_with_boto_session_manager,
)

from pytest_fakests import FakeSts, Role, StsClock, allow, trust

pytestmark = pytest.mark.roles(Role("inventory", permissions=allow("dynamodb:ListTables")))

BOTH = pytest.mark.parametrize("tables", [tables_with_aws_assume_role_lib, tables_with_boto_session_manager])


@BOTH
def test_the_role_is_assumed_and_used(fakests: FakeSts, tables: Callable[[], list[str]]) -> None:
    """The tables are listed by a session of the role."""
    fakests.answer("dynamodb:ListTables", {"TableNames": ["stock"]})
    assert tables() == ["stock"]
    assert fakests.calls[-1].caller == "arn:aws:sts::123456789012:assumed-role/inventory/inventory"


@BOTH
@pytest.mark.roles(Role("inventory", trust=trust("user/somebody-else")))
def test_a_role_that_does_not_trust_the_caller_stays_shut(tables: Callable[[], list[str]]) -> None:
    """The library's AssumeRole meets the trust policy."""
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
        tables()


REFRESHING = pytest.mark.parametrize(
    "make",
    [refreshing_client, lambda: assume_role(boto3.Session(), ROLE, RoleSessionName="inventory").client("dynamodb")],
    ids=["botocore", "aws-assume-role-lib"],
)


@REFRESHING
def test_a_session_that_refreshes_outlives_the_hour(
    fakests: FakeSts, sts_clock: StsClock, make: Callable[[], Any]
) -> None:
    """The libraries' refreshing sessions follow the clock of the test."""
    client = make()
    client.list_tables()
    sts_clock.advance(hours=2)
    client.list_tables()
    assert [call.operation for call in fakests.calls].count("sts:AssumeRole") == 2


@pytest.mark.expiry
@REFRESHING
def test_a_session_that_refreshes_is_renewed_at_every_point_of_its_life(make: Callable[[], Any]) -> None:
    """Wherever the session ends, no call is made with dead credentials."""
    client = make()
    for _ in range(3):
        client.list_tables()
