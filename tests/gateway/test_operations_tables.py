"""The tables of operations against botocore's models: nothing in them is misspelt, nothing in them fails."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.model import MapShape, ServiceModel
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_fakests.gateway.operations import (
    Entry,
    Place,
    UnmappedOperation,
    load_table,
    required_permissions,
)
from pytest_fakests.gateway.operations.conditions import compile_condition
from pytest_fakests.gateway.operations.filters import FILTERS
from pytest_fakests.gateway.operations.paths import EVERY, KEYS, Path, parse_path
from pytest_fakests.gateway.operations.tables import TABLES, load_keys
from pytest_fakests.gateway.operations.templates import Hole, Template, compile_template

HERE = Place("aws", "eu-west-1", "123456789012", "julie")
# The tables have the operations of botocore 1.44.8; older models lack operations and members, newer ones may drop some,
# as 1.44.6 dropped those below, which users of 1.44.5 still have.
VERSION = tuple(int(part) for part in botocore.__version__.split(".")[:3])
KNOWN = VERSION == (1, 44, 8)
needs_the_models = pytest.mark.skipif(not KNOWN, reason="the tables are not of this botocore's models")
DROPPED = {"glue": {"DeleteAssetType", "PutAssetType"}}
# CopySource is a text in botocore's model and is taken apart before the tables see it.
NOT_IN_THE_MODEL = {("CopySource", "VersionId"), ("CopySource", "Tagged")}


@functools.cache
def model(service: str) -> ServiceModel:
    """botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


def member(shape: Any, step: str) -> Any:
    """The shape that one step of a path leads to; None where there is none."""
    if step == EVERY:
        return getattr(shape, "member", None)
    if isinstance(shape, MapShape):
        return shape.key if step == KEYS else shape.value
    members = getattr(shape, "members", {})
    return shape if step == KEYS and members else members.get(step)


def holes(template: Template) -> Iterator[Hole]:
    """The holes of a template that parameters fill, those of its `else` included."""
    for part in template.parts:
        if isinstance(part, Hole):
            yield part
            if part.otherwise is not None:
                yield from holes(part.otherwise)


def paths_of(entry: Entry) -> Iterator[Path]:
    """Every member path in an entry's templates and in its condition."""
    for template in (*entry.resources, *([entry.otherwise] if entry.otherwise else [])):
        yield from (hole.path for hole in holes(compile_template(template)))
    for way in (entry.when or "").split(" or "):
        yield from (parse_path(test.split()[0]) for test in way.split(" and ") if test)


def needed(service: str) -> Iterator[tuple[str, Entry]]:
    """The entries of a service's table that a call can show to apply, each with its operation."""
    for operation, row in load_table(service).items():
        yield from ((operation, entry) for entry in row.entries if compile_condition(entry.when) is not None)


@needs_the_models
@pytest.mark.parametrize("service", TABLES)
def test_every_operation_of_a_table_exists(service: str) -> None:
    """Every operation of a table exists in botocore, under that name."""
    assert set(load_table(service)) - set(model(service).operation_names) - DROPPED.get(service, set()) == set()


@needs_the_models
@pytest.mark.parametrize("service", TABLES)
def test_every_operation_of_a_service_is_in_its_table(service: str) -> None:
    """A service with a table has a row for each of its operations, but for one that STS itself answers."""
    lacking = set(model(service).operation_names) - set(load_table(service))
    assert lacking - {"GetScopedCredentials"} == set()


@needs_the_models
@pytest.mark.parametrize("service", TABLES)
def test_every_member_of_a_table_exists_in_the_input(service: str) -> None:
    """Every path in a template or a condition leads to a member of the operation's input."""
    lost = [
        (operation, entry.action, path)
        for operation, entry in needed(service)
        for path in paths_of(entry)
        if path not in NOT_IN_THE_MODEL
        and functools.reduce(member, path, model(service).operation_model(operation).input_shape) is None
    ]
    assert lost == []


@pytest.mark.parametrize("service", TABLES)
def test_an_operation_with_actions_has_one_that_a_call_can_need(service: str) -> None:
    """No operation is left with entries that never apply, which would look like one that needs no permission."""
    mute = set(load_table(service)) - {operation for operation, _ in needed(service)}
    assert {operation for operation in mute if load_table(service)[operation].entries} == set()


