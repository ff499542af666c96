"""Roles, users and accounts as they live in a world: what was declared, and what the test changes."""

from __future__ import annotations

import dataclasses
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.builders import VERSION, deny
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.declarations import Account, Role, User
from pytest_fakests.cloud.full_principals import FindArn
from pytest_fakests.cloud.mfa import VirtualMfa
from pytest_fakests.cloud.names import iam_arn
from pytest_fakests.cloud.oidc.issuers import TokenIssuer, account_issuer
from pytest_fakests.cloud.policies import read_named, read_policies, read_trust
from pytest_fakests.cloud.quotas import check_attached, check_inline, check_managed, check_trust
from pytest_fakests.cloud.standing import Standing, standing
from pytest_fakests.iam import Policy, PolicyKind, parse_policy


@dataclasses.dataclass(frozen=True)
class Home:
    """Where an entity lives, and how the short names in its trust policy become ARNs.

    Attributes:
        partition: The partition.
        account: What is declared of the account, its quotas among it.
        find_arn: From a kind and a name to the ARN in this account.
    """

    partition: str
    account: Account
    find_arn: FindArn


# A test that assigns a document to one of these is told of the method that reads it.
_SET_BY_METHOD = ("boundary", "permissions", "trust")


def _is_read(value: Any) -> bool:
    """Whether a value is what such a method leaves: policies that were read, or None."""
    return value is None or isinstance(value, Policy) or (isinstance(value, tuple) and all(map(_is_read, value)))


class Identity:
    """What roles and users share: an ARN, a unique id, identity-based policies, a boundary and tags.

    Attributes:
        name: The name.
        account: The 12 digits of the account.
        arn: The ARN, with the path.
        unique_id: The unique id that AWS gives it: AROA... or AIDA...
        tags: The tags.
        policies: The identity-based policies, read.
        boundary: The permissions boundary, or None.
    """

    kind = ""

    def __init__(self, declaration: Role | User, home: Home, unique_id: str) -> None:
        self.declaration = declaration
        self.name = declaration.name
        self.account = home.account.id
        self.arn = iam_arn(home.partition, self.account, f"{self.kind}{declaration.path}{declaration.name}")
        self.unique_id = unique_id
        self.tags = dict(declaration.tags)
        self._home = home
        self._managed = read_named(declaration.managed, self._where("managed"), partition=home.partition)
        self._revocation: tuple[Policy, ...] = ()
        self.policies: tuple[Policy, ...] = ()
        self.set_permissions(declaration.permissions)
        self.boundary = self._boundary(declaration.boundary)
        self._standing: Standing | None = None

    @property
    def standing(self) -> Standing:
        """What follows from its policies and its boundary as they are now, made again only once they are others."""
        kept = self._standing
        if kept is None or kept.policies is not self.policies or kept.boundary is not self.boundary:
            kept = self._standing = standing(self.policies, self.boundary)
        return kept

    def set_permissions(self, policy: Any) -> None:
        """Replace the permissions policies; the next call of every session sees the new ones.

        Raises:
            PolicyError: A document is malformed, or the documents are too large together for inline policies.
            DeclarationError: There are more managed policies than may be attached.
        """
        where = self._where("permissions")
        permissions = read_policies(policy, where, partition=self._home.partition)
        check_inline(permissions, self.kind, self.name, where)
        check_attached(permissions + self._managed, self.kind, self.name, self._home.account)
        self._permissions = permissions
        self._gather()

    def set_boundary(self, policy: Any) -> None:
        """Replace the permissions boundary; None takes it away.

        Raises:
            PolicyError: The document is malformed or too large.
            DeclarationError: An ARN names a managed policy that the fake does not carry.
        """
        self.boundary = self._boundary(policy)

    def revoke_sessions(self) -> None:
        """Deny everything to sessions issued before now, as the IAM console's "Revoke active sessions" does.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
        """
        document = deny("*", when={"DateLessThan": {"aws:TokenIssueTime": clock.in_context(clock.now())}})
        name = f"policy 'AWSRevokeOlderSessions' in permissions of {self.kind} {self.name!r}"
        self._revocation = (parse_policy(document, PolicyKind.IDENTITY, name=name),)
        self._gather()

    @property
    def permissions(self) -> tuple[Policy, ...]:
        """The policies that `set_permissions` set, read; those that are attached beside are in `policies`."""
        return self._permissions

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _SET_BY_METHOD and not _is_read(value):
            raise AttributeError(f"{self!r} is given another {name} by .set_{name}(...), not by .{name} = ...")
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.arn}>"

    def _gather(self) -> None:
        self.policies = self._permissions + self._managed + self._revocation

    def _boundary(self, value: Any) -> tuple[Policy, ...] | None:
        if value is None:
            return None
        boundary = read_policies(value, self._where("boundary"), PolicyKind.BOUNDARY, partition=self._home.partition)
        check_managed(boundary)
        return boundary

    def _where(self, what: str) -> str:
        return f"{what} of {self.kind} {self.name!r}"


