"""What a check found in a policy."""

from __future__ import annotations

import dataclasses
import enum
from typing import NamedTuple

from pytest_fakests.iam.errors import Place


class Severity(enum.IntEnum):
    """How bad a finding is; the names are those of IAM Access Analyzer, and the worst is the greatest.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-validation.html

    Example:
        >>> Severity.ERROR > Severity.SECURITY_WARNING > Severity.WARNING > Severity.SUGGESTION
        True
    """

    SUGGESTION = 1
    WARNING = 2
    SECURITY_WARNING = 3
    ERROR = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What one check found at one place; its text is one sentence.

    Attributes:
        code: The check, such as "PASS_ROLE_WITH_STAR_IN_RESOURCE".
        severity: How bad it is.
        path: Where in the document, as `PolicyError` has it; "" for the document itself.
        problem: What is wrong there.
        remedy: What would be right.
        name: How messages call the policy, or None.

    Example:
        >>> print(Finding("EMPTY_ARRAY_ACTION", Severity.SUGGESTION, "Statement[0].Action", "it is empty", "name some"))
        Statement[0].Action: it is empty; name some (suggestion EMPTY_ARRAY_ACTION)
    """

    code: str
    severity: Severity
    path: str
    problem: str
    remedy: str
    name: str | None = None

    def __str__(self) -> str:
        where = [part for part in (self.name, self.path) if part]
        label = self.severity.name.lower().replace("_", " ")
        return ": ".join([*where, f"{self.problem}; {self.remedy} ({label} {self.code})"])


class Fault(NamedTuple):
    """What a check yields: where, what is wrong there, and what would be right."""

    place: Place
    problem: str
    remedy: str
