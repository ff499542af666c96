"""botocore's own tools under the fake: Stubber, history, waiters, paginators, resources, transfers."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError, StubAssertionError, StubResponseError, WaiterError
from botocore.history import BaseHistoryHandler, HistoryRecorder, get_global_history_recorder
from botocore.stub import Stubber

from pytest_fakests import FakeSts, Role, User, allow, fake_sts

pytestmark = pytest.mark.roles(Role("reader", permissions=allow("s3:GetObject")))


class TestStubber:
    """The call is judged before the stub answers it."""

    def test_an_allowed_call_gets_the_stubs_answer(self, fakests: FakeSts) -> None:
        """And is among the calls of the test."""
        s3 = fakests.assume_role("reader").client("s3")
        with Stubber(s3) as stub:
            stub.add_response("get_object", {"ETag": "theirs"}, {"Bucket": "reports", "Key": "k"})
            assert s3.get_object(Bucket="reports", Key="k")["ETag"] == "theirs"
            stub.assert_no_pending_responses()
        assert fakests.calls[-1].operation == "s3:GetObject"

    def test_a_denied_call_does_not_get_it(self, fakests: FakeSts) -> None:
        """The answer stays where it is, for a call that is allowed."""
        s3 = fakests.assume_role("reader").client("s3")
        with Stubber(s3) as stub:
            stub.add_response("list_buckets", {"Buckets": []})
            with pytest.raises(ClientError, match="not authorized to perform: s3:ListAllMyBuckets"):
                s3.list_buckets()
            with pytest.raises(AssertionError):
                stub.assert_no_pending_responses()

    def test_an_error_of_the_stub_is_raised(self, fakests: FakeSts) -> None:
        """As botocore raises it."""
        s3 = fakests.client("s3")
        with Stubber(s3) as stub:
            stub.add_client_error("list_buckets", "SlowDown")
            with pytest.raises(ClientError, match="SlowDown"):
                s3.list_buckets()

    def test_a_call_that_is_not_stubbed_is_the_stubs_error(self, fakests: FakeSts) -> None:
        """The Stubber says so itself."""
        s3 = fakests.client("s3")
        with Stubber(s3), pytest.raises(StubResponseError):
            s3.list_buckets()

    def test_an_answer_of_the_test_comes_first(self, fakests: FakeSts) -> None:
        """As it comes before handlers."""
        fakests.answer("s3:GetObject", {"ETag": "ours"})
        s3 = fakests.client("s3")
        with Stubber(s3) as stub:
            stub.add_response("get_object", {"ETag": "theirs"})
            assert s3.get_object(Bucket="b", Key="k")["ETag"] == "ours"

    def test_a_stub_of_sts_answers_what_sts_would(self, fakests: FakeSts) -> None:
        """It is for that; a role that is not declared is refused all the same."""
        sts = fakests.client("sts")
        with Stubber(sts) as stub:
            stub.add_response("get_caller_identity", {"Account": "999999999999"})
            assert sts.get_caller_identity()["Account"] == "999999999999"
            stub.add_response("assume_role", {})
            with pytest.raises(ClientError, match="AccessDenied"):
                sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/unknown", RoleSessionName="job")

    def test_a_stub_from_before_the_fake_is_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As those that a fixture of the whole module activates; and only as long as the fake is on."""
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "before")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "before")
        s3: Any = botocore.session.Session().create_client("s3", "us-east-1")
        with Stubber(s3) as stub:
            stub.add_response("list_buckets", {"Buckets": [{"Name": "theirs"}]}, {})
            refused = pytest.raises(ClientError, match="not authorized to perform: s3:ListAllMyBuckets")
            with fake_sts(User("poor"), caller="user/poor"), refused:
                s3.list_buckets()
            assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == ["theirs"]

    @pytest.mark.parametrize("body", [b"a,b", io.BytesIO(b"a,b")], ids=["bytes", "file"])
    def test_a_body_is_judged_with_its_checksum(self, fakests: FakeSts, body: Any) -> None:
        """Which botocore computes behind the place where a stub answers."""
        s3 = fakests.client("s3")
        with Stubber(s3) as stub:
            stub.add_response("put_object", {"ETag": "theirs"})
            assert s3.put_object(Bucket="reports", Key="k", Body=body, ChecksumAlgorithm="SHA256")["ETag"] == "theirs"

    def test_what_a_stub_expects_is_checked_as_ever(self, fakests: FakeSts) -> None:
        """Before anybody is asked."""
        s3 = fakests.client("s3")
        with Stubber(s3) as stub:
            stub.add_response("list_objects_v2", {}, {"Bucket": "reports"})
            with pytest.raises(StubAssertionError):
                s3.list_objects_v2(Bucket="other")
        assert fakests.calls == []

    @pytest.mark.usefixtures("fakests")
    def test_an_unsigned_client_is_anonymous(self) -> None:
        """A stub opens no bucket that is not public."""
        s3: Any = botocore.session.Session().create_client("s3", "us-east-1", config=Config(signature_version=UNSIGNED))
        with Stubber(s3) as stub:
            stub.add_response("list_buckets", {"Buckets": []})
            with pytest.raises(ClientError, match="Access Denied"):
                s3.list_buckets()

    @pytest.mark.usefixtures("fakests")
    def test_a_client_with_keys_of_nobodys_is_left_to_the_stub(self) -> None:
        """Nothing tells whom to judge."""
        s3: Any = botocore.session.Session().create_client(
            "s3", aws_access_key_id="dummy", aws_secret_access_key="dummy", region_name="us-east-1"
        )
        with Stubber(s3) as stub:
            stub.add_response("list_buckets", {"Buckets": []})
            assert s3.list_buckets()["Buckets"] == []


