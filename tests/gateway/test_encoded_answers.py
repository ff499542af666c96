"""The gate's answers in bytes, to requests of other processes and other HTTP clients."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from pytest_fakests import FakeSts, User, allow
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse


def served(fakests: FakeSts, call: Callable[[Any], Any], service: str, who: Any = None) -> HttpResponse:
    """The answer in bytes to the request that a client makes for a call."""
    client = fakests.client(service, who)
    requests: list[Any] = []
    client.meta.events.register_last("request-created", lambda request, **_: requests.append(request.prepare()))
    operations: list[Any] = []
    client.meta.events.register("before-call", lambda model, **_: operations.append(model))
    # What the client itself gets does not matter here.
    with contextlib.suppress(ClientError, EndpointConnectionError):
        call(client)
    return fakests.gate.serve(HttpRequest.from_prepared(requests[0]), operations[0])


def test_sts_answers_in_its_own_xml(fakests: FakeSts) -> None:
    """As measured: the elements, and the type of the content."""
    answer = served(fakests, lambda sts: sts.get_caller_identity(), "sts")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml")
    assert b"<Arn>arn:aws:iam::123456789012:user/tester</Arn>" in answer.body


def test_an_allowed_call_gets_the_registered_answer(fakests: FakeSts) -> None:
    """The next in line is the test's own answer."""
    fakests.answer("sqs:GetQueueUrl", {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"})
    answer = served(fakests, lambda sqs: sqs.get_queue_url(QueueName="jobs"), "sqs")
    assert answer.body == b'{"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"}'


@pytest.mark.users(User("poor", permissions=allow("s3:ListBucket")))
def test_a_denied_call_gets_the_services_error(fakests: FakeSts) -> None:
    """The encoded form of the denial is what botocore would have parsed."""
    answer = served(fakests, lambda s3: s3.get_object(Bucket="reports", Key="q3.csv"), "s3", "user/poor")
    assert answer.status == 403
    assert b"<Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/poor is not" in answer.body


def test_an_answer_has_the_date_of_the_tests_clock(fakests: FakeSts) -> None:
    """Clients correct their own clocks by it."""
    assert served(fakests, lambda sts: sts.get_caller_identity(), "sts").headers["date"].endswith("GMT")


def test_a_registered_client_error_is_encoded(fakests: FakeSts) -> None:
    """Other languages know no ClientError."""
    error = ClientError({"Error": {"Code": "NoSuchKey", "Message": "gone"}, "ResponseMetadata": {"HTTPStatusCode": 404}}, "GetObject")  # type: ignore[typeddict-item]  # the part that counts  # fmt: skip
    fakests.answer("s3:GetObject", error)
    answer = served(fakests, lambda s3: s3.get_object(Bucket="reports", Key="q3.csv"), "s3")
    assert (answer.status, b"<Code>NoSuchKey</Code><Message>gone</Message>" in answer.body) == (404, True)


def test_a_failing_network_is_raised(fakests: FakeSts) -> None:
    """There is no answer that could say it: whoever serves the request closes the connection."""
    fakests.fail("s3:ListBuckets", ConnectionRefusedError, times=None)
    with pytest.raises(EndpointConnectionError):
        served(fakests, lambda s3: s3.list_buckets(), "s3")
