"""Signature Version 2 in parameters, with which botocore signs for SimpleDB."""

from __future__ import annotations

import functools
import urllib.parse
from typing import Any

import boto3
import pytest
import urllib3
from botocore.auth import SigV2Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, StsClock
from pytest_fakests.gateway.authentication.sigv2 import SigV2Hmac
from pytest_fakests.gateway.authentication.sigv2_query import query_string_to_sign
from pytest_fakests.gateway.wire import HttpRequest

pytestmark = pytest.mark.fakests(unmapped="allow")
URL = "https://sdb.amazonaws.com/"


@pytest.fixture
def sdb(fakests: FakeSts) -> Any:
    """A client of SimpleDB."""
    return fakests.client("sdb")


def test_the_published_example_is_verified() -> None:
    """https://docs.aws.amazon.com/general/latest/gr/signature-version-2.html, as it stood before it was retired."""
    query = (
        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Action=DescribeJobFlows&SignatureMethod=HmacSHA256&SignatureVersion=2&"
        "Timestamp=2011-10-03T15%3A19%3A30&Version=2009-03-31&Signature=i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf%2FMj6vPxyYIs%3D"
    )
    request = HttpRequest("GET", f"https://elasticmapreduce.amazonaws.com?{query}", {}, b"")
    verifier = SigV2Hmac("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "sha256")
    assert verifier.matches(query_string_to_sign(request), "i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf/Mj6vPxyYIs=")


def test_botocores_signature_is_verified(fakests: FakeSts, sdb: Any) -> None:
    """Whatever the parameters are."""
    sdb.put_attributes(DomainName="a b", ItemName="é~", Attributes=[{"Name": "*", "Value": "/+=&%", "Replace": True}])
    call = fakests.calls[-1]
    assert (call.operation, call.caller) == ("sdb:PutAttributes", "arn:aws:iam::123456789012:user/tester")
    assert call.params["Attributes"] == [{"Name": "*", "Value": "/+=&%", "Replace": True}]


def test_a_sessions_token_is_a_parameter(fakests: FakeSts) -> None:
    """SecurityToken."""
    keys = fakests.client("sts").get_session_token()["Credentials"]
    assert fakests.boto3_session(keys).client("sdb").list_domains()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_another_secret_is_seen(fakests: FakeSts) -> None:
    """In the words of the query protocol."""
    keys = fakests.caller_credentials
    client = boto3.client("sdb", "us-east-1", aws_access_key_id=keys.access_key, aws_secret_access_key="another")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        client.list_domains()


def sign(fakests: FakeSts, url: str, data: dict[str, str]) -> None:
    """Put the signature into the parameters, as botocore does."""
    keys = fakests.caller_credentials
    SigV2Auth(Credentials(keys.access_key, keys.secret_key)).add_auth(AWSRequest("POST", url, data=data))


def signed(fakests: FakeSts, **changes: str) -> str:
    """The form of a call, signed by botocore; then these parameters are changed, or taken away."""
    data = {"Action": "ListDomains", "Version": "2009-04-15"}
    sign(fakests, URL, data)
    return urllib.parse.urlencode({name: value for name, value in {**data, **changes}.items() if value})


def posted(form: str, url: str = URL) -> tuple[int, str]:
    """Status and code of the answer to a form."""
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    response = urllib3.request("POST", url, body=form, headers=headers)
    return response.status, response.data.decode().partition("<Code>")[2].partition("</Code>")[0]


def test_what_was_signed_may_be_sent_by_anybody(fakests: FakeSts) -> None:
    """The form is as good as it was."""
    assert posted(signed(fakests)) == (200, "")


METHODS = "version 2 has HmacSHA256 and HmacSHA1"
CHANGES = (
    pytest.param({"Action": "DeleteDomain"}, "SignatureDoesNotMatch", "the request was not signed with the secret of {key} ({arn}), or it was changed after it was signed", id="action"),
    pytest.param({"AWSAccessKeyId": "AKIAIOSFODNN7EXAMPLE"}, "InvalidClientTokenId", "the access key AKIAIOSFODNN7EXAMPLE is not one of this test's, or was issued in another; users with keys: {arn} ({key})", id="key"),
    pytest.param({"Signature": "", "AWSAccessKeyId": ""}, "MissingAuthenticationToken", "the request is not signed", id="unsigned"),
    pytest.param({"Signature": ""}, "IncompleteSignature", "the request has no parameter Signature", id="signature"),
    pytest.param({"SignatureVersion": "1"}, "IncompleteSignature", f"the request is signed by HmacSHA256 in version 1; {METHODS}", id="version"),
    pytest.param({"SignatureMethod": "HmacMD5"}, "IncompleteSignature", f"the request is signed by HmacMD5 in version 2; {METHODS}", id="method"),
    pytest.param({"SignatureMethod": "HmacSHA1"}, "SignatureDoesNotMatch", "the request was not signed with the secret of {key} ({arn}), or it was changed after it was signed", id="another method"),
    pytest.param({"Timestamp": "yesterday"}, "SignatureDoesNotMatch", "the request was not signed with the secret of {key} ({arn}), or it was changed after it was signed", id="time"),
    pytest.param({"SecurityToken": "x"}, "InvalidClientTokenId", "the session token is not the one of this key; the key {key} belongs to {arn}", id="token"),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "note"), CHANGES)
def test_what_was_changed_is_refused(fakests: FakeSts, changes: dict[str, str], code: str, note: str) -> None:
    """Each parameter of the signature, and those that it covers; the note says which is wrong."""
    assert posted(signed(fakests, **changes)) == (403, code)
    key, arn = fakests.caller_credentials.access_key, fakests.user("tester").arn
    assert fakests.calls[-1].note == note.format(key=key, arn=arn)


def test_a_parameter_that_is_there_twice_is_refused(fakests: FakeSts) -> None:
    """It could be read in two ways."""
    assert posted(signed(fakests) + "&Action=ListDomains") == (403, "IncompleteSignature")
    assert fakests.calls[-1].note == "the request has a parameter twice"


def test_a_request_of_another_time_is_refused(fakests: FakeSts, sts_clock: StsClock) -> None:
    """After a quarter of an hour."""
    form = signed(fakests)
    sts_clock.advance(minutes=14)
    assert posted(form) == (200, "")
    sts_clock.advance(minutes=2)
    assert posted(form) == (403, "SignatureDoesNotMatch")


def test_other_processes_are_verified_too(fakests: FakeSts, fakests_endpoint: str) -> None:
    """By the host to which they sent it."""
    keys = fakests.caller_credentials
    client = functools.partial(boto3.client, "sdb", "us-east-1", endpoint_url=fakests_endpoint)
    good = client(aws_access_key_id=keys.access_key, aws_secret_access_key=keys.secret_key)
    assert good.list_domains()["ResponseMetadata"]["HTTPStatusCode"] == 200
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        client(aws_access_key_id=keys.access_key, aws_secret_access_key="another").list_domains()


def test_other_services_do_not_take_it(fakests: FakeSts) -> None:
    """AWS has retired it there."""
    url, data = "https://sns.us-east-1.amazonaws.com/", {"Action": "ListTopics", "Version": "2010-03-31"}
    sign(fakests, url, data)
    assert posted(urllib.parse.urlencode(data), url) == (403, "MissingAuthenticationToken")
