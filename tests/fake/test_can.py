"""Decisions without a call."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_fakests import Credentials, DeclarationError, FakeSts, ResourcePolicy, Role, User, allow, fake_sts, trust

OBJECT = "arn:aws:s3:::reports/q3.csv"
READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


@pytest.mark.roles(READER)
class TestCan:
    """Decisions without a call."""

    @pytest.mark.parametrize(
        ("who", "action", "resource", "allowed"),
        [
            ("user/tester", "s3:GetObject", OBJECT, True),
            ("role/reader", "s3:GetObject", OBJECT, True),
            ("role/reader", "s3:PutObject", OBJECT, False),
            ("role/reader", "s3:GetObject", "arn:aws:s3:::other/k", False),
            ("account/123456789012", "s3:PutObject", OBJECT, True),
            ("user/tester", "sts:AssumeRole", "arn:aws:iam::123456789012:role/reader", True),
            ("user/tester", "sts:AssumeRole", "arn:aws:iam::123456789012:role/nobody", False),
            ("role/reader", "sts:AssumeRole", "arn:aws:iam::123456789012:role/reader", False),
        ],
    )
    def test_it_says_what_a_call_would_meet(
        self, fakests: FakeSts, who: str, action: str, resource: str, allowed: bool
    ) -> None:
        """Identity-based policies, and the trust policy where a role is assumed."""
        assert bool(fakests.can(who, action, resource)) is allowed
        assert fakests.calls == []

    def test_a_bare_assert_shows_what_was_asked_and_why_not(self, fakests: FakeSts) -> None:
        """pytest shows the decision as it represents itself."""
        assert repr(fakests.can("role/reader", "s3:PutObject", OBJECT)) == (
            f"<DENIED: s3:PutObject on {OBJECT} because no identity-based policy allows the s3:PutObject action; "
            ".explain() says more>"
        )

    def test_its_context_is_laid_over_the_tests(self, fakests: FakeSts) -> None:
        """Condition keys given to can() count more than those of fakests.context."""
        fakests.add(User("ann", permissions=allow("s3:*", when={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})))
        fakests.context["aws:SourceIp"] = "198.51.100.1"
        assert not fakests.can("user/ann", "s3:GetObject", OBJECT)
        assert fakests.can("user/ann", "s3:GetObject", OBJECT, {"aws:SourceIp": "203.0.113.7"})

    def test_a_service_may_ask_too(self, fakests: FakeSts) -> None:
        """For a service only resource-based policies speak."""
        fakests.add(Role("exec", trust=trust("service/lambda.amazonaws.com")))
        arn = fakests.role("exec").arn
        assert fakests.can("service/lambda.amazonaws.com", "sts:AssumeRole", arn)
        assert not fakests.can("service/ec2.amazonaws.com", "sts:AssumeRole", arn)

    def test_keys_of_elsewhere_are_nobody(self, fakests: FakeSts) -> None:
        """A decision needs a principal of this world."""
        with pytest.raises(DeclarationError) as caught:
            fakests.can(Credentials("AKIAIOSFODNN7EXAMPLE", "secret"), "s3:GetObject")
        assert str(caught.value) == "the access key AKIAIOSFODNN7EXAMPLE is not one of this test's"

    def test_keys_of_a_fake_around_it_are_told_whose_they_are(self, fakests: FakeSts) -> None:
        """However far out it is."""
        keys = fakests.credentials("user/tester")
        with fake_sts(), fake_sts() as inner, pytest.raises(DeclarationError) as caught:
            inner.can(keys, "s3:GetObject")
        assert str(caught.value) == (
            f"the access key {keys.access_key} is that of arn:aws:iam::123456789012:user/tester in fakests, inside of "
            "which fake_sts() is on, with callers of its own; call as one of these"
        )

    def test_a_resource_policy_lets_another_account_in(self, fakests: FakeSts) -> None:
        """Across accounts the caller's policy and the bucket's are both needed."""
        fakests.add(
            User("far", account="210987654321", permissions=allow("s3:GetObject")),
            ResourcePolicy(
                "arn:aws:s3:::reports",
                {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"},
            ),
        )  # fmt: skip
        far = "arn:aws:iam::210987654321:user/far"
        assert fakests.can(far, "s3:GetObject", OBJECT)
        fakests.remove("arn:aws:s3:::reports")
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", deny_all()))
        assert not fakests.can(far, "s3:GetObject", OBJECT)


def deny_all() -> dict[str, Any]:
    """A bucket policy that lets nobody in."""
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def test_a_policy_of_another_bucket_says_nothing(fakests: FakeSts) -> None:
    """A resource-based policy speaks of its own resource and what is in it."""
    fakests.add(User("ann", permissions=allow("s3:*")), ResourcePolicy("arn:aws:s3:::other", deny_all()))
    assert fakests.can("user/ann", "s3:GetObject", OBJECT)
    assert not fakests.can("user/ann", "s3:GetObject", "arn:aws:s3:::other/a/b")
