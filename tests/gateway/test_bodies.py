"""What S3 makes of a body: its hash, its chunks, what trails them, its checksums."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import zlib
from collections.abc import Sequence
from typing import Any

import botocore.httpchecksum
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.httpchecksum import AwsChunkedWrapper
from http_calls import TIMESTAMP, send, told, words
from hypothesis import given
from hypothesis import strategies as st
from independent_sigv4 import EMPTY, Keys, signed_body, signed_headers

from pytest_fakests import FakeSts, StsClock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.checksums import check_checksums
from pytest_fakests.gateway.authentication.chunks import read_chunks
from pytest_fakests.gateway.wire.encoding import HttpResponse

NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
HOST = "reports.s3.amazonaws.com"
CHUNKS = (b"a" * 8192, b"b" * 10)
LENGTH = "8202"
CRC32 = base64.b64encode(zlib.crc32(b"".join(CHUNKS)).to_bytes(4, "big")).decode()
SIGNED, TRAILED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


@pytest.fixture(autouse=True)
def noon(sts_clock: StsClock) -> None:
    """The second implementation signs at a fixed time."""
    sts_clock.move_to(NOON)


def put(
    fakests: FakeSts,
    payload: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    chunks: Sequence[bytes] = CHUNKS,
    trailers: dict[str, str] | None = None,
    edit: Any = None,
) -> HttpResponse:
    """S3's answer to an object that is put; `edit` changes the body after it was signed."""
    keys = fakests.credentials("user/tester")
    signer = Keys(keys.access_key, keys.secret_key)
    time = NOON.strftime(TIMESTAMP)
    signed = signed_headers(signer, "PUT", "/k", [], {"host": HOST, **(headers or {})}, payload, time)
    if body is None:
        body = signed_body(signer, time, signed["Authorization"][-64:], chunks, trailers)
    return send(fakests, "s3:PutObject", "PUT", f"https://{HOST}/k", signed, edit(body) if edit else body)


def unsigned(chunks: Sequence[bytes], trailer: str) -> bytes:
    """A body in chunks that nobody signed."""
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + f"0\r\n{trailer}\r\n\r\n".encode()


DECODED = {"x-amz-decoded-content-length": LENGTH, "content-encoding": "aws-chunked"}
ANNOUNCED = {**DECODED, "x-amz-trailer": "x-amz-checksum-crc32"}


class Pipe(io.RawIOBase):
    """What can be read once."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Hand all of it out."""
        size = len(self.content)
        buffer[:size], self.content = self.content, b""
        return size


class TestRealClients:
    """What botocore sends by itself and when it is told to."""

    @pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
    def test_a_file_is_put_with_a_checksum_behind_it(self, fakests: FakeSts, algorithm: str) -> None:
        """Streamed over HTTPS: STREAMING-UNSIGNED-PAYLOAD-TRAILER."""
        client = fakests.client("s3")
        sent: list[Any] = []
        client.meta.events.register_last("request-created", lambda request, **_: sent.append(dict(request.headers)))
        try:
            client.put_object(Bucket="reports", Key="k", Body=io.BytesIO(b"a" * 9000), ChecksumAlgorithm=algorithm)
        except Exception as error:  # botocore's own names for what it does not know are of several classes
            if "MissingDependency" in type(error).__name__ or "ParamValidation" in type(error).__name__:
                pytest.skip("this botocore does not know the algorithm, or wants awscrt")
            if "FlexibleChecksumError" in type(error).__name__:
                pytest.skip("this botocore does not know the algorithm")
            raise
        assert b"STREAMING-UNSIGNED-PAYLOAD-TRAILER" in str(sent[0]).encode()

    def test_a_file_whose_checksum_is_wrong_is_refused(self, fakests: FakeSts) -> None:
        """Told by the caller, and sent as a header."""
        with pytest.raises(ClientError) as caught:
            fakests.client("s3").put_object(Bucket="reports", Key="k", Body=b"abc", ChecksumSHA256=base64.b64encode(bytes(32)).decode())  # fmt: skip
        assert caught.value.response["Error"] == {
            "Code": "BadDigest",
            "Message": "The SHA256 you specified did not match the calculated checksum.",
        }
        assert fakests.calls[-1].note == "the body has another sha256 than its header tells"

    @pytest.mark.parametrize("body", [b"abc", io.BytesIO(b"abc")], ids=["bytes", "file"])
    def test_a_whole_signed_body(self, fakests: FakeSts, body: Any) -> None:
        """Its hash is in its header."""
        config = Config(s3={"payload_signing_enabled": True})
        client = fakests.botocore_session().create_client("s3", config=config)
        client.put_object(Bucket="reports", Key="k", Body=body)

    def test_a_body_that_cannot_be_read_twice_is_taken_as_it_is(self, fakests: FakeSts) -> None:
        """It stays for those who come next in line."""
        if not hasattr(botocore.httpchecksum, "DEFAULT_CHECKSUM_ALGORITHM"):
            pytest.skip("this botocore reads the body for its Content-MD5")
        pipe = io.BufferedReader(Pipe(b"abc"))
        fakests.client("s3").put_object(Bucket="reports", Key="k", Body=pipe, ContentLength=3)
        assert pipe.read() == b"abc"


