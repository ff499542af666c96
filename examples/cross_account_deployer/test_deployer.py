"""Across accounts both sides must agree: the member's trust policy, and the deployer's own permissions."""

import pytest
from botocore.exceptions import ClientError
from deployer import ROLE, deploy

from pytest_fakests import FakeSts, Role, User, allow, trust

MANAGEMENT, MEMBER, STRANGER = "111111111111", "222222222222", "333333333333"

pytestmark = [
    pytest.mark.fakests(account=MANAGEMENT, caller="user/deployer"),
    pytest.mark.accounts(MEMBER, STRANGER),
    pytest.mark.users(User("deployer", permissions=allow("sts:AssumeRole", on=f"arn:aws:iam::*:role/{ROLE}"))),
    pytest.mark.roles(
        Role(ROLE, account=MEMBER, trust=trust(f"account/{MANAGEMENT}"), permissions=allow("ssm:PutParameter")),
        Role(ROLE, account=STRANGER, trust=trust(f"account/{STRANGER}"), permissions=allow("*")),
    ),
]


def test_the_version_is_written_in_the_member_account(fakests: FakeSts) -> None:
    """The call is made by a session of the member's role."""
    assert deploy([MEMBER], "1.2.3") == [f"arn:aws:sts::{MEMBER}:assumed-role/{ROLE}/deployer"]
    call = fakests.calls[-1]
    assert (call.operation, call.params["Value"]) == ("ssm:PutParameter", "1.2.3")


def test_an_account_that_does_not_trust_us_stays_shut() -> None:
    """The role is there and the deployer may assume it; its trust policy does not let the account in."""
    with pytest.raises(ClientError, match=f"sts:AssumeRole on resource: arn:aws:iam::{STRANGER}:role/{ROLE}"):
        deploy([STRANGER], "1.2.3")


@pytest.mark.users(User("deployer"))
def test_without_permissions_of_its_own_the_deployer_gets_nowhere() -> None:
    """The member trusts the management account, which is not enough for a user that may do nothing."""
    with pytest.raises(ClientError, match="AccessDenied"):
        deploy([MEMBER], "1.2.3")
