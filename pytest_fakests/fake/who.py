"""The ways in which a test says who calls: a principal, an answer's credentials, or a role that it assumed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.declarations import Role, User
from pytest_fakests.cloud.entities import AccountEntity, Identity
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.nested import owner_outside
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.fake.assumed import AssumedRole

Who = str | Credentials | Mapping[str, Any] | AssumedRole | Identity | AccountEntity
"""A principal; what `fakests.role()` and its like give; an answer or its "Credentials"; Credentials; an AssumedRole."""

_SERVICE = "service/"


def credentials_of(cloud: Cloud, who: Who) -> Credentials:
    """The keys with which `who` signs.

    Raises:
        UndeclaredError: The principal is not declared.
        DeclarationError: `who` is none of the ways to name a caller.
    """
    if isinstance(who, (Identity, AccountEntity)):
        return cloud.keys_of(who.arn)
    if isinstance(who, str):
        return cloud.keys_of(who)
    found = _carried(who)
    if found is None and isinstance(who, (Role, User)):
        kind = type(who).__name__.lower()
        raise DeclarationError(f"a {kind.title()} only declares; let '{kind}/{who.name}' call, once it is declared")
    if found is None:
        raise DeclarationError(
            f"{who!r} names no caller; give a principal such as 'user/julie', an answer's \"Credentials\", "
            "or what assume_role() gave"
        )
    return found


def principal_of(cloud: Cloud, who: Who) -> Principal | str:
    """The principal that `who` is; for "service/HOST" the host.

    Raises:
        UndeclaredError: The principal is not declared, or the keys are not of this world.
        DeclarationError: `who` is none of the ways to name a caller.
    """
    if isinstance(who, str):
        return who.removeprefix(_SERVICE) if who.startswith(_SERVICE) else cloud.principal(who)
    if isinstance(who, (Identity, AccountEntity)):
        return cloud.principal(who.arn)
    access_key = credentials_of(cloud, who).access_key
    key = cloud.key(access_key)
    if key is None:
        told = owner_outside(cloud, access_key) or "is not one of this test's"
        raise DeclarationError(f"the access key {access_key} {told}")
    return key.principal


def service_host(who: Who | None, params: Collection[str]) -> str | None:
    """The host of the service that `who` is, which hands out a role; None where somebody else assumes it.

    Raises:
        DeclarationError: The service is not named by its host, or is to pass further parameters.
    """
    if not isinstance(who, str):
        return None
    if who.endswith(".amazonaws.com") and not who.startswith(_SERVICE):
        raise DeclarationError(f"{who!r} names no caller; did you mean '{_SERVICE}{who}'?")
    if not who.startswith(_SERVICE):
        return None
    if params:
        raise DeclarationError(
            f"{who!r} passes no {', '.join(params)}; a role or user does, and fakests.inside() has what services do"
        )
    if "." not in who:
        raise DeclarationError(f"{who!r} is no service; write its host, as '{who}.amazonaws.com'")
    return who.removeprefix(_SERVICE)


def expiration_of(who: Any) -> datetime.datetime | None:
    """When the credentials in `who` expire; None for long-term keys.

    Raises:
        DeclarationError: There are no credentials in it.
    """
    found = _carried(who)
    if found is None:
        raise DeclarationError(
            f'{who!r} holds no credentials; give an answer\'s "Credentials", or what assume_role() gave'
        )
    return found.expiration


def _carried(who: Any) -> Credentials | None:
    if isinstance(who, Credentials):
        return who
    if isinstance(who, AssumedRole):
        return who.credentials
    if not isinstance(who, Mapping):
        return None
    keys = who.get("Credentials", who)
    if not isinstance(keys, Mapping) or "AccessKeyId" not in keys or "SecretAccessKey" not in keys:
        return None
    return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys.get("SessionToken"), keys.get("Expiration"))
