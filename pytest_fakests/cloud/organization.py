"""What a test says of an organization: its root, its organizational units, and the policies attached to each.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pytest_fakests.cloud.declarations import Account, Policy
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import check_account_id

# AWS's ids of organizations are longer; tests may shorten them.
# https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html, API_Root.html and
# API_OrganizationalUnit.html
_IDS = {
    "organization": (re.compile(r"o-[a-z0-9]{1,32}", re.ASCII), "o-exampleorgid"),
    "root": (re.compile(r"r-[0-9a-z]{4,32}", re.ASCII), "r-ab12"),
    "organizational unit": (re.compile(r"ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}", re.ASCII), "ou-ab12-11111111"),
}
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
_DEEPEST = 5

ControlPolicies = Policy | None
"""Policies attached to one level, also by name: {"DenyRegions": deny(...)}; None says nothing of them."""


@dataclasses.dataclass(frozen=True)
class OrganizationalUnit:
    """An organizational unit (OU).

    Args:
        name: Its name.
        accounts: The accounts in it: ids, or Account objects.
        units: The units in it.
        service_control: The service control policies attached to it, as in Organization.
        resource_control: The resource control policies attached to it.
        id: Its id, as "ou-ab12-11111111"; None makes one from its name.

    Raises:
        DeclarationError: An id is not one that AWS has.
    """

    name: str
    _: dataclasses.KW_ONLY
    accounts: Iterable[str | Account] = ()
    units: Iterable[OrganizationalUnit] = ()
    service_control: ControlPolicies = None
    resource_control: ControlPolicies = None
    id: str | None = None

    def __post_init__(self) -> None:
        where = f"organizational unit {self.name!r}"
        object.__setattr__(self, "accounts", _accounts(where, self.accounts))
        object.__setattr__(self, "units", _units(where, self.units))
        _check_id("organizational unit", self.id)


@dataclasses.dataclass(frozen=True)
class Organization:
    """An organization of accounts, and the policies that limit them.

    AWS attaches the policy FullAWSAccess to every level. It stays there beside policies that only deny; where a
    policy of a level allows something, the level's policies are all that it has, as an allow list.

    Args:
        id: Its id.
        management: The id of its management account, which no policy of the organization limits.
        accounts: The accounts directly under the root: ids, or Account objects. None: the account of the test, if no
            unit has it.
        units: The organizational units under the root.
        service_control: The service control policies attached to the root: a policy, a list, or a mapping of their
            names or ARNs.
        resource_control: The resource control policies attached to the root; their principal is "*".
        root: The id of the root, as "r-ab12".

    Raises:
        DeclarationError: An id is not one that AWS has, an account has two places, or units nest too deep.

    Example:
        >>> Organization(units=[OrganizationalUnit("prod", accounts=["210987654321"])]).id
        'o-exampleorgid'
    """

    id: str = "o-exampleorgid"
    _: dataclasses.KW_ONLY
    management: str | None = None
    accounts: Iterable[str | Account] | None = None
    units: Iterable[OrganizationalUnit] = ()
    service_control: ControlPolicies = None
    resource_control: ControlPolicies = None
    root: str = "r-ab12"

    def __post_init__(self) -> None:
        where = f"organization {self.id!r}"
        _check_id("organization", self.id)
        _check_id("root", self.root)
        check_account_id(f"management account of {where}", self.management)
        if self.accounts is not None:
            object.__setattr__(self, "accounts", _accounts(where, self.accounts))
        object.__setattr__(self, "units", _units(where, self.units))
        placed: set[str] = set()
        for account in (_id(one) for level in self.levels() for one in level[-1].accounts or ()):
            if account in placed:
                raise DeclarationError(f"{where}: account {account!r} has two places in it; give it one")
            placed.add(account)

    def levels(self) -> Iterator[tuple[Organization | OrganizationalUnit, ...]]:
        """The way from the root to each level, the root's own first."""
        yield (self,)
        ways: list[tuple[Organization | OrganizationalUnit, ...]] = [(self,)]
        for way in ways:
            for unit in way[-1].units:
                longer = (*way, unit)
                if len(longer) > _DEEPEST + 1:
                    raise DeclarationError(
                        f"organizational unit {unit.name!r} is {len(way)} levels below the root; AWS takes {_DEEPEST}"
                    )
                ways.append(longer)
                yield longer

    def declared_accounts(self) -> Iterator[Account]:
        """The accounts that are given as such, and not by their ids alone, each in this organization."""
        for account in (one for level in self.levels() for one in level[-1].accounts or ()):
            if isinstance(account, Account):
                yield dataclasses.replace(account, organization=self.id)


def account_ids(level: Organization | OrganizationalUnit) -> tuple[str, ...] | None:
    """The ids of the accounts at a level; None where it does not say."""
    return None if level.accounts is None else tuple(map(_id, level.accounts))


def _id(account: str | Account) -> str:
    return account.id if isinstance(account, Account) else account


def _accounts(where: str, accounts: Any) -> tuple[str | Account, ...]:
    if isinstance(accounts, (str, Account)) or not isinstance(accounts, Iterable):
        raise DeclarationError(f"{where}: accounts is {accounts!r}; give a list, as ['210987654321']")
    found = tuple(accounts)
    for one in found:
        if not isinstance(one, Account):
            check_account_id(where, one)
    return found


def _units(where: str, units: Any) -> tuple[OrganizationalUnit, ...]:
    found = tuple(units) if isinstance(units, Iterable) else ()
    if isinstance(units, str) or not isinstance(units, Iterable) or not all(map(_is_unit, found)):
        raise DeclarationError(f"{where}: units is {units!r}; give a list, as [OrganizationalUnit('prod')]")
    return found


def _is_unit(one: object) -> bool:
    return isinstance(one, OrganizationalUnit)


def _check_id(kind: str, given: object) -> None:
    pattern, example = _IDS[kind]
    if given is not None and not (isinstance(given, str) and pattern.fullmatch(given)):
        raise DeclarationError(f"the id {given!r} is none of AWS's for {kind}s; one is {example!r}")
