"""moto, next in line: it keeps its state by account, and is told which one a call is about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from pytest_fakests.cloud.principals import Principal, PrincipalType
from pytest_fakests.iam import Decision

# moto/core/responses.py, BaseResponse.get_current_account
_HEADER = "x-moto-account-id"


def tell_account(prepared: Any, decisions: Sequence[Decision], caller: Principal | None) -> None:
    """Let moto act in the account of the resource that a judged request is about, or else in the caller's.

    By itself it would take an access key that it did not make for one of its default account.
    """
    if "moto" not in sys.modules:
        return
    if decisions:
        prepared.headers[_HEADER] = decisions[-1].request.account
    elif caller and caller.type is not PrincipalType.ANONYMOUS:
        prepared.headers[_HEADER] = caller.account


def is_on() -> bool:
    """Whether moto answers calls now."""
    models = sys.modules.get("moto.core.models")
    return models is not None and bool(models.botocore_stubber.enabled)
