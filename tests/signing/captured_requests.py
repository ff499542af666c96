"""Requests as botocore would send them, or written out, and how they are read."""

from __future__ import annotations

from typing import Any

import botocore.model
import botocore.session
import pytest
from botocore.config import Config

from pytest_fakests.gateway.wire import Headers, HttpRequest, decode_parameters

SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")

Params = dict[str, Any]


class Captured(Exception):
    """The request was ready to be sent."""


def sent(service: str, method: str, params: Params, **config: Any) -> tuple[Any, Any]:
    """What botocore would send for a call, and the model of its operation."""
    settings = {"retries": {"max_attempts": 0}, **config}
    endpoint = settings.pop("endpoint_url", None)
    region = settings.pop("region_name", "eu-west-1")
    client = SESSION.create_client(service, region, endpoint_url=endpoint, config=Config(**settings))
    requests: list[Any] = []

    def capture(request: Any, **_: Any) -> None:
        requests.append(request)
        raise Captured

    client.meta.events.register_first("before-send", capture)
    with pytest.raises(Captured):
        getattr(client, method)(**params)
    operation = client.meta.method_to_api_mapping[method]
    return requests[0], client.meta.service_model.operation_model(operation)


def model(service: str, operation: str) -> Any:
    """The model of an operation."""
    return SESSION.get_service_model(service).operation_model(operation)


def read(service: str, operation: str, body: str = "", url: str = "https://x/", **headers: str) -> Params:
    """The parameters of a request that is written out."""
    named = Headers((name.replace("_", "-"), value) for name, value in headers.items())
    return decode_parameters(HttpRequest("POST", url, named, body.encode()), model(service, operation))


def own_model(protocol: str, shapes: Params) -> Any:
    """An operation of the test's own, with the input shape Input."""
    metadata = {"protocol": protocol, "apiVersion": "2026-11-24", "endpointPrefix": "own"}
    operation = {"name": "Put", "input": {"shape": "Input"}, "http": {"method": "POST", "requestUri": "/"}}
    facts = {"metadata": metadata, "operations": {"Put": operation}, "shapes": shapes}
    return botocore.model.ServiceModel(facts, "own").operation_model("Put")
