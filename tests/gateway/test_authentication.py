"""Who signed a request: the right error for each fault, in the service's own dialect and in AWS's measured order."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls_of_services import CALLS

from pytest_fakests import Credentials, FakeSts, Role, StsClock, User, allow

LONG = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
INVALID = "The security token included in the request is invalid."
EXPIRED = "The security token included in the request is expired"
S3_UNKNOWN = "The AWS Access Key Id you provided does not exist in our records."
EC2 = ("AuthFailure", 401, "AWS was not able to validate the provided access credentials")

# Seen in public reports of raw answers and in published measurements; see pytest_fakests/gateway/dialects.py.
EXPIRED_TOKEN = {
    "sts": ("ExpiredToken", 403, EXPIRED),
    "s3": ("ExpiredToken", 400, "The provided token has expired."),
    "dynamodb": ("ExpiredTokenException", 400, EXPIRED),
    "lambda": ("ExpiredTokenException", 403, EXPIRED),
    "ec2": ("RequestExpired", 400, "Request has expired."),
    "sqs": ("ExpiredToken", 403, EXPIRED),
    "iam": ("ExpiredToken", 403, EXPIRED),
    "secretsmanager": ("ExpiredTokenException", 400, EXPIRED),
    "kms": ("ExpiredTokenException", 400, EXPIRED),
}
UNKNOWN_KEY = {
    "sts": ("InvalidClientTokenId", 403, INVALID),
    "s3": ("InvalidAccessKeyId", 403, S3_UNKNOWN),
    "dynamodb": ("UnrecognizedClientException", 400, INVALID),
    "lambda": ("UnrecognizedClientException", 403, INVALID),
    "ec2": EC2,
    "sqs": ("InvalidClientTokenId", 403, INVALID),
    "sns": ("InvalidClientTokenId", 403, INVALID),
    "iot-data": ("ForbiddenException", 403, INVALID),
}
WRONG_SECRET = {
    "sts": ("SignatureDoesNotMatch", 403, LONG),
    "s3": (
        "SignatureDoesNotMatch",
        403,
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
    ),
    "secretsmanager": ("InvalidSignatureException", 400, LONG),
    "lambda": ("InvalidSignatureException", 403, LONG),
    "ec2": EC2,
}


def fault(fakests: FakeSts, service: str, who: Any) -> tuple[tuple[str, int, str], str]:
    """Code, status and message with which a service refuses a caller, and the note on the error."""
    with pytest.raises(ClientError) as caught:
        CALLS[service](fakests.client(service, who))
    response = caught.value.response
    words = (
        response["Error"]["Code"],
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Message"],
    )
    return words, vars(caught.value)["__notes__"][0]


@pytest.mark.roles(Role("app", permissions=allow("*")))
class TestSessions:
    """Temporary credentials."""

    @pytest.mark.parametrize("service", EXPIRED_TOKEN)
    def test_an_expired_token_is_refused_in_the_services_own_words(
        self, fakests: FakeSts, sts_clock: StsClock, service: str
    ) -> None:
        """At the moment of expiration, each service says so in its dialect."""
        role = fakests.assume_role("app")
        CALLS[service](role.client(service))
        sts_clock.expire(role)
        words, note = fault(fakests, service, role)
        assert words == EXPIRED_TOKEN[service]
        assert note.startswith(f"the credentials of {role.arn} expired at {role.expiration:%Y-%m-%d %H:%M:%S} UTC")

    def test_a_second_before_its_end_a_session_still_works(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Expiration is exact."""
        role = fakests.assume_role("app")
        sts_clock.move_to(role.expiration - datetime.timedelta(seconds=1))
        CALLS["s3"](role.client("s3"))

    @pytest.mark.parametrize("service", ["sts", "s3", "dynamodb"])
    def test_a_missing_token_is_refused(self, fakests: FakeSts, service: str) -> None:
        """The words are those for an unknown key."""
        keys = fakests.assume_role("app").credentials
        words, note = fault(fakests, service, Credentials(keys.access_key, keys.secret_key))
        assert words == UNKNOWN_KEY[service]
        assert note.startswith("no session token was sent; the key ")

    @pytest.mark.parametrize("service", ["sts", "s3", "dynamodb"])
    def test_the_token_of_another_session_is_refused(self, fakests: FakeSts, service: str) -> None:
        """A token is bound to its key."""
        keys, other = fakests.assume_role("app").credentials, fakests.assume_role("app").credentials
        words, note = fault(fakests, service, Credentials(keys.access_key, keys.secret_key, other.token))
        assert words == UNKNOWN_KEY[service]
        assert note.startswith("the session token is not the one of this key; the key ")

    def test_a_token_with_long_term_keys_is_refused(self, fakests: FakeSts) -> None:
        """Long-term keys have no token."""
        keys, other = fakests.credentials("user/tester"), fakests.assume_role("app").credentials
        words, _ = fault(fakests, "sts", Credentials(keys.access_key, keys.secret_key, other.token))
        assert words == UNKNOWN_KEY["sts"]

    @pytest.mark.parametrize("service", ["sts", "s3"])
    def test_a_session_of_a_deleted_role_is_refused(self, fakests: FakeSts, service: str) -> None:
        """As measured: the words for an unknown key."""
        role = fakests.assume_role("app")
        fakests.remove("app")
        words, note = fault(fakests, service, role)
        assert words == UNKNOWN_KEY[service]
        assert note == "arn:aws:iam::123456789012:role/app was deleted after these credentials were issued"

    def test_a_role_made_again_does_not_bring_its_sessions_back(self, fakests: FakeSts) -> None:
        """The new role has another id."""
        role = fakests.assume_role("app")
        fakests.remove("app")
        fakests.add(Role("app", permissions=allow("*")))
        assert fault(fakests, "sts", role)[0] == UNKNOWN_KEY["sts"]


