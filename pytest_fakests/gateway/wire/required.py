"""Required parameters that a request does not have: clients see to them, whoever writes requests by hand may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pytest_fakests.gateway.wire.errors import MissingMemberError, operation_label

# What protocols write as nothing where it is empty.
_MAYBE_NOTHING = ("list", "map", "structure")


def check_required(params: dict[str, Any], operation_model: Any) -> None:
    """Raise an error for the first required member that is not there.

    Args:
        params: The parameters, as they were read from the request.
        operation_model: botocore's model of the operation.

    Raises:
        MissingMemberError: There is one; empty lists and the like count as there where the protocol leaves them out.
    """
    shape = operation_model.input_shape
    forms = operation_model.service_model.metadata["protocol"] in ("query", "ec2")
    missing = next(_missing(params, shape, forms), None) if shape is not None else None
    if missing is not None:
        raise MissingMemberError(operation_label(operation_model), missing)


def _missing(value: Any, shape: Any, forms: bool, path: str = "") -> Iterator[str]:
    if value is None:
        return
    if shape.type_name == "list":
        for number, one in enumerate(value, 1):
            yield from _missing(one, shape.member, forms, f"{path}.{number}.member")
    elif shape.type_name == "map":
        for key, one in value.items():
            yield from _missing(one, shape.value, forms, f"{path}.{key}.member")
    elif shape.type_name == "structure" and not shape.is_document_type:
        for name in shape.required_members:
            if name not in value and not _may_be_nothing(shape.members[name], forms):
                yield _joined(path, name)
        for name, one in value.items():
            yield from _missing(one, shape.members[name], forms, _joined(path, name))


def _may_be_nothing(shape: Any, forms: bool) -> bool:
    facts = shape.serialization
    if facts.get("streaming") or facts.get("eventstream"):
        return True
    return shape.type_name in _MAYBE_NOTHING and (forms or "location" in facts)


def _joined(path: str, name: str) -> str:
    """The path as AWS writes it."""
    own = name[:1].lower() + name[1:]
    return f"{path}.{own}" if path else own
