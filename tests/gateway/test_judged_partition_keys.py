"""Conditions on the partition keys of items: which attribute that is has to be known, and is not guessed.

Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Resource, Role, UnmappedCallError, User, allow

KEY = {"Customer": {"S": "ann"}, "Id": {"N": "1"}}
TABLE = {"TableName": "Orders"}
ITEM = {**KEY, "Status": {"S": "new"}}

OWN_ITEMS = allow("dynamodb:*Item", when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}})


@pytest.mark.users(User("ann", permissions=OWN_ITEMS))
def test_items_of_others_are_denied(fakests: FakeSts) -> None:
    """A condition on the partition key decides by the value in the call, once it is known which attribute that is."""
    fakests.add(Resource("arn:aws:dynamodb:us-east-1:123456789012:table/Orders", partition_key="Customer"))
    client = fakests.client("dynamodb", "user/ann")
    client.get_item(**TABLE, Key=KEY)
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_item(**TABLE, Key={**KEY, "Customer": {"S": "bob"}})


EACH_ITS_OWN = [
    allow(
        "dynamodb:*",
        on="arn:aws:dynamodb:*:*:table/Orders",
        when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann"]}},
    ),
    allow(
        "dynamodb:*",
        on="arn:aws:dynamodb:*:*:table/Stock",
        when={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["7"]}},
    ),
]
ORDER, PIECE = {**TABLE, "Key": KEY}, {"TableName": "Stock", "Key": {"Id": {"N": "7"}}}


@pytest.mark.users(User("ann", permissions=EACH_ITS_OWN))
@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("batch_get_item", {"RequestItems": {"Orders": {"Keys": [KEY]}, "Stock": {"Keys": [PIECE["Key"]]}}}),
        (
            "batch_write_item",
            {
                "RequestItems": {
                    "Orders": [{"PutRequest": {"Item": ITEM}}],
                    "Stock": [{"DeleteRequest": {"Key": PIECE["Key"]}}],
                }
            },
        ),
        ("transact_get_items", {"TransactItems": [{"Get": ORDER}, {"Get": PIECE}]}),
        ("transact_write_items", {"TransactItems": [{"Delete": ORDER}, {"Delete": PIECE}]}),
        (
            "execute_transaction",
            {
                "TransactStatements": [
                    {"Statement": "SELECT * FROM Orders WHERE Customer = 'ann'"},
                    {"Statement": "SELECT * FROM Stock WHERE Id = 7"},
                ]
            },
        ),
        (
            "batch_execute_statement",
            {
                "Statements": [
                    {"Statement": "SELECT * FROM Orders WHERE Customer = 'ann'"},
                    {"Statement": "SELECT * FROM Stock WHERE Id = 7"},
                ]
            },
        ),
    ],
)
def test_each_table_is_judged_by_its_own_keys(fakests: FakeSts, operation: str, params: dict[str, Any]) -> None:
    """A call on two tables is allowed where each statement allows the keys of its table alone."""
    place = "arn:aws:dynamodb:us-east-1:123456789012:table"
    fakests.add(Resource(f"{place}/Orders", partition_key="Customer"), Resource(f"{place}/Stock", partition_key="Id"))
    getattr(fakests.client("dynamodb", "user/ann"), operation)(**params)
    assert [
        (one.request.resource.rpartition("/")[2], one.request.context["dynamodb:LeadingKeys"])
        for one in fakests.calls[-1].decisions
    ] == [("Orders", ("ann",)), ("Stock", ("7",))]


@pytest.mark.users(User("ann", permissions=OWN_ITEMS))
def test_a_condition_on_a_partition_key_that_nobody_told_is_unmapped(fakests: FakeSts) -> None:
    """Of two key attributes either could be the partition key: a policy that asks for it is not decided by a guess."""
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("dynamodb", "user/ann").get_item(**TABLE, Key=KEY)
    assert caught.value.reason == (
        "no mapping for dynamodb:GetItem: a policy asks for dynamodb:LeadingKeys, and the partition key of "
        'arn:aws:dynamodb:us-east-1:123456789012:table/Orders is not known, Resource("...", partition_key="...") tells'
    )


@pytest.mark.users(User("ann", permissions=OWN_ITEMS["Statement"][0]))
def test_a_statement_alone_asks_for_its_keys(fakests: FakeSts) -> None:
    """Permissions that are one statement, and no document, are not decided by a guess either."""
    with pytest.raises(UnmappedCallError, match="a policy asks for dynamodb:LeadingKeys"):
        fakests.client("dynamodb", "user/ann").get_item(**TABLE, Key=KEY)


@pytest.mark.parametrize("change", ["set_permissions", "set_boundary"])
@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_a_new_policy_asks_for_its_keys_from_the_next_call_on(fakests: FakeSts, change: str) -> None:
    """A call that was judged without the partition key is unmapped once a policy asks for it."""
    dynamodb = fakests.client("dynamodb", "user/ann")
    dynamodb.get_item(**TABLE, Key=KEY)
    getattr(fakests.user("ann"), change)(OWN_ITEMS)
    with pytest.raises(UnmappedCallError, match="a policy asks for dynamodb:LeadingKeys"):
        dynamodb.get_item(**TABLE, Key=KEY)


@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_a_partition_key_that_no_policy_asks_for_need_not_be_known(fakests: FakeSts) -> None:
    """Without a condition on it the call is judged as any other."""
    fakests.client("dynamodb", "user/ann").put_item(**TABLE, Item=ITEM)
    assert fakests.calls[-1].error is None


@pytest.mark.parametrize("kind", ["permissions", "boundary", "session"])
def test_any_policy_may_ask_for_a_partition_key_that_nobody_told(fakests: FakeSts, kind: str) -> None:
    """A condition of a permissions boundary or a session policy is no more decided by a guess than one of a role."""
    policies = {
        one: OWN_ITEMS if one == kind else allow("dynamodb:*") for one in ("permissions", "boundary", "session")
    }
    fakests.add(Role("app", permissions=policies["permissions"], boundary=policies["boundary"]))
    client = fakests.assume_role("app", Policy=json.dumps(policies["session"])).client("dynamodb")
    with pytest.raises(UnmappedCallError, match="dynamodb:LeadingKeys"):
        client.get_item(**TABLE, Key=KEY)


@pytest.mark.users(User("ann", permissions=allow("dynamodb:*")))
def test_the_policies_of_the_moment_ask_for_a_partition_key(fakests: FakeSts) -> None:
    """However many a user had before, and whether they asked for it."""
    client = fakests.client("dynamodb", "user/ann")
    for _ in range(150):
        fakests.user("ann").set_permissions(allow("dynamodb:*"))
        client.get_item(**TABLE, Key=KEY)
        fakests.user("ann").set_permissions(OWN_ITEMS)
        with pytest.raises(UnmappedCallError):
            client.get_item(**TABLE, Key=KEY)
