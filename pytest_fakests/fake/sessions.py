"""Sessions of botocore and boto3 that sign with given keys."""

from __future__ import annotations

import importlib.util
from typing import Any

import botocore.session

from pytest_fakests.cloud.credentials import Credentials


def botocore_session(credentials: Credentials, region: str) -> Any:
    """A new botocore session with these keys and this Region."""
    session = botocore.session.Session()
    session.set_config_variable("region", region)
    session.set_credentials(credentials.access_key, credentials.secret_key, credentials.token)
    return session


def boto3_session(credentials: Credentials, region: str) -> Any:
    """A new boto3 session with these keys and this Region.

    Raises:
        ImportError: boto3 is not installed.
    """
    if not has_boto3():
        raise ImportError("boto3_session() needs boto3; install it with: pip install 'pytest-fakests[boto3]'")
    import boto3  # an extra

    return boto3.session.Session(botocore_session=botocore_session(credentials, region))


def client(service: str, credentials: Credentials, region: str) -> Any:
    """A new client: boto3's where it is installed, since it has more methods, else botocore's."""
    if has_boto3():
        return boto3_session(credentials, region).client(service)
    return botocore_session(credentials, region).create_client(service)


def has_boto3() -> bool:
    """Whether boto3 is installed."""
    return importlib.util.find_spec("boto3") is not None