class RoleEntity(Identity):
    """A role of this world.

    Attributes:
        trust: The trust policy, read.
        max_session: The maximum session duration, in seconds.
    """

    kind = "role"
    declaration: Role

    def __init__(self, declaration: Role, home: Home, unique_id: str) -> None:
        super().__init__(declaration, home, unique_id)
        self.max_session = declaration.max_session_seconds
        self.set_trust(declaration.trust)

    def set_trust(self, policy: Any) -> None:
        """Replace the trust policy; None trusts the role's own account. Sessions that exist go on.

        Raises:
            PolicyError: The document is malformed or too large.
        """
        if policy is None:
            root = iam_arn(self._home.partition, self.account, "root")
            statement = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "sts:AssumeRole"}
            policy = {"Version": VERSION, "Statement": [statement]}
        trust = read_trust(policy, self._where("trust policy"), self._home.find_arn)
        check_trust(trust, self._home.account)
        self.trust = trust

    def session_arn(self, session_name: str) -> str:
        """The ARN of a session of this role, which drops the role's path."""
        return f"arn:{self._home.partition}:sts::{self.account}:assumed-role/{self.name}/{session_name}"


class UserEntity(Identity):
    """A user of this world, with long-term keys.

    Attributes:
        keys: The user's access key.
        key_active: Whether calls may be made with it: its status is Active, and not Inactive.
    """

    kind = "user"
    declaration: User

    def __init__(self, declaration: User, home: Home, unique_id: str, keys: Credentials) -> None:
        self._groups = read_named(
            declaration.groups, f"groups of user {declaration.name!r}", partition=home.partition, bare=True
        )
        super().__init__(declaration, home, unique_id)
        self.keys = keys
        self.key_active = True
        serial = iam_arn(home.partition, self.account, f"mfa/{declaration.name}")
        self._mfa = VirtualMfa(serial, keys.secret_key.encode()) if declaration.mfa else None

    def deactivate_key(self) -> None:
        """Set the access key's status to Inactive: calls with it are refused, sessions made with it go on.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html
        """
        self.key_active = False

    def activate_key(self) -> None:
        """Set the access key's status to Active again."""
        self.key_active = True

    @property
    def has_mfa(self) -> bool:
        """Whether the user has a virtual MFA device."""
        return self._mfa is not None

    @property
    def mfa(self) -> VirtualMfa:
        """The user's virtual MFA device.

        Raises:
            AttributeError: The user was declared without one.
        """
        if self._mfa is None:
            raise AttributeError(f"user {self.name!r} has no MFA device; declare it with User(..., mfa=True)")
        return self._mfa

    def _gather(self) -> None:
        super()._gather()
        self.policies += self._groups


class AccountEntity:
    """An account of this world, with its root's keys.

    Attributes:
        id: The 12 digits.
        alias: The alias, or None.
        partition: Its partition, as "aws".
        arn: The ARN of its root.
        keys: The root's access key.
    """

    def __init__(self, declaration: Account, partition: str, keys: Credentials) -> None:
        self.declaration = declaration
        self.id = declaration.id
        self.alias = declaration.alias
        self.partition = declaration.partition or partition
        self.arn = iam_arn(self.partition, declaration.id, "root")
        self.keys = keys

    @property
    def token_issuer(self) -> str:
        """The URL of STS as the issuer of the account's tokens, which GetWebIdentityToken gives."""
        return account_issuer(self.id)

    def jwks(self) -> dict[str, Any]:
        """The key set (RFC 7517) with which others verify the account's tokens, as that issuer publishes it.

        Raises:
            ImportError: PyJWT is not installed.

        Example:
            keys = jwt.PyJWKSet.from_dict(fakests.account("123456789012").jwks())
        """
        return TokenIssuer(self.token_issuer).jwks()

    def openid_configuration(self) -> dict[str, Any]:
        """That issuer's discovery document, as it stands at /.well-known/openid-configuration."""
        return TokenIssuer(self.token_issuer).configuration()

    def __repr__(self) -> str:
        return f"<account {self.id}>"
