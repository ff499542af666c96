"""Checks of trust in identity providers: whose tokens and assertions open a role.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.callers import BUILT_IN_PROVIDERS
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import Entry, StatementView

_OIDC = ":oidc-provider/"
_SAML = ":saml-provider/"
_GITHUB = "token.actions.githubusercontent.com"
# "repo:ORGANIZATION/REPOSITORY:" and then a branch, a tag or an environment, before any wildcard.
_ONE_REPOSITORY = re.compile(r"repo:[^/*?]+/[^:*?]+:[^*?].*", re.DOTALL)
_ONE_REPOSITORY_ALL_OF_IT = re.compile(r"repo:[^/*?]+/[^:*?]+:.*", re.DOTALL)
# The claim that tells the customers of one issuer apart: "Identity-provider controls for shared OIDC providers",
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
_SHARED = {
    "agent.buildkite.com": "sub",
    "api.pulumi.com/oidc": "aud",
    "app.terraform.io": "sub",
    "cognito-identity.amazonaws.com": "aud",
    "gitlab.com": "sub",
    "oidc.codefresh.io": "sub",
    "oidc.vercel.com": "aud",
    "scalr.io": "sub",
}
# The key that holds the audience, where it is not "aud".
_AUDIENCES = {
    "accounts.google.com": ("aud", "oaud"),
    "graph.facebook.com": ("app_id",),
    "www.amazon.com": ("app_id",),
}
_SAML_AUDIENCE = "saml:aud"
_ACTION_OF = {"sts:assumerolewithsaml": "SAML", "sts:assumerolewithwebidentity": "OIDC"}


def missing_condition_key_for_oidc_principal(view: StatementView) -> Iterator[Fault]:
    """Tokens of an OIDC provider open the role, whatever stands in them."""
    for entry, host in _trusted(view):
        if not any(one.key.startswith(f"{host}:") for one in view.conditions):
            yield Fault(entry.place, f"every token of {host} opens it", f"add a condition on {host}:sub and {host}:aud")


def missing_github_repo_condition_key(view: StatementView) -> Iterator[Fault]:
    """Workflows of every repository of GitHub open the role: no condition names one."""
    for entry, host in _trusted(view):
        if host == _GITHUB and not view.requires(f"{host}:sub"):
            yield Fault(
                entry.place,
                "workflows of every repository of GitHub open it",
                f'add "StringEquals": {{"{host}:sub": "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH"}}',
            )


def missing_subject_of_shared_provider(view: StatementView) -> Iterator[Fault]:
    """Every customer of a provider opens the role: no condition is on the claim that tells them apart.

    IAM refuses new trust policies like that for the providers that it recognizes, and keeps those that are there.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
    """
    for entry, host in _trusted(view):
        claim = _SHARED.get(host)
        if claim and not view.requires(f"{host}:{claim}"):
            yield Fault(entry.place, f"every customer of {host} opens it", f"add a condition on {host}:{claim}")


def specific_github_repo_and_branch_recommended(view: StatementView) -> Iterator[Fault]:
    """Workflows of more than one repository, or of all its branches, open the role."""
    if view.kind is not PolicyKind.TRUST or not view.allows:
        return
    one_reference = view.requires(f"{_GITHUB}:ref")
    precise = _ONE_REPOSITORY_ALL_OF_IT if one_reference else _ONE_REPOSITORY
    for one in view.on(f"{_GITHUB}:sub"):
        for entry in one.values:
            if one.matches_patterns and "*" in entry.text and not precise.fullmatch(entry.text):
                yield Fault(
                    entry.place,
                    "the wildcard takes in more than one repository and branch",
                    'write "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH"',
                )


def missing_audience_condition_key(view: StatementView) -> Iterator[Fault]:
    """Tokens or assertions that were made for other services open the role: no condition is on their audience.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
    """
    for entry, host in _trusted(view):
        keys = tuple(f"{host}:{claim}" for claim in _AUDIENCES.get(host, ("aud",)))
        if not view.requires(*keys):
            yield Fault(entry.place, f"tokens of {host} for other services open it", f"add a condition on {keys[0]}")
    for entry in _providers(view):
        if _SAML in entry.text and not view.requires(_SAML_AUDIENCE):
            yield Fault(entry.place, "assertions for other services open it", "add a condition on SAML:aud")


def mismatched_action_for_principal(view: StatementView) -> Iterator[Fault]:
    """An action goes with none of the principals: each way of assuming a role has its own kind of them."""
    if view.kind is not PolicyKind.TRUST or _keeps_everybody_out(view):
        return
    kinds = {kind for entry in view.principals("Federated") for kind in _kinds(entry.text)}
    others = any(True for key in ("AWS", "Service") for _ in view.principals(key))
    for entry in view.entries("Action"):
        wanted = _ACTION_OF.get(entry.text.lower())
        if wanted and (kinds or others) and wanted not in kinds:
            yield Fault(
                entry.place, f"{entry.text} goes with none of its principals", f"use it with a provider of {wanted}"
            )
        elif entry.text.lower() == "sts:assumerole" and kinds and not others:
            yield Fault(
                entry.place,
                f"{entry.text} is no way for an identity provider",
                "use sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML",
            )


def _keeps_everybody_out(view: StatementView) -> bool:
    return not view.allows and any(entry.text == "*" for entry in view.principals("AWS"))


def _trusted(view: StatementView) -> Iterator[tuple[Entry, str]]:
    """The OIDC providers that a trust policy lets in, and the prefix of their condition keys."""
    for entry in _providers(view):
        if entry.text in BUILT_IN_PROVIDERS:
            yield entry, entry.text
        elif _OIDC in entry.text:
            yield entry, entry.text.split(_OIDC)[1].lower()


def _providers(view: StatementView) -> Iterator[Entry]:
    """The identity providers that a trust policy lets in."""
    return view.principals("Federated") if view.kind is PolicyKind.TRUST and view.allows else iter(())


def _kinds(provider: str) -> Iterator[str]:
    if provider in BUILT_IN_PROVIDERS or _OIDC in provider:
        yield "OIDC"
    if _SAML in provider:
        yield "SAML"
