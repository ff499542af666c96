"""Answers in the form in which botocore's endpoint hands them to its client."""

from __future__ import annotations

import datetime
import email.utils
import functools
import http.client
import io
from typing import Any

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.endpoint import convert_to_response_dict
from botocore.parsers import create_parser
from urllib3 import HTTPHeaderDict, HTTPResponse

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError

_CONTENT_TYPES = {"query": "text/xml", "ec2": "text/xml;charset=UTF-8", "rest-xml": "application/xml"}
_JSON = "application/json"

Response = tuple[AWSResponse, dict[str, Any]]


class ErrorAnswer(dict[str, Any]):
    """The parsed form of an error, with the note that the ClientError made of it shall carry."""

    note: str = ""


def success(url: str, operation_model: Any, output: dict[str, Any], request_id: str) -> Response:
    """An answer with the parsed output of an operation."""
    status = operation_model.http.get("responseCode", 200)
    return _response(url, operation_model, output, status, request_id, clock.now())


def raw(url: str, operation_model: Any, body: bytes, status: int) -> Response:
    """An answer with this body, as botocore's own parser reads it.

    Raises:
        ResponseParserError: botocore cannot read it.
    """
    response = http_response(url, status, body)
    protocol = getattr(operation_model.service_model, "resolved_protocol", operation_model.service_model.protocol)
    parser = create_parser(protocol)
    return response, parser.parse(convert_to_response_dict(response, operation_model), operation_model.output_shape)


def http_response(url: str, status: int, body: bytes) -> AWSResponse:
    """An answer as botocore's HTTP session gives it."""
    headers = HTTPHeaderDict({"date": _http_date(int(clock.now().timestamp())), "content-length": str(len(body))})
    stream = HTTPResponse(io.BytesIO(body), headers, status, preload_content=False)
    return AWSResponse(url, status, HeadersDict(headers), stream)  # type: ignore[arg-type]  # as botocore makes it


def failure(
    method: str, url: str, operation_model: Any, error: AwsError, request_id: str, now: datetime.datetime
) -> Response:
    """An answer with an error, given at `now`, worded for the ClientError that it becomes."""
    code, message = error.code, error.message
    if method == "HEAD":
        # An answer to HEAD has no body: botocore makes its code from the status.
        code, message = str(error.status), http.client.responses.get(error.status, "")
    parsed = ErrorAnswer(Error={"Message": message, "Code": code})
    if operation_model.service_model.protocol == "query":
        parsed["Error"]["Type"] = "Sender" if error.status < 500 else "Receiver"
    parsed.note = error.note
    return _response(url, operation_model, parsed, error.status, request_id, now)


def _response(
    url: str, operation_model: Any, parsed: dict[str, Any], status: int, request_id: str, now: datetime.datetime
) -> Response:
    service_model = operation_model.service_model
    headers = {
        "x-amzn-requestid": request_id,
        "content-type": _CONTENT_TYPES.get(service_model.protocol, _JSON),
        "date": _http_date(int(now.timestamp())),
    }
    metadata: dict[str, Any] = {"RequestId": request_id, "HTTPStatusCode": status, "HTTPHeaders": headers}
    if service_model.service_name == "s3":
        metadata["HostId"] = request_id
    parsed["ResponseMetadata"] = {**metadata, "RetryAttempts": 0}
    response: Any = AWSResponse(url, status, _Headers(headers), None)  # type: ignore[arg-type]  # as good as its own
    # botocore reads the raw stream once and keeps what it read here; there is no stream behind a parsed answer.
    response._content = b""
    return response, parsed


@functools.lru_cache(maxsize=64)
def _http_date(seconds: int) -> str:
    return email.utils.formatdate(seconds, usegmt=True)


class _Headers(dict[str, str]):
    """Headers whose names have no case, all lower-cased already."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key.lower())

    def __contains__(self, key: object) -> bool:
        return super().__contains__(str(key).lower())
