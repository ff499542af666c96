"""Condition keys of the requests, as a test sets them and sessions have them."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Account, DeclarationError, FakeSts, Role, User, allow, deny


class TestContext:
    """Condition keys of the requests."""

    def test_they_can_be_changed_during_the_test(self, fakests: FakeSts) -> None:
        """The next request has them."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})))
        s3 = fakests.client("s3", "user/ann")
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.list_buckets()
        fakests.context["aws:SourceIp"] = "203.0.113.7"
        s3.list_buckets()

    @pytest.mark.parametrize(
        "add",
        [
            lambda fakests: operator.setitem(fakests.context, "SourceIp", "203.0.113.7"),
            lambda fakests: fakests.context.update({"aws:SourceVpc": "vpc-1", "SourceIp": "203.0.113.7"}),
            lambda fakests: fakests.context.update(SourceIp="203.0.113.7"),
            lambda fakests: fakests.context.__ior__({"SourceIp": "203.0.113.7"}),
            lambda fakests: fakests.context.setdefault("SourceIp", "203.0.113.7"),
        ],
        ids=["setitem", "update", "update by name", "or", "setdefault"],
    )
    def test_one_without_a_prefix_is_refused(self, fakests: FakeSts, add: Callable[[FakeSts], Any]) -> None:
        """However it is added: no condition would ever see it."""
        with pytest.raises(DeclarationError) as caught:
            add(fakests)
        assert str(caught.value) == (
            "fakests.context has the key 'SourceIp' without a prefix; did you mean \"aws:SourceIp\"?"
        )
        assert not fakests.context

    @pytest.mark.parametrize("key", ["Colour", 42])
    def test_what_is_near_no_key_is_refused_with_an_example(self, fakests: FakeSts, key: Any) -> None:
        """And can() refuses it as well."""
        with pytest.raises(DeclarationError) as caught:
            fakests.can("user/tester", "s3:ListAllMyBuckets", context={key: "x"})
        assert str(caught.value) == (
            f'the context of can() has the key {key!r} without a prefix; write one, as in "aws:SourceIp"'
        )

    def test_each_way_to_add_one_with_a_prefix_counts(self, fakests: FakeSts) -> None:
        """As with any dict, and as an attribute."""
        fakests.context = {"aws:SourceIp": "203.0.113.7"}
        fakests.context = {}
        fakests.context |= {"aws:SourceVpc": "vpc-1"}
        fakests.context.update([("aws:SourceVpce", "vpce-1")])
        assert fakests.context.setdefault("aws:SourceVpc", "vpc-2") == "vpc-1"
        assert fakests.context == {"aws:SourceVpc": "vpc-1", "aws:SourceVpce": "vpce-1"}

    @pytest.mark.parametrize(
        ("condition", "allowed"),
        [
            ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, True),
            ({"Bool": {"aws:SecureTransport": "true"}}, True),
            ({"StringLike": {"aws:UserAgent": "*otocore/*"}}, True),
            ({"Bool": {"aws:ViaAWSService": "false"}}, True),
            ({"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}, True),
            ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
            ({"StringEquals": {"aws:PrincipalTag/team": "Blue"}}, False),
            ({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, True),
            ({"StringLike": {"aws:userid": "AROA*:mine"}}, True),
            ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/team/tagged"}}, True),
            ({"Null": {"aws:TokenIssueTime": "false"}}, True),
            ({"Null": {"aws:username": "true"}}, True),
            ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, True),
            ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, False),
            ({"StringEquals": {"sts:ExternalId": "x"}}, False),
        ],
        ids=repr,
    )
    @pytest.mark.fakests(region="eu-west-1")
    @pytest.mark.accounts(Account("123456789012", organization="o-exampleorgid"))
    def test_a_session_has_the_keys_that_aws_documents(self, fakests: FakeSts, condition: Any, allowed: bool) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
        fakests.add(Role("tagged", path="/team/", tags={"team": "blue"}, permissions=allow("s3:*", when=condition)))
        s3 = fakests.assume_role("tagged", session_name="mine", ExternalId="xx").client("s3")
        if allowed:
            s3.list_buckets()
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                s3.list_buckets()

    def test_a_call_through_a_service_is_known_by_its_chain(self, fakests: FakeSts) -> None:
        """Where aws:CalledVia is set, aws:ViaAWSService is true."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"Bool": {"aws:ViaAWSService": "true"}})))
        fakests.context["aws:CalledVia"] = ["athena.amazonaws.com"]
        fakests.client("s3", "user/ann").list_buckets()

    def test_a_call_is_explained_at_the_moment_when_it_was_made(self, fakests: FakeSts, sts_clock: Any) -> None:
        """What the clock says later changes nothing of the explanation of a call."""
        sts_clock.move_to(datetime.datetime(2099, 1, 31, 11, tzinfo=datetime.timezone.utc))
        until_noon = {"DateLessThan": {"aws:CurrentTime": "2099-01-31T12:00:00Z"}}
        fakests.add(User("ann", permissions=[allow("s3:*"), deny("ec2:*", when=until_noon)]))
        fakests.client("s3", "user/ann").list_buckets()
        sts_clock.advance(hours=2)
        decision = fakests.calls[-1].decision
        assert decision is not None
        assert [one.element for one in decision.contributions[0].statements[1].mismatches] == ["Action"]
