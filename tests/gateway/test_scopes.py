"""What a signature is over: the scope of its credential, its time, and a request that was changed since."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls_of_services import CALLS

from pytest_fakests import Credentials, FakeSts, StsClock
from pytest_fakests.gateway.authentication import region_of

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


class TestSkew:
    """A request signed at another time."""

    def test_an_hour_old_signature_has_expired(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """STS takes 15 minutes, and its text gives the three times."""
        client = fakests.client("sts")
        sts_clock.move_to(datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc))
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(hours=1))
        with pytest.raises(ClientError) as caught:
            client.get_caller_identity()
        assert caught.value.response["Error"] == {
            "Type": "Sender",
            "Code": "SignatureDoesNotMatch",
            "Message": "Signature expired: 20960501T120000Z is now earlier than 20960501T124500Z (20960501T130000Z - 15 min.)",
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
