"""Who signed a request: the right error for each fault, in the service's own dialect and in AWS's measured order."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from independent_sigv4 import EMPTY, Keys, signed_headers

from pytest_fakests import Credentials, FakeSts, Role, StsClock, User, allow
from pytest_fakests.gateway.authentication import region_of
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers

CALLS: dict[str, Callable[[Any], Any]] = {
    "sts": lambda client: client.get_caller_identity(),
    "s3": lambda client: client.list_buckets(),
    "dynamodb": lambda client: client.list_tables(),
    "lambda": lambda client: client.list_functions(),
    "ec2": lambda client: client.describe_instances(),
    "sqs": lambda client: client.list_queues(),
    "sns": lambda client: client.list_topics(),
    "iam": lambda client: client.list_users(),
    "secretsmanager": lambda client: client.list_secrets(),
    "kms": lambda client: client.list_keys(),
    "ses": lambda client: client.list_identities(),
    "iot-data": lambda client: client.get_thing_shadow(thingName="lamp"),
}

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


# What a man in the middle changes after the request was signed, on the service, and the code that it gives.
CHANGES = [
    pytest.param("sts", {"url": "https://sts.amazonaws.com/?a=b"}, "SignatureDoesNotMatch", id="query"),
    pytest.param("sts", {"body": b"Action=GetCallerIdentity&Version=2011-06-15&x=y"}, "SignatureDoesNotMatch", id="body"),
    pytest.param("sts", {"method": "GET"}, "SignatureDoesNotMatch", id="method"),
    pytest.param("sts", {"date": "20200101T000000Z"}, "SignatureDoesNotMatch", id="date"),
    pytest.param("dynamodb", {"target": "DynamoDB_20120810.DeleteTable"}, "InvalidSignatureException", id="signed header"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "change", "code"), CHANGES)
def test_a_request_changed_after_it_was_signed_is_refused(
    fakests: FakeSts, service: str, change: dict[str, Any], code: str
) -> None:
    """Any change to what is signed breaks the signature."""
    client = fakests.client(service)

    def meddle(request: Any, **_: Any) -> None:
        request.url = change.get("url", request.url)
        request.data = change.get("body", request.data)
        request.method = change.get("method", request.method)
        if "date" in change:
            request.headers.replace_header("X-Amz-Date", change["date"])
        if "target" in change:
            request.headers.replace_header("X-Amz-Target", change["target"])

    client.meta.events.register_last("request-created", meddle)
    with pytest.raises(ClientError) as caught:
        CALLS[service](client)
    assert caught.value.response["Error"]["Code"] == code


class TestScope:
    """The credential scope comes first, before the token and the key are looked at."""

    def signed_for(self, fakests: FakeSts, service: str, credentials: Any, **signing: str) -> Any:
        """A client whose requests are signed for another Region or service."""
        client = fakests.client(service, credentials)

        def misdirect(request: Any, **_: Any) -> None:
            request.context.setdefault("signing", {}).update(signing)

        client.meta.events.register_first(f"request-created.{service}", misdirect)
        return client

    @pytest.mark.parametrize(
        ("service", "signing", "code", "message"),
        [
            pytest.param("sts", {"region": "eu-west-1"}, "SignatureDoesNotMatch", "Credential should be scoped to a valid region. ", id="sts region"),
            pytest.param("sts", {"signing_name": "s3"}, "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'. ", id="sts service"),
            pytest.param("sts", {"signing_name": "s3", "region": "eu-west-1"}, "SignatureDoesNotMatch", "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. ", id="sts both"),
            pytest.param("dynamodb", {"region": "eu-west-1"}, "InvalidSignatureException", "Credential should be scoped to a valid region. ", id="json region"),
        ],
    )  # fmt: skip
    def test_a_foreign_scope_is_refused(
        self, fakests: FakeSts, service: str, signing: dict[str, str], code: str, message: str
    ) -> None:
        """Wrong Region, wrong service, or both, whose texts are joined; the key here is unknown, and not looked at."""
        client = self.signed_for(fakests, service, Credentials("AKIAIOSFODNN7EXAMPLE", "s" * 40), **signing)
        with pytest.raises(ClientError) as caught:
            CALLS[service](client)
        assert (caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]) == (code, message)

    @pytest.mark.parametrize(
        ("url", "region"),
        [
            ("https://sts.amazonaws.com/", "us-east-1"),
            ("https://sts.eu-west-1.amazonaws.com/", "eu-west-1"),
            ("https://sts.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
            ("https://reports.s3.eu-west-1.amazonaws.com/k", "eu-west-1"),
            ("https://reports.s3.dualstack.eu-west-1.amazonaws.com/k", "eu-west-1"),
            ("https://eu-west-1.s3.amazonaws.com/k", None),
            ("https://logs-eu-west-1.s3.us-east-2.amazonaws.com/k", "us-east-2"),
            ("https://eu-west-1.queue.amazonaws.com/", "eu-west-1"),
            ("https://s3.us-gov-west-1.amazonaws.com/k", "us-gov-west-1"),
            ("https://vpce-0123.s3.us-west-2.vpce.amazonaws.com/k", "us-west-2"),
            ("http://localhost:4566/", None),
            ("https://storage.us-east-1.example.org/", None),
        ],
    )
    def test_an_endpoint_says_its_region(self, url: str, region: str | None) -> None:
        """https://docs.aws.amazon.com/general/latest/gr/rande.html; None where its host does not say."""
        assert region_of(url) == region

    @pytest.mark.parametrize("bucket", ["reports", "logs-eu-west-1", "eu-west-1"])
    def test_a_bucket_may_be_named_after_another_region(self, fakests: FakeSts, bucket: str) -> None:
        """The Region of the scope is that of the endpoint."""
        fakests.client("s3").get_object(Bucket=bucket, Key="k")

    @pytest.mark.fakests(region="eu-central-1")
    def test_a_regional_endpoint_takes_its_own_region(self, fakests: FakeSts) -> None:
        """A client of another Region talks to that Region's endpoint."""
        session = fakests.botocore_session()
        client = session.create_client("sts", region_name="ap-southeast-2")
        assert client.get_caller_identity()["Account"] == "123456789012"


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


