"""Whom AssumeRoleWithWebIdentity lets in: the role's trust policy, and what it sees of a token.

The rules are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html, of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif and of
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from web_identities import DECLARED, HOME, ISSUER, MEMBER, PROVIDER, ROLE, WEB, assume, note, refusal

from pytest_fakests import FakeSts, OidcIssuer, OidcProvider, Role, allow, trust

GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
pytestmark = DECLARED


class TestTrust:
    """Who is let in."""

    def test_a_role_that_does_not_exist_is_denied_as_any(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """AWS does not tell; the note does."""
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(), RoleArn=f"arn:aws:iam::{HOME}:role/nobody")
        assert refusal(caught) == ("AccessDenied", 403, f"Not authorized to perform {WEB}")
        assert note(caught) == f"the role arn:aws:iam::{HOME}:role/nobody is not declared; declared roles: {ROLE}"

    def test_the_note_tells_which_condition_was_not_met(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """AWS names the action alone."""
        fakests.role(ROLE).set_trust(trust(f"oidc/{ISSUER}", when={"StringEquals": {f"{ISSUER}:sub": "me"}}))
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(sub="somebody else"))
        assert refusal(caught) == ("AccessDenied", 403, f"Not authorized to perform {WEB}")
        assert f'Condition StringEquals {ISSUER}:sub: wanted "me", had "somebody else"' in note(caught)

    def test_the_provider_must_be_of_the_roles_account(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """A role trusts providers of its own account only: https://repost.aws/knowledge-center/iam-oidc-idp-federation"""
        fakests.add(Role("far", account=MEMBER, trust=trust(PROVIDER)))
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token(), RoleArn=fakests.role("far").arn)
        message = f"No OpenIDConnect provider found in your account for https://{ISSUER}"
        assert refusal(caught) == ("InvalidIdentityToken", 400, message)

    def test_an_explicit_deny_wins(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """As in every policy."""
        denies = {**trust(f"oidc/{ISSUER}")["Statement"][0], "Effect": "Deny"}
        fakests.role(ROLE).set_trust([trust(f"oidc/{ISSUER}"), denies])
        with pytest.raises(ClientError, match="AccessDenied"):
            assume(fakests, oidc_provider.token())

    def test_the_decision_is_kept_with_the_call(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """For those who look at fakests.calls."""
        assume(fakests, oidc_provider.token())
        call = fakests.calls[-1]
        assert (call.operation, call.caller, call.error) == ("sts:AssumeRoleWithWebIdentity", "*", None)
        assert call.decision is not None
        assert call.decision.request.principal == PROVIDER


# The principal and action of a trust policy, and whether a token of the provider gets in.
TRUSTED = [
    pytest.param(trust(PROVIDER), True, id="by ARN"),
    pytest.param(trust(f"oidc/{ISSUER}", actions="sts:*"), True, id="by a wildcard in the action"),
    pytest.param(trust(PROVIDER, actions="sts:AssumeRole"), False, id="for another action"),
    pytest.param(trust(PROVIDER, actions="sts:AssumeRoleWithSAML"), False, id="for SAML's action"),
    pytest.param(trust(f"oidc/{ISSUER}/path"), False, id="another path"),
    pytest.param(trust(PROVIDER.replace(HOME, MEMBER)), False, id="the provider of another account"),
    pytest.param(trust("accounts.google.com"), False, id="another provider"),
    pytest.param(trust("*", actions="sts:*"), False, id="everybody of AWS"),
    pytest.param(trust(f"account/{HOME}", actions="sts:*"), False, id="the account"),
    pytest.param(trust("service/lambda.amazonaws.com", actions="sts:*"), False, id="a service"),
    pytest.param(None, False, id="nobody but the account, by default"),
]


@pytest.mark.parametrize(("policy", "allowed"), TRUSTED)
def test_only_the_provider_itself_is_meant(
    fakests: FakeSts, oidc_provider: OidcIssuer, policy: dict[str, Any] | None, allowed: bool
) -> None:
    """The trust policy must name it as a Federated principal, with the action of web identities."""
    fakests.role(ROLE).set_trust(policy)
    if allowed:
        assume(fakests, oidc_provider.token())
    else:
        with pytest.raises(ClientError, match=rf"\(AccessDenied\).*Not authorized to perform {WEB}\n"):
            assume(fakests, oidc_provider.token())


# The provider, the claims of a token, a condition of the trust policy, and whether it is met.
KEYS = [
    pytest.param(ISSUER, {"sub": "user-1"}, {"StringEquals": {":sub": "user-1"}}, True, id="sub"),
    pytest.param(ISSUER, {"sub": "user-2"}, {"StringEquals": {":sub": "user-1"}}, False, id="another sub"),
    pytest.param(ISSUER, {"sub": "User-1"}, {"StringEquals": {":sub": "user-1"}}, False, id="sub in another case"),
    pytest.param(ISSUER, {}, {"StringEquals": {":aud": "app"}}, True, id="aud"),
    pytest.param(ISSUER, {"aud": ["app"]}, {"StringEquals": {":aud": "app"}}, True, id="aud, a list of one"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":aud": "other"}}, True, id="aud is azp"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":aud": "app"}}, False, id="aud is not aud beside azp"),
    pytest.param(ISSUER, {"azp": "other"}, {"StringEquals": {":oaud": "app"}}, True, id="oaud is aud beside azp"),
    pytest.param(ISSUER, {}, {"StringEquals": {":oaud": "app"}}, True, id="oaud is aud without azp"),
    pytest.param(ISSUER, {"amr": ["pwd", "otp"]}, {"ForAnyValue:StringEquals": {":amr": "otp"}}, True, id="amr"),
    pytest.param(ISSUER, {"amr": ["pwd"]}, {"ForAnyValue:StringEquals": {":amr": "otp"}}, False, id="another amr"),
    pytest.param(ISSUER, {"email": "a@b.c"}, {"StringEquals": {":email": "a@b.c"}}, True, id="email"),
    pytest.param(ISSUER, {"actor": "tve"}, {"StringEquals": {":actor": "tve"}}, False, id="a claim that is no key"),
    pytest.param(ISSUER, {"iss": f"https://{ISSUER}"}, {"Null": {":iss": "true"}}, True, id="iss is no key"),
    pytest.param(GITHUB, {"actor": "octocat"}, {"StringEquals": {":actor": "octocat"}}, True, id="GitHub's actor"),
    pytest.param(GITHUB, {"repository_id": "74"}, {"StringEquals": {":repository_id": "74"}}, True, id="GitHub's repository_id"),
    pytest.param(GITHUB, {"event_name": "push"}, {"StringEquals": {":event_name": "push"}}, False, id="GitHub's event_name is none"),
    pytest.param(GITHUB + "/corp", {"ref": "r"}, {"StringEquals": {":ref": "r"}}, True, id="an enterprise's path"),
    pytest.param("token.actions.corp.ghe.com", {"ref": "r"}, {"StringEquals": {":ref": "r"}}, True, id="ghe.com"),
    pytest.param(GITLAB, {"project_id": "20"}, {"StringEquals": {":project_id": "20"}}, True, id="GitLab's project_id"),
    pytest.param("gitlab.example.com", {"project_id": "20"}, {"StringEquals": {":project_id": "20"}}, False, id="another GitLab"),
    pytest.param("agent.buildkite.com", {"pipeline_slug": "p"}, {"StringEquals": {":pipeline_slug": "p"}}, True, id="Buildkite"),
    pytest.param("oidc.circleci.com/org/1", {"oidc.circleci.com/project-id": "p"}, {"StringEquals": {":oidc.circleci.com/project-id": "p"}}, True, id="CircleCI"),
]  # fmt: skip


