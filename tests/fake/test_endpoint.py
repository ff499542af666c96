"""Other processes call the fake through its port, and are judged in the test's own process."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import textwrap
import threading
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES as KNOWN_VARIABLES
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ReadTimeoutError

from pytest_fakests import FakeSts, Role, StsClock, allow, fake_sts, trust

READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))
pytestmark = pytest.mark.roles(READER)
IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"


def python(code: str) -> str:
    """What a new Python prints."""
    command = [sys.executable, "-c", "import boto3\n" + textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def answered(
    url: str, keys: Any, service: str, body: str = "", method: str = "POST", path: str = "/", **headers: str
) -> tuple[int, str]:
    """Status and body of the answer to a request that is signed with some keys."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = AWSRequest(method, url + path, named, body)
    scheme = S3SigV4Auth if service == "s3" else SigV4Auth
    scheme(BotocoreCredentials(keys.access_key, keys.secret_key, keys.token), service, "eu-west-1").add_auth(request)
    return sent(url, method, path, body, dict(request.headers.items()))


def sent(url: str, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and body of the answer to a request."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def test_child_process_calls_as_the_environment_says(fakests: FakeSts, fakests_endpoint: str) -> None:
    """It finds URL, keys and Region in its environment; the role that it assumes is one of this world."""
    printed = python(
        """
        answer = boto3.client("sts").assume_role(
            RoleArn="arn:aws:iam::123456789012:role/reader", RoleSessionName="child"
        )
        keys = answer["Credentials"]
        s3 = boto3.client(
            "s3",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        s3.get_object(Bucket="reports", Key="q3.csv")
        try:
            s3.get_object(Bucket="secrets", Key="q3.csv")
        except s3.exceptions.ClientError as error:
            print(error)
        """
    )
    session = "arn:aws:sts::123456789012:assumed-role/reader/child"
    assert printed == (
        f"An error occurred (AccessDenied) when calling the GetObject operation: User: {session} is not authorized to "
        'perform: s3:GetObject on resource: "arn:aws:s3:::secrets/q3.csv" because no identity-based policy allows the '
        "s3:GetObject action"
    )
    assert [(call.operation, call.caller, call.error) for call in fakests.calls] == [
        ("sts:AssumeRole", "arn:aws:iam::123456789012:user/tester", None),
        ("s3:GetObject", session, None),
        ("s3:GetObject", session, "AccessDenied"),
    ]


def test_environment_leads_there_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_ENDPOINT_URL is set while the endpoint is on, no proxy stands before it, and all is put back."""
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    monkeypatch.setenv("NO_PROXY", "example.com")
    monkeypatch.delenv("no_proxy", raising=False)
    with fake_sts() as fakests:
        before = dict(os.environ)
        with fakests.endpoint() as url:
            changed = {name: value for name, value in os.environ.items() if before.get(name) != value}
            assert changed == {
                "AWS_ENDPOINT_URL": url,
                "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
                "AWS_ENDPOINT_URL_S3_CONTROL": url.replace("127.0.0.1", "s3-control@127.0.0.1"),
                "NO_PROXY": "example.com,127.0.0.1,s3-control@127.0.0.1",
                "no_proxy": "127.0.0.1,s3-control@127.0.0.1",
            }
            assert "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" not in os.environ
        assert dict(os.environ) == before


def test_clients_of_this_process_stay_in_it(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A client that was given the URL, and one that finds it in the environment, are answered without a connection."""
    fakests.answer("s3:GetObject", lambda params: {"Body": threading.current_thread().name})
    here = threading.current_thread().name.encode()
    clients = boto3.client("s3"), boto3.client("s3", endpoint_url=fakests_endpoint, region_name="eu-west-1")
    assert [one.get_object(Bucket="reports", Key="a")["Body"].read() for one in clients] == [here, here]


def test_handlers_of_others_see_the_address_of_aws(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A client that was given the endpoint's URL is one of AWS for what else looks at its requests, such as moto."""
    seen: list[str] = []
    client = boto3.client("dynamodb", endpoint_url=fakests_endpoint, region_name="eu-west-1")
    client.meta.events.register("before-send", lambda request, **_: seen.append(request.url))
    client.list_tables()
    assert seen == ["https://dynamodb.eu-west-1.amazonaws.com/"]


def test_handlers_of_others_see_the_account_in_the_address(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A client of S3 Control that found the endpoint in its environment is one of AWS for them, too."""
    seen: list[str] = []
    client = boto3.client("s3control", region_name="eu-west-1")
    client.meta.events.register("before-send", lambda request, **_: seen.append(request.url))
    client.get_access_point(AccountId="123456789012", Name="nightly")
    assert seen == ["https://123456789012.s3-control.eu-west-1.amazonaws.com/v20180820/accesspoint/nightly"]


def test_expired_session_is_refused(fakests: FakeSts, fakests_endpoint: str, sts_clock: StsClock) -> None:
    """The clock that counts is the test's: what it moved over is over for other processes too."""
    session = fakests.assume_role("reader").credentials
    before = answered(fakests_endpoint, session, "sts", IDENTITY)[0]
    sts_clock.expire(session)
    status, body = answered(fakests_endpoint, session, "sts", IDENTITY)
    assert (before, status, "<Code>ExpiredToken</Code>" in body) == (200, 403, True)


def test_wrong_signature_is_refused(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A request that was changed after it was signed is answered as AWS would."""
    keys = fakests.caller_credentials
    request = AWSRequest("POST", fakests_endpoint + "/", {}, IDENTITY)
    SigV4Auth(BotocoreCredentials(keys.access_key, keys.secret_key), "sts", "eu-west-1").add_auth(request)
    status, body = sent(fakests_endpoint, "POST", "/", f"{IDENTITY}&More=1", dict(request.headers.items()))
    assert (status, "<Code>SignatureDoesNotMatch</Code>" in body) == (403, True)


def test_date_of_an_answer_is_that_of_the_clock(fakests: FakeSts, fakests_endpoint: str, sts_clock: StsClock) -> None:
    """SDKs correct their own clocks by it."""
    sts_clock.advance(hours=3)
    connection = http.client.HTTPConnection(urlsplit(fakests_endpoint).netloc, timeout=30)
    connection.request("GET", "/reports/a")
    dates = connection.getresponse().headers.get_all("date")
    connection.close()
    assert dates == [f"{sts_clock.now:%a, %d %b %Y %H:%M:%S} GMT"]


def test_region_is_the_one_that_is_signed_for(fakests: FakeSts, fakests_endpoint: str) -> None:
    """The endpoint stands for that of every Region; policies see the one of the request."""
    fakests.user("tester").set_permissions(
        allow("dynamodb:*", when={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})
    )
    keys = fakests.caller_credentials
    status, _ = answered(fakests_endpoint, keys, "dynamodb", "{}", x_amz_target="DynamoDB_20120810.ListTables")
    assert status == 200


XML = "The XML you provided was not well-formed or did not validate against our published schema"
WORDS: list[Any] = [
    pytest.param(
        "sts", {"body": "Action=Nothing&Version=2011-06-15"}, 400, "<Code>InvalidAction</Code><Message>Could not find operation Nothing for version 2011-06-15</Message>", id="action"
    ),
    pytest.param("kms", {"x_amz_target": "TrentService.Nothing"}, 400, '"__type": "UnknownOperationException"', id="target"),
    pytest.param("s3", {"method": "PATCH", "path": "/reports/a"}, 405, "<Code>MethodNotAllowed</Code>", id="method of s3"),
    pytest.param("lambda", {"path": "/nothing"}, 404, "<UnknownOperationException/>", id="path"),
    pytest.param("nothing", {}, 404, "<UnknownOperationException/>", id="service"),
    pytest.param("kms", {"x_amz_target": "TrentService.Encrypt", "body": "{"}, 400, '"__type": "SerializationException"', id="no json"),
    pytest.param("s3", {"method": "PUT", "path": "/reports?tagging", "body": "<"}, 400, f"<Code>MalformedXML</Code><Message>{XML}</Message>", id="no xml"),
    pytest.param("s3", {"path": "/reports?delete"}, 400, f"<Code>MalformedXML</Code><Message>{XML}</Message>", id="nothing for xml"),
    pytest.param("s3", {"path": "/reports?delete", "body": "<Delete/>"}, 400, f"<Code>MalformedXML</Code><Message>{XML}</Message>", id="xml of nothing"),
    pytest.param("iam", {"body": "Action=ListRoles&Version=2010-05-08&MaxItems=x"}, 400, "<Code>MalformedInput</Code></Error>", id="no number"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "request_", "status", "text"), WORDS)
def test_what_cannot_be_answered_is_told(
    fakests: FakeSts, fakests_endpoint: str, service: str, request_: dict[str, str], status: int, text: str
) -> None:
    """In the service's own words, where it has some."""
    found, body = answered(fakests_endpoint, fakests.caller_credentials, service, **request_)
    assert (found, text in body) == (status, True), body


LACKING: list[Any] = [
    pytest.param("kms", {"x_amz_target": "TrentService.Encrypt", "body": '{"KeyId": "k"}'}, "ValidationException", "plaintext", id="json"),
    pytest.param(
        "dynamodb", {"x_amz_target": "DynamoDB_20120810.BatchGetItem", "body": '{"RequestItems": {"t": {}}}'}, "ValidationException", "requestItems.t.member.keys", id="in a map"
    ),
    pytest.param(
        "dynamodb", {"x_amz_target": "DynamoDB_20120810.TransactGetItems", "body": '{"TransactItems": [{}]}'}, "ValidationException", "transactItems.1.member.get", id="in a list"
    ),
    pytest.param("iam", {"body": "Action=GetRole&Version=2010-05-08"}, "ValidationError", "roleName", id="query"),
    pytest.param("ec2", {"body": "Action=DeleteVpc&Version=2016-11-15"}, "MissingParameter", "vpcId", id="ec2"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "request_", "code", "member"), LACKING)
def test_required_parameter_that_is_not_there_is_told(
    fakests: FakeSts, fakests_endpoint: str, service: str, request_: dict[str, str], code: str, member: str
) -> None:
    """Most clients see to it; a request that is written by hand does not, and would need no permission."""
    status, body = answered(fakests_endpoint, fakests.caller_credentials, service, **request_)
    text = f"Value null at '{member}' failed to satisfy constraint: Member must not be null"
    assert (status, code in body, text in body) == (400, True, True), body


@pytest.mark.parametrize(
    ("service", "request_"),
    [
        pytest.param("elasticloadbalancing", {"body": "Action=DescribeTags&Version=2012-06-01"}, id="an empty list, which forms leave out"),
        pytest.param("lambda", {"path": "/2015-03-31/functions/f/invocations"}, id="a body that may be empty"),
    ],
)  # fmt: skip
def test_required_parameter_that_may_be_nothing_is_not_missed(
    fakests: FakeSts, fakests_endpoint: str, service: str, request_: dict[str, str]
) -> None:
    """On the wire it would look the same."""
    assert answered(fakests_endpoint, fakests.caller_credentials, service, **request_)[0] == 200


def test_nobody_is_let_in_where_nothing_is_touched(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A request that needs no permission still needs a signature."""
    fakests.map("s3:GetObject", resources=lambda params: ())
    status, body = sent(fakests_endpoint, "GET", "/reports/a")
    assert (status, "<Code>AccessDenied</Code>" in body) == (403, True), body


@pytest.mark.fakests(unstubbed="error")
def test_setting_that_makes_a_call_an_error_is_told(fakests: FakeSts, fakests_endpoint: str) -> None:
    """With a status that no client tries again, and what the test would read."""
    keys = fakests.caller_credentials
    answer = answered(fakests_endpoint, keys, "dynamodb", "{}", x_amz_target="DynamoDB_20120810.ListTables")
    text = (
        'dynamodb:ListTables is allowed, and nobody answers it; give it one with fakests.answer("dynamodb:ListTables", '
        "{...})"
    )
    assert (answer[0], json.loads(answer[1])) == (400, {"__type": "UnansweredCallError", "message": text})


def test_calls_that_nobody_can_read_are_among_the_calls(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A test sees that they came."""
    answered(fakests_endpoint, fakests.caller_credentials, "kms", "{", x_amz_target="TrentService.Encrypt")
    assert [(call.operation, call.error) for call in fakests.calls] == [("kms:Encrypt", "SerializationException")]


def test_connection_breaks_on_demand(fakests: FakeSts, fakests_endpoint: str) -> None:
    """A network fault that the test asks for is one to the other process."""
    fakests.fail("sts:GetCallerIdentity", ReadTimeoutError)
    with pytest.raises(http.client.RemoteDisconnected):
        answered(fakests_endpoint, fakests.caller_credentials, "sts", IDENTITY)


def test_error_of_an_answer_is_the_tests() -> None:
    """The other process gets InternalFailure, and the test what its own function raised."""

    def answer(params: Any) -> dict[str, Any]:
        raise LookupError("no such table")

    with fake_sts() as fakests:
        fakests.answer("dynamodb:ListTables", answer)
        keys = fakests.caller_credentials
        answers = []
        with pytest.raises(LookupError, match="no such table"), fakests.endpoint() as url:
            answers.append(answered(url, keys, "dynamodb", "{}", x_amz_target="DynamoDB_20120810.ListTables"))
    told = {"__type": "InternalFailure", "message": "LookupError: no such table"}
    assert [(status, json.loads(body)) for status, body in answers] == [(500, told)]


def test_streams_reach_other_processes(fakests: FakeSts, fakests_endpoint: str) -> None:
    """Bodies and event streams come as bytes that botocore reads."""
    fakests.answer("s3:GetObject", {"Body": b"a,b\n"})
    fakests.answer("s3:SelectObjectContent", {"Payload": [{"Records": {"Payload": b"1,2\n"}}, {"End": {}}]})
    printed = python(
        """
        s3 = boto3.client("s3")
        print(s3.get_object(Bucket="reports", Key="a")["Body"].read())
        csv = {"CSV": {}}
        found = s3.select_object_content(
            Bucket="reports", Key="a", Expression="x", ExpressionType="SQL", InputSerialization=csv, OutputSerialization=csv
        )
        print(list(found["Payload"]))
        """
    )
    assert printed == "b'a,b\\n'\n[{'Records': {'Payload': b'1,2\\n'}}, {'End': {}}]"


@pytest.mark.skipif("disable_host_prefix_injection" not in KNOWN_VARIABLES, reason="this botocore cannot be told so")
def test_no_prefix_stands_before_the_address(fakests: FakeSts, fakests_endpoint: str) -> None:
    """Operations that have a host of their own at AWS, as sync-states, come to the endpoint like all others."""
    fakests.user("tester").set_permissions(allow("states:*"))
    arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:nightly"
    python(f'boto3.client("stepfunctions").start_sync_execution(stateMachineArn="{arn}")')
    assert [(call.operation, call.error) for call in fakests.calls] == [("stepfunctions:StartSyncExecution", None)]


def test_no_account_stands_before_the_address(fakests: FakeSts, fakests_endpoint: str) -> None:
    """Operations of S3 Control, which have the account's id in their host at AWS, come to the endpoint like all others."""
    fakests.user("tester").set_permissions(allow("s3:GetAccessPoint"))
    python(
        """
        control = boto3.client("s3control")
        control.get_access_point(AccountId="123456789012", Name="nightly")
        try:
            control.delete_access_point(AccountId="123456789012", Name="nightly")
        except control.exceptions.ClientError:
            pass
        """
    )
    assert [(call.operation, call.error) for call in fakests.calls] == [
        ("s3control:GetAccessPoint", None),
        ("s3control:DeleteAccessPoint", "AccessDenied"),
    ]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy"])
def test_proxy_of_the_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whichever address a service has; nobody listens at the proxy's."""
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    with fake_sts() as fakests, fakests.endpoint():
        printed = python(
            """
            boto3.client("sts").get_caller_identity()
            boto3.client("s3control").get_access_point(AccountId="123456789012", Name="nightly")
            """
        )
        assert (printed, len(fakests.calls)) == ("", 2)


def test_threads_of_another_process_call_at_once(fakests: FakeSts, fakests_endpoint: str) -> None:
    """Threads of another process have connections of their own; each call is judged once."""
    printed = python(
        """
        from concurrent.futures import ThreadPoolExecutor
        client = boto3.client("sts")
        with ThreadPoolExecutor(10) as pool:
            print(len(set(pool.map(lambda _: client.get_caller_identity()["Arn"], range(100)))))
        """
    )
    assert (printed, len(fakests.calls)) == ("1", 100)


def test_endpoints_nest(fakests: FakeSts) -> None:
    """Two endpoints of one fake may be on: the newer one is in the environment, and both answer."""
    with fakests.endpoint() as outer, fakests.endpoint() as inner:
        statuses = [answered(url, fakests.caller_credentials, "sts", IDENTITY)[0] for url in (outer, inner)]
        assert (statuses, os.environ["AWS_ENDPOINT_URL"]) == ([200, 200], inner)
