"""Operations that answer 200 with an error for each item that is denied, and go on with the others."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any, ClassVar

import boto3
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from pytest_fakests import FakeSts, ResourcePolicy, Role, allow
from pytest_fakests.gateway.wire import AnswerError

ROLE = "arn:aws:sts::123456789012:assumed-role/cleaner/fakests"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/Stock"

pytestmark = pytest.mark.roles(
    Role(
        "cleaner",
        permissions=[
            allow("s3:DeleteObject", on="arn:aws:s3:::reports/old/*"),
            allow("secretsmanager:BatchGetSecretValue"),
            allow("secretsmanager:GetSecretValue", on="arn:aws:secretsmanager:*:*:secret:app-*"),
            allow("dynamodb:PartiQLSelect", on="arn:aws:dynamodb:*:*:table/Orders"),
        ],
    )
)
SOME: Any = {"Objects": [{"Key": "old/a"}, {"Key": "new/b"}, {"Key": "old/c", "VersionId": "7"}]}


def refused(action: str, resource: str) -> str:
    """AWS's words for an action that no policy of the role allows."""
    because = f"because no identity-based policy allows the {action} action"
    return f"User: {ROLE} is not authorized to perform: {action} on resource: {resource} {because}"


NEW = {"Key": "new/b", "Code": "AccessDenied", "Message": refused("s3:DeleteObject", '"arn:aws:s3:::reports/new/b"')}
VERSION = {
    "Key": "old/c",
    "VersionId": "7",
    "Code": "AccessDenied",
    "Message": refused("s3:DeleteObjectVersion", '"arn:aws:s3:::reports/old/c"'),
}


def cleaner(fakests: FakeSts, service: str) -> Any:
    """A client of the role's session."""
    return fakests.assume_role("cleaner").client(service)


