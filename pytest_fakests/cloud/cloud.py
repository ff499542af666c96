"""The world of one test: who exists in it, and whose keys are whose."""

from __future__ import annotations

import datetime
import threading
from typing import Any, TypeVar

from pytest_fakests.cloud.builders import allow
from pytest_fakests.cloud.credentials import Credentials, CredentialSource
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.declarations import (
    Account,
    IdentityProvider,
    OidcProvider,
    Role,
    SamlProvider,
    User,
)
from pytest_fakests.cloud.endpoints import Endpoints, VpcEndpoint
from pytest_fakests.cloud.entities import AccountEntity, Home, RoleEntity, UserEntity
from pytest_fakests.cloud.errors import DeclarationError, UndeclaredError
from pytest_fakests.cloud.full_principals import FindArn
from pytest_fakests.cloud.identity_providers import IdentityProviders, OidcProviderEntity, SamlProviderEntity
from pytest_fakests.cloud.keys import Key, Keys
from pytest_fakests.cloud.names import PROVIDER_KINDS, account_in, iam_arn, not_a_caller, short_name
from pytest_fakests.cloud.oidc.issuers import TokenIssuer
from pytest_fakests.cloud.organization import Organization
from pytest_fakests.cloud.organizations import Organizations
from pytest_fakests.cloud.orphans import orphaned
from pytest_fakests.cloud.principals import Principal, role_principal, root_principal, user_principal
from pytest_fakests.cloud.regions import off_by_default, partition_of
from pytest_fakests.cloud.resources import Resources

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"
TESTER = User("tester", permissions=allow("*"))
"""The user that is there without being declared."""
DEFAULT_CALLER = f"user/{TESTER.name}"

_Entity = TypeVar("_Entity", RoleEntity, UserEntity)


