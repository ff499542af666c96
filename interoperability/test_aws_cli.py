"""The AWS CLI calls the endpoint as it calls AWS."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import Run
from freezegun import freeze_time

from pytest_fakests import FakeSts, Role, allow, trust

pytestmark = [
    pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:Get*", "s3:List*"))),
    pytest.mark.usefixtures("fakests_endpoint"),
]
ROLE = "arn:aws:iam::123456789012:role/reader"
SESSION = "arn:aws:sts::123456789012:assumed-role/reader/nightly"


def assume(aws: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment carry a session of the role."""
    status, printed, said = aws("sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "nightly")
    assert status == 0, said
    keys = json.loads(printed)["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", keys["SessionToken"])


def refused(ended: tuple[int, str, str]) -> str:
    """The message with which the CLI ended; version 1 has another status for it than version 2."""
    status, printed, said = ended
    assert status in (254, 255)
    assert printed == ""
    return said.strip()


def test_caller_is_that_of_the_environment(aws: Run) -> None:
    """get-caller-identity."""
    status, printed, _ = aws("sts", "get-caller-identity", "--query", "Arn", "--output", "text")
    assert (status, printed.strip()) == (0, "arn:aws:iam::123456789012:user/tester")


def test_role_is_assumed(aws: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """assume-role, and a call with what it gave."""
    assume(aws, monkeypatch)
    status, printed, _ = aws("sts", "get-caller-identity", "--query", "Arn", "--output", "text")
    assert (status, printed.strip()) == (0, SESSION)


def test_expired_session_is_refused(aws: Run, monkeypatch: pytest.MonkeyPatch, fakests: FakeSts) -> None:
    """ExpiredToken; the session began more than an hour ago."""
    with freeze_time(datetime.now(timezone.utc) - timedelta(minutes=61)):
        keys = fakests.assume_role("reader").credentials
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys.secret_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", keys.token or "")
    assert refused(aws("sts", "get-caller-identity")) == (
        "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: "
        "The security token included in the request is expired"
    )


def test_wrong_secret_is_refused(aws: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """SignatureDoesNotMatch."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not the secret of this key")
    assert "An error occurred (SignatureDoesNotMatch)" in refused(aws("sts", "get-caller-identity"))


def test_denial_is_in_the_words_of_aws(aws: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As any other client has them."""
    assume(aws, monkeypatch)
    assert refused(aws("s3api", "delete-bucket", "--bucket", "reports")).endswith(
        f'User: {SESSION} is not authorized to perform: s3:DeleteBucket on resource: "arn:aws:s3:::reports" '
        "because no identity-based policy allows the s3:DeleteBucket action"
    )


def test_files_are_copied(aws: Run, fakests: FakeSts, tmp_path: Path) -> None:
    """s3 cp, there and back."""
    (tmp_path / "q3.csv").write_text("a,b\n")
    assert aws("s3", "cp", str(tmp_path / "q3.csv"), "s3://reports/a b/q3.csv")[0] == 0
    fakests.answer("s3:HeadObject", {"ContentLength": 4, "LastModified": "2026-11-24T03:44:26Z"})
    fakests.answer("s3:GetObject", {"Body": b"1,2\n", "ContentLength": 4})
    status, _, said = aws("s3", "cp", "s3://reports/a b/q3.csv", str(tmp_path / "back.csv"))
    assert (status, said, (tmp_path / "back.csv").read_text()) == (0, "", "1,2\n")
    calls = {(call.operation, call.params["Key"]) for call in fakests.calls}
    assert calls == {(f"s3:{name}Object", "a b/q3.csv") for name in ("Put", "Head", "Get")}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("dynamodb", "list-tables"), id="json"),
        pytest.param(("ec2", "describe-instances"), id="ec2"),
        pytest.param(("lambda", "list-functions"), id="rest-json"),
        pytest.param(("route53", "list-hosted-zones"), id="rest-xml"),
        pytest.param(("cloudwatch", "list-metrics"), id="cbor, or what it has in its place"),
    ],
)
def test_protocols_are_spoken(aws: Run, fakests: FakeSts, command: tuple[str, ...]) -> None:
    """The smallest answer of each is read."""
    status, _, said = aws(*command)
    assert (status, said, [call.error for call in fakests.calls]) == (0, "", [None])


@pytest.mark.fakests(unmapped="allow")
def test_account_in_the_host_leads_nowhere_else(aws: Run, fakests: FakeSts) -> None:
    """s3control, whose hosts at AWS begin with it."""
    status, _, said = aws("s3control", "list-jobs", "--account-id", "123456789012")
    assert (status, said, [call.operation for call in fakests.calls]) == (0, "", ["s3control:ListJobs"])
