"""Code inside AWS finds the credentials of its platform, as botocore's own providers find them there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.utils import ContainerMetadataFetcher

from pytest_fakests import (
    Account,
    DeclarationError,
    Ec2Instance,
    EcsTask,
    EksPod,
    FakeSts,
    LambdaFunction,
    Role,
    StsClock,
    UndeclaredError,
    allow,
)

Platform = LambdaFunction | EcsTask | Ec2Instance | EksPod
ACCOUNT = "123456789012"
SERVICES = ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com"]


def trusting(services: str | list[str], *actions: str, **when: Any) -> dict[str, Any]:
    """A trust policy that lets services in."""
    statement = {"Effect": "Allow", "Principal": {"Service": services}, "Action": list(actions)}
    return {"Version": "2012-10-17", "Statement": [{**statement, **({"Condition": when} if when else {})}]}


pytestmark = pytest.mark.roles(
    Role("exec", trust=trusting(SERVICES, "sts:AssumeRole", "sts:TagSession"), permissions=allow("s3:ListAllMyBuckets"))
)


def client(service: str) -> Any:
    """A client without any configuration."""
    return botocore.session.Session().create_client(service)


EVERY = pytest.mark.parametrize(
    ("platform", "method", "session_name"),
    [
        pytest.param(LambdaFunction("exec", "nightly"), "env", "nightly", id="lambda"),
        pytest.param(EcsTask("exec", "0123abcd"), "container-role", "0123abcd", id="ecs"),
        pytest.param(Ec2Instance("exec", "i-0123abcd"), "iam-role", "i-0123abcd", id="ec2"),
        pytest.param(
            EksPod("exec", "web", uid="6c1e3f1c-5d0b-4a54-9c52-0f8a2e6d7b11"),
            "container-role",
            "eks-main-web-6c1e3f1c-5d0b-4a54-9c52-0f8a2e6d7b11",
            id="eks",
        ),
    ],
)
RENEWING = pytest.mark.parametrize(
    "platform", [EcsTask("exec"), Ec2Instance("exec"), EksPod("exec")], ids=["ecs", "ec2", "eks"]
)


@EVERY
def test_botocores_own_provider_finds_the_role(
    inside: Callable[[Platform], None], platform: Platform, method: str, session_name: str
) -> None:
    """A session without any configuration calls as the session of the role that the service handed out."""
    inside(platform)
    credentials: Any = botocore.session.Session().get_credentials()
    assert credentials.method == method
    answer = client("sts").get_caller_identity()
    assert answer["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/exec/{session_name}"


@EVERY
def test_the_code_may_do_what_the_role_may(
    inside: Callable[[Platform], None], platform: Platform, method: str, session_name: str
) -> None:
    """The role's permissions count, and not those of the test's caller."""
    inside(platform)
    s3 = client("s3")
    s3.list_buckets()
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket="reports", Key="q3.csv")


@RENEWING
def test_credentials_are_renewed_by_the_clock(
    inside: Callable[[Platform], None], sts_clock: StsClock, platform: Platform
) -> None:
    """A client that lives for days never meets an expired token."""
    inside(platform)
    caller = client("sts")
    for _ in range(12):
        caller.get_caller_identity()
        sts_clock.advance(hours=5)


def test_a_lambda_function_is_not_given_new_credentials(
    inside: Callable[[Platform], None], sts_clock: StsClock
) -> None:
    """What stands in the environment ends when it ends."""
    inside(LambdaFunction("exec", seconds=3600))
    caller = client("sts")
    caller.get_caller_identity()
    sts_clock.advance(hours=1)
    with pytest.raises(ClientError, match="ExpiredToken"):
        caller.get_caller_identity()


@pytest.mark.parametrize(
    ("platform", "source"),
    [
        pytest.param(LambdaFunction("guarded", "nightly"), "lambda:us-east-1:{}:function:nightly", id="lambda"),
        pytest.param(EcsTask("guarded", "0123"), "ecs:us-east-1:{}:task/0123", id="ecs"),
        pytest.param(Ec2Instance("guarded", "i-0123abcd"), "ec2:us-east-1:{}:instance/i-0123abcd", id="ec2"),
        pytest.param(EksPod("guarded", cluster="prod"), "eks:us-east-1:{}:cluster/prod", id="eks"),
    ],
)
def test_the_trust_policy_sees_where_the_code_runs(fakests: FakeSts, platform: Platform, source: str) -> None:
    """aws:SourceArn and aws:SourceAccount are those of the function, task, instance or cluster."""
    arn = "arn:aws:" + source.format(ACCOUNT)
    when = {"aws:SourceArn": arn, "aws:SourceAccount": ACCOUNT}
    trust = trusting(SERVICES, "sts:AssumeRole", "sts:TagSession", StringEquals=when)
    fakests.add(Role("guarded", trust=trust))
    with fakests.inside(platform):
        pass
    fakests.role("guarded").set_trust(
        trusting(SERVICES, "sts:AssumeRole", "sts:TagSession", StringEquals={**when, "aws:SourceArn": arn + "x"})
    )
    with pytest.raises(ClientError, match="AccessDenied"), fakests.inside(platform):
        pass


def test_the_trust_policy_sees_the_organization_of_what_runs_the_code(fakests: FakeSts) -> None:
    """aws:SourceOrgID, of an account that has one."""
    fakests.add(Role("guarded", trust=trusting(SERVICES, "sts:AssumeRole", StringEquals={"aws:SourceOrgID": "o-mine"})))
    with pytest.raises(ClientError, match="AccessDenied"), fakests.inside(LambdaFunction("guarded")):
        pass
    fakests.add(Account(ACCOUNT, organization="o-mine"))
    with fakests.inside(LambdaFunction("guarded")):
        pass


def test_a_service_that_is_not_trusted_cannot_hand_the_role_out(fakests: FakeSts) -> None:
    """The error is that of an AssumeRole, and its note says what the trust policy lacks."""
    fakests.add(Role("ours", trust=trusting("ec2.amazonaws.com", "sts:AssumeRole")))
    with pytest.raises(ClientError) as caught, fakests.inside(LambdaFunction("ours")):
        pass
    assert str(caught.value) == (
        "An error occurred (AccessDenied) when calling the AssumeRole operation: User: lambda.amazonaws.com is not "
        f"authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{ACCOUNT}:role/ours"
    )
    assert 'Principal "ec2.amazonaws.com" does not match lambda.amazonaws.com' in vars(caught.value)["__notes__"][0]


def test_what_is_no_platform_is_refused(fakests: FakeSts) -> None:
    """The text lists what is taken."""
    given: Any = "lambda"
    with pytest.raises(DeclarationError) as caught, fakests.inside(given):
        pass
    assert str(caught.value) == (
        "'lambda' is no platform; give a LambdaFunction, an EcsTask, an Ec2Instance, an EksPod or a TokenFile"
    )


def test_a_role_that_is_not_declared_is_told(fakests: FakeSts) -> None:
    """The text lists the roles that are."""
    with pytest.raises(UndeclaredError, match="no role 'exc' is declared"), fakests.inside(EcsTask("exc")):
        pass


@pytest.mark.parametrize(
    ("platform", "key", "value"),
    [
        pytest.param(
            LambdaFunction("exec", "nightly"),
            "lambda:SourceFunctionArn",
            f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:nightly",
            id="the function, https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html",
        ),
        pytest.param(
            Ec2Instance("exec", "i-0123abcd"),
            "ec2:SourceInstanceARN",
            f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/i-0123abcd",
            id="the instance, https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
        ),
        pytest.param(Ec2Instance("exec"), "ec2:RoleDelivery", "2.0", id="version 2 of the metadata service"),
        pytest.param(
            Ec2Instance("exec", vpc="vpc-1a2b3c4d"), "aws:Ec2InstanceSourceVpc", "vpc-1a2b3c4d", id="the instance's VPC"
        ),
        pytest.param(
            Ec2Instance("exec", private_ip="10.1.2.3"),
            "aws:Ec2InstanceSourcePrivateIPv4",
            "10.1.2.3",
            id="the instance's address",
        ),
        pytest.param(
            EksPod("exec", namespace="billing"),
            "aws:PrincipalTag/kubernetes-namespace",
            "billing",
            id="the pod's tags, https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
        ),
    ],
)
def test_calls_carry_what_the_platform_says_of_them(fakests: FakeSts, platform: Platform, key: str, value: str) -> None:
    """Policies can tell calls that were made there from others."""
    fakests.role("exec").set_permissions(allow("s3:ListAllMyBuckets", when={"StringEquals": {key: value}}))
    with fakests.inside(platform):
        client("s3").list_buckets()
    with pytest.raises(ClientError, match="AccessDenied"):
        fakests.client("s3", "role/exec").list_buckets()


def test_a_pod_needs_a_role_whose_sessions_may_be_tagged(fakests: FakeSts) -> None:
    """EKS tags the session, so sts:AssumeRole alone is not enough."""
    fakests.add(Role("untagged", trust=trusting("pods.eks.amazonaws.com", "sts:AssumeRole")))
    with pytest.raises(ClientError, match="sts:TagSession"), fakests.inside(EksPod("untagged")):
        pass


def test_a_pods_tags_go_on_along_a_chain(fakests: FakeSts) -> None:
    """They are transitive: a role assumed from the pod has them, too."""
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    when = {"StringEquals": {"aws:PrincipalTag/kubernetes-pod-name": "web"}}
    fakests.add(Role("next", trust=trust, permissions=allow("s3:ListAllMyBuckets", when=when)))
    fakests.role("exec").set_permissions(allow("sts:AssumeRole", "sts:TagSession"))
    with fakests.inside(EksPod("exec", "web")):
        got = fakests.assume_role("next")
    got.client("s3").list_buckets()


def test_the_environment_is_that_of_a_lambda_function(inside: Callable[[Platform], None]) -> None:
    """The variables that AWS reserves are there: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html."""
    inside(LambdaFunction("exec", "nightly"))
    assert os.environ["AWS_LAMBDA_FUNCTION_NAME"] == "nightly"
    assert os.environ["AWS_EXECUTION_ENV"].startswith("AWS_Lambda_python3.")
    assert os.environ["AWS_SESSION_TOKEN"]


@EVERY
def test_everything_is_put_back(fakests: FakeSts, platform: Platform, method: str, session_name: str) -> None:
    """After it the environment is the caller's again, and the addresses are closed."""
    before = dict(os.environ)
    with fakests.inside(platform):
        assert dict(os.environ) != before
    assert dict(os.environ) == before
    assert fakests.client("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/tester"
    assert fakests.gate.metadata == []


def test_a_trust_policy_that_changes_is_seen_at_the_next_renewal(
    fakests: FakeSts, sts_clock: StsClock, inside: Callable[[Platform], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service asks again, without waiting; what was handed out lives on until it ends."""
    waits: list[float] = []
    monkeypatch.setattr(ContainerMetadataFetcher.__init__, "__defaults__", (None, waits.append))
    inside(EcsTask("exec"))
    caller = client("sts")
    caller.get_caller_identity()
    fakests.role("exec").set_trust(trusting("ec2.amazonaws.com", "sts:AssumeRole"))
    caller.get_caller_identity()
    sts_clock.advance(hours=6)
    with pytest.raises(botocore.exceptions.CredentialRetrievalError, match="Received non 200 response 400"):
        caller.get_caller_identity()
    assert (len(waits) > 1, sum(waits)) == (True, 0)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        pytest.param(lambda: LambdaFunction("exec", "bad name"), "LambdaFunction: name 'bad name' is none that AWS takes; it is 1 to 64 letters, digits, hyphens and underscores", id="a function with a space"),
        pytest.param(lambda: LambdaFunction("exec", "f" * 65), f"LambdaFunction: name '{'f' * 65}' is none that AWS takes; it is 1 to 64 letters, digits, hyphens and underscores", id="a long one"),
        pytest.param(lambda: EcsTask("exec", "my task"), "EcsTask: name 'my task' is none that AWS takes; it is a task's id, as '9a1b2c3d4e5f60718293a4b5c6d7e8f9'", id="a task"),
        pytest.param(lambda: Ec2Instance("exec", "web"), "Ec2Instance: name 'web' is none that AWS takes; it is 'i-' and 8 or 17 hexadecimal digits, as 'i-0a1b2c3d4e5f60718'", id="an instance"),
        pytest.param(lambda: Ec2Instance("exec", vpc="main"), "Ec2Instance: vpc 'main' is none that AWS takes; it is 'vpc-' and 8 or 17 hexadecimal digits, as 'vpc-0a1b2c3d4e5f60718'", id="its VPC"),
        pytest.param(lambda: EksPod("exec", "Web"), "EksPod: name 'Web' is none that AWS takes; it is a pod's name: words of lower-case letters, digits and hyphens, 63 at the most, with dots between", id="a pod"),
        pytest.param(lambda: EksPod("exec", cluster="-"), "EksPod: cluster '-' is none that AWS takes; it is 1 to 100 letters, digits, hyphens and underscores", id="its cluster"),
        pytest.param(lambda: EksPod("exec", namespace="a.b"), "EksPod: namespace 'a.b' is none that AWS takes; it is lower-case letters, digits and hyphens, 63 at the most", id="its namespace"),
        pytest.param(lambda: EksPod("exec", service_account="a_b"), "EksPod: service_account 'a_b' is none that AWS takes; it is words of lower-case letters, digits and hyphens, 63 at the most, with dots between", id="its service account"),
        pytest.param(lambda: EksPod("exec", uid="u1"), "EksPod: uid 'u1' is none that AWS takes; it is a UUID, as '6c1e3f1c-5d0b-4a54-9c52-0f8a2e6d7b10'", id="its uid"),
    ],
)  # fmt: skip
def test_a_name_that_the_service_would_not_take_is_refused(make: Callable[[], Platform], text: str) -> None:
    """In one sentence, where it is written."""
    with pytest.raises(DeclarationError) as caught:
        make()
    assert str(caught.value) == text


@EVERY
def test_child_process_finds_the_role(
    fakests: FakeSts, fakests_endpoint: str, platform: Platform, method: str, session_name: str
) -> None:
    """The platform's service is at the loopback endpoint for it, and for the test's own process as ever."""
    code = """
import botocore.session
session = botocore.session.Session()
print(session.get_credentials().method, session.create_client("sts").get_caller_identity()["Arn"])
"""
    with fakests.inside(platform):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        here = client("sts").get_caller_identity()["Arn"]
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/exec/{session_name}"
    assert (done.stdout.strip(), here) == (f"{method} {arn}", arn), done.stderr
