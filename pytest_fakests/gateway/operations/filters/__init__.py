"""The resource filters of the tables, by name: from a parameter's value to its part of an ARN."""

from __future__ import annotations

from pytest_fakests.gateway.operations.filters import (
    bedrock,
    compute,
    dynamodb_keys,
    ec2,
    glue,
    identity,
    kms,
    management,
    messaging,
    partiql,
    s3,
    secretsmanager,
    ssm,
    text,
    unknowable,
)
from pytest_fakests.gateway.operations.filters.filter import Filter, Whole

__all__ = ["FILTERS", "Filter", "Whole"]

_FAMILIES = (
    text,
    s3,
    dynamodb_keys,
    partiql,
    messaging,
    kms,
    secretsmanager,
    identity,
    compute,
    ec2,
    ssm,
    management,
    glue,
    bedrock,
    unknowable,
)
FILTERS: dict[str, Filter] = {name: found for family in _FAMILIES for name, found in family.FILTERS.items()}
