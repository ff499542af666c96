"""What is known of resources: their policies, who owns them, and their tags."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pytest_fakests.cloud.declarations import ResourcePolicy
from pytest_fakests.cloud.full_principals import FindArn
from pytest_fakests.cloud.key_policies import check_key_policy
from pytest_fakests.cloud.limits import is_account_id
from pytest_fakests.cloud.orphans import orphaned
from pytest_fakests.cloud.policies import read_one
from pytest_fakests.cloud.quotas import check_resource
from pytest_fakests.cloud.resource import Resource
from pytest_fakests.cloud.resource_names import SECRET, names_of, without_id
from pytest_fakests.cloud.tag_keys import tag_keys
from pytest_fakests.iam import Policy, PolicyKind, parse_policy


@dataclasses.dataclass(frozen=True)
class OwnedPolicy:
    """A resource-based policy, and the account that owns the resource."""

    policy: Policy
    account: str


class Resources:
    """The declared resources of a world, by their ARNs.

    Attributes:
        empty: Whether nothing is declared of any.
        facts: ARN of a KMS alias -> that of its key; ARN of a DynamoDB table or index -> its partition key; ARN of an
            S3 access point -> its bucket, its alias -> its ARN, its ARN with `:vpc` -> the VPC it is restricted to; ARN
            of an inference profile -> those of its models, separated by spaces; `BUCKET/KEY:tags` of an S3 object with
            tags -> "true"; ARN with `:NAME` -> what is behind it by that name, and "" where an ECS task definition has
            no such role; host of a URL -> the ARN of what is called there.
    """

    def __init__(self, account: str) -> None:
        self._account = account
        self._policies: dict[str, OwnedPolicy] = {}
        self._known: dict[str, Resource] = {}
        self._secrets: dict[str, str] = {}
        self._with_id: dict[str, str] = {}
        self._behind: dict[str, str] = {}
        self.empty = True
        self.facts: dict[str, str] = {}

    def add(self, declaration: Resource | ResourcePolicy, find_arn: FindArn) -> None:
        """Declare a resource or its policy; what is declared of the same ARN is replaced by it.

        Raises:
            PolicyError: The policy is malformed, too large, or one that KMS refuses of a key.
        """
        self.empty = False
        secret = SECRET.fullmatch(declaration.arn)
        if secret:
            self._secrets[secret[1]] = declaration.arn
        unfinished = without_id(declaration.arn)
        if unfinished:
            self._with_id[unfinished] = declaration.arn
        if isinstance(declaration, Resource):
            self._forget(declaration.arn)
            self._known[declaration.arn] = declaration
            self.facts.update(_facts(declaration))
            if declaration.bucket:
                self._behind[_bucket_arn(declaration)] = declaration.arn.split(":")[4]
            return
        arn = declaration.arn
        where = f"resource policy of {arn}"
        policy = read_one(declaration.policy, where, PolicyKind.RESOURCE, find_arn, of=arn)
        check_resource(declaration.policy, policy, arn)
        if arn.split(":")[2] == "kms":
            check_key_policy(policy)
        self._policies[arn] = OwnedPolicy(policy, self.owner_of(declaration))

    def remove(self, arn: str) -> bool:
        """Forget a resource and its policy; whether there was one."""
        self._with_id.pop(without_id(arn) or "", None)
        found = [self._policies.pop(arn, None), self._forget(arn)]
        return any(one is not None for one in found)

    def _forget(self, arn: str) -> Resource | None:
        known = self._known.pop(arn, None)
        for fact in _facts(known) if known else ():
            del self.facts[fact]
        if known and known.bucket:
            self._behind.pop(_bucket_arn(known), None)
        return known

    def owner_of(self, declaration: Resource | ResourcePolicy) -> str:
        """The account in which what is declared lives: it may say so itself, or else its ARN does."""
        in_arn = declaration.arn.split(":")[4]
        known = self._known.get(declaration.arn)
        said = declaration.account or (in_arn if is_account_id(in_arn) else None) or (known and known.account)
        return said or self._behind.get(declaration.arn) or self._account

    def has_policy_of(self, service: str, beginning: str) -> bool:
        """Whether there is a policy of a resource whose ARN begins so; where nothing is told of it, of the service."""
        return any(arn.startswith(beginning) if beginning else arn.split(":")[2] == service for arn in self._policies)

    def policies(self) -> tuple[Policy, ...]:
        """Every resource-based policy."""
        return tuple(owned.policy for owned in self._policies.values())

    def orphan(self, arn: str, unique_id: str) -> None:
        """Let policies that name a deleted role or user keep its unique id."""
        for resource, owned in self._policies.items():
            self._policies[resource] = dataclasses.replace(owned, policy=orphaned(owned.policy, arn, unique_id))

    def resolved(self, arn: str) -> str:
        """The ARN that a resource is declared with: a call that names a secret or stack does not show its ARN's end."""
        if arn in self._with_id:
            return self._with_id[arn]
        secret = SECRET.fullmatch(arn) if self._secrets else None
        return self._secrets.get(secret[1], arn) if secret else arn

    def in_any_account(self, arn: str) -> str:
        """The ARN of this resource as it is declared, in whichever account; the given one where it is not."""
        *place, _, end = arn.split(":", 5)
        declared = (one.split(":", 5) for one in (*self._known, *self._policies))
        found = [":".join(one) for one in declared if (one[:4], one[5]) == (place, end)]
        return arn if arn in found or not found else found[0]

    def policy(self, arn: str) -> OwnedPolicy | None:
        """The policy of the resource itself, or of what it is a part of: a bucket for its objects."""
        found = next((self._policies[one] for one in names_of(arn) if one in self._policies), None)
        vpc = next((self.facts[f"{one}:vpc"] for one in names_of(arn) if f"{one}:vpc" in self.facts), None)
        if vpc:
            return OwnedPolicy(_restricted(found.policy if found else None, vpc), arn.split(":")[4])
        return found and OwnedPolicy(found.policy, self.owner(arn) or found.account)

    def owner(self, arn: str) -> str | None:
        """The account that owns a resource whose ARN does not tell it; None where nothing is declared of it."""
        for one in names_of(arn):
            if one in self._known:
                account = self._known[one].account
                if account:
                    return account
            if one in self._policies:
                return self._policies[one].account
            if one in self._behind:
                return self._behind[one]
        return None

    def tag_context(self, arn: str, action: str) -> Mapping[str, Any]:
        """The condition keys that tell of a resource's tags, and of a key's aliases, for an action on it."""
        context: dict[str, Any] = {}
        for one in names_of(arn):
            known = self._known.get(one)
            tags = known.tags if known else {}
            if known and known.aliases and ":kms:" in one:
                # https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
                context["kms:ResourceAliases"] = tuple(known.aliases)
            for prefix in tag_keys(one, action, part=one != arn) if tags else ():
                context.update({f"{prefix}/{key}": value for key, value in tags.items()})
        return context


