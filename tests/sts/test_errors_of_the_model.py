"""Every error that botocore's model of STS has, by a call that meets it.

A test of each operation holds the words; here each error is one that code can catch by its class, with the status that
the model gives it, and none of the model is passed over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, OidcProvider, Role, SamlProvider, StsClock, allow, trust

HOME, MEMBER = "123456789012", "222222222222"
ROLE = f"arn:aws:iam::{HOME}:role/app"
ISSUER, FACEBOOK = "idp.example.com", "graph.facebook.com"
CENTER = "arn:aws:iam::aws:contextProvider/IdentityCenter"
MODEL = botocore.session.Session().get_service_model("sts")

BROKEN = '{"Statement": [{"Effect": "Alow"}]}'
# What does not compress.
NOISE = json.dumps(allow("s3:*", on=[f"arn:aws:s3:::{hashlib.sha256(bytes([n])).hexdigest()}" for n in range(20)]))
TASK = {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}
SESSION = {"RoleArn": ROLE, "RoleSessionName": "session"}

pytestmark = [
    pytest.mark.accounts(
        Account(HOME, organization="o-exampleorgid", management=True, root_sessions=True, sts_deactivated=["eu-west-3"]),
        Account(MEMBER, organization="o-exampleorgid", sts_deactivated=["eu-west-3"]),
    ),
    pytest.mark.identity_providers(OidcProvider(ISSUER, audiences="app"), SamlProvider("corp")),
    pytest.mark.roles(
        Role("app", trust=trust("user/tester", f"oidc/{ISSUER}", FACEBOOK, "saml/corp", actions="sts:*"), permissions=allow("*"))
    ),
]  # fmt: skip

Call = Callable[[FakeSts, Any], Any]


def scoped(fakests: FakeSts, sts: Any, **params: Any) -> Any:
    """GetScopedCredentials of a session."""
    session = fakests.botocore_session(sts.get_session_token())
    return session.create_client("sts", "us-east-1").get_scoped_credentials(**params)


def with_saml(fakests: FakeSts, sts: Any, said: Any = (), **params: Any) -> Any:
    """AssumeRoleWithSAML, with what its assertion says beside the least."""
    idp = fakests.saml_provider
    assertion = idp.assertion(**{"role": "app", **dict(said)})
    return sts.assume_role_with_saml(**{"RoleArn": ROLE, "PrincipalArn": idp.arn, "SAMLAssertion": assertion, **params})


def with_web_identity(fakests: FakeSts, sts: Any, said: Any = (), **params: Any) -> Any:
    """AssumeRoleWithWebIdentity, with what its token says beside the least."""
    token = fakests.oidc_provider(ISSUER).token(**dict(said))
    return sts.assume_role_with_web_identity(**{**SESSION, "WebIdentityToken": token, **params})


def with_an_access_token(fakests: FakeSts, sts: Any, token: str | None = None, *, reachable: bool = True) -> Any:
    """AssumeRoleWithWebIdentity, with an access token of Facebook."""
    facebook = fakests.oidc_provider(FACEBOOK)
    facebook.reachable = reachable
    return sts.assume_role_with_web_identity(**SESSION, WebIdentityToken=token or facebook.token(), ProviderId=FACEBOOK)


def after_a_delegation(fakests: FakeSts, sts: Any) -> Any:
    """GetDelegatedAccessToken, with a token whose delegation has ended."""
    token = fakests.trade_in_token("role/app", duration=300)
    fakests.clock.advance(300)
    return sts.get_delegated_access_token(TradeInToken=token)


def outbound(fakests: FakeSts, sts: Any, **params: Any) -> Any:
    """GetWebIdentityToken, in an account that has enabled it."""
    fakests.add(Account(HOME, outbound_federation=True))
    return sts.get_web_identity_token(**{"Audience": ["api"], "SigningAlgorithm": "RS256", **params})


def outbound_of_a_session(fakests: FakeSts, sts: Any) -> Any:
    """GetWebIdentityToken, for longer than the session lasts."""
    session = fakests.botocore_session(fakests.assume_role("app", duration=900))
    return outbound(fakests, session.create_client("sts", "us-east-1"), DurationSeconds=901)


# By operation, the error's shape and what meets it: a client of a regional endpoint asks, where the account has no STS
# for RegionDisabledException.
DISABLED = "RegionDisabledException"
LARGE_TAGS = [{"Key": f"key{number}", "Value": "x" * 256} for number in range(50)]
ROWS: dict[tuple[str, str], Call] = {
    ("AssumeRole", "MalformedPolicyDocumentException"): lambda fake, sts: sts.assume_role(**SESSION, Policy=BROKEN),
    ("AssumeRole", "PackedPolicyTooLargeException"): lambda fake, sts: sts.assume_role(**SESSION, Policy=NOISE),
    ("AssumeRole", DISABLED): lambda fake, sts: sts.assume_role(**SESSION),
    ("AssumeRole", "InvalidContextAssertionException"): lambda fake, sts: sts.assume_role(**SESSION, ProvidedContexts=[{"ProviderArn": CENTER, "ContextAssertion": "none"}]),
    ("AssumeRoleWithSAML", "MalformedPolicyDocumentException"): lambda fake, sts: with_saml(fake, sts, Policy=BROKEN),
    ("AssumeRoleWithSAML", "PackedPolicyTooLargeException"): lambda fake, sts: with_saml(fake, sts, Policy=NOISE),
    ("AssumeRoleWithSAML", "IDPRejectedClaimException"): lambda fake, sts: with_saml(fake, sts, {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}),
    ("AssumeRoleWithSAML", "InvalidIdentityTokenException"): lambda fake, sts: with_saml(fake, sts, {"audience": "another"}),
    ("AssumeRoleWithSAML", "ExpiredTokenException"): lambda fake, sts: with_saml(fake, sts, {"lifetime": 0}),
    ("AssumeRoleWithSAML", DISABLED): with_saml,
    ("AssumeRoleWithWebIdentity", "MalformedPolicyDocumentException"): lambda fake, sts: with_web_identity(fake, sts, Policy=BROKEN),
    ("AssumeRoleWithWebIdentity", "PackedPolicyTooLargeException"): lambda fake, sts: with_web_identity(fake, sts, Policy=NOISE),
    ("AssumeRoleWithWebIdentity", "IDPRejectedClaimException"): lambda fake, sts: with_an_access_token(fake, sts, "made up"),
    ("AssumeRoleWithWebIdentity", "IDPCommunicationErrorException"): lambda fake, sts: with_an_access_token(fake, sts, reachable=False),
    ("AssumeRoleWithWebIdentity", "InvalidIdentityTokenException"): lambda fake, sts: with_web_identity(fake, sts, {"aud": "another"}),
    ("AssumeRoleWithWebIdentity", "ExpiredTokenException"): lambda fake, sts: with_web_identity(fake, sts, {"lifetime": -300}),
    ("AssumeRoleWithWebIdentity", DISABLED): with_web_identity,
    ("AssumeRoot", DISABLED): lambda fake, sts: sts.assume_root(TargetPrincipal=MEMBER, TaskPolicyArn=TASK),
    ("DecodeAuthorizationMessage", "InvalidAuthorizationMessageException"): lambda fake, sts: sts.decode_authorization_message(EncodedMessage="none"),
    ("GetDelegatedAccessToken", "ExpiredTradeInTokenException"): after_a_delegation,
    ("GetDelegatedAccessToken", DISABLED): lambda fake, sts: sts.get_delegated_access_token(TradeInToken=fake.trade_in_token("role/app")),
    ("GetDelegatedAccessToken", "PackedPolicyTooLargeException"): lambda fake, sts: sts.get_delegated_access_token(TradeInToken=fake.trade_in_token("role/app", NOISE)),
    ("GetFederationToken", "MalformedPolicyDocumentException"): lambda fake, sts: sts.get_federation_token(Name="Carol", Policy=BROKEN),
    ("GetFederationToken", "PackedPolicyTooLargeException"): lambda fake, sts: sts.get_federation_token(Name="Carol", Policy=NOISE),
    ("GetFederationToken", DISABLED): lambda fake, sts: sts.get_federation_token(Name="Carol"),
    ("GetScopedCredentials", "MalformedPolicyDocumentException"): lambda fake, sts: scoped(fake, sts, Policy=BROKEN),
    ("GetScopedCredentials", "PackedPolicyTooLargeException"): lambda fake, sts: scoped(fake, sts, Policy=NOISE),
    ("GetScopedCredentials", "InsufficientSessionLifetimeException"): lambda fake, sts: scoped(fake, sts, DurationSeconds=129600),
    ("GetScopedCredentials", "InvalidSubjectCredentialsException"): lambda fake, sts: sts.get_scoped_credentials(DurationSeconds=900),
    ("GetSessionToken", DISABLED): lambda fake, sts: sts.get_session_token(),
    ("GetWebIdentityToken", "SessionDurationEscalationException"): outbound_of_a_session,
    ("GetWebIdentityToken", "OutboundWebIdentityFederationDisabledException"): lambda fake, sts: sts.get_web_identity_token(Audience=["api"], SigningAlgorithm="RS256"),
    ("GetWebIdentityToken", "JWTPayloadSizeExceededException"): lambda fake, sts: outbound(fake, sts, Tags=LARGE_TAGS),
}  # fmt: skip
# docs/not-verified.md says why: the model's text speaks of tokens that these operations do not take.
NEVER = {("AssumeRole", "ExpiredTokenException"), ("AssumeRoot", "ExpiredTokenException")}
KNOWN = {
    (name, shape.name): shape for name in MODEL.operation_names for shape in MODEL.operation_model(name).error_shapes
}


def test_every_error_of_the_model_has_a_row() -> None:
    """So that a new one in botocore is not passed over; older models have some of them only."""
    assert set(KNOWN) <= set(ROWS) | NEVER


@pytest.mark.parametrize(("operation", "name"), [pytest.param(*row, id=" ".join(row)) for row in ROWS if row in KNOWN])
def test_it_is_caught_by_its_class(fakests: FakeSts, sts_clock: StsClock, operation: str, name: str) -> None:
    """With the code and the status of the model, by clients whose credentials are good."""
    region = "eu-west-3" if name == DISABLED else "us-east-1"
    endpoint = f"https://sts.{region}.amazonaws.com"
    once = Config(retries={"total_max_attempts": 1})
    client = fakests.botocore_session().create_client("sts", region, endpoint_url=endpoint, config=once)
    with pytest.raises(ClientError) as caught:
        ROWS[operation, name](fakests, client)
    shape: Any = KNOWN[operation, name]
    response = caught.value.response
    assert type(caught.value).__name__ == name
    assert response["Error"]["Code"] == shape.error_code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == shape.metadata["error"]["httpStatusCode"]
    assert caught.value.operation_name == operation
