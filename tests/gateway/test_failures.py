"""Faults on demand, and what botocore makes of them."""

from __future__ import annotations

import datetime
import re
import socket
import time
from typing import Any

import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from pytest_fakests import FakeSts, StsClock, fake_sts


def once(fakests: FakeSts, service: str) -> Any:
    """A client that does not retry, so that failures can be counted."""
    return fakests.botocore_session().create_client(service, config=Config(retries={"total_max_attempts": 1}))


def outcomes(fakests: FakeSts, count: int) -> list[str]:
    """What `count` calls of GetCallerIdentity come to: an error's code, or "fine"."""
    sts = once(fakests, "sts")
    return [outcome(sts) for _ in range(count)]


def outcome(sts: Any) -> str:
    try:
        sts.get_caller_identity()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "fine"


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        pytest.param({}, "xoooo", id="the next call"),
        pytest.param({"times": 2}, "xxooo", id="the next two"),
        pytest.param({"nth": 3}, "ooxoo", id="the third"),
        pytest.param({"nth": 2, "times": 3}, "oxxxo", id="three from the second on"),
        pytest.param({"times": None}, "xxxxx", id="all"),
        pytest.param({"nth": 4, "times": None}, "oooxx", id="all from the fourth on"),
    ],
)
def test_the_calls_that_were_named_fail(fakests: FakeSts, which: dict[str, Any], expected: str) -> None:
    """`nth` is the first that fails and `times` says how many; the others are answered."""
    fakests.fail("sts:GetCallerIdentity", "Throttling", **which)
    assert "".join("o" if one == "fine" else "x" for one in outcomes(fakests, 5)) == expected


def test_failures_of_one_operation_come_in_their_order(fakests: FakeSts) -> None:
    """The second failure waits until the first is used up."""
    fakests.fail("sts:GetCallerIdentity", "Throttling")
    fakests.fail("sts:GetCallerIdentity", "ServiceUnavailable")
    assert outcomes(fakests, 3) == ["Throttling", "ServiceUnavailable", "fine"]


def test_a_predicate_chooses_calls_by_their_parameters(fakests: FakeSts) -> None:
    """Only calls for which `when` is true fail, and only they are counted."""
    fakests.fail("s3:GetObject", "SlowDown", nth=2, when=lambda params: params["Key"] == "b")
    s3 = once(fakests, "s3")
    for key in "abab":
        if len(fakests.calls) < 3:
            s3.get_object(Bucket="reports", Key=key)
        else:
            with pytest.raises(ClientError, match="SlowDown"):
                s3.get_object(Bucket="reports", Key=key)


@pytest.mark.parametrize(
    ("code", "status"),
    [("Throttling", 400), ("ServiceUnavailable", 503), ("InternalError", 500), ("AccessDenied", 403), ("Odd", 400)],
)
def test_a_code_has_the_status_that_aws_documents(fakests: FakeSts, code: str, status: int) -> None:
    """https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and 400 for codes that are not there."""
    fakests.fail("sts:GetCallerIdentity", code)
    with pytest.raises(ClientError) as caught:
        once(fakests, "sts").get_caller_identity()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


@pytest.mark.parametrize(
    ("operation", "code", "status"),
    [
        ("sts:AssumeRole", "RegionDisabledException", 403),
        ("lambda:ListFunctions", "TooManyRequestsException", 429),
        ("lambda:ListFunctions", "ServiceException", 500),
        ("dynamodb:ListTables", "InternalServerError", 500),
        ("dynamodb:ListTables", "ProvisionedThroughputExceededException", 400),
        ("s3:ListBuckets", "ServiceUnavailableException", 503),
    ],
)
def test_a_code_of_the_service_has_the_status_of_its_model(
    fakests: FakeSts, operation: str, code: str, status: int
) -> None:
    """That of botocore's model, 500 for a fault of the service there, or else that which every service gives."""
    fakests.fail(operation, code)
    service, name = operation.split(":")
    client = once(fakests, service)
    parameters = {"RoleArn": "arn:aws:iam::123456789012:role/app", "RoleSessionName": "app"} if service == "sts" else {}
    with pytest.raises(ClientError) as caught:
        getattr(client, xform_name(name))(**parameters)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_code_that_is_a_status_has_it(fakests: FakeSts) -> None:
    """As botocore tells of an error whose answer has no body."""
    fakests.fail("s3:HeadObject", "404")
    with pytest.raises(ClientError) as caught:
        once(fakests, "s3").head_object(Bucket="reports", Key="q3.csv")
    assert caught.value.response["Error"] == {"Code": "404", "Message": "Not Found"}


