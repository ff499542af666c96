"""What the fake replaces is put back exactly, and while it is on nothing gets past it."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

import boto3
import botocore.auth
import botocore.endpoint
import botocore.session
import botocore.waiter
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.endpoint import Endpoint
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.hooks import EventAliaser
from botocore.httpsession import URLLib3Session
from botocore.loaders import Loader
from botocore.signers import RequestSigner
from botocore.utils import ContainerMetadataFetcher

from pytest_fakests import NetworkRefusedError, Role, User, allow, fake_sts, trust


def state() -> dict[str, Any]:
    """Everything that a fake touches."""
    return {
        "environment": dict(os.environ),
        "endpoint": vars(Endpoint)["_do_get_response"],
        "network": URLLib3Session.send,
        "signer": (RequestSigner.get_auth_instance, RequestSigner.get_auth),
        "error": ClientError.__init__,
        "loader": botocore.session.create_loader,
        "event names": EventAliaser.__init__,
        "pauses": (vars(botocore.endpoint)["time"], vars(botocore.waiter)["time"], ContainerMetadataFetcher.SLEEP_TIME),
        "signatures": (vars(botocore.auth)["_host_from_url"], vars(SigV4Auth)["_sign"], AWSRequest.body),
        "default session": boto3.DEFAULT_SESSION,
    }


class Interrupt(BaseException):
    """What Ctrl-C is like."""


@pytest.mark.parametrize("error", [None, ValueError, Interrupt])
def test_everything_is_put_back(monkeypatch: pytest.MonkeyPatch, error: type[BaseException] | None) -> None:
    """After a good end, a failure and an interrupt alike."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", boto3.Session(region_name="eu-west-1"))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://localhost:9000")
    before = state()
    try:
        with fake_sts():
            boto3.client("sts").get_caller_identity()
            os.environ["AWS_SESSION_TOKEN"] = "leak"
            assert state() != before
            if error:
                raise error
    except (ValueError, Interrupt):
        pass
    assert state() == before


def test_fakes_nest() -> None:
    """The inner one answers while it is on; then the outer one again; then nobody."""
    before = state()
    with fake_sts(account="111111111111"):
        with fake_sts(account="222222222222"):
            assert boto3.client("sts").get_caller_identity()["Account"] == "222222222222"
        assert boto3.client("sts").get_caller_identity()["Account"] == "111111111111"
    assert state() == before


def test_fakes_may_end_in_another_order_than_they_began() -> None:
    """The one that is left goes on answering, and the last to go puts everything back."""
    before = state()
    outer, inner = fake_sts(account="111111111111"), fake_sts(account="222222222222")
    outer.__enter__()
    fakests = inner.__enter__()
    client = fakests.client("sts")
    outer.__exit__(None, None, None)
    assert client.get_caller_identity()["Account"] == "222222222222"
    inner.__exit__(None, None, None)
    assert state() == before


def test_undoing_a_monkeypatch_does_not_remove_the_fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake owns its patches."""
    with fake_sts() as fakests:
        monkeypatch.undo()
        assert fakests.client("sts").get_caller_identity()["Account"] == "123456789012"


def test_the_environment_carries_the_caller_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and Region of the default caller; no profile, file, endpoint or metadata service of the process."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        monkeypatch.setenv(name, "http://169.254.170.2/")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "mine")
    with fake_sts(region="eu-west-1") as fakests:
        keys = fakests.credentials("user/tester")
        assert {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "BOTO_"))} == {
            "AWS_ACCESS_KEY_ID": keys.access_key,
            "AWS_SECRET_ACCESS_KEY": keys.secret_key,
            "AWS_REGION": "eu-west-1",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "BOTO_CONFIG": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_LAMBDA_FUNCTION_NAME": "mine",
        }


def test_a_request_that_gets_past_every_answer_is_refused() -> None:
    """botocore's own way to the network is shut, and the error says where it was going."""
    with fake_sts(), pytest.raises(NetworkRefusedError) as caught:
        URLLib3Session().send(botocore.awsrequest.AWSRequest("GET", "http://169.254.169.254/latest/").prepare())
    assert str(caught.value) == (
        "GET http://169.254.169.254/latest/ was about to reach the network while the fake is on; "
        "no request of botocore, and none to AWS, leaves the process during such a test"
    )


# Clients that were made before the fake came, by how they came by their credentials.
MADE_BEFORE = {
    "no credentials": {},
    "environment": {"AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_SECRET_ACCESS_KEY": "real"},
    "environment with token": {
        "AWS_ACCESS_KEY_ID": "ASIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
    },
}