class TestHash:
    """x-amz-content-sha256."""

    def test_it_must_be_there(self, fakests: FakeSts) -> None:
        """Each request that is signed in its headers says what its body is."""
        keys = fakests.credentials("user/tester")
        signer = Keys(keys.access_key, keys.secret_key, service="sts")
        headers = signed_headers(signer, "GET", "/", [], {"host": HOST}, EMPTY, NOON.strftime(TIMESTAMP))
        headers["Authorization"] = headers["Authorization"].replace("/sts/", "/s3/")
        answer = send(fakests, "s3:ListObjectsV2", "GET", f"https://{HOST}/", headers)
        assert words(answer) == (
            400,
            "InvalidRequest",
            "Missing required header for this request: x-amz-content-sha256",
        )
        assert fakests.calls[-1].note == "the header x-amz-content-sha256 is missing"

    def test_it_must_be_one(self, fakests: FakeSts) -> None:
        """A hash, or one of the names of what is signed instead."""
        answer = put(fakests, "UNSIGNED", b"")
        assert words(answer)[:2] == (400, "InvalidArgument")
        assert told(answer, "ArgumentValue") == "UNSIGNED"
        assert fakests.calls[-1].note == "the header x-amz-content-sha256 is 'UNSIGNED'"

    def test_another_body_is_told_with_both_hashes(self, fakests: FakeSts) -> None:
        """What the client computed, and what S3 did."""
        answer = put(fakests, hashlib.sha256(b"abc").hexdigest(), b"abd")
        assert words(answer)[:2] == (400, "XAmzContentSHA256Mismatch")
        assert told(answer, "S3ComputedContentSHA256") == hashlib.sha256(b"abd").hexdigest()
        assert fakests.calls[-1].note == "the body was changed after the request was signed"

    def test_unsigned_is_taken(self, fakests: FakeSts) -> None:
        """As the caller says."""
        assert put(fakests, "UNSIGNED-PAYLOAD", b"whatever").status == 200