class TestDeleteObjects:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html."""

    def test_each_denied_key_has_an_error(self, fakests: FakeSts) -> None:
        """With the version that was asked for, and AWS's words."""
        answer = cleaner(fakests, "s3").delete_objects(Bucket="reports", Delete=SOME)
        assert answer["Errors"] == [NEW, VERSION]

    def test_a_registered_answer_is_about_the_others(self, fakests: FakeSts) -> None:
        """Its function is given those alone, and its own errors come first."""

        def answer(params: dict[str, Any]) -> dict[str, Any]:
            assert params["Delete"]["Objects"] == [{"Key": "old/a"}]
            return {"Errors": [{"Key": "old/a", "Code": "InternalError", "Message": "again"}]}

        fakests.answer("s3:DeleteObjects", answer)
        errors = cleaner(fakests, "s3").delete_objects(Bucket="reports", Delete=SOME)["Errors"]
        assert [one["Code"] for one in errors] == ["InternalError", "AccessDenied", "AccessDenied"]

    def test_nobody_is_asked_where_every_key_is_denied(self, fakests: FakeSts) -> None:
        """The answer is still 200 (erlcloud/erlcloud#175)."""
        fakests.answer("s3:DeleteObjects", lambda params: pytest.fail("asked"))
        answer = cleaner(fakests, "s3").delete_objects(Bucket="reports", Delete={"Objects": [{"Key": "new/b"}]})
        assert answer["Errors"] == [NEW]
        assert "Deleted" not in answer

    def test_a_handler_of_another_tool_sees_the_others_alone(self, fakests: FakeSts) -> None:
        """In a body whose length and checksum are its own, and its answer gets the errors."""
        seen: list[Any] = []

        def handler(request: Any, **_: Any) -> Any:
            seen.append(request)
            body = b"<DeleteResult><Deleted><Key>old/a</Key></Deleted></DeleteResult>"
            raw: Any = type("Raw", (), {"stream": lambda self, **_: iter((body,))})()
            return AWSResponse(request.url, 200, {}, raw)  # type: ignore[arg-type]  # no header is read

        client = cleaner(fakests, "s3")
        client.meta.events.register("before-send.s3.DeleteObjects", handler)
        client.meta.events.register("before-sign.s3.DeleteObjects", md5)
        answer = client.delete_objects(Bucket="reports", Delete=SOME)
        (request,) = seen
        assert (request.body.count(b"<Object>"), b"old/a" in request.body) == (1, True)
        assert request.headers["Content-Length"] == str(len(request.body))
        assert request.headers["Content-MD5"] == b64encode(hashlib.md5(request.body).digest()).decode()
        assert (answer["Deleted"], answer["Errors"]) == ([{"Key": "old/a"}], [NEW, VERSION])

    def test_who_is_nobody_is_denied_as_a_whole(self, fakests: FakeSts) -> None:
        """Unless the bucket lets everybody delete some of them."""
        client = boto3.client("s3", config=Config(signature_version=UNSIGNED))
        with pytest.raises(ClientError, match="Access Denied"):
            client.delete_objects(Bucket="reports", Delete=SOME)
        fakests.add(
            ResourcePolicy("arn:aws:s3:::reports", allow("s3:DeleteObject", on="arn:aws:s3:::reports/old/*", to="*"))
        )
        errors = client.delete_objects(Bucket="reports", Delete=SOME)["Errors"]
        assert [(one["Key"], one["Message"]) for one in errors] == [
            ("new/b", "Access Denied"),
            ("old/c", "Access Denied"),
        ]

    def test_an_error_of_another_tool_stays_as_it_is(self, fakests: FakeSts) -> None:
        """Such as that of a bucket that does not exist."""
        client = cleaner(fakests, "s3")
        with Stubber(client) as stub:
            stub.add_client_error("delete_objects", "NoSuchBucket", http_status_code=404)
            with pytest.raises(ClientError, match="NoSuchBucket") as raised:
                client.delete_objects(Bucket="reports", Delete=SOME)
        assert "Errors" not in raised.value.response

    def test_a_collection_of_a_resource_shows_them(self, fakests: FakeSts) -> None:
        """boto3 deletes what a bucket holds by this operation."""
        fakests.answer("s3:ListObjects", {"Contents": [{"Key": "old/a"}, {"Key": "new/b"}]})
        fakests.role("cleaner").set_permissions(
            [allow("s3:ListBucket"), allow("s3:DeleteObject", on="arn:aws:s3:::reports/old/*")]
        )
        resource = fakests.assume_role("cleaner").boto3_session().resource("s3")
        (answer,) = resource.Bucket("reports").objects.all().delete()
        assert answer["Errors"] == [NEW]

    def test_the_call_has_every_decision(self, fakests: FakeSts) -> None:
        """It ended well, and its decision is the first that denied."""
        cleaner(fakests, "s3").delete_objects(Bucket="reports", Delete=SOME)
        call = fakests.calls[-1]
        assert [(bool(one), one.request.resource) for one in call.decisions] == [
            (True, "arn:aws:s3:::reports/old/a"),
            (False, "arn:aws:s3:::reports/new/b"),
            (False, "arn:aws:s3:::reports/old/c"),
        ]
        assert call.error is None
        assert call.decision is call.decisions[1]
        assert call.note.startswith("DENIED: s3:DeleteObject on arn:aws:s3:::reports/new/b")

    @pytest.mark.fakests(mode="observe")
    def test_observing_lets_all_through(self, fakests: FakeSts) -> None:
        """And notes what the denied ones would have got."""
        fakests.answer("s3:DeleteObjects", lambda params: {"Deleted": params["Delete"]["Objects"]})
        answer = cleaner(fakests, "s3").delete_objects(Bucket="reports", Delete=SOME)
        assert (len(answer["Deleted"]), "Errors" in answer) == (3, False)
        assert (fakests.calls[-1].observed, len(fakests.calls[-1].decisions)) == ("AccessDenied", 3)

    def test_other_processes_get_it_in_xml(self, fakests: FakeSts, fakests_endpoint: str) -> None:
        """Through the endpoint, as from S3."""
        keys = fakests.assume_role("cleaner").credentials
        client = boto3.client(
            "s3",
            endpoint_url=fakests_endpoint,
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret_key,
            aws_session_token=keys.token,
        )
        assert client.delete_objects(Bucket="reports", Delete=SOME)["Errors"] == [NEW, VERSION]


def md5(request: Any, **_: Any) -> None:
    """Put the checksum into a request that older S3 clients sent."""
    del request.headers["Content-MD5"]
    request.headers["Content-MD5"] = b64encode(hashlib.md5(request.data).digest()).decode()


