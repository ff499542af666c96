"""Checks of the ARNs in Resource and NotResource, as far as they can be told without a list of all resources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted, suggestion
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import Entry, StatementView
from pytest_fakests.iam.parsing.resources import PARTITIONS

_WILD = re.compile(r"[*?]|\$\{")
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
# How Regions look; which there are, AWS alone knows.
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)?-(central|(?:north|south)(?:east|west)?|east|west)-\d+", re.ASCII)
_NO_REGIONS = ("global", "aws-global")
# What stands for an account in ARNs of AWS's own: policies and images, and the identities of CloudFront.
_ACCOUNTS_OF_AWS = ("aws", "cloudfront")


def invalid_arn_prefix(view: StatementView) -> Iterator[Fault]:
    """A resource begins with a wildcard instead of "arn:"."""
    for entry in view.entries("Resource", "NotResource"):
        if entry.text.startswith("*") and set(entry.text) != {"*"}:
            yield Fault(entry.place, f'{quoted(entry.text)} does not begin with "arn:"', 'write an ARN, or "*"')


def invalid_partition(view: StatementView) -> Iterator[Fault]:
    """A resource is in a partition that AWS does not have."""
    for entry, fields in _arns(view):
        if not _WILD.search(fields[1]) and fields[1] not in PARTITIONS:
            yield Fault(entry.place, f"{quoted(fields[1])} is no partition of AWS", suggestion(fields[1], PARTITIONS))


def invalid_arn_service_case(view: StatementView) -> Iterator[Fault]:
    """A resource has its service in upper case, which resources never have."""
    for entry, fields in _arns(view):
        if len(fields) > 2 and fields[2] != fields[2].lower():
            yield Fault(
                entry.place, f"no ARN has the service {quoted(fields[2])}", f"write {quoted(fields[2].lower())}"
            )


def wildcard_in_service_name(view: StatementView) -> Iterator[Fault]:
    """A service is named with a wildcard, which also matches services that are still to come."""
    for entry in view.entries("Action", "NotAction"):
        service, *name = entry.text.split(":")
        if name and ("*" in service or "?" in service):
            yield Fault(entry.place, f"{quoted(service)} names more than one service", "name each by itself")
    for entry, fields in _arns(view):
        if len(fields) > 3 and ("*" in fields[2] or "?" in fields[2]):
            yield Fault(entry.place, f"{quoted(fields[2])} names more than one service", "name each by itself")


def missing_arn_field(view: StatementView) -> Iterator[Fault]:
    """A resource has fewer than the six fields of an ARN, and no wildcard stands for those that miss."""
    for entry, fields in _arns(view):
        if len(fields) < 6 and not entry.text.endswith("*"):
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} has {len(fields)} of an ARN's six fields",
                "write arn:partition:service:region:account:resource",
            )


def invalid_arn_account(view: StatementView) -> Iterator[Fault]:
    """A resource has an account id that is not 12 digits."""
    for entry, fields in _arns(view):
        account = fields[4] if len(fields) > 5 else ""
        if account and not (_WILD.search(account) or _ACCOUNT.fullmatch(account) or account in _ACCOUNTS_OF_AWS):
            yield Fault(entry.place, f"{quoted(account)} is no account id", "write its 12 digits")


def invalid_arn_region(view: StatementView) -> Iterator[Fault]:
    """A resource has a Region that does not look like one."""
    for entry, fields in _arns(view):
        region = fields[3] if len(fields) > 5 else ""
        if region and not (_WILD.search(region) or REGION.fullmatch(region) or region in _NO_REGIONS):
            yield Fault(entry.place, f"{quoted(region)} is no Region", 'write it as "eu-west-1"')


def variable_before_resource_part(view: StatementView) -> Iterator[Fault]:
    """A policy variable stands before the fifth colon of a resource, where it is plain text.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    for entry, fields in _arns(view):
        if view.variables and any("${" in field for field in fields[:5]):
            yield Fault(
                entry.place,
                f"the policy variable in {quoted(entry.text)} is plain text before the fifth colon",
                "write what it stands for, or a wildcard",
            )


def _arns(view: StatementView) -> Iterator[tuple[Entry, list[str]]]:
    for entry in view.entries("Resource", "NotResource"):
        if entry.text.startswith("arn:"):
            yield entry, entry.text.split(":")
