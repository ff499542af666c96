"""Sessions of S3's directory buckets: CreateSession opens one, and its keys are good for its bucket alone.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import Principal
from pytest_fakests.gateway.authentication import Claim
from pytest_fakests.gateway.authentication.claims import EXPRESS_TOKEN, query_values
from pytest_fakests.gateway.authentication.faults import fault_error
from pytest_fakests.gateway.operations.directory_buckets import READS, ZONAL
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.iam import Decision

MODES = ("ReadWrite", "ReadOnly")
"""The modes of a session, in the order in which they are tried where the call names none."""

_DURATION = datetime.timedelta(minutes=5)


class DirectorySession(NamedTuple):
    """A session.

    Attributes:
        bucket: The name of the bucket.
        mode: "ReadWrite" or "ReadOnly".
        decisions: Those by which it was opened.
    """

    bucket: str
    mode: str
    decisions: tuple[Decision, ...]


class DirectorySessions:
    """The sessions of one fake, by access key."""

    def __init__(self) -> None:
        self._sessions: dict[str, DirectorySession] = {}

    def __bool__(self) -> bool:
        """Whether any was opened."""
        return bool(self._sessions)

    def open(self, cloud: Cloud, caller: Principal, session: DirectorySession) -> dict[str, Any]:
        """The answer of CreateSession: keys of the caller's that are good for the bucket, for five minutes."""
        credentials = cloud.issue(dataclasses.replace(caller, issued=clock.now()), _DURATION)
        self._sessions[credentials.access_key] = session
        return {"Credentials": credentials.as_answer()}

    def find(
        self, request: HttpRequest, claim: Claim, operation_model: Any, params: Mapping[str, Any]
    ) -> DirectorySession | None:
        """The session whose keys signed a request; None where they are no session's.

        Raises:
            AwsError: The session is not good for this request, or its token is none of a session.
        """
        session = self._sessions.get(claim.access_key)
        model = operation_model.service_model
        if session is None:
            if _has_token(request):
                raise _refused(claim, model, f"{claim.access_key} is no key of CreateSession")
            return None
        name = operation_model.name
        if model.service_name != "s3" or name not in ZONAL or params.get("Bucket") != session.bucket:
            note = f"the key {claim.access_key} is of a session of {session.bucket}, and good for its objects alone"
            raise _refused(claim, model, note)
        if session.mode == "ReadOnly" and name not in READS:
            note = f"the session of {session.bucket} is of the mode ReadOnly, which does not have {name}"
            raise AwsError("AccessDenied", "Access Denied", 403, note=note)
        return session


def _has_token(request: HttpRequest) -> bool:
    return EXPRESS_TOKEN in request.headers or "X-Amz-S3session-Token" in query_values(request.url)


def _refused(claim: Claim, service_model: Any, note: str) -> AwsError:
    return fault_error("unknown key", service_model, note, claim.form, key=claim.access_key, token=claim.token or "")
