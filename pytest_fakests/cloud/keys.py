"""The access keys of a world: long-term ones, and those of every session that was issued."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from pytest_fakests.cloud.credentials import Credentials, CredentialSource
from pytest_fakests.cloud.principals import Principal, expiring
from pytest_fakests.cloud.regions import ON_BY_DEFAULT

# Sessions whose secret and token are kept: one that was just issued will call, and one that calls will call again.
_MOST_RECENT = 64


class Key(NamedTuple):
    """An access key that this world knows.

    Attributes:
        credentials: Id, secret, and for temporary keys the token and the expiration.
        principal: Who calls with it.
        everywhere: Regions where it is known, whatever its account has enabled.
    """

    credentials: Credentials
    principal: Principal
    everywhere: frozenset[str]


class _Issued(NamedTuple):
    """A session's key, as it is kept: secret and token are made again from the draw when somebody calls with it."""

    principal: Principal
    draw: int
    region: str
    minimum_size: int
    token_version: int


class Keys:
    """The access keys, by their ids."""

    def __init__(self, source: CredentialSource) -> None:
        self._source = source
        self._long_term: dict[str, Key] = {}
        self._issued: dict[str, _Issued] = {}
        self._recent: dict[str, Key] = {}

    def add(self, credentials: Credentials, principal: Principal) -> None:
        """Know a long-term key from now on."""
        self._long_term[credentials.access_key] = _key(credentials, principal)

    def issue(
        self, principal: Principal, duration: datetime.timedelta, region: str, minimum_size: int, token_version: int
    ) -> Credentials:
        """Temporary credentials for a principal whose `issued` is set, valid for `duration` from then.

        Raises:
            ValueError: It is not set.
        """
        if principal.issued is None:
            raise ValueError("only a principal with an issue time has temporary credentials")
        end = (principal.issued + duration).replace(microsecond=0)
        issued = _Issued(expiring(principal, end), self._source.draw(), region, minimum_size, token_version)
        credentials = self._made(issued)
        self._issued[credentials.access_key] = issued
        self._remember(_key(credentials, issued.principal))
        return credentials

    def find(self, access_key: str) -> Key | None:
        """The key with this id, or None where none was added or issued."""
        found = self._recent.get(access_key) or self._long_term.get(access_key)
        if found is not None:
            return found
        issued = self._issued.get(access_key)
        if issued is None:
            return None
        made = _key(self._made(issued), issued.principal)
        self._remember(made)
        return made

    def _remember(self, key: Key) -> None:
        if len(self._recent) >= _MOST_RECENT:
            self._recent.clear()
        self._recent[key.credentials.access_key] = key

    def _made(self, issued: _Issued) -> Credentials:
        end: Any = issued.principal.expires
        return self._source.temporary(issued.draw, end, issued.region, issued.minimum_size, issued.token_version)


def _key(credentials: Credentials, principal: Principal) -> Key:
    return Key(credentials, principal, ON_BY_DEFAULT if principal.partition == "aws" else frozenset())
