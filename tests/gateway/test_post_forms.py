"""Forms that browsers upload to S3: made by real clients, sent by hand."""

from __future__ import annotations

import base64
import datetime
import hmac
import json
import urllib.request
from typing import Any

import pytest
from botocore.config import Config
from http_calls import send, told, words
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests import FakeSts, ResourcePolicy, Role, StsClock, User, allow, fake_sts
from pytest_fakests.gateway.authentication import read_post_form
from pytest_fakests.gateway.wire import HttpRequest
from pytest_fakests.gateway.wire.encoding import HttpResponse
from pytest_fakests.gateway.wire.http import Headers

Fields = dict[str, str]
BOUNDARY = "----form"


def body_of(fields: Fields, file: bytes | None, filename: str = "q3.csv") -> bytes:
    """A form as a browser sends it, the file last; without one where it is None."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    if file is not None:
        head = f'Content-Disposition: form-data; name="file"; filename="{filename}"\r\nContent-Type: text/csv\r\n\r\n'
        parts.append(head.encode() + file)
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def upload(
    fakests: FakeSts, form: dict[str, Any], file: bytes | None = b"a,b", filename: str = "q3.csv", **changes: str
) -> HttpResponse:
    """S3's answer to a form; `changes` are fields that are set after it was signed, "" takes one out."""
    fields = {**form["fields"], **{name.replace("_", "-"): text for name, text in changes.items()}}
    body = body_of({name: text for name, text in fields.items() if text}, file, filename)
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    return send(fakests, "s3:PutObject", "POST", form["url"], headers, body)


def signed(
    fakests: FakeSts,
    who: Any = None,
    fields: Fields | None = None,
    conditions: list[Any] | None = None,
    key: str = "in/q3.csv",
    version: str = "s3v4",
) -> dict[str, Any]:
    """A form for the bucket reports, made by a real client."""
    client = fakests.botocore_session(who).create_client("s3", config=Config(signature_version=version))
    form: dict[str, Any] = client.generate_presigned_post("reports", key, dict(fields or {}), conditions, 60)
    return form


@pytest.fixture(params=["s3v4", "s3"])
def version(request: pytest.FixtureRequest) -> str:
    """The signature version: 4, and 2, which botocore takes by itself in Regions that know it."""
    return str(request.param)


