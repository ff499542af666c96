"""A registered object is sent as S3 sends one: with its length, and with the part of it that a call asks for."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import urllib3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts

KEY = {"Bucket": "reports", "Key": "q3.csv"}
WHOLE = b"0123456789"


def got(fakests: FakeSts, **params: Any) -> tuple[bytes, int | None, str | None, int]:
    """The body, the length, the range and the status with which an object comes."""
    answer = fakests.client("s3").get_object(**KEY, **params)
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    return answer["Body"].read(), answer.get("ContentLength"), answer.get("ContentRange"), status


@pytest.mark.parametrize("body", [WHOLE, WHOLE.decode(), bytearray(WHOLE)], ids=["bytes", "text", "bytearray"])
def test_a_body_has_its_length(fakests: FakeSts, body: Any) -> None:
    """As each answer of S3's has."""
    fakests.answer("s3:GetObject", {"Body": body})
    assert got(fakests) == (WHOLE, 10, None, 200)


def test_an_answer_of_nobodys_has_a_length(fakests: FakeSts) -> None:
    """That of nothing."""
    assert got(fakests) == (b"", 0, None, 200)


def test_a_length_that_was_given_stays(fakests: FakeSts) -> None:
    """A test may want it to be wrong."""
    fakests.answer("s3:GetObject", {"Body": WHOLE, "ContentLength": 3})
    assert got(fakests)[1] == 3


@pytest.mark.parametrize(
    ("asked", "part", "where"),
    [
        pytest.param("bytes=2-4", b"234", "2-4", id="from-to"),
        pytest.param("bytes=7-", b"789", "7-9", id="from"),
        pytest.param("bytes=-2", b"89", "8-9", id="last"),
        pytest.param("bytes=8-99", b"89", "8-9", id="beyond-the-end"),
        pytest.param("bytes=-99", WHOLE, "0-9", id="last-of-more-than-there-are"),
    ],
)
def test_a_range_is_cut_from_the_body(fakests: FakeSts, asked: str, part: bytes, where: str) -> None:
    """And the answer says which it is, as Partial Content."""
    fakests.answer("s3:GetObject", {"Body": WHOLE})
    assert got(fakests, Range=asked) == (part, len(part), f"bytes {where}/10", 206)


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=-", "bytes=4-2", "lines=1-2"])
def test_what_is_no_single_range_gets_the_whole(fakests: FakeSts, asked: str) -> None:
    """S3 does not give several ranges in one answer, and RFC 9110 lets one be ignored that ends before it begins."""
    fakests.answer("s3:GetObject", {"Body": WHOLE})
    assert got(fakests, Range=asked) == (WHOLE, 10, None, 200)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=12-14", "bytes=-0"])
def test_a_range_outside_is_refused(fakests: FakeSts, asked: str) -> None:
    """With S3's own error, and a note for a body that was a part already."""
    fakests.answer("s3:GetObject", {"Body": WHOLE})
    with pytest.raises(ClientError) as caught:
        got(fakests, Range=asked)
    error = caught.value.response["Error"]
    assert error == {
        "Code": "InvalidRange",
        "Message": "The requested range is not satisfiable",
        "RangeRequested": asked,
        "ActualObjectSize": "10",
    }
    assert getattr(caught.value, "__notes__", []) == [
        "the registered body has 10 bytes, and counts as the whole object; "
        "give ContentRange with one that is a part already, or a function that makes the part"
    ]


@pytest.mark.parametrize(
    "answer",
    [{"Body": b"234", "ContentRange": "bytes 2-4/10"}, {"Body": io.BytesIO(b"234")}],
    ids=["ContentRange", "file"],
)
def test_a_part_and_a_file_are_left_as_they_are(fakests: FakeSts, answer: dict[str, Any]) -> None:
    """What says which part it is, and what nobody has read yet."""
    fakests.answer("s3:GetObject", answer)
    assert got(fakests, Range="bytes=2-4")[0] == b"234"


def test_what_a_function_made_is_left_as_it_is(fakests: FakeSts) -> None:
    """It sees which range is asked for; the length is told."""
    fakests.answer("s3:GetObject", lambda params: {"Body": params["Range"].removeprefix("bytes=")})
    assert got(fakests, Range="bytes=2-4") == (b"2-4", 3, None, 200)


def test_a_transfer_puts_the_parts_together(fakests: FakeSts, tmp_path: Path) -> None:
    """boto3 downloads what is large in several ranges."""
    fakests.answer("s3:HeadObject", {"ContentLength": len(WHOLE), "ETag": '"e"'})
    fakests.answer("s3:GetObject", {"Body": WHOLE})
    config = TransferConfig(multipart_threshold=4, multipart_chunksize=4)
    fakests.client("s3").download_file("reports", "q3.csv", str(tmp_path / "q3.csv"), Config=config)
    assert (tmp_path / "q3.csv").read_bytes() == WHOLE


def test_a_fetched_url_gives_the_part(fakests: FakeSts) -> None:
    """With the status that HTTP has for it."""
    fakests.answer("s3:GetObject", {"Body": WHOLE})
    url = fakests.client("s3").generate_presigned_url("get_object", KEY)
    answer = urllib3.request("GET", url, headers={"Range": "bytes=2-4"})
    assert (answer.status, answer.data, answer.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
