"""The role that a token opens, and what a token meets."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, OidcProvider, Role, trust

ISSUER = "idp.example.com"
URL = f"https://{ISSUER}"
ROLE = "arn:aws:iam::123456789012:role/app"
AMAZON, FACEBOOK = "www.amazon.com", "graph.facebook.com"

PROVIDER_ARN = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
PROVIDER = OidcProvider(ISSUER, audiences=["app", "other"])
TRUST = trust(f"oidc/{ISSUER}", "oidc/slash.example.com/", "accounts.google.com", AMAZON, FACEBOOK, actions="sts:*")
APP = Role("app", trust=TRUST)

DECLARED = [pytest.mark.identity_providers(PROVIDER), pytest.mark.roles(APP)]


def assume(fakests: FakeSts, token: str, **params: Any) -> Any:
    """Assume the role with a token, by a client without AWS credentials."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False, retries={"max_attempts": 0})
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_web_identity(
        RoleArn=ROLE, RoleSessionName="session", WebIdentityToken=token, **params
    )


def refused(fakests: FakeSts, token: str, **params: Any) -> tuple[str, int, str]:
    """Code, HTTP status and message of the error that a token meets."""
    return refused_with_note(fakests, token, **params)[:3]


def refused_with_note(fakests: FakeSts, token: str, **params: Any) -> tuple[str, int, str, str]:
    """The same, and what the fake notes on the error, as AWS does not say why."""
    with pytest.raises(ClientError) as caught:
        assume(fakests, token, **params)
    error, (note, *_) = caught.value.response["Error"], vars(caught.value).get("__notes__", [""])
    status = caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
    return error["Code"], status, error["Message"], note


def claims_of(token: str) -> dict[str, Any]:
    """What a token says."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims
