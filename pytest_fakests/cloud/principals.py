"""Who makes a call: a user, an account's root, or a session, with all that its policies and keys need."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import types
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.entities import AccountEntity, RoleEntity, UserEntity
from pytest_fakests.iam import Policy, PolicyKind, parse_policy


class PrincipalType(str, enum.Enum):
    """The values of `aws:PrincipalType`.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """

    ROOT = "Account"
    USER = "User"
    SESSION = "AssumedRole"
    FEDERATED = "FederatedUser"
    ANONYMOUS = "Anonymous"


# One for all: a world may have a hundred thousand sessions.
_NOTHING: Mapping[str, Any] = types.MappingProxyType({})
_NO_KEYS: frozenset[str] = frozenset()


class Lasting(NamedTuple):
    """What requests tell of a principal as long as it lives.

    Attributes:
        arn: Its ARN.
        partition: Its partition.
        issuer: Its issuer.
        context: The condition keys that describe it, but for those of tags and of an MFA code.
    """

    arn: str
    partition: str
    issuer: str | None
    context: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Principal:
    """A caller, as its credentials tell.

    Attributes:
        type: The type of principal.
        arn: The ARN that GetCallerIdentity gives.
        user_id: The UserId that GetCallerIdentity gives.
        account: The account of the credentials.
        entity: The role or user behind it; None for root, for whom root federates, and for anonymous callers.
        session_name: The role session's name.
        session_policies: The session policies; None where none were passed.
        scopes: The scope down policies of GetScopedCredentials, each of which has to allow as well.
        tags: Session tags.
        transitive: Lower-cased keys of the session tags that go on along a chain.
        source_identity: The source identity, once it was set.
        issued: When temporary credentials were issued; None for long-term keys.
        expires: When temporary credentials end; None before they are issued, and for long-term keys.
        mfa: None where the credentials say nothing of MFA, False without it, the time of the code with it.
        context: Condition keys of every request made with the credentials, which whoever handed them out put there.
        chained_with_duration: Whether temporary credentials asked for these, with a DurationSeconds.
    """

    type: PrincipalType
    # Empty for a session of a role, which is called after the two.
    _arn: str
    _user_id: str
    account: str
    entity: RoleEntity | UserEntity | None = None
    session_name: str | None = None
    session_policies: tuple[Policy, ...] | None = None
    scopes: tuple[Policy, ...] = ()
    tags: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NOTHING)
    transitive: frozenset[str] = _NO_KEYS
    source_identity: str | None = None
    issued: datetime.datetime | None = None
    expires: datetime.datetime | None = None
    mfa: datetime.datetime | bool | None = None
    context: Mapping[str, Any] = dataclasses.field(default_factory=lambda: _NOTHING)
    chained_with_duration: bool = False
    _lasting: Lasting | None = dataclasses.field(default=None, init=False, repr=False, compare=False)

    @property
    def lasting(self) -> Lasting:
        """What its requests tell of it as long as it lives, found out at the first of them."""
        found = self._lasting
        if found is None:
            found = Lasting(self.arn, self.partition, self.issuer, _lasting_context(self))
            object.__setattr__(self, "_lasting", found)
        return found

    @property
    def arn(self) -> str:
        if self._lasting is not None:
            return self._lasting.arn
        if isinstance(self.entity, RoleEntity) and self.session_name:
            return self.entity.session_arn(self.session_name)
        return self._arn

    @property
    def user_id(self) -> str:
        if isinstance(self.entity, RoleEntity) and self.session_name:
            return f"{self.entity.unique_id}:{self.session_name}"
        return self._user_id

    @property
    def temporary(self) -> bool:
        """Whether it calls with temporary credentials."""
        return self.issued is not None

    @property
    def assumed_root(self) -> bool:
        """Whether it is root as AssumeRoot lends it."""
        return _ASSUMED_ROOT in self.context

    @property
    def partition(self) -> str:
        """The partition of the credentials, as "aws"; "" for an anonymous caller."""
        if self._lasting is not None:
            return self._lasting.partition
        arn = self.entity.arn if self.entity else self._arn
        return arn.split(":", 2)[1] if ":" in arn else ""

    @property
    def issuer(self) -> str | None:
        """The ARN, with its path, of the role, user or root behind a session of another name than theirs; or None."""
        if self.type not in _ISSUED:
            return None
        return self.entity.arn if self.entity else f"arn:{self.partition}:iam::{self.account}:root"


_ASSUMED_ROOT = "aws:AssumedRoot"
# What root may do, as a policy.
ALL_OF_ROOT = parse_policy(
    {"Effect": "Allow", "Action": "*", "Resource": "*"}, PolicyKind.IDENTITY, name="permissions of root"
)
_ISSUED = (PrincipalType.SESSION, PrincipalType.FEDERATED)

ANONYMOUS = Principal(PrincipalType.ANONYMOUS, "*", "anonymous", "anonymous")


def expiring(principal: Principal, end: datetime.datetime) -> Principal:
    """The principal whose credentials end then, as it is kept: what it lacks takes no room."""
    return dataclasses.replace(
        principal,
        expires=end,
        tags=principal.tags or _NOTHING,
        transitive=principal.transitive or _NO_KEYS,
        context=principal.context or _NOTHING,
    )


def user_principal(user: UserEntity) -> Principal:
    """The user, calling with long-term keys."""
    return Principal(PrincipalType.USER, user.arn, user.unique_id, user.account, user)


def root_principal(account: AccountEntity) -> Principal:
    """The root user of the account."""
    return Principal(PrincipalType.ROOT, account.arn, account.id, account.id)


def role_principal(
    role: RoleEntity, session_name: str, *, mfa: Literal[False] | None = False, **session: Any
) -> Principal:
    """A session of the role, issued now; `session` has the further attributes of Principal.

    An MFA code opens the role, yet its session is without MFA; whom an identity provider vouches for has no
    such key, and an `mfa` of None.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    return Principal(
        PrincipalType.SESSION,
        "",
        "",
        role.account,
        role,
        session_name,
        issued=clock.now(),
        mfa=mfa,
        **session,
    )


