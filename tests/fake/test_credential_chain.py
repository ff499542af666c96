"""botocore's own default credential chain under the fake: what it finds in a home of the test's own calls as its owner.

https://docs.aws.amazon.com/boto3/latest/guide/credentials.html
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.credentials
import botocore.session
import pytest
from botocore.credentials import SSOProvider
from botocore.exceptions import ClientError, UnauthorizedSSOTokenError

from pytest_fakests import Ec2Instance, EcsTask, FakeSts, Role, StsClock, User, allow, trust

ACCOUNT = "123456789012"
SERVICES = {"Service": ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]}
OPENED = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": SERVICES, "Action": "sts:AssumeRole"}}
START = "https://example.awsapps.com/start"

pytestmark = [
    pytest.mark.users(User("ann", permissions=allow("sts:AssumeRole")), User("bob")),
    pytest.mark.roles(
        Role("app", trust=[trust("user/ann"), trust("role/exec"), trust("user/tester")]),
        Role("next", trust=trust("role/app")),
        Role("exec", trust=OPENED, permissions=allow("sts:AssumeRole")),
    ),
]


@pytest.fixture
def home(fakests: FakeSts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, whose files botocore reads, and no keys in the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    (tmp_path / ".aws").mkdir()
    return tmp_path / ".aws"


def keys(fakests: FakeSts, user: str) -> str:
    """The keys of a user, as a section of a file has them."""
    found = fakests.credentials(f"user/{user}")
    return f"aws_access_key_id = {found.access_key}\naws_secret_access_key = {found.secret_key}\n"


def session(profile: str | None = None) -> Any:
    """A botocore session that finds its credentials by itself."""
    return botocore.session.Session(profile=profile)


def caller(profile: str | None = None) -> str:
    """Whom AWS sees behind what the chain finds."""
    arn: str = session(profile).create_client("sts", "us-east-1").get_caller_identity()["Arn"]
    return arn


def assumes(name: str, profile: str, start: str) -> str:
    """A profile of the config file that assumes a role."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    return f"[profile {profile}]\nrole_arn = {arn}\nrole_session_name = mine\n{start}\n"


