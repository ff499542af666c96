"""What the tests of the gate share."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import botocore
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError, UnknownServiceError

from pytest_fakests import Decision, FakeSts, Resource, fake_sts

Decisions = Callable[..., tuple[Decision, ...]]


@pytest.fixture(scope="module")
def observed() -> Iterator[FakeSts]:
    """A fake whose caller may do everything, with a key's alias, a table and an object with tags, in eu-west-1."""
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"
    known = [
        Resource("arn:aws:kms:eu-west-1:123456789012:key/1234abcd", aliases=["alias/app"]),
        Resource(table, partition_key="Customer"),
        Resource(f"{table}/index/ByDate", partition_key="Date"),
        Resource("arn:aws:s3:::reports/tagged.csv", tags={"team": "blue"}),
    ]
    with fake_sts(*known, region="eu-west-1") as fakests:
        yield fakests


@pytest.fixture
def decisions(observed: FakeSts) -> Decisions:
    """Call an operation with a real client; what policies were asked then."""

    def call(service: str, operation: str, params: dict[str, Any]) -> tuple[Decision, ...]:
        try:
            getattr(observed.client(service), xform_name(operation))(**params)
        except ClientError:  # what is another account's is denied, after it was asked for
            pass
        except (AttributeError, ParamValidationError, UnknownServiceError):
            if botocore.__version__ >= "1.44":
                raise
            pytest.skip("this botocore does not have the operation, or not all of its parameters")
        return observed.calls[-1].decisions

    return call


# Values that botocore's rules for endpoints, or its own handlers, would not take otherwise.
_FIXED = {
    "AccountId": "123456789012",
    "Bucket": "reports",
    "ChannelARN": "arn:aws:kinesis:eu-west-1:123456789012:channel/orders",
    "ConsumerARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1",
    "CopySource": "reports/q3.csv",
    "EndpointId": "abcde.veo",
    "KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/x",
    "OutpostId": "op-01ac5d28a6a232904",
    "PredictEndpoint": "https://realtime.machinelearning.eu-west-1.amazonaws.com",
    "QueueARN": "arn:aws:kinesis:eu-west-1:123456789012:queue/orders",
    "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
    "RequestRoute": "route",
    "RoleArn": "arn:aws:iam::123456789012:role/worker",
    "SpaceId": "space-1",
    "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
    "assetSHA256": hashlib.sha256(b"a").hexdigest(),
    "graphIdentifier": "g-1",
    "spaceId": "space-1",
}


def least(shape: Any, name: str = "", above: tuple[str, ...] = ()) -> Any:
    """The least value of an input shape that botocore takes: required members alone, of a union the first."""
    kind, smallest = shape.type_name, shape.metadata.get("min", 0)
    below = (*above, shape.name)
    if kind == "structure":
        members = list(shape.members)[:1] if shape.is_tagged_union else shape.required_members
        return {one: least(shape.members[one], one, below) for one in members}
    if kind in ("list", "map") and above.count(shape.name) > 1:
        return {} if kind == "map" else []
    if kind == "list":
        # An empty one of XML without an element of its own is not there on the wire, and S3 misses it.
        smallest = smallest or int(bool(shape.serialization.get("flattened")))
        return [least(shape.member, name, below) for _ in range(smallest)]
    if kind == "map":
        return {f"key-{number}": least(shape.value, name, below) for number in range(smallest)}
    if kind == "string":
        text = (shape.metadata.get("enum") or ["a"])[0]
        return _FIXED.get(name, _FIXED["StreamARN"] if name.endswith("ARN") else text).ljust(smallest, "a")
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)
    scalars = {"boolean": True, "timestamp": now, "blob": b"a" * max(1, int(smallest))}
    return scalars.get(kind, smallest)


@pytest.fixture
def least_parameters() -> Callable[[Any], dict[str, Any]]:
    """Make the least parameters that botocore takes for an operation, from its model."""
    return lambda model: least(model.input_shape) if model.input_shape else {}
