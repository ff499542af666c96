"""Documents as plain JSON values, whatever form they come in; those that are no policies by their size are refused."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam.errors import Place, quoted
from pytest_fakests.iam.kinds import ENDPOINTS, PolicyKind

# The longest text that IAM's API takes as a policy document (policyDocumentType in the service's model).
_MAXIMUM_LENGTH = 131_072
# A condition's values are seven levels down.
_MAXIMUM_DEPTH = 16
_MAXIMUM_NUMBER = 10**40
# Keys, and values of all kinds. The longest policies, OpenSearch's, have 102,400 characters: a dozen for each.
_MOST_VALUES = 8_192

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: the characters of a policy.
_IAM_CHARACTER = re.compile(r"[^\t\n\r\x20-\xff]")
_OTHER_SERVICES = (PolicyKind.RESOURCE, *ENDPOINTS)

_REMEDY = 'write a mapping with "Version" and "Statement", or its JSON text'


class _Duplicate(ValueError):
    pass


def read_document(document: Any, kind: PolicyKind, place: Place) -> dict[str, Any]:
    """The document as a fresh dict of JSON values.

    Raises:
        PolicyError: It is not JSON, is no object, or is too large or too deep to be a policy.
    """
    if isinstance(document, (bytes, bytearray)):
        try:
            document = document.decode()
        except UnicodeDecodeError as error:
            raise place.error("the document is not UTF-8 text", _REMEDY) from error
    if isinstance(document, str):
        document = _from_text(document, kind, place)
    if isinstance(document, os.PathLike):
        raise place.error("a path is no policy document", "give what the file holds, as path.read_text()")
    if not isinstance(document, Mapping):
        raise place.error(f"a policy document is an object, not a value of type {type(document).__name__}", _REMEDY)
    plain: dict[str, Any] = _Reader(place).plain(document)
    return plain


def copied(value: Any) -> Any:
    """A copy of plain JSON values."""
    if isinstance(value, dict):
        return {key: copied(entry) for key, entry in value.items()}
    return [copied(entry) for entry in value] if isinstance(value, list) else value


def _from_text(text: str, kind: PolicyKind, place: Place) -> Any:
    if len(text) > _MAXIMUM_LENGTH:
        raise place.error(f"the document has {len(text)} characters", f"a policy has {_MAXIMUM_LENGTH} at the most")
    strange = None if kind in _OTHER_SERVICES else _IAM_CHARACTER.search(text)
    if strange:
        raise place.error(
            f"the document holds the character U+{ord(strange[0]):04X}", f"write it as {quoted(strange[0])}"
        )
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except _Duplicate as error:
        raise place.error(str(error), "keep one of them") from error
    except RecursionError as error:
        raise place.error("the document is nested too deeply", "a policy is seven levels deep") from error
    except ValueError as error:
        if text.endswith(".json"):
            remedy = f"give what the file holds, as Path({quoted(text)}).read_text()"
            raise place.error("the name of a file is no policy document", remedy) from error
        raise place.error(f"the document is not JSON ({error})", _REMEDY) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Duplicate(f"the key {quoted(key)} appears twice in one object")
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


Path = tuple["Path", str | int] | None
"""Where a value stands: the path of what holds it, and its key or index there. Most are never put into words."""


class _Reader:
    """Copies a document and counts its characters in JSON: a list that is used many times counts each time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._left = _MAXIMUM_LENGTH + 1  # each value takes its separator with it, but the document has none
        self._values_left = _MOST_VALUES

    def plain(self, value: Any, path: Path = None, depth: int = 0) -> Any:
        if isinstance(value, str):
            self._count(len(value) + 3)
            return str.__str__(value)
        if depth > _MAXIMUM_DEPTH:
            raise self._place.error("the document is nested too deeply", "a policy is seven levels deep")
        if isinstance(value, (list, tuple)):
            self._count(2 if value else 3, len(value))
            return [self.plain(entry, (path, index), depth + 1) for index, entry in enumerate(value)]
        if isinstance(value, Mapping):
            self._count(2 if value else 3, len(value))
            keys = ((self._key(key, path), entry) for key, entry in value.items())
            return {key: self.plain(entry, (path, key), depth + 1) for key, entry in keys}
        self._count(2)
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, int) and abs(value) < _MAXIMUM_NUMBER:
            return value
        kind = type(value).__name__
        raise self._at(path).error(f"a value of type {kind} is no JSON value here", "write a string or a list")

    def _key(self, key: Any, path: Path) -> str:
        if not isinstance(key, str):
            raise self._at(path).error(f"a key of type {type(key).__name__} is not a string", "write it as a string")
        self._count(len(key) + 3)
        return str.__str__(key)

    def _count(self, characters: int, entries: int = 0) -> None:
        self._left -= characters
        self._values_left -= 1
        if self._values_left < entries:  # a long list is not even begun
            raise self._place.error(
                f"the document has more than {_MOST_VALUES} keys and values", "no policy that AWS keeps has so many"
            )
        if self._left < 0:
            raise self._place.error(
                "the document is too large", f"a policy has {_MAXIMUM_LENGTH} characters at the most"
            )

    def _at(self, path: Path) -> Place:
        if path is None:
            return self._place
        inner, key = path
        return self._at(inner).item(key) if isinstance(key, int) else self._at(inner).element(key)
