"""The organizations of a world: where each account is in one, and which policies limit it there."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from pytest_fakests.cloud.control_policies import FULL_AWS_ACCESS, Organizer, resource_control, service_control
from pytest_fakests.cloud.entities import AccountEntity
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.organization import Organization, OrganizationalUnit, account_ids
from pytest_fakests.iam import Policy

Levels = tuple[tuple[Policy, ...], ...]
_Way = tuple[Organization | OrganizationalUnit, ...]

# Whose policies they are where no management account is declared: an account of nobody's.
_NOBODY = "999999999999"


@dataclasses.dataclass(frozen=True)
class Member:
    """An account's place in its organization.

    Attributes:
        organization: The id of the organization.
        path: The ids from the organization to the account's unit, as aws:PrincipalOrgPaths has them.
        manages: Whether it is the management account, which none of these policies limits.
        service_control: The service control policies from the root to the account; None where none is declared.
        resource_control: Likewise the resource control policies.
    """

    organization: str
    path: str
    manages: bool
    service_control: Levels | None
    resource_control: Levels | None

    def context(self, prefix: str) -> dict[str, Any]:
        """The condition keys that tell of it, as those of "aws:Principal", "aws:Resource" or "aws:Source"."""
        return {f"{prefix}OrgID": self.organization, f"{prefix}OrgPaths": [self.path]}


class Organizations:
    """The declared organizations, and who is in them.

    Attributes:
        empty: Whether no account of the world is in one.
    """

    def __init__(self, home: str) -> None:
        self._home = home
        self._declared: dict[str, Organization] = {}
        self._members: dict[str, Member] = {}
        self.empty = True

    def add(self, declaration: Organization) -> None:
        """Declare an organization; one of the same id is replaced by it."""
        self._declared[declaration.id] = declaration

    def remove(self, organization: str) -> bool:
        """Forget an organization; whether there was one."""
        return self._declared.pop(organization, None) is not None

    def member(self, account: str) -> Member | None:
        """The account's place in its organization, or None."""
        return self._members.get(account)

    def policies(self) -> tuple[Policy, ...]:
        """Every policy that a test attached to a level of an organization."""
        levels = [
            level
            for one in self._members.values()
            for level in (*(one.service_control or ()), *(one.resource_control or ()))
        ]
        return tuple(
            {policy.arn: policy for level in levels for policy in level if policy is not FULL_AWS_ACCESS}.values()
        )

    def settle(self, accounts: Iterable[AccountEntity]) -> None:
        """Give each account its place, as organizations and accounts are declared now.

        Raises:
            PolicyError: A policy is malformed or too large.
            DeclarationError: An account is in two organizations.
        """
        known = {account.id: account for account in accounts}
        named = {one.declaration.organization for one in known.values()} - {None, *self._declared}
        implied = [Organization(name, accounts=()) for name in sorted(filter(None, named))]
        members: dict[str, Member] = {}
        for organization in (*self._declared.values(), *implied):
            for account, member in self._placed(organization, known):
                if account in members:
                    both = f"{members[account].organization!r} and {organization.id!r}"
                    raise DeclarationError(f"account {account!r} is in the organizations {both}; AWS takes one")
                members[account] = member
        self._members, self.empty = members, not members

    def _placed(self, organization: Organization, known: dict[str, AccountEntity]) -> Iterator[tuple[str, Member]]:
        of_it = [one for one in known.values() if one.declaration.organization == organization.id]
        manager = organization.management or next((one.id for one in of_it if one.declaration.management), None)
        partition = next((one.partition for one in of_it), "aws")
        organizer = Organizer(organization.id, manager or _NOBODY, partition)
        ways = {account: way for way in organization.levels() for account in account_ids(way[-1]) or ()}
        for account in (*(one.id for one in of_it), *filter(None, [manager])):
            ways.setdefault(account, (organization,))
        if organization.accounts is None and self._is_free(known):
            ways.setdefault(self._home, (organization,))
        for account, way in ways.items():
            entity = known.get(account)
            yield account, _member(way, organizer, account, entity)

    def _is_free(self, known: dict[str, AccountEntity]) -> bool:
        """Whether the account of the test says nothing of an organization."""
        return self._home not in known or known[self._home].declaration.organization is None


def _member(way: _Way, organizer: Organizer, account: str, entity: AccountEntity | None) -> Member:
    manages = account == organizer.management
    own = entity.declaration if entity else None
    places = [(_where(level), level.service_control, level.resource_control) for level in way]
    if own:
        places.append((f"account {account!r}", own.service_control, own.resource_control))
    service = tuple(service_control(one, f"service control policies of {where}", organizer) for where, one, _ in places)
    resource = tuple(
        resource_control(one, f"resource control policies of {where}", organizer) for where, _, one in places
    )
    return Member(
        organizer.organization,
        _path(way),
        manages,
        None if manages or all(level == (FULL_AWS_ACCESS,) for level in service) else service,
        None if manages or not any(resource) else resource,
    )


def _where(level: Organization | OrganizationalUnit) -> str:
    kind = "organization" if isinstance(level, Organization) else "organizational unit"
    return f"{kind} {level.id if isinstance(level, Organization) else level.name!r}"


def _path(way: _Way) -> str:
    """The ids of the organization, the root and each unit.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
    """
    path = root = ""
    for level in way:
        if isinstance(level, Organization):
            root = level.root
            path = f"{level.id}/{root}/"
        else:
            digits = hashlib.sha256(f"{path}{level.name}".encode()).hexdigest()[:8]
            path += f"{level.id or f'ou-{root[2:]}-{digits}'}/"
    return path
