"""Every operation of every service: what goes in at botocore's client comes out of the wire again.

A run takes a sample of the services; with FAKESTS_EVERY_OPERATION=1 in the environment it takes all.
"""

from __future__ import annotations

import datetime
import functools
import os
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import MissingDependencyException, NoAuthTokenError
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_fakests.gateway.routing import catalog, find_operation
from pytest_fakests.gateway.wire import HttpRequest, decode_parameters

SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")
SERVICES = SESSION.get_available_services()
# Of the few services that do not speak JSON all are in the sample but the largest, which costs a second.
FORMS_AND_XML = [
    "autoscaling",
    "cloudfront",
    "cloudformation",
    "iam",
    "rds",
    "route53",
    "s3",
    "s3control",
    "sns",
    "sts",
]
ALL = os.environ.get("FAKESTS_EVERY_OPERATION") == "1"
SAMPLE = SERVICES if ALL else sorted({*SERVICES[::12], *FORMS_AND_XML, "cloudwatch", "dynamodb", "lambda"})

NOW = datetime.datetime(2026, 11, 24, 3, 44, 26, tzinfo=datetime.timezone.utc)
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/a-name-of-some-length"
TEXT = "a b%2,c+é/ü&=<x>\"'"

# Values that botocore's rules for endpoints or its own handlers would not take, or not leave, otherwise.
FIXED = {
    "AccountId": "123456789012",
    "Bucket": "reports",
    "ChannelARN": "arn:aws:kinesis:us-east-1:123456789012:channel/a-name-of-some-length",
    "ConsumerARN": f"{STREAM}/consumer/c:1",
    "CopySource": "reports/q3.csv",
    "EndpointId": "abcde.veo",
    "KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/x",
    "OutpostId": "op-01ac5d28a6a232904",
    "PredictEndpoint": "https://realtime.machinelearning.us-east-1.amazonaws.com",
    "RequestRoute": "route",
    "QueueARN": "arn:aws:kinesis:us-east-1:123456789012:queue/a-name-of-some-length",
    "SourceRegion": "eu-west-1",
    "SpaceId": "space-1",
    "spaceId": "space-1",
    "graphIdentifier": "g-1",
}
# What botocore encodes, replaces or takes out of the request: botocore/handlers.py.
ALTERED = {"SourceRegion", "UserData", "SSECustomerKey", "CopySourceSSECustomerKey", "Event"}
# What botocore adds where it was not passed; idempotency tokens aside, which the model marks.
ADDED = {
    *("ChecksumAlgorithm", "ChecksumMode", "EncodingType", "DestinationRegion", "PresignedUrl"),
    *("ContentMD5", "accepts", "accountId", "checksum", "contentType"),
}
ROUTE53_IDS = {"ResourceId", "DelegationSetId", "ChangeId"}


class Captured(Exception):
    """The request was ready to be sent."""


@functools.cache
def client_and_requests(service: str) -> tuple[Any, list[Any]]:
    """A client of a service, whose requests end in the list and not on the network."""
    client = SESSION.create_client(service, "us-east-1", config=Config(retries={"max_attempts": 0}))
    requests: list[Any] = []

    def capture(request: Any, **_: Any) -> None:
        requests.append(request)
        raise Captured

    client.meta.events.register_first("before-send", capture)
    return client, requests


def method_names(client: Any) -> dict[str, str]:
    """The client's methods by operation; operations that botocore cannot speak have none."""
    mapping = client.meta.method_to_api_mapping
    return {operation: method for method, operation in mapping.items() if hasattr(client, method)}


