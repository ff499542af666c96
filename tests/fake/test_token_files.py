"""Roles for service accounts and CI jobs: botocore's own providers assume the role with the token in a file.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import freezegun
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, OidcIssuer, OidcProvider, Role, StsClock, TokenFile, allow, trust

CLUSTER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
POD = {"StringEquals": {f"{CLUSTER}:sub": "system:serviceaccount:default:app", f"{CLUSTER}:aud": "sts.amazonaws.com"}}
ROLE = "arn:aws:iam::123456789012:role/pod"

pytestmark = [
    pytest.mark.identity_providers(OidcProvider(CLUSTER, audiences="sts.amazonaws.com")),
    pytest.mark.roles(Role("pod", trust=trust(f"oidc/{CLUSTER}", when=POD), permissions=allow("s3:ListAllMyBuckets"))),
]

Write = Callable[..., Path]


@pytest.fixture
def write(oidc_provider: OidcIssuer, tmp_path: Path) -> Write:
    """Write a token of the service account, as the kubelet does: for a day, and again before that ends."""

    def write(**claims: Any) -> Path:
        path = tmp_path / "token"
        path.write_text(oidc_provider.eks_service_account("default", "app", **claims), encoding="ascii")
        return path

    return write


def new_client(service: str) -> Any:
    """A client that finds its credentials in the environment."""
    return botocore.session.Session().create_client(service)


def assumptions(fakests: FakeSts) -> list[str | None]:
    """How each assumption of the role ended."""
    return [call.error for call in fakests.calls if call.operation == "sts:AssumeRoleWithWebIdentity"]


def caller(client: Any) -> str:
    """Whom AWS sees behind a client of STS."""
    arn: str = client.get_caller_identity()["Arn"]
    return arn


class TestEnvironment:
    """AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE."""

    def test_botocore_assumes_the_role_with_the_token(self, fakests: FakeSts, write: Write) -> None:
        """Once, when the first call needs it, and not when the client is made."""
        with fakests.inside(TokenFile("pod", write(), "mine")):
            client = new_client("sts")
            assert assumptions(fakests) == []
            assert [caller(client), caller(client)] == ["arn:aws:sts::123456789012:assumed-role/pod/mine"] * 2
            assert assumptions(fakests) == [None]

    def test_boto3s_own_clients_do_so_too(
        self, fakests: FakeSts, write: Write, inside: Callable[[TokenFile], None]
    ) -> None:
        """For the rest of the test."""
        inside(TokenFile(ROLE, write()))
        boto3.client("s3").list_buckets()
        assert ":assumed-role/pod/botocore-session-" in caller(boto3.client("sts"))

    def test_no_keys_are_left_inside(self, fakests: FakeSts, write: Write) -> None:
        """And all is as it was after."""
        before = dict(os.environ)
        with fakests.inside(TokenFile("pod", write())):
            assert not {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} & set(os.environ)
            assert os.environ["AWS_ROLE_ARN"] == ROLE
        assert dict(os.environ) == before

    def test_the_variables_alone_do_it(self, fakests: FakeSts, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        """As a test may set them itself."""
        monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
        monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(write()))
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        assert ":assumed-role/pod/" in caller(new_client("sts"))

    # botocore refreshes an hour's session when less than 15 minutes of it are left, and must when less than 10 are.
    @pytest.mark.parametrize(
        ("minutes", "count"),
        [
            pytest.param(44, 1, id="before the advisory window"),
            pytest.param(46, 2, id="in the advisory window"),
            pytest.param(51, 2, id="in the mandatory window"),
            pytest.param(120, 2, id="after the end"),
        ],
    )
    def test_it_refreshes_by_the_clock(
        self, fakests: FakeSts, write: Write, sts_clock: StsClock, minutes: int, count: int
    ) -> None:
        """With the same file, whose token lasts a day."""
        with fakests.inside(TokenFile("pod", write())):
            client = new_client("s3")
            client.list_buckets()
            sts_clock.advance(minutes=minutes)
            client.list_buckets()
            assert assumptions(fakests) == [None] * count

    def test_it_reads_the_file_again(self, fakests: FakeSts, write: Write, sts_clock: StsClock) -> None:
        """The kubelet has written a new token; the old one has ended."""
        with fakests.inside(TokenFile("pod", write(lifetime=3600))):
            client = new_client("s3")
            client.list_buckets()
            sts_clock.advance(hours=2)
            write()
            client.list_buckets()
            assert assumptions(fakests) == [None, None]

    def test_a_file_that_nobody_renews_ends_the_work(self, fakests: FakeSts, write: Write, sts_clock: StsClock) -> None:
        """ExpiredTokenException, as in a pod whose token was projected once."""
        with fakests.inside(TokenFile("pod", write(lifetime=3600))):
            client = new_client("s3")
            client.list_buckets()
            sts_clock.advance(hours=2)
            with pytest.raises(ClientError, match=r"ExpiredTokenException.*Token expired: current date/time"):
                client.list_buckets()

    def test_it_refreshes_in_the_users_own_frozen_time(self, fakests: FakeSts, write: Write) -> None:
        """freezegun, without sts_clock."""
        start = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
        with freezegun.freeze_time(start) as frozen, fakests.inside(TokenFile("pod", write())):
            client = new_client("s3")
            client.list_buckets()
            frozen.tick(datetime.timedelta(minutes=50))
            client.list_buckets()
        assert assumptions(fakests) == [None, None]

    def test_the_service_account_of_another_pod_is_not_let_in(self, fakests: FakeSts, write: Write) -> None:
        """The note says which condition it does not meet."""
        with fakests.inside(TokenFile("pod", write(sub="system:serviceaccount:default:other"))):
            client = new_client("s3")
            with pytest.raises(ClientError, match="Not authorized to perform sts:AssumeRoleWithWebIdentity"):
                client.list_buckets()

    def test_a_role_that_is_not_declared_may_be_named_by_its_arn(self, fakests: FakeSts, write: Write) -> None:
        """It is AWS's matter to refuse it."""
        with fakests.inside(TokenFile("arn:aws:iam::123456789012:role/nobody", write())):
            client = new_client("s3")
            with pytest.raises(ClientError, match="Not authorized to perform sts:AssumeRoleWithWebIdentity"):
                client.list_buckets()

    def test_a_name_that_is_not_declared_is_told(self, fakests: FakeSts, write: Write) -> None:
        """Before anything is changed."""
        file = TokenFile("nobody", write())
        with pytest.raises(KeyError, match="no role 'nobody' is declared"), fakests.inside(file):
            pass  # pragma: no cover - not entered