class TestSkew:
    """A request signed at another time."""

    def test_an_hour_old_signature_has_expired(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """STS takes 15 minutes, and its text gives the three times."""
        client = fakests.client("sts")
        sts_clock.move_to(datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.timezone.utc))
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(hours=1))
        with pytest.raises(ClientError) as caught:
            client.get_caller_identity()
        assert caught.value.response["Error"] == {
            "Type": "Sender",
            "Code": "SignatureDoesNotMatch",
            "Message": "Signature expired: 20310501T120000Z is now earlier than 20310501T124500Z (20310501T130000Z - 15 min.)",
        }

    def test_s3_says_that_the_time_differs_too_much(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """S3 has words of its own."""
        client = fakests.client("s3")
        sts_clock.advance(1)
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(minutes=16))
        with pytest.raises(ClientError, match="RequestTimeTooSkewed"):
            client.list_buckets()

    def test_ten_minutes_are_nothing_to_sts(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Within the window the signature holds."""
        client = fakests.client("sts")
        sts_clock.advance(1)
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(minutes=10))
        client.get_caller_identity()

    def test_ten_minutes_are_too_many_for_others(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Other services take 5 minutes."""
        client = fakests.client("kms")
        sts_clock.advance(1)
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(minutes=10))
        with pytest.raises(ClientError, match=r"InvalidSignatureException.*- 5 min"):
            client.list_keys()


