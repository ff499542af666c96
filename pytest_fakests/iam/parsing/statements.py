"""Reading one statement, with what each kind of policy may hold.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import re
from typing import Any

from pytest_fakests.iam.errors import Place, quoted, suggestion
from pytest_fakests.iam.kinds import ENDPOINTS, PolicyKind
from pytest_fakests.iam.matching.patterns import action_patterns, resource_patterns
from pytest_fakests.iam.matching.principals import Principals
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.conditions import parse_conditions
from pytest_fakests.iam.parsing.elements import strings
from pytest_fakests.iam.parsing.principals import parse_principals
from pytest_fakests.iam.parsing.resources import check_resource, completed
from pytest_fakests.iam.parsing.rules import check_statement, check_trust_action

ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)

_SID = re.compile(r"[0-9A-Za-z]*", re.ASCII)
# Other services than IAM let a Sid hold more than letters and digits, and appear twice:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
FREE_SIDS = (PolicyKind.RESOURCE, *ENDPOINTS)
# Where an ARN may have fewer than six parts: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
_COMPLETING = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY)


def parse_statement(value: Any, index: int, kind: PolicyKind, variables: bool, place: Place) -> Statement:
    """Read a statement; `variables` says whether the document's version has policy variables.

    Raises:
        PolicyError: The statement is malformed, or a policy of this kind may not hold it.
    """
    if not isinstance(value, dict):
        raise place.error(f"{quoted(value)} is not a statement", 'write an object with "Effect" and "Action"')
    for element in value:
        if element not in ELEMENTS:
            raise place.error(f"the element {quoted(element)} is unknown", suggestion(element, ELEMENTS))
    effect = _effect(value, place)
    check_statement(value, kind, place)
    action, not_action = (_actions(value, key, kind, place) for key in ("Action", "NotAction"))
    resource, not_resource = (_resources(value, key, kind, place) for key in ("Resource", "NotResource"))
    principal, not_principal = (_principals(value, key, kind, place) for key in ("Principal", "NotPrincipal"))
    actions = action if action is not None else not_action
    resources = resource if resource is not None else not_resource
    where = place.element("Resource" if resource is not None else "NotResource")
    return Statement(
        index=index,
        sid=_sid(value, kind, place),
        effect=effect,
        principal=principal,
        not_principal=not_principal,
        action=action,
        not_action=not_action,
        resource=resource,
        not_resource=not_resource,
        conditions=parse_conditions(value.get("Condition", {}), variables, place.element("Condition")),
        action_patterns=action_patterns(actions or (), action is None),
        resource_patterns=None
        if resources is None
        else resource_patterns(_completed(resources, kind), resource is None, variables, where),
    )


def _effect(statement: dict[str, Any], place: Place) -> Effect:
    if "Effect" not in statement:
        raise place.error('the element "Effect" is missing', 'write "Effect": "Allow" or "Effect": "Deny"')
    value = statement["Effect"]
    if value not in ("Allow", "Deny"):
        raise place.element("Effect").error(f"{quoted(value)} is not an effect", 'write "Allow" or "Deny"')
    return Effect(value)


def _sid(statement: dict[str, Any], kind: PolicyKind, place: Place) -> str | None:
    sid = statement.get("Sid")
    here = place.element("Sid")
    if "Sid" in statement and not isinstance(sid, str):
        raise here.error(f"{quoted(sid)} is not a Sid", "write a string")
    if sid and kind not in FREE_SIDS and not _SID.fullmatch(sid):
        raise here.error(f"the Sid {quoted(sid)} is not alphanumeric", "use letters A-Z, a-z and digits only")
    return sid


def _actions(statement: dict[str, Any], element: str, kind: PolicyKind, place: Place) -> tuple[str, ...] | None:
    if element not in statement:
        return None
    here = place.element(element)
    actions = strings(statement[element], here, "an action")
    for action in actions:
        service, colon, name = action.partition(":")
        if action == "*" or (service and name and ":" not in name and "${" not in action and " " not in action):
            if kind is PolicyKind.TRUST:
                check_trust_action(action, here)
            continue
        if not colon:
            # A dot in place of the colon, as in the names of methods, is the usual slip.
            full = action.replace(".", ":", 1) if action.count(".") == 1 else f"service:{action}"
            remedy = f'write {quoted(full)}, or "*"'
            raise here.error(f"the action {quoted(action)} names no service", remedy)
        raise here.error(f"the action {quoted(action)} is malformed", 'write "service:name", such as "s3:GetObject"')
    return actions


def _resources(statement: dict[str, Any], element: str, kind: PolicyKind, place: Place) -> tuple[str, ...] | None:
    if element not in statement:
        return None
    here = place.element(element)
    resources = strings(statement[element], here, "a resource")
    for resource in resources:
        check_resource(resource, kind, here)
    return resources


def _completed(resources: tuple[str, ...], kind: PolicyKind) -> tuple[str, ...]:
    """The resources, with a wildcard for each part that an ARN lacks, where AWS adds them."""
    if kind not in _COMPLETING:
        return resources
    return tuple(completed(entry) for entry in resources)


def _principals(statement: dict[str, Any], element: str, kind: PolicyKind, place: Place) -> Principals | None:
    if element not in statement:
        return None
    return parse_principals(statement[element], kind, statement["Effect"] == "Deny", place.element(element))
