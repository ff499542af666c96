"""Checks of what a statement gives away that its author may not have in mind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import Entry, StatementView
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.parsing.resources import completed

_ASSUME = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession")
_ACCOUNT, _PATH = 4, 5
_NARROW_ROLES = (
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:resourcetag/",
    "iam:resourcetag/",
)
# A wildcard right after a letter or digit: "reports*" also is "reports-of-others"; "reports-*" says what it means.
_CUT_BUCKET = re.compile(r"arn:[^:]*:s3:::(?P<name>[^/*?]*[A-Za-z0-9])\*(?:/.*)?", re.DOTALL)


def allow_with_not_action(view: StatementView) -> Iterator[Fault]:
    """It allows every action but those that it names, those to come too.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    """
    if view.grants and "NotAction" in view.written:
        yield Fault(
            view.place.element("NotAction"),
            "it allows every action that it does not name, those of other services too",
            'use "Action"',
        )


def allow_with_not_resource(view: StatementView) -> Iterator[Fault]:
    """It allows its actions on every resource but those that it names.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
    """
    if view.grants and "NotResource" in view.written:
        yield Fault(
            view.place.element("NotResource"), "it allows every resource that it does not name", 'use "Resource"'
        )


def assume_role_in_any_account(view: StatementView) -> Iterator[Fault]:
    """It lets roles of every account be assumed, whoever made them.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
    """
    actions = [entry.text.lower() for entry in view.entries("Action")]
    if not view.grants or not any(text.startswith("sts:") and _matches_any(text, _ASSUME) for text in actions):
        return
    if view.requires(*_NARROW_ROLES):
        return
    for entry in view.entries("Resource"):
        if "*" in _field(entry.text, _ACCOUNT):
            yield Fault(entry.place, f"{quoted(entry.text)} is in every account", "name the account of the roles")


def bucket_name_with_wildcard(view: StatementView) -> Iterator[Fault]:
    """It allows buckets that only begin with the same letters.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
    """
    for entry in view.entries("Resource") if view.grants else ():
        found = _CUT_BUCKET.fullmatch(entry.text)
        if found:
            arn = entry.text[: found.end("name")]
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} is every bucket whose name begins so, and its objects",
                f"write {quoted(arn)} for the bucket and {quoted(arn + '/*')} for its objects",
            )


def s3_prefix_in_negative_context(view: StatementView) -> Iterator[Fault]:
    """s3:prefix keeps nobody from listing objects whose names begin with it: a shorter prefix lists them too."""
    for one in view.on("s3:prefix"):
        condition = one.condition
        if one.family == "String" and condition.negated is view.allows:
            where = "an Allow" if view.allows else "a Deny"
            yield Fault(
                one.place,
                f"{condition.operator} in {where} does not hide what is listed with a shorter prefix",
                "allow with StringLike, or deny with StringNotLike",
            )


def dynamodb_attributes_without_select(view: StatementView) -> Iterator[Fault]:
    """It names the attributes that may be read, and lets requests that name none read all."""
    selects = view.on("dynamodb:select")
    if view.grants and not any("SPECIFIC_ATTRIBUTES" in one.condition.wanted for one in selects):
        for one in view.on("dynamodb:attributes"):
            yield Fault(
                one.place,
                "a request that names no attributes gets all",
                'add "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}',
            )


def allow_notaction_with_unsupported_tag_condition_key_for_service(view: StatementView) -> Iterator[Fault]:
    """It allows by the tags of resources what it does not name, and many actions do not know the tags of theirs."""
    if view.allows:
        yield from _tags_of_what_is_not_named(view, "allowed")


def deny_notaction_with_unsupported_tag_condition_key_for_service(view: StatementView) -> Iterator[Fault]:
    """It denies by the tags of resources what it does not name, and many actions do not know the tags of theirs."""
    if not view.allows:
        yield from _tags_of_what_is_not_named(view, "denied")


def _tags_of_what_is_not_named(view: StatementView, effect: str) -> Iterator[Fault]:
    for one in view.on("aws:resourcetag/") if "NotAction" in view.written else ():
        yield Fault(
            one.place,
            f"actions that do not know the tags of their resources have no {one.condition.key} and are not {effect}",
            'use "Action"',
        )


def _matches_any(pattern: str, names: tuple[str, ...]) -> bool:
    return any(glob(pattern).matches(name) for name in names)


def named_or_wild(view: StatementView, action: str) -> tuple[bool, bool]:
    """Whether the statement's Action names an action, given in lower case, and whether a wildcard matches it."""
    texts = [entry.text.lower() for entry in view.entries("Action")]
    return action in texts, any(text != action and glob(text).matches(action) for text in texts)


def wild_resources(view: StatementView, probes: tuple[str, ...]) -> list[Entry]:
    """The resources that take in all of `probes`, which are the last parts of ARNs."""
    paths = [(entry, _field(entry.text, _PATH)) for entry in view.entries("Resource")]
    return [entry for entry, path in paths if "*" in path and all(glob(path).matches(probe) for probe in probes)]


def _field(resource: str, field: int) -> str:
    """A field of an ARN, as IAM completes it; what is no ARN stands for all fields."""
    return completed(resource).split(":")[field] if resource.startswith("arn:") else resource
