"""What a request says of its signature, and the answers to what cannot be understood or does not fit."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from botocore.exceptions import ClientError
from http_calls import TIMESTAMP, send, told, words
from independent_sigv4 import EMPTY, Keys, canonical_request, scope, signature, signed_headers

from pytest_fakests import Credentials, FakeSts, StsClock
from pytest_fakests.gateway.wire.encoding import HttpResponse

NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
STS, S3 = "sts.us-east-1.amazonaws.com", "reports.s3.us-east-1.amazonaws.com"


def headers_of(fakests: FakeSts, service: str, at: datetime.datetime = NOON) -> dict[str, str]:
    """The headers of a GET, signed by the default caller."""
    keys = fakests.credentials("user/tester")
    signer = Keys(keys.access_key, keys.secret_key, service=service)
    host, path = (S3, "/k") if service == "s3" else (STS, "/")
    pairs = [] if service == "s3" else [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")]
    return signed_headers(signer, "GET", path, pairs, {"host": host}, EMPTY, at.strftime(TIMESTAMP))


def answered(fakests: FakeSts, service: str, headers: dict[str, str]) -> HttpResponse:
    """The service's answer to that GET."""
    if service == "s3":
        return send(fakests, "s3:GetObject", "GET", f"https://{S3}/k", headers)
    url = f"https://{STS}/?Action=GetCallerIdentity&Version=2011-06-15"
    return send(fakests, "sts:GetCallerIdentity", "GET", url, headers)


@pytest.fixture(autouse=True)
def noon(sts_clock: StsClock) -> None:
    """The second implementation signs at a fixed time."""
    sts_clock.move_to(NOON)


