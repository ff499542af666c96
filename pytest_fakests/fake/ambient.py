"""Credentials that clients found in the process's environment before the fake came."""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.cloud import Cloud

# How botocore's providers name the ways in which they find who the process itself is.
_METHODS = frozenset(
    {
        "env",
        "shared-credentials-file",
        "config-file",
        "boto-config",
        "custom-process",
        "sso",
        "login",
        "container-role",
        "iam-role",
        "ec2-credentials-file",
    }
)


def stands_for_environment(cloud: Cloud, credentials: Any) -> bool:
    """Whether a client's credentials stand for "whoever the environment says", and were found outside this world.

    So a client that was made at import, or in another test, calls as the caller of this one. Keys that the code
    was given explicitly, and sessions of roles, are judged as what they are.
    """
    if credentials is None:
        return True
    if getattr(credentials, "method", None) not in _METHODS:
        return False
    # The attribute behind the property: reading the property of refreshable credentials may refresh them.
    access_key = getattr(credentials, "_access_key", None) or getattr(credentials, "access_key", None)
    return cloud.key(access_key or "") is None
