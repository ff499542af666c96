"""Checks of resource control policies.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import StatementView
from pytest_fakests.iam.organizations import RCP_SERVICES

_WILD = re.compile(r"[*?]")
_OF_PRINCIPAL = (
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principaltag/",
)
_OF_SOURCE = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
_OF_SOURCE_ORGANIZATION = ("aws:sourceorgid", "aws:sourceorgpaths")
_SOURCES = ("aws:sourceaccount", "aws:sourcearn")
_IS_SERVICE = "aws:principalisawsservice"


def rcp_syntax_error_action(view: StatementView) -> Iterator[Fault]:
    """An action is of a service that knows no resource control policies."""
    if view.kind is not PolicyKind.RESOURCE_CONTROL or view.allows:
        return
    for entry in view.entries("Action"):
        service = entry.text.split(":")[0].lower()
        if service not in RCP_SERVICES and not _WILD.search(service):
            yield Fault(entry.place, f"{quoted(service)} knows no resource control policies", "leave it out")


def rcp_missing_related_principal_condition_key(view: StatementView) -> Iterator[Fault]:
    """A condition on who calls also hits services that call for you."""
    yield from _unpaired(view, _OF_PRINCIPAL, "services that call for you have none", "false")


def rcp_missing_related_service_principal_condition_key(view: StatementView) -> Iterator[Fault]:
    """A condition on whom a service calls for also hits users and roles."""
    yield from _unpaired(view, _OF_SOURCE, "users and roles have none", "true")


def rcp_missing_service_condition_key_null_check(view: StatementView) -> Iterator[Fault]:
    """A condition on the organization that a service calls for also hits services that tell none."""
    if view.kind is not PolicyKind.RESOURCE_CONTROL or any(view.ensures(key) for key in _SOURCES):
        return
    for one in view.on(*_OF_SOURCE_ORGANIZATION):
        yield Fault(
            one.place, "services that do not tell a source have none", 'add "Null": {"aws:SourceAccount": "false"}'
        )


def _unpaired(view: StatementView, keys: tuple[str, ...], problem: str, value: str) -> Iterator[Fault]:
    if view.kind is not PolicyKind.RESOURCE_CONTROL or view.on(_IS_SERVICE):
        return
    for one in view.on(*keys):
        yield Fault(one.place, problem, f'add "BoolIfExists": {{"aws:PrincipalIsAWSService": "{value}"}}')
