"""Checks of condition keys against AWS's Service Authorization Reference: that they are there, and when."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.named import known_actions, near
from pytest_fakests.iam.lint.reference import ActionEntry
from pytest_fakests.iam.lint.views import ConditionView, Entry, StatementView
from pytest_fakests.iam.matching.conditions import Quantifier

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


def invalid_service(view: ConditionView) -> Iterator[Fault]:
    """A condition key is of a service that AWS does not have."""
    reference, prefix = view.within.within.asked, view.key.split(":")[0]
    if view.facts is None and _is_of_service(prefix) and prefix not in reference.services:
        yield Fault(view.place, f"there is no service {quoted(prefix)}", near(prefix, reference.services))


def invalid_service_condition_key(view: ConditionView) -> Iterator[Fault]:
    """A condition key is none that its service has."""
    reference, prefix = view.within.within.asked, view.key.split(":")[0]
    if view.facts is None and view.key not in _CROSS_SERVICE and prefix in reference.services:
        yield Fault(
            view.place, f"there is no key {view.condition.key}", near(view.condition.key, reference.keys(prefix))
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


def _named_actions(view: StatementView) -> Iterator[tuple[Entry, ActionEntry]]:
    for entry, found in known_actions(view):
        if "*" not in entry.text and "?" not in entry.text:
            yield entry, found[0]


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
