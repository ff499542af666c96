"""Declarations in the shapes that IAM's own API and templates use, read into Role and User."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from pytest_fakests.cloud.declarations import Role, User
from pytest_fakests.cloud.errors import DeclarationError

# The members of RoleDetail, UserDetail, Role and User in IAM's API
# (https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html) and of AWS::IAM::Role and
# AWS::IAM::User in CloudFormation. The second list is read by nobody here: it says nothing of access.
_ROLE_MEMBERS = (
    "RoleName",
    "Arn",
    "Path",
    "AssumeRolePolicyDocument",
    "RolePolicyList",
    "Policies",
    "AttachedManagedPolicies",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "PermissionsBoundary",
    "Tags",
    "Description",
)
_USER_MEMBERS = (
    "UserName",
    "Arn",
    "Path",
    "UserPolicyList",
    "Policies",
    "AttachedManagedPolicies",
    "ManagedPolicyArns",
    "GroupList",
    "Groups",
    "PermissionsBoundary",
    "Tags",
)
_SAY_NOTHING = ("RoleId", "UserId", "CreateDate", "RoleLastUsed", "PasswordLastUsed", "InstanceProfileList")


def role_from_shape(shape: Mapping[str, Any]) -> Role:
    """The Role that a mapping in IAM's shape describes, such as an entry of GetAccountAuthorizationDetails.

    Raises:
        DeclarationError: RoleName is missing, or a member is unknown.
    """
    _check_members("role", shape, "RoleName", _ROLE_MEMBERS)
    return Role(
        shape["RoleName"],
        trust=document(shape.get("AssumeRolePolicyDocument")),
        max_session=shape.get("MaxSessionDuration", 3600),
        description=shape.get("Description", ""),
        permissions=_inline(shape, "RolePolicyList"),
        **_shared(shape),
    )


def user_from_shape(shape: Mapping[str, Any]) -> User:
    """The User that a mapping in IAM's shape describes.

    Raises:
        DeclarationError: UserName is missing, or a member is unknown.
    """
    _check_members("user", shape, "UserName", _USER_MEMBERS)
    groups = shape.get("GroupList", shape.get("Groups", ()))
    return User(
        shape["UserName"],
        groups=groups if isinstance(groups, str) else tuple(groups),
        permissions=_inline(shape, "UserPolicyList"),
        **_shared(shape),
    )


def document(value: Any) -> Any:
    """A policy document as given, or decoded where IAM's API percent-encodes it."""
    if isinstance(value, str) and value.lstrip()[:3].upper() == "%7B":
        return json.loads(unquote(value))
    return value


def _shared(shape: Mapping[str, Any]) -> dict[str, Any]:
    tags = shape.get("Tags", {})
    return {
        "account": shape["Arn"].split(":")[4] if "Arn" in shape else None,
        "path": shape.get("Path", "/"),
        "tags": tags if isinstance(tags, Mapping) else {tag["Key"]: tag["Value"] for tag in tags},
        "boundary": _boundary(shape.get("PermissionsBoundary")),
        "managed": _managed(shape),
    }


def _inline(shape: Mapping[str, Any], own: str) -> list[dict[str, Any]] | None:
    entries: Sequence[Mapping[str, Any]] = shape.get(own) or shape.get("Policies") or ()
    policies = [
        {"PolicyName": entry["PolicyName"], "PolicyDocument": document(entry["PolicyDocument"])} for entry in entries
    ]
    return policies or None


def _managed(shape: Mapping[str, Any]) -> tuple[str, ...]:
    attached = tuple(entry["PolicyArn"] for entry in shape.get("AttachedManagedPolicies", ()))
    return attached + tuple(shape.get("ManagedPolicyArns", ()))


def _boundary(value: Any) -> Any:
    """The boundary's ARN, which the API wraps in a mapping."""
    return value.get("PermissionsBoundaryArn", value) if isinstance(value, Mapping) else value


def _check_members(kind: str, shape: Mapping[str, Any], name: str, members: tuple[str, ...]) -> None:
    if name not in shape:
        raise DeclarationError(f"a {kind} in IAM's shape needs {name!r}; it has {', '.join(map(repr, shape))}")
    for member in shape:
        if member not in members and member not in _SAY_NOTHING:
            near = get_close_matches(member, members, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(members)}"
            raise DeclarationError(f"{kind} {shape[name]!r}: the member {member!r} is unknown; {hint}")