class Events(BaseHistoryHandler):
    """Keeps what botocore's history tells."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []

    def emit(self, event_type: str, payload: Any, source: str) -> None:
        """Keep one event."""
        self.seen.append((event_type, payload))


@pytest.fixture
def events() -> Any:
    """botocore's history, recorded."""
    recorder: HistoryRecorder = get_global_history_recorder()
    handler = Events()
    recorder.add_handler(handler)
    recorder.enable()
    yield handler
    recorder.disable()
    recorder._handlers.remove(handler)  # type: ignore[attr-defined]


class TestHistory:
    """What `aws --debug history` reads."""

    EVENTS = ("API_CALL", "HTTP_REQUEST", "HTTP_RESPONSE", "PARSED_RESPONSE")

    @pytest.mark.parametrize("operation", ["sts:GetCallerIdentity", "s3:ListBuckets"])
    def test_a_call_is_recorded_as_one_of_the_network(self, fakests: FakeSts, events: Events, operation: str) -> None:
        """Answers of STS and smallest answers alike, each event once."""
        service, _, name = operation.partition(":")
        client = fakests.client(service)
        events.seen.clear()
        if service == "sts":
            client.get_caller_identity()
        else:
            client.list_buckets()
        assert [kind for kind, _ in events.seen] == list(self.EVENTS)
        payloads = dict(events.seen)
        assert payloads["HTTP_RESPONSE"]["status_code"] == 200
        assert payloads["HTTP_RESPONSE"]["context"] == {"operation_name": name}
        assert service in payloads["HTTP_REQUEST"]["url"]

    def test_every_call_of_a_client_is_recorded(self, fakests: FakeSts, events: Events) -> None:
        """Once it is known that nobody else answers its calls, as before."""
        client = fakests.client("s3")
        events.seen.clear()
        for _ in range(3):
            client.list_buckets()
        assert [kind for kind, _ in events.seen] == [*self.EVENTS] * 3

    def test_an_answer_of_another_tool_is_recorded_once(self, fakests: FakeSts, events: Events) -> None:
        """By botocore itself."""
        from botocore.awsrequest import AWSResponse

        class Raw(io.BytesIO):
            def stream(self, **_: Any) -> Any:
                yield self.read()

        client = fakests.client("dynamodb")
        body = json.dumps({"TableNames": []}).encode()
        headers: Any = {"Content-Type": "application/json"}
        client.meta.events.register(
            "before-send.dynamodb", lambda request, **_: AWSResponse(request.url, 200, headers, Raw(body))
        )
        events.seen.clear()
        client.list_tables()
        assert [kind for kind, _ in events.seen] == list(self.EVENTS)


class TestWaiters:
    """They ask again at once."""

    def test_a_waiter_ends_when_the_answer_says_so(self, fakests: FakeSts) -> None:
        """The third time; without the fake it would take forty seconds."""
        states = iter(["CREATING", "CREATING", "ACTIVE"])
        fakests.answer("dynamodb:DescribeTable", lambda params: {"Table": {"TableStatus": next(states)}})
        fakests.client("dynamodb").get_waiter("table_exists").wait(TableName="music")
        assert len(fakests.calls) == 3

    def test_a_waiter_gives_up_as_ever(self, fakests: FakeSts) -> None:
        """After its attempts."""
        fakests.answer("dynamodb:DescribeTable", {"Table": {"TableStatus": "CREATING"}})
        with pytest.raises(WaiterError, match="Max attempts exceeded"):
            fakests.client("dynamodb").get_waiter("table_exists").wait(TableName="music")

    def test_a_waiter_meets_a_denial(self, fakests: FakeSts) -> None:
        """With AWS's words."""
        client = fakests.assume_role("reader").client("dynamodb")
        with pytest.raises(WaiterError, match="not authorized to perform: dynamodb:DescribeTable"):
            client.get_waiter("table_exists").wait(TableName="music")


