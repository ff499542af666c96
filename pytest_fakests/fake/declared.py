"""Declarations in each form that a test may give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.declarations import Account, IdentityProvider, ResourcePolicy, Role, User
from pytest_fakests.cloud.endpoints import VpcEndpoint
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.organization import Organization
from pytest_fakests.cloud.resource import Resource
from pytest_fakests.cloud.shapes import role_from_shape, user_from_shape


def read_declaration(value: Any) -> Declaration:
    """A declaration as it is, or read from a mapping in IAM's shape.

    Raises:
        DeclarationError: `value` is neither.
    """
    if isinstance(value, (Role, User, Account, Resource, ResourcePolicy, IdentityProvider, Organization, VpcEndpoint)):
        return value
    if isinstance(value, Mapping):
        _check_shape(value)
        return user_from_shape(value) if "UserName" in value else role_from_shape(value)
    if isinstance(value, str):
        raise DeclarationError(f"{value!r} is not a declaration; did you mean Role({value!r}) or User({value!r})?")
    if isinstance(value, (list, tuple)):
        raise DeclarationError("a list is not a declaration; give each as an argument of its own, as *[...]")
    raise DeclarationError(
        f"{value!r} is not a declaration; give a Role, a User, an Account, an OidcProvider, a SamlProvider, "
        "a Resource, a ResourcePolicy, an Organization, a VpcEndpoint, or a mapping in IAM's shape"
    )


def _check_shape(value: Mapping[str, Any]) -> None:
    """Tell what is near to a mapping in IAM's shape: a policy alone, or an answer of IAM's with the mapping in it."""
    if "Statement" in value or "Effect" in value:
        raise DeclarationError(
            "a policy alone is not a declaration; give it to a Role or User as permissions=..., or to "
            "ResourcePolicy(arn, policy)"
        )
    inner = next((name for name in ("Role", "User") if isinstance(value.get(name), Mapping)), None)
    if inner:
        raise DeclarationError(f"an answer of IAM's is not a declaration; give what it has in {inner!r}")
