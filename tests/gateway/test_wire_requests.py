"""Single requests read back: the forms of each protocol, the hosts of S3, and what cannot be read."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import Any

import botocore.model
import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from botocore.config import Config

from pytest_fakests.gateway.wire import Headers, HttpRequest, decode_parameters

SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token")
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
OBJECT = {"Bucket": "reports", "Key": "2026/q3.csv"}

JOB = {
    "AccountId": "123456789012",
    "Report": {"Enabled": False},
    "ClientRequestToken": "t",
    "Priority": 1,
    "RoleArn": "arn:aws:iam::123456789012:role/r",
}

Params = dict[str, Any]


class Captured(Exception):
    """The request was ready to be sent."""


def sent(service: str, method: str, params: Params, **config: Any) -> tuple[Any, Any]:
    """What botocore would send for a call, and the model of its operation."""
    settings = {"retries": {"max_attempts": 0}, **config}
    endpoint = settings.pop("endpoint_url", None)
    region = settings.pop("region_name", "eu-west-1")
    client = SESSION.create_client(service, region, endpoint_url=endpoint, config=Config(**settings))
    requests: list[Any] = []

    def capture(request: Any, **_: Any) -> None:
        requests.append(request)
        raise Captured

    client.meta.events.register_first("before-send", capture)
    with pytest.raises(Captured):
        getattr(client, method)(**params)
    operation = client.meta.method_to_api_mapping[method]
    return requests[0], client.meta.service_model.operation_model(operation)


def model(service: str, operation: str) -> Any:
    """The model of an operation."""
    return SESSION.get_service_model(service).operation_model(operation)


def read(service: str, operation: str, body: str = "", url: str = "https://x/", **headers: str) -> Params:
    """The parameters of a request that is written out."""
    named = Headers((name.replace("_", "-"), value) for name, value in headers.items())
    return decode_parameters(HttpRequest("POST", url, named, body.encode()), model(service, operation))


def own_model(protocol: str, shapes: Params) -> Any:
    """An operation of the test's own, with the input shape Input."""
    metadata = {"protocol": protocol, "apiVersion": "2026-11-24", "endpointPrefix": "own"}
    operation = {"name": "Put", "input": {"shape": "Input"}, "http": {"method": "POST", "requestUri": "/"}}
    facts = {"metadata": metadata, "operations": {"Put": operation}, "shapes": shapes}
    return botocore.model.ServiceModel(facts, "own").operation_model("Put")


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


