"""The role that a provider of SAML assertions opens, and what an assertion meets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, SamlProvider, allow, trust

HOME = "123456789012"
PROVIDER = f"arn:aws:iam::{HOME}:saml-provider/corp"
ROLE = f"arn:aws:iam::{HOME}:role/team/app"
ALL = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]

DECLARED = [
    pytest.mark.identity_providers(SamlProvider("corp")),
    pytest.mark.roles(
        Role("app", path="/team/", trust=trust("saml/corp", actions=ALL), max_session=7200, permissions=allow("s3:*"))
    ),
]


def assume(fakests: FakeSts, assertion: str, **params: Any) -> Any:
    """Assume the role with an assertion, by a client that has no AWS credentials."""
    config = Config(signature_version=UNSIGNED, parameter_validation=False)
    client = fakests.botocore_session().create_client("sts", config=config)
    return client.assume_role_with_saml(
        **{"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": assertion, **params}
    )


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def noted(caught: pytest.ExceptionInfo[ClientError]) -> str:
    """What the fake notes on an error, as AWS does not say why; "" where it notes nothing."""
    return str(vars(caught.value).get("__notes__", [""])[0])


def rewritten(assertion: str, change: Callable[[str], str]) -> str:
    """The response with other XML."""
    before = base64.b64decode(assertion).decode()
    after = change(before)
    assert after != before
    return base64.b64encode(after.encode()).decode()
