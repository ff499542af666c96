"""The limits of IAM for what a declaration says of itself: names, paths, descriptions, aliases and account ids.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the types roleNameType, userNameType,
groupNameType, pathType, roleDescriptionType and accountAliasType of IAM's model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_fakests.cloud.errors import DeclarationError

_NAME_LENGTH = {"role": 64, "user": 64, "group": 128}
_NAME = re.compile(r"[\w+=,.@-]+", re.ASCII)
_PATH = re.compile(r"/|/[!-\x7e]{1,510}/")
_DESCRIPTION = re.compile(r"[\t\n\r -~\xa1-\xff]{0,1000}")
_ALIAS = re.compile(r"(?!\d{12}$)(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_GROUPS = 10
_ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)


def check_name(kind: str, name: object) -> None:
    """Raise DeclarationError unless `name` is one that AWS takes for a role, user or group."""
    longest = _NAME_LENGTH[kind]
    if not isinstance(name, str) or len(name) > longest or not _NAME.fullmatch(name):
        raise DeclarationError(f"{kind} name {name!r} is not one that AWS takes; {_better_name(kind, name, longest)}")


def _better_name(kind: str, name: object, longest: int) -> str:
    before, slash, last = name.rpartition("/") if isinstance(name, str) else ("", "", "")
    if slash and kind in ("role", "user") and _NAME.fullmatch(last):
        path = before.split(f":{kind}")[-1].strip("/").removeprefix(f"{kind}/").removeprefix(kind)
        return f"write {kind.title()}({last!r}" + (f", path='/{path}/')" if path else ")")
    return f"use 1 to {longest} letters, digits and _+=,.@-"


def check_groups(names: Sequence[str | None], where: str) -> None:
    """Raise DeclarationError, which names `where`, unless a user may be in these groups; None is one without a name."""
    for name in names:
        if name is not None:
            check_name("group", name)
    if len(names) > _GROUPS:
        raise DeclarationError(f"{where}: there are {len(names)}; IAM takes {_GROUPS}")


def check_path(where: str, path: object) -> None:
    """Raise DeclarationError, which names `where`, unless `path` is one that an ARN may have."""
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise DeclarationError(
            f"{where}: path {path!r} is not one that AWS takes; it begins and ends with '/', as '/service/'"
        )


def check_description(where: str, description: object) -> None:
    """Raise DeclarationError, which names `where`, unless a role may be described so."""
    if not isinstance(description, str) or not _DESCRIPTION.fullmatch(description):
        raise DeclarationError(
            f"{where}: description {description!r} is not one that AWS takes; use up to 1000 characters of Latin-1"
        )


def check_alias(where: str, alias: object) -> None:
    """Raise DeclarationError, which names `where`, unless `alias` is one for an account, or None."""
    if alias is not None and not (isinstance(alias, str) and _ALIAS.fullmatch(alias)):
        raise DeclarationError(
            f"{where}: alias {alias!r} is not one that AWS takes; use 3 to 63 lowercase letters, digits and single "
            "hyphens between them, not 12 digits"
        )


def check_arn(where: str, arn: object) -> None:
    """Raise DeclarationError, which names `where`, unless `arn` has the six parts of an ARN."""
    if not isinstance(arn, str) or arn.count(":") < 5 or not arn.startswith("arn:"):
        raise DeclarationError(f"{where}: {arn!r} is not an ARN; write one such as 'arn:aws:s3:::reports'")


def is_account_id(text: str) -> bool:
    """Whether `text` is the 12 digits of an account."""
    return _ACCOUNT_ID.fullmatch(text) is not None


def check_account_id(where: str, account: object) -> None:
    """Raise DeclarationError, which names `where`, unless `account` is 12 digits, or None."""
    if account is not None and not (isinstance(account, str) and is_account_id(account)):
        place = "" if where == "account" else f"{where}: "
        raise DeclarationError(f"{place}account {account!r} is not an account id; write its 12 digits as text")
