"""Whom a web identity token speaks of, once it is verified: the provider, the subject, and what the token may set.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html. The texts of AWS are those of public
reports; where none was found, docs/not-verified.md says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.identity_providers import OidcProviderEntity, oidc_provider_arn
from pytest_fakests.cloud.oidc.condition_keys import OAUTH_USER_KEYS, oauth_keys, session_keys, trust_keys
from pytest_fakests.cloud.oidc.issuers import TokenIssuer
from pytest_fakests.cloud.oidc.tokens import Token, TokenError, read_token
from pytest_fakests.sts.errors import idp_rejected, invalid_identity_token, invalid_jwt

# The providers that AWS knows without being told, of which those of OAUTH_USER_KEYS give access tokens.
_BUILT_IN_ISSUERS = {
    "https://accounts.google.com": "accounts.google.com",
    "accounts.google.com": "accounts.google.com",
    "https://cognito-identity.amazonaws.com": "cognito-identity.amazonaws.com",
}

# With two spaces, as AWS writes it.
_NO_KEY = (
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity "
    "documentation for requirements"
)
_WRONG_THUMBPRINT = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
_EXPIRED = "Token expired: current date/time {now} must be before the expiration date/time {end}"
_TOO_OLD = "Token too old: {age}"
# As the API's page describes the error; what STS itself says was not seen.
_NOT_REACHED = (
    "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming "
    "identity token could not be reached."
)
# Seconds. A token is taken for five minutes after its end, for clocks that differ:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
_SKEW = 300
_OLDEST = 86400


@dataclasses.dataclass(frozen=True)
class WebIdentity:
    """What a verified token says.

    Attributes:
        provider: The provider as a trust policy names it: its ARN, or the host of one that is built into AWS.
        subject: Who it speaks of.
        audience: The application that it is meant for.
        claims: All that it says.
        trust_keys: The condition keys that the trust policy sees of it.
        session_keys: Those that stay with the session.
    """

    provider: str
    subject: str
    audience: str
    claims: Mapping[str, Any]
    trust_keys: Mapping[str, Any]
    session_keys: Mapping[str, Any]


def verified_identity(cloud: Cloud, params: Mapping[str, Any], partition: str, account: str) -> WebIdentity:
    """The identity that the request's token speaks of.

    Args:
        cloud: The world.
        params: The parameters of AssumeRoleWithWebIdentity.
        partition: The partition of the role.
        account: The account of the role, which must be the provider's.

    Raises:
        AwsError: The token is not one that this account takes.
    """
    if "ProviderId" in params:
        return _access_token(cloud, params["ProviderId"], params["WebIdentityToken"])
    try:
        token = read_token(params["WebIdentityToken"])
    except TokenError as error:
        raise invalid_jwt(str(error)) from error
    url = _text(token, "iss")
    built_in = _BUILT_IN_ISSUERS.get(url)
    provider = None if built_in else _provider(cloud, url, partition, account)
    _check_signature(token, cloud.token_issuer(url), provider)
    _check_times(token)
    audience = _checked_audience(token, provider)
    subject = _text(token, "sub")
    issuer = built_in or url.removeprefix("https://")
    keys = trust_keys(issuer, token.claims)
    name = built_in or oidc_provider_arn(partition, account, issuer)
    own = {"aws:FederatedProvider": name}
    return WebIdentity(name, subject, audience, token.claims, {**own, **keys}, {**own, **session_keys(issuer, keys)})


def _provider(cloud: Cloud, url: str, partition: str, account: str) -> OidcProviderEntity:
    """The account's own provider with exactly this URL."""
    scheme, _, issuer = url.partition("://")
    found = cloud.providers.at(oidc_provider_arn(partition, account, issuer)) if scheme == "https" else None
    if isinstance(found, OidcProviderEntity) and not cloud.token_issuer(url).of_aws:
        return found
    declared = ", ".join(one.arn for one in cloud.providers) or "none"
    raise invalid_identity_token(
        f"No OpenIDConnect provider found in your account for {url}",
        f"account {account} trusts no such provider; declared identity providers: {declared}",
    )


def _check_signature(token: Token, issuer: TokenIssuer, provider: OidcProviderEntity | None) -> None:
    if not issuer.reachable:
        raise invalid_identity_token(_NO_KEY, f"{issuer.url} is not reachable in this test")
    certificate = issuer.certificate
    if provider and certificate is not None and certificate.lower() not in provider.thumbprints:
        known = ", ".join(provider.thumbprints) or "none"
        raise invalid_identity_token(_WRONG_THUMBPRINT, f"the server's is {certificate}; configured are {known}")
    kid = token.header.get("kid")
    key = issuer.key(kid)
    if key is None:
        raise invalid_identity_token(_NO_KEY, f"{issuer.url} has no key {kid!r}; it has {', '.join(issuer.kids)}")
    try:
        token.verify(key)
    except TokenError as error:
        raise invalid_jwt(str(error)) from error