@pytest.mark.parametrize("environment", MADE_BEFORE.values(), ids=MADE_BEFORE)
def test_a_client_made_before_calls_as_the_environments_caller(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    """A client made at import found the process's own credentials, or none: under the fake it is the fake's caller."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.Session(region_name="us-east-1").client("sts")
    with fake_sts(User("julie")) as fakests:
        assert client.get_caller_identity()["Arn"].endswith("user/tester")
        with fakests.calling_as("user/julie"):
            assert client.get_caller_identity()["Arn"].endswith("user/julie")


def test_a_client_made_before_from_a_file_calls_as_the_environments_caller(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So does one whose keys came from the shared credentials file."""
    file = tmp_path / "credentials"
    file.write_text("[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    client: Any = botocore.session.Session().create_client("sts", region_name="us-east-1")
    with fake_sts():
        assert client.get_caller_identity()["Arn"].endswith("user/tester")


def test_keys_that_the_code_gave_itself_are_judged_as_what_they_are() -> None:
    """Explicit keys of somewhere else are unknown here."""
    client = boto3.Session("AKIAREAL", "real", region_name="us-east-1").client("sts")
    with fake_sts(), pytest.raises(ClientError, match="InvalidClientTokenId"):
        client.get_caller_identity()


def test_a_client_kept_from_another_fake_calls_as_the_caller_of_this_one() -> None:
    """A client cached in a module serves test after test."""
    with fake_sts():
        client = boto3.client("sts")
        client.get_caller_identity()
    with fake_sts(account="111111111111"):
        assert client.get_caller_identity()["Account"] == "111111111111"


def test_the_default_session_of_boto3_is_not_shared_with_the_process() -> None:
    """boto3.client() inside the fake starts from the fake's keys, though a default session was there before."""
    with fake_sts(account="111111111111"):
        assert boto3.client("sts").get_caller_identity()["Account"] == "111111111111"
        assert boto3.resource("s3").meta.client.list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_call_from_a_thread_is_judged() -> None:
    """The fake is the process's, not the thread's."""
    answers: list[str] = []
    with fake_sts():

        def work() -> None:
            answers.append(boto3.Session().client("sts").get_caller_identity()["Account"])

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert answers == ["123456789012"]


def test_a_thread_safe_count_of_calls() -> None:
    """Calls of many threads are all recorded, each with keys of its own."""
    with fake_sts(Role("app", trust=trust("user/tester"))) as fakests:
        client = fakests.client("sts")
        keys: list[str] = []

        def work() -> None:
            for _ in range(10):
                answer = client.assume_role(RoleArn=fakests.role("app").arn, RoleSessionName="many")
                keys.append(answer["Credentials"]["AccessKeyId"])

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(keys)) == len(fakests.calls) == 80


def test_handlers_on_a_client_are_left_alone() -> None:
    """No event handler is added to or taken from a client."""
    client = boto3.Session("AKIAREAL", "real", region_name="us-east-1").client("sts")
    before = repr(client.meta.events._emitter._handlers)
    with fake_sts(), pytest.raises(ClientError):
        client.get_caller_identity()
    assert repr(client.meta.events._emitter._handlers) == before


def test_requests_signed_with_credentials_of_their_own_are_left_alone() -> None:
    """A client that was made without credentials may still be given some for one request."""
    with fake_sts(User("julie", permissions=allow("*"))) as fakests:
        keys = fakests.credentials("user/julie")
        signer = boto3.Session(region_name="us-east-1").client("sts")._request_signer
        auth = signer.get_auth_instance(
            "sts", "us-east-1", "v4", request_credentials=BotocoreCredentials(keys.access_key, keys.secret_key)
        )
        assert auth.credentials.access_key == keys.access_key


def test_a_tool_that_puts_a_replacement_back_late_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it saw during the fake works on after it as what was there before, and the next fake comes and goes."""
    before = state()
    places = ((Endpoint, "_do_get_response"), (URLLib3Session, "send"), (botocore.session, "create_loader"))
    with fake_sts():
        left = [(owner, name, vars(owner)[name]) for owner, name in places]
    for owner, name, replacement in left:
        monkeypatch.setattr(owner, name, replacement)
    session = boto3.Session("AKIAREAL", "real", region_name="us-east-1")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        url, once = f"http://127.0.0.1:{deaf.getsockname()[1]}", Config(retries={"total_max_attempts": 1}, proxies={})
        with pytest.raises(EndpointConnectionError):
            session.client("sts", endpoint_url=url, config=once).get_caller_identity()
    with fake_sts() as fakests:
        assert fakests.client("sts").get_caller_identity()["Account"] == "123456789012"
    monkeypatch.undo()
    assert state() == before


def test_loaders_of_another_make_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who replaces botocore's loader gets the replacement."""

    class Mine(Loader):
        """A loader of the user's own."""

    monkeypatch.setattr(botocore.session, "create_loader", lambda path: Mine())
    with fake_sts():
        assert type(botocore.session.Session().get_component("data_loader")) is Mine


def test_sessions_share_what_was_read_and_not_where_they_look() -> None:
    """A service model is read once for all sessions of the fake; a path added to one is not another's."""
    with fake_sts():
        one, other = (botocore.session.Session().get_component("data_loader") for _ in range(2))
        assert one.load_service_model("sts", "service-2") is other.load_service_model("sts", "service-2")
        one.search_paths.append("/nowhere")
        assert "/nowhere" not in other.search_paths
