"""Presigned URLs: made by real clients and by hand, and what each service answers to them."""

from __future__ import annotations

import base64
import datetime
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.signers import RequestSigner
from http_calls import TIMESTAMP, send, told, words
from independent_sigv4 import Keys, presigned_query, uri_encode

from pytest_fakests import FakeSts, ResourcePolicy, Role, StsClock, User, allow, deny
from pytest_fakests.gateway.wire.encoding import HttpResponse

NOON = datetime.datetime(2096, 5, 1, 12, tzinfo=datetime.timezone.utc)
S3V4 = Config(signature_version="s3v4")


def presigned(fakests: FakeSts, expires: int = 60, who: Any = None, call: str = "get_object") -> str:
    """A URL of the object q3.csv in the bucket reports, made by a real client."""
    client = fakests.botocore_session(who).create_client("s3", config=S3V4)
    url: str = client.generate_presigned_url(call, Params={"Bucket": "reports", "Key": "q3.csv"}, ExpiresIn=expires)
    return url


def by_hand(
    fakests: FakeSts,
    at: datetime.datetime,
    expires: int | str = 60,
    host: str = "reports.s3.amazonaws.com",
    **changes: str,
) -> str:
    """The same URL, made by the second implementation; `changes` come after it was signed, "" takes a parameter out."""
    keys = fakests.credentials("user/tester")
    signer = Keys(keys.access_key, keys.secret_key)
    pairs = presigned_query(
        signer, "GET", "/q3.csv", [], {"host": host}, "UNSIGNED-PAYLOAD", at.strftime(TIMESTAMP), expires
    )
    changed = {**dict(pairs), **{f"X-Amz-{name.replace('_', '-')}": value for name, value in changes.items()}}
    query = "&".join(f"{name}={uri_encode(value, slash=False)}" for name, value in changed.items() if value)
    return f"https://{host}/q3.csv?{query}"


