"""The smallest answers that operations can give.

A run takes a sample of the services; with FAKESTS_EVERY_OPERATION=1 in the environment it takes all.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import Any

import botocore.model
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import UnknownServiceError
from botocore.paginate import Paginator
from botocore.response import StreamingBody
from botocore.validate import ParamValidator

from pytest_fakests.gateway.wire import smallest_output

SESSION = botocore.session.Session()
SERVICES = SESSION.get_available_services()
SAMPLE = SERVICES if os.environ.get("FAKESTS_EVERY_OPERATION") == "1" else sorted({*SERVICES[::12], "iam", "s3"})
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)

Params = dict[str, Any]


def model(service: str, operation: str) -> Any:
    """The model of an operation."""
    return SESSION.get_service_model(service).operation_model(operation)


def opened(value: Any) -> Any:
    """An answer with its streams read, so that it can be compared."""
    if isinstance(value, dict):
        return {name: opened(below) for name, below in value.items()}
    if isinstance(value, StreamingBody):
        return value.read()
    return list(value) if hasattr(value, "close") else value


@pytest.mark.parametrize(
    ("service", "operation", "smallest"),
    [
        ("s3", "PutBucketPolicy", {}),
        ("sts", "GetCallerIdentity", {}),
        ("s3", "GetObject", {"Body": b"", "ContentLength": 0, "Metadata": {}}),
        ("lambda", "Invoke", {"Payload": b"", "StatusCode": 200}),
        ("s3", "SelectObjectContent", {"Payload": []}),
        ("logs", "StartLiveTail", {"responseStream": []}),
        ("iotsitewise", "ListActions", {"actionSummaries": [], "nextToken": ""}),
        ("kinesis", "PutRecord", {"ShardId": "a", "SequenceNumber": "1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_smallest_answer_holds_what_must_be_there(service: str, operation: str, smallest: Params) -> None:
    """The smallest answer has the required members, and what botocore's parsers always give."""
    assert opened(smallest_output(model(service, operation))) == smallest


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ({"type": "string"}, ""),
        ({"type": "string", "enum": ["ON", "OFF"]}, "ON"),
        ({"type": "string", "min": 3}, "aaa"),
        ({"type": "string", "min": 1, "pattern": "^[0-9]{4}$"}, "a"),
        ({"type": "string", "pattern": r"^\d{12}$"}, "123456789012"),
        ({"type": "string", "pattern": "^[A-Z]+$", "min": 2}, "AA"),
        (
            {"type": "string", "pattern": "^arn:aws[a-z-]*:.+", "min": 20},
            "arn:aws:service:us-east-1:123456789012:resource/id",
        ),
        ({"type": "string", "pattern": "^arn:aws[a-z-]*:.+", "max": 4}, ""),
        ({"type": "string", "pattern": r"\p{Alpha}+", "min": 1}, "a"),
        ({"type": "integer"}, 0),
        ({"type": "long", "min": 5}, 5),
        ({"type": "integer", "max": -1, "min": -9}, -1),
        ({"type": "double", "min": 0.5}, 0.5),
        ({"type": "boolean"}, False),
        ({"type": "blob", "min": 2}, b"\x00\x00"),
        ({"type": "timestamp"}, NOON),
        ({"type": "list", "member": {"shape": "Name"}}, []),
        ({"type": "list", "member": {"shape": "Name"}, "min": 2}, ["n", "n"]),
        ({"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Name"}}, {}),
        ({"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Name"}, "min": 1}, {"n": "n"}),
        (
            {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Name"}, "min": 2},
            {"": "n", "1": "n"},
        ),
        (
            {
                "type": "structure",
                "members": {"A": {"shape": "Name"}, "B": {"shape": "Name"}},
                "required": ["B"],
            },
            {"B": "n"},
        ),
        ({"type": "structure", "members": {}, "document": True}, {}),
        (
            {
                "type": "structure",
                "union": True,
                "members": {"Self": {"shape": "Value"}, "A": {"shape": "Name"}},
            },
            {"A": "n"},
        ),
    ],
    ids=lambda value: (
        "-".join(sorted(value)) + f"-{value['type']}" if isinstance(value, dict) and "type" in value else ""
    ),
)
def test_the_smallest_value_is_the_least_that_its_shape_allows(shape: Params, value: Any) -> None:
    """A required member has no more in it than its constraints ask for."""
    members = {"type": "structure", "members": {"Value": {"shape": "Value"}}, "required": ["Value"]}
    names = {"Name": {"type": "string", "enum": ["n"]}, "Text": {"type": "string"}}
    found = smallest_output(modelled(members, {"Value": shape, **names}), now=NOON)
    assert found == {"Value": value}


