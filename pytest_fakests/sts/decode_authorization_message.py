"""DecodeAuthorizationMessage: why was that denied?

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
"""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.sts.authorization_message import decode
from pytest_fakests.sts.request import StsRequest


def decode_authorization_message(request: StsRequest) -> dict[str, Any]:
    """What a denial of this world encoded, as compact JSON text.

    Raises:
        AwsError: The caller may not decode, or the message is none of this world's or was changed.
    """
    request.require("sts:DecodeAuthorizationMessage")
    decoded = decode(request.cloud, request.params["EncodedMessage"])
    if decoded is None:
        note = "no denial of this test gave this message, or it was changed since"
        raise AwsError("InvalidAuthorizationMessageException", "Message is not valid", 400, note=note)
    return {"DecodedMessage": decoded}
