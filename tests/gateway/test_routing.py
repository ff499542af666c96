"""Which operation of which service a request is that came to the loopback endpoint, and what it stands for at AWS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader

from pytest_fakests.gateway.routing import Catalog, UnknownOperation, catalog, find_operation
from pytest_fakests.gateway.wire import HttpRequest

HERE = "127.0.0.1:4566"
KEY = "AKIAIOSFODNN7EXAMPLE"


def request(
    service: str | None, method: str, target: str, body: str = "", region: str = "eu-west-1", **headers: str
) -> HttpRequest:
    """A request to the endpoint, signed for a service and a Region, or by nobody."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if service:
        named["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={KEY}/20261124/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
        )
    host = named.setdefault("host", HERE)
    return HttpRequest(method, f"http://{host}{target}", named, body.encode())


def told(found: Any) -> str:
    """The service, the operation and the protocol that were found."""
    model = found.operation_model
    return f"{model.service_model.service_name}:{model.name} {model.service_model.metadata['protocol']}"


IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"
# https://smithy.io/2.0/aws/protocols/index.html
PROTOCOLS = [
    pytest.param(request("sts", "POST", "/", IDENTITY), "sts:GetCallerIdentity query", id="query in the body"),
    pytest.param(request("sts", "GET", f"/?{IDENTITY}"), "sts:GetCallerIdentity query", id="query in the URL"),
    pytest.param(
        request("ec2", "POST", "/", "Action=DescribeInstances&Version=2016-11-15"),
        "ec2:DescribeInstances ec2",
        id="ec2",
    ),
    pytest.param(
        request("dynamodb", "POST", "/", "{}", x_amz_target="DynamoDB_20120810.GetItem"),
        "dynamodb:GetItem json",
        id="json",
    ),
    pytest.param(
        request("kms", "POST", "/", "{}", x_amz_target="TrentService.Encrypt"), "kms:Encrypt json", id="json 1.1"
    ),
    pytest.param(request("lambda", "GET", "/2015-03-31/functions/f"), "lambda:GetFunction rest-json", id="rest-json"),
    pytest.param(
        request("route53", "GET", "/2013-04-01/hostedzone"), "route53:ListHostedZones rest-xml", id="rest-xml"
    ),
]
# Older and newer SDKs speak other protocols than this botocore.
SEVERAL = [
    pytest.param(
        request("sqs", "POST", "/", "Action=ListQueues&Version=2012-11-05"), "sqs:ListQueues query", id="sqs in query"
    ),
    pytest.param(
        request("sqs", "POST", "/", "{}", x_amz_target="AmazonSQS.ListQueues"), "sqs:ListQueues json", id="sqs in json"
    ),
    pytest.param(
        request("monitoring", "POST", "/", "Action=ListMetrics&Version=2010-08-01"),
        "cloudwatch:ListMetrics query",
        id="cloudwatch in query",
    ),
]
CLUSTERS = "Action=DescribeDBClusters&Version=2014-10-31"
# Names that several services sign with.
SHARED = [
    pytest.param(
        request("dynamodb", "POST", "/", "{}", x_amz_target="DynamoDBStreams_20120810.ListStreams"),
        "dynamodbstreams:ListStreams json",
        id="by target",
    ),
    pytest.param(
        request("elasticloadbalancing", "POST", "/", "Action=DescribeLoadBalancers&Version=2012-06-01"),
        "elb:DescribeLoadBalancers query",
        id="by version, elb",
    ),
    pytest.param(
        request("elasticloadbalancing", "POST", "/", "Action=DescribeLoadBalancers&Version=2015-12-01"),
        "elbv2:DescribeLoadBalancers query",
        id="by version, elbv2",
    ),
    pytest.param(request("ses", "GET", "/v2/email/account"), "sesv2:GetAccount rest-json", id="by protocol"),
    pytest.param(request("apigateway", "GET", "/v2/apis"), "apigatewayv2:GetApis rest-json", id="by path"),
    pytest.param(
        request("s3", "GET", "/v20180820/accesspoint", x_amz_account_id="123456789012"),
        "s3control:ListAccessPoints rest-xml",
        id="by header",
    ),
    pytest.param(
        request("greengrass", "GET", "/greengrass/servicerole", host="greengrass-ats.iot.eu-west-1.amazonaws.com"),
        "greengrass:GetServiceRoleForAccount rest-json",
        id="by nothing: the first",
    ),
    pytest.param(
        request("ivs", "GET", "/tags/a", host="ivsrealtime.eu-west-1.api.aws"),
        "ivs-realtime:ListTagsForResource rest-json",
        id="by host",
    ),
    # ApiMetadata of https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/aws-http/aws.sdk.kotlin.runtime.http/.
    pytest.param(
        request("rds", "POST", "/", CLUSTERS, user_agent="aws-sdk-js/3.700.0 ua/2.0 api/docdb#3.700.0"),
        "docdb:DescribeDBClusters query",
        id="by the SDK",
    ),
    pytest.param(
        request("rds", "POST", "/", CLUSTERS, x_amz_user_agent="aws-sdk-js/3.700.0 api/neptune#3.700.0"),
        "neptune:DescribeDBClusters query",
        id="by the SDK in a browser",
    ),
    pytest.param(
        request("chime", "GET", "/tags?arn=a", user_agent="api/Chime_SDK_Meetings#2.40.0"),
        "chime-sdk-meetings:ListTagsForResource rest-json",
        id="by the SDK, whose name has blanks",
    ),
    pytest.param(
        request("rds", "POST", "/", CLUSTERS, user_agent="aws-sdk-js/3.700.0 api/s3#3.700.0"),
        "rds:DescribeDBClusters query",
        id="by the signature, whatever SDK",
    ),
]
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
S3 = [
    pytest.param("GET", "/", {}, "ListBuckets", id="no bucket"),
    pytest.param("GET", "/reports", {}, "ListObjects", id="bucket"),
    pytest.param("GET", "/reports/", {}, "ListObjects", id="bucket and slash"),
    pytest.param("GET", "/reports/?list-type=2&prefix=a", {}, "ListObjectsV2", id="value of a key"),
    pytest.param("GET", "/reports?versions", {}, "ListObjectVersions", id="key without value"),
    pytest.param("GET", "/reports?lifecycle", {}, "GetBucketLifecycleConfiguration", id="not the deprecated one"),
    pytest.param("GET", "/reports?inventory", {}, "ListBucketInventoryConfigurations", id="all of a kind"),
    pytest.param("GET", "/reports?inventory&id=x", {}, "GetBucketInventoryConfiguration", id="one of a kind"),
    pytest.param("GET", "/reports/a/b", {}, "GetObject", id="key"),
    pytest.param("GET", "/reports%2Fa", {}, "GetObject", id="encoded slash, which signatures do not tell"),
    pytest.param("GET", "/reports/acl", {}, "GetObject", id="key with the name of a subresource"),
    pytest.param("GET", "/reports/a?acl", {}, "GetObjectAcl", id="subresource"),
    pytest.param("GET", "/reports/a?x-id=GetObject", {}, "GetObject", id="hint"),
    pytest.param("GET", "/reports/a?x-id=DeleteObject", {}, "GetObject", id="hint that is wrong"),
    pytest.param("GET", "/reports/a?uploadId=u", {}, "ListParts", id="required key"),
    pytest.param("HEAD", "/reports", {}, "HeadBucket", id="head of a bucket"),
    pytest.param("HEAD", "/reports/a", {}, "HeadObject", id="head of an object"),
    pytest.param("PUT", "/reports", {}, "CreateBucket", id="put bucket"),
    pytest.param("PUT", "/reports/a", {}, "PutObject", id="put"),
    pytest.param("PUT", "/reports/a", {"x_amz_copy_source": "b/c"}, "CopyObject", id="required header"),
    pytest.param("PUT", "/reports/a?partNumber=1&uploadId=u", {}, "UploadPart", id="part"),
    pytest.param(
        "PUT", "/reports/a?partNumber=1&uploadId=u", {"x_amz_copy_source": "b/c"}, "UploadPartCopy", id="part copied"
    ),
    pytest.param("POST", "/reports?delete", {}, "DeleteObjects", id="several"),
    pytest.param("POST", "/reports/a?uploads", {}, "CreateMultipartUpload", id="upload begun"),
    pytest.param("POST", "/reports/a?uploadId=u", {}, "CompleteMultipartUpload", id="upload ended"),
    pytest.param("DELETE", "/reports/a?uploadId=u", {}, "AbortMultipartUpload", id="upload given up"),
    pytest.param("GET", "/", {"host": "reports.localhost:4566"}, "ListObjects", id="bucket in the host"),
    pytest.param("GET", "/a", {"host": "reports.s3.localhost:4566"}, "GetObject", id="bucket in the host, key"),
    pytest.param("GET", "/a", {"host": "reports.s3.eu-west-1.amazonaws.com"}, "GetObject", id="host of AWS's"),
]
# Operations that AWS's models mark as authtype none.
UNSIGNED = [
    pytest.param(
        request(None, "POST", "/", "Action=AssumeRoleWithSAML&Version=2011-06-15"),
        "sts:AssumeRoleWithSAML query",
        id="query",
    ),
    pytest.param(
        request(None, "POST", "/", "{}", x_amz_target="AWSCognitoIdentityService.GetId"),
        "cognito-identity:GetId json",
        id="json",
    ),
    pytest.param(request(None, "POST", "/client/register", "{}"), "sso-oidc:RegisterClient rest-json", id="sso-oidc"),
    pytest.param(request(None, "GET", "/reports/a"), "s3:GetObject rest-xml", id="visitor of a bucket"),
    pytest.param(
        request("lambda", "GET", "/reports/a", region="eu[["), "s3:GetObject rest-xml", id="scope that no host can have"
    ),
]


