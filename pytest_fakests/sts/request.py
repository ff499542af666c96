"""A call as an STS operation sees it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.authorization import authorize
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import Credentials
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.iam import Decision, Policy
from pytest_fakests.sts.errors import not_authorized, region_disabled
from pytest_fakests.sts.session_limits import session_refused


@dataclasses.dataclass(frozen=True)
class StsRequest:
    """A call of STS whose caller is known.

    Attributes:
        cloud: The world it is made in.
        caller: Who makes it.
        params: The operation's parameters, as they were on the wire.
        region: The Region of the endpoint.
        context: The condition keys of the request, such as "aws:SourceIp".
        at_global_endpoint: Whether it came to sts.amazonaws.com.
        access_key: The id of the access key that it is signed with; "" where it is not signed.
        decisions: What policies said of it, in the order in which they were asked; the operation fills it.
    """

    cloud: Cloud
    caller: Principal
    params: Mapping[str, Any]
    region: str
    context: Mapping[str, Any]
    at_global_endpoint: bool = False
    access_key: str = ""
    decisions: list[Decision] = dataclasses.field(default_factory=list)

    def require(
        self,
        action: str,
        resource: str = "*",
        context: Mapping[str, Any] | None = None,
        opening: Policy | None = None,
    ) -> None:
        """Raise the denial unless the caller may take the action.

        Args:
            action: An IAM action.
            resource: The ARN of a resource, or "*".
            context: Condition keys that only this action's request has.
            opening: What lets others in to a resource of a kind that has no policy of its own.

        Raises:
            AwsError: It may not.
        """
        full = {**self.context, **(context or {})}
        decision = authorize(self.cloud, self.caller, action, resource, full, opening)
        self.decisions.append(decision)
        if not decision and decision.policy_kind is None:
            raise session_refused(action.partition(":")[2], self.caller)
        if not decision:
            raise not_authorized(self.caller.arn, decision)

    def issue(self, session: Principal, duration: datetime.timedelta) -> Credentials:
        """Temporary credentials for a session, with a token as this endpoint gives it.

        Raises:
            AwsError: The session's account has no STS in the Region of this endpoint.
        """
        if not self.at_global_endpoint and not self.cloud.has_sts(self.region, session.account):
            raise region_disabled(session.account, self.region)
        return self.cloud.issue(
            session,
            duration,
            region=self.region,
            minimum_size=self.params.get("MinimumSessionTokenSize", 0),
            token_version=self.cloud.global_token_version(session.account) if self.at_global_endpoint else 2,
        )
