"""From an answer in botocore's parsed form to the bytes that the service would send.

The loopback server, asynchronous clients and handlers that read bytes need them; a property test holds what botocore
parses from them equal to the parsed form.
"""

from pytest_fakests.gateway.wire.encoding.errors import encode_error
from pytest_fakests.gateway.wire.encoding.output import encode_output
from pytest_fakests.gateway.wire.encoding.response import HttpResponse

__all__ = ["HttpResponse", "encode_error", "encode_output"]
