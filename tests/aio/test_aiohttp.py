"""Presigned URLs are really fetched by aiohttp, and judged as any call."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ConnectionClosedError
from self_signed import FUNCTION, signed

from pytest_fakests import FakeSts, NetworkRefusedError, Resource, Role, StsClock, allow

aiohttp = pytest.importorskip("aiohttp", reason="aiohttp comes with aiobotocore: tox run -e aio")

pytestmark = pytest.mark.roles(Role("reader", permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))


def presigned(fakests: FakeSts, bucket: str = "reports", operation: str = "get_object") -> str:
    """A URL for an object, signed by a session of the role."""
    client = fakests.assume_role("reader").client("s3")
    url: str = client.generate_presigned_url(operation, {"Bucket": bucket, "Key": "q3.csv"}, ExpiresIn=300)
    return url


def fetched(url: str, method: str = "GET", times: int = 1, **options: Any) -> list[tuple[int, bytes]]:
    """The statuses and bodies of a request that is sent some times by one session."""

    async def fetch() -> list[tuple[int, bytes]]:
        found = []
        async with aiohttp.ClientSession() as session:
            for _ in range(times):
                async with session.request(method, url, **options) as response:
                    found.append((response.status, await response.read()))
        return found

    return asyncio.run(fetch())


def test_an_object_is_fetched(fakests: FakeSts) -> None:
    """With the answer that the test registered; each call is one of the session."""
    fakests.answer("s3:GetObject", {"Body": "a,b"})
    assert fetched(presigned(fakests), times=2) == [(200, b"a,b")] * 2
    assert [(call.operation, call.caller) for call in fakests.calls[-2:]] == [
        ("s3:GetObject", "arn:aws:sts::123456789012:assumed-role/reader/fakests")
    ] * 2


def test_an_object_of_many_pieces_comes_whole(fakests: FakeSts) -> None:
    """However long it is."""
    fakests.answer("s3:GetObject", {"Body": b"x" * 3_000_000})
    assert fetched(presigned(fakests)) == [(200, b"x" * 3_000_000)]


def test_aiohttp_that_is_loaded_in_the_test_is_reached(pytester: pytest.Pytester) -> None:
    """Even if it is loaded after the URL was signed."""
    pytester.makepyfile(
        """
        import asyncio
        import sys

        def test_with(fakests):
            url = fakests.client("s3").generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
            assert "aiohttp" not in sys.modules
            import aiohttp

            async def fetch():
                async with aiohttp.ClientSession() as session, session.get(url) as response:
                    return response.status

            assert asyncio.run(fetch()) == 200
        """
    )
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)


def test_what_a_program_signs_for_a_function_url_is_judged(fakests: FakeSts) -> None:
    """As what it fetches by any library; a denial is Lambda's own."""
    fakests.add(Resource("arn:aws:lambda:us-east-1:123456789012:function:app", url=FUNCTION))
    fakests.answer("lambda:InvokeFunctionUrl", {"pets": ["rex"]})
    keys = [fakests.credentials("user/tester"), fakests.assume_role("reader").credentials]
    found = [fetched(FUNCTION, "POST", headers=signed(one, "POST", FUNCTION, b"{}"), data=b"{}")[0] for one in keys]
    assert (found[0], found[1][0]) == ((200, b'{"pets": ["rex"]}'), 403)


def test_what_head_answers_has_no_body(fakests: FakeSts) -> None:
    """And its length is that of the object."""
    fakests.answer("s3:HeadObject", {"ContentLength": 3})
    assert fetched(presigned(fakests, operation="head_object"), "HEAD") == [(200, b"")]


def test_a_denial_is_s3s_own(fakests: FakeSts) -> None:
    """403 AccessDenied, as XML."""
    ((status, body),) = fetched(presigned(fakests, bucket="secrets"))
    assert (status, b"<Code>AccessDenied</Code>" in body) == (403, True)


def test_an_expired_url_is_refused(fakests: FakeSts, sts_clock: StsClock) -> None:
    """By the clock of the test."""
    url = presigned(fakests)
    sts_clock.advance(301)
    ((status, body),) = fetched(url)
    assert (status, b"Request has expired" in body) == (403, True)


async def pieces() -> AsyncIterator[bytes]:
    """A body that comes in chunks."""
    for piece in (b"a,", b"0\r\n\r\n", b"b" * 100_000):
        yield piece


@pytest.mark.parametrize(
    ("make", "sent"),
    [
        (lambda: b"a,b", b"a,b"),
        (lambda: io.BytesIO(b"a" * 3_000_000), b"a" * 3_000_000),
        (pieces, b"a,0\r\n\r\n" + b"b" * 100_000),
    ],
    ids=["bytes", "large", "chunks"],
)
def test_a_body_is_sent(fakests: FakeSts, make: Any, sent: bytes) -> None:
    """Whole, with its length or in chunks; a signed hash of it is the right one."""
    keys = fakests.caller_credentials
    url = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations"
    request = AWSRequest("POST", url, {"X-Amz-Invocation-Type": "Event"}, sent)
    SigV4Auth(Credentials(keys.access_key, keys.secret_key), "lambda", "us-east-1").add_auth(request)
    assert fetched(url, "POST", data=make(), headers=dict(request.headers.items())) == [(200, b"")]


def test_a_connection_breaks_on_demand(fakests: FakeSts) -> None:
    """As aiohttp has it."""
    fakests.fail("s3:GetObject", ConnectionClosedError, times=None)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        fetched(presigned(fakests))


def test_an_error_of_an_answer_is_raised(fakests: FakeSts) -> None:
    """It is the test's own."""
    fakests.answer("s3:GetObject", LookupError("no such key"))
    with pytest.raises(LookupError, match="no such key"):
        fetched(presigned(fakests))


def test_what_is_not_awss_goes_its_way(fakests: FakeSts) -> None:
    """To the network, where nobody listens."""
    with pytest.raises(aiohttp.ClientConnectorError):
        fetched("http://127.0.0.1:1/")


def test_an_address_of_no_service_is_refused(fakests: FakeSts) -> None:
    """As it is for every HTTP library."""
    url = "https://pets-0a1b2c3d4e5f60718.7d67968.vpc-lattice-svcs.us-east-1.on.aws/pets"
    with pytest.raises(NetworkRefusedError, match="it is to no service of botocore's"):
        fetched(url, headers=signed_for_a_service_of_a_customer())


def signed_for_a_service_of_a_customer() -> dict[str, str]:
    """Headers that say for which service a request is signed."""
    scope = "AKIAIOSFODNN7EXAMPLE/20261124/us-east-1/vpc-lattice-svcs/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