@functools.lru_cache(maxsize=64)
def _restricted(policy: Policy | None, vpc: str) -> Policy:
    """An access point's policy, with what its restriction to a VPC amounts to.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
    """
    elsewhere = {"StringNotEquals": {"aws:SourceVpc": vpc}}
    others = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": elsewhere}
    if policy is None:
        return parse_policy(others, PolicyKind.RESOURCE, name=f"restriction to {vpc}")
    written = policy.document.get("Statement", policy.document)
    statements = [written] if isinstance(written, Mapping) else [*written]
    whole = policy.document if "Statement" in policy.document else {}
    return parse_policy({**whole, "Statement": [*statements, others]}, PolicyKind.RESOURCE, name=policy.name)


def _facts(declaration: Resource) -> dict[str, str]:
    arn = declaration.arn
    place = f"{arn.rpartition(':')[0]}:" if ":kms:" in arn else ""
    aliases = {f"{place}{alias}": arn for alias in declaration.aliases}
    models = " ".join(declaration.models)
    # Whether an object has tags is all that a copy of it has to know.
    tagged = {f"{arn.split(':', 5)[5]}:tags": "true"} if declaration.tags and ":s3:::" in arn else {}
    told = {arn: declaration.bucket or declaration.partition_key or models, f"{arn}:vpc": declaration.vpc}
    roles = {f"{arn}:{name}": "" for name in ("taskRoleArn", "executionRoleArn")} if "task-definition/" in arn else {}
    behind = roles | {f"{arn}:{name}": value for name, value in declaration.behind.items()}
    called = {urlsplit(declaration.url).netloc: arn} if declaration.url else {}
    return aliases | called | tagged | behind | {name: value for name, value in told.items() if value}


def _bucket_arn(access_point: Resource) -> str:
    return f"arn:{access_point.arn.split(':')[1]}:s3:::{access_point.bucket}"
