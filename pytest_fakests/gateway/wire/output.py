"""The smallest answer that an operation can give, in the form that botocore hands to its caller."""

from __future__ import annotations

import copy
import datetime
import functools
import re
from collections.abc import Callable
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.gateway.remembered import by_model
from pytest_fakests.gateway.wire.streams import Events, streaming_body

# Texts of the forms that patterns of AWS's models ask for; the first that fits is taken.
_SPECIMENS = (
    "arn:aws:service:us-east-1:123456789012:resource/id",
    "00000000-0000-0000-0000-000000000000",
    "123456789012",
    "2026-01-01T00:00:00Z",
    "2026-01-01",
    "us-east-1",
    "https://example.com",
    "s3://bucket/key",
    "user@example.com",
    "192.0.2.1",
    "192.0.2.0/24",
    "1.0.0",
    "/a",
    "a/a",
    "a-1",
)


# Maps that the documents say are there and empty, though the models do not require them: boto3's batch_writer counts on
# it. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html and API_BatchGetItem.html
_EMPTY_MAPS = {("dynamodb", "BatchGetItem"): "UnprocessedKeys", ("dynamodb", "BatchWriteItem"): "UnprocessedItems"}


# What S3 always sends, though its model does not require it, and boto3's transfers and other libraries count on.
_ETAG = '"d41d8cd98f00b204e9800998ecf8427e"'
_COUNTED_ON: dict[tuple[str, str], dict[str, Any]] = {
    ("s3", "CreateMultipartUpload"): {"UploadId": "upload"},
    ("s3", "GetObject"): {"ContentLength": 0},
    ("s3", "HeadObject"): {"ContentLength": 0},
    ("s3", "ListBuckets"): {"Buckets": []},
    ("s3", "UploadPart"): {"ETag": _ETAG},
    ("s3", "UploadPartCopy"): {"CopyPartResult": {"ETag": _ETAG}},
}


def smallest_output(operation_model: Any, now: datetime.datetime | None = None) -> dict[str, Any]:
    """The smallest answer that the operation's output shape allows, as botocore would have parsed it.

    It holds the required members, with the least values that they may have: no elements, no length, 0, False,
    the first of an enumeration, no next page; and what boto3's own tools count on. It also holds what botocore
    makes of every answer: the streaming body or the event stream, empty, the status where a member repeats it, an
    empty map for headers with a prefix.

    Args:
        operation_model: botocore's model of the operation.
        now: The time for timestamps; the ambient time if None.

    Example:
        >>> import botocore.session
        >>> model = botocore.session.Session().get_service_model("s3").operation_model("GetObject")
        >>> smallest_output(model)["Body"].read()
        b''
    """
    always, required = _recipe(operation_model)
    smallest = {name: make() for name, make in always}
    if required:
        moment = (now or clock.now()).replace(microsecond=0)
        smallest.update({name: make(moment) for name, make in required})
    return smallest


def always_present(operation_model: Any) -> dict[str, Any]:
    """The members that are in every successful answer: those that botocore's parsers give, or AWS always sends."""
    return {name: make() for name, make in _makers(operation_model).items()}


@by_model
def _recipe(
    operation_model: Any,
) -> tuple[tuple[tuple[str, Callable[[], Any]], ...], tuple[tuple[str, Callable[[datetime.datetime], Any]], ...]]:
    """What makes the members that are always present, and those that are required, from the time."""
    shape = operation_model.output_shape
    if shape is None:
        return (), ()
    always = _makers(operation_model)
    payload = shape.serialization.get("payload")
    body = [payload] if payload in always and always[payload]() == {} else []
    required = {
        name: _maker(name, shape) for name in [*shape.required_members, *body] if name not in always or name in body
    }
    counted_on = _COUNTED_ON.get((operation_model.service_model.service_name, operation_model.name), {})
    for name, value in counted_on.items():
        required[name] = functools.partial(_copied, value)
    return tuple(always.items()), tuple(required.items())


def _maker(name: str, shape: Any) -> Callable[[datetime.datetime], Any]:
    if name.lower() == "nexttoken":
        # Any other token would have botocore's paginators ask for the next page for ever.
        return functools.partial(_copied, "")
    return lambda moment: _value(shape.members[name], moment, (shape.name,))


def _copied(value: Any, _: datetime.datetime) -> Any:
    return copy.deepcopy(value)


