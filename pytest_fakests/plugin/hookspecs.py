"""Hooks that a conftest.py or another plugin may implement."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.hookspec(firstresult=True)
def pytest_fakests_map(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """Say what a call needs that the fake cannot know; the first answer that is not None counts.

    A test's own `fakests.map()` is asked before, and the fake's tables after.

    Args:
        service: The service, as botocore names it.
        operation: The operation, as botocore names it.
        params: Its parameters, as they were on the wire.

    Returns:
        The keywords of `fakests.map()`, such as {"actions": ["apigateway:GET"], "resources": ["arn:..."]}, or None.

    Example:
        def pytest_fakests_map(service, operation, params):
            if service == "codecommit":
                return {"resources": f"arn:aws:codecommit:us-east-1:123456789012:{params['repositoryName']}"}
    """
