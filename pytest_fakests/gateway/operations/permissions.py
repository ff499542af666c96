"""Which permissions a call needs: the rows of the tables, compiled and filled from the call's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pytest_fakests.gateway.operations.access_points import with_buckets
from pytest_fakests.gateway.operations.call import Call, Place
from pytest_fakests.gateway.operations.conditions import compile_condition
from pytest_fakests.gateway.operations.context import keys_of
from pytest_fakests.gateway.operations.directory_buckets import in_directory_buckets
from pytest_fakests.gateway.operations.ec2_tags import tagged
from pytest_fakests.gateway.operations.entries import Fill, compile_entry
from pytest_fakests.gateway.operations.errors import UnknownResource, UnmappedOperation
from pytest_fakests.gateway.operations.filters.s3 import with_copy_source
from pytest_fakests.gateway.operations.inference_profiles import with_models
from pytest_fakests.gateway.operations.object_lambda import through_object_lambda
from pytest_fakests.gateway.operations.permission import Permission
from pytest_fakests.gateway.operations.tables import TABLES, load_table


def required_permissions(
    service: str,
    operation: str,
    params: Mapping[str, Any],
    place: Place,
    state: Mapping[str, str] | None = None,
) -> tuple[Permission, ...]:
    """The permissions that a call needs, all of them; none for a call that needs no permission.

    Args:
        service: botocore's name of the service, such as "s3" or "stepfunctions".
        operation: The operation, such as "GetObject".
        params: The parameters as the caller gave them to botocore. Some condition keys are found out from them when
            they are asked for, so they must not be changed.
        place: Where and by whom the call is made.
        state: ARNs of KMS aliases, each with the ARN of the key behind it, of DynamoDB tables and indexes, each with
            the name of its partition key, of S3 access points, as `with_buckets` takes them, with their aliases, and of
            inference profiles, each with those of its models; S3 objects with tags, as `with_copy_source` takes them.

    Raises:
        UnmappedOperation: No table says which permissions the operation needs; as UnknownResource, the
            parameters do not tell which resource the call touches.

    Example:
        >>> place = Place("aws", "us-east-1", "123456789012")
        >>> required_permissions("s3", "GetObject", {"Bucket": "reports", "Key": "q3.csv"}, place)[0].resources
        ('arn:aws:s3:::reports/q3.csv',)
    """
    fills, actions = _compiled(service, operation)
    # What is found out later is found out from the state of this moment.
    state = dict(state) if state else {}
    call = Call(service, operation, params, place, state)
    seen = with_copy_source(params, state) if "CopySource" in params else params
    found: tuple[Permission, ...] = ()
    for fill in fills:
        found += fill(call, seen)
    if fills and not found:
        raise UnknownResource(service, operation, f"its parameters call for none of {', '.join(actions)}")
    if service == "s3":
        return _of_s3(found, call)
    if service == "bedrock-runtime":
        return tuple(with_models(found, call))
    specifications = params.get("TagSpecifications") if service == "ec2" else None
    return tuple(tagged(found, specifications)) if specifications else found


def _of_s3(found: tuple[Permission, ...], call: Call) -> tuple[Permission, ...]:
    """What access points and directory buckets make of permissions."""

    def asked_of(bucket: str) -> tuple[Permission, ...]:
        params = {**call.params, "Bucket": bucket}
        return required_permissions("s3", call.operation, params, call.place, call.state)

    for permission in found:
        for resource in permission.resources:
            if ":accesspoint/" in resource or ":s3express:" in resource:
                behind = with_buckets(found, call.state)
                return tuple(through_object_lambda(in_directory_buckets(behind, call), call, asked_of))
    return found


@cache
def _compiled(service: str, operation: str) -> tuple[tuple[Fill, ...], tuple[str, ...]]:
    """What fills the entries of an operation, and the actions that these are about."""
    if service not in TABLES:
        raise UnmappedOperation(service, operation, f"there is no table of the service {service}")
    row = load_table(service).get(operation)
    if row is None:
        raise UnmappedOperation(service, operation, f"the table of the service {service} has no such operation")
    ready = [(entry, when) for entry in row.entries if (when := compile_condition(entry.when)) is not None]
    fills = (compile_entry(entry, when, keys_of(service, operation, entry)) for entry, when in ready)
    return tuple(fills), tuple(dict.fromkeys(entry.action for entry, _ in ready))
