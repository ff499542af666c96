"""Who issues tokens: identity providers as the world outside AWS knows them, and STS itself for each account."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.oidc.keys import KIND_OF, KINDS, SigningKey, jwk, kid_of, kind_of_kid, signing_key
from pytest_fakests.cloud.oidc.tokens import write_token

# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html
_AWS_SUFFIX = ".tokens.sts.global.api.aws"
# What STS signs with: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
_AWS_KINDS = ("RSA", "EC384")
_AWS_ALGORITHMS = ("RS256", "ES384")
_WELL_KNOWN = "/.well-known/"


class TokenIssuer:
    """An issuer of tokens.

    Attributes:
        url: Its URL, which its tokens have as `iss`.
        reachable: Whether AWS comes through to it.
        certificate: The SHA-1 thumbprint of the authority behind its server's certificate, where that is none of the
            public ones; None is a public one.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.reachable = True
        self.certificate: str | None = None

    @property
    def of_aws(self) -> bool:
        """Whether it is STS, for an account."""
        return self.url.endswith(_AWS_SUFFIX)

    def issue(self, claims: Mapping[str, Any], algorithm: str, headers: Mapping[str, Any] | None = None) -> str:
        """A token with these claims.

        Raises:
            ImportError: PyJWT is not installed.
            ValueError: The algorithm is none that STS takes.
        """
        if algorithm not in KIND_OF:
            raise ValueError(f"the algorithm {algorithm!r} is none that STS takes; use {', '.join(KIND_OF)}")
        return write_token(claims, signing_key(self.url, KIND_OF[algorithm]), algorithm, headers or {})

    @property
    def kids(self) -> tuple[str, ...]:
        """The ids of the keys that the issuer publishes."""
        return tuple(map(kid_of, self._kinds()))

    def key(self, kid: object) -> SigningKey | None:
        """The key with this id, or None where the issuer publishes none."""
        kind = kind_of_kid(kid)
        return signing_key(self.url, kind) if kind in self._kinds() else None

    def jwks(self) -> dict[str, Any]:
        """Its key set (RFC 7517), as it publishes it.

        Raises:
            ImportError: PyJWT is not installed.
        """
        return {"keys": [jwk(signing_key(self.url, kind), kind) for kind in self._kinds()]}

    def configuration(self) -> dict[str, Any]:
        """Its discovery document (OpenID Connect Discovery 1.0), as it publishes it."""
        document: dict[str, Any] = {
            "issuer": self.url,
            "jwks_uri": self.url.rstrip("/") + _WELL_KNOWN + "jwks.json",
            "subject_types_supported": ["public"],
        }
        if self.of_aws:
            claims = ["sub", "iss", "aud", "exp", "iat", "jti", "https://sts.amazonaws.com/"]
            return {
                **document,
                "id_token_signing_alg_values_supported": list(_AWS_ALGORITHMS),
                "claims_supported": claims,
            }
        return {
            **document,
            "response_types_supported": ["id_token"],
            "id_token_signing_alg_values_supported": list(KIND_OF),
            "scopes_supported": ["openid"],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nbf", "jti"],
        }

    def _kinds(self) -> tuple[str, ...]:
        return _AWS_KINDS if self.of_aws else KINDS


def account_issuer(account: str) -> str:
    """The URL with which STS issues the tokens of an account."""
    return f"https://{uuid.uuid5(uuid.NAMESPACE_OID, account)}{_AWS_SUFFIX}"
