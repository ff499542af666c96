"""Checks of actions against AWS's Service Authorization Reference: that they are there, and of one access level."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.named import SEE, named_actions, near
from pytest_fakests.iam.lint.reference import ActionEntry
from pytest_fakests.iam.lint.views import Entry, StatementView


def invalid_service_in_action(view: StatementView) -> Iterator[Fault]:
    """An action is of a service that AWS does not have."""
    reference = view.within.asked
    for entry, service, _ in named_actions(view, "Action", "NotAction"):
        if service not in reference.services:
            yield Fault(entry.place, f"there is no service {quoted(service)}", near(service, reference.services))


def invalid_action(view: StatementView) -> Iterator[Fault]:
    """An action is none that its service has, or a pattern matches none of them."""
    reference = view.within.asked
    for entry, service, name in named_actions(view, "Action", "NotAction"):
        if service in reference.services and not reference.matching(entry.text.lower()):
            names = [f"{service}:{action.name}" for action in reference.actions(service).values()]
            if "*" in name or "?" in name:
                yield Fault(entry.place, f"{quoted(entry.text)} matches no action", SEE)
            else:
                yield Fault(entry.place, f"{quoted(entry.text)} is no action", near(entry.text, names))


def wildcard_across_access_levels(view: StatementView) -> Iterator[Fault]:
    """A pattern matches actions that read and actions that write, or some that manage permissions among others.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
    """
    for entry, service, name in named_actions(view, "Action") if view.grants else ():
        found = view.within.asked.matching(entry.text.lower()) if name != "*" else []
        permissions = [action for action in found if action.permissions]
        changing = [action for action in found if action.changes]
        if permissions and len(permissions) < len(found):
            yield _levels(entry, service, permissions[0], "manages permissions")
        elif changing and len(changing) < len(found):
            yield _levels(entry, service, changing[0], "changes things")


def _levels(entry: Entry, service: str, action: ActionEntry, what: str) -> Fault:
    return Fault(
        entry.place, f"{quoted(entry.text)} also matches {service}:{action.name}, which {what}", "name the actions"
    )
