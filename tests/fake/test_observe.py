"""The mode "observe": nothing is refused, and what would have been is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import DeclarationError, FakeSts, Role, StsClock, User, allow, fake_sts, trust

HOME = "123456789012"
READER = Role("reader", permissions=allow("s3:GetObject"))


@pytest.fixture
def fakests(request: pytest.FixtureRequest) -> Iterator[FakeSts]:
    """A fake that observes, with what the test declares; the run's own list of what was observed stays empty."""
    declared = [one for mark in request.node.iter_markers() if mark.name in ("roles", "users") for one in mark.args]
    with fake_sts(*declared, mode="observe") as fake:
        yield fake


def client(service: str, key: str = "AKIADUMMY", secret: str = "dummy", **more: Any) -> Any:
    """A client with keys of nobody's."""
    return botocore.session.Session().create_client(
        service, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1", **more
    )


def unsigned(_: FakeSts) -> Any:
    """DynamoDB without a signature."""
    found: Any = botocore.session.Session().create_client("dynamodb", region_name="us-east-1", config=Config(signature_version=UNSIGNED))  # fmt: skip
    return found.list_tables()


def wrong_secret(fakests: FakeSts) -> Any:
    """A key of this test's, and another secret."""
    return client("s3", fakests.user("tester").keys.access_key).list_buckets()


REFUSED: list[Any] = [
    pytest.param("AccessDenied", lambda fakests: fakests.assume_role("reader").client("s3").list_buckets(), id="permissions"),
    pytest.param("InvalidAccessKeyId", lambda fakests: client("s3").list_buckets(), id="keys of nobody's"),
    pytest.param("SignatureDoesNotMatch", wrong_secret, id="another secret"),
    pytest.param("MissingAuthenticationTokenException", unsigned, id="no signature"),
    pytest.param("unmapped", lambda fakests: fakests.client("apigatewayv2").get_apis(), id="an unmapped call"),
    pytest.param("InvalidClientTokenId", lambda fakests: client("sts").get_session_token(), id="keys of nobody's at STS"),
]  # fmt: skip


@pytest.mark.roles(READER)
@pytest.mark.parametrize(("code", "call"), REFUSED)
def test_what_would_be_refused_is_let_through_and_told(
    fakests: FakeSts, code: str, call: Callable[[FakeSts], Any]
) -> None:
    """The call is answered, and the record says what its caller would have got, and why."""
    assert call(fakests)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert (fakests.calls[-1].observed, fakests.calls[-1].error) == (code, None)
    assert fakests.calls[-1].note


@pytest.mark.roles(READER)
def test_a_denial_has_its_decision(fakests: FakeSts) -> None:
    """As one that is enforced."""
    fakests.assume_role("reader").client("s3").put_object(Bucket="b", Key="k")
    decision = fakests.calls[-1].decision
    assert decision is not None
    assert decision.reason == "because no identity-based policy allows the s3:PutObject action"


@pytest.mark.roles(READER)
def test_what_would_be_allowed_is_not_told(fakests: FakeSts) -> None:
    """Nothing is observed of it."""
    fakests.assume_role("reader").client("s3").get_object(Bucket="b", Key="k")
    assert [call.observed for call in fakests.calls] == [None, None]


@pytest.mark.roles(READER)
def test_expired_credentials_are_let_through(fakests: FakeSts, sts_clock: StsClock) -> None:
    """And told."""
    role = fakests.assume_role("reader")
    s3 = role.client("s3")
    sts_clock.expire(role.credentials)
    s3.get_object(Bucket="b", Key="k")
    assert fakests.calls[-1].observed == "ExpiredToken"


def test_an_allowed_answer_is_given(fakests: FakeSts) -> None:
    """Registered answers come as ever."""
    fakests.answer("s3:GetObject", {"Body": b"profit"})
    assert client("s3").get_object(Bucket="b", Key="k")["Body"].read() == b"profit"


def test_faults_on_demand_stay(fakests: FakeSts) -> None:
    """The test wants them."""
    fakests.fail("s3:ListBuckets", "SlowDown", times=None)
    with pytest.raises(ClientError, match="SlowDown"):
        client("s3").list_buckets()


class TestSts:
    """STS's own answers, where STS would refuse."""

    @pytest.mark.roles(Role("closed", trust=trust("user/julie"), permissions=allow("s3:*")))
    @pytest.mark.users(User("julie"))
    def test_a_role_that_does_not_trust_the_caller_is_assumed(self, fakests: FakeSts) -> None:
        """Its sessions have its permissions."""
        session = fakests.assume_role("closed", session_name="nightly")
        assert session.arn == f"arn:aws:sts::{HOME}:assumed-role/closed/nightly"
        session.client("s3").list_buckets()
        assert [call.observed for call in fakests.calls] == ["AccessDenied", None]

    @pytest.mark.parametrize("path", ["", "team/"])
    def test_a_role_that_is_not_declared_is_taken_for_one_without_permissions(
        self, fakests: FakeSts, path: str
    ) -> None:
        """What its sessions do is told, too."""
        session = fakests.assume_role(f"arn:aws:iam::210987654321:role/{path}unknown")
        session.client("s3").list_buckets()
        assert [call.observed for call in fakests.calls] == ["AccessDenied", "AccessDenied"]
        assert "is not declared" in fakests.calls[0].note
        assert fakests.calls[1].caller == "arn:aws:sts::210987654321:assumed-role/unknown/fakests"

    @pytest.mark.usefixtures("fakests")
    def test_keys_of_nobodys_are_the_tests_own_caller(self) -> None:
        """GetCallerIdentity has an answer that code can read."""
        assert client("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{HOME}:user/tester"

    def test_parameters_that_sts_refuses_are_let_through(self, fakests: FakeSts) -> None:
        """Even the ARN of no role."""
        got = fakests.client("sts").assume_role(RoleArn="arn:aws:s3:::not-a-role", RoleSessionName="not a name")
        assert fakests.calls[-1].observed == "ValidationError"
        assert set(got["Credentials"]) == {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}

    def test_another_tools_sts_stands_back(self) -> None:
        """As for calls that are allowed: then what the sessions do is judged."""
        with fake_sts(mode="observe"):
            theirs = client("sts")
            theirs.meta.events.register("before-send.sts", lambda **_: pytest.fail("asked"))
            assert theirs.get_caller_identity()["Account"] == HOME


def test_another_mode_is_refused() -> None:
    """The text says which there are."""
    with pytest.raises(DeclarationError) as caught, fake_sts(mode="watch"):
        pass
    assert str(caught.value) == "the setting mode is 'watch'; it takes 'enforce', 'observe'"
