"""The trust policy is a wall: it lets Julie in and Bob not; the permissions policy says what is behind it."""

import pytest
from botocore.exceptions import ClientError
from reports import READER, read_report

from pytest_fakests import FakeSts, Role, StsClock, User, allow, trust

pytestmark = [
    pytest.mark.users(
        "julie",
        # Bob may assume any role, as far as his own permissions go. The wall is the role's.
        User("bob", permissions=allow("sts:AssumeRole")),
    ),
    pytest.mark.roles(
        Role(
            "reader",
            trust=trust("user/julie"),
            permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"),
        )
    ),
]


def test_julie_reads_a_report(fakests: FakeSts) -> None:
    """Julie is named by the trust policy, so she gets in and reads."""
    fakests.answer("s3:GetObject", {"Body": b"profit"})
    with fakests.calling_as("user/julie"):
        assert read_report("q3.csv") == b"profit"


def test_bob_is_stopped_at_the_wall(fakests: FakeSts) -> None:
    """Bob's own permissions do not help him: the role does not trust him."""
    with fakests.calling_as("user/bob"), pytest.raises(ClientError) as caught:
        read_report("q3.csv")
    assert str(caught.value).endswith(
        f"User: arn:aws:iam::123456789012:user/bob is not authorized to perform: sts:AssumeRole on resource: {READER}"
    )


def test_julie_may_not_write(fakests: FakeSts) -> None:
    """Behind the wall, the permissions policy allows reading alone."""
    reader = fakests.assume_role("reader", by="user/julie")
    with pytest.raises(ClientError, match="because no identity-based policy allows the s3:PutObject action"):
        reader.client("s3").put_object(Bucket="reports", Key="q3.csv", Body=b"loss")


def test_a_session_ends(fakests: FakeSts, sts_clock: StsClock) -> None:
    """An hour later the credentials are refused, in S3's own words."""
    reader = fakests.assume_role("reader", by="user/julie")
    s3 = reader.client("s3")
    s3.get_object(Bucket="reports", Key="q3.csv")
    sts_clock.expire(reader)
    with pytest.raises(ClientError, match="ExpiredToken"):
        s3.get_object(Bucket="reports", Key="q3.csv")
