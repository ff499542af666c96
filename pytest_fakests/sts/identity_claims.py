"""What a token may set for the session that it opens: tags, the source identity, and which roles it is for.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.tags import MOST_TAGS, fault_in_tag
from pytest_fakests.sts.errors import invalid_identity_token, invalid_jwt

Refuse = Callable[[str], AwsError]
"""From what is wrong to STS's answer."""

TAGS_CLAIM = "https://aws.amazon.com/tags"
SOURCE_IDENTITY_CLAIM = "https://aws.amazon.com/source_identity"
# What is known of it was measured by others: https://awsteele.com/blog/2026/07/13/
ROLES_CLAIM = "https://aws.amazon.com/roles"

_FLAT = f"{TAGS_CLAIM}/principal_tags/"
_SOURCE_IDENTITY = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)


def session_params(claims: Mapping[str, Any], refuse: Refuse = invalid_jwt) -> dict[str, Any]:
    """What AssumeRole takes as parameters, from the claims in which a token has it; without what it does not set.

    Args:
        claims: Those of a token, or what an assertion says under the same names.
        refuse: How STS words what is not of the form.

    Raises:
        AwsError: A claim is not of the form that AWS documents, or beyond the limits.
    """
    tags, transitive = _tags(claims, refuse)
    found: dict[str, Any] = {}
    if tags:
        found["Tags"] = [{"Key": key, "Value": _tag_value(key, value, refuse)} for key, value in tags.items()]
        if len(tags) > MOST_TAGS:
            raise refuse(f"the token has {len(tags)} session tags; AWS takes up to {MOST_TAGS}")
    if transitive:
        found["TransitiveTagKeys"] = _texts(transitive, "transitive_tag_keys", refuse)
    if SOURCE_IDENTITY_CLAIM in claims:
        found["SourceIdentity"] = _source_identity(claims[SOURCE_IDENTITY_CLAIM])
    return found


def role_is_listed(claims: Mapping[str, Any], role_arn: str) -> bool:
    """Whether the token's issuer lists the role; False where it lists none.

    Raises:
        AwsError: It lists others only.
    """
    if ROLES_CLAIM not in claims:
        return False
    listed = _texts(claims[ROLES_CLAIM], "roles")
    if role_arn in listed:
        return True
    message = "The target role ARN is not present in the roles claim of the identity token"
    raise invalid_identity_token(message, f"the token is for {' and '.join(listed) or 'no role'}, not for {role_arn}")


def _tags(claims: Mapping[str, Any], refuse: Refuse) -> tuple[dict[str, Any], Any]:
    """Tags and transitive keys, nested in one claim, or each in a claim of its own."""
    nested = claims.get(TAGS_CLAIM, {})
    if not isinstance(nested, dict) or not isinstance(nested.get("principal_tags", {}), dict):
        raise refuse(f"the claim {TAGS_CLAIM} is not an object with principal_tags")
    flat = {name.removeprefix(_FLAT): value for name, value in claims.items() if name.startswith(_FLAT)}
    transitive = nested.get("transitive_tag_keys") or claims.get(f"{TAGS_CLAIM}/transitive_tag_keys")
    return {**nested.get("principal_tags", {}), **flat}, transitive


def _tag_value(key: str, value: Any, refuse: Refuse) -> str:
    """A tag's one value; a list of one stands for its one."""
    found = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(found, str):
        raise refuse(f"the session tag {key!r} has the value {value!r}; AWS takes one text")
    fault = fault_in_tag(key, found)
    if fault:
        raise refuse(fault)
    return found


def _source_identity(value: Any) -> str:
    if isinstance(value, str) and _SOURCE_IDENTITY.fullmatch(value) and not value.startswith("aws:"):
        return value
    # As AWS words it for a SAML assertion: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
    message = 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'
    raise invalid_identity_token(message, f"the source identity is {value!r}")


def _texts(value: Any, what: str, refuse: Refuse = invalid_jwt) -> list[str]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise refuse(f"the claim {what} is {value!r}; it is a list of texts")
    return found
