"""Requests that a document might answer: its own actions, resources, keys and values come back in them."""

from __future__ import annotations

import datetime
import random
import re
from typing import Any

from policyfuzz import oddities
from pytest_fakests.iam import Policies, Policy, PolicyKind, Request
from pytest_fakests.iam.parsing.documents import Document

ACCOUNT = "123456789012"
CALLERS = (
    *(f"arn:aws:iam::{ACCOUNT}:user/people/julie", f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/nightly", "*"),
    *(f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:sts::{ACCOUNT}:federated-user/julie", "lambda.amazonaws.com"),
    *("arn:aws:iam::999999999999:user/other", "accounts.google.com", f"arn:aws:iam::{ACCOUNT}:role/app/reader"),
    *(f"arn:aws:iam::{ACCOUNT}:saml-provider/idp",),
)
_ACTIONS = ("s3:GetObject", "sts:AssumeRole", "kms:Decrypt", "sts:GetCallerIdentity", "ec2:RunInstances", "s3:aaaaaab")
_NO_SERVICE = re.compile(r"[^\w-]", re.ASCII)
_NO_ACTION = re.compile(r"[^\w.-]", re.ASCII)


def request(random: random.Random, policy: Policy) -> Request:
    """A request that the policy may have something to say about."""
    statement = random.choice(policy.statements) if policy.statements else None
    actions = (statement.action or statement.not_action or ()) if statement else ()
    resources = (statement.resource or statement.not_resource or ()) if statement else ()
    return Request(
        _action(random, random.choice(actions)) if actions and random.random() < 0.7 else random.choice(_ACTIONS),
        _filled(random, random.choice(resources)) if resources and random.random() < 0.7 else _resource(random),
        random.choice(CALLERS),
        context(random, policy),
        random.choice((None, None, ACCOUNT, "999999999999")),
        random.choice((None, None, f"arn:aws:iam::{ACCOUNT}:role/app/reader")),
    )


def _action(random: random.Random, pattern: str) -> str:
    service, _, name = _filled(random, pattern).partition(":")
    return f"{_NO_SERVICE.sub('', service) or 's3'}:{_NO_ACTION.sub('', name) or 'GetObject'}"


def _resource(random: random.Random) -> str:
    return random.choice(
        ("*", "arn:aws:s3:::reports/q3.csv", f"arn:aws:iam::{ACCOUNT}:role/reader", oddities.text(random))
    )


def _filled(random: random.Random, pattern: str) -> str:
    """A text that the pattern matches, or nearly."""
    many, one = random.choice(("", "a", "ab" * 20)), random.choice(("a", "b", ""))
    return pattern.replace("*", many).replace("?", one)[:20_000]


def context(random: random.Random, policy: Policy) -> dict[str, Any]:
    """Condition keys that the policy asks for, with values like those that it wants."""
    found: dict[str, Any] = {}
    for statement in policy.statements[:5]:
        for condition in statement.conditions:
            if random.random() < 0.8:
                found[condition.key] = _value(random, condition.wanted)
    return found


def _value(random: random.Random, wanted: tuple[str, ...]) -> Any:
    choice = random.random()
    if choice < 0.4 and wanted:
        return _filled(random, random.choice(wanted))
    if choice < 0.6:
        return [_value(random, wanted) for _ in range(random.randint(0, 3))]
    if choice < 0.8:
        return oddities.text(random)
    moment = datetime.datetime(2026, 1, 31, 12, tzinfo=random.choice((None, datetime.timezone.utc)))
    return random.choice((None, True, 7, -1.5, float("nan"), 10**50, b"Binary", moment, "", (), ("a", None), {"b"}))


def policies(random: random.Random, policy: Policy) -> Policies:
    """The policy where its kind belongs, beside others that allow."""
    everything = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    kind = policy.kind
    levels: list[list[Document]] = [[everything], [policy]]
    identity = [policy] if kind is PolicyKind.IDENTITY else [everything]
    return Policies(
        identity=identity if random.random() < 0.9 else [],
        resource=policy if kind in (PolicyKind.RESOURCE, PolicyKind.TRUST) else None,
        boundary=[policy] if kind is PolicyKind.BOUNDARY else None,
        session=[policy, everything] if kind is PolicyKind.SESSION else random.choice((None, [everything])),
        service_control=levels if kind is PolicyKind.SERVICE_CONTROL else None,
        resource_control=[[policy]] if kind is PolicyKind.RESOURCE_CONTROL else None,
        endpoint=[policy] if kind is PolicyKind.ENDPOINT else None,
    )
