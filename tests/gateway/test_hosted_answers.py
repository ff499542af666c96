"""What programs get that sign for such hosts themselves, by whichever library they send."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
import urllib3
from self_signed import (
    API,
    DOMAIN,
    FUNCTION,
    FUNCTION_ARN,
    call,
    signed,
)

from pytest_fakests import (
    FakeSts,
    Resource,
)


def by_requests(fakests: FakeSts) -> int:
    """The status that requests gets."""
    keys = fakests.credentials("user/tester")
    return requests.get(f"{API}/prod/pets", headers=signed(keys, "GET", f"{API}/prod/pets"), timeout=60).status_code


def by_httpx(fakests: FakeSts) -> int:
    """The status that httpx gets."""
    keys = fakests.credentials("user/tester")
    return httpx.get(f"{API}/prod/pets", headers=signed(keys, "GET", f"{API}/prod/pets")).status_code


def by_urllib(fakests: FakeSts) -> int:
    """The status that the standard library gets."""
    headers = signed(fakests.credentials("user/tester"), "GET", FUNCTION)
    with urllib.request.urlopen(urllib.request.Request(FUNCTION, headers=headers)) as response:
        status: int = response.status
    return status


def by_aws4auth(fakests: FakeSts) -> int:
    """The status that requests gets with the signatures of requests-aws4auth."""
    library = pytest.importorskip("requests_aws4auth", reason="it is of the extra test")
    keys = fakests.credentials("user/tester")
    auth = library.AWS4Auth(keys.access_key, keys.secret_key, "us-east-1", "execute-api")
    return requests.post(f"{API}/prod/a b?c=d e", auth=auth, json={"a": 1}, timeout=60).status_code


def by_requests_auth(fakests: FakeSts) -> int:
    """The status that requests gets with the signatures of aws-requests-auth."""
    library = pytest.importorskip("aws_requests_auth.aws_auth", reason="it is of the extra test")
    keys = fakests.credentials("user/tester")
    host = DOMAIN.partition("://")[2]
    auth = library.AWSRequestsAuth(keys.access_key, keys.secret_key, host, "us-east-1", "es")
    return requests.get(f"{DOMAIN}/orders/_search?q=a", auth=auth, timeout=60).status_code


# aws-requests-auth calls what Python 3.12 deprecated.
@pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
@pytest.mark.parametrize("status", [by_requests, by_httpx, by_urllib, by_aws4auth, by_requests_auth])
def test_a_library_is_answered(fakests: FakeSts, status: Callable[[FakeSts], int]) -> None:
    """Whichever it is that signs and sends."""
    fakests.add(Resource(FUNCTION_ARN, url=FUNCTION))
    assert (status(fakests), fakests.calls[-1].error) == (200, None)


def test_a_process_with_the_endpoint_is_judged_by_the_host_that_it_names(
    fakests: FakeSts, fakests_endpoint: str
) -> None:
    """As a forked one does."""
    url = f"{API}/prod/pets"
    headers = signed(fakests.credentials("user/tester"), "GET", url)
    answer = urllib3.request(
        "GET", f"{fakests_endpoint}/prod/pets", headers={**headers, "Host": API.partition("://")[2]}
    )
    assert (answer.status, fakests.calls[-1].operation) == (200, "execute-api:Invoke")


class TestAnswers:
    """An answer is read as what a function behind the host would return."""

    @pytest.mark.parametrize(
        ("answer", "status", "kind", "body"),
        [
            pytest.param({"pets": ["rex"]}, 200, "application/json", b'{"pets": ["rex"]}', id="a mapping"),
            pytest.param({"statusCode": 204}, 204, "application/json", b"", id="a status"),
            pytest.param({"statusCode": 200, "headers": None, "body": None}, 200, "application/json", b"", id="nothing else"),
            pytest.param({"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": "rex"}, 201, "text/plain", b"rex", id="text"),
            pytest.param({"statusCode": "200", "body": "cmV4", "isBase64Encoded": True}, 200, "application/json", b"rex", id="base64"),
            pytest.param({"statusCode": 200, "body": b"rex"}, 200, "application/json", b"rex", id="bytes"),
            pytest.param({"statusCode": 200, "body": ["rex"]}, 200, "application/json", b'["rex"]', id="a list"),
            pytest.param(lambda params: {"asked": params["Path"]}, 200, "application/json", b'{"asked": "/prod/pets"}', id="a function"),
        ],
    )  # fmt: skip
    def test_it_is_given(self, fakests: FakeSts, answer: Any, status: int, kind: str, body: bytes) -> None:
        """To a call that is allowed."""
        fakests.answer("execute-api:Invoke", answer)
        found = call(fakests, "user/tester")
        assert (found.status, found.headers["content-type"], found.data) == (status, kind, body)

    def test_without_one_it_is_empty(self, fakests: FakeSts) -> None:
        """JSON, of which HEAD has nothing."""
        assert (call(fakests, "user/tester").data, call(fakests, "user/tester", "HEAD").data) == (b"{}", b"")

    @pytest.mark.fakests(unstubbed="error")
    def test_without_one_it_is_an_error_if_the_test_wants_that(self, fakests: FakeSts) -> None:
        """It says how to give one."""
        told = call(fakests, "user/tester").json()["message"]
        assert told == (
            "execute-api:Invoke is allowed, and nobody answers it; give it one with "
            'fakests.answer("execute-api:Invoke", {...})'
        )

    @pytest.mark.parametrize(
        ("answer", "text"),
        [
            (
                lambda _: "rex",
                "'rex' is no mapping; give one, which is the body, or has a statusCode, headers and a body",
            ),
            ({"a": {1}}, "Object of type set is not JSON serializable; values of JSON would be right"),
            ({"statusCode": None}, "at statusCode, None is none of HTTP; a number from 200 to 599 would be right"),
            ({"statusCode": 2000}, "at statusCode, 2000 is none of HTTP; a number from 200 to 599 would be right"),
        ],
    )
    def test_what_is_none_is_an_error_of_the_test(self, fakests: FakeSts, answer: Any, text: str) -> None:
        """Raised where the call was made."""
        fakests.answer("execute-api:Invoke", answer)
        with pytest.raises(ValueError, match=re.escape(f"the answer to execute-api:Invoke does not fit: {text}")):
            call(fakests, "user/tester")

    def test_an_error_may_be_one(self, fakests: FakeSts) -> None:
        """Of the kind that botocore raises, or any other."""
        client_error = fakests.client("s3").exceptions.ClientError
        error = {"Error": {"Code": "TooBusy", "Message": "later"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
        fakests.answer("execute-api:Invoke", client_error(error, "Invoke"))
        answer = call(fakests, "user/tester")
        assert (answer.status, answer.json()) == (503, {"message": "later"})
        fakests.answer("execute-api:Invoke", LookupError("no such pet"))
        with pytest.raises(LookupError, match="no such pet"):
            call(fakests, "user/tester")

    def test_faults_come_on_demand(self, fakests: FakeSts) -> None:
        """A code, a body, or a broken connection."""
        for fault in ("TooManyRequestsException", b"<html>", ConnectionResetError):
            fakests.fail("execute-api:Invoke", fault)
        found = [call(fakests, "user/tester") for _ in range(2)]
        assert [(one.status, one.data[:7]) for one in found] == [(429, b'{"messa'), (200, b"<html>")]
        headers = signed(fakests.credentials("user/tester"), "GET", f"{API}/prod/pets")
        with pytest.raises(urllib3.exceptions.HTTPError, match="Remote end closed connection"):
            urllib3.request("GET", f"{API}/prod/pets", headers=headers, retries=False)

    def test_an_operation_that_is_none_is_told(self, fakests: FakeSts) -> None:
        """With the one that was meant."""
        with pytest.raises(ValueError, match=r"^'execute-api:Invok' is no operation .* 'execute-api:Invoke'"):
            fakests.answer("execute-api:Invok", {})
