"""A role that a test assumed."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.fake import sessions


@dataclasses.dataclass(frozen=True)
class AssumedRole:
    """A session of a role.

    Attributes:
        arn: The ARN of the session.
        credentials: Its keys.
        region: The Region of the clients made from it.
        answer: STS's whole answer; empty where a service handed the role out.
    """

    arn: str
    credentials: Credentials
    region: str
    answer: dict[str, Any] = dataclasses.field(default_factory=dict, repr=False)

    @property
    def expiration(self) -> datetime.datetime:
        """When the session ends, in UTC.

        Raises:
            ValueError: Its credentials have no expiration.
        """
        if self.credentials.expiration is None:
            raise ValueError(f"{self.arn} has credentials without an expiration")
        return self.credentials.expiration

    def client(self, service: str) -> Any:
        """A new client that calls as this session."""
        return sessions.client(service, self.credentials, self.region)

    def boto3_session(self) -> Any:
        """A new boto3 session that calls as this session.

        Raises:
            ImportError: boto3 is not installed.
        """
        return sessions.boto3_session(self.credentials, self.region)

    def botocore_session(self) -> Any:
        """A new botocore session that calls as this session."""
        return sessions.botocore_session(self.credentials, self.region)
