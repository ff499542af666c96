"""Who answers a call that is allowed: the test, then what others registered, then the smallest answer."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.endpoint import Endpoint
from botocore.exceptions import ClientError
from botocore.hooks import EventAliaser
from botocore.httpsession import URLLib3Session

from pytest_fakests import FakeSts, Role, UnansweredCallError, allow, fake_sts


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


class Sent:
    """An HTTP session that others put in the place of botocore's."""

    def send(self, request: Any) -> Any:
        """Their answer."""
        return handler(request)


def by_handler(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that comes after the first call."""
    client.meta.events.register("before-send.dynamodb", handler)


def by_session(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An HTTP session of the client's own."""
    client._endpoint.http_session = Sent()


def by_send_of_session(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function in the place of the client's HTTP session's."""
    monkeypatch.setattr(client._endpoint.http_session, "send", handler)


def by_send_of_class(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function in the place of every HTTP session's."""
    monkeypatch.setattr(URLLib3Session, "send", lambda self, request: handler(request))


def by_send_of_endpoint(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function in the place of the client's endpoint's."""
    monkeypatch.setattr(client._endpoint, "_send", handler)


def by_send_of_endpoints(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function in the place of every endpoint's."""
    monkeypatch.setattr(Endpoint, "_send", lambda self, request: handler(request))


def by_emitter(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An emitter of the user's own, as some tools that watch calls have."""

    class Emitter(EventAliaser):
        def emit(self, event_name: str, **kwargs: Any) -> Any:
            if event_name.startswith("before-send"):
                return [(handler, handler(kwargs["request"]))]
            return super().emit(event_name, **kwargs)

    monkeypatch.setattr(client._endpoint, "_event_emitter", Emitter(client._endpoint._event_emitter._emitter))


WAYS = [
    by_handler,
    by_session,
    by_send_of_session,
    by_send_of_class,
    by_send_of_endpoint,
    by_send_of_endpoints,
    by_emitter,
]


@pytest.mark.parametrize("way", WAYS)
def test_who_comes_in_between_later_is_asked(
    fakests: FakeSts, monkeypatch: pytest.MonkeyPatch, way: Callable[[Any, pytest.MonkeyPatch], None]
) -> None:
    """Once it is known that nobody answers a client's calls, somebody may come still."""
    client = fakests.client("dynamodb")
    for _ in range(2):
        assert client.list_tables()["ResponseMetadata"]["HTTPStatusCode"] == 200
    way(client, monkeypatch)
    assert client.list_tables()["TableNames"] == ["theirs"]


def test_who_had_replaced_botocores_function_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another tool put in the place of botocore's own before the fake came is next in line at each call."""
    headers: Any = {}
    answer = AWSResponse("https://example.com", 200, headers, Raw()), {"TableNames": ["theirs"], "ResponseMetadata": {}}
    monkeypatch.setattr(Endpoint, "_do_get_response", lambda *_: (answer, None))
    with fake_sts() as fakests:
        client = fakests.client("dynamodb")
        assert [client.list_tables()["TableNames"] for _ in range(3)] == [["theirs"]] * 3


def test_botocores_log_tells_of_each_request(fakests: FakeSts, caplog: pytest.LogCaptureFixture) -> None:
    """Who reads botocore's log sees every request sent, though nobody is there to answer it."""
    client = fakests.client("dynamodb")
    client.list_tables()
    with caplog.at_level(logging.DEBUG, logger="botocore.endpoint"):
        client.list_tables()
    assert sum(record.msg == "Sending http request: %s" for record in caplog.records) == 1
