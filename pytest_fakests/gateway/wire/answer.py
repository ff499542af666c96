"""A registered answer, checked against its operation's output shape and put into botocore's form."""

from __future__ import annotations

import base64
import datetime
import difflib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from botocore.response import StreamingBody
from botocore.utils import is_json_value_header

from pytest_fakests.gateway.wire.errors import AnswerError, Misfit, operation_label
from pytest_fakests.gateway.wire.output import always_present
from pytest_fakests.gateway.wire.streams import Events, file_body, streaming_body


def _json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


# Text that botocore takes apart after it has parsed an answer (botocore/handlers.py, "after-call"): here it
# is put into the form that IAM, CloudFormation and EC2 send, so that the caller sees what was registered.
_POLICY_SHAPE = "policyDocumentType"
_WRITTEN: dict[tuple[str, str], tuple[tuple[type, ...], Callable[[Any], str]]] = {
    ("cloudformation:GetTemplate", "TemplateBody"): ((str, Mapping), _json_text),
    ("ec2:GetConsoleOutput", "Output"): ((str,), lambda value: base64.b64encode(value.encode()).decode()),
}


def fill_output(operation_model: Any, answer: Mapping[str, Any]) -> dict[str, Any]:
    """A user's answer in the form in which botocore hands an answer to its caller.

    Bytes, text or a file for a streaming body become a StreamingBody, a list for an event stream becomes a
    stream of these events, which an exception among them ends, timestamps may be ISO 8601 text, and IAM's
    policies and CloudFormation's templates may be mappings. What botocore makes of every answer is added, as
    `smallest_output` describes it; nothing else is. `ResponseMetadata`, as a recorded answer has it, is left
    out.

    Args:
        operation_model: botocore's model of the operation.
        answer: The answer.

    Raises:
        AnswerError: The operation cannot give this answer; the text names the member and what would be right.

    Example:
        >>> import botocore.session
        >>> model = botocore.session.Session().get_service_model("s3").operation_model("GetObject")
        >>> fill_output(model, {"Body": "a,b"})["Body"].read()
        b'a,b'
    """
    label = operation_label(operation_model)
    try:
        given = {name: _sent(label, name, value) for name, value in _mapping(answer).items()}
        given.pop("ResponseMetadata", None)
        return _filled(operation_model, given)
    except Misfit as misfit:
        raise AnswerError(label, misfit.path, misfit.reason) from None


def _filled(operation_model: Any, given: dict[str, Any]) -> dict[str, Any]:
    shape = operation_model.output_shape
    if shape is None:
        if given:
            raise Misfit("the operation answers with no members", next(iter(given)))
        return {}
    streaming = shape.serialization.get("payload") if operation_model.has_streaming_output else None
    filled = always_present(operation_model)
    for name, value in given.items():
        member = _member(shape, name)
        if _is_lost(value, member):
            continue
        try:
            if member.serialization.get("eventstream"):
                filled[name] = _events(value, member, operation_model.name)
            else:
                filled[name] = _body(value) if name == streaming else _value(value, member)
        except Misfit as misfit:
            raise misfit.within(name) from None
    return filled


def _is_lost(value: Any, shape: Any) -> bool:
    """Whether the value leaves no trace on the wire: of a flattened list or map without elements nothing is sent."""
    kinds: dict[str, Any] = {"list": list | tuple, "map": Mapping}
    return bool(shape.serialization.get("flattened")) and isinstance(value, kinds[shape.type_name]) and not value


def _sent(label: str, name: str, value: Any) -> Any:
    """A member's value with the text that botocore will take apart as the service sends it."""
    kinds, write = _WRITTEN.get((label, name), ((), str))
    return write(value) if isinstance(value, kinds) else value


def _member(shape: Any, name: str) -> Any:
    if name in shape.members:
        return shape.members[name]
    near = difflib.get_close_matches(str(name), shape.members, n=1, cutoff=0.5)
    others = f"the nearest is {near[0]}" if near else f"there are {', '.join(shape.members) or 'none'}"
    raise Misfit(f"there is no such member; {others}", str(name))


def _body(value: Any) -> StreamingBody:
    if isinstance(value, StreamingBody):
        return value
    if isinstance(value, str):
        return streaming_body(value.encode())
    if isinstance(value, bytes | bytearray):
        return streaming_body(bytes(value))
    if hasattr(value, "read"):
        return file_body(value)
    raise _wrong(value, "bytes, str or a file opened for bytes")


def _value(value: Any, shape: Any) -> Any:
    nested = _NESTED.get(shape.type_name)
    if nested is not None:
        return nested(value, shape)
    return _scalar(value, shape)


def _structure(value: Any, shape: Any) -> Any:
    if shape.is_document_type:
        return value
    filled = {}
    for name, below in _mapping(value).items():
        member = _member(shape, name)
        if _is_lost(below, member):
            continue
        try:
            filled[name] = _value(below, member)
        except Misfit as misfit:
            raise misfit.within(name) from None
    return filled


def _list(value: Any, shape: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise _wrong(value, "a list")
    filled = []
    for index, below in enumerate(value):
        try:
            filled.append(_value(below, shape.member))
        except Misfit as misfit:
            raise misfit.within(f"[{index}]") from None
    return filled


def _map(value: Any, shape: Any) -> dict[str, Any]:
    filled = {}
    for key, below in _mapping(value).items():
        try:
            filled[key] = _value(below, shape.value)
        except Misfit as misfit:
            raise misfit.within(f"[{key!r}]") from None
    return filled


def _events(value: Any, shape: Any, operation: str) -> Any:
    """A stream that can be iterated and closed already is taken as it is."""
    if hasattr(value, "__iter__") and hasattr(value, "close"):
        return value
    if not isinstance(value, list | tuple):
        raise _wrong(value, "a list of events")
    filled = []
    for index, event in enumerate(value):
        try:
            filled.append(_structure(event, shape))
        except Misfit as misfit:
            raise misfit.within(f"[{index}]") from None
    return Events(filled, {name for name, one in shape.members.items() if one.metadata.get("exception")}, operation)


def _scalar(value: Any, shape: Any) -> Any:
    if shape.type_name == "timestamp":
        return _timestamp(value)
    if is_json_value_header(shape):
        return value
    if shape.name == _POLICY_SHAPE and isinstance(value, str | Mapping):
        return quote(_json_text(value))
    kinds, noun = _SCALARS[shape.type_name]
    # In Python a bool is an int.
    if not isinstance(value, kinds) or (type(value) is bool and bool not in kinds):
        raise _wrong(value, noun)
    return _bytes(value) if shape.type_name == "blob" else value


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def _timestamp(value: Any) -> datetime.datetime:
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            raise Misfit(f"{value!r} is no time; ISO 8601 would be, as '2026-11-24T03:44:26Z'") from None
    if not isinstance(moment, datetime.datetime):
        raise _wrong(value, "a datetime, or ISO 8601 text")
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(value, "a mapping")
    return value


def _wrong(value: Any, noun: str) -> Misfit:
    return Misfit(f"there is {value!r}, of type {type(value).__name__}; it should be {noun}")


_NESTED: dict[str, Callable[[Any, Any], Any]] = {"structure": _structure, "list": _list, "map": _map}

_SCALARS: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "str"),
    "character": ((str,), "str"),
    "blob": ((bytes, bytearray, str), "bytes"),
    "integer": ((int,), "int"),
    "long": ((int,), "int"),
    "float": ((int, float), "float"),
    "double": ((int, float), "float"),
    "boolean": ((bool,), "bool"),
}
