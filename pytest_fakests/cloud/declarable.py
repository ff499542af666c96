"""All that a test may declare."""

from __future__ import annotations

from pytest_fakests.cloud.declarations import Account, IdentityProvider, ResourcePolicy, Role, User
from pytest_fakests.cloud.endpoints import VpcEndpoint
from pytest_fakests.cloud.organization import Organization
from pytest_fakests.cloud.resource import Resource

Declaration = Role | User | Account | Resource | ResourcePolicy | IdentityProvider | Organization | VpcEndpoint
