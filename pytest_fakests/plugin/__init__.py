"""What pytest meets. Nothing of the fake itself is imported before a test asks for it."""

from __future__ import annotations

from pytest_fakests.plugin.collection import (
    pytest_addhooks,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
)
from pytest_fakests.plugin.expiry import fakests_expiry, pytest_generate_tests, pytest_runtest_protocol
from pytest_fakests.plugin.fixtures import (
    assume_role,
    fakests,
    fakests_endpoint,
    inside,
    module_fakests,
    oidc_provider,
    saml_provider,
    session_fakests,
    sts,
    sts_clock,
)
from pytest_fakests.plugin.refused import pytest_runtest_makereport

__all__ = [
    "assume_role",
    "fakests",
    "fakests_endpoint",
    "fakests_expiry",
    "inside",
    "module_fakests",
    "oidc_provider",
    "pytest_addhooks",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_runtest_makereport",
    "pytest_runtest_protocol",
    "saml_provider",
    "session_fakests",
    "sts",
    "sts_clock",
]