def decoded(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """The parameters as they come out of the wire; None where another call or a library would be needed first."""
    client, requests = client_and_requests(service)
    if client.meta.service_model.endpoint_discovery_required:
        return None
    requests.clear()
    try:
        getattr(client, method_names(client)[operation])(**params)
    except Captured:
        pass
    except (NoAuthTokenError, MissingDependencyException):
        return None
    model = client.meta.service_model.operation_model(operation)
    return decode_parameters(HttpRequest.from_prepared(requests[0]), model)


def on_the_wire(model: Any, params: dict[str, Any]) -> dict[str, Any]:
    """What of the parameters the wire keeps, as the docstring of `decode_parameters` says."""
    shape = model.input_shape
    service = model.service_model
    protocol = getattr(service, "resolved_protocol", None) or service.protocol
    kept = {}
    for name, given_value in params.items():
        member = shape.members[name]
        location, wire = member.serialization.get("location"), member.serialization.get("name", "")
        value = written(member, given_value, protocol) if location is None else given_value
        if member.serialization.get("streaming") or wire.lower() == "content-length":
            continue
        in_place = location in ("header", "headers", "querystring") and member.type_name != "string"
        if in_place and value in ({}, []):
            continue
        required = member.type_name == "structure" and name in shape.required_members
        if shape.serialization.get("payload") == name and value in ({}, b"", "") and not required:
            continue
        kept[name] = {key.lower(): text for key, text in value.items()} if location == "headers" else value
    empties: tuple[Any, ...] = ({}, NOTHING) if protocol in ("query", "ec2") else (NOTHING,)
    return {name: value for name, value in kept.items() if value not in empties}


NOTHING = "written as nothing"


def written(shape: Any, value: Any, protocol: str) -> Any:
    """A value without what the protocol writes as nothing."""
    form = protocol in ("query", "ec2")
    if not (form or protocol == "rest-xml") or shape.type_name not in ("structure", "list", "map"):
        return value
    if shape.type_name == "list":
        elements = [written(shape.member, below, protocol) for below in value]
        elements = [below for below in elements if below is not NOTHING]
        vanishes = bool(value) or protocol == "ec2" if form else shape.serialization.get("flattened")
        return NOTHING if not elements and vanishes else elements
    member = shape.members.get if shape.type_name == "structure" else lambda _: shape.value
    pairs = {key: written(member(key), below, protocol) for key, below in value.items()}
    pairs = {key: below for key, below in pairs.items() if below is not NOTHING}
    return NOTHING if form and not pairs else pairs


def sample_of(shape: Any, full: bool, above: tuple[str, ...] = (), location: str | None = None) -> Any:
    """A value of a shape: the least that botocore takes, or one in which every member has a value."""
    least = shape.metadata.get("min", 0)
    again = above.count(shape.name) > 1
    below = (*above, shape.name)
    if shape.type_name == "structure":
        return {"any": [1, "two", None]} if shape.is_document_type else structure_of(shape, full, above)
    if shape.type_name == "list":
        count = 0 if again else max(least, 2 if full else 0)
        return [sample_of(shape.member, full, below, location) for _ in range(count)]
    if shape.type_name == "map":
        count = 0 if again else max(least, 1 if full else 0)
        return {f"a-key-of-some-length-{n}": sample_of(shape.value, full, below, location) for n in range(count)}
    if shape.type_name == "string":
        text = text_of(shape, location) if full else ""
        return text.ljust(max(least, 1 if location == "uri" else 0), "a")
    scalars = {
        "boolean": True,
        "timestamp": NOW,
        "blob": b"\x00blob\xff".ljust(int(least), b"a"),
        "character": "a",
    }
    return scalars.get(shape.type_name, max(least, 7))


def text_of(shape: Any, location: str | None) -> str:
    """A text that only just passes through its place, or one of those that the model allows."""
    if shape.name in ROUTE53_IDS:
        return "Z1D633PJN98FT9"
    if shape.metadata.get("enum"):
        first: str = shape.metadata["enum"][0]
        return first
    return {"header": 'a b%2,c+"d', "headers": "plain+ %20"}.get(location or "", TEXT)


def structure_of(shape: Any, full: bool, above: tuple[str, ...]) -> dict[str, Any]:
    """The required members, or all but those that lead back to where they stand; of a union just one."""
    required = shape.required_members
    names = [name for name, member in shape.members.items() if name in required or not leads_back(member, above)]
    if shape.is_tagged_union:
        names = names[:1]
    elif not full or len(above) > 3:
        names = list(required)
    return {name: member_of(shape, name, full, above) for name in names if not skipped(shape, name)}


def leads_back(member: Any, above: tuple[str, ...]) -> bool:
    """Whether a member has, or is a list or map of, a shape that it is itself a part of."""
    if member.type_name in ("list", "map"):
        return leads_back(member.member if member.type_name == "list" else member.value, above)
    return member.type_name == "structure" and member.name in above


def skipped(shape: Any, name: str) -> bool:
    """Whether a member cannot be told apart, or cannot be sent at all."""
    altered = name in ALTERED and name not in shape.required_members
    return altered or bool(shape.members[name].serialization.get("eventstream"))


def member_of(shape: Any, name: str, full: bool, above: tuple[str, ...]) -> Any:
    """A value for a member of a structure."""
    member = shape.members[name]
    location = member.serialization.get("location")
    if not above and member.type_name == "string" and (name in FIXED or name.endswith("ARN")):
        return FIXED.get(name, STREAM)
    if location == "header" and member.serialization.get("jsonvalue"):
        return {"a": [1, None]}
    return sample_of(member, full, (*above, shape.name), location)


@pytest.mark.parametrize("full", [False, True], ids=["least", "full"])
@pytest.mark.parametrize("service", SAMPLE)
def test_parameters_of_every_operation_come_back_from_the_wire(service: str, full: bool) -> None:
    """What a caller passes to botocore is what is read back from the signed request, for all operations."""
    client, _ = client_and_requests(service)
    lost = {}
    for operation in method_names(client):
        model = client.meta.service_model.operation_model(operation)
        params = structure_of(model.input_shape, full, ()) if model.input_shape else {}
        found = decoded(service, operation, params)
        wanted = on_the_wire(model, params)
        added = ADDED | set(model.idempotent_members)
        if found is not None and {k: v for k, v in found.items() if k in wanted or k not in added} != wanted:
            lost[operation] = (wanted, found)
    assert lost == {}


# Of each way to tell an operation one service, and those that share a signing name.
TOLD = ["s3", "s3control", "lambda", "apigateway", "apigatewayv2", "elb", "dynamodb", "dynamodbstreams", "ses", "sesv2"]
# Only their hosts, which are the user's own, or their bodies tell what these are.
UNTOLD = {("cloudsearchdomain", "Search"), ("lexv2-models", "ListImports")}


@pytest.mark.parametrize("service", SERVICES if ALL else TOLD)
def test_every_operation_is_told_by_its_request(service: str) -> None:
    """A signed request tells which operation it is; of services with one signing name it may be a namesake."""
    client, requests = client_and_requests(service)
    mistaken = {}
    for operation in method_names(client):
        model = client.meta.service_model.operation_model(operation)
        params = structure_of(model.input_shape, False, ()) if model.input_shape else {}
        if (service, operation) in UNTOLD or model.deprecated or decoded(service, operation, params) is None:
            continue
        told = find_operation(HttpRequest.from_prepared(requests[0]), catalog(), "us-east-1").operation_model
        if (told.service_model.signing_name, told.name) != (model.service_model.signing_name, operation):
            mistaken[operation] = (told.service_model.service_name, told.name)
    assert mistaken == {}


CHARACTERS = st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn"))
TEXTS = st.text(CHARACTERS, max_size=12)
# In the lists that botocore writes into headers it does not escape these, or did not in older versions.
UNESCAPED = '\\,"'
ASCII = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=UNESCAPED), min_size=1, max_size=12
)
TIMES = st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=datetime.timezone.utc)
)
KEYS = st.from_regex(r"[a-w][a-z0-9]{0,8}", fullmatch=True)

