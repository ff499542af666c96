"""What S3 makes of an object that a test registered: its length, and the part of it that a call asks for.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and RFC 9110, section 14, to which it refers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.errors import AwsError

# S3 does not give several ranges in one answer: what asks for such is given the whole object.
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def as_s3_sends_it(call: str, params: Mapping[str, Any], answer: Any) -> Any:
    """The answer to a GetObject, with the length of its body, cut to the call's `Range`; any other as it is.

    A body is the whole object unless the answer has a `ContentRange`, or is a file, which nobody has read yet.

    Args:
        call: The service and operation, as "s3:GetObject".
        params: The parameters that the answer does not know of: none where a function made it from them.
        answer: What the test registered, or its function gave.

    Raises:
        AwsError: The range begins behind the object's end.

    Example:
        >>> as_s3_sends_it("s3:GetObject", {"Range": "bytes=2-"}, {"Body": "a,b"})
        {'Body': b'b', 'ContentLength': 1, 'ContentRange': 'bytes 2-2/3'}
    """
    if call != "s3:GetObject" or not isinstance(answer, Mapping) or "ContentRange" in answer:
        return answer
    body = answer.get("Body", b"")
    whole = body.encode() if isinstance(body, str) else body
    if not isinstance(whole, bytes | bytearray):
        return answer
    asked = _RANGE.fullmatch(params.get("Range", ""))
    if asked is None or not _is_valid(*asked.groups()):
        return {"ContentLength": len(whole), **answer}
    first, end = _bounds(asked, len(whole))
    if first >= end:
        raise _beyond(asked[0], len(whole))
    told = {"Body": bytes(whole[first:end]), "ContentLength": end - first}
    return {**answer, **told, "ContentRange": f"bytes {first}-{end - 1}/{len(whole)}"}


def _is_valid(first: str, last: str) -> bool:
    """Whether a range has a first byte or counts from the end, and does not end before it begins; others are ignored.

    RFC 9110, section 14.1.1.
    """
    return bool(first or last) and not (first and last and int(last) < int(first))


def _bounds(asked: re.Match[str], length: int) -> tuple[int, int]:
    """Where a range begins, and where it has ended; without a first byte it is the last ones."""
    first, last = asked.groups()
    if not first:
        return max(length - int(last), 0), length
    return int(first), min(int(last) + 1, length) if last else length


def _beyond(asked: str, length: int) -> AwsError:
    details = {"RangeRequested": asked, "ActualObjectSize": str(length)}
    note = (
        f"the registered body has {length} bytes, and counts as the whole object; "
        "give ContentRange with one that is a part already, or a function that makes the part"
    )
    return AwsError("InvalidRange", "The requested range is not satisfiable", 416, note=note, details=details)