@by_model
def _makers(operation_model: Any) -> dict[str, Callable[[], Any]]:
    shape = operation_model.output_shape
    makers: dict[str, Callable[[], Any]] = {}
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        if location == "statusCode":
            makers[name] = functools.partial(operation_model.http.get, "responseCode", 200)
        elif location == "headers":
            makers[name] = dict
        elif member.serialization.get("eventstream"):
            makers[name] = Events
    told = _EMPTY_MAPS.get((operation_model.service_model.service_name, operation_model.name))
    if told is not None:
        makers[told] = dict
    payload = shape.serialization.get("payload")
    if operation_model.has_streaming_output:
        makers[payload] = functools.partial(streaming_body, b"")
    elif payload and payload not in makers:
        makers.update(_empty_payload(payload, shape.members[payload]))
    return makers


def _empty_payload(name: str, shape: Any) -> dict[str, Callable[[], Any]]:
    """What the parsers make of an answer without a body; a union must have a member, so there is no empty one."""
    if shape.type_name == "structure" and shape.is_tagged_union:
        return {}
    kinds: dict[str, Callable[[], Any]] = {"structure": dict, "map": dict, "list": list, "string": str}
    return {name: kinds[shape.type_name]} if shape.type_name in kinds else {}


def _value(shape: Any, now: datetime.datetime, above: tuple[str, ...]) -> Any:
    """The least value of a shape; `above` are the names of the shapes that it is part of."""
    return _LEAST[shape.type_name](shape, now, above)


def _structure(shape: Any, now: datetime.datetime, above: tuple[str, ...]) -> dict[str, Any]:
    names, within = list(shape.required_members), (*above, shape.name)
    if shape.is_tagged_union:
        # A union has exactly one member; one that leads back here would never end.
        names = [name for name, member in shape.members.items() if not _leads_back(member, within)][:1]
    return {name: _value(shape.members[name], now, within) for name in names}


def _leads_back(shape: Any, above: tuple[str, ...]) -> bool:
    return shape.type_name == "structure" and shape.name in above


def _list(shape: Any, now: datetime.datetime, above: tuple[str, ...]) -> list[Any]:
    # A flattened list without elements leaves no trace on the wire, so a required one has an element.
    least = 1 if shape.serialization.get("flattened") else 0
    return [_value(shape.member, now, above) for _ in range(shape.metadata.get("min", least))]


def _map(shape: Any, now: datetime.datetime, above: tuple[str, ...]) -> dict[str, Any]:
    count = shape.metadata.get("min", 0)
    keys = shape.key.metadata.get("enum") or [f"{_text(shape.key)}{number or ''}" for number in range(count)]
    return {key: _value(shape.value, now, above) for key in keys[:count]}


def _text(shape: Any) -> str:
    facts = shape.metadata
    least, most = facts.get("min", 0), facts.get("max")
    plain: str = facts["enum"][0] if facts.get("enum") else "a" * least
    if "enum" in facts or "pattern" not in facts:
        return plain
    fits = _pattern(facts["pattern"])
    candidates = ("", plain, "a", "A" * max(least, 1), "1" * max(least, 1), *_SPECIMENS)
    allowed = (text for text in candidates if least <= len(text) and (most is None or len(text) <= most))
    return next((text for text in allowed if fits(text)), plain)


def _pattern(pattern: str) -> Callable[[str], bool]:
    """Whether a text fits a pattern; none does where the pattern is not one of Python's."""
    try:
        compiled = re.compile(pattern)
    except re.error:
        return lambda text: False
    return lambda text: compiled.search(text) is not None


def _integer(shape: Any, *_: Any) -> int:
    return int(_number(shape))


def _number(shape: Any, *_: Any) -> float:
    return float(max(shape.metadata.get("min", 0), min(0, shape.metadata.get("max", 0))))


def _string(shape: Any, *_: Any) -> str:
    return _text(shape)


def _blob(shape: Any, *_: Any) -> bytes:
    return bytes(shape.metadata.get("min", 0))


_LEAST: dict[str, Callable[[Any, datetime.datetime, tuple[str, ...]], Any]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "character": _string,
    "blob": _blob,
    "integer": _integer,
    "long": _integer,
    "float": _number,
    "double": _number,
    "boolean": lambda shape, now, above: False,
    "timestamp": lambda shape, now, above: now,
}