# Of each protocol the operations that have the most kinds of parameters.
OPERATIONS = [
    ("sts", "AssumeRole"),
    ("iam", "CreateRole"),
    ("sns", "Publish"),
    ("cloudformation", "CreateChangeSet"),
    ("autoscaling", "PutScalingPolicy"),
    ("cloudwatch", "PutMetricData"),
    ("dynamodb", "PutItem"),
    ("secretsmanager", "CreateSecret"),
    ("kms", "Encrypt"),
    ("logs", "PutLogEvents"),
    ("lambda", "Invoke"),
    ("lambda", "CreateFunction"),
    ("apigateway", "GetExport"),
    ("iot-data", "Publish"),
    ("s3", "PutObject"),
    ("s3", "GetObject"),
    ("s3", "GetObjectAttributes"),
    ("s3", "ListObjectVersions"),
    ("s3", "PutBucketTagging"),
    ("s3", "PutBucketLifecycleConfiguration"),
    ("s3control", "CreateAccessPoint"),
    ("route53", "ChangeResourceRecordSets"),
    ("cloudfront", "CreateInvalidation"),
]


def values_of(shape: Any, above: tuple[str, ...] = (), location: str | None = None) -> st.SearchStrategy[Any]:
    """Values of a shape that botocore takes."""
    least = shape.metadata.get("min", 0)
    below = (*above, shape.name)
    if shape.type_name == "structure":
        return structures_of(shape, above)
    if shape.type_name == "list":
        return st.lists(values_of(shape.member, below, location), min_size=least, max_size=least + 2)
    if shape.type_name == "map":
        return st.dictionaries(KEYS, values_of(shape.value, below, location), min_size=least, max_size=least + 2)
    if shape.type_name == "string":
        texts = ASCII if location in ("header", "headers") else TEXTS
        return texts.map(lambda text: text.ljust(max(least, 1 if location == "uri" else 0), "a"))
    scalars: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "timestamp": TIMES,
        "blob": st.binary(min_size=int(least), max_size=int(least) + 8),
        "double": st.floats(least, 1e12),
        "float": st.floats(least, 1e12, width=32),
    }
    return scalars.get(shape.type_name, st.integers(int(least), 2**31 - 1))


