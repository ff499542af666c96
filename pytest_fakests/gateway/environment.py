"""The process's environment under a fake: the caller's keys, the Region, and no other way to credentials."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.credentials import Credentials

# What botocore reads to find credentials, profiles, Regions and endpoints:
# https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
_NAMES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "BOTO_CONFIG",
)
_PREFIXES = ("AWS_CONTAINER_", "AWS_EC2_METADATA_", "AWS_ENDPOINT_URL", "AWS_BEARER_TOKEN_")


_entered: list[Environment] = []


class Environment:
    """Replaces what leads to credentials, on entry, and puts it back on exit.

    Environments may be left in another order than they were entered: what an outer one found goes to the next inner
    one then, so that the last to be left puts back what was there before the first.
    """

    def __init__(self) -> None:
        self._saved: dict[str, str] = {}
        self._default_session: Any = None

    def enter(self, credentials: Credentials, region: str) -> None:
        """Let the environment carry these credentials and this Region only."""
        self._saved = {name: value for name, value in os.environ.items() if _leads_to_aws(name)}
        for name in self._saved:
            del os.environ[name]
        nowhere = os.devnull
        os.environ.update(
            AWS_CONFIG_FILE=nowhere,
            AWS_SHARED_CREDENTIALS_FILE=nowhere,
            BOTO_CONFIG=nowhere,
            AWS_EC2_METADATA_DISABLED="true",
            AWS_REGION=region,
            AWS_DEFAULT_REGION=region,
        )
        os.environ.update({name: value for name, value in carrying(credentials).items() if value})
        self._default_session = _swap_default_session(None)
        _entered.append(self)

    def exit(self) -> None:
        """Put back what was there."""
        place = _entered.index(self)
        _entered.remove(self)
        if place < len(_entered):
            inner = _entered[place]
            inner._saved, inner._default_session = self._saved, self._default_session
            return
        for name in [name for name in os.environ if _leads_to_aws(name)]:
            del os.environ[name]
        os.environ.update(self._saved)
        _swap_default_session(self._default_session)


class Variables:
    """Replaces some variables of the environment, on entry, and puts them back on exit."""

    def __init__(self, values: Mapping[str, str | None]) -> None:
        self._values = values
        self._saved: dict[str, str] = {}
        self._default_session: Any = None

    def __enter__(self) -> None:
        """Let each variable have its value; None takes it away."""
        self._saved = {name: os.environ[name] for name in self._values if name in os.environ}
        self._set(self._values)
        self._default_session = _swap_default_session(None)

    def __exit__(self, *_: object) -> None:
        """Put back what was there."""
        self._set({name: self._saved.get(name) for name in self._values})
        _swap_default_session(self._default_session)

    def _set(self, values: Mapping[str, str | None]) -> None:
        for name, value in values.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def carrying(credentials: Credentials | None) -> dict[str, str | None]:
    """The variables in which botocore finds these credentials; None: it finds none in them."""
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key if credentials else None,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key if credentials else None,
        "AWS_SESSION_TOKEN": credentials.token if credentials else None,
    }


def _swap_default_session(session: Any) -> Any:
    """Let boto3.client() and boto3.resource() start from `session`; gives what they started from before."""
    boto3 = sys.modules.get("boto3")
    if boto3 is None:
        return None
    before, boto3.DEFAULT_SESSION = boto3.DEFAULT_SESSION, session  # type: ignore[attr-defined]
    return before


def _leads_to_aws(name: str) -> bool:
    return name in _NAMES or name.startswith(_PREFIXES)


def current_test() -> str:
    """The test that pytest runs now, by its id; outside pytest the block of `fake_sts()`."""
    return os.environ.get("PYTEST_CURRENT_TEST", "a fake_sts() block").rpartition(" (")[0] or "a fake_sts() block"