@pytest.mark.parametrize(("issuer", "claims", "condition", "met"), KEYS)
def test_a_trust_policy_sees_the_claims_that_aws_makes_keys(
    fakests: FakeSts,
    oidc_provider: OidcIssuer,
    issuer: str,
    claims: dict[str, Any],
    condition: Mapping[str, Mapping[str, Any]],
    met: bool,
) -> None:
    """Five of every issuer, and those that AWS lists for well-known ones."""
    fakests.add(OidcProvider(issuer, audiences=["app", "other"]))
    when = {operator: {issuer + key: value for key, value in keys.items()} for operator, keys in condition.items()}
    fakests.role(ROLE).set_trust(trust(f"oidc/{issuer}", when=when))
    token = oidc_provider(issuer).token(claims)
    if met:
        assume(fakests, token)
    else:
        with pytest.raises(ClientError, match="Not authorized"):
            assume(fakests, token)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"StringEquals": {"sts:RoleSessionName": "session"}}, id="session name"),
        pytest.param({"ArnEquals": {"aws:FederatedProvider": PROVIDER}}, id="federated provider"),
        pytest.param({"StringEquals": {"sts:SourceIdentity": "ann.x"}}, id="source identity"),
        pytest.param({"StringEquals": {"aws:RequestTag/team": "blue"}}, id="request tag"),
        pytest.param({"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}, id="tag keys"),
        pytest.param({"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": "team"}}, id="transitive tag keys"),
        pytest.param({"Bool": {"sts:RoleAuthorizedByIdp": "false"}}, id="no roles claim"),
        pytest.param({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, id="source address"),
        pytest.param({"StringEquals": {"aws:ResourceTag/stage": "test"}}, id="the role's tag"),
        pytest.param({"Null": {"aws:PrincipalArn": "true", "aws:PrincipalAccount": "true"}}, id="no AWS principal"),
    ],
)
def test_a_trust_policy_sees_the_request(
    fakests: FakeSts, oidc_provider: OidcIssuer, condition: Mapping[str, Mapping[str, Any]]
) -> None:
    """The keys that AWS documents for AssumeRoleWithWebIdentity."""
    opens = trust(f"oidc/{ISSUER}", when=condition)
    rest = trust(f"oidc/{ISSUER}", actions=["sts:TagSession", "sts:SetSourceIdentity"])
    fakests.add(Role("app", path="/team/", trust=[opens, rest], tags={"stage": "test"}))
    token = oidc_provider.token(principal_tags={"team": "blue"}, transitive_tag_keys=["team"], source_identity="ann.x")
    assume(fakests, token)


