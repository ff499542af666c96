"""What was called, and how it was judged."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pytest_fakests.iam import Decision


@dataclasses.dataclass(frozen=True)
class Call:
    """A call that reached the fake.

    Attributes:
        operation: The service, as botocore names it, and the operation: "s3:GetObject".
        caller: The ARN of who signed it; "*" where nobody did; None where that could not be told.
        params: The operation's parameters as they were on the wire; streaming bodies are left out. They are not to
            be changed: decisions find some of their condition keys in them when these are shown.
        decision: The decision behind it; of several, the one that denied, or else the last. None where no policy
            was asked.
        error: The code of the error that the caller got, or None. Errors of single items, as DeleteObjects gives
            them in an answer, are not counted: `decisions` shows which were denied.
        access_key: The access key id that signed it; None where nobody did.
        note: What stands on the error and AWS does not say: the reason in full; of a call that could not be judged or
            answered, what to do.
        decisions: Each permission that was asked, on each of its resources, up to the first that was denied, or where
            each item is answered by itself, all of them.
        observed: Where the fake's mode is "observe", the code of the error that the caller would have got, or
            "unmapped"; or None.
    """

    operation: str
    caller: str | None
    params: Mapping[str, Any]
    decision: Decision | None
    error: str | None
    access_key: str | None = None
    note: str = ""
    decisions: tuple[Decision, ...] = ()
    observed: str | None = None


def call_names(operation_model: Any) -> tuple[str, ...]:
    """The names by which a test may speak of an operation, lower-cased: by botocore's service name first.

    IAM's prefix for a service, as "states", often is the name it signs with.
    """
    service = operation_model.service_model
    prefixes = dict.fromkeys((service.service_name, service.signing_name, service.endpoint_prefix))
    return tuple(f"{prefix}:{operation_model.name}".lower() for prefix in prefixes)
