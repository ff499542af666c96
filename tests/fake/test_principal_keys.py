"""What condition keys of a call say of who makes it, and from where.

Which keys the calls of each caller have at all is in test_condition_keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from pytest_fakests import (
    Account,
    Ec2Instance,
    FakeSts,
    OidcProvider,
    ResourcePolicy,
    Role,
    SamlProvider,
    User,
    allow,
    trust,
)

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
VARIABLES = f"{IAM}/reference_policies_variables.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
STS_KEYS = f"{IAM}/reference_policies_iam-condition-keys.html"
MONITORING = f"{IAM}/id_credentials_temp_control-access_monitor.html"

A, B = "123456789012", "210987654321"
ROLE = f"arn:aws:iam::{A}:role/app/exec"
USER = f"arn:aws:iam::{A}:user/people/ann"
OBJECT = {"Bucket": "open", "Key": "k"}
READ: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::open/*",
}
TRUSTED = ("account/123456789012", "service/ec2.amazonaws.com", "oidc/idp.example.com", "saml/corp")
ALL = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:SetSourceIdentity"]

pytestmark = [
    pytest.mark.roles(
        Role("exec", path="/app/", trust=[trust(who, actions=ALL) for who in TRUSTED], permissions=allow("*")),
        Role("next", path="/app/", trust=trust(f"account/{A}", actions=ALL), permissions=allow("*")),
    ),
    pytest.mark.users(User("ann", path="/people/", permissions=allow("*"))),
    pytest.mark.identity_providers(OidcProvider("idp.example.com", audiences=["app"]), SamlProvider("corp")),
]


def seen(
    fakests: FakeSts, who: Any = "user/ann", service: str = "s3", operation: str = "list_buckets"
) -> dict[str, Any]:
    """The condition keys of a call that somebody makes."""
    getattr(fakests.client(service, who), operation)()
    return keys_of_the_last_call(fakests)


def keys_of_the_last_call(fakests: FakeSts) -> dict[str, Any]:
    decision = fakests.calls[-1].decision
    assert decision is not None
    return dict(decision.context.items())


def root(fakests: FakeSts) -> dict[str, Any]:
    return seen(fakests, f"account/{A}")


def user(fakests: FakeSts) -> dict[str, Any]:
    return seen(fakests)


def user_with_a_token(fakests: FakeSts) -> dict[str, Any]:
    return seen(fakests, fakests.client("sts", "user/ann").get_session_token())


def federated_user(fakests: FakeSts) -> dict[str, Any]:
    policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    return seen(fakests, fakests.client("sts", "user/ann").get_federation_token(Name="Bob", Policy=policy))


def session(fakests: FakeSts) -> dict[str, Any]:
    return seen(fakests, fakests.assume_role("exec", session_name="s1"))


def session_by_oidc(fakests: FakeSts) -> dict[str, Any]:
    token = fakests.oidc_provider.token(aud="app")
    answer = unsigned(fakests, "sts").assume_role_with_web_identity(
        RoleArn=ROLE, RoleSessionName="s1", WebIdentityToken=token
    )
    return seen(fakests, answer)


def session_by_saml(fakests: FakeSts) -> dict[str, Any]:
    assertion = fakests.saml_provider.assertion(role="exec", session_name="ann@example.com")
    answer = unsigned(fakests, "sts").assume_role_with_saml(
        RoleArn=ROLE, PrincipalArn=f"arn:aws:iam::{A}:saml-provider/corp", SAMLAssertion=assertion
    )
    return seen(fakests, answer)


def session_on_an_instance(fakests: FakeSts) -> dict[str, Any]:
    with fakests.inside(Ec2Instance("exec", "i-0123abcd")):
        s3: Any = botocore.session.Session().create_client("s3")
        s3.list_buckets()
    return keys_of_the_last_call(fakests)


def anonymous(fakests: FakeSts) -> dict[str, Any]:
    fakests.add(ResourcePolicy("arn:aws:s3:::open", READ))
    unsigned(fakests, "s3").get_object(**OBJECT)
    return keys_of_the_last_call(fakests)


def unsigned(fakests: FakeSts, service: str) -> Any:
    return fakests.botocore_session().create_client(service, config=Config(signature_version=UNSIGNED))


# Who calls; aws:username, aws:userid, aws:PrincipalType, aws:PrincipalArn and aws:PrincipalAccount. AIDA and AROA stand for
# the user's and the role's unique id; None: there is no such key.
CALLERS = [
    pytest.param(root, None, A, "Account", f"arn:aws:iam::{A}:root", A, id="root user"),
    pytest.param(user, "ann", "AIDA", "User", USER, A, id="user"),
    # Inferred: the credentials of GetSessionToken are the user's own.
    pytest.param(user_with_a_token, "ann", "AIDA", "User", USER, A, id="user with a session token"),
    pytest.param(
        federated_user,
        None,
        f"{A}:Bob",
        "FederatedUser",
        f"arn:aws:sts::{A}:federated-user/Bob",
        A,
        id="federated",
    ),
    pytest.param(session, None, "AROA:s1", "AssumedRole", ROLE, A, id="role by AssumeRole"),
    pytest.param(session_by_oidc, None, "AROA:s1", "AssumedRole", ROLE, A, id="role by a web identity"),
    pytest.param(session_by_saml, None, "AROA:ann@example.com", "AssumedRole", ROLE, A, id="role by SAML"),
    pytest.param(session_on_an_instance, None, "AROA:i-0123abcd", "AssumedRole", ROLE, A, id="role of an instance"),
    pytest.param(anonymous, None, "anonymous", "Anonymous", None, "anonymous", id="anonymous"),
]


@pytest.mark.parametrize(("call", "name", "unique", "type_", "arn", "account"), CALLERS)
def test_keys_of_a_caller(
    fakests: FakeSts,
    call: Callable[[FakeSts], dict[str, Any]],
    name: str | None,
    unique: str,
    type_: str,
    arn: str | None,
    account: str,
) -> None:
    """The table "Principal key values" of the page on variables."""
    had = call(fakests)
    ids = {"AIDA": fakests.user("ann").unique_id, "AROA": fakests.role("exec").unique_id}
    wanted = re.sub("AIDA|AROA", lambda found: ids[found[0]], unique)
    names = ("aws:username", "aws:userid", "aws:PrincipalType", "aws:PrincipalArn", "aws:PrincipalAccount")
    assert tuple(had.get(key) for key in names) == (name, wanted, type_, arn, account), VARIABLES


def sent(fakests: FakeSts, **params: Any) -> dict[str, Any]:
    """The keys of a call by a session that was opened with these parameters."""
    return seen(fakests, fakests.assume_role("exec", session_name="s1", **params))


class TestSessions:
    """What goes from AssumeRole into the calls of its session, and what does not."""

    def test_what_was_passed_for_the_trust_policy_stays_there(self, fakests: FakeSts) -> None:
        """sts:ExternalId, sts:SourceIdentity and sts:RoleSessionName are keys of the sts:AssumeRole request alone."""
        had = sent(fakests, ExternalId="partner", SourceIdentity="julie")
        assert not [key for key in had if key.startswith("sts:")], STS_KEYS

    def test_the_source_identity_stays_along_the_chain(self, fakests: FakeSts) -> None:
        """As aws:SourceIdentity."""
        first = fakests.assume_role("exec", SourceIdentity="julie")
        assert seen(fakests, fakests.assume_role("next", by=first))["aws:SourceIdentity"] == "julie", MONITORING

    def test_the_id_of_a_role_finds_all_its_sessions(self, fakests: FakeSts) -> None:
        """aws:userid begins with it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""
        when = {"StringLike": {"aws:userid": f"{fakests.role('exec').unique_id}:*"}}
        fakests.role("exec").set_permissions(allow("s3:*", when=when))
        fakests.role("next").set_permissions(allow("s3:*", when=when))
        mine, other = fakests.assume_role("exec", session_name="s2"), fakests.assume_role("next", session_name="s2")
        assert fakests.can(mine, "s3:GetObject", "arn:aws:s3:::b/k")
        assert not fakests.can(other, "s3:GetObject", "arn:aws:s3:::b/k")


