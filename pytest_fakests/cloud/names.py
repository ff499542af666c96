"""ARNs, and the short ways in which a test names a principal."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import is_account_id

KINDS = ("user", "role")
PROVIDER_KINDS = ("oidc", "saml")


def iam_arn(partition: str, account: str, resource: str) -> str:
    """The ARN of an IAM resource, such as "role/app/reader"."""
    return f"arn:{partition}:iam::{account}:{resource}"


def short_name(text: str) -> tuple[str, str] | None:
    """The kind and name in "user/NAME" or "role/NAME"; None where `text` is something else."""
    kind, _, name = text.partition("/")
    return (kind, name) if kind in KINDS and name else None


def provider_name(text: str) -> tuple[str, str] | None:
    """The kind and name in "oidc/ISSUER" or "saml/NAME"; None where `text` is something else."""
    kind, _, name = text.partition("/")
    return (kind, name.removeprefix("https://")) if kind in PROVIDER_KINDS and name else None


def account_in(text: str) -> str | None:
    """The account that "account/ID", its 12 digits or its root ARN name; None where `text` is something else."""
    if text.startswith("arn:") and text.endswith(":root"):
        return text.split(":")[4]
    bare = text.removeprefix("account/")
    return bare if is_account_id(bare) else None


def not_a_caller(who: object, declared: Iterable[str] = ()) -> DeclarationError:
    """The error for what names no caller, with what was probably meant of what is declared, as "user/NAME"."""
    if isinstance(who, str) and ":assumed-role/" in who:
        return DeclarationError(
            f"{who!r} is the ARN of a session, which has its own keys; give its credentials, or "
            f"'role/{who.split('/')[1]}' for a new session"
        )
    near = next((one for one in declared if one.partition("/")[2] == who), None)
    hint = f"did you mean {near!r}?" if near else "write 'user/NAME', 'role/NAME', 'account/ID' or the ARN of one"
    return DeclarationError(f"{who!r} names no caller; {hint}")
