"""Requests that nobody signed, or that are signed as no client of AWS does."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from calls_of_services import CALLS
from independent_sigv4 import EMPTY, Keys, signed_headers

from pytest_fakests import FakeSts
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.http import Headers


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
