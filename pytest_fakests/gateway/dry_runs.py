"""Calls that ask whether they would be allowed, and do nothing: they end with an error where they are.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html and, for keys and grants,
https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError

_ANSWERS = {
    "ec2": ("DryRunOperation", "Request would have succeeded, but DryRun flag is set."),
    "kms": ("DryRunOperationException", "The request would have succeeded, but the DryRun option is set."),
}


def check_dry_run(service: str, params: Mapping[str, Any]) -> None:
    """End a call that is allowed and has the parameter DryRun.

    Raises:
        AwsError: It has.
    """
    if params.get("DryRun") is True and service in _ANSWERS:
        code, message = _ANSWERS[service]
        raise AwsError(code, message, 412)
