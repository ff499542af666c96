"""Forms that browsers upload to Amazon S3, and its answers to them.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import quote, urlencode

from pytest_fakests.cloud import clock
from pytest_fakests.gateway.authentication import PostForm
from pytest_fakests.gateway.forms import Encoded, dated
from pytest_fakests.gateway.wire.encoding import HttpResponse, xml
from pytest_fakests.gateway.wire.encoding.response import common_headers


@dataclasses.dataclass(frozen=True)
class Uploaded(Encoded):
    """The form of an answer to an upload.

    Attributes:
        upload: What was uploaded.
    """

    upload: PostForm

    def success(self, output: dict[str, Any], request_id: str) -> HttpResponse:
        """Nothing, the place of the object, or the way to where the uploaded form sends its browser."""
        fields = self.upload.fields
        headers = common_headers(self.operation_model.service_model, request_id)
        etag = str(output.get("ETag") or "")
        place = self.request.url.partition("?")[0].rstrip("/") + "/" + quote(fields["key"], "~")
        headers |= {"location": place, "etag": etag}
        target = fields.get("success_action_redirect") or fields.get("redirect")
        told = {"bucket": self.upload.bucket, "key": fields["key"], "etag": etag}
        if target:
            headers["location"] = f"{target}{'&' if '?' in target else '?'}{urlencode(told)}"
            return dated(HttpResponse(303, headers, b""), clock.now())
        status = fields.get("success_action_status")
        if status != "201":
            return dated(HttpResponse(200 if status == "200" else 204, headers, b""), clock.now())
        elements = {"Location": place, "Bucket": told["bucket"], "Key": told["key"], "ETag": etag}
        inner = "".join(xml.text_element(name, text) for name, text in elements.items())
        return dated(HttpResponse(201, headers, xml.document(xml.element("PostResponse", inner))), clock.now())
