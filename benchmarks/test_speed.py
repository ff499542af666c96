"""How long the fake takes, beside a canned answer and beside moto, in one run.

Run with `tox run -e benchmark`. Every figure is a time on the machine that runs it; the ratios are what is compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from moto import mock_aws

from pytest_fakests import OidcProvider, Role, allow, fake_sts, trust

ROLE = "arn:aws:iam::123456789012:role/reader"
TRUST = trust("user/tester")
READ = allow("s3:GetObject", "s3:PutObject", on="arn:aws:s3:::reports/*")
ROLES = [Role(name, trust=TRUST, permissions=READ) for name in ("reader", "writer", "auditor")]
CANNED = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <Credentials>
      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey>
      <SessionToken>%s</SessionToken>
      <Expiration>2031-05-01T13:00:00Z</Expiration>
    </Credentials>
    <AssumedRoleUser>
      <AssumedRoleId>AROAIOSFODNN7EXAMPLE:nightly</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/reader/nightly</Arn>
    </AssumedRoleUser>
  </AssumeRoleResult>
  <ResponseMetadata>
    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
  </ResponseMetadata>
</AssumeRoleResponse>
""" % (b"IQoJb3JpZ2luX2Vj" * 22)  # fmt: skip


CANNED_WEB_IDENTITY = CANNED.replace(b"AssumeRoleRe", b"AssumeRoleWithWebIdentityRe").replace(
    b"  </AssumeRoleWithWebIdentityResult>",
    b"""    <SubjectFromWebIdentityToken>repo:octo-org/octo-repo:ref:refs/heads/main</SubjectFromWebIdentityToken>
    <Provider>arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com</Provider>
    <Audience>sts.amazonaws.com</Audience>
  </AssumeRoleWithWebIdentityResult>""",
)
GITHUB = "token.actions.githubusercontent.com"


CANNED_IDENTITY = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/tester</Arn>
    <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
"""


class Body:
    """The raw stream behind a canned answer."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.text


def canned(request: Any, **_: Any) -> AWSResponse:
    """A before-send handler that answers each request with the same XML."""
    return AWSResponse(request.url, 200, {"Content-Type": "text/xml"}, Body(CANNED))


def canned_web_identity(request: Any, **_: Any) -> AWSResponse:
    """The same for AssumeRoleWithWebIdentity."""
    return AWSResponse(request.url, 200, {"Content-Type": "text/xml"}, Body(CANNED_WEB_IDENTITY))


def canned_identity(request: Any, **_: Any) -> AWSResponse:
    """The same for GetCallerIdentity."""
    return AWSResponse(request.url, 200, {"Content-Type": "text/xml"}, Body(CANNED_IDENTITY))


def assume(client: Any) -> Callable[[], Any]:
    """The call that is timed."""
    return lambda: client.assume_role(RoleArn=ROLE, RoleSessionName="nightly")


def sts_client() -> Any:
    """A client with keys of its own, as the code under test may have it."""
    session = botocore.session.Session()
    session.set_credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    return session.create_client("sts", region_name="us-east-1")


@pytest.mark.benchmark(group="AssumeRole")
def test_assume_role_fakests(benchmark: Any) -> None:
    """Signature, trust policy and permissions policy are looked at with each call."""
    with fake_sts(*ROLES) as fakests:
        benchmark(assume(fakests.botocore_session().create_client("sts")))


@pytest.mark.benchmark(group="AssumeRole")
def test_assume_role_canned(benchmark: Any) -> None:
    """A handler that looks at nothing; botocore parses the XML."""
    client = sts_client()
    client.meta.events.register("before-send.sts.AssumeRole", canned)
    benchmark(assume(client))


@pytest.mark.benchmark(group="AssumeRole")
def test_assume_role_moto(benchmark: Any) -> None:
    """moto, which hands out credentials without a look at policies."""
    with mock_aws():
        benchmark(assume(sts_client()))


@pytest.mark.benchmark(group="GetCallerIdentity")
def test_get_caller_identity_fakests(benchmark: Any) -> None:
    """The signature is looked at with each call."""
    with fake_sts(*ROLES) as fakests:
        benchmark(fakests.client("sts").get_caller_identity)


@pytest.mark.benchmark(group="GetCallerIdentity")
def test_get_caller_identity_canned(benchmark: Any) -> None:
    """A handler that looks at nothing."""
    client = sts_client()
    client.meta.events.register("before-send.sts.GetCallerIdentity", canned_identity)
    benchmark(client.get_caller_identity)


def chain(fakests: Any, length: int) -> Callable[[], Any]:
    """A chain of roles, each assumed with the session of the one before; the clients are made anew for each session."""

    def once() -> None:
        who: Any = "user/tester"
        for number in range(length):
            who = fakests.assume_role(f"link-{number}", by=who)

    return once