def test_message_and_status_are_the_tests(fakests: FakeSts) -> None:
    """What is given is what the client sees."""
    fakests.fail("s3:ListBuckets", "Odd", message="very odd", status=418)
    with pytest.raises(ClientError) as caught:
        fakests.client("s3").list_buckets()
    response = caught.value.response
    assert response["Error"] == {"Code": "Odd", "Message": "very odd"}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 418


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        pytest.param(ReadTimeoutError, ReadTimeoutError, id="botocore's own for a slow answer"),
        pytest.param(ConnectTimeoutError, ConnectTimeoutError, id="botocore's own for a slow connection"),
        pytest.param(TimeoutError, ReadTimeoutError, id="Python's timeout"),
        pytest.param(ConnectionResetError, ConnectionClosedError, id="a connection that is reset"),
        pytest.param(ConnectionResetError("by peer"), ConnectionClosedError, id="the same, as an instance"),
        pytest.param(ConnectionRefusedError, EndpointConnectionError, id="a connection that is refused"),
        pytest.param(socket.gaierror, EndpointConnectionError, id="a host that is not found"),
        pytest.param(KeyError, KeyError, id="any other exception"),
        pytest.param(ValueError("odd"), ValueError, id="any other instance"),
    ],
)
def test_a_network_fault_is_the_exception_that_botocore_makes_of_it(
    fakests: FakeSts, fault: Any, raised: type[Exception]
) -> None:
    """Code under test catches what it would catch with a real network."""
    fakests.fail("sts:GetCallerIdentity", fault)
    with pytest.raises(raised) as caught:
        once(fakests, "sts").get_caller_identity()
    assert type(caught.value) is raised
    assert fakests.calls[0].error == raised.__name__


def test_a_network_fault_names_the_endpoint(fakests: FakeSts) -> None:
    """The text is botocore's own, with the URL that was called."""
    fakests.fail("sts:GetCallerIdentity", ReadTimeoutError)
    with pytest.raises(ReadTimeoutError) as caught:
        once(fakests, "sts").get_caller_identity()
    # Older versions of botocore ask the global endpoint of STS.
    assert re.fullmatch(
        r'Read timeout on endpoint URL: "https://sts(\.us-east-1)?\.amazonaws\.com/"', str(caught.value)
    )


def test_an_answer_that_cannot_be_read_is_the_parsers_error(fakests: FakeSts) -> None:
    """A body is handed to botocore's parser as it is."""
    fakests.fail("sts:GetCallerIdentity", b"<html>not what you asked for")
    with pytest.raises(ResponseParserError):
        once(fakests, "sts").get_caller_identity()


def test_a_page_of_a_proxy_is_an_error_with_its_status(fakests: FakeSts) -> None:
    """A 502 whose body is no answer of the service becomes the ClientError that botocore makes of it."""
    fakests.fail("dynamodb:ListTables", b"<html>Bad Gateway</html>", status=502)
    with pytest.raises(ClientError) as caught:
        once(fakests, "dynamodb").list_tables()
    assert caught.value.response["Error"]["Code"] == "502"


def test_the_body_of_a_stream_arrives_as_it_is(fakests: FakeSts) -> None:
    """A body that is cut short is seen by who reads it."""
    fakests.fail("s3:GetObject", b"half a rep")
    answer = once(fakests, "s3").get_object(Bucket="reports", Key="q3.csv")
    assert answer["Body"].read() == b"half a rep"


@pytest.mark.parametrize(
    ("service", "operation", "minutes", "expected"),
    [
        pytest.param("sts", "GetCallerIdentity", 14, None, id="STS takes 15 minutes"),
        pytest.param("sts", "GetCallerIdentity", 16, "SignatureDoesNotMatch", id="and no more"),
        pytest.param("dynamodb", "ListTables", 4, None, id="others take 5"),
        pytest.param("dynamodb", "ListTables", 6, "InvalidSignatureException", id="and no more either"),
        pytest.param("s3", "ListBuckets", 16, "RequestTimeTooSkewed", id="S3 has words of its own"),
        pytest.param("s3", "ListBuckets", -16, "RequestTimeTooSkewed", id="a clock that is behind"),
    ],
)
def test_clocks_that_differ_too_much_are_refused(
    fakests: FakeSts, service: str, operation: str, minutes: int, expected: str | None
) -> None:
    """A timedelta is how far AWS's clock is ahead of the caller's for that call."""
    fakests.fail(f"{service}:{operation}", datetime.timedelta(minutes=minutes))
    client = once(fakests, service)
    call = {"sts": "get_caller_identity", "dynamodb": "list_tables", "s3": "list_buckets"}[service]
    if expected is None:
        getattr(client, call)()
    else:
        with pytest.raises(ClientError) as caught:
            getattr(client, call)()
        assert caught.value.response["Error"]["Code"] == expected