def get(fakests: FakeSts, url: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """S3's answer to a GET."""
    return send(fakests, "s3:GetObject", "GET", url, headers)


@pytest.mark.roles(Role("app", permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")))
@pytest.mark.users(User("poor"))
class TestObjects:
    """URLs of S3."""

    def test_a_url_gives_the_object(self, fakests: FakeSts) -> None:
        """To everybody who has it."""
        fakests.answer("s3:GetObject", {"Body": b"a,b"})
        assert get(fakests, presigned(fakests)).body == b"a,b"

    def test_a_url_of_a_role_carries_its_token(self, fakests: FakeSts) -> None:
        """The caller is the session that signed it."""
        role = fakests.assume_role("app")
        assert get(fakests, presigned(fakests, who=role)).status == 200
        assert fakests.calls[-1].caller == role.arn

    def test_a_url_may_do_what_its_signer_may(self, fakests: FakeSts) -> None:
        """Signing needs no permission; the request does."""
        answer = get(fakests, presigned(fakests, who="user/poor"))
        assert words(answer)[:2] == (403, "AccessDenied")
        assert "user/poor is not authorized to perform: s3:GetObject" in told(answer, "Message")

    def test_a_url_is_good_to_its_last_second(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """X-Amz-Expires counts from X-Amz-Date."""
        sts_clock.move_to(NOON)
        url = presigned(fakests, 60)
        sts_clock.advance(60)
        assert get(fakests, url).status == 200

    def test_after_that_it_has_expired(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """With the elements that were seen in aws/aws-sdk-php#1333."""
        sts_clock.move_to(NOON)
        url = presigned(fakests, 300)
        sts_clock.advance(301)
        answer = get(fakests, url)
        assert words(answer) == (403, "AccessDenied", "Request has expired")
        assert [told(answer, name) for name in ("X-Amz-Expires", "Expires", "ServerTime")] == [
            "300",
            "2096-05-01T12:05:00Z",
            "2096-05-01T12:05:01Z",
        ]

    def test_a_url_of_a_session_ends_with_it(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """However long it says that it is good: https://repost.aws/knowledge-center/presigned-url-s3-bucket-expiration."""
        sts_clock.move_to(NOON)
        role = fakests.assume_role("app", duration=900)
        url = presigned(fakests, 86400, who=role)
        sts_clock.advance(901)
        answer = get(fakests, url)
        assert words(answer) == (400, "ExpiredToken", "The provided token has expired.")
        assert told(answer, "Token-0") == role.credentials.token

    def test_a_url_of_tomorrow_is_not_yet_valid(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """With the elements that were seen in minio/minio#2638."""
        sts_clock.move_to(NOON)
        answer = get(fakests, by_hand(fakests, NOON + datetime.timedelta(days=1)))
        assert words(answer) == (403, "AccessDenied", "Request is not yet valid")
        assert told(answer, "X-Amz-Date") == "3986798400000"

    def test_a_url_made_by_hand_works(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """The second implementation signs as botocore does."""
        sts_clock.move_to(NOON)
        assert get(fakests, by_hand(fakests, NOON)).status == 200

    @pytest.mark.parametrize(
        ("expires", "message"),
        [
            ("ten", "X-Amz-Expires should be a number"),
            ("21600.0", "X-Amz-Expires should be a number"),
            ("-5", "X-Amz-Expires must be non-negative"),
            ("0", "X-Amz-Expires must be non-negative"),
            ("604801", "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
            ("9" * 5000, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
        ],
        ids=lambda text: text[:12],
    )  # fmt: skip
    def test_a_validity_that_may_not_be(
        self, fakests: FakeSts, sts_clock: StsClock, expires: str, message: str
    ) -> None:
        """Seen in minio/minio-js#1312, kitware-resonant/cookiecutter-resonant#369, fog/fog#3528, bryanjos/aws_auth#31."""
        sts_clock.move_to(NOON)
        answer = get(fakests, by_hand(fakests, NOON, expires))
        assert words(answer) == (400, "AuthorizationQueryParametersError", message)

    def test_a_week_is_the_longest(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html."""
        sts_clock.move_to(NOON)
        url = by_hand(fakests, NOON, 604800)
        sts_clock.advance(days=7)
        assert get(fakests, url).status == 200

    @pytest.mark.parametrize("name", ["Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires"])
    def test_a_parameter_that_is_missing(self, fakests: FakeSts, name: str) -> None:
        """Seen in kaliber-scala/play-s3#73."""
        answer = get(fakests, by_hand(fakests, NOON, **{name: ""}))
        assert words(answer) == (
            400,
            "AuthorizationQueryParametersError",
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
            "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        )

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"Algorithm": "AWS4-HMAC-SHA1"}, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"'),
            ({"Credential": "AKIA"}, 'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'),
            ({"Credential": "AKIA/20960501/eu-west-1/s3/aws4_request"}, "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-east-1'"),
            ({"Credential": "AKIA/20960501/us-east-1/sts/aws4_request"}, 'Error parsing the X-Amz-Credential parameter; incorrect service "sts". This endpoint belongs to "s3".'),
            ({"Credential": "AKIA/20960501/us-east-1/s3/aws4"}, 'Error parsing the X-Amz-Credential parameter; incorrect terminal "aws4". This endpoint uses "aws4_request".'),
            ({"Credential": "AKIA/20960430/us-east-1/s3/aws4_request"}, 'Error parsing the X-Amz-Credential parameter; Invalid credential date "20960430". This date is not the same as X-Amz-Date: "20960501".'),
        ],
        ids=["algorithm", "credential", "region", "service", "terminator", "day"],
    )  # fmt: skip
    def test_a_parameter_that_is_wrong(self, fakests: FakeSts, changes: dict[str, str], message: str) -> None:
        """Region and service were measured; the others follow their form. Nobody looks at the key before."""
        answer = get(fakests, by_hand(fakests, NOON, host="reports.s3.us-east-1.amazonaws.com", **changes))
        assert words(answer) == (400, "AuthorizationQueryParametersError", message)

    def test_a_url_and_a_header_are_too_much(self, fakests: FakeSts) -> None:
        """Seen in catalyst/moodle-tool_objectfs#303: what sends its own Authorization header along."""
        answer = get(fakests, presigned(fakests), {"Authorization": "Bearer of-the-proxy"})
        assert words(answer)[:2] == (400, "InvalidArgument")
        assert told(answer, "Message").startswith("Only one auth mechanism allowed; only the X-Amz-Algorithm query")
        assert told(answer, "ArgumentValue") == "Bearer of-the-proxy"
        assert fakests.calls[-1].note == "the request is signed in its URL and in its header Authorization"

    def test_a_policy_may_want_young_signatures(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html, with its example."""
        old = {"NumericGreaterThan": {"s3:signatureAge": 600000}}
        fakests.add(
            ResourcePolicy("arn:aws:s3:::reports", {"Principal": "*", **deny("s3:*", when=old)["Statement"][0]})
        )
        sts_clock.move_to(NOON)
        url = presigned(fakests, 3600)
        sts_clock.advance(minutes=10)
        assert get(fakests, url).status == 200
        sts_clock.advance(1)
        assert get(fakests, url).status == 403

    def test_a_policy_may_want_no_urls_at_all(self, fakests: FakeSts) -> None:
        """s3:authType tells them from signed headers."""
        urls = {"StringNotEquals": {"s3:authType": "REST-HEADER"}}
        fakests.add(
            ResourcePolicy("arn:aws:s3:::reports", {"Principal": "*", **deny("s3:*", when=urls)["Statement"][0]})
        )
        fakests.client("s3").get_object(Bucket="reports", Key="q3.csv")
        assert get(fakests, presigned(fakests)).status == 403


def old(fakests: FakeSts, call: str = "get_object", who: Any = None, **params: Any) -> str:
    """A URL of Signature Version 2, as botocore makes it by itself in Regions that know it."""
    client = fakests.botocore_session(who).create_client("s3", config=Config(signature_version="s3"))
    params = {"Bucket": "reports", "Key": "q3.csv", **params}
    url: str = client.generate_presigned_url(call, Params=params, ExpiresIn=60)
    return url


@pytest.mark.roles(Role("app", permissions=allow("s3:*")))
class TestOldUrls:
    """Signature Version 2 of S3."""

    def test_botocore_makes_them_by_itself(self, fakests: FakeSts) -> None:
        """Where the Region knows version 2 and the client was not told otherwise; they work."""
        client = fakests.client("s3")
        url = client.generate_presigned_url("get_object", Params={"Bucket": "reports", "Key": "a b/ü"})
        assert "AWSAccessKeyId=" in url
        assert get(fakests, url).status == 200

    def test_all_that_botocore_puts_in_is_signed(self, fakests: FakeSts) -> None:
        """The token of a session, headers of AWS's, the type of the content, and parameters of the answer."""
        role = fakests.assume_role("app")
        url = old(fakests, "put_object", role, ContentType="text/plain", ACL="private")
        headers = {"content-type": "text/plain"}
        assert send(fakests, "s3:PutObject", "PUT", url, headers, b"a").status == 200
        url = old(fakests, ResponseContentType="text/csv", VersionId="v/1")
        assert get(fakests, url).status == 200
        assert get(fakests, url.replace("csv", "tsv")).status == 403

    @pytest.mark.parametrize("change", [("q3", "q4"), ("reports", "secrets"), ("Expires=", "Expires=9")])
    def test_a_changed_url_is_refused(self, fakests: FakeSts, change: tuple[str, str]) -> None:
        """The bucket, the key, the end."""
        assert told(get(fakests, old(fakests).replace(*change)), "Code") in ("SignatureDoesNotMatch", "AccessDenied")

    def test_a_url_ends(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """Seen in aws/aws-sdk-js#3493."""
        sts_clock.move_to(NOON)
        url = old(fakests)
        sts_clock.advance(61)
        answer = get(fakests, url)
        assert words(answer) == (403, "AccessDenied", "Request has expired")
        assert told(answer, "Expires") == "2096-05-01T12:01:00Z"

    def test_newer_regions_do_not_know_them(self, fakests: FakeSts) -> None:
        """Seen in aws/aws-cli#2432."""
        answer = get(fakests, old(fakests).replace("s3.amazonaws", "s3.eu-central-1.amazonaws"))
        assert words(answer) == (
            400,
            "InvalidRequest",
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        )

    def test_a_client_may_sign_its_headers_so(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """With a date of its own, which may be 15 minutes off."""
        client = fakests.botocore_session().create_client("s3", config=Config(signature_version="s3"))
        sts_clock.advance(1)
        client.put_object(Bucket="reports", Key="k", Body=b"a", Metadata={"team": "blue"})
        client.meta.events.register_last("request-created", lambda **_: sts_clock.advance(minutes=16))
        with pytest.raises(ClientError, match="RequestTimeTooSkewed"):
            client.get_object(Bucket="reports", Key="k")


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_url_is_fetched_over_http(fakests: FakeSts, fakests_endpoint: str, version: str) -> None:
    """By what is no client of AWS's, from the loopback endpoint."""
    fakests.answer("s3:GetObject", {"Body": b"a,b"})
    config = Config(signature_version=version)
    client = fakests.botocore_session().create_client("s3", endpoint_url=fakests_endpoint, config=config)
    url = client.generate_presigned_url("get_object", Params={"Bucket": "reports", "Key": "a b"})
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"a,b"
    with pytest.raises(urllib.error.HTTPError, match="403") as caught:
        urllib.request.urlopen(url.replace("a%20b", "a%20c"))
    caught.value.close()


def eks_token(fakests: FakeSts, who: Any = None) -> str:
    """A token as `aws eks get-token` and aws-iam-authenticator make it."""
    session = fakests.botocore_session(who)
    client = session.create_client("sts", region_name="us-east-1", endpoint_url="https://sts.us-east-1.amazonaws.com")
    signer = RequestSigner(
        client.meta.service_model.service_id, "us-east-1", "sts", "v4", session.get_credentials(), session.get_component("event_emitter")
    )  # fmt: skip
    request = {
        "method": "GET",
        "url": "https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
        "body": {},
        "headers": {"x-k8s-aws-id": "cluster"},
        "context": {},
    }
    url = signer.generate_presigned_url(request, region_name="us-east-1", expires_in=60, operation_name="")
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def authenticated(fakests: FakeSts, token: str, cluster: str = "cluster") -> HttpResponse:
    """What an EKS cluster does with a token: it asks STS."""
    text = token.removeprefix("k8s-aws-v1.")
    url = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    return send(fakests, "sts:GetCallerIdentity", "GET", url, {"x-k8s-aws-id": cluster})


@pytest.mark.roles(Role("app"))
class TestStsUrls:
    """Presigned GetCallerIdentity: what EKS's tokens are."""

    def test_a_token_says_who_made_it(self, fakests: FakeSts) -> None:
        """The cluster learns the ARN of the role's session."""
        role = fakests.assume_role("app")
        assert told(authenticated(fakests, eks_token(fakests, role)), "Arn") == role.arn

    def test_a_token_is_for_one_cluster(self, fakests: FakeSts) -> None:
        """Its name is a signed header."""
        answer = authenticated(fakests, eks_token(fakests), "another")
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")

    def test_a_token_is_good_for_15_minutes_whatever_it_says(self, fakests: FakeSts, sts_clock: StsClock) -> None:
        """The documentation of aws-iam-authenticator: X-Amz-Expires is ignored."""
        sts_clock.move_to(NOON)
        token = eks_token(fakests)
        sts_clock.advance(minutes=15)
        assert authenticated(fakests, token).status == 200
        sts_clock.advance(1)
        assert words(authenticated(fakests, token)) == (
            403,
            "SignatureDoesNotMatch",
            "Signature expired: 20960501T120000Z is now earlier than 20960501T120001Z (20960501T121501Z - 15 min.)",
        )

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            pytest.param(lambda url: url.replace("X-Amz-Date", "X-Amz-Tade"), "IncompleteSignature", id="no date"),
            pytest.param(lambda url: url.replace("SHA256", "SHA1"), "IncompleteSignature", id="algorithm"),
            pytest.param(lambda url: url.replace("%2Faws4_request", ""), "IncompleteSignature", id="credential"),
            pytest.param(lambda url: url.replace("%2Fus-east-1%2F", "%2Feu-west-1%2F"), "SignatureDoesNotMatch", id="region"),
        ],
    )  # fmt: skip
    def test_a_token_that_is_incomplete(self, fakests: FakeSts, change: Callable[[str], str], code: str) -> None:
        """In the words of a query service."""
        url = base64.urlsafe_b64decode(eks_token(fakests).removeprefix("k8s-aws-v1.") + "==").decode()
        answer = send(fakests, "sts:GetCallerIdentity", "GET", change(url), {"x-k8s-aws-id": "cluster"})
        assert words(answer)[:2] == (403, code)
