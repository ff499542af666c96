"""Short names of resources in the policy of an API, written out as ARNs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-policy-language-overview.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SHORT = "execute-api:/"


def with_full_resources(document: Mapping[str, Any], arn: str) -> dict[str, Any]:
    """The document with "execute-api:/STAGE/METHOD/PATH" in its resources written out; what is malformed stays.

    Args:
        document: The document, whose statements are a list, or a statement.
        arn: The ARN of the API.

    Example:
        >>> api = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"
        >>> with_full_resources({"Effect": "Allow", "Resource": "execute-api:/prod/*"}, api)["Resource"]
        'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/*'
    """
    full = dict(document)
    for element in ("Resource", "NotResource"):
        if element in full:
            full[element] = _written_out(full[element], arn)
    statements = full.get("Statement")
    if isinstance(statements, list):
        full["Statement"] = [with_full_resources(one, arn) if isinstance(one, Mapping) else one for one in statements]
    return full


def _written_out(value: Any, arn: str) -> Any:
    if isinstance(value, list):
        return [_written_out(one, arn) for one in value]
    if isinstance(value, str) and value.startswith(_SHORT):
        return f"{arn}/{value.removeprefix(_SHORT)}"
    return value