def test_a_skewed_clock_shows_in_the_date_of_the_answer(fakests: FakeSts, sts_clock: StsClock) -> None:
    """Code that corrects its clock reads AWS's from the header."""
    sts_clock.move_to(datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc))
    fakests.fail("sts:GetCallerIdentity", datetime.timedelta(hours=1))
    with pytest.raises(ClientError) as caught:
        once(fakests, "sts").get_caller_identity()
    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert headers["date"] == "Thu, 01 Jan 2099 01:00:00 GMT"


class TestRetries:
    """botocore's own retries, against faults on demand."""

    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    @pytest.mark.parametrize("fault", ["Throttling", "ServiceUnavailable", ConnectionResetError, ReadTimeoutError])
    def test_each_mode_tries_again_until_it_is_answered(self, fakests: FakeSts, mode: Any, fault: Any) -> None:
        """Two attempts fail, the third is answered, and the answer says how many there were."""
        fakests.fail("s3:ListBuckets", fault, times=2)
        config = Config(retries={"mode": mode, "total_max_attempts": 3})
        answer = fakests.botocore_session().create_client("s3", config=config).list_buckets()
        assert answer["ResponseMetadata"]["RetryAttempts"] == 2
        assert len(fakests.calls) == 3

    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    def test_each_mode_gives_up_at_its_limit(self, fakests: FakeSts, mode: Any) -> None:
        """The last attempt's error reaches the caller."""
        fakests.fail("s3:ListBuckets", "SlowDown", times=None)
        config = Config(retries={"mode": mode, "total_max_attempts": 3})
        client = fakests.botocore_session().create_client("s3", config=config)
        with pytest.raises(ClientError) as caught:
            client.list_buckets()
        assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 2
        assert [call.error for call in fakests.calls] == ["SlowDown"] * 3

    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    def test_no_mode_waits(
        self, fakests: FakeSts, sts_clock: StsClock, monkeypatch: pytest.MonkeyPatch, mode: Any
    ) -> None:
        """A retry comes at once, also while time is frozen, where a wait would never end."""
        waits: list[float] = []
        monkeypatch.setattr(time, "sleep", waits.append)
        sts_clock.advance(1)
        fakests.fail("s3:ListBuckets", "Throttling", times=4)
        config = Config(retries={"mode": mode, "total_max_attempts": 5})
        client = fakests.botocore_session().create_client("s3", config=config)
        for _ in range(5):
            client.list_buckets()
        assert sum(waits) == 0

    def test_what_may_not_be_retried_is_not(self, fakests: FakeSts) -> None:
        """A denial is final."""
        fakests.fail("s3:ListBuckets", "AccessDenied")
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.client("s3").list_buckets()
        assert len(fakests.calls) == 1


@pytest.mark.parametrize("fault", [503, None, object])
def test_what_is_no_fault_is_told(fakests: FakeSts, fault: Any) -> None:
    """Where the test asks for it, and not where a call meets it."""
    with pytest.raises(ValueError, match="no fault") as caught:
        fakests.fail("sts:GetCallerIdentity", fault)
    assert str(caught.value) == (
        f'{fault!r} is no fault; give an error code of AWS, as "Throttling", an exception, bytes or a timedelta'
    )


@pytest.mark.parametrize("number", ["nth", "times"])
def test_calls_are_counted_from_one(fakests: FakeSts, number: str) -> None:
    """0 is no call."""
    with pytest.raises(ValueError, match="no call") as caught:
        fakests.fail("sts:GetCallerIdentity", "Throttling", **{number: 0})  # type: ignore[arg-type]  # a name of the table
    assert str(caught.value) == f"{number}=0 is no call; calls are counted from 1"


@pytest.mark.parametrize(
    ("fault", "label"),
    [
        pytest.param("Throttling", '"Throttling"', id="a code"),
        pytest.param(TimeoutError, "TimeoutError", id="a class"),
        pytest.param(b"odd", "b'odd'", id="a body"),
    ],
)
def test_a_fault_that_no_call_met_is_told(fault: Any, label: str) -> None:
    """check_used() names it as it was written."""
    with fake_sts() as fakests:
        fakests.fail("sts:AssumeRole", fault, nth=2)
        with pytest.raises(AssertionError) as caught:
            fakests.check_used()
    assert str(caught.value).startswith(f'registered, yet no call met it: fail("sts:AssumeRole", {label}); ')
