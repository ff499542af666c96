"""Clients of aiobotocore and aioboto3 are judged, answered and refused as botocore's are."""

from __future__ import annotations

import asyncio
import io
import sys
import textwrap
import types
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EventStreamError

from pytest_fakests import (
    Ec2Instance,
    EcsTask,
    FakeSts,
    NetworkRefusedError,
    Role,
    StsClock,
    UnansweredCallError,
    allow,
    deny,
    trust,
)

session = pytest.importorskip("aiobotocore.session", reason="aiobotocore pins a botocore of its own: tox run -e aio")
stubs = pytest.importorskip("aiobotocore.stub")
aioboto3 = pytest.importorskip("aioboto3", reason="aioboto3 pins a botocore of its own: tox run -e aio")

ACCOUNT = "123456789012"
SERVICES = {"Service": ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]}
OPENED = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": SERVICES, "Action": "sts:AssumeRole"}}

pytestmark = pytest.mark.roles(
    Role(
        "app", trust=trust("user/tester"), permissions=[allow("s3:*"), deny("s3:GetObject", on="arn:aws:s3:::b/secret")]
    ),
    Role("exec", trust=OPENED),
)

Call = Callable[[Any], Awaitable[Any]]


def ask(service: str, call: Call, **options: Any) -> Any:
    """What a call of one client of aiobotocore gives, whose session finds its credentials in the environment."""

    async def run() -> Any:
        async with session.get_session().create_client(service, **{"region_name": "us-east-1", **options}) as client:
            return await call(client)

    return asyncio.run(run())


def keys(fakests: FakeSts, who: str) -> dict[str, Any]:
    """Credentials, as a client takes them."""
    found = fakests.credentials(who)
    return {
        "aws_access_key_id": found.access_key,
        "aws_secret_access_key": found.secret_key,
        "aws_session_token": found.token,
    }


def caller(**options: Any) -> str:
    """Whom AWS sees."""
    arn: str = ask("sts", lambda sts: sts.get_caller_identity(), **options)["Arn"]
    return arn


async def read(s3: Any, key: str = "q3.csv") -> bytes:
    """The content of an object."""
    answer = await s3.get_object(Bucket="b", Key=key)
    async with answer["Body"] as stream:
        found: bytes = await stream.read()
        return found


