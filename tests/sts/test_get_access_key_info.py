"""GetAccessKeyInfo through real clients: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, Role, User, allow, deny, trust

HOME, OTHER = "123456789012", "210987654321"

pytestmark = [
    pytest.mark.accounts(Account(OTHER)),
    pytest.mark.users(User("ann", account=OTHER), User("poor", permissions=allow("s3:*"))),
    pytest.mark.roles(Role("app", account=OTHER, trust=trust(f"account/{HOME}"))),
]

KEYS: dict[str, Callable[[FakeSts], str]] = {
    "user": lambda fakests: fakests.credentials(f"arn:aws:iam::{OTHER}:user/ann").access_key,
    "root": lambda fakests: fakests.credentials(f"account/{OTHER}").access_key,
    "role session": lambda fakests: fakests.assume_role(f"arn:aws:iam::{OTHER}:role/app").credentials.access_key,
}


def info(fakests: FakeSts, access_key: str, by: str = "user/tester") -> Any:
    """Ask for the account of a key, with a client that lets every parameter through."""
    client = fakests.botocore_session(by).create_client("sts", config=Config(parameter_validation=False))
    return client.get_access_key_info(AccessKeyId=access_key)


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_it_tells_the_account_of_a_key(fakests: FakeSts, key: Callable[[FakeSts], str]) -> None:
    """Of long-term and of temporary keys, in whichever account they are."""
    answer = info(fakests, key(fakests))
    del answer["ResponseMetadata"]
    assert answer == {"Account": OTHER}


def test_a_key_whose_user_is_gone_still_has_its_account(fakests: FakeSts) -> None:
    """The operation does not tell the state of the key."""
    key = fakests.credentials("user/poor").access_key
    fakests.remove("user/poor")
    assert info(fakests, key)["Account"] == HOME


def test_a_key_of_nowhere_is_refused(fakests: FakeSts) -> None:
    """A key that nobody of this test has; the note says so."""
    with pytest.raises(ClientError) as caught:
        info(fakests, "AKIAIOSFODNN7EXAMPLE")
    assert refusal(caught) == ("ValidationError", 400, "AKIAIOSFODNN7EXAMPLE is invalid")
    assert vars(caught.value)["__notes__"] == ["no user, root or session of this test has that key"]


@pytest.mark.parametrize(
    ("key", "constraint"),
    [
        pytest.param("AKIA12345678901", "have length greater than or equal to 16", id="too short"),
        pytest.param("A" * 129, "have length less than or equal to 128", id="too long"),
        pytest.param("AKIA-IOSFODNN7EXAMPLE", r"satisfy regular expression pattern: [\w]*", id="signs"),
    ],
)
def test_what_is_no_key_id_is_refused(fakests: FakeSts, key: str, constraint: str) -> None:
    """16 to 128 letters, digits and underscores."""
    with pytest.raises(ClientError) as caught:
        info(fakests, key)
    message = f"1 validation error detected: Value '{key}' at 'accessKeyId' failed to satisfy constraint: Member must "
    assert refusal(caught) == ("ValidationError", 400, message + constraint)


@pytest.mark.parametrize(
    ("permissions", "ending"),
    [
        pytest.param(
            allow("s3:*"),
            "because no identity-based policy allows the sts:GetAccessKeyInfo action",
            id="silent",
        ),
        pytest.param(
            [allow("*"), deny("sts:GetAccessKeyInfo")],
            "with an explicit deny in an identity-based policy",
            id="explicit deny",
        ),
    ],
)
def test_it_needs_permission(fakests: FakeSts, permissions: Any, ending: str) -> None:
    """Without a resource the message says why, as seen in public reports."""
    fakests.user("poor").set_permissions(permissions)
    with pytest.raises(ClientError) as caught:
        info(fakests, "AKIAIOSFODNN7EXAMPLE", "user/poor")
    user = f"arn:aws:iam::{HOME}:user/poor"
    message = f"User: {user} is not authorized to perform: sts:GetAccessKeyInfo {ending}"
    assert refusal(caught) == ("AccessDenied", 403, message)


def test_credentials_of_get_session_token_may_not_ask(fakests: FakeSts) -> None:
    """Of STS they may call AssumeRole, GetCallerIdentity and what AWS added since."""
    answer = fakests.client("sts").get_session_token()
    with pytest.raises(ClientError) as caught:
        fakests.client("sts", answer).get_access_key_info(AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    assert refusal(caught) == ("AccessDenied", 403, "Cannot call GetAccessKeyInfo with session credentials")
