"""Amazon DynamoDB's PartiQL: the table that a statement works on, its attributes, and what its partition key is.

Sources: DynamoDB Developer Guide, "PartiQL select statements for DynamoDB" and its like, "IAM security policies with
PartiQL for DynamoDB".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_NAME = r'(?:"(?P<{0}>(?:[^"]|"")+)"|(?P<{0}_bare>[A-Za-z_][\w-]*))'
_TARGET = re.compile(rf"\b(?:FROM|INTO|UPDATE)\s+{_NAME.format('table')}(?:\.{_NAME.format('index')})?", re.IGNORECASE)
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")+"|\?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|<=|>=|<>|\S""")
# Words of the grammar: an attribute of such a name is written in quotes.
_WORDS = frozenset(
    {"SELECT", "FROM", "WHERE", "ORDER", "BY", "DESC", "ASC", "UPDATE", "SET", "REMOVE", "DELETE", "INSERT", "INTO"}
    | {"VALUE", "AND", "OR", "NOT", "BETWEEN", "IN", "IS", "NULL", "MISSING", "TRUE", "FALSE", "EXISTS"}
    | {"RETURNING", "ALL", "OLD", "MODIFIED", "NEW", "ON", "CONFLICT", "DO", "NOTHING"}
)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_RETURNED = {"ALL": "ALL", "MODIFIED": "UPDATED"}

Tokens = Sequence[str]
Values = tuple[str, ...]


def partiql_target(value: str, call: Call, _: str) -> str:
    """The table named in a statement, `TABLE/index/INDEX` where it reads an index."""
    match = _TARGET.search(_LITERAL.sub("''", value))
    if match is None:
        raise call.unknown(f"the PartiQL statement {value!r} names no table")
    table = match["table"] or match["table_bare"]
    index = match["index"] or match["index_bare"]
    return f"{table}/index/{index}" if index else table


def selects_all(statement: str) -> bool:
    """Whether a statement reads whole items."""
    return [token.upper() for token in _TOKEN.findall(statement)[:2]] == ["SELECT", "*"]


def returned(statement: str) -> str | None:
    """What a statement returns of the item that it changes, in the words of ReturnValues."""
    words = [token.upper() for token in _TOKEN.findall(statement)]
    if "RETURNING" not in words:
        return None
    kind, *when = words[words.index("RETURNING") + 1 :][:2]
    return "_".join([_RETURNED.get(kind, kind), *when])


def named(statement: str) -> Iterator[str]:
    """The top-level attributes that a statement names."""
    tokens = _TOKEN.findall(statement)
    if tokens[0].upper() == "INSERT":
        yield from _inserted(tokens)
        return
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        is_name = token[0] == '"' or (re.match(r"[A-Za-z_]", token) and token.upper() not in _WORDS)
        if is_name and before.upper() not in (".", "FROM", "INTO", "UPDATE") and after != "(":
            yield _name(token)


def partition_values(statement: str, parameters: Sequence[Any], key: str | None) -> list[Any] | None:
    """What a statement says that its partition key is: literals as text, or its parameters; none: it reads them all.

    Returns:
        The values; None where it is not known which attribute is the key, or the statement is too intricate to tell.

    Example:
        >>> partition_values("SELECT * FROM Orders WHERE Customer IN ['ann', ?] AND Id > 3", [{"S": "bob"}], "Customer")
        ['ann', {'S': 'bob'}]
    """
    tokens = _numbered(_TOKEN.findall(statement))
    if tokens[0].upper() == "INSERT":
        item = _inserted(tokens)
        return _values([item[key]], parameters) if key is not None and key in item else None
    words = [token.upper() for token in tokens]
    if "WHERE" not in words:
        return []
    end = next((words.index(word) for word in ("ORDER", "RETURNING") if word in words), len(tokens))
    return None if key is None else _restricted(tokens[words.index("WHERE") + 1 : end], parameters, key)


def _restricted(tokens: Tokens, parameters: Sequence[Any], key: str) -> list[Any] | None:
    if key not in map(_name, tokens):
        return []
    ways = _split(tokens, "OR")
    if len(ways) > 1:
        return None
    parts = _split(tokens, "AND")
    if len(parts) > 1:
        found = [_restricted(part, parameters, key) for part in parts]
        return next((values for values in found if values), None if None in found else [])
    return _compared(tokens, parameters, key)


def _compared(tokens: Tokens, parameters: Sequence[Any], key: str) -> list[Any] | None:
    """What one comparison, as `key = value` or `key IN [...]`, says that the key is."""
    if tokens[0] == "(" and tokens[-1] == ")":
        return _restricted(tokens[1:-1], parameters, key)
    if len(tokens) == 3 and tokens[1] == "=":
        return _values([tokens[2] if _name(tokens[0]) == key else tokens[0]], parameters)
    if _name(tokens[0]) == key and len(tokens) > 2:
        if tokens[1].upper() == "IN" and tokens[2] in _OPEN:
            return _values([token for token in tokens[3:-1] if token != ","], parameters)
        if tokens[1].upper() == "BETWEEN" or tokens[1] in ("<", ">", "<=", ">=", "<>"):
            return []
    return None


def _split(tokens: Tokens, word: str) -> list[Tokens]:
    """The tokens between the `word`s that are in no brackets; the AND of BETWEEN is not one of them."""
    parts: list[list[str]] = [[]]
    depth, between = 0, False
    for token in tokens:
        upper = token.upper()
        depth += (token in _OPEN) - (token in _CLOSE)
        if upper == word and depth == 0 and not (between and word == "AND"):
            parts.append([])
            continue
        between = upper == "BETWEEN" or (between and upper != "AND")
        parts[-1].append(token)
    return [part for part in parts if part]


def _inserted(tokens: Tokens) -> Mapping[str, str]:
    """The members of the item that is inserted, each with the first token of its value."""
    found, depth = {}, 0
    for index, token in enumerate(tokens):
        depth += (token in _OPEN) - (token in _CLOSE)
        if depth == 1 and token[0] == "'" and tokens[index + 1 : index + 2] == [":"]:
            found[_name(token)] = "".join(tokens[index + 2 : index + 3])
    return found


def _numbered(tokens: list[str]) -> list[str]:
    """The tokens, each `?` with the number of its parameter."""
    counted = iter(range(len(tokens)))
    return [f"?{next(counted)}" if token == "?" else token for token in tokens]


def _values(tokens: Tokens, parameters: Sequence[Any]) -> list[Any] | None:
    """Literals as text and parameters as they are; None where one is neither."""
    found: list[Any] = []
    for token in tokens:
        if token[:1] == "?" and int(token[1:]) < len(parameters):
            found.append(parameters[int(token[1:])])
        elif token[:1] == "'" or token.lstrip("-")[:1].isdigit():
            found.append(_name(token))
        else:
            return None
    return found


def _name(token: str) -> str:
    quote = token[0]
    return token[1:-1].replace(quote * 2, quote) if quote in "'\"" else token


FILTERS = {"partiql_target": Filter(partiql_target)}