def test_a_paginator_asks_for_every_page(fakests: FakeSts) -> None:
    """Each page is a call, judged."""

    def page(params: dict[str, Any]) -> dict[str, Any]:
        if "ContinuationToken" in params:
            return {"Contents": [{"Key": "b"}], "IsTruncated": False}
        return {"Contents": [{"Key": "a"}], "IsTruncated": True, "NextContinuationToken": "more"}

    fakests.answer("s3:ListObjectsV2", page)
    pages = fakests.client("s3").get_paginator("list_objects_v2").paginate(Bucket="reports")
    assert [entry["Key"] for entry in pages.search("Contents")] == ["a", "b"]
    assert [call.operation for call in fakests.calls] == ["s3:ListObjectsV2"] * 2


def test_a_resource_is_judged_as_its_client(fakests: FakeSts) -> None:
    """boto3.resource of the environment's caller, and of a session."""
    fakests.answer("s3:ListObjects", {"Contents": [{"Key": "a"}]})
    assert [one.key for one in boto3.resource("s3").Bucket("reports").objects.all()] == ["a"]
    mine = fakests.assume_role("reader").boto3_session().resource("s3")
    with pytest.raises(ClientError, match="not authorized to perform: s3:ListBucket"):
        list(mine.Bucket("reports").objects.all())


def test_a_batch_writer_ends(fakests: FakeSts) -> None:
    """It asks every answer for what was left over, as DynamoDB always tells."""
    with boto3.resource("dynamodb").Table("music").batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"Id": number})
    assert [len(call.params["RequestItems"]["music"]) for call in fakests.calls] == [25, 5]


class TestTransfers:
    """s3transfer works in threads of its own."""

    CONFIG = TransferConfig(multipart_threshold=5 * 1024**2, multipart_chunksize=5 * 1024**2, max_concurrency=4)

    def test_a_large_file_goes_up_in_parts(self, fakests: FakeSts) -> None:
        """Each part is a call of the same caller."""
        fakests.answer("s3:CreateMultipartUpload", {"UploadId": "u"})
        fakests.answer("s3:UploadPart", {"ETag": "e"})
        body = io.BytesIO(b"x" * (11 * 1024**2))
        fakests.client("s3").upload_fileobj(body, "reports", "big", Config=self.CONFIG)
        operations = [call.operation for call in fakests.calls]
        assert operations.count("s3:UploadPart") == 3
        assert operations[-1] == "s3:CompleteMultipartUpload"
        assert {call.caller for call in fakests.calls} == {"arn:aws:iam::123456789012:user/tester"}

    def test_a_large_file_comes_down_in_parts(self, fakests: FakeSts, tmp_path: Path) -> None:
        """Each range is answered by itself."""
        body = bytes(range(256)) * (40 * 1024)

        def part(params: dict[str, Any]) -> dict[str, Any]:
            first, _, last = params["Range"].removeprefix("bytes=").partition("-")
            found = body[int(first) : int(last) + 1 if last else None]
            return {"Body": found, "ContentLength": len(found)}

        fakests.answer("s3:HeadObject", {"ContentLength": len(body), "ETag": '"e"'})
        fakests.answer("s3:GetObject", part)
        target = tmp_path / "big"
        fakests.client("s3").download_file("reports", "big", str(target), Config=self.CONFIG)
        assert target.read_bytes() == body

    def test_nobody_has_to_answer_them(self, fakests: FakeSts, tmp_path: Path) -> None:
        """The smallest answers do: a file goes up in parts, is copied, and an empty one comes down."""
        s3, target = fakests.client("s3"), tmp_path / "empty"
        s3.upload_fileobj(io.BytesIO(b"x" * (11 * 1024**2)), "reports", "big", Config=self.CONFIG)
        s3.copy({"Bucket": "reports", "Key": "big"}, "archive", "big")
        s3.download_file("reports", "big", str(target))
        assert target.read_bytes() == b""

    def test_parts_are_copied_without_an_answer(self, fakests: FakeSts) -> None:
        """Each is a call of its own."""
        fakests.answer("s3:HeadObject", {"ContentLength": 11 * 1024**2})
        fakests.client("s3").copy({"Bucket": "reports", "Key": "big"}, "archive", "big", Config=self.CONFIG)
        assert [call.operation for call in fakests.calls].count("s3:UploadPartCopy") == 3

    def test_a_denial_comes_out_of_the_thread(self, fakests: FakeSts) -> None:
        """boto3 wraps it in an error of its own."""
        s3 = fakests.assume_role("reader").client("s3")
        with pytest.raises(boto3.exceptions.S3UploadFailedError, match="not authorized to perform: s3:PutObject"):
            s3.upload_file(__file__, "reports", "k")
