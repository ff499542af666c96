"""S3's directory buckets: a session is opened by CreateSession, and its keys open the bucket's objects alone."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, StsClock, UnmappedCallError, allow

BUCKET, OTHER = "data--use1-az4--x-s3", "more--use1-az4--x-s3"
HOST = f"https://{BUCKET}.s3express-use1-az4.us-east-1.amazonaws.com"
ARN = f"arn:aws:s3express:us-east-1:123456789012:bucket/{BUCKET}"
READING = {"StringEquals": {"s3express:SessionMode": "ReadOnly"}}

pytestmark = pytest.mark.roles(
    Role("worker", permissions=allow("s3express:CreateSession", on=ARN)),
    Role("reader", permissions=allow("s3express:CreateSession", on=ARN, when=READING)),
    Role("stranger", permissions=allow("s3:*")),
)


def s3(fakests: FakeSts, role: str, **options: Any) -> Any:
    """An S3 client of a role's session."""
    return fakests.assume_role(role).boto3_session().client("s3", **options)


def opened(fakests: FakeSts, **params: Any) -> dict[str, Any]:
    """The keys of a session of the bucket."""
    found: dict[str, Any] = s3(fakests, "worker").create_session(Bucket=BUCKET, **params)["Credentials"]
    return found


def send(
    keys: dict[str, Any], method: str, url: str, service: str = "s3express", *, turned: bool = False
) -> urllib3.BaseHTTPResponse:
    """A request that keys of a session sign, as botocore signs it, fetched by urllib3.

    `turned` puts the parts of the header Authorization in the opposite order.
    """
    request = AWSRequest(method, url, {"x-amz-s3session-token": keys["SessionToken"]})
    signing = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"])
    S3SigV4Auth(signing, service, "us-east-1").add_auth(request)
    headers = dict(request.headers.items())
    if turned:
        algorithm, _, parts = headers["Authorization"].partition(" ")
        headers["Authorization"] = f"{algorithm} {', '.join(reversed(parts.split(', ')))}"
    return urllib3.request(method, url, headers=headers)


class TestSession:
    """What botocore does by itself."""

    def test_objects_are_reached_by_a_session(self, fakests: FakeSts) -> None:
        """Which is opened once, and whose permission is the only one."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        client = s3(fakests, "worker")
        client.put_object(Bucket=BUCKET, Key="k", Body=b"a,b")
        assert client.get_object(Bucket=BUCKET, Key="k")["Body"].read() == b"a,b"
        client.head_bucket(Bucket=BUCKET)
        calls = fakests.calls[-4:]
        assert [call.operation for call in calls] == [
            "s3:CreateSession",
            "s3:PutObject",
            "s3:GetObject",
            "s3:HeadBucket",
        ]
        assert {call.caller for call in calls} == {"arn:aws:sts::123456789012:assumed-role/worker/fakests"}
        asked = {(one.request.action, one.request.resource) for call in calls for one in call.decisions}
        assert asked == {("s3express:CreateSession", ARN)}

    def test_permissions_on_objects_are_no_help(self, fakests: FakeSts) -> None:
        """They are of another service; the answer does not say so, the note does."""
        with pytest.raises(ClientError, match="Access Denied") as caught:
            s3(fakests, "stranger").get_object(Bucket=BUCKET, Key="k")
        assert f"s3express:CreateSession on {ARN}" in vars(caught.value)["__notes__"][0]

    def test_a_session_lives_for_five_minutes(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Then botocore opens another."""
        client = s3(fakests, "worker")
        client.get_object(Bucket=BUCKET, Key="k")
        sts_clock.advance(minutes=5, seconds=1)
        client.get_object(Bucket=BUCKET, Key="k")
        assert [call.operation for call in fakests.calls].count("s3:CreateSession") == 2

    def test_its_keys_end_with_it(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """In S3's words."""
        keys = opened(fakests)
        assert (keys["Expiration"] - sts_clock.now).total_seconds() == pytest.approx(300, abs=2)
        sts_clock.advance(minutes=5, seconds=1)
        response = send(keys, "GET", f"{HOST}/k")
        assert (response.status, b"<Code>ExpiredToken</Code>" in response.data) == (400, True)

    def test_the_parts_of_its_signature_come_in_any_order(self, fakests: FakeSts) -> None:
        """Its token is found by the scope, wherever that stands."""
        assert send(opened(fakests), "GET", f"{HOST}/k", turned=True).status == 200

    def test_a_presigned_url_is_of_a_session(self, fakests: FakeSts) -> None:
        """Its token stands in the URL."""
        fakests.answer("s3:GetObject", {"Body": "a,b"})
        url = s3(fakests, "worker").generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "k"})
        assert urllib3.request("GET", url).data == b"a,b"

    @pytest.mark.fakests(mode="observe")
    def test_observing_opens_one_for_everybody(self, fakests: FakeSts) -> None:
        """And notes who would have got none."""
        s3(fakests, "stranger").get_object(Bucket=BUCKET, Key="k")
        assert [(call.operation, call.observed) for call in fakests.calls[-2:]] == [
            ("s3:CreateSession", "AccessDenied"),
            ("s3:GetObject", None),
        ]