@pytest.mark.parametrize(("asked", "expected"), [*PROTOCOLS, *SEVERAL, *SHARED, *UNSIGNED])
def test_operation_is_told(asked: HttpRequest, expected: str) -> None:
    """By the credential scope, and by what the protocol of the request has: a name, or method and path."""
    assert told(find_operation(asked, catalog(), "us-east-1")) == expected


@pytest.mark.parametrize(("method", "target", "headers", "operation"), S3)
def test_operation_of_s3_is_told(method: str, target: str, headers: dict[str, str], operation: str) -> None:
    """By method, path, query string and headers, wherever the bucket is."""
    found = find_operation(request("s3", method, target, **headers), catalog(), "us-east-1")
    assert told(found) == f"s3:{operation} rest-xml"


def test_presigned_url_is_told() -> None:
    """The credential scope may be in the query string."""
    scope = "X-Amz-Credential=AKIA%2F20261124%2Feu-west-1%2Fs3%2Faws4_request"
    found = find_operation(request(None, "GET", f"/reports/a?{scope}"), catalog(), "us-east-1")
    assert (told(found), found.request.url) == (
        "s3:GetObject rest-xml",
        f"https://s3.eu-west-1.amazonaws.com/reports/a?{scope}",
    )


ADDRESSES = [
    pytest.param(request("sts", "POST", "/", IDENTITY), "https://sts.eu-west-1.amazonaws.com/", id="a Region"),
    pytest.param(
        request("sts", "POST", "/", IDENTITY, region="cn-north-1"),
        "https://sts.cn-north-1.amazonaws.com.cn/",
        id="another partition",
    ),
    pytest.param(
        request("sts", "POST", "/", IDENTITY, host="sts.amazonaws.com"),
        "https://sts.amazonaws.com/",
        id="a host of AWS's",
    ),
    pytest.param(request(None, "GET", "/reports/a"), "https://s3.us-east-1.amazonaws.com/reports/a", id="no Region"),
    pytest.param(
        request("s3", "GET", "//a%20b?acl=", host="reports.localhost"),
        "https://reports.s3.eu-west-1.amazonaws.com//a%20b?acl=",
        id="bucket in the host",
    ),
    pytest.param(
        request("s3express", "GET", "/"), "https://s3express-control.eu-west-1.amazonaws.com/", id="directory buckets"
    ),
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPoint.html
    pytest.param(
        request("s3", "GET", "/v20180820/accesspoint/a", x_amz_account_id="123456789012"),
        "https://123456789012.s3-control.eu-west-1.amazonaws.com/v20180820/accesspoint/a",
        id="account in the host",
    ),
]


