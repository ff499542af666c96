"""What can go wrong when a world is declared, asked about, or called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_fakests.iam import Decision


class DeclarationError(ValueError):
    """A declaration that AWS would not accept, or that the fake cannot read; its text says what would be right."""


class UndeclaredError(KeyError):
    """Something was asked for that no declaration names; the text lists what is declared of its kind.

    Attributes:
        kind: What was asked for: "role", "user", "role or user", "account" or "identity provider".
        wanted: The name or ARN that was asked for.
        declared: The names that would have been found.
    """

    def __init__(self, kind: str, wanted: str, declared: Iterable[str]) -> None:
        super().__init__(wanted)
        self.kind = kind
        self.wanted = wanted
        self.declared = tuple(declared)

    def __str__(self) -> str:
        known = ", ".join(self.declared) or "none"
        kinds = self.kind.replace(" or ", "s and ") + "s"
        return f"no {self.kind} {self.wanted!r} is declared; declared {kinds}: {known}"


class AwsError(Exception):
    """An error answer as AWS gives it: it becomes the ClientError that the code under test catches.

    Attributes:
        code: AWS's error code, such as "AccessDenied".
        message: AWS's message, word for word.
        status: The HTTP status.
        note: What AWS does not say: the reason in full. It ends as a PEP 678 note on the ClientError.
        decision: The decision behind a denial, or None where no policy was asked.
        details: What S3 says beside code and message, by the names of its elements.
    """

    def __init__(
        self,
        code: str,
        message: str,
        status: int,
        *,
        note: str = "",
        decision: Decision | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.note = note
        self.decision = decision
        self.details = details or {}
