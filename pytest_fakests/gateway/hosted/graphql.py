"""Which fields a GraphQL request asks for: the ones at the top, on which AppSync's permissions are.

https://spec.graphql.org/October2021/#sec-Executable-Definitions
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r"""
    (?: [\s,\ufeff]+ | \#[^\n\r]* )
    | (?P<text> \"{3} (?: \\\"{3} | . )*? \"{3} | " (?: \\. | [^"\\\n] )* " )
    | (?P<name> [_A-Za-z]\w* )
    | (?P<number> -? \d+ (?: \.\d+ )? (?: [eE][+-]?\d+ )? )
    | (?P<sign> \.{3} | [!$&()\[\]{}:=@|] )
    """,
    re.DOTALL | re.VERBOSE | re.ASCII,
)
_TYPES = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Unreadable(Exception):
    """A body that is no GraphQL request."""


class Field(NamedTuple):
    """A field at the top of an operation: its type, "Query", "Mutation" or "Subscription", and its name."""

    type: str
    name: str


class _Selection(NamedTuple):
    """What an operation or a fragment selects: fields, and fragments by their names."""

    fields: tuple[str, ...]
    spreads: tuple[str, ...]


def top_fields(body: bytes) -> tuple[Field, ...]:
    """The fields at the top of the operation that a request asks for, each once.

    Args:
        body: The body of the request: JSON with `query`, and `operationName` where there are several.

    Raises:
        Unreadable: It is none.

    Example:
        >>> top_fields(b'{"query": "mutation { add: addPost(id: 1) { id } }"}')
        (Field(type='Mutation', name='addPost'),)
    """
    request = _parsed(body)
    reader = _Reader(request["query"])
    operations, fragments = reader.definitions()
    wanted = request.get("operationName")
    found = [one for name, one in operations if not wanted or name == wanted]
    if len(found) != 1:
        raise Unreadable
    kind, selection = found[0]
    return tuple(dict.fromkeys(Field(kind, name) for name in _fields(selection, fragments, set())))


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(body)
    except ValueError:
        raise Unreadable from None
    if not isinstance(request, Mapping) or not isinstance(request.get("query"), str):
        raise Unreadable
    return request


def _fields(selection: _Selection, fragments: Mapping[str, _Selection], seen: set[str]) -> Iterator[str]:
    yield from selection.fields
    for name in selection.spreads:
        if name not in fragments:
            raise Unreadable
        if name not in seen:
            seen.add(name)
            yield from _fields(fragments[name], fragments, seen)


class _Reader:
    """Reads a document from its start."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_tokens(text), ""]
        self._at = 0

    def definitions(self) -> tuple[list[tuple[str, tuple[str, _Selection]]], dict[str, _Selection]]:
        """The operations, each with its name, its type and what it selects, and the fragments."""
        operations: list[tuple[str, tuple[str, _Selection]]] = []
        fragments: dict[str, _Selection] = {}
        while self._next:
            kind = "query" if self._next == "{" else self._take()
            name = "" if self._next in "({@" else self._take()
            while self._next and self._next != "{":
                self._skip()
            if kind in _TYPES:
                operations.append((name, (_TYPES[kind], self._selection())))
            elif kind == "fragment":
                fragments[name] = self._selection()
            else:
                raise Unreadable
        return operations, fragments

    def _selection(self) -> _Selection:
        fields: list[str] = []
        spreads: list[str] = []
        self._expect("{")
        while self._next != "}":
            if self._next == "...":
                self._take()
                inner = self._spread()
                fields += inner.fields
                spreads += inner.spreads
                continue
            name = self._name()
            if self._next == ":":
                self._take()
                name = self._name()
            fields.append(name)
            self._skip_to_the_next()
        self._expect("}")
        return _Selection(tuple(fields), tuple(spreads))

    def _spread(self) -> _Selection:
        """What stands behind three dots: a fragment's name, or a fragment itself."""
        if self._next not in ("on", "@", "{"):
            name = self._name()
            self._skip_directives()
            return _Selection((), (name,))
        if self._next == "on":
            self._take()
            self._name()
        self._skip_directives()
        return self._selection()

    def _skip_to_the_next(self) -> None:
        """Pass by arguments, directives and what a field selects of its own."""
        if self._next == "(":
            self._skip()
        self._skip_directives()
        if self._next == "{":
            self._skip()

    def _skip_directives(self) -> None:
        while self._next == "@":
            self._take()
            self._name()
            if self._next == "(":
                self._skip()

    def _skip(self) -> None:
        """Pass by a token, and all up to the one that closes it."""
        closing: list[str] = []
        while True:
            token = self._take()
            if token in _CLOSING:
                closing.append(_CLOSING[token])
            elif closing and token == closing[-1]:
                closing.pop()
            if not closing:
                return

    @property
    def _next(self) -> str:
        return self._tokens[self._at]

    def _take(self) -> str:
        token = self._next
        if not token:
            raise Unreadable
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise Unreadable

    def _name(self) -> str:
        token = self._take()
        if not token.isidentifier():
            raise Unreadable
        return token


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise Unreadable
        if found.lastgroup:
            yield found[0]
        place = found.end()
