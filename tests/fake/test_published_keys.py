"""Verifiers of tokens fetch the key sets of their issuers from the endpoint of the test."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import boto3
import jwt
import pytest

from pytest_fakests import Account, FakeSts, OidcIssuer, OidcProvider

HOME, OTHER = "123456789012", "210987654321"
GITHUB = "token.actions.githubusercontent.com"

pytestmark = [
    pytest.mark.accounts(Account(HOME, outbound_federation=True), Account(OTHER)),
    pytest.mark.identity_providers(OidcProvider(GITHUB, audiences="sts.amazonaws.com"), OidcProvider("idp.example.com/a/b")),
]  # fmt: skip


def fetched(url: str) -> Any:
    """The JSON document at a URL."""
    with urllib.request.urlopen(url) as response:
        assert response.headers["content-type"] == "application/json"
        return json.load(response)


def verified(url: str, token: str, audience: str) -> Any:
    """The claims of a token, verified as a service outside AWS would: by a key set that it fetches."""
    key = jwt.PyJWKClient(url).get_signing_key_from_jwt(token).key
    return jwt.decode(token, key, ["ES384", "RS256"], audience=audience)


@pytest.mark.parametrize("algorithm", ["ES384", "RS256"])
def test_a_token_of_sts_verifies(fakests: FakeSts, fakests_endpoint: str, algorithm: str) -> None:
    """With the key set of the caller's account."""
    issuer = fakests.account(HOME).token_issuer.removeprefix("https://")
    client = fakests.botocore_session().create_client("sts", endpoint_url="https://sts.us-east-1.amazonaws.com")
    if not hasattr(client, "get_web_identity_token"):
        pytest.skip("botocore's model is older")
    token = client.get_web_identity_token(Audience=["api"], SigningAlgorithm=algorithm)["WebIdentityToken"]
    claims = verified(f"{fakests_endpoint}/{issuer}/.well-known/jwks.json", token, "api")
    assert claims["sub"] == f"arn:aws:iam::{HOME}:user/tester"


def test_a_token_of_a_declared_provider_verifies(oidc_provider: OidcIssuer, fakests_endpoint: str) -> None:
    """As those of CI systems are verified elsewhere, too."""
    token = oidc_provider(GITHUB).github_actions("octo-org/octo-repo")
    claims = verified(f"{fakests_endpoint}/{GITHUB}/.well-known/jwks.json", token, "sts.amazonaws.com")
    assert claims["repository"] == "octo-org/octo-repo"


def test_the_discovery_document_is_there(oidc_provider: OidcIssuer, fakests_endpoint: str) -> None:
    """Also of an issuer with a path."""
    document = fetched(f"{fakests_endpoint}/idp.example.com/a/b/.well-known/openid-configuration")
    assert document == oidc_provider("idp.example.com/a/b").openid_configuration()


@pytest.mark.parametrize("issuer", ["stranger.example.com", "the other account"])
def test_an_issuer_that_nobody_declared_publishes_nothing(fakests: FakeSts, fakests_endpoint: str, issuer: str) -> None:
    """Nor does an account that has not enabled it: the request is one for an object of S3."""
    host = fakests.account(OTHER).token_issuer.removeprefix("https://") if issuer == "the other account" else issuer
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{fakests_endpoint}/{host}/.well-known/jwks.json")
    assert caught.value.code == 403
    assert b"AccessDenied" in caught.value.read()


def test_a_bucket_of_an_issuers_name_keeps_its_objects(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A signed request is one for it."""
    fakests.answer("s3:GetObject", {"Body": b"mine"})
    s3 = boto3.client("s3", endpoint_url=fakests_endpoint)
    assert s3.get_object(Bucket=GITHUB, Key=".well-known/jwks.json")["Body"].read() == b"mine"
