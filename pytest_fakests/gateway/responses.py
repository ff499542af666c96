"""Answers in the form in which botocore's endpoint hands them to its client."""

from __future__ import annotations

import datetime
import email.utils
import functools
import io
from typing import Any

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.endpoint import convert_to_response_dict
from botocore.parsers import create_parser
from urllib3 import HTTPHeaderDict
from urllib3 import HTTPResponse as RawResponse

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.encoding import HttpResponse, encode_error
from pytest_fakests.gateway.wire.encoding.response import common_headers, protocol_of, status_of_part

Response = tuple[AWSResponse, dict[str, Any]]

# Older botocore looks into the body of these answers of S3 for an error, and takes an empty one for a broken one.
_LOOKED_INTO = frozenset({"CompleteMultipartUpload", "CopyObject", "UploadPartCopy"})


class ErrorAnswer(dict[str, Any]):
    """The parsed form of an error, with the note that the ClientError made of it shall carry."""

    note: str = ""


def success(url: str, operation_model: Any, output: dict[str, Any], request_id: str) -> Response:
    """An answer with the parsed output of an operation."""
    status, kind, is_s3, body = _form_of_success(operation_model)
    status = status_of_part(output, status)
    headers = {"x-amzn-requestid": request_id, **kind, "date": http_date(int(clock.now().timestamp()))}
    metadata: dict[str, Any] = {"RequestId": request_id, "HTTPStatusCode": status, "HTTPHeaders": headers}
    if is_s3:
        headers |= {"x-amz-request-id": request_id, "x-amz-id-2": request_id}
        metadata["HostId"] = request_id
    metadata["RetryAttempts"] = 0
    output["ResponseMetadata"] = metadata
    response: Any = AWSResponse(url, status, {}, None)  # type: ignore[arg-type]  # the stream is no one's
    # As good as botocore's own, which makes an object of each name.
    response.headers = _Headers(headers)
    # botocore reads the raw stream once and keeps what it read here; there is no stream behind a parsed answer.
    response._content = body
    return response, output


@by_model
def _form_of_success(operation_model: Any) -> tuple[int, dict[str, str], bool, bytes]:
    """The status, the headers that are the same each time, whether S3 answers, and the body."""
    service_model = operation_model.service_model
    status = operation_model.http.get("responseCode", 200)
    # The others tell the request's id.
    headers = {name: value for name, value in common_headers(service_model, "").items() if value}
    body = b"<Result/>" if operation_model.name in _LOOKED_INTO else b""
    return status, headers, service_model.service_name == "s3", body


def raw(url: str, operation_model: Any, body: bytes, status: int) -> Response:
    """An answer with this body, as botocore's own parser reads it.

    Raises:
        ResponseParserError: botocore cannot read it.
    """
    return parsed(url, operation_model, HttpResponse(status, {}, body), clock.now())


def failure(
    method: str, url: str, operation_model: Any, error: AwsError, request_id: str, now: datetime.datetime
) -> Response:
    """An answer with an error, given at `now`, as botocore reads it from the service's own form."""
    encoded = encode_error(operation_model, error, request_id, method=method)
    response, found = parsed(url, operation_model, encoded, now)
    answer = ErrorAnswer(found)
    answer.note = error.note
    return response, answer


def parsed(url: str, operation_model: Any, encoded: HttpResponse, now: datetime.datetime) -> Response:
    """An answer in bytes, given at `now`, as botocore reads it (botocore/endpoint.py, Endpoint._do_get_response).

    Raises:
        ResponseParserError: botocore cannot read it.
    """
    response = http_response(url, encoded, now)
    read = convert_to_response_dict(response, operation_model)
    service_model = operation_model.service_model
    parser = create_parser(protocol_of(service_model))
    found: dict[str, Any] = parser.parse(read, operation_model.output_shape)
    if encoded.status >= 300:
        shape = service_model.shape_for_error_code(found.get("Error", {}).get("Code"))
        if shape is not None:
            found.update(parser.parse(read, shape))
    found["ResponseMetadata"].setdefault("RetryAttempts", 0)
    return response, found


def http_response(url: str, encoded: HttpResponse, now: datetime.datetime) -> AWSResponse:
    """An answer as botocore's HTTP session gives it."""
    headers = HTTPHeaderDict(encoded.headers)
    headers["date"] = http_date(int(now.timestamp()))
    stream = RawResponse(
        io.BytesIO(encoded.body), headers, encoded.status, preload_content=False, enforce_content_length=False
    )
    return AWSResponse(url, encoded.status, HeadersDict(headers), stream)  # type: ignore[arg-type]  # as botocore makes it


@functools.lru_cache(maxsize=64)
def http_date(seconds: int) -> str:
    """A time, in seconds since 1970, as the header Date has it."""
    return email.utils.formatdate(seconds, usegmt=True)


class _Headers(dict[str, str]):
    """Headers whose names have no case, all lower-cased already."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key.lower())

    def __contains__(self, key: object) -> bool:
        return super().__contains__(str(key).lower())
