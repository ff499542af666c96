"""Checks of names against AWS's Service Authorization Reference: services, actions, resources and condition keys."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pytest_fakests.iam.context import EVERY_BUCKET, LISTS_BUCKETS
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.patterns import NO_SLASH, arns_overlap
from pytest_fakests.iam.lint.reference import ActionEntry
from pytest_fakests.iam.lint.views import ConditionView, Entry, StatementView
from pytest_fakests.iam.matching.conditions import Quantifier
from pytest_fakests.iam.matching.globs import glob

# A version without variables does not ask for them to be closed.
_VARIABLE = re.compile(r"\$\{[^}]*\}?")
_REGION, _ACCOUNT = 3, 4
_SEE = "see the Service Authorization Reference"
# Keys of services that requests to other services have too:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_CROSS_SERVICE = frozenset(
    {
        "codebuild:buildarn",
        "codebuild:projectarn",
        "ec2:roledelivery",
        "ec2:sourceinstancearn",
        "glue:credentialissuingservice",
        "glue:roleassumedby",
        "identitystore:userid",
        "lambda:sourcefunctionarn",
        "ssm:sourceinstancearn",
    }
)
_GLOBAL = "aws:"
# Prefixes of keys that are not those of a service.
_PREFIXES = frozenset({"aws", "catalog", "cognito-identity-auth", "cognito-identity-unauth", "identitycenter", "saml"})


def invalid_service_in_action(view: StatementView) -> Iterator[Fault]:
    """An action is of a service that AWS does not have."""
    reference = view.within.asked
    for entry, service, _ in _actions(view, "Action", "NotAction"):
        if service not in reference.services:
            yield Fault(entry.place, f"there is no service {quoted(service)}", _near(service, reference.services))


def invalid_action(view: StatementView) -> Iterator[Fault]:
    """An action is none that its service has, or a pattern matches none of them."""
    reference = view.within.asked
    for entry, service, name in _actions(view, "Action", "NotAction"):
        if service in reference.services and not reference.matching(entry.text.lower()):
            names = [f"{service}:{action.name}" for action in reference.actions(service).values()]
            if "*" in name or "?" in name:
                yield Fault(entry.place, f"{quoted(entry.text)} matches no action", _SEE)
            else:
                yield Fault(entry.place, f"{quoted(entry.text)} is no action", _near(entry.text, names))


def wildcard_across_access_levels(view: StatementView) -> Iterator[Fault]:
    """A pattern matches actions that read and actions that write, or some that manage permissions among others.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
    """
    for entry, service, name in _actions(view, "Action") if view.grants else ():
        found = view.within.asked.matching(entry.text.lower()) if name != "*" else []
        permissions = [action for action in found if action.permissions]
        changing = [action for action in found if action.changes]
        if permissions and len(permissions) < len(found):
            yield _levels(entry, service, permissions[0], "manages permissions")
        elif changing and len(changing) < len(found):
            yield _levels(entry, service, changing[0], "changes things")


def action_takes_no_such_resource(view: StatementView) -> Iterator[Fault]:
    """An action takes none of the resources of its statement, so that it is never asked for on them.

    Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """
    misspelt = {entry.place for entry, formats in _arns(view) if not _fits(entry.text, formats)}
    resources = [entry for entry in view.entries("Resource") if entry.place not in misspelt]
    for entry, known in _known_actions(view) if resources else ():
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
    known = [action for _, found in _known_actions(view) for action in found]
    if not known or len(list(view.entries("Action"))) != len(list(_known_actions(view))):
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


def invalid_service(view: ConditionView) -> Iterator[Fault]:
    """A condition key is of a service that AWS does not have."""
    reference, prefix = view.within.within.asked, view.key.split(":")[0]
    if view.facts is None and _is_of_service(prefix) and prefix not in reference.services:
        yield Fault(view.place, f"there is no service {quoted(prefix)}", _near(prefix, reference.services))


def invalid_service_condition_key(view: ConditionView) -> Iterator[Fault]:
    """A condition key is none that its service has."""
    reference, prefix = view.within.within.asked, view.key.split(":")[0]
    if view.facts is None and view.key not in _CROSS_SERVICE and prefix in reference.services:
        yield Fault(
            view.place, f"there is no key {view.condition.key}", _near(view.condition.key, reference.keys(prefix))
        )


def unsupported_action_for_condition_key(view: ConditionView) -> Iterator[Fault]:
    """Requests for some of the actions do not have the key, so that the condition never holds for them."""
    if view.facts is None or view.key.startswith(_GLOBAL) or view.key in _CROSS_SERVICE or not _decides(view):
        return
    lacking = [entry.text for entry, action in _named_actions(view.within) if not action.has_key(view.key)]
    if lacking:
        yield Fault(
            view.place,
            f"requests for {' and '.join(lacking)} do not have {view.condition.key}",
            "move these actions to a statement of their own",
        )


def allow_with_unsupported_tag_condition_key_for_service(view: ConditionView) -> Iterator[Fault]:
    """Requests for some of the actions do not know the tags of their resource, so that it does not allow them."""
    if view.within.allows:
        yield from _without_tags(view, "allowed")


def deny_with_unsupported_tag_condition_key_for_service(view: ConditionView) -> Iterator[Fault]:
    """Requests for some of the actions do not know the tags of their resource, so that it does not deny them."""
    if not view.within.allows:
        yield from _without_tags(view, "denied")


def _actions(view: StatementView, *elements: str) -> Iterator[tuple[Entry, str, str]]:
    """The entries of these elements with their services and names, in lower case but for the names."""
    for entry in view.entries(*elements):
        service, *name = entry.text.split(":")
        if name and "*" not in service and "?" not in service:
            yield entry, service.lower(), name[0]


def _known_actions(view: StatementView) -> Iterator[tuple[Entry, list[ActionEntry]]]:
    """The entries of Action that the reference knows, each with the actions that it stands for."""
    for entry, _, _ in _actions(view, "Action"):
        found = view.within.asked.matching(entry.text.lower())
        if found:
            yield entry, found


def _named_actions(view: StatementView) -> Iterator[tuple[Entry, ActionEntry]]:
    for entry, found in _known_actions(view):
        if "*" not in entry.text and "?" not in entry.text:
            yield entry, found[0]


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


def _levels(entry: Entry, service: str, action: ActionEntry, what: str) -> Fault:
    return Fault(
        entry.place, f"{quoted(entry.text)} also matches {service}:{action.name}, which {what}", "name the actions"
    )


def _is_of_service(prefix: str) -> bool:
    """Whether the prefix of a key is meant to be a service: identity providers have hosts there."""
    return "." not in prefix and prefix not in _PREFIXES


def _decides(view: ConditionView) -> bool:
    """Whether the condition decides where the request does not have the key: it fails, or it is negated."""
    condition = view.condition
    return view.requires_key or (
        condition.negated and condition.quantifier is Quantifier.NONE and not condition.if_exists
    )


def _without_tags(view: ConditionView, effect: str) -> Iterator[Fault]:
    if not view.key.startswith("aws:resourcetag/") or not view.requires_key:
        return
    lacking = [entry.text for entry, action in _named_actions(view.within) if not action.has_key(view.key)]
    if lacking:
        yield Fault(
            view.place,
            f"requests for {' and '.join(lacking)} do not know the tags of their resource and are not {effect}",
            "move these actions to a statement of their own",
        )


def _near(word: str, names: list[str] | frozenset[str]) -> str:
    by_lower = {name.lower(): name for name in sorted(names)}
    nearest = difflib.get_close_matches(word.lower(), by_lower)
    return f"did you mean {quoted(by_lower[nearest[0]])}?" if nearest else _SEE
