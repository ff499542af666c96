"""Single forms read back: those of the query protocols, by the names that their models give."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from captured_requests import SESSION, Params, model, own_model, read

from pytest_fakests.gateway.wire import HttpRequest, decode_parameters

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


# https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and aws-ec2-query-protocol.html
@pytest.mark.parametrize(
    ("service", "operation", "form", "params"),
    [
        pytest.param("sts", "AssumeRole", "DurationSeconds=3600", {"DurationSeconds": 3600}, id="number"),
        pytest.param("sts", "AssumeRole", "ExternalId=1%2B1+%25+%C3%A9", {"ExternalId": "1+1 % é"}, id="encoded"),
        pytest.param(
            "sts",
            "AssumeRole",
            "Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c&Tags.member.2.Value=",
            {"Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": ""}]},
            id="list of structures",
        ),
        pytest.param(
            "iam",
            "ListPolicyTags",
            "".join(f"Unknown.{n}=x&" for n in range(3)) + "MaxItems=5",
            {"MaxItems": 5},
            id="unknown members are passed over",
        ),
        pytest.param("sts", "AssumeRole", "Tags=", {"Tags": []}, id="empty list"),
        pytest.param(
            "sts",
            "AssumeRole",
            "&".join(f"TransitiveTagKeys.member.{n}=k{n}" for n in (10, 2, 1)),
            {"TransitiveTagKeys": ["k1", "k2", "k10"]},
            id="elements in the order of their numbers",
        ),
        pytest.param(
            "sns",
            "Subscribe",
            "Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true",
            {"Attributes": {"RawMessageDelivery": "true"}},
            id="map",
        ),
        pytest.param(
            "sns",
            "Publish",
            "MessageAttributes.entry.1.Name=n&MessageAttributes.entry.1.Value.DataType=Binary"
            "&MessageAttributes.entry.1.Value.BinaryValue=AP8%3D",
            {"MessageAttributes": {"n": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}},
            id="map of renamed keys, with a blob",
        ),
        pytest.param(
            "rds",
            "DescribeDBInstances",
            "Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v",
            {"Filters": [{"Name": "n", "Values": ["v"]}]},
            id="renamed elements",
        ),
        pytest.param(
            "rds", "DescribeEvents", "StartTime=2026-11-24T12%3A00%3A00Z", {"StartTime": NOON}, id="timestamp"
        ),
        pytest.param("elb", "DescribeTags", "LoadBalancerNames=", {"LoadBalancerNames": []}, id="empty list, renamed"),
        pytest.param(
            "ec2",
            "RunInstances",
            "InstanceType=m5.large&SecurityGroupId.1=sg-1&EbsOptimized=false&BlockDeviceMapping.1.Ebs.VolumeSize=8",
            {
                "InstanceType": "m5.large",
                "SecurityGroupIds": ["sg-1"],
                "EbsOptimized": False,
                "BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8}}],
            },
            id="names of EC2's own, capitalised",
        ),
        pytest.param(
            "ec2",
            "CreateTags",
            "ResourceId.1=i-1&Tag.1.Key=a&Tag.1.Value=b",
            {"Resources": ["i-1"], "Tags": [{"Key": "a", "Value": "b"}]},
            id="renamed lists of EC2",
        ),
    ],
)
def test_a_form_is_read_by_the_wire_names_of_its_service(
    service: str, operation: str, form: str, params: Params
) -> None:
    """A form's fields come back under the names that the caller knows, whatever they are called on the wire."""
    assert read(service, operation, form) == params


# https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#list-serialization; botocore for the empty list.
@pytest.mark.parametrize(
    ("form", "names"),
    [("Attribute.1=a&Attribute.2=b", ["a", "b"]), ("Attributes=", [])],
    ids=["elements", "empty"],
)
def test_a_flattened_list_is_read_by_the_name_of_its_elements(form: str, names: list[str]) -> None:
    """`Attribute.1` is an element of a flattened list Attributes whose elements are called Attribute."""
    wire = {"Attributes": {"shape": "Names", "flattened": True}}
    shapes = {
        "Input": {"type": "structure", "members": wire},
        "Names": {
            "type": "list",
            "flattened": True,
            "member": {"shape": "Name", "locationName": "Attribute"},
        },
        "Name": {"type": "string"},
    }
    request = HttpRequest("POST", "https://own/", {}, form.encode())
    assert decode_parameters(request, own_model("query", shapes)) == {"Attributes": names}


def test_a_query_name_is_taken_as_it_is() -> None:
    """EC2's models may name a member for the query protocol alone, in a case of its own."""
    shapes = {
        "Input": {"type": "structure", "members": {"Name": {"shape": "Name", "queryName": "itsName"}}},
        "Name": {"type": "string"},
    }
    request = HttpRequest("POST", "https://own/", {}, b"itsName=a")
    assert decode_parameters(request, own_model("ec2", shapes)) == {"Name": "a"}


@pytest.mark.parametrize("form", ["RoleArn=x&RoleArn=y", "RoleArn.Name=x&RoleArn=y"], ids=["text", "members"])
def test_the_last_of_two_fields_with_a_name_counts(form: str) -> None:
    """Whatever the first was."""
    assert read("sts", "AssumeRole", form) == {"RoleArn": "y"}


def test_a_presigned_form_is_read_from_its_url() -> None:
    """The parameters of a presigned STS call, as tokens for EKS are, stand in the URL and not in the body."""
    client: Any = SESSION.create_client("sts", "eu-west-1")
    url = client.generate_presigned_url(
        "assume_role", {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "night"}
    )
    found = decode_parameters(HttpRequest("GET", url, {}, b""), model("sts", "AssumeRole"))
    assert found == {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "night"}