@pytest.mark.parametrize(
    ("service", "method", "params", "found"),
    [
        pytest.param(
            "s3",
            "copy_object",
            {
                "Bucket": "b",
                "Key": "k",
                "CopySource": {"Bucket": "reports", "Key": "q 3.csv", "VersionId": "7"},
            },
            {"Bucket": "b", "Key": "k", "CopySource": "reports/q%203.csv?versionId=7"},
            id="the source of a copy, as botocore encodes it",
        ),
        pytest.param(
            "s3",
            "put_object",
            {
                **OBJECT,
                "Body": b"a,b",
                "Metadata": {"Team": "a b"},
                "ContentEncoding": "gzip",
                "Expires": NOON,
            },
            {**OBJECT, "Metadata": {"team": "a b"}, "ContentEncoding": "gzip", "Expires": NOON},
            id="metadata, and a streaming body that is left out",
        ),
        pytest.param(
            "s3",
            "get_object_attributes",
            {**OBJECT, "ObjectAttributes": ["ETag", "ObjectSize"]},
            {**OBJECT, "ObjectAttributes": ["ETag", "ObjectSize"]},
            id="list in a header",
        ),
        pytest.param(
            "s3",
            "put_bucket_acl",
            {"Bucket": "b", "AccessControlPolicy": {"Grants": [{"Grantee": {"Type": "Group", "URI": "u"}}]}},
            {"Bucket": "b", "AccessControlPolicy": {"Grants": [{"Grantee": {"Type": "Group", "URI": "u"}}]}},
            id="XML attribute in a namespace",
        ),
        pytest.param(
            "s3control",
            "create_job",
            {**JOB, "Operation": {"S3PutObjectCopy": {"NewObjectMetadata": {"UserMetadata": {"a": "b"}}}}},
            {**JOB, "Operation": {"S3PutObjectCopy": {"NewObjectMetadata": {"UserMetadata": {"a": "b"}}}}},
            id="map in XML",
        ),
        pytest.param(
            "amp",
            "list_scrapers",
            {"filters": {"status": ["ACTIVE", "CREATING"]}, "maxResults": 5},
            {"filters": {"status": ["ACTIVE", "CREATING"]}, "maxResults": 5},
            id="map of lists in the query string",
        ),
        pytest.param(
            "s3control",
            "get_access_point",
            {"AccountId": "123456789012", "Name": "finance"},
            {"AccountId": "123456789012", "Name": "finance"},
            id="label in the host",
        ),
        pytest.param(
            "lambda",
            "invoke",
            {
                "FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:f",
                "Payload": io.BytesIO(b"{}"),
            },
            {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:f", "Payload": b"{}"},
            id="payload that does not stream",
        ),
        pytest.param(
            "apigateway",
            "get_export",
            {
                "restApiId": "r",
                "stageName": "s",
                "exportType": "e",
                "parameters": {"x": "1 2"},
                "accepts": "a/b",
            },
            {
                "restApiId": "r",
                "stageName": "s",
                "exportType": "e",
                "parameters": {"x": "1 2"},
                "accepts": "a/b",
            },
            id="map in the query string",
        ),
        pytest.param(
            "lambda",
            "untag_resource",
            {"Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "TagKeys": ["a b", "c"]},
            {"Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "TagKeys": ["a b", "c"]},
            id="list in the query string",
        ),
        pytest.param(
            "cloudsearchdomain",
            "search",
            {"query": "star wars", "size": 3},
            {"query": "star wars", "size": 3},
            id="query string that botocore moves into the body",
        ),
        pytest.param("sts", "get_caller_identity", {}, {}, id="no parameters"),
        pytest.param("s3", "list_buckets", {}, {}, id="no bucket"),
    ],
)
def test_parameters_are_read_from_where_the_model_binds_them(
    service: str, method: str, params: Params, found: Params
) -> None:
    """Parameters come back from path, query string, headers and body."""
    custom = {"endpoint_url": "https://search-x.eu-west-1.cloudsearch.amazonaws.com"} if "cloud" in service else {}
    prepared, operation = sent(service, method, params, **custom)
    read_back = decode_parameters(HttpRequest.from_prepared(prepared), operation)
    added = ("Checksum", "ContentMD5")
    assert {name: value for name, value in read_back.items() if not name.startswith(added)} == found


# https://smithy.io/2.0/spec/http-bindings.html#httpheader-trait
@pytest.mark.parametrize(
    ("header", "values"),
    [
        ('"a,b", "c\\"d",e', ["a,b", 'c"d', "e"]),
        ("a , b", ["a", "b"]),
        ("a,", ["a", ""]),
        ("", [""]),
    ],
    ids=["quoted", "spaced", "empty element", "empty header"],
)
def test_a_list_in_a_header_is_taken_apart(header: str, values: list[str]) -> None:
    """Elements stand between commas; those with commas or quotes of their own are quoted."""
    url = "https://x/matchingworkflows/w/uniqueids"
    found = read("entityresolution", "BatchDeleteUniqueId", url=url, uniqueIds=header)
    assert found == {"workflowName": "w", "uniqueIds": values}


def test_keys_of_a_signature_are_not_taken_for_parameters() -> None:
    """A presigned URL's own keys are left out of a map that takes all other keys of the query string."""
    url = "https://x/restapis/r/stages/s/exports/e?x=1&X-Amz-Date=20261124T034426Z"
    found = read("apigateway", "GetExport", url=url)
    assert found == {"restApiId": "r", "stageName": "s", "exportType": "e", "parameters": {"x": "1"}}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"TableName": "users"}\n', id="line break after it"),
        pytest.param(b' {"TableName": "users"}', id="space before it"),
        pytest.param('{"TableName": "users"}'.encode("utf-16"), id="UTF-16"),
        pytest.param('{"TableName": "users"}'.encode("utf-16-le"), id="UTF-16 without a mark"),
    ],
)
def test_json_is_read_as_others_write_it(body: bytes) -> None:
    """White space around a document and other encodings of Unicode are JSON, too."""
    request = HttpRequest("POST", "https://x/", {}, body)
    assert decode_parameters(request, model("dynamodb", "DescribeTable")) == {"TableName": "users"}


def test_a_structure_that_holds_itself_is_read_to_its_depth() -> None:
    """Values inside of values are read as their shape says, blobs as bytes, and members that it lacks passed over."""
    value = '{"L": [{"M": {"a": {"M": {"b": {"B": "eA==", "Later": 1}}}}}, {"SS": ["x"]}]}'
    found = read("dynamodb", "PutItem", f'{{"Item": {{"k": {value}}}}}')
    assert found == {"Item": {"k": {"L": [{"M": {"a": {"M": {"b": {"B": b"x"}}}}}, {"SS": ["x"]}]}}}