@pytest.mark.parametrize(("asked", "url"), ADDRESSES)
def test_request_stands_for_one_to_aws(asked: HttpRequest, url: str) -> None:
    """Its URL becomes that of the service in the Region it is signed for; the host that was signed is kept aside."""
    found = find_operation(asked, catalog(), "us-east-1").request
    assert (found.url, found.arrived_at, found.headers) == (url, asked.headers["host"], asked.headers)


UNKNOWN = [
    pytest.param(
        request("sts", "POST", "/", "Action=Nothing&Version=2011-06-15"), ("sts", "Nothing", "2011-06-15"), id="action"
    ),
    pytest.param(
        request("kms", "POST", "/", "{}", x_amz_target="TrentService.Nothing"), ("kms", "Nothing", ""), id="target"
    ),
    pytest.param(
        request("kms", "POST", "/", "{}", x_amz_target="Other.Encrypt"),
        (None, "Encrypt", ""),
        id="target of no service",
    ),
    pytest.param(request("lambda", "GET", "/nothing"), ("lambda", "", ""), id="path"),
    pytest.param(request("nothing", "GET", "/"), (None, "", ""), id="service"),
    pytest.param(request("sts", "POST", "/nothing"), (None, "", ""), id="protocol"),
]


@pytest.mark.parametrize(("asked", "expected"), UNKNOWN)
def test_what_is_no_operation_is_refused(asked: HttpRequest, expected: tuple[str | None, str, str]) -> None:
    """The exception says of which service, what was named, and of which version."""
    with pytest.raises(UnknownOperation) as caught:
        find_operation(asked, catalog(), "us-east-1")
    model = caught.value.service_model
    assert (model and model.service_name, caught.value.named, caught.value.version) == expected


def test_models_of_the_user_are_known(tmp_path: Path) -> None:
    """A service that only a folder of the user's has, with metadata that do not stand at the start, is found."""
    folder = tmp_path / "mine" / "2026-01-01"
    folder.mkdir(parents=True)
    metadata = {
        "apiVersion": "2026-01-01",
        "endpointPrefix": "mine",
        "protocol": "json",
        "serviceId": "mine",
        "targetPrefix": "Mine",
    }
    operation = {"name": "Do", "http": {"method": "POST", "requestUri": "/"}}
    model = {"documentation": "x" * 20_000, "operations": {"Do": operation}, "shapes": {}, "metadata": metadata}
    (folder / "service-2.json").write_text(json.dumps(model))
    loader = Loader(extra_search_paths=[str(tmp_path)], include_default_search_paths=False)
    found = find_operation(request("mine", "POST", "/", "{}", x_amz_target="Mine.Do"), Catalog(loader), "us-east-1")
    assert told(found) == "mine:Do json"
