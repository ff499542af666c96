"""Amazon DynamoDB: the table that a PartiQL statement works on."""

from __future__ import annotations

import re

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_NAME = r'(?:"(?P<{0}>(?:[^"]|"")+)"|(?P<{0}_bare>[A-Za-z_][\w-]*))'
# DynamoDB Developer Guide, "PartiQL select/insert/update/delete statements".
_TARGET = re.compile(rf"\b(?:FROM|INTO|UPDATE)\s+{_NAME.format('table')}(?:\.{_NAME.format('index')})?", re.IGNORECASE)


def partiql_target(value: str, call: Call, _: str) -> str:
    """The table named in a statement, `TABLE/index/INDEX` where it reads an index."""
    match = _TARGET.search(_LITERAL.sub("''", value))
    if match is None:
        raise call.unknown(f"the PartiQL statement {value!r} names no table")
    table = match["table"] or match["table_bare"]
    index = match["index"] or match["index_bare"]
    return f"{table}/index/{index}" if index else table


FILTERS = {"partiql_target": Filter(partiql_target)}
