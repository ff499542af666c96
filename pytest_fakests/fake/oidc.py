"""Tokens of OpenID Connect identity providers, as a test holds what issues them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.declarations import Duration, seconds
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.identity_providers import OidcProviderEntity
from pytest_fakests.cloud.oidc import claims as well_known
from pytest_fakests.cloud.oidc.condition_keys import OAUTH_USER_KEYS
from pytest_fakests.cloud.oidc.issuers import TokenIssuer
from pytest_fakests.sts.identity_claims import SOURCE_IDENTITY_CLAIM, TAGS_CLAIM

# The client id that AWS's own tools use: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
_AUDIENCE = "sts.amazonaws.com"
_SUBJECT = "subject"
_LIFETIME = 3600
_TIMES = ("iat", "nbf", "exp")


class OidcIssuer:
    """An OpenID Connect identity provider as the world outside AWS knows it: it issues tokens.

    The fixture `oidc_provider` is the only one that the test declares; called with an issuer it is that one, whether it
    is declared, built into AWS, or unknown to both.

    Example:
        token = oidc_provider.token(sub="repo:octo-org/octo-repo:ref:refs/heads/main")
        token = oidc_provider("accounts.google.com").token(sub="110169484474386276334")
    """

    def __init__(self, cloud: Cloud, issuer: str | None = None) -> None:
        self._cloud = cloud
        self._issuer = issuer

    def __call__(self, issuer: str) -> OidcIssuer:
        """The provider with this issuer, with or without "https://"."""
        return OidcIssuer(self._cloud, issuer.removeprefix("https://"))

    @property
    def issuer(self) -> str:
        """Its URL, as its tokens have it in `iss`.

        Raises:
            DeclarationError: It is not clear which provider is meant.
        """
        return self._source.url

    @property
    def reachable(self) -> bool:
        """Whether AWS comes through to it; set it to False, and its keys cannot be had."""
        return self._source.reachable

    @reachable.setter
    def reachable(self, reachable: bool) -> None:
        self._source.reachable = reachable

    @property
    def certificate(self) -> str | None:
        """The thumbprint of the authority behind its server's certificate; None, which AWS trusts, is a public one."""
        return self._source.certificate

    @certificate.setter
    def certificate(self, thumbprint: str | None) -> None:
        self._source.certificate = thumbprint

    def token(
        self,
        named: Mapping[str, Any] | None = None,
        /,
        *,
        algorithm: str = "RS256",
        headers: Mapping[str, Any] | None = None,
        lifetime: Duration = _LIFETIME,
        principal_tags: Mapping[str, str] | None = None,
        transitive_tag_keys: Iterable[str] = (),
        source_identity: str | None = None,
        **claims: Any,
    ) -> str:
        """A signed JSON Web Token, issued now by the test's clock.

        Args:
            named: Claims whose names are none in Python, as {"https://aws.amazon.com/roles": [...]}.
            algorithm: "RS256", "RS384", "RS512", "ES256", "ES384" or "ES512".
            headers: Further headers, or others in the place of its own.
            lifetime: How long it is valid, in seconds or as a timedelta.
            principal_tags: Session tags, in the claim https://aws.amazon.com/tags.
            transitive_tag_keys: Those of them that go on along a role chain.
            source_identity: The source identity, in the claim https://aws.amazon.com/source_identity.
            claims: Claims over the ready ones: `iss`, `sub`, `aud` (the first declared audience), `iat`, `exp`, `jti`.
                None takes a claim away. Times are seconds since 1970, or aware datetimes.

        Raises:
            ImportError: PyJWT is not installed; the text names the extra to install.
            DeclarationError: It is not clear which provider is meant, or `lifetime` is no duration.
            ValueError: The algorithm is none that STS takes.

        Example:
            oidc_provider.token(sub="repo:octo-org/octo-repo:environment:prod", lifetime=300)
        """
        now = int(clock.now().timestamp())
        full = {
            "iss": self.issuer,
            **self._default_subject(),
            "iat": now,
            "exp": now + seconds(lifetime),
            "jti": self._cloud.source.hexadecimal(32),
        }
        if principal_tags:
            full[TAGS_CLAIM] = {
                "principal_tags": {key: [value] for key, value in principal_tags.items()},
                "transitive_tag_keys": list(transitive_tag_keys),
            }
        if source_identity is not None:
            full[SOURCE_IDENTITY_CLAIM] = source_identity
        full.update({**(named or {}), **claims})
        for name in _TIMES:
            if isinstance(full.get(name), datetime.datetime):
                full[name] = int(full[name].timestamp())
        kept = {name: value for name, value in full.items() if value is not None}
        return self._source.issue(kept, algorithm, headers)

    def github_actions(
        self,
        repo: str,
        *,
        ref: str = "refs/heads/main",
        environment: str | None = None,
        event_name: str = "push",
        actor: str = "octocat",
        **claims: Any,
    ) -> str:
        """The token of a job in GitHub Actions; `claims` are those of `token()`.

        Args:
            repo: "OWNER/NAME".
            ref: The git ref that the workflow runs on.
            environment: The environment that the job names, which then stands in `sub` in place of the ref.
            event_name: What triggered the workflow; for "pull_request", `sub` ends with that.
            actor: Who triggered it.

        Raises:
            DeclarationError: `repo` is not OWNER/NAME, or it is not clear which provider is meant.

        Source: https://docs.github.com/en/actions/reference/security/oidc

        Example:
            oidc_provider.github_actions("octo-org/octo-repo", environment="prod")
        """
        ready = well_known.github_actions(repo, ref, environment, event_name, actor)
        return self._ready(ready, claims, well_known.GITHUB_LIFETIME, well_known.GITHUB_EARLY)

    def gitlab_ci(self, project: str, *, ref: str = "main", ref_type: str = "branch", **claims: Any) -> str:
        """The token of a job in GitLab CI/CD; `claims` are those of `token()`.

        Args:
            project: The project's path, "GROUP/PROJECT".
            ref: The branch or tag that the pipeline runs on.
            ref_type: "branch" or "tag".

        Source: https://docs.gitlab.com/ci/secrets/id_token_authentication/

        Example:
            oidc_provider.gitlab_ci("my-group/my-project", ref="v1.0", ref_type="tag")
        """
        host = self.issuer.removeprefix("https://").partition("/")[0]
        ready = well_known.gitlab_ci(project, ref, ref_type, host)
        return self._ready(ready, claims, well_known.GITLAB_LIFETIME, well_known.GITLAB_EARLY)

    def eks_service_account(
        self, namespace: str, service_account: str, *, pod: str = "app-7c5ddbdf54-x2x9v", **claims: Any
    ) -> str:
        """The token that an EKS cluster projects into the pods of a service account; `claims` are those of `token()`.

        Args:
            namespace: The namespace in Kubernetes.
            service_account: The service account's name.
            pod: The pod's name.

        Source: https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html

        Example:
            oidc_provider.eks_service_account("default", "app")
        """
        ready = well_known.eks_service_account(namespace, service_account, pod)
        ready["aud"] = [self._default_subject()["aud"]]
        return self._ready(ready, claims, well_known.EKS_LIFETIME, well_known.EKS_EARLY)

    def jwks(self) -> dict[str, Any]:
        """Its key set (RFC 7517), with which others may verify its tokens.

        Raises:
            ImportError: PyJWT is not installed.
        """
        return self._source.jwks()

    def openid_configuration(self) -> dict[str, Any]:
        """Its discovery document, as it stands at /.well-known/openid-configuration."""
        return self._source.configuration()

    def _ready(self, ready: dict[str, Any], claims: Mapping[str, Any], lifetime: int, early: int) -> str:
        start = int(clock.now().timestamp()) - early
        return self.token(**{"lifetime": lifetime, "nbf": start, **ready, **claims})

    def _default_subject(self) -> dict[str, Any]:
        """Whom a token speaks of where the test does not say, and to whom."""
        host = self.issuer.removeprefix("https://")
        if host in OAUTH_USER_KEYS:
            return {"app_id": "123456789012345", OAUTH_USER_KEYS[host]: "1234567890"}
        trusted = [one for one in self._declared() if one.issuer == host and one.audiences]
        own = [one for one in trusted if one.account == self._cloud.account] or trusted
        return {"sub": _SUBJECT, "aud": own[0].audiences[0] if own else _AUDIENCE}

    @property
    def _source(self) -> TokenIssuer:
        return self._cloud.token_issuer(f"https://{self._only if self._issuer is None else self._issuer}")

    @property
    def _only(self) -> str:
        issuers = list(dict.fromkeys(one.issuer for one in self._declared()))
        if len(issuers) == 1:
            return issuers[0]
        if not issuers:
            raise DeclarationError(
                "the test declares no OIDC provider; declare one with "
                "@pytest.mark.identity_providers(OidcProvider(...)), or name one that is built into AWS, as "
                'oidc_provider("accounts.google.com")'
            )
        raise DeclarationError(
            f"the test declares {len(issuers)} OIDC providers ({', '.join(issuers)}); say which is meant, as "
            f'oidc_provider("{issuers[0]}")'
        )

    def _declared(self) -> list[OidcProviderEntity]:
        return [one for one in self._cloud.providers if isinstance(one, OidcProviderEntity)]
