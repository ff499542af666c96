"""GetDelegatedAccessToken through real clients: a partner trades in what a customer delegated.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetDelegatedAccessToken.html, and for who is behind the
credentials https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcceptDelegationRequest.html.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import (
    Account,
    DeclarationError,
    FakeSts,
    PolicyError,
    Role,
    StsClock,
    UndeclaredError,
    User,
    allow,
    deny,
    fake_sts,
)

PARTNER, CUSTOMER = "111111111111", "222222222222"
PARTNER_USER = f"arn:aws:iam::{PARTNER}:user/partner"
ADMIN = f"arn:aws:iam::{CUSTOMER}:role/admin"
ANN = f"arn:aws:iam::{CUSTOMER}:user/ann"
START = datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc)

pytestmark = [
    pytest.mark.skipif(
        "GetDelegatedAccessToken" not in botocore.session.Session().get_service_model("sts").operation_names,
        reason="this botocore's model of STS does not have GetDelegatedAccessToken",
    ),
    pytest.mark.users(
        User("partner", account=PARTNER, permissions=allow("sts:GetDelegatedAccessToken")),
        User("ann", account=CUSTOMER, permissions=allow("s3:*", "iam:*")),
    ),
    pytest.mark.roles(Role("admin", account=CUSTOMER, permissions=allow("s3:*", "iam:*"))),
]


def trade_in(fakests: FakeSts, token: str, by: Any = PARTNER_USER) -> Any:
    """Trade a token in, as the partner."""
    return fakests.client("sts", by).get_delegated_access_token(TradeInToken=token)


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


class TestAnswer:
    """What a token gives."""

    @pytest.mark.parametrize("principal", [ADMIN, ANN])
    def test_it_names_who_delegated(self, fakests: FakeSts, principal: str) -> None:
        """AssumedPrincipal is the identity whose permissions the credentials have; PackedPolicySize is not there."""
        answer = trade_in(fakests, fakests.trade_in_token(principal, allow("s3:GetObject")))
        assert answer["AssumedPrincipal"] == principal
        assert set(answer) == {"Credentials", "AssumedPrincipal", "ResponseMetadata"}

    def test_the_credentials_end_with_the_delegation(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """The window opens when the token is sent, whenever it is traded in."""
        sts_clock.move_to(START)
        token = fakests.trade_in_token(ADMIN, duration=datetime.timedelta(hours=2))
        sts_clock.advance(minutes=30)
        assert trade_in(fakests, token)["Credentials"]["Expiration"] == START + datetime.timedelta(hours=2)

    def test_a_token_can_be_traded_in_again(self, fakests: FakeSts) -> None:
        """Until the delegation ends, for other credentials each time."""
        token = fakests.trade_in_token(ADMIN)
        first, second = (trade_in(fakests, token)["Credentials"]["AccessKeyId"] for _ in range(2))
        assert first != second


# What was delegated, and whether the credentials may read an object, and make a role.
DELEGATED: dict[str, tuple[Any, bool, bool]] = {
    "nothing is said": (None, True, True),
    "one action": (allow("s3:GetObject"), True, False),
    "more than the delegator has": (allow("*"), True, True),
    "what the delegator has not": (allow("sqs:*"), False, False),
    "all but one": ([allow("*"), deny("iam:*")], True, False),
}


@pytest.mark.parametrize("principal", [ADMIN, ANN])
@pytest.mark.parametrize(("permissions", "reads", "makes"), DELEGATED.values(), ids=DELEGATED)
def test_it_may_do_what_was_delegated_of_what_the_delegator_may(
    fakests: FakeSts, principal: str, permissions: Any, reads: bool, makes: bool
) -> None:
    """Both have to allow; IAM is open, whether a user or a role delegated."""
    credentials = trade_in(fakests, fakests.trade_in_token(principal, permissions))
    assert fakests.can(credentials, "s3:GetObject", "arn:aws:s3:::b/k").allowed is reads
    assert fakests.can(credentials, "iam:CreateRole", f"arn:aws:iam::{CUSTOMER}:role/r").allowed is makes
    if makes:
        fakests.client("iam", credentials).create_role(RoleName="r", AssumeRolePolicyDocument="{}")


@pytest.mark.parametrize(
    ("principal", "arn"),
    [(ANN, ANN), (ADMIN, f"arn:aws:sts::{CUSTOMER}:assumed-role/admin/delegated")],
)
def test_the_credentials_are_those_of_the_customer(fakests: FakeSts, principal: str, arn: str) -> None:
    """Of its account, and of the user or a session of the role."""
    identity = fakests.client("sts", trade_in(fakests, fakests.trade_in_token(principal))).get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (CUSTOMER, arn)


class TestRefused:
    """Every error, and what a test may not ask for."""

    def test_after_the_delegation_the_token_has_expired(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """ExpiredTradeInTokenException, from its last second on; the words are those of AWS's documentation."""
        sts_clock.move_to(START)
        token = fakests.trade_in_token(ADMIN, duration=300)
        sts_clock.advance(minutes=5)
        with pytest.raises(ClientError) as caught:
            trade_in(fakests, token)
        assert refusal(caught) == (
            "ExpiredTradeInTokenException",
            400,
            "The trade-in token provided in the request has expired and can no longer be exchanged for credentials.",
        )
        assert vars(caught.value)["__notes__"] == [
            "the delegation ended at 2096-05-01 00:05:00 UTC; it is now 2096-05-01 00:05:00 UTC"
        ]

    @pytest.mark.accounts(Account(CUSTOMER, sts_deactivated=["eu-west-3"]))
    def test_the_customer_must_have_sts_in_the_region(self, fakests: FakeSts) -> None:
        """RegionDisabledException names the customer's account."""
        session = fakests.botocore_session(PARTNER_USER)
        sts = session.create_client("sts", "eu-west-3", endpoint_url="https://sts.eu-west-3.amazonaws.com")
        with pytest.raises(ClientError, match=f"RegionDisabledException.*for account:{CUSTOMER}"):
            sts.get_delegated_access_token(TradeInToken=fakests.trade_in_token(ADMIN))

    def test_a_policy_that_is_too_large_is_refused(self, fakests: FakeSts) -> None:
        """PackedPolicyTooLarge, when the token is traded in."""
        on = [f"arn:aws:s3:::{hashlib.sha256(b'%d' % number).hexdigest()}" for number in range(40)]
        with pytest.raises(ClientError, match=r"PackedPolicyTooLarge.*Packed policy consumes \d+% of allotted space"):
            trade_in(fakests, fakests.trade_in_token(ADMIN, allow("s3:*", on=on)))

    def test_what_is_no_token_is_refused(self, fakests: FakeSts) -> None:
        """Nor one that was changed, or is another world's."""
        with fake_sts(Role("admin")) as other:
            foreign = other.trade_in_token("role/admin")
        own = fakests.trade_in_token(ADMIN)
        for token in ("nonsense", own[:-1], foreign):
            with pytest.raises(ClientError) as caught:
                trade_in(fakests, token)
            assert refusal(caught) == ("ValidationError", 400, "TradeInToken is invalid")
            assert vars(caught.value)["__notes__"] == ["fakests.trade_in_token() gives such tokens"]

    def test_the_token_of_a_role_that_is_gone_is_refused(self, fakests: FakeSts) -> None:
        """The note says which."""
        token = fakests.trade_in_token(ADMIN)
        fakests.remove(ADMIN)
        with pytest.raises(ClientError, match="TradeInToken is invalid") as caught:
            trade_in(fakests, token)
        assert vars(caught.value)["__notes__"][0].startswith(f"no role '{ADMIN}' is declared")

    def test_the_partner_needs_permission(self, fakests: FakeSts) -> None:
        """sts:GetDelegatedAccessToken, on no resource."""
        fakests.user(PARTNER_USER).set_permissions(allow("s3:*"))
        with pytest.raises(ClientError) as caught:
            trade_in(fakests, fakests.trade_in_token(ADMIN))
        assert refusal(caught) == (
            "AccessDenied",
            403,
            f"User: {PARTNER_USER} is not authorized to perform: sts:GetDelegatedAccessToken "
            "because no identity-based policy allows the sts:GetDelegatedAccessToken action",
        )

    @pytest.mark.parametrize("duration", [299, 43201])
    def test_a_duration_outside_the_limits_is_no_delegation(self, fakests: FakeSts, duration: int) -> None:
        """5 minutes to 12 hours: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html"""
        with pytest.raises(DeclarationError) as caught:
            fakests.trade_in_token(ADMIN, duration=duration)
        assert str(caught.value) == f"trade_in_token: duration is {duration} seconds; AWS takes 300 to 43200"

    def test_only_what_is_declared_delegates(self, fakests: FakeSts) -> None:
        """And only what is a policy is delegated."""
        with pytest.raises(UndeclaredError):
            fakests.trade_in_token("role/nobody")
        with pytest.raises(PolicyError, match="permissions of trade_in_token"):
            fakests.trade_in_token(ADMIN, {"Effect": "Allow"})
