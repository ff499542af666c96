"""Which of AWS's global condition keys the request of each kind of caller has by itself, through real clients.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: "Availability" of each key. The
others are for a test to set, with fakests.context.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import (
    Account,
    Ec2Instance,
    FakeSts,
    LambdaFunction,
    OidcProvider,
    Role,
    SamlProvider,
    User,
    allow,
    trust,
)
from pytest_fakests.iam import Policies, Request, evaluate
from pytest_fakests.iam.lint.keys import GLOBAL_KEYS

HOME, MEMBER = "123456789012", "222222222222"
ISSUER = "idp.example.com"
OPEN = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
)
SERVICES = ("service/lambda.amazonaws.com", "service/ec2.amazonaws.com")

pytestmark = [
    pytest.mark.accounts(
        Account(HOME, organization="o-exampleorgid", management=True, root_sessions=True),
        Account(MEMBER, organization="o-exampleorgid"),
    ),
    pytest.mark.identity_providers(OidcProvider(ISSUER, audiences="app"), SamlProvider("corp")),
    pytest.mark.users(User("ann", mfa=True, tags={"team": "blue"}, permissions=allow("*"))),
    pytest.mark.roles(
        Role("app", trust=trust("user/ann", f"oidc/{ISSUER}", "saml/corp", *SERVICES, actions=OPEN), permissions=allow("*"))
    ),
]  # fmt: skip


def sts_of(fakests: FakeSts, who: str = "user/ann") -> Any:
    """A client of STS."""
    return fakests.botocore_session(who).create_client("sts", endpoint_url="https://sts.us-east-1.amazonaws.com")


def session_token(fakests: FakeSts, *, mfa: bool) -> Any:
    """GetSessionToken, with a code of MFA or without."""
    device = fakests.user("ann").mfa
    code = {"SerialNumber": device.serial, "TokenCode": device.code()} if mfa else {}
    return sts_of(fakests).get_session_token(**code)


def role_session(fakests: FakeSts) -> Any:
    """AssumeRole, with tags and a source identity."""
    tags = [{"Key": "stage", "Value": "test"}]
    return fakests.assume_role("app", by="user/ann", Tags=tags, SourceIdentity="ann.x")


def saml_session(fakests: FakeSts) -> Any:
    """AssumeRoleWithSAML."""
    idp = fakests.saml_provider
    arn, assertion = fakests.role("app").arn, idp.assertion(role="app", principal_tags={"stage": "test"})
    return sts_of(fakests).assume_role_with_saml(RoleArn=arn, PrincipalArn=idp.arn, SAMLAssertion=assertion)


def web_session(fakests: FakeSts) -> Any:
    """AssumeRoleWithWebIdentity."""
    token, arn = fakests.oidc_provider.token(source_identity="ann.x"), fakests.role("app").arn
    return sts_of(fakests).assume_role_with_web_identity(RoleArn=arn, RoleSessionName="web", WebIdentityToken=token)


def assumed_root(fakests: FakeSts) -> Any:
    """AssumeRoot."""
    if not hasattr(sts_of(fakests), "assume_root"):
        pytest.skip("botocore's model is older")
    task = {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}
    return sts_of(fakests).assume_root(TargetPrincipal=MEMBER, TaskPolicyArn=task)


WHO: dict[str, Callable[[FakeSts], Any]] = {
    "root": lambda fakests: f"account/{HOME}",
    "user": lambda fakests: "user/ann",
    "session token": lambda fakests: session_token(fakests, mfa=False),
    "session token with MFA": lambda fakests: session_token(fakests, mfa=True),
    "federated user": lambda fakests: sts_of(fakests).get_federation_token(Name="Carol", Policy=json.dumps(allow("*"))),
    "role": role_session,
    "SAML": saml_session,
    "web identity": web_session,
    "assumed root": assumed_root,
    "Lambda": lambda fakests: LambdaFunction("app"),
    "EC2": lambda fakests: Ec2Instance("app"),
}
ALL = set(WHO)
USERS = {"user", "session token", "session token with MFA"}
# Of services that ask themselves: tests/iam/test_context_keys.py.
SERVICE_KEYS = {"aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"}
# By key, who has it. A key that is not here, only a test can set.
PRESENT: dict[str, set[str]] = {
    "aws:PrincipalArn": ALL,
    "aws:PrincipalAccount": ALL,
    "aws:PrincipalOrgID": ALL,
    "aws:PrincipalOrgPaths": ALL,
    "aws:PrincipalType": ALL,
    "aws:PrincipalIsAWSService": ALL,
    "aws:userid": ALL,
    "aws:username": USERS,
    "aws:AssumedRoot": {"assumed root"},
    "aws:FederatedProvider": {"web identity"},
    "aws:TokenIssueTime": ALL - {"root", "user"},
    "aws:MultiFactorAuthPresent": {"session token", "session token with MFA", "role", "Lambda", "EC2"},
    "aws:MultiFactorAuthAge": {"session token with MFA"},
    "aws:SourceIdentity": {"role", "web identity"},
    "aws:Ec2InstanceSourceVpc": {"EC2"},
    "aws:Ec2InstanceSourcePrivateIPv4": {"EC2"},
    "aws:ResourceAccount": ALL,
    "aws:ResourceOrgID": ALL,
    "aws:ResourceOrgPaths": ALL,
    "aws:RequestedRegion": ALL,
    "aws:SecureTransport": ALL,
    "aws:SourceIp": ALL,
    "aws:UserAgent": ALL,
    "aws:ViaAWSService": ALL,
    "aws:CurrentTime": ALL,
    "aws:EpochTime": ALL,
}
# Those of services' documents and of tags, beside the global ones.
OTHERS: dict[str, set[str]] = {
    "aws:PrincipalTag/team": USERS | {"federated user"},
    "aws:PrincipalTag/stage": {"role", "SAML"},
    f"{ISSUER}:sub": {"web identity"},
    f"{ISSUER}:aud": {"web identity"},
    "saml:sub": {"SAML"},
    "saml:sub_type": {"SAML"},
    "saml:namequalifier": {"SAML"},
    "lambda:SourceFunctionArn": {"Lambda"},
    "ec2:SourceInstanceARN": {"EC2"},
    "ec2:RoleDelivery": {"EC2"},
}


def has(request: Request, key: str) -> bool:
    """Whether a request has the key: asked by a policy that counts for every caller."""
    open_to_all = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    asking = {**open_to_all, "Condition": {"Null": {key: "false"}}}
    return bool(
        evaluate(
            request, Policies(identity=[allow("*")], session=[allow("*")], endpoint=[asking], resource=open_to_all)
        )
    )


@pytest.mark.parametrize("kind", WHO)
def test_a_request_has_the_keys_that_aws_documents_for_its_caller(fakests: FakeSts, kind: str) -> None:
    """Every global key is there or is not, as its page says; a resource of the organization is asked for."""
    who = WHO[kind](fakests)
    if isinstance(who, LambdaFunction | Ec2Instance):
        with fakests.inside(who):
            fakests.client("s3").get_bucket_policy(Bucket="reports")
    else:
        fakests.client("s3", who).get_bucket_policy(Bucket="reports")
    decision = fakests.calls[-1].decision
    assert decision is not None
    keys = [*(facts.name for facts in GLOBAL_KEYS.values()), *OTHERS]
    there = {key for key in keys if has(decision.request, key)}
    assert there == {key for key, kinds in {**PRESENT, **OTHERS}.items() if kind in kinds}


@pytest.mark.parametrize("name", sorted({facts.name for facts in GLOBAL_KEYS.values()} - set(PRESENT) - SERVICE_KEYS))
def test_every_other_key_can_be_set(fakests: FakeSts, name: str) -> None:
    """As it is the network's, another service's, or of a feature that no test has."""
    key, value = name, "10.1.2.3" if GLOBAL_KEYS[name.lower()].type == "IPAddress" else "value"
    fakests.user("ann").set_permissions(allow("s3:GetObject", when={"ForAnyValue:StringEquals": {key: value}}))
    fakests.context[key] = [value] if GLOBAL_KEYS[name.lower()].multivalued else value
    if name in ("aws:CalledViaFirst", "aws:CalledViaLast"):
        fakests.context["aws:CalledVia"] = [value]
    fakests.client("s3", "user/ann").get_object(Bucket="b", Key="k")
    assert fakests.calls[-1].error is None
