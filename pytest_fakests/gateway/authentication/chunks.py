"""Bodies that Amazon S3 takes in chunks, each with a signature of its own or none, and what may trail them.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

from __future__ import annotations

import dataclasses
import hashlib
import re

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.claims import Claim
from pytest_fakests.gateway.authentication.sigv4 import Verifier

_HEAD = re.compile(rb"([0-9a-fA-F]{1,16})(?:;chunk-signature=([^\r\n;]*))?\r\n")
_TRAILER_SIGNATURE = "x-amz-trailer-signature"
_SMALLEST = 8192
_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclasses.dataclass(frozen=True)
class Chunked:
    """A body that came in chunks.

    Attributes:
        chunks: The data and the signature of each, the last of them empty; "" is no signature.
        trailers: The headers that follow, by lower-case name; their signature is none of them.
        trailer_signature: The signature of those headers, or "".
    """

    chunks: tuple[tuple[bytes, str], ...]
    trailers: dict[str, str]
    trailer_signature: str

    @property
    def data(self) -> bytes:
        """What the chunks carry."""
        return b"".join(data for data, _ in self.chunks)


def read_chunks(body: bytes) -> Chunked:
    """The chunks of a body and the headers that follow them.

    Raises:
        AwsError: They end too early, are too small, or what follows them is no header.
    """
    chunks: list[tuple[bytes, str]] = []
    place, size = 0, 1
    while size:
        head = _HEAD.match(body, place)
        if head is None:
            raise incomplete(f"byte {place} of the body does not begin a chunk")
        size, start = int(head[1], 16), head.end()
        place = start + size
        if place > len(body) or (size and body[place : place + 2] != b"\r\n"):
            raise incomplete(f"the chunk at byte {start} ends before its {size} bytes")
        chunks.append((body[start:place], (head[2] or b"").decode("latin-1")))
        place += 2 if size else 0
    small = next((len(data) for data, _ in chunks[:-2] if len(data) < _SMALLEST), None)
    if small is not None:
        message = "Only the last chunk is allowed to have a size less than 8192 bytes"
        raise AwsError("InvalidChunkSizeError", message, 403, note=f"a chunk has {small} bytes, and another follows")
    trailers = _trailers(body[place:])
    signature = trailers.pop(_TRAILER_SIGNATURE, "")
    return Chunked(tuple(chunks), trailers, signature)


def signed_chunks(chunked: Chunked, claim: Claim, verifier: Verifier, trailed: bool) -> bool:
    """Whether each chunk, and what trails them, has the signature that follows from the one before it.

    Args:
        chunked: The body.
        claim: What the request says of its signature, with which the chain begins.
        verifier: Tells what the key of the claim signed.
        trailed: Whether signed headers follow the chunks.
    """
    before = claim.signature
    for data, signature in chunked.chunks:
        digest = hashlib.sha256(data).hexdigest()
        to_sign = f"{claim.algorithm}-PAYLOAD\n{claim.time}\n{claim.scope}\n{before}\n{_NOTHING}\n{digest}"
        # A signature of version 4a is filled up to a fixed length.
        before = signature.rstrip("*")
        if not verifier.matches(to_sign, before):
            return False
    if not trailed:
        return True
    text = "".join(f"{name}:{value}\n" for name, value in sorted(chunked.trailers.items()))
    digest = hashlib.sha256(text.encode()).hexdigest()
    to_sign = f"{claim.algorithm}-TRAILER\n{claim.time}\n{claim.scope}\n{before}\n{digest}"
    return verifier.matches(to_sign, chunked.trailer_signature.rstrip("*"))


def incomplete(note: str) -> AwsError:
    """S3's answer to a body that is not as long as it says."""
    return AwsError("IncompleteBody", "The request body terminated unexpectedly", 400, note=note)


def malformed_trailer(note: str) -> AwsError:
    """S3's answer to headers behind a body that are not as announced."""
    message = "The request contained trailing data that was not well-formed or did not conform to our published schema."
    return AwsError("MalformedTrailerError", message, 400, note=note)


def _trailers(rest: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    # AWS's own example ends its lines with a lone line feed.
    for line in rest.decode("latin-1").replace("\r\n", "\n").split("\n"):
        if not line:
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise malformed_trailer(f"{line!r} behind the body is no header")
        found[name.strip().lower()] = value.strip()
    return found
