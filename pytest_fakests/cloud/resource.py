"""What a test says of a resource."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import check_account_id


@dataclasses.dataclass(frozen=True)
class Resource:
    """What conditions may ask of a resource: whose it is, and its tags.

    Args:
        arn: The resource's ARN.
        account: The account that owns a resource whose ARN does not say it (a bucket); None is the caller's, or that
            of its ResourcePolicy.
        tags: The resource's tags, seen as aws:ResourceTag/KEY and in the service's own key, such as
            s3:ExistingObjectTag/KEY of an object. Those of a bucket are seen as they are once ABAC is enabled for it.
        aliases: For a KMS key its aliases, as "alias/app", by which calls may name it.
        partition_key: For a DynamoDB table or index the attribute that is its partition key, whose values conditions
            see as dynamodb:LeadingKeys.

    Raises:
        DeclarationError: `arn` is not an ARN, the account is not one, an alias does not begin with "alias/", or a
            partition key is given to what is no table or index.

    Example:
        >>> Resource("arn:aws:s3:::reports", account="210987654321", tags={"team": "finance"}).account
        '210987654321'
    """

    arn: str
    _: dataclasses.KW_ONLY
    account: str | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    aliases: Iterable[str] = ()
    partition_key: str | None = None

    def __post_init__(self) -> None:
        if self.arn.count(":") < 5 or not self.arn.startswith("arn:"):
            raise DeclarationError(f"resource: {self.arn!r} is not an ARN; write one such as 'arn:aws:s3:::reports'")
        where = f"resource {self.arn}"
        if self.account is not None:
            check_account_id(where, self.account)
        object.__setattr__(self, "aliases", tuple(self.aliases))
        for alias in self.aliases:
            if not alias.startswith("alias/") or ":kms:" not in self.arn:
                raise DeclarationError(f"{where}: {alias!r} is no alias of it; a KMS key has some, as 'alias/app'")
        if self.partition_key is not None and (":dynamodb:" not in self.arn or ":table/" not in self.arn):
            raise DeclarationError(f"{where}: only a DynamoDB table or index has a partition key")
