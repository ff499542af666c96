"""What somebody tries who wants into a role, or to be taken for another: by trust policies, and by time."""

from __future__ import annotations

import hmac
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, User, allow, trust
from pytest_fakests.gateway.authentication import authenticate, read_claim
from pytest_fakests.gateway.wire import HttpRequest

ANYONE = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1"}}}  # fmt: skip


class TestTrust:
    """Getting into a role by what its trust policy forgot."""

    @pytest.mark.roles(Role("shared", trust=ANYONE))
    @pytest.mark.users(User("eve", account="999999999999", permissions=allow("sts:AssumeRole")))
    def test_a_condition_on_a_key_that_is_missing_does_not_hold(self, fakests: FakeSts) -> None:
        """The role trusts everybody of an organization, and eve's account is in none."""
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("shared", by="arn:aws:iam::999999999999:user/eve")

    @pytest.mark.roles(Role("shared", trust={**ANYONE, "Condition": {"StringEqualsIfExists": ANYONE["Condition"]["StringEquals"]}}))  # type: ignore[index]  # a mapping  # fmt: skip
    @pytest.mark.users(User("eve", account="999999999999", permissions=allow("sts:AssumeRole")))
    def test_a_condition_if_exists_lets_her_in(self, fakests: FakeSts) -> None:
        """The mistake that the test above would hide if it could not fail."""
        fakests.assume_role("shared", by="arn:aws:iam::999999999999:user/eve")

    @pytest.mark.roles(Role("vendor", trust=trust("account/999999999999", external_id="customer-7")))
    @pytest.mark.users(User("service", account="999999999999", permissions=allow("sts:AssumeRole")))
    @pytest.mark.parametrize("external_id", [None, "customer-8", "CUSTOMER-7", "customer-7 "])
    def test_a_deputy_is_not_confused(self, fakests: FakeSts, external_id: str | None) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html: another customer's role, or none's."""
        params: dict[str, Any] = {} if external_id is None else {"ExternalId": external_id}
        with pytest.raises(ClientError):
            fakests.assume_role("vendor", by="arn:aws:iam::999999999999:user/service", **params)
        fakests.assume_role("vendor", by="arn:aws:iam::999999999999:user/service", ExternalId="customer-7")

    @pytest.mark.roles(
        Role("tagged", trust=trust("account/123456789012", actions=["sts:AssumeRole", "sts:TagSession"]))
    )
    def test_tags_that_differ_by_case_collide(self, fakests: FakeSts) -> None:
        """One reader would see one of them, another the other."""
        with pytest.raises(ClientError, match="Duplicate tag keys found"):
            fakests.assume_role("tagged", Tags=[{"Key": "Team", "Value": "red"}, {"Key": "team", "Value": "blue"}])

    @pytest.mark.roles(
        Role("first", trust=trust("account/123456789012", actions=["sts:AssumeRole", "sts:TagSession"]), permissions=allow("sts:*")),
        Role("second", trust=trust("role/first", actions=["sts:AssumeRole", "sts:TagSession"])),
    )  # fmt: skip
    def test_a_tag_in_other_letters_does_not_replace_an_inherited_one(self, fakests: FakeSts) -> None:
        """A transitive tag stays what it is down the chain."""
        tags = [{"Key": "team", "Value": "red"}]
        first = fakests.assume_role("first", Tags=tags, TransitiveTagKeys=["team"])
        with pytest.raises(ClientError, match="conflicts with a transitive tag key from the calling session"):
            fakests.assume_role("second", by=first, Tags=[{"Key": "TEAM", "Value": "blue"}])


class Unequal(str):
    """A text that cannot be compared: who tries to fails, and would have told by his time where it differs."""

    __hash__ = None  # type: ignore[assignment]  # nobody may look it up either

    def __eq__(self, other: object) -> bool:
        raise AssertionError("a secret was compared with ==")

    __ne__ = __eq__

    def startswith(self, *_: object) -> bool:
        raise AssertionError("the begin of a secret was compared")


class TestTiming:
    """What the time of an answer tells."""

    @pytest.mark.roles("app")
    def test_tokens_and_signatures_are_compared_in_constant_time(self, fakests: FakeSts) -> None:
        """With hmac.compare_digest, and in no other way: seen by the interpreter's own profiler."""
        keys = fakests.assume_role("app").credentials
        client = fakests.client("sts", keys)
        sent: list[Any] = []
        client.meta.events.register_last("request-created", lambda request, **_: sent.append(request.prepare()))
        client.get_caller_identity()
        compared: list[tuple[Any, Any]] = []

        def profile(frame: Any, event: str, function: Any) -> None:
            if event == "c_call" and function is hmac.compare_digest:
                compared.append(tuple(frame.f_locals.values()))

        request = HttpRequest.from_prepared(sent[0])
        claim = read_claim(request, client.meta.service_model)
        assert claim is not None
        assert claim.token is not None
        claim = claim._replace(token=Unequal(claim.token), signature=Unequal(claim.signature))
        model = client.meta.service_model.operation_model("GetCallerIdentity")
        sys.setprofile(profile)
        try:
            authenticate(fakests.gate.cloud, request, claim, model)
        finally:
            sys.setprofile(None)
        seen = {str.__str__(text) for pair in compared for text in pair}
        assert {str.__str__(claim.token), str.__str__(claim.signature)} <= seen