class TestUnsigned:
    """Requests that nobody signed."""

    def unsigned(self, fakests: FakeSts, service: str) -> Any:
        """A client that does not sign."""
        from botocore import UNSIGNED
        from botocore.config import Config

        return fakests.botocore_session().create_client(service, config=Config(signature_version=UNSIGNED))

    @pytest.mark.parametrize(
        ("service", "words"),
        [
            ("sts", ("MissingAuthenticationToken", "Request is missing Authentication Token")),
            ("dynamodb", ("MissingAuthenticationTokenException", "Request is missing Authentication Token")),
            ("lambda", ("MissingAuthenticationTokenException", "Missing Authentication Token")),
            ("ses", ("MissingAuthenticationToken", "Missing Authentication Token")),
            ("s3", ("AccessDenied", "Access Denied")),
        ],
    )
    def test_a_call_that_wants_a_signature_is_refused(
        self, fakests: FakeSts, service: str, words: tuple[str, str]
    ) -> None:
        """Each service says so in its own words."""
        with pytest.raises(ClientError) as caught:
            CALLS[service](self.unsigned(fakests, service))
        assert (caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]) == words

    def test_a_bucket_policy_may_let_everybody_in(self, fakests: FakeSts) -> None:
        """An anonymous caller is judged by the bucket's policy alone."""
        from pytest_fakests import ResourcePolicy

        public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::public/*"}
        fakests.add(ResourcePolicy("arn:aws:s3:::public", public))
        s3 = self.unsigned(fakests, "s3")
        s3.get_object(Bucket="public", Key="k")
        with pytest.raises(ClientError, match="Access Denied"):
            s3.put_object(Bucket="public", Key="k")


class TestOddRequests:
    """What only a client of one's own making sends."""

    def test_another_scheme_is_no_signature(self, fakests: FakeSts) -> None:
        """A bearer token where a signature is wanted."""
        client = fakests.client("dynamodb")

        def meddle(request: Any, **_: Any) -> None:
            request.headers.replace_header("Authorization", "Bearer token")

        client.meta.events.register_last("request-created", meddle)
        with pytest.raises(ClientError, match="MissingAuthenticationTokenException"):
            client.list_tables()

    def test_a_body_that_is_not_the_one_signed_for(self, fakests: FakeSts) -> None:
        """S3 signs a hash of the body that it is told; another body is refused as such."""
        config = Config(s3={"payload_signing_enabled": True})
        client = fakests.botocore_session().create_client("s3", config=config)

        def meddle(request: Any, **_: Any) -> None:
            request.data = b"other"

        client.meta.events.register_last("request-created", meddle)
        with pytest.raises(ClientError, match="XAmzContentSHA256Mismatch"):
            client.create_bucket(Bucket="b", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    def test_a_date_that_is_none(self, fakests: FakeSts) -> None:
        """Signed, and yet no date."""
        keys = fakests.credentials("user/tester")
        signer = Keys(keys.access_key, keys.secret_key, service="sts")
        headers = signed_headers(signer, "POST", "/", [], {"host": "sts.amazonaws.com"}, EMPTY, "yesterday")
        request = HttpRequest("POST", "https://sts.amazonaws.com/", Headers(headers.items()), b"")
        model = fakests.client("sts").meta.service_model.operation_model("GetCallerIdentity")
        answer = fakests.gate.serve(request, model)
        assert b"<Code>SignatureDoesNotMatch</Code>" in answer.body
        assert fakests.calls[-1].note == "the header X-Amz-Date is 'yesterday'; it should read as 20261124T034426Z does"

    def test_a_signed_request_that_cannot_be_read_says_so(self, fakests: FakeSts) -> None:
        """Once it is known who sent it."""
        client = fakests.client("dynamodb")

        def garble(request: Any, **_: Any) -> None:
            request.data = b"{"

        client.meta.events.register_first("request-created.dynamodb", garble)
        with pytest.raises(
            ClientError, match=r"SerializationException.*: dynamodb:ListTables cannot be read from its request: "
        ):
            client.list_tables()
