"""What a fake in the mode "observe" notes of a call that it would refuse."""

from __future__ import annotations

from typing import NamedTuple

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.errors import UnmappedCallError
from pytest_fakests.iam import Decision


class Observed(NamedTuple):
    """What a caller would have got.

    Attributes:
        code: The code of the error, or "unmapped".
        note: The reason in full.
        decision: The decision behind a denial, or None where no policy was asked.
    """

    code: str
    note: str
    decision: Decision | None


def observed(error: AwsError | UnmappedCallError) -> Observed:
    """What is noted of an error that is not raised."""
    if isinstance(error, AwsError):
        return Observed(error.code, error.note or error.message, error.decision)
    return Observed("unmapped", str(error), None)
