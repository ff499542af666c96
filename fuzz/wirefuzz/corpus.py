"""Requests that AWS would take, of each protocol and each way to sign, and some that it would not."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from pytest_fakests import Credentials

REGION = "us-east-1"
_IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class Shape(NamedTuple):
    """A request before it is signed."""

    service: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def _json(target: str, body: bytes, version: str = "1.0") -> tuple[dict[str, str], bytes]:
    return {"X-Amz-Target": target, "Content-Type": f"application/x-amz-json-{version}"}, body


SHAPES = (
    Shape("sts", "POST", "/", _FORM, _IDENTITY.encode()),
    Shape("sts", "GET", f"/?{_IDENTITY}", {}, b""),
    Shape("iam", "POST", "/", _FORM, b"Action=TagRole&Version=2010-05-08&RoleName=app&Tags.member.1.Key=a&Tags.member.1.Value=b"),
    Shape("ec2", "POST", "/", _FORM, b"Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-1234567890abcdef0"),
    Shape("dynamodb", "POST", "/", *_json("DynamoDB_20120810.GetItem", b'{"TableName": "t", "Key": {"id": {"S": "1"}}}')),
    Shape("kms", "POST", "/", *_json("TrentService.Decrypt", b'{"CiphertextBlob": "AAAA", "KeyId": "alias/k"}', "1.1")),
    Shape("sqs", "POST", "/", *_json("AmazonSQS.ListQueues", b"{}")),
    Shape("sqs", "POST", "/", _FORM, b"Action=ListQueues&Version=2012-11-05"),
    Shape("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", {"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, b"\xa1iNamespaceca/b"),
    Shape("lambda", "GET", "/2015-03-31/functions/f", {}, b""),
    Shape("lambda", "POST", "/2015-03-31/functions/f/invocations", {"X-Amz-Invocation-Type": "Event"}, b'{"a": 1}'),
    Shape("route53", "GET", "/2013-04-01/hostedzone?maxitems=5", {}, b""),
    Shape("s3", "GET", "/reports/a%20b/%C3%BC.csv?response-content-type=text%2Fplain", {}, b""),
    Shape("s3", "HEAD", "/reports/q3.csv", {}, b""),
    Shape("s3", "GET", "/reports?list-type=2&prefix=a%2Fb", {}, b""),
    Shape("s3", "PUT", "/reports/q3.csv", {"X-Amz-Meta-A": "b"}, b"a,b\n1,2\n"),
    Shape("s3", "POST", "/reports?delete", {}, b"<Delete><Object><Key>a</Key></Object></Delete>"),
    Shape("s3", "PUT", "/reports?tagging", {}, b"<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"),
)  # fmt: skip


def corpus(url: str, signers: list[Credentials]) -> list[bytes]:
    """All shapes, signed in their headers and in their URLs, by each of the signers; some in chunks, some unsigned."""
    made = [_unsigned(url, shape) for shape in SHAPES]
    for keys in signers:
        for shape in SHAPES:
            made.append(_in_headers(url, shape, keys))
            if not shape.body:
                made.append(_in_url(url, shape, keys))
    made += [_chunked(one) for one in made if b"\r\nContent-Length: 0\r\n" not in one][::5]
    return made


def _prepared(url: str, shape: Shape) -> Any:
    return AWSRequest(shape.method, url + shape.target, dict(shape.headers), shape.body)


def _in_headers(url: str, shape: Shape, keys: Credentials) -> bytes:
    request = _prepared(url, shape)
    scheme = S3SigV4Auth if shape.service == "s3" else SigV4Auth
    scheme(_for_botocore(keys), shape.service, REGION).add_auth(request)
    return _written(url, shape, request.url, dict(request.headers.items()))


def _in_url(url: str, shape: Shape, keys: Credentials) -> bytes:
    request = _prepared(url, shape)
    scheme = S3SigV4QueryAuth if shape.service == "s3" else SigV4QueryAuth
    scheme(_for_botocore(keys), shape.service, REGION, expires=900).add_auth(request)
    return _written(url, shape, request.url, dict(request.headers.items()))


def _unsigned(url: str, shape: Shape) -> bytes:
    return _written(url, shape, url + shape.target, dict(shape.headers))


def _for_botocore(keys: Credentials) -> BotocoreCredentials:
    return BotocoreCredentials(keys.access_key, keys.secret_key, keys.token)


def _written(url: str, shape: Shape, whole: str, headers: dict[str, str]) -> bytes:
    fields = {"Host": urlsplit(url).netloc, **headers, "Content-Length": str(len(shape.body))}
    lines = [
        f"{shape.method} {whole.removeprefix(url)} HTTP/1.1",
        *(f"{name}: {value}" for name, value in fields.items()),
    ]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + shape.body


def _chunked(request: bytes) -> bytes:
    head, _, body = request.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length:")]
    halves = [half for half in (body[: len(body) // 2], body[len(body) // 2 :]) if half]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(half), half) for half in halves)
    return b"\r\n".join((*kept, b"Transfer-Encoding: chunked", b"", b"")) + framed + b"0\r\n\r\n"