class TestLongTermKeys:
    """Keys of users."""

    @pytest.mark.parametrize("service", UNKNOWN_KEY)
    def test_an_unknown_key_is_refused_in_the_services_own_words(self, fakests: FakeSts, service: str) -> None:
        """A key that this test never made is nobody's."""
        words, note = fault(fakests, service, Credentials("AKIAIOSFODNN7EXAMPLE", "s" * 40))
        assert words == UNKNOWN_KEY[service]
        assert note.startswith(
            "the access key AKIAIOSFODNN7EXAMPLE is not one of this test's, or was issued in another"
        )

    @pytest.mark.parametrize("service", WRONG_SECRET)
    def test_a_wrong_secret_is_refused_in_the_services_own_words(self, fakests: FakeSts, service: str) -> None:
        """The signature does not match."""
        keys = fakests.credentials("user/tester")
        words, note = fault(fakests, service, Credentials(keys.access_key, "s" * 40))
        assert words == WRONG_SECRET[service]
        assert note.startswith(f"the request was not signed with the secret of {keys.access_key}")

    @pytest.mark.users("ann")
    def test_the_keys_of_a_deleted_user_are_refused(self, fakests: FakeSts) -> None:
        """They die with the user."""
        keys = fakests.credentials("user/ann")
        fakests.remove("user/ann")
        assert fault(fakests, "sts", keys)[0] == UNKNOWN_KEY["sts"]


@pytest.mark.roles(Role("app", permissions=allow("*")))
class TestOrder:
    """Scope, token, expiry, role, signature, authorisation: as measured against AWS."""

    def test_the_token_is_looked_at_before_the_expiry(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """An expired key without its token is an unknown one."""
        role = fakests.assume_role("app")
        sts_clock.expire(role)
        bare = Credentials(role.credentials.access_key, role.credentials.secret_key)
        assert fault(fakests, "sts", bare)[0] == UNKNOWN_KEY["sts"]

    def test_the_expiry_is_looked_at_before_the_role(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """An expired session of a deleted role has expired."""
        role = fakests.assume_role("app")
        sts_clock.expire(role)
        fakests.remove("app")
        assert fault(fakests, "sts", role)[0] == EXPIRED_TOKEN["sts"]

    def test_the_role_is_looked_at_before_the_signature(self, fakests: FakeSts) -> None:
        """A wrong secret for a session of a deleted role is an unknown key."""
        keys = fakests.assume_role("app").credentials
        fakests.remove("app")
        assert fault(fakests, "sts", Credentials(keys.access_key, "s" * 40, keys.token))[0] == UNKNOWN_KEY["sts"]

    def test_the_signature_is_looked_at_before_the_policies(self, fakests: FakeSts) -> None:
        """A wrong secret is told though the policies would deny the call."""
        fakests.add(User("poor"))
        keys = fakests.credentials("user/poor")
        assert fault(fakests, "s3", Credentials(keys.access_key, "s" * 40))[0] == WRONG_SECRET["s3"]
