"""What the gate costs: a call that is judged in full beside a canned answer, the first call, and a new client.

Run with `tox run -e benchmark -- benchmarks/test_gate.py`. The canned answer is that of a `before-send` handler of a client
outside the fake: botocore prepares and signs the request and reads the answer, and nobody judges it. Both are called in
turns, some rounds inside the fake and some outside, and what is compared is CPU time.
"""

from __future__ import annotations

import functools
import io
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from canned import CANNED, CANNED_IDENTITY, CANNED_WEB_IDENTITY
from urllib3 import HTTPResponse

from pytest_fakests import FakeSts, OidcProvider, Role, allow, fake_sts, trust

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/users"
APP = Role(
    "app",
    trust=trust("user/tester"),
    permissions=[allow("s3:GetObject", on="arn:aws:s3:::reports/*"), allow("dynamodb:GetItem", on=TABLE)],
)
ARN = "arn:aws:iam::123456789012:role/app"
ROUNDS = 60
JSON = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "01234567-89ab-cdef-0123-456789abcdef"}
XML = {"content-type": "text/xml", "x-amzn-requestid": "01234567-89ab-cdef-0123-456789abcdef"}
OBJECT = {
    "content-type": "binary/octet-stream",
    "content-length": "0",
    "etag": '"d41d8cd98f00b204e9800998ecf8427e"',
    "last-modified": "Wed, 12 Oct 2009 17:50:00 GMT",
    "x-amz-request-id": "0A49CE4060975EAC",
}

# Service, operation, the headers and body of the canned answer, the call, and the highest ratio that is a success.
CALLS = [
    pytest.param("s3", OBJECT, b"", lambda s3: s3.get_object(Bucket="reports", Key="q3.csv"), 1.1, id="S3 GetObject"),
    pytest.param(
        "dynamodb",
        JSON,
        b'{"Item": {"id": {"S": "1"}, "name": {"S": "ann"}}}',
        lambda dynamodb: dynamodb.get_item(TableName="users", Key={"id": {"S": "1"}}),
        1.1,
        id="DynamoDB GetItem",
    ),
    pytest.param(
        "sts", XML, CANNED, lambda sts: sts.assume_role(RoleArn=ARN, RoleSessionName="nightly"), 1.0, id="AssumeRole"
    ),
    pytest.param("sts", XML, CANNED_IDENTITY, lambda sts: sts.get_caller_identity(), 1.0, id="GetCallerIdentity"),
]


def canned_client(service: str, headers: dict[str, str], body: bytes) -> Any:
    """A client outside the fake; its keys are as long as those of a session."""
    session = botocore.session.Session()
    token = None if service == "sts" else "IQoJb3JpZ2luX2Vj" * 22
    session.set_credentials("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token)
    client = session.create_client(service, region_name="us-east-1")

    def answer(request: Any, **_: Any) -> AWSResponse:
        raw: Any = HTTPResponse(io.BytesIO(body), headers, 200, preload_content=False)
        return AWSResponse(request.url, 200, headers, raw)  # type: ignore[arg-type]  # as botocore makes it

    client.meta.events.register(f"before-send.{service}", answer)
    return client


def judged_client(fakests: FakeSts, service: str) -> Any:
    """A client of the fake's: of a session of the role, or of the user who assumes it."""
    return fakests.client("sts") if service == "sts" else fakests.assume_role("app").client(service)


@pytest.mark.parametrize(("service", "headers", "body", "call", "most"), CALLS)
def test_judged_call(
    rounds: Any,
    request: pytest.FixtureRequest,
    service: str,
    headers: dict[str, str],
    body: bytes,
    call: Callable[[Any], object],
    most: float,
) -> None:
    """Signature, token, expiry, trust policy and permissions are looked at with each call."""
    name = request.node.callspec.id
    canned = canned_client(service, headers, body)
    for _ in range(ROUNDS):
        rounds.measure(f"{name}, canned", lambda: call(canned), 0.02)
        with fake_sts(APP) as fakests:
            judged = functools.partial(call, judged_client(fakests, service))
            judged()
            rounds.measure(f"{name}, judged", judged, 0.02)
    rounds.report(f"{name}, judged", f"{name}, canned", most, held=True)


GITHUB = "token.actions.githubusercontent.com"
BY_GITHUB = Role(
    "app",
    trust=trust(
        f"oidc/{GITHUB}", when={"StringEquals": {f"{GITHUB}:sub": "repo:octo-org/octo-repo:ref:refs/heads/main"}}
    ),
)


def assume_with(client: Any, token: str) -> object:
    """A role assumed with a token."""
    return client.assume_role_with_web_identity(RoleArn=ARN, RoleSessionName="nightly", WebIdentityToken=token)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_web_identity(rounds: Any, algorithm: str) -> None:
    """The token's signature, its claims, the trust policy and its conditions are looked at with each call."""
    canned = canned_client("sts", XML, CANNED_WEB_IDENTITY)
    names = (f"AssumeRoleWithWebIdentity {algorithm}, judged", f"AssumeRoleWithWebIdentity {algorithm}, canned")
    for _ in range(ROUNDS):
        with fake_sts(OidcProvider(GITHUB, audiences="sts.amazonaws.com"), BY_GITHUB) as fakests:
            token = fakests.oidc_provider.github_actions("octo-org/octo-repo", algorithm=algorithm, lifetime=3600)
            judged = functools.partial(assume_with, fakests.client("sts"), token)
            judged()
            rounds.measure(names[0], judged, 0.02)
        rounds.measure(names[1], functools.partial(assume_with, canned, token), 0.02)
    # The target is that of RSA; to verify a signature of ECDSA takes longer.
    rounds.report(*names, 1.5, held=algorithm == "RS256")


FIRST_CALL = """
import time
import boto3
{library}
with {fake}():
    client = boto3.session.Session().client("s3", region_name="us-east-1")
    start = time.process_time()
    client.list_buckets()
    print(time.process_time() - start)
"""
FAKES = {
    "fakests": ("from pytest_fakests import fake_sts", "fake_sts"),
    "moto": ("from moto import mock_aws", "mock_aws"),
}


def test_first_call_of_a_process(rounds: Any) -> None:
    """The first call of a cold process: what is read, compiled and imported when somebody calls at last."""
    found: dict[str, list[float]] = {name: [] for name in FAKES}
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(9):
        for name, (library, fake) in FAKES.items():
            program = FIRST_CALL.format(library=library, fake=fake)
            command = [sys.executable, "-c", program]
            told = subprocess.run(command, capture_output=True, text=True, check=True, env=compiled).stdout
            found[name].append(float(told))
    ours, theirs = (statistics.median(found[name]) for name in ("fakests", "moto"))
    rounds.note(
        f"first call of a process, fakests / moto = {ours * 1000:.1f} ms / {theirs * 1000:.1f} ms = {ours / theirs:.3f}"
    )
    assert ours <= theirs / 3


@pytest.mark.parametrize("library", ["botocore", "boto3"])
def test_new_session_and_client(rounds: Any, library: str) -> None:
    """A new session and client inside the fake, where service models are read once, beside the same outside."""

    def made() -> object:
        if library == "boto3":
            import boto3

            return boto3.session.Session().client("s3", region_name="us-east-1")
        return botocore.session.Session().create_client("s3", region_name="us-east-1")

    for _ in range(20):
        rounds.measure(f"new {library} session and client, without the plugin", made)
        with fake_sts(APP):
            rounds.measure(f"new {library} session and client, in the fake", made)
    names = (f"new {library} session and client, {where}" for where in ("in the fake", "without the plugin"))
    rounds.report(*names, 1 / 5, held=True)