TEXTS = [
    pytest.param("s3", ", SignedHeaders=", ", Headers=", "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.", id="s3 part"),
    pytest.param("s3", "/aws4_request", "", 'The authorization header is malformed; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".', id="s3 credential"),
    pytest.param("s3", "/aws4_request", "/aws4", 'The authorization header is malformed; incorrect terminal "aws4". This endpoint uses "aws4_request".', id="s3 terminator"),
    pytest.param("s3", "/20960501/", "/20960430/", 'The authorization header is malformed; Invalid credential date "20960430". This date is not the same as X-Amz-Date: "20960501".', id="s3 day"),
    pytest.param("sts", "/aws4_request", "/aws4", "Credential should be scoped with a valid terminator: 'aws4_request'. ", id="terminator"),
    pytest.param("sts", "/20960501/", "/20960430/", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20960430' != '20960501', from '20960501T120000Z'.", id="day"),
    pytest.param("sts", "=host;", "=", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.", id="host"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "found", "changed", "message"), TEXTS)
def test_a_header_that_does_not_fit(fakests: FakeSts, service: str, found: str, changed: str, message: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html; S3 in its own words."""
    headers = headers_of(fakests, service)
    headers["Authorization"] = headers["Authorization"].replace(found, changed)
    code = "AuthorizationHeaderMalformed" if service == "s3" else "SignatureDoesNotMatch"
    assert words(answered(fakests, service, headers))[1:] == (code, message)


@pytest.mark.parametrize(
    ("header", "message", "note"),
    [
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e",
            "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            "Authorization=AWS4-HMAC-SHA256 Credential=a/b/c/d/e",
            "the header Authorization lacks Signature, SignedHeaders",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b'",
            "the credential is 'a/b'; it should read KEY/DATE/REGION/SERVICE/aws4_request",
        ),
    ],
    ids=["parts", "credential"],
)
def test_an_incomplete_header(fakests: FakeSts, header: str, message: str, note: str) -> None:
    """In the words of a query service; the note says it in short."""
    assert words(answered(fakests, "sts", {"Authorization": header})) == (403, "IncompleteSignature", message)
    assert fakests.calls[-1].note == note


@pytest.mark.parametrize("service", ["sts", "s3"])
def test_the_parts_of_a_header_may_stand_in_any_order(fakests: FakeSts, service: str) -> None:
    """With any white space between them."""
    headers = headers_of(fakests, service)
    algorithm, _, rest = headers["Authorization"].partition(" ")
    parts = [part.strip() for part in rest.split(",")]
    headers["Authorization"] = f"{algorithm}   {parts[2]},{parts[0]} ,   {parts[1]}"
    assert answered(fakests, service, headers).status == 200


def test_a_part_that_is_there_twice_is_one_too_many(fakests: FakeSts) -> None:
    """One reader might take the first, another the last."""
    headers = headers_of(fakests, "sts")
    headers["Authorization"] += ", Signature=0"
    assert words(answered(fakests, "sts", headers))[1] == "IncompleteSignature"
    assert fakests.calls[-1].note == "the header Authorization has a part twice"


@pytest.mark.parametrize("minutes", [16, 60])
def test_a_request_of_the_future(fakests: FakeSts, minutes: int) -> None:
    """The IAM user guide: Signature not yet current."""
    later = NOON + datetime.timedelta(minutes=minutes)
    text = later.strftime(TIMESTAMP)
    assert words(answered(fakests, "sts", headers_of(fakests, "sts", later))) == (
        403,
        "SignatureDoesNotMatch",
        f"Signature not yet current: {text} is still later than 20960501T121500Z (20960501T120000Z + 15 min.)",
    )


def test_a_wrong_signature_is_explained_by_s3(fakests: FakeSts) -> None:
    """Measured: the elements that let a caller compare what he signed with what S3 did."""
    headers = headers_of(fakests, "s3")
    headers["Authorization"] = headers["Authorization"][:-64] + "0" * 64
    answer = answered(fakests, "s3", headers)
    assert told(answer, "AWSAccessKeyId") == fakests.credentials("user/tester").access_key
    assert told(answer, "SignatureProvided") == "0" * 64
    to_sign = told(answer, "StringToSign")
    assert to_sign.startswith("AWS4-HMAC-SHA256\n20960501T120000Z\n20960501/us-east-1/s3/aws4_request\n")
    assert bytes.fromhex(told(answer, "StringToSignBytes")).decode() == to_sign
    canonical = told(answer, "CanonicalRequest")
    assert canonical.startswith(f"GET\n/k\n\nhost:{S3}\n")
    assert bytes.fromhex(told(answer, "CanonicalRequestBytes")).decode() == canonical


def test_a_real_client_sees_those_elements(fakests: FakeSts) -> None:
    """botocore puts them beside code and message."""
    keys = fakests.credentials("user/tester")
    with pytest.raises(ClientError) as caught:
        fakests.client("s3", Credentials(keys.access_key, "s" * 40)).list_buckets()
    assert caught.value.response["Error"]["AWSAccessKeyId"] == keys.access_key  # type: ignore[typeddict-item]  # S3's own


def test_the_header_date_does_for_one_that_has_no_other(fakests: FakeSts) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html."""
    keys = fakests.credentials("user/tester")
    signer, time = Keys(keys.access_key, keys.secret_key, service="sts"), NOON.strftime(TIMESTAMP)
    pairs = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")]
    headers = {"host": STS, "date": "Tue, 01 May 2096 12:00:00 GMT"}
    canonical, names = canonical_request("GET", "/", pairs, headers, EMPTY, "sts")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    found = signature(signer, time, f"AWS4-HMAC-SHA256\n{time}\n{scope(signer, time)}\n{digest}")
    credential = f"{keys.access_key}/{scope(signer, time)}"
    headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={found}"
    assert answered(fakests, "sts", headers).status == 200


def test_a_time_that_is_none_is_told_by_s3(fakests: FakeSts) -> None:
    """Signed all the same."""
    keys = fakests.credentials("user/tester")
    headers = signed_headers(Keys(keys.access_key, keys.secret_key), "GET", "/k", [], {"host": S3}, EMPTY, "yesterday")
    message = "AWS authentication requires a valid Date or x-amz-date header"
    assert words(answered(fakests, "s3", headers)) == (403, "AccessDenied", message)
    assert fakests.calls[-1].note == "the header X-Amz-Date is 'yesterday'; it should read as 20261124T034426Z does"
