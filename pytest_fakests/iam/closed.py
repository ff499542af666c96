"""What no policy can open: actions that are closed to the caller's credentials, or to other accounts.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
"""

from __future__ import annotations

from pytest_fakests.iam.callers import AWS_CALLERS, FEDERATED_USER, ROOT, SESSION, CallerKind
from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.unshared import IN_ONE_ACCOUNT, SERVICES

_SERVICES = ("iam:", "sts:")

# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html and API_GetSessionToken.html; beside
# operations these are permissions that AssumeRole and other services' operations ask for.
_OPEN_TO_FEDERATED_USERS = frozenset(
    {
        "sts:getcalleridentity",
        "sts:getdelegatedaccesstoken",
        "sts:getscopedcredentials",
        "sts:getservicebearertoken",
    }
)
_OPEN_TO_SESSION_TOKENS = _OPEN_TO_FEDERATED_USERS | {
    "sts:assumerole",
    "sts:getwebidentitytoken",
    "sts:setcontext",
    "sts:setsourceidentity",
    "sts:tagsession",
}
_CLOSED_TO_ROLES = frozenset({"sts:getfederationtoken", "sts:getsessiontoken"})


_ISSUERS = {SESSION: "a role", FEDERATED_USER: "GetFederationToken"}
_ISSUED = tuple(_ISSUERS)
_OF_SOME_ACCOUNT_OR_NONE = (*AWS_CALLERS, CallerKind.ANONYMOUS)


def why_closed(context: RequestContext) -> str | None:
    """Why no policy can allow the request; None where policies decide."""
    if context.cross_account and context.action in IN_ONE_ACCOUNT and context.caller.kind in _OF_SOME_ACCOUNT_OR_NONE:
        return f"{SERVICES[context.action.partition(':')[0]]} does not open it to other accounts"
    if not context.action.startswith(_SERVICES) or context.caller.kind not in AWS_CALLERS:
        return None
    if context.action == "sts:assumerole" and context.caller.kind is ROOT:
        return "the root user cannot assume roles"
    return _why_closed_to_temporary(context) if _temporary(context) else None


def _why_closed_to_temporary(context: RequestContext) -> str | None:
    kind = context.caller.kind
    issuer = _ISSUERS.get(kind, "GetSessionToken")
    if context.action.startswith("sts:"):
        return f"credentials of {issuer} cannot call it" if closed_to_temporary(kind, context.action) else None
    if not context.action.startswith("iam:") or kind is SESSION:
        return None
    if kind is FEDERATED_USER:
        return f"credentials of {issuer} cannot call IAM"
    with_mfa = context.value("aws:multifactorauthpresent") == "true"
    return None if with_mfa else f"credentials of {issuer} cannot call IAM without MFA"


def closed_to_temporary(kind: CallerKind, action: str) -> bool:
    """Whether an action of STS, in lower case, is closed to temporary credentials of such a caller.

    Those of a user or root are of GetSessionToken.
    """
    if kind is SESSION:
        return action in _CLOSED_TO_ROLES
    return action not in (_OPEN_TO_FEDERATED_USERS if kind is FEDERATED_USER else _OPEN_TO_SESSION_TOKENS)


def _temporary(context: RequestContext) -> bool:
    """Whether the request is signed with temporary credentials that are closed to something.

    AssumeRoot issues credentials of root too, which aws:AssumedRoot tells apart; they have their task policy.
    """
    if context.caller.kind in _ISSUED:
        return True
    return context.value("aws:tokenissuetime") is not None and context.value("aws:assumedroot") != "true"
