"""The encoded authorization failure message of a denial: AWS's account of a decision, sealed.

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html says what is in it; the form is
that of decoded messages in public reports, such as aws/aws-sdk-go#1536.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.principals import Principal, PrincipalType
from pytest_fakests.cloud.seals import seal, unseal
from pytest_fakests.iam import Decision, Outcome

_KIND = "authorization message"


def encode(cloud: Cloud, caller: Principal, decision: Decision) -> str:
    """The text that DecodeAuthorizationMessage of the same world decodes; it carries its content in itself."""
    text = json.dumps(_account(caller, decision), separators=(",", ":"), ensure_ascii=False)
    return seal(cloud.source.sealing_key, _KIND, text.encode())


def decode(cloud: Cloud, message: str) -> str | None:
    """The JSON text in an encoded message; None where this world did not encode it."""
    content = unseal(cloud.source.sealing_key, _KIND, message)
    return None if content is None else content.decode()


def _account(caller: Principal, decision: Decision) -> dict[str, Any]:
    return {
        "allowed": decision.allowed,
        "explicitDeny": decision.outcome is Outcome.EXPLICIT_DENY,
        "matchedStatements": {"items": list(_matched(caller, decision))},
        "failures": {"items": []},
        "context": _context(caller, decision),
    }


def _matched(caller: Principal, decision: Decision) -> Iterable[dict[str, Any]]:
    """The statement that denied. Its operators are not told, and a NotAction shows as the action that it covers."""
    statement, request = decision.statement, decision.request
    if statement is None:
        return
    yield {
        "statementId": statement.sid or "",
        "effect": statement.effect.value.upper(),
        "principals": _items([caller.user_id]),
        "principalGroups": _items(()),
        "actions": _items(statement.action or (request.action,)),
        "resources": _items(statement.resource or (request.resource,)),
        "conditions": _keys((condition.key, condition.wanted) for condition in statement.conditions),
    }


def _context(caller: Principal, decision: Decision) -> dict[str, Any]:
    request = decision.request
    principal = {"id": caller.user_id}
    if caller.type is PrincipalType.USER and caller.entity:
        principal["name"] = caller.entity.name
    principal["arn"] = caller.arn
    keys: dict[str, Iterable[str]] = {
        key: (value,) for key, value in _of_resource(request.resource, request.account).items()
    }
    had = decision.context.items()
    keys.update((key, (value,) if isinstance(value, str) else value) for key, value in had.items())
    return {
        "principal": principal,
        "action": request.action.partition(":")[2],
        "resource": request.resource,
        "conditions": _keys(keys.items()),
    }


def _of_resource(arn: str, account: str) -> dict[str, str]:
    """The keys with which decoded messages describe the resource."""
    parts = arn.split(":", 5)
    return {
        "aws:Resource": parts[5],
        "aws:Account": account,
        "aws:Region": parts[3],
        "aws:Service": parts[2],
        "aws:Type": parts[5].partition("/")[0],
        "aws:ARN": arn,
    }


def _items(values: Iterable[str]) -> dict[str, Any]:
    return {"items": [{"value": value} for value in values]}


def _keys(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Any]:
    return {"items": [{"key": key, "values": _items(values)} for key, values in pairs]}
