"""botocore's Stubber: what it would answer is judged first, where it is known who calls."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from typing import Any

from botocore.httpchecksum import apply_request_checksum


def answered_by_stub(fake: Any, client: Any, operation_model: Any, params: Any, stub: Callable[[], Any]) -> Any:
    """What a stubbed client gets: the stub's answer, if its caller may make the call; to be awaited, of aiobotocore's.

    A Stubber answers before a request is made and signed; so that is done here.

    Args:
        fake: The fake that is on.
        client: The stubbed client.
        operation_model: botocore's model of the operation.
        params: The request as botocore prepared it, before it is signed.
        stub: Gives the Stubber's own answer, which is the next of its queue.
    """
    if not _is_known(fake, client):
        return stub()
    if inspect.iscoroutinefunction(client._endpoint.create_request):
        from pytest_fakests.gateway.aio import stubbed_response  # where aiobotocore is loaded already

        return stubbed_response(fake, client._endpoint, operation_model, params, stub)
    params = {**params, "headers": copy.copy(params["headers"])}
    # The last that botocore does before it makes a request.
    apply_request_checksum(params)
    prepared = client._endpoint.create_request(params, operation_model)
    answer, exception = fake.gate.respond(prepared, operation_model, lambda: (stub(), None), stubbed=True)
    if exception is not None:
        raise exception
    return answer


def _is_known(fake: Any, client: Any) -> bool:
    """Whether the client's credentials are of this world, or stand for the environment's caller."""
    found = client._request_signer._credentials
    return fake.ambient_credentials(found) is not None or fake.gate.cloud.key(found.access_key) is not None
