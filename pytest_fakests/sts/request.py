"""A call as an STS operation sees it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.iam import Decision


@dataclasses.dataclass(frozen=True)
class StsRequest:
    """A call of STS whose caller is known.

    Attributes:
        cloud: The world it is made in.
        caller: Who makes it.
        params: The operation's parameters, as they were on the wire.
        region: The Region of the endpoint.
        context: The condition keys of the request, such as "aws:SourceIp".
        decisions: What policies said of it, in the order in which they were asked; the operation fills it.
    """

    cloud: Cloud
    caller: Principal
    params: Mapping[str, Any]
    region: str
    context: Mapping[str, Any]
    decisions: list[Decision] = dataclasses.field(default_factory=list)

    def issue(self, session: Principal, duration: datetime.timedelta) -> Credentials:
        """Temporary credentials for a session, with a token as this endpoint gives it."""
        minimum = self.params.get("MinimumSessionTokenSize", 0)
        return self.cloud.issue(session, duration, region=self.region, minimum_size=minimum)