class TestRolesClaim:
    """https://aws.amazon.com/roles, as measured against AWS: https://awsteele.com/blog/2026/07/13/"""

    CLAIM = "https://aws.amazon.com/roles"

    @pytest.mark.parametrize("roles", [ROLE, [ROLE], ["arn:aws:iam::123456789012:role/other", ROLE]])
    def test_a_token_may_name_the_roles_that_it_is_for(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, roles: str | list[str]
    ) -> None:
        """One ARN or several; sts:RoleAuthorizedByIdp is then true."""
        when = {"Bool": {"sts:RoleAuthorizedByIdp": "true"}}
        fakests.role(ROLE).set_trust(trust(f"oidc/{ISSUER}", when=when))
        assume(fakests, oidc_provider.token({self.CLAIM: roles}))

    @pytest.mark.parametrize("roles", ["app", f"arn:aws:iam::{HOME}:role/*", [], f"arn:aws:iam::{HOME}:role/app"])
    def test_it_is_for_no_other(self, fakests: FakeSts, oidc_provider: OidcIssuer, roles: str | list[str]) -> None:
        """Names and wildcards do not count, and the trust policy is not asked; the note tells for which it is."""
        with pytest.raises(ClientError) as caught:
            assume(fakests, oidc_provider.token({self.CLAIM: roles}))
        message = "The target role ARN is not present in the roles claim of the identity token"
        assert refusal(caught) == ("InvalidIdentityToken", 400, message)
        listed = roles if isinstance(roles, str) else "no role"
        assert note(caught) == f"the token is for {listed}, not for {ROLE}"
        assert fakests.calls[-1].decision is None


