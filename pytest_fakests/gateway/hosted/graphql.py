"""Which fields a GraphQL request asks for: the ones at the top, on which AppSync's permissions are.

graphql-core reads the query: an extra, loaded when the first one comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from graphql import DocumentNode, FragmentDefinitionNode, SelectionSetNode

_TYPES = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


class Unreadable(Exception):
    """The fields are not known; the text says why."""


class Field(NamedTuple):
    """A field at the top of an operation: its type, "Query", "Mutation" or "Subscription", and its name."""

    type: str
    name: str


def top_fields(body: bytes) -> tuple[Field, ...]:
    """The fields at the top of the operation that a request asks for, each once.

    Args:
        body: The body of the request: JSON with `query`, and `operationName` where there are several.

    Raises:
        Unreadable: It is no such request, or graphql-core is not installed.

    Example:
        >>> top_fields(b'{"query": "mutation { add: addPost(id: 1) { id } }"}')
        (Field(type='Mutation', name='addPost'),)
    """
    request = _request(body)
    document = _document(request["query"])
    from graphql import FragmentDefinitionNode, OperationDefinitionNode

    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    wanted = request.get("operationName")
    found = [one for one in operations if not wanted or (one.name and one.name.value == wanted)]
    if len(found) != 1:
        raise _unreadable()
    kind = _TYPES[found[0].operation.value]
    names = _fields(found[0].selection_set, fragments, set())
    try:
        return tuple(dict.fromkeys(Field(kind, name) for name in names))
    except RecursionError:
        # Of fragments in fragments.
        raise _unreadable() from None


def _request(body: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(request, Mapping) or not isinstance(request.get("query"), str):
        raise _unreadable()
    return request


def _document(query: str) -> DocumentNode:
    try:
        from graphql import GraphQLSyntaxError, parse
    except ImportError:
        reason = "its fields are read by graphql-core, which is not installed: pip install 'pytest-fakests[graphql]'"
        raise Unreadable(reason) from None
    try:
        return parse(query, no_location=True)
    except (GraphQLSyntaxError, RecursionError):
        raise _unreadable() from None


def _fields(
    selected: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode

    for one in selected.selections:
        if isinstance(one, FieldNode):
            yield one.name.value
        elif isinstance(one, InlineFragmentNode):
            yield from _fields(one.selection_set, fragments, seen)
        elif isinstance(one, FragmentSpreadNode) and one.name.value not in seen:
            seen.add(one.name.value)
            if one.name.value not in fragments:
                raise _unreadable()
            yield from _fields(fragments[one.name.value].selection_set, fragments, seen)


def _unreadable() -> Unreadable:
    return Unreadable("its body is no GraphQL request")
