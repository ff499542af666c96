"""Decisions show the condition keys of the call as it was, though they are found out only when they are shown."""

from __future__ import annotations

import datetime
from typing import Any

from pytest_fakests import FakeSts, Resource, Role, StsClock, allow, fake_sts, trust

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/users"
APP = Role("app", trust=trust("user/tester"), permissions=allow("dynamodb:GetItem", on=TABLE))
KEYS = {
    "dynamodb:Attributes": ["id"],
    "dynamodb:FirstPartitionKeyValues": ["1"],
    "dynamodb:LeadingKeys": ["1"],
    "dynamodb:Select": "ALL_ATTRIBUTES",
}


def get_item(fakests: FakeSts, **key: Any) -> None:
    """Ask for an item."""
    client = fakests.assume_role("app").client("dynamodb")
    client.get_item(TableName="users", Key=key or {"id": {"S": "1"}})


def shown(fakests: FakeSts) -> dict[str, Any]:
    """The condition keys of DynamoDB in the last decision."""
    decision = fakests.calls[-1].decision
    assert decision is not None
    context = decision.to_dict()["request"]["context"]
    return {key: value for key, value in context.items() if key.startswith("dynamodb:")}


def test_shown() -> None:
    """A decision shows keys that no policy asked for."""
    with fake_sts(APP) as fakests:
        get_item(fakests)
        assert shown(fakests) == KEYS


def test_parameters_changed_by_an_answer() -> None:
    """An answer that changes the parameters it is given changes nothing of the call and of the decision."""

    def answer(params: Any) -> dict[str, Any]:
        params["Key"].clear()
        return {}

    with fake_sts(APP) as fakests:
        fakests.answer("dynamodb:GetItem", answer)
        get_item(fakests)
        assert shown(fakests) == KEYS
        assert fakests.calls[-1].params == {"TableName": "users", "Key": {"id": {"S": "1"}}}


def test_resource_declared_later() -> None:
    """A partition key that is told after a call is not known to its decision."""
    with fake_sts(APP, Resource(TABLE)) as fakests:
        get_item(fakests, id={"S": "1"}, sort={"S": "2"})
        fakests.add(Resource(TABLE, partition_key="id"))
        assert "dynamodb:LeadingKeys" not in shown(fakests)


def test_time_that_passes_later(sts_clock: StsClock) -> None:
    """Days that are left are told as they were at the call, whenever they are shown."""
    sts_clock.move_to(datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc))
    with fake_sts(Role("app", permissions=allow("s3:*"))) as fakests:
        client = fakests.assume_role("app").client("s3")
        client.put_object(
            Bucket="reports", Key="k", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate="2096-05-11T00:00:00Z"
        )
        sts_clock.advance(datetime.timedelta(days=3))
        decision = next(one for one in fakests.calls[-1].decisions if one.request.action == "s3:PutObject")
        assert decision.to_dict()["request"]["context"]["s3:object-lock-remaining-retention-days"] == "10"