def federated_principal(federator: Principal, name: str, **session: Any) -> Principal:
    """A federated user that a user or root vouches for, from now on; `session` has further attributes of Principal."""
    return Principal(
        PrincipalType.FEDERATED,
        federated_user_arn(federator, name),
        f"{federator.account}:{name}",
        federator.account,
        federator.entity,
        issued=clock.now(),
        **session,
    )


def federated_user_arn(federator: Principal, name: str) -> str:
    """The ARN of the federated user of that name in the federator's account."""
    return f"arn:{federator.partition}:sts::{federator.account}:federated-user/{name}"


def assumed_root_principal(account: AccountEntity, task: Policy, source_identity: str | None) -> Principal:
    """The root user of the account as AssumeRoot lends it from now on: it may do all that the task policy leaves."""
    return dataclasses.replace(
        root_principal(account),
        issued=clock.now(),
        session_policies=(ALL_OF_ROOT, task),
        source_identity=source_identity,
        context={_ASSUMED_ROOT: "true"},
    )


def all_tags(principal: Principal) -> dict[str, str]:
    """The tags of `aws:PrincipalTag`: those of the role or user, and session tags over them, compared without case.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    """
    own = principal.entity.tags if principal.entity else {}
    if not principal.tags:
        return own
    passed = {key.lower() for key in principal.tags}
    return {key: value for key, value in own.items() if key.lower() not in passed} | dict(principal.tags)


def principal_context(principal: Principal) -> Mapping[str, Any]:
    """The condition keys that describe the principal, but for those that its ARN and its organization tell.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    lasting = principal.lasting.context
    entity, mfa = principal.entity, principal.mfa
    if not principal.tags and not mfa and not (entity and entity.tags):
        return lasting
    tags = {f"aws:PrincipalTag/{key}": value for key, value in all_tags(principal).items()}
    return {**tags, **mfa_context(mfa), **lasting}


def _lasting_context(principal: Principal) -> Mapping[str, Any]:
    context: dict[str, Any] = {"aws:userid": principal.user_id}
    if principal.mfa is False:
        context.update(mfa_context(False))
    if principal.source_identity:
        context["aws:SourceIdentity"] = principal.source_identity
    if principal.issued:
        context["aws:TokenIssueTime"] = clock.in_context(principal.issued)
    return {**context, **principal.context}


def mfa_context(mfa: datetime.datetime | bool | None) -> dict[str, Any]:
    """The condition keys that tell of MFA."""
    if mfa is None:
        return {}
    if isinstance(mfa, bool):
        return {"aws:MultiFactorAuthPresent": "true" if mfa else "false"}
    age = int((clock.now() - mfa).total_seconds())
    return {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": str(age)}
