"""The role that web identities assume, and how."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, OidcProvider, Role, allow, trust

HOME, MEMBER = "123456789012", "210987654321"
ISSUER = "idp.example.com"
PROVIDER = f"arn:aws:iam::{HOME}:oidc-provider/{ISSUER}"
ROLE = f"arn:aws:iam::{HOME}:role/team/app"
WEB = "sts:AssumeRoleWithWebIdentity"
ALL = [WEB, "sts:TagSession", "sts:SetSourceIdentity"]

DECLARED = [
    pytest.mark.identity_providers(OidcProvider(ISSUER, audiences=["app", "other"])),
    pytest.mark.roles(
        Role(
            "app",
            path="/team/",
            trust=trust(f"oidc/{ISSUER}", actions=ALL),
            max_session=7200,
            permissions=allow("s3:*"),
        )
    ),
]


def assume(fakests: FakeSts, token: str, **params: Any) -> Any:
    """Assume the role with a token, by a client that has no AWS credentials and lets every parameter through."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False)
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_web_identity(
        **{"RoleArn": ROLE, "RoleSessionName": "session", "WebIdentityToken": token, **params}
    )


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def note(caught: pytest.ExceptionInfo[ClientError]) -> str:
    """What the fake adds to an error of AWS."""
    return "\n".join(vars(caught.value)["__notes__"])
