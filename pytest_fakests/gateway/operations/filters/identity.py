"""IAM and STS: names that have a path in ARNs, roles by name or ARN, and who is meant if nobody is named."""

from __future__ import annotations

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter, Whole


def pathless(value: str, call: Call, _: str) -> str:
    """The name alone: a call does not show the path, `/` unless it was set (IAM, "IAM identifiers")."""
    return value


def user_path(value: str | None, call: Call, _: str) -> str:
    """A user's name; the caller's path and name, or its root's ARN, where the call names no user."""
    if value is None and call.place.root:
        return Whole(call.place.arn("iam", "root", region=""))
    caller = value if value is not None else call.place.user
    if caller is None:
        raise call.unknown("it names no user and its caller is neither an IAM user nor root")
    return caller.removeprefix("/")


def path(value: str | None, call: Call, _: str) -> str:
    """A path, `/` when absent."""
    return value or "/"


def role(value: str, call: Call, _: str) -> str:
    """A role's ARN, from its ARN or its name with or without a path."""
    name = value.removeprefix("/")
    return value if value.startswith("arn:") else call.place.arn("iam", f"role/{name}", region="")


def profile_role(value: str, call: Call, _: str) -> str:
    """The role inside an instance profile: the one of the same name, as the console makes them."""
    account = value.split(":", 5)[4] if value.startswith("arn:") else None
    return call.place.arn("iam", "role/" + value.rpartition("/")[2], region="", account=account)


def mfa_arn(value: str, call: Call, _: str) -> str:
    """The ARN of a virtual MFA device, which is its serial number; a hardware device's number is none."""
    if not value.startswith("arn:"):
        raise call.unknown(f"the serial number {value} is not the ARN of a virtual MFA device")
    return value


def account_of(value: str, call: Call, _: str) -> str:
    """The account of an account id or of an ARN."""
    return value.split(":", 5)[4] if value.count(":") > 4 else value


def eks_principal(value: str, call: Call, _: str) -> str:
    """A principal as ARNs of EKS access entries have it, `role/ACCOUNT/NAME` (EKS API, AccessEntry)."""
    kind, _, rest = value.rpartition(":")[2].partition("/")
    return f"{kind}/{account_of(value, call, '')}/{rest.rpartition('/')[2]}"


_NAMED = ("role_path", "group_path", "profile_path", "certificate_path")
FILTERS = {
    **{name: Filter(pathless) for name in _NAMED},
    "user_path": Filter(user_path, sees_absent=True),
    "path": Filter(path, sees_absent=True),
    "path_or_current": Filter(path, sees_absent=True),
    "role": Filter(role),
    "role_path_arn": Filter(role),
    "profile_role": Filter(profile_role),
    "mfa_arn": Filter(mfa_arn),
    "account_of": Filter(account_of),
    "eks_principal": Filter(eks_principal),
}
