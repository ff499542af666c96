"""Every operation that botocore's model of STS has gets an answer of STS, be it an error."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts

# The least that botocore lets through.
PARAMETERS: dict[str, dict[str, Any]] = {
    "AssumeRole": {"RoleArn": "arn:aws:iam::123456789012:role/app", "RoleSessionName": "session"},
    "AssumeRoleWithSAML": {
        "RoleArn": "arn:aws:iam::123456789012:role/app",
        "PrincipalArn": "arn:aws:iam::123456789012:saml-provider/corp",
        "SAMLAssertion": "text",
    },
    "AssumeRoleWithWebIdentity": {
        "RoleArn": "arn:aws:iam::123456789012:role/app",
        "RoleSessionName": "session",
        "WebIdentityToken": "text",
    },
    "AssumeRoot": {"TargetPrincipal": "123456789012", "TaskPolicyArn": {}},
    "DecodeAuthorizationMessage": {"EncodedMessage": "message"},
    "GetAccessKeyInfo": {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"},
    "GetCallerIdentity": {},
    "GetDelegatedAccessToken": {"TradeInToken": "token"},
    "GetFederationToken": {"Name": "Carol"},
    "GetScopedCredentials": {},
    "GetSessionToken": {},
    "GetWebIdentityToken": {"Audience": ["api"], "SigningAlgorithm": "RS256"},
}
MODEL = botocore.session.Session().get_service_model("sts")


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_it_is_answered(fakests: FakeSts, operation: str) -> None:
    """No call of STS is left to others, or to the smallest answer."""
    client = fakests.client("sts")
    call: Callable[..., Any] = client._make_api_call
    with contextlib.suppress(ClientError):
        call(operation, PARAMETERS[operation])
    assert [one.operation for one in fakests.calls] == [f"sts:{operation}"]
    assert fakests.calls[0].error != "unanswered"


@pytest.mark.parametrize("operation", ["AssumeRole", "GetFederationToken", "GetSessionToken"])
@pytest.mark.roles("app")
def test_the_size_of_the_token_is_told_where_the_model_has_it(fakests: FakeSts, operation: str) -> None:
    """A botocore whose model does not know the members would drop them too."""
    answer = fakests.client("sts")._make_api_call(operation, PARAMETERS[operation])
    shape = MODEL.operation_model(operation).output_shape
    told = "SessionTokenSize" in answer and "SessionTokenUtilization" in answer
    assert told is (shape is not None and "SessionTokenSize" in shape.members)
    assert answer.get("SessionTokenSize", 0) in (0, len(answer["Credentials"]["SessionToken"]))
