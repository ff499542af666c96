"""AssumeRole with the context of a person, whom a context provider vouches for.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, ProvidedContexts, and
https://docs.aws.amazon.com/singlesignon/latest/userguide/trustedidentitypropagation-identity-enhanced-iam-role-sessions.html.
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, StsClock, User, allow, fake_sts, trust

CENTER = "arn:aws:iam::aws:contextProvider/IdentityCenter"
KEYS = {"identitystore:UserId": "64d8b4e8-1061-70c0-91fe-f5a4b0f8a4e5"}
BOTH = ["sts:AssumeRole", "sts:SetContext"]

pytestmark = [
    pytest.mark.users("ann"),
    pytest.mark.roles(Role("app", trust=trust("user/ann", actions=BOTH), permissions=allow("s3:*"))),
]


def assume(fakests: FakeSts, assertion: str, provider: str = CENTER) -> Any:
    """Assume the role with an assertion."""
    contexts = [{"ProviderArn": provider, "ContextAssertion": assertion}]
    return fakests.assume_role("app", by="user/ann", ProvidedContexts=contexts)


def test_the_session_has_the_keys_of_the_person(fakests: FakeSts) -> None:
    """Its requests carry them, and no others do."""
    role = assume(fakests, fakests.context_assertion(KEYS))
    plain = fakests.assume_role("app", by="user/ann")
    fakests.role("app").set_permissions(allow("s3:*", when={"StringEquals": KEYS}))
    assert fakests.can(role, "s3:GetObject", "arn:aws:s3:::b/k")
    assert not fakests.can(plain, "s3:GetObject", "arn:aws:s3:::b/k")


# Conditions of the trust policy on the request.
CONDITIONS: dict[str, tuple[dict[str, Any], bool]] = {
    "the person": ({"StringEquals": {f"sts:RequestContext/{key}": value for key, value in KEYS.items()}}, True),
    "another person": ({"StringEquals": {"sts:RequestContext/identitystore:UserId": "somebody"}}, False),
    "the provider": ({"ForAllValues:ArnEquals": {"sts:RequestContextProviders": CENTER}}, True),
    "another provider": ({"ForAnyValue:ArnEquals": {"sts:RequestContextProviders": f"{CENTER}2"}}, False),
}


@pytest.mark.parametrize(("when", "allowed"), CONDITIONS.values(), ids=CONDITIONS)
def test_the_trust_policy_sees_the_assertion(fakests: FakeSts, when: dict[str, Any], allowed: bool) -> None:
    """Service Authorization Reference, "Condition keys for AWS STS"."""
    fakests.role("app").set_trust(trust("user/ann", actions=BOTH, when=when))
    if allowed:
        assume(fakests, fakests.context_assertion(KEYS))
        return
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole"):
        assume(fakests, fakests.context_assertion(KEYS))


def test_it_needs_an_action_of_its_own(fakests: FakeSts) -> None:
    """sts:SetContext on the role."""
    fakests.role("app").set_trust(trust("user/ann"))
    with pytest.raises(ClientError, match="is not authorized to perform: sts:SetContext on resource: "):
        assume(fakests, fakests.context_assertion(KEYS))


class TestRefused:
    """InvalidContextAssertion, in the words of botocore's model; the note says why."""

    def refused(self, fakests: FakeSts, assertion: str, provider: str = CENTER) -> str:
        """The note on the error."""
        with pytest.raises(ClientError) as caught:
            assume(fakests, assertion, provider)
        error, status = caught.value.response["Error"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
        assert (error["Code"], status, error["Message"]) == (
            "InvalidContextAssertion",
            400,
            "The request was rejected because the context assertion that was provided is invalid.",
        )
        return str(vars(caught.value)["__notes__"][0])

    def test_what_is_no_assertion(self, fakests: FakeSts) -> None:
        """Nor one of another world."""
        with fake_sts(User("ann")) as other:
            foreign = other.context_assertion(KEYS)
        for assertion in ("nonsense", foreign):
            assert self.refused(fakests, assertion) == "fakests.context_assertion() gives such assertions"

    def test_an_assertion_of_another_provider(self, fakests: FakeSts) -> None:
        """It must be the provider that the request names."""
        assertion = fakests.context_assertion(KEYS, provider=f"{CENTER}2")
        assert self.refused(fakests, assertion) == f"it is an assertion of {CENTER}2"

    def test_an_expired_assertion(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """By the clock of the test."""
        assertion = fakests.context_assertion(KEYS, duration=60)
        sts_clock.advance(minutes=1)
        assert self.refused(fakests, assertion).startswith("it expired at 20")
