"""Who answers a call that is allowed: the test, then what others registered, then the smallest answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Role, UnansweredCallError, allow


class Raw(io.BytesIO):
    """A raw stream as urllib3 gives it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """The body, whole."""
        yield self.read()


def handler(request: Any, **_: Any) -> Any:
    """A before-send handler of another tool."""
    headers: Any = {"Content-Type": "application/json"}
    return AWSResponse(request.url, 200, headers, Raw(b'{"TableNames": ["theirs"]}'))


@pytest.fixture
def dynamodb(fakests: FakeSts) -> Any:
    """A client on which another tool registered a handler."""
    client = fakests.client("dynamodb")
    client.meta.events.register("before-send.dynamodb.ListTables", handler)
    return client


def test_a_handler_of_another_tool_answers_an_allowed_call(dynamodb: Any) -> None:
    """botocore parses what it gives, as ever."""
    assert dynamodb.list_tables()["TableNames"] == ["theirs"]


def test_an_answer_of_the_test_comes_first(fakests: FakeSts, dynamodb: Any) -> None:
    """What the test registered counts more than the handler."""
    fakests.answer("dynamodb:ListTables", {"TableNames": ["ours"]})
    assert dynamodb.list_tables()["TableNames"] == ["ours"]


@pytest.mark.roles(Role("poor", permissions=allow("s3:*")))
def test_a_handler_is_not_asked_for_a_denied_call(fakests: FakeSts) -> None:
    """The gate comes before every handler."""
    asked = []
    client = fakests.assume_role("poor").client("dynamodb")
    client.meta.events.register("before-send.dynamodb.ListTables", lambda **_: asked.append(1))
    with pytest.raises(ClientError, match="AccessDeniedException"):
        client.list_tables()
    assert asked == []


def test_a_handler_that_raises_is_heard(fakests: FakeSts) -> None:
    """Its exception reaches the caller, as without the fake."""

    def refuse(**_: Any) -> None:
        raise RuntimeError("no")

    client = fakests.client("dynamodb")
    client.meta.events.register("before-send.dynamodb.ListTables", refuse)
    with pytest.raises(RuntimeError, match=r"^no$"):
        client.list_tables()


@pytest.mark.fakests(unstubbed="error")
def test_a_handler_counts_as_an_answer(dynamodb: Any) -> None:
    """unstubbed="error" raises only where nobody answers at all."""
    assert dynamodb.list_tables()["TableNames"] == ["theirs"]
    with pytest.raises(UnansweredCallError, match=r"^dynamodb:ListBackups is allowed, and nobody answers it"):
        dynamodb.list_backups()


def test_sts_itself_is_not_left_to_others(fakests: FakeSts) -> None:
    """A handler on an STS client does not answer what the fake answers."""
    client = fakests.client("sts")
    client.meta.events.register("before-send.sts", lambda **_: pytest.fail("asked"))
    assert client.get_caller_identity()["Account"] == "123456789012"


def test_handlers_after_the_call_see_an_answer_of_http(fakests: FakeSts) -> None:
    """Status, and headers whose names have no case."""
    seen: list[Any] = []
    client = fakests.client("s3")
    client.meta.events.register("after-call.s3.ListBuckets", lambda http_response, **_: seen.append(http_response))
    answer = client.list_buckets()
    headers = seen[0].headers
    assert seen[0].status_code == 200
    assert headers["X-Amzn-RequestId"] == headers.get("x-amzn-requestid") == answer["ResponseMetadata"]["RequestId"]
    assert "Date" in headers
    assert headers.get("X-Other", "none") == "none"
