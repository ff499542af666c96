"""What a test declares: roles, users, accounts, identity providers and resource policies, as frozen values."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pytest_fakests.cloud.builders import BUILT_IN_PROVIDERS
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import (
    check_account_id,
    check_alias,
    check_arn,
    check_description,
    check_name,
    check_path,
)
from pytest_fakests.cloud.regions import ALWAYS_ACTIVE, PARTITIONS, REGION, off_by_default
from pytest_fakests.cloud.resource_names import check_whole
from pytest_fakests.cloud.tags import check_tags

_SAML_NAME = re.compile(r"[\w.-]{1,128}", re.ASCII)
_MAX_SESSION = (3600, 43200)
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html: no port, no query.
_ISSUER = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(/[A-Za-z0-9._~!$&'()*+,;=@%/-]*)?", re.ASCII)
_ISSUER_LENGTH = 255 - len("https://")
_AUDIENCES = 100
_AUDIENCE_LENGTH = 255
_THUMBPRINT = re.compile(r"[0-9a-f]{40}", re.ASCII | re.IGNORECASE)
_THUMBPRINTS = 5
# IAM's quotas that an account may have raised: the default, and the most that AWS gives.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entities
_RAISED = {
    "role_trust_policy_length": (2048, 8192),
    "managed_policies_per_role": (10, 25),
    "managed_policies_per_user": (10, 20),
}

Policy = Mapping[str, Any] | str | bytes | Iterable[Any]
"""A document (mapping or JSON text), one statement, what allow() and deny() return, or a list of any of these."""

Duration = int | datetime.timedelta
NamedPolicies = Mapping[str, Any] | Iterable[Any]
"""Policies with names: ARNs of AWS managed policies, (name or ARN, policy) pairs, or a mapping of these."""


@dataclasses.dataclass(frozen=True)
class Role:
    """An IAM role: who may assume it, and what its sessions may do.

    Args:
        name: The role's name, 1 to 64 characters.
        trust: The trust policy, as `trust()` returns it or as a document. None trusts the role's own account.
        permissions: The identity-based policies of the role. None allows nothing.
        account: The 12 digits of its account; None is the account of the test.
        path: The path in the role's ARN.
        max_session: The maximum session duration: seconds, or a timedelta; 1 to 12 hours.
        boundary: The permissions boundary; None sets none.
        tags: The role's tags.
        managed: Managed policies that are attached to it.
        description: A text of the user's own, of up to 1000 characters.

    Raises:
        DeclarationError: A name, path, account, duration, tag or description is outside AWS's rules.

    Example:
        >>> Role("reader", permissions={"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}).path
        '/'
    """

    name: str
    _: dataclasses.KW_ONLY
    trust: Policy | None = None
    permissions: Policy | None = None
    account: str | None = None
    path: str = "/"
    max_session: Duration = 3600
    boundary: Policy | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    managed: NamedPolicies = ()
    description: str = ""

    def __post_init__(self) -> None:
        check_name("role", self.name)
        where = f"role {self.name!r}"
        check_path(where, self.path)
        check_account_id(where, self.account)
        check_tags(where, self.tags)
        check_description(where, self.description)
        low, high = _MAX_SESSION
        if not low <= self.max_session_seconds <= high:
            raise DeclarationError(
                f"{where}: max_session is {self.max_session_seconds} seconds; AWS takes {low} to {high}"
            )

    @property
    def max_session_seconds(self) -> int:
        """The maximum session duration, in seconds."""
        return seconds(self.max_session)


@dataclasses.dataclass(frozen=True)
class User:
    """An IAM user with long-term keys.

    Args:
        name: The user's name, 1 to 64 characters.
        permissions: The identity-based policies of the user. None allows nothing.
        account: The 12 digits of its account; None is the account of the test.
        path: The path in the user's ARN.
        boundary: The permissions boundary; None sets none.
        tags: The user's tags.
        groups: The user's groups: names, or name -> policy where a group allows or denies something.
        mfa: True gives the user a virtual MFA device.
        managed: Managed policies that are attached to it.

    Raises:
        DeclarationError: A name, path, account or tag is outside AWS's rules, or `mfa` is no truth value.

    Example:
        >>> User("ann", path="/staff/", groups={"readers": allow("s3:Get*")}, mfa=True).path
        '/staff/'
    """

    name: str
    _: dataclasses.KW_ONLY
    permissions: Policy | None = None
    account: str | None = None
    path: str = "/"
    boundary: Policy | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    groups: NamedPolicies = ()
    mfa: bool | None = None
    managed: NamedPolicies = ()

    def __post_init__(self) -> None:
        check_name("user", self.name)
        where = f"user {self.name!r}"
        check_path(where, self.path)
        check_account_id(where, self.account)
        check_tags(where, self.tags)
        if self.mfa not in (None, True, False):
            raise DeclarationError(f"{where}: mfa is {self.mfa!r}; it takes True, and .mfa.code() gives the codes")


@dataclasses.dataclass(frozen=True)
class Account:
    """An AWS account.

    Args:
        id: Its 12 digits.
        alias: Its alias, by which `fakests.account` finds it too.
        organization: The id of the organization that it belongs to, as "o-exampleorgid".
        management: Whether it is the management account of that organization.
        root_sessions: Whether the organization that it manages has enabled privileged root sessions (AssumeRoot).
        delegated: The services for which it is a delegated administrator, as "iam.amazonaws.com".
        regions: The Regions that it enabled of those that are off by default. The Region of the test is on always.
        sts_deactivated: The Regions, of those that are on by default, in which its administrator deactivated STS.
        global_endpoint_token_version: 1 or 2: the version of the session tokens that it gets from the global endpoint
            of STS. Those of version 1, AWS's default, are not valid in Regions that are off by default.
        partition: "aws", "aws-cn", "aws-us-gov" or another; None is that of the test's Region. A credential of one is
            unknown in another.
        outbound_federation: Whether it has enabled outbound identity federation, which GetWebIdentityToken needs.
        service_control: The service control policies that its organization attaches to the account itself.
        resource_control: Likewise the resource control policies.
        role_trust_policy_length: IAM's quota of this name: how many characters, white space aside, a trust policy
            may have. AWS raises it to 8192 at the most.
        managed_policies_per_role: IAM's quota: how many managed policies a role may have. AWS raises it to 25 at the
            most.
        managed_policies_per_user: The same for a user: 20 at the most.

    Raises:
        DeclarationError: The id is not 12 digits, or one of the others is not what AWS has.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html

    Example:
        >>> Account("210987654321", alias="acme-prod", regions=["ap-east-1"]).regions
        ('ap-east-1',)
    """

    id: str
    _: dataclasses.KW_ONLY
    alias: str | None = None
    organization: str | None = None
    management: bool = False
    root_sessions: bool = False
    delegated: Iterable[str] = ()
    regions: Iterable[str] = ()
    sts_deactivated: Iterable[str] = ()
    global_endpoint_token_version: int = 1
    partition: str | None = None
    outbound_federation: bool = False
    service_control: Policy | None = None
    resource_control: Policy | None = None
    role_trust_policy_length: int = 2048
    managed_policies_per_role: int = 10
    managed_policies_per_user: int = 10

    def __post_init__(self) -> None:
        check_account_id("account", self.id)
        where = f"account {self.id!r}"
        check_alias(where, self.alias)
        for field in ("regions", "sts_deactivated"):
            object.__setattr__(self, field, _regions(where, field, getattr(self, field)))
        if any(region == ALWAYS_ACTIVE or off_by_default(region) for region in self.sts_deactivated):
            raise DeclarationError(
                f"{where}: sts_deactivated is {self.sts_deactivated!r}; STS cannot be deactivated in "
                f"{ALWAYS_ACTIVE}, nor in Regions that are off by default"
            )
        self._check_organization(where)
        if self.global_endpoint_token_version not in (1, 2):
            raise DeclarationError(
                f"{where}: global_endpoint_token_version is {self.global_endpoint_token_version!r}; it is 1 or 2"
            )
        if self.partition not in (None, *PARTITIONS):
            raise DeclarationError(
                f"{where}: partition {self.partition!r} is none of AWS's; there are {', '.join(PARTITIONS)}"
            )
        for quota, (low, high) in _RAISED.items():
            if not low <= getattr(self, quota) <= high:
                raise DeclarationError(f"{where}: {quota} is {getattr(self, quota)}; AWS takes {low} to {high}")

    def _check_organization(self, where: str) -> None:
        if isinstance(self.delegated, str):
            raise DeclarationError(
                f"{where}: delegated is {self.delegated!r}; give a list of services, as ['iam.amazonaws.com']"
            )
        object.__setattr__(self, "delegated", tuple(self.delegated))
        if (self.management or self.delegated) and not self.organization:
            raise DeclarationError(f"{where}: it has a part in no organization; give organization='o-exampleorgid'")
        if self.root_sessions and not self.management:
            raise DeclarationError(f"{where}: root_sessions is set by the management account; give management=True")


@dataclasses.dataclass(frozen=True)
class ResourcePolicy:
    """The resource-based policy of one resource, such as a bucket.

    Args:
        arn: The resource's ARN.
        policy: One document.
        account: The account that owns a resource whose ARN does not say it (a bucket); None is the test's.

    Raises:
        DeclarationError: `arn` is not the ARN of one whole resource, or the account is not one.

    Example:
        >>> ResourcePolicy("arn:aws:s3:::reports", allow("s3:GetObject", to="account/210987654321")).arn
        'arn:aws:s3:::reports'
    """

    arn: str
    policy: Policy
    _: dataclasses.KW_ONLY
    account: str | None = None

    def __post_init__(self) -> None:
        check_arn("resource policy", self.arn)
        check_whole(self.arn)
        check_account_id(f"resource policy of {self.arn}", self.account)


@dataclasses.dataclass(frozen=True)
class OidcProvider:
    """An OpenID Connect identity provider that an account trusts, as IAM keeps it.

    Args:
        issuer: Its URL, with or without "https://": what the `iss` claim of its tokens says.
        audiences: The client ids that its tokens may be meant for: one, or up to 100. With none, no token is taken.
        thumbprints: SHA-1 thumbprints of the certificate authorities of its server: up to 5, of 40 hexadecimal digits.
            They count only where the server's certificate is not of a public authority.
        account: The 12 digits of the account that trusts it; None is the account of the test.

    Raises:
        DeclarationError: A value is outside AWS's rules, or the provider is built into AWS.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html

    Example:
        >>> OidcProvider("https://token.actions.githubusercontent.com", audiences="sts.amazonaws.com").issuer
        'token.actions.githubusercontent.com'
    """

    issuer: str
    _: dataclasses.KW_ONLY
    audiences: str | Iterable[str] = ()
    thumbprints: str | Iterable[str] = ()
    account: str | None = None

    def __post_init__(self) -> None:
        _check_issuer(self.issuer)
        object.__setattr__(self, "issuer", self.issuer.removeprefix("https://"))
        where = f"OIDC provider {self.issuer!r}"
        object.__setattr__(self, "audiences", _listed(where, "audiences", self.audiences))
        object.__setattr__(self, "thumbprints", _listed(where, "thumbprints", self.thumbprints))
        _check_audiences(where, tuple(self.audiences))
        _check_thumbprints(where, tuple(self.thumbprints))
        check_account_id(where, self.account)


@dataclasses.dataclass(frozen=True)
class SamlProvider:
    """A SAML 2.0 identity provider that an account trusts, as IAM keeps it.

    Args:
        name: Its name in IAM.
        account: The 12 digits of the account that trusts it; None is the account of the test.

    Raises:
        DeclarationError: A value is outside AWS's rules.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html

    Example:
        >>> SamlProvider("corp").name
        'corp'
    """

    name: str
    _: dataclasses.KW_ONLY
    account: str | None = None

    def __post_init__(self) -> None:
        where = f"SAML provider {self.name!r}"
        if not isinstance(self.name, str) or not _SAML_NAME.fullmatch(self.name):
            raise DeclarationError(f"{where}: the name must have 1 to 128 letters, digits, or any of ._-")
        check_account_id(where, self.account)


IdentityProvider = OidcProvider | SamlProvider
"""What an account may trust to vouch for callers without AWS credentials."""


def seconds(duration: Duration) -> int:
    """A duration in whole seconds, from seconds or a timedelta.

    Raises:
        DeclarationError: It is neither.
    """
    if isinstance(duration, datetime.timedelta):
        return int(duration.total_seconds())
    if not isinstance(duration, (int, float)):
        raise DeclarationError(f"{duration!r} is no duration; give seconds, or a timedelta")
    return int(duration)


def _check_issuer(issuer: object) -> None:
    bare = issuer.removeprefix("https://") if isinstance(issuer, str) else ""
    if bare.removesuffix("/") in BUILT_IN_PROVIDERS:
        raise DeclarationError(
            f"OIDC provider {issuer!r} is built into AWS and is not declared; name it in a trust policy: "
            f'trust("{bare.removesuffix("/")}")'
        )
    if len(bare) > _ISSUER_LENGTH or not _ISSUER.fullmatch(bare):
        raise DeclarationError(
            f"OIDC provider {issuer!r} is not an issuer that AWS takes; write its URL without port and query, "
            "as 'token.actions.githubusercontent.com'"
        )


def _check_audiences(where: str, audiences: tuple[object, ...]) -> None:
    for audience in audiences:
        if not isinstance(audience, str) or not 1 <= len(audience) <= _AUDIENCE_LENGTH:
            raise DeclarationError(
                f"{where}: audience {audience!r} is not one that AWS takes; it is a text of 1 to {_AUDIENCE_LENGTH} "
                "characters"
            )
    if len(audiences) > _AUDIENCES:
        raise DeclarationError(f"{where} has {len(audiences)} audiences; AWS takes up to {_AUDIENCES}")


def _check_thumbprints(where: str, thumbprints: tuple[object, ...]) -> None:
    for thumbprint in thumbprints:
        if not isinstance(thumbprint, str) or not _THUMBPRINT.fullmatch(thumbprint):
            raise DeclarationError(f"{where}: thumbprint {thumbprint!r} is not one; it is 40 hexadecimal digits")
    if len(thumbprints) > _THUMBPRINTS:
        raise DeclarationError(f"{where} has {len(thumbprints)} thumbprints; AWS takes up to {_THUMBPRINTS}")


def _listed(where: str, field: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable):
        raise DeclarationError(f"{where}: {field} is {values!r}; give a text, or a list of texts")
    return (values,) if isinstance(values, str) else tuple(values)


def _regions(where: str, field: str, regions: object) -> tuple[str, ...]:
    if isinstance(regions, str) or not isinstance(regions, Iterable):
        raise DeclarationError(f"{where}: {field} is {regions!r}; give a list of Regions, as ['ap-east-1']")
    found = tuple(regions)
    for region in found:
        if not isinstance(region, str) or not REGION.fullmatch(region):
            raise DeclarationError(f"{where}: {field} has {region!r}, which is no Region; one is 'ap-east-1'")
    return found
