"""STS's operations by name, and the one way into each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_fakests.sts.assume_role import assume_role
from pytest_fakests.sts.assume_role_with_saml import assume_role_with_saml
from pytest_fakests.sts.assume_role_with_web_identity import assume_role_with_web_identity
from pytest_fakests.sts.assume_root import assume_root
from pytest_fakests.sts.decode_authorization_message import decode_authorization_message
from pytest_fakests.sts.errors import unknown_operation
from pytest_fakests.sts.get_access_key_info import get_access_key_info
from pytest_fakests.sts.get_caller_identity import get_caller_identity
from pytest_fakests.sts.get_delegated_access_token import get_delegated_access_token
from pytest_fakests.sts.get_federation_token import get_federation_token
from pytest_fakests.sts.get_scoped_credentials import get_scoped_credentials
from pytest_fakests.sts.get_session_token import get_session_token
from pytest_fakests.sts.get_web_identity_token import get_web_identity_token
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_limits import check_session
from pytest_fakests.sts.validation import check_parameters

OPERATIONS: dict[str, Callable[[StsRequest], dict[str, Any]]] = {
    "AssumeRole": assume_role,
    "AssumeRoleWithSAML": assume_role_with_saml,
    "AssumeRoleWithWebIdentity": assume_role_with_web_identity,
    "AssumeRoot": assume_root,
    "DecodeAuthorizationMessage": decode_authorization_message,
    "GetAccessKeyInfo": get_access_key_info,
    "GetCallerIdentity": get_caller_identity,
    "GetDelegatedAccessToken": get_delegated_access_token,
    "GetFederationToken": get_federation_token,
    "GetScopedCredentials": get_scoped_credentials,
    "GetSessionToken": get_session_token,
    "GetWebIdentityToken": get_web_identity_token,
}

# Operations that need no signature: a token says who asks. Older models of botocore do not tell.
UNSIGNED = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})
# Operations that the global endpoint does not have, as their pages say.
_REGIONAL_ONLY = frozenset({"AssumeRoot", "GetScopedCredentials", "GetWebIdentityToken"})


# Bytes of the largest session token; AWS does not publish it.
_MOST_TOKEN = 8192


def answer(operation_model: Any, request: StsRequest) -> dict[str, Any]:
    """The answer of an operation in OPERATIONS, in the parsed form.

    Args:
        operation_model: botocore's model of the operation.
        request: The call.

    Raises:
        AwsError: STS answers with an error.
    """
    operation = operation_model.name
    if request.at_global_endpoint and operation in _REGIONAL_ONLY:
        raise unknown_operation(operation)
    check_parameters(operation_model.input_shape, request.params)
    check_session(operation, request.caller)
    found = OPERATIONS[operation](request)
    if "SessionTokenSize" in operation_model.output_shape.members:
        size = len(found["Credentials"]["SessionToken"])
        found.update(SessionTokenSize=size, SessionTokenUtilization=-(-size * 100 // _MOST_TOKEN))
    return found
