"""The changes that mutmut knows to make, one at a time, in the functions of a package."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import libcst
from mutmut.mutation.file_mutation import create_mutations, deep_replace

# mutmut passes over functions with other decorators than these two, as its own way to run mutants cannot replace them.
_DECORATOR = re.compile(r"^( *)@(?!staticmethod$|classmethod$)(?=property$|functools\.)", re.MULTILINE)
_HIDDEN = re.compile(r"^( *)#@", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Change:
    """What tells a change from others, wherever its lines have moved to; survivors.toml names changes so."""

    function: str
    was: str
    became: str


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A module with one change in one function.

    Attributes:
        module: The module, as "pytest_fakests.iam.context".
        path: Its file.
        function: The qualified name of the function in it.
        change: The lines that it takes away, and those that it puts there.
        lines: The lines of the file whose run makes the difference.
        key: What the function is and becomes, hashed: a verdict on it stays right where only other code changes.
        source: The module's text with the change.
    """

    module: str
    path: Path
    function: str
    change: Change
    lines: frozenset[int]
    key: str
    source: str = dataclasses.field(repr=False)


def mutants(path: Path, module: str, package: str, wanted: Callable[[str], bool]) -> Iterator[Mutant]:
    """Each change of a file that mutmut knows, in the functions that are wanted, as "context.RequestContext.items"."""
    text = path.read_text("utf-8")
    short = module.removeprefix(f"{package}.")
    tree, mutations, _, _ = create_mutations(str(path), _DECORATOR.sub(r"\1#@", text))
    pieces = ["".join(map(tree.code_for_node, tree.header)), *map(tree.code_for_node, tree.body)]
    functions = {id(node): (name, at) for at, top in enumerate(tree.body) for node, name in _functions(top)}
    texts = {name: tree.code_for_node(node) for top in tree.body for node, name in _functions(top)}
    spans = _spans(ast.parse(text))
    for mutation in mutations:
        name, at = functions.get(id(mutation.contained_by_top_level_function), ("", 0))
        if not name or not wanted(f"{short}.{name}"):  # without a name it is in the body of a class or module
            continue
        # The node that holds the change is a statement of the module still.
        top = cast(
            libcst.SimpleStatementLine, deep_replace(tree.body[at], mutation.original_node, mutation.mutated_node)
        )
        changed = "".join([*pieces[: at + 1], tree.code_for_node(top), *pieces[at + 2 :]])
        yield _mutant(path, module, short, name, texts[name], text, _HIDDEN.sub(r"\1@", changed), spans)


def _functions(top: libcst.CSTNode) -> Iterator[tuple[libcst.FunctionDef, str]]:
    """The functions that a statement of a module defines, each with its qualified name."""
    if isinstance(top, libcst.FunctionDef):
        yield top, top.name.value
    elif isinstance(top, libcst.ClassDef):
        for node in top.body.body:
            if isinstance(node, libcst.FunctionDef):
                yield node, f"{top.name.value}.{node.name.value}"


def _mutant(
    path: Path, module: str, short: str, name: str, function: str, text: str, source: str, spans: tuple[range, ...]
) -> Mutant:
    old, new = text.splitlines(), source.splitlines()
    start = next(n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    was, became = old[start : len(old) - same], new[start : len(new) - same]
    lines = range(start + 1, max(start + 1, len(old) - same) + 1)
    change = Change(f"{short}.{name}", *("\n".join(map(str.strip, changed)) for changed in (was, became)))
    before = old[:start].count(old[start])
    whole = "\n".join((change.function, function, change.was, change.became, str(before)))
    key = hashlib.sha256(whole.encode()).hexdigest()[:20]
    return Mutant(module, path, name, change, _touched(spans, lines), key, source)


def _spans(tree: ast.Module) -> tuple[range, ...]:
    """The lines of each statement; of one that holds others, those before them."""
    kinds = (ast.stmt, ast.excepthandler, ast.match_case)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, kinds):
            first = getattr(node, "lineno", None) or cast(ast.match_case, node).pattern.lineno
            inner = getattr(node, "body", None)
            last = max(first, inner[0].lineno - 1) if inner else node.end_lineno
            found.append(range(first, last + 1))
    return tuple(found)


def _touched(spans: tuple[range, ...], changed: range) -> frozenset[int]:
    """The lines of the statements to which the changed lines belong."""
    return frozenset(line for span in spans if set(span) & set(changed) for line in span) | frozenset(changed)
