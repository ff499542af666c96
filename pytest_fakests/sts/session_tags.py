"""The session tags and the source identity that a new session gets, passed or inherited.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.principals import Principal
from pytest_fakests.cloud.tags import is_reserved, repeated_key
from pytest_fakests.sts.errors import invalid_parameter, validation_error


@dataclasses.dataclass(frozen=True)
class SessionTags:
    """Tags of a new session.

    Attributes:
        passed: Those of this request.
        transitive_keys: The request's TransitiveTagKeys, as passed.
        inherited: Those that came along the chain.
        all: Both.
        transitive: Lower-cased keys of those that go on along the chain.
    """

    passed: Mapping[str, str]
    transitive_keys: tuple[str, ...]
    inherited: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        return {**self.inherited, **self.passed}

    @property
    def transitive(self) -> frozenset[str]:
        return frozenset(key.lower() for key in (*self.transitive_keys, *self.inherited))

    def context(self) -> dict[str, Any]:
        """The condition keys of the tags that the request passes."""
        context: dict[str, Any] = {f"aws:RequestTag/{key}": value for key, value in self.passed.items()}
        if self.passed:
            context["aws:TagKeys"] = list(self.passed)
        if self.transitive_keys:
            context["sts:TransitiveTagKeys"] = list(self.transitive_keys)
        return context


_NO_TAGS = SessionTags({}, (), {})


def session_tags(caller: Principal, params: Mapping[str, Any]) -> SessionTags:
    """The tags that a request gives to the session it asks for.

    Raises:
        AwsError: Keys are given twice, are reserved, or conflict with inherited ones.
    """
    tags = params.get("Tags", ())
    if not tags and "TransitiveTagKeys" not in params and not caller.transitive:
        return _NO_TAGS
    keys = [tag["Key"].lower() for tag in tags]
    if repeated_key(keys):
        raise invalid_parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    for what in ("Key", "Value"):
        if any(is_reserved(tag[what]) for tag in tags):
            raise invalid_parameter(f"The tag {what.lower()} prefix aws: is reserved for AWS use.")
    transitive = tuple(params.get("TransitiveTagKeys", ()))
    if not {key.lower() for key in transitive} <= set(keys):
        raise invalid_parameter("The specified transitive tag key must be included in the requested tags.")
    inherited = {key: value for key, value in caller.tags.items() if key.lower() in caller.transitive}
    if any(key in caller.transitive for key in keys):
        raise invalid_parameter(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
            "from the calling session."
        )
    return SessionTags({tag["Key"]: tag["Value"] for tag in tags}, transitive, inherited)


def source_identity(caller: Principal, params: Mapping[str, Any]) -> str | None:
    """The source identity of the session that a request asks for: passed now, or set earlier in the chain.

    Raises:
        AwsError: It was set earlier, to another value.
    """
    passed: str | None = params.get("SourceIdentity")
    if passed and caller.source_identity and passed != caller.source_identity:
        raise validation_error("The source identity is already set for this assume role session")
    return passed or caller.source_identity
