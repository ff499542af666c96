"""Calls with DryRun tell whether they would be allowed, by an error in either case.

Source: Amazon EC2 API reference, "Common query parameters"; KMS Developer Guide, "Test your permissions".
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, User, allow

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd"
STOP: tuple[str, str, dict[str, Any]] = ("ec2", "stop_instances", {"InstanceIds": ["i-1"], "DryRun": True})
SIGN: tuple[str, str, dict[str, Any]] = ("kms", "encrypt", {"KeyId": KEY, "Plaintext": b"x", "DryRun": True})
CASES = [
    pytest.param(STOP, allow("ec2:StopInstances"), "DryRunOperation", id="EC2, allowed"),
    pytest.param(STOP, allow("ec2:StartInstances"), "UnauthorizedOperation", id="EC2, denied"),
    pytest.param(SIGN, allow("kms:Encrypt"), "DryRunOperationException", id="KMS, allowed"),
    pytest.param(SIGN, allow("kms:Decrypt"), "AccessDeniedException", id="KMS, denied"),
]


@pytest.mark.parametrize(("call", "permissions", "code"), CASES)
def test_a_dry_run_ends_with_an_error(
    fakests: FakeSts, call: tuple[str, str, dict[str, Any]], permissions: Any, code: str
) -> None:
    """And nobody is asked for an answer."""
    service, method, params = call
    operation = {"stop_instances": "ec2:StopInstances", "encrypt": "kms:Encrypt"}[method]
    fakests.answer(operation, lambda _: pytest.fail("asked"))
    fakests.add(User("ann", permissions=permissions))
    with pytest.raises(ClientError) as caught:
        getattr(fakests.client(service, "user/ann"), method)(**params)
    assert caught.value.response["Error"]["Code"] == code


def test_the_words_of_a_dry_run(fakests: FakeSts) -> None:
    """As EC2 was seen to give them, with the status of a precondition."""
    with pytest.raises(ClientError) as caught:
        fakests.client("ec2").stop_instances(InstanceIds=["i-1"], DryRun=True)
    told = caught.value.response
    assert told["Error"]["Message"] == "Request would have succeeded, but DryRun flag is set."
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 412


def test_what_is_no_dry_run_is_answered(fakests: FakeSts) -> None:
    """As any other."""
    assert fakests.client("ec2").stop_instances(InstanceIds=["i-1"], DryRun=False)