@pytest.mark.benchmark(group="chain")
@pytest.mark.parametrize("length", [pytest.param(1, id="one"), pytest.param(10, id="ten")])
def test_chain(benchmark: Any, length: int) -> None:
    """A chain costs what its links cost."""
    links = [
        Role(f"link-{number}", trust=trust("account/123456789012"), permissions=allow("sts:AssumeRole"))
        for number in range(length)
    ]
    with fake_sts(*links) as fakests:
        benchmark(chain(fakests, length))


def assume_with(client: Any, token: str) -> Callable[[], Any]:
    """The call with a token that is timed."""
    return lambda: client.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="nightly", WebIdentityToken=token)


@pytest.mark.benchmark(group="AssumeRoleWithWebIdentity")
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_web_identity_fakests(benchmark: Any, algorithm: str) -> None:
    """The token's signature, its claims, the trust policy and its conditions are looked at with each call."""
    when = {"StringEquals": {f"{GITHUB}:sub": "repo:octo-org/octo-repo:ref:refs/heads/main"}}
    role = Role("reader", trust=trust(f"oidc/{GITHUB}", when=when), permissions=READ)
    with fake_sts(OidcProvider(GITHUB, audiences="sts.amazonaws.com"), role) as fakests:
        token = fakests.oidc_provider.github_actions("octo-org/octo-repo", algorithm=algorithm, lifetime=3600)
        benchmark(assume_with(fakests.botocore_session().create_client("sts"), token))


@pytest.mark.benchmark(group="AssumeRoleWithWebIdentity")
def test_web_identity_canned(benchmark: Any) -> None:
    """A handler that looks at nothing; the token is as long as GitHub's."""
    with fake_sts() as fakests:
        token = fakests.oidc_provider(GITHUB).github_actions("octo-org/octo-repo")
    client = sts_client()
    client.meta.events.register("before-send.sts.AssumeRoleWithWebIdentity", canned_web_identity)
    benchmark(assume_with(client, token))


@pytest.mark.benchmark(group="enter and leave")
def test_enter_and_leave_fakests(benchmark: Any) -> None:
    """A fake with three roles; the clock is not moved."""

    def once() -> None:
        with fake_sts(*ROLES):
            pass

    benchmark(once)


@pytest.mark.benchmark(group="enter and leave")
def test_enter_and_leave_moto(benchmark: Any) -> None:
    """mock_aws, in which no role is made."""

    def once() -> None:
        with mock_aws():
            pass

    benchmark(once)


def calls(session: Callable[..., Any]) -> None:
    """A typical test: two sessions made, two roles assumed, four calls."""
    first = session().client("sts")
    for name in ("reader", "writer"):
        arn = f"arn:aws:iam::123456789012:role/{name}"
        keys = first.assume_role(RoleArn=arn, RoleSessionName="nightly")["Credentials"]
    second = session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    s3 = second.client("s3")
    s3.put_object(Bucket="reports", Key="q3.csv", Body=b"profit")
    s3.get_object(Bucket="reports", Key="q3.csv")


@pytest.mark.benchmark(group="typical test")
def test_typical_test_fakests(benchmark: Any) -> None:
    """Three roles, two sessions, two roles assumed, four calls; every call judged."""

    def once() -> None:
        with fake_sts(*ROLES):
            calls(boto3.Session)

    benchmark(once)


@pytest.mark.benchmark(group="typical test")
def test_typical_test_moto(benchmark: Any) -> None:
    """The same under moto, with the roles and the bucket made first, as moto needs them."""

    def once() -> None:
        with mock_aws():
            session = boto3.Session()
            iam = session.client("iam", region_name="us-east-1")
            for role in ROLES:
                iam.create_role(RoleName=role.name, AssumeRolePolicyDocument=json.dumps(TRUST))
            session.client("s3", region_name="us-east-1").create_bucket(Bucket="reports")
            calls(lambda **keys: boto3.Session(region_name="us-east-1", **keys))

    benchmark.pedantic(once, rounds=15, warmup_rounds=2)


@pytest.mark.benchmark(group="import")
def test_import_of_the_plugin(benchmark: Any) -> None:
    """What a run pays that has the plugin installed and does not use it: modules and milliseconds at import."""
    program = (
        "import sys, time, pytest\n"
        "before = set(sys.modules)\n"
        "start = time.perf_counter()\n"
        "import pytest_fakests.plugin\n"
        "print(time.perf_counter() - start, len(set(sys.modules) - before))\n"
    )

    def once() -> tuple[float, int]:
        output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        seconds, modules = output.split()
        return float(seconds), int(modules)

    figures = [once() for _ in range(10)]
    benchmark.pedantic(once, rounds=1)
    seconds = sorted(figure[0] for figure in figures)[len(figures) // 2]
    benchmark.extra_info.update(milliseconds=seconds * 1000, modules=figures[0][1])
    assert figures[0][1] < 12
    assert seconds < 0.005