def test_only_accounts_of_an_organization_have_its_id(fakests: FakeSts) -> None:
    """aws:PrincipalOrgID is there if the caller's account is a member."""
    fakests.add(Account(B, organization="o-exampleorgid"), User("bob", account=B, permissions=allow("*")))
    assert seen(fakests, f"arn:aws:iam::{B}:user/bob")["aws:PrincipalOrgID"] == "o-exampleorgid", KEYS


@pytest.mark.fakests(region="eu-west-1")
@pytest.mark.parametrize(
    ("service", "operation", "region"),
    [
        pytest.param("s3", "list_buckets", "eu-west-1", id="a service of a Region"),
        pytest.param("iam", "list_users", "us-east-1", id="IAM, whose one endpoint is there"),
    ],
)
def test_region_of_a_call(fakests: FakeSts, service: str, operation: str, region: str) -> None:
    """aws:RequestedRegion is the Region of the endpoint, and us-east-1 for services that have one endpoint there."""
    assert seen(fakests, service=service, operation=operation)["aws:RequestedRegion"] == region, KEYS


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"aws:SourceVpce": "vpce-1a2b3c4d"}, id="aws:SourceVpce"),
        pytest.param({"aws:sourcevpc": "vpc-1a2b3c4d"}, id="aws:SourceVpc, in another case"),
        pytest.param({"aws:VpcSourceIp": "10.0.0.7"}, id="aws:VpcSourceIp"),
    ],
)
def test_a_call_through_a_vpc_endpoint_has_no_public_address(fakests: FakeSts, keys: dict[str, str]) -> None:
    """aws:SourceIp is missing then, so that NotIpAddress holds."""
    fakests.context.update(keys)
    assert "aws:SourceIp" not in seen(fakests), KEYS
    fakests.context["aws:SourceIp"] = "203.0.113.7"
    assert seen(fakests)["aws:SourceIp"] == "203.0.113.7"
