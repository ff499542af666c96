"""Checks of who is let in: the principals of trust policies and of other resource-based policies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import StatementView
from pytest_fakests.iam.matching.globs import glob
from pytest_fakests.iam.strangers import meant, strangers

# Conditions on these leave less than the whole world: https://docs.aws.amazon.com/AmazonS3/latest/userguide/
# access-control-block-public-access.html#access-control-block-public-access-policy-status
_NARROWING = (
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpcarn",
    "aws:sourcevpce",
    "aws:userid",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "lambda:sourcefunctionarn",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "sts:externalid",
)
_SOURCE = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
# They hand out roles to what they run, and tell no source: the examples of their guides have no such condition.
_WITHOUT_SOURCE = ("ec2.amazonaws.com", "lambda.amazonaws.com", "edgelambda.amazonaws.com")
# What members of an organization have, and services do not.
_OF_MEMBERS = ("aws:principalorgid", "aws:principalorgpaths", "aws:principaltag/")
_OF_ONE_SERVICE = re.compile(r"arn:[^:]*:(?P<service>[^:*?]+):")
_WHOLE_ACCOUNT = re.compile(r"(?:arn:[^:]*:iam::)?(?P<id>\d{12})(?::root)?", re.ASCII)
# Actions whose service is another one in ARNs.
_RESOURCES_OF = {"vpc-lattice-svcs": "vpc-lattice"}
_ANYWHERE = "rolesanywhere.amazonaws.com"
_ANYWHERE_ACTIONS = ("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")
_OF_FOREIGN = ("sts:externalid", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:userid")


def open_to_the_world(view: StatementView) -> Iterator[Fault]:
    """It lets in everybody, of every account, and no condition says who.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
    """
    if view.grants and not view.requires(*_NARROWING):
        for entry in view.principals("AWS"):
            if entry.text == "*":
                yield Fault(
                    entry.place, '"*" is everybody, in every account', "name who is meant, or add a condition on them"
                )


def invalid_role_reference(view: StatementView) -> Iterator[Fault]:
    """It names a role by its unique id, which is what IAM shows of a role that was deleted."""
    yield from _unique_ids(view, "AROA", "role")


def invalid_user_reference(view: StatementView) -> Iterator[Fault]:
    """It names a user by its unique id, which is what IAM shows of a user who was deleted."""
    yield from _unique_ids(view, "AIDA", "user")


def unknown_principal(view: StatementView) -> Iterator[Fault]:
    """It names a user or role that an account does not have; AWS saves no such policy.

    It is asked only where it is known which users and roles the account has.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    known = view.within.principals
    entries = list(view.principals("AWS")) if known else []
    unknown = strangers([entry.text for entry in entries], known)
    for entry in entries:
        if entry.text in unknown:
            yield Fault(entry.place, f"there is no {quoted(entry.text)}", meant(entry.text, known))


def redundant_principal_in_role_trust_policy(view: StatementView) -> Iterator[Fault]:
    """It names a role, and sessions of that role too."""
    if view.kind is not PolicyKind.TRUST:
        return
    entries = list(view.principals("AWS"))
    roles = {_role_of(entry.text) for entry in entries if ":role/" in entry.text}
    for entry in entries:
        if ":assumed-role/" in entry.text and _role_of(entry.text) in roles:
            yield Fault(entry.place, f"{quoted(entry.text)} is a session of a role that is named too", "remove it")


def restrict_access_to_service_principal(view: StatementView) -> Iterator[Fault]:
    """A service may use the resource for whomever it likes: no condition says on whose behalf."""
    if view.kind is PolicyKind.RESOURCE:
        yield from _without_source(view, ())


def unsupported_condition_key_for_service_principal(view: StatementView) -> Iterator[Fault]:
    """It lets in services alone, and asks for what they do not have: an organization, or tags."""
    if set(view.written.get("Principal", ())) == {"Service"}:
        for one in view.on(*_OF_MEMBERS):
            if one.requires_key:
                yield Fault(
                    one.place,
                    f"services have no {one.condition.key}",
                    "use aws:SourceOrgID, aws:SourceOrgPaths or aws:SourceArn",
                )


def unsupported_action_in_policy(view: StatementView) -> Iterator[Fault]:
    """The policy of a resource names an action of another service than its own."""
    found = [_OF_ONE_SERVICE.match(entry.text) for entry in view.entries("Resource")]
    services = {one["service"] for one in found if one}
    if view.kind is not PolicyKind.RESOURCE or not services or not all(found):
        return
    for entry in view.entries("Action"):
        service = entry.text.split(":")[0].lower()
        if "*" not in service and _RESOURCES_OF.get(service, service) not in services:
            yield Fault(entry.place, f"{entry.text} is not asked for on {' or '.join(sorted(services))}", "remove it")


def service_trust_without_source(view: StatementView) -> Iterator[Fault]:
    """A service may assume the role for whomever it likes: no condition says on whose behalf.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    if view.kind is PolicyKind.TRUST:
        yield from _without_source(view, _WITHOUT_SOURCE)


def missing_action_for_roles_anywhere_trust_policy(view: StatementView) -> Iterator[Fault]:
    """IAM Roles Anywhere is let in without all the actions that it needs."""
    names = [entry.text for entry in view.principals("Service")]
    patterns = [entry.text.lower() for entry in view.entries("Action")]
    missing = [name for name in _ANYWHERE_ACTIONS if not any(glob(one).matches(name.lower()) for one in patterns)]
    if view.kind is PolicyKind.TRUST and view.allows and _ANYWHERE in names and patterns and missing:
        yield Fault(
            view.place.element("Action"), f"{_ANYWHERE} also needs {' and '.join(missing)}", "add what it needs"
        )


def foreign_account_without_external_id(view: StatementView) -> Iterator[Fault]:
    """An account that is not yours may assume the role for any of its customers: no condition asks for an external id.

    It is asked only where it is known which accounts are yours.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    """
    accounts = view.within.accounts
    if not accounts or view.kind is not PolicyKind.TRUST or not view.allows or view.requires(*_OF_FOREIGN):
        return
    for entry in view.principals("AWS"):
        found = _WHOLE_ACCOUNT.fullmatch(entry.text)
        if found and found["id"] not in accounts:
            yield Fault(
                entry.place,
                f"account {found['id']} is not known to be yours, and may be asked by others to assume the role",
                'add "StringEquals": {"sts:ExternalId": ...}',
            )


def _unique_ids(view: StatementView, prefix: str, what: str) -> Iterator[Fault]:
    for entry in view.principals("AWS"):
        if entry.text.startswith(prefix):
            yield Fault(
                entry.place, f"{quoted(entry.text)} is the unique id of a {what}", f"write the ARN of the {what}"
            )


def _without_source(view: StatementView, spared: tuple[str, ...]) -> Iterator[Fault]:
    if not view.allows or view.requires(*_SOURCE):
        return
    for entry in view.principals("Service"):
        if entry.text not in spared:
            yield Fault(
                entry.place,
                f"{entry.text} may be asked by others to use it",
                "add a condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths",
            )


def _role_of(arn: str) -> tuple[str, str]:
    fields = arn.split(":")
    path = fields[5].split("/")
    return fields[4], path[1] if fields[2] == "sts" else path[-1]