class TestProfile:
    """web_identity_token_file in a profile of the config file."""

    @pytest.fixture
    def profile(self, fakests: FakeSts, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        """A client of S3 of a profile with a token file."""
        config = tmp_path / "config"
        config.write_text(
            f"[profile pod]\nrole_arn = {ROLE}\nweb_identity_token_file = {write()}\n"
            "role_session_name = by-profile\nregion = us-east-1\n"
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        return botocore.session.Session(profile="pod")

    def test_it_assumes_the_role(self, fakests: FakeSts, profile: Any) -> None:
        """Whatever keys the environment carries."""
        assert caller(profile.create_client("sts")) == "arn:aws:sts::123456789012:assumed-role/pod/by-profile"

    def test_it_refreshes_by_the_clock(self, fakests: FakeSts, profile: Any, sts_clock: StsClock) -> None:
        """As every assumed role."""
        client = profile.create_client("s3")
        client.list_buckets()
        sts_clock.advance(minutes=50)
        client.list_buckets()
        assert assumptions(fakests) == [None, None]

    def test_another_profile_may_start_from_it(self, fakests: FakeSts, profile: Any, tmp_path: Path) -> None:
        """source_profile chains from the session that the token opened."""
        fakests.add(Role("next", trust=trust("role/pod")))
        with open(os.environ["AWS_CONFIG_FILE"], "a", encoding="ascii") as config:
            config.write(
                "[profile next]\nrole_arn = arn:aws:iam::123456789012:role/next\nsource_profile = pod\n"
                "role_session_name = chained\nregion = us-east-1\n"
            )
        client = botocore.session.Session(profile="next").create_client("sts")
        assert caller(client) == "arn:aws:sts::123456789012:assumed-role/next/chained"