class TestBatchGetSecretValue:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html."""

    def test_each_denied_secret_has_an_error(self, fakests: FakeSts) -> None:
        """Beside the values of the others."""
        fakests.answer(
            "secretsmanager:BatchGetSecretValue",
            lambda params: {"SecretValues": [{"Name": name} for name in params["SecretIdList"]]},
        )
        answer = cleaner(fakests, "secretsmanager").batch_get_secret_value(SecretIdList=["app-a", "db", "app-b"])
        secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"
        assert [one["Name"] for one in answer["SecretValues"]] == ["app-a", "app-b"]
        assert answer["Errors"] == [
            {
                "SecretId": "db",
                "ErrorCode": "AccessDeniedException",
                "Message": refused("secretsmanager:GetSecretValue", secret),
            }
        ]

    def test_the_operations_own_permission_is_asked_once(self, fakests: FakeSts) -> None:
        """And first."""
        cleaner(fakests, "secretsmanager").batch_get_secret_value(SecretIdList=["app-a", "db"])
        actions = [one.request.action.partition(":")[2] for one in fakests.calls[-1].decisions]
        assert actions == ["BatchGetSecretValue", "GetSecretValue", "GetSecretValue"]

    FOUND: ClassVar[list[Any]] = [
        {"ARN": f"{SECRET}app-a-a1b2c3", "Name": "app-a"},
        {"ARN": f"{SECRET}db-a1b2c3"},
        {"Name": "db"},
    ]
    FILTERS: ClassVar[list[Any]] = [{"Key": "all", "Values": ["production"]}]

    def filtered(self, fakests: FakeSts) -> Any:
        of_app = allow("secretsmanager:GetSecretValue", on="arn:aws:secretsmanager:*:*:secret:app-*")
        batch = allow("secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets")
        fakests.role("cleaner").set_permissions([of_app, batch])
        return cleaner(fakests, "secretsmanager").batch_get_secret_value(Filters=self.FILTERS)

    def test_a_denied_secret_that_filters_find_has_an_error(self, fakests: FakeSts) -> None:
        """Which secrets these are, the answer tells."""
        fakests.answer("secretsmanager:BatchGetSecretValue", {"SecretValues": self.FOUND})
        answer = self.filtered(fakests)
        assert answer["SecretValues"] == self.FOUND[:1]
        denied = [(one["SecretId"], one["ErrorCode"]) for one in answer["Errors"]]
        assert denied == [(f"{SECRET}db-a1b2c3", "AccessDeniedException"), ("db", "AccessDeniedException")]

    def test_a_denied_secret_that_filters_find_is_told_of(self, fakests: FakeSts) -> None:
        """By the call, though it was answered."""
        fakests.answer("secretsmanager:BatchGetSecretValue", {"SecretValues": self.FOUND})
        self.filtered(fakests)
        decision = fakests.calls[-1].decision
        assert decision is not None
        assert (decision.allowed, decision.request.resource) == (False, f"{SECRET}db-a1b2c3")

    def test_what_the_caller_may_have_is_left_in_the_answer(self, fakests: FakeSts) -> None:
        """Without an error."""
        fakests.answer("secretsmanager:BatchGetSecretValue", {"SecretValues": self.FOUND[:1]})
        answer = self.filtered(fakests)
        assert (answer["SecretValues"], "Errors" in answer) == (self.FOUND[:1], False)

    def test_a_secret_that_nobody_names_is_no_answer_to_filters(self, fakests: FakeSts) -> None:
        """Whether the caller may have it, nobody could say."""
        found = [*self.FOUND[:1], {"SecretString": "x"}]
        fakests.answer("secretsmanager:BatchGetSecretValue", {"SecretValues": found})
        with pytest.raises(AnswerError) as caught:
            self.filtered(fakests)
        assert str(caught.value) == (
            "the answer to secretsmanager:BatchGetSecretValue does not fit: at SecretValues[1], "
            "there is neither ARN nor Name, which say whether the caller may have it"
        )

    def test_filters_need_the_permission_to_list(self, fakests: FakeSts) -> None:
        """As the page of the operation says."""
        with pytest.raises(ClientError, match="not authorized to perform: secretsmanager:ListSecrets"):
            cleaner(fakests, "secretsmanager").batch_get_secret_value(Filters=self.FILTERS)

    def test_without_the_operations_own_permission_the_call_is_denied(self, fakests: FakeSts) -> None:
        """As a whole."""
        fakests.role("cleaner").set_permissions(allow("secretsmanager:GetSecretValue"))
        with pytest.raises(ClientError, match="not authorized to perform: secretsmanager:BatchGetSecretValue"):
            cleaner(fakests, "secretsmanager").batch_get_secret_value(SecretIdList=["app-a"])


STATEMENTS: Any = [{"Statement": f"SELECT * FROM {table} WHERE Id = 1"} for table in ("Orders", "Stock", "Orders")]
STOCK = {"Error": {"Code": "AccessDenied", "Message": refused("dynamodb:PartiQLSelect", TABLE)}}


class TestBatchExecuteStatement:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html."""

    def test_responses_stand_in_the_order_of_the_statements(self, fakests: FakeSts) -> None:
        """The error of the denied one in its place."""
        items = [{"Item": {"Id": {"N": "1"}}}, {"Item": {"Id": {"N": "2"}}}]
        fakests.answer("dynamodb:BatchExecuteStatement", {"Responses": items})
        answer = cleaner(fakests, "dynamodb").batch_execute_statement(Statements=STATEMENTS)
        assert answer["Responses"] == [items[0], STOCK, items[1]]

    def test_a_statement_without_a_response_has_an_empty_one(self, fakests: FakeSts) -> None:
        """Where nobody answers the others."""
        answer = cleaner(fakests, "dynamodb").batch_execute_statement(Statements=STATEMENTS)
        assert answer["Responses"] == [{}, STOCK, {}]


@pytest.mark.roles(Role("narrow", permissions=allow("sqs:SendMessage", on="arn:aws:sqs:*:*:mail")))
def test_other_operations_are_denied_as_a_whole(fakests: FakeSts) -> None:
    """SQS's batches are for one queue, GetParameters of SSM names no error of its own."""
    client = fakests.assume_role("narrow").client("sqs")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.send_message_batch(
            QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
            Entries=[{"Id": "1", "MessageBody": "a"}],
        )
