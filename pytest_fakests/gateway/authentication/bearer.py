"""Bearer tokens: those that others than AWS issue, and Amazon Bedrock's, which are presigned URLs.

https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
"""

from __future__ import annotations

import base64
from typing import Any

from pytest_fakests.gateway.authentication.faults import fault_error
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers

SCHEME = "Bearer "
_TRAIT = "smithy.api#httpBearerAuth"
_BEDROCK = "bedrock"
# How a short-term key begins that Bedrock's own library makes; the rest is the URL in base64.
_SHORT_TERM = "bedrock-api-key-"
_VERSION = "&Version=1"
_HOST = "bedrock.amazonaws.com"


def bearer_token(request: HttpRequest, service_model: Any) -> str | None:
    """The bearer token of a request to a service that takes such; None where there is none, or it takes none."""
    header: str = request.headers.get("authorization", "")
    if not header.startswith(SCHEME):
        return None
    takes = service_model.signature_version == "bearer" or _TRAIT in service_model.metadata.get("auth", ())
    return header.removeprefix(SCHEME).strip() or None if takes else None


def is_presigned(service_model: Any) -> bool:
    """Whether the service's bearer tokens are presigned URLs; others are not AWS's, and nobody here issued them."""
    return bool(service_model.signing_name == _BEDROCK)


def presigned_request(token: str, service_model: Any) -> HttpRequest:
    """The request that a key of Bedrock stands for.

    Raises:
        AwsError: The token is no such key.
    """
    try:
        text = base64.b64decode(token.removeprefix(_SHORT_TERM), validate=True).decode()
    except ValueError:
        text = ""
    if not token.startswith(_SHORT_TERM) or not text.startswith(f"{_HOST}/?"):
        note = "the token is none that Bedrock's own library makes of AWS credentials"
        raise fault_error("unknown key", service_model, note)
    url = f"https://{text.removesuffix(_VERSION)}"
    return HttpRequest("POST", url, Headers({"host": _HOST}.items()), b"")