def modelled(output: Params, shapes: Params) -> Any:
    """An operation with an output shape of the test's own."""
    operations = {"Get": {"name": "Get", "output": {"shape": "Output"}, "http": {"method": "POST", "requestUri": "/"}}}
    metadata = {"protocol": "json", "apiVersion": "2026-11-24", "endpointPrefix": "own"}
    facts = {"metadata": metadata, "operations": operations, "shapes": {"Output": output, **shapes}}
    return botocore.model.ServiceModel(facts, "own").operation_model("Get")


def test_timestamps_of_the_smallest_answer_are_the_ambient_time() -> None:
    """Where no time is given the clock is read, down to the second, as AWS writes it."""
    shape = {"type": "structure", "members": {"At": {"shape": "Time"}}, "required": ["At"]}
    at = smallest_output(modelled(shape, {"Time": {"type": "timestamp"}}))["At"]
    age = datetime.now(timezone.utc) - at
    assert (at.microsecond, age // timedelta(minutes=1)) == (0, 0)


@pytest.mark.parametrize("service", SAMPLE)
def test_the_smallest_answer_of_every_operation_fits_its_shape(service: str) -> None:
    """botocore's own validator finds nothing missing and nothing too short in the smallest answers."""
    service_model = SESSION.get_service_model(service)
    wrong: Params = {}
    for operation in service_model.operation_names:
        operation_model = service_model.operation_model(operation)
        answer = smallest_output(operation_model)
        # The one member that is shorter than its shape allows: that there is no next page.
        answer |= {"nextToken": "a"} if answer.get("nextToken") == "" else {}
        # The validator knows no event streams.
        if operation_model.output_shape and not operation_model.has_event_stream_output:
            report = ParamValidator().validate(answer, operation_model.output_shape)
            wrong |= {operation: report.generate_report()} if report.has_errors() else {}
    assert wrong == {}


@pytest.mark.parametrize("service", SAMPLE)
def test_the_smallest_answer_of_every_operation_suits_botocores_handlers(service: str) -> None:
    """What botocore does to parsed answers it can do to the smallest ones of all operations."""
    client = SESSION.create_client(service, "eu-west-1")
    service_id = client.meta.service_model.service_id.hyphenize()
    for operation in client.meta.service_model.operation_names:
        operation_model = client.meta.service_model.operation_model(operation)
        client.meta.events.emit(
            f"after-call.{service_id}.{operation}",
            http_response=AWSResponse("https://x/", 200, HTTPHeaders(), None),
            parsed=smallest_output(operation_model),
            model=operation_model,
            context={"encoding_type_auto_set": True},
        )


@pytest.mark.parametrize("service", SAMPLE)
def test_the_smallest_answer_of_every_operation_is_one_page(service: str) -> None:
    """botocore's paginators take the smallest answer for the only page."""
    for operation, config in pagination(service).items():
        operation_model = model(service, operation)
        answer = smallest_output(operation_model)
        assert pages(answer, config, operation_model) == [answer]


def pages(answer: Params, config: Params, operation_model: Any) -> list[Any]:
    """The pages that a paginator finds where each has this answer."""

    def method(**_: Any) -> Params:
        return answer

    paginator: Any = Paginator
    return list(paginator(method, config, operation_model).paginate())


def pagination(service: str) -> dict[str, Params]:
    """The paginators of a service, by operation."""
    loader = SESSION.get_component("data_loader")
    try:
        found: dict[str, Params] = loader.load_service_model(service, "paginators-1")["pagination"]
    except UnknownServiceError:
        return {}
    return found
