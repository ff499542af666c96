"""Calls through an S3 access point: its policy and that of the bucket behind it decide, and both see which it is.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points".
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Resource, ResourcePolicy, UnmappedCallError, User, VpcEndpoint, allow, deny

HOME, FAR = "123456789012", "210987654321"
BUCKET = "arn:aws:s3:::reports"
OBJECTS = [BUCKET, f"{BUCKET}/*"]
POINT = f"arn:aws:s3:us-east-1:{HOME}:accesspoint/finance"
THEIRS = f"arn:aws:s3:us-east-1:{FAR}:accesspoint/finance"
ALIAS = "finance-x1-s3alias"
BEHIND = Resource(POINT, bucket="reports", aliases=[ALIAS])
PRIVATE = Resource(POINT, bucket="reports", vpc="vpc-111bbb22")

TO_JANE = ResourcePolicy(POINT, allow("s3:GetObject", on=f"{POINT}/object/*", to="user/jane"))
DELEGATED = ResourcePolicy(BUCKET, allow("*", on=OBJECTS, to="*", when={"StringEquals": {"s3:DataAccessPointAccount": HOME}}))  # fmt: skip
JANE_TOO = ResourcePolicy(BUCKET, allow("s3:GetObject", on=f"{BUCKET}/*", to="user/jane"))
THIS_ALONE = ResourcePolicy(BUCKET, allow("s3:*", on=OBJECTS, to="*", when={"ArnEquals": {"s3:DataAccessPointArn": f"{POINT}-2"}}))  # fmt: skip
FROM_VPC_ALONE = ResourcePolicy(BUCKET, deny("s3:GetObject", on=f"{BUCKET}/*", to="*", when={"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}))  # fmt: skip

NOBODY = User("jane")
OF_POINT = User("jane", permissions=allow("s3:GetObject", on=f"{POINT}/object/*"))
OF_BOTH = User("jane", permissions=allow("s3:GetObject", on=[f"{POINT}/object/*", f"{BUCKET}/*"]))
OF_THEIRS = User("jane", permissions=allow("s3:GetObject", on=f"{THEIRS}/object/*"))
LET_IN = ResourcePolicy(THEIRS, allow("s3:GetObject", on=f"{THEIRS}/object/*", to=f"account/{HOME}"))
THEIR_BUCKET = ResourcePolicy(BUCKET, allow("*", on=OBJECTS, to="*", when={"StringEquals": {"s3:DataAccessPointAccount": FAR}}))  # fmt: skip

CASES = [
    pytest.param([NOBODY, BEHIND, TO_JANE, DELEGATED], POINT, "fine", id="the bucket delegates to its access points"),
    pytest.param([NOBODY, BEHIND, TO_JANE, DELEGATED], ALIAS, "fine", id="by the alias"),
    pytest.param([NOBODY, BEHIND, TO_JANE, DELEGATED], "reports", "AccessDenied", id="what is delegated is not for direct calls"),
    pytest.param([NOBODY, BEHIND, DELEGATED], POINT, "AccessDenied", id="delegated, and the access point lets nobody in"),
    pytest.param([NOBODY, BEHIND, TO_JANE, JANE_TOO], POINT, "fine", id="the bucket allows the same"),
    pytest.param([NOBODY, BEHIND, TO_JANE], POINT, "AccessDenied", id="the bucket says nothing"),
    pytest.param([NOBODY, BEHIND, TO_JANE, THIS_ALONE], POINT, "AccessDenied", id="the bucket delegates to another access point"),
    pytest.param([NOBODY, TO_JANE], POINT, "fine", id="the bucket behind is not declared"),
    pytest.param([OF_POINT, BEHIND, DELEGATED], POINT, "fine", id="permissions on the access point, and a bucket that delegates"),
    pytest.param([OF_POINT, BEHIND], POINT, "AccessDenied", id="permissions on the access point alone"),
    pytest.param([OF_BOTH, BEHIND], POINT, "fine", id="permissions on both"),
    pytest.param([OF_BOTH, BEHIND, FROM_VPC_ALONE], POINT, "AccessDenied", id="the bucket wants a VPC origin"),
    pytest.param([OF_BOTH, PRIVATE, FROM_VPC_ALONE, VpcEndpoint("vpce-1a2b3c4d", vpc="vpc-111bbb22")], POINT, "fine", id="from the VPC of the access point"),
    pytest.param([OF_BOTH, PRIVATE, VpcEndpoint("vpce-1a2b3c4d", vpc="vpc-999")], POINT, "AccessDenied", id="from another VPC"),
    pytest.param([NOBODY, PRIVATE, TO_JANE, JANE_TOO, VpcEndpoint("vpce-1a2b3c4d", vpc="vpc-999")], POINT, "AccessDenied", id="from another VPC than that of one with a policy"),
    pytest.param([OF_THEIRS, Resource(THEIRS, bucket="reports"), LET_IN, THEIR_BUCKET], THEIRS, "fine", id="of another account"),
    pytest.param([OF_THEIRS, Resource(THEIRS, bucket="reports"), LET_IN], THEIRS, "AccessDenied", id="of another account, whose bucket does not delegate"),
    pytest.param([OF_THEIRS, Resource(THEIRS, bucket="reports"), THEIR_BUCKET], THEIRS, "AccessDenied", id="of another account, which does not let in"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "name", "expected"), CASES)
def test_both_the_access_point_and_its_bucket_have_to_permit(
    fakests: FakeSts, declared: list[Any], name: str, expected: str
) -> None:
    """What is granted through an access point is effective where its bucket allows the same, or delegates."""
    fakests.add(*declared)
    fakests.context["aws:SourceVpce"] = "vpce-1a2b3c4d"
    try:
        fakests.client("s3", "user/jane").get_object(Bucket=name, Key="q3.csv")
        found = "fine"
    except ClientError as error:
        found = error.response["Error"]["Code"]
    assert found == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("s3:DataAccessPointArn", POINT),
        ("s3:DataAccessPointAccount", HOME),
        ("s3:AccessPointNetworkOrigin", "Internet"),
    ],
)
def test_both_see_the_access_point_in_the_condition_keys(fakests: FakeSts, key: str, value: str) -> None:
    """A listing is asked of the access point and of the bucket; direct calls have none of these keys."""
    fakests.add(BEHIND)
    s3 = fakests.client("s3")
    s3.list_objects_v2(Bucket=POINT)
    s3.list_objects_v2(Bucket="reports")
    through, direct = (call.decisions for call in fakests.calls[-2:])
    assert [(one.request.resource, one.request.context.get(key)) for one in (*through, *direct)] == [
        (POINT, value),
        (BUCKET, value),
        (BUCKET, None),
    ]


def test_the_network_origin_of_an_undeclared_access_point_is_not_guessed(fakests: FakeSts) -> None:
    """Where a policy asks for it, the error says what to declare."""
    when = {"StringEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}
    fakests.add(User("jane", permissions=allow("s3:*", when=when)))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("s3", "user/jane").get_object(Bucket=POINT, Key="q3.csv")
    assert (
        f"a policy asks for s3:AccessPointNetworkOrigin, and the bucket behind {POINT} is not known, "
        'Resource("...", bucket="...") tells' in str(caught.value)
    )


def test_a_removed_access_point_leaves_its_bucket_to_the_caller(fakests: FakeSts) -> None:
    """A bucket is of the account of its access point unless something else is said of it."""
    fakests.add(Resource(THEIRS, bucket="reports"))
    owners = [fakests.can("user/tester", "s3:GetObject", f"{BUCKET}/k").request.account]
    fakests.remove(THEIRS)
    owners.append(fakests.can("user/tester", "s3:GetObject", f"{BUCKET}/k").request.account)
    assert owners == [FAR, HOME]


def test_a_multi_region_access_point_has_the_account_of_its_caller(fakests: FakeSts) -> None:
    """The host of its requests does not tell the account: "Multi-Region Access Point permissions" has it in the ARN."""
    pytest.importorskip("awscrt")
    arn = f"arn:aws:s3::{HOME}:accesspoint/mfzwi23gnjvgw.mrap"
    fakests.add(User("jane", permissions=allow("s3:GetObject", on=f"{arn}/object/*")))
    fakests.client("s3", "user/jane").get_object(Bucket=arn, Key="q3.csv")
    assert [one.request.resource for one in fakests.calls[-1].decisions] == [f"{arn}/object/q3.csv"]
