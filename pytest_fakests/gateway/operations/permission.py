"""What a call needs: an action, on resources, under condition keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

ContextValues = Mapping[str, str | tuple[str, ...]]


NOTHING: Mapping[str, str] = MappingProxyType({})
"""What a permission has of condition keys that it does not carry."""


class Permission(NamedTuple):
    """An action that must be allowed, on every one of its resources.

    Each call makes one or more: a frozen dataclass takes three times as long to make.

    Attributes:
        action: The action, such as "s3:GetObject".
        resources: ARNs, or "*" for an action that is judged on no resource.
        context: Condition keys that this permission carries besides those of the request.
        unknown: Condition keys that it carries too, and whose values cannot be told, each with the reason.
        maybe: Why it is not known whether the call needs this, so that a denial tells nothing; empty for all others.
    """

    action: str
    resources: tuple[str, ...]
    context: ContextValues = NOTHING
    unknown: Mapping[str, str] = NOTHING
    maybe: str = ""
