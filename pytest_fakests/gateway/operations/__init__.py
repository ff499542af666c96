"""Which permissions an API call needs: actions, resources and condition keys, from its parameters."""

from pytest_fakests.gateway.operations.beyond import permissions_beyond
from pytest_fakests.gateway.operations.call import Place
from pytest_fakests.gateway.operations.ec2_ids import with_id
from pytest_fakests.gateway.operations.errors import UnknownResource, UnmappedOperation
from pytest_fakests.gateway.operations.permission import Permission
from pytest_fakests.gateway.operations.permissions import required_permissions
from pytest_fakests.gateway.operations.tables import Entry, Row, has_row, load_table

__all__ = [
    "Entry",
    "Permission",
    "Place",
    "Row",
    "UnknownResource",
    "UnmappedOperation",
    "has_row",
    "load_table",
    "permissions_beyond",
    "required_permissions",
    "with_id",
]
