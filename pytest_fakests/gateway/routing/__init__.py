"""Which operation a request is that came from another process, and the address of AWS's that it stands for."""

from pytest_fakests.gateway.routing.addresses import at_aws
from pytest_fakests.gateway.routing.catalog import Catalog, catalog
from pytest_fakests.gateway.routing.find import Found, UnknownOperation, find_operation

__all__ = ["Catalog", "Found", "UnknownOperation", "at_aws", "catalog", "find_operation"]