def test_only_two_operations_need_no_permission() -> None:
    """GetCallerIdentity and GetSessionToken are all that anyone may call (STS API Reference)."""
    free = {
        f"{service}:{operation}"
        for service in TABLES
        for operation, row in load_table(service).items()
        if not row.entries
    }
    assert free == {"sts:GetCallerIdentity", "sts:GetSessionToken"}


def test_a_row_tells_its_source() -> None:
    """Rows that were read in AWS's documents name them, and those that were not are marked."""
    read, inferred = load_table("sts")["AssumeRole"], load_table("dynamodb")["DescribeBulkOperation"]
    assert (read.verified, inferred.verified) == (True, False)
    assert read.source == "IAM/STS user guide and API reference; SAR operations table"


def test_every_filter_is_used_by_a_table() -> None:
    """No filter is left over but those of condition keys that no table lists."""
    texts = [text for service in TABLES for _, entry in needed(service) for text in entry.resources]
    texts += [text for service in TABLES for row in load_keys(service) for text in row.values]
    used = {id(apply) for text in texts for hole in holes(compile_template(text)) for apply, _ in hole.filters}
    assert {name for name, apply in FILTERS.items() if id(apply) not in used} == {
        "called_via",
        "request_alias",
        "via_service",
    }


@needs_the_models
@pytest.mark.parametrize("service", TABLES)
def test_every_condition_key_has_a_member_that_sets_it(service: str) -> None:
    """Each value of a key is in the input of an operation that needs an action which carries the key."""
    lost = [
        (row.name, value)
        for row in load_keys(service)
        for value in row.values
        if not any(
            all(leads_somewhere(service, operation, hole.path) for hole in holes(compile_template(value)))
            for operation, entry in needed(service)
            if not row.actions or entry.action in row.actions
        )
    ]
    assert lost == []


def leads_somewhere(service: str, operation: str, path: Path) -> bool:
    """Whether a path leads to a member of an operation's input."""
    if path in NOT_IN_THE_MODEL or operation not in model(service).operation_names:
        return path in NOT_IN_THE_MODEL
    return functools.reduce(member, path, model(service).operation_model(operation).input_shape) is not None


TEXTS = ("name", "a/b", "arn:aws:iam::123456789012:role/r", "a:b:c", "", "é", "alias/k", "i-1", "UPDATE T")
SCALARS = {"blob": st.just(b"x"), "boolean": st.booleans()}


@st.composite
def values(draw: st.DrawFn, shape: Any, depth: int = 4) -> Any:
    """Values of a shape: down to `depth`, what is required and some of the rest; below it, empty ones."""
    within = functools.partial(values, depth=depth - 1)
    some = st.integers(0, 2 if depth else 0)
    if shape.type_name == "structure":
        wanted = [name for name in shape.members if depth and (name in shape.required_members or draw(some) == 1)]
        return {name: draw(within(shape.members[name])) for name in wanted}
    if shape.type_name == "list":
        return [draw(within(shape.member)) for _ in range(draw(some))]
    if shape.type_name == "map":
        return {draw(within(shape.key)): draw(within(shape.value)) for _ in range(draw(some))}
    if shape.type_name == "string":
        return draw(st.sampled_from(shape.enum or TEXTS))
    return draw(SCALARS.get(shape.type_name, st.integers(0, 9)))


@pytest.mark.parametrize("service", TABLES)
@settings(max_examples=settings().max_examples * 2 // 5)
@given(data=st.data())
def test_any_parameters_give_resources_or_say_what_is_not_known(service: str, data: st.DataObject) -> None:
    """Whatever the parameters, a call gives permissions with resources, or the error for unmapped calls."""
    known = sorted(set(load_table(service)) & set(model(service).operation_names))
    operation = data.draw(st.sampled_from(known))
    shape = model(service).operation_model(operation).input_shape
    params = {} if shape is None else data.draw(values(shape))
    try:
        permissions = required_permissions(service, operation, params, HERE)
    except UnmappedOperation:
        return
    assert all(permission.resources and all(permission.resources) for permission in permissions)
