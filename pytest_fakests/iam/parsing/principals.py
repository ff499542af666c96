"""Reading the Principal and NotPrincipal elements.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from typing import Any

from pytest_fakests.iam.callers import ALL_CALLERS, AWS_CALLERS, BUILT_IN_PROVIDERS, HOST, CallerKind
from pytest_fakests.iam.errors import Place, quoted, suggestion
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.matching.principals import Principals
from pytest_fakests.iam.parsing.elements import strings

_NO_VARIABLES = 'use "*" and a condition: variables stand in Resource and Condition only'
_KEYS = ("AWS", "Service", "Federated", "CanonicalUser")
_AWS = re.compile(
    r"\*|\d{12}|A(?:IDA|ROA)[A-Z0-9]+"
    r"|arn:[\w-]+:iam::[\w-]+:(?:root|(?:user|role)/[^*?]+)"
    r"|arn:[\w-]+:sts::\d{12}:(?:assumed-role/[^*?/]+/[^*?/]+|federated-user/[^*?/]+)",
    re.ASCII,
)
_PROVIDER = re.compile(r"arn:[\w-]+:iam::\d{12}:(?:oidc|saml)-provider/[^*?]+", re.ASCII)
_ROLE = re.compile(r"(arn:[\w-]+:iam::\d{12}:role/)(?:.*/)?([^/]+)", re.ASCII)


def parse_principals(value: Any, kind: PolicyKind, denies: bool, place: Place) -> Principals:
    """Read a Principal or NotPrincipal element; `denies` says whether its statement does.

    Raises:
        PolicyError: The element is malformed, or names what a policy of this kind may not name.
    """
    if value == "*":
        if kind is PolicyKind.TRUST:
            raise place.error('a role trust policy cannot have the principal "*"', 'write {"AWS": "*"}')
        return _principals({"AWS": ("*",)}, ALL_CALLERS, kind)
    if not isinstance(value, dict):
        raise place.error(f"{quoted(value)} is not a principal", _shape(value))
    if kind is PolicyKind.RESOURCE_CONTROL:
        raise place.error("a resource control policy is about every principal", 'write "Principal": "*"')
    # A trust policy's {"AWS": "*"} lets in AWS principals alone: services and identity providers have their own keys.
    # Yet it keeps everybody out: see iam_role_trust_policy.json and the README beside it in
    # https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/resource_based_policies
    everyone = AWS_CALLERS if kind is PolicyKind.TRUST and not denies else ALL_CALLERS
    return _principals({key: _entries(key, value[key], kind, place) for key in value}, everyone, kind)


def _shape(value: Any) -> str:
    written = quoted(value) if isinstance(value, str) else '"arn:aws:iam::123456789012:root"'
    return f'write {{"AWS": {written}}}, {{"Service": ...}} or {{"Federated": ...}}'


def _principals(entries: dict[str, tuple[str, ...]], everyone: tuple[CallerKind, ...], kind: PolicyKind) -> Principals:
    aws = frozenset(entries.get("AWS", ()))
    roles = (_ROLE.fullmatch(entry) for entry in aws)
    return Principals(
        everyone=everyone if "*" in aws else (),
        aws=aws - {"*"},
        pathless=frozenset(role[1] + role[2] for role in roles if role),
        services=frozenset(entries.get("Service", ())),
        federated=frozenset(entries.get("Federated", ())),
        written=tuple(entry for listed in entries.values() for entry in listed),
        root_alone=kind is PolicyKind.GATEWAY_ENDPOINT,
    )


def _entries(key: str, value: Any, kind: PolicyKind, place: Place) -> tuple[str, ...]:
    if key not in _KEYS:
        raise place.error(f"{quoted(key)} is not a type of principal", suggestion(key, _KEYS))
    here = place.element(key)
    if key == "Federated" and kind is not PolicyKind.TRUST:
        raise here.error("identity providers are principals of role trust policies only", "name a role instead")
    if key == "CanonicalUser" and kind is PolicyKind.TRUST:
        raise here.error("a role trust policy cannot name a canonical user", 'use "AWS"')
    entries = strings(value, here, "a principal")
    for entry in entries:
        _check(key, entry, here)
    return entries


def _check(key: str, entry: str, place: Place) -> None:
    if "${" in entry:
        raise place.error(f"the principal {quoted(entry)} holds a policy variable", _NO_VARIABLES)
    if key == "AWS" and not _AWS.fullmatch(entry):
        raise place.error(f"{quoted(entry)} is not an AWS principal", _remedy(entry))
    if key == "Service" and not HOST.fullmatch(entry):
        raise place.error(f"{quoted(entry)} is not a service", 'write its host, such as "lambda.amazonaws.com"')
    if key == "Federated" and entry not in BUILT_IN_PROVIDERS and not _PROVIDER.fullmatch(entry):
        raise place.error(
            f"{quoted(entry)} is not an identity provider",
            f"write the ARN of an OIDC or SAML provider, or one of {', '.join(sorted(BUILT_IN_PROVIDERS))}",
        )


def _remedy(entry: str) -> str:
    if "*" in entry or "?" in entry:
        return 'a principal holds no wildcard: name each, or use "*" and a condition on aws:PrincipalArn'
    if ":group/" in entry:
        return "a group cannot be a principal: name its users"
    if _PROVIDER.fullmatch(entry):
        return f'write {{"Federated": {quoted(entry)}}}'
    if HOST.fullmatch(entry):
        return f'write {{"Service": {quoted(entry)}}}'
    return 'write an account id, the ARN of an account root, user, role or session, or "*"'