class TestChunks:
    """Bodies in chunks, by the second implementation."""

    def test_signed_chunks(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html."""
        assert put(fakests, SIGNED, headers=DECODED).status == 200

    def test_signed_chunks_with_a_signed_trailer(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html."""
        assert put(fakests, TRAILED, headers=ANNOUNCED, trailers={"x-amz-checksum-crc32": CRC32}).status == 200

    def test_unsigned_chunks_with_a_trailer(self, fakests: FakeSts) -> None:
        """The checksum holds them together."""
        body = unsigned(CHUNKS, f"x-amz-checksum-crc32:{CRC32}")
        assert put(fakests, UNSIGNED, body, ANNOUNCED).status == 200

    @pytest.mark.parametrize(
        "edit",
        [
            pytest.param(lambda body: body.replace(b"aaaa", b"aaab", 1), id="first chunk"),
            pytest.param(lambda body: body.replace(b"bbbbbbbbbb", b"bbbbbbbbbc"), id="last chunk"),
            pytest.param(lambda body: body.replace(CRC32.encode(), b"AAAAAA=="), id="trailer"),
            pytest.param(lambda body: body[: body.rindex(b"x-amz-trailer-signature")] + b"\r\n", id="no signature"),
        ],
    )
    def test_a_change_is_seen(self, fakests: FakeSts, edit: Any) -> None:
        """In each of its chunks, and behind them."""
        answer = put(fakests, TRAILED, headers=ANNOUNCED, trailers={"x-amz-checksum-crc32": CRC32}, edit=edit)
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")
        assert fakests.calls[-1].note == "a chunk of the body was changed, left out or added after it was signed"

    def test_chunks_that_change_places_are_seen(self, fakests: FakeSts) -> None:
        """Each signature builds on the one before it."""
        chunks = (b"a" * 8192, b"b" * 8192)

        def swapped(body: bytes) -> bytes:
            one, two = body.index(b"\r\n") + 2, body.index(b"b" * 8192)
            return body[:one] + b"b" * 8192 + body[one + 8192 : two] + b"a" * 8192 + body[two + 8192 :]

        answer = put(fakests, SIGNED, headers={**DECODED, "x-amz-decoded-content-length": "16384"}, chunks=chunks, edit=swapped)  # fmt: skip
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")

    @pytest.mark.parametrize(
        ("headers", "edit", "expected", "note"),
        [
            pytest.param(DECODED, lambda body: body[:5000], (400, "IncompleteBody"), "the chunk at byte 87 ends before its 8192 bytes", id="cut off"),
            pytest.param(DECODED, lambda body: b"zz;" + body, (400, "IncompleteBody"), "byte 0 of the body does not begin a chunk", id="no chunk"),
            pytest.param({**DECODED, "x-amz-decoded-content-length": "1"}, None, (400, "IncompleteBody"), "the body has 8202 bytes, and X-Amz-Decoded-Content-Length says 1", id="length"),
            pytest.param({}, None, (411, "MissingContentLength"), "the header X-Amz-Decoded-Content-Length is missing", id="no length"),
            pytest.param(ANNOUNCED, None, (400, "MalformedTrailerError"), "the headers [] follow the body, and ['x-amz-checksum-crc32'] were announced", id="no trailer"),
            pytest.param(DECODED, lambda body: body[:-2] + b"x: y\r\n\r\n", (400, "MalformedTrailerError"), "the headers ['x'] follow the body, and [] were announced", id="unannounced"),
            pytest.param(DECODED, lambda body: body[:-2] + b"xy\r\n\r\n", (400, "MalformedTrailerError"), "'xy' behind the body is no header", id="no header"),
        ],
    )  # fmt: skip
    def test_a_body_that_is_not_as_it_says(
        self, fakests: FakeSts, headers: dict[str, str], edit: Any, expected: tuple[int, str], note: str
    ) -> None:
        """Signed all the same; the note says where it is not."""
        assert words(put(fakests, SIGNED, headers=headers, edit=edit))[:2] == expected
        assert fakests.calls[-1].note == note

    def test_only_the_last_chunk_is_small(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html: at least 8 KB."""
        answer = put(fakests, SIGNED, headers={**DECODED, "x-amz-decoded-content-length": "20"}, chunks=(b"a" * 10, b"b" * 10))  # fmt: skip
        assert words(answer) == (
            403,
            "InvalidChunkSizeError",
            "Only the last chunk is allowed to have a size less than 8192 bytes",
        )
        assert fakests.calls[-1].note == "a chunk has 10 bytes, and another follows"

    def test_a_wrong_checksum_behind_the_body(self, fakests: FakeSts) -> None:
        """Unsigned chunks have nothing else to hold them."""
        answer = put(fakests, UNSIGNED, unsigned(CHUNKS, "x-amz-checksum-crc32:AAAAAA=="), ANNOUNCED)
        assert words(answer) == (400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.")


# The check values of the catalogue of CRCs for the text "123456789", and hashes of FIPS 180-4's example "abc".
KNOWN = [
    ("crc32", b"123456789", "cbf43926"),
    ("crc32c", b"123456789", "e3069283"),
    ("crc64nvme", b"123456789", "ae8b14860a799888"),
    ("sha1", b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("sha256", b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
]


@pytest.mark.parametrize(("name", "data", "value"), KNOWN, ids=[name for name, _, _ in KNOWN])
def test_a_known_checksum_is_right_and_another_wrong(name: str, data: bytes, value: str) -> None:
    """With their published check values."""
    header = {f"x-amz-checksum-{name}": base64.b64encode(bytes.fromhex(value)).decode()}
    check_checksums(header, data)
    with pytest.raises(AwsError, match=f"The {name.upper()} you specified did not match"):
        check_checksums(header, data + b"0")


@pytest.mark.parametrize("name", ["crc32c", "crc64nvme"])
def test_checksums_do_without_awscrt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is faster, and need not be there."""
    monkeypatch.setitem(__import__("sys").modules, "awscrt.checksums", None)
    value = next(value for known, _, value in KNOWN if known == name)
    check_checksums({f"x-amz-checksum-{name}": base64.b64encode(bytes.fromhex(value)).decode()}, b"123456789")


@pytest.mark.parametrize(
    ("header", "code", "note"),
    [
        pytest.param({"content-md5": "kAFQmDzST7DWlj99KOF/cA=="}, "BadDigest", "the body has another MD5 than its header tells", id="wrong"),
        pytest.param({"content-md5": "kAFQ"}, "InvalidDigest", "'kAFQ' is not 16 bytes in base64", id="short"),
        pytest.param({"x-amz-checksum-sha1": "kAFQ"}, "InvalidRequest", "'kAFQ' is not 20 bytes in base64", id="short checksum"),
        pytest.param({"x-amz-checksum-sha1": "no base64!"}, "InvalidRequest", "'no base64!' is not 20 bytes in base64", id="no base64"),
    ],
)  # fmt: skip
def test_what_is_no_digest_is_told_from_a_wrong_one(header: dict[str, str], code: str, note: str) -> None:
    """By its code and by the note."""
    with pytest.raises(AwsError) as caught:
        check_checksums(header, b"abc")
    assert (caught.value.code, caught.value.note) == (code, note)


def test_the_right_md5_is_taken() -> None:
    """RFC 1321's example "abc"."""
    check_checksums({"content-md5": "kAFQmDzST7DWlj99KOF/cg=="}, b"abc")


@given(st.binary(max_size=100) | st.from_regex(rb"([0-9a-f]{1,2}\r\n[a-z]{0,20}\r\n){0,3}(0\r\n.*)?", fullmatch=True))
def test_no_body_is_too_odd_to_be_read(body: bytes) -> None:
    """What is not in chunks has an answer of S3's."""
    codes = {"IncompleteBody", "InvalidChunkSizeError", "MalformedTrailerError"}
    assert outcome(body) in codes | {"read"}


def outcome(body: bytes) -> str:
    """The code of the error, or that there is none."""
    try:
        return "read" if read_chunks(body).chunks[-1] == (b"", "") else "without an end"
    except AwsError as error:
        return error.code


def test_a_large_upload_is_read_in_pieces(fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for all at once, botocore's wrapper copies what it has read with each megabyte more."""
    sizes = []
    before = AwsChunkedWrapper.read

    def read(self: Any, size: int | None = None) -> Any:
        sizes.append(size)
        return before(self, size)

    monkeypatch.setattr(AwsChunkedWrapper, "read", read)
    body = io.BytesIO(b"x" * (3 * 2**20))
    # Older versions of botocore wrap a body for a checksum that is asked for, not for each.
    fakests.client("s3").put_object(Bucket="b", Key="k", Body=body, ChecksumAlgorithm="CRC32")
    assert len(sizes) > 3
    assert all(sizes)