class TestFiles:
    """Keys in the shared files."""

    @pytest.mark.parametrize(
        ("file", "section", "profile"),
        [
            pytest.param("credentials", "default", None, id="the default of the credentials file"),
            pytest.param("credentials", "dev", "dev", id="a profile of the credentials file"),
            pytest.param("config", "default", None, id="the default of the config file"),
            pytest.param("config", "profile dev", "dev", id="a profile of the config file"),
        ],
    )
    def test_keys_call_as_their_user(
        self, fakests: FakeSts, home: Path, file: str, section: str, profile: str | None
    ) -> None:
        """And not as the test's own caller."""
        (home / file).write_text(f"[{section}]\n{keys(fakests, 'bob')}", encoding="ascii")
        assert caller(profile) == f"arn:aws:iam::{ACCOUNT}:user/bob"

    def test_aws_profile_chooses(self, fakests: FakeSts, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """For boto3's own clients too."""
        text = f"[default]\n{keys(fakests, 'ann')}[dev]\n{keys(fakests, 'bob')}"
        (home / "credentials").write_text(text, encoding="ascii")
        monkeypatch.setenv("AWS_PROFILE", "dev")
        assert boto3.client("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/bob"

    def test_the_environment_comes_first(self, fakests: FakeSts, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """As in botocore's order."""
        (home / "credentials").write_text(f"[default]\n{keys(fakests, 'ann')}", encoding="ascii")
        bob = fakests.credentials("user/bob")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", bob.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bob.secret_key)
        assert caller() == f"arn:aws:iam::{ACCOUNT}:user/bob"

    def test_a_session_in_the_files_ends(self, fakests: FakeSts, home: Path, sts_clock: StsClock) -> None:
        """What a script wrote there yesterday is refused as AWS refuses it."""
        app = fakests.credentials("role/app")
        (home / "credentials").write_text(
            f"[default]\naws_access_key_id = {app.access_key}\naws_secret_access_key = {app.secret_key}\n"
            f"aws_session_token = {app.token}\n",
            encoding="ascii",
        )
        assert caller().startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/app/")
        sts_clock.advance(days=1)
        with pytest.raises(ClientError, match="ExpiredToken"):
            caller()


class TestRoles:
    """Profiles that assume a role."""

    def test_a_source_profile(self, fakests: FakeSts, home: Path) -> None:
        """Its keys assume the role."""
        (home / "credentials").write_text(f"[ann]\n{keys(fakests, 'ann')}", encoding="ascii")
        (home / "config").write_text(assumes("app", "app", "source_profile = ann"), encoding="ascii")
        assert caller("app") == f"arn:aws:sts::{ACCOUNT}:assumed-role/app/mine"

    def test_a_source_profile_that_the_trust_policy_does_not_know(self, fakests: FakeSts, home: Path) -> None:
        """Is refused, as AWS refuses it."""
        (home / "credentials").write_text(f"[bob]\n{keys(fakests, 'bob')}", encoding="ascii")
        (home / "config").write_text(assumes("app", "app", "source_profile = bob"), encoding="ascii")
        with pytest.raises(ClientError) as caught:
            caller("app")
        assert caught.value.response["Error"]["Message"] == (
            f"User: arn:aws:iam::{ACCOUNT}:user/bob is not authorized to perform: sts:AssumeRole "
            f"on resource: arn:aws:iam::{ACCOUNT}:role/app"
        )

    def test_source_profiles_chain(self, fakests: FakeSts, home: Path) -> None:
        """A profile starts from another's session."""
        (home / "credentials").write_text(f"[ann]\n{keys(fakests, 'ann')}", encoding="ascii")
        (home / "config").write_text(
            assumes("app", "app", "source_profile = ann") + assumes("next", "next", "source_profile = app"),
            encoding="ascii",
        )
        assert caller("next") == f"arn:aws:sts::{ACCOUNT}:assumed-role/next/mine"

    @pytest.mark.parametrize(
        ("source", "platform"),
        [
            pytest.param("EcsContainer", EcsTask("exec"), id="ecs"),
            pytest.param("Ec2InstanceMetadata", Ec2Instance("exec"), id="ec2"),
        ],
    )
    def test_a_credential_source(
        self, fakests: FakeSts, home: Path, source: str, platform: EcsTask | Ec2Instance
    ) -> None:
        """The role of the platform assumes the profile's role."""
        (home / "config").write_text(assumes("app", "app", f"credential_source = {source}"), encoding="ascii")
        with fakests.inside(platform):
            assert caller("app") == f"arn:aws:sts::{ACCOUNT}:assumed-role/app/mine"

    def test_the_environment_as_credential_source(
        self, fakests: FakeSts, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The environment's keys assume the profile's role."""
        (home / "config").write_text(assumes("app", "app", "credential_source = Environment"), encoding="ascii")
        ann = fakests.credentials("user/ann")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", ann.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", ann.secret_key)
        assert caller("app") == f"arn:aws:sts::{ACCOUNT}:assumed-role/app/mine"


class TestProcess:
    """credential_process: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html."""

    @pytest.fixture
    def write(self, home: Path) -> Callable[..., None]:
        """Let the process print these credentials; each time it runs it notes that it did."""

        def write(credentials: Any, **also: str) -> None:
            told = {
                "Version": 1,
                "AccessKeyId": credentials.access_key,
                "SecretAccessKey": credentials.secret_key,
                **also,
            }
            script = home / "process.py"
            script.write_text(f"print({json.dumps(told)!r})\nopen({str(home / 'runs')!r}, 'a').write('.')\n")
            (home / "config").write_text(f'[default]\ncredential_process = "{sys.executable}" "{script}"\n')

        return write

    def test_it_calls_as_the_owner_of_what_it_prints(self, fakests: FakeSts, write: Callable[..., None]) -> None:
        """Whom the fake knows by the key."""
        write(fakests.credentials("user/bob"))
        assert caller() == f"arn:aws:iam::{ACCOUNT}:user/bob"

    def test_it_runs_again_when_its_credentials_end(
        self, fakests: FakeSts, home: Path, write: Callable[..., None], sts_clock: StsClock
    ) -> None:
        """By the test's clock."""
        app = fakests.credentials("role/app")
        assert app.expiration is not None
        write(app, SessionToken=app.token, Expiration=app.expiration.isoformat())
        client = session().create_client("sts", "us-east-1")
        client.get_caller_identity()
        sts_clock.advance(minutes=55)
        fresh = fakests.credentials("role/app")
        assert fresh.expiration is not None
        write(fresh, SessionToken=fresh.token, Expiration=fresh.expiration.isoformat())
        sts_clock.advance(minutes=30)
        client.get_caller_identity()
        assert (home / "runs").read_text() == ".."


class TestSso:
    """A profile of IAM Identity Center, whose portal the test answers for."""

    @pytest.fixture
    def profile(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        """A profile, and the token that `aws sso login` left in the cache of the home folder."""
        (home / "config").write_text(
            f"[profile sso]\nsso_start_url = {START}\nsso_region = us-east-1\nsso_account_id = {ACCOUNT}\n"
            "sso_role_name = app\n",
            encoding="ascii",
        )
        cache = home / "sso" / "cache"
        cache.mkdir(parents=True)
        # botocore finds the folder out when it is imported.
        monkeypatch.setattr(SSOProvider, "_SSO_TOKEN_CACHE_DIR", str(cache))
        ends = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)
        token = {
            "startUrl": START,
            "region": "us-east-1",
            "accessToken": "t",
            "expiresAt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        }
        name = hashlib.sha1(START.encode()).hexdigest()  # as the SDKs name it
        (cache / f"{name}.json").write_text(json.dumps(token), encoding="ascii")
        return "sso"

    def answer(self, fakests: FakeSts) -> None:
        """Let the portal hand out sessions of the role."""

        def hand_out(params: dict[str, Any]) -> dict[str, Any]:
            assert (params["accountId"], params["accessToken"]) == (ACCOUNT, "t")
            found = fakests.credentials(f"role/{params['roleName']}")
            assert found.expiration is not None
            return {
                "roleCredentials": {
                    "accessKeyId": found.access_key,
                    "secretAccessKey": found.secret_key,
                    "sessionToken": found.token,
                    "expiration": int(found.expiration.timestamp() * 1000),
                }
            }

        fakests.answer("sso:GetRoleCredentials", hand_out)

    def test_it_calls_as_the_session_that_the_portal_gave(self, fakests: FakeSts, profile: str) -> None:
        """The portal is asked with the cached token, and no signature."""
        self.answer(fakests)
        assert caller(profile).startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/app/")

    @pytest.mark.fakests(strict=False)  # newer versions of botocore see from the cache that the portal would refuse
    def test_the_login_ends(self, fakests: FakeSts, profile: str, sts_clock: StsClock) -> None:
        """With botocore's own error, by the test's clock."""
        fakests.fail("sso:GetRoleCredentials", "UnauthorizedException", times=None)
        sts_clock.advance(hours=9)
        with pytest.raises(UnauthorizedSSOTokenError):
            caller(profile)


@pytest.mark.skipif(not hasattr(botocore.credentials, "LoginProvider"), reason="this botocore knows no aws login")
class TestLogin:
    """A profile of `aws login`, whose refreshed keys the test answers with."""

    ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"

    @pytest.fixture
    def profile(self, fakests: FakeSts, home: Path) -> str:
        """A profile, and the token that `aws login` left in the cache of the home folder: keys of a session of ann's."""
        curves = pytest.importorskip("awscrt.crypto", reason="botocore signs what it asks for with awscrt")
        key = base64.b64encode(curves.EC.new_generate(curves.ECType.P_256).export_key(curves.ECExportFormat.SEC1))
        (home / "config").write_text(f"[profile login]\nlogin_session = {self.ANN}\n", encoding="ascii")
        first = self.keys(fakests) | {"accountId": ACCOUNT, "expiresAt": f"{self.end():%Y-%m-%dT%H:%M:%SZ}"}
        token = {"accessToken": first, "refreshToken": "r", "clientId": "c", "dpopKey": key.decode()}
        cache = home / "login" / "cache"
        cache.mkdir(parents=True)
        name = hashlib.sha256(self.ANN.encode()).hexdigest()  # as the SDKs name it
        (cache / f"{name}.json").write_text(json.dumps(token), encoding="ascii")
        return "login"

    def keys(self, fakests: FakeSts) -> dict[str, Any]:
        """Those of a session of 15 minutes."""
        found = fakests.client("sts", "user/ann").get_session_token(DurationSeconds=900)["Credentials"]
        return {
            "accessKeyId": found["AccessKeyId"],
            "secretAccessKey": found["SecretAccessKey"],
            "sessionToken": found["SessionToken"],
        }

    def end(self) -> datetime.datetime:
        """When a session ends that begins now."""
        return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=15)

    def test_it_calls_as_who_logged_in(self, profile: str) -> None:
        """Nobody is asked as long as the keys are good."""
        assert caller(profile) == self.ANN

    def test_its_keys_are_refreshed(self, fakests: FakeSts, profile: str, sts_clock: StsClock) -> None:
        """By AWS Sign-In, which is asked without a signature."""

        def refresh(params: dict[str, Any]) -> dict[str, Any]:
            assert params["tokenInput"]["refreshToken"] == "r"
            told = {
                "accessToken": self.keys(fakests),
                "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4",
            }
            return {"tokenOutput": {**told, "expiresIn": 900, "refreshToken": "s"}}

        fakests.answer("signin:CreateOAuth2Token", refresh)
        sts_clock.advance(minutes=16)
        assert caller(profile) == self.ANN


def test_nothing_at_all_is_found(home: Path) -> None:
    """Without files and variables the chain ends, and asks no metadata service of the machine's."""
    assert session().get_credentials() is None
    assert "AWS_ACCESS_KEY_ID" not in os.environ
