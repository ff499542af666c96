"""AssumeRoleWithWebIdentity with OAuth 2.0 access tokens, about which AWS asks the provider.

What a token must be: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html. The words are those of public reports
about AWS; a row whose words are not known to be AWS's has its place in docs/not-verified.md.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from issued_tokens import AMAZON, DECLARED, FACEBOOK, ISSUER, ROLE, refused, refused_with_note

from pytest_fakests import FakeSts, OidcIssuer
from pytest_fakests.cloud.oidc.condition_keys import OAUTH_USER_KEYS

pytestmark = DECLARED

Forge = Callable[[OidcIssuer], str]


class TestAccessTokens:
    """OAuth 2.0 access tokens of Login with Amazon and Facebook, which AWS asks the provider about."""

    @pytest.mark.parametrize("provider", [AMAZON, FACEBOOK])
    @pytest.mark.parametrize(
        ("forge", "why"),
        [
            pytest.param(lambda idp: "Atza|IQEBLjAsAhRFiXuWpUXuRvQ9", "it is not 3 parts with dots between, as a JSON Web Token is, but 1", id="made up"),
            pytest.param(lambda idp: idp.token(lifetime=-1), "it has expired", id="expired"),
            pytest.param(lambda idp: idp.token(exp=None, app_id="1", id="2", user_id="2"), "it has expired", id="without end"),
            pytest.param(lambda idp: idp.token(app_id=None, id="2", user_id="2"), "it has no claim app_id", id="of no application"),
            pytest.param(lambda idp: idp.token(app_id="1", id=None, user_id=None), "it has no claim {user}", id="of no user"),
            pytest.param(lambda idp: idp("evil.example.com").token(iss=idp.issuer, app_id="1", id="2", user_id="2"), "its signature was not made by the issuer's key 'RSA_0'", id="of another issuer"),
            pytest.param(lambda idp: idp.token(headers={"kid": "other"}), "it is none that the provider issued", id="of another key"),
        ],
    )  # fmt: skip
    def test_the_provider_rejects_what_it_did_not_issue(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, provider: str, forge: Forge, why: str
    ) -> None:
        """IDPRejectedClaim, 403; the note shows the beginning of the token, and says why."""
        message = "The identity provider (IdP) reported that authentication failed."
        token = forge(oidc_provider(provider))
        note = f"the token {token[:12]}...: {why.format(user=OAUTH_USER_KEYS[provider])}"
        refusal = refused_with_note(fakests, token, ProviderId=provider)
        assert refusal == ("IDPRejectedClaim", 403, message, note)

    def test_a_provider_that_is_not_reachable_is_told(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """IDPCommunicationError, 400, which botocore tries again."""
        facebook = oidc_provider(FACEBOOK)
        facebook.reachable = False
        message = (
            "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the "
            "incoming identity token could not be reached."
        )
        refusal = refused_with_note(fakests, facebook.token(), ProviderId=FACEBOOK)
        assert refusal == ("IDPCommunicationError", 400, message, f"{FACEBOOK} is not reachable in this test")
        before = len(fakests.calls)
        with pytest.raises(ClientError, match="IDPCommunicationError"):
            fakests.client("sts").assume_role_with_web_identity(
                RoleArn=ROLE, RoleSessionName="session", WebIdentityToken=facebook.token(), ProviderId=FACEBOOK
            )
        assert len(fakests.calls) - before > 1

    @pytest.mark.parametrize("provider", [ISSUER, "accounts.google.com", "https://graph.facebook.com"])
    def test_no_other_provider_gives_access_tokens(
        self, fakests: FakeSts, oidc_provider: OidcIssuer, provider: str
    ) -> None:
        """ProviderId is one of two."""
        message = f"No OpenIDConnect provider found in your account for {provider}"
        token = oidc_provider.token()
        note = f"ProviderId is for access tokens of {AMAZON} and {FACEBOOK}; leave it out for ID tokens"
        refusal = refused_with_note(fakests, token, ProviderId=provider)
        assert refusal == ("InvalidIdentityToken", 400, message, note)

    def test_without_provider_id_it_is_no_id_token(self, fakests: FakeSts, oidc_provider: OidcIssuer) -> None:
        """No account has Facebook as an OIDC provider."""
        assert refused(fakests, oidc_provider(FACEBOOK).token())[0] == "InvalidIdentityToken"