def test_unknown_elements_of_xml_are_passed_over() -> None:
    """What the model does not know is not read."""
    body = "<Tagging><Later/><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"
    found = read("s3", "PutBucketTagging", body, "https://reports.s3.amazonaws.com/?tagging")
    assert found == {"Bucket": "reports", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}


def test_the_encoding_of_a_streamed_body_is_not_the_callers() -> None:
    """botocore's own aws-chunked is left out of ContentEncoding."""
    url = "https://reports.s3.amazonaws.com/k"
    assert read("s3", "PutObject", url=url, Content_Encoding="aws-chunked") == {
        "Bucket": "reports",
        "Key": "k",
    }


def test_a_flattened_map_of_xml_is_read() -> None:
    """Each element of a flattened map is an entry of it; none of botocore's models has one at present."""
    wire = {"Labels": {"shape": "Labels", "locationName": "Label"}, "Team": {"shape": "Name"}}
    shapes = {
        "Input": {"type": "structure", "members": wire},
        "Labels": {"type": "map", "flattened": True, "key": {"shape": "Name"}, "value": {"shape": "Name"}},
        "Name": {"type": "string"},
    }
    entries = "".join(f"<Label><key>{key}</key><value>{key}{key}</value></Label>" for key in "ab")
    request = HttpRequest("POST", "https://own/", {}, f"<Input>{entries}</Input>".encode())
    found = decode_parameters(request, own_model("rest-xml", shapes))
    assert found == {"Labels": {"a": "aa", "b": "bb"}}


def test_an_endpoint_may_have_a_path_of_its_own() -> None:
    """Labels come back where the URL goes through a proxy's path first."""
    prepared, operation = sent("lambda", "get_function", {"FunctionName": "f"}, endpoint_url="http://proxy/aws/v1")
    assert decode_parameters(HttpRequest.from_prepared(prepared), operation) == {"FunctionName": "f"}


# https://docs.aws.amazon.com/sdkref/latest/guide/feature-compression.html
def test_a_compressed_body_is_read() -> None:
    """Parameters come back from a body that botocore has compressed because it is large."""
    data = [{"MetricName": f"metric-{n}", "Value": 1.5} for n in range(500)]
    prepared, operation = sent("cloudwatch", "put_metric_data", {"Namespace": "n", "MetricData": data})
    request = HttpRequest.from_prepared(prepared)
    found = decode_parameters(request, operation)
    assert (request.headers["content-encoding"], found) == ("gzip", {"Namespace": "n", "MetricData": data})


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (None, b""),
        ("é", b"\xc3\xa9"),
        (bytearray(b"a"), b"a"),
        (io.StringIO("é"), b"\xc3\xa9"),
        (iter([b"a"]), b""),
    ],
    ids=["none", "text", "bytearray", "file of text", "no file"],
)
def test_a_body_of_any_kind_becomes_bytes(body: Any, read: bytes) -> None:
    """A request's body is bytes, whatever botocore was given; what cannot be read twice counts as empty."""
    headers: Any = HeadersDict({"X-Amz-Date": b"now"})
    prepared = AWSPreparedRequest("PUT", "https://x/", headers, body, False)
    request = HttpRequest.from_prepared(prepared)
    assert (request.body, request.headers["x-amz-date"]) == (read, "now")


def test_a_file_that_cannot_go_back_counts_as_empty() -> None:
    """A pipe has no way back, so its content is left to those who send it."""
    headers: Any = HeadersDict()
    prepared = AWSPreparedRequest("PUT", "https://x/", headers, Pipe(b"a"), False)
    assert HttpRequest.from_prepared(prepared).body == b""


class Pipe(io.BytesIO):
    """A file that tells no position."""

    def tell(self) -> int:
        """Refuse, as a pipe does."""
        raise io.UnsupportedOperation("not seekable")


def test_headers_have_names_in_lower_case() -> None:
    """A request's headers are a mapping by lower-case names, in whichever case they were written."""
    headers: Any = HeadersDict({"X-Amz-Date": "now"})
    found = HttpRequest.from_prepared(AWSPreparedRequest("GET", "https://x/", headers, None, False)).headers
    assert found == Headers({"X-AMZ-DATE": "now"}.items()) == {"x-amz-date": "now"}


def test_a_file_is_put_back_to_where_it_stood() -> None:
    """Reading a request leaves a file-like body for those who send it."""
    file = io.BytesIO(b"head,tail")
    file.seek(5)
    headers: Any = HeadersDict()
    prepared = AWSPreparedRequest("PUT", "https://x/", headers, file, False)
    assert (HttpRequest.from_prepared(prepared).body, file.tell()) == (b"tail", 5)
