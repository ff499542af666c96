"""Checks of resources against AWS's Service Authorization Reference: their ARNs, and the actions that take them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pytest_fakests.iam.context import EVERY_BUCKET, LISTS_BUCKETS
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.named import known_actions
from pytest_fakests.iam.lint.patterns import NO_SLASH, arns_overlap
from pytest_fakests.iam.lint.reference import ActionEntry
from pytest_fakests.iam.lint.views import Entry, StatementView
from pytest_fakests.iam.matching.globs import glob

# A version without variables does not ask for them to be closed.
_VARIABLE = re.compile(r"\$\{[^}]*\}?")
_REGION, _ACCOUNT = 3, 4


def action_takes_no_such_resource(view: StatementView) -> Iterator[Fault]:
    """An action takes none of the resources of its statement, so that it is never asked for on them.

    Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """
    misspelt = {entry.place for entry, formats in _arns(view) if not _fits(entry.text, formats)}
    resources = [entry for entry in view.entries("Resource") if entry.place not in misspelt]
    for entry, known in known_actions(view) if resources else ():
        if not any(_takes(action, resource) for action in known for resource in resources):
            formats = sorted({text for action in known for text in action.formats.values()})
            shown = " or ".join(quoted(text.replace(NO_SLASH, "*")) for text in formats[:2]) or '"*" alone'
            more = " and others" if len(formats) > 2 else ""
            yield Fault(entry.place, f"{entry.text} takes none of the resources", f"it takes {shown}{more}")


def resource_of_no_action(view: StatementView) -> Iterator[Fault]:
    """A resource is none that an action of its statement takes, while others are.

    Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """
    entries = list(view.entries("Resource"))
    known = [action for _, found in known_actions(view) for action in found]
    if not known or len(list(view.entries("Action"))) != len(list(known_actions(view))):
        return
    taken = [entry for entry in entries if any(_takes(action, entry) for action in known)]
    for entry in entries if taken else ():
        if entry not in taken:
            yield Fault(
                entry.place,
                f"no action of the statement takes {quoted(entry.text)}",
                "name an action that does, or remove it",
            )


def invalid_arn_resource(view: StatementView) -> Iterator[Fault]:
    """An ARN is that of no resource that its service has."""
    for entry, formats in _arns(view):
        if not _fits(entry.text, formats) and not any(
            _fits(_toggled(entry.text, place), formats) for place in (_REGION, _ACCOUNT)
        ):
            yield Fault(entry.place, f"{quoted(entry.text)} is no resource of its service", _shown(entry.text, formats))


def arn_region_not_allowed(view: StatementView) -> Iterator[Fault]:
    """An ARN has a Region, which ARNs of such resources do not have."""
    yield from _repairable(
        view, _REGION, "has a Region, and such resources have none", "leave the Region empty", emptied=True
    )


def missing_arn_region(view: StatementView) -> Iterator[Fault]:
    """An ARN has no Region, which ARNs of such resources have."""
    yield from _repairable(view, _REGION, "has no Region", 'write the Region, or "*"', emptied=False)


def arn_account_not_allowed(view: StatementView) -> Iterator[Fault]:
    """An ARN has an account, which ARNs of such resources do not have."""
    yield from _repairable(
        view, _ACCOUNT, "has an account, and such resources have none", "leave it empty", emptied=True
    )


def missing_arn_account(view: StatementView) -> Iterator[Fault]:
    """An ARN has no account, which ARNs of such resources have."""
    yield from _repairable(view, _ACCOUNT, "has no account", 'write the account id, or "*"', emptied=False)


def _takes(action: ActionEntry, resource: Entry) -> bool:
    if set(resource.text) == {"*"}:
        return True
    text = _plain(resource.text)
    if f"s3:{action.name}".lower() == LISTS_BUCKETS:
        return glob(text).matches(EVERY_BUCKET.format([*text.split(":"), ""][1]))
    return any(arns_overlap(text, format_) for format_ in action.formats.values())


def _plain(resource: str) -> str:
    """The resource with wildcards in the place of policy variables."""
    return _VARIABLE.sub("*", resource)


def _arns(view: StatementView) -> Iterator[tuple[Entry, list[str]]]:
    """The whole ARNs of services that the reference knows, each with the formats of the service's resources."""
    for entry in view.entries("Resource", "NotResource"):
        fields = entry.text.split(":")
        formats = list(view.within.asked.formats(fields[2]).values()) if len(fields) > 5 else []
        if formats:
            yield entry, formats


def _fits(text: str, formats: list[str]) -> bool:
    return any(arns_overlap(_plain(text), format_) for format_ in formats)


def _toggled(arn: str, place: int) -> str:
    """The ARN without what it has in a field, or with a wildcard where it has nothing."""
    fields = arn.split(":")
    fields[place] = "" if fields[place] else "*"
    return ":".join(fields)


def _repairable(view: StatementView, place: int, problem: str, remedy: str, *, emptied: bool) -> Iterator[Fault]:
    for entry, formats in _arns(view):
        faulty = bool(entry.text.split(":")[place]) is emptied and not _fits(entry.text, formats)
        if faulty and _fits(_toggled(entry.text, place), formats):
            yield Fault(entry.place, f"{quoted(entry.text)} {problem}", remedy)


def _shown(text: str, formats: list[str]) -> str:
    nearest = difflib.get_close_matches(text, sorted({one.replace(NO_SLASH, "*") for one in formats}), n=2, cutoff=0)
    return f"write it as {' or '.join(map(quoted, nearest))}"
