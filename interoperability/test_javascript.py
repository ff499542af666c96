"""The AWS SDK for JavaScript calls the endpoint as it calls AWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import FakeSts, Role, StsClock, allow, trust

pytestmark = [
    pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject"))),
    pytest.mark.usefixtures("fakests_endpoint"),
]
ROLE = "arn:aws:iam::123456789012:role/reader"
SESSION = "arn:aws:sts::123456789012:assumed-role/reader/nightly"
Call = Callable[..., Any]


def assumed(javascript: Call) -> dict[str, Any]:
    """The configuration of a client that calls as a session of the role."""
    keys = javascript("sts", "AssumeRole", RoleArn=ROLE, RoleSessionName="nightly")["Credentials"]
    names = {"accessKeyId": "AccessKeyId", "secretAccessKey": "SecretAccessKey", "sessionToken": "SessionToken"}
    return {"credentials": {own: keys[name] for own, name in names.items()}}


def test_caller_is_that_of_the_environment(javascript: Call) -> None:
    """GetCallerIdentity."""
    assert javascript("sts", "GetCallerIdentity")["Arn"] == "arn:aws:iam::123456789012:user/tester"


def test_role_is_assumed(javascript: Call) -> None:
    """AssumeRole, and a call with what it gave."""
    assert javascript("sts", "GetCallerIdentity", assumed(javascript))["Arn"] == SESSION


def test_expired_session_is_refused(javascript: Call, sts_clock: StsClock) -> None:
    """By the clock of the test; that the SDK's own is behind it corrects as with AWS."""
    session = assumed(javascript)
    sts_clock.advance(hours=1)
    answer = javascript("sts", "GetCallerIdentity", session)
    assert (answer["error"], answer["status"]) in (("ExpiredToken", 403), ("ExpiredTokenException", 403))


def test_wrong_secret_is_refused(javascript: Call) -> None:
    """SignatureDoesNotMatch."""
    session = assumed(javascript)
    session["credentials"]["secretAccessKey"] = "not the secret of this key"
    answer = javascript("sts", "GetCallerIdentity", session)
    assert (answer["error"], answer["status"]) == ("SignatureDoesNotMatch", 403)


def test_object_is_read(javascript: Call, fakests: FakeSts) -> None:
    """With the answer that the test registered."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    answer = javascript("s3", "GetObject", assumed(javascript), Bucket="reports", Key="a b/ü.csv")
    assert (answer["Body"], fakests.calls[-1].params["Key"]) == ("a,b", "a b/ü.csv")


def test_object_is_not_written(javascript: Call) -> None:
    """A denial is in the words of AWS, for a body that the SDK signs as it goes."""
    answer = javascript("s3", "PutObject", assumed(javascript), Bucket="reports", Key="q3.csv", Body="a,b")
    assert answer == {
        "error": "AccessDenied",
        "status": 403,
        "message": f"User: {SESSION} is not authorized to perform: s3:PutObject on resource: "
        '"arn:aws:s3:::reports/q3.csv" because no identity-based policy allows the s3:PutObject action',
    }


def test_json_is_spoken(javascript: Call, fakests: FakeSts) -> None:
    """Or what of the newer protocols the SDK has in its place."""
    fakests.answer("dynamodb:GetItem", {"Item": {"id": {"S": "1"}, "n": {"N": "2"}}})
    answer = javascript("dynamodb", "GetItem", TableName="t", Key={"id": {"S": "1"}})
    assert answer["Item"] == {"id": {"S": "1"}, "n": {"N": "2"}}
