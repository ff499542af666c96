"""What somebody tries who has seen a request, or holds a part of what it takes: a test each."""

from __future__ import annotations

import datetime
import hashlib
import string
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from http_calls import TIMESTAMP, send, told, words
from hypothesis import given
from hypothesis import strategies as st
from independent_sigv4 import EMPTY, Keys, presigned_query, signed_headers, uri_encode

from pytest_fakests import Credentials, FakeSts, ResourcePolicy, Role, StsClock, allow, fake_sts
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.http import Headers

NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
BUCKET = "reports.s3.us-east-1.amazonaws.com"
IDENTITY = b"Action=GetCallerIdentity&Version=2011-06-15"
READER = Role("reader", permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


def signed(keys: Any, path: str = "/q3.csv", host: str = BUCKET, **extra: str) -> dict[str, str]:
    """The headers of a GET that was seen on its way, signed at noon."""
    signer = Keys(keys.access_key, keys.secret_key, keys.token)
    headers = {"host": host, **{name.replace("_", "-"): text for name, text in extra.items()}}
    return signed_headers(signer, "GET", path, [], headers, EMPTY, NOON.strftime(TIMESTAMP))


def get(fakests: FakeSts, headers: dict[str, str], url: str = f"https://{BUCKET}/q3.csv") -> HttpResponse:
    """S3's answer to a GET."""
    return send(fakests, "s3:GetObject", "GET", url, headers)


def presigned(keys: Any, expires: int = 60, path: str = "/q3.csv") -> str:
    """A URL that was seen somewhere, made at noon."""
    signer = Keys(keys.access_key, keys.secret_key, keys.token)
    time = NOON.strftime(TIMESTAMP)
    pairs = presigned_query(signer, "GET", path, [], {"host": BUCKET}, "UNSIGNED-PAYLOAD", time, expires)
    query = "&".join(f"{name}={uri_encode(value, slash=False)}" for name, value in pairs)
    return f"https://{BUCKET}{path}?{query}"


@pytest.fixture
def reader(fakests: FakeSts, sts_clock: StsClock) -> Credentials:
    """Credentials of a session, at noon."""
    sts_clock.move_to(NOON)
    fakests.add(READER)
    return fakests.assume_role("reader").credentials


class TestReplay:
    """Sending again what was sent before."""

    def test_a_request_is_old_after_a_quarter_of_an_hour(
        self, fakests: FakeSts, reader: Credentials, sts_clock: StsClock
    ) -> None:
        """Until then it can be sent again, as on AWS."""
        headers = signed(reader)
        assert get(fakests, headers).status == 200
        sts_clock.advance(minutes=15, seconds=1)
        answer = get(fakests, headers)
        assert words(answer)[:2] == (403, "RequestTimeTooSkewed")
        assert [told(answer, name) for name in ("RequestTime", "ServerTime", "MaxAllowedSkewMilliseconds")] == [
            "20960501T120000Z",
            "2096-05-01T12:15:01Z",
            "900000",
        ]

    def test_an_old_request_gets_no_new_date(self, fakests: FakeSts, reader: Credentials, sts_clock: StsClock) -> None:
        """The date is signed."""
        headers = signed(reader)
        sts_clock.advance(minutes=30)
        answer = get(fakests, {**headers, "x-amz-date": "20960501T123000Z"})
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")

    def test_a_second_date_does_not_make_it_young(
        self, fakests: FakeSts, reader: Credentials, sts_clock: StsClock
    ) -> None:
        """The header Date counts only where there is no X-Amz-Date."""
        headers = signed(reader)
        sts_clock.advance(minutes=30)
        assert get(fakests, {**headers, "date": "Tue, 01 May 2096 12:30:00 GMT"}).status == 403

    def test_a_request_of_an_expired_session_is_refused(
        self, fakests: FakeSts, reader: Credentials, sts_clock: StsClock
    ) -> None:
        """However it is dated."""
        sts_clock.expire(reader)
        later = signed_headers(Keys(reader.access_key, reader.secret_key, reader.token), "GET", "/q3.csv", [], {"host": BUCKET}, EMPTY, "20960501T130000Z")  # fmt: skip
        assert words(get(fakests, later))[:2] == (400, "ExpiredToken")

    def test_a_url_cannot_be_made_to_last_longer(
        self, fakests: FakeSts, reader: Credentials, sts_clock: StsClock
    ) -> None:
        """X-Amz-Expires is signed, like all parameters."""
        url = presigned(reader)
        sts_clock.advance(61)
        assert words(get(fakests, {}, url.replace("X-Amz-Expires=60", "X-Amz-Expires=600")))[:2] == (
            403,
            "SignatureDoesNotMatch",
        )


@pytest.mark.roles("one", "two")
class TestTokens:
    """Parts of several credentials."""

    @pytest.mark.parametrize("service", ["sts", "s3", "dynamodb", "ec2", "lambda"])
    def test_the_token_of_one_session_is_no_good_with_the_key_of_another(self, fakests: FakeSts, service: str) -> None:
        """Even of the same role."""
        calls = {"sts": "get_caller_identity", "s3": "list_buckets", "dynamodb": "list_tables", "ec2": "describe_vpcs", "lambda": "list_functions"}  # fmt: skip
        one, two = fakests.assume_role("one").credentials, fakests.assume_role("one").credentials
        mixed = fakests.client(service, Credentials(one.access_key, one.secret_key, two.token))
        with pytest.raises(ClientError) as caught:
            getattr(mixed, calls[service])()
        assert caught.value.response["Error"]["Code"] in (
            "InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException", "AuthFailure"
        )  # fmt: skip

    def test_an_edited_token_is_never_taken(self) -> None:
        """In any of its characters, by any other; longer, shorter, in other letters."""
        with fake_sts(Role("one")) as fakests:
            role = fakests.assume_role("one")
            token = role.credentials.token or ""
            client = fakests.client("sts", role)
            assert client.get_caller_identity()["Arn"] == role.arn

            @given(place=st.integers(0, len(token) - 1), sign=st.sampled_from(string.printable[:94]), how=st.sampled_from(["replace", "insert", "remove", "swap case"]))  # fmt: skip
            def edited(place: int, sign: str, how: str) -> None:
                middle = {
                    "replace": sign,
                    "insert": sign + token[place],
                    "remove": "",
                    "swap case": token[place].swapcase(),
                }
                other = token[:place] + middle[how] + token[place + 1 :]
                if other == token:
                    return
                headers = Headers(self.signed_for_sts(role.credentials, other).items())
                body = b"Action=GetCallerIdentity&Version=2011-06-15"
                request = HttpRequest("POST", "https://sts.us-east-1.amazonaws.com/", headers, body)
                answer = fakests.gate.serve(request, client.meta.service_model.operation_model("GetCallerIdentity"))
                assert words(answer)[:2] == (403, "InvalidClientTokenId")

            edited()

    def signed_for_sts(self, keys: Credentials, token: str) -> dict[str, str]:
        """Signed with the right key over another token, as only its holder could."""
        signer = Keys(keys.access_key, keys.secret_key, token, service="sts")
        digest = hashlib.sha256(b"Action=GetCallerIdentity&Version=2011-06-15").hexdigest()
        now = datetime.datetime.now(datetime.timezone.utc).strftime(TIMESTAMP)
        return signed_headers(signer, "POST", "/", [], {"host": "sts.us-east-1.amazonaws.com"}, digest, now)

    def test_a_token_that_is_none_is_told_from_another_sessions(self, fakests: FakeSts) -> None:
        """S3, measured: InvalidToken with the token, and for another session's as for an unknown key."""
        one, two = fakests.assume_role("one").credentials, fakests.assume_role("two").credentials
        for token, code in (("no token", "InvalidToken"), (two.token, "InvalidAccessKeyId")):
            with pytest.raises(ClientError) as caught:
                fakests.client("s3", Credentials(one.access_key, one.secret_key, token)).list_buckets()
            assert caught.value.response["Error"]["Code"] == code


class TestDowngrade:
    """Leaving away what proves something."""

    @pytest.mark.parametrize(
        ("service", "call", "code"),
        [
            ("sts", "get_caller_identity", "MissingAuthenticationToken"),
            ("s3", "list_buckets", "AccessDenied"),
            ("dynamodb", "list_tables", "MissingAuthenticationTokenException"),
            ("lambda", "list_functions", "MissingAuthenticationTokenException"),
            ("ec2", "describe_vpcs", "MissingParameter"),
        ],
    )
    def test_a_request_without_signature_is_nobodys(self, fakests: FakeSts, service: str, call: str, code: str) -> None:
        """Whatever the caller of the environment may do."""
        client = fakests.botocore_session().create_client(service, config=Config(signature_version=UNSIGNED))
        with pytest.raises(ClientError) as caught:
            getattr(client, call)()
        assert caught.value.response["Error"]["Code"] == code

    @pytest.mark.parametrize(
        "left",
        [
            pytest.param(("X-Amz-Signature",), id="signature"),
            pytest.param(("X-Amz-Algorithm",), id="algorithm"),
            pytest.param(("X-Amz-Algorithm", "X-Amz-Signature"), id="both"),
            pytest.param(("X-Amz-Expires",), id="expires"),
            pytest.param(("X-Amz-SignedHeaders",), id="signed headers"),
        ],
    )
    def test_half_a_signature_is_not_none(self, fakests: FakeSts, reader: Credentials, left: tuple[str, ...]) -> None:
        """A URL that says a part of what it should is refused, though the bucket is open to all."""
        everybody = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::reports/*",
        }
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", everybody))
        path, _, query = presigned(reader).partition("?")
        kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in left)
        assert get(fakests, {}).status == 200
        assert words(get(fakests, {}, f"{path}?{kept}"))[:2] == (400, "AuthorizationQueryParametersError")

    @pytest.mark.parametrize("algorithm", ["none", "AWS4-HMAC-SHA1", "AWS4-HMAC-MD5", "AWS4", ""])
    def test_no_other_algorithm_is_taken(self, fakests: FakeSts, reader: Credentials, algorithm: str) -> None:
        """Neither a weaker one nor none."""
        headers = signed(reader)
        headers["Authorization"] = headers["Authorization"].replace("AWS4-HMAC-SHA256", algorithm)
        assert words(get(fakests, headers))[:2] == (400, "InvalidArgument")

    def test_the_host_must_be_signed(self, fakests: FakeSts, reader: Credentials) -> None:
        """Or else a request for one bucket would do for all; seen in coda/packs-sdk#3093."""
        signer = Keys(reader.access_key, reader.secret_key, reader.token)
        headers = signed_headers(signer, "GET", "/q3.csv", [], {}, EMPTY, NOON.strftime(TIMESTAMP))
        answer = get(fakests, headers)
        assert words(answer) == (403, "AccessDenied", "There were headers present in the request which were not signed")
        assert told(answer, "HeadersNotSigned") == "host"
        assert fakests.calls[-1].note == "the header Host is not signed"

    def test_headers_of_aws_must_be_signed(self, fakests: FakeSts, reader: Credentials) -> None:
        """None can be added to a request that was signed without."""
        answer = get(fakests, {**signed(reader), "x-amz-request-payer": "requester"})
        assert (words(answer)[1], told(answer, "HeadersNotSigned")) == ("AccessDenied", "x-amz-request-payer")
        assert fakests.calls[-1].note == "the request has headers that are not signed: x-amz-request-payer"

    def test_a_signed_header_cannot_be_taken_out(self, fakests: FakeSts, reader: Credentials) -> None:
        """Neither the header, nor its name from the list."""
        headers = signed(reader, x_amz_request_payer="requester")
        without = {name: text for name, text in headers.items() if name != "x-amz-request-payer"}
        assert words(get(fakests, without))[1] == "SignatureDoesNotMatch"
        without["Authorization"] = headers["Authorization"].replace(";x-amz-request-payer", "")
        assert words(get(fakests, without))[1] == "SignatureDoesNotMatch"

    def test_other_services_want_their_headers_signed_too(self, fakests: FakeSts) -> None:
        """The target says which operation it is."""
        client = fakests.client("dynamodb")

        def meddle(request: Any, **_: Any) -> None:
            text = request.headers["Authorization"].replace(";x-amz-target", "")
            request.headers.replace_header("Authorization", text)

        client.meta.events.register_last("request-created", meddle)
        with pytest.raises(ClientError, match="'x-amz-target' must be a 'SignedHeader' in the AWS Authorization"):
            client.list_tables()

    @pytest.mark.parametrize(("body", "status"), [(IDENTITY, 200), (IDENTITY + b"&a=b", 403)], ids=["it", "another"])
    def test_the_hash_of_the_body_need_not_be_among_them(self, fakests: FakeSts, body: bytes, status: int) -> None:
        """It is signed, whether or not its header is: another body has another signature."""
        keys, host = fakests.caller_credentials, "sts.us-east-1.amazonaws.com"
        signer = Keys(keys.access_key, keys.secret_key, service="sts")
        hashed, now = hashlib.sha256(IDENTITY).hexdigest(), datetime.datetime.now(datetime.timezone.utc)
        headers = signed_headers(signer, "POST", "/", [], {"host": host}, hashed, now.strftime(TIMESTAMP))
        headers["x-amz-content-sha256"] = hashlib.sha256(body).hexdigest()
        answer = send(fakests, "sts:GetCallerIdentity", "POST", f"https://{host}/", headers, body)
        assert answer.status == status


class TestElsewhere:
    """Sending a request to where it was not meant to go."""

    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("https://secrets.s3.us-east-1.amazonaws.com/q3.csv", id="bucket"),
            pytest.param("https://s3.us-east-1.amazonaws.com/secrets/q3.csv", id="bucket in the path"),
            pytest.param("http://localhost:4566/reports/q3.csv", id="another server"),
        ],
    )
    @pytest.mark.parametrize("kept", [True, False], ids=["old host header", "no host header"])
    def test_another_host_gets_another_signature(
        self, fakests: FakeSts, reader: Credentials, url: str, kept: bool
    ) -> None:
        """What counts is where the request goes, not what its header says of that."""
        headers = signed(reader)
        if not kept:
            del headers["host"]
        assert words(get(fakests, headers, url))[:2] == (403, "SignatureDoesNotMatch")

    def test_another_region_is_told(self, fakests: FakeSts, reader: Credentials) -> None:
        """Before the key is looked at, with the Region that would be right."""
        answer = get(fakests, signed(reader), "https://reports.s3.eu-west-1.amazonaws.com/q3.csv")
        assert words(answer)[:2] == (400, "AuthorizationHeaderMalformed")
        assert told(answer, "Region") == "eu-west-1"

    def test_a_scope_cannot_be_rewritten(self, fakests: FakeSts, reader: Credentials) -> None:
        """Region, day and service are in the key that signs."""
        url = "https://reports.s3.eu-west-1.amazonaws.com/q3.csv"
        headers = signed(reader, host="reports.s3.eu-west-1.amazonaws.com")
        headers["Authorization"] = headers["Authorization"].replace("us-east-1", "eu-west-1")
        assert words(get(fakests, headers, url))[:2] == (403, "SignatureDoesNotMatch")

    def test_a_signature_for_one_service_is_none_for_another(self, fakests: FakeSts, reader: Credentials) -> None:
        """Measured: the scope names the service."""
        headers = signed(reader)
        headers["Authorization"] = headers["Authorization"].replace("/s3/", "/sts/")
        answer = get(fakests, headers)
        assert words(answer) == (
            400,
            "AuthorizationHeaderMalformed",
            'The authorization header is malformed; incorrect service "sts". This endpoint belongs to "s3".',
        )


class TestOtherNames:
    """Writing the same thing in another way, or another thing in the same way."""

    @pytest.mark.parametrize(
        "path",
        ["/public/../secret", "/public/%2e%2e/secret", "/public/%2E%2E%2Fsecret", "/./secret", "//secret", "/public/..%2fsecret", "/secret%00", "/secret%2F", "/secret?", "/Secret"],
    )  # fmt: skip
    def test_a_path_stands_for_one_key_only(self, fakests: FakeSts, reader: Credentials, path: str) -> None:
        """A signature for one key never opens another."""
        fakests.add(Role("public", permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/public/*")))
        answer = get(fakests, signed(reader, "/public/a"), f"https://{BUCKET}{path}")
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")

    def test_an_encoded_path_is_judged_as_what_it_is(self) -> None:
        """However a key is written, the signature and the policies see the same one."""
        everything = allow("s3:GetObject", on="arn:aws:s3:::reports/public/*")
        with fake_sts(Role("reader", permissions=everything)) as fakests:
            keys = fakests.assume_role("reader").credentials
            model = fakests.client("s3").meta.service_model.operation_model("GetObject")

            @given(st.lists(st.sampled_from(["public", "secret", "..", ".", ""]), min_size=1, max_size=4), st.data())
            def judged(segments: list[str], data: st.DataObject) -> None:
                path = "/" + "/".join(segments)
                now = datetime.datetime.now(datetime.timezone.utc).strftime(TIMESTAMP)
                signer = Keys(keys.access_key, keys.secret_key, keys.token)
                headers = signed_headers(signer, "GET", path, [], {"host": BUCKET}, EMPTY, now)
                written = "/" + "".join(data.draw(st.sampled_from([sign, f"%{ord(sign):02x}", f"%{ord(sign):02X}"])) for sign in path[1:])  # fmt: skip
                request = HttpRequest("GET", f"https://{BUCKET}{written}", Headers(headers.items()), b"")
                answer = fakests.gate.serve(request, model)
                allowed = path.startswith("/public/") and len(path) > len("/public/")
                assert (answer.status == 200) is (allowed or path == "/public/")
                assert fakests.calls[-1].params.get("Key", "") in (path[1:], "")

            judged()

    @pytest.mark.parametrize("name", ["Signature", "Credential", "Expires", "Date", "SignedHeaders", "Security-Token"])
    @pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
    def test_no_parameter_of_the_signature_is_there_twice(
        self, fakests: FakeSts, reader: Credentials, name: str, first: bool
    ) -> None:
        """One reader might take the first and another the last."""
        path, _, query = presigned(reader).partition("?")
        extra = f"X-Amz-{name}=1"
        url = f"{path}?{extra}&{query}" if first else f"{path}?{query}&{extra}"
        assert words(get(fakests, {}, url))[:2] == (400, "AuthorizationQueryParametersError")

    @pytest.mark.parametrize("extra", ["versionId=1", "acl", "x-amz-acl=public-read", "x-amz-Signature=1"])
    def test_nothing_can_be_added_to_a_url(self, fakests: FakeSts, reader: Credentials, extra: str) -> None:
        """Each parameter is signed."""
        assert words(get(fakests, {}, f"{presigned(reader)}&{extra}"))[1] == "SignatureDoesNotMatch"

    def test_a_parameter_may_be_signed_twice(self, fakests: FakeSts, reader: Credentials) -> None:
        """Both are in the canonical request, in the order of their values."""
        signer = Keys(reader.access_key, reader.secret_key, reader.token)
        pairs = [("prefix", "b"), ("prefix", "a")]
        headers = signed_headers(signer, "GET", "/q3.csv", pairs, {"host": BUCKET}, EMPTY, NOON.strftime(TIMESTAMP))
        assert get(fakests, headers, f"https://{BUCKET}/q3.csv?prefix=b&prefix=a").status == 200
        assert get(fakests, headers, f"https://{BUCKET}/q3.csv?prefix=b").status == 403


class TestBody:
    """Another body under the same signature."""

    @pytest.mark.parametrize(
        ("service", "call", "code"),
        [
            ("sqs", lambda client: client.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/q", MessageBody="pay ann"), "SignatureDoesNotMatch"),
            ("dynamodb", lambda client: client.delete_item(TableName="t", Key={"k": {"S": "ann"}}), "InvalidSignatureException"),
            ("lambda", lambda client: client.invoke(FunctionName="f", Payload=b"ann"), "InvalidSignatureException"),
            ("sts", lambda client: client.assume_role(RoleArn="arn:aws:iam::123456789012:role/ann", RoleSessionName="ann"), "SignatureDoesNotMatch"),
        ],
        ids=["sqs", "dynamodb", "lambda", "sts"],
    )  # fmt: skip
    def test_a_changed_body_is_seen(self, fakests: FakeSts, service: str, call: Any, code: str) -> None:
        """The body's hash is signed, or computed from what came."""
        client = fakests.client(service)

        def meddle(request: Any, **_: Any) -> None:
            data = request.body
            request.data = (data if isinstance(data, bytes) else data.encode()).replace(b"ann", b"bob")

        client.meta.events.register_last("request-created", meddle)
        with pytest.raises(ClientError) as caught:
            call(client)
        assert caught.value.response["Error"]["Code"] == code

    def test_a_body_cannot_be_called_unsigned(self, fakests: FakeSts) -> None:
        """Only S3, and operations whose model says so, take bodies that nobody signed."""
        keys = fakests.credentials("user/tester")
        signer = Keys(keys.access_key, keys.secret_key, service="dynamodb")
        host = "dynamodb.us-east-1.amazonaws.com"
        now = datetime.datetime.now(datetime.timezone.utc).strftime(TIMESTAMP)
        told_so = {
            "host": host,
            "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
            "x-amz-target": "DynamoDB_20120810.ListTables",
        }
        headers = signed_headers(signer, "POST", "/", [], told_so, "UNSIGNED-PAYLOAD", now)
        answer = send(fakests, "dynamodb:ListTables", "POST", f"https://{host}/", headers, b"{}")
        assert b"InvalidSignatureException" in answer.body