class TestJudged:
    """As every client of botocore."""

    def test_the_caller_is_the_environments(self, fakests: FakeSts) -> None:
        """Where nothing else is said."""
        assert caller() == f"arn:aws:iam::{ACCOUNT}:user/tester"

    def test_a_role_is_assumed_and_called_as(self, fakests: FakeSts) -> None:
        """From AssumeRole to the call that its credentials sign."""

        async def assume(sts: Any) -> Any:
            return await sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/app", RoleSessionName="mine")

        given = ask("sts", assume)["Credentials"]
        found = caller(
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )
        assert found == f"arn:aws:sts::{ACCOUNT}:assumed-role/app/mine"

    def test_a_trust_policy_is_a_wall(self, fakests: FakeSts) -> None:
        """In STS's own words."""

        async def assume(sts: Any) -> Any:
            return await sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/exec", RoleSessionName="mine")

        with pytest.raises(ClientError) as caught:
            ask("sts", assume)
        assert caught.value.response["Error"]["Message"] == (
            f"User: arn:aws:iam::{ACCOUNT}:user/tester is not authorized to perform: sts:AssumeRole "
            f"on resource: arn:aws:iam::{ACCOUNT}:role/exec"
        )

    def test_a_denied_call_says_why(self, fakests: FakeSts) -> None:
        """In a note on the error, as with botocore."""
        with pytest.raises(ClientError, match="AccessDenied") as caught:
            ask("s3", lambda s3: read(s3, "secret"), **keys(fakests, "role/app"))
        assert "explicit deny" in "".join(getattr(caught.value, "__notes__", ()))

    def test_a_wrong_secret_is_seen(self, fakests: FakeSts) -> None:
        """The signature is verified."""
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            caller(**{**keys(fakests, "role/app"), "aws_secret_access_key": "wrong"})

    def test_a_session_ends_by_the_clock(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Between two calls of one client."""

        async def twice(sts: Any) -> None:
            await sts.get_caller_identity()
            sts_clock.advance(hours=1)
            await sts.get_caller_identity()

        with pytest.raises(ClientError, match="ExpiredToken"):
            ask("sts", twice, **keys(fakests, "role/app"))
        assert [call.error for call in fakests.calls] == [None, "ExpiredToken"]

    def test_aioboto3_is_judged_too(self, fakests: FakeSts) -> None:
        """Its resources are made of aiobotocore's clients."""
        fakests.answer("s3:ListObjectsV2", {"Contents": [{"Key": "a", "Size": 1}], "Name": "b"})
        fakests.answer("s3:ListObjects", {"Contents": [{"Key": "a", "Size": 1}], "Name": "b"})

        async def names() -> list[str]:
            async with aioboto3.Session(**keys(fakests, "role/app")).resource("s3", region_name="us-east-1") as s3:
                bucket = await s3.Bucket("b")
                return [one.key async for one in bucket.objects.all()]

        fakests.gate.answers.saw(("s3:listobjectsv2", "s3:listobjects"))
        assert asyncio.run(names()) == ["a"]


class TestAnswered:
    """In bytes, which aiobotocore reads."""

    def test_a_body_is_a_stream(self, fakests: FakeSts) -> None:
        """Of aiobotocore's own kind."""
        fakests.answer("s3:GetObject", {"Body": b"a;b"})
        assert ask("s3", read, **keys(fakests, "role/app")) == b"a;b"

    def test_a_body_longer_than_aiohttps_buffer_comes_whole(self, fakests: FakeSts) -> None:
        """In one piece or many."""
        fakests.answer("s3:GetObject", {"Body": b"x" * 3_000_000})
        assert len(ask("s3", read, **keys(fakests, "role/app"))) == 3_000_000

    def test_pages_follow_each_other(self, fakests: FakeSts) -> None:
        """By aiobotocore's own paginators."""
        pages = {
            None: {"Contents": [{"Key": "a"}], "IsTruncated": True, "NextContinuationToken": "t"},
            "t": {"Contents": [{"Key": "b"}], "IsTruncated": False},
        }
        fakests.answer("s3:ListObjectsV2", lambda params: pages[params.get("ContinuationToken")])

        async def listed(s3: Any) -> list[str]:
            paginator = s3.get_paginator("list_objects_v2")
            return [one["Key"] async for page in paginator.paginate(Bucket="b") for one in page["Contents"]]

        assert ask("s3", listed, **keys(fakests, "role/app")) == ["a", "b"]

    def test_the_smallest_answer_comes_last(self, fakests: FakeSts) -> None:
        """Where nobody else has one."""
        answer = ask("s3", lambda s3: s3.list_buckets(), **keys(fakests, "role/app"))
        assert answer.get("Buckets", []) == []
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200

    @pytest.mark.fakests(unstubbed="error")
    def test_an_unanswered_call_is_an_error_where_the_test_wants_it(self, fakests: FakeSts) -> None:
        """And is remembered as one."""
        with pytest.raises(UnansweredCallError):
            ask("s3", lambda s3: s3.list_buckets(), **keys(fakests, "role/app"))
        assert [call.error for call in fakests.calls] == ["unanswered"]

    def test_handlers_of_others_come_after_the_gate(self, fakests: FakeSts) -> None:
        """A `before-send` handler answers what the gate let pass, and never sees what it denied."""
        seen = []

        async def both(s3: Any) -> Any:
            def send(request: Any, **_: Any) -> None:
                seen.append(request.method)

            s3.meta.events.register("before-send.s3", send)
            await s3.list_buckets()
            await read(s3, "secret")

        with pytest.raises(ClientError, match="AccessDenied"):
            ask("s3", both, **keys(fakests, "role/app"))
        assert seen == ["GET"]

    @pytest.mark.filterwarnings("error")
    def test_a_body_in_chunks_is_read_and_sent_whole(self, fakests: FakeSts) -> None:
        """A file with its checksum behind it: a handler finds it where it began."""
        sent = []

        async def put(s3: Any) -> None:
            async def send(request: Any, **_: Any) -> None:
                sent.append(await request.body.read())

            s3.meta.events.register("before-send.s3", send)
            await s3.put_object(Bucket="b", Key="k", Body=io.BytesIO(b"a,b"), ChecksumAlgorithm="SHA256")

        ask("s3", put, **keys(fakests, "role/app"))
        assert b"a,b" in sent[0]

    def test_a_body_that_cannot_go_back_is_left_unread(self, fakests: FakeSts) -> None:
        """Whoever comes next needs it."""
        sent = []

        class Pipe(io.RawIOBase):
            """Bytes that come once."""

            left = iter((b"a,b", b""))

            def read(self, size: int = -1) -> bytes:
                """The next of them."""
                return next(self.left)

        async def put(s3: Any) -> None:
            async def send(request: Any, **_: Any) -> None:
                sent.append(await request.body.read())

            s3.meta.events.register("before-send.s3", send)
            await s3.put_object(Bucket="b", Key="k", Body=Pipe(), ChecksumAlgorithm="SHA256")

        ask("s3", put, **keys(fakests, "role/app"))
        assert b"a,b" in sent[0]

    @pytest.mark.filterwarnings("error")
    def test_an_exception_ends_a_stream_of_events(self, fakests: FakeSts) -> None:
        """After the events before it."""
        first = {"SubscribeToShardEvent": {"Records": [], "ContinuationSequenceNumber": "1", "MillisBehindLatest": 0}}
        events = [first, {"ResourceInUseException": {"message": "busy"}}]
        fakests.answer("kinesis:SubscribeToShard", {"EventStream": events})
        seen = []

        async def subscribe(kinesis: Any) -> None:
            consumer = f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/orders/consumer/c:1"
            answer = await kinesis.subscribe_to_shard(
                ConsumerARN=consumer, ShardId="shardId-0", StartingPosition={"Type": "LATEST"}
            )
            async for event in answer["EventStream"]:
                seen.append(event)

        with pytest.raises(EventStreamError, match="busy"):
            ask("kinesis", subscribe)
        assert seen == [first]

    def test_a_stub_answers_what_the_gate_lets_pass(self, fakests: FakeSts) -> None:
        """A denied call gets its denial, with the reason, and leaves the stub's answer where it is."""
        secret: dict[str, Any] = {"Bucket": "b", "Key": "secret"}

        async def both(s3: Any) -> Any:
            with stubs.AioStubber(s3) as stub:
                stub.add_response("get_object", {"ETag": "theirs"}, secret)
                with pytest.raises(ClientError, match="AccessDenied") as caught:
                    await s3.get_object(**secret)
                assert "explicit deny" in "".join(getattr(caught.value, "__notes__", ()))
                fakests.role("app").set_permissions(allow("s3:*"))
                assert (await s3.get_object(**secret))["ETag"] == "theirs"
                stub.add_response("put_object", {"ETag": "theirs"})
                await s3.put_object(Bucket="b", Key="k", Body=io.BytesIO(b"a,b"))

        ask("s3", both, **keys(fakests, "role/app"))
        assert [call.error for call in fakests.calls if call.operation == "s3:GetObject"] == ["AccessDenied", None]

    def test_moto_is_told_the_callers_account(self, fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where it is loaded: a handler of its kind finds it in the request."""
        monkeypatch.setitem(sys.modules, "moto", types.ModuleType("moto"))
        seen = []

        async def listed(s3: Any) -> Any:
            def send(request: Any, **_: Any) -> None:
                seen.append(request.headers["x-moto-account-id"])

            s3.meta.events.register("before-send.s3", send)
            await s3.list_buckets()

        ask("s3", listed, **keys(fakests, "role/app"))
        assert seen == [ACCOUNT]

    def test_denied_items_are_errors_and_the_others_go_on(self, fakests: FakeSts) -> None:
        """As with botocore."""
        fakests.role("app").set_permissions(allow("s3:DeleteObject", on="arn:aws:s3:::b/old"))
        sent = []

        async def delete(s3: Any) -> Any:
            s3.meta.events.register("before-send.s3", lambda request, **_: sent.append(request.body))
            return await s3.delete_objects(Bucket="b", Delete={"Objects": [{"Key": "old"}, {"Key": "new"}]})

        errors = ask("s3", delete, **keys(fakests, "role/app"))["Errors"]
        assert [(one["Key"], one["Code"]) for one in errors] == [("new", "AccessDenied")]
        assert (b"old" in sent[0], b"new" in sent[0]) == (True, False)


class TestFailures:
    """On demand."""

    def test_throttled_calls_are_retried_at_once(self, fakests: FakeSts) -> None:
        """By aiobotocore, which does not sleep."""
        fakests.fail("s3:ListBuckets", "SlowDown", times=2)
        ask("s3", lambda s3: s3.list_buckets(), **keys(fakests, "role/app"))
        assert [call.error for call in fakests.calls] == ["SlowDown", "SlowDown", None]

    def test_a_connection_breaks(self, fakests: FakeSts) -> None:
        """With botocore's own exception, once the retries are used up."""
        fakests.fail("s3:ListBuckets", ConnectionResetError, times=None)
        with pytest.raises(ConnectionClosedError):
            ask("s3", lambda s3: s3.list_buckets(), **keys(fakests, "role/app"))


class TestCredentials:
    """aiobotocore's own chain."""

    @pytest.mark.parametrize("platform", [EcsTask("exec", "t1"), Ec2Instance("exec", "i-0123abcd")], ids=["ecs", "ec2"])
    def test_a_platform_hands_out_its_role(self, fakests: FakeSts, platform: EcsTask | Ec2Instance) -> None:
        """Through the addresses that aiobotocore asks."""
        with fakests.inside(platform):
            assert caller().startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/exec/")

    def test_a_profile_assumes_its_role_again_by_the_clock(
        self, fakests: FakeSts, sts_clock: StsClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As aiobotocore refreshes it."""
        config = tmp_path / "config"
        config.write_text(
            f"[profile app]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/app\ncredential_source = Environment\n",
            encoding="ascii",
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))

        async def twice() -> None:
            async with session.AioSession(profile="app").create_client("s3", region_name="us-east-1") as s3:
                await s3.list_buckets()
                sts_clock.advance(hours=2)
                await s3.list_buckets()

        asyncio.run(twice())
        assert [call.operation for call in fakests.calls] == ["sts:AssumeRole", "s3:ListBuckets"] * 2

    def test_a_client_from_before_calls_as_the_tests_caller(self, pytester: pytest.Pytester) -> None:
        """A session that found other keys in its environment signs with those of the test."""
        pytester.makepyfile(
            textwrap.dedent(
                """
                import asyncio, os
                os.environ.update(AWS_ACCESS_KEY_ID="AKIAOLD", AWS_SECRET_ACCESS_KEY="old")
                from aiobotocore.session import get_session
                loop = asyncio.new_event_loop()
                context = get_session().create_client("sts", region_name="us-east-1")
                client = loop.run_until_complete(context.__aenter__())

                def test_it(fakests):
                    arn = loop.run_until_complete(client.get_caller_identity())["Arn"]
                    assert arn == "arn:aws:iam::123456789012:user/tester"
                    loop.run_until_complete(context.__aexit__(None, None, None))
                    loop.close()
                """
            )
        )
        pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_session_that_only_opens_others_ends_between_two_calls(pytester: pytest.Pytester) -> None:
    """@pytest.mark.expiry knows of each call before it is signed."""
    pytester.makepyfile(
        """
        import asyncio, pytest
        from aiobotocore.session import get_session
        from pytest_fakests import Role, allow

        @pytest.mark.expiry("at-expiry")
        @pytest.mark.roles(Role("vendor", permissions=allow("sts:AssumeRole")), "worker")
        def test_it(fakests, assume_role):
            keys = assume_role("vendor").credentials
            names = {"aws_access_key_id": keys.access_key, "aws_secret_access_key": keys.secret_key}

            async def run():
                async with get_session().create_client("sts", aws_session_token=keys.token, **names) as sts:
                    for _ in range(2):
                        await sts.assume_role(RoleArn=fakests.role("worker").arn, RoleSessionName="customer")

            asyncio.run(run())
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["call 3 of the test, sts:AssumeRole, was made with dead credentials: *"])


class TestRestored:
    """aiobotocore is as it was after the fake."""

    TESTS = """
        import asyncio
        import pytest
        {early}
        def test_with_the_fake(fakests):
            import aiobotocore.session
            async def run():
                async with aiobotocore.session.get_session().create_client("sts", region_name="us-east-1") as sts:
                    return await sts.get_caller_identity()
            assert asyncio.run(run())["Arn"].endswith("user/tester")

        def test_without():
            from aiobotocore.endpoint import AioEndpoint
            assert AioEndpoint._do_get_response.__module__ == "aiobotocore.endpoint"
        """

    @pytest.mark.parametrize("early", ["import aiobotocore.session", ""], ids=["loaded before", "loaded in the test"])
    def test_whenever_it_was_loaded(self, pytester: pytest.Pytester, early: str) -> None:
        """And judged whenever, too."""
        pytester.makepyfile(textwrap.dedent(self.TESTS).format(early=early))
        pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=2)


def test_nothing_reaches_the_network(fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even what aiobotocore sends besides calls of operations."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")

    async def credentials() -> Any:
        return await session.get_session().get_credentials()

    with pytest.raises(NetworkRefusedError, match=r"^PUT http://169.254.169.254/latest/api/token was about to "):
        asyncio.run(credentials())
