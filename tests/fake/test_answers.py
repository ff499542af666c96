"""What an authorised call gets, and what was registered and met no call."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from pytest_fakests import FakeSts, Role, UnansweredCallError, allow, fake_sts, trust

READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


class TestAnswers:
    """What an authorised call gets."""

    def test_an_operation_without_an_answer_gets_the_smallest(self, fakests: FakeSts) -> None:
        """An empty body for an object, nothing where nothing is required."""
        s3 = fakests.client("s3")
        assert s3.get_object(Bucket="b", Key="k")["Body"].read() == b""
        assert set(s3.list_objects_v2(Bucket="b")) == {"ResponseMetadata"}

    def test_there_are_no_buckets_unless_the_test_says_so(self, fakests: FakeSts) -> None:
        """S3 always sends the list, and boto3's own Bucket.load() reads it."""
        assert fakests.client("s3").list_buckets()["Buckets"] == []

    def test_a_mapping_is_the_answer(self, fakests: FakeSts) -> None:
        """In the operation's output shape; bytes become the body."""
        fakests.answer("s3:GetObject", {"Body": b"profit", "ContentLength": 6})
        answer = fakests.client("s3").get_object(Bucket="b", Key="k")
        assert (answer["Body"].read(), answer["ContentLength"]) == (b"profit", 6)

    def test_a_body_can_be_read_again_with_each_call(self, fakests: FakeSts) -> None:
        """Each call gets a body of its own."""
        fakests.answer("s3:GetObject", {"Body": b"profit"})
        s3 = fakests.client("s3")
        assert [s3.get_object(Bucket="b", Key="k")["Body"].read() for _ in range(2)] == [b"profit"] * 2

    def test_a_function_makes_the_answer_from_the_parameters(self, fakests: FakeSts) -> None:
        """It is given what was on the wire."""
        fakests.answer("dynamodb:GetItem", lambda params: {"Item": params["Key"]})
        item = {"id": {"S": "42"}}
        answer = fakests.client("dynamodb").get_item(TableName="t", Key=item)
        assert answer["Item"] == item

    @pytest.mark.parametrize(
        "answer",
        [
            ReadTimeoutError(endpoint_url="https://s3.amazonaws.com"),
            lambda _: ReadTimeoutError(endpoint_url="https://s3.amazonaws.com"),
        ],
        ids=["exception", "function"],
    )
    def test_an_exception_is_raised(self, fakests: FakeSts, answer: Any) -> None:
        """After botocore's own retries, as one of the network is."""
        fakests.answer("s3:ListBuckets", answer)
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        client = fakests.botocore_session().create_client("s3", config=config)
        with pytest.raises(ReadTimeoutError):
            client.list_buckets()

    def test_a_client_error_is_raised_as_it_is(self, fakests: FakeSts) -> None:
        """With the code that the test gave."""
        error = ClientError({"Error": {"Code": "NoSuchKey", "Message": "gone"}}, "GetObject")
        fakests.answer("s3:GetObject", error)
        with pytest.raises(ClientError) as caught:
            fakests.client("s3").get_object(Bucket="b", Key="k")
        assert caught.value is error
        assert fakests.calls[-1].error == "NoSuchKey"

    @pytest.mark.roles(READER)
    def test_a_denied_call_does_not_get_it(self, fakests: FakeSts) -> None:
        """The gate comes first."""
        fakests.answer("s3:PutObject", {"ETag": "x"})
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("reader").client("s3").put_object(Bucket="reports", Key="k")

    @pytest.mark.parametrize("name", ["stepfunctions:ListStateMachines", "states:ListStateMachines", "STATES:liststatemachines"])  # fmt: skip
    def test_a_service_may_be_called_by_botocores_name_or_by_iams(self, fakests: FakeSts, name: str) -> None:
        """Without regard to case."""
        fakests.answer(name, {"stateMachines": []})
        assert fakests.client("stepfunctions").list_state_machines()["stateMachines"] == []

    @pytest.mark.fakests(unstubbed="error")
    def test_unstubbed_calls_raise_where_the_test_wants_it(self, fakests: FakeSts) -> None:
        """The text says how to give an answer."""
        with pytest.raises(UnansweredCallError) as caught:
            fakests.client("s3").list_buckets()
        assert str(caught.value) == (
            's3:ListBuckets is allowed, and nobody answers it; give it one with fakests.answer("s3:ListBuckets", {...})'
        )


class TestStrict:
    """What was registered and met no call."""

    def test_it_is_told(self) -> None:
        """The text lists each answer and failure, and how to say that it was meant."""
        with fake_sts() as fakests:
            fakests.answer("s3:GetObject", {})
            fakests.answer("s3:PutObject", {}, optional=True)
            fakests.fail("sts:AssumeRole", "Throttling")
            with pytest.raises(AssertionError) as caught:
                fakests.check_used()
        assert str(caught.value) == (
            'registered, yet no call met it: answer("s3:GetObject"), fail("sts:AssumeRole", "Throttling"); '
            "take it away, give answer() optional=True, or set @pytest.mark.fakests(strict=False)"
        )

    @pytest.mark.roles(READER)
    def test_a_call_that_was_denied_met_it(self, fakests: FakeSts) -> None:
        """What counts is that the call was made."""
        fakests.answer("s3:PutObject", {})
        with pytest.raises(ClientError):
            fakests.assume_role("reader").client("s3").put_object(Bucket="b", Key="k")
        fakests.check_used()


def test_an_exception_may_be_given_as_its_class(fakests: FakeSts) -> None:
    """As in a raise statement."""
    fakests.answer("s3:ListBuckets", RuntimeError)
    with pytest.raises(RuntimeError):
        fakests.client("s3").list_buckets()
