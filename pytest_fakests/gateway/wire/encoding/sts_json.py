"""STS's answers in JSON, which it gives to who asks for it by the header Accept, as plain HTTP clients do.

No document of AWS tells of it; the form is the one that such clients read, and of errors one that was recorded.
"""

from __future__ import annotations

import json
from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.wire.encoding.documents import json_body
from pytest_fakests.gateway.wire.encoding.errors import side_of
from pytest_fakests.gateway.wire.encoding.response import HttpResponse, common_headers

_JSON = "application/json"


def is_asked_for(operation_model: Any, accept: str) -> bool:
    """Whether a request with this header is one of STS that wants JSON."""
    return _JSON in accept and operation_model.service_model.service_name == "sts"


def encode_output_as_json(operation_model: Any, output: dict[str, Any], request_id: str) -> HttpResponse:
    """The answer to an operation: what the XML has, with times in seconds."""
    name, shape = operation_model.name, operation_model.output_shape
    result = json.loads(json_body(output, shape))
    answer = {f"{name}Result": result, "ResponseMetadata": {"RequestId": request_id}}
    return _response(operation_model, 200, {f"{name}Response": answer}, request_id)


def encode_error_as_json(operation_model: Any, error: AwsError, request_id: str) -> HttpResponse:
    """The answer with an error."""
    told = {"Code": error.code, **({"Message": error.message} if error.message else {}), "Type": side_of(error)}
    return _response(operation_model, error.status, {"Error": told, "RequestId": request_id}, request_id)


def _response(operation_model: Any, status: int, document: dict[str, Any], request_id: str) -> HttpResponse:
    headers = {**common_headers(operation_model.service_model, request_id), "content-type": _JSON}
    return HttpResponse(status, headers, json.dumps(document, separators=(",", ":")).encode())
