"""AWS Secrets Manager: a secret's name or partial ARN, and the suffix that AWS puts after it."""

from __future__ import annotations

import re

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter

SECRET_SUFFIX = "-AbCdEf"
"""What stands for the hyphen and six random characters that end every secret's ARN (User Guide, "What's in a
Secrets Manager secret?"). A call by name does not show them; policies that end in `-??????` or `-*`, as AWS
writes them, match.
"""

_SUFFIXED = re.compile(r"-[A-Za-z0-9]{6}$")


def secret(value: str, call: Call, _: str) -> str:
    """A secret's name or ARN, with the suffix if it has none."""
    return value if value.startswith("arn:") and _SUFFIXED.search(value) else value + SECRET_SUFFIX


FILTERS = {"secret": Filter(secret), "new_secret": Filter(secret)}
