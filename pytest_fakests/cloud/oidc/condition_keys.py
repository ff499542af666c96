"""From the claims of a token to condition keys.

Which claims become keys: "Available keys for AWS OIDC federation" in
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html, and the keys of
AssumeRoleWithWebIdentity in https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html.
Any other claim is no key: a condition on it meets nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_GITHUB = (
    "actor",
    "actor_id",
    "enterprise_id",
    "environment",
    "job_workflow_ref",
    "ref",
    "repository",
    "repository_id",
    "repository_owner_id",
    "workflow",
)
_GITLAB = (
    "namespace_id",
    "pipeline_source",
    "project_id",
    "ref_protected",
    "runner_environment",
    "user_access_level",
    "user_email",
    "user_id",
    "user_login",
)
_BUILDKITE = (
    "build_branch",
    "cluster_id",
    "cluster_name",
    "organization_id",
    "organization_slug",
    "pipeline_id",
    "pipeline_slug",
)
# The issuers whose own claims are keys too: where the role is assumed, and not in its session.
_OWN_CLAIMS = (
    (r"token\.actions\.githubusercontent\.com(/.+)?", _GITHUB),
    (r"token\.actions\.[\w-]+\.ghe\.com", _GITHUB),
    (r"github\.com/enterprises/.+", _GITHUB),
    (r"gitlab\.com", _GITLAB),
    (r"agent\.buildkite\.com|agent\.[\w-]+\.buildkite\.(dev|site)", _BUILDKITE),
    (r"oidc\.circleci\.com/org/.+", ("oidc.circleci.com/project-id",)),
    (r"idcs-[\w-]+\.identity\.oraclecloud\.com", ("rpst_id",)),
)
_OWN = tuple((re.compile(pattern, re.ASCII), claims) for pattern, claims in _OWN_CLAIMS)
_IN_SESSION = ("aud", "sub", "amr")
_COGNITO = "cognito-identity.amazonaws.com"

# The claims of OAuth 2.0 access tokens, by the key that each becomes: those of Login with Amazon and of Facebook.
OAUTH_USER_KEYS = {"www.amazon.com": "user_id", "graph.facebook.com": "id"}


def trust_keys(issuer: str, claims: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that a trust policy sees of a token; `issuer` is without "https://".

    `aud` is the authorized party, `azp`, where the token has one; of Cognito it is the audience.
    """
    found = {name: claims.get(name) for name in ("sub", "amr", "email", *_own_claims(issuer))}
    found["oaud"] = _sole(claims.get("aud"))
    found["aud"] = found["oaud"] if issuer == _COGNITO else claims.get("azp", found["oaud"])
    if issuer == "accounts.google.com":
        found["google/organization_number"] = claims.get("google:organization_number")
    return {f"{issuer}:{name}": value for name, value in found.items() if _is_comparable(value)}


def oauth_keys(provider: str, claims: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of an access token of Login with Amazon or Facebook."""
    user = claims[OAUTH_USER_KEYS[provider]]
    keys = {f"{provider}:app_id": claims["app_id"], f"{provider}:{OAUTH_USER_KEYS[provider]}": user}
    return {**keys, f"{provider}:sub": user} if provider == "www.amazon.com" else keys


def session_keys(issuer: str, trusted: Mapping[str, Any]) -> dict[str, Any]:
    """The keys among `trusted` that stay with the session."""
    names = ("app_id", "sub", OAUTH_USER_KEYS[issuer]) if issuer in OAUTH_USER_KEYS else _IN_SESSION
    return {key: trusted[key] for key in (f"{issuer}:{name}" for name in names) if key in trusted}


def _own_claims(issuer: str) -> tuple[str, ...]:
    return next((claims for pattern, claims in _OWN if pattern.fullmatch(issuer)), ())


def _sole(audience: Any) -> Any:
    """The audience; a list of one stands for its one."""
    return audience[0] if isinstance(audience, list) and len(audience) == 1 else audience


def _is_comparable(value: Any) -> bool:
    """Whether a policy can compare it: a text, a number, a truth value, or texts."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, (str, int))
