"""The addresses inside AWS at which code finds the credentials of its platform, served without a network.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.credentials import Credentials, CredentialSource, same_text
from pytest_fakests.cloud.errors import AwsError

INSTANCE = "http://169.254.169.254"
ECS_CONTAINER = "http://169.254.170.2"
EKS_POD = "http://169.254.170.23"

# Where requests to the loopback endpoint belong, by the start of their paths.
_PLACES = {"/latest/": INSTANCE, "/v2/credentials/": ECS_CONTAINER, "/v1/credentials": EKS_POD}

Reply = tuple[int, bytes]
"""An HTTP status and a body."""

_ROLES = "/latest/meta-data/iam/security-credentials/"
# Seconds: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
_LONGEST_TOKEN = 21600


class Metadata(Protocol):
    """What serves one of the addresses."""

    @property
    def host(self) -> str:
        """The host that it is."""

    def reply(self, method: str, url: str, headers: Mapping[str, str]) -> Reply | None:
        """The answer to a request; None where the address is not this one. Names of headers are lower-cased."""


@dataclasses.dataclass
class ContainerCredentials:
    """The endpoint that serves a container's credentials.

    Attributes:
        url: Where it is.
        keys: Gives the credentials of this moment; an AwsError where the role cannot be assumed any more.
        extra: Further members of the answer, such as "RoleArn".
        token: What the header Authorization must hold; None where it asks for none.
    """

    url: str
    keys: Callable[[], Credentials]
    extra: Mapping[str, str]
    token: str | None = None

    @property
    def host(self) -> str:
        """The host that it is."""
        return urlsplit(self.url).hostname or ""

    def reply(self, method: str, url: str, headers: Mapping[str, str]) -> Reply | None:
        """The credentials, to who knows the address and the token."""
        if urlsplit(url)[:2] != urlsplit(self.url)[:2]:
            return None
        if url != self.url:
            return 404, b'{"code":"InvalidIdInRequest","message":"CredentialsV2Request: ID not found"}'
        if self.token is not None and not same_text(headers.get("authorization", ""), self.token):
            return 401, b'{"message":"the Authorization header does not hold the token of this pod"}'
        try:
            return 200, _json({**_members(self.keys()), **self.extra})
        except AwsError as error:
            return 400, _json({"code": error.code, "message": error.message})


class InstanceMetadata:
    """The instance metadata service of EC2, version 2 only: each request needs a token that was asked for before."""

    def __init__(
        self, keys: Callable[[], Credentials], role: str, values: Mapping[str, str], source: CredentialSource
    ) -> None:
        self._keys = keys
        self._role = role
        self._values = values
        self._source = source
        self._tokens: dict[str, datetime.datetime] = {}
        self.host = INSTANCE.removeprefix("http://")

    def reply(self, method: str, url: str, headers: Mapping[str, str]) -> Reply | None:
        """A token, or the value at a path."""
        if not url.startswith(f"{INSTANCE}/"):
            return None
        path = urlsplit(url).path
        if path == "/latest/api/token":
            return self._token(method, headers)
        end = self._tokens.get(headers.get("x-aws-ec2-metadata-token", ""))
        if end is None or clock.now() >= end:
            return 401, b""
        if path == _ROLES:
            return 200, self._role.encode()
        if path == _ROLES + self._role:
            return 200, self._credentials()
        found = self._values.get(path)
        return (404, b"") if found is None else (200, found.encode())

    def _token(self, method: str, headers: Mapping[str, str]) -> Reply:
        if "x-forwarded-for" in headers:
            return 403, b""
        seconds = headers.get("x-aws-ec2-metadata-token-ttl-seconds", "")
        if method != "PUT":
            return 405, b""
        if not seconds.isdecimal() or not 1 <= int(seconds) <= _LONGEST_TOKEN:
            return 400, b""
        token = self._source.hexadecimal(56)
        self._tokens[token] = clock.now() + datetime.timedelta(seconds=int(seconds))
        return 200, token.encode()

    def _credentials(self) -> bytes:
        updated = {"LastUpdated": _text(clock.now()), "Type": "AWS-HMAC"}
        try:
            return _json({"Code": "Success", **updated, **_members(self._keys())})
        except AwsError as error:
            return _json({"Code": "AssumeRoleUnauthorizedAccess", "Message": error.message, **updated})


def at_platform(url: str, headers: Mapping[str, str]) -> str | None:
    """The address for which one at the loopback endpoint stands; None for a call of AWS, which is signed."""
    parts = urlsplit(url)
    if parts.query or headers.get("authorization", "").startswith("AWS4-"):
        return None
    return next((place + parts.path for start, place in _PLACES.items() if parts.path.startswith(start)), None)


def _members(credentials: Credentials) -> dict[str, str]:
    return {
        "AccessKeyId": credentials.access_key,
        "SecretAccessKey": credentials.secret_key,
        "Token": credentials.token or "",
        "Expiration": _text(credentials.expiration or clock.now()),
    }


def _text(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _json(members: Mapping[str, str]) -> bytes:
    return json.dumps(members).encode()
