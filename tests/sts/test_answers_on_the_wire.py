"""What STS answers is what the client gets: after encoding, and botocore's own parsing."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from pytest_fakests import Account, FakeSts, OidcProvider, Role, User, allow, trust
from pytest_fakests.sts import service as sts

ISSUER = "token.actions.githubusercontent.com"
MODEL = botocore.session.Session().get_service_model("sts")

# With letters beyond ASCII, and what XML and forms give a meaning to.
TAGS = [{"Key": "naïve", "Value": "=+-@:/ é 漢"}, {"Key": "empty", "Value": ""}]
POLICY = '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::<&\\">*"}}'
SESSION = {"RoleArn": "arn:aws:iam::123456789012:role/app", "RoleSessionName": "a+b=c,d.@-", "Policy": POLICY}
CALLS: dict[str, dict[str, Any]] = {
    "AssumeRole": {**SESSION, "Tags": TAGS, "TransitiveTagKeys": ["naïve"], "SourceIdentity": "al=i,ce@b"},
    "AssumeRoleWithWebIdentity": SESSION,
    "GetAccessKeyInfo": {},
    "GetCallerIdentity": {},
    "GetFederationToken": {"Name": "Ca+r=o,l.@-", "Policy": POLICY, "Tags": TAGS},
    "GetSessionToken": {"DurationSeconds": 900},
    "GetWebIdentityToken": {"Audience": ["https://a.example/?b=1&c=<2>"], "SigningAlgorithm": "ES384", "Tags": TAGS},
}


@pytest.mark.parametrize("operation", sorted(set(CALLS) & set(MODEL.operation_names)))
@pytest.mark.accounts(Account("123456789012", outbound_federation=True))
@pytest.mark.identity_providers(OidcProvider(ISSUER, audiences="sts.amazonaws.com"))
@pytest.mark.users(User("ci", permissions=allow("*")))
@pytest.mark.roles(Role("app", trust=[trust("user/ci", f"oidc/{ISSUER}", actions="sts:*")]))
def test_the_client_gets_all_of_it(fakests: FakeSts, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    """No member is lost, added or changed on the way."""
    answers = []

    def recorded(*args: Any) -> dict[str, Any]:
        answers.append(answer(*args))
        return dict(answers[-1])

    answer = sts.answer
    monkeypatch.setattr(sts, "answer", recorded)
    params, session = CALLS[operation], fakests.botocore_session("user/ci")
    if operation == "GetAccessKeyInfo":
        params = {"AccessKeyId": session.get_credentials().access_key}
    if operation == "AssumeRoleWithWebIdentity":
        tags = {one["Key"]: one["Value"] for one in TAGS}
        token = fakests.oidc_provider.token(
            sub="<repo> & 漢", principal_tags=tags, transitive_tag_keys=["naïve"], source_identity="al=i,ce@b"
        )
        params = {**params, "WebIdentityToken": token}
    client = session.create_client("sts", config=Config(parameter_validation=False))
    got = client._make_api_call(operation, params)
    assert got.pop("ResponseMetadata")["HTTPStatusCode"] == 200
    assert [got] == answers
