"""The console's doors: the link that switches roles, and the federation endpoint.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.credentials import same_text
from pytest_fakests.cloud.declarations import Duration, seconds
from pytest_fakests.cloud.entities import UserEntity
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.names import iam_arn
from pytest_fakests.cloud.principals import Principal, PrincipalType, mfa_context

_SWITCH = "/switchrole"
# Whose console it is that stands at a host:
# https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-console.html and, for China,
# https://docs.amazonaws.cn/en_us/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
_CONSOLES = {
    "signin.aws.amazon.com": "aws",
    "signin.amazonaws.cn": "aws-cn",
    "signin.amazonaws-us-gov.com": "aws-us-gov",
}
# Seconds that SessionDuration may ask for.
_SHORTEST, _LONGEST = 900, 43200


class SigninError(ValueError):
    """The federation endpoint's refusal; the text says what was wrong with the credentials."""


def console_keys(caller: Principal | str) -> dict[str, str]:
    """What the requests of a user tell of MFA who is signed in to the console, where whoever has a device needs it.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/console_sign-in-mfa.html and, that the key is there without, too,
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    if isinstance(caller, str) or caller.temporary or not isinstance(caller.entity, UserEntity):
        return {}
    return mfa_context(clock.now() if caller.entity.has_mfa else False)


def role_of_link(cloud: Cloud, link: str) -> str:
    """The ARN of the role that a switch-role link names, or of one named otherwise.

    Raises:
        DeclarationError: The link has no account or no role.
        UndeclaredError: The link's account is an alias that is not declared.
    """
    found = urlsplit(link)
    if not found.path.endswith(_SWITCH):
        return link
    query = parse_qs(found.query)
    try:
        account, role = query["account"][0], query["roleName"][0]
    except KeyError as error:
        raise DeclarationError(
            f"the link {link!r} has no {error.args[0]}; write "
            "https://signin.aws.amazon.com/switchrole?account=ACCOUNT&roleName=ROLE"
        ) from None
    host = found.hostname or ""
    consoles = (
        partition for console, partition in _CONSOLES.items() if host == console or host.endswith(f".{console}")
    )
    return iam_arn(next(consoles, cloud.partition), cloud.find_account(account).id, f"role/{role}")


def signin_token(cloud: Cloud, session: str | Mapping[str, Any], duration: Duration | None = None) -> str:
    """What the federation endpoint answers to Action=getSigninToken with this `Session`.

    Args:
        cloud: The world.
        session: JSON text, or the mapping, of sessionId, sessionKey and sessionToken.
        duration: SessionDuration; None leaves it out.

    Raises:
        SigninError: The credentials are not temporary ones of a role or a federated user, they are not valid, they
            come from role chaining with DurationSeconds, or the endpoint does not take the duration.
    """
    principal = _signed_in(cloud, session)
    if duration is not None:
        _check_duration(principal, seconds(duration))
    return cloud.source.hexadecimal(128)


def _fields(session: object) -> Mapping[str, Any]:
    """The members of a session; none where it is neither a mapping nor the JSON text of one."""
    if isinstance(session, str):
        try:
            session = json.loads(session)
        except ValueError:
            return {}
    return session if isinstance(session, Mapping) else {}


def _check_duration(principal: Principal, duration: int) -> None:
    if principal.type is PrincipalType.FEDERATED:
        raise SigninError(
            f"SessionDuration is for credentials of AssumeRole, and {principal.arn} has those of GetFederationToken; "
            "leave it out"
        )
    if not _SHORTEST <= duration <= _LONGEST:
        raise SigninError(f"SessionDuration is {duration} seconds; the console takes {_SHORTEST} to {_LONGEST}")


def _signed_in(cloud: Cloud, session: str | Mapping[str, Any]) -> Principal:
    """Whom the credentials of a session are."""
    fields = _fields(session)
    if "sessionId" not in fields:
        raise SigninError(
            "the session has no sessionId; give the access key, the secret key and the token of temporary credentials "
            "as sessionId, sessionKey and sessionToken"
        )
    key = cloud.key(str(fields["sessionId"]))
    if key is None:
        raise SigninError("the sessionId is the access key id of nobody in this test; give those of a session")
    held, principal = key.credentials, key.principal
    if principal.type not in (PrincipalType.SESSION, PrincipalType.FEDERATED):
        raise SigninError(
            f"these are credentials of {principal.arn}; the console takes those of AssumeRole and GetFederationToken"
        )
    if principal.chained_with_duration:
        raise SigninError(
            f"{principal.arn} was assumed with temporary credentials and DurationSeconds; the console takes such a "
            "session without DurationSeconds, or one that a user assumed"
        )
    wrong = [
        name
        for name, wanted in (("sessionKey", held.secret_key), ("sessionToken", held.token or ""))
        if not same_text(str(fields.get(name, "")), wanted)
    ]
    if wrong:
        raise SigninError(f"the {wrong[0]} is not the one of {held.access_key}")
    if held.expiration is None or clock.now() >= held.expiration:
        raise SigninError(f"the credentials of {principal.arn} expired at {held.expiration:%Y-%m-%d %H:%M:%S} UTC")
    if not cloud.lives(principal):
        raise SigninError(f"{principal.arn} belongs to a role or user that was deleted")
    return principal
