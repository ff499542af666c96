"""An answer is what botocore would have parsed from the XML that STS sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.parsers import create_parser

from pytest_fakests import Account, FakeSts, OidcProvider, Role, SamlProvider, User, allow, trust
from pytest_fakests.gateway.wire.encoding import encode_output

HOME, MEMBER = "123456789012", "222222222222"
MODEL = botocore.session.Session().get_service_model("sts")
POLICY = json.dumps(allow("*"))
TAGS = [{"Key": "team", "Value": "blue"}]

CALLS: dict[str, Callable[[FakeSts, Any], Any]] = {
    "AssumeRole": lambda fakests, sts: sts.assume_role(
        RoleArn=fakests.role("app").arn, RoleSessionName="session", Tags=TAGS, Policy=POLICY, SourceIdentity="ann"
    ),
    "AssumeRoleWithSAML": lambda fakests, sts: sts.assume_role_with_saml(
        RoleArn=fakests.role("app").arn,
        PrincipalArn=fakests.saml_provider.arn,
        SAMLAssertion=fakests.saml_provider.assertion(
            role="app", principal_tags={"team": "blue"}, source_identity="ann"
        ),
        Policy=POLICY,
    ),
    "AssumeRoleWithWebIdentity": lambda fakests, sts: sts.assume_role_with_web_identity(
        RoleArn=fakests.role("app").arn,
        RoleSessionName="session",
        WebIdentityToken=fakests.oidc_provider.token(principal_tags={"team": "blue"}, source_identity="ann"),
        Policy=POLICY,
    ),
    "AssumeRoot": lambda fakests, sts: sts.assume_root(
        TargetPrincipal=MEMBER, TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}
    ),
    "DecodeAuthorizationMessage": lambda fakests, sts: sts.decode_authorization_message(EncodedMessage=denied(fakests)),
    "GetAccessKeyInfo": lambda fakests, sts: sts.get_access_key_info(
        AccessKeyId=fakests.credentials("user/poor").access_key
    ),
    "GetCallerIdentity": lambda fakests, sts: sts.get_caller_identity(),
    "GetDelegatedAccessToken": lambda fakests, sts: sts.get_delegated_access_token(
        TradeInToken=fakests.trade_in_token("role/app")
    ),
    "GetFederationToken": lambda fakests, sts: sts.get_federation_token(Name="Carol", Policy=POLICY, Tags=TAGS),
    "GetScopedCredentials": lambda fakests, sts: regional(fakests, sts.get_session_token()).get_scoped_credentials(
        Policy=POLICY
    ),
    "GetSessionToken": lambda fakests, sts: sts.get_session_token(),
    "GetWebIdentityToken": lambda fakests, sts: sts.get_web_identity_token(
        Audience=["https://a.example", "https://b.example"], SigningAlgorithm="ES384", Tags=TAGS
    ),
}


def regional(fakests: FakeSts, who: Any = None) -> Any:
    """A client of a regional endpoint."""
    return fakests.botocore_session(who).create_client("sts", endpoint_url="https://sts.us-east-1.amazonaws.com")


def denied(fakests: FakeSts) -> str:
    """The message of a denial of EC2."""
    with pytest.raises(Exception, match="Encoded") as caught:
        fakests.client("ec2", "user/poor").delete_volume(VolumeId="vol-1")
    return str(caught.value).rpartition(": ")[2]


@pytest.mark.parametrize("operation", MODEL.operation_names)
@pytest.mark.accounts(
    Account(HOME, organization="o-exampleorgid", management=True, root_sessions=True, outbound_federation=True),
    Account(MEMBER, organization="o-exampleorgid"),
)
@pytest.mark.identity_providers(OidcProvider("idp.example.com", audiences="app"), SamlProvider("corp"))
@pytest.mark.roles(Role("app", trust=trust("user/tester", "oidc/idp.example.com", "saml/corp", actions="sts:*")))
@pytest.mark.users(User("poor"))
def test_botocore_parses_it_from_xml(fakests: FakeSts, operation: str) -> None:
    """Every member that the model has, with its type, and none that it has not."""
    answer = CALLS[operation](fakests, regional(fakests))
    answer.pop("ResponseMetadata")
    model = MODEL.operation_model(operation)
    assert model.output_shape is not None
    encoded = encode_output(model, answer, "id")
    response = {"status_code": encoded.status, "headers": encoded.headers, "body": encoded.body}
    parsed = create_parser("query").parse(response, model.output_shape)
    parsed.pop("ResponseMetadata")
    assert parsed == answer
