"""Models of what happens at these hosts, in the form in which botocore has them of its services."""

from __future__ import annotations

import functools
from typing import Any

from botocore.model import ServiceModel

from pytest_fakests.gateway.hosted.hosts import Destination, operations_of

# What a client counts on in the smallest answer: https://spec.graphql.org/October2021/#sec-Response-Format
_OUTPUTS = {"appsync": {"output": {"shape": "Response"}}}
_SHAPES = {
    "Response": {"type": "structure", "required": ["data"], "members": {"data": {"shape": "Data"}}},
    "Data": {"type": "structure", "members": {}},
}


def operation_model(destination: Destination) -> Any:
    """The model of an operation. The errors of its service are those of a service of REST with JSON."""
    return _service_model(destination.host.service).operation_model(destination.operation)


@functools.cache
def _service_model(service: str) -> ServiceModel:
    metadata = {
        "apiVersion": "",
        "endpointPrefix": service,
        "protocol": "rest-json",
        "serviceFullName": service,
        "serviceId": service,
        "signatureVersion": "v4",
        "signingName": service,
    }
    http, output = {"method": "POST", "requestUri": "/"}, _OUTPUTS.get(service, {})
    operations = {name: {"name": name, "http": http, **output} for name in operations_of(service)}
    return ServiceModel({"metadata": metadata, "operations": operations, "shapes": _SHAPES}, service)
