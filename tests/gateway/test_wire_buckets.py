"""Buckets and keys read back, wherever the endpoint has them."""

from __future__ import annotations

from typing import Any

import botocore.model
import botocore.session
import pytest
from captured_requests import read, sent

from pytest_fakests.gateway.wire import HttpRequest, decode_parameters

OBJECT = {"Bucket": "reports", "Key": "2026/q3.csv"}

# Amazon S3 User Guide, "Virtual hosting of buckets"; General Reference, "Amazon S3 endpoints and quotas".
ACCESS_POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/finance"
OUTPOST = "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/finance"
OBJECT_LAMBDA = "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/finance"
HOSTS = [
    pytest.param("reports", {}, "reports.s3.eu-west-1.amazonaws.com", id="virtual"),
    pytest.param("reports", {"region_name": "us-east-1"}, "reports.s3.amazonaws.com", id="global"),
    pytest.param("reports", {"region_name": "cn-north-1"}, "reports.s3.cn-north-1.amazonaws.com.cn", id="China"),
    pytest.param("my.reports", {}, "s3.eu-west-1.amazonaws.com", id="dots in the name"),
    pytest.param("reports", {"s3": {"addressing_style": "path"}}, "s3.eu-west-1.amazonaws.com", id="path"),
    pytest.param(
        "reports",
        {"use_dualstack_endpoint": True},
        "reports.s3.dualstack.eu-west-1.amazonaws.com",
        id="dual-stack",
    ),
    pytest.param(
        "reports",
        {"use_fips_endpoint": True, "region_name": "us-east-2"},
        "reports.s3-fips.us-east-2.amazonaws.com",
        id="FIPS",
    ),
    pytest.param(
        "reports",
        {"s3": {"use_accelerate_endpoint": True}},
        "reports.s3-accelerate.amazonaws.com",
        id="accelerate",
    ),
    pytest.param(ACCESS_POINT, {}, "finance-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", id="access point"),
    pytest.param(
        "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/finance",
        {"region_name": "cn-north-1"},
        "finance-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn",
        id="access point in China",
    ),
    pytest.param(
        ACCESS_POINT,
        {"use_dualstack_endpoint": True},
        "finance-123456789012.s3-accesspoint.dualstack.eu-west-1.amazonaws.com",
        id="access point, dual-stack",
    ),
    pytest.param(
        OBJECT_LAMBDA,
        {},
        "finance-123456789012.s3-object-lambda.eu-west-1.amazonaws.com",
        id="Object Lambda access point",
    ),
    pytest.param(
        OUTPOST,
        {},
        "finance-123456789012.op-01ac5d28a6a232904.s3-outposts.eu-west-1.amazonaws.com",
        id="Outposts access point",
    ),
    pytest.param("reports", {"endpoint_url": "http://localhost:9000"}, "localhost:9000", id="custom endpoint"),
    pytest.param("reports", {"endpoint_url": "http://127.0.0.1:9000"}, "127.0.0.1:9000", id="address"),
    pytest.param("reports", {"endpoint_url": "http://s3.local:9000"}, "s3.local:9000", id="custom endpoint s3"),
]


@pytest.mark.parametrize(("bucket", "config", "host"), HOSTS)
def test_a_bucket_is_read_from_host_or_path(bucket: str, config: dict[str, Any], host: str) -> None:
    """Bucket and key come back wherever the endpoint has them; an access point comes back as its ARN."""
    params = {"Bucket": bucket, "Key": "2026/q 3+.csv"}
    prepared, operation = sent("s3", "get_object", params, **config)
    found = decode_parameters(HttpRequest.from_prepared(prepared), operation)
    assert (prepared.url.split("/")[2], {name: found[name] for name in params}) == (host, params)


@pytest.mark.parametrize(("bucket", "config", "host"), [HOSTS[0], HOSTS[4], HOSTS[13]])
def test_an_operation_on_a_bucket_needs_no_key(bucket: str, config: dict[str, Any], host: str) -> None:
    """A bucket comes back where nothing but it is in the host or the path."""
    prepared, operation = sent("s3", "get_bucket_policy", {"Bucket": bucket}, **config)
    assert decode_parameters(HttpRequest.from_prepared(prepared), operation) == {"Bucket": bucket}


@pytest.mark.parametrize(
    ("url", "bucket"),
    [
        (
            "https://reports--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k",
            "reports--use1-az4--x-s3",
        ),
        (
            "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/k",
            "arn:aws:s3:::accesspoint/mfzwi23gnjvgw.mrap",
        ),
        ("https://reports.example.com/k", "reports"),
        ("https://example.com/reports/k", "reports"),
    ],
    ids=[
        "directory bucket",
        "multi-Region access point",
        "virtual host of a custom endpoint",
        "custom endpoint",
    ],
)
def test_a_bucket_is_read_from_hosts_that_need_special_signers_or_settings(url: str, bucket: str) -> None:
    """The bucket comes back from hosts for which botocore would need CRT, a session of S3 Express or a setting."""
    assert read("s3", "GetObject", url=url) == {"Bucket": bucket, "Key": "k"}


def test_a_model_that_still_has_the_bucket_in_its_path_reads_the_same() -> None:
    """A model that no call of its loader's has changed yet has /{Bucket} in front; the URL has the bucket in its host."""
    fresh = botocore.session.Session().get_service_model("s3").operation_model("GetObject")
    request = HttpRequest("GET", "https://reports.s3.eu-west-1.amazonaws.com/2026/q3.csv", {}, b"")
    assert (fresh.http["requestUri"], decode_parameters(request, fresh)) == ("/{Bucket}/{Key+}", OBJECT)
