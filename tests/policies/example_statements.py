"""Statements of resource-based policies, written shortly."""

from __future__ import annotations

from typing import Any


def allow(who: Any, *actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    principal = who if who == "*" else {"Service" if str(who).endswith(".com") else "AWS": who}
    condition = {"Condition": conditions} if conditions else {}
    return {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": on, **condition}


def deny(who: Any, *actions: str, on: Any = "*", **conditions: Any) -> dict[str, Any]:
    return {**allow(who, *actions, on=on, **conditions), "Effect": "Deny"}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}
