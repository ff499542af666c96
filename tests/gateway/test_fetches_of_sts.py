"""Presigned URLs of STS are fetched, in XML or in JSON."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3

from pytest_fakests import FakeSts, Role, allow, trust

pytestmark = pytest.mark.roles(Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))  # fmt: skip


def asked(fakests: FakeSts, accept: str, **params: str) -> Any:
    """What STS answers to a presigned AssumeRole that asks for a type of content."""
    full = {"RoleArn": fakests.role("reader").arn, "RoleSessionName": "nightly", **params}
    url = fakests.client("sts").generate_presigned_url("assume_role", full, HttpMethod="GET")
    return urllib3.request("GET", url, headers={"accept": accept})


def test_sts_answers_in_json_to_who_asks_for_it(fakests: FakeSts) -> None:
    """As clients read it that speak plain HTTP; times are numbers."""
    response = asked(fakests, "application/json, text/plain, */*")
    answer = response.json()["AssumeRoleResponse"]
    credentials = answer["AssumeRoleResult"]["Credentials"]
    assert response.headers["content-type"] == "application/json"
    assert answer["ResponseMetadata"] == {"RequestId": response.headers["x-amzn-requestid"]}
    assert (set(credentials), type(credentials["Expiration"])) == (
        {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"},
        int,
    )


def test_sts_refuses_in_json_who_asks_for_it(fakests: FakeSts) -> None:
    """In the form that was recorded."""
    response = asked(fakests, "application/json", SourceIdentity="aws:x")
    told = response.json()
    request_id = response.headers["x-amzn-requestid"]
    assert (response.status, told["RequestId"], set(told["Error"])) == (400, request_id, {"Code", "Message", "Type"})
    assert (told["Error"]["Code"], told["Error"]["Type"]) == ("ValidationError", "Sender")


def test_an_error_of_sts_itself_is_told_in_json_as_its_own(fakests: FakeSts) -> None:
    """It is not the sender's fault."""
    fakests.fail("sts:AssumeRole", "InternalFailure", times=None)
    told = asked(fakests, "application/json").json()
    assert (told["Error"]["Code"], told["Error"]["Type"]) == ("InternalFailure", "Receiver")


def test_sts_answers_in_xml_to_who_takes_anything(fakests: FakeSts) -> None:
    """As most clients do."""
    assert asked(fakests, "*/*").data.startswith(b"<?xml")
