"""Documents by the grammar of the policy language: most of them sound, with odd values in every place."""

from __future__ import annotations

import random
from typing import Any

from policyfuzz import oddities
from pytest_fakests.iam import PolicyKind
from pytest_fakests.iam.matching.operators import OPERATORS
from pytest_fakests.iam.parsing.rules import RULES

ACTIONS = (
    *("s3:GetObject", "s3:Get*", "S3:getobject", "s3:*", "sts:AssumeRole", "sts:*", "kms:Decrypt", "ec2:Run?nst*"),
    *("iam:*Role*", "s3:G??Object", "*:*", "*"),
)
TRUSTED = ("sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithSAML", "sts:assumerole", "sts:SetSourceIdentity")
RESOURCES = (
    *("*", "arn:aws:s3:::reports/*", "arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::reports/${ex:k, 'none'}/?"),
    *("arn:aws:iam::123456789012:role/*", "arn:aws:kms:eu-west-1:123456789012:key/1", "arn:aws:s3:::a:b:c:d"),
    *("arn:aws:s3:::${*}/${$}", "arn:*:s3:::*/?.csv"),
)
KEYS = (
    *("aws:username", "aws:SourceIp", "aws:CurrentTime", "aws:EpochTime", "aws:TagKeys", "aws:RequestTag/Team", "ex:k"),
    *("aws:PrincipalArn", "aws:PrincipalOrgPaths", "aws:userid", "AWS:UserName", "sts:ExternalId", "kms:ViaService"),
)
_OPERATORS = tuple(sorted(OPERATORS))
_TEXTS = tuple(text for text in oddities.TEXTS if "${" not in text)
_VALUES = {
    "Numeric": oddities.NUMBERS,
    "Date": oddities.DATES + oddities.NUMBERS,
    "Ip": oddities.ADDRESSES,
    "NotIp": oddities.ADDRESSES,
    "Binary": oddities.BINARIES,
    "Bool": ("true", "false", "TRUE", "maybe"),
    "Null": ("true", "false"),
    "Arn": RESOURCES + oddities.PRINCIPALS,
    "String": _TEXTS + RESOURCES,
}


def document(random: random.Random, kind: PolicyKind) -> dict[str, Any]:
    """A document of the kind."""
    statements = [statement(random, kind, number) for number in range(few(random))]
    alone = len(statements) == 1 and random.random() < 0.2
    found: dict[str, Any] = {"Version": "2012-10-17", "Statement": statements[0] if alone else statements}
    if kind not in (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL) and random.random() < 0.1:
        found["Version"] = "2008-10-17"
    if kind is PolicyKind.RESOURCE and random.random() < 0.3:
        found["Id"] = oddities.text(random)
    return found


def few(random: random.Random) -> int:
    """A small number, and now and then a larger one."""
    return random.choice((1, 1, 1, 1, 2, 2, 3, 5, 20))


def statement(random: random.Random, kind: PolicyKind, number: int) -> dict[str, Any]:
    """A statement that such a policy may hold."""
    rules = RULES[kind]
    control = kind is PolicyKind.RESOURCE_CONTROL
    effect = "Deny" if control else random.choice(("Allow", "Allow", "Deny"))
    found: dict[str, Any] = {"Effect": effect}
    if random.random() < 0.3:
        found["Sid"] = f"S{number}"
    negated = "Not" if random.random() < 0.15 and not control else ""
    found[f"{negated}Action"] = listed(random, actions(kind))
    if rules.resource or (rules.resource is None and random.random() < 0.7):
        negated = "Not" if random.random() < 0.15 else ""
        found[f"{negated}Resource"] = listed(random, RESOURCES, hard="arn:aws:s3:::")
    if rules.principal:
        negated = "Not" if random.random() < 0.2 and rules.not_principal and effect == "Deny" else ""
        found[f"{negated}Principal"] = "*" if control else principal(random, kind)
    if random.random() < 0.6:
        found["Condition"] = condition(random)
    return found


def actions(kind: PolicyKind) -> tuple[str, ...]:
    """The actions that such a policy may be about."""
    if kind is PolicyKind.TRUST:
        return TRUSTED
    return ACTIONS[:-1] if kind is PolicyKind.RESOURCE_CONTROL else ACTIONS


def listed(random: random.Random, pool: tuple[str, ...], hard: str = "s3:") -> Any:
    """One of the pool, or a list of some, with now and then a pattern that is hard to match."""
    if random.random() < 0.01:
        return [f"{random.choice(pool)}{number}*" for number in range(random.choice((100, 1000, 3000)))]
    found = [
        hard + oddities.hard_pattern(random) if random.random() < 0.04 else random.choice(pool)
        for _ in range(few(random))
    ]
    return found[0] if len(found) == 1 and random.random() < 0.5 else found


def principal(random: random.Random, kind: PolicyKind) -> Any:
    """A Principal element."""
    if kind is not PolicyKind.TRUST and random.random() < 0.2:
        return "*"
    named = [entry for entry in oddities.PRINCIPALS if entry.startswith(("arn:aws:iam::123456789012:r", "AIDA", "*"))]
    choices = {"AWS": [*named, "123456789012"], "Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}
    if kind is PolicyKind.TRUST:
        choices["Federated"] = ["accounts.google.com", "arn:aws:iam::123456789012:saml-provider/idp"]
    keys = random.sample(sorted(choices), random.randint(1, 2))
    return {key: random.sample(choices[key], random.randint(1, 2)) for key in keys}


def condition(random: random.Random) -> dict[str, Any]:
    """A Condition element."""
    found: dict[str, Any] = {}
    for _ in range(random.randint(1, 3)):
        name = random.choice(_OPERATORS)
        prefix = random.choice(("", "", "", "ForAllValues:", "ForAnyValue:"))
        suffix = "IfExists" if name != "Null" and random.random() < 0.2 else ""
        found[prefix + name + suffix] = {
            oddities.text(random) if random.random() < 0.02 else random.choice(KEYS): values(random, name)
            for _ in range(random.randint(1, 2))
        }
    return found


def values(random: random.Random, operator: str) -> Any:
    """Values that go with the operator, and now and then some that do not."""
    pool = next(pool for start, pool in _VALUES.items() if operator.startswith(start))
    found = [oddities.text(random) if random.random() < 0.03 else random.choice(pool) for _ in range(few(random))]
    if random.random() < 0.01:
        return [f"{number}{random.choice(pool)[:40]}" for number in range(random.choice((100, 1000, 3000)))]
    if random.random() < 0.1:
        return random.choice((True, 7, 1.5, -0.0, 10**30, []))
    return found[0] if len(found) == 1 else found