class TestMode:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html, x-amz-create-session-mode."""

    def test_without_one_the_session_has_the_most_that_is_allowed(self, fakests: FakeSts) -> None:
        """A caller who may read alone gets a session for that."""
        client = s3(fakests, "reader")
        client.list_objects_v2(Bucket=BUCKET)
        assert [one.request.context["s3express:SessionMode"] for one in fakests.calls[-1].decisions] == ["ReadOnly"]
        with pytest.raises(ClientError, match="AccessDenied"):
            client.put_object(Bucket=BUCKET, Key="k", Body=b"")
        assert fakests.calls[-1].note == (
            f"the session of {BUCKET} is of the mode ReadOnly, which does not have PutObject"
        )

    def test_the_one_that_is_asked_for_is_judged(self, fakests: FakeSts) -> None:
        """And no other."""
        with pytest.raises(ClientError, match="Access Denied"):
            s3(fakests, "reader").create_session(Bucket=BUCKET, SessionMode="ReadWrite")
        assert [one.request.context["s3express:SessionMode"] for one in fakests.calls[-1].decisions] == ["ReadWrite"]

    def test_a_session_for_reading_writes_nothing(self, fakests: FakeSts) -> None:
        """Though its caller might have had another."""
        keys = opened(fakests, SessionMode="ReadOnly")
        assert [send(keys, method, f"{HOST}/k").status for method in ("HEAD", "DELETE")] == [200, 403]


class TestKeysOfASession:
    """They are good for the objects of one bucket."""

    REFUSED = (
        pytest.param("GET", f"https://{OTHER}.s3express-use1-az4.us-east-1.amazonaws.com/k", "s3express", id="bucket"),
        pytest.param("GET", f"{HOST}/?session", "s3express", id="session"),
        pytest.param("GET", "https://s3express-control.us-east-1.amazonaws.com/", "s3express", id="control"),
        pytest.param("GET", "https://reports.s3.us-east-1.amazonaws.com/k", "s3", id="object"),
    )

    @pytest.mark.parametrize(("method", "url", "service"), REFUSED)
    def test_they_are_good_for_nothing_else(self, fakests: FakeSts, method: str, url: str, service: str) -> None:
        """Neither for another bucket, nor to open another session, nor for the bucket itself."""
        assert send(opened(fakests), method, url, service).status == 403

    def test_other_services_do_not_know_them(self, fakests: FakeSts) -> None:
        """STS neither."""
        keys = opened(fakests)
        with pytest.raises(ClientError, match="InvalidClientTokenId"):
            fakests.boto3_session(keys).client("sts").get_caller_identity()

    def test_a_token_of_sts_is_none_of_a_session(self, fakests: FakeSts) -> None:
        """In the header for a session's."""
        keys = fakests.assume_role("worker").credentials
        response = send(keys.as_answer(), "GET", f"{HOST}/k")
        assert (response.status, b"<Code>InvalidAccessKeyId</Code>" in response.data) == (403, True)
        assert fakests.calls[-1].note == f"{keys.access_key} is no key of CreateSession"


class TestCallersOwnKeys:
    """Some operations take no session, and some callers want none."""

    def test_a_copy_reads_and_writes(self, fakests: FakeSts) -> None:
        """The source in one mode, the target in the other."""
        source = {"Bucket": OTHER, "Key": "k"}
        fakests.client("s3").copy_object(Bucket=BUCKET, Key="k", CopySource=source)
        found = [
            (one.request.resource[-20:], one.request.context["s3express:SessionMode"])
            for one in fakests.calls[-1].decisions
        ]
        assert found == [(OTHER, "ReadOnly"), (BUCKET, "ReadWrite")]

    def test_without_sessions_the_same_is_asked_each_time(self, fakests: FakeSts) -> None:
        """As botocore can be told."""
        client = s3(fakests, "reader", config=Config(s3={"disable_s3_express_session_auth": True}))  # type: ignore[arg-type]  # the stubs lack it
        client.get_object(Bucket=BUCKET, Key="k")
        with pytest.raises(ClientError, match="Access Denied"):
            client.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "k"}]})
        assert "s3:CreateSession" not in {call.operation for call in fakests.calls}

    def test_bucket_operations_have_actions_of_their_own(self, fakests: FakeSts) -> None:
        """At the Regional endpoint."""
        fakests.client("s3").delete_bucket(Bucket=BUCKET)
        (decision,) = fakests.calls[-1].decisions
        assert (decision.request.action, decision.request.resource) == ("s3express:DeleteBucket", ARN)
        assert decision.request.context["s3express:authType"] == "REST-HEADER"

    def test_what_directory_buckets_do_not_have_is_unmapped(self, fakests: FakeSts) -> None:
        """Such as versions."""
        with pytest.raises(UnmappedCallError, match="directory buckets have no action s3express:GetBucketVersioning"):
            fakests.client("s3").get_bucket_versioning(Bucket=BUCKET)
