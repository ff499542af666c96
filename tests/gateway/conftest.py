"""What the tests of the gate share."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, Resource, fake_sts

Decisions = Callable[..., tuple[Decision, ...]]


@pytest.fixture(scope="module")
def observed() -> Iterator[FakeSts]:
    """A fake whose caller may do everything, with an alias and a table, in eu-west-1."""
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"
    known = [
        Resource("arn:aws:kms:eu-west-1:123456789012:key/1234abcd", aliases=["alias/app"]),
        Resource(table, partition_key="Customer"),
        Resource(f"{table}/index/ByDate", partition_key="Date"),
    ]
    with fake_sts(*known, region="eu-west-1") as fakests:
        yield fakests


@pytest.fixture
def decisions(observed: FakeSts) -> Decisions:
    """Call an operation with a real client; what policies were asked then."""

    def call(service: str, operation: str, params: dict[str, Any]) -> tuple[Decision, ...]:
        with contextlib.suppress(ClientError):  # what is another account's is denied, after it was asked for
            getattr(observed.client(service), xform_name(operation))(**params)
        return observed.calls[-1].decisions

    return call
