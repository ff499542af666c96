"""Checks of who may pass roles to services, and create service-linked ones, more of them than are named.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pytest_fakests.iam.errors import Place
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.checks.grants import named_or_wild, wild_resources
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import StatementView
from pytest_fakests.iam.matching.globs import glob


class _Grant(NamedTuple):
    """An action on roles, the key that narrows it, last parts of ARNs that all are its resources, and what it does."""

    action: str
    key: str
    probes: tuple[str, ...]
    what: str
    remedy: str


_PASS = _Grant(
    "iam:passrole",
    "iam:passedtoservice",
    ("role/one", "role/path/another"),
    "it lets any role be passed to a service",
    "name the roles, or add a condition on iam:PassedToService",
)
_CREATE = _Grant(
    "iam:createservicelinkedrole",
    "iam:awsservicename",
    ("role/aws-service-role/one.amazonaws.com/One", "role/aws-service-role/another.amazonaws.com/Another"),
    "it lets service-linked roles of any service be created",
    "name the roles, or add a condition on iam:AWSServiceName",
)


def pass_role_with_star_in_resource(view: StatementView) -> Iterator[Fault]:
    """It allows iam:PassRole on every role."""
    yield from _named_on_star(view, _PASS)


def pass_role_with_star_in_action_and_resource(view: StatementView) -> Iterator[Fault]:
    """A wildcard in its actions takes in iam:PassRole, on every role."""
    yield from _star_on_star(view, _PASS)


def pass_role_with_star_in_resource_and_not_action(view: StatementView) -> Iterator[Fault]:
    """It does not except iam:PassRole from what it allows, on every role."""
    yield from _not_action_on_star(view, _PASS)


def pass_role_with_not_resource(view: StatementView) -> Iterator[Fault]:
    """It allows iam:PassRole on every role but those that it names."""
    yield from _named_on_not(view, _PASS)


def pass_role_with_star_in_action_and_not_resource(view: StatementView) -> Iterator[Fault]:
    """A wildcard in its actions takes in iam:PassRole, on every role but those that it names."""
    yield from _star_on_not(view, _PASS)


def pass_role_with_not_action_and_not_resource(view: StatementView) -> Iterator[Fault]:
    """It does not except iam:PassRole from what it allows, on every role but those that it names."""
    yield from _not_action_on_not(view, _PASS)


def create_slr_with_star_in_resource(view: StatementView) -> Iterator[Fault]:
    """It allows iam:CreateServiceLinkedRole for every service."""
    yield from _named_on_star(view, _CREATE)


def create_slr_with_star_in_action_and_resource(view: StatementView) -> Iterator[Fault]:
    """A wildcard in its actions takes in iam:CreateServiceLinkedRole, for every service."""
    yield from _star_on_star(view, _CREATE)


def create_slr_with_star_in_resource_and_not_action(view: StatementView) -> Iterator[Fault]:
    """It does not except iam:CreateServiceLinkedRole from what it allows, for every service."""
    yield from _not_action_on_star(view, _CREATE)


def create_slr_with_not_resource(view: StatementView) -> Iterator[Fault]:
    """It allows iam:CreateServiceLinkedRole for every service but those that it names."""
    yield from _named_on_not(view, _CREATE)


def create_slr_with_star_in_action_and_not_resource(view: StatementView) -> Iterator[Fault]:
    """A wildcard in its actions takes in iam:CreateServiceLinkedRole, for every service but those that it names."""
    yield from _star_on_not(view, _CREATE)


def create_slr_with_not_action_and_not_resource(view: StatementView) -> Iterator[Fault]:
    """It does not except iam:CreateServiceLinkedRole from what it allows, for every service but those that it names."""
    yield from _not_action_on_not(view, _CREATE)


def _named_on_star(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and named_or_wild(view, grant.action)[0]:
        yield from _on_star(view, grant)


def _star_on_star(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and named_or_wild(view, grant.action) == (False, True):
        yield from _on_star(view, grant)


def _not_action_on_star(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and _not_excepted(view, grant):
        yield from _on_star(view, grant)


def _named_on_not(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and named_or_wild(view, grant.action)[0]:
        yield from _on_not(view, grant)


def _star_on_not(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and named_or_wild(view, grant.action) == (False, True):
        yield from _on_not(view, grant)


def _not_action_on_not(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if _open(view, grant) and _not_excepted(view, grant):
        yield from _on_not(view, grant)


def _open(view: StatementView, grant: _Grant) -> bool:
    return view.grants and view.kind is PolicyKind.IDENTITY and not view.requires(grant.key)


def _not_excepted(view: StatementView, grant: _Grant) -> bool:
    excepted = [entry.text.lower() for entry in view.entries("NotAction")]
    return bool(excepted) and not any(glob(text).matches(grant.action) for text in excepted)


def _on_star(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    for entry in wild_resources(view, grant.probes):
        yield _fault(entry.place, grant)


def _on_not(view: StatementView, grant: _Grant) -> Iterator[Fault]:
    if "NotResource" in view.written:
        yield _fault(view.place.element("NotResource"), grant)


def _fault(place: Place, grant: _Grant) -> Fault:
    return Fault(place, grant.what, grant.remedy)
