"""Single requests read back: from where each protocol binds them, and in which forms bodies come."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from captured_requests import Params, model, own_model, read, sent

from pytest_fakests.gateway.wire import Headers, HttpRequest, decode_parameters

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
OBJECT = {"Bucket": "reports", "Key": "2026/q3.csv"}

JOB = {
    "AccountId": "123456789012",
    "Report": {"Enabled": False},
    "ClientRequestToken": "t",
    "Priority": 1,
    "RoleArn": "arn:aws:iam::123456789012:role/r",
}


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