def structures_of(shape: Any, above: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Structures with the required members and any choice of the others, down to the third level."""
    members = {
        name: members_of(shape, name, above)
        for name, member in shape.members.items()
        if not skipped(shape, name) and not leads_back(member, above) and name not in ADDED
    }
    required = {name: value for name, value in members.items() if name in shape.required_members}
    optional = {name: value for name, value in members.items() if name not in required and len(above) < 3}
    if shape.is_tagged_union:
        return st.sampled_from(sorted(members)).flatmap(lambda name: st.fixed_dictionaries({name: members[name]}))
    return st.fixed_dictionaries(required, optional=optional)


def members_of(shape: Any, name: str, above: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Values of a member of a structure."""
    member = shape.members[name]
    location = member.serialization.get("location")
    if not above and (name in FIXED or name.endswith("MD5")):
        return st.just(FIXED.get(name, "1B2M2Y8AsgTpgAmY7PhCfg=="))
    if member.name in ROUTE53_IDS:
        return st.just("Z1D633PJN98FT9")
    if location == "header" and member.serialization.get("jsonvalue"):
        return st.dictionaries(KEYS, TEXTS | st.integers() | st.none(), max_size=2)
    return values_of(member, (*above, shape.name), location)


@functools.cache
def calls_of(service: str, operation: str) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of an operation."""
    model = client_and_requests(service)[0].meta.service_model.operation_model(operation)
    return structures_of(model.input_shape, ())


@pytest.mark.parametrize(("service", "operation"), OPERATIONS, ids=[":".join(pair) for pair in OPERATIONS])
@settings(max_examples=1000 if ALL else settings().max_examples // 5)
@given(data=st.data())
def test_any_parameters_come_back_from_the_wire(service: str, operation: str, data: st.DataObject) -> None:
    """Whatever a caller passes, within the operation's input shape, is read back from the signed request."""
    params = data.draw(calls_of(service, operation))
    model = client_and_requests(service)[0].meta.service_model.operation_model(operation)
    found = decoded(service, operation, params) or {}
    added = ADDED | set(model.idempotent_members)
    wanted = on_the_wire(model, params)
    assert {name: value for name, value in found.items() if name in wanted or name not in added} == wanted
