"""Which operations of STS are closed to which temporary credentials.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html and the pages of the operations
that issue them.
"""

from __future__ import annotations

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import Principal, PrincipalType
from pytest_fakests.iam.callers import CallerKind
from pytest_fakests.iam.closed import closed_to_temporary
from pytest_fakests.sts.errors import access_denied

_KINDS = {PrincipalType.SESSION: CallerKind.SESSION, PrincipalType.FEDERATED: CallerKind.FEDERATED_USER}
# GetFederationToken is closed to all of them, yet asks its policies first: it refuses sessions itself.
_LATER = "GetFederationToken"


def check_session(operation: str, caller: Principal) -> None:
    """Raise the refusal if the caller's temporary credentials may not call the operation."""
    if not caller.temporary or operation == _LATER:
        return
    # Root as AssumeRoot lends it has its task policy; as a role's session it cannot have a session token.
    kind = CallerKind.SESSION if caller.assumed_root else _KINDS.get(caller.type, CallerKind.USER)
    if closed_to_temporary(kind, f"sts:{operation.lower()}"):
        raise session_refused(operation, caller)


def session_refused(operation: str, caller: Principal) -> AwsError:
    """The refusal of an operation to temporary credentials."""
    kind = {PrincipalType.SESSION: "a role", PrincipalType.FEDERATED: "GetFederationToken"}
    issuer = "AssumeRoot" if caller.assumed_root else kind.get(caller.type, "GetSessionToken")
    note = f"the credentials of {caller.arn} are those of {issuer}"
    return access_denied(f"Cannot call {operation} with session credentials", note)
