"""How a test asks whether a request has a condition key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_fakests.iam import Request

EVERYTHING: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def has(request: Request, key: str, value: str | None) -> bool:
    """Whether the key has this value in the request, or is missing where `value` is None."""
    # Imported here, so that mutation tests, which import the package anew, meet the new one.
    from pytest_fakests.iam import Policies, evaluate

    condition = {"Null": {key: "true"}} if value is None else {"StringEquals": {key: value}}
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}
    return bool(
        evaluate(
            request,
            Policies(
                identity=[EVERYTHING],
                session=[EVERYTHING],
                endpoint=[statement],
                resource={"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
            ),
        )
    )
