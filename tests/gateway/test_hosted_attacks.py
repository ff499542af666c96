"""Requests to hosts of customers' own resources that were tampered with, or name what a policy denies otherwise."""

from __future__ import annotations

import http.client
from typing import Any

import pytest
import urllib3
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from self_signed import API, API_ARN, GRAPHQL, GRAPHQL_ARN, graphql, send, signed

from pytest_fakests import FakeSts, NetworkRefusedError, Resource, Role, StsClock, allow, deny

HOST = API.removeprefix("https://")
URL = f"{API}/prod/pets"
TOKEN = "X-Amz-Security-Token"

pytestmark = pytest.mark.roles(
    Role("app", permissions=[allow("execute-api:*"), deny("execute-api:*", on=f"{API_ARN}/prod/*/admin")]),
    Role("other", permissions=allow("*")),
)


def keys_of(fakests: FakeSts, role: str = "role/app") -> Any:
    """Those of a session."""
    return fakests.assume_role(role).credentials


def presigned(keys: Any, seconds: int = 60) -> str:
    """The URL, signed."""
    request = AWSRequest("GET", URL)
    credentials = Credentials(keys.access_key, keys.secret_key, keys.token)
    SigV4QueryAuth(credentials, "execute-api", "us-east-1", expires=seconds).add_auth(request)
    return str(request.url)


class TestTampering:
    """What was changed after it was signed is refused, whoever signed it."""

    def test_another_sessions_token(self, fakests: FakeSts) -> None:
        """A key is good with its own."""
        headers = signed(keys_of(fakests), "GET", URL) | {TOKEN: keys_of(fakests, "role/other").token}
        assert urllib3.request("GET", URL, headers=headers).status == 403

    @pytest.mark.parametrize("header", [TOKEN, "X-Amz-Date"])
    def test_a_header_that_is_not_there(self, fakests: FakeSts, header: str) -> None:
        """It was signed."""
        headers = signed(keys_of(fakests), "GET", URL)
        del headers[header]
        assert urllib3.request("GET", URL, headers=headers).status == 403

    def test_no_signature_at_all(self, fakests: FakeSts) -> None:
        """It is not told whom the API lets in then."""
        headers = signed(keys_of(fakests), "GET", URL)
        del headers["Authorization"]
        with pytest.raises(NetworkRefusedError, match="it is not signed with AWS credentials"):
            urllib3.request("GET", URL, headers=headers)

    @pytest.mark.parametrize(
        ("method", "url"),
        [("GET", URL.replace("a1b2", "z9y8")), ("DELETE", URL), ("GET", f"{URL}?all=1"), ("GET", URL.replace(".com", ".com:8443"))],
        ids=["host", "method", "query", "port"],
    )  # fmt: skip
    def test_another_place(self, fakests: FakeSts, method: str, url: str) -> None:
        """Than the signature is for."""
        assert urllib3.request(method, url, headers=signed(keys_of(fakests), "GET", URL)).status == 403

    @pytest.mark.parametrize("told", [None, "UNSIGNED-PAYLOAD"])
    def test_another_body(self, fakests: FakeSts, told: str | None) -> None:
        """Even where a header calls it unsigned, which these hosts do not know."""
        headers = signed(keys_of(fakests), "POST", URL, b"a") | ({"X-Amz-Content-SHA256": told} if told else {})
        assert urllib3.request("POST", URL, headers=headers, body=b"b").status == 403

    @pytest.mark.parametrize("values", [("mine", "other"), ("other", "mine")])
    def test_a_signed_header_twice(self, fakests: FakeSts, values: tuple[str, str]) -> None:
        """With one of the values it was signed; the other may come before it or after it."""
        keys = keys_of(fakests)
        request = AWSRequest("GET", URL, {"X-Tenant": "mine"})
        SigV4Auth(Credentials(keys.access_key, keys.secret_key, keys.token), "execute-api", "us-east-1").add_auth(request)  # fmt: skip
        headers = urllib3.HTTPHeaderDict(request.headers.items())
        del headers["X-Tenant"]
        for value in values:
            headers.add("X-Tenant", value)
        assert urllib3.request("GET", URL, headers=headers).status == 403

    def test_a_longer_life(self, fakests: FakeSts) -> None:
        """Of a URL."""
        url = presigned(keys_of(fakests)).replace("X-Amz-Expires=60", "X-Amz-Expires=600")
        assert urllib3.request("GET", url).status == 403

    def test_a_session_that_is_over(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """With it its URLs are, whatever their own time."""
        keys = keys_of(fakests)
        url = presigned(keys, 86400)
        assert urllib3.request("GET", url).status == 200
        sts_clock.expire(keys)
        assert urllib3.request("GET", url).status == 403


class TestPath:
    """A policy on a path is one on the resource, however its path is written."""

    @pytest.mark.parametrize(
        "path",
        ["/prod/admin", "//prod/admin", "/prod//admin", "/prod/./admin", "/prod/x/../admin", "/prod/%61dmin", "/prod/x/%2e%2E/admin", "/prod/admin?all=1"],
    )  # fmt: skip
    def test_it_is_the_one_that_is_signed(self, fakests: FakeSts, path: str) -> None:
        """Without what is redundant in it."""
        connection = http.client.HTTPSConnection(HOST)
        connection.request("GET", path, headers=signed(keys_of(fakests), "GET", f"{API}{path}"))
        assert b"with an explicit deny in an identity-based policy" in connection.getresponse().read()
        assert fakests.calls[-1].decisions[-1].request.resource == f"{API_ARN}/prod/GET/admin"

    @pytest.mark.parametrize("path", ["/prod/%2Fadmin", "/prod/admin;x", "/prod/ADMIN"])
    def test_another_path_is_another(self, fakests: FakeSts, path: str) -> None:
        """As one with a slash that is encoded."""
        assert send(keys_of(fakests), "GET", f"{API}{path}").status == 200


@pytest.mark.roles(Role("app", permissions=allow("appsync:GraphQL", on=f"{GRAPHQL_ARN}/types/Query/fields/posts")))
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" + graphql("{ posts }") + b"]", id="batch"),
        pytest.param(b'{"extensions": {"persistedQuery": {"sha256Hash": "0a"}}}', id="persisted query"),
        pytest.param(b'{"query": "{ posts }", "variables": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="deep JSON"),
        pytest.param(graphql("{ a" * 5_000 + "}" * 5_000), id="deep query"),
        pytest.param(graphql("{ ...f0 }" + "".join(f"fragment f{one} on Query {{ ...f{one + 1} }}" for one in range(2_000)) + "fragment f2000 on Query { posts }"), id="fragments in fragments"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_graphql_is_allowed_to_nobody(fakests: FakeSts, body: bytes) -> None:
    """It is unmapped, however long it is."""
    pytest.importorskip("graphql")
    fakests.add(Resource(GRAPHQL_ARN, url=GRAPHQL))
    answer = send(keys_of(fakests), "POST", GRAPHQL, body)
    assert (answer.status, "its body is no GraphQL request" in answer.json()["errors"][0]["message"]) == (400, True)
