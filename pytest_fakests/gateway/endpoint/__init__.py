"""The gate on a port of this machine, for the processes that a test starts."""

from pytest_fakests.gateway.endpoint.limits import Limits
from pytest_fakests.gateway.endpoint.server import LOOPBACK, EndpointServer
from pytest_fakests.gateway.endpoint.serving import Serving

__all__ = ["LOOPBACK", "EndpointServer", "Limits", "Serving"]