# Providers that are built into AWS: the claims of a token or access token, further parameters, the subject and
# audience of the answer, and conditions that the trust policy and the session meet.
GOOGLE, COGNITO, AMAZON, FACEBOOK = (
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
)
POOL = "us-east-1:12345678-ffff-ffff-ffff-123456789012"
BUILT_IN = [
    pytest.param(
        GOOGLE,
        {"sub": "1101694", "aud": "sts.amazonaws.com", "azp": "1101694", "google:organization_number": 12345},
        ("1101694", "sts.amazonaws.com"),
        {
            "StringEquals": {":aud": "1101694", ":oaud": "sts.amazonaws.com", ":sub": "1101694"},
            "NumericEquals": {":google/organization_number": "12345"},
        },
        {"StringEquals": {":aud": "1101694", ":sub": "1101694"}, "Null": {":oaud": "true"}},
        id="Google, a service account",
    ),
    pytest.param(
        COGNITO,
        {"sub": "us-east-1:user", "aud": POOL, "azp": "another", "amr": ["authenticated", FACEBOOK]},
        ("us-east-1:user", POOL),
        {"StringEquals": {":aud": POOL}, "ForAnyValue:StringLike": {":amr": "authenticated"}},
        {"StringEquals": {":aud": POOL, ":sub": "us-east-1:user"}, "ForAnyValue:StringLike": {":amr": "graph.*"}},
        id="Cognito",
    ),
    pytest.param(
        AMAZON,
        {"app_id": "amzn1.application.1", "user_id": "amzn1.account.1"},
        ("amzn1.account.1", "amzn1.application.1"),
        {"StringEquals": {":app_id": "amzn1.application.1", ":user_id": "amzn1.account.1", ":sub": "amzn1.account.1"}},
        {"StringEquals": {":app_id": "amzn1.application.1", ":user_id": "amzn1.account.1", ":sub": "amzn1.account.1"}},
        id="Login with Amazon",
    ),
    pytest.param(
        FACEBOOK,
        {"app_id": "123456789012345", "id": "1234567890"},
        ("1234567890", "123456789012345"),
        {"StringEquals": {":app_id": "123456789012345", ":id": "1234567890"}},
        {"StringEquals": {":app_id": "123456789012345", ":id": "1234567890"}},
        id="Facebook",
    ),
]


class TestBuiltInProviders:
    """Google, Cognito, Login with Amazon and Facebook, which no account declares."""

    @pytest.mark.parametrize(("provider", "claims", "told", "trusted", "kept"), BUILT_IN)
    def test_their_tokens_are_taken(
        self,
        fakests: FakeSts,
        oidc_provider: OidcIssuer,
        provider: str,
        claims: dict[str, Any],
        told: tuple[str, str],
        trusted: dict[str, dict[str, str]],
        kept: dict[str, dict[str, str]],
    ) -> None:
        """A trust policy names them by their hosts; access tokens come with ProviderId."""

        def conditions(short: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
            return {operator: {provider + key: text for key, text in keys.items()} for operator, keys in short.items()}

        fakests.role(ROLE).set_trust(trust(provider, when=conditions(trusted)))
        fakests.role(ROLE).set_permissions(
            allow(
                "s3:*",
                when={
                    **conditions(kept),
                    "StringEquals": {**conditions(kept)["StringEquals"], "aws:FederatedProvider": provider},
                },
            )
        )
        params = {"ProviderId": provider} if provider in (AMAZON, FACEBOOK) else {}
        answer = assume(fakests, oidc_provider(provider).token(claims), **params)
        assert answer["Provider"] == provider
        assert (answer["SubjectFromWebIdentityToken"], answer["Audience"]) == told
        fakests.client("s3", answer).list_buckets()