class Cloud:
    """The accounts, users, roles, resource policies and keys of one test.

    Attributes:
        account: The account where declarations live that name none.
        region: The default Region.
        partition: The partition of that Region, and of accounts that declare none.
        source: What ids and keys are made by.
        providers: The identity providers that accounts trust.
        resources: What is declared of resources.
        organizations: The organizations, and who is in them.
        endpoints: The VPC endpoints.
    """

    def __init__(self, account: str = DEFAULT_ACCOUNT, region: str = DEFAULT_REGION, seed: str = "") -> None:
        self.account = account
        self.region = region
        self.partition = partition_of(region)
        self.source = CredentialSource(seed)
        self.resources = Resources(account)
        self.organizations = Organizations(account)
        self.endpoints = Endpoints(account)
        self._roles: dict[str, RoleEntity] = {}
        self._users: dict[str, UserEntity] = {}
        self._accounts: dict[str, AccountEntity] = {}
        self.providers = IdentityProviders(account)
        self._issuers: dict[str, TokenIssuer] = {}
        self._keys = Keys(self.source)
        # Kind, name in lower case, account -> ARN: IAM tells no two names apart by their case or path.
        self._taken: dict[tuple[str, str, str], str] = {}
        self._pending: dict[tuple[str, str, str], str] = {}
        self._lock = threading.RLock()
        self.add(TESTER)

    def add(self, *declarations: Declaration) -> None:
        """Let what is declared live in this world; what has the same ARN is replaced by it.

        Raises:
            PolicyError: A policy is malformed.
            DeclarationError: A managed policy is not one that the fake carries, or a name is taken.
        """
        with self._lock:
            # A trust policy may name, by its short name, a role or user with a path that comes after it.
            self._pending = {self._place(one): one.path for one in declarations if isinstance(one, (Role, User))}
            try:
                # What lives in an account has its partition and its quotas, in whatever order they are declared.
                for declaration in sorted(declarations, key=lambda one: not isinstance(one, Account)):
                    self._add(declaration)
            finally:
                self._pending = {}
            if any(isinstance(one, (Account, Organization)) for one in declarations):
                self.organizations.settle(self._accounts.values())

    def remove(self, name_or_arn: str) -> None:
        """Delete a role, user, identity provider, resource, resource policy, organization or VPC endpoint.

        Sessions of a deleted role are refused then, and policies that name a deleted role or user keep its unique id:
        one of the same name that is declared later is another.

        Raises:
            UndeclaredError: Nothing of that name or ARN is declared.
        """
        with self._lock:
            if self.resources.remove(name_or_arn) or self.endpoints.remove(name_or_arn):
                return
            if self.organizations.remove(name_or_arn):
                self.organizations.settle(self._accounts.values())
                return
            gone = self._find(self._roles, name_or_arn) or self._find(self._users, name_or_arn)
            if gone:
                self._roles.pop(gone.arn, None)
                self._users.pop(gone.arn, None)
                self._free(gone)
                return
            if self.providers.remove(name_or_arn):
                return
        raise UndeclaredError("role or user", name_or_arn, [*self._names(self._roles), *self._names(self._users)])

    def role(self, name_or_arn: str) -> RoleEntity:
        """The role with this ARN or name; of several with that name, the one in the default account.

        Raises:
            UndeclaredError: It is not declared.
        """
        found = self._find(self._roles, name_or_arn)
        if found is None:
            raise UndeclaredError("role", name_or_arn, self._names(self._roles))
        return found

    def user(self, name_or_arn: str) -> UserEntity:
        """The user with this ARN or name; of several with that name, the one in the default account.

        Raises:
            UndeclaredError: It is not declared.
        """
        found = self._find(self._users, name_or_arn)
        if found is None:
            raise UndeclaredError("user", name_or_arn, self._names(self._users))
        return found

    def roles(self) -> tuple[RoleEntity, ...]:
        """Every role of this world."""
        return tuple(self._roles.values())

    def users(self) -> tuple[UserEntity, ...]:
        """Every user of this world."""
        return tuple(self._users.values())

    def find_account(self, id_or_alias: str) -> AccountEntity:
        """The account with this id, root ARN or alias.

        Raises:
            UndeclaredError: Nothing is declared in it.
            DeclarationError: It is no text.
        """
        if not isinstance(id_or_alias, str):
            raise DeclarationError(f"{id_or_alias!r} names no account; write its 12 digits as text")
        wanted = account_in(id_or_alias) or id_or_alias
        for account in self._accounts.values():
            if wanted in (account.id, account.alias):
                return account
        raise UndeclaredError("account", id_or_alias, self._accounts)

    def declared_account(self, account: str) -> AccountEntity | None:
        """The account with this id, or None where nothing is declared in it."""
        return self._accounts.get(account)

    def accounts(self) -> tuple[AccountEntity, ...]:
        """Every account of this world."""
        return tuple(self._accounts.values())

    def token_issuer(self, url: str) -> TokenIssuer:
        """Who issues tokens with this URL: each is there, whether an account trusts it or not."""
        with self._lock:
            return self._issuers.setdefault(url, TokenIssuer(url))

    def attached_document(self, arn: str) -> dict[str, Any] | None:
        """The document of the managed policy with this ARN that a role or user has; None where none has it."""
        policies = (policy for entity in (*self._roles.values(), *self._users.values()) for policy in entity.policies)
        return next((policy.document for policy in policies if policy.arn == arn), None)

    def role_at(self, arn: str) -> RoleEntity | None:
        """The role with exactly this ARN, or None."""
        return self._roles.get(arn)

    def identity_at(self, arn: str) -> RoleEntity | UserEntity | None:
        """The role or user with exactly this ARN, or None."""
        return self._roles.get(arn) or self._users.get(arn)

    def placed(self, arn: str) -> str:
        """The ARN, with its path, of the role or user that IAM was asked for by its name alone."""
        _, _, service, _, account, rest = (*arn.split(":", 5), *("",) * 5)[:6]
        kind, _, name = rest.partition("/")
        if service != "iam" or account not in self._accounts or "/" in name:
            return arn
        found = self._taken.get((kind, name.lower(), account))
        return found if found and found.endswith(f"/{name}") else arn

    def lives(self, principal: Principal) -> bool:
        """Whether the role or user behind the principal still is the one that its keys were made for."""
        entity = principal.entity
        if isinstance(entity, RoleEntity):
            return self._roles.get(entity.arn) is entity
        if isinstance(entity, UserEntity):
            return self._users.get(entity.arn) is entity
        return True

    def principal(self, who: str) -> Principal:
        """The principal that a test names: a user, a role (as a session of it), or an account's root.

        Raises:
            UndeclaredError: It is not declared.
            DeclarationError: `who` is not a principal with keys.
        """
        if not isinstance(who, str):
            raise not_a_caller(who)
        account = account_in(who)
        if account:
            return root_principal(self.find_account(account))
        named = short_name(who)
        if (named and named[0] == "user") or ":user/" in who:
            return user_principal(self.user(who))
        if (named and named[0] == "role") or ":role/" in who:
            return role_principal(self.role(who), TESTER.name)
        raise not_a_caller(who, (f"{one.kind}/{one.name}" for one in (*self.users(), *self.roles())))

    def keys_of(self, who: str) -> Credentials:
        """Long-term keys of a user or root, or fresh temporary ones for a session of a role.

        Raises:
            UndeclaredError: It is not declared.
            DeclarationError: `who` is not a principal with keys.
        """
        principal = self.principal(who)
        if isinstance(principal.entity, UserEntity):
            return principal.entity.keys
        if isinstance(principal.entity, RoleEntity):
            return self.issue(principal, datetime.timedelta(seconds=principal.entity.max_session))
        return self.find_account(principal.account).keys

    def issue(
        self,
        principal: Principal,
        duration: datetime.timedelta,
        *,
        region: str = "",
        minimum_size: int = 0,
        token_version: int = 2,
    ) -> Credentials:
        """Temporary credentials for a principal whose `issued` is set, valid for `duration` from then."""
        return self._keys.issue(principal, duration, region or self.region, minimum_size, token_version)

    def key(self, access_key: str) -> Key | None:
        """The key with this id, or None where this world never made it."""
        return self._keys.find(access_key)

    def accepts(self, key: Key) -> bool:
        """Whether calls may be made with the key: it is active, and its role or user still lives."""
        entity = key.principal.entity
        if isinstance(entity, RoleEntity):
            return self._roles.get(entity.arn) is entity
        if isinstance(entity, UserEntity):
            return self._users.get(entity.arn) is entity and (entity.key_active or key.principal.temporary)
        return True

    def is_active(self, key: Key) -> bool:
        """Whether calls may be made with the key; that of a user may have been deactivated."""
        owner = key.principal.entity
        return key.principal.temporary or not isinstance(owner, UserEntity) or owner.key_active

    def organization_of(self, account: str) -> str | None:
        """The id of the organization that an account belongs to, or None."""
        member = self.organizations.member(account)
        return member.organization if member else None

    @property
    def limitless(self) -> bool:
        """Whether nothing limits calls beside the policies of callers and resources: no organization, no endpoint."""
        return self.organizations.empty and self.endpoints.empty

    def is_enabled(self, region: str, account: str) -> bool:
        """Whether the account's credentials are known in a Region of its partition."""
        if region == self.region or not off_by_default(region):
            return True
        found = self._accounts.get(account)
        return found is not None and region in found.declaration.regions

    def has_sts(self, region: str, account: str) -> bool:
        """Whether STS gives the account's credentials at its endpoint in a Region."""
        found = self._accounts.get(account)
        return self.is_enabled(region, account) and (not found or region not in found.declaration.sts_deactivated)

    def global_token_version(self, account: str) -> int:
        """The version of the session tokens that the account gets from the global endpoint of STS."""
        found = self._accounts.get(account)
        return found.declaration.global_endpoint_token_version if found else 1

    def _free(self, gone: RoleEntity | UserEntity) -> None:
        del self._taken[gone.kind, gone.name.lower(), gone.account]
        for role in self._roles.values():
            role.trust = orphaned(role.trust, gone.arn, gone.unique_id)
        self.resources.orphan(gone.arn, gone.unique_id)

    def _add(self, declaration: Declaration) -> None:
        if isinstance(declaration, Role):
            role = RoleEntity(declaration, self._home(declaration), self.source.unique_id("AROA"))
            self._take_name(role)
            self._roles[role.arn] = role
        elif isinstance(declaration, User):
            user = UserEntity(
                declaration, self._home(declaration), self.source.unique_id("AIDA"), self.source.long_term()
            )
            self._take_name(user)
            self._users[user.arn] = user
            self._keys.add(user.keys, user_principal(user))
        elif isinstance(declaration, Account):
            self._add_account(declaration)
        elif isinstance(declaration, Organization):
            for member in declaration.declared_accounts():
                self._add_account(member)
            self.organizations.add(declaration)
        elif isinstance(declaration, VpcEndpoint):
            self.endpoints.add(declaration)
        elif isinstance(declaration, OidcProvider):
            account = self._account_of(declaration)
            self.providers.add(OidcProviderEntity(declaration, self._accounts[account].partition, account))
        elif isinstance(declaration, SamlProvider):
            account = self._account_of(declaration)
            self.providers.add(SamlProviderEntity(declaration, self._accounts[account].partition, account))
        else:
            account = self._living(self.resources.owner_of(declaration))
            self.resources.add(declaration, self._finder(account))

    def _add_account(self, declaration: Account) -> None:
        for other in self._accounts.values():
            if declaration.alias and declaration.alias == other.alias and declaration.id != other.id:
                raise DeclarationError(
                    f"account {declaration.id!r}: alias {other.alias!r} is that of account {other.id!r}; "
                    "an alias is of one account only"
                )
        account = AccountEntity(declaration, self.partition, self.source.long_term())
        self._accounts[account.id] = account
        self._keys.add(account.keys, root_principal(account))

    def _home(self, declaration: Role | User) -> Home:
        account = self._account_of(declaration)
        where = self._accounts[account]
        return Home(where.partition, where.declaration, self._finder(account))

    def _account_of(self, declaration: Role | User | IdentityProvider) -> str:
        return self._living(declaration.account or self.account)

    def _living(self, account: str) -> str:
        """The account, which is there from now on if nothing was declared in it before."""
        if account not in self._accounts:
            self._add_account(Account(account))
        return account

    def _finder(self, account: str) -> FindArn:
        return lambda kind, name: self._arn_of(kind, name, account)

    def _arn_of(self, kind: str, name: str, account: str) -> str:
        """The ARN of what a short name means in an account; one that is not declared has the path "/"."""
        partition = self._accounts[account].partition
        if kind in PROVIDER_KINDS:
            return iam_arn(partition, account, f"{kind}-provider/{name}")
        path = self._pending.get((kind, name, account))
        if path is None:
            found = self._taken.get((kind, name.lower(), account))
            return found if found and found.endswith(f"/{name}") else iam_arn(partition, account, f"{kind}/{name}")
        return iam_arn(partition, account, f"{kind}{path}{name}")

    def _place(self, declaration: Role | User) -> tuple[str, str, str]:
        return type(declaration).__name__.lower(), declaration.name, declaration.account or self.account

    def _take_name(self, entity: RoleEntity | UserEntity) -> None:
        taken = self._taken.setdefault((entity.kind, entity.name.lower(), entity.account), entity.arn)
        if taken != entity.arn:
            raise DeclarationError(
                f"{entity.kind} {entity.name!r}: there is {taken} already, and an account has one {entity.kind} of a "
                "name, whatever its case and path; name it otherwise, or remove the other first"
            )

    def _find(self, entities: dict[str, _Entity], name_or_arn: str) -> _Entity | None:
        if name_or_arn.startswith("arn:"):
            return entities.get(name_or_arn)
        named = short_name(name_or_arn)
        wanted = named[1] if named else name_or_arn
        matches = [one for one in entities.values() if wanted in (one.name, f"{one.declaration.path}{one.name}"[1:])]
        own = [one for one in matches if one.account == self.account]
        found = own or matches
        return found[0] if len(found) == 1 else None

    def _names(self, entities: dict[str, _Entity]) -> list[str]:
        own = (entity.account == self.account for entity in entities.values())
        return [one.name if here else one.arn for one, here in zip(entities.values(), own, strict=True)]