@pytest.mark.roles(Role("app", permissions=allow("s3:PutObject", on="arn:aws:s3:::reports/in/*")))
class TestUploads:
    """What is allowed, and by whom."""

    def test_a_form_puts_an_object(self, fakests: FakeSts, version: str) -> None:
        """In the name of who signed it; the answer is empty."""
        assert upload(fakests, signed(fakests, version=version)).status == 204
        call = fakests.calls[-1]
        assert (call.operation, call.caller) == ("s3:PutObject", "arn:aws:iam::123456789012:user/tester")
        assert (call.params["Bucket"], call.params["Key"]) == ("reports", "in/q3.csv")

    def test_a_form_of_a_session_carries_its_token(self, fakests: FakeSts, version: str) -> None:
        """In a field."""
        role = fakests.assume_role("app")
        assert upload(fakests, signed(fakests, role, version=version)).status == 204
        assert fakests.calls[-1].caller == role.arn

    def test_a_form_may_do_what_its_signer_may(self, fakests: FakeSts) -> None:
        """The key of the form is the resource."""
        answer = upload(fakests, signed(fakests, fakests.assume_role("app"), key="out/q3.csv"))
        assert words(answer)[:2] == (403, "AccessDenied")
        assert "arn:aws:s3:::reports/out/q3.csv" in told(answer, "Message")

    def test_fields_are_the_parameters_of_put_object(self, fakests: FakeSts) -> None:
        """The ACL, the type, metadata and tags."""
        tags = "<Tagging><TagSet><Tag><Key>team</Key><Value>blue sky</Value></Tag></TagSet></Tagging>"
        fields = {"acl": "public-read", "Content-Type": "text/csv", "x-amz-meta-from": "web", "tagging": tags}
        conditions = [{name: text} for name, text in fields.items()]
        assert upload(fakests, signed(fakests, None, fields, conditions)).status == 204
        params = fakests.calls[-1].params
        assert params["ACL"] == "public-read"
        assert params["ContentType"] == "text/csv"
        assert params["Metadata"] == {"from": "web"}
        assert params["Tagging"] == "team=blue+sky"

    def test_the_key_may_have_the_name_of_the_file_in_it(self, fakests: FakeSts) -> None:
        """Without the folders that some browsers send."""
        form = signed(fakests, key="in/${filename}")
        assert upload(fakests, form, filename="C:\\docs\\plan.csv").status == 204
        assert fakests.calls[-1].params["Key"] == "in/plan.csv"

    def test_the_answer_may_tell_where_the_object_is(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html, success_action_status."""
        fields = {"success_action_status": "201"}
        answer = upload(fakests, signed(fakests, None, fields, [fields]))
        assert answer.status == 201
        assert told(answer, "Location") == "https://reports.s3.amazonaws.com/in%2Fq3.csv"
        assert (told(answer, "Bucket"), told(answer, "Key")) == ("reports", "in/q3.csv")

    def test_the_browser_may_be_sent_elsewhere(self, fakests: FakeSts) -> None:
        """success_action_redirect of the same page."""
        fields = {"success_action_redirect": "https://example.com/done"}
        answer = upload(fakests, signed(fakests, None, fields, [fields]))
        assert answer.status == 303
        assert answer.headers["location"].startswith("https://example.com/done?bucket=reports&key=in%2Fq3.csv&etag=")

    def test_everybody_may_upload_where_the_bucket_lets_them(self, fakests: FakeSts) -> None:
        """A form without policy and signature is anonymous."""
        form = {"url": "https://reports.s3.amazonaws.com/", "fields": {"key": "in/a"}}
        assert words(upload(fakests, form)) == (403, "AccessDenied", "Access Denied")
        statement = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::reports/in/*",
        }
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", statement))
        assert upload(fakests, form).status == 204


class TestPolicies:
    """The conditions, the end and the size that the signer set."""

    def test_a_policy_ends(self, fakests: FakeSts, sts_clock: StsClock, version: str) -> None:
        """Seen in aws/aws-sdk-ruby#895."""
        form = signed(fakests, version=version)
        sts_clock.advance(61)
        assert words(upload(fakests, form)) == (403, "AccessDenied", "Invalid according to Policy: Policy expired.")
        end = sts_clock.now - datetime.timedelta(seconds=1)
        assert fakests.calls[-1].note == f"the policy was good until {end:%Y-%m-%d %H:%M:%S} UTC"

    @pytest.mark.parametrize(
        ("conditions", "changes", "failed", "note"),
        [
            pytest.param([], {"key": "in/other"}, '{"key": "in/q3.csv"}', "the form's field 'key' is 'in/other'", id="key"),
            pytest.param([["starts-with", "$Content-Type", "image/"]], {"Content_Type": "text/html"}, '["starts-with", "$Content-Type", "image/"]', "the form's field 'content-type' is 'text/html'", id="type"),
            pytest.param([["starts-with", "$Content-Type", "image/"]], {"Content_Type": "image/png,text/html"}, '["starts-with", "$Content-Type", "image/"]', "the form's field 'content-type' is 'image/png,text/html'", id="types"),
            pytest.param([{"acl": "private"}], {"acl": "public-read"}, '["eq", "$acl", "private"]', "the form's field 'acl' is 'public-read'", id="acl"),
            pytest.param([["eq", "$x-amz-meta-a", "1"]], {}, '["eq", "$x-amz-meta-a", "1"]', "the form has no 'x-amz-meta-a'", id="missing"),
        ],
    )  # fmt: skip
    def test_a_condition_fails(
        self, fakests: FakeSts, conditions: list[Any], changes: Fields, failed: str, note: str
    ) -> None:
        """Seen in aws/aws-sdk-js#1514 and tj/node-s3-policy#8."""
        failed = failed.replace('{"key": "in/q3.csv"}', '["eq", "$key", "in/q3.csv"]')
        answer = upload(fakests, signed(fakests, None, {}, conditions), b"a,b", "q3.csv", **changes)
        assert words(answer) == (403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {failed}")
        assert fakests.calls[-1].note == note

    @pytest.mark.parametrize("kind", ["image/png", "image/png, image/gif"])
    def test_a_condition_holds(self, fakests: FakeSts, kind: str) -> None:
        """Each of the types begins as it should; the field's name may have other capitals."""
        form = signed(fakests, None, {}, [["starts-with", "$content-type", "image/"]])
        assert upload(fakests, form, Content_Type=kind).status == 204

    def test_no_field_goes_without_condition(self, fakests: FakeSts) -> None:
        """Seen in waynehoover/s3_direct_upload#54."""
        answer = upload(fakests, signed(fakests), Content_Type="text/html")
        assert words(answer) == (403, "AccessDenied", "Invalid according to Policy: Extra input fields: content-type")
        assert fakests.calls[-1].note == "no condition of the policy speaks of content-type"

    def test_fields_to_be_ignored_do(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html."""
        assert upload(fakests, signed(fakests), x_ignore_me="a").status == 204

    def test_a_bucket_is_one_of_the_conditions(self, fakests: FakeSts) -> None:
        """A form for one bucket cannot be sent to another."""
        form = signed(fakests)
        form["url"] = "https://secrets.s3.amazonaws.com/"
        message = 'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "reports"]'
        assert words(upload(fakests, form)) == (403, "AccessDenied", message)

    @pytest.mark.parametrize(
        ("size", "code", "message", "limit"),
        [
            (1, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", "MinSizeAllowed"),
            (11, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", "MaxSizeAllowed"),
        ],
    )
    def test_a_file_has_its_size(self, fakests: FakeSts, size: int, code: str, message: str, limit: str) -> None:
        """content-length-range, whose ends are in it."""
        form = signed(fakests, None, {}, [["content-length-range", 2, 10]])
        assert [upload(fakests, form, b"x" * good).status for good in (2, 10)] == [204, 204]
        answer = upload(fakests, form, b"x" * size)
        assert words(answer) == (400, code, message)
        assert (told(answer, "ProposedSize"), told(answer, limit)) == (str(size), "2" if size == 1 else "10")
        assert fakests.calls[-1].note == f"the size of the file is {size} bytes"


class TestRefusals:
    """Forms that are not what they say."""

    def test_a_changed_policy_has_another_signature(self, fakests: FakeSts, version: str) -> None:
        """Nobody can set themselves a later end."""
        form = signed(fakests, version=version)
        policy = json.loads(base64.b64decode(form["fields"]["policy"]))
        policy["expiration"] = "2099-01-01T00:00:00Z"
        answer = upload(fakests, form, policy=base64.b64encode(json.dumps(policy).encode()).decode())
        assert words(answer)[:2] == (403, "SignatureDoesNotMatch")

    def test_a_key_that_nobody_has(self, fakests: FakeSts) -> None:
        """As for every other request."""
        form = signed(fakests)
        other = form["fields"]["x-amz-credential"].replace("AKIA", "AKIB")
        assert words(upload(fakests, form, x_amz_credential=other))[:2] == (403, "InvalidAccessKeyId")

    def test_a_foreign_region(self, fakests: FakeSts) -> None:
        """Measured: InvalidArgument, with the name of the field."""
        form = signed(fakests)
        form["url"] = "https://reports.s3.eu-west-1.amazonaws.com/"
        answer = upload(fakests, form)
        assert words(answer)[:2] == (400, "InvalidArgument")
        assert told(answer, "ArgumentName") == "X-Amz-Credential"

    @pytest.mark.parametrize(
        ("name", "notes"),
        [
            ("policy", ["the form has no field 'policy'"]),
            ("x_amz_signature", ["the form has no field 'X-Amz-Signature'"]),
            ("x_amz_date", ["the form has no field 'X-Amz-Date'"]),
            ("x_amz_credential", ["the form has no field 'X-Amz-Credential'"]),
            ("key", []),  # without it, it is no call
        ],
    )
    def test_a_field_that_is_missing(self, fakests: FakeSts, name: str, notes: list[str]) -> None:
        """Its name is told; the words were seen for the key."""
        answer = upload(fakests, signed(fakests), b"a,b", "q3.csv", **{name: ""})
        assert words(answer)[:2] == (400, "InvalidArgument")
        assert told(answer, "ArgumentName").lower() == name.replace("_", "-")
        assert [call.note for call in fakests.calls] == notes

    def test_a_form_without_a_file(self, fakests: FakeSts) -> None:
        """There has to be one."""
        answer = upload(fakests, signed(fakests), None)
        assert words(answer) == (400, "InvalidArgument", "POST requires exactly one file upload per request.")

    @pytest.mark.parametrize(
        ("policy", "message", "note"),
        [
            ("no base64!", "Invalid Policy: Invalid JSON.", "the field 'policy' is not JSON in base64"),
            (base64.b64encode(b"[]").decode(), "Invalid Policy: Invalid JSON.", "the policy is no object"),
            (base64.b64encode(b'{"conditions": []}').decode(), "Invalid Policy: Policy missing expiration.", "the policy has no expiration"),
            (base64.b64encode(b'{"expiration": "2099-01-01T00:00:00Z"}').decode(), "Invalid Policy: Policy missing conditions.", "the policy has no conditions"),
            (base64.b64encode(b'{"expiration": "soon", "conditions": []}').decode(), "Invalid Policy: Invalid 'expiration' value: 'soon'", "the policy's expiration is 'soon'; it should read as 2026-11-24T03:44:26Z does"),
            (base64.b64encode(b'{"expiration": "2099-01-01T00:00:00Z", "conditions": [["ends-with", "$key", "a"]]}').decode(), "Invalid Policy: Invalid Simple-Condition.", """['ends-with', '$key', 'a'] is no condition; one is {"key": "in/q3.csv"}"""),
        ],
        ids=["base64", "object", "expiration", "conditions", "end", "operator"],
    )  # fmt: skip
    def test_a_policy_that_is_none(self, fakests: FakeSts, policy: str, message: str, note: str) -> None:
        """Signed all the same."""
        keys = fakests.credentials("user/tester")
        signature = base64.b64encode(hmac.digest(keys.secret_key.encode(), policy.encode(), "sha1")).decode()
        fields = {"key": "a", "AWSAccessKeyId": keys.access_key, "policy": policy, "signature": signature}
        answer = upload(fakests, {"url": "https://reports.s3.amazonaws.com/", "fields": fields})
        assert words(answer) == (400, "InvalidPolicyDocument", message)
        assert fakests.calls[-1].note == note


def test_a_form_is_uploaded_over_http(fakests: FakeSts, fakests_endpoint: str, version: str) -> None:
    """By what is no client of AWS's, to the loopback endpoint."""
    config = Config(signature_version=version)
    client = fakests.botocore_session().create_client("s3", endpoint_url=fakests_endpoint, config=config)
    form = client.generate_presigned_post("reports", "in/q3.csv")
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    request = urllib.request.Request(form["url"], body_of(form["fields"], b"a,b"), headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 204
    assert fakests.calls[-1].params["Key"] == "in/q3.csv"


@given(
    fields=st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=4),
    file=st.binary(max_size=200).filter(lambda file: f"\r\n--{BOUNDARY}".encode() not in file),
)  # fmt: skip
def test_what_a_browser_sends_is_read(fields: Fields, file: bytes) -> None:
    """Whatever the fields and the file are: the file's bytes come back as they were."""
    fields = {**fields, "key": "k"}
    fields.pop("file", None)
    headers = Headers({"content-type": f"multipart/form-data; boundary={BOUNDARY}"}.items())
    form = read_post_form(HttpRequest("POST", "https://reports.s3.amazonaws.com/", headers, body_of(fields, file)))
    assert (form.bucket, form.fields, form.file) == ("reports", fields, file)


@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(["multipart/form-data", f"multipart/form-data; boundary={BOUNDARY}"]),
)
def test_no_body_is_too_odd_to_be_answered(body: bytes, kind: str) -> None:
    """What is no form is refused, and nothing else happens."""
    with fake_sts(User("ann")) as fakests:
        for odd in (body, body_of({"key": "k"}, b"")[: len(body)] + body):
            answer = send(
                fakests, "s3:PutObject", "POST", "https://reports.s3.amazonaws.com/", {"content-type": kind}, odd
            )
            assert answer.status in (400, 403)
