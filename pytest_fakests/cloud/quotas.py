"""The quotas of IAM for policies, as they hold for what lives in a world: how large, and how many.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pytest_fakests.cloud.builders import VERSION
from pytest_fakests.cloud.declarations import Account
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.managed import is_of_aws
from pytest_fakests.iam import Policy, PolicyError, check_size
from pytest_fakests.iam.parsing.quotas import QUOTAS


def check_inline(policies: Iterable[Policy], holder: str, name: str, where: str) -> None:
    """Refuse inline policies that are too large together; those with an ARN are managed and do not count.

    `holder` is "user", "group" or "role", `name` its name.

    Raises:
        PolicyError: They are too large.
    """
    check_size([_whole(one) for one in policies if one.arn is None], holder, name=where, of=name)


def check_managed(policies: Iterable[Policy]) -> None:
    """Refuse a managed policy that is too large; AWS's own may be.

    Raises:
        PolicyError: One of them is too large.
    """
    for one in policies:
        if one.arn is None or not is_of_aws(one.arn):
            check_size([_whole(one)], "managed", name=one.name)


def check_attached(policies: Iterable[Policy], holder: str, name: str, account: Account) -> None:
    """Refuse more managed policies than the account's quota; among `policies`, those without an ARN do not count.

    `holder` is "user" or "role", `name` its name.

    Raises:
        DeclarationError: They are too many.
    """
    count = len({one.arn for one in policies if one.arn})
    quota = f"managed_policies_per_{holder}"
    limit: int = getattr(account, quota)
    if count > limit:
        raise DeclarationError(
            f"{holder} {name!r} has {count} managed policies, and may have {limit} (Cannot exceed quota for "
            f"PoliciesPer{holder.title()}: {limit}); join some, or declare Account({account.id!r}, {quota}=...) if its "
            "quota was raised"
        )


def check_trust(policy: Policy, account: Account) -> None:
    """Refuse a trust policy that is too large by its account's quota.

    Raises:
        PolicyError: It is too large.
    """
    try:
        check_size([_whole(policy)], "trust", name=policy.name, limit=account.role_trust_policy_length)
    except PolicyError as error:
        remedy = f"shorten it, or declare Account({account.id!r}, role_trust_policy_length=...) if its quota was raised"
        raise PolicyError(error.path, error.problem, remedy, error.name) from None


def check_resource(written: Any, policy: Policy, arn: str) -> None:
    """Refuse a resource-based policy that the service of the resource would find too large.

    `written` is the policy as it was declared: where it is text, its white space counts.

    Raises:
        PolicyError: It is too large.
    """
    service = arn.split(":")[2]
    if service in QUOTAS:
        check_size([written if isinstance(written, (str, bytes)) else _whole(policy)], service, name=policy.name)


def _whole(policy: Policy) -> Mapping[str, Any]:
    """The document, or the one that a statement stands for."""
    document = policy.document
    return document if "Statement" in document else {"Version": VERSION, "Statement": [document]}
