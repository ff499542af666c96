"""Forms that browsers upload to Amazon S3: the fields, the file, and the request that would put the same object.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers, split_url
from pytest_fakests.gateway.wire.s3_hosts import split_bucket
from pytest_fakests.gateway.wire.xml import parse_xml

_BOUNDARY = re.compile(r'multipart/form-data\s*;.*?boundary="?([^";,]+)"?', re.IGNORECASE | re.DOTALL)
_PARAMETER = r'(?:^|;)\s*{}="((?:[^"\\]|\\.)*)"'
# Fields that PutObject has as headers, beside all that begin with x-amz-.
_HEADERS = ("cache-control", "content-disposition", "content-encoding", "content-type", "expires")
_SIGNING = re.compile(r"x-amz-(algorithm|credential|date|signature|security-token)")


@dataclasses.dataclass(frozen=True)
class PostForm:
    """A form that was uploaded.

    Attributes:
        bucket: The bucket of the URL.
        fields: The fields before the file, by lower-case name; the key has the file's name in it where it asks so.
        file: The file's content.
    """

    bucket: str
    fields: dict[str, str]
    file: bytes


def is_post_form(request: HttpRequest) -> bool:
    """Whether a request to S3 uploads a form."""
    kind: str = request.headers.get("content-type", "")
    return request.method == "POST" and kind.lower().startswith("multipart/form-data")


def read_post_form(request: HttpRequest) -> PostForm:
    """The form of a request.

    Raises:
        AwsError: It is none, or lacks the key or the file.
    """
    host, path, _ = split_url(request.url)
    bucket, _ = split_bucket(host, path, lambda rest: rest in ("", "/"))
    fields: dict[str, str] = {}
    for name, filename, content in _parts(request):
        if name == "file":
            key = fields.get("key")
            if key is None:
                raise missing_field("key", "the form has no field 'key' before its file")
            fields["key"] = key.replace("${filename}", re.split(r"[/\\]", filename)[-1])
            return PostForm(bucket, fields, content)
        if name in fields:
            raise malformed(f"the form has the field {name!r} twice")
        fields[name] = content.decode("utf-8", "replace")
    raise argument("POST requires exactly one file upload per request.", "file", "0", "the form has no field 'file'")


def as_put(request: HttpRequest, form: PostForm) -> HttpRequest:
    """The PutObject request that would make the same object."""
    fields = form.fields
    headers = {name: text for name, text in request.headers.items() if name in ("host", "user-agent", "origin")}
    headers |= {name: text for name, text in fields.items() if name in _HEADERS}
    headers |= {name: text for name, text in fields.items() if name.startswith("x-amz-") and not _SIGNING.match(name)}
    if "acl" in fields:
        headers["x-amz-acl"] = fields["acl"]
    if "tagging" in fields:
        headers["x-amz-tagging"] = _tags(fields["tagging"])
    address = request.url.partition("?")[0].rstrip("/")
    return HttpRequest("PUT", f"{address}/{quote(fields['key'], '/~')}", Headers(headers.items()), form.file)


def argument(message: str, name: str, value: str, note: str) -> AwsError:
    """S3's answer to a field that is not as it should be."""
    return AwsError("InvalidArgument", message, 400, note=note, details={"ArgumentName": name, "ArgumentValue": value})


def missing_field(name: str, note: str) -> AwsError:
    """S3's answer to a form without a field that it needs."""
    text = (
        f"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    )
    return argument(text, name, "", note)


def malformed(note: str) -> AwsError:
    """S3's answer to a body that is no form."""
    message = "The body of your POST request is not well-formed multipart/form-data."
    return AwsError("MalformedPOSTRequest", message, 400, note=note)


def _parts(request: HttpRequest) -> Iterator[tuple[str, str, bytes]]:
    """Name, file name and content of each field."""
    found = _BOUNDARY.match(request.headers.get("content-type", ""))
    if found is None:
        raise malformed("the header Content-Type names no boundary")
    mark = b"\r\n--" + found[1].strip().encode("latin-1")
    pieces = (b"\r\n" + request.body).split(mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise malformed("the body does not end with its boundary")
    for piece in pieces[1:-1]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        disposition = _disposition(head.decode("utf-8", "replace"))
        name = re.search(_PARAMETER.format("name"), disposition)
        if not blank or name is None:
            raise malformed("a part of the form has no name")
        filename = re.search(_PARAMETER.format("filename"), disposition)
        yield name[1].lower(), filename[1] if filename else "", content


def _disposition(head: str) -> str:
    lines = (line.partition(":") for line in head.split("\r\n"))
    return next((value for name, _, value in lines if name.strip().lower() == "content-disposition"), "")


def _tags(document: str) -> str:
    tags = parse_xml(document.encode()).iter()
    named = [(one.findtext("{*}Key") or "", one.findtext("{*}Value") or "") for one in tags if one.tag.endswith("Tag")]
    return urlencode(named)
