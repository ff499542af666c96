"""Who asks: what the principal of a request is, read from its ARN or host.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import re


class CallerKind(enum.Enum):
    """What a caller is. A PROVIDER is an identity provider, which vouches for a caller without AWS credentials."""

    ROOT = enum.auto()
    USER = enum.auto()
    SESSION = enum.auto()
    FEDERATED_USER = enum.auto()
    SERVICE = enum.auto()
    PROVIDER = enum.auto()
    ANONYMOUS = enum.auto()


# Members that every decision compares with. Before Python 3.12 it takes a call to look one up in its class.
ROOT, USER, SESSION = CallerKind.ROOT, CallerKind.USER, CallerKind.SESSION
FEDERATED_USER, SERVICE, PROVIDER = CallerKind.FEDERATED_USER, CallerKind.SERVICE, CallerKind.PROVIDER
# Tuples, here and for kinds of policy: an enum member is found in one faster than it is hashed.
AWS_CALLERS = (CallerKind.ROOT, CallerKind.USER, CallerKind.SESSION, CallerKind.FEDERATED_USER)
ALL_CALLERS = tuple(CallerKind)

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
BUILT_IN_PROVIDERS = frozenset(
    {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}
)

_ARN = re.compile(
    r"arn:(?P<partition>[\w-]+):(?P<service>iam|sts)::(?P<account>\d{12}):"
    r"(?P<type>root|[a-z-]+(?=/))(?:/(?P<path>.+))?",
    re.ASCII | re.DOTALL,
)
_KINDS = {
    ("iam", "root"): CallerKind.ROOT,
    ("iam", "user"): CallerKind.USER,
    ("iam", "role"): CallerKind.SESSION,
    ("sts", "assumed-role"): CallerKind.SESSION,
    ("sts", "federated-user"): CallerKind.FEDERATED_USER,
    ("iam", "oidc-provider"): CallerKind.PROVIDER,
    ("iam", "saml-provider"): CallerKind.PROVIDER,
}
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """The principal of a request.

    Attributes:
        kind: What it is.
        arn: The principal as the request names it.
        account: Its account's id; "" for services, providers and anonymous callers.
        root: The ARN of its account; "" likewise.
        name: A user's name without path, or a role's.
        role: For a session, the ARN of its role without path; "" for others.
        issuer: For a session the ARN, with path, of its role, for a federated user that of the user or root, if known.
    """

    kind: CallerKind
    arn: str
    account: str = ""
    root: str = ""
    name: str = ""
    role: str = ""
    issuer: str | None = None


@functools.lru_cache(maxsize=1024)
def caller(principal: str, issuer: str | None = None) -> Caller:
    """Read the principal of a request.

    Raises:
        ValueError: It is none that can make a request.
    """
    if principal == "*":
        return Caller(CallerKind.ANONYMOUS, principal)
    found = _ARN.fullmatch(principal) if isinstance(principal, str) else None
    kind = _KINDS.get((found["service"], found["type"])) if found else None
    if found and kind is CallerKind.PROVIDER:
        return Caller(kind, principal)
    if found and kind and (kind is CallerKind.ROOT) == (found["path"] is None):
        return _of_account(kind, found, issuer)
    if isinstance(principal, str) and HOST.fullmatch(principal):
        known = principal in BUILT_IN_PROVIDERS
        return Caller(CallerKind.PROVIDER if known else CallerKind.SERVICE, principal)
    raise ValueError(
        f"the principal {principal!r} cannot make a request; write the ARN of a user, role, assumed-role session, "
        'federated user or account root, the host of a service, an identity provider, or "*" for an anonymous caller'
    )


def _of_account(kind: CallerKind, found: re.Match[str], issuer: str | None) -> Caller:
    account, path = found["account"], found["path"] or ""
    prefix = f"arn:{found['partition']}:iam::{account}:"
    if kind is not CallerKind.SESSION:
        name = path.rpartition("/")[2]
        return Caller(kind, found[0], account, f"{prefix}root", name, issuer=issuer)
    if found["type"] == "role":
        name, issuer = path.rpartition("/")[2], found[0]
    else:
        name = path.partition("/")[0]
    return Caller(kind, found[0], account, f"{prefix}root", name, f"{prefix}role/{name}", issuer)
