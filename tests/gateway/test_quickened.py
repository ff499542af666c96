"""What botocore works out once under a fake is what it works out each time without one."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
from typing import Any

import botocore.auth
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSRequestPreparer
from botocore.credentials import Credentials
from botocore.hooks import HierarchicalEmitter

from pytest_fakests import fake_sts

URLS = [
    pytest.param("https://dynamodb.us-east-1.amazonaws.com/", id="a host"),
    pytest.param("https://dynamodb.us-east-1.amazonaws.com", id="no path"),
    pytest.param("https://reports.s3.amazonaws.com/a/b?list-type=2", id="a path and a query"),
    pytest.param("https://Reports.S3.amazonaws.com/", id="capitals"),
    pytest.param("https://sts.amazonaws.com:443/", id="the usual port"),
    pytest.param("http://localhost:80/x", id="the usual port of HTTP"),
    pytest.param("http://localhost:443/x", id="the usual port of another scheme"),
    pytest.param("https://localhost:4566/x", id="a port"),
    pytest.param("http://h/x", id="a host of one letter"),
    pytest.param("https://julie:secret@sts.amazonaws.com/x", id="a user"),
    pytest.param("https://sts.amazonaws.com?next=/x", id="a query without a path"),
    pytest.param("http://[fd00:ec2::254]/latest", id="IPv6"),
    pytest.param("http://[fd00:ec2::254]/a\tb", id="IPv6 in a URL that is none"),
]


@pytest.mark.parametrize("url", URLS)
def test_the_host_of_a_url(url: str) -> None:
    """The header Host is the same, the first time and when it was asked for before."""
    expected = botocore.auth._host_from_url(url)  # type: ignore[attr-defined]
    with fake_sts():
        found = [botocore.auth._host_from_url(url) for _ in range(2)]  # type: ignore[attr-defined]
    assert found == [expected, expected]


# Secret key, time, Region and service: each of the others differs in one thing from the first.
SCOPES = [
    ("secret", "20260501T120000Z", "us-east-1", "s3"),
    ("other", "20260501T120000Z", "us-east-1", "s3"),
    ("secret", "20260502T120000Z", "us-east-1", "s3"),
    ("secret", "20260501T120000Z", "eu-west-1", "s3"),
    ("secret", "20260501T120000Z", "us-east-1", "sqs"),
]


def signature(secret: str, timestamp: str, region: str, service: str) -> str:
    """What botocore signs a text with."""
    request = AWSRequest("GET", "https://example.com/")
    request.context["timestamp"] = timestamp
    signer: Any = SigV4Auth(Credentials("AKIAIOSFODNN7EXAMPLE", secret), service, region)
    found: str = signer.signature("the text", request)
    return found


def test_a_signature_is_of_its_own_key_and_scope() -> None:
    """Signatures of keys and scopes that differ in one thing are botocore's, whichever were made before."""
    expected = [signature(*scope) for scope in SCOPES]
    with fake_sts():
        found = [[signature(*scope) for scope in SCOPES] for _ in range(2)]
    assert found == [expected, expected]
    assert len(set(expected)) == len(SCOPES)


class Handlers:
    """Handlers of events, as classes have them."""

    def bound(self, request: Any, **kwargs: Any) -> None:
        """Any keywords."""

    def bound_to_few(self, request: Any) -> None:
        """One."""

    def __call__(self, **kwargs: Any) -> None:
        """Any keywords."""


def plain(*args: Any, request: Any = None) -> None:
    """One keyword."""


@functools.wraps(plain)
def wrapped(*args: Any, **kwargs: Any) -> None:
    """Any keywords, whatever it stands for."""


def told(**kwargs: Any) -> None:
    """One keyword, if what it says of itself is true."""


vars(told)["__signature__"] = inspect.signature(plain)
HANDLERS = [
    pytest.param(plain, False, id="a function"),
    pytest.param(lambda **_: None, True, id="a function of any keywords"),
    pytest.param(wrapped, True, id="a function around another"),
    pytest.param(told, False, id="a function with a signature of its own"),
    pytest.param(Handlers().bound, True, id="a method"),
    pytest.param(Handlers().bound_to_few, False, id="a method of few"),
    pytest.param(Handlers(), True, id="an object"),
    pytest.param(functools.partial(Handlers().bound, request=1), True, id="a part"),
    pytest.param(functools.partial(plain, request=1), False, id="a part of few"),
]


@pytest.mark.parametrize(("handler", "expected"), HANDLERS)
def test_handlers_that_take_keywords(handler: Any, expected: bool) -> None:
    """Handlers that botocore takes are taken, and those that it refuses are refused."""
    taken = []
    for fake in (contextlib.nullcontext(), fake_sts()):
        with fake:
            try:
                HierarchicalEmitter().register("before-send", handler)
                taken.append(True)
            except ValueError:
                taken.append(False)
    assert taken == [expected, expected]


BODIES = [
    pytest.param(b"bytes", id="bytes"),
    pytest.param("caf\u00e9", id="text"),
    pytest.param({"Action": "GetCallerIdentity", "Tag": "\u00e9 &"}, id="a form"),
    pytest.param(b"", id="no bytes"),
    pytest.param(None, id="none"),
    pytest.param(io.BytesIO(b"stream"), id="a stream"),
]


@pytest.mark.parametrize("data", BODIES)
def test_the_body_of_a_request(data: Any) -> None:
    """It is what botocore prepares."""
    request = AWSRequest("POST", "https://example.com/", data=data)
    expected = request.body
    with fake_sts():
        assert request.body == expected


def test_a_body_that_another_preparer_makes() -> None:
    """A preparer of the user's own is asked for the whole request, as it expects."""

    class Preparer(AWSRequestPreparer):
        def prepare(self, original: Any) -> Any:
            prepared = super().prepare(original)
            prepared.body = b"another"
            return prepared

    class Request(AWSRequest):
        _REQUEST_PREPARER_CLS = Preparer

    request: Any = Request("POST", "https://example.com/", data=b"one")
    with fake_sts():
        assert request.body == b"another"