def _check_times(token: Token) -> None:
    """Timestamps are whole numbers; what is not yet valid is refused with the skew that an expired token is allowed."""
    now = int(clock.now().timestamp())
    end, issued = _moment(token, "exp"), _moment(token, "iat")
    if now >= end + _SKEW:
        raise _expired(_EXPIRED.format(now=now, end=end), f"the token ended {now - end} seconds ago")
    if now - issued > _OLDEST + _SKEW:
        raise _expired(_TOO_OLD.format(age=now - issued), "a token is taken for a day after it was issued")
    start = max(issued, _moment(token, "nbf") if "nbf" in token.claims else issued)
    if start > now + _SKEW:
        raise invalid_jwt(f"the token is valid only in {start - now} seconds")


def _checked_audience(token: Token, provider: OidcProviderEntity | None) -> str:
    """The token's audience, which must be one that the provider is configured with.

    A token of a built-in provider is for whoever the trust policy says.
    """
    given = token.claims.get("aud")
    audiences = [given] if isinstance(given, str) else given
    if not audiences or not isinstance(audiences, list) or not all(isinstance(one, str) for one in audiences):
        raise _missing("aud")
    party = token.claims.get("azp", audiences[0] if len(audiences) == 1 else None)
    if provider and party not in provider.audiences:
        known = ", ".join(provider.audiences) or "none"
        meant = " and ".join(audiences) if party is None else repr(party)
        raise invalid_identity_token(
            "Incorrect token audience",
            f"the token is meant for {meant}; the audiences of {provider.arn} are: {known}",
        )
    if not isinstance(party, str):
        raise invalid_identity_token(
            "Incorrect token audience", f"the token is meant for {' and '.join(audiences)}, not for one"
        )
    return audiences[0] if len(audiences) == 1 else party


def _access_token(cloud: Cloud, provider: str, text: str) -> WebIdentity:
    """The identity behind an OAuth 2.0 access token, which AWS asks its provider about."""
    if provider not in OAUTH_USER_KEYS:
        raise invalid_identity_token(
            f"No OpenIDConnect provider found in your account for {provider}",
            f"ProviderId is for access tokens of {' and '.join(OAUTH_USER_KEYS)}; leave it out for ID tokens",
        )
    issuer = cloud.token_issuer(f"https://{provider}")
    if not issuer.reachable:
        raise AwsError("IDPCommunicationError", _NOT_REACHED, 400, note=f"{provider} is not reachable in this test")
    claims = _told_by_provider(issuer, text, ("app_id", OAUTH_USER_KEYS[provider]))
    keys = {"aws:FederatedProvider": provider, **oauth_keys(provider, claims)}
    kept = {"aws:FederatedProvider": provider, **session_keys(provider, keys)}
    return WebIdentity(provider, claims[OAUTH_USER_KEYS[provider]], claims["app_id"], claims, keys, kept)


def _told_by_provider(issuer: TokenIssuer, text: str, needed: tuple[str, ...]) -> Mapping[str, Any]:
    try:
        token = read_token(text)
        key = issuer.key(token.header.get("kid"))
        if key is None:
            raise TokenError("it is none that the provider issued")
        token.verify(key)
        end = token.claims.get("exp")
        if not isinstance(end, (int, float)) or end <= clock.now().timestamp():
            raise TokenError("it has expired")
        missing = [claim for claim in needed if not isinstance(token.claims.get(claim), str)]
        if missing:
            raise TokenError(f"it has no claim {' and '.join(missing)}")
    except TokenError as error:
        raise idp_rejected(f"the token {text[:12]}...: {error}") from error
    return token.claims


def _text(token: Token, claim: str) -> str:
    value = token.claims.get(claim)
    if not isinstance(value, str) or not value:
        raise _missing(claim)
    return value


def _moment(token: Token, claim: str) -> int:
    value = token.claims.get(claim)
    if value is None:
        raise _missing(claim)
    if type(value) is not int:
        raise invalid_jwt(f"its claim {claim} is {value!r}; AWS takes whole numbers only")
    return value


def _missing(claim: str) -> AwsError:
    return invalid_identity_token(
        f"Missing a required claim: {claim}", f"the token has no claim {claim}, or none that can be read"
    )


def _expired(message: str, note: str) -> AwsError:
    return AwsError("ExpiredTokenException", message, 400, note=note)
