"""One call to each service that botocore knows: signed, read, judged and answered."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.exceptions import NoAuthTokenError

from pytest_fakests import FakeSts

# Sign with a bearer token, which this test has not got.
BEARER = {"codecatalyst"}
SERVICES = sorted(botocore.session.Session().get_available_services())


@pytest.mark.parametrize("start", range(8))
@pytest.mark.fakests(unmapped="allow")
def test_a_call_to_every_service_is_signed_read_and_answered(fakests: FakeSts, start: int) -> None:
    """The first operation of each service that needs no parameters, by the default caller."""
    session = fakests.botocore_session()
    for service in SERVICES[start::8]:
        client = session.create_client(service)
        model = client.meta.service_model
        models = {name: model.operation_model(one) for name, one in client.meta.method_to_api_mapping.items()}
        free = sorted(
            name for name, one in models.items() if not one.input_shape or not one.input_shape.required_members
        )
        if not free:
            continue
        try:
            answer = getattr(client, "get_caller_identity" if service == "sts" else free[0])()
        except NoAuthTokenError:
            assert service in BEARER
            continue
        assert answer["ResponseMetadata"]["HTTPStatusCode"] < 300, service


def test_a_discovered_endpoint_is_the_one_that_was_asked(fakests: FakeSts) -> None:
    """Services that tell their endpoints first can be called without a further word."""
    fakests.map("timestream-write:DescribeEndpoints", actions="timestream:DescribeEndpoints")
    fakests.map("timestream-write:ListDatabases", actions="timestream:ListDatabases")
    assert fakests.client("timestream-write").list_databases()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_service_of_one_region_is_called_from_another(fakests: FakeSts) -> None:
    """AWS Health is signed for us-east-1, though its host names the client's Region."""
    client = fakests.botocore_session().create_client("health", "eu-west-1")
    assert client.describe_events()["ResponseMetadata"]["HTTPStatusCode"] == 200
