"""The Region and the service that a request was signed for, whoever signed it and however."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from pytest_fakests.gateway.authentication.post_forms import is_post_form
from pytest_fakests.gateway.wire import HttpRequest

# As Signature Version 4 writes it; version 4a, which is for many Regions, leaves the Region out.
_CREDENTIAL = re.compile(
    r"Credential=[^, ]+?/\d{8}(?:/(?P<region>[A-Za-z0-9-]+))?/(?P<service>[A-Za-z0-9-]+)/aws4_request"
)
_FORM = re.compile(rb'name="x-amz-credential"\r\n\r\n([^\r\n]+)', re.IGNORECASE)


class Scope(NamedTuple):
    """What a signature says of where the request goes.

    Attributes:
        service: The signing name of the service; None where nothing is signed.
        region: The Region; None where the signature is for several.
    """

    service: str | None
    region: str | None


def read_scope(request: HttpRequest) -> Scope:
    """The scope in the Authorization header, or in the query string of a presigned URL.

    Example:
        >>> url = "http://localhost/?X-Amz-Credential=AKIA%2F20261124%2Feu-west-1%2Fs3%2Faws4_request"
        >>> read_scope(HttpRequest("GET", url, {}, b""))
        Scope(service='s3', region='eu-west-1')
    """
    text = request.headers.get("authorization") or ""
    form = _FORM.search(request.body) if is_post_form(request) else None
    if form is not None:
        text = "Credential=" + form[1].decode("latin-1")
    elif "Credential=" not in text:
        text = "Credential=" + parse_qs(urlsplit(request.url).query).get("X-Amz-Credential", [""])[0]
    found = _CREDENTIAL.search(text)
    return Scope(found["service"], found["region"]) if found else Scope(None, None)
