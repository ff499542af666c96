"""STS's operations by name, and the one way into each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_fakests.sts.assume_role import assume_role
from pytest_fakests.sts.assume_role_with_web_identity import assume_role_with_web_identity
from pytest_fakests.sts.assume_root import assume_root
from pytest_fakests.sts.decode_authorization_message import decode_authorization_message
from pytest_fakests.sts.errors import unknown_operation
from pytest_fakests.sts.get_access_key_info import get_access_key_info
from pytest_fakests.sts.get_caller_identity import get_caller_identity
from pytest_fakests.sts.get_federation_token import get_federation_token
from pytest_fakests.sts.get_session_token import get_session_token
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_limits import check_session
from pytest_fakests.sts.validation import check_parameters

OPERATIONS: dict[str, Callable[[StsRequest], dict[str, Any]]] = {
    "AssumeRole": assume_role,
    "AssumeRoot": assume_root,
    "DecodeAuthorizationMessage": decode_authorization_message,
    "AssumeRoleWithWebIdentity": assume_role_with_web_identity,
    "GetAccessKeyInfo": get_access_key_info,
    "GetCallerIdentity": get_caller_identity,
    "GetFederationToken": get_federation_token,
    "GetSessionToken": get_session_token,
}

# Operations that the global endpoint does not have, as their pages say.
_REGIONAL_ONLY = frozenset({"AssumeRoot", "GetScopedCredentials"})


def answer(operation: str, input_shape: Any, request: StsRequest) -> dict[str, Any]:
    """The answer of an operation in OPERATIONS, in the parsed form.

    Args:
        operation: Its name.
        input_shape: The botocore structure of its parameters.
        request: The call.

    Raises:
        AwsError: STS answers with an error.
    """
    if request.at_global_endpoint and operation in _REGIONAL_ONLY:
        raise unknown_operation(operation)
    check_parameters(input_shape, request.params)
    check_session(operation, request.caller)
    return OPERATIONS[operation](request)
