"""The address of AWS's that a request to the loopback endpoint stands for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pytest_fakests.cloud.regions import partition_of
from pytest_fakests.gateway.authentication.regions import SUFFIXES
from pytest_fakests.gateway.wire import HttpRequest

# The end of the hosts of each partition, as botocore's partitions.json has them; all others are ".amazonaws.com".
_SUFFIXES = {
    "aws-cn": "amazonaws.com.cn",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-eusc": "amazonaws.eu",
}
_ACCOUNT = re.compile(r"[0-9]{12}")
# A bucket before the name of this machine, with or without "s3" between them.
_BUCKET_HERE = re.compile(r"(?P<bucket>.+?)(?:\.s3)?\.localhost")


def at_aws(request: HttpRequest, endpoint_prefix: str, region: str) -> HttpRequest:
    """The request as it would have gone to AWS: its URL there, and where it really was sent.

    A request that was meant for one of AWS's own hosts keeps that host.

    Args:
        request: The request, whose URL is one of this machine.
        endpoint_prefix: The first label of the service's hosts, as "s3".
        region: The Region whose endpoint it stands for.

    Example:
        >>> at_aws(HttpRequest("GET", "http://127.0.0.1:4566/reports/q3.csv", {}, b""), "s3", "eu-west-1").url
        'https://s3.eu-west-1.amazonaws.com/reports/q3.csv'
    """
    here = urlsplit(request.url).netloc.rpartition("@")[2]
    host = _without_port(here)
    if not host.endswith(SUFFIXES):
        bucket = _BUCKET_HERE.fullmatch(host) if endpoint_prefix == "s3" else None
        host = f"{endpoint_prefix}.{region}.{_SUFFIXES.get(partition_of(region), 'amazonaws.com')}"
        host = f"{bucket['bucket']}.{host}" if bucket else host
        account = request.headers.get("x-amz-account-id") if endpoint_prefix == "s3-control" else None
        host = f"{account}.{host}" if account and _ACCOUNT.fullmatch(account) else host
    path, question, query = request.url.partition("://")[2].partition("/")[2].partition("?")
    if endpoint_prefix == "s3":
        # A signature does not tell them apart, so the bucket must end at either.
        path = re.sub("%2F", "/", path, flags=re.IGNORECASE)
    return request._replace(url=f"https://{host}/{path}{question}{query}", arrived_at=here)


def _without_port(host: str) -> str:
    return re.sub(r":\d*$", "", host)
