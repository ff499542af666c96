"""How long the fake takes, beside moto, in one run.

Run with `tox run -e benchmark`. Every figure is a time on the machine that runs it; the ratios are what is compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import boto3
import botocore.session
import pytest
from moto import mock_aws

from pytest_fakests import Role, allow, fake_sts, trust

ROLE = "arn:aws:iam::123456789012:role/reader"
TRUST = trust("user/tester")
READ = allow("s3:GetObject", "s3:PutObject", on="arn:aws:s3:::reports/*")
ROLES = [Role(name, trust=TRUST, permissions=READ) for name in ("reader", "writer", "auditor")]


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
def test_assume_role_moto(benchmark: Any) -> None:
    """moto, which hands out credentials without a look at policies."""
    with mock_aws():
        benchmark(assume(sts_client()))


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

    # As installed: pip compiles what it installs, and the first of these runs compiles what lies in this folder.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def once() -> tuple[float, int]:
        output = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout
        seconds, modules = output.split()
        return float(seconds), int(modules)

    figures = [once() for _ in range(10)]
    benchmark.pedantic(once, rounds=1)
    seconds = sorted(figure[0] for figure in figures)[len(figures) // 2]
    benchmark.extra_info.update(milliseconds=seconds * 1000, modules=figures[0][1])
    print(f"plugin import: {seconds * 1000:.2f} ms, {figures[0][1]} modules")
    assert figures[0][1] < 12
    assert seconds < 0.005
